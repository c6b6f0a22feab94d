//! The licences that can be recognised, and the index that finds which of them
//! a text may hold.
//!
//! Three files under `data/licence/` are embedded, all made by
//! `cargo run --example licence_index`: the texts of the SPDX list and of its
//! exceptions, as numbers of words in a vocabulary, the fingerprints (hashes of
//! four words) of official translations and of other editions whose text is not
//! shipped, and the index of both. An audit compares its texts with a few licences
//! of 900: what is embedded is laid out so that nothing else is unpacked.

use super::words;
use serde::{Deserialize, Serialize};
use std::collections::HashSet;
use std::ops::Range;
use std::sync::{LazyLock, OnceLock};

/// Words that make a shingle.
pub(crate) const SHINGLE: usize = 4;

/// Texts of the SPDX list: an [`Entry`] each, then [`Words`], compressed.
static TEXTS: &[u8] = include_bytes!("../../../data/licence/texts.bin");

/// Official translations and other editions: an [`Entry`] each, then the shingles and
/// the marks of each in turn.
static EDITIONS: &[u8] = include_bytes!("../../../data/licence/editions.bin");

/// Which documents hold a shingle: see [`Index`].
static INDEX: &[u8] = include_bytes!("../../../data/licence/index.bin");

/// What a recognised text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Kind {
    /// A licence.
    Licence,
    /// An exception or an addition to a licence (`WITH` in expressions).
    Exception,
}

/// What is known of a document before its words are unpacked.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Entry {
    /// SPDX identifier, or `LicenseRef-…` where SPDX has none.
    pub id: String,
    /// What it is.
    pub kind: Kind,
    /// Number of its words.
    pub length: u32,
    /// Words that a copy may leave out: titles, placeholders, appendices. In order, apart
    /// from one another.
    pub optional: Vec<(u32, u32)>,
}

/// The words of all the texts of the list.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct Words {
    /// Every word used, folded, the most frequent first, a line feed after each.
    pub vocabulary: String,
    /// The numbers of those that more than [`RARE`] licences have.
    pub common: Vec<u32>,
}

/// A document of `editions.bin`, unpacked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edition {
    /// SPDX identifier, or `LicenseRef-…` where SPDX has none.
    pub id: String,
    /// Hashes of its shingles, in order.
    pub shingles: Vec<u32>,
    /// Marks of its words, in order: too few bits of their hashes to name them,
    /// enough to say which word of a passage differs.
    pub marks: Vec<u16>,
    /// Words that a copy may leave out.
    pub optional: Vec<(u32, u32)>,
}

/// A licence that a text may be compared with.
#[derive(Debug)]
pub(crate) struct Document {
    /// SPDX identifier, or `LicenseRef-…`.
    pub id: String,
    /// What it is.
    pub kind: Kind,
    /// Words that a copy may not leave out.
    pub required: usize,
    length: usize,
    left_out: Vec<(u32, u32)>,
    place: Place,
    unpacked: OnceLock<Unpacked>,
}

/// Where the words of a document are, in bytes.
#[derive(Debug)]
enum Place {
    /// In [`Source::numbers`].
    Texts(usize),
    /// In [`EDITIONS`].
    Editions(usize),
}

#[derive(Debug)]
struct Unpacked {
    shingles: Vec<u32>,
    /// Numbers of its words in the vocabulary; empty for an edition.
    words: Vec<u16>,
    /// Marks of its words, for an edition.
    marks: Vec<u16>,
    optional: Vec<bool>,
}

impl Document {
    fn new(entry: Entry, place: Place) -> Document {
        let Entry { id, kind, length, optional: left_out } = entry;
        let length = length as usize;
        let optional = left_out.iter().map(|(start, end)| (*end - *start) as usize);
        let required = length.saturating_sub(optional.sum());
        Document { id, kind, required, length, left_out, place, unpacked: OnceLock::new() }
    }

    /// Number of words.
    pub(crate) fn len(&self) -> usize {
        self.length
    }

    /// True when only the fingerprints of the text are known.
    pub(crate) fn is_edition(&self) -> bool {
        matches!(self.place, Place::Editions(_))
    }

    /// Hashes of its shingles, in order.
    pub(crate) fn shingles(&self) -> &[u32] {
        &self.unpacked().shingles
    }

    /// For each word, true when a copy may leave it out.
    pub(crate) fn optional(&self) -> &[bool] {
        &self.unpacked().optional
    }

    /// What a word whose hash is `hash` is compared by with the words of this
    /// document: its hash, or its mark.
    pub(crate) fn key(&self, hash: u64) -> u64 {
        if self.is_edition() { u64::from(mark(hash)) } else { hash }
    }

    /// Words of `range` that a copy may not leave out.
    pub(crate) fn required_in(&self, range: Range<usize>) -> usize {
        self.optional()[range].iter().filter(|optional| !**optional).count()
    }

    /// What each word of `range` is compared by, see [`Document::key`].
    pub(crate) fn keys(&self, range: Range<usize>) -> Vec<u64> {
        let Unpacked { words, marks, .. } = self.unpacked();
        if self.is_edition() {
            return marks[range].iter().map(|mark| u64::from(*mark)).collect();
        }
        let hashes = &SOURCE.hashes;
        words[range].iter().map(|word| hashes[usize::from(*word)]).collect()
    }

    /// The words of `range`, when the text is known.
    pub(crate) fn excerpt(&self, range: Range<usize>) -> Option<String> {
        let words = self.unpacked().words.get(range)?;
        static VOCABULARY: LazyLock<Vec<&str>> =
            LazyLock::new(|| SOURCE.vocabulary.lines().collect());
        let words = words.iter().filter_map(|word| VOCABULARY.get(usize::from(*word)).copied());
        Some(words.collect::<Vec<&str>>().join(" "))
    }

    fn unpacked(&self) -> &Unpacked {
        self.unpacked.get_or_init(|| {
            let (length, marked) = (self.length, self.length.saturating_sub(SHINGLE - 1));
            let mut optional = vec![false; length];
            for (start, end) in &self.left_out {
                optional[*start as usize..*end as usize].fill(true);
            }
            match self.place {
                Place::Texts(at) => {
                    let words = halves(&SOURCE.numbers[at..at + 2 * length]);
                    let hashes = words.iter().map(|word| SOURCE.hashes[usize::from(*word)]);
                    let shingles = shingles(hashes);
                    Unpacked { shingles, words, marks: Vec::new(), optional }
                }
                Place::Editions(at) => {
                    let (hashes, rest) = EDITIONS[at..].split_at(4 * marked);
                    let hash = |bytes: &[u8; 4]| u32::from_le_bytes(*bytes);
                    let shingles = hashes.as_chunks().0.iter().map(hash).collect();
                    let marks = halves(&rest[..2 * length]);
                    Unpacked { shingles, words: Vec::new(), marks, optional }
                }
            }
        })
    }
}

fn halves(bytes: &[u8]) -> Vec<u16> {
    bytes.as_chunks().0.iter().map(|bytes| u16::from_le_bytes(*bytes)).collect()
}

/// Licences that may have a rare word.
pub(crate) const RARE: usize = 60;

/// The words of the texts, unpacked when a text is first compared with one of them.
static SOURCE: LazyLock<Source> = LazyLock::new(|| {
    let (entries, packed) = entries(TEXTS);
    let words: usize = entries.iter().map(|entry| entry.length as usize).sum();
    Source::read(packed, words).unwrap_or_default()
});

#[derive(Debug, Default)]
struct Source {
    vocabulary: String,
    /// The hash of each word of the vocabulary.
    hashes: Vec<u64>,
    common: HashSet<u64>,
    /// Numbers of the words of each text in turn, in two bytes each.
    numbers: Vec<u8>,
}

impl Source {
    fn read(packed: &[u8], words: usize) -> Option<Source> {
        let mut plain = Vec::new();
        let mut decoder = flate2::read::ZlibDecoder::new(packed);
        std::io::Read::read_to_end(&mut decoder, &mut plain).ok()?;
        let (Words { vocabulary, common }, numbers) = postcard::take_from_bytes(&plain).ok()?;
        let hashes: Vec<u64> = vocabulary.lines().map(words::hash).collect();
        let common = common.iter().filter_map(|word| hashes.get(*word as usize).copied());
        let common = common.collect();
        let numbers = numbers.get(..2 * words)?.to_vec();
        Some(Source { vocabulary, hashes, common, numbers })
    }
}

/// The entries that a file begins with, and what follows them.
fn entries(bytes: &[u8]) -> (Vec<Entry>, &[u8]) {
    postcard::take_from_bytes(bytes).unwrap_or_default()
}

/// The documents of the two files.
pub(crate) fn documents(texts: &[u8], editions: &[u8]) -> Vec<Document> {
    let mut at = 0;
    let mut found = Vec::new();
    for entry in entries(texts).0 {
        let length = entry.length as usize;
        found.push(Document::new(entry, Place::Texts(at)));
        at += 2 * length;
    }
    let (entries, rest) = entries(editions);
    at = editions.len() - rest.len();
    for entry in entries {
        let length = entry.length as usize;
        found.push(Document::new(entry, Place::Editions(at)));
        at += 4 * length.saturating_sub(SHINGLE - 1) + 2 * length;
    }
    found
}

impl Edition {
    /// The editions that `editions.bin` holds.
    pub fn all() -> Vec<Edition> {
        let documents = documents(&[], EDITIONS).into_iter();
        let unpacked = documents.map(|document| {
            let Unpacked { shingles, marks, .. } = document.unpacked();
            let (shingles, marks) = (shingles.clone(), marks.clone());
            Edition { id: document.id, shingles, marks, optional: document.left_out }
        });
        unpacked.collect()
    }
}

/// All that can be recognised.
#[derive(Debug)]
pub(crate) struct Library {
    sorted: OnceLock<Vec<u64>>,
    /// The licences and exceptions.
    pub documents: Vec<Document>,
    index: Index,
}

impl Library {
    /// The embedded library, read once.
    pub(crate) fn get() -> &'static Library {
        static LIBRARY: LazyLock<Library> = LazyLock::new(|| {
            let documents = documents(TEXTS, EDITIONS);
            let index = Index::read(INDEX, documents.len());
            Library { sorted: OnceLock::new(), documents, index }
        });
        &LIBRARY
    }

    /// Shingles of each document that stand in `shingles`, the documents that
    /// have none left out.
    pub(crate) fn resembling(&self, shingles: &[u32]) -> Vec<(usize, usize)> {
        self.index.resembling(shingles, self.documents.len())
    }

    /// Number of indexed shingles of a document.
    pub(crate) fn indexed(&self, document: usize) -> usize {
        self.index.sizes.get(document).map_or(0, |size| *size as usize)
    }

    /// True for a word that few licences have: in a short one, most often the
    /// name of who wrote it.
    pub(crate) fn is_rare(&self, hash: u64) -> bool {
        self.has_word(hash) && !SOURCE.common.contains(&hash)
    }

    /// True for a word of a licence whose text is known.
    pub(crate) fn has_word(&self, hash: u64) -> bool {
        let sorted = self.sorted.get_or_init(|| {
            let mut hashes = SOURCE.hashes.clone();
            hashes.sort_unstable();
            hashes
        });
        sorted.binary_search(&hash).is_ok()
    }
}

/// The mark of a word whose hash is `hash`: 11 bits of it.
pub(crate) fn mark(hash: u64) -> u16 {
    (hash.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 53) as u16
}

/// Hashes of the runs of [`SHINGLE`] words.
pub(crate) fn shingles(words: impl Iterator<Item = u64>) -> Vec<u32> {
    let words: Vec<u64> = words.collect();
    words.windows(SHINGLE).map(shingle).collect()
}

fn shingle(words: &[u64]) -> u32 {
    let mixed = words.iter().fold(0_u64, |mixed, word| {
        (mixed.rotate_left(23) ^ word).wrapping_mul(0x9e37_79b9_7f4a_7c15)
    });
    (mixed >> 32) as u32
}

/// Words from which only a part of a document's shingles is indexed.
const LONG: usize = 400;

/// One shingle in this many is indexed for a long document.
const SAMPLING: u32 = 4;

/// Bits of a hash that choose its bucket.
const BUCKET_BITS: u32 = 16;

/// The bucket of a hash.
fn bucket(hash: u32) -> usize {
    (hash >> (32 - BUCKET_BITS)) as usize
}

/// Bytes of an entry of the index: the part of a hash that its bucket does not tell,
/// and the number of a document, in little endian.
const ENTRY: usize = 4;

/// Which documents hold a shingle. `index.bin` gives for each document how many of its
/// shingles are indexed (4 bytes), for each bucket how many entries it has (2 bytes),
/// then the entries of each bucket in turn.
#[derive(Debug)]
struct Index {
    /// Where the entries of each bucket begin, and the end of the last.
    buckets: Vec<u32>,
    entries: &'static [[u8; ENTRY]],
    sizes: Vec<u32>,
}

impl Index {
    /// Reads `bytes`, made for that many documents.
    fn read(bytes: &'static [u8], documents: usize) -> Index {
        let (sizes, rest) = bytes.split_at(bytes.len().min(4 * documents));
        let (counts, entries) = rest.split_at(rest.len().min(2 << BUCKET_BITS));
        let mut buckets = vec![0];
        let mut start = 0;
        buckets.extend(halves(counts).into_iter().map(|count| {
            start += u32::from(count);
            start
        }));
        let sizes = sizes.as_chunks().0.iter().map(|size| u32::from_le_bytes(*size)).collect();
        Index { buckets, entries: entries.as_chunks().0, sizes }
    }

    fn resembling(&self, shingles: &[u32], documents: usize) -> Vec<(usize, usize)> {
        let mut counts = vec![0_usize; documents];
        let mut distinct = shingles.to_vec();
        distinct.sort_unstable();
        distinct.dedup();
        for hash in distinct {
            let bucket = bucket(hash);
            let range = self.buckets[bucket] as usize..self.buckets[bucket + 1] as usize;
            let low = (hash as u16).to_le_bytes();
            for entry in self.entries[range].iter().filter(|entry| entry[..2] == low) {
                counts[usize::from(u16::from_le_bytes([entry[2], entry[3]]))] += 1;
            }
        }
        counts.into_iter().enumerate().filter(|(_, count)| *count > 0).collect()
    }
}

/// The content of `index.bin` for `documents`; `None` when a bucket or their number is
/// too large for it.
pub(crate) fn index(documents: &[Document]) -> Option<Vec<u8>> {
    let mut sizes = Vec::new();
    let mut buckets: Vec<Vec<[u8; ENTRY]>> = vec![Vec::new(); 1 << BUCKET_BITS];
    for (number, document) in documents.iter().enumerate() {
        let long = document.len() > LONG;
        let kept = |hash: &&u32| !long || (**hash).is_multiple_of(SAMPLING);
        let mut hashes: Vec<u32> = document.shingles().iter().filter(kept).copied().collect();
        hashes.sort_unstable();
        hashes.dedup();
        sizes.extend_from_slice(&u32::try_from(hashes.len()).ok()?.to_le_bytes());
        let [low, high] = u16::try_from(number).ok()?.to_le_bytes();
        for hash in hashes {
            let [first, second] = (hash as u16).to_le_bytes();
            buckets[bucket(hash)].push([first, second, low, high]);
        }
    }
    let mut counts = Vec::new();
    for bucket in &buckets {
        counts.extend_from_slice(&u16::try_from(bucket.len()).ok()?.to_le_bytes());
    }
    Some([sizes, counts, buckets.concat().concat()].concat())
}
