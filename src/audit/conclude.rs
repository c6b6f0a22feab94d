//! From what checks answer to outcomes: attestations, exceptions, confidence.

use super::Catalogue;
use super::attestation::{self, Attested};
use super::suppression::Suppressions;
use crate::checks::Audited;
use crate::config::{Config, Cover};
use crate::finding::{Answer, Confidence, Evidence, Finding, Location, Severity, Status};
use crate::lang::Text;
use crate::report::{Outcome, ReportedFinding, Wording};
use crate::rule::{Degree, Rule, WaiverPolicy};
use crate::text;
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
pub(crate) fn severity(rule: &Rule, config: &Config, degree: Degree) -> (Severity, bool) {
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
        let unread = answer.unread;
        let (mut findings, weight) = self.weighed(rule, severity, answer.findings);
        // What counts comes first, whatever is cut short, then what looks real, the surest before.
        findings.sort_by_cached_key(|finding| {
            let place = finding.certainty.map(|_| finding.location.clone());
            let doubtful = finding.confidence == Confidence::Low;
            let sure = Reverse(finding.certainty);
            (Reverse(finding.level), doubtful, finding.sample, sure, place)
        });
        let status = settled.unwrap_or_else(|| weight.status(answer.status));
        let reason = match weight.reason(answer.status, status) {
            Some(reason) if settled.is_none() => reason,
            _ => answer.reason,
        };
        let (reason, reason_i18n) = self.wording.spoken(reason);
        let evidence = answer.evidence.into_iter().chain(weight.evidence());
        Outcome {
            rule: rule.id.clone(),
            chapter: rule.chapter().to_string(),
            severity,
            severity_adjusted,
            nature: rule.nature,
            outcome: status,
            reason,
            reason_i18n,
            evidence: evidence.map(|one| self.wording.evidence(one)).collect(),
            findings,
            unread: unread && status == Status::Unknown,
        }
    }

    /// The findings as they are reported, and what they weigh once exceptions apply.
    fn weighed(
        &self,
        rule: &Rule,
        severity: Severity,
        findings: Vec<Finding>,
    ) -> (Vec<ReportedFinding>, Weight) {
        let mut weight = Weight::default();
        let reported = findings.into_iter().map(|finding| {
            let counts = !finding.informational;
            let settled = (counts || finding.certainty.is_some())
                .then(|| self.suppressions.covers(rule, severity, &finding))
                .flatten();
            let allowed = finding.allowed.clone().filter(|_| rule.waiver != WaiverPolicy::Never);
            let cover =
                settled.or_else(|| Some(Cover { why: allowed?, passes: false, awaits: None }));
            if counts {
                weight.add(finding.confidence, cover.as_ref());
            }
            self.wording.finding(&rule.id, finding, cover)
        });
        (reported.collect(), weight)
    }
}

/// What the findings that count against a rule amount to, exceptions applied.
#[derive(Default)]
struct Weight {
    /// Sure ones that nothing covers.
    sure: usize,
    /// Doubtful ones that nothing covers.
    doubtful: usize,
    /// Covered ones that leave a reservation.
    reserved: usize,
    /// Those settled for good, counted by the reason given.
    settled: BTreeMap<Text, usize>,
}

impl Weight {
    fn add(&mut self, confidence: Confidence, cover: Option<&Cover>) {
        match (cover, confidence) {
            (Some(cover), _) if cover.passes => {
                *self.settled.entry(cover.why.clone()).or_default() += 1;
            }
            (Some(_), _) => self.reserved += 1,
            (None, Confidence::High) => self.sure += 1,
            (None, Confidence::Low) => self.doubtful += 1,
        }
    }

    /// A failure stands on at least one sure finding that no exception covers; with
    /// doubts alone, a person has to look; with everything covered, it is waived,
    /// and the rule holds when everything is settled for good.
    fn status(&self, status: Status) -> Status {
        let decided = !matches!(status, Status::Fail | Status::Unknown);
        match (self.sure, self.doubtful, self.reserved, self.settled.len()) {
            _ if decided => status,
            (0, 0, 0, 0) => status,
            (0, 0, 0, _) => Status::Pass,
            (0, 0, _, _) => Status::Waived,
            (0, _, _, _) if status == Status::Fail => Status::Unknown,
            _ => status,
        }
    }

    /// Why the rule concludes `after` where the check alone said `before`.
    fn reason(&self, before: Status, after: Status) -> Option<Text> {
        let settled: usize = self.settled.values().sum();
        let doubtful = self.doubtful;
        match after {
            _ if before == after => None,
            Status::Pass => Some(text!(
                settled;
                "le constat est réglé" | "les {settled} constats sont réglés",
                "the finding is settled" | "the {settled} findings are settled"
            )),
            // What the check itself says of its doubts is better, while nothing covers any.
            Status::Unknown if settled + self.reserved > 0 => Some(text!(
                doubtful;
                "{doubtful} constat reste à vérifier" | "{doubtful} constats restent à vérifier",
                "{doubtful} finding is still to be verified"
                    | "{doubtful} findings are still to be verified"
            )),
            _ => None,
        }
    }

    /// One line for each reason for which findings are settled for good.
    fn evidence(self) -> impl Iterator<Item = Evidence> {
        self.settled.into_iter().map(|(why, count)| {
            let message = match count {
                1 => why,
                _ => text!("{count} fois, {why}", "{count} times, {why}"; why),
            };
            Evidence { message, location: Location::default() }
        })
    }
}
