//! The shapes of tokens: addresses, tags, paths, names of files, and how words
//! and versions are spelt.

use super::words::WORDS;

/// The length of the web address that `rest` starts with.
pub(super) fn address(rest: &str) -> Option<usize> {
    let lower = |prefix: &str| {
        rest.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix))
    };
    if !(lower("http://") || lower("https://") || lower("www.")) {
        return None;
    }
    let ends = |c: char| c.is_whitespace() || "<>\"'`)]}|\u{a0}»”“,;".contains(c);
    let length = rest.find(ends).unwrap_or(rest.len());
    Some(rest[..length].trim_end_matches(['.', ':', '!', '?', '*']).len())
}

/// The length of the HTML tag that `rest` starts with.
pub(super) fn tag(rest: &str) -> Option<usize> {
    let name = rest[1..].trim_start_matches(['/', '!']);
    if !name.starts_with(|c: char| c.is_ascii_alphabetic()) || address(name).is_some() {
        return None;
    }
    let close = rest.bytes().take(400).position(|b| b == b'>')?;
    Some(close + 1)
}

/// The length of the path that starts at `at`: what ends or starts with a slash,
/// or holds a star.
pub(super) fn path(text: &str, at: usize, end: usize) -> Option<usize> {
    let before = text[..at].chars().next_back();
    if before.is_some_and(|c| c.is_alphanumeric() || matches!(c, '/' | '.' | '-' | '_' | '+')) {
        return None;
    }
    let rest = &text[at..end];
    if !rest.starts_with(|c: char| c.is_ascii_alphanumeric() || matches!(c, '/' | '.' | '_')) {
        return None;
    }
    let sign = |c: char| c.is_alphanumeric() || "/._-*@".contains(c);
    let length = rest.find(|c: char| !sign(c)).unwrap_or(rest.len());
    let word = rest[..length].trim_end_matches('.');
    let slash = word.find('/')?;
    let folder = word.ends_with('/') && slash > 0;
    let glob = word.contains("/*") || word.contains("*/");
    let rooted = (word.starts_with('/') || word.starts_with("./")) && word.len() > 2;
    let file = word.rsplit('/').next().is_some_and(|name| {
        name.rsplit_once('.').is_some_and(|(stem, ext)| {
            !stem.is_empty()
                && (1..=4).contains(&ext.len())
                && ext.starts_with(|c: char| c.is_ascii_lowercase())
        })
    });
    (word.len() > 1 && (folder || glob || rooted || file)).then_some(word.len())
}

/// The length of the name of a file or of a host that starts at `at`: letters
/// parted by points.
pub(super) fn dotted(text: &str, at: usize, end: usize) -> Option<usize> {
    let before = text[..at].chars().next_back();
    if before.is_some_and(|c| c.is_alphanumeric() || matches!(c, '.' | '-' | '_')) {
        return None;
    }
    let rest = &text[at..end];
    let length =
        rest.find(|c: char| !(c.is_alphanumeric() || "._-".contains(c))).unwrap_or(rest.len());
    let name = rest[..length].trim_end_matches(['.', '-', '_']);
    let mut parts = name.split('.');
    let letters =
        |part: &str| part.len() > 1 && part.starts_with(|c: char| c.is_ascii_alphabetic());
    let last = name.rsplit('.').next().unwrap_or_default();
    let whole = parts.clone().count() > 1 && parts.all(letters) && last.len() <= 8;
    (whole && last.chars().all(|c| c.is_ascii_lowercase())).then_some(name.len())
}

/// A version as it is compared: `2.0` is `2`.
pub(super) fn number(raw: &str) -> String {
    let mut short = raw;
    while let Some(rest) = short.strip_suffix(".0") {
        short = rest;
    }
    short.to_string()
}

/// One spelling for the words that matter.
pub(super) fn spelling(word: String) -> String {
    WORDS.spellings.0.get(&word).cloned().unwrap_or(word)
}
