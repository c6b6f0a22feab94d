//! Countries: ISO 3166-1 alpha-2, and XK that the reference parser accepts.

/// The codes, in the order of the alphabet.
pub(crate) fn codes() -> impl Iterator<Item = &'static str> {
    let lines = include_str!("../../../data/publiccode/countries.txt").lines();
    lines.filter(|line| !line.starts_with('#'))
}

/// True for a code in capitals.
pub(crate) fn is_code(code: &str) -> bool {
    code.len() == 2 && codes().any(|known| known == code)
}

/// What was probably meant by a code that is not one.
pub(crate) fn guess(code: &str) -> Option<&'static str> {
    let lower = code.trim().to_lowercase();
    let names = include_str!("../../../data/publiccode/country-names.tsv").lines();
    let mut names = names.filter_map(|line| line.split_once('\t'));
    let named = names.find(|(name, _)| *name == lower).map(|(_, code)| code);
    named.or_else(|| codes().find(|known| known.eq_ignore_ascii_case(&lower)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_are_250_codes() {
        assert_eq!(codes().count(), 250);
        assert!(
            is_code("FR") && is_code("XK") && !is_code("UK") && !is_code("EU") && !is_code("fr")
        );
        assert_eq!(guess("UK"), Some("GB"));
        assert_eq!(guess("Fr"), Some("FR"));
    }
}
