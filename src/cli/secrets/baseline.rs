//! `publiable secrets baseline update`.

use super::super::ignore::{Typed, parse_reason};
use super::super::output;
use super::exceptions::Settlements;
use super::scan::LevelArg;
use super::settle::{self, Place};
use crate::config::Settled;
use crate::error::{Error, Result};
use crate::lang::Lang;
use crate::secrets::inventory::{Inventory, Told};
use crate::text;
use clap::{Args, Subcommand};
use std::collections::BTreeSet;
use std::path::PathBuf;

/// Keep the findings that are settled.
#[derive(Debug, Subcommand)]
pub(in crate::cli) enum Baseline {
    /// Record the current findings as settled, with their reason; fingerprints only.
    Update(Update),
}

#[derive(Debug, Args)]
pub(in crate::cli) struct Update {
    /// Repository or folder.
    #[arg(default_value = ".", value_name = "PATH")]
    path: PathBuf,
    /// Why they are settled: false-positive, revoked, test-value or public.
    #[arg(long, value_name = "REASON", value_parser = parse_reason)]
    reason: Option<Typed>,
    /// Only this finding (repeatable).
    #[arg(long, value_name = "FINGERPRINT")]
    fingerprint: Vec<String>,
    /// Findings recorded: report, review (and report), or all.
    #[arg(long, value_enum, value_name = "LEVEL", default_value_t = LevelArg::Report)]
    level: LevelArg,
    /// Function of who settles them, never a name: a proven credential asks for it.
    #[arg(long, value_name = "FUNCTION")]
    role: Option<String>,
    /// What a reader should know; it becomes public with the file.
    #[arg(long, value_name = "TEXT")]
    note: Option<String>,
    /// Look at the whole history too.
    #[arg(long)]
    history: bool,
    /// Remove the entries that match nothing any more.
    #[arg(long)]
    prune: bool,
    /// File to keep them in instead of the publiable.toml of the repository.
    #[arg(long, value_name = "FILE")]
    baseline: Option<PathBuf>,
}

impl Baseline {
    /// Does what was asked for.
    pub(super) fn run(&self, lang: Lang) -> Result<u8> {
        match self {
            Baseline::Update(update) => update.run(lang),
        }
    }
}

impl Update {
    fn run(&self, lang: Lang) -> Result<u8> {
        let place = Place::open(&self.path, self.baseline.as_deref())?;
        let recorded = Settlements::of(&place.file)?;
        let mut seen = place.look(None, self.history)?;
        settle::warn(&seen, lang);
        let found = seen.gather(true);
        let complete = seen.unseen.is_empty();
        let mut covers = |one: &_| recorded.covers(one);
        let inventory = Inventory::new(found, &mut covers, false, Default::default());
        let chosen = self.chosen(&inventory)?;
        let open = self.admitted(chosen, lang);
        let (new, words) = match open.is_empty() {
            true => (Vec::new(), lang),
            false => {
                let typed = settle::reason(self.reason, open.len(), lang)?;
                let said = || (self.role.clone(), self.note.clone());
                let entries = open.iter().map(|told| settle::entry(told, typed.reason, said()));
                (entries.collect::<Result<Vec<Settled>>>()?, typed.lang)
            }
        };
        let stale = self.stale(&recorded, complete)?;
        place.record((&new, words), &|entry| stale.contains(&entry.fingerprint), lang)
    }

    /// What of `chosen` may be recorded: the repository alone does not settle a proven
    /// credential, and says so.
    fn admitted<'i>(&self, chosen: Vec<&'i Told>, lang: Lang) -> Vec<&'i Told> {
        let trusted = self.role.is_some() || self.baseline.is_some();
        let (open, refused): (Vec<&Told>, Vec<&Told>) =
            chosen.into_iter().partition(|told| trusted || !told.detection.is_proven());
        if !refused.is_empty() {
            let count = refused.len();
            let line = text!(
                count;
                "{count} identifiant avéré n’est pas enregistré : le dépôt audité ne le règle pas seul. Donnez la fonction de qui en répond (--role), ou gardez-le dans votre fichier (--baseline)."
                    | "{count} identifiants avérés ne sont pas enregistrés : le dépôt audité ne les règle pas seul. Donnez la fonction de qui en répond (--role), ou gardez-les dans votre fichier (--baseline).",
                "{count} proven credential is not recorded: the audited repository does not settle it alone. Give the function of who answers for it (--role), or keep it in a file of yours (--baseline)."
                    | "{count} proven credentials are not recorded: the audited repository does not settle them alone. Give the function of who answers for them (--role), or keep them in a file of yours (--baseline)."
            );
            output::to_stderr(&format!("{}\n", line.get(lang)));
        }
        open
    }

    /// The findings to record: those nothing settles yet, among those named.
    fn chosen<'i>(&self, inventory: &'i Inventory) -> Result<Vec<&'i Told>> {
        let named =
            |told: &&Told| self.fingerprint.iter().any(|one| told.detection.is_seen_as(one));
        if self.fingerprint.is_empty() {
            let told = inventory.at(self.level.into());
            return Ok(told.filter(|told| told.allowed.is_none()).collect());
        }
        let chosen: Vec<&Told> = inventory.told.iter().filter(named).collect();
        let known = |wanted: &&String| !chosen.iter().any(|told| told.detection.is_seen_as(wanted));
        if let Some(unknown) = self.fingerprint.iter().find(known) {
            return Err(Error::usage(text!(
                "Aucun constat n’a l’empreinte « {unknown} ».",
                "No finding has the fingerprint “{unknown}”."
            ))
            .remedy(text!(
                "Les empreintes : publiable secrets scan --level all",
                "The fingerprints: publiable secrets scan --level all"
            )));
        }
        Ok(chosen.into_iter().filter(|told| told.allowed.is_none()).collect())
    }

    /// The fingerprints to remove. What may be in the history, or in what could
    /// not be read, is not said to be gone.
    fn stale(&self, recorded: &Settlements, complete: bool) -> Result<BTreeSet<String>> {
        if !self.prune {
            return Ok(BTreeSet::new());
        }
        if !complete {
            return Err(Error::unseen(text!(
                "--prune demande que tout soit lu.",
                "--prune needs everything to be read."
            )));
        }
        let unused = recorded.unused().into_iter();
        let here = unused.filter(|entry| settle::was_looked_at(&entry.rule, self.history));
        Ok(here.map(|entry| entry.fingerprint.clone()).collect())
    }
}
