//! Reads `linguist-vendored` and `linguist-generated` out of `.gitattributes`,
//! by which a project says whose files it holds.
//!
//! Both exist for the language statistics of forges, which many projects steer
//! with patterns such as `* linguist-vendored` or `*.js linguist-vendored`. A
//! pattern that names no folder and no file tells nothing of an origin, and
//! would let a repository take all of itself out of an audit: it is left aside.

use super::classify::Class;
use super::{FileKind, SetAside, Skipped, Snapshot};
use crate::text;
use crate::text::decode::{Content, decode};
use crate::text::glob;
use globset::GlobSet;

struct Attribute {
    matcher: GlobSet,
    class: Class,
    set: bool,
    /// As it is written.
    pattern: String,
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
            let found = (1..).zip(text.lines()).flat_map(|(number, line)| {
                let read = parse(file.folder(), line).into_iter();
                read.map(move |read| ((&file.path, number), read))
            });
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
    let mut taken = vec![0; attributes.len()];
    let classes: Vec<Class> = snapshot
        .files
        .iter()
        .map(|file| {
            let (mut class, mut by) = (file.class, None);
            for (at, (_, attribute)) in attributes.iter().enumerate() {
                if attribute.matcher.is_match(&file.path) {
                    match (attribute.set, class == attribute.class) {
                        (true, _) => (class, by) = (attribute.class, Some(at)),
                        (false, true) => (class, by) = (Class::Own, None),
                        (false, false) => {}
                    }
                }
            }
            // What its place tells already was not the project's own before.
            by.filter(|_| file.is_own()).into_iter().for_each(|at| taken[at] += 1);
            class
        })
        .collect();
    let aside = attributes.into_iter().zip(taken).filter(|(_, files)| *files > 0);
    let aside = aside.map(|(((path, line), attribute), files)| {
        let Attribute { pattern, class, .. } = attribute;
        SetAside { path: path.clone(), line, pattern, class, files }
    });
    snapshot.set_aside = aside.collect();
    snapshot.files.iter_mut().zip(classes).for_each(|(file, class)| file.class = class);
    snapshot.skipped.extend(cut);
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
            let pattern = pattern.to_string();
            let matcher = matcher.clone();
            (!set || !statistics).then_some(Attribute { matcher, class, set, pattern })
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
    glob::glob(&glob, true)
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
