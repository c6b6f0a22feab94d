//! Reads `linguist-vendored` and `linguist-generated` out of `.gitattributes`,
//! by which a project says whose files it holds.
//!
//! Both exist for the language statistics of forges, which many projects steer
//! with patterns such as `* linguist-vendored` or `*.js linguist-vendored`. A
//! pattern that names no folder and no file tells nothing of an origin, and
//! would let a repository take all of itself out of an audit: it is left aside.

use super::classify::Class;
use super::{FileKind, Snapshot};
use crate::text::decode::{Content, decode};
use globset::{GlobBuilder, GlobMatcher};

struct Attribute {
    matcher: GlobMatcher,
    class: Class,
    set: bool,
}

/// Applies every `.gitattributes` of the snapshot to the class of its files.
/// As in git, the last matching line wins, and deeper files come later.
pub(crate) fn apply(snapshot: &mut Snapshot) {
    let mut attributes = Vec::new();
    let reader = snapshot.reader();
    let files = snapshot.files.iter();
    for file in files.filter(|f| f.name() == ".gitattributes" && f.kind == FileKind::Regular) {
        let Ok(read) = reader.read(file) else { continue };
        if let Content::Text(text) = decode(&read.bytes) {
            attributes.extend(text.lines().flat_map(|line| parse(file.folder(), line)));
        }
    }
    drop(reader);
    for file in &mut snapshot.files {
        for attribute in &attributes {
            if attribute.matcher.is_match(&file.path) {
                match (attribute.set, file.class == attribute.class) {
                    (true, _) => file.class = attribute.class,
                    (false, true) => file.class = Class::Own,
                    (false, false) => {}
                }
            }
        }
    }
}

fn parse(folder: &str, line: &str) -> Vec<Attribute> {
    let line = line.trim();
    let mut words = line.split_whitespace();
    let (Some(pattern), false) = (words.next(), line.starts_with('#')) else { return Vec::new() };
    let Some(matcher) = matcher(folder, pattern) else { return Vec::new() };
    let (everything, kind) = breadth(folder, pattern);
    words
        .filter_map(|word| {
            let negated = word.starts_with(['-', '!']);
            let (name, value) = word.split_once('=').unwrap_or((word, "true"));
            let class = match name.trim_start_matches(['-', '!']) {
                "linguist-vendored" => Class::Vendored,
                "linguist-generated" => Class::Generated,
                _ => return None,
            };
            let set = !negated && value != "false";
            let statistics = everything || (kind && class == Class::Vendored);
            (!set || !statistics).then(|| Attribute { matcher: matcher.clone(), class, set })
        })
        .collect()
}

/// Whether `pattern` takes every file of the repository, and whether it only
/// names a kind of files, wherever they stand (`*.js`).
fn breadth(folder: &str, pattern: &str) -> (bool, bool) {
    let name = pattern.trim_start_matches(['/', '*']);
    let everything = folder.is_empty() && name.is_empty();
    let kind = pattern.starts_with('*') && name.starts_with('.') && !name[1..].contains(['.', '/']);
    (everything, kind)
}

/// A pattern without a slash matches at any depth, one with a slash from the
/// folder of its file (gitattributes(5)).
fn matcher(folder: &str, pattern: &str) -> Option<GlobMatcher> {
    let base = if folder.is_empty() { String::new() } else { format!("{folder}/") };
    let anchored = pattern.trim_end_matches('/').contains('/');
    let pattern = pattern.trim_start_matches('/');
    let glob = if anchored { format!("{base}{pattern}") } else { format!("{base}**/{pattern}") };
    GlobBuilder::new(&glob).literal_separator(true).build().ok().map(|glob| glob.compile_matcher())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_that_steer_statistics_move_no_file() {
        for line in ["* linguist-vendored", "** linguist-generated", "*.js linguist-vendored"] {
            assert!(parse("", line).is_empty(), "{line}");
        }
        for line in [
            "*.html linguist-vendored=false",
            "*.pb.go linguist-generated",
            "*.min.js linguist-vendored",
            "libs/** linguist-vendored",
            "/dist/* linguist-generated=true",
        ] {
            assert_eq!(parse("", line).len(), 1, "{line}");
        }
        assert_eq!(parse("libs", "* linguist-vendored").len(), 1);
    }
}
