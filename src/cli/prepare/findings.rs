//! Settles findings by question: those of one kind in one place are asked about together.
//! What is true is told what to do about, what is not is recorded as `publiable ignore`
//! does.

use crate::cli::asking::{Talk, Turn};
use crate::config::{FILE_NAME, Settled, SettledReason, baseline, edit};
use crate::decisions::findings::{
    Case, cases, entry, fix, is_asked, may_be_settled, real, reasons, weighing,
};
use crate::decisions::questions::function;
use crate::error::Result;
use crate::finding::Location;
use crate::lang::Text;
use crate::render::{escape, group};
use crate::report::{Outcome, Report, ReportedFinding};
use crate::text;
use std::cell::RefCell;
use std::path::Path;

/// Places that are named beside a finding, and findings beside a question.
const PLACES: usize = 3;

/// What a person has to do elsewhere, by rule.
#[derive(Debug, Default)]
pub(super) struct Todo {
    lines: Vec<(String, Text)>,
}

impl Todo {
    fn add(&mut self, rule: &str, what: Text) {
        let line = (rule.to_string(), what);
        if !self.lines.contains(&line) {
            self.lines.push(line);
        }
    }

    /// Writes what is left of it in `report`, and what nobody can be asked about.
    pub(super) fn tell(&self, talk: &Talk, report: &Report) {
        let lang = talk.lang;
        let mut head = Some(lang.pick("À faire", "To do"));
        for outcome in weighing(report) {
            let own = self.lines.iter().filter(|(rule, _)| *rule == outcome.rule);
            let own: Vec<Text> = own.map(|(_, what)| what.clone()).collect();
            let left = match (own.is_empty(), is_asked(report, outcome)) {
                (false, _) => own,
                (true, false) => vec![fix(report, outcome, None)],
                (true, true) => continue,
            };
            head.take().into_iter().for_each(|head| talk.head(head));
            let rule = report.rules.get(&outcome.rule);
            let heading = rule.map_or("", |rule| rule.heading(true, lang));
            talk.tell(&escape(&format!("• {heading} — {}", outcome.rule)));
            if !is_asked(report, outcome) {
                talk.tell(&escape(&format!("  {}", outcome.reason_i18n.get(lang))));
            }
            for what in left {
                talk.tell(&escape(&format!("  → {}", what.get(lang))));
            }
        }
    }
}

/// Goes through the findings of `report` with a person; what they decide is recorded in
/// the publiable.toml of `root`.
pub(super) fn settle(
    talk: &Talk,
    report: &Report,
    root: &Path,
    todo: &mut Todo,
) -> Result<Turn<()>> {
    let cases = cases(report);
    if cases.is_empty() {
        let line = text!("Aucun constat n’attend de réponse.", "No finding waits for an answer.");
        talk.tell(line.get(talk.lang));
        return Ok(Turn::Given(()));
    }
    let decides = RefCell::new(None);
    let mut at = 0;
    while let Some(Case { outcome, findings }) = cases.get(at) {
        let one = Settling { talk, report, root, outcome, decides: &decides };
        match one.run(findings, (at + 1, cases.len()), todo)? {
            Turn::Given(()) | Turn::Later => at += 1,
            Turn::Back if at == 0 => return Ok(Turn::Back),
            Turn::Back => at -= 1,
            Turn::Leave => return Ok(Turn::Leave),
        }
    }
    Ok(Turn::Given(()))
}

/// The findings of one rule being gone through.
struct Settling<'a> {
    talk: &'a Talk,
    report: &'a Report,
    root: &'a Path,
    outcome: &'a Outcome,
    /// Who decided last, by function: proposed again.
    decides: &'a RefCell<Option<String>>,
}

/// What a person says of findings.
#[derive(Debug, Clone, Copy)]
enum Said {
    True,
    Settled(SettledReason),
    /// They differ: each is to be seen.
    Each,
}

impl Settling<'_> {
    fn run(
        &self,
        findings: &[&ReportedFinding],
        (at, all): (usize, usize),
        todo: &mut Todo,
    ) -> Result<Turn<()>> {
        let (talk, outcome, lang) = (self.talk, self.outcome, self.talk.lang);
        let rule = self.report.rules.get(&outcome.rule);
        let severity = outcome.severity.label();
        let heading = rule.map_or("", |rule| rule.heading(true, lang));
        let doubt = match outcome.fails() {
            true => Text::same(""),
            false => text!(", à vérifier", ", to verify"),
        };
        let (severity, doubt) = (severity.get(lang), doubt.get(lang));
        talk.head(&format!("[{at}/{all}] {heading} — {} ({severity}{doubt})", outcome.rule));
        loop {
            self.show_all(findings);
            let said = match self.ask(findings)? {
                Turn::Given(said) => said,
                Turn::Later => return Ok(Turn::Later),
                Turn::Back => return Ok(Turn::Back),
                Turn::Leave => return Ok(Turn::Leave),
            };
            let turn = match said {
                Said::Each => self.each(findings, todo)?,
                said => self.take(said, findings, todo)?,
            };
            // Back leads to the question before: the one about them all.
            if turn != Turn::Back {
                return Ok(turn);
            }
        }
    }

    /// Asks about each of `findings` in turn.
    fn each(&self, findings: &[&ReportedFinding], todo: &mut Todo) -> Result<Turn<()>> {
        let mut at = 0;
        while let Some(finding) = findings.get(at) {
            self.show(finding, &format!("{}/{}", at + 1, findings.len()));
            let turn = match self.ask(&[*finding])? {
                Turn::Given(said) => self.take(said, &[*finding], todo)?,
                Turn::Later => Turn::Later,
                Turn::Back => Turn::Back,
                Turn::Leave => return Ok(Turn::Leave),
            };
            match turn {
                Turn::Given(()) | Turn::Later => at += 1,
                Turn::Back if at == 0 => return Ok(Turn::Back),
                Turn::Back => at -= 1,
                Turn::Leave => return Ok(Turn::Leave),
            }
        }
        Ok(Turn::Given(()))
    }

    /// Shows what is asked about: one finding, or how many of what and the first places.
    fn show_all(&self, findings: &[&ReportedFinding]) {
        let (talk, lang) = (self.talk, self.talk.lang);
        if let [alone] = findings {
            return self.show(alone, "");
        }
        let kinds = group::by_kind(findings.iter().copied());
        let label = kinds.first().map(group::Group::label);
        let label = label.unwrap_or_else(|| {
            let count = findings.len();
            text!(count; "{count} constat" | "{count} constats", "{count} finding" | "{count} findings")
        });
        talk.tell(&escape(label.get(lang)));
        let line = |finding: &&ReportedFinding| {
            let message = finding.message_i18n.get(lang);
            match finding.location == Location::default() {
                true => message.to_string(),
                false => format!("{} — {message}", finding.location),
            }
        };
        self.list(findings.iter().map(line), |more| {
            text!(
                more;
                "    et {more} autre constat" | "    et {more} autres constats",
                "    and {more} other finding" | "    and {more} other findings"
            )
        });
    }

    /// Shows the first of `lines`, then what `left` says of the number of the others.
    fn list(&self, lines: impl Iterator<Item = String>, left: impl Fn(usize) -> Text) {
        let (talk, mut more) = (self.talk, 0);
        for (at, line) in lines.enumerate() {
            match at < PLACES {
                true => talk.say(&talk.fit(&format!("    {}", escape(&line)))),
                false => more += 1,
            }
        }
        if more > 0 {
            talk.say(left(more).get(talk.lang));
        }
    }

    fn show(&self, finding: &ReportedFinding, number: &str) {
        let (talk, lang) = (self.talk, self.talk.lang);
        let message = finding.message_i18n.get(lang);
        talk.tell(escape(&format!("{number} {message}")).trim_start());
        let places = [&finding.location].into_iter().chain(&finding.also_at);
        let places = places.filter(|place| **place != Location::default());
        self.list(places.map(ToString::to_string), |more| {
            text!(
                more;
                "    et {more} autre endroit" | "    et {more} autres endroits",
                "    and {more} other place" | "    and {more} other places"
            )
        });
        if let Some(excerpt) = &finding.excerpt {
            talk.say(&talk.fit(&format!("    | {}", escape(excerpt.trim()))));
        }
    }

    /// Asks what `findings` are.
    fn ask(&self, findings: &[&ReportedFinding]) -> Result<Turn<Said>> {
        let lang = self.talk.lang;
        let (count, many) = (findings.len(), findings.len() > 1);
        let mut ways = vec![(Said::True, real(count))];
        let reasons = reasons(self.outcome, findings);
        ways.extend(reasons.into_iter().map(|reason| (Said::Settled(reason), reason.of(count))));
        if many {
            let each = text!("différents : les voir un par un", "not all alike: see each one");
            ways.push((Said::Each, each));
        }
        let items: Vec<String> =
            ways.iter().map(|(_, words)| words.get(lang).to_string()).collect();
        let prompt = text!(
            count;
            "Ce constat est" | "Ces {count} constats sont",
            "This finding is" | "These {count} findings are"
        );
        let chosen = self.talk.choose(prompt.get(lang), &items)?;
        Ok(match chosen {
            Turn::Given(at) => ways.get(at).map_or(Turn::Later, |(said, _)| Turn::Given(*said)),
            Turn::Later => Turn::Later,
            Turn::Back => Turn::Back,
            Turn::Leave => Turn::Leave,
        })
    }

    /// Does what was said of `findings`.
    fn take(&self, said: Said, findings: &[&ReportedFinding], todo: &mut Todo) -> Result<Turn<()>> {
        let Said::Settled(reason) = said else {
            for finding in findings {
                let fix = fix(self.report, self.outcome, Some(finding));
                if !todo.lines.contains(&(self.outcome.rule.clone(), fix.clone())) {
                    self.talk.tell(&escape(&format!("→ {}", fix.get(self.talk.lang))));
                }
                todo.add(&self.outcome.rule, fix);
            }
            return Ok(Turn::Given(()));
        };
        self.record(findings, reason)
    }

    /// Records that `those` are settled; who decides is asked when it has to be known.
    fn record(&self, those: &[&ReportedFinding], reason: SettledReason) -> Result<Turn<()>> {
        let lang = self.talk.lang;
        let mut entries: Vec<Settled> = Vec::new();
        let mut role: Option<String> = None;
        for finding in those {
            let settled = loop {
                let settled = entry(self.outcome, finding, reason, role.clone())?;
                match may_be_settled(self.report, (self.outcome, finding), &settled) {
                    Ok(()) => break Some(settled),
                    Err(refused) if role.is_some() || !self.outcome.proves(finding) => {
                        self.talk.tell(&format!("✗ {}", escape(&refused.paragraph(lang))));
                        break None;
                    }
                    Err(_) => {}
                }
                let words = lang.pick(
                    "Identifiant avéré : fonction de la personne qui en décide, sans nom (RSSI…)",
                    "Proven credential: function of the person who decides, no name (CISO…)",
                );
                let before = self.decides.borrow().clone();
                match self.talk.line(words, before, &function)? {
                    Turn::Given(given) => {
                        self.decides.replace(Some(given.clone()));
                        role = Some(given);
                    }
                    Turn::Leave => return Ok(Turn::Leave),
                    Turn::Later => return Ok(Turn::Later),
                    Turn::Back => return Ok(Turn::Back),
                }
            };
            entries.extend(settled);
        }
        let file = self.root.join(FILE_NAME);
        edit::update(&file, |text| {
            Ok((baseline::update(text, (&entries, self.talk.lang), &|_| false)?.text, ()))
        })?;
        let count = entries.len();
        let done = text!(
            count;
            "→ {count} constat enregistré dans {FILE_NAME}"
                | "→ {count} constats enregistrés dans {FILE_NAME}",
            "→ {count} finding recorded in {FILE_NAME}" | "→ {count} findings recorded in {FILE_NAME}"
        );
        self.talk.say(done.get(lang));
        Ok(Turn::Given(()))
    }
}
