//! The first screen as a page shows it: what blocks, what is important, who has to
//! confirm what.

use super::super::group;
use super::rule::{FindingView, Novelties, finding};
use super::{sentence, usual_fix};
use crate::finding::Severity;
use crate::lang::Text;
use crate::report::{Outcome, Report};
use serde::Serialize;

/// What a reader is told first.
#[derive(Debug, Serialize)]
pub(crate) struct FirstScreen<'a> {
    /// The blocking rules that fail, the heaviest consequence first.
    pub blocking: Vec<Lead<'a>>,
    /// The important ones that someone has to decide about.
    pub important: Vec<Lead<'a>>,
    /// The important ones that nearly every repository fails, or that scaffold repairs.
    pub usual: Vec<Lead<'a>>,
    /// How many of these scaffold writes.
    pub usual_written: usize,
    /// The questions, by who has to answer.
    pub asked: Vec<Asked<'a>>,
    /// How many questions the verdict waits for.
    pub questions: usize,
    /// How many it does not.
    pub optional: usize,
    /// The same, in a sentence; none where there are none.
    pub optional_told: Option<Text>,
    /// The rules still to be verified, for what was found.
    pub verify: Vec<Lead<'a>>,
    /// How many wait until everything is read, in a sentence.
    pub waiting: Option<Text>,
    /// How many recommended rules fail.
    pub recommended: usize,
    /// The command that writes what is missing, and for how many rules.
    pub written: Option<(&'static str, usize)>,
}

/// A rule that asks for something.
#[derive(Debug, Serialize)]
pub(crate) struct Lead<'a> {
    /// The rule.
    pub rule: &'a str,
    /// What is wrong, or what is to be verified.
    pub title: Text,
    /// How many findings there are of each kind.
    pub kinds: Option<Text>,
    /// What was concluded, in a sentence.
    pub reason: Text,
    /// What to do.
    pub fix: Text,
    /// How many findings count.
    pub count: usize,
    /// The findings that count, the worst first.
    pub findings: Vec<FindingView<'a>>,
}

/// The questions put to one person.
#[derive(Debug, Serialize)]
pub(crate) struct Asked<'a> {
    /// Who.
    pub who: Text,
    /// The word that `attest --role` takes for them.
    pub role: &'static str,
    /// The rules, with what is asked.
    pub questions: Vec<Question<'a>>,
}

/// One question.
#[derive(Debug, Serialize)]
pub(crate) struct Question<'a> {
    /// The rule.
    pub rule: &'a str,
    /// What is to be confirmed.
    pub title: Text,
    /// The question itself.
    pub question: Option<&'a Text>,
}

impl<'a> FirstScreen<'a> {
    /// What `report` tells first, with at most `shown` findings of a rule.
    pub(super) fn new(report: &'a Report, shown: usize) -> FirstScreen<'a> {
        let lead = |outcome: &&'a Outcome| lead(report, outcome, shown);
        let leads = |outcomes: Vec<&'a Outcome>| outcomes.iter().map(lead).collect::<Vec<_>>();
        let (usual, important): (Vec<&Outcome>, Vec<&Outcome>) =
            group::failing(report, Severity::Important)
                .into_iter()
                .partition(|outcome| group::is_usual(report, outcome));
        let (questions, verify) = group::open(report);
        let (verify, waiting) = group::to_verify(&verify);
        let asked = group::respondents(report, &questions).into_iter().map(|(who, asked)| Asked {
            who: who.label(),
            role: who.code(),
            questions: asked.into_iter().map(|outcome| question(report, outcome)).collect(),
        });
        let closed = group::closed(report).map(closed);
        let blocking = leads(group::failing(report, Severity::Blocking));
        FirstScreen {
            blocking: closed.into_iter().chain(blocking).collect(),
            important: leads(important),
            usual_written: usual.iter().filter(|outcome| report.is_written(outcome)).count(),
            usual: leads(usual),
            asked: asked.collect(),
            questions: questions.len(),
            optional: report.questions().1.len(),
            optional_told: group::optional_questions(report),
            verify: leads(verify),
            waiting: waiting.as_ref().map(sentence),
            recommended: group::failing(report, Severity::Recommended).len(),
            written: group::written(report),
        }
    }
}

/// A declared degree that forbids publication, as a rule that blocks.
fn closed<'a>(closed: group::Closed) -> Lead<'a> {
    Lead {
        rule: closed.rule,
        reason: closed.title.clone(),
        title: closed.title,
        kinds: None,
        fix: closed.fix,
        count: 0,
        findings: Vec::new(),
    }
}

fn question<'a>(report: &'a Report, outcome: &'a Outcome) -> Question<'a> {
    Question {
        rule: &outcome.rule,
        title: super::to_confirm(report, &outcome.rule),
        question: report.rules.get(&outcome.rule).and_then(|rule| rule.question.as_ref()),
    }
}

fn lead<'a>(report: &'a Report, outcome: &'a Outcome, shown: usize) -> Lead<'a> {
    let told = group::told_before(report, outcome);
    let own = outcome.open().filter(|one| !told.contains(one.fingerprint.0.as_str()));
    Lead {
        rule: &outcome.rule,
        title: report.title_of(outcome),
        kinds: group::kinds(report, outcome),
        reason: sentence(&outcome.reason_i18n),
        fix: usual_fix(report, outcome).unwrap_or_else(|| outcome.reason_i18n.clone()),
        count: outcome.open().count(),
        findings: own
            .take(shown)
            .map(|one| finding(report, outcome, one, &Novelties::new()))
            .collect(),
    }
}
