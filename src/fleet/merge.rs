//! The parts of a fleet put together: each repository once, or its name told.

use super::index::{Entry, Index, Repository, Standing};
use super::missing::{Missing, Reason};
use super::{plan, reading, run};
use crate::error::{Error, Result};
use crate::text;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// What is wrong with the parts: nothing, when each repository is in one.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Faults {
    /// Repositories that were to be read and are in no part.
    pub lost: BTreeSet<String>,
    /// Those that are in several, with those parts.
    pub doubled: BTreeMap<String, Vec<String>>,
    /// Parts that are not there.
    pub absent: Vec<String>,
}

impl Faults {
    /// True when each repository is in one part.
    pub(crate) fn is_none(&self) -> bool {
        *self == Faults::default()
    }
}

/// Puts the indexes of `parts` together in `out`. What is wrong is answered; the index is
/// made all the same, where what is lost stands as not read.
pub(crate) fn merge(parts: &[PathBuf], out: &Path) -> Result<Faults> {
    let indexes = parts.iter().map(|part| Index::open(part)).collect::<Result<Vec<_>>>()?;
    one_fleet(parts, &indexes)?;
    let mut holders: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    let mut planned = BTreeSet::new();
    for (at, index) in indexes.iter().enumerate() {
        for key in index.keys()? {
            holders.entry(key).or_default().push(at);
        }
        planned.extend(index.planned()?);
    }
    let shown = |at: &usize| parts[*at].display().to_string();
    let faults = Faults {
        lost: planned.iter().filter(|key| !holders.contains_key(*key)).cloned().collect(),
        doubled: holders
            .iter()
            .filter(|(_, at)| at.len() > 1)
            .map(|(key, at)| (key.clone(), at.iter().map(shown).collect()))
            .collect(),
        absent: absent(&indexes)?,
    };
    std::fs::create_dir_all(out).map_err(|error| reading::unwritten(out, &error))?;
    let work = Index::resume(out)?;
    for key in work.keys()? {
        work.forget(&key)?;
    }
    for (key, at) in &holders {
        let Some(first) = at.first() else { continue };
        if let Some(entry) = indexes[*first].entry(key)? {
            if !entry.repository.report.is_empty() {
                bring(&parts[*first], out, &run::report(key))?;
            }
            work.keep(&entry, None)?;
        }
    }
    for key in &faults.lost {
        let repository = Repository::unread(key, "", Missing::new(Reason::Interrupted));
        let none = Entry {
            repository,
            bodies: Vec::new(),
            outcomes: Vec::new(),
            signals: BTreeMap::new(),
            holdings: Default::default(),
        };
        work.keep(&none, None)?;
    }
    twins(&work, out)?;
    run::publish(&work, out, &|_| None, None)?;
    Ok(faults)
}

/// Refuses parts made by different tools, or of different numbers of parts.
fn one_fleet(parts: &[PathBuf], indexes: &[Index]) -> Result<()> {
    let about = |index: &Index| -> Result<_> {
        let shard = index.about(run::SHARD)?;
        let of = shard.split_once('/').map_or(String::new(), |(_, of)| of.to_string());
        Ok((index.about("tool")?, of, index.about(run::FLEET)?))
    };
    let Some(first) = indexes.first() else { return Ok(()) };
    let wanted = about(first)?;
    for (part, index) in parts.iter().zip(indexes) {
        if about(index)? != wanted {
            let (one, other) = (parts[0].display(), part.display());
            return Err(Error::usage(text!(
                "{one} et {other} ne sont pas des parts d’un même parc : version, nombre de parts ou liste diffèrent.",
                "{one} and {other} are not parts of one fleet: version, number of parts or list differ."
            ))
            .remedy(text!(
                "Relancez chaque part avec la même version et les mêmes entrées.",
                "Run each part again with the same version and the same inputs."
            )));
        }
    }
    Ok(())
}

/// The parts that none of `indexes` is.
fn absent(indexes: &[Index]) -> Result<Vec<String>> {
    let mut there = BTreeSet::new();
    let mut of = 0;
    for index in indexes {
        let shard = index.about(run::SHARD)?;
        if let Some((at, all)) = shard.split_once('/') {
            there.extend(at.parse::<u64>().ok());
            of = all.parse().unwrap_or(0);
        }
    }
    Ok((1..=of).filter(|at| !there.contains(at)).map(|at| format!("{at}/{of}")).collect())
}

/// Brings a report to `out`.
fn bring(part: &Path, out: &Path, report: &str) -> Result<()> {
    let (from, to) = (part.join(report), out.join(report));
    if !from.is_file() {
        return Ok(());
    }
    reading::linked(&from, &to).map_err(|error| reading::unwritten(&to, &error))
}

/// Keeps one of the repositories that hold the same, which parts do not see of each
/// other when each has fetched its own.
fn twins(work: &Index, out: &Path) -> Result<()> {
    let all = work.repositories()?;
    let same = plan::same(all.iter().map(|one| (one.key.as_str(), one.tips.as_str())));
    for one in all.iter().filter(|one| one.standing != Standing::Same) {
        let Some(other) = same.get(&one.key) else { continue };
        let (Some(mut entry), Some(mut kept)) = (work.entry(&one.key)?, work.entry(other)?) else {
            continue;
        };
        let _ = std::fs::remove_file(out.join(run::report(&one.key)));
        run::become_twin(&mut entry, other);
        kept.bodies.extend(entry.bodies.iter().cloned());
        work.keep(&entry, None)?;
        work.keep(&kept, None)?;
    }
    Ok(())
}
