//! The openness degree a project announces: in `publiable.toml`, by a badge or
//! in words (DINUM guide, index.org § Quels degrés d'ouverture).

use crate::document::BlockKind;
use crate::finding::Location;
use crate::project::Project;
use crate::rule::Degree;
use regex::Regex;
use std::sync::LazyLock;

/// How a degree is announced.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Means {
    /// `project.degree` in `publiable.toml`.
    Configuration,
    /// A badge in a README.
    Badge,
    /// A sentence in a README.
    Words,
}

/// One announcement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Announcement {
    /// The degree.
    pub degree: Degree,
    /// How it is announced.
    pub means: Means,
    /// Where.
    pub location: Location,
    /// The badge's address or the words.
    pub quote: String,
}

/// The badge of the guide, whatever its colour: French and English words, with
/// or without `.svg`, percent-encoded or not.
static BADGE: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?i)img\.shields\.io/(?:static/v1/)?badge/(?:code\.gouv\.fr|ouvert\.numerique\.gouv\.fr)-(contributif|ouvert|publi(?:%c3%a9|é|e\u{301}|e)|collaborative|open|published)-",
    )
});

/// « Degré d'ouverture : A », “openness level B”, « niveau d'ouverture C (publié) ».
static WORDS: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?i)(?:(?:degré|niveau)\s+d[’']ouverture(?:\s+de\s+ce\s+\w+)?|openness\s+(?:degree|level)|degree\s+of\s+openness)\s*(?:du\s+code\s*)?(?::|est|is|=)?\s*(?:le\s+)?(?:(?:degré|niveau|degree|level)\s+)?[«“\x22*]?\s*([ABCD])\b",
    )
});

fn regex(pattern: &str) -> Regex {
    match Regex::new(pattern) {
        Ok(regex) => regex,
        Err(error) => unreachable!("a constant expression does not compile: {error}"),
    }
}

fn degree_of_word(word: &str) -> Degree {
    match word.to_lowercase().chars().next() {
        Some('c') => Degree::A,
        Some('o') => Degree::B,
        _ => Degree::C,
    }
}

/// Every announcement of `project`, the configuration first, then in the order
/// of the READMEs. Badges and words shown as examples in code do not count.
pub(crate) fn announcements(project: &Project<'_>) -> Vec<Announcement> {
    let mut found = Vec::new();
    if let Some(degree) = project.config.project.degree {
        found.push(Announcement {
            degree,
            means: Means::Configuration,
            location: Location::file(crate::config::FILE_NAME),
            quote: format!("degree = \"{degree}\""),
        });
    }
    for (file, document) in project.readmes() {
        for image in document.images() {
            if let Some(word) = BADGE.captures(&image.url).and_then(|captures| captures.get(1)) {
                found.push(Announcement {
                    degree: degree_of_word(word.as_str()),
                    means: Means::Badge,
                    location: Location::line(&file.path, image.line),
                    quote: image.url.clone(),
                });
            }
        }
        let told = document.blocks.iter().filter(|block| {
            !matches!(block.kind, BlockKind::Code | BlockKind::Comment | BlockKind::Directive)
        });
        for block in told {
            let Some(captures) = WORDS.captures(&block.text) else { continue };
            let degree = match &captures[1].to_uppercase()[..] {
                "A" => Degree::A,
                "B" => Degree::B,
                "C" => Degree::C,
                _ => Degree::D,
            };
            found.push(Announcement {
                degree,
                means: Means::Words,
                location: Location::line(&file.path, block.line),
                quote: captures[0].trim().to_string(),
            });
        }
    }
    found
}

/// The degree announced, when announcements do not contradict each other or
/// the configuration settles it.
pub(crate) fn announced(project: &Project<'_>) -> Option<Degree> {
    announcements(project).first().map(|announcement| announcement.degree)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_badge_of_the_guide_is_recognised() {
        for (url, degree) in [
            ("https://img.shields.io/badge/code.gouv.fr-contributif-blue.svg", Degree::A),
            ("https://img.shields.io/badge/code.gouv.fr-ouvert-green", Degree::B),
            ("https://img.shields.io/badge/code.gouv.fr-publi%C3%A9-orange.svg", Degree::C),
            ("https://img.shields.io/badge/code.gouv.fr-publié-red", Degree::C),
            ("https://img.shields.io/badge/code.gouv.fr-open-green", Degree::B),
        ] {
            let word = BADGE.captures(url).unwrap_or_else(|| panic!("{url}"));
            assert_eq!(degree_of_word(&word[1]), degree, "{url}");
        }
        assert!(!BADGE.is_match("https://img.shields.io/badge/licence-ouverte-blue"));
    }

    #[test]
    fn words_need_the_name_of_the_degree() {
        let degree = |text: &str| WORDS.captures(text).map(|captures| captures[1].to_string());
        assert_eq!(degree("Degré d’ouverture : A").as_deref(), Some("A"));
        assert_eq!(degree("Openness level: B").as_deref(), Some("B"));
        assert_eq!(degree("niveau d'ouverture C (publié)").as_deref(), Some("C"));
        assert_eq!(degree("le niveau A du RGAA"), None);
        assert_eq!(degree("degré d’ouverture affiché"), None);
    }
}
