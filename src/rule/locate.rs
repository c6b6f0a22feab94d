//! Finds where a key stands in a TOML text, and the word a wrong one was meant
//! to be, for error messages that name line, key and remedy.

use crate::text::line::LineStarts;
use std::ops::Range;
use toml_edit::{Document, Item, TableLike, Value};

/// The lines of a TOML text, which is read once, whatever the number of lines asked for.
pub(crate) struct Lines<'t> {
    document: Option<Document<&'t str>>,
    starts: LineStarts,
}

impl<'t> Lines<'t> {
    /// Those of `text`; none is found in one that is no TOML.
    pub(crate) fn of(text: &'t str) -> Lines<'t> {
        Lines { document: Document::parse(text).ok(), starts: LineStarts::new(text) }
    }

    /// Line of `key` (dotted) inside the `index`th table of the array `array`; the
    /// table's own line when the key is not there.
    pub(crate) fn in_array(&self, array: &str, index: usize, key: &str) -> Option<usize> {
        let (table, own): (&dyn TableLike, _) = match self.document.as_ref()?.get(array)? {
            Item::ArrayOfTables(tables) => {
                let table = tables.get(index)?;
                (table, table.span())
            }
            Item::Value(Value::Array(tables)) => {
                let table = tables.get(index)?.as_inline_table()?;
                (table, table.span())
            }
            _ => return None,
        };
        let path: Vec<&str> = key.split('.').filter(|part| !part.is_empty()).collect();
        deepest(table, &path).or(own).map(|span| self.starts.line(span.start))
    }

    /// Line of the entry that the keys of `path` lead to, or of the last one of them that
    /// is there.
    pub(crate) fn of_entry(&self, path: &[&str]) -> Option<usize> {
        let found = deepest(self.document.as_ref()?.as_table(), path);
        found.map(|span| self.starts.line(span.start))
    }
}

/// Where the last key of `path` that is there is written.
fn deepest(mut table: &dyn TableLike, path: &[&str]) -> Option<Range<usize>> {
    let mut found = None;
    for part in path {
        let Some((key, value)) = table.get_key_value(part) else { break };
        found = key.span().or_else(|| value.span()).or(found);
        let Some(below) = value.as_table_like() else { break };
        table = below;
    }
    found
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
    const WORDS: [(&str, &str); 18] = [
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
        ("YYYY-MM-DD", "AAAA-MM-JJ"),
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

    #[test]
    fn a_date_is_said_as_its_reader_writes_it() {
        assert_eq!(french("`x` is not a date (YYYY-MM-DD)"), "`x` n’est pas une date (AAAA-MM-JJ)");
    }

    const RULES: &str = "[[rule]]\nid = \"a/b\"\n\n[[rule]]\nid = \"a/c\"\nparams = { min = 3 }\n";

    #[test]
    fn a_key_is_found_inside_its_table() {
        assert_eq!(Lines::of(RULES).in_array("rule", 1, "params.min"), Some(6));
        assert_eq!(Lines::of(RULES).in_array("rule", 1, "missing"), Some(4));
        assert_eq!(Lines::of(RULES).in_array("rule", 7, "id"), None);
        let inline = "rule = [\n  { id = \"a/b\" },\n  { id = \"a/c\" },\n]\n";
        assert_eq!(Lines::of(inline).in_array("rule", 1, "id"), Some(3));
        assert_eq!(Lines::of(inline).in_array("rule", 1, "missing"), Some(3));
    }

    #[test]
    fn an_entry_is_found_whatever_else_has_its_name() {
        let text = "# rules a/c\nname = \"a/c\"\n[rules.\"a/b\"]\n[rules.\"a/c\"]\nseverity = 1\n";
        assert_eq!(Lines::of(text).of_entry(&["rules", "a/c"]), Some(4));
        assert_eq!(Lines::of(text).of_entry(&["rules", "a/c", "severity"]), Some(5));
        assert_eq!(Lines::of(text).of_entry(&["rules", "a/b", "severity"]), Some(3));
        assert_eq!(Lines::of(text).of_entry(&["name"]), Some(2));
        assert_eq!(Lines::of(text).of_entry(&["missing"]), None);
        assert_eq!(Lines::of("rules.\"a/c\" = 1\n").of_entry(&["rules", "a/c"]), Some(1));
    }

    #[test]
    fn a_wrong_word_has_a_suggestion_only_when_near() {
        let message = "unknown field `severty`, expected one of `id`, `severity`, `check`";
        assert_eq!(meant(message), Some("severity"));
        assert_eq!(meant("invalid type: integer"), None);
        assert_eq!(nearest("zzz", ["licence/present"].into_iter()), None);
    }
}
