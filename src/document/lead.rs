//! Telling the paragraph which presents a project from the decoration above.

use super::{Block, BlockKind};

/// Words which, alone around links, make a language switch or a table of
/// contents and no presentation.
const FURNITURE: &str = include_str!("../../data/readme-furniture.txt");

/// Whether the block is a paragraph (or a quoted tagline) that says something
/// besides its links.
pub(super) fn is_lead(block: &Block) -> bool {
    if !matches!(block.kind, BlockKind::Paragraph | BlockKind::Quote) {
        return false;
    }
    let mut rest = block.text.as_str();
    let mut outside = String::new();
    for link in block.links.iter().filter(|link| !link.text.is_empty()) {
        if let Some(at) = rest.find(&link.text) {
            outside.push_str(&rest[..at]);
            outside.push(' ');
            rest = &rest[at + link.text.len()..];
        }
    }
    outside.push_str(rest);
    outside.split(|letter: char| !letter.is_alphabetic()).filter(|word| !word.is_empty()).any(
        |word| {
            let word = word.to_lowercase();
            !FURNITURE.lines().any(|known| known == word)
        },
    )
}

#[cfg(test)]
mod tests {
    use super::super::{Document, Format};

    fn lead(text: &str) -> Option<String> {
        Document::parse(text, Format::Markdown).lead().map(|block| block.text.clone())
    }

    #[test]
    fn decoration_is_passed_over() {
        let text = "# Titre\n\n[![ci](c.svg)](ci) ![l](l.svg)\n\n**Français** | [English](README.en.md)\n\n\
                    [Installer](#i) • [Contribuer](#c)\n\n- [Installer](#i)\n\n🚀\n\n\
                    Un outil pour [publier](p) ses codes.\n\nSuite.\n";
        assert_eq!(lead(text).as_deref(), Some("Un outil pour publier ses codes."));
    }

    #[test]
    fn a_quoted_tagline_leads() {
        assert_eq!(
            lead("# T\n\n> Publier, simplement.\n\nSuite.\n").as_deref(),
            Some("Publier, simplement.")
        );
    }

    #[test]
    fn nothing_leads_a_list() {
        assert_eq!(lead("# T\n\n- un\n- deux\n\n[Read this in English](en)\n"), None);
    }
}
