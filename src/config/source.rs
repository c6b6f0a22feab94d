//! Finds the configuration of a snapshot, the rules and the templates it extends.

use super::load::Wrong;
use super::texts::{self, Template};
use super::{Config, FILE_NAME, load};
use crate::error::{Error, Result};
use crate::rule::RuleSet;
use crate::rule::load::{Origins, RuleText};
use crate::snapshot::{Snapshot, path};
use crate::text::decode::{Content, decode};
use crate::{rule, text};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A configuration with the rules it is applied to.
pub(crate) struct Loaded {
    /// The configuration; empty when there is none.
    pub config: Config,
    /// The rules, with those of `extends` and `--rules`.
    pub rules: Arc<RuleSet>,
    /// Where each rule was read.
    pub origins: Arc<Origins>,
    /// The templates of `extends`; a later one replaces an earlier one.
    pub templates: Vec<Template>,
}

/// Loads the configuration of `snapshot`, or the one at `file`, and the rules:
/// embedded, then `extends`, then `directories`.
///
/// The repository under audit is not trusted: what its own configuration
/// extends is read from the snapshot, never from elsewhere on the disk.
pub(crate) fn load(
    snapshot: &Snapshot,
    file: Option<&Path>,
    directories: &[PathBuf],
) -> Result<Loaded> {
    let (loaded, wrong) = load_right(snapshot, (file, None), directories)?;
    wrong.first().map_or(Ok(loaded), Err)
}

/// The same without the entries that are wrong, the first of which are told. The text of the
/// `file` is that of the path in `snapshot` that stands beside it, when there is one.
pub(crate) fn load_right(
    snapshot: &Snapshot,
    (file, own): (Option<&Path>, Option<&str>),
    directories: &[PathBuf],
) -> Result<(Loaded, Wrong)> {
    let (name, text) = match (file, own) {
        (Some(file), None) => (file.display().to_string(), read_file(file)?),
        (_, own) => {
            let path = own.unwrap_or(FILE_NAME);
            (path.to_string(), snapshot_text(snapshot, path)?.unwrap_or_default())
        }
    };
    let mut config = load::parse(&name, &text)?;
    let (mut texts, mut templates) = (Vec::new(), Vec::new());
    for entry in &config.extends {
        let own = match file {
            Some(file) => {
                let place = file.parent().unwrap_or(Path::new("")).join(entry);
                let own = texts::in_folder(&place.join(texts::FOLDER))?;
                texts.extend(disk_rules(&place, own.is_empty())?);
                own
            }
            None => {
                let own = snapshot_templates(snapshot, entry)?;
                texts.extend(snapshot_rules(snapshot, entry, own.is_empty())?);
                own
            }
        };
        templates.extend(own);
    }
    for directory in directories {
        texts.extend(rule::load::read_directory(directory)?);
    }
    let (rules, origins) = rule::load::load(&texts)?;
    let wrong = load::wrong_rules(&name, &text, &config, &rules);
    load::keep_right(&mut config, &rules);
    Ok((Loaded { config, rules, origins, templates }, wrong))
}

/// The rules, with those that `extends` names in `snapshot`.
pub(crate) fn extended(snapshot: &Snapshot, extends: &[String]) -> Result<Arc<RuleSet>> {
    let mut texts = Vec::new();
    for entry in extends {
        let own = snapshot_templates(snapshot, entry)?;
        texts.extend(snapshot_rules(snapshot, entry, own.is_empty())?);
    }
    Ok(rule::load::load(&texts)?.0)
}

fn read_file(file: &Path) -> Result<String> {
    std::fs::read_to_string(file).map_err(|error| {
        let shown = file.display();
        Error::usage(text!(
            "La configuration {shown} n’est pas lisible ({error}).",
            "The configuration {shown} cannot be read ({error})."
        ))
        .remedy(text!("Vérifiez le chemin donné à --config.", "Check the path given to --config."))
    })
}

/// The text of a file of the snapshot; `None` when it is not there.
pub(super) fn snapshot_text(snapshot: &Snapshot, path: &str) -> Result<Option<String>> {
    let Some(file) = snapshot.file(path) else { return Ok(None) };
    let Some(at) = snapshot.resolve(file) else { return Ok(None) };
    let read = snapshot.reader().read(&snapshot.files[at]).map_err(|reason| {
        Error::usage(text!("{path} : {reason}.", "{path}: {reason}."; reason))
            .remedy(text!("Vérifiez ses droits d’accès.", "Check its access rights."))
    })?;
    match decode(&read.bytes) {
        Content::Text(text) => Ok(Some(text.into_owned())),
        Content::Binary => Err(Error::usage(text!(
            "{path} n’est pas un fichier texte.",
            "{path} is not a text file."
        ))),
    }
}

/// The rules at `place`; a folder of templates alone may hold none.
fn disk_rules(place: &Path, expected: bool) -> Result<Vec<RuleText>> {
    if place.is_dir() {
        return match rule::load::read_directory(place) {
            Err(_) if !expected && !holds_rules(place) => Ok(Vec::new()),
            read => read,
        };
    }
    Ok(vec![RuleText { name: place.display().to_string(), text: read_file(place)?, trusted: true }])
}

fn holds_rules(folder: &Path) -> bool {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    entries.map(|entry| entry.path()).any(|path| path.extension().is_some_and(|e| e == "toml"))
}

/// The templates of the folder `entry` of the repository, which is not trusted:
/// they are read from the snapshot, as its rules are.
fn snapshot_templates(snapshot: &Snapshot, entry: &str) -> Result<Vec<Template>> {
    let Some(folder) = path::join("", entry) else { return Ok(Vec::new()) };
    let folder = format!("{folder}/{}/", texts::FOLDER);
    let mut templates = Vec::new();
    for file in snapshot.files.iter().filter(|file| file.path.starts_with(&folder)) {
        if let Some(text) = snapshot_text(snapshot, &file.path)? {
            let name = file.path[folder.len()..].to_string();
            templates.push(Template { place: file.path.clone(), name, text });
        }
    }
    Ok(templates)
}

fn snapshot_rules(snapshot: &Snapshot, entry: &str, expected: bool) -> Result<Vec<RuleText>> {
    let missing = || {
        Error::usage(text!(
            "{FILE_NAME} : « extends » nomme {entry}, qui n’est pas dans le dépôt.",
            "{FILE_NAME}: “extends” names {entry}, which is not in the repository."
        ))
        .remedy(text!(
            "Donnez un fichier de règles ou un dossier du dépôt ; pour un autre, utilisez --rules.",
            "Give a rule file or a folder of the repository; for another one, use --rules."
        ))
    };
    let place = path::join("", entry).ok_or_else(missing)?;
    let inside = |path: &str| {
        path == place
            || (path.ends_with(".toml") && path.rsplit_once('/').is_some_and(|(f, _)| f == place))
    };
    let paths = snapshot.files.iter().map(|file| &file.path).filter(|path| inside(path));
    let mut texts = Vec::new();
    for path in paths {
        if let Some(text) = snapshot_text(snapshot, path)? {
            texts.push(RuleText { name: path.clone(), text, trusted: false });
        }
    }
    if texts.is_empty() && expected { Err(missing()) } else { Ok(texts) }
}
