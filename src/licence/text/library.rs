//! The licences that can be recognised, and the index that finds which of them
//! a text may hold.
//!
//! Two files under `data/licence/` are embedded, both made by
//! `cargo run --example licence_index`: the texts of the SPDX list and of its
//! exceptions, as numbers of words in a vocabulary, and the fingerprints
//! (hashes of four words) of official translations and of other editions whose
//! text is not shipped.

use super::words;
use serde::{Deserialize, Serialize};
use std::collections::HashSet;
use std::ops::Range;
use std::sync::OnceLock;

/// Words that make a shingle.
pub(crate) const SHINGLE: usize = 4;

/// Texts of the SPDX list, compressed.
static TEXTS: &[u8] = include_bytes!("../../../data/licence/texts.bin");

/// Fingerprints of official translations and of other editions.
static EDITIONS: &[u8] = include_bytes!("../../../data/licence/editions.bin");

/// What a recognised text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Kind {
    /// A licence.
    Licence,
    /// An exception or an addition to a licence (`WITH` in expressions).
    Exception,
}

/// The content of `texts.bin`.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct Texts {
    /// Every word used, folded, the most frequent first.
    pub vocabulary: Vec<String>,
    /// The licences, sorted by identifier.
    pub documents: Vec<Text>,
}

/// A licence of `texts.bin`.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Text {
    /// SPDX identifier.
    pub id: String,
    /// What it is.
    pub kind: Kind,
    /// Numbers of its words in the vocabulary.
    pub words: Vec<u32>,
    /// Words that a copy may leave out: titles, placeholders, appendices.
    pub optional: Vec<(u32, u32)>,
}

/// A licence of `editions.bin`.
#[derive(Debug, Serialize, Deserialize)]
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

/// A licence ready to be compared.
#[derive(Debug)]
pub(crate) struct Document {
    /// SPDX identifier, or `LicenseRef-…`.
    pub id: String,
    /// What it is.
    pub kind: Kind,
    /// Hashes of its shingles, in order.
    pub shingles: Vec<u32>,
    /// Numbers of its words in the vocabulary; empty for an edition.
    words: Vec<u32>,
    /// Marks of its words, for an edition.
    marks: Vec<u16>,
    /// For each word, true when a copy may leave it out.
    pub optional: Vec<bool>,
    /// Words that a copy may not leave out.
    pub required: usize,
}

impl Document {
    /// Number of words.
    pub(crate) fn len(&self) -> usize {
        self.optional.len()
    }

    /// True when only the fingerprints of the text are known.
    pub(crate) fn is_edition(&self) -> bool {
        self.words.is_empty()
    }

    /// What a word whose hash is `hash` is compared by with the words of this
    /// document: its hash, or its mark.
    pub(crate) fn key(&self, hash: u64) -> u64 {
        if self.is_edition() { u64::from(mark(hash)) } else { hash }
    }

    /// Words of `range` that a copy may not leave out.
    pub(crate) fn required_in(&self, range: Range<usize>) -> usize {
        self.optional[range].iter().filter(|optional| !**optional).count()
    }
}

/// All that can be recognised.
#[derive(Debug)]
pub(crate) struct Library {
    vocabulary: Vec<String>,
    hashes: Vec<u64>,
    sorted: OnceLock<Vec<u64>>,
    rare: HashSet<u64>,
    /// The licences and exceptions.
    pub documents: Vec<Document>,
    index: Index,
}

impl Library {
    /// The embedded library, read once.
    pub(crate) fn get() -> &'static Library {
        static LIBRARY: OnceLock<Library> = OnceLock::new();
        LIBRARY.get_or_init(|| {
            let texts = read_texts(TEXTS).unwrap_or_default();
            let editions = postcard::from_bytes(EDITIONS).unwrap_or_default();
            Library::new(texts, editions)
        })
    }

    /// A library of `texts` and `editions`.
    pub(crate) fn new(texts: Texts, editions: Vec<Edition>) -> Library {
        let hashes: Vec<u64> = texts.vocabulary.iter().map(|word| words::hash(word)).collect();
        let rare = rare(&texts, &hashes);
        let mut documents = Vec::with_capacity(texts.documents.len() + editions.len());
        for Text { id, kind, words, optional } in texts.documents {
            let shingles = shingles(words.iter().map(|word| hashes[*word as usize]));
            let optional = flags(&optional, words.len());
            let required = optional.iter().filter(|optional| !**optional).count();
            let marks = Vec::new();
            documents.push(Document { id, kind, shingles, words, marks, optional, required });
        }
        for Edition { id, shingles, marks, optional } in editions {
            let (kind, words, optional) =
                (Kind::Licence, Vec::new(), flags(&optional, marks.len()));
            let required = optional.iter().filter(|optional| !**optional).count();
            documents.push(Document { id, kind, shingles, words, marks, optional, required });
        }
        let index = Index::new(&documents);
        let sorted = OnceLock::new();
        Library { vocabulary: texts.vocabulary, hashes, sorted, rare, documents, index }
    }

    /// Shingles of each document that stand in `shingles`, the documents that
    /// have none left out.
    pub(crate) fn resembling(&self, shingles: &[u32]) -> Vec<(usize, usize)> {
        self.index.resembling(shingles, self.documents.len())
    }

    /// Number of indexed shingles of a document.
    pub(crate) fn indexed(&self, document: usize) -> usize {
        self.index.sizes[document]
    }

    /// The words of `range` of a document, when its text is known.
    pub(crate) fn excerpt(&self, document: &Document, range: Range<usize>) -> Option<String> {
        let words = document.words.get(range)?;
        let words: Vec<&str> = words
            .iter()
            .filter_map(|word| Some(self.vocabulary.get(*word as usize)?.as_str()))
            .collect();
        Some(words.join(" "))
    }

    /// True for a word that few licences have: in a short one, most often the
    /// name of who wrote it.
    pub(crate) fn is_rare(&self, hash: u64) -> bool {
        self.rare.contains(&hash)
    }

    /// True for a word of a licence whose text is known.
    pub(crate) fn has_word(&self, hash: u64) -> bool {
        let sorted = self.sorted.get_or_init(|| {
            let mut hashes = self.hashes.clone();
            hashes.sort_unstable();
            hashes
        });
        sorted.binary_search(&hash).is_ok()
    }

    /// What each word of `range` of a document is compared by, see
    /// [`Document::key`].
    pub(crate) fn keys(&self, document: &Document, range: Range<usize>) -> Vec<u64> {
        if document.is_edition() {
            return document.marks[range].iter().map(|mark| u64::from(*mark)).collect();
        }
        document.words[range].iter().map(|word| self.hashes[*word as usize]).collect()
    }
}

/// Licences that may have a rare word.
const RARE: u16 = 60;

/// Hashes of the rare words of `texts`.
fn rare(texts: &Texts, hashes: &[u64]) -> HashSet<u64> {
    let mut counts = vec![(0_u16, usize::MAX); texts.vocabulary.len()];
    for (number, text) in texts.documents.iter().enumerate() {
        for word in &text.words {
            let (count, last) = &mut counts[*word as usize];
            if *last != number {
                (*count, *last) = (*count + 1, number);
            }
        }
    }
    counts.iter().zip(hashes).filter(|((count, _), _)| *count <= RARE).map(|(_, h)| *h).collect()
}

/// Reads the content of `texts.bin`; `None` when it is not what it should be.
pub(crate) fn read_texts(bytes: &[u8]) -> Option<Texts> {
    let mut plain = Vec::new();
    let mut decoder = flate2::read::ZlibDecoder::new(bytes);
    std::io::Read::read_to_end(&mut decoder, &mut plain).ok()?;
    postcard::from_bytes(&plain).ok()
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

fn flags(ranges: &[(u32, u32)], length: usize) -> Vec<bool> {
    let mut flags = vec![false; length];
    for (start, end) in ranges {
        let end = (*end as usize).min(length);
        flags[(*start as usize).min(end)..end].fill(true);
    }
    flags
}

/// Words from which only a part of a document's shingles is indexed.
const LONG: usize = 400;

/// One shingle in this many is indexed for a long document.
const SAMPLING: u32 = 4;

/// Bits of a hash that choose its bucket.
const BUCKET_BITS: u32 = 16;

fn bucket(hash: u32) -> usize {
    (hash >> (32 - BUCKET_BITS)) as usize
}

/// Which documents hold a shingle.
#[derive(Debug)]
struct Index {
    buckets: Vec<u32>,
    entries: Vec<(u32, u16)>,
    sizes: Vec<usize>,
}

impl Index {
    fn new(documents: &[Document]) -> Index {
        let indexed = |document: &Document| {
            let long = document.len() > LONG;
            let kept = move |hash: &&u32| !long || (**hash).is_multiple_of(SAMPLING);
            document.shingles.iter().filter(kept).copied().collect::<Vec<u32>>()
        };
        let mut indexed: Vec<Vec<u32>> = documents.iter().map(indexed).collect();
        let mut buckets = vec![0_u32; (1 << BUCKET_BITS) + 1];
        for hashes in &mut indexed {
            hashes.sort_unstable();
            hashes.dedup();
            hashes.iter().for_each(|hash| buckets[bucket(*hash) + 1] += 1);
        }
        for at in 1..buckets.len() {
            buckets[at] += buckets[at - 1];
        }
        let mut next = buckets.clone();
        let mut entries = vec![(0, 0); buckets.last().map_or(0, |end| *end as usize)];
        for (number, hashes) in indexed.iter().enumerate() {
            for hash in hashes {
                let place = &mut next[bucket(*hash)];
                entries[*place as usize] = (*hash, number as u16);
                *place += 1;
            }
        }
        let sizes = indexed.iter().map(Vec::len).collect();
        Index { buckets, entries, sizes }
    }

    fn resembling(&self, shingles: &[u32], documents: usize) -> Vec<(usize, usize)> {
        let mut counts = vec![0_usize; documents];
        let mut distinct = shingles.to_vec();
        distinct.sort_unstable();
        distinct.dedup();
        for hash in distinct {
            let bucket = bucket(hash);
            let range = self.buckets[bucket] as usize..self.buckets[bucket + 1] as usize;
            for (_, document) in self.entries[range].iter().filter(|(entry, _)| *entry == hash) {
                counts[*document as usize] += 1;
            }
        }
        counts.into_iter().enumerate().filter(|(_, count)| *count > 0).collect()
    }
}
