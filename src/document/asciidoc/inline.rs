//! AsciiDoc markup inside a paragraph.

use std::ops::Range;
use std::sync::LazyLock;

use regex::{Captures, Regex};

use super::super::sink::Sink;
use super::super::source::Passage;

/// How deep emphasis is read inside emphasis.
const DEPTH_MAX: usize = 4;

/// Every construction, none able to run over its own opening: reading stays
/// linear.
static MARKUP: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?x)
        image::? (?<image>[^\s\[\]:] [^\s\[\]]*) \[ (?<options>[^\[\]]*) \]
        | (?: link: | xref: ) (?<link>[^\s\[\]]+) \[ (?<label>[^\[\]]*) \]
        | (?<mail>mailto:[^\s\[\]]+) \[ (?<mailed>[^\[\]]*) \]
        | (?<url>(?:https?|ftp|irc)://[^\s\[\]<>]+) \[ (?<text>[^\[\]]*) \]
        | << (?<anchor>[^<>,\n]+) (?: , (?<anchored>[^<>]+) )? >>
        | \[\[ [^\[\]\n]* \]\]
        | (?: footnote | icon | kbd | btn | menu | anchor ): [^\s\[\]]* \[ [^\[\]]* \]
        | `\+? (?<code>[^`\n]+?) \+?`
        | \+{1,3} (?<pass>[^+\n]+) \+{1,3}
        | \*{1,2} (?<bold>[^*\n]+) \*{1,2} | _{1,2} (?<italic>[^_\n]+) _{1,2} | \#{1,2} (?<mark>[^\#\n]+) \#{1,2}
        ",
    )
    .expect("a valid pattern")
});

/// An option of an image: named, quoted or neither.
static OPTION: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r#"^\s*(?:(?P<name>[\w-]+)\s*=\s*)?(?:"(?P<quoted>[^"]*)"|(?P<bare>[^,"]*))\s*(?:,|$)"#,
    )
    .expect("a valid pattern")
});

/// Renders a whole passage.
pub(super) fn render(sink: &mut Sink, passage: &Passage) {
    walk(sink, passage, 0..passage.text.len(), 0);
}

fn walk(sink: &mut Sink, passage: &Passage, range: Range<usize>, depth: usize) {
    let text = &passage.text[..range.end];
    let mut shown = range.start;
    let mut at = range.start;
    while let Some(found) = MARKUP.captures_at(text, at) {
        let Some(whole) = found.get(0) else { break };
        let line = passage.line_at(whole.start());
        let inner = ["code", "pass", "bold", "italic", "mark"]
            .iter()
            .find_map(|name| found.name(name));
        if let Some(inner) = inner {
            let tight = inner.as_str().trim() == inner.as_str();
            if depth >= DEPTH_MAX || !tight || !stands_apart(text, range.start, whole.range()) {
                at = whole.start() + 1;
                continue;
            }
            sink.passage(passage, shown..whole.start());
            match (found.name("code"), found.name("pass")) {
                (None, None) => walk(sink, passage, inner.range(), depth + 1),
                _ => sink.code(inner.as_str(), line),
            }
        } else {
            sink.passage(passage, shown..whole.start());
            one(sink, &found, line);
        }
        shown = whole.end();
        at = whole.end();
    }
    sink.passage(passage, shown..range.end);
}

/// Whether marks are not inside a word; doubled marks may be.
fn stands_apart(text: &str, start: usize, whole: Range<usize>) -> bool {
    let marks = text[whole.clone()].as_bytes();
    if marks.len() > 4 && marks[0] == marks[1] {
        return true;
    }
    let inside = |letter: char| letter.is_alphanumeric() || letter == '_' || letter == '\\';
    !text[start..whole.start].ends_with(inside) && !text[whole.end..].starts_with(inside)
}

/// Renders a macro.
fn one(sink: &mut Sink, found: &Captures<'_>, line: usize) {
    let part = |name: &str| found.name(name).map(|part| part.as_str());
    if let Some(url) = part("image") {
        image(sink, url, part("options").unwrap_or_default(), line);
        return;
    }
    let links = [
        ("link", "label"),
        ("mail", "mailed"),
        ("url", "text"),
        ("anchor", "anchored"),
    ];
    for (url, label) in links {
        let Some(url) = part(url) else { continue };
        let label = self::label(part(label).unwrap_or_default());
        let shown = if label.is_empty() { url } else { label };
        let anchor = part("anchor").is_some() && !url.contains(['/', '.', '#']);
        let url = if anchor {
            format!("#{}", url.trim())
        } else {
            url.to_string()
        };
        sink.link(&url, shown.strip_prefix("mailto:").unwrap_or(shown), line);
    }
}

/// The text of a link, without its options.
fn label(text: &str) -> &str {
    let text = text.trim();
    let quoted = text
        .strip_prefix('"')
        .and_then(|rest| rest.split('"').next());
    let named = || match text.split_once(',') {
        Some((label, options)) if options.contains('=') => label,
        None if text.contains("=") && !text.contains(' ') => "",
        _ => text,
    };
    quoted.unwrap_or_else(named).trim_end_matches('^').trim()
}

/// An image: its first option is the alternative, `link` its target.
fn image(sink: &mut Sink, url: &str, options: &str, line: usize) {
    let (mut alt, mut target) = (String::new(), None);
    let mut rest = options;
    let mut position = 0;
    while !rest.is_empty() {
        let Some(option) = OPTION.captures(rest) else {
            break;
        };
        let value = option
            .name("quoted")
            .or(option.name("bare"))
            .map_or("", |value| value.as_str());
        match option.name("name").map(|name| name.as_str()) {
            None if position == 0 => alt = value.trim().to_string(),
            Some("alt") => alt = value.trim().to_string(),
            Some("link") => target = Some(value.trim().to_string()),
            _ => {}
        }
        position += 1;
        rest = &rest[option[0].len()..];
    }
    match target.filter(|target| !target.is_empty()) {
        Some(target) => {
            sink.open_link(&target, line);
            sink.image(url, &alt, line);
            sink.close_link();
        }
        None => sink.image(url, &alt, line),
    }
}
