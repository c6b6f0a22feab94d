//! What a template of one's own may cost. It may come from the repository that is
//! audited, and the engine bounds instructions, not memory: a text joined to itself
//! forty times fills any machine. So such a template has no way to make a value
//! larger than those it is given: it shows them, tests them and walks through them.

use minijinja::value::Value;
use minijinja::{Environment, Error, ErrorKind, filters, tests};
use std::io::{self, Write};

/// Bytes of a text that a filter makes, and of a file that a template writes.
const LONGEST: usize = 1 << 20;
/// Instructions of a template, and bytes that all of them may write as they stand.
const FUEL: u64 = 1_000_000;
const WRITTEN: u64 = 64 << 20;

/// The tags of a template of one's own.
const TAGS: [&str; 7] = ["if", "elif", "else", "endif", "for", "endfor", "include"];

/// An environment whose filters make nothing large, for templates of which the longest
/// source has `longest` bytes.
pub(super) fn environment(longest: usize) -> Environment<'static> {
    let mut environment = Environment::empty();
    environment.set_fuel(Some((WRITTEN / longest.max(1) as u64).clamp(1_000, FUEL)));
    environment.add_filter("count", filters::length);
    environment.add_filter("d", filters::default);
    environment.add_filter("default", filters::default);
    environment.add_filter("first", filters::first);
    environment.add_filter("join", join);
    environment.add_filter("last", filters::last);
    environment.add_filter("length", filters::length);
    environment.add_filter("list", filters::list);
    environment.add_filter("lower", filters::lower);
    environment.add_filter("quoted", quoted);
    environment.add_filter("reject", filters::reject);
    environment.add_filter("rejectattr", filters::rejectattr);
    environment.add_filter("replace", replace);
    environment.add_filter("reverse", filters::reverse);
    environment.add_filter("select", filters::select);
    environment.add_filter("selectattr", filters::selectattr);
    environment.add_filter("sort", filters::sort);
    environment.add_filter("title", filters::title);
    environment.add_filter("trim", filters::trim);
    environment.add_filter("unique", filters::unique);
    environment.add_filter("upper", filters::upper);
    environment.add_test("defined", tests::is_defined);
    environment.add_test("endingwith", tests::is_endingwith);
    environment.add_test("eq", tests::is_eq);
    environment.add_test("equalto", tests::is_eq);
    environment.add_test("false", tests::is_false);
    environment.add_test("in", tests::is_in);
    environment.add_test("ne", tests::is_ne);
    environment.add_test("none", tests::is_none);
    environment.add_test("startingwith", tests::is_startingwith);
    environment.add_test("true", tests::is_true);
    environment.add_test("undefined", tests::is_undefined);
    environment
}

/// The line (from 1) of the first tag or sign of `source` that a template of one's own
/// may not use, and that tag or sign.
pub(super) fn refused(source: &str) -> Option<(usize, String)> {
    let mut at = 0;
    while let Some(open) = source[at..].find('{').map(|found| at + found) {
        let close = match source.as_bytes().get(open + 1) {
            Some(b'{') => "}}",
            Some(b'%') => "%}",
            Some(b'#') => "#}",
            _ => {
                at = open + 1;
                continue;
            }
        };
        let inside = open + 2;
        if close == "#}" {
            at = source[inside..].find(close).map_or(source.len(), |end| inside + end + 2);
            continue;
        }
        let (end, sign) = expression(source, inside, close);
        let code = source[inside..end].trim_start_matches(['-', '+']).trim_start();
        let word = code.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').next();
        let tag = word.filter(|word| close == "%}" && !TAGS.contains(word));
        let line = |at: usize| source[..at].matches('\n').count() + 1;
        if let Some(tag) = tag {
            return Some((line(inside), tag.to_string()));
        }
        if let Some((at, sign)) = sign {
            return Some((line(at), sign.to_string()));
        }
        at = end;
    }
    None
}

/// Where the code that starts at `start` of `source` ends, and the first sign in it that
/// makes a value of others: `~`, `*`, a list, a map.
fn expression(source: &str, start: usize, close: &str) -> (usize, Option<(usize, char)>) {
    let (mut quote, mut before, mut sign) = (None, ' ', None);
    let mut escaped = false;
    for (at, c) in source[start..].char_indices().map(|(at, c)| (start + at, c)) {
        match quote {
            Some(_) if escaped => escaped = false,
            Some(_) if c == '\\' => escaped = true,
            Some(open) if c == open => quote = None,
            Some(_) => {}
            None if source[at..].starts_with(close) => return (at, sign),
            None if matches!(c, '"' | '\'') => quote = Some(c),
            None => {
                let member = before.is_alphanumeric() || matches!(before, '_' | ']' | ')');
                let makes = matches!(c, '~' | '*' | '{') || (c == '[' && !member);
                if makes && sign.is_none() {
                    sign = Some((at, c));
                }
            }
        }
        before = c;
    }
    (source.len(), sign)
}

/// A file being written, refused past [`LONGEST`] bytes.
#[derive(Default)]
pub(super) struct Page(Vec<u8>);

impl Page {
    /// What was written.
    pub(super) fn text(self) -> String {
        String::from_utf8_lossy(&self.0).into_owned()
    }
}

impl Write for Page {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.0.len() + bytes.len() > LONGEST {
            return Err(io::Error::from(io::ErrorKind::FileTooLarge));
        }
        self.0.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// `text` as a string of JSON, which YAML reads too.
fn quoted(text: &str) -> Result<String, Error> {
    bounded(serde_json::Value::from(text).to_string())
}

fn join(values: &Value, separator: Option<&str>) -> Result<String, Error> {
    let mut joined = String::new();
    for (at, value) in values.try_iter()?.enumerate() {
        if at > 0 {
            joined.push_str(separator.unwrap_or_default());
        }
        joined.push_str(&value.to_string());
        joined = bounded(joined)?;
    }
    Ok(joined)
}

fn replace(text: &str, from: &str, to: &str) -> Result<String, Error> {
    match text.matches(from).count().saturating_mul(to.len()) {
        0..LONGEST => bounded(text.replace(from, to)),
        _ => Err(too_long()),
    }
}

fn bounded(text: String) -> Result<String, Error> {
    if text.len() > LONGEST { Err(too_long()) } else { Ok(text) }
}

fn too_long() -> Error {
    Error::new(ErrorKind::InvalidOperation, "a text of more than 1 MiB")
}

#[cfg(test)]
mod test {
    use super::*;
    use minijinja::context;

    #[test]
    fn what_makes_values_grow_is_refused_with_its_line() {
        let refused = |source| refused(source).map(|(line, sign)| format!("{line}{sign}"));
        assert_eq!(refused("a\n{% set s = 'x' %}").as_deref(), Some("2set"));
        assert_eq!(refused("{%- macro m() %}").as_deref(), Some("1macro"));
        assert_eq!(refused("{{ a ~ b }}").as_deref(), Some("1~"));
        assert_eq!(refused("{% for a in\n [b, b] %}").as_deref(), Some("2["));
        assert_eq!(refused("{{ 'a' * 9 }}").as_deref(), Some("1*"));
        let usual = "{# ~ #} { ~ {% if a[0].b == '~ }} [' %}{{ a.b[1:] | quoted }}{% endif %} ~";
        assert_eq!(refused(usual), None);
    }

    #[test]
    fn a_chain_of_filters_makes_nothing_large() {
        let mut environment = environment(100);
        for chain in ["quoted", "replace('\"', '\"\"\"\"')", "join('yyyyyyyyyy')"] {
            let source = format!("{{{{ x | {} }}}}", vec![chain; 40].join(" | "));
            environment.add_template_owned("t", source).expect("template");
            let template = environment.get_template("t").expect("template");
            assert!(template.render(context! { x => "\"\"" }).is_err(), "{chain}");
        }
    }

    #[test]
    fn a_page_is_bounded() {
        let mut page = Page::default();
        page.write_all(&vec![b'x'; LONGEST]).expect("room");
        assert!(page.write_all(b"x").is_err());
        assert_eq!(page.text().len(), LONGEST);
    }
}
