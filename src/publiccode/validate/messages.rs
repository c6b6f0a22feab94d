//! The errors of the YAML parser, in words that say what to change.

use super::view::Lines;
use crate::lang::Text;
use crate::publiccode::code::Code;
use crate::publiccode::diagnostic::{Diagnostic, Fix, Severity, Span};
use crate::publiccode::path::Path;
use crate::publiccode::standard::Words;
use crate::text;
use crate::yaml::{ParseError, TOO_DEEP, TOO_LARGE};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// What the parser's English says, what that means, and what to do.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Known {
    /// Fragments, each list of which is enough.
    said: Vec<Vec<String>>,
    means: Words,
    advice: Words,
}

static KNOWN: LazyLock<Vec<Known>> = LazyLock::new(|| {
    let file = include_str!("../../../data/publiccode/yaml-errors.toml");
    toml::from_str::<BTreeMap<String, Vec<Known>>>(file)
        .ok()
        .and_then(|mut read| read.remove("known"))
        .unwrap_or_default()
});

/// What is said of a tab.
pub(super) fn tab() -> Text {
    text!("tabulation en retrait", "tab as indentation")
}

/// How to replace tabs.
pub(super) fn spaces() -> Fix {
    Fix::advice(text!(
        "remplacer les tabulations par des espaces (deux par niveau)",
        "replace the tabs with spaces (two a level)"
    ))
}

/// The diagnostic of a text that is not YAML.
pub(super) fn malformed(lines: &Lines<'_>, error: &ParseError) -> Diagnostic {
    let line = lines.text.lines().nth(error.line.saturating_sub(1)).unwrap_or_default();
    let (code, message, fix) = explained(error, line);
    let mut found = Diagnostic::new(code, Severity::Error, &Path::top(), message);
    found.value = Some(if error.column == 1 && error.message.contains("simple key") {
        before(lines, error.line)
    } else {
        lines.at(error.line, error.column)
    });
    found.fix(fix).reference(Severity::Error)
}

/// The last line with text before `line`: the parser sees that a line lacks its
/// colon when it comes to the next one.
fn before(lines: &Lines<'_>, line: usize) -> Span {
    let above = lines.text.lines().take(line.saturating_sub(1)).enumerate();
    let last = above.filter(|(_, text)| !text.trim().is_empty()).last();
    let (at, text) = last.unwrap_or((line.saturating_sub(1), ""));
    let start = lines.at(at + 1, 1).start;
    Span { start, end: lines.at(at + 1, text.chars().count() + 1).end }
}

/// Code, message and advice for an error met in `line`.
fn explained(error: &ParseError, line: &str) -> (Code, Text, Option<Fix>) {
    let words = error.message.as_str();
    let indent: String = line.chars().take_while(|c| c.is_whitespace()).collect();
    match words {
        TOO_LARGE => {
            let message = text!("le fichier dépasse 1 Mio", "the file is larger than 1 MiB");
            return (Code::TooBig, message, None);
        }
        TOO_DEEP => {
            let message = text!("trop de niveaux imbriqués", "too many nested levels");
            return (Code::TooBig, message, None);
        }
        _ if words.contains("tab") || indent.contains('\t') => {
            return (Code::Tab, tab(), Some(spaces()));
        }
        _ => {}
    }
    let all = |parts: &Vec<String>| parts.iter().all(|part| words.contains(part));
    match KNOWN.iter().find(|known| known.said.iter().any(all)) {
        Some(Known { means, advice, .. }) => {
            (Code::Syntax, means.text(), Some(Fix::advice(advice.text())))
        }
        // The parser speaks English: its words stay in that language.
        None => (Code::Syntax, text!("YAML mal formé ici", "malformed YAML: {words}"), None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::yaml::Yaml;

    /// A new version of the parser that words its errors otherwise fails here.
    #[test]
    fn the_errors_people_meet_are_explained() {
        for (text, wanted) in [
            ("name: a: b\n", "unexpected “:”"),
            ("name: a\nurl\n", "unexpected line here"),
            ("a:\n  b: 1\n c: 2\n", "unexpected line here"),
            ("name: @a\n", "cannot start with this character"),
            ("name: `a\n", "cannot start with this character"),
            ("name: \"a\n", "quote opened here"),
            ("name: 'a\n", "quote opened here"),
            ("name: \"a\\qb\"\n", "unknown escape sequence"),
            ("name: \"a\\xzz\"\n", "unknown escape sequence"),
            ("name: \"a\" b\n", "text after the closing quote"),
            ("name: [a\nurl: b\n", "bracket or brace"),
            ("name: {a: b\nurl: c\n", "bracket or brace"),
            ("name: *a\n", "alias to an anchor"),
        ] {
            let error = Yaml::parse(text).1.unwrap_or_else(|| unreachable!("{text} is read"));
            let line = text.lines().nth(error.line - 1).unwrap_or_default();
            let (code, message, fix) = explained(&error, line);
            let shown = format!("{text}: {} ({})", message.en, error.message);
            assert!(
                code == Code::Syntax && message.en.contains(wanted) && fix.is_some(),
                "{shown}"
            );
        }
    }
}
