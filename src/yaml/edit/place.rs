//! Where entries stand: the lines they take, and the comments that are theirs.

use super::tree::Kind;
use super::{Document, Path, Refusal, Step};
use crate::yaml::span::colon;

/// Where an entry or an item stands.
pub(super) struct Place {
    /// The node of its key, for an entry.
    pub key: Option<usize>,
    /// The node of its value.
    pub value: usize,
    /// The node of the next key, for an entry.
    pub next: Option<usize>,
    /// First byte: of the key, of the dash.
    pub head: usize,
    /// Column of `head`.
    pub column: usize,
    /// First byte of the lines it takes, its own comments included.
    pub start: usize,
    /// One past the last byte of these lines.
    pub end: usize,
    /// True within brackets or braces.
    pub flow: bool,
    /// True when it shares its first line with a dash.
    pub compact: bool,
}

/// The path of the child of rank `at`.
pub(super) fn child(parent: &Path, at: usize) -> Path {
    let mut path = parent.clone();
    path.push(Step::At(at));
    path
}

impl Document {
    /// Where the entry or the item at `path` stands. A comment is its own when
    /// it stands right above at the same column, or below and further right.
    pub(super) fn place(&self, path: &Path) -> Result<Place, Refusal> {
        let (last, parent) = path.split_last().ok_or(Refusal::NoSuchValue)?;
        let holder = self.get(parent).ok_or(Refusal::NoSuchValue)?;
        let at = holder.position(last).ok_or(Refusal::NoSuchValue)?;
        let collection = &self.tree.nodes[self.node(parent)?];
        let (key, value, next) = match &collection.kind {
            Kind::Map(entries) => {
                let (key, value) = entries[at];
                (Some(key), value, entries.get(at + 1).map(|(key, _)| *key))
            }
            Kind::Seq(items) => (None, items[at], None),
            _ => return Err(Refusal::NoSuchValue),
        };
        let node = &self.tree.nodes[value];
        let head = match key {
            Some(key) => self.tree.nodes[key].start,
            None if collection.flow => node.start,
            None => self.dash(collection.start, node.start)?,
        };
        if let Some(key) = key
            && (self.tree.nodes[key].decorated
                || colon(&self.text, self.tree.nodes[key].end).is_none())
        {
            return Err(Refusal::Layout);
        }
        let (line, column) = (self.lines.at(head), self.lines.column(head));
        let lead = &self.text[self.lines.start(line)..head];
        let compact = !lead.bytes().all(|byte| byte == b' ');
        if compact && !collection.flow && !lead.bytes().all(|byte| b" -".contains(&byte)) {
            return Err(Refusal::Layout);
        }
        let first = parent.is_empty() && at == 0;
        let start = if first || compact { line } else { self.comments_above(line, column) };
        let end = self.lines_below(node.end.max(head + 1), column);
        Ok(Place {
            key,
            value,
            next,
            head,
            column,
            start: self.lines.start(start),
            end: self.lines.start(end),
            flow: collection.flow,
            compact,
        })
    }

    /// The dash of the item that starts at `item`, in the list that starts at `list`.
    fn dash(&self, list: usize, item: usize) -> Result<usize, Refusal> {
        let column = self.lines.column(list);
        let mut line = self.lines.at(item);
        loop {
            let at = self.lines.start(line) + column;
            let alone = self.text.get(self.lines.start(line)..at);
            let clear = alone.is_some_and(|lead| lead.bytes().all(|byte| b" -".contains(&byte)));
            if at <= item && clear && self.text[at..].starts_with('-') {
                return Ok(at);
            }
            line = line.checked_sub(1).ok_or(Refusal::Layout)?;
        }
    }

    fn comments_above(&self, line: usize, column: usize) -> usize {
        let mut start = line;
        while start > 0 && self.lines.comment(&self.text, start - 1) == Some(column) {
            start -= 1;
        }
        start
    }

    /// The line after the content that ends before the byte `end`, and after
    /// the comments below that stand further right than `column`.
    fn lines_below(&self, end: usize, column: usize) -> usize {
        let last = self.lines.at(end - 1);
        let mut below = last + 1;
        for line in last + 1..self.lines.count() {
            match self.lines.comment(&self.text, line) {
                Some(at) if at > column => below = line + 1,
                None if self.lines.blank(&self.text, line) => {}
                _ => break,
            }
        }
        below
    }
}
