//! Reads a whole history: the objects, what the references lead to, what the
//! blobs hold and where they come from.

use super::attribute::{self, Ask, Place, Places};
use super::commits::Annals;
use super::examine::{self, Examine};
use super::notes::notes_of;
use super::reach::{self, PathId, Reach};
use super::tips::Source;
use super::trees::Trees;
use super::{Commit, History, Note, Oid, TagMessage, Unread};
use crate::snapshot::objects::{Buffers, Fault, Forest, Id, Kind, NONE, Number, Store};
use crate::snapshot::path;
use crate::snapshot::survey::{self, HistoricBlob, Survey};
use jiff::Timestamp;
use std::collections::HashSet;

/// A history whose commits and trees were read, and whose blobs are still to be.
pub(crate) struct HistoryReader {
    store: Store,
    forest: Forest,
    annals: Annals,
    trees: Trees,
    reach: Reach,
    head: HashSet<Number>,
    notes: Vec<Note>,
}

/// A blob in which something was found, or whose name is of interest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BlobPlace {
    /// Object id.
    pub id: Oid,
    /// Its path in the commit that introduced it.
    pub path: String,
    /// The commit that introduced it.
    pub commit: Oid,
    /// When that commit was written; `None` for a file or a folder that a tag names
    /// without any commit.
    pub date: Option<Timestamp>,
    /// True when the audited commit still holds it, at some path.
    pub in_head: bool,
    /// Its size in bytes, when it is known.
    pub size: Option<u64>,
}

/// Something found in a blob.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sighting {
    /// Position in [`Examined::hits`].
    pub hit: usize,
    /// Position in [`Examined::blobs`].
    pub blob: usize,
    /// Where the bytes it depends on start in the blob.
    pub start: usize,
    /// Where they end.
    pub end: usize,
    /// The line where they start, counted from 1.
    pub line: usize,
}

/// What examining a history gave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Examined<H> {
    /// What was found; what blobs share is found once.
    pub hits: Vec<H>,
    /// Where each hit is, the earliest blobs first.
    pub sightings: Vec<Sighting>,
    /// The blobs of the sightings, the earliest first.
    pub blobs: Vec<BlobPlace>,
    /// The files whose name is of interest, one for each path and content, the
    /// earliest first.
    pub names: Vec<BlobPlace>,
}

impl<H> Default for Examined<H> {
    fn default() -> Self {
        Examined { hits: Vec::new(), sightings: Vec::new(), blobs: Vec::new(), names: Vec::new() }
    }
}

/// No more paths than this are told of what could not be read.
const MAX_PATHS: usize = 10;

impl HistoryReader {
    /// Reads the commits and the trees of a history.
    pub(crate) fn new(source: &Source) -> Self {
        let mut store = Store::open(&source.objects);
        let forest = Forest::new(&mut store);
        let annals = Annals::read(&store, &forest);
        let mut trees = Trees::read(&store, &forest);
        let reach = reach::reach(&store, &annals, &trees, &source.bounds);
        let head = source.head.map(|head| blobs_of(&store, &annals, &trees, head));
        trees.forget_folders();
        let notes = source.notes.iter();
        let notes = notes.flat_map(|(name, tip)| notes_of(&store, &annals, name, tip)).collect();
        HistoryReader { head: head.unwrap_or_default(), store, forest, annals, trees, reach, notes }
    }

    /// Examines every blob once, and looks for the files whose name (the last
    /// part of the path) is `interesting`.
    pub(crate) fn examine<E: Examine>(
        mut self,
        examiner: &E,
        interesting: &dyn Fn(&str) -> bool,
    ) -> (History, Examined<E::Hit>) {
        let names = 0..self.trees.names.len() as u32;
        let interesting: Vec<bool> = names
            .map(|name| interesting(&String::from_utf8_lossy(self.trees.names.get(name))))
            .collect();
        let mut ask = vec![Ask::Nothing; self.store.len() + self.trees.missing.len()];
        let reachable = self.reachable(&mut ask, &interesting);
        let store = (&self.store, &self.forest);
        let mut read = examine::read(store, &self.trees, &reachable, examiner);
        let wanted = read.sightings.iter().map(|sighting| sighting.blob);
        let wanted = wanted
            .chain(read.large.iter().chain(&read.executables).map(|blob| blob.0))
            .chain(read.faults.iter().map(|fault| fault.0));
        for number in wanted {
            ask[number as usize] = Ask::First;
        }
        for number in 0..self.store.len() as Number {
            if self.trees.names_of(number).any(|name| interesting[name as usize]) {
                ask[number as usize] = Ask::Every;
            }
        }
        ask[self.store.len()..].fill(Ask::First);
        let places = match ask.iter().all(|ask| *ask == Ask::Nothing) {
            true => Places::default(),
            false => attribute::attribute(store, &self.trees, &self.reach, &ask, &interesting),
        };
        let examined = Examined {
            names: self.named(&places),
            ..self.examined(&mut read.hits, read.sightings, &places)
        };
        let survey = self.survey(&read.large, &read.executables, read.blobs, &places);
        let history = self.history(survey, &read.faults, &places);
        (history, examined)
    }

    /// For each object, whether it is a blob that is told.
    fn reachable(&self, ask: &mut [Ask], interesting: &[bool]) -> Vec<bool> {
        let numbers = 0..self.store.len() as Number;
        let is_tree = |number: &Number| self.store.kind(*number) == Some(Kind::Tree);
        let visited = |number: Number| self.reach.visits[number as usize] != NONE;
        let direct: HashSet<Number> = self.reach.blobs.iter().map(|blob| blob.0).collect();
        if self.reach.excluded == 0 && numbers.clone().filter(is_tree).all(visited) {
            let named = numbers.map(|n| self.trees.is_file(n) || direct.contains(&n));
            return named.collect();
        }
        ask.fill(Ask::First);
        let store = (&self.store, &self.forest);
        let places = attribute::attribute(store, &self.trees, &self.reach, ask, interesting);
        ask.fill(Ask::Nothing);
        let told = self.reach.first_told();
        numbers.map(|n| places.first(n).is_some_and(|place| place.visit >= told)).collect()
    }

    fn place(&self, number: Number, place: Place, size: Option<u64>) -> BlobPlace {
        let origin = self.reach.origin(place.visit);
        let folder = self.reach.folders.get(place.visit as usize).copied().unwrap_or_default();
        let raw = self.reach.paths.write(folder, place.name, &self.trees.names);
        let commit = self.annals.commit(origin);
        BlobPlace {
            id: oid(self.store.id(number)),
            path: path::display(&raw),
            commit: oid(self.store.id(origin)),
            date: commit.map(|commit| commit.author.1),
            in_head: self.head.contains(&number),
            size,
        }
    }

    fn named(&self, places: &Places) -> Vec<BlobPlace> {
        let mut buffers = Buffers::default();
        let mut found: Vec<_> = places.every.iter().collect();
        found.sort_unstable_by_key(|((folder, name, number), visit)| {
            (*visit, *name, *folder, *number)
        });
        let told = found.into_iter().filter(|((_, _, number), _)| {
            let first = places.first(*number);
            first.is_some_and(|first| first.visit >= self.reach.first_told())
        });
        told.filter(|((_, _, number), _)| (*number as usize) < self.store.len())
            .map(|((_, name, number), visit)| {
                let size = self.store.size(*number, &mut buffers).ok();
                self.place(*number, Place { visit: *visit, name: *name }, size)
            })
            .collect()
    }

    fn examined<H>(
        &self,
        hits: &mut std::collections::HashMap<u32, H>,
        sightings: Vec<examine::RawSighting>,
        places: &Places,
    ) -> Examined<H> {
        let first = |blob| places.first(blob).unwrap_or(Place { visit: 0, name: NONE });
        let mut sightings: Vec<_> =
            sightings.into_iter().map(|sighting| (first(sighting.blob), sighting)).collect();
        sightings.sort_unstable_by_key(|(place, s)| {
            (*place, *self.store.id(s.blob), s.found.start, s.found.end, s.found.hit)
        });
        let mut examined = Examined::default();
        let mut numbers = std::collections::HashMap::new();
        let mut last = None;
        for (place, sighting) in sightings {
            if last != Some(sighting.blob) {
                last = Some(sighting.blob);
                examined.blobs.push(self.place(sighting.blob, place, None));
            }
            let hit = match numbers.get(&sighting.found.hit) {
                Some(hit) => *hit,
                None => {
                    let Some(hit) = hits.remove(&sighting.found.hit) else { continue };
                    examined.hits.push(hit);
                    numbers.insert(sighting.found.hit, examined.hits.len() - 1);
                    examined.hits.len() - 1
                }
            };
            examined.sightings.push(Sighting {
                hit,
                blob: examined.blobs.len() - 1,
                start: sighting.found.start as usize,
                end: sighting.found.end as usize,
                line: sighting.line as usize,
            });
        }
        examined
    }

    fn survey(
        &self,
        large: &[(Number, u64)],
        executables: &[(Number, u64)],
        (blobs, bytes): (usize, u64),
        places: &Places,
    ) -> Survey {
        let mut buffers = Buffers::default();
        let told = |number: Number, size, executable| {
            let place = places.first(number)?;
            let BlobPlace { id, path, commit, in_head, .. } = self.place(number, place, None);
            Some(HistoricBlob { id, path, size, commit, in_head, executable })
        };
        let mut survey = Survey { blobs, bytes, ..Survey::default() };
        survey.large = large.iter().filter_map(|(n, size)| told(*n, *size, None)).collect();
        for (number, size) in executables {
            let Some(mut blob) = told(*number, *size, None) else { continue };
            let bytes = self.store.read(*number, crate::snapshot::read::WHOLE, &mut buffers);
            blob.executable = bytes.ok().and_then(|b| survey::executable_file(&blob.path, &b));
            survey.executables.extend(blob.executable.is_some().then_some(blob));
        }
        survey.sort();
        survey
    }

    fn history(
        &mut self,
        mut survey: Survey,
        faults: &[(Number, Fault, Option<u64>)],
        places: &Places,
    ) -> History {
        let mut unread = Unread::default();
        let shown = |at: Option<(PathId, u32)>| {
            at.map(|(folder, name)| {
                path::display(&self.reach.paths.write(folder, name, &self.trees.names))
            })
        };
        let mut missing: Vec<(Oid, Option<String>)> =
            self.reach.missing.iter().map(|(id, from)| (oid(id), shown(*from))).collect();
        for (at, id) in self.trees.missing.iter().enumerate() {
            let Some(place) = places.first((self.store.len() + at) as Number) else { continue };
            if place.visit >= self.reach.first_told() {
                let folder = self.reach.folders[place.visit as usize];
                missing.push((oid(id), shown(Some((folder, place.name)))));
            }
        }
        missing.sort();
        missing.dedup_by_key(|(id, _)| *id);
        survey.missing = missing.iter().map(|(id, _)| *id).collect();
        unread.missing_paths = first_paths(missing.into_iter().filter_map(|(_, path)| path));
        let mut corrupt: Vec<(Oid, Option<String>)> = Vec::new();
        for (number, from) in &self.reach.unreadable {
            corrupt.push((oid(self.store.id(*number)), shown(*from)));
        }
        for (number, fault, size) in faults {
            let Some(place) = places.first(*number) else { continue };
            let place = self.place(*number, place, *size);
            match fault {
                Fault::TooLarge => unread.too_large.push((place.path, size.unwrap_or_default())),
                Fault::Corrupt => corrupt.push((place.id, Some(place.path))),
            }
        }
        corrupt.sort();
        corrupt.dedup_by_key(|(id, _)| *id);
        unread.corrupt = corrupt.iter().map(|(id, _)| *id).collect();
        unread.corrupt_paths = first_paths(corrupt.into_iter().filter_map(|(_, path)| path));
        unread.too_large.sort();
        let opened = self.store.unreadable.iter();
        unread.packs = opened
            .map(|(path, reason)| {
                let name = path.file_name().unwrap_or(path.as_os_str());
                (name.to_string_lossy().into_owned(), reason.clone())
            })
            .collect();
        History {
            missing_commits: self.reach.missing_commits,
            tags: self.tags(),
            commits: self.commits(),
            notes: std::mem::take(&mut self.notes),
            survey,
            unread,
        }
    }

    fn tags(&mut self) -> Vec<TagMessage> {
        let tags = std::mem::take(&mut self.reach.tags);
        let read = tags.into_iter().filter_map(|number| {
            let tag = self.annals.tags.remove(&number)?;
            Some(TagMessage {
                id: oid(self.store.id(number)),
                name: tag.name,
                target: oid(&tag.target),
                date: tag.tagger.map(|(_, date)| date),
                message: tag.message,
            })
        });
        read.collect()
    }

    /// The commits that are told, children first.
    fn commits(&mut self) -> Vec<Commit> {
        // What is no longer of use leaves its place to the messages.
        self.trees = Trees::default();
        (self.reach.visits, self.reach.folders) = Default::default();
        self.annals.read_messages(&self.store, &self.forest);
        self.forest = Forest::default();
        self.store.forget_objects();
        let told = self.reach.origins[self.reach.excluded..].iter().rev();
        let mut commits = Vec::with_capacity(told.len());
        for (number, _) in told {
            if let Some(raw) = self.annals.take(*number) {
                let id = oid(self.store.id(*number));
                commits.push(Commit {
                    id,
                    author: raw.author.0,
                    author_date: raw.author.1,
                    committer: raw.committer.0,
                    date: raw.committer.1,
                    parents: raw.parents.iter().map(oid).collect(),
                    message: raw.message,
                    extra: raw.extra,
                });
            }
        }
        commits
    }
}

fn oid(id: &Id) -> Oid {
    Oid::from_bytes(id).unwrap_or(Oid::ZERO_SHA1)
}

fn first_paths(paths: impl Iterator<Item = String>) -> Vec<String> {
    let mut paths: Vec<String> = paths.collect();
    paths.sort();
    paths.dedup();
    paths.truncate(MAX_PATHS);
    paths
}

/// The blobs that the commit `head` holds.
fn blobs_of(store: &Store, annals: &Annals, trees: &Trees, head: Oid) -> HashSet<Number> {
    let find = |id: &[u8]| store.find(id.try_into().ok()?);
    let commit = find(head.as_bytes()).and_then(|number| annals.commit(number));
    let mut queue: Vec<Number> =
        commit.and_then(|commit| store.find(&commit.tree)).into_iter().collect();
    let (mut seen, mut blobs) = (HashSet::new(), HashSet::new());
    let mut buffers = Buffers::default();
    while let Some(tree) = queue.pop() {
        if (tree as usize) >= store.len() || !seen.insert(tree) {
            continue;
        }
        let Ok(bytes) = store.read(tree, u64::MAX, &mut buffers) else { continue };
        super::entries::Entries::read(&bytes, None, |entry| {
            if !entry.is_tree() && !entry.is_submodule() {
                blobs.extend(store.find(entry.id));
            }
            None
        });
        queue.extend(trees.folders(tree).unwrap_or_default().iter().map(|folder| folder.0));
    }
    blobs
}
