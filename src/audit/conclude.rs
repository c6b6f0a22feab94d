//! From what checks answer to outcomes: attestations, exceptions, confidence.

use super::Catalogue;
use super::attestation::{self, Attested};
use super::suppression::Suppressions;
use crate::checks::Audited;
use crate::config::Config;
use crate::finding::{Answer, Confidence, Finding, Severity, Status};
use crate::report::{Outcome, ReportedFinding, Wording};
use crate::rule::{Degree, Rule, WaiverPolicy};
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// What outcomes depend on besides the answers.
pub(super) struct Conclusion<'a> {
    pub catalogue: &'a Catalogue,
    pub audited: Audited<'a>,
    pub suppressions: &'a Suppressions<'a>,
    pub wording: &'a Wording,
}

/// The severity of `rule` at `degree`, and whether the project changed it.
pub(super) fn severity(rule: &Rule, config: &Config, degree: Degree) -> (Severity, bool) {
    let usual = rule.severity.at(degree);
    match config.rules.get(&rule.id) {
        Some(adjusted) if may_become(rule, usual, adjusted.severity) => {
            (adjusted.severity, adjusted.severity != usual)
        }
        _ => (usual, false),
    }
}

/// True when a project may give `rule` the severity `wanted`: any heavier one;
/// a lighter one, except for a blocking rule and for those that admit no
/// general waiver. Lowering these would let the audited repository clear itself.
pub(super) fn may_become(rule: &Rule, usual: Severity, wanted: Severity) -> bool {
    let protected = usual == Severity::Blocking || rule.waiver != WaiverPolicy::Reason;
    wanted >= usual || !protected
}

impl Conclusion<'_> {
    /// The outcome of every rule, in catalogue order.
    pub(super) fn outcomes(
        &self,
        answers: Vec<Answer>,
        attested: &BTreeMap<&str, Attested<'_>>,
    ) -> Vec<Outcome> {
        let rules = &self.catalogue.rules.rules;
        let by_id: BTreeMap<&str, &Answer> =
            rules.iter().map(|rule| rule.id.as_str()).zip(&answers).collect();
        let outcomes = rules.iter().zip(&answers).map(|(rule, answer)| {
            let question = rule.question.as_ref();
            let asked = question.filter(|_| rule.demanded_at(self.audited.degree));
            let (answer, settled) = match asked {
                Some(question) => {
                    let attested = attested.get(rule.id.as_str());
                    attestation::settle(rule, question, attested, answer.clone(), &by_id)
                }
                None => (answer.clone(), None),
            };
            self.outcome(rule, answer, settled)
        });
        outcomes.collect()
    }

    fn outcome(&self, rule: &Rule, mut answer: Answer, settled: Option<Status>) -> Outcome {
        let (config, degree) = (self.audited.project.config, self.audited.degree);
        let (severity, severity_adjusted) = severity(rule, config, degree);
        if answer.status == Status::Fail && answer.findings.iter().all(|f| f.informational) {
            answer.findings.push(Finding::new(rule.id.clone(), answer.reason.clone()));
        }
        let mut findings: Vec<ReportedFinding> = answer
            .findings
            .into_iter()
            .map(|finding| {
                let concerned = !finding.informational || finding.certainty.is_some();
                let settled = || self.suppressions.covers(rule, severity, &finding);
                let allowed =
                    finding.allowed.clone().filter(|_| rule.waiver != WaiverPolicy::Never);
                let waived = concerned.then(settled).flatten().or(allowed);
                self.wording.finding(&rule.id, finding, waived)
            })
            .collect();
        // What counts, and is the surest, comes first, whatever is cut short.
        findings.sort_by_key(|finding| Reverse((finding.level, finding.certainty)));
        let (reason, reason_i18n) = self.wording.spoken(answer.reason);
        Outcome {
            rule: rule.id.clone(),
            chapter: rule.chapter().to_string(),
            severity,
            severity_adjusted,
            nature: rule.nature,
            outcome: settled.unwrap_or_else(|| status_after(answer.status, &findings)),
            reason,
            reason_i18n,
            evidence: answer.evidence.into_iter().map(|one| self.wording.evidence(one)).collect(),
            findings,
        }
    }
}

/// A failure stands on at least one sure finding that no exception covers; with
/// doubts alone, a person has to look; with everything covered, it is waived.
fn status_after(status: Status, findings: &[ReportedFinding]) -> Status {
    if !matches!(status, Status::Fail | Status::Unknown) {
        return status;
    }
    let counted: Vec<&ReportedFinding> = findings.iter().filter(|f| !f.informational).collect();
    let mut open = counted.iter().filter(|finding| finding.waived.is_none());
    if counted.is_empty() {
        return status;
    }
    match (open.clone().count(), status) {
        (0, _) => Status::Waived,
        (_, Status::Fail) if open.all(|finding| finding.confidence == Confidence::Low) => {
            Status::Unknown
        }
        _ => status,
    }
}
