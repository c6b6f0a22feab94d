//! Markdown, as the forges render it.

use pulldown_cmark::{Event, LinkType, Options, Parser, Tag, TagEnd};

use super::html::{Html, HtmlPlace};
use super::sink::Sink;
use super::source::{Passage, front_matter_len};
use super::{Block, BlockKind};
use crate::text::line::LineStarts;

/// Reads a normalised text.
pub(super) fn parse(text: &str) -> Vec<Block> {
    let start = front_matter_len(text);
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_GFM;
    let mut walker = Walker {
        text,
        start,
        index: LineStarts::new(text),
        sink: Sink::new(),
        html: Html::default(),
        containers: Vec::new(),
        code: None,
        raw_html: None,
        image: None,
        muted_until: 0,
    };
    for (event, range) in Parser::new_ext(&text[start..], options).into_offset_iter() {
        walker.event(event, start + range.start, start + range.end);
    }
    walker.sink.finish()
}

/// What is known between two events of the parser.
struct Walker<'a> {
    text: &'a str,
    start: usize,
    index: LineStarts,
    sink: Sink,
    html: Html,
    /// The quotes and items around.
    containers: Vec<BlockKind>,
    code: Option<String>,
    raw_html: Option<Passage>,
    image: Option<OpenImage>,
    /// The end of a comment left open by a block of HTML.
    muted_until: usize,
}

/// An image whose alternative text is being read.
struct OpenImage {
    url: String,
    alt: String,
    line: usize,
    depth: usize,
}

impl Walker<'_> {
    fn event(&mut self, event: Event<'_>, start: usize, end: usize) {
        self.sink.muted = start < self.muted_until;
        let line = self.index.line(start);
        match event {
            Event::Start(tag) => self.open(tag, line),
            Event::End(tag) => self.close(tag, start, end),
            Event::Text(text) => self.words(&text, line),
            Event::Code(text) | Event::InlineMath(text) | Event::DisplayMath(text) => {
                match &mut self.image {
                    Some(image) => image.alt.push_str(&text),
                    None => self.sink.code(&text, line),
                }
            }
            Event::SoftBreak | Event::HardBreak => self.words(" ", line),
            Event::Html(text) => {
                self.raw_html.get_or_insert_default().push_raw(&text, line);
            }
            Event::InlineHtml(text) => {
                let passage = Passage::of(&text, line);
                self.html.read(&mut self.sink, &passage, HtmlPlace::Inline);
            }
            Event::Rule => self.sink.close(None),
            Event::FootnoteReference(_) | Event::TaskListMarker(_) => {}
        }
    }

    fn words(&mut self, text: &str, line: usize) {
        if let Some(code) = &mut self.code {
            code.push_str(text);
        } else if let Some(image) = &mut self.image {
            image.alt.push_str(text);
        } else {
            self.sink.text(text, line);
        }
    }

    fn open(&mut self, tag: Tag<'_>, line: usize) {
        match tag {
            Tag::Paragraph => self.paragraph(line),
            Tag::Heading { level, .. } => {
                self.sink.close_html_link();
                self.html.heading = None;
                self.sink.open(BlockKind::Heading(level as u8), line);
            }
            Tag::BlockQuote(_) => self.enter(BlockKind::Quote),
            Tag::Item => self.enter(BlockKind::ListItem),
            Tag::FootnoteDefinition(_) => self.enter(BlockKind::Paragraph),
            Tag::CodeBlock(_) => {
                self.sink.close(None);
                self.code = Some(String::new());
            }
            Tag::HtmlBlock => {
                self.sink.close(None);
                self.raw_html = None;
            }
            Tag::List(_) | Tag::Table(_) => self.sink.close(None),
            Tag::TableHead | Tag::TableRow => self.sink.open(BlockKind::TableRow, line),
            Tag::Link { link_type, dest_url, .. } => {
                let email = link_type == LinkType::Email && !dest_url.starts_with("mailto:");
                let scheme = if email { "mailto:" } else { "" };
                if self.image.is_none() {
                    self.sink.open_link(&format!("{scheme}{dest_url}"), line);
                }
            }
            Tag::Image { dest_url, .. } => match &mut self.image {
                Some(image) => image.depth += 1,
                None => {
                    let url = dest_url.to_string();
                    self.image = Some(OpenImage { url, alt: String::new(), line, depth: 0 });
                }
            },
            _ => {}
        }
    }

    fn close(&mut self, tag: TagEnd, start: usize, end: usize) {
        let first = self.index.line(start);
        match tag {
            TagEnd::Paragraph | TagEnd::Heading(_) => {
                let last = self.last_line(start, end);
                self.sink.close(Some(last));
            }
            TagEnd::BlockQuote(_) | TagEnd::Item | TagEnd::FootnoteDefinition => self.leave(),
            TagEnd::CodeBlock => {
                let last = self.last_line(start, end);
                let code = self.code.take().unwrap_or_default();
                self.sink.block(BlockKind::Code, &code, first, last);
            }
            TagEnd::HtmlBlock => self.raw_block(end),
            TagEnd::TableCell => self.sink.text(" ", first),
            TagEnd::TableHead | TagEnd::TableRow => self.sink.close(None),
            TagEnd::Link if self.image.is_none() => self.sink.close_link(),
            TagEnd::Image => match self.image.take() {
                Some(image) if image.depth > 0 => {
                    self.image = Some(OpenImage { depth: image.depth - 1, ..image });
                }
                Some(image) => self.sink.image(&image.url, &image.alt, image.line),
                None => {}
            },
            _ => {}
        }
    }

    /// A paragraph, or the heading that an HTML tag announced.
    fn paragraph(&mut self, line: usize) {
        match self.html.heading.take() {
            Some((level, first)) => self.sink.open(BlockKind::Heading(level), first),
            None => self.sink.open(self.sink.kind, line),
        }
    }

    fn enter(&mut self, kind: BlockKind) {
        self.sink.close(None);
        self.containers.push(kind);
        self.sink.kind = kind;
    }

    fn leave(&mut self) {
        self.sink.close(None);
        self.containers.pop();
        self.sink.kind = self.containers.last().copied().unwrap_or(BlockKind::Paragraph);
    }

    /// A block of HTML was gathered. When it ends inside a comment, a browser
    /// hides what follows up to the end of that comment.
    fn raw_block(&mut self, end: usize) {
        let Some(passage) = self.raw_html.take() else {
            return;
        };
        let unclosed = self.html.read(&mut self.sink, &passage, HtmlPlace::Block);
        if unclosed && !self.sink.muted {
            let rest = self.text.get(end..).unwrap_or_default();
            self.muted_until = rest.find("-->").map_or(self.text.len(), |at| end + at + 3);
            let last = self.index.line(self.muted_until.saturating_sub(1));
            self.sink.extend_comment(last);
        }
    }

    /// The last line of a range, its trailing white space left out.
    fn last_line(&self, start: usize, end: usize) -> usize {
        let shown = self.text.get(start..end).unwrap_or_default().trim_end();
        self.index.line((start + shown.len()).saturating_sub(1).max(self.start))
    }
}

#[cfg(test)]
mod tests {
    use super::super::{BlockKind, Document, Format, Image, Link};

    fn outline(text: &str) -> Vec<(BlockKind, usize, usize, String)> {
        let rows = Document::parse(text, Format::Markdown).blocks.into_iter();
        rows.map(|block| (block.kind, block.line, block.end_line, block.text)).collect()
    }

    fn row(
        kind: BlockKind,
        line: usize,
        end: usize,
        text: &str,
    ) -> (BlockKind, usize, usize, String) {
        (kind, line, end, text.to_string())
    }

    #[test]
    fn a_french_readme() {
        let text = "# 🚀 Mon *outil* {#haut}\n\n[![Licence][b]][l] ![](ci.svg)\n\nIl sert\nà `publier` &eacute;crits.\n\n\
                    Utilisation\n-----------\n\n```md\n![exemple](e.svg)\n```\n\n`![autre](f.svg)` est un badge.\n\n\
                    1. un\n2. [x] deux\n\n   suite\n\n> [!NOTE]\n> Cité\n\n| a | b |\n|---|---|\n| c | `d` |\n\n\
                    [b]: https://b.test/l.svg\n[l]: LICENCE\n";
        use BlockKind::{Code, Heading, ListItem, Paragraph, Quote, TableRow};
        assert_eq!(
            outline(text),
            [
                row(Heading(1), 1, 1, "🚀 Mon outil"),
                row(Paragraph, 3, 3, ""),
                row(Paragraph, 5, 6, "Il sert à publier écrits."),
                row(Heading(2), 8, 9, "Utilisation"),
                row(Code, 11, 13, "![exemple](e.svg)"),
                row(Paragraph, 15, 15, "![autre](f.svg) est un badge."),
                row(ListItem, 17, 17, "un"),
                row(ListItem, 18, 18, "deux"),
                row(ListItem, 20, 20, "suite"),
                row(Quote, 23, 23, "Cité"),
                row(TableRow, 25, 25, "a b"),
                row(TableRow, 27, 27, "c d"),
            ]
        );
        let document = Document::parse(text, Format::Markdown);
        assert_eq!(
            document.images().cloned().collect::<Vec<Image>>(),
            [
                Image {
                    url: "https://b.test/l.svg".into(),
                    alt: "Licence".into(),
                    line: 3,
                    target: Some("LICENCE".into()),
                },
                Image { url: "ci.svg".into(), alt: String::new(), line: 3, target: None },
            ]
        );
        assert_eq!(document.lead().map(|block| block.line), Some(5));
        assert_eq!(document.prose().count(), 8);
    }

    #[test]
    fn lines_are_those_of_the_original() {
        let text = "\u{feff}---\r\ntitle: x\r\n---\r\n\r\n# A tool\r\n\r\nWrite to <us@x.test>,\r\nor you@x.test, see https://x.test/a_b_c.\r\n";
        assert_eq!(
            outline(text),
            [
                row(BlockKind::Heading(1), 5, 5, "A tool"),
                row(
                    BlockKind::Paragraph,
                    7,
                    8,
                    "Write to us@x.test, or you@x.test, see https://x.test/a_b_c."
                ),
            ]
        );
        let link = |url: &str, text: &str, line| Link { url: url.into(), text: text.into(), line };
        let document = Document::parse(text, Format::Markdown);
        assert_eq!(
            document.links().cloned().collect::<Vec<Link>>(),
            [
                link("mailto:us@x.test", "us@x.test", 7),
                link("mailto:you@x.test", "you@x.test", 8),
                link("https://x.test/a_b_c", "https://x.test/a_b_c", 8),
            ]
        );
        assert_eq!(outline(&text.replace("\r\n", "\r")), outline(text));
    }

    #[test]
    fn a_heading_of_an_image_takes_its_alternative() {
        assert_eq!(
            outline("# ![Mon outil](logo.svg)\n\n<h2><img src=a.svg alt='Aide'></h2>\n"),
            [
                row(BlockKind::Heading(1), 1, 1, "Mon outil"),
                row(BlockKind::Heading(2), 3, 3, "Aide")
            ]
        );
    }
}
