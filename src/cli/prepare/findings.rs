//! Settles findings one by one: what is true is told what to do about, what is not is
//! recorded as `publiable ignore` does.

use crate::cli::asking::{Talk, Turn};
use crate::cli::ignore::{entry, may_be_settled};
use crate::config::{FILE_NAME, Settled, SettledReason, baseline, edit};
use crate::error::Result;
use crate::finding::{Location, Severity, Status};
use crate::lang::{Lang, Text};
use crate::render::escape;
use crate::report::{Outcome, Report, ReportedFinding};
use crate::rule::{Nature, WaiverPolicy};
use crate::scaffold::piece::{self, Piece};
use crate::text;
use std::cmp::Reverse;
use std::path::Path;

/// Places that are named beside a finding.
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

    /// Writes what is left of it in `report`.
    pub(super) fn tell(&self, talk: &Talk, report: &Report) {
        let fails = |rule: &str| report.outcome(rule).is_some_and(is_wrong);
        let mut left = self.lines.iter().filter(|(rule, _)| fails(rule)).peekable();
        if left.peek().is_none() {
            return;
        }
        talk.head(talk.lang.pick("À faire", "To do"));
        for (rule, what) in left {
            talk.tell(&escape(&format!("• {rule} — {}", what.get(talk.lang))));
        }
    }
}

/// True when something was found against the rule of `outcome`.
fn is_wrong(outcome: &Outcome) -> bool {
    let doubtful = outcome.outcome == Status::Unknown && outcome.open().count() > 0;
    outcome.fails() || doubtful
}

/// The failing rules that weigh on the verdict and that no file written answers, the
/// heaviest first.
pub(super) fn weighing(report: &Report) -> Vec<&Outcome> {
    let written = |outcome: &Outcome| {
        let answers = |one: &Piece| one.rules.contains(&outcome.rule) && one.answers(outcome);
        outcome.fails() && piece::all().iter().any(answers)
    };
    let weighs = |outcome: &&Outcome| {
        outcome.severity >= Severity::Important
            && is_wrong(outcome)
            && outcome.nature != Nature::Attestation
            && !written(outcome)
    };
    let mut found: Vec<&Outcome> = report.outcomes.iter().filter(weighs).collect();
    let rank = |outcome: &Outcome| report.rules.get(&outcome.rule).and_then(|rule| rule.rank);
    found.sort_by_key(|outcome| (Reverse(outcome.severity), rank(outcome).unwrap_or(usize::MAX)));
    found
}

/// Goes through the findings of `report` with a person; what they decide is recorded in
/// the publiable.toml of `root`.
pub(super) fn settle(
    talk: &Talk,
    report: &Report,
    root: &Path,
    todo: &mut Todo,
) -> Result<Turn<()>> {
    let rules = weighing(report);
    if rules.is_empty() {
        let line =
            text!("Aucun constat ne pèse sur le verdict.", "No finding weighs on the verdict.");
        talk.tell(line.get(talk.lang));
        return Ok(Turn::Given(()));
    }
    let mut at = 0;
    while let Some(outcome) = rules.get(at) {
        let one = Settling { talk, report, root, outcome };
        match one.run((at + 1, rules.len()), todo)? {
            Turn::Given(()) | Turn::Later => at += 1,
            Turn::Back if at == 0 => return Ok(Turn::Back),
            Turn::Back => at -= 1,
            Turn::Leave => return Ok(Turn::Leave),
        }
    }
    Ok(Turn::Given(()))
}

/// One rule being gone through.
struct Settling<'a> {
    talk: &'a Talk,
    report: &'a Report,
    root: &'a Path,
    outcome: &'a Outcome,
}

/// What a person says of a finding.
#[derive(Debug, Clone, Copy)]
enum Said {
    True,
    Settled(SettledReason),
    /// The same of every finding left.
    AllTrue,
    AllSettled(SettledReason),
    AllLater,
}

impl Settling<'_> {
    fn run(&self, (at, all): (usize, usize), todo: &mut Todo) -> Result<Turn<()>> {
        let (talk, outcome, lang) = (self.talk, self.outcome, self.talk.lang);
        let Some(rule) = self.report.rules.get(&outcome.rule) else { return Ok(Turn::Later) };
        let severity = outcome.severity.label();
        let heading = rule.heading(outcome.fails(), lang);
        talk.head(&format!("[{at}/{all}] {heading} — {} ({})", outcome.rule, severity.get(lang)));
        talk.tell(&escape(outcome.reason_i18n.get(lang)));
        let findings: Vec<&ReportedFinding> = outcome.open().collect();
        let settles = rule.waiver != WaiverPolicy::Never && !findings.is_empty();
        if !settles {
            return self.is_true(todo);
        }
        let mut at = 0;
        while let Some(finding) = findings.get(at) {
            let left = &findings[at..];
            self.show(finding, (at + 1, findings.len()));
            let turn = match self.ask(finding, left.len())? {
                Turn::Given(said) => self.take(said, left, todo)?,
                Turn::Later => Turn::Given(1),
                Turn::Back if at == 0 => return Ok(Turn::Back),
                Turn::Back => {
                    at -= 1;
                    continue;
                }
                Turn::Leave => Turn::Leave,
            };
            match turn {
                Turn::Given(count) => at += count,
                Turn::Leave => return Ok(Turn::Leave),
                Turn::Later | Turn::Back => {}
            }
        }
        Ok(Turn::Given(()))
    }

    /// A rule whose findings are true, or that no one may set aside: what to do.
    fn is_true(&self, todo: &mut Todo) -> Result<Turn<()>> {
        let fix = self.fix(None);
        self.talk.tell(&escape(&format!("→ {}", fix.get(self.talk.lang))));
        todo.add(&self.outcome.rule, fix);
        let lang = self.talk.lang;
        let ways = [lang.pick("Continuer", "Go on"), lang.pick("< revenir", "< back")];
        Ok(match self.talk.select("", &ways.map(str::to_string), 0)? {
            None => Turn::Leave,
            Some(0) => Turn::Given(()),
            Some(_) => Turn::Back,
        })
    }

    /// What to do about `finding`, or about the rule.
    fn fix(&self, finding: Option<&ReportedFinding>) -> Text {
        let own = finding.and_then(|finding| finding.fix_i18n.clone());
        let usual = || {
            let rule = self.report.rules.get(&self.outcome.rule)?;
            Some(Text::new(rule.fr.fix.clone(), rule.en.fix.clone()))
        };
        own.or_else(usual).unwrap_or_else(|| Text::same(""))
    }

    fn show(&self, finding: &ReportedFinding, (at, all): (usize, usize)) {
        let (talk, lang) = (self.talk, self.talk.lang);
        let sure = finding.certainty.map(|certainty| format!(", {}", certainty.label().get(lang)));
        let sure = sure.unwrap_or_default();
        let message = finding.message_i18n.get(lang);
        talk.tell(&escape(&format!("· {at}/{all}  {message}{sure}")));
        let places = [&finding.location].into_iter().chain(&finding.also_at);
        let places: Vec<String> = places
            .filter(|place| **place != Location::default())
            .map(ToString::to_string)
            .collect();
        for place in places.iter().take(PLACES) {
            talk.say(&talk.fit(&format!("    {}", escape(place))));
        }
        let more = places.len().saturating_sub(PLACES);
        if more > 0 {
            let line = text!(
                more;
                "    et {more} autre endroit" | "    et {more} autres endroits",
                "    and {more} other place" | "    and {more} other places"
            );
            talk.say(line.get(lang));
        }
        if let Some(excerpt) = &finding.excerpt {
            talk.say(&talk.fit(&format!("    | {}", escape(excerpt.trim()))));
        }
    }

    /// Asks what `finding` is; `left` are still to come, with it.
    fn ask(&self, finding: &ReportedFinding, left: usize) -> Result<Turn<Said>> {
        let lang = self.talk.lang;
        let mut ways = vec![(Said::True, true_words(lang).to_string())];
        let value = finding.category.is_some();
        let secret = self.outcome.chapter == "secrets";
        let reasons = SettledReason::ALL.into_iter().filter(|reason| match reason {
            SettledReason::FauxPositif => true,
            SettledReason::Fictif | SettledReason::DejaPublic => value,
            SettledReason::Revoque => value && secret,
        });
        let reasons: Vec<SettledReason> = reasons.collect();
        for reason in &reasons {
            ways.push((Said::Settled(*reason), reason.label().get(lang).to_string()));
        }
        if left > 1 {
            let all = text!("les {left} qui restent", "all {left} remaining");
            let all = all.get(lang);
            let separator = lang.pick("\u{a0}: ", ": ");
            ways.push((Said::AllTrue, format!("{all}{separator}{}", true_words(lang))));
            for reason in reasons.iter().filter(|reason| **reason != SettledReason::DejaPublic) {
                let label = reason.label();
                ways.push((
                    Said::AllSettled(*reason),
                    format!("{all}{separator}{}", label.get(lang)),
                ));
            }
            let later = lang.pick("plus tard", "later");
            ways.push((Said::AllLater, format!("{all}{separator}{later}")));
        }
        let items: Vec<String> = ways.iter().map(|(_, words)| words.clone()).collect();
        let chosen = self.talk.choose(lang.pick("Ce constat est", "This finding is"), &items)?;
        Ok(match chosen {
            Turn::Given(at) => ways.get(at).map_or(Turn::Later, |(said, _)| Turn::Given(*said)),
            Turn::Later => Turn::Later,
            Turn::Back => Turn::Back,
            Turn::Leave => Turn::Leave,
        })
    }

    /// Does what was said of the first of `left`, or of all: how many are gone through.
    fn take(&self, said: Said, left: &[&ReportedFinding], todo: &mut Todo) -> Result<Turn<usize>> {
        let (reason, count) = match said {
            Said::True => (None, 1),
            Said::AllTrue => (None, left.len()),
            Said::AllLater => return Ok(Turn::Given(left.len())),
            Said::Settled(reason) => (Some(reason), 1),
            Said::AllSettled(reason) => (Some(reason), left.len()),
        };
        let those = &left[..count];
        let Some(reason) = reason else {
            for fix in those.iter().map(|finding| self.fix(Some(finding))) {
                let told = escape(&format!("→ {}", fix.get(self.talk.lang)));
                if !todo.lines.contains(&(self.outcome.rule.clone(), fix.clone())) {
                    self.talk.tell(&told);
                }
                todo.add(&self.outcome.rule, fix);
            }
            return Ok(Turn::Given(count));
        };
        self.record(those, reason)
    }

    /// Records that `those` are settled; who decides is asked when it has to be known.
    fn record(&self, those: &[&ReportedFinding], reason: SettledReason) -> Result<Turn<usize>> {
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
                match self.talk.line(words, None, &|typed| Ok(typed.to_string()))? {
                    Turn::Given(given) => role = Some(given),
                    Turn::Leave => return Ok(Turn::Leave),
                    Turn::Later => return Ok(Turn::Given(those.len())),
                    Turn::Back => return Ok(Turn::Back),
                }
            };
            entries.extend(settled);
        }
        let file = self.root.join(FILE_NAME);
        edit::update(&file, |text| Ok((baseline::update(text, &entries, &|_| false)?.text, ())))?;
        let count = entries.len();
        let done = text!(
            count;
            "→ {count} constat enregistré dans {FILE_NAME}"
                | "→ {count} constats enregistrés dans {FILE_NAME}",
            "→ {count} finding recorded in {FILE_NAME}" | "→ {count} findings recorded in {FILE_NAME}"
        );
        self.talk.say(done.get(lang));
        Ok(Turn::Given(those.len()))
    }
}

fn true_words(lang: Lang) -> &'static str {
    lang.pick("réel : je le corrigerai", "real: I will fix it")
}
