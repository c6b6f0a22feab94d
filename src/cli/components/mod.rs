//! `publiable components`, and the repository whose components are asked for, which
//! other commands open too.

mod libraries;
mod made;

use super::{ListShape, console, output};
use crate::error::{Error, Result};
use crate::exit;
use crate::fleet::Index;
use crate::lang::{Lang, Text};
use crate::licence::packages;
use crate::manifest::{Inventory, Listed, Origin, Scope};
use crate::project::Project;
use crate::render::{csv, escape_lines};
use crate::snapshot::{self, Snapshot};
use crate::text;
use ::console::Alignment;
use clap::{Args, ValueEnum};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};

/// List the libraries that a repository or a fleet depends on: version, licence, direct
/// or not.
#[derive(Debug, Args)]
pub(super) struct Components {
    /// Repository, or folder of a fleet audit.
    #[arg(default_value = ".", value_name = "PATH|FLEET")]
    path: PathBuf,
    /// Read the tree of this revision, without a checkout.
    #[arg(long, value_name = "REV")]
    rev: Option<String>,
    /// Format: text, json, csv, or html (a page with plots, of a fleet).
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t = Form::Text)]
    format: Form,
    /// Leave out what is needed only by other components.
    #[arg(long)]
    direct: bool,
    /// In a fleet, list only what comes from another administration of it: packages,
    /// copies, submodules, with whom to thank.
    #[arg(long)]
    made_by_administrations: bool,
    /// In a fleet, keep the repositories whose name holds this word.
    #[arg(long, value_name = "WORD")]
    repository: Option<String>,
    /// In a fleet, libraries that the terminal shows.
    #[arg(long, value_name = "N", default_value_t = 40)]
    limit: usize,
}

/// How libraries are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Form {
    Text,
    Json,
    Csv,
    Html,
}

impl Form {
    /// The form of a list; nothing for the page.
    fn list(self) -> Option<ListShape> {
        match self {
            Form::Text => Some(ListShape::Text),
            Form::Json => Some(ListShape::Json),
            Form::Csv => Some(ListShape::Csv),
            Form::Html => None,
        }
    }
}

const COLUMNS: [(&str, &str); 9] = [
    ("écosystème", "ecosystem"),
    ("composant", "component"),
    ("version", "version"),
    ("licence", "licence"),
    ("lien", "link"),
    ("usage", "use"),
    ("fichier", "file"),
    ("purl", "purl"),
    ("origine de la licence", "licence origin"),
];

impl Components {
    /// Lists them. The exit code is that of `sbom`: 3 when components are missing.
    pub(super) fn run(&self, lang: Lang) -> Result<u8> {
        if Index::is_at(&self.path) {
            return self.of_fleet(&Index::open(&self.path)?, lang);
        }
        if self.made_by_administrations {
            return Err(Error::usage(text!(
                "--made-by-administrations demande le dossier d’un parc.",
                "--made-by-administrations needs the folder of a fleet."
            ))
            .remedy(audit_first()));
        }
        let Some(format) = self.format.list() else {
            return Err(Error::usage(text!(
                "--format html demande le dossier d’un parc.",
                "--format html needs the folder of a fleet."
            ))
            .remedy(audit_first()));
        };
        let snapshot = open(&self.path, self.rev.as_deref())?;
        let project = Project::of(&snapshot);
        let inventory = project.inventory();
        let asked = |one: &&Listed| !self.direct || one.component.direct == Some(true);
        let listed: Vec<&Listed> = inventory.listed.iter().filter(asked).collect();
        match format {
            ListShape::Text => {
                super::print_page(&escape_lines(&page(&listed, lang)))?;
            }
            ListShape::Json => {
                let components: Vec<Value> = listed.iter().map(|one| object(one)).collect();
                let value = json!({ "files": inventory.files, "components": components });
                super::print_json(&value)?;
            }
            ListShape::Csv => {
                let head = COLUMNS.map(|(fr, en)| lang.pick(fr, en).to_string());
                let rows = listed.iter().map(|one| cells(one, lang));
                let rows = std::iter::once(head).chain(rows);
                output::to_stdout(false, |out| csv::table(rows, lang, out))?;
            }
        }
        tell_unread(inventory, lang);
        Ok(if inventory.is_whole() { exit::SUCCESS } else { exit::INCOMPLETE })
    }
}

impl Components {
    /// What the repositories of a fleet depend on.
    fn of_fleet(&self, index: &Index, lang: Lang) -> Result<u8> {
        let word = self.repository.as_deref().unwrap_or_default().to_lowercase();
        match (self.made_by_administrations, self.format.list()) {
            (true, Some(format)) => made::show(index, &word, format, lang)?,
            (true, None) => {
                return Err(Error::usage(text!(
                    "--made-by-administrations n’a pas de page.",
                    "--made-by-administrations has no page."
                ))
                .remedy(text!(
                    "Demandez --format text, csv ou json.",
                    "Ask for --format text, csv or json."
                )));
            }
            (false, format) => {
                libraries::show(index, (&word, self.direct, self.limit), format, lang)?;
            }
        }
        let missing = index.repositories()?.iter().filter(|one| one.missing.is_some()).count();
        if missing > 0 {
            let line = text!(missing;
                "{missing} dépôt n’a pas été lu, ou pas en entier : voir missing.csv\n" | "{missing} dépôts n’ont pas été lus, ou pas en entier : voir missing.csv\n",
                "{missing} repository was not read, or not wholly: see missing.csv\n" | "{missing} repositories were not read, or not wholly: see missing.csv\n");
            output::to_stderr(line.get(lang));
        }
        Ok(if missing == 0 { exit::SUCCESS } else { exit::INCOMPLETE })
    }
}

fn audit_first() -> Text {
    text!(
        "Auditez d’abord le parc : publiable fleet audit ENTRÉE… --out DOSSIER",
        "Audit the fleet first: publiable fleet audit INPUT… --out FOLDER"
    )
}

fn page(listed: &[&Listed], lang: Lang) -> String {
    if listed.is_empty() {
        let none = text!(
            "Aucun composant : le dépôt n’a ni fichier de verrouillage ni manifeste qui en liste.\n",
            "No component: the repository has no lock file nor manifest that lists any.\n"
        );
        return none.get(lang).to_string();
    }
    // The address of the package is left to the other shapes: a line keeps to its width.
    let head = COLUMNS[..7].iter().map(|(fr, en)| lang.pick(fr, en).to_string()).collect();
    let rows = listed.iter().map(|one| {
        let mut row = cells(one, lang)[..7].to_vec();
        if one.component.license.is_some() && one.origin == Origin::Name {
            row[3].push_str(lang.pick(" (d’après le nom)", " (by name)"));
        }
        row
    });
    let rows: Vec<Vec<String>> = std::iter::once(head).chain(rows).collect();
    let direct = listed.iter().filter(|one| one.component.direct == Some(true)).count();
    let count = listed.len();
    let total = text!(count; "{count} composant" | "{count} composants", "{count} component" | "{count} components");
    let of_them = text!(direct; "dont {direct} demandé par le projet" | "dont {direct} demandés par le projet",
        "{direct} of which the project asks for" | "{direct} of which the project asks for");
    format!(
        "{}\n{}, {}\n",
        console::columns(&rows, |_| Alignment::Left),
        total.get(lang),
        of_them.get(lang)
    )
}

/// What says the licence of a component, when something does.
fn origin(listed: &Listed) -> Text {
    let told = packages::told(&listed.origin);
    match listed.component.license {
        Some(_) => told.unwrap_or_else(|| text!("dépôt", "repository")),
        None => Text::same("–"),
    }
}

/// What a component is needed for.
fn words(scope: Scope) -> Text {
    match scope {
        Scope::Runtime => text!("exécution", "runtime"),
        Scope::Optional => text!("facultatif", "optional"),
        Scope::Unknown => Text::same("–"),
        Scope::Build => text!("construction", "build"),
        Scope::Development => text!("développement", "development"),
    }
}

fn cells(listed: &Listed, lang: Lang) -> [String; 9] {
    let component = &listed.component;
    let link = match component.direct {
        Some(true) => text!("direct", "direct"),
        Some(false) => text!("transitif", "transitive"),
        None => Text::same("–"),
    };
    let or_none = |value: &Option<String>| value.clone().unwrap_or_else(|| "–".to_string());
    [
        component.ecosystem.code().to_string(),
        component.name.clone(),
        or_none(&component.version),
        or_none(&component.license),
        link.get(lang).to_string(),
        words(component.scope).get(lang).to_string(),
        format!("{}:{}", listed.path, component.line),
        component.purl(),
        origin(listed).get(lang).to_string(),
    ]
}

fn object(listed: &Listed) -> Value {
    let component = &listed.component;
    let read_in = match &listed.origin {
        Origin::Listing => "listing",
        Origin::File(_) => "file",
        Origin::Registry { .. } => "registry",
        Origin::Name => "name",
    };
    json!({
        "purl": component.purl(),
        "ecosystem": component.ecosystem.code(),
        "name": component.name,
        "version": component.version,
        "license": component.license,
        "licenseOrigin": component.license.as_ref().map(|_| read_in),
        "direct": component.direct,
        "scope": component.scope,
        "file": listed.path,
        "line": component.line,
    })
}

/// The repository at `path`, at revision `rev` or its work tree when absent.
pub(super) fn open(path: &Path, rev: Option<&str>) -> Result<Snapshot> {
    let options = snapshot::Options {
        path: path.to_path_buf(),
        rev: rev.map(str::to_string),
        ..Default::default()
    };
    snapshot::open(&options)
}

/// Says on the error output which lock files and manifests could not be read, and
/// what they ask for that could not be told, with the place.
pub(super) fn tell_unread(inventory: &Inventory, lang: Lang) {
    let mut lines = String::new();
    for (path, fault) in inventory.malformed.iter().chain(&inventory.gaps) {
        let (line, column) = (fault.line, fault.column);
        let told = format!("{path}:{line}:{column}: {}", fault.message.get(lang));
        lines.push_str(&format!("{}\n", crate::render::escape(&told)));
    }
    super::output::to_stderr(&lines);
}
