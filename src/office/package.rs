//! Documents that are ZIP packages of XML parts: Office Open XML (ECMA-376)
//! and OpenDocument (ISO/IEC 26300).

use super::Traces;
use super::xml::{attribute, count, elements, plain, text_of};
use crate::archive::Contents;
use regex::Regex;
use std::sync::LazyLock;

/// `\\server\share` and `file://server/share`, as parts write them.
static SERVER: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r#"(?:\\\\|file:(?:///\\\\|//))([A-Za-z0-9][A-Za-z0-9._-]{1,60})[\\/]([A-Za-z0-9$][^\s<>"'\\/]{0,60})"#).ok()
});

/// How many paths are kept, and how many paragraphs are read for a marking.
const SERVERS: usize = 10;
const PARAGRAPHS: usize = 40;

/// The most bytes that are read of the part that holds the text.
const LONGEST: u64 = 16 << 20;

/// The text of the document that `bytes` are, a paragraph a line.
pub(super) fn text(bytes: &[u8]) -> Option<String> {
    let part = |name: &str| crate::archive::member(bytes, name, LONGEST);
    let (part, ends) = match part("word/document.xml") {
        Some(part) => (part, &["</w:p>"][..]),
        None => (part("content.xml")?, &["</text:p>", "</text:h>", "<text:line-break/>"][..]),
    };
    let part = String::from_utf8_lossy(&part).into_owned();
    let lines = ends.iter().fold(part, |part, end| part.replace(end, &format!("{end}\n")));
    Some(plain(&lines))
}

/// What the parts of a package keep.
pub(super) fn traces(contents: Contents, is_marking: fn(&str) -> bool) -> Traces {
    let mut traces = Traces { cut: contents.cut, ..Traces::default() };
    for member in &contents.members {
        let name = member.name.as_str();
        if !name.ends_with(".xml") && !name.ends_with(".rels") {
            continue;
        }
        let part = String::from_utf8_lossy(&member.bytes);
        properties(name, &part, &mut traces);
        changes(name, &part, &mut traces);
        servers(&part, &mut traces);
        if traces.marking.is_none() {
            traces.marking = marking(name, &part, is_marking);
        }
    }
    traces
}

fn properties(name: &str, part: &str, traces: &mut Traces) {
    match name {
        "docProps/core.xml" => {
            traces.person(text_of(part, "dc:creator"));
            traces.person(text_of(part, "cp:lastModifiedBy"));
        }
        "docProps/app.xml" => {
            traces.person(text_of(part, "Manager"));
            traces.company = text_of(part, "Company");
        }
        "meta.xml" => {
            traces.person(text_of(part, "meta:initial-creator"));
            traces.person(text_of(part, "dc:creator"));
            traces.person(text_of(part, "meta:printed-by"));
        }
        _ => {}
    }
}

fn changes(name: &str, part: &str, traces: &mut Traces) {
    let file = name.rsplit('/').next().unwrap_or(name);
    match name {
        "word/document.xml" => {
            traces.revisions += count(part, "w:ins") + count(part, "w:del");
        }
        "xl/workbook.xml" => {
            let hidden = elements(part, "sheet").filter(|(attributes, _)| {
                attribute(attributes, "state").is_some_and(|state| state != "visible")
            });
            traces.hidden += hidden.count();
        }
        "content.xml" => {
            traces.revisions += count(part, "text:changed-region");
            traces.comments += count(part, "office:annotation");
            traces.hidden += part.matches("table:display=\"false\"").count();
        }
        _ if name.starts_with("ppt/slides/slide") => {
            let head = part.get(..2_000.min(part.len())).unwrap_or_default();
            traces.hidden += usize::from(head.contains(" show=\"0\""));
        }
        _ if file.starts_with("comment") && !file.starts_with("commentAuthors") => {
            let tags = ["w:comment", "comment", "p:cm", "p188:cm"];
            traces.comments += tags.iter().map(|tag| count(part, tag)).sum::<usize>();
        }
        _ => {}
    }
}

fn servers(part: &str, traces: &mut Traces) {
    let Some(server) = SERVER.as_ref() else { return };
    for found in server.captures_iter(part) {
        let (host, share) = (&found[1], &found[2]);
        let path = format!("\\\\{host}\\{share}");
        let local = matches!(
            host.to_lowercase().as_str(),
            "localhost" | "127.0.0.1" | "server" | "serveur"
        );
        if !local && !traces.servers.contains(&path) && traces.servers.len() < SERVERS {
            traces.servers.push(path);
        }
    }
}

/// The marking in the headers, the footers and the first paragraphs.
fn marking(name: &str, part: &str, is_marking: fn(&str) -> bool) -> Option<String> {
    let page = name.starts_with("word/header") || name.starts_with("word/footer");
    let tag = match name {
        _ if page => "w:p",
        "word/document.xml" => "w:p",
        "content.xml" | "styles.xml" => "text:p",
        _ if name == "ppt/slides/slide1.xml" => "a:p",
        _ => return None,
    };
    let paragraphs = elements(part, tag).take(PARAGRAPHS);
    let mut lines = paragraphs.map(|(_, inside)| plain(inside));
    lines.find(|line| is_marking(line)).map(|line| line.trim().to_string())
}
