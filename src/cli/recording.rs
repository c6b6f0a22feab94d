//! The commands that look over what was written, and record it in git: the files by name,
//! and nothing else that a work tree holds.

use crate::render::escape;
use crate::render::placed::git;
use crate::text::show::shell_quoted;
use std::path::Path;

/// How the files of a repository are named in commands about it.
pub(super) struct Recording {
    git: String,
    /// What stands before a path from the root, where commands run elsewhere.
    from: &'static str,
}

impl Recording {
    /// In the repository whose files are at `root`, that a person named `place`, and that
    /// commands call `folder`.
    pub(super) fn of((root, place): (&Path, &Path), folder: &str) -> Recording {
        let same = |path: &Path| path.canonicalize().ok();
        let at_root = same(root) == same(place);
        Recording { git: git(folder), from: if at_root { "" } else { ":/" } }
    }

    /// What shows the differences of files: git notes first those of `created`, which it may
    /// not know.
    pub(super) fn diff(&self, created: &[&str]) -> String {
        let git = &self.git;
        // What git does not know yet is in no difference.
        match created {
            [] => format!("{git} diff"),
            _ => format!("{git} add -N{} && {git} diff", self.named(created)),
        }
    }

    /// What records the files at `paths`, `signed` off or not.
    pub(super) fn commit(&self, paths: &[&str], signed: bool) -> String {
        let (git, signed) = (&self.git, if signed { " -s" } else { "" });
        format!("{git} add{} && {git} commit{signed}", self.named(paths))
    }

    fn named(&self, paths: &[&str]) -> String {
        let named =
            |path: &&str| format!(" {}", shell_quoted(&escape(&format!("{}{path}", self.from))));
        paths.iter().map(named).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_named_from_where_the_command_runs() {
        let place = tempfile::tempdir().expect("folder");
        let root = place.path();
        std::fs::create_dir(root.join("src")).expect("folder");
        let at = Recording::of((root, root), "");
        assert_eq!(at.diff(&[]), "git diff");
        assert_eq!(at.diff(&["LICENSE"]), "git add -N LICENSE && git diff");
        assert_eq!(
            at.commit(&["a b.md", "LICENSE"], true),
            "git add 'a b.md' LICENSE && git commit -s"
        );
        let below = Recording::of((root, &root.join("src")), "src");
        assert_eq!(
            below.commit(&["LICENSE"], false),
            "git -C src add :/LICENSE && git -C src commit"
        );
    }
}
