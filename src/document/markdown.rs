//! Markdown, as the forges render it.

use pulldown_cmark::{Event, LinkType, Options, Parser, Tag, TagEnd};

use super::html::{Html, Place};
use super::sink::Sink;
use super::source::{LineIndex, Passage, front_matter_len};
use super::{Block, BlockKind};

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
        index: LineIndex::new(text),
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
    index: LineIndex,
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
        let line = self.index.line_at(start);
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
                self.html.read(&mut self.sink, &passage, Place::Inline);
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
            Tag::Link {
                link_type,
                dest_url,
                ..
            } => {
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
                    self.image = Some(OpenImage {
                        url,
                        alt: String::new(),
                        line,
                        depth: 0,
                    });
                }
            },
            _ => {}
        }
    }

    fn close(&mut self, tag: TagEnd, start: usize, end: usize) {
        let first = self.index.line_at(start);
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
                    self.image = Some(OpenImage {
                        depth: image.depth - 1,
                        ..image
                    });
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
        self.sink.kind = self
            .containers
            .last()
            .copied()
            .unwrap_or(BlockKind::Paragraph);
    }

    /// A block of HTML was gathered. When it ends inside a comment, a browser
    /// hides what follows up to the end of that comment.
    fn raw_block(&mut self, end: usize) {
        let Some(passage) = self.raw_html.take() else {
            return;
        };
        let unclosed = self.html.read(&mut self.sink, &passage, Place::Block);
        if unclosed && !self.sink.muted {
            let rest = self.text.get(end..).unwrap_or_default();
            self.muted_until = rest.find("-->").map_or(self.text.len(), |at| end + at + 3);
            let last = self.index.line_at(self.muted_until.saturating_sub(1));
            self.sink.extend_comment(last);
        }
    }

    /// The last line of a range, its trailing white space left out.
    fn last_line(&self, start: usize, end: usize) -> usize {
        let shown = self.text.get(start..end).unwrap_or_default().trim_end();
        self.index
            .line_at((start + shown.len()).saturating_sub(1).max(self.start))
    }
}
