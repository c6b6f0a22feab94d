//! What scanning a whole file gives: candidates with their place in it.

use super::generic::{Crowd, Surroundings};
use super::layers::{self, Shape};
use super::mask;
use super::pickle;
use super::scanner::Spans;
use super::validate::der;
use super::{Candidate, Family, Gap, Judgement, Level, Looked, Region, Scanner, Secret, generic};
use crate::archive;
use std::collections::HashSet;
use std::ops::Range;

/// A candidate placed in its file, independent of the file's path.
#[derive(Debug, Clone)]
pub struct Sighting {
    /// The candidate. Its offsets are those of the file's bytes; for one found
    /// in something decoded, they are those of the encoded run or of the file.
    pub candidate: Candidate,
    /// What it was found inside of: a member of an archive, a base64 run.
    pub inside: Option<String>,
    /// Lines between the start of `candidate.context` and the value, or, for a
    /// member of an archive, between its first line and the value.
    pub line: usize,
    /// Column of the value, counted from 1 in Unicode scalar values.
    pub column: usize,
    /// The line of the value, with every secret masked.
    pub excerpt: String,
}

impl Sighting {
    /// Where it is in the file at `path`: a member of an archive follows `!/`.
    pub fn path_in(&self, path: &str) -> String {
        match self.inside.as_deref() {
            Some(BASE64) | None => path.to_string(),
            Some(member) => format!("{path}!/{member}"),
        }
    }

    /// The masked line, when there is one to show.
    pub fn shown(&self) -> Option<String> {
        Some(self.excerpt.clone()).filter(|shown| !shown.is_empty())
    }
}

/// What a sighting in a base64 run is inside of.
const BASE64: &str = "base64";

/// A sighting with its judgement, kept only when it is told at some level.
#[derive(Debug, Clone)]
pub struct Settled {
    /// What was seen.
    pub sighting: Sighting,
    /// How sure it is.
    pub judgement: Judgement,
    /// How loudly it is told.
    pub level: Level,
    /// The line in the file, counted from 1.
    pub line: usize,
}

/// How far into archives of archives a look goes, and what it met.
struct Reach {
    depth: usize,
    /// Bytes that may still be unpacked.
    room: u64,
    gaps: Vec<Gap>,
}

impl Reach {
    fn lacks(&mut self, gap: Gap) {
        if !self.gaps.contains(&gap) {
            self.gaps.push(gap);
        }
    }
}

impl Scanner {
    /// Everything in the `bytes` of the file named `name` (its last part) that
    /// may be a secret and starts in `regions`. Encoded and archived content
    /// is looked into whatever the regions, when [`incremental`] is false.
    pub fn sight(&self, bytes: &[u8], name: &str, regions: &[Region]) -> Looked<Sighting> {
        let budget = self.budget();
        if budget.is_over() {
            return Looked { seen: Vec::new(), gaps: vec![Gap::Spent] };
        }
        let size = bytes.len() as u64;
        let room = budget.room(size, archive::MAX_UNPACKED);
        let mut reach = Reach { depth: 0, room, gaps: Vec::new() };
        let seen = self.sight_in(bytes, name, regions, &mut reach);
        budget.take(size, room - reach.room);
        let cut = budget.is_spent() && reach.gaps.contains(&Gap::ArchiveInPart);
        if cut {
            reach.gaps.insert(0, Gap::Spent);
        }
        Looked { seen, gaps: reach.gaps }
    }

    fn sight_in(
        &self,
        bytes: &[u8],
        name: &str,
        regions: &[Region],
        reach: &mut Reach,
    ) -> Vec<Sighting> {
        let depth = reach.depth;
        if archive::is_unopened(bytes) {
            reach.lacks(Gap::Compressed);
        }
        match layers::shape(bytes) {
            Shape::Text if self.is_for_past() && layers::is_lock_file(name) => {
                let regions = layers::addresses(bytes, regions);
                self.sight_text(bytes, name, &regions, layers::MAX_DEPTH, reach)
            }
            Shape::Text => {
                let regions = layers::from_armour(bytes, regions);
                self.sight_text(bytes, name, &regions, depth, reach)
            }
            Shape::Wide(wide) => {
                let text = layers::widened(bytes, wide);
                let found =
                    self.sight_text(text.as_bytes(), name, &whole(text.len()), depth, reach);
                let decoded = found.into_iter().map(|sighting| {
                    let lines = lines_before(text.as_bytes(), sighting.candidate.context.start);
                    on_the_whole(sighting, bytes, lines)
                });
                let left = self.sight_binary(bytes, name, regions, wide.parity(), reach);
                besides(decoded.collect(), left)
            }
            Shape::Archive => {
                let inside = self.sight_archive(bytes, name, reach);
                let edges = layers::edges(regions, bytes.len());
                besides(inside, self.sight_binary(bytes, name, &edges, None, reach))
            }
            Shape::Media if !layers::is_mostly_text(bytes) => {
                let edges = layers::edges(regions, bytes.len());
                self.sight_binary(bytes, name, &edges, None, reach)
            }
            Shape::Media | Shape::Binary => self.sight_binary(bytes, name, regions, None, reach),
        }
    }

    fn sight_text(
        &self,
        text: &[u8],
        name: &str,
        regions: &[Region],
        depth: usize,
        reach: &mut Reach,
    ) -> Vec<Sighting> {
        let Crowd { found: mut candidates, cut } = self.crowd(text, name, regions);
        if cut {
            reach.lacks(Gap::Crowded);
        }
        if (name.ends_with(".ipynb") || name.ends_with(".json"))
            && let Some((plain, escapes)) = layers::unescaped(text, regions)
        {
            let known = Spans::of(&candidates);
            let inner = self.candidates(&plain, name, &escapes).into_iter();
            candidates.extend(inner.filter(|candidate| !known.touch(&candidate.value)));
            candidates.sort_by_key(|candidate| (candidate.value.start, candidate.value.end));
        }
        let mut found = placed_all(text, &candidates);
        if depth < layers::MAX_DEPTH {
            found.extend(self.sight_runs(text, layers::encoded(text, regions), depth, reach));
        }
        found
    }

    /// What is seen in `runs` of `text`, each with what it stands for.
    fn sight_runs(
        &self,
        text: &[u8],
        runs: Vec<(Range<usize>, Vec<u8>)>,
        depth: usize,
        reach: &mut Reach,
    ) -> Vec<Sighting> {
        let mut found = Vec::new();
        let mut columns = Columns::new(text);
        for (run, decoded) in runs {
            for inner in self.sight_text(&decoded, "", &whole(decoded.len()), depth + 1, reach) {
                let line = mask::line_within(text, &run, CONTEXT);
                let candidate = Candidate { value: run.clone(), context: line, ..inner.candidate };
                let column = 1 + columns.before(run.start);
                let mut sighting = placed(text, candidate, column, &[]);
                // The run itself says the secret to who decodes it.
                sighting.excerpt = inner.excerpt;
                sighting.inside = Some(BASE64.to_string());
                found.push(sighting);
            }
        }
        found
    }

    fn sight_archive(&self, bytes: &[u8], name: &str, reach: &mut Reach) -> Vec<Sighting> {
        let deepest = reach.depth == layers::MAX_DEPTH;
        let contents = match deepest {
            true => archive::Contents { cut: true, ..Default::default() },
            false => archive::open_within(bytes, &mut reach.room).unwrap_or_default(),
        };
        if contents.cut {
            reach.lacks(Gap::ArchiveInPart);
        }
        let mut found = Vec::new();
        reach.depth += 1;
        for member in contents.members {
            let path = member.path_in(name);
            let shapes = self.known_shapes(path.as_bytes(), "", &whole(path.len())).into_iter();
            found.extend(shapes.map(|shape| {
                let inside = Some(path.to_string());
                on_the_whole(Sighting { inside, ..unplaced(shape) }, bytes, 0)
            }));
            let inner = path.rsplit('/').next().unwrap_or_default();
            let regions = whole(member.bytes.len());
            for sighting in self.sight_in(&member.bytes, inner, &regions, reach) {
                let lines = lines_before(&member.bytes, sighting.candidate.context.start);
                let within = match &sighting.inside {
                    Some(deeper) if deeper != BASE64 => format!("{path}!/{deeper}"),
                    _ => path.to_string(),
                };
                let sighting = on_the_whole(sighting, bytes, lines);
                found.push(Sighting { inside: Some(within), ..sighting });
            }
        }
        reach.depth -= 1;
        found
    }

    /// In a binary a known shape is worth telling, and what its lines of text say:
    /// the rest is chance. What characters of two bytes say was read already where they
    /// start at a byte of the parity `decoded`.
    fn sight_binary(
        &self,
        bytes: &[u8],
        name: &str,
        regions: &[Region],
        decoded: Option<usize>,
        reach: &mut Reach,
    ) -> Vec<Sighting> {
        let depth = reach.depth;
        let runs = layers::runs_of_text(bytes, regions);
        let mut found = match runs.is_empty() {
            true => Vec::new(),
            false => self.sight_text(bytes, name, &runs, depth, reach),
        };
        if depth < layers::MAX_DEPTH {
            let mut wide = layers::runs_of_wide(bytes, regions);
            wide.retain(|(run, _)| decoded != Some(run.start % 2));
            found.extend(self.sight_runs(bytes, wide, depth, reach));
            if let Some(text) = pickle::pairs(bytes) {
                found.extend(self.sight_runs(bytes, vec![(0..bytes.len(), text)], depth, reach));
            }
        }
        let shapes = self.known_shapes(bytes, name, regions).into_iter();
        let around = Surroundings::of(bytes);
        let keys = regions.iter().flat_map(|region| der::keys(bytes, region)).map(|value| {
            let context = mask::line_within(bytes, &value, CONTEXT);
            let mut candidate = Candidate {
                pattern: "private-key",
                family: Family::Credential,
                secret: Secret::new(&bytes[value.clone()]),
                value,
                context,
                validated: Some(true),
                doubt: None,
                features: Vec::new(),
            };
            generic::describe(&around, name, &mut candidate);
            candidate
        });
        besides(found, shapes.chain(keys).map(unplaced).collect())
    }

    /// The contact details that only the audited version is searched for.
    fn sight_contacts(&self, bytes: &[u8], name: &str) -> Vec<Sighting> {
        if layers::shape(bytes) != Shape::Text {
            return Vec::new();
        }
        let mut found = self.contacts(bytes, name);
        found.sort_by_key(|candidate| (candidate.value.start, candidate.value.end));
        placed_all(bytes, &found)
    }

    /// Scans the whole of the file at `path` and judges what is seen.
    pub fn scan(&self, bytes: &[u8], path: &str) -> Looked<Settled> {
        match self.quiet() {
            Some(quiet) => quiet.unless_known(path, bytes, || self.scan_whole(bytes, path)),
            None => self.scan_whole(bytes, path),
        }
    }

    /// The same, whether or not it was looked at before.
    pub(super) fn scan_whole(&self, bytes: &[u8], path: &str) -> Looked<Settled> {
        self.scan_part(bytes, path, 0..bytes.len())
    }

    /// The same for a part of a very large file: what starts in `region` of
    /// `bytes`, whose first line is counted 1.
    pub fn scan_part(&self, bytes: &[u8], path: &str, region: Region) -> Looked<Settled> {
        let name = last_part(path);
        let Looked { mut seen, gaps } = self.sight(bytes, name, std::slice::from_ref(&region));
        if !self.is_for_past() {
            let contacts = self.sight_contacts(bytes, name).into_iter();
            seen.extend(contacts.filter(|one| region.contains(&one.candidate.value.start)));
        }
        Looked { seen: self.settle_all(bytes, path, seen), gaps }
    }

    fn settle_all(&self, bytes: &[u8], path: &str, seen: Vec<Sighting>) -> Vec<Settled> {
        let mut lines = LineCounter::new(bytes);
        let settled = seen.into_iter().filter_map(|sighting| {
            let judgement = self.settle(&sighting.candidate, &sighting.path_in(path));
            let before = lines.before(sighting.candidate.context.start);
            let line = sighting.line + before + 1;
            Some(Settled { level: judgement.level?, judgement, line, sighting })
        });
        settled.collect()
    }
}

/// `found`, and of `others` those whose values are not among them.
fn besides(mut found: Vec<Sighting>, others: Vec<Sighting>) -> Vec<Sighting> {
    if others.is_empty() {
        return found;
    }
    let known: HashSet<Vec<u8>> =
        found.iter().map(|one| one.candidate.secret.expose().to_vec()).collect();
    found.extend(others.into_iter().filter(|o| !known.contains(o.candidate.secret.expose())));
    found
}

/// The last part of `path`: the file's name.
fn last_part(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// The region that is all of `length` bytes.
fn whole(length: usize) -> Vec<Region> {
    std::iter::once(0..length).collect()
}

/// Counts the lines before increasing offsets without starting again.
struct LineCounter<'a> {
    bytes: &'a [u8],
    at: usize,
    lines: usize,
}

impl<'a> LineCounter<'a> {
    fn new(bytes: &'a [u8]) -> LineCounter<'a> {
        LineCounter { bytes, at: 0, lines: 0 }
    }

    fn before(&mut self, offset: usize) -> usize {
        let offset = offset.min(self.bytes.len());
        if offset < self.at {
            (self.at, self.lines) = (0, 0);
        }
        self.lines += lines_before(&self.bytes[self.at..], offset - self.at);
        self.at = offset;
        self.lines
    }
}

/// True when what is found in `bytes` depends only on the lines around it.
pub fn incremental(bytes: &[u8]) -> bool {
    layers::shape(bytes) == Shape::Text
}

fn lines_before(bytes: &[u8], offset: usize) -> usize {
    memchr::memchr_iter(b'\n', &bytes[..offset.min(bytes.len())]).count()
}

/// The candidates whose values may show in the excerpt of `candidate`; all are
/// sorted by the start of their values.
fn neighbours<'a>(all: &'a [Candidate], candidate: &Candidate) -> &'a [Candidate] {
    let reach = 4 << 10;
    let from = candidate.value.start.saturating_sub(reach);
    let to = candidate.value.end + reach;
    let first = all.partition_point(|other| other.value.start < from);
    let last = all.partition_point(|other| other.value.start <= to);
    &all[first..last.min(first + 200)]
}

/// A line that is longer is depended on for this many bytes on each side.
const CONTEXT: usize = 1024;

/// Counts the characters between the start of the line and increasing offsets.
struct Columns<'a> {
    text: &'a [u8],
    at: usize,
    column: usize,
}

impl<'a> Columns<'a> {
    fn new(text: &'a [u8]) -> Columns<'a> {
        Columns { text, at: 0, column: 0 }
    }

    fn before(&mut self, offset: usize) -> usize {
        if offset < self.at {
            (self.at, self.column) = (0, 0);
        }
        let passed = &self.text[self.at..offset];
        let line = match memchr::memrchr(b'\n', passed) {
            Some(end) => {
                self.column = 0;
                &passed[end + 1..]
            }
            None => passed,
        };
        self.column += line.iter().filter(|byte| !is_continuation(**byte)).count();
        self.at = offset;
        self.column
    }
}

/// True for a byte that goes on with a character (RFC 3629, section 3).
fn is_continuation(byte: u8) -> bool {
    byte & 0xc0 == 0x80
}

/// Places `candidates`, sorted by the start of their values, in `text`.
fn placed_all(text: &[u8], candidates: &[Candidate]) -> Vec<Sighting> {
    let mut columns = Columns::new(text);
    let place = |candidate: &Candidate| {
        let column = 1 + columns.before(candidate.value.start);
        placed(text, candidate.clone(), column, neighbours(candidates, candidate))
    };
    candidates.iter().map(place).collect()
}

/// Places `candidate` in `text`, with the values of `near` masked beside it.
fn placed(text: &[u8], candidate: Candidate, column: usize, near: &[Candidate]) -> Sighting {
    let value = candidate.value.clone();
    let context = candidate.context.start.min(value.start);
    let line = lines_before(&text[context..], value.start - context);
    let excerpt = mask::excerpt(text, &value, near);
    Sighting { candidate, inside: None, line, column, excerpt }
}

/// A sighting that no line shows.
fn unplaced(candidate: Candidate) -> Sighting {
    Sighting { candidate, inside: None, line: 0, column: 1, excerpt: String::new() }
}

/// A sighting in something decoded from all of `bytes`, `lines` after the
/// start of what was decoded: it depends on every byte.
fn on_the_whole(sighting: Sighting, bytes: &[u8], lines: usize) -> Sighting {
    let whole: Range<usize> = 0..bytes.len();
    let candidate = Candidate { value: whole.clone(), context: whole, ..sighting.candidate };
    Sighting { candidate, line: sighting.line + lines, ..sighting }
}
