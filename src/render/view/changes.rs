//! What changed since the revision compared with, as a page shows it.

use super::super::diff::{base, caution, sections, set_aside, step, summary, unchanged};
use super::sentence;
use crate::lang::{Lang, Text};
use crate::report::difference::{Difference, FindingChange, RuleChange};
use serde::Serialize;

/// What changed.
#[derive(Debug, Serialize)]
pub(crate) struct Changes<'a> {
    /// The revision compared with.
    pub base: String,
    /// What its report concluded.
    pub before: Text,
    /// Why the comparison may mislead.
    pub caution: Option<Text>,
    /// What the change sets aside by itself.
    pub set_aside: Option<Text>,
    /// What is told, worst first.
    pub sections: Vec<ChangeSection<'a>>,
    /// How many findings are in both.
    pub unchanged: Text,
    /// Nothing changed.
    pub same: bool,
}

/// What is told under one title.
#[derive(Debug, Serialize)]
pub(crate) struct ChangeSection<'a> {
    /// The title.
    pub title: Text,
    /// Further from publication.
    pub worse: bool,
    /// Rules that conclude otherwise.
    pub rules: Vec<RuleStep<'a>>,
    /// Findings that are in one report only.
    pub findings: Vec<ChangedFinding<'a>>,
}

/// A rule that concludes otherwise.
#[derive(Debug, Serialize)]
pub(crate) struct RuleStep<'a> {
    /// The rule.
    pub rule: &'a str,
    /// Its title.
    pub title: &'a Text,
    /// Its severity, in words.
    pub severity: Text,
    /// From what to what.
    pub step: Text,
}

/// A finding that is in one report only.
#[derive(Debug, Serialize)]
pub(crate) struct ChangedFinding<'a> {
    /// Its rule.
    pub rule: &'a str,
    /// Where it is.
    pub place: String,
    /// What it says.
    pub message: Text,
}

impl<'a> Changes<'a> {
    /// Arranges `difference`.
    pub(crate) fn new(difference: &'a Difference) -> Changes<'a> {
        let old = &difference.old;
        let told = sections(difference).into_iter().map(|section| ChangeSection {
            title: section.title,
            worse: section.worse,
            rules: section.rules.into_iter().map(rule).collect(),
            findings: section.findings.iter().map(finding).collect(),
        });
        Changes {
            base: base(old),
            before: Text::new(summary(old, Lang::Fr), summary(old, Lang::En)),
            caution: caution(difference),
            set_aside: set_aside(difference),
            sections: told.collect(),
            unchanged: unchanged(difference),
            same: difference.is_empty(),
        }
    }
}

fn rule(change: &RuleChange) -> RuleStep<'_> {
    RuleStep {
        rule: &change.rule,
        title: &change.title,
        severity: change.severity.label(),
        step: Text::new(step(change, Lang::Fr), step(change, Lang::En)),
    }
}

fn finding(change: &FindingChange) -> ChangedFinding<'_> {
    ChangedFinding {
        rule: &change.rule,
        place: change.location.to_string(),
        message: sentence(&change.message),
    }
}
