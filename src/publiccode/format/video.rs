//! Sites of videos that the reference parser knows to speak oEmbed.

use globset::{Glob, GlobSet, GlobSetBuilder};
use std::sync::LazyLock;

/// The addresses of the list, where `*` stands for any characters.
static SITES: LazyLock<GlobSet> = LazyLock::new(|| {
    let lines = include_str!("../../../data/publiccode/oembed-schemes.txt").lines();
    let mut sites = GlobSetBuilder::new();
    for line in lines.filter(|line| !line.starts_with('#')) {
        let pattern: Vec<String> = line.split('*').map(globset::escape).collect();
        if let Ok(glob) = Glob::new(&pattern.join("*")) {
            sites.add(glob);
        }
    }
    sites.build().unwrap_or_else(|_| GlobSet::empty())
});

/// True for an address that the reference parser accepts as a video.
pub(crate) fn is_listed(url: &str) -> bool {
    SITES.is_match(url)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sites_are_those_of_the_list() {
        assert_eq!(SITES.len(), 678);
        for listed in [
            "https://www.youtube.com/watch?v=1",
            "https://www.youtube.com/watch?v=1&t=2/3",
            "https://vimeo.com/1",
        ] {
            assert!(is_listed(listed), "{listed}");
        }
        for other in ["https://tube.example.org/w/1", "https://youtube.example.org/watch?v=1"] {
            assert!(!is_listed(other), "{other}");
        }
    }
}
