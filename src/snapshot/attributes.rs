//! Reads `linguist-vendored` and `linguist-generated` out of `.gitattributes`,
//! by which a project says whose files it holds.
//!
//! Both exist for the language statistics of forges, which many projects steer
//! with patterns such as `* linguist-vendored` or `*.js linguist-vendored`. A
//! pattern that names no folder and no file tells nothing of an origin, and
//! would let a repository take all of itself out of an audit: it is left aside.

use super::classify::Class;
use super::{FileKind, Skipped, Snapshot};
use crate::text;
use crate::text::decode::{Content, decode};
use crate::text::pattern;
use globset::GlobSet;

struct Attribute {
    matcher: GlobSet,
    class: Class,
    set: bool,
}

/// No more attributes than this are applied: each is compared with each file.
const MOST: usize = 500;

/// Applies every `.gitattributes` of the snapshot to the class of its files.
/// As in git, the last matching line wins, and deeper files come later.
pub(crate) fn apply(snapshot: &mut Snapshot) {
    let (mut attributes, mut cut) = (Vec::new(), None);
    let reader = snapshot.reader();
    let files = snapshot.files.iter();
    for file in files.filter(|f| f.name() == ".gitattributes" && f.kind == FileKind::Regular) {
        let Ok(read) = reader.read(file) else { continue };
        if let Content::Text(text) = decode(&read.bytes) {
            let found = text.lines().flat_map(|line| parse(file.folder(), line));
            attributes.extend(found.take(MOST + 1 - attributes.len()));
            if attributes.len() > MOST {
                attributes.truncate(MOST);
                let path = file.path.clone();
                let reason = text!(
                    "les attributs linguist-* au-delà des {MOST} premiers n’ont pas été appliqués",
                    "the linguist-* attributes after the first {MOST} were not applied"
                );
                cut = Some(Skipped { path, reason, incomplete: false });
                break;
            }
        }
    }
    drop(reader);
    snapshot.skipped.extend(cut);
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
    if !line.contains("linguist-") {
        return Vec::new();
    }
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
/// folder of its file; braces stand for themselves (gitattributes(5)).
fn matcher(folder: &str, pattern: &str) -> Option<GlobSet> {
    let base = if folder.is_empty() { String::new() } else { format!("{folder}/") };
    let anchored = pattern.trim_end_matches('/').contains('/');
    let pattern = pattern.trim_start_matches('/').replace('{', "[{]").replace('}', "[}]");
    let glob = if anchored { format!("{base}{pattern}") } else { format!("{base}**/{pattern}") };
    pattern::glob(&glob, true)
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

    #[test]
    fn braces_are_no_alternatives() {
        let braces = matcher("", "a/{b,c}.js").expect("a pattern");
        assert!(braces.is_match("a/{b,c}.js") && !braces.is_match("a/b.js"));
        assert!(matcher("", &"{a,".repeat(400)).is_none());
    }
}
