//! A YAML tree that keeps the line and column of every node.
//!
//! The parser only gives events; this file stores them in a flat arena, so that
//! an alias is one more reference to the same node (nothing is copied, a
//! "billion laughs" file stays small in memory) and no depth of nesting can
//! exhaust the stack. Walking the tree spends a budget proportional to the
//! size of the file, which bounds what aliases and merge keys can multiply.

mod core;
pub(crate) mod edit;
mod lines;
mod span;

pub(crate) use core::{Type, plain_type};

use span::Offsets;
pub(crate) use span::Range;
use std::cell::Cell;
use std::collections::{HashMap, HashSet};

use saphyr_parser::{Event, Parser, ScalarStyle, ScanError, Tag};

/// A file longer than this is not one that anyone wrote or reviews.
pub(crate) const MAX_BYTES: usize = 1 << 20;
/// What is said of a longer file.
pub(crate) const TOO_LARGE: &str = "the file is larger than 1 MiB";
/// What is said of a file nested deeper than [`MAX_DEPTH`].
pub(crate) const TOO_DEEP: &str = "the nesting is too deep";
/// Deeper than any format read here allows.
const MAX_DEPTH: usize = 64;
/// How many times a file is read again for its tabs, and of how many bytes in all.
const MAX_TRIES: usize = 200;
const MAX_WORK: usize = 16 << 20;
/// Merge keys that merge maps that merge maps.
const MAX_MERGES: usize = 16;

/// Why a file could not be read to its end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParseError {
    /// Line, from 1.
    pub line: usize,
    /// Column, from 1.
    pub column: usize,
    /// The parser's words, in English.
    pub message: String,
}

impl ParseError {
    pub(crate) fn new(line: usize, column: usize, message: &str) -> ParseError {
        ParseError { line, column, message: message.to_owned() }
    }
}

/// How a scalar was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// Without quotes.
    Plain,
    /// Between `'`.
    Single,
    /// Between `"`.
    Double,
    /// After `|`: the text starts on the line after the header.
    Literal,
    /// After `>`: likewise, and its lines are joined.
    Folded,
}

impl Style {
    fn new(style: ScalarStyle) -> Style {
        match style {
            ScalarStyle::Plain => Style::Plain,
            ScalarStyle::SingleQuoted => Style::Single,
            ScalarStyle::DoubleQuoted => Style::Double,
            ScalarStyle::Literal => Style::Literal,
            ScalarStyle::Folded => Style::Folded,
        }
    }

    /// True when the text starts under a header.
    pub fn is_block(self) -> bool {
        matches!(self, Style::Literal | Style::Folded)
    }
}

enum Kind {
    Scalar(String, Style),
    Seq(Vec<usize>),
    Map(Vec<(usize, usize)>),
    /// The same node as another.
    Alias(usize),
}

struct Stored {
    line: usize,
    column: usize,
    end_line: usize,
    /// Bytes of the node, without its tag and its anchor.
    range: Range,
    tag: Option<String>,
    /// True when an anchor names it.
    anchor: bool,
    kind: Kind,
}

impl Stored {
    /// The type of a scalar; a list or a mapping has that of a text.
    fn scalar_type(&self) -> Type {
        let typed = self.tag.as_ref().is_some_and(|tag| tag.ends_with(":str"));
        match &self.kind {
            Kind::Scalar(text, Style::Plain) if !typed => plain_type(text),
            _ => Type::Str,
        }
    }
}

/// The documents of one file.
pub(crate) struct Yaml<'t> {
    nodes: Vec<Stored>,
    roots: Vec<usize>,
    documents: usize,
    text: &'t str,
    source: Vec<&'t str>,
    budget: Cell<usize>,
}

/// One node, cheap to copy.
#[derive(Clone, Copy)]
pub(crate) struct Node<'y> {
    yaml: &'y Yaml<'y>,
    id: usize,
}

struct Open {
    id: usize,
    /// The key waiting for its value, in a mapping.
    key: Option<usize>,
}

impl<'t> Yaml<'t> {
    /// Reads every document up to the first error; what was complete is kept.
    pub(crate) fn parse(text: &'t str) -> (Self, Option<ParseError>) {
        Self::parse_up_to(text, MAX_BYTES)
    }

    /// The same for a file that tools write, which may have up to `max` bytes.
    pub(crate) fn parse_up_to(text: &'t str, max: usize) -> (Self, Option<ParseError>) {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let mut yaml = Yaml {
            nodes: Vec::new(),
            roots: Vec::new(),
            documents: 0,
            text,
            source: text.lines().collect(),
            budget: Cell::new(0),
        };
        let error = if text.len() > max {
            Some(ParseError::new(1, 1, TOO_LARGE))
        } else {
            yaml.load_with_tabs(text).err()
        };
        yaml.budget.set(50_000 + 16 * yaml.nodes.len());
        (yaml, error)
    }

    /// Reads `text`. A tab may separate an indicator from what follows it (YAML
    /// 1.2.2, section 6.2), which the parser refuses: it is given a space there, and
    /// every offset stays what it is.
    fn load_with_tabs(&mut self, text: &str) -> Result<(), ParseError> {
        let mut spaced = String::new();
        let mut tries = (MAX_WORK / text.len().max(1)).min(MAX_TRIES);
        loop {
            let given = if spaced.is_empty() { text } else { &spaced };
            let Err((error, at)) = self.load(given) else { return Ok(()) };
            let Some(tabs) = separating_tabs(given, at).filter(|_| tries > 0) else {
                return Err(error);
            };
            let blanks = " ".repeat(tabs.len());
            let mut next = given.to_string();
            next.replace_range(tabs, &blanks);
            spaced = next;
            tries -= 1;
            self.nodes.clear();
            self.roots.clear();
            self.documents = 0;
        }
    }

    /// Reads `text`, up to the first error and its index in characters.
    fn load(&mut self, text: &str) -> Result<(), (ParseError, usize)> {
        let mut stack: Vec<Open> = Vec::new();
        let mut anchors: HashMap<usize, usize> = HashMap::new();
        let offsets = Offsets::new(text);
        for next in Parser::new_from_str(text) {
            let (event, span) = next.map_err(|e| (syntax_error(&e), e.marker().index()))?;
            let (line, column) = (span.start.line().max(1), span.start.col() + 1);
            let at = offsets.range(&span);
            let (kind, anchor, tag, opens) = match event {
                Event::Scalar(value, style, anchor, tag) => {
                    let kind = Kind::Scalar(value.into_owned(), Style::new(style));
                    (kind, anchor, tag, false)
                }
                Event::SequenceStart(anchor, tag) => (Kind::Seq(Vec::new()), anchor, tag, true),
                Event::MappingStart(anchor, tag) => (Kind::Map(Vec::new()), anchor, tag, true),
                Event::SequenceEnd | Event::MappingEnd => {
                    self.close(stack.pop(), line, at);
                    continue;
                }
                Event::Alias(anchor) => match anchors.get(&anchor) {
                    Some(&id) => (Kind::Alias(id), 0, None, false),
                    None => continue,
                },
                Event::DocumentStart(_) => {
                    self.documents += 1;
                    continue;
                }
                _ => continue,
            };
            let id = self.nodes.len();
            let properties = anchor > 0 || tag.is_some();
            let start = if properties { span::after_properties(text, at.start) } else { at.start };
            let end = at.end.max(start);
            let range = match &kind {
                Kind::Scalar(_, style) => span::scalar(text, Range { start, end }, *style),
                _ => Range { start, end },
            };
            self.nodes.push(Stored {
                line,
                column,
                end_line: span.end.line().max(line),
                range,
                tag: tag.map(|t| tag_name(&t)),
                anchor: anchor > 0,
                kind,
            });
            if anchor > 0 {
                anchors.insert(anchor, id);
            }
            if stack.is_empty() && opens {
                self.roots.push(id);
            }
            self.attach(&mut stack, id);
            if opens {
                if stack.len() >= MAX_DEPTH {
                    self.roots.pop();
                    return Err((ParseError::new(line, column, TOO_DEEP), 0));
                }
                stack.push(Open { id, key: None });
            }
        }
        Ok(())
    }

    /// Ends the collection `open` where the event at `line` and `at` says. A flow
    /// collection ends with its bracket; a block one, whose events stand elsewhere,
    /// goes from its first key or dash to the end of its last item.
    fn close(&mut self, open: Option<Open>, line: usize, at: Range) {
        let Some(open) = open else { return };
        let span = |id: usize| self.nodes.get(id).map(|node| node.range).unwrap_or_default();
        let content = match self.nodes.get(open.id).map(|node| &node.kind) {
            Some(Kind::Seq(items)) => items.first().zip(items.last()).map(|(&first, &last)| {
                let before = self.text.get(..span(first).start).unwrap_or_default().trim_end();
                let dash = before.ends_with('-').then(|| before.len() - 1);
                Range { start: dash.unwrap_or(span(open.id).start), end: span(last).end }
            }),
            Some(Kind::Map(entries)) => entries.first().zip(entries.last()).map(|(first, last)| {
                Range { start: span(first.0).start, end: span(last.1).end.max(span(last.0).end) }
            }),
            _ => None,
        };
        if let Some(node) = self.nodes.get_mut(open.id) {
            node.end_line = line;
            let opened =
                |at: usize| self.text.get(at..).is_some_and(|rest| rest.starts_with(['[', '{']));
            let closed = at.end > at.start
                && self.text.get(at.start..).is_some_and(|rest| rest.starts_with([']', '}']));
            if opened(node.range.start) {
                let end = if closed { at.start + 1 } else { at.start };
                node.range.end = end.max(node.range.start);
            } else if let Some(content) = content {
                node.range = Range { start: content.start, end: content.end.max(content.start) };
            } else {
                node.range.end = node.range.start;
            }
        }
    }

    /// Gives `child` to the collection being read. A missing value is placed after
    /// the colon it is missing from.
    fn attach(&mut self, stack: &mut [Open], child: usize) {
        let Some(open) = stack.last_mut() else {
            return;
        };
        let empty = self.nodes.get(child).is_some_and(|node| node.range.start == node.range.end);
        let key = open.key.and_then(|key| self.nodes.get(key)).map(|key| key.range.end);
        let colon = key.filter(|_| empty).and_then(|end| span::colon(self.text, end));
        match self.nodes.get_mut(open.id).map(|n| &mut n.kind) {
            Some(Kind::Seq(items)) => items.push(child),
            Some(Kind::Map(entries)) => match open.key.take() {
                Some(key) => entries.push((key, child)),
                None => open.key = Some(child),
            },
            _ => {}
        }
        if let (Some(at), Some(node)) = (colon, self.nodes.get_mut(child)) {
            node.range = Range { start: at, end: at };
        }
    }

    /// How many documents the file holds, empty ones included.
    pub(crate) fn documents(&self) -> usize {
        self.documents
    }

    /// The root collection of each document.
    pub(crate) fn roots(&'t self) -> Vec<Node<'t>> {
        self.roots.iter().map(|&id| Node { yaml: self, id }).collect()
    }

    /// Aliases or merge keys multiplied the file beyond reason.
    pub(crate) fn exhausted(&self) -> bool {
        self.budget.get() == 0
    }

    /// Pays for `cost` visits; false once the budget is spent.
    fn spend(&self, cost: usize) -> bool {
        let left = self.budget.get().saturating_sub(cost + 1);
        self.budget.set(left);
        left > 0
    }
}

impl<'y> Node<'y> {
    /// The node as written here: an alias is itself.
    fn written(self) -> Option<&'y Stored> {
        self.yaml.nodes.get(self.id)
    }

    /// The node meant: that of the anchor for an alias.
    fn stored(self) -> Option<&'y Stored> {
        let node = self.written()?;
        match node.kind {
            Kind::Alias(id) => self.yaml.nodes.get(id),
            _ => Some(node),
        }
    }

    fn at(self, id: usize) -> Node<'y> {
        Node { id, ..self }
    }

    /// Line of the first character, from 1.
    pub(crate) fn line(self) -> usize {
        self.stored().map_or(1, |n| n.line)
    }

    /// Column of the first character, from 1.
    pub(crate) fn column(self) -> usize {
        self.stored().map_or(1, |n| n.column)
    }

    /// The local tag, such as `!reference`.
    pub(crate) fn tag(self) -> Option<&'y str> {
        self.stored().and_then(|n| n.tag.as_deref())
    }

    /// The text of a scalar, as written: `on`, `true` and `1.10` stay themselves.
    pub(crate) fn text(self) -> Option<&'y str> {
        match &self.stored()?.kind {
            Kind::Scalar(text, _) => Some(text),
            _ => None,
        }
    }

    /// The bytes it takes in the text, without its tag and its anchor. Those
    /// of the alias for an alias; a block scalar starts with its header.
    pub(crate) fn range(self) -> Range {
        self.written().map(|n| n.range).unwrap_or_default()
    }

    /// The type of a scalar; `None` for a list or a mapping.
    pub(crate) fn scalar_type(self) -> Option<Type> {
        self.stored().filter(|node| matches!(node.kind, Kind::Scalar(..))).map(Stored::scalar_type)
    }

    /// True for an absent value.
    pub(crate) fn is_null(self) -> bool {
        self.scalar_type() == Some(Type::Null)
    }

    /// True for null, a blank text, and collections of nothing else.
    pub(crate) fn is_empty(self) -> bool {
        match self.text() {
            // An alias may stand within what it names.
            _ if self.is_alias() => false,
            Some(text) => self.is_null() || text.trim().is_empty(),
            None => {
                self.items().into_iter().all(Node::is_empty)
                    && self.own_entries().into_iter().all(|(_, value)| value.is_empty())
            }
        }
    }

    /// True when both say the same, however they are written.
    pub(crate) fn means(self, other: Node<'_>) -> bool {
        match (self.text(), other.text()) {
            _ if self.is_alias() || other.is_alias() => false,
            (Some(left), Some(right)) => left == right && self.scalar_type() == other.scalar_type(),
            (None, None) => {
                let (left, right) = (self.items(), other.items());
                let (mine, its) = (self.own_entries(), other.own_entries());
                self.is_list() == other.is_list()
                    && left.len() == right.len()
                    && mine.len() == its.len()
                    && left.into_iter().zip(right).all(|(left, right)| left.means(right))
                    && mine.into_iter().zip(its).all(|((key, value), (name, other))| {
                        key.text() == name.text() && value.means(other)
                    })
            }
            _ => false,
        }
    }

    /// How a scalar is written.
    pub(crate) fn style(self) -> Option<Style> {
        match self.stored()?.kind {
            Kind::Scalar(_, style) => Some(style),
            _ => None,
        }
    }

    /// True for `*name`.
    pub(crate) fn is_alias(self) -> bool {
        matches!(self.written().map(|n| &n.kind), Some(Kind::Alias(_)))
    }

    /// True for a list.
    pub(crate) fn is_list(self) -> bool {
        matches!(self.stored().map(|n| &n.kind), Some(Kind::Seq(_)))
    }

    /// The entries written in a mapping, repeated and merge keys included.
    pub(crate) fn own_entries(self) -> Vec<(Node<'y>, Node<'y>)> {
        match self.stored().map(|n| &n.kind) {
            Some(Kind::Map(entries)) if self.yaml.spend(entries.len()) => {
                entries.iter().map(|&(k, v)| (self.at(k), self.at(v))).collect()
            }
            _ => Vec::new(),
        }
    }

    /// True for a mapping.
    pub(crate) fn is_map(self) -> bool {
        matches!(self.stored().map(|n| &n.kind), Some(Kind::Map(_)))
    }

    /// The items of a list; empty for anything else.
    pub(crate) fn items(self) -> Vec<Node<'y>> {
        match self.stored().map(|n| &n.kind) {
            Some(Kind::Seq(items)) if self.yaml.spend(items.len()) => {
                items.iter().map(|&id| self.at(id)).collect()
            }
            _ => Vec::new(),
        }
    }

    /// The items of a list, or the node itself when a single value stands for a list.
    pub(crate) fn items_or_self(self) -> Vec<Node<'y>> {
        match self.stored().map(|n| &n.kind) {
            Some(Kind::Seq(_)) => self.items(),
            _ => vec![self],
        }
    }

    /// The entries of a mapping in file order, then those its merge keys bring.
    pub(crate) fn entries(self) -> Vec<(Node<'y>, Node<'y>)> {
        let mut given = HashSet::new();
        let mut out = Vec::new();
        self.collect(&mut given, &mut out, MAX_MERGES);
        out
    }

    fn collect(
        self,
        given: &mut HashSet<&'y str>,
        out: &mut Vec<(Node<'y>, Node<'y>)>,
        merges: usize,
    ) {
        let Some(Kind::Map(entries)) = self.stored().map(|n| &n.kind) else {
            return;
        };
        if !self.yaml.spend(entries.len()) {
            return;
        }
        let mut own = HashSet::new();
        let mut merged = Vec::new();
        for &(key, value) in entries {
            let (key, value) = (self.at(key), self.at(value));
            match key.text() {
                Some("<<") => merged.push(value),
                Some(name) if !given.contains(name) => {
                    own.insert(name);
                    out.push((key, value));
                }
                _ => {}
            }
        }
        given.extend(own);
        if merges == 0 {
            return;
        }
        for source in merged.into_iter().flat_map(Node::items_or_self) {
            source.collect(given, out, merges - 1);
        }
    }

    /// The value of `key`; the last one when the key is repeated, a merged one at worst.
    pub(crate) fn get(self, key: &str) -> Option<Node<'y>> {
        self.entry(key).map(|(_, value)| value)
    }

    /// The key and the value of `key`.
    pub(crate) fn entry(self, key: &str) -> Option<(Node<'y>, Node<'y>)> {
        let Some(Kind::Map(entries)) = self.stored().map(|n| &n.kind) else {
            return None;
        };
        if !self.yaml.spend(entries.len() / 8) {
            return None;
        }
        let named = |wanted: &str| {
            entries
                .iter()
                .rev()
                .find(|(k, _)| self.at(*k).text() == Some(wanted))
                .map(|&(k, v)| (self.at(k), self.at(v)))
        };
        if let Some(found) = named(key) {
            return Some(found);
        }
        named("<<")?;
        self.entries().into_iter().find(|(k, _)| k.text() == Some(key))
    }

    /// The text of the scalar under `key`.
    pub(crate) fn text_of(self, key: &str) -> Option<&'y str> {
        self.get(key).and_then(Node::text)
    }
}

/// The blanks with a tab that an indicator is followed by, at the character `index`
/// or just before it.
fn separating_tabs(text: &str, index: usize) -> Option<std::ops::Range<usize>> {
    let at = text.char_indices().nth(index).map_or(text.len(), |(at, _)| at);
    let blanks = |c: char| c == ' ' || c == '\t';
    let start = text[..at].trim_end_matches(blanks).len();
    let end = text.len() - text[at..].trim_start_matches(blanks).len();
    let separates = text[..start].ends_with([':', '-', '?', ',', '[', '{']);
    (separates && text[start..end].contains('\t')).then_some(start..end)
}

fn tag_name(tag: &Tag) -> String {
    format!("{}{}", tag.handle, tag.suffix)
}

fn syntax_error(error: &ScanError) -> ParseError {
    let mark = error.marker();
    ParseError::new(mark.line().max(1), mark.col() + 1, error.info())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tab_may_separate_but_not_indent() {
        for text in [
            "a:\tb\n",
            "a: \t b\t# c\n",
            "a:\t[b,\tc]\nd:\t'e'\n",
            "a:\n  -\tb\n",
            "a: {b:\tc}\n",
            "a:\t|\n  b\tc\n",
        ] {
            let (yaml, error) = Yaml::parse(text);
            assert_eq!(error, None, "{text}");
            let value = yaml.roots()[0].own_entries()[0].1.range();
            assert!(!text[value.start..value.end].starts_with(['\t', ' ']), "{text}");
        }
        let block = Yaml::parse("a:\t|\n  b:\tc\n").0;
        assert_eq!(block.roots()[0].text_of("a"), Some("b:\tc\n"));
        for text in ["a:\n\tb: c\n", "a: b:\tc\n"] {
            assert!(Yaml::parse(text).1.is_some(), "{text}");
        }
    }
}
