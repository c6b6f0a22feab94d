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
        (?<open> image::? | link: | xref: | mailto: | (?:https?|ftp|irc):// | (?:footnote|icon|kbd|btn|menu|anchor): )
        | << (?<anchor>[^<>,\n]+) (?: , (?<anchored>[^<>]+) )? >>
        | \[\[ [^\[\]\n]* \]\]
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
    let mut dead = 0;
    while let Some(found) = MARKUP.captures_at(text, at) {
        let Some(whole) = found.get(0) else { break };
        let line = passage.line_at(whole.start());
        if let Some(open) = found.name("open") {
            let Some(call) = Macro::read(text, open.range(), &mut dead) else {
                at = whole.start() + 1;
                continue;
            };
            sink.passage(passage, shown..whole.start());
            call.show(sink, line);
            shown = call.end;
            at = call.end;
            continue;
        }
        let inner =
            ["code", "pass", "bold", "italic", "mark"].iter().find_map(|name| found.name(name));
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

/// A link or an image: `name:target[text]`.
struct Macro<'a> {
    name: &'a str,
    target: &'a str,
    text: &'a str,
    end: usize,
}

impl<'a> Macro<'a> {
    /// Reads the macro whose name is at `open`. No target goes beyond `dead`,
    /// which grows as failures tell, so that no part is searched twice.
    fn read(text: &'a str, open: Range<usize>, dead: &mut usize) -> Option<Macro<'a>> {
        if open.start < *dead {
            return None;
        }
        let rest = &text[open.end..];
        let stops = |letter: char| letter.is_whitespace() || "[]<>".contains(letter);
        let length = rest.find(stops).unwrap_or(rest.len());
        let Some(options) = rest[length..].strip_prefix('[') else {
            *dead = open.end + length;
            return None;
        };
        let size = options.find(['[', ']']).filter(|at| options[*at..].starts_with(']'))?;
        let name = &text[open.clone()];
        let target = &rest[..length];
        let url = &text[open.start..open.end + length];
        let is_url = name.ends_with("//") || name == "mailto:";
        Some(Macro {
            name,
            target: if is_url { url } else { target },
            text: &options[..size],
            end: open.end + length + 1 + size + 1,
        })
    }

    fn show(&self, sink: &mut Sink, line: usize) {
        match self.name {
            "image:" | "image::" => image(sink, self.target, self.text, line),
            "footnote:" | "icon:" | "anchor:" => {}
            "kbd:" | "btn:" | "menu:" => sink.text(self.text, line),
            _ => link(sink, self.target, self.text, line),
        }
    }
}

/// Renders a cross reference.
fn one(sink: &mut Sink, found: &Captures<'_>, line: usize) {
    let part = |name: &str| found.name(name).map(|part| part.as_str());
    if let Some(name) = part("anchor") {
        let url = if name.contains(['/', '.', '#']) {
            name.to_string()
        } else {
            format!("#{}", name.trim())
        };
        link(sink, &url, part("anchored").unwrap_or(name), line);
    }
}

fn link(sink: &mut Sink, url: &str, text: &str, line: usize) {
    let label = label(text);
    let shown = if label.is_empty() { url.strip_prefix("mailto:").unwrap_or(url) } else { label };
    sink.link(url, shown, line);
}

/// The text of a link, without its options.
fn label(text: &str) -> &str {
    let text = text.trim();
    let quoted = text.strip_prefix('"').and_then(|rest| rest.split('"').next());
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
        let value =
            option.name("quoted").or(option.name("bare")).map_or("", |value| value.as_str());
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
