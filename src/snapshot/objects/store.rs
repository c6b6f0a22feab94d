//! Every object of a repository: all packs, loose objects and alternates, each
//! distinct object once, numbered in the order of their ids.

use super::buffers::{Buffers, Input};
use super::inflate::Stream;
use super::pack::{self, Form, Pack};
use super::{Fault, Id, Kind, NONE, Number, alternates, delta, index, loose};
use rayon::prelude::*;
use std::path::{Path, PathBuf};

/// The objects of a repository, and where they are stored.
#[derive(Debug, Default)]
pub(crate) struct Store {
    ids: Vec<Id>,
    /// For each value of the first bits of an id, how many ids come before it.
    fanout: Vec<u32>,
    /// How many bits of an id are not among the first 32 that `fanout` tells.
    shift: u32,
    /// The pack an object is in, or, from `packs.len()`, the folder it is loose in.
    sources: Vec<u32>,
    /// Where it starts in its pack.
    offsets: Vec<u64>,
    /// How many bytes of the pack it takes, header included.
    stored: Vec<u32>,
    /// Length of the header of the entry.
    headers: Vec<u8>,
    kinds: Vec<Option<Kind>>,
    /// The object it is a difference from, [`NONE`] when it is whole.
    bases: Vec<Number>,
    /// Size of the inflated stream: the object, or the difference.
    sizes: Vec<u64>,
    packs: Vec<Pack>,
    folders: Vec<PathBuf>,
    /// What could not be opened: packs, indexes and folders that are named and
    /// not there, with the reason.
    pub unreadable: Vec<(PathBuf, String)>,
}

/// No object is held that is larger than this, in bytes.
pub(crate) const HELD: u64 = 256 << 20;
/// A stream stored in more bytes than this is only read piece by piece.
const LONG: u32 = u32::MAX;
/// How many bytes of a pack are read at a time to see the headers.
const WINDOW: usize = 256 << 10;

/// Where an object was listed.
struct Listed {
    id: Id,
    source: u32,
    offset: u64,
}

impl Store {
    /// Opens the store whose own folder of objects is `objects`.
    pub(crate) fn open(objects: &Path) -> Store {
        let (folders, absent) = alternates::folders(objects);
        let absent = absent.into_iter().map(|path| (path, "not a folder".to_string()));
        let mut store = Store { unreadable: absent.collect(), ..Store::default() };
        let mut indexes = Vec::new();
        for path in folders.iter().flat_map(|folder| pack_paths(folder)) {
            match open_pack(&path) {
                Ok((pack, index)) => {
                    store.packs.push(pack);
                    indexes.push(index);
                }
                Err(error) => store.unreadable.push((path, error.to_string())),
            }
        }
        store.folders = folders;
        let entries = store.number(indexes);
        for (pack, entries) in entries.into_iter().enumerate() {
            store.read_headers(pack, entries);
        }
        store.read_loose_headers();
        store
    }

    /// Gives each object its number; returns the offsets of each pack's
    /// entries, sorted, with the object each one holds.
    fn number(&mut self, indexes: Vec<index::PackIndex>) -> Vec<Vec<(u64, Number)>> {
        let mut listed = Vec::with_capacity(indexes.iter().map(|index| index.ids.len()).sum());
        for (source, index) in indexes.iter().enumerate() {
            let entries = index.ids.iter().zip(&index.offsets);
            let source = source as u32;
            listed.extend(entries.map(|(&id, &offset)| Listed { id, source, offset }));
        }
        for (folder, path) in self.folders.iter().enumerate() {
            let source = (self.packs.len() + folder) as u32;
            listed.extend(loose::list(path).into_iter().map(|id| Listed { id, source, offset: 0 }));
        }
        listed.sort_unstable_by_key(|listed| (listed.id, listed.source, listed.offset));
        listed.dedup_by_key(|listed| listed.id);
        listed.truncate((u32::MAX >> 1) as usize);
        self.ids = listed.iter().map(|listed| listed.id).collect();
        self.sources = listed.iter().map(|listed| listed.source).collect();
        self.offsets = listed.iter().map(|listed| listed.offset).collect();
        drop(listed);
        let count = self.ids.len();
        // About one id for each value.
        self.shift = 32 - count.max(2).ilog2().clamp(8, 24);
        self.fanout = fanout(&self.ids, self.shift);
        self.stored = vec![0; count];
        self.headers = vec![0; count];
        self.kinds = vec![None; count];
        self.bases = vec![NONE; count];
        self.sizes = vec![0; count];
        let place = |index: index::PackIndex| {
            let numbers = index.ids.iter().map(|id| self.find(id).unwrap_or(NONE));
            let mut entries: Vec<_> = index.offsets.iter().copied().zip(numbers).collect();
            entries.sort_unstable();
            entries
        };
        indexes.into_iter().map(place).collect()
    }

    fn read_headers(&mut self, source: usize, entries: Vec<(u64, Number)>) {
        let pack = &self.packs[source];
        let parts: Vec<Vec<_>> = entries
            .par_chunks(1 << 14)
            .enumerate()
            .map(|(part, chunk)| {
                let next = entries.get((part + 1) << 14).map_or(pack.end, |next| next.0);
                headers_of(pack, chunk, next)
            })
            .collect();
        for ((offset, number), (length, header)) in entries.iter().zip(parts.into_iter().flatten())
        {
            let at = *number as usize;
            if *number == NONE || self.sources[at] as usize != source || self.offsets[at] != *offset
            {
                continue; // the same object is read from another place
            }
            let Some(header) = header else { continue };
            self.stored[at] = u32::try_from(length).unwrap_or(LONG);
            self.headers[at] = header.length;
            self.sizes[at] = header.size;
            let base = match header.form {
                Form::Whole(kind) => {
                    self.kinds[at] = Some(kind);
                    continue;
                }
                Form::Offset(base) => {
                    let found = entries.binary_search_by_key(&base, |entry| entry.0);
                    found.map_or(NONE, |found| entries[found].1)
                }
                Form::Reference(id) => self.find(&id).unwrap_or(NONE),
            };
            self.bases[at] = base;
        }
    }

    fn read_loose_headers(&mut self) {
        let loose = (0..self.ids.len() as Number).filter(|number| self.is_loose(*number));
        let loose: Vec<Number> = loose.collect();
        let read: Vec<_> = loose
            .par_iter()
            .filter_map(|number| Some((*number, loose::header(&self.loose_path(*number)?).ok()?)))
            .collect();
        for (number, header) in read {
            let at = number as usize;
            self.kinds[at] = Some(header.kind);
            self.sizes[at] = header.size;
            self.headers[at] = header.length;
        }
    }

    /// How many objects there are: their numbers are below.
    pub(crate) fn len(&self) -> usize {
        self.ids.len()
    }

    /// The number of the object `id`; `None` when it is not there.
    pub(crate) fn find(&self, id: &Id) -> Option<Number> {
        let bucket = bucket(id, self.shift);
        let from = *self.fanout.get(bucket)? as usize;
        let to = *self.fanout.get(bucket + 1)? as usize;
        let held = &self.ids[from..to];
        let found = match held.len() {
            // A bucket holds about one id, unless somebody saw to it.
            0..=8 => held.iter().position(|held| held == id)?,
            _ => held.binary_search(id).ok()?,
        };
        Some((from + found) as Number)
    }

    /// Frees the memory of everything but the ids: no object can be read after.
    pub(crate) fn forget_objects(&mut self) {
        let ids = std::mem::take(&mut self.ids);
        let unreadable = std::mem::take(&mut self.unreadable);
        *self = Store { ids, unreadable, ..Store::default() };
    }

    /// The id of an object.
    pub(crate) fn id(&self, number: Number) -> &Id {
        &self.ids[number as usize]
    }

    /// What an object is; `None` when it cannot be read.
    pub(crate) fn kind(&self, number: Number) -> Option<Kind> {
        self.kinds[number as usize]
    }

    /// Says what an object is, once its base is known.
    pub(super) fn set_kind(&mut self, number: Number, kind: Kind) {
        self.kinds[number as usize] = Some(kind);
    }

    /// The object that an object is stored as a difference from.
    pub(crate) fn base(&self, number: Number) -> Option<Number> {
        Some(self.bases[number as usize]).filter(|base| *base != NONE)
    }

    /// Where an object lies: a sort key that follows the disk.
    pub(crate) fn position(&self, number: Number) -> (u32, u64) {
        (self.sources[number as usize], self.offsets[number as usize])
    }

    /// The size of an object that is stored whole.
    pub(crate) fn whole_size(&self, number: Number) -> Option<u64> {
        self.base(number).is_none().then(|| self.sizes[number as usize])
    }

    fn is_loose(&self, number: Number) -> bool {
        self.sources[number as usize] as usize >= self.packs.len()
    }

    fn loose_path(&self, number: Number) -> Option<PathBuf> {
        let folder = (self.sources[number as usize] as usize).checked_sub(self.packs.len())?;
        Some(loose::path(self.folders.get(folder)?, self.id(number)))
    }

    /// Reads an object that is stored whole.
    pub(crate) fn whole(
        &self,
        number: Number,
        limit: u64,
        with: &mut Buffers,
    ) -> Result<Vec<u8>, Fault> {
        let (at, kind) = (number as usize, self.kind(number).ok_or(Fault::Corrupt)?);
        let size = self.sizes[at];
        if size > limit.min(HELD) {
            return Err(Fault::TooLarge);
        }
        if let Some(path) = self.loose_path(number) {
            let header = loose::Header { kind, size, length: self.headers[at] };
            return loose::read(&path, header, &mut with.inflater);
        }
        let mut bytes = with.take(size as usize);
        bytes.resize(size as usize, 0);
        with.inflater.whole(self.stream_of(number, &mut with.input)?, &mut bytes)?;
        Ok(bytes)
    }

    /// Makes an object from its base; `with.runs` says what they share.
    pub(crate) fn made_from_base(
        &self,
        number: Number,
        base: &[u8],
        limit: u64,
        with: &mut Buffers,
    ) -> Result<Vec<u8>, Fault> {
        self.read_delta(number, with)?;
        let size = delta::sizes(&with.delta)?.1.min(limit.min(HELD));
        let mut bytes = with.take(size as usize);
        delta::apply(&with.delta, base, limit.min(HELD), &mut bytes, &mut with.runs)?;
        Ok(bytes)
    }

    fn read_delta(&self, number: Number, with: &mut Buffers) -> Result<(), Fault> {
        let size = self.sizes[number as usize];
        if size > HELD {
            return Err(Fault::TooLarge);
        }
        let stream = self.stream_of(number, &mut with.input)?;
        with.delta.resize(size as usize, 0);
        with.inflater.whole(stream, &mut with.delta)
    }

    /// The compressed bytes of a packed object.
    fn stream_of<'b>(&self, number: Number, input: &'b mut Input) -> Result<&'b [u8], Fault> {
        let at = number as usize;
        let header = u32::from(self.headers[at]);
        let length = self.stored[at].checked_sub(header).ok_or(Fault::Corrupt)?;
        if u64::from(length) > HELD + (HELD >> 8) {
            return Err(Fault::TooLarge);
        }
        let source = self.sources[at];
        input
            .read(
                (&self.packs[source as usize], source),
                self.offsets[at] + u64::from(header),
                length as usize,
            )
            .map_err(|_| Fault::Corrupt)
    }

    /// The size of an object, whether it is stored whole or not.
    pub(crate) fn size(&self, number: Number, with: &mut Buffers) -> Result<u64, Fault> {
        if let Some(size) = self.whole_size(number) {
            return Ok(size);
        }
        self.read_delta(number, with)?;
        Ok(delta::sizes(&with.delta)?.1)
    }

    /// Reads one object, with all those it is a difference from.
    pub(crate) fn read(
        &self,
        number: Number,
        limit: u64,
        with: &mut Buffers,
    ) -> Result<Vec<u8>, Fault> {
        let mut chain = vec![number];
        while let Some(base) = self.base(chain[chain.len() - 1]) {
            if chain.len() > self.len() {
                return Err(Fault::Corrupt); // bases in a circle
            }
            chain.push(base);
        }
        let mut bytes = self.whole(chain.pop().ok_or(Fault::Corrupt)?, limit, with)?;
        while let Some(next) = chain.pop() {
            let made = self.made_from_base(next, &bytes, limit, with)?;
            with.give(std::mem::replace(&mut bytes, made));
        }
        Ok(bytes)
    }

    /// Reads an object that is stored whole piece by piece, however long it is.
    pub(crate) fn stream(&self, number: Number) -> Result<Box<dyn Pieces + '_>, Fault> {
        if let Some(path) = self.loose_path(number) {
            let mut file = loose::open(&path)?;
            let mut stream =
                Stream::new(move |buffer: &mut [u8]| std::io::Read::read(&mut file, buffer));
            let mut header = vec![0; usize::from(self.headers[number as usize])];
            stream.fill(&mut header)?;
            return Ok(Box::new(stream));
        }
        let at = number as usize;
        let pack = &self.packs[self.sources[at] as usize];
        let mut offset = self.offsets[at] + u64::from(self.headers[at]);
        Ok(Box::new(Stream::new(move |buffer: &mut [u8]| {
            let length = pack.end.saturating_sub(offset).min(buffer.len() as u64) as usize;
            pack.read_exact_at(&mut buffer[..length], offset)?;
            offset += length as u64;
            Ok(length)
        })))
    }
}

/// An object that is read piece by piece.
pub(crate) trait Pieces {
    /// Fills `output` as far as the object goes, and says how far.
    fn fill(&mut self, output: &mut [u8]) -> Result<usize, Fault>;
}

impl<R: FnMut(&mut [u8]) -> std::io::Result<usize>> Pieces for Stream<R> {
    fn fill(&mut self, output: &mut [u8]) -> Result<usize, Fault> {
        Stream::fill(self, output)
    }
}

fn pack_paths(objects: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(objects.join("pack")).into_iter().flatten().flatten();
    let paths = entries.map(|entry| entry.path());
    let mut paths: Vec<PathBuf> = paths
        .filter(|path| path.extension().is_some_and(|extension| extension == "pack"))
        .collect();
    paths.sort();
    paths
}

fn open_pack(path: &Path) -> std::io::Result<(Pack, index::PackIndex)> {
    let index = std::fs::read(path.with_extension("idx"))?;
    let invalid = || std::io::Error::new(std::io::ErrorKind::InvalidData, "not an index");
    let index = index::parse(&index).ok_or_else(invalid)?;
    Ok((Pack::open(path)?, index))
}

fn bucket(id: &Id, shift: u32) -> usize {
    (u32::from_be_bytes([id[0], id[1], id[2], id[3]]) >> shift) as usize
}

fn fanout(ids: &[Id], shift: u32) -> Vec<u32> {
    let mut fanout = vec![0u32; (1usize << (32 - shift)) + 1];
    for id in ids {
        fanout[bucket(id, shift) + 1] += 1;
    }
    for at in 1..fanout.len() {
        fanout[at] += fanout[at - 1];
    }
    fanout
}

/// For each entry, the bytes it takes and its header.
fn headers_of(
    pack: &Pack,
    entries: &[(u64, Number)],
    end: u64,
) -> Vec<(u64, Option<pack::Header>)> {
    let mut found = Vec::with_capacity(entries.len());
    let span = end.saturating_sub(entries.first().map_or(0, |entry| entry.0));
    // Entries close to one another are read together.
    let window =
        if span / (entries.len() as u64).max(1) < 4096 { WINDOW } else { pack::MAX_HEADER };
    let (mut bytes, mut from) = (Vec::new(), 0);
    for (at, (offset, _)) in entries.iter().enumerate() {
        let next = entries.get(at + 1).map_or(end, |next| next.0);
        let length = next.min(pack.end).saturating_sub(*offset);
        let needed = length.min(pack::MAX_HEADER as u64);
        if *offset < from || *offset + needed > from + bytes.len() as u64 {
            let available = pack.end.saturating_sub(*offset).min(window as u64);
            bytes.resize(available as usize, 0);
            from = *offset;
            if pack.read_exact_at(&mut bytes, from).is_err() {
                bytes.clear();
            }
        }
        let start = (*offset - from) as usize;
        let slice = bytes.get(start..start + needed as usize);
        found.push((length, slice.and_then(|slice| pack::header(slice, *offset))));
    }
    found
}
