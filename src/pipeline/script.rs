//! From a script scalar to logical shell lines, and to the expressions in it.

use super::expression::{self, Values};
use super::model::{Command, PasteTarget, PastedText, Position};
use crate::yaml::Node;

/// The logical lines of a script: comments and here-documents left out,
/// continuations joined.
pub(super) fn commands(node: Node<'_>, condition: Option<&str>) -> Vec<Command> {
    let lines = node.lines();
    join(lines.iter().map(|l| (l.text, Position { line: l.line, column: l.column })), condition)
}

/// Same, from lines already placed.
pub(super) fn join<'t>(
    lines: impl Iterator<Item = (&'t str, Position)>,
    condition: Option<&str>,
) -> Vec<Command> {
    let mut out: Vec<Command> = Vec::new();
    let mut continued = false;
    let mut until: Option<String> = None;
    for (raw, place) in lines {
        if let Some(end) = &until {
            if raw.trim() == end {
                until = None;
            }
            continue;
        }
        let text = raw.trim();
        if text.is_empty() || text.starts_with('#') {
            continued = continued && text.starts_with('#');
            continue;
        }
        let (text, goes_on) = match text.strip_suffix('\\') {
            Some(head) => (head.trim_end(), true),
            None => (text, false),
        };
        match out.last_mut() {
            Some(last) if continued => {
                last.text.push(' ');
                last.text.push_str(text);
            }
            _ => {
                let lead = raw.chars().take_while(|c| c.is_whitespace()).count();
                out.push(Command {
                    text: text.to_owned(),
                    expanded: None,
                    line: place.line,
                    column: place.column + lead,
                    condition: condition.map(str::to_owned),
                });
            }
        }
        let open = out.last().is_some_and(|last| open_expression(&last.text));
        continued = goes_on || open;
        until = heredoc(text);
    }
    out
}

/// Bytes of a command in which an expression may stay open: a hostile script
/// never closes its own.
const LONGEST_OPEN: usize = 4096;

/// True when a `${{` of `text` is closed on a later line.
fn open_expression(text: &str) -> bool {
    if text.len() > LONGEST_OPEN {
        return false;
    }
    let last = |mark: &str| text.rfind(mark);
    last("${{").is_some_and(|open| last("}}").is_none_or(|close| close < open))
}

/// The word that ends the here-document opened on this line.
fn heredoc(line: &str) -> Option<String> {
    let (_, after) = line.split_once("<<")?;
    if after.starts_with('<') {
        return None;
    }
    let after = after.strip_prefix('-').unwrap_or(after).trim_start();
    let word: String = after
        .trim_start_matches(['\'', '"', '\\'])
        .chars()
        .take_while(|c| c.is_alphanumeric() || *c == '_')
        .collect();
    let opens = word.chars().next().is_some_and(|c| c.is_alphabetic() || c == '_');
    opens.then_some(word)
}

/// The expressions of a script that can carry an outsider's text.
pub(super) fn expressions(node: Node<'_>, sink: PasteTarget, scope: &Values) -> Vec<PastedText> {
    let Some(text) = node.text() else {
        return Vec::new();
    };
    if !text.contains("${{") {
        return Vec::new();
    }
    let lines = node.lines();
    let mut out = Vec::new();
    let mut line = 0;
    let mut counted = 0;
    for (offset, inner) in expression::find(text).into_iter().take(200) {
        let tainted = expression::tainted(inner, scope);
        line += text.get(counted..offset).map_or(0, |t| t.matches('\n').count());
        counted = offset;
        if tainted.is_empty() {
            continue;
        }
        let Some(at) = lines.get(line) else {
            continue;
        };
        let first = inner.lines().next().unwrap_or(inner);
        let place = match node.locate(&format!("${{{{{first}"), at.line) {
            Some((line, column)) => Position { line, column },
            None => Position { line: at.line, column: at.column },
        };
        out.push(PastedText { tainted, sink, place });
    }
    out
}
