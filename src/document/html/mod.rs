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
pub(super) enum HtmlPlace {
    /// Blocks of its own.
    Block,
    /// Part of a block of another markup.
    Inline,
}

impl Html {
    /// Reads a passage into `sink`; returns whether it ends inside a comment.
    pub(super) fn read(&mut self, sink: &mut Sink, source: &Passage, place: HtmlPlace) -> bool {
        let base = sink.kind;
        let before = sink.len();
        let mut links = 0;
        if place == HtmlPlace::Block {
            sink.close(None);
            sink.code_depth = 0;
            self.containers.clear();
            self.silent = false;
        }
        let mut emitter = DefaultEmitter::<usize>::new_with_span();
        emitter.naively_switch_states(place == HtmlPlace::Block);
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
                    if place == HtmlPlace::Block {
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
        if place == HtmlPlace::Block {
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
        place: HtmlPlace,
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
            b"script" | b"style" => self.silent = place == HtmlPlace::Block,
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
        place: HtmlPlace,
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
        place: HtmlPlace,
        end: Option<usize>,
    ) {
        let inside = matches!(sink.current(), Some(BlockKind::Heading(_) | BlockKind::TableRow));
        if inside || place == HtmlPlace::Inline {
            sink.text(" ", line);
        } else {
            sink.close(end);
            sink.kind = self.containers.last().copied().unwrap_or(base);
        }
    }
}

/// Whether an element starts a paragraph of its own.
fn is_block(name: &[u8]) -> bool {
    const NAMES: &str = "p div center section article aside header footer main nav details summary figure \
        figcaption dl dt dd ul ol table thead tbody tfoot caption address form hr body \
        html fieldset";
    NAMES.split(' ').any(|known| known.as_bytes() == name)
}

/// The value of an attribute.
fn attribute(tag: &StartTag<usize>, name: &[u8]) -> Option<String> {
    tag.attributes.get(name).map(|value| decode(&value.value))
}

fn decode(bytes: &HtmlString) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[cfg(test)]
mod tests;
