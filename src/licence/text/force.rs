//! Words that make a difference between two texts one of law, in English and in
//! French: they oblige, forbid, permit or limit.

use super::library::mark;
use super::words::{self, Word};
use serde::Deserialize;
use std::collections::{HashMap, HashSet};
use std::sync::{LazyLock, OnceLock};

/// What may differ, and what may stand beside a licence.
const SLACK: &str = include_str!("../../../data/licence/slack.toml");

/// Words that turn a sentence round, or narrow what it says.
const LIMITS: &str = "
    not no nor never neither cannot none nothing except excepting excluding excluded exclude
    only solely exclusively unless without until limited restricted restriction restrictions
    prohibited prohibits prohibit forbidden forbids banned disallowed denied noncommercial
    commercial commercially nonprofit military weapon weapons sell selling resale evil harm
    ne pas aucun aucune jamais sauf excepte excepter exclu exclus exclue exclues exclusion
    uniquement seulement exclusivement sans interdit interdite interdits interdites interdiction
    defendu limite limitee restreint restreinte restrictions noncommerciale noncommerciales
    commerciale commerciales commerciaux militaire militaires vendre revente";

/// Words that oblige or permit.
const DUTIES: &str = "
    must shall may should can required requires require obligation obliged permitted permission
    permissions allowed provided condition conditions agree agrees consent approval fee fees
    payment pay paid royalty royalties terminate terminates subject comply
    doit doivent devra devront peut peuvent pourra obligation autorise autorisee autorisation
    accord tenu tenus redevance paiement payante concede accorde";

/// Words that clauses use, and that lines of names use too.
const MATTERS: &str = "
    right rights grant grants granted agreement warranty license licensed licensor licensee use
    used copy distribute modify redistribute liable
    droit droits utilization garantie";

/// Words of the lines that name the holders of rights; what they come with is no
/// clause unless it obliges.
const SIGNATURES: &str = "copyright reserved reserves";

/// Words by which licences designate who holds the rights, for whom copies write
/// a name.
const HOLDERS: &str = "
    the copyright holder holders owner owners author authors contributor contributors or and by";

/// Words of what a licence is about: a sentence that limits one of them limits
/// the licence.
const USES: &str = "
    use uses used using usage user users licensee licensees license licensed permission rights
    granted grant distribute distributed distribution redistribute redistributed redistribution
    modify modified modification copy copied sell sold resale commercial commercially money
    purposes production software companies company entity
    exploiter exploitation reutilization reutilizer
    utilization utilizations utilizer utilize utilizee utilizateur utilizateurs license droit droits
    diffusion redistribution modification copie vente revente usage usages fins commercial
    commerciale commerciales commerciaux logiciel";

/// Words by which a sentence limits, besides those that turn one round.
const LIMITING: &str = "
    need needs requires require required limited must shall don reserve reservee reservees
    necessite necessitent requiert exclut excluent nuit limite doit doivent devra devront";

/// Words of sentences that exclude a warranty, an endorsement or a mark, or that
/// say where something else is said: they limit nothing.
const HARMLESS: &str = "
    warranty warranties liable liability guarantee endorse endorsement affiliated trademark
    trademarks otherwise garantie garanties responsabilite contraire marque marques affilie
    see visit obtain received recu voir historically compatible releases stated look
    privileges immunities";

/// Series of words that restrict what a licence grants. `*` stands for one word.
const RESTRICTIONS: &str = "
    commons clause
    noncommercial use
    noncommercial purposes
    noncommercial usage
    for noncommercial
    not for commercial
    no commercial
    commercial use is not
    commercial use is prohibited
    commercial use is forbidden
    commercial use requires
    commercial use is strictly
    commercial usage is
    commercial use of * is
    any commercial use
    used commercially
    prohibits commercial
    prohibited
    strictly forbidden
    is forbidden
    are forbidden
    not be used for
    not be used by
    not be used in
    not use this
    not use the
    not use it
    not be sold
    not sell
    not resell
    right to sell
    not be resold
    not be redistributed
    not redistribute
    not distribute
    not be distributed
    not be modified
    not modify
    not permitted
    not allowed
    you must
    you shall
    you may not
    users must
    user must
    licensee must
    licensees must
    must display
    must not
    must be displayed
    requires a paid
    requires a commercial
    requires a separate
    requires written
    paid license
    only applies to
    does not apply to
    not applicable to
    ne applique pas
    ne applique qu
    applique uniquement
    applique seulement
    vous devez
    doit obligatoirement
    doivent obligatoirement
    license payante
    is restricted to
    are restricted to
    restricted to noncommercial
    limited to noncommercial
    academic use only
    research use only
    personal use only
    internal use only
    educational use only
    evaluation purposes only
    research purposes only
    educational purposes only
    academic purposes only
    personal purposes only
    noncommercial purposes only
    additional restriction
    additional restrictions
    additional condition
    additional conditions
    additional term
    we retain
    retain copyright
    retains copyright
    retain all rights
    retains all rights
    reserve all rights
    additional terms
    further restriction
    following restriction
    following restrictions
    following exceptions
    military
    weapons
    surveillance
    not evil
    human rights
    without prior written
    without the prior written
    without express written
    prior written permission is required
    provided as a service
    as a managed service
    hosted or managed service
    not offer
    competing product
    usage commercial
    usage noncommercial
    utilization commerciale est
    utilization commerciale de
    toute utilization commerciale
    fins commerciales est
    fins commerciales sont
    noncommerciale
    noncommerciales
    noncommercial
    est interdit
    est interdite
    sont interdits
    sont interdites
    est strictement interdit
    est strictement interdite
    est exclu
    est exclue
    il est interdit
    par exception
    by way of exception
    does not cover
    do not cover
    not covered by
    ne couvre pas
    ne sont pas couverts
    ne sont pas couvertes
    reserves aux
    reservee aux
    reserve aux
    reserves au
    reserve au
    peut etre reutilize
    peut etre reutilizee
    peuvent etre reutilizes
    peuvent etre reutilizees
    peuvent etre utilizees
    peut etre redistribue
    peuvent etre redistribues
    peut etre vendue
    peuvent etre vendus
    ne peut etre utilize
    ne peut pas etre utilize
    ne doit pas etre utilize
    ne peut etre vendu
    ne peuvent etre utilizes
    fins militaires
    usage militaire
    reserve a un usage
    reserves a un usage
    clause additionnelle
    condition additionnelle
    conditions additionnelles
    restriction supplementaire
    restrictions supplementaires
    condition supplementaire
    conditions supplementaires
    sans autorisation prealable
    sans accord prealable
    sans autorisation ecrite";

/// Words of marks, which the law of marks protects whatever the licence of a program.
const MARKS: &str = "
    logo logos wordmark wordmarks trademark trademarks brand brands branding emblem emblems
    insignia marque marques embleme emblemes marken wortmarke bildmarke logotype logotypes";

/// Words of what a licence is given for: a sentence whose subject is one of them
/// is about the licence.
const SUBJECTS: &str = "
    software program programs code work works source library project user users you licensee
    logiciel programme oeuvre projet utilisateur utilisateurs vous derivative derivatives copies
    redistributions redistribution permission anyone nobody";

/// Words by which a mark must be shown: that obliges whoever uses the licence.
const IMPOSED: &str = "
    must shall display displayed displays retain retained show shown keep kept visible doit doivent
    afficher affiche affiches conserver conserve";

/// Words that stand for what the sentence before speaks of.
const AGAIN: &str = "them they their these those its elles ils leur leurs celles ceux sie diese";

/// Words of the subject of a sentence.
const SUBJECT: usize = 9;

/// Series of words that restrict what a notice grants.
const RESERVES: &str = "
    commons clause
    noncommercial
    noncommerciale
    noncommerciales
    no commercial
    not for commercial
    commercial use is
    commercial use requires
    exclusion de tout usage
    exclusion de toute utilization
    hors usage commercial
    sauf usage commercial
    usage commercial interdit
    usage commercial est
    utilization commerciale est
    utilization commerciale interdite
    academic use only
    research use only
    personal use only
    internal use only
    educational use only
    research purposes only
    educational purposes only
    academic purposes only
    personal purposes only
    additional restriction
    additional restrictions
    further restriction
    restriction supplementaire
    restrictions supplementaires
    confidential
    confidentiel
    confidentielle
    confidentiels
    confidentielles
    which is proprietary
    which are proprietary
    qui est proprietaire
    qui sont proprietaires
    military
    militaire
    militaires";

/// Series of words that keep to the version whose text follows.
const FIXED: &str = "
    only valid version of the";

/// Series of words that announce an exception to a GNU licence.
const EXCEPTIONS: &str = "
    special exception
    exception speciale
    following exception
    exception suivante
    linking exception";

/// Series of words that offer a choice between licences.
const CHOICES: &str = "
    at your option
    at your choice
    your choice of
    of your choice
    dual licensed
    dual license
    dual licensing
    dually licensed
    either license
    either of
    under either
    either the
    choose either
    you may choose
    you can choose
    may select
    alternatively
    au choix
    a votre choix
    double license
    sous double
    l une ou l autre
    une ou autre
    ou bien sous";

/// Words that make a choice one of versions, not of licences.
const VERSIONS: &str =
    "later newer above referred called named ulterieure ulterieures posterieure superieure";

fn set(words: &str) -> HashSet<u64> {
    words.split_whitespace().map(words::hash).collect()
}

/// The lists of `data/licence/slack.toml`, which says what each is.
#[derive(Deserialize)]
struct Lists {
    spare: String,
    added: String,
    telling: String,
    strong: String,
    restricting: String,
    unless: String,
}

/// The same, as hashes; those of `spare` as marks too.
struct Slack {
    spare: HashSet<u64>,
    spare_marks: HashSet<u64>,
    added: HashSet<u64>,
    telling: HashSet<u64>,
    strong: HashSet<u64>,
    restricting: HashSet<u64>,
    unless: HashSet<u64>,
}

static LISTS: LazyLock<Slack> = LazyLock::new(|| {
    let lists: Lists =
        toml::from_str(SLACK).unwrap_or_else(|error| unreachable!("slack.toml is tested: {error}"));
    let spare = set(&lists.spare);
    Slack {
        spare_marks: spare.iter().map(|hash| u64::from(mark(*hash))).collect(),
        spare,
        added: set(&lists.added),
        telling: set(&lists.telling),
        strong: set(&lists.strong),
        restricting: set(&lists.restricting),
        unless: set(&lists.unless),
    }
});

/// True for a word that a copy may leave out, by its hash or its mark.
pub(crate) fn is_spare(key: u64, marked: bool) -> bool {
    if marked { LISTS.spare_marks.contains(&key) } else { LISTS.spare.contains(&key) }
}

/// True for a word that a copy may add.
pub(crate) fn may_be_added(hash: u64) -> bool {
    LISTS.spare.contains(&hash) || LISTS.added.contains(&hash)
}

/// True for a sentence that tells something beside a licence: where a text is, what
/// others wrote.
pub(crate) fn tells(sentence: &[Word]) -> bool {
    sentence.iter().any(|word| LISTS.telling.contains(&word.hash))
}

/// True for a sentence that takes back or sells what a licence gives.
pub(crate) fn takes_back(sentence: &[Word]) -> bool {
    sentence.iter().any(|word| LISTS.strong.contains(&word.hash))
}

/// True for a sentence that restricts in another language than English and French.
pub(crate) fn restricts_abroad(sentence: &[Word]) -> bool {
    sentence.iter().any(|word| LISTS.restricting.contains(&word.hash))
        && !sentence.iter().any(|word| LISTS.unless.contains(&word.hash))
}

/// True for a word that limits or turns round what is said.
pub(crate) fn limits(hash: u64) -> bool {
    static WORDS: OnceLock<HashSet<u64>> = OnceLock::new();
    WORDS.get_or_init(|| set(LIMITS)).contains(&hash)
}

/// True for a word that obliges, permits or limits.
pub(crate) fn obliges(hash: u64) -> bool {
    static WORDS: OnceLock<HashSet<u64>> = OnceLock::new();
    limits(hash) || WORDS.get_or_init(|| set(DUTIES)).contains(&hash)
}

/// True for a word that a clause may be made of.
pub(crate) fn binds(hash: u64) -> bool {
    static WORDS: OnceLock<HashSet<u64>> = OnceLock::new();
    obliges(hash) || WORDS.get_or_init(|| set(MATTERS)).contains(&hash)
}

/// True for a word of a line that names the holders of rights.
pub(crate) fn signs(hash: u64) -> bool {
    static WORDS: OnceLock<HashSet<u64>> = OnceLock::new();
    WORDS.get_or_init(|| set(SIGNATURES)).contains(&hash)
}

/// True for a word that stands for the name of a holder of rights.
pub(crate) fn designates(hash: u64) -> bool {
    static WORDS: OnceLock<HashSet<u64>> = OnceLock::new();
    WORDS.get_or_init(|| set(HOLDERS)).contains(&hash)
}

/// True for a sentence about a mark that imposes nothing on those who use the licence.
pub(crate) fn speaks_of_marks(sentence: &[Word]) -> bool {
    static MARKS_SET: OnceLock<HashSet<u64>> = OnceLock::new();
    static SUBJECTS_SET: OnceLock<HashSet<u64>> = OnceLock::new();
    let marks = MARKS_SET.get_or_init(|| set(MARKS));
    let subjects = SUBJECTS_SET.get_or_init(|| set(SUBJECTS));
    let subject = sentence.iter().take(SUBJECT);
    let first = subject.clone().position(|word| marks.contains(&word.hash));
    let other = subject.clone().position(|word| subjects.contains(&word.hash));
    first.is_some_and(|first| other.is_none_or(|other| first < other)) && !imposes(sentence)
}

/// True for a sentence that goes on about what the sentence before speaks of.
pub(crate) fn goes_on(sentence: &[Word]) -> bool {
    static WORDS: OnceLock<HashSet<u64>> = OnceLock::new();
    let again = WORDS.get_or_init(|| set(AGAIN));
    sentence.iter().take(SUBJECT).any(|word| again.contains(&word.hash)) && !imposes(sentence)
}

/// True for a sentence that speaks of an exception to a licence.
pub(crate) fn excepts(sentence: &[Word]) -> bool {
    static WORDS: OnceLock<HashSet<u64>> = OnceLock::new();
    let words = WORDS.get_or_init(|| set("exception exceptions"));
    sentence.iter().any(|word| words.contains(&word.hash))
}

fn imposes(sentence: &[Word]) -> bool {
    static WORDS: OnceLock<HashSet<u64>> = OnceLock::new();
    let imposed = WORDS.get_or_init(|| set(IMPOSED));
    sentence.iter().any(|word| imposed.contains(&word.hash))
}

/// True for a sentence that limits what a licence grants.
pub(crate) fn narrows(sentence: &[Word]) -> bool {
    static USED: OnceLock<HashSet<u64>> = OnceLock::new();
    static LIMITING_WORDS: OnceLock<HashSet<u64>> = OnceLock::new();
    static HARMLESS_WORDS: OnceLock<HashSet<u64>> = OnceLock::new();
    let used = USED.get_or_init(|| set(USES));
    let limiting = LIMITING_WORDS.get_or_init(|| set(LIMITING));
    let harmless = HARMLESS_WORDS.get_or_init(|| set(HARMLESS));
    let is_use = |word: &Word| used.contains(&word.hash);
    let uses = sentence.iter().filter(|word| is_use(word)).count();
    // A word that limits and is a use too (`commercial`) needs another one.
    let narrowed = |word: &Word| {
        let limit = limits(word.hash) || limiting.contains(&word.hash);
        limit && uses > usize::from(is_use(word))
    };
    sentence.iter().any(narrowed) && !sentence.iter().any(|word| harmless.contains(&word.hash))
}

/// Places in `words` where a restriction begins.
pub(crate) fn restrictions(words: &[Word]) -> Vec<usize> {
    static PHRASES: OnceLock<Phrases> = OnceLock::new();
    PHRASES.get_or_init(|| Phrases::new(RESTRICTIONS)).find(words)
}

/// Places in `words` where what a notice grants is restricted.
pub(crate) fn reserves(words: &[Word]) -> Vec<usize> {
    static PHRASES: OnceLock<Phrases> = OnceLock::new();
    PHRASES.get_or_init(|| Phrases::new(RESERVES)).find(words)
}

/// True when `words` keep to the version of the licence whose text they precede.
pub(crate) fn keeps_version(words: &[Word]) -> bool {
    static PHRASES: OnceLock<Phrases> = OnceLock::new();
    !PHRASES.get_or_init(|| Phrases::new(FIXED)).find(words).is_empty()
}

/// Places in `words` where an exception to a licence is announced.
pub(crate) fn exceptions(words: &[Word]) -> Vec<usize> {
    static PHRASES: OnceLock<Phrases> = OnceLock::new();
    PHRASES.get_or_init(|| Phrases::new(EXCEPTIONS)).find(words)
}

/// True when `words` offer a choice between licences.
pub(crate) fn offers_choice(words: &[Word]) -> bool {
    static PHRASES: OnceLock<Phrases> = OnceLock::new();
    static LATER: OnceLock<HashSet<u64>> = OnceLock::new();
    let later = LATER.get_or_init(|| set(VERSIONS));
    let places = PHRASES.get_or_init(|| Phrases::new(CHOICES)).find(words);
    places.into_iter().any(|at| {
        let around = &words[at.saturating_sub(4)..words.len().min(at + 8)];
        !around.iter().any(|word| later.contains(&word.hash))
    })
}

/// Series of words to be found, by their first word.
struct Phrases(HashMap<u64, Vec<Vec<Option<u64>>>>);

impl Phrases {
    fn new(list: &'static str) -> Phrases {
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
