//! The bytes each change puts, takes or replaces.

use super::change::{Change, removed};
use super::place::Place;
use super::tree::Kind;
use super::value::Value;
use super::{Document, Path, Refusal, Step, render};
use crate::yaml::Style;
use crate::yaml::Type;
use crate::yaml::core::plain_is_safe;
use crate::yaml::span::colon;
use std::ops::Range;

/// Bytes to replace and what comes instead.
pub(super) type Splice = (Range<usize>, String);

impl Document {
    /// The text once `change` is made.
    pub(super) fn splice(&self, change: &Change) -> Result<String, Refusal> {
        let splices = match change {
            Change::Set { path, value } => self.set(path, value)?,
            Change::Rename { path, key } => vec![self.rename(path, key)?],
            Change::Delete { path } => self.delete(&removed(&self.value, path)?)?,
            Change::Comment { path } => self.comment(&removed(&self.value, path)?)?,
            Change::Insert { parent, at, key, value } => {
                let make = |indent: usize| render::entry(key, value, indent, &self.layout);
                let flow = || {
                    let (key, value) =
                        (render::key(key, &self.layout), render::flow(value, &self.layout));
                    format!("{key}: {value}")
                };
                vec![self.insert(parent, *at, &make, &flow)?]
            }
            Change::Append { parent, value } => vec![self.append(parent, value)?],
            Change::Move { from, parent, at, key } => self.carry(from, parent, *at, key)?,
            Change::Reorder { path, order } => self.reorder(path, order)?,
        };
        Ok(self.spliced(splices))
    }

    fn spliced(&self, mut splices: Vec<Splice>) -> String {
        splices.sort_by_key(|(range, _)| std::cmp::Reverse((range.start, range.end)));
        let mut text = self.text.clone();
        for (range, with) in splices {
            text.replace_range(range, &with);
        }
        text
    }

    fn rename(&self, path: &Path, key: &str) -> Result<Splice, Refusal> {
        let place = self.place(path)?;
        let node = &self.tree.nodes[place.key.ok_or(Refusal::NoSuchValue)?];
        let Kind::Scalar(_, _, style) = node.kind else { return Err(Refusal::Key) };
        let written = match style {
            Style::Plain => render::key(key, &self.layout),
            style => render::scalar(key, Type::Str, &self.layout, Some(style)),
        };
        Ok((node.start..node.end, written))
    }

    fn set(&self, path: &Path, value: &Value) -> Result<Vec<Splice>, Refusal> {
        let place = self.place(path)?;
        let node = &self.tree.nodes[place.value];
        if node.decorated {
            return Err(Refusal::Decorated);
        }
        let old = &self.text[node.start..node.end];
        let (scalar, block) = match &node.kind {
            Kind::Scalar(_, _, style) => (true, style.is_block()),
            _ => (node.flow, false),
        };
        if !scalar && (old.contains(" #") || old.contains("\n#")) {
            return Err(Refusal::Commented);
        }
        let within = place.flow;
        let was = match &node.kind {
            // A number or a boolean has no quotes to keep, and those that the
            // old text needed are no choice.
            Kind::Scalar(old, Type::Str, style) => {
                let chosen = *style == Style::Plain || plain_is_safe(old, false);
                chosen.then_some(*style)
            }
            _ => None,
        };
        let lone = node.start == node.end;
        let space = if lone { " " } else { "" };
        match value {
            Value::Scalar(text, kind) => {
                let lines = (!within && *kind == Type::Str && text.contains('\n'))
                    .then(|| render::entry("k", value, place.column, &self.layout));
                if let (Some(lines), Some(_)) = (lines, place.key) {
                    let written = lines.join(self.layout.newline);
                    let written = written.trim_start()["k: ".len()..].to_string();
                    return Ok(vec![(self.reach(node.start, node.end, scalar), written)]);
                }
                let was = was.filter(|style| !style.is_block());
                let written = render::scalar(text, *kind, &self.layout, was);
                let written = if within { render::flow(value, &self.layout) } else { written };
                let range = if !scalar {
                    let from =
                        place.key.and_then(|key| colon(&self.text, self.tree.nodes[key].end));
                    from.ok_or(Refusal::Layout)?..node.end
                } else {
                    node.start..node.end
                };
                let space = if scalar { space } else { " " };
                Ok(vec![(range, format!("{space}{written}"))])
            }
            value if within => Ok(vec![(node.start..node.end, render::flow(value, &self.layout))]),
            value if value.items().is_empty() && value.entries().is_empty() => Ok(vec![(
                node.start..node.end,
                format!("{space}{}", render::flow(value, &self.layout)),
            )]),
            value => self.set_collection(&place, value, scalar && !block),
        }
    }

    /// From the start of a value to its end; a value on its own lines is
    /// replaced from the end of its key.
    fn reach(&self, start: usize, end: usize, scalar: bool) -> Range<usize> {
        if scalar {
            return start..end;
        }
        let before = self.text[..start].trim_end().len();
        before..end
    }

    /// Writes a collection under the key of `place`, whose value stands on its line.
    fn set_collection(
        &self,
        place: &Place,
        value: &Value,
        inline: bool,
    ) -> Result<Vec<Splice>, Refusal> {
        let node = &self.tree.nodes[place.value];
        let key = &self.tree.nodes[place.key.ok_or(Refusal::Layout)?];
        let (from, to) = (self.lines.at(key.start), self.lines.at(node.end));
        let colon = colon(&self.text, key.end).ok_or(Refusal::Layout)?;
        let lines = match value {
            Value::Map(entries) => {
                render::nested(entries, place.column + self.layout.step, &self.layout)
            }
            _ => value
                .items()
                .iter()
                .flat_map(|item| render::item(item, place.column + self.layout.dash, &self.layout))
                .collect(),
        };
        let written = lines.iter().map(|line| format!("{}{line}", self.layout.newline));
        let written: String = written.collect();
        if inline && from == to {
            // A comment at the end of the line stays there.
            let end = self.lines.start(from) + self.lines.text(&self.text, from).len();
            let rest = self.text[node.end..end].trim();
            let comment = if rest.is_empty() { String::new() } else { format!(" {rest}") };
            return Ok(vec![(colon..end, format!("{comment}{written}"))]);
        }
        Ok(vec![(colon..node.end, written)])
    }

    fn delete(&self, path: &Path) -> Result<Vec<Splice>, Refusal> {
        let place = self.place(path)?;
        if place.flow {
            return Ok(vec![self.delete_flow(path)?]);
        }
        if place.compact {
            return self.lift(&place, String::new());
        }
        Ok(vec![(self.gap(place.start..place.end), String::new())])
    }

    /// `range` with the blank lines under it, when there are blank lines, or
    /// nothing, above it too.
    pub(super) fn gap(&self, range: Range<usize>) -> Range<usize> {
        let blank_above = match self.lines.at(range.start) {
            0 => true,
            line => range.start < self.text.len() && self.lines.blank(&self.text, line - 1),
        };
        let mut range = range;
        let mut line = self.lines.at(range.end);
        if range.end >= self.text.len() {
            // At the end of the file, the blank lines above go instead.
            let mut line = self.lines.at(range.start);
            while line > 0 && self.lines.blank(&self.text, line - 1) {
                line -= 1;
            }
            range.start = self.lines.start(line);
            return range;
        }
        while blank_above && line < self.lines.count() && self.lines.blank(&self.text, line) {
            line += 1;
            range.end = self.lines.start(line);
        }
        range
    }

    /// Takes out an entry that shares its line with a dash: the next one takes
    /// its place, and `note` and the comments between go above the dash.
    fn lift(&self, place: &Place, note: String) -> Result<Vec<Splice>, Refusal> {
        let next = place.next.ok_or(Refusal::Layout)?;
        let key = place.key.ok_or(Refusal::Layout)?;
        let (start, next) = (self.tree.nodes[key].start, self.tree.nodes[next].start);
        let line = self.lines.start(self.lines.at(start));
        let indent = self.text[line..].len() - self.text[line..].trim_start_matches(' ').len();
        let mut above = note;
        let (from, to) = (self.lines.at(place.end.max(1) - 1) + 1, self.lines.at(next));
        for at in from..to {
            let comment = self.lines.text(&self.text, at).trim();
            if !comment.is_empty() {
                above.push_str(&format!("{}{comment}{}", " ".repeat(indent), self.layout.newline));
            }
        }
        Ok(vec![(line..line, above), (start..next, String::new())])
    }

    fn delete_flow(&self, path: &Path) -> Result<Splice, Refusal> {
        let (last, parent) = path.split_last().ok_or(Refusal::Everything)?;
        let at = self.get(parent).and_then(|value| value.position(last));
        let at = at.ok_or(Refusal::NoSuchValue)?;
        let spans: Vec<Range<usize>> = match &self.tree.nodes[self.node(parent)?].kind {
            Kind::Seq(items) => items.iter().map(|id| self.span(*id, *id)).collect(),
            Kind::Map(entries) => entries.iter().map(|(key, id)| self.span(*key, *id)).collect(),
            _ => return Err(Refusal::NoSuchValue),
        };
        let range = match (spans.get(at + 1), at.checked_sub(1)) {
            (Some(next), _) => spans[at].start..next.start,
            (None, Some(before)) => spans[before].end..spans[at].end,
            (None, None) => return Err(Refusal::Everything),
        };
        if self.text[range.clone()].contains(" #") {
            return Err(Refusal::Commented);
        }
        Ok((range, String::new()))
    }

    fn span(&self, first: usize, last: usize) -> Range<usize> {
        self.tree.nodes[first].start..self.tree.nodes[last].end
    }

    /// Leaves the lines of an entry as comments.
    fn comment(&self, path: &Path) -> Result<Vec<Splice>, Refusal> {
        let place = self.place(path)?;
        let newline = self.layout.newline;
        if place.flow {
            let taken = self.get(path).ok_or(Refusal::NoSuchValue)?;
            let (line, indent) = self.enclosing(path)?;
            let shown = render::flow(taken, &self.layout).replace('\n', " ");
            let shown = match path.last() {
                Some(Step::Key(key)) => format!("{key}: {shown}"),
                _ => shown,
            };
            let note = format!("{}# {shown}{newline}", " ".repeat(indent));
            return Ok(vec![(line..line, note), self.delete_flow(path)?]);
        }
        let node = &self.tree.nodes[place.value];
        let start = place.key.map_or(place.head, |key| self.tree.nodes[key].start);
        let (from, to) = (self.lines.at(start), self.lines.at(node.end.max(start + 1) - 1));
        let commented = |line: usize, column: usize| {
            let text = self.lines.text(&self.text, line);
            let column = column.min(text.len() - text.trim_start_matches(' ').len());
            let (pad, rest) = text.split_at(column);
            if rest.is_empty() { format!("{pad}#") } else { format!("{pad}# {rest}") }
        };
        if place.compact {
            let pad = " ".repeat(
                self.lines.text(&self.text, from).len()
                    - self.lines.text(&self.text, from).trim_start_matches(' ').len(),
            );
            let first = self.lines.start(from + 1).min(self.text.len());
            let mut note = format!("{pad}# {}{newline}", self.text[start..first].trim_end());
            for line in from + 1..=to {
                note.push_str(&format!(
                    "{pad}# {}{newline}",
                    self.lines.text(&self.text, line).trim_end()
                ));
            }
            return self.lift(&place, note);
        }
        let lines: Vec<String> = (from..=to).map(|line| commented(line, place.column)).collect();
        let end = self.lines.start(to) + self.lines.text(&self.text, to).len();
        Ok(vec![(self.lines.start(from)..end, lines.join(newline))])
    }

    /// The start of the line, and its indentation, of the first entry around
    /// `path` that is not within brackets.
    fn enclosing(&self, path: &Path) -> Result<(usize, usize), Refusal> {
        for length in (1..path.len()).rev() {
            let place = self.place(&path[..length].to_vec())?;
            if !place.flow {
                let line = self.lines.start(self.lines.at(place.head));
                let text = &self.text[line..];
                return Ok((line, text.len() - text.trim_start_matches(' ').len()));
            }
        }
        Err(Refusal::Layout)
    }
}
