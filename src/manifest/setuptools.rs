//! setuptools: what `setup.cfg` and the literals of `setup.py` ask for. The
//! program is not run: a list that it computes is told.

use super::requirements::requirement;
use super::source::Malformed;
use super::{Component, Ecosystem, Listing, Scope};
use crate::text;
use crate::text::line::{LineStarts, position};
use regex::Regex;
use std::sync::LazyLock;

static ARGUMENT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"\b(install_requires|extras_require|tests_require)\s*=\s*").expect("constant")
});
static STRING: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r##"r?"([^"\\\n]*)"|r?'([^'\\\n]*)'|#[^\n]*"##).expect("constant"));
static VARIABLE: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"^([A-Za-z_]\w*)\s*[,)\n]").expect("constant"));

/// The most arguments read in one program.
const MOST_ARGUMENTS: usize = 64;

fn add(listing: &mut Listing, written: &str, scope: Scope, line: usize) {
    if let Some((name, version)) = requirement(written) {
        let mut component = Component::new(Ecosystem::Python, name, line);
        (component.version, component.scope, component.direct) = (version, scope, Some(true));
        listing.components.push(component);
    }
}

/// Reads `setup.cfg`: `install_requires` of `[options]`, and the extras.
pub(super) fn cfg(_path: &str, text: &str) -> Result<Listing, Malformed> {
    let mut listing = Listing::default();
    let (mut section, mut key) = ("", "");
    for (at, line) in text.lines().enumerate() {
        let plain = line.split(" #").next().unwrap_or(line);
        let words = plain.trim();
        if words.is_empty() || words.starts_with(['#', ';']) {
            continue;
        }
        if let Some(name) = words.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'))
            && !line.starts_with([' ', '\t'])
        {
            (section, key) = (name, "");
            continue;
        }
        let mut value = words;
        if !line.starts_with([' ', '\t']) {
            let Some((name, rest)) = words.split_once('=') else { continue };
            (key, value) = (name.trim(), rest.trim());
        }
        let scope = match (section, key) {
            ("options", "install_requires") => Scope::Runtime,
            ("options", "tests_require") => Scope::Development,
            ("options.extras_require", _) => Scope::Optional,
            _ => continue,
        };
        if value.starts_with("file:") || value.is_empty() {
            continue; // a requirements file, which is read by itself
        }
        let end = if scope == Scope::Optional { '\n' } else { ';' };
        add(&mut listing, value.split(end).next().unwrap_or(value), scope, at + 1);
    }
    Ok(listing)
}

/// Reads the literal arguments of `setup.py`.
pub(super) fn program(_path: &str, text: &str) -> Result<Listing, Malformed> {
    let mut listing = Listing::default();
    let lines = LineStarts::new(text);
    for (rank, found) in ARGUMENT.captures_iter(text).enumerate() {
        let scope = match &found[1] {
            "install_requires" => Scope::Runtime,
            "extras_require" => Scope::Optional,
            _ => Scope::Development,
        };
        let at = found.get(0).map_or(0, |whole| whole.end());
        // Each one is looked up in the whole file.
        if rank == MOST_ARGUMENTS {
            listing.gaps.push(computed(text, at));
            break;
        }
        let value = literal(text, at).or_else(|| {
            let name = VARIABLE.captures(&text[at..])?;
            let assigned = Regex::new(&format!(r"(?m)^{}\s*=\s*", &name[1])).ok()?;
            literal(text, assigned.find(text)?.end())
        });
        match value {
            Some((start, inside)) => strings(&mut listing, &lines, start, inside, scope),
            None if scope != Scope::Development => listing.gaps.push(computed(text, at)),
            None => {}
        }
    }
    Ok(listing)
}

/// That what is asked for at byte `at` is not told.
fn computed(text: &str, at: usize) -> Malformed {
    let (line, column) = position(text, at);
    let why = text!(
        "cette liste est calculée par le programme : elle n’est pas lue",
        "this list is computed by the program: it is not read"
    );
    Malformed::at(line, column, why)
}

/// The list or the table written at byte `at`, when strings are all it holds, and
/// where it begins.
fn literal(text: &str, at: usize) -> Option<(usize, &str)> {
    let rest = &text[at..];
    if !rest.starts_with(['[', '{', '(']) {
        return None;
    }
    let (mut depth, mut end) = (0usize, None);
    let mut skip = 0;
    for (offset, character) in rest.char_indices() {
        if offset < skip {
            continue;
        }
        // Asked only where one can begin: a search from each character is a square.
        let begins = matches!(character, '"' | '\'' | '#' | 'r');
        let string = begins.then(|| STRING.find_at(rest, offset)).flatten();
        if let Some(string) = string.filter(|found| found.start() == offset) {
            skip = string.end();
            continue;
        }
        match character {
            '[' | '{' | '(' => depth += 1,
            ']' | '}' | ')' => {
                depth -= 1;
                if depth == 0 {
                    end = Some(offset);
                    break;
                }
            }
            ',' | ':' => {}
            other if other.is_whitespace() => {}
            _ => return None,
        }
    }
    Some((at, &rest[..end?]))
}

fn strings(listing: &mut Listing, lines: &LineStarts, start: usize, inside: &str, scope: Scope) {
    for found in STRING.captures_iter(inside) {
        let Some(string) = found.get(1).or_else(|| found.get(2)) else { continue };
        // The key of a table names an extra.
        if inside[string.end() + 1..].trim_start().starts_with(':') {
            continue;
        }
        add(listing, string.as_str(), scope, lines.line(start + string.start()));
    }
}
