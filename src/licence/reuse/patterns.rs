//! The paths of a table: as few patterns as say exactly which files are meant.

use std::collections::{BTreeMap, BTreeSet};

/// Files of one folder beyond which they are named together.
const FEW: usize = 3;

/// Patterns that match every path of `wanted` and none of `refused`.
pub(crate) fn covering(wanted: &BTreeSet<&str>, refused: &BTreeSet<&str>) -> Vec<String> {
    globs("", wanted, refused)
}

/// The same for paths that are all under `folder`.
fn globs(folder: &str, wanted: &BTreeSet<&str>, refused: &BTreeSet<&str>) -> Vec<String> {
    let mut globs = Vec::new();
    let children = by_child(folder, wanted);
    let shut = by_child(folder, refused);
    let files: Vec<&str> =
        children.iter().filter(|(_, inside)| inside.is_none()).map(|(name, _)| *name).collect();
    let alone = shut.values().all(Option::is_some);
    if files.len() > FEW && alone {
        globs.push(format!("{}*", escaped(folder)));
    } else {
        globs.extend(files.iter().map(|name| escaped(&format!("{folder}{name}"))));
    }
    for (name, inside) in &children {
        let Some(inside) = inside else { continue };
        let below = format!("{folder}{name}/");
        match shut.get(name) {
            Some(Some(shut)) => globs.extend(self::globs(&below, inside, shut)),
            _ => globs.push(format!("{}**", escaped(&below))),
        }
    }
    globs
}

/// The paths under `folder` by their next part: nothing for a file, what it
/// holds for a folder.
fn by_child<'p>(
    folder: &str,
    paths: &BTreeSet<&'p str>,
) -> BTreeMap<&'p str, Option<BTreeSet<&'p str>>> {
    let mut children: BTreeMap<&str, Option<BTreeSet<&str>>> = BTreeMap::new();
    for path in paths {
        let Some(rest) = path.strip_prefix(folder) else { continue };
        match rest.split_once('/') {
            Some((name, _)) => {
                children.entry(name).or_default().get_or_insert_default().insert(path);
            }
            None => drop(children.entry(rest).or_default()),
        }
    }
    children
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
    }
}
