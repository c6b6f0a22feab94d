//! From one index to another: what appeared, what is gone, what got better or worse.

use super::code::code;
use super::index::{Index, Repository, Standing};
use super::summary;
use crate::error::Result;
use crate::lang::{Lang, Text};
use crate::report::Verdict;
use crate::text;
use serde::Serialize;
use std::collections::BTreeMap;

/// What became of a repository.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Became {
    /// Its verdict is worse, or it is not read any more.
    Worse,
    /// It is not in the list any more.
    Gone,
    /// It was not in the list.
    Appeared,
    /// Its verdict is better, or it is read at last.
    Better,
}

impl Became {
    /// In the order in which they are shown.
    pub(crate) const ALL: [Became; 4] =
        [Became::Worse, Became::Gone, Became::Appeared, Became::Better];

    /// What a person reads.
    pub(crate) fn label(self) -> Text {
        match self {
            Became::Worse => text!("Dégradés", "Worse"),
            Became::Gone => text!("Disparus", "Gone"),
            Became::Appeared => text!("Apparus", "Appeared"),
            Became::Better => text!("Améliorés", "Better"),
        }
    }
}

/// A repository that changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Change {
    /// The repository.
    pub key: String,
    /// Its bodies.
    pub bodies: Vec<String>,
    /// What became of it.
    pub became: Became,
    /// The verdict before; empty when it was not read or not there.
    pub before: String,
    /// The verdict now.
    pub after: String,
    /// Rules that fail now and did not.
    pub new: Vec<String>,
    /// Rules that failed and do not any more.
    pub fixed: Vec<String>,
}

/// What changed between two indexes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Comparison {
    /// The changes, by what became and by repository.
    pub changes: Vec<Change>,
    /// How many are the same in both.
    pub same: usize,
}

/// How bad it stands: what is not read is worse than anything that is known.
fn weight(one: &Repository) -> u8 {
    match one.headline() {
        Some(Verdict::Publiable) => 0,
        Some(Verdict::PubliableSousReserve) => 1,
        Some(Verdict::NonPubliable) => 2,
        Some(Verdict::AuditIncomplet) => 3,
        None => 4,
    }
}

impl Comparison {
    /// What changed from `old` to `new`.
    pub(crate) fn between(old: &Index, new: &Index) -> Result<Comparison> {
        let (was, is) = (counted(old)?, counted(new)?);
        let (bodies_before, bodies) = (old.bodies()?, new.bodies()?);
        let mut changes = Vec::new();
        let mut same = 0;
        let keys: std::collections::BTreeSet<&String> = was.keys().chain(is.keys()).collect();
        for key in keys {
            let (before, after) = (was.get(key), is.get(key));
            let (failed, fails) = (failing(old, before)?, failing(new, after)?);
            let less = |from: &[String], than: &[String]| {
                from.iter().filter(|rule| !than.contains(rule)).cloned().collect::<Vec<_>>()
            };
            let (added, fixed) = (less(&fails, &failed), less(&failed, &fails));
            let became = match (before, after) {
                (None, _) => Became::Appeared,
                (_, None) => Became::Gone,
                (Some(before), Some(after)) => match weight(after).cmp(&weight(before)) {
                    std::cmp::Ordering::Greater => Became::Worse,
                    std::cmp::Ordering::Less => Became::Better,
                    std::cmp::Ordering::Equal if !added.is_empty() => Became::Worse,
                    std::cmp::Ordering::Equal if !fixed.is_empty() => Became::Better,
                    std::cmp::Ordering::Equal => {
                        same += 1;
                        continue;
                    }
                },
            };
            let own = bodies.get(key).or_else(|| bodies_before.get(key));
            let there = before.is_some() && after.is_some();
            changes.push(Change {
                key: key.clone(),
                bodies: own.into_iter().flatten().map(|body| body.name.clone()).collect(),
                became,
                before: code(&before.and_then(Repository::headline)),
                after: code(&after.and_then(Repository::headline)),
                new: if there { added } else { Vec::new() },
                fixed: if there { fixed } else { Vec::new() },
            });
        }
        changes.sort_by(|one, other| (one.became, &one.key).cmp(&(other.became, &other.key)));
        Ok(Comparison { changes, same })
    }

    /// How many became `what`.
    pub(crate) fn count(&self, what: Became) -> usize {
        self.changes.iter().filter(|change| change.became == what).count()
    }

    /// The counts by body: a name, then one count for each of [`Became::ALL`].
    pub(crate) fn by_body(&self, lang: Lang) -> Vec<(String, [usize; 4])> {
        let mut counts: BTreeMap<String, [usize; 4]> = BTreeMap::new();
        for change in &self.changes {
            let unknown = vec![summary::unknown().get(lang).to_string()];
            let bodies = if change.bodies.is_empty() { &unknown } else { &change.bodies };
            for body in bodies {
                let at = Became::ALL.iter().position(|one| *one == change.became);
                counts.entry(body.clone()).or_default()[at.unwrap_or_default()] += 1;
            }
        }
        counts.into_iter().collect()
    }
}

/// The repositories that count, by key.
fn counted(index: &Index) -> Result<BTreeMap<String, Repository>> {
    let all = index.repositories()?.into_iter().filter(|one| one.standing != Standing::Same);
    Ok(all.map(|one| (one.key.clone(), one)).collect())
}

/// The blocking and important rules that `one` fails.
fn failing(index: &Index, one: Option<&Repository>) -> Result<Vec<String>> {
    let Some(one) = one else { return Ok(Vec::new()) };
    index.rows(
        "SELECT rule FROM outcome WHERE repository = ?1 AND outcome = 'fail' \
         AND severity IN ('blocking', 'important') ORDER BY rule",
        [&one.key],
        |row| row.get(0),
    )
}
