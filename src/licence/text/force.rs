//! Words that make a difference between two texts one of law, in English and in
//! French: they oblige, forbid, permit or limit. And those that may differ:
//! `data/licence/force.toml`.

use super::library::mark;
use super::words::{self, Word};
use serde::Deserialize;
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

const DATA: &str = include_str!("../../../data/licence/force.toml");

/// Words of the subject of a sentence.
const SUBJECT: usize = 9;

/// Words of the shortest text that sets terms.
const SHORTEST_TERMS: usize = 25;
/// How many different words that grant it has.
const GRANTS: usize = 2;

/// Words of the longest end of a sentence that sends back to the licence.
const COMPLYING: usize = 6;

/// Words that oblige, in a sentence that asks to obey the licence of a component: `must
/// comply`.
const DUTIES: usize = 2;

/// A list of words, by their hashes and by their marks.
#[derive(Debug, Deserialize)]
#[serde(from = "String")]
struct List {
    hashes: HashSet<u64>,
    marks: HashSet<u64>,
}

impl From<String> for List {
    fn from(words: String) -> List {
        let hashes: HashSet<u64> = words.split_whitespace().map(words::hash).collect();
        let marks = hashes.iter().map(|hash| u64::from(mark(*hash))).collect();
        List { hashes, marks }
    }
}

impl List {
    fn has(&self, word: &Word) -> bool {
        self.hashes.contains(&word.hash)
    }

    fn any<'w>(&self, words: impl IntoIterator<Item = &'w Word>) -> bool {
        words.into_iter().any(|word| self.has(word))
    }

    /// Whether it has the word of that hash or, when `marked`, of that mark.
    fn has_key(&self, key: u64, marked: bool) -> bool {
        if marked { self.marks.contains(&key) } else { self.hashes.contains(&key) }
    }
}

/// The lists; the data say what each is.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Force {
    limits: List,
    duties: List,
    matters: List,
    signatures: List,
    uses: List,
    limiting: List,
    harmless: List,
    marks: List,
    subjects: List,
    imposed: List,
    again: List,
    versions: List,
    restrictions: Phrases,
    reserves: Phrases,
    fixed: Phrases,
    announcing: Phrases,
    government: Phrases,
    describing: Phrases,
    complying: Phrases,
    read: List,
    choices: Phrases,
    spare: List,
    added: List,
    telling: List,
    strong: List,
    restricting: List,
    unless: List,
    holders: List,
    naming: List,
    exceptions: List,
    granting: List,
    taking: List,
    projects: List,
    anybody: List,
    components: List,
    obeying: Phrases,
    copyright: Vec<String>,
    appendix: Vec<String>,
    blanks: Vec<String>,
}

static FORCE: LazyLock<Force> = LazyLock::new(|| {
    toml::from_str(DATA).unwrap_or_else(|error| unreachable!("force.toml is tested: {error}"))
});

/// True for a word that a copy may leave out, by its hash or its mark.
pub(crate) fn is_spare(key: u64, marked: bool) -> bool {
    FORCE.spare.has_key(key, marked)
}

/// True for a word by which a licence designates the holders, by its hash or its mark.
pub(crate) fn is_holder(key: u64, marked: bool) -> bool {
    FORCE.holders.has_key(key, marked)
}

/// True for a word after which a name is written.
pub(crate) fn names(hash: u64) -> bool {
    FORCE.naming.has_key(hash, false)
}

/// True for a word that a copy may add.
pub(crate) fn may_be_added(hash: u64) -> bool {
    is_spare(hash, false) || FORCE.added.has_key(hash, false)
}

/// True for a sentence that tells something beside a licence: where a text is, what
/// others wrote.
pub(crate) fn tells(sentence: &[Word]) -> bool {
    FORCE.telling.any(sentence) || !FORCE.describing.find(sentence).is_empty()
}

/// True for a sentence that takes back or sells what a licence gives.
pub(crate) fn takes_back(sentence: &[Word]) -> bool {
    FORCE.strong.any(sentence)
}

/// True for a sentence that neither limits, nor obliges, nor takes back.
pub(crate) fn is_plain(sentence: &[Word]) -> bool {
    !takes_back(sentence) && !sentence.iter().any(|word| obliges(word.hash))
}

/// True for a sentence in a language whose words of law are listed, which speaks of no use
/// of what is licensed.
pub(crate) fn is_read(sentence: &[Word]) -> bool {
    let license = words::hash("license");
    let mut uses = sentence.iter().filter(|word| FORCE.uses.has(word));
    FORCE.read.any(sentence) && uses.all(|word| word.hash == license)
}

/// True for a sentence about the rights that a government has from whoever works for it,
/// beside those that a licence gives to everybody.
pub(crate) fn grants_a_government(sentence: &[Word]) -> bool {
    // `Contract No. 12`.
    let contract = words::hash("contract");
    let number = |at: usize| at > 0 && sentence[at - 1].hash == contract;
    let limited = (0..sentence.len()).any(|at| limits(sentence[at].hash) && !number(at));
    let limited = limited && !FORCE.harmless.any(sentence);
    !FORCE.government.find(sentence).is_empty()
        && !limited
        && !FORCE.limiting.any(sentence)
        && restrictions(sentence).is_empty()
}

/// True for a sentence that restricts in another language than English and French.
pub(crate) fn restricts_abroad(sentence: &[Word]) -> bool {
    FORCE.restricting.any(sentence) && !FORCE.unless.any(sentence)
}

/// True for a text that gives or refuses rights, whatever licence it is.
pub(crate) fn sets_terms(text: &[Word]) -> bool {
    let granting = text.iter().filter(|word| FORCE.granting.has(word)).map(|word| word.hash);
    text.len() >= SHORTEST_TERMS && granting.collect::<HashSet<u64>>().len() >= GRANTS
}

/// True for a sentence about a component of others that the project comes with: what it
/// obliges to, if anything, is the licence of that component.
pub(crate) fn presents_a_component(sentence: &[Word]) -> bool {
    // Whoever takes the project is no component of it: `Any program that uses this library`.
    let subject = &sentence[..sentence.len().min(SUBJECT)];
    let own = FORCE.projects.any(subject) && !FORCE.anybody.any(subject);
    let presented = own && FORCE.taking.any(sentence) && FORCE.components.any(sentence);
    let free = || !FORCE.duties.any(sentence) && !restrains(sentence);
    presented && (free() || obeys_another(sentence))
}

/// True for a sentence that asks to obey the licence of what was spoken of, and nothing else.
pub(crate) fn obeys_another(sentence: &[Word]) -> bool {
    let duties = sentence.iter().filter(|word| FORCE.duties.has(word)).count();
    duties <= DUTIES && !FORCE.obeying.find(sentence).is_empty() && !restrains(sentence)
}

fn restrains(sentence: &[Word]) -> bool {
    takes_back(sentence) || sentence.iter().any(|word| limits(word.hash))
}

/// True for a word that limits or turns round what is said.
pub(crate) fn limits(hash: u64) -> bool {
    FORCE.limits.has_key(hash, false)
}

/// True for a word that obliges, permits or limits.
pub(crate) fn obliges(hash: u64) -> bool {
    limits(hash) || FORCE.duties.has_key(hash, false)
}

/// True for a word that a clause may be made of.
pub(crate) fn binds(hash: u64) -> bool {
    obliges(hash) || FORCE.matters.has_key(hash, false)
}

/// True for a word of a line that names the holders of rights.
pub(crate) fn signs(hash: u64) -> bool {
    FORCE.signatures.has_key(hash, false)
}

/// True for a line of copyright, or what stands in one.
pub(crate) fn is_copyright(text: &str) -> bool {
    let text = text.to_lowercase();
    FORCE.copyright.iter().any(|mark| text.contains(mark.as_str()))
}

/// True when `before`, in lower case, is what the appendix of a licence says of the
/// notice that it gives.
pub(crate) fn presents_a_notice(before: &str) -> bool {
    FORCE.appendix.iter().any(|words| before.contains(words.as_str()))
}

/// True for a line, in lower case, that is still to be filled in.
pub(crate) fn has_blanks(line: &str) -> bool {
    FORCE.blanks.iter().any(|blank| line.contains(blank.as_str()))
}

/// True for a sentence about a mark that imposes nothing on those who use the licence.
pub(crate) fn speaks_of_marks(sentence: &[Word]) -> bool {
    let first = |list: &List| sentence.iter().take(SUBJECT).position(|word| list.has(word));
    let before = |mark| first(&FORCE.subjects).is_none_or(|subject| mark < subject);
    first(&FORCE.marks).is_some_and(before) && !imposes(sentence)
}

/// True for a sentence that goes on about what the sentence before speaks of.
pub(crate) fn goes_on(sentence: &[Word]) -> bool {
    FORCE.again.any(sentence.iter().take(SUBJECT)) && !imposes(sentence)
}

/// True for a sentence that speaks of an exception to a licence.
pub(crate) fn excepts(sentence: &[Word]) -> bool {
    FORCE.exceptions.any(sentence)
}

fn imposes(sentence: &[Word]) -> bool {
    FORCE.imposed.any(sentence)
}

/// True for a sentence that limits what a licence grants.
pub(crate) fn narrows(sentence: &[Word]) -> bool {
    let uses = sentence.iter().filter(|word| FORCE.uses.has(word)).count();
    // A word that limits and is a use too (`commercial`) needs another one.
    let narrowed = |word: &Word| {
        let limit = limits(word.hash) || FORCE.limiting.has(word);
        limit && uses > usize::from(FORCE.uses.has(word))
    };
    sentence.iter().any(narrowed)
        && !FORCE.harmless.any(sentence)
        && !FORCE.complying.find(sentence).iter().any(|at| sentence.len() - at <= COMPLYING)
}

/// Places in `words` where a restriction begins.
pub(crate) fn restrictions(words: &[Word]) -> Vec<usize> {
    FORCE.restrictions.find(words)
}

/// Places in `words` where what a notice grants is restricted.
pub(crate) fn reserves(words: &[Word]) -> Vec<usize> {
    FORCE.reserves.find(words)
}

/// True when `words` keep to the version of the licence whose text they precede.
pub(crate) fn keeps_version(words: &[Word]) -> bool {
    !FORCE.fixed.find(words).is_empty()
}

/// Places in `words` where an exception to a licence is announced.
pub(crate) fn exceptions(words: &[Word]) -> Vec<usize> {
    FORCE.announcing.find(words)
}

/// True when `words` offer a choice between licences.
pub(crate) fn offers_choice(words: &[Word]) -> bool {
    FORCE.choices.find(words).into_iter().any(|at| {
        let around = &words[at.saturating_sub(4)..words.len().min(at + 8)];
        !FORCE.versions.any(around)
    })
}

/// Series of words to be found, one a line, by their first word; `*` stands for one word.
#[derive(Debug, Deserialize)]
#[serde(from = "String")]
struct Phrases(HashMap<u64, Vec<Vec<Option<u64>>>>);

impl From<String> for Phrases {
    fn from(list: String) -> Phrases {
        let mut phrases: HashMap<u64, Vec<Vec<Option<u64>>>> = HashMap::new();
        for phrase in list.lines().filter(|line| !line.trim().is_empty()) {
            // Words of one letter are not among those of a text.
            let mut words = phrase.split_whitespace().filter(|w| *w == "*" || w.len() > 1);
            let Some(first) = words.next() else { continue };
            let rest = words.map(|word| (word != "*").then(|| words::hash(word))).collect();
            phrases.entry(words::hash(first)).or_default().push(rest);
        }
        Phrases(phrases)
    }
}

impl Phrases {
    fn find(&self, words: &[Word]) -> Vec<usize> {
        let follows = |at: usize, rest: &Vec<Option<u64>>| {
            rest.len() < words.len() - at
                && rest
                    .iter()
                    .zip(&words[at + 1..])
                    .all(|(wanted, word)| wanted.is_none_or(|hash| hash == word.hash))
        };
        (0..words.len())
            .filter(|at| {
                let phrases = self.0.get(&words[*at].hash);
                phrases.is_some_and(|rests| rests.iter().any(|rest| follows(*at, rest)))
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::{offers_choice, restrictions};
    use crate::licence::text::words::words;

    #[test]
    fn restrictions_are_found_in_both_languages() {
        let restricted = |text: &str| !restrictions(&words(text)).is_empty();
        assert!(restricted("The Software shall be used for Good, not Evil."));
        assert!(restricted("Toute utilisation commerciale de ce logiciel est interdite."));
        assert!(restricted("“Commons Clause” License Condition v1.0"));
        assert!(!restricted("Copyright (c) 2020 The Commons Authors. All rights reserved."));
    }

    #[test]
    fn a_choice_of_versions_is_no_choice_of_licences() {
        assert!(offers_choice(&words("Licensed under MIT or Apache-2.0, at your option.")));
        assert!(!offers_choice(&words("version 2, or (at your option) any later version")));
    }
}
