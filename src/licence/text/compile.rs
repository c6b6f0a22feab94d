//! Makes the data of the library from the texts of licences.

use super::library::{self, Edition, Entry, Kind, Library, RARE, SHINGLE, Words, mark, shingles};
use super::words;
use crate::licence::expression::ids;
use std::collections::{HashMap, HashSet};
use std::io::Write;
use std::ops::Range;

/// Words that a paragraph may have to be taken for a title, at the beginning.
const LONGEST_TITLE: usize = 14;

/// Words that may stand between two brackets to be a placeholder.
const LONGEST_PLACEHOLDER: usize = 8;

/// Words of the licences that others are given with.
const LONG: usize = 2_000;

/// Words by which the beginning of one is recognised inside another.
const BEGINNING: usize = 60;

/// Beginnings of the parts that follow the terms, folded; a copy may leave out
/// all that follows.
const APPENDICES: [&str; 17] = [
    "end of terms and conditions",
    "how to apply these terms",
    "how to use this license for your documents",
    "addendum how to use this license",
    "appendix how to apply",
    "exhibit form of license",
    "creative commons is not party to",
    "creative commons notice",
    "how to apply this license",
    "exhibit form of secondary licenses notice",
    "exhibit mozilla public license",
    "this software consists of voluntary contributions made by many individuals on behalf",
    "appendix compatible licenses according to",
    "appendix compatible licenses",
    "appendice aux fins de article de eupl",
    "version du 2004",
    "version du 2005",
];

/// Beginnings of the terms after a preamble that publishers add and that copies
/// leave out, folded.
const TERMS: [&str; 3] = [
    "statement of purpose the laws of most jurisdictions",
    "by exercizing the licensed rights defined below",
    "license the work as defined below is provided",
];

/// The texts of `licences`, given as (identifier, kind, text) in any order,
/// ready to be written to `data/licence/texts.bin`.
///
/// Where several identifiers share a text, one names it. A GNU text goes by
/// the identifier that leaves open whether later versions apply (`GPL-2.0`,
/// not `GPL-2.0-only`); any other by an identifier that is not deprecated, and
/// of those by the shortest, then the first in alphabetical order.
pub fn texts<'a>(licences: impl Iterator<Item = (&'a str, Kind, &'a str)>) -> Vec<u8> {
    let mut licences: Vec<_> = licences
        .filter(|(id, kind, _)| names_its_text(id, *kind))
        .map(|(id, kind, text)| (id, kind, Folded::of(text)))
        .collect();
    licences.sort_by_key(|(id, ..)| (id.len(), *id));
    let mut seen = HashSet::new();
    licences.retain(|(.., folded)| seen.insert(folded.words.clone()));
    licences.sort_by_key(|(id, ..)| *id);
    let long = licences.iter().filter(|(.., folded)| folded.words.len() > LONG);
    let beginnings: HashSet<Vec<String>> =
        long.map(|(.., folded)| folded.words[..BEGINNING].to_vec()).collect();
    for (.., folded) in &mut licences {
        folded.leave_out_others(&beginnings);
    }
    let folded: Vec<&Folded> = licences.iter().map(|(.., folded)| folded).collect();
    let (words, numbers) = vocabulary(&folded);
    let entries: Vec<Entry> = licences
        .iter()
        .map(|(id, kind, folded)| Entry {
            id: (*id).to_string(),
            kind: *kind,
            length: folded.words.len() as u32,
            optional: folded.optional.clone(),
        })
        .collect();
    let common = common(&folded, &numbers);
    let vocabulary = words.iter().map(|word| format!("{word}\n")).collect();
    let mut plain = postcard::to_stdvec(&Words { vocabulary, common }).unwrap_or_default();
    for word in folded.iter().flat_map(|folded| &folded.words) {
        plain.extend_from_slice(&numbers[word.as_str()].to_le_bytes());
    }
    let made = postcard::to_stdvec(&entries).unwrap_or_default();
    let mut encoder = flate2::write::ZlibEncoder::new(made, flate2::Compression::best());
    encoder.write_all(&plain).and_then(|()| encoder.finish()).unwrap_or_default()
}

/// The numbers of the words that more than [`RARE`] texts have.
fn common(folded: &[&Folded], numbers: &HashMap<&str, u16>) -> Vec<u32> {
    let mut counts = vec![0_usize; numbers.len()];
    for text in folded {
        let words: HashSet<&str> = text.words.iter().map(String::as_str).collect();
        words.iter().for_each(|word| counts[usize::from(numbers[word])] += 1);
    }
    (0..).zip(counts).filter(|(_, count)| *count > RARE).map(|(word, _)| word).collect()
}

/// The content of `editions.bin` for `editions`.
pub fn editions(editions: &[Edition]) -> Vec<u8> {
    let entries: Vec<Entry> = editions
        .iter()
        .map(|edition| Entry {
            id: edition.id.clone(),
            kind: Kind::Licence,
            length: edition.marks.len() as u32,
            optional: edition.optional.clone(),
        })
        .collect();
    let mut made = postcard::to_stdvec(&entries).unwrap_or_default();
    for edition in editions {
        edition.shingles.iter().for_each(|hash| made.extend_from_slice(&hash.to_le_bytes()));
        edition.marks.iter().for_each(|mark| made.extend_from_slice(&mark.to_le_bytes()));
    }
    made
}

/// The content of `index.bin` for what is embedded; `None` when it does not fit.
pub fn index() -> Option<Vec<u8>> {
    library::index(&Library::get().documents)
}

/// False for an identifier that stands for no text of its own.
fn names_its_text(id: &str, kind: Kind) -> bool {
    let none = matches!(id, "NOASSERTION" | "any-OSI" | "any-OSI-perl-modules");
    let deprecated = ids::deprecated(id) != Some(false);
    let gnu = kind == Kind::Licence && ids::is_gnu(id);
    let open = ["-only", "-or-later", "+", "-invariants"].iter().all(|end| !id.ends_with(end))
        && !id.contains("-with-");
    !none && if gnu { open } else { !deprecated }
}

/// The fingerprints of an edition of `id`: a translation, or another wording. Form
/// feeds set apart what stands before and after the terms, which copies leave out.
pub fn edition(id: &str, text: &str) -> Edition {
    let mut folded = Folded::of(text);
    let parts: Vec<&str> = text.split('\u{c}').collect();
    if let [before, terms, ..] = parts.as_slice() {
        let (before, terms) = (words::words(before).len(), words::words(terms).len());
        let end = folded.words.len();
        let mut flags = vec![false; end];
        for (from, to) in &folded.optional {
            flags[*from as usize..*to as usize].fill(true);
        }
        flags[..before.min(end)].fill(true);
        flags[(before + terms).min(end)..].fill(true);
        folded.optional = ranges(&flags);
    }
    Edition {
        id: id.to_string(),
        shingles: shingles(folded.words.iter().map(|word| words::hash(word))),
        marks: folded.words.iter().map(|word| mark(words::hash(word))).collect(),
        optional: folded.optional,
    }
}

/// Words by frequency, and their numbers.
fn vocabulary<'a>(folded: &[&'a Folded]) -> (Vec<&'a str>, HashMap<&'a str, u16>) {
    let mut counts: HashMap<&'a str, usize> = HashMap::new();
    for word in folded.iter().flat_map(|folded| &folded.words) {
        *counts.entry(word.as_str()).or_default() += 1;
    }
    let mut sorted: Vec<(&str, usize)> = counts.into_iter().collect();
    sorted.sort_unstable_by(|(a, times_a), (b, times_b)| times_b.cmp(times_a).then(a.cmp(b)));
    let numbers = sorted.iter().zip(0..).map(|((word, _), number)| (*word, number)).collect();
    (sorted.into_iter().map(|(word, _)| word).collect(), numbers)
}

/// The words of a licence, and which of them are optional.
struct Folded {
    words: Vec<String>,
    optional: Vec<(u32, u32)>,
}

impl Folded {
    fn of(text: &str) -> Folded {
        let (mut words, mut places) = (Vec::new(), Vec::new());
        words::each(text, |word, bytes| {
            words.push(word.to_string());
            places.push(bytes);
        });
        let mut optional = vec![false; words.len()];
        for bytes in titles(text).into_iter().chain(placeholders(text)).chain(copyrights(text)) {
            for (flag, place) in optional.iter_mut().zip(&places) {
                *flag |= bytes.contains(&place.start);
            }
        }
        for (flag, word) in optional.iter_mut().zip(&words) {
            *flag |= is_year(word);
        }
        if let Some(start) = appendix(&words) {
            optional[start..].fill(true);
        }
        if let Some(end) = preamble(&words) {
            optional[..end].fill(true);
        }
        if words.len() - optional.iter().filter(|flag| **flag).count() < 2 * SHINGLE {
            optional.fill(false);
        }
        Folded { words, optional: ranges(&optional) }
    }
}

impl Folded {
    /// Makes optional the text of another long licence that follows this one's
    /// own, as the LGPL 3.0 is given with the GPL 3.0: `beginnings` are theirs.
    fn leave_out_others(&mut self, beginnings: &HashSet<Vec<String>>) {
        let mut after_the_first = self.words.windows(BEGINNING).skip(1);
        if let Some(before) = after_the_first.position(|words| beginnings.contains(words)) {
            let start = before + 1;
            self.optional.retain(|(_, end)| *end as usize <= start);
            self.optional.push((start as u32, self.words.len() as u32));
        }
    }
}

fn is_year(word: &str) -> bool {
    word.len() == 4
        && (word.starts_with("19") || word.starts_with("20"))
        && word.bytes().all(|byte| byte.is_ascii_digit())
}

/// The first paragraphs, as long as they are short.
fn titles(text: &str) -> Option<Range<usize>> {
    let mut end = 0;
    for paragraph in text.split_inclusive("\n\n") {
        if words::words(paragraph).len() > LONGEST_TITLE {
            break;
        }
        end += paragraph.len();
    }
    (end > 0 && end < text.len()).then_some(0..end)
}

/// What stands between angle or square brackets.
fn placeholders(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    for (open, close) in [('<', '>'), ('[', ']')] {
        for (start, _) in text.match_indices(open) {
            let Some(length) = text[start..].find(close) else { continue };
            let inside = &text[start..start + length];
            if words::words(inside).len() <= LONGEST_PLACEHOLDER && !inside.contains("\n\n") {
                found.push(start..start + length);
            }
        }
    }
    found
}

/// Lines that name a holder of rights.
fn copyrights(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let lower = line.trim_start().to_lowercase();
        let sign = lower.starts_with("copyright") || lower.starts_with('©');
        let named =
            lower.contains(|c: char| c.is_ascii_digit() || c == '<' || c == '[' || c == '©');
        if sign && named && words::words(line).len() <= LONGEST_TITLE {
            found.push(start..start + line.len());
        }
        start += line.len();
    }
    found
}

/// The word that begins the appendix, in the second half of the text.
fn appendix(words: &[String]) -> Option<usize> {
    (words.len() / 2..words.len()).find(|at| APPENDICES.iter().any(|b| begins(words, *at, b)))
}

/// The word that begins the terms, after a preamble, in the first half of the
/// text.
fn preamble(words: &[String]) -> Option<usize> {
    (0..words.len() / 2).find(|at| TERMS.iter().any(|beginning| begins(words, *at, beginning)))
}

/// True when the words from `at` are those of `beginning`.
fn begins(words: &[String], at: usize, beginning: &str) -> bool {
    let wanted = beginning.split(' ').count();
    beginning.split(' ').zip(&words[at..]).filter(|(a, b)| a == b).count() == wanted
}

fn ranges(flags: &[bool]) -> Vec<(u32, u32)> {
    let mut ranges: Vec<(u32, u32)> = Vec::new();
    for (at, _) in flags.iter().enumerate().filter(|(_, flag)| **flag) {
        let at = at as u32;
        match ranges.last_mut() {
            Some((_, end)) if *end == at => *end += 1,
            _ => ranges.push((at, at + 1)),
        }
    }
    ranges
}
