//! Examines each blob of the history once, and only what it adds to the one it
//! is stored as a difference from.

use super::names::Name;
use super::regions::{Found, remains};
use super::trees::Trees;
use crate::snapshot::objects::walk::{Difference, Visit, walk};
use crate::snapshot::objects::{Buffers, Fault, Forest, Kind, Number, Store};
use crate::snapshot::read::WHOLE;
use crate::snapshot::survey;
use rayon::prelude::*;
use std::collections::HashMap;
use std::ops::Range;
use std::sync::atomic::{AtomicU32, AtomicUsize, Ordering};

/// Looks for something in the content of files.
pub trait Examine: Sync {
    /// What it finds.
    type Hit: Clone + Send;

    /// What is in `bytes`, the content of a file named `name` (the last part of
    /// its path): for each thing found, the range of bytes it depends on, where
    /// a copy of these bytes would give the same thing.
    ///
    /// `regions`, sorted and disjoint, are of whole lines (unless a line is
    /// longer than a few kilobytes). What is found in a range that touches a
    /// region must be told; what else is told is not looked at.
    fn examine(
        &self,
        bytes: &[u8],
        name: &str,
        regions: &[Range<usize>],
    ) -> Vec<(Range<usize>, Self::Hit)>;

    /// How a content is read: two contents of the same kind that share bytes
    /// share what is found there. `None` for what must be examined whole each
    /// time, whatever it has in common with another: archives, binaries, UTF-16.
    fn kind(&self, bytes: &[u8], name: &str) -> Option<u32>;

    /// How many lines around a change may make a hit of what was none: they
    /// are in the regions. A hit that a change cuts is always examined again.
    fn lines_around(&self) -> usize {
        3
    }

    /// True for what looks for nothing.
    fn is_idle(&self) -> bool {
        false
    }

    /// Told now and then that `done` contents of `all` are behind.
    fn passed(&self, _done: usize, _all: usize) {}
}

/// So many contents are read between two words about them.
const STEP: usize = 512;

/// Finds nothing and reads nothing.
pub(crate) struct Nothing;

impl Examine for Nothing {
    type Hit = ();

    fn examine(&self, _: &[u8], _: &str, _: &[Range<usize>]) -> Vec<(Range<usize>, ())> {
        Vec::new()
    }

    fn kind(&self, _: &[u8], _: &str) -> Option<u32> {
        None
    }

    fn is_idle(&self) -> bool {
        true
    }
}

/// One thing found in one blob.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct RawSighting {
    /// The blob.
    pub blob: Number,
    /// The line where it starts, counted from 1.
    pub line: u32,
    /// The bytes it depends on, and the number of the hit.
    pub found: Found,
}

/// What reading the blobs taught.
pub(crate) struct Reading<H> {
    /// The hits, by number.
    pub hits: HashMap<u32, H>,
    /// Where they are.
    pub sightings: Vec<RawSighting>,
    /// How many blobs are reachable, and their size in bytes.
    pub blobs: (usize, u64),
    /// Those of at least [`survey::LARGE`] bytes, with their sizes.
    pub large: Vec<(Number, u64)>,
    /// Those that hold executable code, with their sizes.
    pub executables: Vec<(Number, u64)>,
    /// Those that were not examined, with their sizes when they are known.
    pub faults: Vec<(Number, Fault, Option<u64>)>,
}

/// Reads the blobs for which `reachable` is true.
pub(crate) fn read<E: Examine>(
    (store, forest): (&Store, &Forest),
    trees: &Trees,
    reachable: &[bool],
    examiner: &E,
) -> Reading<E::Hit> {
    let names: Vec<String> = (0..trees.names.len() as Name)
        .map(|name| String::from_utf8_lossy(trees.names.get(name)).into_owned())
        .collect();
    let suspect: Vec<[bool; 2]> = names
        .iter()
        .map(|name| [false, true].map(|mode| survey::may_be_executable(name.as_bytes(), mode)))
        .collect();
    let mut plan = vec![Plan::default(); store.len()];
    plan.par_iter_mut().enumerate().for_each(|(at, plan)| {
        let number = at as Number;
        if !reachable[at] || store.kind(number) != Some(Kind::Blob) {
            return;
        }
        let executable = trees.is_executable(number);
        let named = || trees.names_of(number);
        *plan = Plan {
            reachable: true,
            examined: !examiner.is_idle(),
            suspect: named().any(|name| suspect[name as usize][usize::from(executable)]),
            // A blob that a reference names has no name of its own.
            name: named().min().unwrap_or(Name::MAX),
        };
    });
    let needed = forest.needed(store, |number| plan[number as usize].is_read());
    let all = needed.iter().filter(|needed| **needed).count();
    let (hits, done) = (AtomicU32::new(0), AtomicUsize::new(0));
    let reading = Blobs { store, examiner, names: &names, plan, needed, hits, done, all };
    let mut parts = walk(store, forest, Kind::Blob, &reading);
    // What should be a blob and is something else, or cannot be told.
    let others = (0..store.len() as Number)
        .filter(|number| reachable[*number as usize] && store.kind(*number) != Some(Kind::Blob));
    let faults = others.map(|number| (number, Fault::Corrupt)).collect();
    parts.push(Gathered { faults, ..Gathered::default() });
    reading.finish(parts)
}

#[derive(Debug, Clone, Copy, Default)]
struct Plan {
    reachable: bool,
    examined: bool,
    suspect: bool,
    name: Name,
}

impl Plan {
    fn is_read(&self) -> bool {
        self.examined || self.suspect
    }
}

struct Blobs<'a, E: Examine> {
    store: &'a Store,
    examiner: &'a E,
    names: &'a [String],
    plan: Vec<Plan>,
    needed: Vec<bool>,
    hits: AtomicU32,
    /// Contents read, of how many.
    done: AtomicUsize,
    all: usize,
}

/// What is kept of a blob for those stored as a difference from it.
struct Examined {
    kind: Option<u32>,
    found: Vec<Found>,
}

struct Gathered<H> {
    hits: Vec<(u32, H)>,
    sightings: Vec<RawSighting>,
    count: (usize, u64),
    large: Vec<(Number, u64)>,
    executables: Vec<(Number, u64)>,
    faults: Vec<(Number, Fault)>,
}

impl<H> Default for Gathered<H> {
    fn default() -> Self {
        Gathered {
            hits: Vec::new(),
            sightings: Vec::new(),
            count: (0, 0),
            large: Vec::new(),
            executables: Vec::new(),
            faults: Vec::new(),
        }
    }
}

impl<H> Gathered<H> {
    fn measure(&mut self, number: Number, size: u64) {
        self.count.0 += 1;
        self.count.1 += size;
        if size >= survey::LARGE {
            self.large.push((number, size));
        }
    }
}

impl<E: Examine> Visit for Blobs<'_, E> {
    type State = Examined;
    type Gathered = Gathered<E::Hit>;

    fn needed(&self, number: Number) -> bool {
        self.needed[number as usize]
    }

    fn limit(&self) -> u64 {
        WHOLE
    }

    fn visit(
        &self,
        gathered: &mut Gathered<E::Hit>,
        number: Number,
        bytes: &[u8],
        difference: Option<Difference<'_, Examined>>,
    ) -> Examined {
        let plan = self.plan[number as usize];
        let done = self.done.fetch_add(1, Ordering::Relaxed);
        if done.is_multiple_of(STEP) {
            self.examiner.passed(done, self.all);
        }
        if plan.reachable {
            gathered.measure(number, bytes.len() as u64);
        }
        let name = self.name(number);
        if plan.suspect && survey::executable_file(name, bytes).is_some() {
            gathered.executables.push((number, bytes.len() as u64));
        }
        if !plan.examined {
            return Examined { kind: None, found: Vec::new() };
        }
        let kind = self.examiner.kind(bytes, name);
        let difference = difference.filter(|base| kind.is_some() && base.state.kind == kind);
        let found = match difference {
            Some(base) => self.examine_rest(gathered, bytes, name, &base),
            None => self.examine(gathered, bytes, name, std::slice::from_ref(&(0..bytes.len()))),
        };
        gathered.sightings.extend(sightings(number, bytes, &found));
        Examined { kind, found }
    }

    fn failed(&self, gathered: &mut Gathered<E::Hit>, number: Number, fault: Fault) {
        gathered.faults.push((number, fault));
    }
}

/// Adds to what was found the lines where it is.
fn sightings<'a>(
    blob: Number,
    bytes: &'a [u8],
    found: &'a [Found],
) -> impl Iterator<Item = RawSighting> + 'a {
    let (mut line, mut at) = (1, 0);
    found.iter().map(move |found| {
        let start = found.start as usize;
        line += memchr::memchr_iter(b'\n', &bytes[at..start]).count() as u32;
        at = start;
        RawSighting { blob, line, found: *found }
    })
}

impl<E: Examine> Blobs<'_, E> {
    fn name(&self, number: Number) -> &str {
        let name = self.plan[number as usize].name;
        self.names.get(name as usize).map_or("", |name| name)
    }

    fn examine(
        &self,
        gathered: &mut Gathered<E::Hit>,
        bytes: &[u8],
        name: &str,
        regions: &[Range<usize>],
    ) -> Vec<Found> {
        let hits = self.examiner.examine(bytes, name, regions).into_iter();
        let touching = hits.filter(|(range, _)| {
            let at = regions.partition_point(|region| region.end <= range.start);
            range.end <= bytes.len()
                && range.start < range.end
                && regions.get(at).is_some_and(|region| region.start < range.end)
        });
        let mut found: Vec<Found> = touching
            .map(|(range, hit)| {
                let number = self.hits.fetch_add(1, Ordering::Relaxed);
                gathered.hits.push((number, hit));
                Found { start: range.start as u32, end: range.end as u32, hit: number }
            })
            .collect();
        found.sort_unstable();
        found
    }

    fn examine_rest(
        &self,
        gathered: &mut Gathered<E::Hit>,
        bytes: &[u8],
        name: &str,
        base: &Difference<'_, Examined>,
    ) -> Vec<Found> {
        let mut remains = remains(
            bytes,
            (base.base.len(), base.runs),
            &base.state.found,
            self.examiner.lines_around(),
        );
        if remains.regions.is_empty() {
            return remains.inherited;
        }
        let mut found = self.examine(gathered, bytes, name, &remains.regions);
        found.append(&mut remains.inherited);
        found.sort_unstable();
        found
    }

    fn finish(self, parts: Vec<Gathered<E::Hit>>) -> Reading<E::Hit> {
        let mut all = Gathered::default();
        for mut part in parts {
            all.hits.append(&mut part.hits);
            all.sightings.append(&mut part.sightings);
            all.count = (all.count.0 + part.count.0, all.count.1 + part.count.1);
            all.large.append(&mut part.large);
            all.executables.append(&mut part.executables);
            all.faults.append(&mut part.faults);
        }
        self.measure_others(&mut all);
        let mut faults = Vec::new();
        for (number, fault) in std::mem::take(&mut all.faults) {
            let plan = self.plan[number as usize];
            if !plan.reachable && self.store.kind(number) == Some(Kind::Blob) {
                continue;
            }
            let size = self.store.size(number, &mut Buffers::default()).ok();
            all.measure(number, size.unwrap_or_default());
            let fault = match fault {
                Fault::TooLarge if plan.examined => self.examine_alone(number, &mut all).err(),
                Fault::TooLarge => None,
                Fault::Corrupt => Some(fault),
            };
            faults.extend(fault.map(|fault| (number, fault, size)));
        }
        Reading {
            hits: all.hits.into_iter().collect(),
            sightings: all.sightings,
            blobs: all.count,
            large: all.large,
            executables: all.executables,
            faults,
        }
    }

    /// Measures the blobs that there was no need to read.
    fn measure_others(&self, all: &mut Gathered<E::Hit>) {
        let others = (0..self.store.len() as Number).into_par_iter().filter(|number| {
            self.plan[*number as usize].reachable && !self.needed[*number as usize]
        });
        let sizes: Vec<(Number, Result<u64, Fault>)> = others
            .map_init(Buffers::default, |buffers, number| {
                (number, self.store.size(number, buffers))
            })
            .collect();
        for (number, size) in sizes {
            all.measure(number, size.unwrap_or_default());
            if let Err(fault) = size {
                all.faults.push((number, fault));
            }
        }
    }

    /// Examines a blob that is too large for the walk, or is a difference from
    /// one that is.
    fn examine_alone(&self, number: Number, all: &mut Gathered<E::Hit>) -> Result<(), Fault> {
        if self.store.whole_size(number).is_some() {
            return self.stream(number, all);
        }
        let bytes = self.store.read(number, LARGEST, &mut Buffers::default())?;
        let whole = 0..bytes.len();
        let found = self.examine(all, &bytes, self.name(number), std::slice::from_ref(&whole));
        all.sightings.extend(sightings(number, &bytes, &found));
        Ok(())
    }

    /// Examines a long blob piece by piece, each with the end of the one before.
    fn stream(&self, number: Number, all: &mut Gathered<E::Hit>) -> Result<(), Fault> {
        let mut pieces = self.store.stream(number)?;
        let name = self.name(number);
        let mut window = vec![0; PIECE + OVERLAP];
        let (mut held, mut offset, mut line) = (0, 0u64, 1u32);
        loop {
            let filled = held + pieces.fill(&mut window[held..])?;
            let bytes = &window[..filled];
            let last = filled < window.len();
            // What starts in the overlap is told with the next piece.
            let next = if last { filled } else { overlap(bytes) };
            let regions = [0..filled];
            let mut found = self.examine(all, bytes, name, &regions);
            found.retain(|found| (found.start as usize) < next);
            for mut sighting in sightings(number, bytes, &found).collect::<Vec<_>>() {
                let shift = u32::try_from(offset).unwrap_or(u32::MAX);
                sighting.line = sighting.line.saturating_add(line - 1);
                sighting.found.start = sighting.found.start.saturating_add(shift);
                sighting.found.end = sighting.found.end.saturating_add(shift);
                all.sightings.push(sighting);
            }
            if last {
                return Ok(());
            }
            line = line.saturating_add(memchr::memchr_iter(b'\n', &bytes[..next]).count() as u32);
            offset += next as u64;
            window.copy_within(next..filled, 0);
            held = filled - next;
        }
    }
}

/// A blob larger than this is only read piece by piece, in bytes, which cannot
/// be when it is stored as a difference.
const LARGEST: u64 = 96 << 20;
/// How much of a long blob is read at a time, in bytes.
const PIECE: usize = 4 << 20;
/// How much of a piece is read again with the next one, in bytes.
const OVERLAP: usize = 64 << 10;

/// Where the next piece starts: at a line, close to the end of this one.
fn overlap(bytes: &[u8]) -> usize {
    let from = bytes.len() - OVERLAP;
    let line = memchr::memchr(b'\n', &bytes[from..]).map_or(from, |newline| from + newline + 1);
    line.min(bytes.len() - OVERLAP / 2)
}
