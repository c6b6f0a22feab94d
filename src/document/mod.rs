//! One structure for README-like texts, whatever their markup.
//!
//! [`Document::parse`] turns Markdown, Org, reStructuredText, AsciiDoc or
//! plain text into a flat list of [`Block`]s carrying their rendered text,
//! links, images and exact line numbers, so that a check asks its question
//! once instead of once per format.

mod address;
mod asciidoc;
mod draft;
mod format;
mod html;
mod lead;
mod markdown;
mod org;
mod plain;
#[cfg(test)]
mod robustness;
mod rst;
mod sink;
mod source;
#[cfg(test)]
mod spellings;

pub(crate) use address::is_example;
pub(crate) use format::Format;

use crate::text::question;

/// A text read as a sequence of blocks, in the order of its lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// The markup the text was read as.
    pub format: Format,
    /// The blocks, in source order; nesting is flattened.
    pub blocks: Vec<Block>,
}

/// A heading, a paragraph, a list item… with what it shows and links to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// What the block is.
    pub kind: BlockKind,
    /// The first line, counted from 1 in the original text.
    pub line: usize,
    /// The last line, inclusive.
    pub end_line: usize,
    /// The rendered text: no markup, entities decoded, white space folded.
    /// Code and comments keep their line breaks. Image alternatives are left
    /// out, unless an image is all a heading has to show.
    pub text: String,
    /// The links of the block, in order.
    pub links: Vec<Link>,
    /// The images of the block, in order.
    pub images: Vec<Image>,
}

/// What a [`Block`] is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BlockKind {
    /// A heading and its level, 1 being the title.
    Heading(u8),
    /// A paragraph.
    Paragraph,
    /// The text of a list item, or one of its paragraphs.
    ListItem,
    /// A row of a table, cells separated by a space.
    TableRow,
    /// A block of code, or any text shown verbatim.
    Code,
    /// A paragraph of a quotation.
    Quote,
    /// Raw HTML which shows nothing by itself.
    Html,
    /// A comment, invisible to the reader.
    Comment,
    /// An instruction to the tool that renders the text.
    Directive,
}

/// A link and the text it is set on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// Where the link goes; a bare e-mail address becomes `mailto:…`.
    pub url: String,
    /// The text of the link, or the alternatives of its images.
    pub text: String,
    /// The line where the link starts.
    pub line: usize,
}

/// An image, maybe set inside a link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Image {
    /// Where the image is.
    pub url: String,
    /// The alternative text, empty when there is none.
    pub alt: String,
    /// The line where the image is shown.
    pub line: usize,
    /// Where the link around the image goes.
    pub target: Option<String>,
}

/// A heading and all that it governs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Section<'a> {
    /// The heading.
    pub heading: &'a Block,
    /// The level of the heading.
    pub level: u8,
    /// The blocks up to the next heading of the same or a higher level,
    /// subsections included.
    pub body: &'a [Block],
}

impl Block {
    /// The level of a heading, nothing for any other block.
    pub fn level(&self) -> Option<u8> {
        match self.kind {
            BlockKind::Heading(level) => Some(level),
            _ => None,
        }
    }

    /// Whether the block is text to be read: neither heading, code, comment
    /// nor directive, nor a block made only of images.
    pub fn is_prose(&self) -> bool {
        use BlockKind::{ListItem, Paragraph, Quote, TableRow};
        matches!(self.kind, Paragraph | ListItem | TableRow | Quote) && !self.text.is_empty()
    }
}

impl Document {
    /// Reads `text` as `format`. A plain text which clearly is Markdown is
    /// read as such, and says so in [`Document::format`].
    pub fn parse(text: &str, format: Format) -> Document {
        let text = source::normalise(text);
        let format = format.refined(&text);
        let mut blocks = match format {
            Format::Markdown => markdown::parse(&text),
            Format::Org => org::parse(&text),
            Format::Rst => rst::parse(&text),
            Format::AsciiDoc => asciidoc::parse(&text),
            Format::Plain => plain::parse(&text),
        };
        // What is still a question says nothing.
        for block in blocks.iter_mut().filter(|block| question::asked_in(&block.text)) {
            block.kind = BlockKind::Comment;
            block.links.clear();
        }
        Document { format, blocks }
    }

    /// The headings, in order.
    pub fn headings(&self) -> impl Iterator<Item = &Block> {
        self.blocks.iter().filter(|block| block.level().is_some())
    }

    /// Every heading with the blocks it governs, in order.
    pub fn sections(&self) -> Vec<Section<'_>> {
        let headings: Vec<(usize, u8)> = self
            .blocks
            .iter()
            .enumerate()
            .filter_map(|(index, block)| Some((index, block.level()?)))
            .collect();
        let mut ends = vec![self.blocks.len(); headings.len()];
        let mut open: Vec<usize> = Vec::new();
        for (number, &(index, level)) in headings.iter().enumerate() {
            while let Some(&last) = open.last() {
                if headings[last].1 < level {
                    break;
                }
                ends[last] = index;
                open.pop();
            }
            open.push(number);
        }
        headings
            .iter()
            .zip(ends)
            .map(|(&(index, level), end)| Section {
                heading: &self.blocks[index],
                level,
                body: &self.blocks[index + 1..end],
            })
            .collect()
    }

    /// The last heading above `line`.
    pub fn heading_above(&self, line: usize) -> Option<&Block> {
        let above = self.blocks.partition_point(|block| block.line < line);
        self.blocks[..above].iter().rev().find(|block| block.level().is_some())
    }

    /// The blocks to be read as text; see [`Block::is_prose`].
    pub fn prose(&self) -> impl Iterator<Item = &Block> {
        self.blocks.iter().filter(|block| block.is_prose())
    }

    /// The images shown, never those quoted in code or comments.
    pub fn images(&self) -> impl Iterator<Item = &Image> {
        self.blocks.iter().flat_map(|block| &block.images)
    }

    /// The links, bare addresses included, never those in code or comments.
    pub fn links(&self) -> impl Iterator<Item = &Link> {
        self.blocks.iter().flat_map(|block| &block.links)
    }

    /// The first paragraph which says something: not badges, not a table of
    /// contents, not links to other languages.
    pub fn lead(&self) -> Option<&Block> {
        self.leads().next()
    }

    /// Every such paragraph.
    pub(crate) fn leads(&self) -> impl Iterator<Item = &Block> {
        self.blocks.iter().filter(|block| lead::is_lead(block))
    }

    /// The title: the first heading of level 1, else the first heading.
    pub fn title(&self) -> Option<&Block> {
        self.headings()
            .find(|block| block.kind == BlockKind::Heading(1))
            .or_else(|| self.headings().next())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sections_include_their_subsections() {
        let text = "# T\n\n## A\n\na\n\n### B\n\nb\n\n## C\n\nc\n";
        let document = Document::parse(text, Format::Markdown);
        let seen: Vec<(&str, u8, usize)> = document
            .sections()
            .iter()
            .map(|section| (section.heading.text.as_str(), section.level, section.body.len()))
            .collect();
        assert_eq!(seen, [("T", 1, 6), ("A", 2, 3), ("B", 3, 1), ("C", 2, 1)]);
    }

    #[test]
    fn a_text_without_heading_has_no_title() {
        let document = Document::parse("Bonjour.\n", Format::Markdown);
        assert_eq!(document.title(), None);
        assert_eq!(document.sections(), []);
    }

    #[test]
    fn a_question_left_open_is_no_content() {
        let text = format!("# T\n\n{}\n\nDit.\n", crate::text::question::in_text("Pourquoi ?"));
        let document = Document::parse(&text, Format::Markdown);
        assert_eq!(document.lead().map(|block| block.text.as_str()), Some("Dit."));
    }

    #[test]
    fn the_title_prefers_the_first_level() {
        let document = Document::parse("## Avant\n\n# Titre\n", Format::Markdown);
        assert_eq!(document.title().map(|block| block.text.as_str()), Some("Titre"));
        let document = Document::parse("## Avant\n\n### Après\n", Format::Markdown);
        assert_eq!(document.title().map(|block| block.text.as_str()), Some("Avant"));
    }
}
