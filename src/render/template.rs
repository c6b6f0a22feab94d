//! The templates of reports (`templates/report/`): what they are given is
//! escaped for the format they write, whatever a template forgets.

use super::{escape, escape_lines};
use crate::lang::{self, Lang};
use crate::text::show::code_span;
use minijinja::syntax::SyntaxConfig;
use minijinja::value::{Value, ValueKind};
use minijinja::{AutoEscape, Environment, Error, ErrorKind, Output, State};
use std::io::{self, Write};
use std::sync::LazyLock;

/// How Markdown is named to the engine.
const MARKDOWN: &str = "markdown";

/// A template by its name in `templates/report/`.
macro_rules! template {
    ($name:literal) => {
        ($name, include_str!(concat!("../../templates/report/", $name)))
    };
}

static TEMPLATES: [(&str, &str); 12] = [
    template!("icons.html"),
    template!("report.html"),
    template!("report.md"),
    template!("table.html"),
    template!("fleet.html"),
    template!("note/note.html"),
    template!("note/note.md"),
    template!("note/content.xml"),
    template!("note/meta.xml"),
    template!("form/form.html"),
    template!("form/form.md"),
    template!("badge.svg"),
];

static ENVIRONMENT: LazyLock<Environment<'static>> = LazyLock::new(|| engine(&TEMPLATES));

/// An engine that knows `templates`, by name, and the filters of this page.
pub(crate) fn engine(templates: &[(&'static str, &'static str)]) -> Environment<'static> {
    let mut environment = Environment::new();
    match SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build() {
        Ok(syntax) => environment.set_syntax(syntax),
        Err(error) => unreachable!("the usual delimiters are refused: {error:#}"),
    }
    environment.set_auto_escape_callback(|name| match name.rsplit_once('.') {
        Some((_, "md")) => AutoEscape::Custom(MARKDOWN.into()),
        _ => AutoEscape::Html,
    });
    environment.set_formatter(format);
    environment.add_filter("prose", prose);
    environment.add_filter("plain", plain);
    environment.add_filter("code", code);
    environment.add_filter("thousands", thousands);
    environment.add_filter("thousands_en", thousands_en);
    environment.add_filter("typeset", typeset);
    for (name, source) in templates {
        if let Err(error) = environment.add_template(name, source) {
            unreachable!("an embedded template does not parse: {error:#}");
        }
    }
    environment
}

/// The template `name` filled with `context`.
fn filled(name: &str, context: Value) -> io::Result<String> {
    let template = ENVIRONMENT.get_template(name).map_err(io::Error::other)?;
    template.render(context).map_err(io::Error::other)
}

/// Writes the template `name` filled with `context`.
pub(super) fn render(name: &str, context: Value, out: &mut dyn Write) -> io::Result<()> {
    out.write_all(filled(name, context)?.as_bytes())
}

/// Writes the Markdown template `name`, whose French punctuation never starts a line: what
/// stands between backquotes is a command or a path, and stays as it is.
pub(super) fn render_markdown(
    name: &str,
    lang: Lang,
    context: Value,
    out: &mut dyn Write,
) -> io::Result<()> {
    let page = filled(name, context)?;
    match lang {
        Lang::Fr => out.write_all(typeset_markdown(&page).as_bytes()),
        Lang::En => out.write_all(page.as_bytes()),
    }
}

fn typeset_markdown(page: &str) -> String {
    let (mut written, mut rest) = (String::with_capacity(page.len()), page);
    while let Some(at) = rest.find('`') {
        let (before, from) = rest.split_at(at);
        let ticks = from.len() - from.trim_start_matches('`').len();
        let escaped = before.len() - before.trim_end_matches('\\').len();
        // One that nothing closes is a mere character.
        let end = match escaped % 2 {
            0 => code_end(from, ticks).unwrap_or(ticks),
            _ => 1,
        };
        written.push_str(&typeset(before));
        written.push_str(&from[..end]);
        rest = &from[end..];
    }
    written.push_str(&typeset(rest));
    written
}

/// Where the code that the `ticks` backquotes at the start of `text` open ends, after as many;
/// between lines of a block, blank lines stand too.
fn code_end(text: &str, ticks: usize) -> Option<usize> {
    let mut at = ticks;
    loop {
        let next = at + text[at..].find('`')?;
        if ticks < 3 && text[at..next].contains("\n\n") {
            return None;
        }
        let run = text[next..].len() - text[next..].trim_start_matches('`').len();
        at = next + run;
        if run == ticks {
            return Some(at);
        }
    }
}

/// Text that is to be written as it stands.
pub(super) fn verbatim(text: impl Into<String>) -> Value {
    Value::from_safe_string(text.into())
}

/// Writes `value` escaped for the format of the template.
fn format(out: &mut Output<'_>, state: &mut State<'_, '_>, value: &Value) -> Result<(), Error> {
    let written = match value.kind() {
        ValueKind::Undefined | ValueKind::None => return Ok(()),
        _ if value.is_safe() => out.write_str(&value.to_string()),
        _ => {
            let text = value.as_str().map_or_else(|| value.to_string(), str::to_string);
            out.write_str(&escaped(state, &text))
        }
    };
    written.map_err(|_| Error::new(ErrorKind::BadEscape, "writing failed"))
}

fn escaped(state: &State<'_, '_>, text: &str) -> String {
    match state.auto_escape() {
        AutoEscape::Custom(_) => markdown(text),
        _ => html(text),
    }
}

/// Escapes `text` for HTML and XML, in text and in quoted attributes; what
/// would disguise it is made visible. Lines stay lines.
pub(super) fn html(text: &str) -> String {
    let text = escape_lines(text);
    let mut written = String::with_capacity(text.len() + text.len() / 8);
    for character in text.chars() {
        match character {
            '&' => written.push_str("&amp;"),
            '<' => written.push_str("&lt;"),
            '>' => written.push_str("&gt;"),
            '"' => written.push_str("&quot;"),
            '\'' => written.push_str("&#39;"),
            other => written.push(other),
        }
    }
    written
}

/// Escapes `text` so that Markdown shows it as it stands: no markup, no link,
/// no image, no HTML, and no person or issue that a forge would notify.
pub(super) fn markdown(text: &str) -> String {
    let text = escape(&text.replace('\n', " "));
    let mut written = String::with_capacity(text.len() + text.len() / 8);
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '<' => written.push_str("&lt;"),
            '>' => written.push_str("&gt;"),
            '&' => written.push_str("&amp;"),
            // An invisible mark keeps forges from seeing a name or a number.
            '@' | '%' => {
                written.push(character);
                written.push_str("&#8203;");
            }
            '#' | '!' | '~' | '$' => {
                written.push('\\');
                written.push(character);
                written.push_str("&#8203;");
            }
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' => {
                written.push('\\');
                written.push(character);
            }
            // Bare addresses are not links either.
            ':' if characters.peek() == Some(&'/') => written.push_str(":&#8203;"),
            other => written.push(other),
        }
    }
    written.replace("www.", "www&#8203;.")
}

/// `text` as a code span.
pub(super) fn markdown_code(text: &str) -> String {
    code_span(&escape(text))
}

/// Text in which words between backticks are code.
pub(crate) fn prose(state: &mut State<'_, '_>, text: &str) -> Value {
    let mut written = String::with_capacity(text.len() * 2);
    let parts: Vec<&str> = text.split('`').collect();
    // A backtick without its pair is a backtick.
    let closed = parts.len() - usize::from(parts.len().is_multiple_of(2));
    for (at, part) in parts.iter().enumerate() {
        let lone = at >= closed;
        if lone {
            written.push_str(&escaped(state, "`"));
        }
        if at % 2 == 1 && !lone {
            written.push_str(&as_code(state, part));
        } else {
            written.push_str(&kept_whole(state, part));
        }
    }
    Value::from_safe_string(written)
}

/// A number in French, and in a page of both languages (ISO 80000-1).
fn thousands(number: usize) -> String {
    lang::thousands(number).fr
}

/// A number in English.
fn thousands_en(number: usize) -> String {
    lang::thousands(number).en
}

/// Text without the backticks that mark code, for a page that shows no code.
fn plain(text: &str) -> String {
    text.replace('`', "")
}

/// Escaped text in which no line of a page ends within a date or an identifier.
fn kept_whole(state: &State<'_, '_>, text: &str) -> String {
    if matches!(state.auto_escape(), AutoEscape::Custom(_)) {
        return escaped(state, text);
    }
    let mut written = String::with_capacity(text.len() + text.len() / 8);
    for word in text.split_inclusive(char::is_whitespace) {
        let inner = word.trim_matches(|c: char| !c.is_ascii_alphanumeric());
        match word.split_once(inner) {
            Some((before, after)) if is_hyphenated(inner) => {
                let (before, inner, after) = (html(before), html(inner), html(after));
                written.push_str(&format!("{before}<span class=\"nb\">{inner}</span>{after}"));
            }
            _ => written.push_str(&html(word)),
        }
    }
    written
}

/// True for `2026-01-02`, `AGPL-3.0-or-later`: a few letters and figures that
/// hyphens hold together.
fn is_hyphenated(word: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.');
    word.len() <= 24
        && word.bytes().all(plain)
        && word.contains('-')
        && word.bytes().any(|byte| byte.is_ascii_digit())
}

/// Text as code: a path, an identifier, a line of source.
fn code(state: &mut State<'_, '_>, text: &str) -> Value {
    Value::from_safe_string(as_code(state, text))
}

fn as_code(state: &State<'_, '_>, text: &str) -> String {
    match state.auto_escape() {
        AutoEscape::Custom(_) => markdown_code(text),
        _ => format!("<code>{}</code>", html(text)),
    }
}

/// French text whose punctuation never starts a line.
pub(crate) fn typeset(text: &str) -> String {
    const KEPT: [(&str, &str); 6] = [
        (" :", "\u{a0}:"),
        (" ;", "\u{202f};"),
        (" !", "\u{202f}!"),
        (" ?", "\u{202f}?"),
        (" »", "\u{a0}»"),
        ("« ", "«\u{a0}"),
    ];
    KEPT.iter().fold(text.to_string(), |text, (from, to)| text.replace(from, to))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_in_a_markdown_page_stays_as_it_is() {
        let page = "Avis : `a : b` ; fin";
        assert_eq!(typeset_markdown(page), "Avis\u{a0}: `a : b`\u{202f}; fin");
        for (page, typeset) in [
            // A backquote alone changes nothing of what follows.
            ("a ` b : c\n\nd : `e : f`", "a ` b\u{a0}: c\n\nd\u{a0}: `e : f`"),
            ("a \\` b : `e : f`", "a \\` b\u{a0}: `e : f`"),
            ("``a ` b : c`` : d", "``a ` b : c``\u{a0}: d"),
            ("```sh\na : b\n\nc : d\n```\ne : f", "```sh\na : b\n\nc : d\n```\ne\u{a0}: f"),
        ] {
            assert_eq!(typeset_markdown(page), typeset);
        }
    }

    #[test]
    fn nothing_becomes_markup() {
        assert_eq!(html("<b a=\"'&\">"), "&lt;b a=&quot;&#39;&amp;&quot;&gt;");
        assert_eq!(html("a\u{202e}b\x1b"), "a\\u{202e}b\\u{1b}");
    }

    #[test]
    fn dates_and_identifiers_stay_whole() {
        for word in ["2026-01-02", "AGPL-3.0-or-later", "GPL-3.0"] {
            assert!(is_hyphenated(word), "{word}");
        }
        for word in ["dit-il", "42", "", "a-1/b", "un-mot-qui-est-bien-trop-long-1"] {
            assert!(!is_hyphenated(word), "{word}");
        }
    }

    #[test]
    fn french_punctuation_stays_with_its_word() {
        assert_eq!(typeset("« a » : b ; c"), "«\u{a0}a\u{a0}»\u{a0}: b\u{202f}; c");
    }

    #[test]
    fn text_stays_text_in_markdown() {
        assert_eq!(markdown("[a](https://x)"), "\\[a\\](https:&#8203;//x)");
        assert_eq!(markdown("<img>"), "&lt;img&gt;");
        assert_eq!(markdown("@team"), "@&#8203;team");
        assert_eq!(markdown("a\n/close"), "a /close");
    }
}
