//! The formats of values, each judged by itself: no file is opened here.

pub(crate) mod country;
pub(crate) mod date;
pub(crate) mod email;
pub(crate) mod language;
pub(crate) mod licence;
pub(crate) mod organisation;
pub(crate) mod url;
pub(crate) mod video;

use unicode_segmentation::UnicodeSegmentation;

/// Length as a reader counts it: extended grapheme clusters (UAX 29).
pub(crate) fn length(text: &str) -> usize {
    if text.is_ascii() && !text.contains('\r') {
        return text.len();
    }
    text.graphemes(true).count()
}

/// True for a media type `type/subtype` (RFC 6838); blanks around it pass.
pub(crate) fn is_media_type(text: &str) -> bool {
    let part = |part: &str, more: &[u8]| {
        let sound =
            |b: u8| b.is_ascii_alphanumeric() || b"!#$&^_-".contains(&b) || more.contains(&b);
        let first = part.bytes().next().is_some_and(|b| b.is_ascii_alphanumeric());
        first && part.len() <= 127 && part.bytes().all(sound)
    };
    let parts = text.trim_matches(' ').split_once('/');
    parts.is_some_and(|(kind, subtype)| part(kind, b"") && part(subtype, b".+"))
}

/// The candidate nearest to `word`, when it is near enough to be what was
/// meant: one change in three letters, whatever the case.
pub(crate) fn nearest<'a>(
    word: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    let plain = |text: &str| text.to_lowercase().replace(['_', ' ', '-'], "");
    let wanted = plain(word);
    if wanted.is_empty() || wanted.len() > 60 {
        return None;
    }
    let limit = (wanted.chars().count() / 3).max(1);
    let scored = candidates
        .into_iter()
        .map(|candidate| (strsim::osa_distance(&wanted, &plain(candidate)), candidate));
    let near = scored.min_by_key(|(distance, _)| *distance)?;
    (near.0 <= limit).then_some(near.1)
}

/// `text` without what people write differently: case, spaces, `_`, `-`, `/`.
pub(crate) fn folded(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The value of `list` that `text` spells in another way, or with one letter
/// wrong when that leaves a single one.
pub(crate) fn near<'l>(text: &str, list: impl Iterator<Item = &'l str> + Clone) -> Option<&'l str> {
    let wanted = folded(text);
    if wanted.is_empty() || wanted.len() > 100 {
        return None;
    }
    if let Some(same) = list.clone().find(|value| folded(value) == wanted) {
        return Some(same);
    }
    let plural = |value: &str| {
        let value = folded(value);
        value.strip_suffix('s') == Some(wanted.as_str())
            || wanted.strip_suffix('s') == Some(value.as_str())
    };
    let mut close = list.filter(|value| {
        plural(value) || value.len() > 4 && strsim::osa_distance(&folded(value), &wanted) == 1
    });
    match (close.next(), close.next()) {
        (Some(only), None) => Some(only),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_are_those_a_reader_sees() {
        assert_eq!(length("👩‍👩‍👧"), 1);
        assert_eq!(length("e\u{301}t\n"), 3);
        assert_eq!(length("a\r\n"), 2);
    }

    #[test]
    fn near_words_are_suggested() {
        assert_eq!(nearest("organization", ["organisation", "localisation"]), Some("organisation"));
        assert_eq!(nearest("Name", ["name", "url"]), Some("name"));
        assert_eq!(nearest("foo", ["name", "url"]), None);
        assert!(is_media_type("text/csv") && !is_media_type("text") && !is_media_type("é/a"));
    }

    #[test]
    fn near_spellings_are_found() {
        let list = ["standalone/web", "standalone/mobile", "library", "erp", "hr"];
        let find = |text: &str| near(text, list.iter().copied());
        assert_eq!(find("Standalone Web"), Some("standalone/web"));
        assert_eq!(find("standalone-mobile"), Some("standalone/mobile"));
        assert_eq!(find("libary"), Some("library"));
        assert_eq!(find("er"), None);
        assert_eq!(find("web"), None);
        assert_eq!(find(""), None);
    }
}
