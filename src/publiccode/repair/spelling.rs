//! Spelling near a closed list: case, separators, one wrong letter.

use strsim::osa_distance;

/// `text` without what people write differently: case, spaces, `_`, `-`, `/`.
pub(super) fn folded(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The value of `list` that `text` spells in another way, or with one letter
/// wrong when that leaves a single one.
pub(super) fn near<'l>(text: &str, list: impl Iterator<Item = &'l str> + Clone) -> Option<&'l str> {
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
        plural(value) || value.len() > 4 && osa_distance(&folded(value), &wanted) == 1
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
