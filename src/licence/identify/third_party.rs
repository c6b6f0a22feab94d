//! Where a licence file begins to speak of what others wrote.

use regex::Regex;
use std::sync::LazyLock;

/// Letters of the longest heading.
const LONGEST: usize = 100;

/// Words of a heading about components of others, in English and in French.
static OTHERS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)third[- ]part(y|ies)|\b(composants?|codes?|logiciels?|biblioth[eè]ques?|licences?)( de)? (tiers|tierces?)\b")
        .expect("constant")
});

/// The byte from which `text` gives the licences of components of others: that
/// of the first heading that says so, or its length.
pub(super) fn from(text: &str) -> usize {
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let heading = line.trim();
        let short = heading.len() <= LONGEST && !heading.ends_with(['.', ',', ';', '!', '?']);
        if short && heading.split_whitespace().count() <= 8 && OTHERS.is_match(heading) {
            return start;
        }
        start += line.len();
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::from;

    #[test]
    fn headings_about_others_are_found() {
        let text =
            "MIT License\n\nIt excludes third party claims.\n\n## Third-party code :\n\nBSD\n";
        assert_eq!(from(text), text.find("##").unwrap_or_default());
        assert_eq!(from("# Composants tiers\n"), 0);
        assert_eq!(from("MIT License"), 11);
    }
}
