//! Letters as they are compared: lower case, without accents.

use unicode_normalization::char::{decompose_canonical, is_combining_mark};

/// `letter` without its accent: `é` gives `e`.
pub(crate) fn unaccented(letter: char) -> char {
    if letter.is_ascii() {
        return letter;
    }
    let mut base = None;
    decompose_canonical(letter, |part| {
        base.get_or_insert(part);
    });
    base.unwrap_or(letter)
}

/// `text` in lower case, without accents nor ligatures; the rest as it is.
pub(crate) fn folded(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for letter in text.chars().flat_map(char::to_lowercase) {
        match letter {
            'œ' => folded.push_str("oe"),
            'æ' => folded.push_str("ae"),
            mark if is_combining_mark(mark) => {}
            other => folded.push(unaccented(other)),
        }
    }
    folded
}

/// The words of `text`, lower-case and without accents: `numeroSecu`, `numero_secu`
/// and « numéro sécu » all give `numero` and `secu`.
pub(crate) fn words(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut word = String::new();
    let mut after_lower = false;
    for c in text.chars() {
        let new = !c.is_alphabetic() || (c.is_uppercase() && after_lower);
        if new && !word.is_empty() {
            found.push(std::mem::take(&mut word));
        }
        if c.is_alphabetic() {
            word.extend(c.to_lowercase().map(unaccented));
        }
        after_lower = c.is_lowercase();
    }
    if !word.is_empty() {
        found.push(word);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accents_and_case_make_no_difference() {
        assert_eq!(folded("Œuvre ÉLEVÉE à Noe\u{308}l — ñ"), "oeuvre elevee a noel — n");
        assert_eq!("çÿíß".chars().map(unaccented).collect::<String>(), "cyiß");
    }
}
