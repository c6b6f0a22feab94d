//! Where a new entry or item goes, and how it is written there.

use super::place::child;
use super::splice::Splice;
use super::tree::Kind;
use super::value::Value;
use super::{Document, Path, Refusal, render};
use crate::yaml::Type;
use crate::yaml::span::colon;

impl Document {
    /// Puts an entry, written by `make` at a column or by `flow` on one line.
    pub(super) fn insert(
        &self,
        parent: &Path,
        at: usize,
        make: &dyn Fn(usize) -> Vec<String>,
        flow: &dyn Fn() -> String,
    ) -> Result<Splice, Refusal> {
        let node = &self.tree.nodes[self.node(parent)?];
        let newline = self.layout.newline;
        match &node.kind {
            Kind::Map(entries) if node.flow => Ok(match entries.get(at) {
                Some((key, _)) => {
                    let start = self.tree.nodes[*key].start;
                    (start..start, format!("{}, ", flow()))
                }
                None => match entries.last() {
                    Some((_, last)) => {
                        let end = self.tree.nodes[*last].end;
                        (end..end, format!(", {}", flow()))
                    }
                    None => (node.start..node.end, format!("{{{}}}", flow())),
                },
            }),
            Kind::Map(_) => {
                if at == 0 {
                    let first = self.place(&child(parent, 0))?;
                    let head = if first.compact {
                        first.head
                    } else {
                        self.lines.start(self.lines.at(first.head))
                    };
                    let lines = make(first.column);
                    let mut written: String =
                        lines.iter().map(|line| format!("{line}{newline}")).collect();
                    if first.compact {
                        written = format!("{}{}", written.trim_start(), " ".repeat(first.column));
                    }
                    return Ok((head..head, written));
                }
                let before = self.place(&child(parent, at - 1))?;
                Ok(self.after(before.end, &make(before.column), parent.is_empty()))
            }
            Kind::Scalar(_, Type::Null, _) => {
                let place = self.place(parent)?;
                if place.flow || node.decorated {
                    return Err(Refusal::Decorated);
                }
                let key = &self.tree.nodes[place.key.ok_or(Refusal::Layout)?];
                let colon = colon(&self.text, key.end).ok_or(Refusal::Layout)?;
                let line = self.lines.at(key.start);
                let end = self.lines.start(line) + self.lines.text(&self.text, line).len();
                let rest = self.text[node.end.max(colon)..end].trim();
                let comment = if rest.is_empty() { String::new() } else { format!(" {rest}") };
                let lines = make(place.column + self.layout.step);
                let written: String = lines.iter().map(|line| format!("{newline}{line}")).collect();
                Ok((colon..end, format!("{comment}{written}")))
            }
            _ => Err(Refusal::NoSuchValue),
        }
    }

    /// `lines` written after the byte `end`, which starts a line or ends the file.
    fn after(&self, end: usize, lines: &[String], root: bool) -> Splice {
        let newline = self.layout.newline;
        let complete = end == 0 || self.text[..end].ends_with('\n');
        let gap = if root && self.layout.spaced { newline } else { "" };
        let lines = lines.join(newline);
        let written = match complete {
            true => format!("{gap}{lines}{newline}"),
            false => format!("{newline}{gap}{lines}"),
        };
        (end..end, written)
    }

    pub(super) fn append(&self, parent: &Path, value: &Value) -> Result<Splice, Refusal> {
        let node = &self.tree.nodes[self.node(parent)?];
        let Kind::Seq(items) = &node.kind else { return Err(Refusal::NoSuchValue) };
        if node.flow {
            let written = render::flow(value, &self.layout);
            return Ok(match items.last() {
                Some(last) => {
                    let end = self.tree.nodes[*last].end;
                    (end..end, format!(", {written}"))
                }
                None => (node.start..node.end, format!("[{written}]")),
            });
        }
        let last = self.place(&child(parent, items.len().saturating_sub(1)))?;
        Ok(self.after(last.end, &render::item(value, last.column, &self.layout), false))
    }
}
