//! The allowances of every file read, and which of them served.

use super::allow::Allowance;
use super::{Found, Level, Place, Sort};
use crate::lang::Text;
use crate::text;
use std::collections::BTreeMap;

/// What an allowance did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Use {
    /// Nothing it covers was found.
    None,
    /// It covers a value that is proven genuine.
    Refused,
    /// It covers something.
    Served,
}

/// Allowances by path.
#[derive(Debug, Default)]
pub(crate) struct Ledger {
    files: BTreeMap<String, Vec<(Allowance, Use)>>,
}

/// An allowance that has no effect, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Leftover {
    /// The file that holds it.
    pub path: String,
    /// Its line, counted from 1.
    pub line: usize,
    /// Why it has no effect.
    pub reason: Text,
}

impl Ledger {
    /// Adds the allowances of the file at `path`.
    pub(crate) fn add(&mut self, path: &str, allowances: Vec<Allowance>) {
        for allowance in allowances {
            let place = self.files.entry(allowance.path_in(path)).or_default();
            place.push((allowance, Use::None));
        }
    }

    /// Marks every detection of `found` that is allowed at each of its places in
    /// the audited version: [`Found::allowed`] then gives the reason. A
    /// credential proven genuine by its checksum or structure never is.
    pub(crate) fn settle(&mut self, found: &mut [Found]) {
        if self.files.is_empty() {
            return;
        }
        for one in found.iter_mut().filter(|found| found.detection.level > Level::Information) {
            let mut names: Vec<&str> = one.patterns.iter().copied().collect();
            names.extend(one.detection.family.rules());
            let proven = one.detection.is_proven();
            let (mut reason, mut open) = (None, false);
            for place in one.detection.places.iter().filter(|place| place.commit.is_none()) {
                match self.allowance(place, &names) {
                    Some((_, used)) if proven => (*used, open) = (Use::Refused, true),
                    Some((allowance, used)) => {
                        *used = Use::Served;
                        reason = reason.or_else(|| allowance.reason.clone());
                    }
                    None => open = true,
                }
            }
            if let Some(reason) = reason.filter(|_| !open) {
                one.allowed = Some(text!(
                    "accepté dans le fichier : {reason}",
                    "allowed in the file: {reason}"
                ));
            }
        }
    }

    fn allowance(&mut self, place: &Place, names: &[&str]) -> Option<(&Allowance, &mut Use)> {
        let path = place.path.as_ref().filter(|_| place.sort == Sort::File)?;
        let entries = self.files.get_mut(path)?.iter_mut();
        let mut covering = entries.filter(|(allowance, _)| allowance.covers(place.line, names));
        covering.next().map(|(allowance, used)| (&*allowance, used))
    }

    /// The allowances that have no effect, by file and line.
    pub(crate) fn leftovers(&self) -> Vec<Leftover> {
        let mut left = Vec::new();
        for (path, entries) in &self.files {
            for (allowance, used) in entries {
                let name = &allowance.name;
                let reason = match (used, &allowance.reason) {
                    (Use::Served, _) => continue,
                    (_, None) => text!(
                        "« publiable:allow {name} » sans motif : il ne compte pas",
                        "“publiable:allow {name}” without a reason: it does not count"
                    ),
                    (Use::Refused, _) => text!(
                        "« publiable:allow {name} » refusé : la valeur est un identifiant authentique (somme de contrôle ou structure) ; réglez-le par empreinte, [[finding]], avec « role » et « date »",
                        "“publiable:allow {name}” refused: the value is a genuine credential (checksum or structure); settle it by fingerprint, [[finding]], with “role” and “date”"
                    ),
                    (Use::None, _) => text!(
                        "« publiable:allow {name} » ne couvre rien : retirez-le",
                        "“publiable:allow {name}” covers nothing: remove it"
                    ),
                };
                left.push(Leftover { path: path.clone(), line: allowance.line, reason });
            }
        }
        left
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::{Certainty, Fingerprint};
    use crate::secrets::allow::allowances;
    use crate::secrets::{Detection, Family, Secret};

    fn found(certainty: Certainty, lines: &[usize]) -> Found {
        let places = lines.iter().map(|line| Place {
            sort: Sort::File,
            path: Some("a.py".into()),
            line: *line,
            column: 1,
            commit: None,
            date: None,
            in_head: true,
            excerpt: None,
        });
        let detection = Detection {
            pattern: "password".into(),
            family: Family::Credential,
            fingerprint: Fingerprint::new("password", "x"),
            value: Fingerprint::new("value", "x"),
            seen_as: Default::default(),
            redacted: "••••(1)".into(),
            level: Level::Report,
            certainty,
            confidence: 90,
            reason: Text::same(""),
            places: places.collect(),
        };
        let patterns = ["password"].into_iter().collect();
        Found { detection, secret: Secret::new("x"), patterns, allowed: None }
    }

    fn settled(comment: &str, mut found: Found) -> (bool, Vec<String>) {
        let text = format!(
            "x = 1 # {}\ny = 2\n",
            comment.replace("@@", &["publiable", "allow"].join(":"))
        );
        let mut ledger = Ledger::default();
        ledger.add("a.py", allowances(text.as_bytes()));
        ledger.settle(std::slice::from_mut(&mut found));
        (found.allowed.is_some(), ledger.leftovers().into_iter().map(|l| l.reason.en).collect())
    }

    #[test]
    fn a_detection_is_allowed_when_every_place_is() {
        assert_eq!(settled("@@ password fictif", found(Certainty::Probable, &[1])), (true, vec![]));
        assert_eq!(
            settled("@@ secrets/tree fictif", found(Certainty::Probable, &[1])),
            (true, vec![])
        );
        assert_eq!(
            settled("@@ password fictif", found(Certainty::Probable, &[1, 2])),
            (false, vec![])
        );
    }

    #[test]
    fn what_has_no_effect_is_told() {
        let (allowed, left) = settled("@@ password fictif", found(Certainty::Proven, &[1]));
        assert!(!allowed && left[0].contains("genuine"), "{left:?}");
        let (allowed, left) = settled("@@ password", found(Certainty::Probable, &[1]));
        assert!(!allowed && left[0].contains("without a reason"), "{left:?}");
        let (allowed, left) = settled("@@ nir fictif", found(Certainty::Probable, &[1]));
        assert!(!allowed && left[0].contains("covers nothing"), "{left:?}");
    }
}
