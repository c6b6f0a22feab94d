//! What the files of a repository show of the software it uses, whatever the
//! catalogue that will be asked about it.

mod address;
mod ansible;
mod commands;
mod components;
mod files;
mod images;
mod servers;
pub(crate) mod software;
mod text;

pub(crate) use address::normal_address;
pub(crate) use software::Strength;

use crate::project::Project;
use crate::publiccode::PublicCode;
use crate::snapshot::{File, FileKind};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use software::{Sign, TABLES};
use std::collections::HashSet;

/// The largest file whose text is read, in bytes: what people write is smaller.
const LARGEST: u64 = 1 << 20;

/// What a sign points to.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase", tag = "target", content = "value")]
pub(crate) enum Target {
    /// A piece of software of the table, by its key.
    Software(String),
    /// A repository, which a catalogue may know.
    Address(String),
    /// An item of Wikidata.
    Item(String),
    /// A name, as names are compared.
    Name(String),
}

impl Target {
    /// What kind of target it is, and which one.
    pub(crate) fn parts(&self) -> (&'static str, &str) {
        match self {
            Target::Software(key) => ("software", key),
            Target::Address(address) => ("address", address),
            Target::Item(item) => ("item", item),
            Target::Name(name) => ("name", name),
        }
    }

    /// The target of those [`Target::parts`].
    pub(crate) fn of(kind: &str, value: String) -> Target {
        match kind {
            "software" => Target::Software(value),
            "address" => Target::Address(value),
            "item" => Target::Item(value),
            _ => Target::Name(value),
        }
    }
}

/// A sign that was met.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Hit {
    /// What it points to.
    #[serde(flatten)]
    pub target: Target,
    /// What it says.
    pub strength: Strength,
    /// It says so one step less surely: it came with something else, or is a name alone.
    pub unsure: bool,
    /// Its file.
    pub path: String,
    /// Its line.
    pub line: usize,
    /// Its kind.
    pub kind: String,
    /// What stands there.
    pub what: String,
    /// The version told.
    pub version: Option<String>,
}

/// Where the hits of one file go.
struct Sink<'p> {
    path: &'p str,
    hits: Vec<Hit>,
}

impl<'p> Sink<'p> {
    fn new(path: &'p str) -> Sink<'p> {
        Sink { path, hits: Vec::new() }
    }

    /// Keeps `sign`, met at `line` as `what`.
    fn sign(&mut self, sign: &Sign, line: usize, what: &str, version: Option<String>) {
        let target = Target::Software(sign.software.to_string());
        self.push((target, sign.strength), line, (sign.kind, what), version);
    }

    fn push(
        &mut self,
        (target, strength): (Target, Strength),
        line: usize,
        (kind, what): (&'static str, &str),
        version: Option<String>,
    ) {
        let what = what.chars().take(200).collect();
        let (path, kind) = (self.path.to_string(), kind.to_string());
        self.hits.push(Hit { target, strength, unsure: false, path, line, kind, what, version });
    }

    /// Makes the hits kept since the first `count` less sure.
    fn doubt(&mut self, count: usize) {
        self.hits[count..].iter_mut().for_each(|hit| hit.unsure = true);
    }

    /// Keeps the repository at `address`, and answers whether a software of the table is
    /// there.
    fn address(&mut self, address: &str, line: usize, strength: Strength) -> bool {
        let Some(normal) = normal_address(address) else { return false };
        let known = TABLES.at_address(&normal);
        let target = known.map_or(Target::Address(normal), |key| Target::Software(key.to_string()));
        self.push((target, strength), line, ("repository", address), None);
        known.is_some()
    }
}

/// Keeps what is fetched from `address`: a repository, or what is given out there.
fn fetched(address: &str, line: usize, sink: &mut Sink<'_>) {
    let address = address.trim_matches(['"', '\'', '[', ']', ',', '(', ')']);
    if !address.contains("://") && !address.starts_with("git@") {
        return;
    }
    if sink.address(address, line, Strength::Is) {
        return;
    }
    for sign in TABLES.downloads(address) {
        sink.sign(sign, line, sign.value, None);
    }
}

/// What the files of a repository show.
#[derive(Debug, Default)]
pub(crate) struct Signs {
    /// The signs, in the order of the files.
    pub hits: Vec<Hit>,
    /// The files that would tell and could not be read wholly.
    pub unread: Vec<String>,
}

/// The signs of `project`.
pub(crate) fn of(project: &Project<'_>) -> Signs {
    let files: Vec<&File> = project.own_files().filter(|f| f.kind == FileKind::Regular).collect();
    let found = files.par_iter().map_init(
        || project.snapshot.reader(),
        |reader, file| {
            let mut sink = Sink::new(&file.path);
            files::name(&mut sink);
            if text::is_documentation(&file.path) {
                // What is shown there is an example as often as it is used.
                sink.doubt(0);
            }
            let mut unread = None;
            if text::tells(&file.path) {
                let bytes = (file.size <= LARGEST).then(|| reader.read(file).ok()).flatten();
                match bytes.filter(|bytes| bytes.complete) {
                    Some(bytes) => text::read(&String::from_utf8_lossy(&bytes.bytes), &mut sink),
                    None => unread = text::must_be_read(&file.path).then(|| file.path.clone()),
                }
            }
            (sink.hits, unread)
        },
    );
    let mut signs = Signs::default();
    for (found, missed) in found.collect::<Vec<_>>() {
        signs.hits.extend(found);
        signs.unread.extend(missed);
    }
    let inventory = project.inventory();
    signs.hits.extend(components::read(inventory));
    signs.unread.extend(inventory.malformed.iter().map(|(path, _)| path.clone()));
    signs.unread.sort();
    signs.unread.dedup();
    signs
}

/// The addresses at which the project says it stands.
pub(crate) fn own_addresses(project: &Project<'_>) -> HashSet<String> {
    let remotes = project.snapshot.metadata.iter().flat_map(|metadata| &metadata.remotes);
    let mut own: HashSet<String> =
        remotes.filter_map(|remote| normal_address(&remote.url)).collect();
    let root = project.manifests().iter().filter(|manifest| manifest.at_root());
    let declared = root.filter_map(|manifest| manifest.repository.as_deref());
    own.extend(declared.filter_map(|url| normal_address(url.trim_start_matches("git+"))));
    let named = ["publiccode.yml", "publiccode.yaml"].iter();
    for file in named.filter_map(|name| project.files().find(|file| file.path == *name)) {
        let Ok(read) = project.snapshot.reader().read(file) else { continue };
        let publiccode = PublicCode::parse(&file.path, &String::from_utf8_lossy(&read.bytes));
        own.extend(publiccode.get("url").and_then(|url| normal_address(&url.value)));
    }
    own
}
