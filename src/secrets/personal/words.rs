//! The words of the identifiers and of the prose around a value.

use crate::text::fold;

/// The words of `bytes`, as they are compared.
pub(super) fn words(bytes: &[u8]) -> Vec<String> {
    fold::words(&String::from_utf8_lossy(bytes))
}

/// True when one of `wanted` is among `words`; a wanted `a b` is two words in
/// a row.
pub(super) fn any(words: &[String], wanted: &[&str]) -> bool {
    wanted.iter().any(|wanted| match wanted.split_once(' ') {
        None => words.iter().any(|word| word == wanted),
        Some((first, second)) => words.windows(2).any(|pair| pair[0] == first && pair[1] == second),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_and_prose_give_the_same_words() {
        for text in ["numeroSecu", "numero_secu", "NUMERO-SECU", "Numéro sécu :"] {
            assert_eq!(words(text.as_bytes()), ["numero", "secu"], "{text}");
        }
        assert!(any(&words(b"num_ss: 1"), &["num ss"]));
        assert!(!any(&words("souvenir, prévenir".as_bytes()), &["nir"]));
    }
}
