//! The settled findings that apply to what is scanned: those of the project's
//! `publiable.toml`, and those of `--baseline`.

use crate::clock::today;
use crate::config::{FILE_NAME, Settled, baseline};
use crate::error::Result;
use crate::lang::Text;
use crate::secrets::Detection;
use crate::secrets::import::FILES;
use crate::secrets::inventory::Remark;
use crate::snapshot;
use crate::text;
use jiff::civil::Date;
use std::cell::Cell;
use std::path::{Path, PathBuf};

/// How far up a project's root is looked for.
const CLIMB: usize = 64;

/// Settled findings, each with whether it served.
#[derive(Default)]
pub(super) struct Settlements {
    entries: Vec<(Settled, Cell<bool>)>,
    today: Date,
    /// What the reader should know.
    pub remarks: Vec<Remark>,
}

impl Settlements {
    /// Those of `file`, which is trusted unless the repository of `paths` holds it, then
    /// those of the projects that hold `paths`.
    pub(super) fn load(paths: &[PathBuf], file: Option<&Path>) -> Result<Settlements> {
        let mut loaded = Settlements { today: today()?, ..Settlements::default() };
        if let Some(file) = file {
            let trusted = !snapshot::holds(file, paths);
            let given = baseline::read(file)?.into_iter();
            loaded.add(given.map(|entry| Settled { trusted, ..entry }).collect());
        }
        let mut roots: Vec<PathBuf> = paths.iter().filter_map(|path| project_root(path)).collect();
        roots.sort();
        roots.dedup();
        for root in roots {
            loaded.add_project(&root)?;
        }
        Ok(loaded)
    }

    /// Those of `file` alone, none when it does not exist.
    pub(super) fn of(file: &Path) -> Result<Settlements> {
        let mut loaded = Settlements { today: today()?, ..Settlements::default() };
        loaded.add(baseline::read_if_present(file)?);
        Ok(loaded)
    }

    /// A project's own file is not trusted; one that cannot be read is an error, as it is
    /// for an audit.
    fn add_project(&mut self, root: &Path) -> Result<()> {
        let file = root.join(FILE_NAME);
        if file.is_file() {
            self.add(baseline::read(&file)?);
        }
        let others: Vec<&str> =
            FILES.into_iter().filter(|name| root.join(name).is_file()).collect();
        if !others.is_empty() {
            let names = others.join(", ");
            self.remarks.push(Remark {
                path: String::new(),
                message: text!(
                    "les exceptions de {names} ne sont pas appliquées : publiable secrets import les reprend",
                    "the exceptions of {names} are not applied: publiable secrets import takes them over"
                ),
            });
        }
        Ok(())
    }

    fn add(&mut self, entries: Vec<Settled>) {
        self.entries.extend(entries.into_iter().map(|entry| (entry, Cell::new(false))));
    }

    /// Why `detection` may stay, if a person settled it.
    pub(super) fn covers(&self, detection: &Detection) -> Option<Text> {
        let rules = detection.family.rules();
        let about = self.entries.iter().filter(|(entry, _)| {
            detection.is_seen_as(&entry.fingerprint) && rules.contains(&entry.rule.as_str())
        });
        // An entry under another of its names serves too.
        let covers = about.filter_map(|(entry, used)| {
            used.set(true);
            entry.cover(detection.is_proven(), self.today).ok()
        });
        Some(covers.reduce(|first, _| first)?.why)
    }

    /// The entries that cover nothing of what was found, for `update --prune`.
    pub(super) fn unused(&self) -> Vec<&Settled> {
        self.entries.iter().filter(|(_, used)| !used.get()).map(|(entry, _)| entry).collect()
    }
}

/// The nearest folder above `path` that holds a `publiable.toml` or a
/// repository; `path` itself when it is a folder and there is none.
fn project_root(path: &Path) -> Option<PathBuf> {
    let real = path.canonicalize().ok()?;
    let start = if real.is_dir() { real.as_path() } else { real.parent()? };
    let holds = |folder: &&Path| folder.join(FILE_NAME).is_file() || folder.join(".git").exists();
    let found = start.ancestors().take(CLIMB).find(holds).unwrap_or(start);
    Some(found.to_path_buf())
}
