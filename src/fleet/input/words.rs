//! A list of one word a line: addresses and paths.

use super::Listed;
use crate::fleet::address;
use std::path::Path;

/// The repositories that the lines of `text` name; `#` starts a comment, and relative
/// paths start from `folder`.
pub(super) fn lines(text: &str, folder: &Path) -> Vec<Listed> {
    let lines = text.trim_start_matches('\u{feff}').lines().map(str::trim);
    let named = lines.filter(|line| !line.is_empty() && !line.starts_with('#'));
    named.map(|line| word(line, folder)).collect()
}

/// What `word` names: an address, else a path.
pub(super) fn word(word: &str, folder: &Path) -> Listed {
    match address::key(word) {
        Some(_) => Listed { url: Some(word.trim().to_string()), ..Listed::default() },
        None => Listed {
            path: Some(folder.join(word)),
            below: word.trim_matches(['/', '.']).to_string(),
            ..Listed::default()
        },
    }
}
