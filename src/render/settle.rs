//! The command that brings a finding, or a rule, to its end.

use crate::lang::{Lang, Text};
use crate::report::{Outcome, Report, ReportedFinding, RuleInfo};
use crate::rule::WaiverPolicy;
use crate::text;

/// What settles `finding` of `outcome`, when a person decides that it may stay; `None`
/// for what is no detection, for what admits no exception, and for what one covers already.
pub(crate) fn command(
    report: &Report,
    outcome: &Outcome,
    finding: &ReportedFinding,
    lang: Lang,
) -> Option<String> {
    let rule = report.rules.get(&outcome.rule)?;
    let settled = finding.waived.is_some() || finding.only_informs();
    if settled || !rule.waiver.is_by_finding() {
        return None;
    }
    // A command is to be pasted: nothing in it is a stranger’s.
    let fingerprint = Some(&finding.fingerprint).filter(|one| one.is_well_formed())?;
    let fingerprint = &fingerprint.0;
    let (reason, more) = match outcome.proves(finding) {
        true => (lang.pick("revoque", "revoked"), " --role RSSI"),
        false => (lang.pick("faux-positif", "false-positive"), ""),
    };
    Some(format!("publiable ignore {fingerprint} --reason {reason}{more}"))
}

/// When the command of `finding` is the right one: what is real is dealt with first.
pub(crate) fn when(outcome: &Outcome, finding: &ReportedFinding) -> Text {
    match outcome.proves(finding) {
        true => text!("Une fois révoqué :", "Once revoked:"),
        false => text!("Si c’est une erreur :", "If this is an error:"),
    }
}

/// What waives the rule of `outcome` as a whole, where it may be.
pub(crate) fn waiver(rule: &RuleInfo, outcome: &Outcome, lang: Lang) -> Option<String> {
    let path = match rule.waiver {
        WaiverPolicy::Reason => "",
        WaiverPolicy::Path => lang.pick(" --path DOSSIER", " --path FOLDER"),
        WaiverPolicy::Never | WaiverPolicy::Finding => return None,
    };
    let reason = rule.waiver_reasons.first().map_or(lang.pick("MOTIF", "REASON"), String::as_str);
    let plain = |word: &str| {
        word.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_/".contains(&byte))
    };
    if !plain(reason) || !plain(&outcome.rule) {
        return None;
    }
    let (id, day) = (&outcome.rule, lang.pick("AAAA-MM-JJ", "YYYY-MM-DD"));
    Some(format!("publiable waive {id}{path} --reason {reason} --expires {day}"))
}
