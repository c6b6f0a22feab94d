//! Versions, as far as they are told.

/// The numbers at the head of a version.
pub(crate) fn numbers(version: &str) -> Vec<u64> {
    let start = version.find(|c: char| c.is_ascii_digit()).unwrap_or(version.len());
    let parts = version[start..].split('.');
    let head = parts.map_while(|part| {
        let digits: String = part.chars().take_while(char::is_ascii_digit).collect();
        digits.parse().ok()
    });
    head.collect()
}

/// True when `version` is below `minimum`, as far as both are told: `12` is not below
/// `12.3`, which an image of that name may well be.
pub(crate) fn is_below(version: &str, minimum: &str) -> bool {
    let (version, minimum) = (numbers(version), numbers(minimum));
    let told = version.len().min(minimum.len());
    told > 0 && version[..told] < minimum[..told]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_compared_as_far_as_they_are_told() {
        assert!(is_below("9.6", "12") && is_below("12.1", "12.3.1"));
        assert!(!is_below("12", "12.3") && !is_below("v13", "12") && !is_below("latest", "12"));
    }
}
