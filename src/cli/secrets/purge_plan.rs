//! `publiable secrets purge-plan`.

use super::exceptions::Settlements;
use super::settle::{self, Place};
use crate::config::edit;
use crate::error::{Error, Result};
use crate::exit;
use crate::lang::{Lang, Text};
use crate::secrets::inventory::Inventory;
use crate::secrets::purge::{self, Leak, Subject};
use crate::secrets::{Family, Found, Level};
use crate::text;
use crate::text::show::shell_quoted;
use clap::Args;
use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};

/// Write the plan that takes secrets out of the history; it rewrites nothing.
#[derive(Debug, Args)]
pub(in crate::cli) struct PurgePlan {
    /// Repository.
    #[arg(default_value = ".", value_name = "PATH")]
    path: PathBuf,
    /// Folder the plan is written to, outside of the repository: it holds the
    /// secrets in clear.
    #[arg(long, value_name = "DIR")]
    output_dir: PathBuf,
    /// Only this finding (repeatable; default: those to deal with that nothing
    /// allows).
    #[arg(long, value_name = "FINGERPRINT")]
    fingerprint: Vec<String>,
    /// File of settled findings besides those of publiable.toml.
    #[arg(long, value_name = "FILE")]
    baseline: Option<PathBuf>,
}

/// What is to be purged, and where it was looked for.
pub(super) struct Purge {
    /// What was found.
    pub found: Vec<Found>,
    /// Files that are sensitive by nature: removed whole.
    pub whole: Vec<String>,
    /// True when the history was examined.
    pub history: bool,
    /// What could not be seen.
    pub unseen: Vec<Text>,
}

impl PurgePlan {
    /// Writes the plan and its files.
    pub(super) fn run(&self, lang: Lang) -> Result<u8> {
        let place = Place::open(&self.path, self.baseline.as_deref())?;
        self.refuse_versioned(&place)?;
        let purge = look(&place, lang)?;
        let settled = Settlements::load(
            std::slice::from_ref(&place.snapshot.root),
            self.baseline.as_deref(),
        )?;
        let unseen: Vec<String> =
            purge.unseen.iter().map(|text| text.get(lang).to_string()).collect();
        let (history, whole) = (purge.history, purge.whole.clone());
        let leaks = self.leaks(purge, &settled)?;
        if leaks.is_empty() {
            let line = text!(
                "Rien à purger : aucun secret à traiter. Aucun fichier n’a été écrit.\n",
                "Nothing to purge: no secret to deal with. No file was written.\n"
            );
            return super::super::print(line.get(lang));
        }
        let folder = self.folder()?;
        let replacements = purge::replacements(&leaks);
        let paths = purge::paths(&leaks, &whole);
        let subject = Subject {
            name: place.snapshot.name(),
            address: address(&place),
            folder: shell_quoted(&folder.to_string_lossy()),
            history,
            removes: !paths.removed.is_empty(),
            renames: !paths.renamed.is_empty(),
            too_short: replacements.too_short.clone(),
            unseen: unseen.clone(),
        };
        let name = lang.pick("PLAN.fr.md", "PLAN.en.md");
        let plan = purge::plan(&subject, &leaks, lang);
        let mut files: Vec<(&str, &[u8])> =
            vec![("replacements.txt", &replacements.text), (name, plan.as_bytes())];
        files.extend(
            [("paths.txt", paths.removed.as_bytes())].into_iter().filter(|_| subject.removes),
        );
        files.extend(
            [("renames.txt", paths.renamed.as_bytes())].into_iter().filter(|_| subject.renames),
        );
        for (name, bytes) in files {
            write_private(&folder.join(name), bytes)?;
        }
        let (count, shown) = (leaks.len(), folder.join(name).display().to_string());
        let line = text!(
            count;
            "{count} secret à purger. Suivez {shown} ; rien n’a été réécrit.\n"
                | "{count} secrets à purger. Suivez {shown} ; rien n’a été réécrit.\n",
            "{count} secret to purge. Follow {shown}; nothing was rewritten.\n"
                | "{count} secrets to purge. Follow {shown}; nothing was rewritten.\n"
        );
        super::super::print(line.get(lang))?;
        Ok(if unseen.is_empty() { exit::SUCCESS } else { exit::INCOMPLETE })
    }

    /// The folder to write to, created if need be.
    fn folder(&self) -> Result<PathBuf> {
        create_private(&self.output_dir).map_err(|error| self.not_created(&error))?;
        self.output_dir.canonicalize().map_err(|error| self.not_created(&error))
    }

    fn not_created(&self, error: &std::io::Error) -> Error {
        let shown = self.output_dir.display();
        Error::usage(text!(
            "Le dossier {shown} ne peut pas être créé ({error}).",
            "The folder {shown} cannot be created ({error})."
        ))
    }

    /// Refuses a folder inside a repository, before anything is created there.
    fn refuse_versioned(&self, place: &Place) -> Result<()> {
        let parent = nearest_folder(&self.output_dir).map_err(|error| self.not_created(&error))?;
        let mut roots = vec![place.snapshot.root.clone()];
        roots.extend(place.snapshot.metadata.as_ref().map(|metadata| metadata.git_dir.clone()));
        let inside =
            roots.iter().any(|root| root.canonicalize().is_ok_and(|root| parent.starts_with(root)));
        let linked = edit::linked(&self.output_dir.join("PLAN"));
        if !inside && linked.is_none() && git2::Repository::discover(&parent).is_err() {
            return Ok(());
        }
        let shown = self.output_dir.display();
        Err(Error::usage(text!(
            "{shown} est dans un dépôt git : le plan contient les secrets en clair.",
            "{shown} is inside a git repository: the plan holds the secrets in clear."
        ))
        .remedy(text!(
            "Donnez un dossier qui n’est pas versionné.",
            "Give a folder that is not under version control."
        )))
    }

    /// The leaks to purge among what was found.
    fn leaks(&self, purge: Purge, settled: &Settlements) -> Result<Vec<Leak>> {
        let by_fingerprint: BTreeMap<String, Found> = purge
            .found
            .iter()
            .map(|found| (found.detection.fingerprint.0.clone(), found.clone()))
            .collect();
        let seen = |wanted: &str| purge.found.iter().any(|one| one.detection.is_seen_as(wanted));
        if let Some(unknown) = self.fingerprint.iter().find(|wanted| !seen(wanted)) {
            return Err(Error::usage(text!(
                "Aucun constat n’a l’empreinte « {unknown} ».",
                "No finding has the fingerprint “{unknown}”."
            )));
        }
        let mut covers = |one: &_| settled.covers(one);
        let inventory = Inventory::new(purge.found, &mut covers, true, Default::default());
        let wanted = |told: &crate::secrets::inventory::Told| {
            let detection = &told.detection;
            if !self.fingerprint.is_empty() {
                return self.fingerprint.iter().any(|wanted| detection.is_seen_as(wanted));
            }
            let purged = matches!(
                detection.family,
                Family::Credential | Family::SocialSecurityNumber | Family::BankDetails
            );
            purged && detection.level == Level::Report && told.allowed.is_none()
        };
        let chosen = inventory.told.into_iter().filter(wanted);
        let leaks = chosen.filter_map(|mut told| {
            let found = by_fingerprint.get(&told.detection.fingerprint.0)?;
            let secret = told.revealed.take()?;
            Some(Leak::new(told, secret, &found.detection))
        });
        Ok(leaks.collect())
    }
}

/// What is to be purged from the repository of `place`.
fn look(place: &Place, lang: Lang) -> Result<Purge> {
    let history = place.snapshot.metadata.is_some();
    let mut seen = place.look(None, history)?;
    settle::warn(&seen, lang);
    let found = seen.gather(true);
    let unseen = seen.unseen.iter().map(|remark| {
        let path = &remark.path;
        remark.message.after(&format!("{path} : "), &format!("{path}: "))
    });
    let sure = seen.sensitive.iter().filter(|file| file.level == Level::Report);
    let whole = sure.map(|file| file.path.clone()).collect();
    Ok(Purge { found, whole, history, unseen: unseen.collect() })
}

fn address(place: &Place) -> String {
    let remote = place.snapshot.metadata.as_ref().and_then(|m| m.publication_remote());
    let address = remote.and_then(|remote| remote.address()).map(|address| address.web());
    // Nobody types what acts on a terminal.
    let address = address.filter(|address| !address.chars().any(char::is_control));
    address.map(|address| shell_quoted(&address)).unwrap_or_default()
}

/// The real path of the first folder above `path`, or of `path`, that exists.
fn nearest_folder(path: &Path) -> std::io::Result<PathBuf> {
    let absolute = std::path::absolute(path)?;
    let existing = absolute.ancestors().find(|folder| folder.exists());
    existing.unwrap_or(Path::new("/")).canonicalize()
}

#[cfg(unix)]
fn create_private(folder: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::DirBuilderExt;
    if folder.is_dir() {
        return Ok(());
    }
    std::fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)
}

#[cfg(not(unix))]
fn create_private(folder: &Path) -> std::io::Result<()> {
    std::fs::create_dir_all(folder)
}

/// Writes a file that its owner alone can read; an existing one is refused.
fn write_private(file: &Path, bytes: &[u8]) -> Result<()> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    let written = options.open(file).and_then(|mut opened| opened.write_all(bytes));
    written.map_err(|error| {
        let shown = file.display();
        Error::usage(text!(
            "{shown} n’a pas pu être écrit ({error}).",
            "{shown} could not be written ({error})."
        ))
        .remedy(text!("Donnez un dossier vide.", "Give an empty folder."))
    })
}
