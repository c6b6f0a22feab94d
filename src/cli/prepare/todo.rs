//! What a person has to do elsewhere, told at the end of a conversation.

use crate::cli::asking::Talk;
use crate::decisions::findings::{fix, is_asked, weighing};
use crate::lang::Text;
use crate::render::{escape, settle};
use crate::report::Report;
use crate::text;

/// Places of a rule that are named, at most.
const PLACES: usize = 4;

/// What a person has to do elsewhere, by rule.
#[derive(Debug, Default)]
pub(super) struct Todo {
    lines: Vec<(String, Text)>,
}

impl Todo {
    /// Adds `what` that `rule` asks for; false when it is there already.
    pub(super) fn add(&mut self, rule: &str, what: Text) -> bool {
        let line = (rule.to_string(), what);
        let new = !self.lines.contains(&line);
        if new {
            self.lines.push(line);
        }
        new
    }

    /// How much there is.
    pub(super) fn count(&self) -> usize {
        self.lines.len()
    }

    /// Leaves the first `count`.
    pub(super) fn truncate(&mut self, count: usize) {
        self.lines.truncate(count);
    }

    /// Writes what is left of it in `report`, and what nobody can be asked about.
    pub(super) fn tell(&self, talk: &Talk, report: &Report) {
        let lang = talk.lang;
        let mut head = Some(lang.pick("À faire", "To do"));
        for outcome in weighing(report) {
            let own = self.lines.iter().filter(|(rule, _)| *rule == outcome.rule);
            let own: Vec<Text> = own.map(|(_, what)| what.clone()).collect();
            let (id, asked) = (&outcome.rule, is_asked(report, outcome));
            let left = match (own.is_empty(), asked) {
                (false, _) => own,
                (true, false) => vec![fix(report, outcome, None)],
                (true, true) => vec![text!(
                    "à régler : publiable prepare ; le détail : publiable audit --details {id}",
                    "to settle: publiable prepare; the detail: publiable audit --details {id}"
                )],
            };
            head.take().into_iter().for_each(|head| talk.head(head));
            let rule = report.rules.get(&outcome.rule);
            let heading = rule.map_or("", |rule| rule.heading(true, lang));
            talk.tell(&escape(&format!("• {heading} — {}", outcome.rule)));
            if !asked {
                talk.tell(&escape(&format!("  {}", outcome.reason_i18n.get(lang))));
            }
            for what in left {
                talk.tell(&escape(&format!("  → {}", what.get(lang))));
            }
            let waiver = rule.filter(|_| !asked);
            if let Some(command) = waiver.and_then(|rule| settle::waiver(rule, outcome, lang)) {
                let places = outcome.open().map(|finding| finding.location.to_string());
                let places: Vec<String> = places.filter(|place| !place.is_empty()).collect();
                if !places.is_empty() {
                    let more = if places.len() > PLACES { ", …" } else { "" };
                    let places = places[..places.len().min(PLACES)].join(", ");
                    talk.tell(&escape(&format!("    {places}{more}")));
                }
                let says =
                    lang.pick("Si une raison le justifie\u{a0}:", "If a reason justifies it:");
                talk.tell(&format!("    {says} {command}"));
            }
        }
        for (count, command) in settle::accepting(report, lang) {
            head.take().into_iter().for_each(|head| talk.head(head));
            let line = text!(
                count;
                "• {count} secret révoqué ou déjà public : l’accord de la sécurité manque, une réserve demeure"
                    | "• {count} secrets révoqués ou déjà publics : l’accord de la sécurité manque, une réserve demeure",
                "• {count} secret revoked or public already: the security team has not accepted it, a reservation stays"
                    | "• {count} secrets revoked or public already: the security team has not accepted them, a reservation stays"
            );
            talk.tell(line.get(lang));
            talk.say(&format!("  → {command}"));
        }
    }
}
