//! What a project is called and where it is published: the facts that a page and
//! a logo are recognised by.

use crate::finding::Location;
use crate::project::Project;
use crate::snapshot::metadata::Address;

/// Something found, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Where it is told.
    pub location: Location,
    /// What it is.
    pub what: String,
}

pub(super) fn letters(name: &str) -> String {
    name.to_lowercase().chars().filter(|letter| letter.is_alphanumeric()).collect()
}

/// The address the project is, or will be, published at.
pub fn remote(project: &Project<'_>) -> Option<Address> {
    let declared = project.config.project.publish_url.as_deref().and_then(Address::parse);
    declared.or_else(|| project.snapshot.metadata.as_ref()?.publication_remote()?.address())
}

/// The names the project goes by, in lower-case letters and digits: its
/// repository, publiccode.yml, the manifests at the root, the README's title.
pub fn names(project: &Project<'_>) -> Vec<String> {
    let published = remote(project).map(|address| address.path);
    let mut names: Vec<String> = published
        .iter()
        .filter_map(|path| path.rsplit('/').next().map(letters))
        .chain(
            project
                .publiccode()
                .and_then(|file| file.get("name"))
                .map(|field| letters(&field.value)),
        )
        .chain(project.manifests().iter().filter(|manifest| manifest.at_root()).filter_map(
            |manifest| {
                manifest
                    .name
                    .as_deref()
                    .map(|name| letters(name.rsplit('/').next().unwrap_or(name)))
            },
        ))
        .chain(project.readmes().iter().filter_map(|(_, readme)| {
            readme.title().map(|title| letters(&title.text)).filter(|name| name.len() <= 24)
        }))
        .collect();
    let generic = ["readme", "documentation", "projet", "project", "sources", "site", "test"];
    names.retain(|name| name.len() >= 4 && !generic.contains(&name.as_str()));
    names.sort();
    names.dedup();
    names
}
