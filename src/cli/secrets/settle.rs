//! Records settled findings: what a person decided about values that were found.

use super::super::ignore::Typed;
use super::look::{self, Looking, Seen};
use crate::cli::asking::{self, Talk, Turn};
use crate::cli::output;
use crate::clock::today;
use crate::config::baseline::{self, Updated};
use crate::config::{FILE_NAME, Settled, SettledReason, edit};
use crate::error::{Error, Result};
use crate::exit;
use crate::lang::Lang;
use crate::secrets::Scanner;
use crate::secrets::import::Exceptions;
use crate::secrets::inventory::Told;
use crate::snapshot::targets::{self, Targets};
use crate::snapshot::{self, Snapshot, without_history};
use crate::text;
use std::path::{Path, PathBuf};

/// The repository or folder that findings are settled for.
pub(super) struct Place {
    /// What would be published.
    pub snapshot: Snapshot,
    /// The file that keeps settled findings.
    pub file: PathBuf,
}

impl Place {
    /// Opens the repository at `path`; findings are kept in `baseline`, or in
    /// its `publiable.toml`.
    pub(super) fn open(path: &Path, baseline: Option<&Path>) -> Result<Place> {
        let snapshot = without_history(path)?;
        let file = baseline.map_or_else(|| snapshot.root.join(FILE_NAME), Path::to_path_buf);
        Ok(Place { snapshot, file })
    }

    /// The files that publishing would publish, to be read from disk.
    pub(super) fn targets(&self) -> Result<Targets> {
        let mut targets = targets::list(std::slice::from_ref(&self.snapshot.root))?;
        targets.files.retain(|target| self.snapshot.file(&target.inside).is_some());
        for target in &mut targets.files {
            target.shown.clone_from(&target.inside);
            target.path.clone_from(&target.inside);
        }
        Ok(targets)
    }

    /// What is found there and, when `history` is asked for, in the history;
    /// with what `exceptions` cover.
    pub(super) fn look(&self, exceptions: Option<&Exceptions>, history: bool) -> Result<Seen> {
        let scanner = Scanner::default().of_day(self.snapshot.day());
        let looking = Looking { scanner: &scanner, exceptions };
        let mut seen = look::files(looking, &self.targets()?);
        if history {
            let options = snapshot::Options {
                path: self.snapshot.root.clone(),
                history: true,
                ..snapshot::Options::default()
            };
            seen.add_history(&options, &scanner)?;
            seen.compare_past(exceptions);
        }
        Ok(seen)
    }

    /// Writes `new`, their reasons in the words of the language given, and removes what
    /// `stale` says, then tells what was done.
    pub(super) fn record(
        &self,
        (new, words): (&[Settled], Lang),
        stale: &dyn Fn(&Settled) -> bool,
        lang: Lang,
    ) -> Result<u8> {
        let (added, kept, removed) = edit::update(&self.file, |text| {
            let Updated { text, added, kept, removed, .. } =
                baseline::update(text, (new, words), stale)?;
            Ok((text, (added, kept, removed)))
        })?;
        let shown = self.file.display();
        let line = text!(
            "{shown} : ajoutés {added}, gardés {kept}, retirés {removed}.\n",
            "{shown}: {added} added, {kept} kept, {removed} removed.\n"
        );
        super::super::print(line.get(lang))
    }
}

/// The entry that settles `told`.
pub(super) fn entry(
    told: &Told,
    reason: SettledReason,
    (role, note): (Option<String>, Option<String>),
) -> Result<Settled> {
    let rules = told.detection.family.rules();
    let in_files = told.detection.places.iter().any(|place| place.commit.is_none());
    let rule = if in_files { rules.first() } else { rules.last() };
    Ok(Settled {
        rule: rule.copied().unwrap_or_default().to_string(),
        fingerprint: told.detection.fingerprint.0.clone(),
        reason,
        date: Some(today()?),
        role,
        note,
        expires: None,
        about: told.detection.places.first().and_then(|place| place.path.clone()),
        origin: None,
        trusted: false,
    })
}

/// True when whether what `rule` found is gone can be told, the files having
/// been looked at, and the `history` too or not.
pub(super) fn was_looked_at(rule: &str, history: bool) -> bool {
    let chapter = rule.split('/').next().unwrap_or_default();
    rule == "secrets/tree"
        || matches!(chapter, "privacy" | "exposure")
        || (history && rule == "secrets/history")
}

/// The reason given, or the one a person chooses; nothing is assumed.
pub(super) fn reason(given: Option<Typed>, count: usize, lang: Lang) -> Result<Typed> {
    if let Some(typed) = given {
        return Ok(typed);
    }
    let values = SettledReason::values();
    let missing = || {
        Error::usage(text!("Il manque le motif (--reason).", "The reason is missing (--reason)."))
            .remedy(text!("Donnez l’un de : {values}.", "Give one of: {values}."; values))
    };
    if !asking::possible() {
        return Err(missing());
    }
    let labels = SettledReason::ALL.map(|reason| reason.label().get(lang).to_string());
    let prompt = text!(
        count;
        "Motif pour {count} constat" | "Motif pour {count} constats",
        "Reason for {count} finding" | "Reason for {count} findings"
    );
    let reason = match Talk::new(lang).select(prompt.get(lang), &labels, 0, false)? {
        Turn::Given(at) => SettledReason::ALL.get(at).copied(),
        _ => None,
    };
    reason.map(|reason| Typed { reason, lang }).ok_or_else(|| Error {
        code: exit::INTERRUPTED,
        ..Error::usage(text!("Rien n’a été enregistré.", "Nothing was recorded."))
    })
}

/// Says on standard error what could not be read.
pub(super) fn warn(seen: &Seen, lang: Lang) {
    let separator = lang.pick("\u{a0}: ", ": ");
    for remark in &seen.unseen {
        let line = format!("{}{separator}{}", remark.path, remark.message.get(lang));
        output::to_stderr(&format!("{}\n", crate::render::escape(&line)));
    }
}
