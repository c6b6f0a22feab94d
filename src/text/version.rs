//! Versions, as far as they are told.

/// The numbers at the head of a version, up to the first part that is not digits alone:
/// what follows tells a preview, a build or another software (`1.2.3-rc.1`,
/// `12-alpine3.18`).
pub(crate) fn numbers(version: &str) -> Vec<u64> {
    let start = version.find(|c: char| c.is_ascii_digit()).unwrap_or(version.len());
    let mut numbers = Vec::new();
    for part in version[start..].split('.') {
        let end = part.find(|c: char| !c.is_ascii_digit()).unwrap_or(part.len());
        let Ok(number) = part[..end].parse() else { break };
        numbers.push(number);
        if end < part.len() {
            break;
        }
    }
    numbers
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
    fn what_follows_the_numbers_of_a_version_is_none() {
        for version in
            ["1.2.3", "v1.2.3", "1.2.3-rc.1", "1.2.3-beta.2", "1.2.3+build.7", "1.2.3rc1"]
        {
            assert_eq!(numbers(version), [1, 2, 3], "{version}");
        }
        assert_eq!(numbers("12-alpine3.18"), [12]);
        assert_eq!(numbers("9.6-alpine"), [9, 6]);
        assert!(numbers("latest").is_empty() && numbers("").is_empty());
        assert!(is_below("12-alpine3.18", "13") && !is_below("12-alpine3.18", "12.10"));
    }

    #[test]
    fn versions_are_compared_as_far_as_they_are_told() {
        assert!(is_below("9.6", "12") && is_below("12.1", "12.3.1"));
        assert!(!is_below("12", "12.3") && !is_below("v13", "12") && !is_below("latest", "12"));
    }
}
