//! Text without markup: what its layout tells.

use super::sink::Sink;
use super::source::{SourceLine, lines};
use super::{Block, BlockKind};

/// The longest line of capitals which is still a heading.
const CAPITALS_MAX: usize = 60;

/// Reads a normalised text.
pub(super) fn parse(text: &str) -> Vec<Block> {
    let lines = lines(text);
    let mut sink = Sink::new();
    let mut fresh = true;
    let mut at = 0;
    while let Some(line) = lines.get(at) {
        let next = lines.get(at + 1);
        if line.is_blank() {
            sink.close(None);
            fresh = true;
        } else if let Some(level) =
            fresh.then(|| next.and_then(|under| underline(line, under))).flatten()
        {
            sink.open(BlockKind::Heading(level), line.number);
            sink.text(line.text, line.number);
            sink.close(Some(line.number + 1));
            at += 1;
        } else if fresh
            && is_capitals(line.text)
            && !next.is_some_and(|next| is_capitals(next.text))
        {
            let level = if sink.len() == 0 { 1 } else { 2 };
            sink.open(BlockKind::Heading(level), line.number);
            sink.text(line.text, line.number);
            sink.close(None);
        } else if is_rule(line.text) {
            sink.close(None);
            fresh = true;
        } else {
            let item = ["- ", "* ", "+ ", "• "]
                .iter()
                .find_map(|mark| line.text.trim_start().strip_prefix(mark));
            match item {
                Some(item) => {
                    sink.open(BlockKind::ListItem, line.number);
                    sink.text(item, line.number);
                }
                None => sink.text(line.text, line.number),
            }
            sink.text(" ", line.number);
            fresh = false;
        }
        at += 1;
    }
    sink.finish()
}

/// The level of the heading that `under` makes of `line`.
fn underline(line: &SourceLine<'_>, under: &SourceLine<'_>) -> Option<u8> {
    let rule = under.text.trim();
    let long = rule.len() >= 3 && line.text.chars().any(char::is_alphanumeric);
    match rule.chars().next()? {
        '=' if long && rule.chars().all(|mark| mark == '=') => Some(1),
        '-' if long && rule.chars().all(|mark| mark == '-') => Some(2),
        _ => None,
    }
}

/// Whether a line is short and in capitals.
fn is_capitals(line: &str) -> bool {
    let line = line.trim();
    let letters = line.chars().filter(|letter| letter.is_alphabetic()).take(3).count();
    letters == 3
        && line.len() <= 4 * CAPITALS_MAX
        && line.chars().count() <= CAPITALS_MAX
        && !line.ends_with(['.', ',', ';'])
        && !line.contains("://")
        && !line.chars().any(char::is_lowercase)
}

/// Whether a line is only drawn.
fn is_rule(line: &str) -> bool {
    line.len() >= 3 && line.trim().chars().all(|mark| "=-*_#~".contains(mark))
}

#[cfg(test)]
mod tests {
    use super::super::{BlockKind, Document, Format};

    #[test]
    fn layout_is_structure() {
        let text = "Mon outil\r\n=========\r\n\r\nIl sert à publier,\r\nvoir https://x.test/a.\r\n\r\n\
                    INSTALLATION\r\n\r\n- make ;\r\n- écrire à nous@x.gouv.fr\r\n\r\nAide\r\n----\r\nTexte.\r\n";
        let document = Document::parse(text, Format::Plain);
        let seen: Vec<(BlockKind, usize, usize, &str)> = document
            .blocks
            .iter()
            .map(|block| (block.kind, block.line, block.end_line, block.text.as_str()))
            .collect();
        assert_eq!(
            seen,
            [
                (BlockKind::Heading(1), 1, 2, "Mon outil"),
                (BlockKind::Paragraph, 4, 5, "Il sert à publier, voir https://x.test/a."),
                (BlockKind::Heading(2), 7, 7, "INSTALLATION"),
                (BlockKind::ListItem, 9, 9, "make ;"),
                (BlockKind::ListItem, 10, 10, "écrire à nous@x.gouv.fr"),
                (BlockKind::Heading(2), 12, 13, "Aide"),
                (BlockKind::Paragraph, 14, 14, "Texte."),
            ]
        );
        let links: Vec<(&str, usize)> =
            document.links().map(|link| (link.url.as_str(), link.line)).collect();
        assert_eq!(links, [("https://x.test/a", 5), ("mailto:nous@x.gouv.fr", 10)]);
    }

    #[test]
    fn shouting_is_not_a_heading() {
        let text = "THE SOFTWARE IS PROVIDED AS IS\nWITHOUT WARRANTY\n\nTITRE UN\n";
        let document = Document::parse(text, Format::Plain);
        let headings: Vec<&str> = document.headings().map(|block| block.text.as_str()).collect();
        assert_eq!(headings, ["TITRE UN"]);
    }
}
