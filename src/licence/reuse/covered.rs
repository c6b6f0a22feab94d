//! Which files must carry licensing information (REUSE specification 3.3,
//! "Covered and ignored Files").

/// A path of the project, as the version control system knows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry<'a> {
    /// Path from the root of the project, with `/`.
    pub path: &'a str,
    /// What stands there.
    pub kind: Kind,
    /// Size in bytes of a regular file.
    pub size: u64,
}

/// What a path is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A regular file.
    File,
    /// A symbolic link.
    Link,
    /// A submodule.
    Submodule,
}

/// Folders of version control systems, and of REUSE itself.
const IGNORED_FOLDERS: [&str; 5] = [".git", ".hg", ".sl", "LICENSES", ".reuse"];

/// The folder whose subfolders are other projects (Meson).
const SUBPROJECTS: &str = "subprojects";

/// Licences whose text is taken for licensing information of the file itself
/// and which other readers leave out by name, wherever they stand.
const MISREAD_TEXTS: [&str; 3] = ["CAL-1.0", "CAL-1.0-Combined-Work-Exception", "SHL-2.1"];

impl<'a> Entry<'a> {
    /// The last part of the path.
    pub fn name(&self) -> &'a str {
        self.path.rsplit('/').next().unwrap_or_default()
    }

    /// True when the file must have licensing information.
    pub fn is_covered(&self) -> bool {
        self.kind == Kind::File
            && self.size > 0
            && !is_ignored_name(self.name())
            && !in_ignored_folder(self.path)
    }

    /// True for a `REUSE.toml` that is read.
    pub fn is_reuse_toml(&self) -> bool {
        self.kind == Kind::File && self.name() == "REUSE.toml" && !in_ignored_folder(self.path)
    }
}

/// True when one of the folders of `path` is outside of the project.
fn in_ignored_folder(path: &str) -> bool {
    let Some((folders, _)) = path.rsplit_once('/') else { return false };
    let mut parent = "";
    for folder in folders.split('/') {
        if parent == SUBPROJECTS || IGNORED_FOLDERS.contains(&folder) {
            return true;
        }
        parent = folder;
    }
    false
}

/// True for the names that are never covered.
fn is_ignored_name(name: &str) -> bool {
    let licence = ["LICENSE", "LICENCE", "COPYING"].iter().any(|start| {
        name.strip_prefix(start).is_some_and(|rest| rest.is_empty() || rest.starts_with(['-', '.']))
    });
    let text = MISREAD_TEXTS.iter().any(|id| {
        let rest = name.strip_prefix(id);
        rest.is_some_and(|rest| rest.is_empty() || (rest.len() > 1 && rest.starts_with('.')))
    });
    licence
        || text
        || matches!(name, ".git" | ".hgtags" | "REUSE.toml")
        || name.ends_with(".license")
        || is_spdx_document(name)
}

/// True for the formats of the SPDX specification 2.3, clause 4.4.
fn is_spdx_document(name: &str) -> bool {
    [".spdx", ".spdx.rdf", ".spdx.json", ".spdx.xml", ".spdx.yaml", ".spdx.yml"]
        .iter()
        .any(|end| name.ends_with(end))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn covered(path: &str) -> bool {
        Entry { path, kind: Kind::File, size: 1 }.is_covered()
    }

    #[test]
    fn each_exception_of_the_specification_is_left_out() {
        for path in [
            "LICENSES/MIT.txt",
            "LICENSE",
            "src/LICENCE.md",
            "COPYING.GPL",
            "LICENSE-MIT",
            ".git/config",
            "REUSE.toml",
            "docs/REUSE.toml",
            ".reuse/dep5",
            "cat.jpg.license",
            "sbom.spdx.json",
            "a.spdx",
            "subprojects/zlib/zlib.c",
            "lib/subprojects/zlib/zlib.c",
            "CAL-1.0.txt",
        ] {
            assert!(!covered(path), "{path}");
        }
        for path in [
            "README.md",
            "LICENSES.md",
            "License.txt",
            "license",
            "subprojects/zlib.wrap",
            ".gitignore",
            "src/REUSE.toml.bak",
            "spdx.json",
            "CAL-1.0x",
        ] {
            assert!(covered(path), "{path}");
        }
    }

    #[test]
    fn links_submodules_and_empty_files_are_left_out() {
        let entry = |kind, size| Entry { path: "a", kind, size }.is_covered();
        assert!(!entry(Kind::Link, 1) && !entry(Kind::Submodule, 0) && !entry(Kind::File, 0));
    }
}
