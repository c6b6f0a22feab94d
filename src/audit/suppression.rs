//! Waivers and settled findings: what may stay, why, until when, and which
//! exceptions no longer match anything.

use crate::config::{Config, Cover, FILE_NAME, Settled, Waiver};
use crate::finding::{Certainty, Finding, Fingerprint, Severity};
use crate::lang::Text;
use crate::report::{Outcome, ReportedFinding};
use crate::rule::{Rule, WaiverPolicy};
use crate::text;
use globset::{GlobBuilder, GlobMatcher};
use jiff::ToSpan;
use jiff::civil::Date;
use std::cell::{Cell, RefCell};

/// The exceptions of one configuration, counting how often each serves.
pub(crate) struct Suppressions<'a> {
    waivers: Vec<(&'a Waiver, Option<GlobMatcher>, Cell<usize>)>,
    settled: Vec<(&'a Settled, RefCell<Use>)>,
    today: Date,
}

/// What a settled finding did.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Use {
    /// Nothing it is about was found.
    None,
    /// What it is about was found, and it does not cover it.
    Refused(Text),
    /// It covers something.
    Served,
}

/// Why an exception was not applied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Refusal {
    /// The rule it is about.
    pub rule: String,
    /// Its place among the waivers, or among the settled findings.
    pub index: usize,
    /// Why.
    pub reason: Text,
    /// The file that holds the exception, when not `publiable.toml`.
    pub file: Option<String>,
}

impl<'a> Suppressions<'a> {
    /// The exceptions `config` records.
    pub(crate) fn new(config: &'a Config, today: Date) -> Suppressions<'a> {
        let waivers = config.waiver.iter().map(|waiver| {
            let glob = waiver.path.as_deref().and_then(|path| {
                // `docs/*` names the files of docs, not of its folders: `docs/**` does.
                GlobBuilder::new(relative(path)).literal_separator(true).build().ok()
            });
            (waiver, glob.map(|glob| glob.compile_matcher()), Cell::new(0))
        });
        Suppressions {
            waivers: waivers.collect(),
            settled: config.finding.iter().map(|one| (one, RefCell::new(Use::None))).collect(),
            today,
        }
    }

    /// Why `finding` of `rule` may stay, if an exception covers it.
    pub(crate) fn covers(
        &self,
        rule: &Rule,
        severity: Severity,
        finding: &Finding,
    ) -> Option<Cover> {
        let proven = is_proven_credential(rule, finding);
        let path = finding.location.path.as_deref();
        let own = finding.fingerprint(&rule.id);
        let identities: Vec<&Fingerprint> = std::iter::once(&own).chain(&finding.seen_as).collect();
        self.cover(rule, severity, (&identities, proven, path))
    }

    /// True when an exception covers `finding`, as another audit reported it.
    pub(crate) fn covered(
        &self,
        rule: &Rule,
        outcome: &Outcome,
        finding: &ReportedFinding,
    ) -> bool {
        let path = finding.location.path.as_deref();
        let identities: Vec<&Fingerprint> = finding.identities().collect();
        let about = (identities.as_slice(), outcome.proves(finding), path);
        self.cover(rule, outcome.severity, about).is_some()
    }

    /// Why what has these fingerprints, is proven or not, and is at this path, may stay.
    fn cover(
        &self,
        rule: &Rule,
        severity: Severity,
        (fingerprints, proven, path): (&[&Fingerprint], bool, Option<&str>),
    ) -> Option<Cover> {
        // An entry under another of its names serves too.
        let settled = fingerprints.iter().filter_map(|one| self.settled(rule, one, proven));
        if let Some(cover) = settled.reduce(|first, _| first) {
            return Some(cover);
        }
        for (waiver, glob, used) in &self.waivers {
            if waiver.rule != rule.id || self.refusal(waiver, rule, severity).is_some() {
                continue;
            }
            let matches = match (&waiver.path, glob) {
                (None, _) => true,
                (Some(wanted), None) => path == Some(relative(wanted)),
                (Some(wanted), Some(glob)) => path
                    .is_some_and(|path| glob.is_match(path) || path.starts_with(&folder(wanted))),
            };
            if matches {
                used.set(used.get() + 1);
                let (reason, note) = (&waiver.reason, note(waiver.note.as_deref()));
                let why = text!("dérogation : {reason}{note}", "waiver: {reason}{note}");
                return Some(Cover { why, passes: false, awaits: None });
            }
        }
        None
    }

    /// Why what has this fingerprint may stay, when a person settled it.
    fn settled(&self, rule: &Rule, fingerprint: &Fingerprint, proven: bool) -> Option<Cover> {
        for (settled, used) in &self.settled {
            let refused = rule.waiver == WaiverPolicy::Never;
            let about = settled.rule == rule.id || same_secret(&settled.rule, &rule.id);
            if refused || !about || settled.fingerprint != fingerprint.0 {
                continue;
            }
            match settled.cover(proven, self.today) {
                Ok(cover) => {
                    used.replace(Use::Served);
                    return Some(cover);
                }
                Err(reason) if *used.borrow() == Use::None => {
                    used.replace(Use::Refused(reason));
                }
                Err(_) => {}
            }
        }
        None
    }

    /// Why `waiver` may not be applied to `rule`, if it may not.
    fn refusal(&self, waiver: &Waiver, rule: &Rule, severity: Severity) -> Option<Text> {
        if waiver.expires.is_some_and(|expires| expires < self.today) {
            return Some(text!("la dérogation a expiré", "the waiver has expired"));
        }
        match rule.waiver {
            WaiverPolicy::Never => {
                return Some(text!(
                    "cette règle n’admet pas de dérogation",
                    "this rule admits no waiver"
                ));
            }
            WaiverPolicy::Finding => {
                return Some(text!(
                    "cette règle ne se règle que constat par constat ([[finding]], par empreinte)",
                    "this rule is settled finding by finding only ([[finding]], by fingerprint)"
                ));
            }
            WaiverPolicy::Path if waiver.path.is_none() => {
                return Some(text!(
                    "cette règle n’admet de dérogation que par dossier : donnez « path »",
                    "this rule admits waivers by folder only: give “path”"
                ));
            }
            WaiverPolicy::Path if waiver.path.as_deref().is_some_and(is_everything) => {
                return Some(text!(
                    "cette règle n’admet de dérogation que par dossier : « path » les prend tous",
                    "this rule admits waivers by folder only: “path” takes them all"
                ));
            }
            WaiverPolicy::Path | WaiverPolicy::Reason => {}
        }
        if !rule.waiver_reasons.is_empty() && !rule.waiver_reasons.contains(&waiver.reason) {
            let allowed = rule.waiver_reasons.join(", ");
            return Some(text!("motif admis : {allowed}", "reasons admitted: {allowed}"));
        }
        if waiver.reason.trim().is_empty() {
            return Some(text!("le motif est vide", "the reason is empty"));
        }
        if severity == Severity::Important {
            let limit = self.today.saturating_add(1.year());
            return match waiver.expires {
                Some(expires) if expires <= limit => None,
                _ => Some(text!(
                    "une règle importante exige « expires », à douze mois au plus",
                    "an important rule requires “expires”, twelve months ahead at most"
                )),
            };
        }
        None
    }

    /// The waivers that may not be applied, whatever the audit finds.
    pub(crate) fn refused<'r>(
        &self,
        rule_of: impl Fn(&str) -> Option<(&'r Rule, Severity)>,
    ) -> Vec<Refusal> {
        let refused = self.waivers.iter().enumerate().filter_map(|(index, (waiver, ..))| {
            let (rule, severity) = rule_of(&waiver.rule)?;
            let reason = self.refusal(waiver, rule, severity)?;
            Some(Refusal { rule: waiver.rule.clone(), index, reason, file: None })
        });
        refused.collect()
    }

    /// The exceptions that were refused, or that match nothing any more.
    pub(crate) fn leftovers<'r>(
        &self,
        rule_of: impl Fn(&str) -> Option<(&'r Rule, Severity)>,
    ) -> Vec<Refusal> {
        let unused_in = |file: &str| {
            text!(
                "elle ne couvre plus aucun constat : retirez-la de {file}",
                "it no longer matches a finding: remove it from {file}"
            )
        };
        let waivers = self.waivers.iter().enumerate().filter_map(|(index, (waiver, _, used))| {
            let (rule, severity) = rule_of(&waiver.rule)?;
            let reason = match self.refusal(waiver, rule, severity) {
                Some(reason) => reason,
                None if used.get() == 0 => unused_in(FILE_NAME),
                None => return None,
            };
            Some(Refusal { rule: waiver.rule.clone(), index, reason, file: None })
        });
        let settled = self.settled.iter().enumerate().filter_map(|(index, (entry, used))| {
            let never =
                rule_of(&entry.rule).is_some_and(|(rule, _)| rule.waiver == WaiverPolicy::Never);
            let reason = match &*used.borrow() {
                Use::Served => return None,
                Use::Refused(reason) => reason.clone(),
                Use::None if never => {
                    text!("cette règle n’admet pas d’exception", "this rule admits no exception")
                }
                Use::None => unused_in(entry.origin.as_deref().unwrap_or(FILE_NAME)),
            };
            Some(Refusal { rule: entry.rule.clone(), index, reason, file: entry.origin.clone() })
        });
        waivers.chain(settled).collect()
    }
}

/// True for a credential that is genuine, whatever the project says of it.
fn is_proven_credential(rule: &Rule, finding: &Finding) -> bool {
    rule.chapter() == "secrets" && finding.certainty == Some(Certainty::Proven)
}

/// True for the two rules that find the same secrets, in the files and in the
/// history: the fingerprint names the secret, not where it is.
fn same_secret(settled: &str, rule: &str) -> bool {
    const RULES: [&str; 2] = ["secrets/tree", "secrets/history"];
    RULES.contains(&settled) && RULES.contains(&rule)
}

fn note(note: Option<&str>) -> String {
    note.map(|note| format!(" ({note})")).unwrap_or_default()
}

fn folder(path: &str) -> String {
    format!("{}/", relative(path).trim_end_matches('/'))
}

fn relative(path: &str) -> &str {
    path.trim_start_matches("./")
}

/// True for a pattern that leaves no file out.
fn is_everything(path: &str) -> bool {
    path.contains('*') && path.chars().all(|c| matches!(c, '*' | '/' | '.'))
        || matches!(path.trim_matches('/'), "" | ".")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audit::Catalogue;
    use crate::config::SettledReason;
    use crate::finding::Location;
    use jiff::civil::date;

    const TODAY: Date = date(2026, 2, 1);

    fn waiver(rule: &str, path: Option<&str>, reason: &str, expires: Option<Date>) -> Waiver {
        Waiver {
            rule: rule.into(),
            path: path.map(str::to_string),
            reason: reason.into(),
            note: None,
            expires,
        }
    }

    /// Whether `waiver` covers a finding of its rule in `path`.
    fn covers(waiver: Waiver, path: &str) -> bool {
        let catalogue = Catalogue::embedded().expect("rules");
        let config = Config { waiver: vec![waiver.clone()], ..Config::default() };
        let rule = catalogue.rules.get(&waiver.rule).expect("rule");
        let finding = Finding::new("x", Text::same("x")).at(Location::file(path));
        let suppressions = Suppressions::new(&config, TODAY);
        let severity = rule.severity.at(crate::rule::Degree::A);
        suppressions.covers(rule, severity, &finding).is_some()
    }

    #[test]
    fn an_important_rule_is_waived_for_twelve_months_at_most() {
        let until = |expires| covers(waiver("history/binaries", None, "motif", expires), "a.dll");
        assert!(until(Some(date(2026, 12, 31))));
        assert!(until(Some(TODAY)), "the last day counts");
        assert!(!until(Some(date(2026, 1, 31))), "expired");
        assert!(!until(Some(date(2027, 2, 2))), "too far");
        assert!(!until(None), "no end");
    }

    #[test]
    fn a_waiver_covers_the_paths_it_names_and_no_other() {
        let end = Some(date(2026, 12, 31));
        let on = |path: &str, file: &str| {
            covers(waiver("history/binaries", Some(path), "motif", end), file)
        };
        assert!(on("lib/*.dll", "lib/a.dll"));
        assert!(!on("lib/*.dll", "lib/b/a.dll"));
        assert!(on("lib/**", "lib/b/a.dll"));
        assert!(on("./lib/", "lib/b/a.dll"));
        assert!(on("lib", "lib/a.dll"));
        assert!(!on("lib", "library/a.dll"));
    }

    #[test]
    fn third_party_code_is_waived_folder_by_folder() {
        let on =
            |path| covers(waiver("licence/third-party-code", path, "motif", None), "vendor/a/b.c");
        assert!(on(Some("vendor/a")));
        for everything in [None, Some("**"), Some("*"), Some("**/*"), Some("./"), Some("/")] {
            assert!(!on(everything), "{everything:?}");
        }
    }

    #[test]
    fn some_rules_admit_no_exception_of_any_kind() {
        let catalogue = Catalogue::embedded().expect("rules");
        let rule = catalogue.rules.get("attest/ip-owned").expect("rule");
        let finding = Finding::new("attest/ip-owned=non", Text::same("x"));
        let settled = Settled {
            rule: rule.id.clone(),
            fingerprint: finding.fingerprint(&rule.id).0,
            reason: SettledReason::FauxPositif,
            date: None,
            role: None,
            note: None,
            expires: None,
            about: None,
            origin: None,
            trusted: false,
        };
        let config = Config { finding: vec![settled], ..Config::default() };
        let suppressions = Suppressions::new(&config, TODAY);
        assert_eq!(suppressions.covers(rule, Severity::Blocking, &finding), None);
        let left = suppressions.leftovers(|_| Some((rule, Severity::Blocking)));
        assert!(left[0].reason.en.contains("no exception"), "{left:?}");
        assert!(!covers(waiver("licence/present", None, "motif", None), "a"));
        assert!(!covers(waiver("secrets/tree", None, "motif", None), "a"));
    }

    #[test]
    fn no_blocking_rule_is_waived_by_any_reason_at_all() {
        let catalogue = Catalogue::embedded().expect("rules");
        for rule in &catalogue.rules.rules {
            let blocking = rule.severity.at(crate::rule::Degree::A) == Severity::Blocking;
            let lax = rule.waiver == WaiverPolicy::Reason && rule.waiver_reasons.is_empty();
            assert!(!(blocking && lax), "{}", rule.id);
        }
    }
}
