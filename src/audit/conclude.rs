//! From what checks answer to outcomes: attestations, exceptions, confidence.

use super::{Catalogue, attestation};
use crate::audit::suppress::Suppressions;
use crate::finding::{Answer, Confidence, Finding, Severity, Status};
use crate::lang::Text;
use crate::project::Project;
use crate::report::{Outcome, ReportedAttestation, ReportedFinding};
use crate::rule::{Rule, WaiverPolicy};
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// The outcome of every rule, in catalogue order.
pub fn conclude(
    catalogue: &Catalogue,
    project: &Project<'_>,
    answers: Vec<Answer>,
    attestations: &[ReportedAttestation],
    suppressions: &Suppressions<'_>,
) -> Vec<Outcome> {
    let rules = &catalogue.rules.rules;
    let by_id: BTreeMap<&str, &Answer> =
        rules.iter().map(|rule| rule.id.as_str()).zip(&answers).collect();
    let outcomes = rules.iter().zip(&answers).map(|(rule, answer)| {
        let demanded = rule.demanded_at(project.degree);
        let (answer, settled) = match &rule.question {
            Some(question) if demanded => {
                let entry = attestations.iter().find(|entry| entry.rule == rule.id);
                let stale = entry.and_then(|entry| entry.stale.as_ref());
                attestation::settle(rule, question, project, answer.clone(), stale, &by_id)
            }
            _ => (answer.clone(), None),
        };
        outcome(rule, project, answer, settled, suppressions)
    });
    outcomes.collect()
}

/// The severity of `rule` for `project`, and whether the project changed it.
pub fn severity(rule: &Rule, project: &Project<'_>) -> (Severity, bool) {
    let usual = rule.severity.at(project.degree);
    match project.config.rules.get(&rule.id) {
        Some(adjusted) if may_become(rule, usual, adjusted.severity) => {
            (adjusted.severity, adjusted.severity != usual)
        }
        _ => (usual, false),
    }
}

/// True when a project may give `rule` the severity `wanted`: any heavier one;
/// a lighter one, except for a blocking rule and for those that admit no
/// general waiver. Lowering these would let the audited repository clear itself.
pub fn may_become(rule: &Rule, usual: Severity, wanted: Severity) -> bool {
    let protected = usual == Severity::Blocking || rule.waiver != WaiverPolicy::Reason;
    wanted >= usual || !protected
}

fn outcome(
    rule: &Rule,
    project: &Project<'_>,
    mut answer: Answer,
    settled: Option<Status>,
    suppressions: &Suppressions<'_>,
) -> Outcome {
    let (severity, severity_adjusted) = severity(rule, project);
    if answer.status == Status::Fail && answer.findings.iter().all(|f| f.informational) {
        answer.findings.push(Finding::new(rule.id.clone(), answer.reason.clone()));
    }
    let mut findings: Vec<ReportedFinding> = answer
        .findings
        .into_iter()
        .map(|finding| {
            let concerned = !finding.informational;
            let settled = || suppressions.covers(rule, severity, &finding);
            let allowed = finding.allowed.clone().filter(|_| rule.waiver != WaiverPolicy::Never);
            let waived = concerned.then(settled).flatten().or(allowed);
            reported(rule, finding, waived)
        })
        .collect();
    // What counts comes first, whatever is cut short.
    findings.sort_by_key(|finding| Reverse(finding.level));
    let status = settled.unwrap_or_else(|| status_after(answer.status, &findings));
    Outcome {
        rule: rule.id.clone(),
        chapter: rule.chapter().to_string(),
        severity,
        severity_adjusted,
        nature: rule.nature,
        outcome: status,
        reason: answer.reason.fr.clone(),
        reason_i18n: answer.reason,
        evidence: answer.evidence,
        findings,
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

fn reported(rule: &Rule, finding: Finding, waived: Option<Text>) -> ReportedFinding {
    let (fingerprint, level) = (finding.fingerprint(&rule.id), finding.level());
    ReportedFinding {
        message: finding.message.fr.clone(),
        message_i18n: finding.message,
        confidence: finding.confidence,
        informational: finding.informational,
        level,
        fingerprint,
        location: finding.location,
        also_at: finding.also_at,
        excerpt: finding.excerpt,
        fix_i18n: finding.fix,
        waived,
    }
}
