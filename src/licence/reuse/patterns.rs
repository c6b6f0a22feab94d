//! The paths of a table: as few patterns as say exactly which files are meant.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::ops::Bound::{Excluded, Included, Unbounded};

/// Files of one folder beyond which they are named together.
const FEW: usize = 3;

/// Patterns that match every path of `wanted` and none of `refused`.
///
/// A path is as deep as whoever wrote it wishes: folders are told by their text, never one
/// within another.
pub(crate) fn covering(wanted: &BTreeSet<&str>, refused: &BTreeSet<&str>) -> Vec<String> {
    let mut open: BTreeSet<&str> = BTreeSet::new();
    // By folder that holds something refused, or that is the root.
    let mut named: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for path in wanted {
        let shut = shared(path, refused);
        match path[shut.len()..].find('/') {
            Some(end) => drop(open.insert(&path[..shut.len() + end + 1])),
            None => named.entry(shut).or_default().push(path),
        }
    }
    let refusing: HashSet<&str> = refused.iter().map(|path| folder(path)).collect();
    let mut globs: BTreeMap<&str, String> = BTreeMap::new();
    for (folder, files) in named {
        if files.len() > FEW && !refusing.contains(folder) {
            globs.insert(folder, format!("{}*", escaped(folder)));
        } else {
            globs.extend(files.into_iter().map(|path| (path, escaped(path))));
        }
    }
    globs.extend(open.into_iter().map(|folder| (folder, format!("{}**", escaped(folder)))));
    globs.into_values().collect()
}

/// The deepest folder of `path` that holds one of `others`, or the root: in their order,
/// the neighbours of `path` are those that start most as it does.
fn shared<'p>(path: &'p str, others: &BTreeSet<&str>) -> &'p str {
    let before = others.range::<str, _>((Unbounded, Excluded(path))).next_back();
    let after = others.range::<str, _>((Included(path), Unbounded)).next();
    let same = |other: &&str| path.bytes().zip(other.bytes()).take_while(|(a, b)| a == b).count();
    let most = before.into_iter().chain(after).map(same).max().unwrap_or_default();
    let slash = path.as_bytes()[..most].iter().rposition(|byte| *byte == b'/');
    &path[..slash.map_or(0, |at| at + 1)]
}

/// The folder of `path`, with the slash that ends it; empty for the root.
fn folder(path: &str) -> &str {
    &path[..path.rfind('/').map_or(0, |at| at + 1)]
}

/// `path` where no character stands for others.
fn escaped(path: &str) -> String {
    path.replace('\\', "\\\\").replace('*', "\\*")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cover(wanted: &[&str], refused: &[&str]) -> Vec<String> {
        covering(&wanted.iter().copied().collect(), &refused.iter().copied().collect())
    }

    #[test]
    fn folders_are_named_when_nothing_in_them_is_refused() {
        assert_eq!(cover(&["src/a.c", "src/b/c.c"], &[]), ["src/**"]);
        assert_eq!(cover(&["src/a.c", "src/b/c.c"], &["src/lib/z.c"]), ["src/a.c", "src/b/**"]);
        assert_eq!(cover(&["a", "b", "c", "d", "e/f"], &["g/h"]), ["*", "e/**"]);
        assert_eq!(cover(&["a", "b", "c", "d"], &["e"]), ["a", "b", "c", "d"]);
        assert_eq!(cover(&["a*b"], &["c"]), ["a\\*b"]);
        assert_eq!(cover(&["é/a", "è"], &["ê/b"]), ["è", "é/**"]);
        assert_eq!(cover(&["a-b/c", "a/d/e", "a/d.f"], &["a/d/g"]), ["a-b/**", "a/d.f", "a/d/e"]);
    }

    #[test]
    fn folders_are_as_deep_as_one_likes() {
        let deep = "a/".repeat(200_000);
        let ours: Vec<String> = (0..14).map(|at| format!("{deep}{at}.c")).collect();
        let ours: Vec<&str> = ours.iter().map(String::as_str).collect();
        assert_eq!(cover(&ours, &[]), ["a/**"]);
        assert_eq!(cover(&ours, &[&format!("{deep}b/lost.c")]), [format!("{deep}*")]);
        assert_eq!(cover(&ours, &[&format!("{deep}lost.c")]).len(), 14);
    }
}
