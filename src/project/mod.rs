//! What checks see: the files of a snapshot with what one reading of each
//! taught, parsed documents, the configuration and the date.

pub mod attestation;
mod components;
mod facts;
mod leaks;
mod licences;
pub mod openness;
mod past;
pub mod people;
mod reuse;

pub use components::{are_installed, of_snapshot as components, tells as tells_components};
pub use facts::Facts;
pub use leaks::Leaks;
pub use licences::{Licences, Survey, copied as copied_licences};
pub use past::{Past, PastFile, examine};
pub use reuse::{coverage as reuse_coverage, entries as reuse_entries};

use crate::config::Config;
use crate::document::{Document, Format};
use crate::licence::reuse::Coverage;
use crate::licence::statements;
use crate::manifest::Inventory;
use crate::manifest::package::{self, Manifest};
use crate::publiccode::PublicCode;
use crate::rule::RuleSet;
use crate::rule::role::Role;
use crate::secrets::Scanner;
use crate::snapshot::classify::Class;
use crate::snapshot::{File, FileKind, Snapshot};
use jiff::civil::Date;
use std::collections::{BTreeMap, HashSet};
use std::sync::OnceLock;

/// A repository as checks see it.
pub struct Project<'a> {
    /// The files, metadata and history.
    pub snapshot: &'a Snapshot,
    /// What the project declares.
    pub config: &'a Config,
    /// The day of the audit: ages and expiries are counted to it.
    pub today: Date,
    roles: &'a BTreeMap<String, Role>,
    by_role: BTreeMap<&'a str, Vec<usize>>,
    facts: Vec<Facts>,
    documents: Vec<OnceLock<Document>>,
    manifests: OnceLock<Vec<Manifest>>,
    scanner: &'a Scanner,
    /// What the history holds that must not be published.
    pub past: &'a Past,
    leaks: OnceLock<Leaks>,
    reuse: OnceLock<Coverage>,
    inventory: OnceLock<Inventory>,
    licences: OnceLock<Licences>,
    publiccode: OnceLock<Option<PublicCode>>,
}

impl<'a> Project<'a> {
    /// Reads each file once, keeping the text of those that play a role, that
    /// are manifests, or that `keep` asks for.
    pub fn inspect(
        (snapshot, past): (&'a Snapshot, &'a Past),
        (rules, scanner): (&'a RuleSet, &'a Scanner),
        config: &'a Config,
        today: Date,
        keep: &(dyn Fn(&File) -> bool + Sync),
    ) -> Project<'a> {
        let roles = files_by_role(snapshot, &rules.roles);
        let in_role: HashSet<usize> = roles.values().flatten().copied().collect();
        let asked = |file: &File| {
            in_role.contains(&file.position)
                || package::ecosystem_of(&file.path).is_some()
                || reuse::is_setting(file)
                || components::tells(file)
                || file.class == Class::Own && statements::reads(&file.path)
                || keep(file)
        };
        // A link is read through the file it leads to.
        let targets: HashSet<&str> = snapshot
            .files
            .iter()
            .filter(|file| matches!(file.kind, FileKind::Symlink(_)) && asked(file))
            .filter_map(|file| Some(snapshot.files[snapshot.resolve(file)?].path.as_str()))
            .collect();
        let wanted = |file: &File| asked(file) || targets.contains(file.path.as_str());
        let facts = facts::read_all(snapshot, scanner, &wanted);
        let documents = facts.iter().map(|_| OnceLock::new()).collect();
        Project {
            snapshot,
            config,
            today,
            roles: &rules.roles,
            by_role: roles,
            facts,
            documents,
            manifests: OnceLock::new(),
            scanner,
            past,
            leaks: OnceLock::new(),
            reuse: OnceLock::new(),
            inventory: OnceLock::new(),
            licences: OnceLock::new(),
            publiccode: OnceLock::new(),
        }
    }

    /// Every file of the snapshot, whatever its class.
    pub fn files(&self) -> impl Iterator<Item = &'a File> {
        self.snapshot.files.iter()
    }

    /// The project's own regular files.
    pub fn own_files(&self) -> impl Iterator<Item = &'a File> {
        self.snapshot.files.iter().filter(|file| file.is_own())
    }

    /// What reading `file` taught; a link's facts are those of the file it leads to.
    pub fn facts(&self, file: &File) -> Option<&Facts> {
        self.snapshot.resolve(file).map(|at| &self.facts[at])
    }

    /// The text of `file`, when it is text that was asked for.
    pub fn text(&self, file: &File) -> Option<&str> {
        self.facts(file)?.text.as_deref()
    }

    /// The files that could not be read, with the reason.
    pub fn unreadable(&self) -> impl Iterator<Item = (&'a File, &crate::lang::Text)> {
        let pairs = self.snapshot.files.iter().zip(&self.facts);
        pairs.filter_map(|(file, facts)| facts.error.as_ref().map(|error| (file, error)))
    }

    /// The parsed document that `file` holds.
    pub fn document(&self, file: &File) -> Option<&Document> {
        let at = self.snapshot.resolve(file)?;
        let text = self.facts[at].text.as_deref()?;
        Some(
            self.documents[at].get_or_init(|| Document::parse(text, Format::from_path(&file.path))),
        )
    }

    /// The project's own files that play `role`, those in the first folders of
    /// the role first, then by path. Links inside the repository count.
    pub fn role(&self, role: &str) -> Vec<&'a File> {
        let found = self.by_role.get(role).into_iter().flatten();
        found.map(|position| &self.snapshot.files[*position]).collect()
    }

    /// True when `path` has the name and the place of `role`, whether or not
    /// the file is there today.
    pub fn plays(&self, role: &str, path: &str) -> bool {
        self.roles.get(role).is_some_and(|role| role.rank(path).is_some())
    }

    /// The name that the file of `role` usually bears, for messages.
    pub fn usual_name<'r>(&'r self, role: &'r str) -> &'r str {
        self.roles.get(role).map_or(role, |role| role.usual())
    }

    /// The documents of the files that play `role`, in the same order.
    pub fn role_documents(&self, role: &str) -> Vec<(&'a File, &Document)> {
        let files = self.role(role).into_iter();
        files.filter_map(|file| Some((file, self.document(file)?))).collect()
    }

    /// The READMEs that present the project: those at the root, or, when the
    /// root has none, those of the next folder a forge looks in.
    pub fn readmes(&self) -> Vec<(&'a File, &Document)> {
        let all = self.role_documents("readme");
        let Some(first) = all.first().map(|(file, _)| file.folder()) else { return Vec::new() };
        let mut found: Vec<_> =
            all.into_iter().filter(|(file, _)| file.folder() == first).collect();
        // README.md is the one a forge shows, before README.en.md.
        found.sort_by_key(|(file, _)| file.name().chars().count());
        found
    }

    /// The components that the lock files and manifests of the project list.
    pub fn inventory(&self) -> &Inventory {
        self.inventory.get_or_init(|| components::of_project(self))
    }

    /// What the `publiccode.yml` at the root says.
    pub fn publiccode(&self) -> Option<&PublicCode> {
        let read = || {
            let file = self.role("publiccode").into_iter().next()?;
            Some(PublicCode::parse(&file.path, self.text(file)?))
        };
        self.publiccode.get_or_init(read).as_ref()
    }

    /// The package manifests the project wrote, the nearest to the root first.
    pub fn manifests(&self) -> &[Manifest] {
        let read = || {
            let mut files: Vec<&File> = self
                .own_files()
                .filter(|file| package::ecosystem_of(&file.path).is_some())
                .collect();
            files.sort_by_key(|file| (file.path.matches('/').count(), &file.path));
            let parsed = files.into_iter().filter_map(|file| {
                package::parse(&file.path, package::ecosystem_of(&file.path)?, self.text(file)?)
            });
            parsed.collect()
        };
        self.manifests.get_or_init(read)
    }
}

/// The positions of the files that play each role, the best placed first.
fn files_by_role<'a>(
    snapshot: &Snapshot,
    roles: &'a BTreeMap<String, Role>,
) -> BTreeMap<&'a str, Vec<usize>> {
    let mut found: BTreeMap<&str, Vec<(usize, &str, usize)>> = BTreeMap::new();
    for file in &snapshot.files {
        if file.class != Class::Own || snapshot.resolve(file).is_none() {
            continue;
        }
        let folder = file.folder().to_lowercase();
        for (id, role) in roles {
            if let Some(rank) = role.rank_in(&folder, file.name()) {
                found.entry(id).or_default().push((rank, &file.path, file.position));
            }
        }
    }
    let sorted = found.into_iter().map(|(id, mut files)| {
        files.sort_unstable();
        (id, files.into_iter().map(|(_, _, position)| position).collect())
    });
    sorted.collect()
}
