//! Inserting a part in a Markdown document: at its place, in the document's own
//! manner (heading level, ends of lines), every other byte kept.

use super::piece::Place;
use crate::document::{Block, BlockKind, Document, Format};
use crate::pattern::Pattern;

/// `text` with `part` inserted at `place`; before the first section whose
/// heading matches `before`, when there is one.
pub fn insert(text: &str, part: &str, place: Place, before: Option<&Pattern>) -> String {
    let document = Document::parse(text, Format::Markdown);
    let level = section_level(&document);
    let part = match place {
        Place::Section => with_level(part, level),
        _ => part.to_string(),
    };
    let line = match place {
        Place::Badge => after_title(&document),
        Place::Lead => after_badges(&document),
        Place::Opening => before_first_section(&document),
        Place::Section => section_place(&document, level, before),
    };
    splice(text, part.trim_end(), line)
}

/// The level of the document's sections: the most frequent one but that of a
/// lone title.
fn section_level(document: &Document) -> u8 {
    let levels: Vec<u8> = document.headings().filter_map(Block::level).collect();
    let count = |level: u8| levels.iter().filter(|l| **l == level).count();
    match (count(1), count(2)) {
        (2.., 0) => 1,
        (_, 1..) => 2,
        _ => (3..=6).find(|level| count(*level) > 0).filter(|_| count(1) == 0).unwrap_or(2),
    }
}

/// The headings of `part`, written at level 2, at `level`.
fn with_level(part: &str, level: u8) -> String {
    let mut fenced = false;
    let lines = part.split_inclusive('\n').map(|line| {
        if line.starts_with("```") {
            fenced = !fenced;
        }
        match line.strip_prefix("##").filter(|_| !fenced) {
            Some(rest) => format!("{}{rest}", "#".repeat(level.into())),
            None => line.to_string(),
        }
    });
    lines.collect()
}

/// The 0-based line before which badges go: after the title, or first.
fn after_title(document: &Document) -> Option<usize> {
    let title = title(document);
    Some(title.map_or(0, |title| title.end_line))
}

fn title(document: &Document) -> Option<&Block> {
    let first = document.blocks.iter().find(|block| block.kind != BlockKind::Comment)?;
    let near = document.blocks.iter().take(6).find(|block| block.kind == BlockKind::Heading(1));
    near.or(Some(first).filter(|block| block.level().is_some()))
}

/// The line after the title and what decorates it: badges, links between
/// languages.
fn after_badges(document: &Document) -> Option<usize> {
    let title = title(document).map_or(0, |title| title.end_line);
    let after = document.blocks.iter().filter(|block| block.line > title);
    let decoration = after.take_while(|block| {
        let bare = block.text.trim().is_empty() || block.links.iter().any(|l| l.text == block.text);
        bare && matches!(block.kind, BlockKind::Paragraph | BlockKind::Html)
    });
    Some(decoration.last().map_or(title, |block| block.end_line))
}

fn before_first_section(document: &Document) -> Option<usize> {
    let title = title(document).map_or(0, |title| title.end_line);
    let next = document.headings().find(|block| block.line > title);
    next.map(|block| block.line - 1)
}

/// The line of the heading a section goes before; the end when there is none.
fn section_place(document: &Document, level: u8, before: Option<&Pattern>) -> Option<usize> {
    let title = title(document).map_or(0, |title| title.line);
    let mut headings =
        document.headings().filter(|block| block.level() == Some(level) && block.line > title);
    let found = headings.find(|block| before.is_some_and(|p| p.is_match(&block.text)))?;
    Some(found.line - 1)
}

/// Inserts `part` before the 0-based `line`, blank lines around it; at the end
/// when there is no line.
fn splice(text: &str, part: &str, line: Option<usize>) -> String {
    let end = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let part = part.replace('\n', end);
    let at = match line {
        Some(line) => text.split_inclusive('\n').take(line).map(str::len).sum(),
        None => text.len(),
    };
    // A byte order mark stays first.
    let at = at.max(text.len() - text.trim_start_matches('\u{feff}').len());
    let (head, tail) = text.split_at(at);
    let mut whole = String::with_capacity(text.len() + part.len() + 8);
    whole.push_str(head);
    let bare = head.trim_start_matches('\u{feff}');
    if !bare.is_empty() {
        if !head.ends_with('\n') {
            whole.push_str(end);
        }
        if !ends_with_blank_line(head) {
            whole.push_str(end);
        }
    }
    whole.push_str(&part);
    whole.push_str(end);
    let next = tail.split_inclusive('\n').next().unwrap_or_default();
    if !next.trim().is_empty() {
        whole.push_str(end);
    }
    whole.push_str(tail);
    whole
}

fn ends_with_blank_line(head: &str) -> bool {
    let head = head.strip_suffix('\n').map(|head| head.strip_suffix('\r').unwrap_or(head));
    head.is_some_and(|head| head.is_empty() || head.ends_with('\n'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn section(text: &str, part: &str, before: &str) -> String {
        let before: Pattern = toml::Value::from(before).try_into().expect("pattern");
        insert(text, part, Place::Section, Some(&before))
    }

    #[test]
    fn a_section_goes_before_the_one_it_precedes() {
        let text = "# T\n\nBonjour.\n\n## Usage\n\nu\n\n## Licence\n\nMIT\n";
        let whole = section(text, "## Contact\n\nici\n", "(?i)licence");
        let expected =
            "# T\n\nBonjour.\n\n## Usage\n\nu\n\n## Contact\n\nici\n\n## Licence\n\nMIT\n";
        assert_eq!(whole, expected);
    }

    #[test]
    fn a_section_goes_last_when_nothing_follows_it() {
        assert_eq!(
            section("# T\n\nBonjour.", "## C\n\nici\n", "x"),
            "# T\n\nBonjour.\n\n## C\n\nici\n"
        );
        assert_eq!(
            section("# T\n\nBonjour.\n", "## C\n\nici\n", "x"),
            "# T\n\nBonjour.\n\n## C\n\nici\n"
        );
    }

    #[test]
    fn a_section_takes_the_level_and_the_line_ends_of_the_document() {
        let text = "# A\r\n\r\na\r\n\r\n# B\r\n\r\nb\r\n";
        let whole = section(text, "## C\n\n```sh\n## no heading\n```\n", "^B$");
        let expected =
            "# A\r\n\r\na\r\n\r\n# C\r\n\r\n```sh\r\n## no heading\r\n```\r\n\r\n# B\r\n\r\nb\r\n";
        assert_eq!(whole, expected);
    }

    #[test]
    fn badges_and_first_words_have_their_places() {
        let text = "# T\n[![CI](https://example.org/ci.svg)](https://example.org)\n\nBonjour.\n\n## Usage\n";
        let badge = insert(text, "![b](b.svg)\n", Place::Badge, None);
        assert!(badge.starts_with("# T\n\n![b](b.svg)\n\n[![CI]"), "{badge}");
        let lead = insert(text, "Qui.\n", Place::Lead, None);
        assert!(lead.contains("example.org)\n\nQui.\n\nBonjour."), "{lead}");
        let opening = insert(text, "État.\n", Place::Opening, None);
        assert!(opening.contains("Bonjour.\n\nÉtat.\n\n## Usage"), "{opening}");
    }

    #[test]
    fn everything_else_is_kept() {
        let texts = ["", "\u{feff}# T\n", "no title\n", "T\n===\n\ntext\n\nS\n---\n\ns\n"];
        for text in texts {
            for place in [Place::Badge, Place::Lead, Place::Opening, Place::Section] {
                let whole = insert(text, "## new\n\npart\n", place, None);
                let mut left = text.lines();
                let mut wanted = left.next();
                for line in whole.lines() {
                    if Some(line) == wanted {
                        wanted = left.next();
                    }
                }
                assert_eq!(wanted, None, "{text:?} became {whole:?}");
            }
        }
    }
}
