//! What restricts a licence beside its text, or beside the notice that grants it.

use crate::licence::expression::{Expression, ids};
use crate::licence::identification::Change;
use crate::licence::notice::Notice;
use crate::licence::text::align::Alignment;
use crate::licence::text::force;
use crate::licence::text::judge::excerpt;
use crate::licence::text::library::{Document, Kind, Library, SHINGLE};
use crate::licence::text::reading::Reading;
use crate::licence::text::words::Word;
use crate::text::line;
use std::collections::HashSet;
use std::ops::Range;

/// Words around a licence among which a restriction bears on it.
const NEIGHBOURHOOD: usize = 150;

/// The same, around a notice.
const BESIDE: usize = 40;

/// Shingles in a row by which words are known to be those of a licence, wherever
/// it has them.
const SERIES: usize = 3;

/// Texts of licences from which a file is a collection of them.
const COLLECTION: usize = 3;

/// Words beside the licences from which a file is a page about something else.
const PAGE: usize = 600;

/// Words of a short file, whose sentences all bear on the licence that it grants.
const SHORT: usize = 200;

/// Words of a file that is nothing but a statement of its licence.
const STATEMENT: usize = 80;

/// Words of the longest line that names a program and says what it does, and bytes before
/// it that say where it stands.
const PROGRAM: usize = 30;
const APPENDIX: usize = 400;

/// Words of the shortest sentence that may say something, and of the longest title.
const SENTENCE: usize = 4;
const TITLE: usize = 9;

/// What stands beside the licences of a text.
#[derive(Debug, Default)]
pub(super) struct Beside {
    /// What restricts them, or may.
    pub changes: Vec<Change>,
    /// Sentences in a language that is read, which neither limit, nor oblige, nor take back,
    /// and whose part there is not known.
    pub unread: Vec<Change>,
}

/// Restrictions near the licences, in words that none of them has: sentences
/// that limit, and phrases that restrict inside a notice.
pub(super) fn restrictions(
    library: &Library,
    reading: &Reading,
    parts: &[&Alignment],
    notices: &[Notice],
) -> Beside {
    if parts.is_empty() {
        return Beside::default();
    }
    let near = |at: &usize| {
        parts.iter().any(|part| {
            *at + NEIGHBOURHOOD >= part.text.start && *at < part.text.end + NEIGHBOURHOOD
        })
    };
    let mut known = known(library, reading, parts);
    mark_granted(library, reading, notices, &mut known);
    let sentences = sentences(reading, &known);
    // A collection of licences comes with what each component says of itself.
    let outside = known.iter().filter(|known| !**known).count();
    let alone = parts.len() < COLLECTION && outside < PAGE;
    let usual = alone.then(|| Usual::new(library, reading, parts));
    let apart = apart(library, reading, &sentences, parts);
    let phrases = force::restrictions(&reading.words).into_iter();
    let mut places: Vec<usize> = phrases
        .filter(|at| near(at) && !known[*at] && !apart.iter().any(|one| one.contains(at)))
        .collect();
    let mut unread: Vec<usize> = Vec::new();
    for (at, sentence) in sentences.iter().enumerate() {
        if !near(&sentence.start) || apart.contains(sentence) {
            continue;
        }
        let noticed = is_noticed(reading, sentence, notices);
        let words = &reading.words[sentence.clone()];
        let narrows = !noticed && force::narrows(words) && !force::keeps_version(words);
        let unknown = || usual.as_ref().is_some_and(|usual| !usual.has(reading, sentence));
        if narrows || force::restricts_abroad(words) {
            places.push(sentence.start);
        } else if !noticed && unknown() {
            let next = sentences.get(at + 1).filter(|next| leads_to(reading, sentence, next));
            let led = next.is_some_and(|next| is_noticed(reading, next, notices));
            match force::is_plain(words) {
                true if led || presents(reading, sentence) => {}
                true if force::is_read(words) => unread.push(sentence.start),
                _ => places.push(sentence.start),
            }
        }
    }
    Beside { changes: changes(reading, places), unread: changes(reading, unread) }
}

/// The words at `places`, each place once.
fn changes(reading: &Reading, mut places: Vec<usize>) -> Vec<Change> {
    places.sort_unstable();
    places.dedup();
    let change = |at: usize| {
        let range = at.saturating_sub(6)..(at + 14).min(reading.words.len());
        Change { line: reading.line(at), excerpt: excerpt(reading, range), added: true }
    };
    places.into_iter().map(change).collect()
}

/// Whether a semicolon joins `sentence` to the one after it: `Ce programme est un logiciel
/// libre ; vous pouvez …`.
fn leads_to(reading: &Reading, sentence: &Range<usize>, next: &Range<usize>) -> bool {
    let end = reading.words[sentence.end - 1].bytes().end;
    let between = &reading.text[end..reading.words[next.start].bytes().start];
    sentence.end == next.start && between.trim() == ";"
}

/// Whether `sentence` is the name of the program, in place of that which the appendix of a
/// GNU licence asks for: a line of copyright follows it.
fn presents(reading: &Reading, sentence: &Range<usize>) -> bool {
    let start = reading.words[sentence.start].bytes().start;
    let end = reading.words[sentence.end - 1].bytes().end;
    let mut from = start.saturating_sub(APPENDIX);
    while !reading.text.is_char_boundary(from) {
        from += 1;
    }
    let next = reading.text[end..].lines().skip(1).find(|line| !line.trim().is_empty());
    sentence.len() <= PROGRAM
        && next.is_some_and(force::is_copyright)
        && force::presents_a_notice(&reading.text[from..start].to_lowercase())
}

/// Whether `sentence` is, or holds, one of `notices`.
fn is_noticed<'n>(
    reading: &Reading,
    sentence: &Range<usize>,
    notices: impl IntoIterator<Item = &'n Notice>,
) -> bool {
    let start = reading.words[sentence.start].bytes().start;
    let end = reading.words[sentence.end - 1].bytes().end;
    notices.into_iter().any(|notice| notice.bytes.start < end && start < notice.bytes.end)
}

/// What usually stands beside the licences of a text.
struct Usual {
    /// Words of the text that the judgement of the licences has read: from the first that
    /// each requires to the last.
    judged: Vec<Range<usize>>,
    /// The words of the licences.
    terms: HashSet<u64>,
}

impl Usual {
    fn new(library: &Library, reading: &Reading, parts: &[&Alignment]) -> Usual {
        let holes = parts.iter().flat_map(|part| part.within(&library.documents[part.document]));
        let words = parts.iter().flat_map(|part| part.common());
        let words = words.flat_map(|range| &reading.words[range]);
        Usual {
            judged: holes.map(|hole| hole.text.clone()).collect(),
            terms: words.map(|word| word.hash).collect(),
        }
    }

    /// True for a title, a line of copyright, an address, what tells something of the
    /// project, or what was judged already.
    fn has(&self, reading: &Reading, sentence: &Range<usize>) -> bool {
        let words = &reading.words[sentence.clone()];
        let (Some(first), Some(last)) = (words.first(), words.last()) else { return true };
        if self.judged.iter().any(|range| range.contains(&sentence.start)) {
            return true;
        }
        let said: Vec<&Word> = sentence
            .clone()
            .filter(|at| !reading.in_address(*at) && !reading.is_repeated(*at))
            .map(|at| &reading.words[at])
            .collect();
        let own = |word: &Word| self.terms.contains(&word.hash) || force::may_be_added(word.hash);
        if said.len() < SENTENCE || said.iter().all(|word| own(word) || reading.is_number(word)) {
            return true;
        }
        if force::takes_back(words) {
            return false;
        }
        let (start, end) = (first.bytes().start, last.bytes().end);
        let (line, text) =
            (&reading.text[line::start(reading.text, start)..start], &reading.text[start..end]);
        if force::tells(words)
            || force::offers_choice(words)
            || words.iter().any(|word| force::signs(word.hash))
            || force::is_copyright(text)
            || force::is_copyright(line)
        {
            return true;
        }
        let begins = !line.contains(char::is_alphanumeric);
        let rest = reading.text[end..].lines().next().unwrap_or_default();
        let closed = rest.trim_end().ends_with(['.', ';', '!', '?']);
        let more = rest.split_whitespace().count();
        begins && !closed && !text.contains('\n') && words.len() + more <= TITLE
    }
}

/// The sentences that speak of something else than the terms of the licence: of
/// marks and pictures, of components of others, or of an exception whose text the file holds.
fn apart(
    library: &Library,
    reading: &Reading,
    sentences: &[Range<usize>],
    parts: &[&Alignment],
) -> Vec<Range<usize>> {
    let exception =
        parts.iter().any(|part| library.documents[part.document].kind == Kind::Exception);
    let mut apart: Vec<Range<usize>> = Vec::new();
    for sentence in sentences {
        let words = &reading.words[sentence.clone()];
        let follows = apart.last().is_some_and(|last| last.end == sentence.start);
        let aside = force::speaks_of_marks(words)
            || force::presents_a_component(words)
            || force::grants_a_government(words)
            || follows && (force::goes_on(words) || force::obeys_another(words))
            || exception && force::excepts(words);
        if aside {
            apart.push(sentence.clone());
        }
    }
    apart
}

/// Whether what stands there of a licence is no more than the rights of a government, which
/// it has from whoever worked for it.
pub(super) fn is_of_a_government(reading: &Reading, part: &Alignment) -> bool {
    let told = sentences(reading, &vec![false; reading.words.len()]);
    let told =
        told.into_iter().filter(|one| force::grants_a_government(&reading.words[one.clone()]));
    let told: Vec<Range<usize>> = told.collect();
    let words: Vec<usize> = part.common().into_iter().flatten().collect();
    let within = words.iter().filter(|at| told.iter().any(|one| one.contains(at))).count();
    4 * within >= 3 * words.len()
}

/// Runs of unknown words, cut where a sentence or a paragraph ends.
fn sentences(reading: &Reading, known: &[bool]) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = None;
    for (at, known) in known.iter().enumerate() {
        if let (Some(first), true) = (start, *known) {
            found.push(first..at);
            start = None;
        }
        if !known {
            let first = *start.get_or_insert(at);
            let end = reading.words[at].bytes().end;
            let next = reading.words.get(at + 1).map_or(reading.text.len(), |w| w.bytes().start);
            let between = &reading.text[end..next];
            let number = numbers(reading, at);
            if ends_sentence(between) && !number || between.matches('\n').count() > 1 {
                found.push(first..at + 1);
                start = None;
            }
        }
    }
    found.extend(start.map(|first| first..known.len()));
    found
}

/// Whether the word `at` shortens "number", before one: `No. AB-12`.
fn numbers(reading: &Reading, at: usize) -> bool {
    let Some(next) = reading.words.get(at + 1) else { return false };
    let rest = reading.text[next.bytes().start..].split_whitespace().next().unwrap_or_default();
    rest.contains(|c: char| c.is_ascii_digit())
        && matches!(reading.folded(at).as_str(), "no" | "nr" | "num" | "art")
}

/// Whether a sign between two words ends a sentence: a space follows it, which no point
/// of an address has.
fn ends_sentence(between: &str) -> bool {
    let signs = between.trim_start_matches([')', ']', '"', '”', '»', '*', '_', ' ', '\u{a0}']);
    let after = signs.strip_prefix(['.', ';', '!', '?']);
    after.is_some_and(|rest| {
        let rest = rest.trim_start_matches(['.', ')', ']', '"', '”', '»', '*', '_']);
        rest.is_empty() || rest.starts_with(char::is_whitespace)
    })
}

/// For each word of the text, whether it belongs to a series that one of the
/// licences has, wherever it has it: the notice of a licence often precedes it.
fn known(library: &Library, reading: &Reading, parts: &[&Alignment]) -> Vec<bool> {
    let mut known = vec![false; reading.words.len()];
    let mut documents: Vec<usize> = parts.iter().map(|part| part.document).collect();
    documents.sort_unstable();
    documents.dedup();
    for document in documents {
        mark(&library.documents[document], reading, &mut known);
    }
    for part in parts {
        part.common().into_iter().for_each(|range| known[range].fill(true));
    }
    known
}

/// Marks the words of the series that `document` has.
fn mark(document: &Document, reading: &Reading, known: &mut [bool]) {
    let mut has = vec![false; reading.shingles.len()];
    document.shingles().iter().flat_map(|hash| reading.places(*hash)).for_each(|at| has[at] = true);
    for at in 0..(has.len() + 1).saturating_sub(SERIES) {
        if has[at..at + SERIES].iter().all(|has| *has) {
            known[at..at + SERIES + SHINGLE - 1].fill(true);
        }
    }
}

/// Whether a restriction stands beside a notice that grants a licence whose text
/// is not there. What the licence itself tells to write with the notice is none.
pub(super) fn restricts_notices(library: &Library, reading: &Reading, notices: &[Notice]) -> bool {
    let own: Vec<&Notice> = notices
        .iter()
        .filter(|notice| notice.scope.is_own())
        .filter(|notice| !notice.expression.as_ref().is_some_and(is_restricted))
        .collect();
    if own.is_empty() {
        return false;
    }
    let mut places = force::reserves(&reading.words);
    let mut known = vec![false; reading.words.len()];
    if reading.words.len() <= SHORT {
        let bare = reading.words.len() <= STATEMENT && !reading.text.lines().any(is_heading);
        let restricts = |sentence: &Range<usize>| {
            let words = &reading.words[sentence.clone()];
            force::restricts_abroad(words)
                || bare
                    && force::narrows(words)
                    && !force::grants_a_government(words)
                    && !is_noticed(reading, sentence, own.iter().copied())
        };
        let sentences = sentences(reading, &known).into_iter();
        places.extend(sentences.filter(restricts).map(|sentence| sentence.start));
    }
    if places.is_empty() {
        return false;
    }
    mark_granted(library, reading, own.iter().copied(), &mut known);
    places.into_iter().filter(|at| !known[*at]).any(|at| {
        own.iter().any(|notice| {
            let first =
                reading.words.partition_point(|word| word.bytes().end <= notice.bytes.start);
            let last = reading.words.partition_point(|word| word.bytes().end <= notice.bytes.end);
            let beside = if reading.words.len() <= SHORT { SHORT } else { BESIDE };
            at + beside >= first && at <= last + beside
        })
    })
}

fn is_heading(line: &str) -> bool {
    line.starts_with('#') || line.starts_with("===") || line.starts_with("---")
}

/// Marks the words that the licences granted by `notices` have: what they tell to
/// write with a notice is theirs.
fn mark_granted<'n>(
    library: &Library,
    reading: &Reading,
    notices: impl IntoIterator<Item = &'n Notice>,
    known: &mut [bool],
) {
    let terms = notices.into_iter().filter_map(|notice| notice.expression.as_ref());
    let ids: Vec<&str> =
        terms.flat_map(Expression::terms).map(|term| ids::base(&term.id)).collect();
    for document in library.documents.iter().filter(|document| ids.contains(&document.id.as_str()))
    {
        mark(document, reading, known);
    }
}

/// True for an expression whose licences restrict by themselves.
fn is_restricted(expression: &Expression) -> bool {
    expression
        .terms()
        .iter()
        .any(|term| term.id.contains("-NC-") || term.id.contains("Noncommercial"))
}

/// Whether an exception that is not known is made to the GNU licence that a
/// notice grants.
pub(super) fn excepts(reading: &Reading, parts: &[&Alignment], notices: &[Notice]) -> bool {
    let bare = notices.iter().filter_map(|notice| notice.expression.as_ref()).any(|expression| {
        let mut terms = expression.terms().into_iter();
        terms.any(|term| term.exception.is_none() && ids::gnu_base(&term.id).is_some())
    });
    let outside = |at: usize| !parts.iter().any(|part| part.text.contains(&at));
    bare && force::exceptions(&reading.words).into_iter().any(outside)
}
