//! The files of `git filter-repo --paths-from-file`: what is removed whole, and
//! what is renamed because its name says a secret.

use super::{Leak, LeakPath};

/// What git-filter-repo is told about paths.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Paths {
    /// Paths removed from the whole history, with `--invert-paths`.
    pub removed: String,
    /// Renames, in a pass of their own.
    pub renamed: String,
}

/// The paths to remove: `whole` files that are sensitive by nature, archives
/// that hold a secret; and the names to change.
pub(crate) fn paths(leaks: &[Leak], whole: &[String]) -> Paths {
    let mut removed: Vec<String> = whole.iter().map(|path| entry(path)).collect();
    let mut renamed = Vec::new();
    for leak in leaks {
        for path in &leak.paths {
            match path {
                LeakPath::Archive(path) => removed.push(entry(path)),
                LeakPath::Name(path) => {
                    let value = String::from_utf8_lossy(leak.secret.expose()).into_owned();
                    let clean = path.replace(&value, "REMOVED");
                    if !value.is_empty() && clean != *path && !path.contains(['\n', '\r']) {
                        renamed.push(format!("literal:{path}==>{clean}\n"));
                    }
                }
            }
        }
    }
    Paths { removed: joined(removed), renamed: joined(renamed) }
}

fn joined(mut lines: Vec<String>) -> String {
    lines.sort();
    lines.dedup();
    lines.concat()
}

/// A path that one line holds, or an expression that matches it alone.
fn entry(path: &str) -> String {
    if !path.contains(['\n', '\r']) && !path.contains("==>") {
        return format!("literal:{path}\n");
    }
    let escaped: String = path
        .chars()
        .map(|c| match c {
            '\n' | '\r' | '=' => format!("\\x{:02x}", u32::from(c)),
            c => regex::escape(&c.to_string()),
        })
        .collect();
    format!("regex:^{escaped}$\n")
}

#[cfg(test)]
mod tests {
    use super::super::plan::tests::leak;
    use super::*;

    #[test]
    fn whole_files_are_removed_and_telling_names_changed() {
        let mut one = leak("hunter-one", true);
        one.paths = vec![
            LeakPath::Archive("dump.zip".into()),
            LeakPath::Name("keys/hunter-one.txt".into()),
        ];
        let made = paths(&[one], &["a.kdbx".into(), "b==>c".into()]);
        assert_eq!(made.removed, "literal:a.kdbx\nliteral:dump.zip\nregex:^b\\x3d\\x3d>c$\n");
        assert_eq!(made.renamed, "literal:keys/hunter-one.txt==>keys/REMOVED.txt\n");
    }
}
