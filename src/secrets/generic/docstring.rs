//! What a program says of itself, in the place that its language keeps for it.

use super::format::Format;
use memchr::memmem::{rfind, rfind_iter};

/// How far above a value the start of its documentation is looked for, in bytes.
const REACH: usize = 8 << 10;

/// The format of what stands at `at` of `text`: that of the file, or prose in the
/// documentation of a program, where values are those of protocols and examples.
pub(super) fn format_at(text: &[u8], at: usize, format: Format) -> Format {
    let before = &text[at.saturating_sub(REACH).min(at)..at.min(text.len())];
    match format {
        Format::Code if is_docstring(before) || is_doc_comment(before) => Format::Prose,
        _ => format,
    }
}

/// True inside a string in triple quotes that opens the body of a module, of a class or
/// of a function (PEP 257): it comes first, or after the colon of a definition.
fn is_docstring(before: &[u8]) -> bool {
    let quotes = [b"\"\"\"".as_slice(), b"'''"].into_iter();
    let Some(open) = quotes.filter_map(|mark| rfind(before, mark)).max() else { return false };
    let start = memchr::memrchr(b'\n', &before[..open]).map_or(0, |end| end + 1);
    let prefix = before[start..open].trim_ascii();
    let plain = matches!(prefix, b"" | b"r" | b"R" | b"u" | b"U");
    let above = before[..start].trim_ascii_end();
    let comments = || above.split(|b| *b == b'\n').all(|line| line.trim_ascii().starts_with(b"#"));
    let first = before.len() < REACH && (above.is_empty() || comments());
    plain && (above.ends_with(b":") || first)
}

/// True inside a `/** … */` comment, or on a line of `///` or `//!`.
fn is_doc_comment(before: &[u8]) -> bool {
    let start = memchr::memrchr(b'\n', before).map_or(0, |end| end + 1);
    let line = before[start..].trim_ascii_start();
    let open = rfind_iter(before, b"/**").find(|at| before.get(at + 3) != Some(&b'/'));
    let closed = |open: usize| rfind(&before[open + 2..], b"*/").is_some();
    line.starts_with(b"///") || line.starts_with(b"//!") || open.is_some_and(|open| !closed(open))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_prose(text: &str) -> bool {
        let at = text.find("VALUE").expect("a value");
        format_at(text.as_bytes(), at, Format::Code) == Format::Prose
    }

    #[test]
    fn the_documentation_of_a_program_is_prose() {
        for text in [
            "\"\"\"Module.\n\ntoken=\"VALUE\"\n\"\"\"\n",
            "# coding\n'''token=\"VALUE\"'''\n",
            "def sign(key):\n    r\"\"\"Signs.\n\n    key=\"VALUE\"\n    \"\"\"\n    return key\n",
            "/**\n * Signs with `token = \"VALUE\"`.\n */\nfunction sign() {}\n",
            "/// key: \"VALUE\"\nfn sign() {}\n",
        ] {
            assert!(is_prose(text), "{text}");
        }
    }

    #[test]
    fn what_runs_is_not_prose() {
        for text in [
            "def sign():\n    \"\"\"Signs.\"\"\"\n    key = \"VALUE\"\n",
            "QUERY = \"\"\"\nkey: VALUE\n\"\"\"\n",
            "/** Signs. */\nconst token = \"VALUE\";\n",
            "/* token = \"VALUE\" */\n",
            "/**/ token = \"VALUE\";\n",
            "// token = \"VALUE\"\n",
        ] {
            assert!(!is_prose(text), "{text}");
        }
    }
}
