//! Characters and spellings that mean the same (SPDX 3.0, annex C, “License
//! matching guidelines”): typography, accents, and the words that British and
//! American English write differently.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Adds to `word` what is left of `character` once case, accents, ligatures and
/// full-width forms are folded; nothing for what is not a letter or a digit.
pub(super) fn push(word: &mut String, character: char) {
    if character.is_ascii() {
        if character.is_ascii_alphanumeric() {
            word.push(character.to_ascii_lowercase());
        }
        return;
    }
    for part in std::iter::once(character).nfkd().flat_map(char::to_lowercase) {
        match part {
            part if is_combining_mark(part) => {}
            'œ' => word.push_str("oe"),
            'æ' => word.push_str("ae"),
            'ß' => word.push_str("ss"),
            'ø' => word.push('o'),
            'ł' => word.push('l'),
            'đ' => word.push('d'),
            'ħ' => word.push('h'),
            'ı' => word.push('i'),
            'ς' => word.push('σ'),
            part if part.is_alphanumeric() => word.push(part),
            _ => {}
        }
    }
}

/// True for a character that belongs to the word around it without being seen:
/// combining accents, soft hyphens, zero-width joiners.
pub(super) fn is_invisible(character: char) -> bool {
    matches!(character, '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}')
        || is_combining_mark(character)
}

/// Words written in two ways, the second being kept.
const SPELLINGS: [(&str, &str); 32] = [
    ("acknowledgement", "acknowledgment"),
    ("acknowledgements", "acknowledgments"),
    ("analogue", "analog"),
    ("artefact", "artifact"),
    ("artefacts", "artifacts"),
    ("behaviour", "behavior"),
    ("calibre", "caliber"),
    ("cancelled", "canceled"),
    ("catalogue", "catalog"),
    ("centre", "center"),
    ("defence", "defense"),
    ("favour", "favor"),
    ("favourite", "favorite"),
    ("fulfil", "fulfill"),
    ("fulfilment", "fulfillment"),
    ("honour", "honor"),
    ("judgement", "judgment"),
    ("labelling", "labeling"),
    ("labour", "labor"),
    ("licence", "license"),
    ("licenced", "licensed"),
    ("licencee", "licensee"),
    ("licences", "licenses"),
    ("licencing", "licensing"),
    ("modelled", "modeled"),
    ("modelling", "modeling"),
    ("offence", "offense"),
    ("practise", "practice"),
    ("programme", "program"),
    ("signalling", "signaling"),
    ("whilst", "while"),
    ("wilful", "willful"),
];

/// Endings written in two ways, the second being kept.
const ENDINGS: [(&str, &str); 7] = [
    ("isation", "ization"),
    ("isations", "izations"),
    ("ising", "izing"),
    ("ised", "ized"),
    ("ises", "izes"),
    ("iser", "izer"),
    ("ise", "ize"),
];

/// The word kept for `word` (already folded) among its spellings.
pub(super) fn spelling(word: &mut String) {
    if let Ok(found) = SPELLINGS.binary_search_by(|(written, _)| (*written).cmp(word.as_str())) {
        word.replace_range(.., SPELLINGS[found].1);
        return;
    }
    if word.len() < 6 {
        return;
    }
    if let Some((ending, kept)) = ENDINGS.iter().find(|(ending, _)| word.ends_with(ending)) {
        word.truncate(word.len() - ending.len());
        word.push_str(kept);
    }
}

#[cfg(test)]
mod tests {
    use super::{SPELLINGS, push, spelling};

    fn folded(text: &str) -> String {
        let mut word = String::new();
        text.chars().for_each(|character| push(&mut word, character));
        spelling(&mut word);
        word
    }

    #[test]
    fn folds_accents_ligatures_and_spellings() {
        assert_eq!(folded("ŒUVRE"), folded("œuvre"));
        assert_eq!(folded("ΆΔΕΙΑ"), folded("άδεια"));
        assert_eq!(folded("modiﬁcation"), "modification");
        assert_eq!(folded("Licence"), "license");
        assert_eq!(folded("organisations"), "organizations");
    }

    #[test]
    fn spellings_are_sorted() {
        assert!(SPELLINGS.is_sorted_by_key(|(written, _)| *written));
    }
}
