//! The section of a file of settings that a value stands in: `test:` and what is
//! indented below it, `[development]` and what follows it.

use super::format::Format;
use super::name::words;
use crate::secrets::lists::{Names, list};
use memchr::memrchr;
use std::sync::LazyLock;

/// Words of the names of sections whose values are made up.
static MADE_UP: Names = LazyLock::new(|| list("section.made-up"));

/// Lines above a value that are read, at most.
const LINES: usize = 400;
/// Bytes of them.
const REACH: usize = 16 * 1024;

/// Where the section of tests or of developers starts in which `at` stands in `text`;
/// `None` when it stands in none, or in prose.
pub(super) fn made_up(text: &[u8], at: usize, format: Format) -> Option<usize> {
    if matches!(format, Format::Prose | Format::Markup | Format::Sql) {
        return None;
    }
    let low = at.saturating_sub(REACH);
    let mut end = at.min(text.len());
    let mut depth = usize::MAX;
    for _ in 0..LINES {
        let start = memrchr(b'\n', &text[low..end]).map_or(low, |found| low + found + 1);
        let line = &text[start..end];
        let body = line.trim_ascii_start();
        let indent = line.len() - body.len();
        let hollow = body.is_empty() || body.starts_with(b"#") || body.starts_with(b"//");
        let header = format == Format::Settings && indent == 0 && body.starts_with(b"[");
        if header {
            let name = &body[1..body.iter().position(|b| *b == b']').unwrap_or(1)];
            return is_made_up(name).then_some(start);
        }
        if !hollow && indent < depth {
            // The line of the value itself gives its depth.
            if depth != usize::MAX && opened(body).is_some_and(is_made_up) {
                return Some(start);
            }
            depth = indent;
        }
        // Nothing but a header is above what is not indented.
        if start <= low || (depth == 0 && format != Format::Settings) {
            return None;
        }
        end = start - 1;
    }
    None
}

/// The name of the section that `line` opens: nothing follows its tie but what opens a
/// table, an anchor or a comment.
fn opened(line: &[u8]) -> Option<&[u8]> {
    let tie = line.iter().position(|b| matches!(b, b':' | b'='))?;
    let name = line[..tie].trim_ascii();
    let name = name.strip_prefix(b"\"").or_else(|| name.strip_prefix(b"'")).unwrap_or(name);
    let name = name.strip_suffix(b"\"").or_else(|| name.strip_suffix(b"'")).unwrap_or(name);
    let part = |b: &u8| b.is_ascii_alphanumeric() || b" _-.@/:".contains(b) || *b >= 0x80;
    if !name.iter().all(part) {
        return None;
    }
    let after = line[tie + 1..].strip_prefix(b">").unwrap_or(&line[tie + 1..]).trim_ascii();
    let opens = matches!(after.first(), None | Some(b'{' | b'&' | b'#' | b'['));
    opens.then_some(name)
}

/// True for the name of a section of tests or of developers, alone or with others:
/// `test`, `env.test`.
fn is_made_up(name: &[u8]) -> bool {
    words(name).iter().any(|word| MADE_UP.contains(&word.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_section_of_a_value_is_the_one_it_is_indented_in() {
        let rails = "production:\n  key: a\n\ntest: &t\n  # d\n  key: VALUE\nlast:\n  key: b\n";
        let json =
            "{\n  \"development\": {\n    \"db\": {\n      \"x\": \"VALUE\"\n    }\n  }\n}\n";
        let ini = "[prod]\nx = a\n[env.test]\ny = VALUE\n[last]\nz = b\n";
        let code = "module.exports = {\n  test: {\n    password: 'VALUE',\n  },\n};\n";
        for (text, format) in [
            (rails, Format::Settings),
            (json, Format::Json),
            (ini, Format::Settings),
            (code, Format::Code),
        ] {
            let at = text.find("VALUE").expect("value");
            let start = made_up(text.as_bytes(), at, format).expect(text);
            assert!(text[start..].trim_start().contains("VALUE"), "{text}");
            assert!(made_up(text.as_bytes(), text.len() - 2, format).is_none(), "{text}");
        }
    }

    #[test]
    fn a_value_beside_a_section_is_not_in_it() {
        for text in [
            "test:\n  a: b\nkey: VALUE\n",
            "production:\n  key: VALUE\n",
            "test: 1\n  key: VALUE\n",
            "test('a', () => {\n  key: VALUE\n",
            "[prod]\ntest = 1\nkey = VALUE\n",
            "latest:\n  key: VALUE\n",
        ] {
            let at = text.find("VALUE").expect("value");
            assert_eq!(made_up(text.as_bytes(), at, Format::Settings), None, "{text}");
        }
    }
}
