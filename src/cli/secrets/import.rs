//! `publiable secrets import`.

use super::super::ignore::{Typed, parse_reason};
use super::exceptions::Settlements;
use super::settle::{self, Place};
use crate::cli::output;
use crate::config::Settled;
use crate::error::Result;
use crate::lang::Lang;
use crate::secrets::Level;
use crate::secrets::import::{Exceptions, FILES};
use crate::secrets::inventory::{Inventory, Told};
use crate::text;
use clap::Args;
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

/// No file of exceptions is larger, in bytes.
const LARGEST: u64 = 16 << 20;

/// Turn the exceptions of gitleaks and detect-secrets into settled findings.
#[derive(Debug, Args)]
pub(in crate::cli) struct Import {
    /// Repository or folder.
    #[arg(default_value = ".", value_name = "PATH")]
    path: PathBuf,
    /// Why they are settled: false-positive, revoked, test-value or public.
    #[arg(long, value_name = "REASON", value_parser = parse_reason)]
    reason: Option<Typed>,
    /// Function of who settles them, never a name: a proven credential asks for it.
    #[arg(long, value_name = "FUNCTION")]
    role: Option<String>,
    /// Look at the whole history too.
    #[arg(long)]
    history: bool,
    /// Show what would be recorded, and record nothing.
    #[arg(long)]
    dry_run: bool,
    /// File to keep them in instead of the publiable.toml of the repository.
    #[arg(long, value_name = "FILE")]
    baseline: Option<PathBuf>,
}

impl Import {
    /// Finds what the exceptions still cover, and records it.
    pub(super) fn run(&self, lang: Lang) -> Result<u8> {
        let place = Place::open(&self.path, self.baseline.as_deref())?;
        let exceptions = Exceptions::load(|name| self.text(&place, name));
        for line in &exceptions.unread {
            let shown = crate::render::escape(line.get(lang));
            output::to_stderr(&format!("{shown}\n"));
        }
        let recorded = Settlements::of(&place.file)?;
        let mut seen = place.look(Some(&exceptions), self.history)?;
        settle::warn(&seen, lang);
        let covered = std::mem::take(&mut seen.covered);
        let found = seen.gather(true);
        // A value is settled when it is covered wherever it is.
        let covers: BTreeMap<_, _> =
            covered.iter().map(|(at, cover)| (spot(at), cover.as_str())).collect();
        let notes: BTreeMap<String, BTreeSet<&str>> = found
            .iter()
            .filter_map(|one| {
                let places = one.detection.places.iter();
                let notes: Option<BTreeSet<&str>> =
                    places.map(|at| covers.get(&spot(at)).copied()).collect();
                Some((one.detection.fingerprint.0.clone(), notes?))
            })
            .collect();
        let mut settled = |one: &_| recorded.covers(one);
        let inventory = Inventory::new(found, &mut settled, false, Default::default());
        let chosen: Vec<(&Told, String)> = inventory
            .at(Level::Review)
            .filter(|told| told.allowed.is_none())
            .filter_map(|told| {
                let notes = notes.get(&told.detection.fingerprint.0)?;
                Some((told, notes.iter().copied().collect::<Vec<_>>().join(", ")))
            })
            .collect();
        self.show(&chosen, lang)?;
        if self.dry_run || chosen.is_empty() {
            return Ok(crate::exit::SUCCESS);
        }
        let Typed { reason, lang: words } = settle::reason(self.reason, chosen.len(), lang)?;
        let new: Vec<Settled> = chosen
            .into_iter()
            .map(|(told, note)| settle::entry(told, reason, (self.role.clone(), Some(note))))
            .collect::<Result<_>>()?;
        place.record((&new, words), &|_| false, lang)
    }

    /// The text of the file `name` of the project; `None` when it has none.
    fn text(&self, place: &Place, name: &str) -> Option<String> {
        let file = place.snapshot.file(name)?;
        let position = place.snapshot.resolve(file)?;
        let file = place.snapshot.files.get(position).filter(|file| file.size <= LARGEST)?;
        let read = place.snapshot.reader().read(file).ok()?;
        Some(String::from_utf8_lossy(&read.bytes).into_owned())
    }

    fn show(&self, chosen: &[(&Told, String)], lang: Lang) -> Result<u8> {
        let mut lines = String::new();
        for (told, note) in chosen {
            let detection = &told.detection;
            let path = detection.places.first().and_then(|at| at.path.as_deref());
            let line = format!(
                "{}  {}:{}  {}  ← {note}",
                detection.fingerprint.0,
                path.unwrap_or_default(),
                detection.places.first().map_or(0, |at| at.line),
                told.name.get(lang),
            );
            lines.push_str(&crate::render::escape(&line));
            lines.push('\n');
        }
        if chosen.is_empty() {
            let files = FILES.join(", ");
            let line = text!(
                "Rien à reprendre : aucune exception ({files}, commentaires) ne couvre une valeur trouvée aujourd’hui.\n",
                "Nothing to take over: no exception ({files}, comments) covers a value found today.\n"
            );
            lines.push_str(line.get(lang));
        }
        super::super::print(&lines)
    }
}

/// What tells two places apart.
fn spot(at: &crate::secrets::Place) -> (Option<&str>, Option<&str>, usize, usize) {
    (at.commit.as_deref(), at.path.as_deref(), at.line, at.column)
}
