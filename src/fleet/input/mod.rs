//! What a relay has: folders of clones, lists of any shape, the files that the State
//! publishes. Each is recognised by what it holds, not by its name.

mod json;
mod record;
mod table;
mod walk;
mod words;
mod yaml;

use crate::error::{Error, Result};
use crate::text;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

/// The longest list that is read.
const LONGEST: u64 = 512 << 20;

/// The public body that a repository belongs to, and what it is attached to.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Body {
    /// Its name, or the account that stands for it.
    pub name: String,
    /// Empty when nothing tells.
    pub ministry: String,
}

/// A repository that an input names.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Listed {
    /// Its address.
    pub url: Option<String>,
    /// A folder that holds it.
    pub path: Option<PathBuf>,
    /// Where it stands in the folder named, for one that has no address.
    pub below: String,
    /// The body that the input names.
    pub body: Option<Body>,
    /// What else the input tells.
    pub told: BTreeMap<String, String>,
}

/// An account, or a whole forge, and the body that it belongs to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Account {
    /// The forge.
    pub host: String,
    /// In lower case; empty for the whole forge.
    pub owner: String,
    /// The name of the body, when the input gives it.
    pub body: Option<Body>,
    /// Its identifier in the State's directory.
    pub directory: Option<String>,
}

/// A service of the State's directory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Service {
    /// Its name.
    pub name: String,
    /// The services it holds.
    pub below: Vec<String>,
}

/// All that the inputs name.
#[derive(Debug, Default)]
pub(crate) struct Inputs {
    /// Repositories, in the order they were named.
    pub listed: Vec<Listed>,
    /// Accounts of bodies.
    pub accounts: Vec<Account>,
    /// Services, by identifier.
    pub services: BTreeMap<String, Service>,
}

impl Inputs {
    /// Reads every one of `named`: folders, files, addresses.
    pub(crate) fn read(named: &[PathBuf]) -> Result<Inputs> {
        let mut inputs = Inputs::default();
        for one in named {
            let before = inputs.known();
            let word = one.to_string_lossy();
            if super::address::key(&word).is_some() {
                inputs.listed.push(words::word(&word, Path::new("")));
            } else if one.is_dir() {
                walk::folder(one, &mut inputs)?;
            } else {
                file(one, &mut inputs)?;
            }
            if inputs.known() == before {
                return Err(names_nothing(one));
            }
        }
        Ok(inputs)
    }

    fn known(&self) -> usize {
        self.listed.len() + self.accounts.len() + self.services.len()
    }
}

/// Reads the list in `file`.
fn file(file: &Path, inputs: &mut Inputs) -> Result<()> {
    let text = read(file)?;
    let folder = file.parent().unwrap_or(Path::new(""));
    let start = text.trim_start_matches('\u{feff}').trim_start();
    let ending = file.extension().map(|end| end.to_string_lossy().to_lowercase());
    match ending.as_deref() {
        _ if start.starts_with(['[', '{']) && ending.as_deref() != Some("toml") => {
            json::read(start, folder, inputs).map_err(|why| malformed(file, &why))
        }
        Some("yml" | "yaml") => {
            yaml::read(&text, folder, inputs).map_err(|why| malformed(file, &why))
        }
        Some("toml") => table::toml(&text, folder, inputs).map_err(|why| malformed(file, &why)),
        Some("csv" | "tsv") => {
            table::csv(start, folder, inputs).map_err(|why| malformed(file, &why))
        }
        _ => {
            inputs.listed.extend(words::lines(&text, folder));
            Ok(())
        }
    }
}

/// The text of `file`, within [`LONGEST`].
fn read(file: &Path) -> Result<String> {
    let shown = file.display();
    let unread = |error: std::io::Error| {
        Error::usage(text!(
            "L’entrée {shown} n’a pas pu être lue ({error}).",
            "The input {shown} could not be read ({error})."
        ))
        .remedy(text!(
            "Donnez un dossier de clones, une liste, ou une adresse ; voyez publiable help fleet audit.",
            "Give a folder of clones, a list, or an address; see publiable help fleet audit."
        ))
    };
    let opened = File::open(file).map_err(unread)?;
    let mut text = String::new();
    opened.take(LONGEST).read_to_string(&mut text).map_err(unread)?;
    Ok(text)
}

fn names_nothing(input: &Path) -> Error {
    let shown = input.display();
    Error::usage(text!(
        "L’entrée {shown} ne nomme aucun dépôt ni aucun compte.",
        "The input {shown} names no repository and no account."
    ))
    .remedy(text!(
        "Un tableau nomme ses colonnes : address ou path, et si possible body ; voyez publiable help fleet audit.",
        "A table names its columns: address or path, and body if possible; see publiable help fleet audit."
    ))
}

fn malformed(file: &Path, why: &str) -> Error {
    let shown = file.display();
    Error::usage(text!(
        "L’entrée {shown} est malformée : {why}.",
        "The input {shown} is malformed: {why}."
    ))
    .remedy(text!("Corrigez-la à cet endroit.", "Correct it at that place."))
}
