//! Manifests that are programs, or lines of `key: value`: what they say plainly
//! is read, nothing is evaluated.

use super::{declared, in_file, several};
use crate::licence::statements::Declaration;
use regex::Regex;
use std::sync::LazyLock;

macro_rules! pattern {
    ($name:ident, $source:expr) => {
        static $name: LazyLock<Regex> = LazyLock::new(|| Regex::new($source).expect("constant"));
    };
}

pattern!(GRADLE, r#"(?s)\blicen[cs]e\s*\{[^}]*?\bname\s*(?:=|\.set\()?\s*\(?["']([^"']+)["']"#);
pattern!(GEM, r#"(?m)^[^#\n]*\.licenses?\s*=\s*(.+)$"#);
pattern!(MIX, r#"(?s)\blicenses:\s*\[(.*?)\]"#);
pattern!(CLOJURE, r#"(?s):licen[cs]e\s*\{[^}]*?:name\s+"([^"]+)""#);
pattern!(CABAL, r"(?mi)^license:[ \t]*(\S.*?)[ \t]*\r?$");
pattern!(CABAL_FILE, r"(?mi)^license-files?:[ \t]*(\S.*?)[ \t]*\r?$");
pattern!(R, r"(?m)^License:[ \t]*(\S.*(?:\n[ \t]+\S.*)*)");
pattern!(QUOTED, r#""([^"\r\n]+)"|'([^'\r\n]+)'"#);

/// The strings that a list of a program holds.
fn strings(list: &str) -> Vec<String> {
    let list = list.split('#').next().unwrap_or(list);
    let found =
        QUOTED.captures_iter(list).filter_map(|found| found.get(1).or_else(|| found.get(2)));
    found.map(|string| string.as_str().to_string()).collect()
}

fn one(path: &str, text: &str, pattern: &Regex) -> Vec<Declaration> {
    let found = pattern.captures(text).and_then(|found| found.get(1));
    found.map(|value| declared(path, text, value.start(), value.as_str())).into_iter().collect()
}

/// Gradle: the `license` block of the published POM.
pub(super) fn gradle(path: &str, text: &str) -> Vec<Declaration> {
    one(path, text, &GRADLE)
}

/// RubyGems: `license =` or `licenses =`, a list of which any may be chosen.
pub(super) fn gemspec(path: &str, text: &str) -> Vec<Declaration> {
    let Some(value) = GEM.captures(text).and_then(|found| found.get(1)) else { return Vec::new() };
    several(path, text, value.start(), &strings(value.as_str()), true).into_iter().collect()
}

/// Hex: `licenses:` of the package; all of them apply (Hex documentation,
/// `mix hex.build`).
pub(super) fn mix(path: &str, text: &str) -> Vec<Declaration> {
    let Some(value) = MIX.captures(text).and_then(|found| found.get(1)) else { return Vec::new() };
    several(path, text, value.start(), &strings(value.as_str()), false).into_iter().collect()
}

/// Clojure: `:license {:name …}`.
pub(super) fn clojure(path: &str, text: &str) -> Vec<Declaration> {
    one(path, text, &CLOJURE)
}

/// Cabal: `license:`, or `license-file:` alone.
pub(super) fn cabal(path: &str, text: &str) -> Vec<Declaration> {
    let found = one(path, text, &CABAL);
    if !found.is_empty() {
        return found;
    }
    let file = CABAL_FILE.captures(text).and_then(|found| found.get(1));
    file.map(|file| in_file(path, text, file.start(), file.as_str())).into_iter().collect()
}

/// R: alternatives parted by `|`; `+ file LICENSE` adds only the year and the
/// holder (Writing R Extensions, § Licensing).
pub(super) fn r_package(path: &str, text: &str) -> Vec<Declaration> {
    if !text.lines().any(|line| line.starts_with("Package:")) {
        return Vec::new();
    }
    let Some(value) = R.captures(text).and_then(|found| found.get(1)) else { return Vec::new() };
    let mut names: Vec<String> = Vec::new();
    let mut files: Vec<String> = Vec::new();
    for option in value.as_str().split('|') {
        let mut parts = option.split('+').map(str::trim);
        let first = parts.next().unwrap_or_default();
        match first.strip_prefix("file ") {
            Some(file) => files.push(file.trim().to_string()),
            None if !first.is_empty() => names.push(r_name(first)),
            None => {}
        }
    }
    if let (true, Some(file)) = (names.is_empty(), files.first()) {
        return vec![in_file(path, text, value.start(), file)];
    }
    several(path, text, value.start(), &names, true).into_iter().collect()
}

/// R writes `BSD_3_clause`, `GPL-3` for version 3 alone, and `GPL (>= 3)`.
fn r_name(name: &str) -> String {
    let gnu = ["GPL-2", "GPL-3", "LGPL-2", "LGPL-2.1", "LGPL-3", "AGPL-3"];
    match gnu.contains(&name) {
        true => format!("{name}{}-only", if name.contains('.') { "" } else { ".0" }),
        false => name.replace('_', " "),
    }
}
