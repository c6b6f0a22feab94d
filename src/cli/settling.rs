//! What `publiable ignore`, `waive` and `explain` share: finding again what an audit
//! told, and changing the file that settles it.

use super::Global;
use super::console::{self, Progress};
use crate::audit::{Options, audit_telling};
use crate::config::{FILE_NAME, edit};
use crate::error::{Error, Result};
use crate::lang::Lang;
use crate::report::Report;
use crate::snapshot::cache::Cache;
use crate::snapshot::{Snapshot, without_history};
use crate::text;
use crate::text::difference::unified;
use clap::Args;
use std::path::{Path, PathBuf};

/// The repository, and how its findings are found again.
#[derive(Debug, Args)]
pub(super) struct Place {
    /// Repository.
    #[arg(short = 'C', long, default_value = ".", value_name = "PATH")]
    pub repository: PathBuf,
    /// Do not look at the history: a secret that it alone holds is not found.
    #[arg(long)]
    pub no_history: bool,
}

impl Place {
    /// The report of the repository: the one that the cache keeps when nothing changed.
    pub(super) fn report(&self, global: &Global, lang: Lang) -> Result<Report> {
        let options = Options {
            history: !self.no_history,
            lang: Some(lang),
            cache: Cache::usual_folder(),
            ..Options::default()
        };
        let progress = Progress::start(global, lang);
        let report = audit_telling(&self.repository, &options, &|said| progress.say(said));
        progress.finish();
        report
    }

    /// The files of the repository and its configuration.
    pub(super) fn snapshot(&self) -> Result<Snapshot> {
        without_history(&self.repository)
    }
}

/// The error for a fingerprint that no finding of the repository has.
pub(super) fn unknown(fingerprint: &str) -> Error {
    Error::usage(text!(
        "Aucun constat de ce dépôt n’a l’empreinte « {fingerprint} ».",
        "No finding of this repository has the fingerprint “{fingerprint}”."
    ))
    .remedy(text!(
        "Les empreintes : publiable audit --details all",
        "The fingerprints: publiable audit --details all"
    ))
}

/// Where a change goes, and whether it is written.
#[derive(Debug, Args)]
pub(super) struct Writing {
    /// Show what would change, and write nothing.
    #[arg(long)]
    pub dry_run: bool,
}

impl Writing {
    /// Changes `file` to what `change` makes of it, and shows the difference.
    pub(super) fn record(
        &self,
        (file, global, lang): (&Path, &Global, Lang),
        change: impl FnOnce(&str) -> Result<String>,
    ) -> Result<u8> {
        let (before, after) = edit::update(file, |before| {
            let after = change(before)?;
            let written = if self.dry_run { before } else { &after };
            Ok((written.to_string(), (before.to_string(), after.clone())))
        })?;
        let name = file.file_name().map_or(FILE_NAME.into(), |name| name.to_string_lossy());
        let old = (!before.is_empty()).then_some(before.as_str());
        let mut page = console::painted(&unified(old, &after, &name), console::colours(global));
        let shown = file.display();
        let done = match (before == after, self.dry_run) {
            (true, _) => text!("{shown} : rien à changer.", "{shown}: nothing to change."),
            (false, true) => {
                text!("{shown} : rien n’a été écrit.", "{shown}: nothing was written.")
            }
            (false, false) => text!("{shown} : écrit.", "{shown}: written."),
        };
        page.push_str(done.get(lang));
        page.push('\n');
        super::print_page(&page)
    }
}
