//! The licences that can be recognised, and the index that finds which of them
//! a text may hold.
//!
//! Two files under `data/licence/` are embedded, both made by
//! `cargo run --example licence_index`: the texts of the SPDX list and of its
//! exceptions, as numbers of words in a vocabulary, and the fingerprints
//! (hashes of four words) of official translations whose text is not shipped.

use super::words;
use serde::{Deserialize, Serialize};
use std::ops::Range;
use std::sync::OnceLock;

/// Words that make a shingle.
pub const SHINGLE: usize = 4;

/// Texts of the SPDX list, compressed.
static TEXTS: &[u8] = include_bytes!("../../../data/licence/texts.bin");

/// Fingerprints of official translations.
static TRANSLATIONS: &[u8] = include_bytes!("../../../data/licence/translations.bin");

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
pub struct Texts {
    /// Every word used, folded, the most frequent first.
    pub vocabulary: Vec<String>,
    /// The licences, sorted by identifier.
    pub documents: Vec<Text>,
}

/// A licence of `texts.bin`.
#[derive(Debug, Serialize, Deserialize)]
pub struct Text {
    /// SPDX identifier.
    pub id: String,
    /// What it is.
    pub kind: Kind,
    /// Numbers of its words in the vocabulary.
    pub words: Vec<u32>,
    /// Words that a copy may leave out: titles, placeholders, appendices.
    pub optional: Vec<(u32, u32)>,
}

/// A licence of `translations.bin`.
#[derive(Debug, Serialize, Deserialize)]
pub struct Translation {
    /// SPDX identifier, or `LicenseRef-…` where SPDX has none.
    pub id: String,
    /// Hashes of its shingles, in order.
    pub shingles: Vec<u32>,
    /// Words that a copy may leave out.
    pub optional: Vec<(u32, u32)>,
}

/// A licence ready to be compared.
#[derive(Debug)]
pub struct Document {
    /// SPDX identifier, or `LicenseRef-…`.
    pub id: String,
    /// What it is.
    pub kind: Kind,
    /// Hashes of its shingles, in order.
    pub shingles: Vec<u32>,
    /// Numbers of its words in the vocabulary; empty for a translation.
    words: Vec<u32>,
    /// For each word, true when a copy may leave it out.
    pub optional: Vec<bool>,
    /// Words that a copy may not leave out.
    pub required: usize,
}

impl Document {
    /// Number of words.
    pub fn len(&self) -> usize {
        self.optional.len()
    }

    /// Words of `range` that a copy may not leave out.
    pub fn required_in(&self, range: Range<usize>) -> usize {
        self.optional[range].iter().filter(|optional| !**optional).count()
    }
}

/// All that can be recognised.
#[derive(Debug)]
pub struct Library {
    vocabulary: Vec<String>,
    hashes: Vec<u64>,
    /// The licences and exceptions.
    pub documents: Vec<Document>,
    index: Index,
}

impl Library {
    /// The embedded library, read once.
    pub fn get() -> &'static Library {
        static LIBRARY: OnceLock<Library> = OnceLock::new();
        LIBRARY.get_or_init(|| {
            let texts = read_texts(TEXTS).unwrap_or_default();
            let translations = postcard::from_bytes(TRANSLATIONS).unwrap_or_default();
            Library::new(texts, translations)
        })
    }

    /// A library of `texts` and `translations`.
    pub fn new(texts: Texts, translations: Vec<Translation>) -> Library {
        let hashes: Vec<u64> = texts.vocabulary.iter().map(|word| words::hash(word)).collect();
        let mut documents = Vec::with_capacity(texts.documents.len() + translations.len());
        for Text { id, kind, words, optional } in texts.documents {
            let shingles = shingles(words.iter().map(|word| hashes[*word as usize]));
            let optional = flags(&optional, words.len());
            documents.push(Document::new(id, kind, shingles, words, optional));
        }
        for Translation { id, shingles, optional } in translations {
            let optional = flags(&optional, shingles.len() + SHINGLE - 1);
            documents.push(Document::new(id, Kind::Licence, shingles, Vec::new(), optional));
        }
        let index = Index::new(&documents);
        Library { vocabulary: texts.vocabulary, hashes, documents, index }
    }

    /// Shingles of each document that stand in `shingles`, the documents that
    /// have none left out.
    pub fn resembling(&self, shingles: &[u32]) -> Vec<(usize, usize)> {
        self.index.resembling(shingles, self.documents.len())
    }

    /// Number of indexed shingles of a document.
    pub fn indexed(&self, document: usize) -> usize {
        self.index.sizes[document]
    }

    /// The words of `range` of a document, when its text is known.
    pub fn excerpt(&self, document: &Document, range: Range<usize>) -> Option<String> {
        let words = document.words.get(range)?;
        let words: Vec<&str> = words
            .iter()
            .filter_map(|word| Some(self.vocabulary.get(*word as usize)?.as_str()))
            .collect();
        Some(words.join(" "))
    }

    /// Hashes of the words of `range` of a document; none for a translation.
    pub fn hashes(&self, document: &Document, range: Range<usize>) -> Vec<u64> {
        let words = document.words.get(range).unwrap_or_default();
        words.iter().filter_map(|word| self.hashes.get(*word as usize).copied()).collect()
    }
}

impl Document {
    fn new(
        id: String,
        kind: Kind,
        shingles: Vec<u32>,
        words: Vec<u32>,
        optional: Vec<bool>,
    ) -> Document {
        let required = optional.iter().filter(|optional| !**optional).count();
        Document { id, kind, shingles, words, optional, required }
    }
}

/// Reads the content of `texts.bin`; `None` when it is not what it should be.
pub fn read_texts(bytes: &[u8]) -> Option<Texts> {
    let mut plain = Vec::new();
    let mut decoder = flate2::read::ZlibDecoder::new(bytes);
    std::io::Read::read_to_end(&mut decoder, &mut plain).ok()?;
    postcard::from_bytes(&plain).ok()
}

/// Hashes of the runs of [`SHINGLE`] words.
pub fn shingles(words: impl Iterator<Item = u64>) -> Vec<u32> {
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

/// Which documents hold a shingle.
#[derive(Debug)]
struct Index {
    buckets: Vec<u32>,
    entries: Vec<(u32, u16)>,
    sizes: Vec<usize>,
}

impl Index {
    fn new(documents: &[Document]) -> Index {
        let mut entries = Vec::new();
        let mut sizes = vec![0; documents.len()];
        for (number, document) in documents.iter().enumerate() {
            let long = document.len() > LONG;
            let kept = document.shingles.iter().filter(|hash| !long || *hash % SAMPLING == 0);
            let before = entries.len();
            entries.extend(kept.map(|hash| (*hash, number as u16)));
            sizes[number] = entries.len() - before;
        }
        entries.sort_unstable();
        entries.dedup();
        let mut buckets = vec![0; (1 << BUCKET_BITS) + 1];
        for (hash, _) in &entries {
            buckets[(hash >> (32 - BUCKET_BITS)) as usize + 1] += 1;
        }
        for bucket in 1..buckets.len() {
            buckets[bucket] += buckets[bucket - 1];
        }
        Index { buckets, entries, sizes }
    }

    fn resembling(&self, shingles: &[u32], documents: usize) -> Vec<(usize, usize)> {
        let mut counts = vec![0_usize; documents];
        let mut distinct = shingles.to_vec();
        distinct.sort_unstable();
        distinct.dedup();
        for hash in distinct {
            let bucket = (hash >> (32 - BUCKET_BITS)) as usize;
            let range = self.buckets[bucket] as usize..self.buckets[bucket + 1] as usize;
            for (_, document) in self.entries[range].iter().filter(|(entry, _)| *entry == hash) {
                counts[*document as usize] += 1;
            }
        }
        counts.into_iter().enumerate().filter(|(_, count)| *count > 0).collect()
    }
}
