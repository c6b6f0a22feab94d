//! Writes values the way a document writes them.

use super::layout::Layout;
use super::value::Value;
use crate::yaml::Style;
use crate::yaml::Type;
use crate::yaml::core::plain_is_safe;

/// Texts of one line longer than this are folded.
const LONG: usize = 100;
/// Where folded lines end.
const WIDTH: usize = 80;

/// `value` on one line, between brackets or braces when it is a collection.
pub(super) fn flow(value: &Value, layout: &Layout) -> String {
    match value {
        Value::Scalar(text, Type::Str) => quoted_if(text, layout, None, true),
        Value::Scalar(text, Type::Null) if text.is_empty() => "null".to_string(),
        Value::Scalar(text, _) => text.clone(),
        Value::Seq(items) => {
            let items: Vec<String> = items.iter().map(|item| flow(item, layout)).collect();
            format!("[{}]", items.join(", "))
        }
        Value::Map(entries) => {
            let entries: Vec<String> = entries
                .iter()
                .map(|(name, value)| format!("{}: {}", key(name, layout), flow(value, layout)))
                .collect();
            format!("{{{}}}", entries.join(", "))
        }
        Value::Alias(rank) => format!("*{rank}"),
    }
}

/// A key.
pub(super) fn key(name: &str, layout: &Layout) -> String {
    quoted_if(name, &Layout { quoted: false, ..layout.clone() }, None, true)
}

/// The scalar `text` on one line, with the quotes of the value it replaces.
pub(super) fn scalar(text: &str, kind: Type, layout: &Layout, was: Option<Style>) -> String {
    match kind {
        Type::Str => quoted_if(text, layout, was, false),
        _ => text.to_string(),
    }
}

fn quoted_if(text: &str, layout: &Layout, was: Option<Style>, flow: bool) -> String {
    let quote = match was {
        Some(Style::Single) => Some('\''),
        Some(Style::Double) => Some('"'),
        Some(Style::Plain) => None,
        _ => layout.quoted.then_some(layout.quote),
    };
    match quote {
        None if plain_is_safe(text, flow) => text.to_string(),
        None => quoted(text, layout.quote),
        Some(quote) => quoted(text, quote),
    }
}

fn quoted(text: &str, quote: char) -> String {
    if quote == '\'' && !text.chars().any(char::is_control) {
        return format!("'{}'", text.replace('\'', "''"));
    }
    let mut out = String::from('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            c if c.is_control() || matches!(c, '\u{feff}' | '\u{2028}' | '\u{2029}') => {
                out.push_str(&format!("\\u{:04x}", u32::from(c)));
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// The lines of `name: value` at column `indent`.
pub(super) fn entry(name: &str, value: &Value, indent: usize, layout: &Layout) -> Vec<String> {
    let pad = " ".repeat(indent);
    let name = key(name, layout);
    match value {
        Value::Scalar(text, Type::Str) => match block(text, indent + layout.step) {
            Some((header, mut lines)) => {
                lines.insert(0, format!("{pad}{name}: {header}"));
                lines
            }
            None => vec![format!("{pad}{name}: {}", quoted_if(text, layout, None, false))],
        },
        Value::Scalar(text, _) if text.is_empty() => vec![format!("{pad}{name}:")],
        Value::Scalar(text, _) => vec![format!("{pad}{name}: {text}")],
        Value::Seq(items) if !items.is_empty() => {
            let mut lines = vec![format!("{pad}{name}:")];
            lines.extend(items.iter().flat_map(|value| item(value, indent + layout.dash, layout)));
            lines
        }
        Value::Map(entries) if !entries.is_empty() => {
            let mut lines = vec![format!("{pad}{name}:")];
            lines.extend(nested(entries, indent + layout.step, layout));
            lines
        }
        value => vec![format!("{pad}{name}: {}", flow(value, layout))],
    }
}

/// The lines of the entries of a mapping at column `indent`.
pub(super) fn nested(entries: &[(String, Value)], indent: usize, layout: &Layout) -> Vec<String> {
    entries.iter().flat_map(|(name, value)| entry(name, value, indent, layout)).collect()
}

/// The lines of `- value`, its dash at column `indent`.
pub(super) fn item(value: &Value, indent: usize, layout: &Layout) -> Vec<String> {
    let pad = " ".repeat(indent);
    let mut lines = match value {
        Value::Scalar(text, Type::Str) => match block(text, indent + 2) {
            Some((header, mut lines)) => {
                lines.insert(0, format!("{pad}- {header}"));
                return lines;
            }
            None => return vec![format!("{pad}- {}", quoted_if(text, layout, None, false))],
        },
        Value::Map(entries) if !entries.is_empty() => nested(entries, indent + 2, layout),
        Value::Seq(items) if !items.is_empty() => {
            items.iter().flat_map(|value| item(value, indent + 2, layout)).collect()
        }
        value => return vec![format!("{pad}- {}", flow(value, layout))],
    };
    if let Some(first) = lines.first_mut() {
        first.replace_range(indent..=indent, "-");
    }
    lines
}

/// A text of several lines, or a long one: the header and the lines of its
/// block at column `indent`.
fn block(text: &str, indent: usize) -> Option<(String, Vec<String>)> {
    let odd = |c: char| (c.is_control() && c != '\n') || c == '\u{feff}' || c == '\u{2028}';
    if text.chars().any(odd) || text.starts_with([' ', '\n']) || text.trim().is_empty() {
        return None;
    }
    let pad = " ".repeat(indent);
    if !text.contains('\n') {
        let foldable = text.chars().count() > LONG && !text.contains("  ") && text.trim() == text;
        let folded = || fold(text).into_iter().map(|line| format!("{pad}{line}")).collect();
        return foldable.then(|| (">-".to_string(), folded()));
    }
    let body = text.trim_end_matches('\n');
    let chomping = match text.len() - body.len() {
        0 => "-",
        1 => "",
        _ => return None,
    };
    let lines = body.split('\n').map(|line| match line {
        "" => String::new(),
        line => format!("{pad}{line}"),
    });
    Some((format!("|{chomping}"), lines.collect()))
}

/// The words of `text` in lines of about [`WIDTH`] characters.
fn fold(text: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split(' ') {
        match lines.last_mut() {
            Some(line) if line.chars().count() + word.chars().count() < WIDTH => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_string()),
        }
    }
    lines
}
