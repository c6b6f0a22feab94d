//! reStructuredText markup inside a paragraph.

use std::sync::LazyLock;

use regex::{Captures, Regex};

use super::super::sink::Sink;
use super::super::source::Passage;
use super::names::{Picture, RstNames};

/// Every construction, none able to run over its own opening: reading stays
/// linear.
static MARKUP: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?x)
        `` (?<code> [^`] (?: [^`] | `[^`] )* ) ``
        | :(?<role>[A-Za-z][\w.+-]*(?::[A-Za-z][\w.+-]*)*):` (?<roled>[^`]+) `
        | ` (?<label>[^`<]*) < (?<url>[^<>`]+) > ` (?<hidden>__?)
        | ` (?<reference>[^`]+) ` (?<kind>__?)
        | ` (?<plain>[^`]+) `
        | \| (?<name>[^|\s] (?: [^|\n]* [^|\s] )?) \| (?<linked>__?)?
        | \[ (?: \#?[\w.-]* | \* ) \]_
        | \*\* (?<strong>[^*]+) \*\* | \* (?<emphasis>[^*\s][^*]*) \*
        | \b (?<word> [\p{L}\p{N}]+ (?: [-.+:_] [\p{L}\p{N}]+ )* ) (?<end>__?) \b{end-half}
        | \\ (?<escaped> (?s:.) )
        ",
    )
    .expect("a valid pattern")
});

/// Renders a whole passage.
pub(super) fn render(sink: &mut Sink, names: &RstNames, passage: &Passage) {
    let text = passage.text.as_str();
    let mut shown = 0;
    for found in MARKUP.captures_iter(text) {
        let Some(whole) = found.get(0) else { break };
        sink.passage(passage, shown..whole.start());
        one(sink, names, &found, passage.line_at(whole.start()));
        shown = whole.end();
    }
    sink.passage(passage, shown..text.len());
}

/// Renders one construction.
fn one(sink: &mut Sink, names: &RstNames, found: &Captures<'_>, line: usize) {
    let part = |name: &str| found.name(name).map(|part| part.as_str());
    let whole = found.get(0).map_or("", |whole| whole.as_str());
    if let Some(code) = part("code") {
        sink.code(code, line);
    } else if let Some(text) = part("roled") {
        role(sink, part("role").unwrap_or_default(), text, line);
    } else if let Some(url) = part("url") {
        let label = part("label").unwrap_or_default().trim();
        let url: String = url.split_whitespace().collect();
        let target = url.strip_suffix('_').and_then(|name| names.target(name));
        let url = target.unwrap_or(&url).to_string();
        link(sink, &address(&url), if label.is_empty() { &url } else { label }, line);
    } else if let Some(label) = part("reference") {
        reference(sink, names, label, label, line);
    } else if let Some(text) = part("plain").or(part("strong")).or(part("emphasis")) {
        sink.text(text, line);
    } else if let Some(name) = part("name") {
        match names.image(name) {
            Some(picture) if sink.spend(picture.url.len() + picture.alt.len()) => {
                let picture = with_target(picture, names, name, part("linked"));
                show_picture(sink, names, &picture, line);
            }
            Some(_) => {}
            None => sink.text(whole, line),
        }
    } else if let Some(word) = part("word") {
        match names.has_targets() {
            true => reference(sink, names, word, whole, line),
            false => sink.text(whole, line),
        }
    } else if let Some(escaped) = part("escaped").filter(|escaped| !escaped.trim().is_empty()) {
        sink.text(escaped, line);
    }
}

/// The image of a substitution used as a reference links to its name.
fn with_target(picture: &Picture, names: &RstNames, name: &str, linked: Option<&str>) -> Picture {
    let mut picture = picture.clone();
    if linked.is_some() && picture.target.is_none() {
        picture.target = names.target(name).map(String::from);
    }
    picture
}

/// A reference by name: a link when the name is known.
fn reference(sink: &mut Sink, names: &RstNames, name: &str, raw: &str, line: usize) {
    let url = names.target(name).map(String::from);
    match url.filter(|url| sink.spend(url.len())) {
        Some(url) => link(sink, &address(&url), name, line),
        None => sink.text(raw, line),
    }
}

fn link(sink: &mut Sink, url: &str, text: &str, line: usize) {
    sink.open_link(url, line);
    sink.text(text, line);
    sink.close_link();
}

/// Interpreted text: what its role shows.
fn role(sink: &mut Sink, role: &str, text: &str, line: usize) {
    if matches!(role, "code" | "literal" | "samp" | "command" | "file" | "math" | "kbd") {
        return sink.code(text, line);
    }
    let shown = match text.split_once('<') {
        Some((label, _)) if text.ends_with('>') && !label.trim().is_empty() => label,
        _ => text,
    };
    sink.text(shown, line);
}

/// An image and the link around it.
pub(super) fn show_picture(sink: &mut Sink, names: &RstNames, picture: &Picture, line: usize) {
    let target = picture.target.as_deref().map(|target| {
        let name = target.strip_suffix('_').map(|name| name.trim_matches('`'));
        name.and_then(|name| names.target(name)).unwrap_or(target)
    });
    if let Some(target) = target.filter(|target| sink.spend(target.len())) {
        sink.open_link(&address(target), line);
        sink.image(&picture.url, &picture.alt, line);
        sink.close_link();
    } else if !picture.url.is_empty() {
        sink.image(&picture.url, &picture.alt, line);
    }
}

/// An e-mail address is a link too.
fn address(url: &str) -> String {
    let is_email = url.contains('@') && !url.contains([':', '/']);
    if is_email { format!("mailto:{url}") } else { url.to_string() }
}
