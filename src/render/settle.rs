//! The command that brings a finding, or a rule, to its end.

use crate::lang::{Lang, Text};
use crate::report::{Outcome, Report, ReportedFinding, RuleInfo};
use crate::rule::WaiverPolicy;
use crate::text;
use std::collections::BTreeMap;

/// What a proven credential asks of who settles it.
const SIGNED: &str = " --role RSSI";
/// Characters of a fingerprint that are enough to name it.
const PREFIX: usize = 15;
/// Fingerprints that a command on a screen names, at most.
const FEW: usize = 4;

/// What settles `finding` of `outcome`, when a person decides that it may stay, each after
/// when it is right: what is real is dealt with first. Nothing for what is no detection,
/// for what admits no exception, and for what one covers already.
pub(crate) fn commands(
    report: &Report,
    outcome: &Outcome,
    finding: &ReportedFinding,
    lang: Lang,
) -> Vec<(Text, String)> {
    let by_finding =
        report.rules.get(&outcome.rule).is_some_and(|rule| rule.waiver.is_by_finding());
    let settled = finding.waived.is_some() || finding.only_informs();
    // A command is to be pasted: nothing in it is a stranger’s.
    if settled || !by_finding || !finding.fingerprint.is_well_formed() {
        return Vec::new();
    }
    let fingerprint = &finding.fingerprint.0;
    let command = |reason: &str, more: &str| {
        format!("publiable ignore {fingerprint} --reason {reason}{more}")
    };
    if !outcome.proves(finding) {
        let when = text!("Si c’est une erreur :", "If this is an error:");
        return vec![(when, command(lang.pick("faux-positif", "false-positive"), ""))];
    }
    let revoked = text!("Une fois révoqué :", "Once revoked:");
    let mut commands = vec![(revoked, command(lang.pick("revoque", "revoked"), SIGNED))];
    if finding.sample {
        let made_up =
            text!("S’il a été fabriqué pour les tests :", "If it was made up for the tests:");
        commands.push((made_up, command(lang.pick("fictif", "test-value"), SIGNED)));
    }
    commands
}

/// The first of them.
pub(crate) fn command(
    report: &Report,
    outcome: &Outcome,
    finding: &ReportedFinding,
    lang: Lang,
) -> Option<String> {
    commands(report, outcome, finding, lang).into_iter().next().map(|(_, command)| command)
}

/// What lifts the reservation of the secrets that the role in charge of security has to
/// accept: one command a reason, with how many it is for.
pub(crate) fn accepting(report: &Report, lang: Lang) -> Vec<(usize, String)> {
    let mut named: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (fingerprint, reason) in report.awaiting_security() {
        let word = lang.pick(reason.code(), reason.english());
        named.entry(word).or_default().push(fingerprint.get(..PREFIX).unwrap_or(fingerprint));
    }
    let command = |(word, prints): (&str, Vec<&str>)| {
        let (count, prints) = (prints.len(), prints.join(" "));
        (count, format!("publiable ignore {prints} --reason {word}{SIGNED}"))
    };
    named.into_iter().map(command).collect()
}

/// The same for a screen, with what it does: the fingerprints of many would take the lines of
/// what weighs more, and `prepare` ends with the whole command.
pub(crate) fn accepting_briefly(report: &Report, lang: Lang) -> Vec<(usize, String, Text)> {
    let brief = |(count, command): (usize, String)| {
        if count > FEW {
            let does = text!(
                "donne à la fin la commande qui lève la réserve",
                "ends with the command that lifts the reservation"
            );
            return (count, "publiable prepare".to_string(), does);
        }
        let does = text!(
            count;
            "lève la réserve du secret révoqué ou déjà public"
                | "lève la réserve des {count} secrets révoqués ou déjà publics",
            "lifts the reservation of the secret revoked or public already"
                | "lifts the reservation of the {count} secrets revoked or public already"
        );
        (count, command, does)
    };
    accepting(report, lang).into_iter().map(brief).collect()
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
