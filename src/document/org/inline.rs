//! Org markup inside a paragraph.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::super::html::{Html, HtmlPlace};
use super::super::sink::Sink;
use super::super::source::Passage;

/// How deep emphasis is read inside emphasis.
const DEPTH_MAX: usize = 4;

/// Every construction, none able to run over its own opening: reading stays
/// linear.
static MARKUP: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?x)
        \[\[ (?<url>[^\[\]\n]+) \] (?: \[ (?<label>[^\[\]]+) \] )? \]
        | @@html: (?<html>[^@]+) @@
        | \[fn:[^\[\]\n]*\]
        | < (?<auto>[A-Za-z][A-Za-z0-9+.-]{1,20}:[^<>\s]+) >
        | = (?<verbatim>[^=\n]+) = | ~ (?<code>[^~\n]+) ~
        | \* (?<bold>[^*\n]+) \* | / (?<italic>[^/\n]+) / | _ (?<under>[^_\n]+) _ | \+ (?<strike>[^+\n]+) \+
        ",
    )
    .expect("a valid pattern")
});

/// Endings of the links which are shown as images.
const IMAGES: [&str; 8] = [".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp", ".avif", ".bmp"];

/// Renders a whole passage.
pub(super) fn render(sink: &mut Sink, html: &mut Html, passage: &Passage) {
    walk(sink, html, passage, 0..passage.text.len(), 0);
}

fn walk(sink: &mut Sink, html: &mut Html, passage: &Passage, range: Range<usize>, depth: usize) {
    let text = &passage.text[..range.end];
    let mut shown = range.start;
    let mut at = range.start;
    while let Some(found) = MARKUP.captures_at(text, at) {
        let Some(whole) = found.get(0) else { break };
        let line = passage.line_at(whole.start());
        let emphasis = ["verbatim", "code", "bold", "italic", "under", "strike"]
            .iter()
            .find_map(|name| Some((*name, found.name(name)?)));
        if let Some((_, inner)) = emphasis
            && !(depth < DEPTH_MAX
                && stands_apart(text, range.start, whole.range(), inner.as_str()))
        {
            // Every marker is one byte: read on just after the first.
            at = whole.start() + 1;
            continue;
        }
        sink.passage(passage, shown..whole.start());
        if let Some((name, inner)) = emphasis {
            match name {
                "verbatim" | "code" => sink.code(inner.as_str(), line),
                _ => walk(sink, html, passage, inner.range(), depth + 1),
            }
        } else if let Some(url) = found.name("url") {
            link(sink, url.as_str(), found.name("label").map(|label| label.as_str()), line);
        } else if let Some(url) = found.name("auto") {
            sink.link(url.as_str(), url.as_str(), line);
        } else if let Some(snippet) = found.name("html") {
            html.read(sink, &Passage::of(snippet.as_str(), line), HtmlPlace::Inline);
        }
        shown = whole.end();
        at = whole.end();
    }
    sink.passage(passage, shown..text.len());
}

/// Whether emphasis marks are where Org accepts them: not inside a word, and
/// against what they surround.
fn stands_apart(text: &str, start: usize, whole: Range<usize>, inner: &str) -> bool {
    let before = text[start..whole.start].chars().next_back();
    let after = text[whole.end..].chars().next();
    let tight = !inner.starts_with(char::is_whitespace) && !inner.ends_with(char::is_whitespace);
    tight
        && before.is_none_or(|letter| letter.is_whitespace() || "-({'\"".contains(letter))
        && after.is_none_or(|letter| letter.is_whitespace() || "-.,:!?;'\")}[\\".contains(letter))
}

/// A link, an image, or an image inside a link.
fn link(sink: &mut Sink, url: &str, label: Option<&str>, line: usize) {
    let url = url.strip_prefix("file:").unwrap_or(url);
    match label {
        None if is_image(url) => sink.image(url, "", line),
        None => sink.link(url, url, line),
        Some(label) => {
            sink.open_link(url, line);
            let image = label.trim();
            if is_image(image) && !image.contains(char::is_whitespace) {
                sink.image(image.strip_prefix("file:").unwrap_or(image), "", line);
            } else {
                sink.text(label, line);
            }
            sink.close_link();
        }
    }
}

/// Whether a link is to an image: by its ending, or a badge service's path.
fn is_image(url: &str) -> bool {
    let path = url.split(['?', '#']).next().unwrap_or(url).to_ascii_lowercase();
    let remote = path.starts_with("http://") || path.starts_with("https://");
    IMAGES.iter().any(|ending| path.ends_with(ending))
        || remote && (path.contains("://img.shields.io/") || path.contains("/badge/"))
}
