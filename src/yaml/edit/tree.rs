//! The lossless view: every node with the bytes it takes, properties and
//! comments left out. Collections keep where their content ends, which is what
//! the parser does not say.

use super::lines::Lines;
use super::value::{Type, Value, plain_type};
use super::{MAX_DEPTH, Refusal};
use saphyr_parser::{Event, Parser, ScalarStyle, Tag};
use std::collections::HashMap;

/// How a scalar is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// Without quotes.
    Plain,
    /// `'…'`.
    Single,
    /// `"…"`.
    Double,
    /// `|` or `>`.
    Block,
}

/// What a node holds, by the ranks of its children.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Kind {
    Scalar(String, Type, Style),
    Seq(Vec<usize>),
    Map(Vec<(usize, usize)>),
    Alias(usize),
}

/// A node and its place.
#[derive(Debug, Clone)]
pub(super) struct Node {
    /// First byte of the value: the header of a block scalar, the first key of a
    /// block mapping, the bracket of a flow collection.
    pub start: usize,
    /// One past the last byte of its content.
    pub end: usize,
    /// True within brackets or braces, the collection that opens them included.
    pub flow: bool,
    /// True when an anchor or a tag stands before it.
    pub decorated: bool,
    pub kind: Kind,
}

/// The tree of the only document of a file.
#[derive(Debug, Clone)]
pub(super) struct Tree {
    pub nodes: Vec<Node>,
    pub root: usize,
}

struct Open {
    id: usize,
    key: Option<usize>,
}

impl Tree {
    /// Reads `text`, without its byte-order mark.
    pub fn parse(text: &str, lines: &Lines) -> Result<Tree, Refusal> {
        let bytes: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
        let byte = |index: usize| bytes.get(index).copied().unwrap_or(text.len());
        let mut tree = Tree { nodes: Vec::new(), root: 0 };
        let mut stack: Vec<Open> = Vec::new();
        let mut anchors: HashMap<usize, usize> = HashMap::new();
        let mut documents = 0;
        for next in Parser::new_from_str(text) {
            let (event, span) = next.map_err(|error| {
                let mark = error.marker();
                Refusal::Syntax {
                    line: mark.line().max(1),
                    column: mark.col() + 1,
                    message: error.info().to_string(),
                }
            })?;
            let (start, end) = (byte(span.start.index()), byte(span.end.index()));
            let flow = stack.last().is_some_and(|open| tree.nodes[open.id].flow);
            let (kind, anchor, tag) = match event {
                Event::DocumentStart(_) => {
                    documents += 1;
                    if documents > 1 {
                        return Err(Refusal::Documents);
                    }
                    continue;
                }
                Event::Scalar(value, style, anchor, tag) => {
                    (scalar(value.into_owned(), style, tag.as_deref()), anchor, tag.is_some())
                }
                Event::SequenceStart(anchor, tag) => (Kind::Seq(Vec::new()), anchor, tag.is_some()),
                Event::MappingStart(anchor, tag) => (Kind::Map(Vec::new()), anchor, tag.is_some()),
                Event::Alias(anchor) => {
                    let rank = anchors.get(&anchor).copied().unwrap_or_default();
                    (Kind::Alias(rank), 0, false)
                }
                Event::SequenceEnd | Event::MappingEnd => {
                    if let Some(open) = stack.pop() {
                        tree.close(open.id, start, text);
                    }
                    continue;
                }
                _ => continue,
            };
            let decorated = anchor > 0 || tag;
            let opens = matches!(kind, Kind::Seq(_) | Kind::Map(_));
            let opening = opens && bracketed(text, start, end);
            let start = if opening && decorated { end - 1 } else { start };
            let flow = flow || opening;
            let id = tree.nodes.len();
            if anchor > 0 {
                let rank = anchors.len();
                anchors.insert(anchor, rank);
            }
            tree.nodes.push(Node { start, end, flow, decorated, kind });
            tree.settle_scalar(id, text, lines);
            tree.attach(&mut stack, id, text)?;
            if opens {
                if stack.len() >= MAX_DEPTH {
                    return Err(Refusal::Depth);
                }
                stack.push(Open { id, key: None });
            }
        }
        if tree.nodes.is_empty() {
            return Err(Refusal::NotAMapping);
        }
        Ok(tree)
    }

    /// Gives the node `id` to the collection being read. A missing value is
    /// placed after the colon it is missing from.
    fn attach(&mut self, stack: &mut [Open], id: usize, text: &str) -> Result<(), Refusal> {
        let Some(open) = stack.last_mut() else { return Ok(()) };
        let empty = self.nodes[id].start == self.nodes[id].end;
        let colon = open.key.and_then(|key| colon(text, self.nodes[key].end));
        match &mut self.nodes[open.id].kind {
            Kind::Seq(items) => items.push(id),
            Kind::Map(entries) => match open.key.take() {
                Some(key) => entries.push((key, id)),
                None => open.key = Some(id),
            },
            _ => return Ok(()),
        }
        if let (true, Some(colon)) = (empty, colon) {
            (self.nodes[id].start, self.nodes[id].end) = (colon, colon);
        }
        Ok(())
    }

    /// Finds where a block scalar really starts and ends: its header and its
    /// last line with content.
    fn settle_scalar(&mut self, id: usize, text: &str, lines: &Lines) {
        let node = &mut self.nodes[id];
        if !matches!(node.kind, Kind::Scalar(_, _, Style::Block)) {
            return;
        }
        let mut line = lines.of(node.start);
        let header = loop {
            if let Some(at) = header(lines.text(text, line)) {
                break lines.start(line) + at;
            }
            if line == 0 {
                break node.start;
            }
            line -= 1;
        };
        let limit = node.end;
        let mut end = lines.content_end(text, line);
        let mut indent = None;
        for at in line + 1..lines.count() {
            let content = lines.text(text, at);
            if lines.start(at) >= limit {
                break;
            }
            if content.trim().is_empty() {
                continue;
            }
            let here = content.len() - content.trim_start_matches(' ').len();
            if here < *indent.get_or_insert(here) {
                break;
            }
            end = lines.content_end(text, at);
        }
        node.start = header;
        node.end = end;
    }

    /// Ends the collection `id`, whose closing event starts at `at`.
    fn close(&mut self, id: usize, at: usize, text: &str) {
        let node = &self.nodes[id];
        let (start, end) = match &node.kind {
            _ if node.flow => {
                let closed = text[at..].starts_with([']', '}']);
                (node.start, if closed { at + 1 } else { at })
            }
            Kind::Seq(items) => {
                // The event of a list at the column of its key stands elsewhere.
                let first = items.first().map_or(node.start, |first| self.nodes[*first].start);
                let before = text[..first].trim_end();
                let dash = before.ends_with('-').then(|| before.len() - 1);
                let end = items.last().map_or(node.start, |last| self.nodes[*last].end);
                (dash.unwrap_or(node.start), end)
            }
            Kind::Map(entries) => match (entries.first(), entries.last()) {
                (Some((first, _)), Some((_, last))) => {
                    (self.nodes[*first].start, self.nodes[*last].end)
                }
                _ => (node.start, node.start),
            },
            _ => (node.start, node.end),
        };
        (self.nodes[id].start, self.nodes[id].end) = (start, end);
    }

    /// What the node `id` means; `None` when a key is not a scalar.
    pub fn value(&self, id: usize) -> Option<Value> {
        Some(match &self.nodes[id].kind {
            Kind::Scalar(text, kind, _) => Value::Scalar(text.clone(), *kind),
            Kind::Alias(rank) => Value::Alias(*rank),
            Kind::Seq(items) => {
                Value::Seq(items.iter().map(|item| self.value(*item)).collect::<Option<_>>()?)
            }
            Kind::Map(entries) => Value::Map(
                entries
                    .iter()
                    .map(|(key, value)| match &self.nodes[*key].kind {
                        Kind::Scalar(text, _, _) => Some((text.clone(), self.value(*value)?)),
                        _ => None,
                    })
                    .collect::<Option<_>>()?,
            ),
        })
    }
}

fn scalar(text: String, style: ScalarStyle, tag: Option<&Tag>) -> Kind {
    let style = match style {
        ScalarStyle::Plain => Style::Plain,
        ScalarStyle::SingleQuoted => Style::Single,
        ScalarStyle::DoubleQuoted => Style::Double,
        ScalarStyle::Literal | ScalarStyle::Folded => Style::Block,
    };
    let typed = tag.is_some_and(|tag| tag.suffix == "str");
    let kind = if style == Style::Plain && !typed { plain_type(&text) } else { Type::Str };
    Kind::Scalar(text, kind, style)
}

/// True when the collection whose event spans `start..end` opens with a bracket.
fn bracketed(text: &str, start: usize, end: usize) -> bool {
    text[start..].starts_with(['[', '{']) || text[..end].ends_with(['[', '{']) && end > start
}

/// One past the colon that follows a key ending at `end`, on the same line.
pub(super) fn colon(text: &str, end: usize) -> Option<usize> {
    let rest = &text[end..];
    let bare = rest.trim_start_matches([' ', '\t']);
    bare.starts_with(':').then(|| end + rest.len() - bare.len() + 1)
}

/// Where the header of a block scalar stands on `line`, if it ends with one.
fn header(line: &str) -> Option<usize> {
    let bare = match line.find(" #") {
        Some(at) => &line[..at],
        None => line,
    };
    let bare = bare.trim_end();
    let stem = bare.trim_end_matches(|c: char| c.is_ascii_digit() || c == '+' || c == '-');
    if !stem.ends_with(['|', '>']) {
        return None;
    }
    let at = stem.len() - 1;
    stem[..at].chars().next_back().is_none_or(char::is_whitespace).then_some(at)
}
