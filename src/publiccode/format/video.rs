//! Sites of videos that the reference parser knows to speak oEmbed.

use std::sync::LazyLock;

static PATTERNS: LazyLock<Vec<&'static str>> = LazyLock::new(|| {
    let lines = include_str!("../../../data/publiccode/oembed-schemes.txt").lines();
    lines.filter(|line| !line.starts_with('#')).collect()
});

/// True for an address that the reference parser accepts as a video.
pub fn is_listed(url: &str) -> bool {
    PATTERNS.iter().any(|pattern| matches(pattern, url))
}

/// Matches a pattern where `*` stands for any characters.
fn matches(pattern: &str, text: &str) -> bool {
    let mut parts = pattern.split('*');
    let Some(mut rest) = parts.next().and_then(|start| text.strip_prefix(start)) else {
        return false;
    };
    let mut last = None;
    for part in parts {
        if let Some(part) = last.replace(part) {
            let Some(at) = rest.find(part) else { return false };
            rest = &rest[at + part.len()..];
        }
    }
    match last {
        Some(end) => rest.ends_with(end),
        None => rest.is_empty(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_star_stands_for_anything() {
        assert!(matches("https://*.example.org/w/*", "https://tube.example.org/w/1"));
        assert!(!matches("https://*.example.org/w/*", "https://example.org/w/1"));
        assert!(matches("a*b*b", "axbyb") && !matches("a*b*b", "axb"));
        assert!(matches("abc", "abc") && !matches("abc", "abcd"));
        assert!(
            is_listed("https://www.youtube.com/watch?v=1")
                && !is_listed("https://tube.example.org/w/1")
        );
    }
}
