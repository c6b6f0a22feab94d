//! What is about to change, as a unified diff, the way `git diff` shows it.

use similar::{ChangeTag, DiffTag, TextDiff};
use std::ops::Range;

/// Lines of context around a change.
const CONTEXT: usize = 3;

/// The unified diff from `before` to `after`, both being the file `name`; no
/// `before` for a file that does not exist yet.
pub(crate) fn unified(before: Option<&str>, after: &str, name: &str) -> String {
    let old = if before.is_none() { "/dev/null".to_string() } else { format!("a/{name}") };
    TextDiff::from_lines(before.unwrap_or_default(), after)
        .unified_diff()
        .context_radius(CONTEXT)
        .header(&old, &format!("b/{name}"))
        .to_string()
}

/// The number of lines added and removed from `before` to `after`.
pub(crate) fn counts(before: &str, after: &str) -> (usize, usize) {
    let diff = TextDiff::from_lines(before, after);
    diff.iter_all_changes().fold((0, 0), |(added, removed), line| match line.tag() {
        ChangeTag::Insert => (added + 1, removed),
        ChangeTag::Delete => (added, removed + 1),
        ChangeTag::Equal => (added, removed),
    })
}

/// What makes `after` of `before`: ranges of lines, from 0, each with what replaces it.
pub(crate) fn replacements(before: &str, after: &str) -> Vec<(Range<usize>, String)> {
    let diff = TextDiff::from_lines(before, after);
    let added = |op| {
        let lines = diff.iter_changes(op).filter(|line| line.tag() == ChangeTag::Insert);
        lines.map(|line| line.value()).collect()
    };
    let changed = diff.ops().iter().filter(|op| op.tag() != DiffTag::Equal);
    changed.map(|op| (op.old_range(), added(op))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_file_is_compared_to_nothing() {
        let shown = unified(None, "# Titre\n", "README.md");
        assert_eq!(shown, "--- /dev/null\n+++ b/README.md\n@@ -0,0 +1 @@\n+# Titre\n");
    }

    #[test]
    fn replacements_are_ranges_of_lines() {
        let found = replacements("a\nb\nc\n", "a\nB\nc\nd\n");
        assert_eq!(found, [(1..2, "B\n".to_string()), (3..3, "d\n".to_string())]);
        assert_eq!(replacements("a\rb\rc", "a\rB\rc"), [(1..2, "B\r".to_string())]);
        assert_eq!(replacements("", "a\n"), [(0..0, "a\n".to_string())]);
        assert_eq!(replacements("a", "a\nb"), [(0..1, "a\nb".to_string())]);
    }

    #[test]
    fn an_insertion_shows_what_stands_around_it() {
        let shown = unified(Some("a\nb\n"), "a\nnew\nb\n", "README.md");
        assert!(shown.contains("@@ -1,2 +1,3 @@\n a\n+new\n b\n"), "{shown}");
        assert_eq!(counts("a\nb\n", "a\nnew\nb\n"), (1, 0));
    }
}
