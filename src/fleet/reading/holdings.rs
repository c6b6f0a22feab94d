//! What a repository is made of: the libraries it asks for, the signs of the software it
//! uses, the packages it holds. Nobody is named in them.

use crate::project::Project;
use crate::secrets::Redacted;
use crate::signs::{self, Hit, Strength, Target};
use crate::snapshot::FileKind;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap};

/// The most signs of one strength that are kept of one target: more show nothing more.
const SIGNS: usize = 4;
/// The most packages kept of a repository.
const PACKAGES: usize = 2000;

/// A library that the repository asks for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Used {
    /// Its ecosystem, as package URLs call it.
    pub ecosystem: String,
    /// Its name.
    pub name: String,
    /// Its version; empty when it is not told.
    pub version: String,
    /// Its licence; empty when it is not known.
    pub licence: String,
    /// Whether the project asks for it, or another component does, when that is told.
    pub direct: Option<bool>,
}

/// A package whose manifest stands in the repository.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Package {
    /// Its manifest.
    pub path: String,
    /// Its ecosystem.
    pub ecosystem: String,
    /// Its name.
    pub name: String,
    /// Its version; empty when it is not told.
    pub version: String,
    /// False for a copy of what others wrote.
    pub own: bool,
    /// False when its manifest forbids publication.
    pub published: bool,
    /// Where its manifest says its code is, as addresses are compared; empty when it does
    /// not.
    pub address: String,
}

/// All of it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Holdings {
    /// Libraries.
    pub components: Vec<Used>,
    /// Signs of software.
    pub signs: Vec<Hit>,
    /// Packages.
    pub packages: Vec<Package>,
}

/// What `project` holds, without any secret.
pub(super) fn of(project: &Project<'_>) -> Holdings {
    let listed = project.inventory().listed.iter().map(|one| &one.component);
    let used = listed.map(|component| Used {
        ecosystem: component.ecosystem.code().to_string(),
        name: component.name.clone(),
        version: component.version.clone().unwrap_or_default(),
        licence: component.license.clone().unwrap_or_default(),
        direct: component.direct,
    });
    Holdings {
        components: used.collect(),
        signs: bounded(signs::of(project).hits),
        packages: packages(project),
    }
}

/// A few of `hits` of each target and strength, their text without secrets.
fn bounded(mut hits: Vec<Hit>) -> Vec<Hit> {
    let mut seen: HashMap<(Target, Strength, bool), usize> = HashMap::new();
    hits.retain(|hit| {
        let count = seen.entry((hit.target.clone(), hit.strength, hit.unsure)).or_default();
        *count += 1;
        *count <= SIGNS
    });
    for hit in &mut hits {
        hit.what = Redacted::of(&hit.what).to_string();
    }
    hits
}

fn packages(project: &Project<'_>) -> Vec<Package> {
    let files = project.snapshot.files.iter().filter(|file| file.kind == FileKind::Regular);
    let found = files.filter_map(|file| {
        let ecosystem = crate::manifest::package::ecosystem_of(&file.path)?;
        let text = project.text(file)?;
        let manifest = crate::manifest::package::parse(&file.path, ecosystem, text)?;
        let name = manifest.name.filter(|name| !name.is_empty() && name.len() < 300)?;
        let declared = manifest.repository.as_deref().map(|url| url.trim_start_matches("git+"));
        let address = declared.and_then(signs::normal_address);
        Some(Package {
            path: file.path.clone(),
            ecosystem: ecosystem.code().to_string(),
            name,
            version: manifest.version.unwrap_or_default(),
            own: file.is_own(),
            published: !manifest.private,
            address: address.unwrap_or_default(),
        })
    });
    let by_path: BTreeMap<String, Package> =
        found.take(PACKAGES).map(|package| (package.path.clone(), package)).collect();
    by_path.into_values().collect()
}
