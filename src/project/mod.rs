//! What checks see: the files of a snapshot with what one reading of each
//! taught, parsed documents, the configuration and the date.

pub(crate) mod attestation;
mod components;
mod facts;
mod known;
mod leaks;
mod licences;
mod logo;
mod naming;
pub(crate) mod openness;
mod page;
mod past;
pub(crate) mod people;
mod pipelines;
mod presentation;
mod reuse;
mod words;

pub(crate) use components::{READERS, are_installed, tells as tells_components};
pub(crate) use facts::Facts;
pub(crate) use leaks::Leaks;
pub(crate) use licences::{Licences, copied as copied_licences};
pub(crate) use logo::is_state_brand;
pub(crate) use past::{Past, PastFile, examine};
pub(crate) use presentation::{Presentation, language, presents};
pub(crate) use reuse::entries as reuse_entries;

use crate::config::Config;
use crate::document::{Document, Format};
use crate::finding::Location;
use crate::licence::reuse::Coverage;
use crate::licence::statements;
use crate::manifest::Inventory;
use crate::manifest::{Manifest, package};
use crate::publiccode::PublicCode;
use crate::rule::role::Role;
use crate::secrets::Scanner;
use crate::snapshot::classify::Class;
use crate::snapshot::read::Reader;
use crate::snapshot::{File, FileKind, Snapshot};
use jiff::civil::Date;
use people::People;
use pipelines::Pipelines;
use rayon::prelude::*;
use std::collections::{BTreeMap, HashSet};
use std::sync::{LazyLock, OnceLock};

/// A repository as checks see it: each fact is read or worked out when it is
/// first asked for, and once.
pub struct Project<'a> {
    /// The files, metadata and history.
    pub snapshot: &'a Snapshot,
    /// What the project declares.
    pub config: &'a Config,
    /// The day of the audit: ages and expiries are counted to it.
    pub today: Date,
    /// What the history holds that must not be published.
    pub past: &'a Past,
    roles: &'a BTreeMap<String, Role>,
    by_role: BTreeMap<&'a str, Vec<usize>>,
    /// What examines the files; nothing does when they are read on demand.
    scanner: Option<&'a Scanner>,
    /// The positions of the files whose text is kept.
    kept: Vec<bool>,
    facts: Vec<OnceLock<Facts>>,
    documents: Vec<OnceLock<Document>>,
    manifests: OnceLock<Vec<Manifest>>,
    leaks: OnceLock<Leaks>,
    reuse: OnceLock<Coverage>,
    inventory: OnceLock<Inventory>,
    licences: OnceLock<Licences>,
    publiccode: OnceLock<Option<PublicCode>>,
    people: OnceLock<People>,
    pipelines: OnceLock<Pipelines>,
    presentation: OnceLock<Presentation>,
}

/// Something about the project, and where it is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evidenced {
    /// Where it is told.
    pub location: Location,
    /// What it is.
    pub what: String,
}

impl<'a> Project<'a> {
    /// Reads and examines each file once, keeping the text of those that play a
    /// role, that state a fact of the project, or that `keep` asks for.
    pub fn examined(
        (snapshot, past): (&'a Snapshot, &'a Past),
        (roles, scanner): (&'a BTreeMap<String, Role>, &'a Scanner),
        (config, today): (&'a Config, Date),
        keep: &dyn Fn(&File) -> bool,
    ) -> Project<'a> {
        let project = Project::new(snapshot, past, roles, (config, today), keep);
        let project = Project { scanner: Some(scanner), ..project };
        project.read_ahead(&|_| true);
        project
    }

    /// A project of which files are read when something is asked of them, and
    /// not examined: it knows of no secret, and of no history.
    pub fn on_demand(
        snapshot: &'a Snapshot,
        config: &'a Config,
        roles: &'a BTreeMap<String, Role>,
    ) -> Project<'a> {
        static NO_PAST: Past = Past { detections: Vec::new(), files: Vec::new() };
        Project::new(snapshot, &NO_PAST, roles, (config, Date::MIN), &|_| false)
    }

    /// A project read on demand in which files play no role.
    pub fn of(snapshot: &'a Snapshot) -> Project<'a> {
        static CONFIG: LazyLock<Config> = LazyLock::new(Config::default);
        static ROLES: BTreeMap<String, Role> = BTreeMap::new();
        Project::on_demand(snapshot, &CONFIG, &ROLES)
    }

    fn new(
        snapshot: &'a Snapshot,
        past: &'a Past,
        roles: &'a BTreeMap<String, Role>,
        (config, today): (&'a Config, Date),
        keep: &dyn Fn(&File) -> bool,
    ) -> Project<'a> {
        let by_role = files_by_role(snapshot, roles);
        let in_role: HashSet<usize> = by_role.values().flatten().copied().collect();
        let asked = |file: &File| {
            in_role.contains(&file.position)
                || package::ecosystem_of(&file.path).is_some()
                || reuse::is_setting(file)
                || components::tells(file)
                || people::is_mailmap(file)
                || pipelines::is_read(file)
                || file.class == Class::Own && statements::reads(&file.path)
                || keep(file)
        };
        let mut kept: Vec<bool> = snapshot.files.iter().map(asked).collect();
        // A link is read through the file it leads to.
        for file in &snapshot.files {
            if matches!(file.kind, FileKind::Symlink(_))
                && kept[file.position]
                && let Some(target) = snapshot.resolve(file)
            {
                kept[target] = true;
            }
        }
        Project {
            snapshot,
            config,
            today,
            past,
            roles,
            by_role,
            scanner: None,
            facts: kept.iter().map(|_| OnceLock::new()).collect(),
            documents: kept.iter().map(|_| OnceLock::new()).collect(),
            kept,
            manifests: OnceLock::new(),
            leaks: OnceLock::new(),
            reuse: OnceLock::new(),
            inventory: OnceLock::new(),
            licences: OnceLock::new(),
            publiccode: OnceLock::new(),
            people: OnceLock::new(),
            pipelines: OnceLock::new(),
            presentation: OnceLock::new(),
        }
    }

    /// Reads in parallel the files that are `wanted` and not read yet.
    fn read_ahead(&self, wanted: &(dyn Fn(&File) -> bool + Sync)) {
        let unread = self.snapshot.files.par_iter().filter(|file| wanted(file));
        unread.for_each_init(
            || self.snapshot.reader(),
            |reader, file| {
                self.facts[file.position].get_or_init(|| self.read(reader, file));
            },
        );
    }

    fn read(&self, reader: &Reader<'_>, file: &File) -> Facts {
        facts::read(reader, self.scanner, file, self.kept[file.position])
    }

    /// What reading each file taught.
    fn all_facts(&self) -> impl Iterator<Item = (&'a File, &Facts)> {
        self.files().map(|file| (file, self.facts_at(file.position)))
    }

    fn facts_at(&self, position: usize) -> &Facts {
        let file = &self.snapshot.files[position];
        self.facts[position].get_or_init(|| self.read(&self.snapshot.reader(), file))
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
        self.snapshot.resolve(file).map(|at| self.facts_at(at))
    }

    /// The text of `file`, when it is text that was asked for.
    pub fn text(&self, file: &File) -> Option<&str> {
        self.facts(file)?.text.as_deref()
    }

    /// The parsed document that `file` holds.
    pub fn document(&self, file: &File) -> Option<&Document> {
        let at = self.snapshot.resolve(file)?;
        let text = self.facts_at(at).text.as_deref()?;
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
        self.inventory.get_or_init(|| components::of(self))
    }

    /// What the `publiccode.yml` at the root says.
    pub fn publiccode(&self) -> Option<&PublicCode> {
        let read = || {
            let file = self.role("publiccode").into_iter().next()?;
            Some(PublicCode::parse(&file.path, self.text(file)?))
        };
        self.publiccode.get_or_init(read).as_ref()
    }

    /// The people of the history.
    pub fn people(&self) -> &People {
        self.people.get_or_init(|| people::read(self))
    }

    /// What the READMEs say of the project before their sections.
    pub fn presentation(&self) -> &Presentation {
        self.presentation.get_or_init(|| presentation::read(self))
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
