//! Raw HTML, alone or inside another markup.

use html5gum::{DefaultEmitter, Error, HtmlString, StartTag, Token, Tokenizer};

use super::BlockKind;
use super::sink::Sink;
use super::source::Passage;

/// How many containers (quotes, items, rows) are remembered at once.
const DEPTH_MAX: usize = 64;

/// What HTML has left open between two passages of the same text.
#[derive(Default)]
pub(super) struct Html {
    /// The heading whose tag is open and which has shown nothing yet, with
    /// its line.
    pub(super) heading: Option<(u8, usize)>,
    containers: Vec<BlockKind>,
    silent: bool,
}

/// Whether a passage of HTML stands alone or inside a line of text.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// Blocks of its own.
    Block,
    /// Part of a block of another markup.
    Inline,
}

impl Html {
    /// Reads a passage into `sink`; returns whether it ends inside a comment.
    pub(super) fn read(&mut self, sink: &mut Sink, source: &Passage, place: Place) -> bool {
        let base = sink.kind;
        let before = sink.len();
        let mut links = 0;
        if place == Place::Block {
            sink.close(None);
            sink.code_depth = 0;
            self.containers.clear();
            self.silent = false;
        }
        let mut emitter = DefaultEmitter::<usize>::new_with_span();
        emitter.naively_switch_states(place == Place::Block);
        let mut unclosed = false;
        for token in Tokenizer::new_with_emitter(source.text.as_str(), emitter) {
            let Ok(token) = token;
            match token {
                Token::StartTag(tag) => {
                    let line = source.line_at(tag.span.start);
                    links += usize::from(tag.name.as_slice() == b"a");
                    self.start(sink, &tag, line, base, place);
                }
                Token::EndTag(tag) => {
                    let line = source.line_at(tag.span.start);
                    links += usize::from(tag.name.as_slice() == b"a");
                    self.end(sink, &tag.name, line, base, place);
                }
                Token::String(text) if !self.silent => {
                    sink.text(&decode(&text.value), source.line_at(text.span.start));
                    if place == Place::Block {
                        sink.mark_html();
                    }
                }
                Token::Comment(text) => {
                    let line = source.line_at(text.span.start);
                    let end = source.line_at(text.span.end.saturating_sub(1));
                    sink.comment(&decode(&text.value), line, end);
                }
                Token::Error(error) => unclosed |= error.value == Error::EofInComment,
                _ => {}
            }
        }
        if place == Place::Block {
            self.leave(sink);
            sink.kind = base;
            if sink.len() == before && links == 0 && self.heading.is_none() {
                let line = source.line_at(0);
                sink.block(BlockKind::Html, "", line, source.last_line());
            }
        }
        unclosed
    }

    /// Ends a passage: a heading whose text is still to come waits for it.
    fn leave(&mut self, sink: &mut Sink) {
        if matches!(sink.current(), Some(BlockKind::Heading(_))) {
            if sink.is_bare() && self.heading.is_some() {
                sink.discard();
            } else {
                self.heading = None;
            }
        }
        sink.close(None);
    }

    fn start(
        &mut self,
        sink: &mut Sink,
        tag: &StartTag<usize>,
        line: usize,
        base: BlockKind,
        place: Place,
    ) {
        let name = tag.name.as_slice();
        match name {
            [b'h', digit @ b'1'..=b'6'] => {
                let level = digit - b'0';
                sink.open(BlockKind::Heading(level), line);
                self.heading = Some((level, line));
            }
            b"a" => match attribute(tag, b"href") {
                Some(url) => sink.open_html_link(&url, line),
                None => sink.close_html_link(),
            },
            b"img" => {
                if let Some(url) = attribute(tag, b"src").filter(|url| !url.trim().is_empty()) {
                    sink.image(&url, &attribute(tag, b"alt").unwrap_or_default(), line);
                }
            }
            b"code" | b"tt" | b"samp" => sink.code_depth += 1,
            b"br" | b"td" | b"th" => sink.text(" ", line),
            b"pre" => {
                sink.open(BlockKind::Code, line);
                sink.code_depth = 1;
            }
            b"script" | b"style" => self.silent = place == Place::Block,
            b"li" => self.enter(sink, BlockKind::ListItem, line),
            b"tr" => self.enter(sink, BlockKind::TableRow, line),
            b"blockquote" => self.enter(sink, BlockKind::Quote, line),
            _ if is_block(name) => self.separate(sink, line, base, place, None),
            _ => {}
        }
    }

    fn end(
        &mut self,
        sink: &mut Sink,
        name: &HtmlString,
        line: usize,
        base: BlockKind,
        place: Place,
    ) {
        match name.as_slice() {
            [b'h', b'1'..=b'6'] => {
                self.heading = None;
                if matches!(sink.current(), Some(BlockKind::Heading(_))) {
                    sink.close(Some(line));
                }
            }
            b"a" => sink.close_html_link(),
            b"code" | b"tt" | b"samp" => sink.code_depth = sink.code_depth.saturating_sub(1),
            b"pre" => {
                sink.close(Some(line));
                sink.code_depth = 0;
            }
            b"script" | b"style" => self.silent = false,
            b"li" | b"tr" | b"blockquote" => {
                sink.close(Some(line));
                self.containers.pop();
                sink.kind = self.containers.last().copied().unwrap_or(base);
            }
            name if is_block(name) => {
                match name {
                    b"ul" | b"ol" => self.pop_all(BlockKind::ListItem),
                    b"table" => self.pop_all(BlockKind::TableRow),
                    _ => {}
                }
                let table = name == b"table" && sink.current() == Some(BlockKind::TableRow);
                if table {
                    sink.close(Some(line));
                }
                self.separate(sink, line, base, place, Some(line));
            }
            _ => {}
        }
    }

    /// Enters an element whose text makes blocks of `kind`.
    fn enter(&mut self, sink: &mut Sink, kind: BlockKind, line: usize) {
        if self.containers.len() >= DEPTH_MAX {
            self.containers.pop();
        }
        self.containers.push(kind);
        sink.kind = kind;
        sink.open(kind, line);
    }

    /// Leaves the containers of a kind whose end tags may be missing.
    fn pop_all(&mut self, kind: BlockKind) {
        while self.containers.last() == Some(&kind) {
            self.containers.pop();
        }
    }

    /// A block-level tag: what follows is another paragraph, unless a heading
    /// or a row is open, or the HTML stands inside a line.
    fn separate(
        &mut self,
        sink: &mut Sink,
        line: usize,
        base: BlockKind,
        place: Place,
        end: Option<usize>,
    ) {
        let inside = matches!(
            sink.current(),
            Some(BlockKind::Heading(_) | BlockKind::TableRow)
        );
        if inside || place == Place::Inline {
            sink.text(" ", line);
        } else {
            sink.close(end);
            sink.kind = self.containers.last().copied().unwrap_or(base);
        }
    }
}

/// Whether an element starts a paragraph of its own.
fn is_block(name: &[u8]) -> bool {
    const NAMES: [&[u8]; 30] = [
        b"p",
        b"div",
        b"center",
        b"section",
        b"article",
        b"aside",
        b"header",
        b"footer",
        b"main",
        b"nav",
        b"details",
        b"summary",
        b"figure",
        b"figcaption",
        b"dl",
        b"dt",
        b"dd",
        b"ul",
        b"ol",
        b"table",
        b"thead",
        b"tbody",
        b"tfoot",
        b"caption",
        b"address",
        b"form",
        b"hr",
        b"body",
        b"html",
        b"fieldset",
    ];
    NAMES.contains(&name)
}

/// The value of an attribute.
fn attribute(tag: &StartTag<usize>, name: &[u8]) -> Option<String> {
    tag.attributes.get(name).map(|value| decode(&value.value))
}

fn decode(bytes: &HtmlString) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::super::{Block, BlockKind, Document, Format, Image};

    fn blocks(text: &str) -> Vec<Block> {
        Document::parse(text, Format::Markdown).blocks
    }

    fn outline(text: &str) -> Vec<(BlockKind, usize, usize, String)> {
        let rows = blocks(text).into_iter();
        rows.map(|block| (block.kind, block.line, block.end_line, block.text))
            .collect()
    }

    #[test]
    fn centred_header() {
        let text = "<h1 align=\"center\">\n  <img src=\"logo.svg\" alt=\"Logo\" width=80><br>\n  \
                    🚀 Guichet &amp; Cie\n</h1>\n<p align=center>\n  Un guichet <b>commun</b>.\n</p>\n";
        let seen = blocks(text);
        assert_eq!(
            outline(text),
            [
                (BlockKind::Heading(1), 1, 4, "🚀 Guichet & Cie".to_string()),
                (BlockKind::Paragraph, 6, 7, "Un guichet commun.".to_string()),
            ]
        );
        assert_eq!(
            seen[0].images,
            [Image {
                url: "logo.svg".into(),
                alt: "Logo".into(),
                line: 2,
                target: None
            }]
        );
    }

    #[test]
    fn badges_in_links() {
        let text = "<p align=\"center\">\n  <a href=\"https://ci.test\">\n    <img alt=\"CI\"\n src=\"https://ci.test/b.svg?a=1&amp;b=2\">\n  </a>\n</p>\n";
        let seen = blocks(text);
        assert_eq!(seen.len(), 1);
        assert_eq!(seen[0].text, "");
        assert!(!seen[0].is_prose());
        assert_eq!(
            seen[0].images,
            [Image {
                url: "https://ci.test/b.svg?a=1&b=2".into(),
                alt: "CI".into(),
                line: 3,
                target: Some("https://ci.test".into()),
            }]
        );
        let link = &seen[0].links[0];
        assert_eq!(
            (link.url.as_str(), link.text.as_str(), link.line),
            ("https://ci.test", "CI", 2)
        );
    }

    #[test]
    fn a_link_reaches_across_blocks() {
        let text = "<div>\n<a href=\"https://x.test\">\n\n![Badge](b.svg)\n\n</a>\n</div>\n\n![Autre](c.svg)\n";
        let document = Document::parse(text, Format::Markdown);
        let targets: Vec<(&str, usize, Option<&str>)> = document
            .images()
            .map(|image| (image.url.as_str(), image.line, image.target.as_deref()))
            .collect();
        assert_eq!(
            targets,
            [("b.svg", 4, Some("https://x.test")), ("c.svg", 9, None)]
        );
        assert_eq!(document.links().count(), 1);
    }

    #[test]
    fn a_heading_waits_for_its_markdown() {
        let text = "<h1 align=\"center\">\n\nMon **outil**\n\n</h1>\n\nTexte.\n";
        assert_eq!(
            outline(text),
            [
                (BlockKind::Heading(1), 1, 3, "Mon outil".to_string()),
                (BlockKind::Html, 5, 5, String::new()),
                (BlockKind::Paragraph, 7, 7, "Texte.".to_string()),
            ]
        );
    }

    #[test]
    fn details_lists_tables_and_code() {
        let text = "<details>\n<summary>Voir plus</summary>\n<ul><li>un<li>deux</ul>\n\
                    <table><tr><td>a</td><td>b</td></tr></table>\n\
                    <code>ls ![x](y)</code>\n<p>Avec <code>ls</code></p>\n</details>\n\n<pre>\nmake\n  all <img src=x>\n</pre>\n";
        assert_eq!(
            outline(text),
            [
                (BlockKind::Paragraph, 2, 2, "Voir plus".to_string()),
                (BlockKind::ListItem, 3, 3, "un".to_string()),
                (BlockKind::ListItem, 3, 3, "deux".to_string()),
                (BlockKind::TableRow, 4, 4, "a b".to_string()),
                (BlockKind::Code, 5, 5, "ls ![x](y)".to_string()),
                (BlockKind::Paragraph, 6, 6, "Avec ls".to_string()),
                (BlockKind::Code, 9, 12, "make\n  all".to_string()),
            ]
        );
        assert_eq!(Document::parse(text, Format::Markdown).images().count(), 0);
    }

    #[test]
    fn comments_hide_what_they_hold() {
        let text = "<!-- ![a](b)\n\n[c](d)\n-->\n\nTexte <!-- ![e](f) --> suite.\n\n<div><!-- début\n\n![g](h)\n\nfin -->\n</div>\n\nVu.\n";
        assert_eq!(
            outline(text),
            [
                (BlockKind::Comment, 1, 4, "![a](b)\n\n[c](d)".to_string()),
                (BlockKind::Paragraph, 6, 6, "Texte suite.".to_string()),
                (BlockKind::Comment, 6, 6, "![e](f)".to_string()),
                (BlockKind::Comment, 8, 12, "début".to_string()),
                (BlockKind::Html, 13, 13, String::new()),
                (BlockKind::Paragraph, 15, 15, "Vu.".to_string()),
            ]
        );
        assert_eq!(Document::parse(text, Format::Markdown).images().count(), 0);
    }
}
