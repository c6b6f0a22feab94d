//! Inventories of a fleet in the formats that others read. Of a repository that is not
//! public, an export holds the fields that `table.toml` marks for it, and no other:
//! neither its address, nor its files, nor its words.

mod codegouvfr;
mod codejson;
mod eu;
mod table;

use super::address;
use super::export::Table;
use super::index::{Entry, Index, Standing};
use super::reading;
use crate::error::Result;
use crate::lang::Text;
use crate::secrets::Redacted;
use clap::ValueEnum;
use serde::Deserialize;
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::LazyLock;

/// A format of inventory.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// The files of code.gouv.fr: public repositories and their accounts.
    Codegouvfr,
    /// code.json 2.0.0, which covers unpublished code.
    Codejson,
    /// The feed of valid publiccode.yml that the European catalogue harvests.
    Eu,
    /// A table with its Table Schema, for data.gouv.fr.
    Datagouv,
}

/// An article that keeps code from being published.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Exception {
    fr: String,
    en: String,
    usage: Option<String>,
}

static EXCEPTIONS: LazyLock<BTreeMap<String, Exception>> =
    LazyLock::new(|| toml::from_str(include_str!("exceptions.toml")).expect("embedded"));

/// A repository of an inventory.
struct Item {
    entry: Entry,
    public: bool,
}

impl Item {
    /// What a list told of it.
    fn told(&self, name: &str) -> Option<&str> {
        self.entry.signals.get(&format!("listed/{name}")).map(String::as_str)
    }

    fn signal(&self, name: &str) -> Option<&str> {
        self.entry.signals.get(name).map(String::as_str)
    }

    /// The exceptions that a person attested, and that still hold.
    fn exceptions(&self) -> Vec<&'static Exception> {
        let attested = EXCEPTIONS.iter().filter(|(rule, _)| {
            let answer = self.signal(rule).unwrap_or_default();
            answer == "non" || answer.starts_with("non ") && !answer.contains("stale")
        });
        attested.map(|(_, exception)| exception).collect()
    }

    /// The address in parts, as it is written: host and path.
    fn address(&self) -> Option<(String, String)> {
        let url = &self.entry.repository.address;
        let parsed = crate::snapshot::metadata::Address::parse(url)?;
        address::key(url).map(|_| (parsed.host, parsed.path))
    }

    fn bodies(&self, what: impl Fn(&super::input::Body) -> &str) -> String {
        let mut names: Vec<&str> =
            self.entry.bodies.iter().map(what).filter(|name| !name.is_empty()).collect();
        names.dedup();
        names.join(" ; ")
    }
}

impl Exception {
    fn text(&self) -> Text {
        Text::new(&*self.fr, &*self.en)
    }
}

/// Writes the inventory of `index` below `folder`; `public` says what is supposed of a
/// repository of which no list tells the visibility. Answers how many it holds.
pub(crate) fn write(index: &Index, format: Format, public: bool, folder: &Path) -> Result<usize> {
    let mut items = Vec::new();
    for key in index.keys()? {
        let Some(entry) = index.entry(&key)? else { continue };
        if entry.repository.standing == Standing::Same {
            continue;
        }
        let told = entry.signals.get("listed/visibility").map(|told| told.to_lowercase());
        let public = told.map_or(public, |told| told.starts_with("public"));
        items.push(Item { entry, public });
    }
    match format {
        Format::Codegouvfr => codegouvfr::write(&items, folder),
        Format::Codejson => codejson::write(&items, folder),
        Format::Eu => eu::write(&items, folder),
        Format::Datagouv => table::write(&items, folder),
    }
}

/// Writes `value` to the file `name` of `folder`.
fn json(folder: &Path, name: &str, value: &Value) -> Result<()> {
    let mut bytes = serde_json::to_vec_pretty(value).unwrap_or_default();
    bytes.push(b'\n');
    reading::write(&folder.join(name), &Redacted::of(&bytes))
}
