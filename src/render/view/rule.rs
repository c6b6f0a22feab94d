//! One rule as a page shows it: outcome, findings, why, fix and sources.

use super::super::{group, settle};
use super::{sentence, web};
use crate::finding::{Confidence, Severity, Status};
use crate::lang::{Lang, Text};
use crate::report::{Outcome, Report, ReportedFinding};
use crate::rule::Scaffold;
use crate::rule::source::SourceRef;
use serde::Serialize;
use std::collections::HashSet;

/// Places given beside the first one of a finding.
const ALSO: usize = 10;

/// The rules and fingerprints of what appeared.
pub(super) type Novelties<'a> = HashSet<(&'a str, &'a str)>;

/// A rule and what it concluded.
#[derive(Debug, Serialize)]
pub(crate) struct RuleView<'a> {
    /// Its identifier, which is its anchor too.
    pub id: &'a str,
    /// What it concluded.
    #[serde(skip)]
    pub outcome: &'a Outcome,
    /// `pass`, `fail`…
    pub status: &'static str,
    /// The words for it.
    pub status_label: Text,
    /// `blocking`, `important`…
    pub severity: &'static str,
    /// The words for it.
    pub severity_label: Text,
    /// `publiable.toml` changed it.
    pub adjusted: bool,
    /// What it says.
    pub title: Text,
    /// Why it matters.
    pub why: Text,
    /// What to do.
    pub fix: Text,
    /// The question put to a person.
    pub question: Option<&'a Text>,
    /// What it concluded, in a sentence.
    pub reason: Text,
    /// What supports it.
    pub evidence: Vec<EvidenceView<'a>>,
    /// How many findings there are of each kind.
    pub kinds: Option<Text>,
    /// What contradicts it and counts, or informs.
    pub findings: Vec<FindingView<'a>>,
    /// How it is decided.
    pub nature: Text,
    /// What stands behind it.
    pub norms: Vec<Text>,
    /// The degrees that demand it.
    pub degrees: String,
    /// Whether `publiable scaffold` writes it, wholly (`yes`), in part or not.
    pub scaffold: Scaffold,
    /// Where it is stated.
    pub sources: Vec<SourceView<'a>>,
    /// Shown open: it asks for something.
    pub open: bool,
}

/// Something that was seen.
#[derive(Debug, Serialize)]
pub(crate) struct EvidenceView<'a> {
    /// Where.
    pub place: String,
    /// What.
    pub message: &'a Text,
}

/// A finding.
#[derive(Debug, Serialize)]
pub(crate) struct FindingView<'a> {
    /// Where.
    pub place: String,
    /// In a past commit.
    pub past: bool,
    /// What.
    pub message: Text,
    /// The line of source.
    pub excerpt: Option<&'a str>,
    /// Its number.
    pub line: Option<usize>,
    /// What to do about it.
    pub fix: Option<&'a Text>,
    /// Other places.
    pub also: Vec<String>,
    /// How many more.
    pub also_more: usize,
    /// Someone has to look.
    pub doubtful: bool,
    /// It informs, no more.
    pub informational: bool,
    /// `error`, `warning` or `note`.
    pub level: &'static str,
    /// The word for it, where it has to be said.
    pub level_label: Option<Text>,
    /// It appeared since the revision compared with.
    pub new: bool,
    /// Why it may stay.
    pub waived: Option<&'a Text>,
    /// Its identity.
    pub fingerprint: &'a str,
    /// What settles it, when it may stay.
    pub commands: Vec<Text>,
}

/// A place that states the rule.
#[derive(Debug, Serialize)]
pub(crate) struct SourceView<'a> {
    /// The document.
    pub title: &'a Text,
    /// The part of it.
    pub section: Option<Text>,
    /// Its address.
    pub url: Option<&'a str>,
    /// How far it may be relied upon, unless entirely.
    pub status: Option<Text>,
}

/// A finding that may stay.
#[derive(Debug, Serialize)]
pub(crate) struct Waiver<'a> {
    /// The rule.
    pub rule: &'a str,
    /// Its title.
    pub title: Text,
    /// Where.
    pub place: String,
    /// What.
    pub message: Text,
    /// Why it may stay.
    pub reason: Text,
}

impl<'a> RuleView<'a> {
    /// Arranges `outcome` of `report`, some of whose findings are new.
    pub(crate) fn new(
        report: &'a Report,
        outcome: &'a Outcome,
        novelties: &Novelties<'_>,
    ) -> RuleView<'a> {
        let rule = report.rules.get(&outcome.rule);
        let prose = |pick: fn(&crate::rule::Prose) -> &String| {
            rule.map_or_else(|| Text::same(""), |rule| Text::new(pick(&rule.fr), pick(&rule.en)))
        };
        let degrees = rule.iter().flat_map(|rule| &rule.degrees);
        let degrees: Vec<String> = degrees.map(ToString::to_string).collect();
        let evidence = outcome.evidence.iter();
        let asks = outcome.open().next().is_some() && outcome.severity > Severity::Info;
        RuleView {
            id: &outcome.rule,
            outcome,
            status: outcome.outcome.code(),
            status_label: outcome.outcome.label(),
            severity: outcome.severity.code(),
            severity_label: outcome.severity.label(),
            adjusted: outcome.severity_adjusted,
            title: report.title_of(outcome),
            why: prose(|prose| &prose.why),
            fix: prose(|prose| &prose.fix),
            question: rule.and_then(|rule| rule.question.as_ref()),
            reason: sentence(&outcome.reason_i18n),
            evidence: evidence
                .map(|one| EvidenceView { place: one.location.to_string(), message: &one.message })
                .collect(),
            kinds: group::kinds(report, outcome),
            findings: outcome
                .findings
                .iter()
                .map(|one| finding(report, outcome, one, novelties))
                .collect(),
            nature: outcome.nature.label(),
            norms: rule.iter().flat_map(|rule| &rule.norm).map(|norm| norm.label()).collect(),
            degrees: degrees.join(", "),
            scaffold: rule.map_or(Scaffold::No, |rule| rule.scaffold),
            sources: rule
                .iter()
                .flat_map(|rule| SourceRef::ordered(&rule.source, &report.documents))
                .filter_map(|source| stated(report, source))
                .collect(),
            open: outcome.fails() && outcome.severity > Severity::Info || asks,
        }
    }
}

/// A finding of `outcome` as a page shows it.
pub(super) fn finding<'a>(
    report: &Report,
    outcome: &Outcome,
    finding: &'a ReportedFinding,
    novelties: &Novelties<'_>,
) -> FindingView<'a> {
    let key = (outcome.rule.as_str(), finding.fingerprint.0.as_str());
    let unsure = finding.confidence == Confidence::Low || outcome.outcome == Status::Unknown;
    let doubtful = unsure && !finding.informational;
    let commands = |lang| settle::commands(report, outcome, finding, lang).into_iter();
    let commands = commands(Lang::Fr).zip(commands(Lang::En));
    FindingView {
        place: finding.location.to_string(),
        past: finding.location.commit.is_some(),
        message: sentence(&finding.message_i18n),
        excerpt: finding.excerpt.as_deref().map(str::trim),
        line: finding.location.line,
        fix: finding.fix_i18n.as_ref(),
        also: finding.also_at.iter().take(ALSO).map(ToString::to_string).collect(),
        also_more: finding.also_at.len().saturating_sub(ALSO),
        doubtful,
        informational: finding.informational,
        level: finding.level().code(),
        level_label: outcome.label(finding).filter(|_| !doubtful),
        new: novelties.contains(&key),
        waived: finding.waived.as_ref(),
        fingerprint: &finding.fingerprint.0,
        commands: commands.map(|((_, fr), (_, en))| Text::new(fr, en)).collect(),
    }
}

fn stated<'a>(report: &'a Report, source: &'a SourceRef) -> Option<SourceView<'a>> {
    let document = report.documents.get(&source.document)?;
    let url = source.url.as_deref().and_then(web).or_else(|| web(&document.url));
    Some(SourceView {
        title: &document.title,
        section: source.cited(),
        url,
        status: document.status.label(),
    })
}

/// The findings of `rule` that may stay.
pub(super) fn waivers<'a>(rule: &RuleView<'a>) -> Vec<Waiver<'a>> {
    let kept = rule.outcome.findings.iter().filter_map(|finding| {
        Some(Waiver {
            rule: rule.id,
            title: rule.title.clone(),
            place: finding.location.to_string(),
            message: sentence(&finding.message_i18n),
            reason: sentence(finding.waived.as_ref()?),
        })
    });
    kept.collect()
}
