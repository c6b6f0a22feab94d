//! All the components of a project, out of all its lock files and manifests.

use super::copies::Known;
use super::graph::Ways;
use super::poms::Poms;
use super::resolved::Resolved;
use super::scripts::{Scripts, is_script};
use super::{
    Component, Ecosystem, Malformed, Role, Scope, checked, format_of, gradle, graph, jvm, read,
};
use crate::lang::Text;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// A component and the file that lists it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// The component.
    pub component: Component,
    /// The lock file or manifest.
    pub path: String,
    /// Where its licence was read.
    pub origin: Origin,
}

/// Where the licence of a component was read, the surest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// In the file that lists it, or nowhere.
    Listing,
    /// In another file of the repository, or beside it.
    File(String),
    /// In the answer of a registry, which a committed file keeps.
    Registry {
        /// The name of the registry.
        from: String,
        /// The day it answered, YYYY-MM-DD.
        date: String,
    },
    /// In a table, which knows its name alone.
    Name,
}

/// The components of a project.
#[derive(Debug, Clone, Default)]
pub struct Inventory {
    /// Each component once, sorted by kind, name and version.
    pub listed: Vec<Listed>,
    /// The files that could not be read, with the place.
    pub malformed: Vec<(String, Malformed)>,
    /// Where files ask for components that cannot be told, with the place.
    pub gaps: Vec<(String, Malformed)>,
    /// The lock files and manifests that were read, sorted.
    pub files: Vec<String>,
    /// What registries said, as the repository keeps it.
    pub(crate) resolved: Resolved,
    roots: Vec<String>,
}

struct Source<'t> {
    path: &'t str,
    folder: &'t str,
    role: Role,
    ecosystem: Ecosystem,
    components: Vec<Component>,
    roots: Vec<(String, Scope)>,
    gaps: Vec<Malformed>,
}

impl Listed {
    /// True when its licence may not be that of the version that is used: its name
    /// alone is known by it, or the version is not fixed.
    pub fn is_unsure(&self) -> bool {
        match self.origin {
            Origin::Name => true,
            Origin::Registry { .. } => self.component.version.is_none(),
            Origin::Listing | Origin::File(_) => false,
        }
    }

    /// True when the repository itself tells its licence.
    pub fn is_stated(&self) -> bool {
        matches!(self.origin, Origin::Listing | Origin::File(_))
    }
}

impl Inventory {
    /// Reads the lock files and manifests among `files` (path and text), and
    /// completes the licences with those that are `known` from copies.
    pub fn read<'t>(
        files: impl IntoIterator<Item = (&'t str, &'t str)>,
        known: &Known,
    ) -> Inventory {
        let mut inventory = Inventory::default();
        let mut sources: Vec<Source<'t>> = Vec::new();
        let files: Vec<(&'t str, &'t str)> = files.into_iter().collect();
        let is_pom = |path: &str| path == "pom.xml" || path.ends_with("/pom.xml");
        let poms = Poms::of(files.iter().copied().filter(|(path, _)| is_pom(path)));
        let scripts = Scripts::of(files.iter().copied());
        for (path, text) in files {
            let Some(format) = format_of(path) else { continue };
            inventory.files.push(path.to_string());
            let found = if is_pom(path) {
                checked(path, text, &|path, text| jvm::pom_among(path, text, &poms))
            } else if is_script(path) {
                checked(path, text, &|path, text| gradle::script_among(path, text, &scripts))
            } else {
                read(&format, path, text)
            };
            match found {
                Ok(listing) => sources.push(Source {
                    path,
                    folder: path.rsplit_once('/').map_or("", |(folder, _)| folder),
                    role: format.role,
                    ecosystem: format.ecosystem,
                    components: listing.components,
                    roots: listing.roots,
                    gaps: listing.gaps,
                }),
                Err(error) => inventory.malformed.push((path.to_string(), error)),
            }
        }
        inventory.files.sort();
        inventory.malformed.sort_by(|left, right| left.0.cmp(&right.0));
        inventory.join(sources);
        inventory.complete(known);
        inventory
    }

    /// Gives the components whose licence is not told the one that is `known`
    /// from copies.
    pub fn complete(&mut self, known: &Known) {
        for listed in &mut self.listed {
            if listed.component.license.is_none()
                && let Some((license, path)) = known.of(&listed.component)
            {
                listed.component.license = Some(license.to_string());
                listed.origin = Origin::File(path.to_string());
            }
        }
    }

    /// Gives the components whose licence is not told in the repository the one that
    /// registries said, and keeps what they said of all.
    pub(crate) fn complete_resolved(&mut self, resolved: Resolved) {
        for listed in &mut self.listed {
            if listed.component.license.is_none()
                && let Some(answer) = resolved.answers.get(&listed.component.purl())
                && let Some(words) = answer.words()
            {
                let (from, date) = (answer.from.clone(), answer.date.clone());
                listed.component.license = Some(words.to_string());
                listed.origin = Origin::Registry { from, date };
            }
        }
        self.resolved = resolved;
    }

    /// Gives the components whose licence nothing tells the one that `table` knows
    /// their name by.
    pub fn complete_by_name(&mut self, mut table: impl FnMut(&Component) -> Option<&'static str>) {
        let silent = self.listed.iter_mut().filter(|one| one.component.license.is_none());
        for listed in silent {
            if let Some(license) = table(&listed.component) {
                listed.component.license = Some(license.to_string());
                listed.origin = Origin::Name;
            }
        }
    }

    /// Records a lock file or a manifest whose text could not be had.
    pub fn unread(&mut self, path: &str, why: Text) {
        self.fails(path, Malformed::at(1, 1, why));
    }

    /// Records a file about components that could not be read.
    pub fn fails(&mut self, path: &str, fault: Malformed) {
        self.malformed.push((path.to_string(), fault));
        self.malformed.sort_by(|left, right| left.0.cmp(&right.0));
    }

    /// True when every lock file and manifest was read wholly.
    pub fn is_whole(&self) -> bool {
        self.malformed.is_empty() && self.gaps.is_empty()
    }

    /// The place and the fault of the file at `path`, when it could not be read.
    pub fn fault(&self, path: &str) -> Option<&Malformed> {
        self.malformed.iter().find(|(at, _)| at == path).map(|(_, fault)| fault)
    }

    /// The kinds of packages that have a component whose licence is not told.
    pub fn untold(&self) -> BTreeSet<Ecosystem> {
        let silent = self.listed.iter().filter(|one| one.component.license.is_none());
        silent.map(|one| one.component.ecosystem).collect()
    }

    /// Lock files first, each with what the manifests it covers ask for; then
    /// the manifests that no lock file covers.
    fn join(&mut self, mut sources: Vec<Source<'_>>) {
        sources.sort_by(|left, right| left.path.cmp(right.path));
        let locks: HashSet<(Ecosystem, String)> = sources
            .iter()
            .filter(|source| source.role == Role::Lock)
            .map(|source| (source.ecosystem, source.folder.to_string()))
            .collect();
        let mut asked: HashMap<(Ecosystem, String), Vec<(String, Scope)>> = HashMap::new();
        let mut loose: Vec<Source<'_>> = Vec::new();
        let mut locked: Vec<Source<'_>> = Vec::new();
        for mut source in sources {
            if source.role == Role::Lock {
                self.miss(&mut source);
                locked.push(source);
                continue;
            }
            match covering(&locks, source.ecosystem, source.folder) {
                Some(folder) => {
                    asked.entry((source.ecosystem, folder)).or_default().extend(source.roots);
                }
                None => {
                    self.miss(&mut source);
                    loose.push(source);
                }
            }
        }
        let mut merged: BTreeMap<(Ecosystem, String, Option<String>), Listed> = BTreeMap::new();
        for mut source in locked {
            let mut roots = source.roots;
            let key = (source.ecosystem, source.folder.to_string());
            roots.extend(asked.get(&key).into_iter().flatten().cloned());
            let scoped: HashSet<String> = roots
                .iter()
                .filter(|(_, scope)| *scope != Scope::Unknown)
                .map(|(name, _)| name.clone())
                .collect();
            roots.retain(|(name, scope)| *scope != Scope::Unknown || !scoped.contains(name));
            graph::settle(&mut source.components, &roots);
            self.roots.extend(roots.into_iter().map(|(name, _)| name));
            merge(&mut merged, source.components, source.path);
        }
        for source in loose {
            self.roots.extend(source.roots.into_iter().map(|(name, _)| name));
            merge(&mut merged, source.components, source.path);
        }
        self.listed = merged.into_values().collect();
        self.roots.sort();
        self.roots.dedup();
    }

    /// Keeps the gaps of a file that no lock file makes up for.
    fn miss(&mut self, source: &mut Source<'_>) {
        let gaps = std::mem::take(&mut source.gaps).into_iter();
        self.gaps.extend(gaps.map(|gap| (source.path.to_string(), gap)));
    }

    /// The shortest ways from what the project asks for to each component.
    pub fn ways(&self) -> Ways<'_> {
        let components: Vec<&Component> =
            self.listed.iter().map(|listed| &listed.component).collect();
        Ways::new(&components, &self.roots)
    }
}

/// The folder of the nearest lock file, in `folder` or above it.
fn covering(
    locks: &HashSet<(Ecosystem, String)>,
    ecosystem: Ecosystem,
    folder: &str,
) -> Option<String> {
    let mut current = Some(folder);
    while let Some(folder) = current {
        if locks.contains(&(ecosystem, folder.to_string())) {
            return Some(folder.to_string());
        }
        current = match folder {
            "" => None,
            _ => Some(folder.rsplit_once('/').map_or("", |(above, _)| above)),
        };
    }
    None
}

fn merge(
    merged: &mut BTreeMap<(Ecosystem, String, Option<String>), Listed>,
    components: Vec<Component>,
    path: &str,
) {
    for component in components {
        let key = (component.ecosystem, component.name.clone(), component.version.clone());
        match merged.get_mut(&key) {
            Some(known) => {
                let known = &mut known.component;
                known.scope = known.scope.min(component.scope);
                known.direct = known.direct.max(component.direct);
                known.license = known.license.take().or(component.license);
                known.checksum = known.checksum.take().or(component.checksum);
                for name in component.requires {
                    if known.requires.len() < 10_000 && !known.requires.contains(&name) {
                        known.requires.push(name);
                    }
                }
            }
            None => {
                let listed = Listed { component, path: path.to_string(), origin: Origin::Listing };
                merged.insert(key, listed);
            }
        }
    }
}
