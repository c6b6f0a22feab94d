//! What a program says of itself, in the place that its language keeps for it.

use super::format::Format;
use crate::secrets::lists::{Names, list};
use memchr::memmem::{find, rfind, rfind_iter};
use std::sync::LazyLock;

/// What starts a line of documentation, in languages that give it a comment of its own.
static LINES: Names = LazyLock::new(|| list("documentation.lines"));
/// What a language writes before the text that documents what follows: Elixir.
static ATTRIBUTES: Names = LazyLock::new(|| list("documentation.attributes"));

/// How far above a value the start of its documentation is looked for, in bytes.
const REACH: usize = 8 << 10;

/// The format of what stands at `at` of `text`: that of the file, or prose in the
/// documentation of a program, where values are those of protocols and examples.
pub(super) fn format_at(text: &[u8], at: usize, format: Format) -> Format {
    let (before, after) = text.split_at(at.min(text.len()));
    let before = &before[before.len().saturating_sub(REACH)..];
    let after = &after[..after.len().min(REACH)];
    let commented = || is_doc_comment(before, after);
    let documents = match format {
        Format::Code => {
            is_docstring(before) || is_doc_line(before) || commented() || is_pod(before)
        }
        // Of a language that has no other name here.
        Format::Other => is_starred(before) && commented(),
        _ => false,
    };
    if documents { Format::Prose } else { format }
}

/// True inside the documentation of a program in Perl or in Ruby: after `=head1`, `=begin`,
/// and before `=cut`, `=end`.
fn is_pod(before: &[u8]) -> bool {
    let Some(open) = rfind(before, b"\n=") else { return false };
    let word = &before[open + 2..];
    let word = &word[..word.iter().take_while(|b| b.is_ascii_alphanumeric()).count()];
    let known =
        [b"pod".as_slice(), b"begin", b"head1", b"head2", b"head3", b"over", b"item", b"back"];
    known.contains(&word)
}

/// True inside a string in triple quotes that opens the body of a module, of a class or
/// of a function (PEP 257): it comes first, or after the colon of a definition.
fn is_docstring(before: &[u8]) -> bool {
    let quotes = [b"\"\"\"".as_slice(), b"'''"].into_iter();
    let Some(open) = quotes.filter_map(|mark| rfind(before, mark)).max() else { return false };
    let start = memchr::memrchr(b'\n', &before[..open]).map_or(0, |end| end + 1);
    let prefix = before[start..open].trim_ascii();
    let attribute = ATTRIBUTES.iter().any(|word| prefix.starts_with(word.as_bytes()));
    if attribute {
        // What closes the text is the last mark of three quotes too.
        return memchr::memmem::find_iter(&before[start..], b"\"\"\"").count() % 2 == 1;
    }
    let plain = matches!(prefix, b"" | b"r" | b"R" | b"u" | b"U");
    let above = before[..start].trim_ascii_end();
    let comments = || above.split(|b| *b == b'\n').all(|line| line.trim_ascii().starts_with(b"#"));
    let first = before.len() < REACH && (above.is_empty() || comments());
    plain && (above.ends_with(b":") || first)
}

/// What stands on the line that `before` ends in, after its margin.
fn line(before: &[u8]) -> &[u8] {
    let start = memchr::memrchr(b'\n', before).map_or(0, |end| end + 1);
    before[start..].trim_ascii_start()
}

/// True after what starts a line of documentation: `///`, `//!`.
fn is_doc_line(before: &[u8]) -> bool {
    let line = line(before);
    LINES.iter().any(|mark| line.starts_with(mark.as_bytes()))
}

/// True inside a `/** … */` comment, between `before` and `after`: it opens a line, as a
/// pattern of paths (`/srv/**`) does not, and something closes it.
fn is_doc_comment(before: &[u8], after: &[u8]) -> bool {
    let mut places = rfind_iter(before, b"/**");
    let open =
        places.find(|at| before.get(at + 3) != Some(&b'/') && line(&before[..*at]).is_empty());
    open.is_some_and(|open| rfind(&before[open + 2..], b"*/").is_none())
        && find(after, b"*/").is_some()
}

/// True on a line that starts as those of such a comment do, in most languages that have it.
fn is_starred(before: &[u8]) -> bool {
    let line = line(before);
    line.starts_with(b"*") || line.starts_with(b"/**")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_prose(text: &str) -> bool {
        is_prose_in(Format::Code, text)
    }

    fn is_prose_in(format: Format, text: &str) -> bool {
        let at = text.find("VALUE").expect("a value");
        format_at(text.as_bytes(), at, format) == Format::Prose
    }

    #[test]
    fn every_language_has_its_own_documentation() {
        for (format, text) in [
            (Format::Code, "@doc \"\"\"\nkey: \"VALUE\"\n\"\"\"\ndef sign, do: 1\n"),
            (Format::Code, "sign();\n\n=head1 USE\n\n  key => 'VALUE'\n\n=cut\n"),
            (Format::Code, "=begin\nkey = 'VALUE'\n=end\n"),
            (Format::Other, "/**\n * {@code key=VALUE}\n */\nservice A {}\n"),
        ] {
            assert!(is_prose_in(format, &format!("\n{text}")), "{text}");
        }
        for (format, text) in [
            (Format::Code, "@doc \"\"\"\nSigns.\n\"\"\"\ndef sign, do: \"VALUE\"\n"),
            (Format::Code, "=head1 USE\n\n=cut\n\nmy $key = 'VALUE';\n"),
            (Format::Code, "x = \"\"\"\nkey: VALUE\n\"\"\"\n"),
            (Format::Script, "<#\n.EXAMPLE\nSign -Password 'VALUE' -Server bdd.projet.fr\n#>\n"),
            (Format::Code, "--- key = \"VALUE\"\n"),
            (Format::Code, "#' key = \"VALUE\"\n"),
            (Format::Code, "glob('/srv/**')\nkey = 'VALUE'\n/* a */\n"),
            (Format::Other, "--- key=VALUE\n"),
            (Format::Other, "exclude=/var/**\nkey=VALUE\n"),
            (Format::Other, "sync '/srv/**'\nkey=VALUE\n"),
            (Format::Other, "/**\nkey=VALUE\n"),
            (Format::Other, "/**\nkey=VALUE\n*/\n"),
            (Format::Other, "/** Signs. */\nkey = VALUE\n"),
            (Format::Settings, "/**\nkey = VALUE\n*/\n"),
        ] {
            assert!(!is_prose_in(format, &format!("\n{text}")), "{text}");
        }
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
