//! Explicit markup: directives, targets, footnotes and comments.

use std::sync::LazyLock;

use regex::Regex;

use super::super::BlockKind;
use super::super::html::HtmlPlace;
use super::super::source::{Passage, SourceLine};
use super::names::picture;
use super::{Rst, inline, margin};

/// `name:: argument`.
static DIRECTIVE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^(?P<name>[\w.+-]+(?::[\w.+-]+)*) ?::(?:\s+(?P<argument>.*))?$")
        .expect("a valid pattern")
});

/// `[1] text`: a footnote or a citation.
static NOTE: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"^\[[^\]\s]+\]\s+").expect("a valid pattern"));

/// Directives whose content is read as prose.
const CONTAINERS: &str = "\
    note warning tip important attention caution danger error hint admonition seealso \
    topic sidebar container class epigraph highlights pull-quote compound only centered \
    list-table table versionadded versionchanged deprecated todo";

/// Those whose argument is text too.
const TITLED: &str = "admonition topic sidebar centered note warning tip important";

/// Directives whose content is shown verbatim.
const VERBATIM: &str = "\
    code code-block sourcecode parsed-literal literalinclude math doctest testcode \
    prompt highlight";

fn one_of(words: &str, name: &str) -> bool {
    words.split(' ').any(|word| word == name)
}

impl Rst {
    /// Reads explicit markup: `rest` is its first line without the dots,
    /// `lines` all its lines.
    pub(super) fn explicit(&mut self, rest: &str, lines: &[SourceLine<'_>], kind: BlockKind) {
        let (Some(first), Some(last)) = (lines.first(), lines.last()) else {
            return;
        };
        let is_name = rest.starts_with('|') && rest.contains("::");
        if is_name || rest.starts_with('_') && rest.contains(':') {
            return;
        }
        if let Some(note) = NOTE.find(rest) {
            let mut passage = Passage::of(&rest[note.end()..], first.number);
            for line in &lines[1..] {
                passage.push_line(line.text.trim_start(), line.number);
            }
            return self.show(kind, &passage);
        }
        let Some(found) = DIRECTIVE.captures(rest) else {
            return self.comment(rest, lines);
        };
        let name = found["name"].to_ascii_lowercase();
        let argument = found.name("argument").map_or("", |argument| argument.as_str()).trim();
        let options = lines[1..].iter().take_while(|line| line.text.trim_start().starts_with(':'));
        let body = &lines[1 + options.count()..];
        match name.as_str() {
            "image" | "figure" => {
                let picture = picture(argument, &lines[1..]);
                self.sink.open(kind, first.number);
                inline::show_picture(&mut self.sink, &self.names, &picture, first.number);
                let end = lines.len() - body.len();
                self.sink.close(lines[..end].last().map(|line| line.number));
                self.nested(body, kind);
            }
            "raw" if argument.eq_ignore_ascii_case("html") => {
                let mut html = Passage::default();
                for line in body {
                    html.push_line(line.text, line.number);
                }
                self.html.read(&mut self.sink, &html, HtmlPlace::Block);
            }
            name if one_of(CONTAINERS, name) => {
                if one_of(TITLED, name) && !argument.is_empty() {
                    self.show(kind, &Passage::of(argument, first.number));
                }
                self.nested(body, kind);
            }
            name if one_of(VERBATIM, name) => {
                let body = body.iter().skip_while(|line| line.is_blank()).copied();
                let body: Vec<SourceLine<'_>> = body.collect();
                let margin = margin(&body);
                let code: Vec<&str> =
                    body.iter().map(|line| super::dedent(line, margin).text).collect();
                self.sink.block(BlockKind::Code, &code.join("\n"), first.number, last.number);
            }
            _ => self.sink.block(BlockKind::Directive, rest, first.number, last.number),
        }
    }

    fn comment(&mut self, rest: &str, lines: &[SourceLine<'_>]) {
        let (Some(first), Some(last)) = (lines.first(), lines.last()) else {
            return;
        };
        let after: Vec<&str> = lines[1..].iter().map(|line| line.text.trim()).collect();
        let text = format!("{rest}\n{}", after.join("\n"));
        self.sink.comment(&text, first.number, last.number);
    }
}
