//! Waivers and settled findings: what may stay, why, until when, and which
//! exceptions no longer match anything.

use crate::config::{Config, FILE_NAME, Settled, Waiver};
use crate::finding::{Finding, Fingerprint, Severity};
use crate::lang::Text;
use crate::rule::{Rule, WaiverPolicy};
use crate::text;
use globset::{Glob, GlobMatcher};
use jiff::ToSpan;
use jiff::civil::Date;
use std::cell::Cell;

/// The exceptions of one configuration, counting how often each serves.
pub struct Suppressions<'a> {
    waivers: Vec<(&'a Waiver, Option<GlobMatcher>, Cell<usize>)>,
    settled: Vec<(&'a Settled, Cell<usize>)>,
    today: Date,
}

/// Why an exception was not applied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// The rule it is about.
    pub rule: String,
    /// Why.
    pub reason: Text,
}

impl<'a> Suppressions<'a> {
    /// The exceptions `config` records.
    pub fn new(config: &'a Config, today: Date) -> Suppressions<'a> {
        let waivers = config.waiver.iter().map(|waiver| {
            let glob = waiver.path.as_deref().and_then(|path| Glob::new(path).ok());
            (waiver, glob.map(|glob| glob.compile_matcher()), Cell::new(0))
        });
        Suppressions {
            waivers: waivers.collect(),
            settled: config.finding.iter().map(|settled| (settled, Cell::new(0))).collect(),
            today,
        }
    }

    /// The reason `finding` of `rule` may stay, if an exception covers it.
    pub fn covers(&self, rule: &Rule, severity: Severity, finding: &Finding) -> Option<Text> {
        let fingerprint = Fingerprint::new(&rule.id, &finding.subject);
        for (settled, used) in &self.settled {
            if settled.rule == rule.id && settled.fingerprint == fingerprint.0 {
                used.set(used.get() + 1);
                let (code, note) = (settled.reason.code(), note(settled.note.as_deref()));
                return Some(text!("constat réglé : {code}{note}", "settled finding: {code}{note}"));
            }
        }
        for (waiver, glob, used) in &self.waivers {
            if waiver.rule != rule.id || self.refusal(waiver, rule, severity).is_some() {
                continue;
            }
            let path = finding.location.path.as_deref();
            let matches = match (&waiver.path, glob) {
                (None, _) => true,
                (Some(wanted), None) => path == Some(wanted),
                (Some(wanted), Some(glob)) => {
                    path.is_some_and(|path| glob.is_match(path) || path.starts_with(&folder(wanted)))
                }
            };
            if matches {
                used.set(used.get() + 1);
                let (reason, note) = (&waiver.reason, note(waiver.note.as_deref()));
                return Some(text!("dérogation : {reason}{note}", "waiver: {reason}{note}"));
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
                return Some(text!("cette règle n’admet pas de dérogation", "this rule admits no waiver"));
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

    /// The exceptions that were refused, or that match nothing any more.
    pub fn leftovers<'r>(
        &self,
        rule_of: impl Fn(&str) -> Option<(&'r Rule, Severity)>,
    ) -> Vec<Refusal> {
        let unused = || {
            text!(
                "elle ne couvre plus aucun constat : retirez-la de {FILE_NAME}",
                "it covers no finding any more: remove it from {FILE_NAME}"
            )
        };
        let waivers = self.waivers.iter().filter_map(|(waiver, _, used)| {
            let (rule, severity) = rule_of(&waiver.rule)?;
            let reason = match self.refusal(waiver, rule, severity) {
                Some(reason) => reason,
                None if used.get() == 0 => unused(),
                None => return None,
            };
            Some(Refusal { rule: waiver.rule.clone(), reason })
        });
        let settled = self.settled.iter().filter(|(_, used)| used.get() == 0);
        let settled =
            settled.map(|(entry, _)| Refusal { rule: entry.rule.clone(), reason: unused() });
        waivers.chain(settled).collect()
    }
}

fn note(note: Option<&str>) -> String {
    note.map(|note| format!(" ({note})")).unwrap_or_default()
}

fn folder(path: &str) -> String {
    format!("{}/", path.trim_end_matches('/'))
}
