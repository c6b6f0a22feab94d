//! Where the parts of a document go.

use super::Spot;
use crate::document::{Block, BlockKind, Document, Format};
use crate::text::pattern::Pattern;

/// How far down the tags that open a README are followed to their end.
const FARTHEST: usize = 120;
/// Among how many blocks a title is looked for.
const OPENING: usize = 6;
/// How long a text that comes before a title may be, links left out.
const WORDS: usize = 60;

impl Spot {
    fn at(line: usize) -> Spot {
        Spot { line: Some(line), joined: false }
    }
}

/// With the badges when there are some, else after the title, or first.
pub(super) fn badge(document: &Document, text: &str) -> Spot {
    let start = after_title(document, text);
    let next = document.blocks.iter().find(|block| block.line > start);
    match next.filter(|block| document.format == Format::Markdown && is_badges(block)) {
        Some(block) => Spot { line: Some(block.end_line), joined: true },
        None => Spot::at(outside_tags(document, text, start)),
    }
}

/// After the title and what decorates it: badges, links between languages.
pub(super) fn lead(document: &Document, text: &str) -> Spot {
    let start = after_title(document, text);
    let after = document.blocks.iter().filter(|block| block.line > start);
    let last = after.take_while(|block| is_decoration(block)).last();
    let line = last.map_or(start, |block| block.end_line);
    Spot::at(outside_tags(document, text, line))
}

/// After the first words, before the first section.
pub(super) fn opening(document: &Document, text: &str) -> Spot {
    let start = after_title(document, text);
    let next = document.headings().find(|block| block.line > start);
    let line = next.map(|block| outside_tags(document, text, block.line - 1));
    Spot { line, joined: false }
}

/// Before the section whose heading matches `before`, else at the end.
pub(super) fn section(document: &Document, level: u8, before: Option<&Pattern>) -> Spot {
    let start = title(document).map_or(0, |title| title.line);
    let mut headings =
        document.headings().filter(|block| block.level() == Some(level) && block.line > start);
    let found = headings.find(|block| before.is_some_and(|p| p.is_match(&block.text)));
    Spot { line: found.map(|block| block.line - 1), joined: false }
}

fn title(document: &Document) -> Option<&Block> {
    let first = document.blocks.iter().find(|block| block.kind != BlockKind::Comment)?;
    let opening = document.blocks.iter().take(OPENING).take_while(|block| !is_words(block));
    let near = opening.into_iter().find(|block| block.kind == BlockKind::Heading(1));
    near.or(Some(first).filter(|block| block.level().is_some()))
}

/// The lines that the title takes with what belongs to it: attributes, author,
/// or the images and tags that stand for one.
fn after_title(document: &Document, text: &str) -> usize {
    let Some(title) = title(document) else {
        let opening = document.blocks.iter().take_while(|block| is_banner(block));
        let first = document.blocks.first().map_or(0, |block| block.line - 1);
        return opening.last().map_or(first, |block| block.end_line);
    };
    let belongs = |line: &&str| match document.format {
        Format::AsciiDoc => !line.trim().is_empty(),
        Format::Org => line.starts_with("#+"),
        _ => false,
    };
    title.end_line + text.lines().skip(title.end_line).take_while(belongs).count()
}

/// Words to read, after which a heading is that of a section: more than links.
fn is_words(block: &Block) -> bool {
    let links: usize = block.links.iter().map(|link| link.text.chars().count()).sum();
    block.is_prose() && block.text.chars().count().saturating_sub(links) >= WORDS
}

/// Badges on lines of their own: images that lead somewhere, and nothing else.
fn is_badges(block: &Block) -> bool {
    let linked = block.images.iter().any(|image| image.target.is_some());
    block.kind == BlockKind::Paragraph && block.text.trim().is_empty() && linked
}

/// A tag or an image that opens a README before its words.
fn is_banner(block: &Block) -> bool {
    let bare = block.text.trim().is_empty();
    match block.kind {
        BlockKind::Comment | BlockKind::Directive | BlockKind::Html => true,
        BlockKind::Paragraph => bare && !block.images.is_empty(),
        _ => false,
    }
}

fn is_decoration(block: &Block) -> bool {
    let bare = block.text.trim().is_empty() || block.links.iter().any(|l| l.text == block.text);
    match block.kind {
        BlockKind::Directive => true,
        BlockKind::Paragraph | BlockKind::Html => bare,
        _ => false,
    }
}

/// The first line from `line` on that is not inside an HTML element, in
/// Markdown: a part put inside one would be shown as it is written.
fn outside_tags(document: &Document, text: &str, line: usize) -> usize {
    if document.format != Format::Markdown {
        return line;
    }
    let mut depth = 0_i32;
    for (at, words) in text.lines().enumerate().take(line + FARTHEST) {
        let blank = words.trim().is_empty();
        if at >= line && depth <= 0 && (at == line || blank) {
            return at;
        }
        let lower = words.to_ascii_lowercase();
        for element in ["div", "p", "center", "picture", "table", "details"] {
            let opens = |rest: &str| rest.starts_with(['>', ' ', '\t']) || rest.is_empty();
            let count = |mark: String| {
                let found = lower.match_indices(&mark);
                i32::try_from(found.filter(|(i, m)| opens(&lower[i + m.len()..])).count())
            };
            let (open, close) = (count(format!("<{element}")), count(format!("</{element}")));
            depth += open.unwrap_or(0) - close.unwrap_or(0);
        }
    }
    line
}
