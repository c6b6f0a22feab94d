//! What the files of a repository show of the software it uses.

mod commands;
mod components;
mod files;
mod images;
mod text;

use super::software::{Sign, Strength};
use crate::project::Project;
use crate::snapshot::{File, FileKind};
use rayon::prelude::*;
use std::collections::HashMap;

/// The largest file whose text is read, in bytes: what people write is smaller.
const LARGEST: u64 = 1 << 20;

/// What a sign points to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Target {
    /// A piece of software of the table.
    Software(&'static str),
    /// An entry of the catalogue, by its position.
    Entry(usize),
}

/// A sign that was met.
#[derive(Debug, Clone)]
pub(super) struct Hit {
    /// What it points to.
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
    pub kind: &'static str,
    /// What stands there.
    pub what: String,
    /// The version told.
    pub version: Option<String>,
}

/// What the catalogue adds to the table of signs.
#[derive(Debug, Default)]
pub(super) struct Known {
    /// Addresses of repositories.
    pub addresses: HashMap<String, Target>,
    /// Names, as they are compared.
    pub names: HashMap<String, Target>,
    /// Items of Wikidata.
    pub items: HashMap<String, Target>,
}

/// Where the hits of one file go.
pub(super) struct Sink<'k> {
    known: &'k Known,
    path: &'k str,
    hits: Vec<Hit>,
}

impl<'k> Sink<'k> {
    fn new(known: &'k Known, path: &'k str) -> Sink<'k> {
        Sink { known, path, hits: Vec::new() }
    }

    /// Keeps `sign`, met at `line` as `what`.
    fn sign(&mut self, sign: &Sign, line: usize, what: &str, version: Option<String>) {
        let target = Target::Software(sign.software);
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
        let path = self.path.to_string();
        self.hits.push(Hit { target, strength, unsure: false, path, line, kind, what, version });
    }

    /// Makes the hits kept since the first `count` less sure.
    fn doubt(&mut self, count: usize) {
        self.hits[count..].iter_mut().for_each(|hit| hit.unsure = true);
    }

    /// Keeps the repository at `address`, when it is one of a known software.
    fn address(&mut self, address: &str, line: usize, strength: Strength) -> bool {
        let normal = super::catalogue::normal_address(address);
        let found = normal.and_then(|normal| self.known.addresses.get(&normal).copied());
        if let Some(target) = found {
            self.push((target, strength), line, ("repository", address), None);
        }
        found.is_some()
    }
}

/// The signs of `project`, in the order of its files, and the files whose text would
/// tell and is too large or unreadable.
pub(super) fn hits(project: &Project<'_>, known: &Known) -> (Vec<Hit>, Vec<String>) {
    let files: Vec<&File> = project.own_files().filter(|f| f.kind == FileKind::Regular).collect();
    let found = files.par_iter().map_init(
        || project.snapshot.reader(),
        |reader, file| {
            let mut sink = Sink::new(known, &file.path);
            files::name(&mut sink);
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
    let (mut hits, mut unread) = (Vec::new(), Vec::new());
    for (found, missed) in found.collect::<Vec<_>>() {
        hits.extend(found);
        unread.extend(missed);
    }
    let inventory = project.inventory();
    hits.extend(components::read(inventory, known));
    unread.extend(inventory.malformed.iter().map(|(path, _)| path.clone()));
    unread.sort();
    unread.dedup();
    (hits, unread)
}
