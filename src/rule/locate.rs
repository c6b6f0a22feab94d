//! Finds where a key stands in a TOML text, and the word a wrong one was meant
//! to be, for error messages that name line, key and remedy.

use crate::text::line::line_at;
use toml_edit::{Document, Item};

/// Line of `key` (dotted) inside the `index`th table of the array of tables
/// `array`; the table's own line when the key is not there.
pub(crate) fn line_in_array(text: &str, array: &str, index: usize, key: &str) -> Option<usize> {
    let document = Document::parse(text).ok()?;
    let table = document.get(array)?.as_array_of_tables()?.get(index)?;
    let mut span = table.span();
    let mut item: Option<&Item> = None;
    for part in key.split('.').filter(|part| !part.is_empty()) {
        let found = match item {
            None => table.get_key_value(part),
            Some(item) => item.as_table_like().and_then(|table| table.get_key_value(part)),
        };
        let Some((found_key, value)) = found else { break };
        span = found_key.span().or_else(|| value.span()).or(span);
        item = Some(value);
    }
    span.map(|span| line_at(text, span.start))
}

/// The candidate nearest to `wrong`, when near enough to be what was meant.
pub(crate) fn nearest<'a>(
    wrong: &str,
    candidates: impl Iterator<Item = &'a str>,
) -> Option<&'a str> {
    candidates
        .map(|candidate| (strsim::jaro_winkler(wrong, candidate), candidate))
        .filter(|(score, _)| *score > 0.8)
        .max_by(|left, right| left.0.total_cmp(&right.0))
        .map(|(_, candidate)| candidate)
}

/// The French wording of what the TOML reader most often says; its own words
/// for the rest.
pub(crate) fn french(message: &str) -> String {
    const WORDS: [(&str, &str); 17] = [
        ("unknown field", "clé inconnue"),
        ("unknown variant", "valeur inconnue"),
        ("missing field", "clé manquante"),
        ("duplicate key", "clé répétée"),
        (", expected one of", " ; attendu, au choix :"),
        (", expected", " ; attendu :"),
        ("invalid type:", "type incorrect :"),
        ("unclosed table", "table non refermée"),
        ("unclosed array", "liste non refermée"),
        ("invalid basic string", "texte entre guillemets mal formé"),
        ("string values must be quoted", "un texte s’écrit entre guillemets"),
        ("key with no value", "clé sans valeur"),
        ("wanted string or table", "un texte est attendu"),
        ("extra value", "valeur en trop"),
        ("invalid ", "incorrect : "),
        ("a string", "un texte"),
        ("is not a date", "n’est pas une date"),
    ];
    WORDS.iter().fold(message.to_string(), |text, (en, fr)| text.replace(en, fr))
}

/// Reads serde's "unknown field/variant `x`, expected one of `a`, `b`" and
/// answers the word that was meant.
pub(crate) fn meant(message: &str) -> Option<&str> {
    let (head, tail) = message.split_once(", expected ")?;
    if !head.starts_with("unknown ") {
        return None;
    }
    let wrong = head.split('`').nth(1)?;
    nearest(wrong, tail.split('`').skip(1).step_by(2))
}

#[cfg(test)]
mod tests {
    use super::*;

    const RULES: &str = "[[rule]]\nid = \"a/b\"\n\n[[rule]]\nid = \"a/c\"\nparams = { min = 3 }\n";

    #[test]
    fn a_key_is_found_inside_its_table() {
        assert_eq!(line_in_array(RULES, "rule", 1, "params.min"), Some(6));
        assert_eq!(line_in_array(RULES, "rule", 1, "missing"), Some(4));
        assert_eq!(line_in_array(RULES, "rule", 7, "id"), None);
    }

    #[test]
    fn a_wrong_word_has_a_suggestion_only_when_near() {
        let message = "unknown field `severty`, expected one of `id`, `severity`, `check`";
        assert_eq!(meant(message), Some("severity"));
        assert_eq!(meant("invalid type: integer"), None);
        assert_eq!(nearest("zzz", ["licence/present"].into_iter()), None);
    }
}
