//! A plan as a unified diff, as `git diff` shows one.

use super::change::Change;
use similar::TextDiff;

/// Lines of context around a change.
const CONTEXT: usize = 3;

/// The unified diff of `change`. A file whose bytes are not text is named, not
/// shown.
pub fn unified(change: &Change) -> String {
    let path = &change.path;
    let before = change.before.as_deref().unwrap_or_default();
    let (Ok(before), Ok(after)) = (std::str::from_utf8(before), std::str::from_utf8(&change.after))
    else {
        return format!("Binary files a/{path} and b/{path} differ\n");
    };
    let old = if change.creates() { "/dev/null".to_string() } else { format!("a/{path}") };
    let diff = TextDiff::from_lines(before, after);
    diff.unified_diff().context_radius(CONTEXT).header(&old, &format!("b/{path}")).to_string()
}

/// The number of lines `change` adds and removes.
pub fn counts(change: &Change) -> (usize, usize) {
    let before = String::from_utf8_lossy(change.before.as_deref().unwrap_or_default());
    let after = String::from_utf8_lossy(&change.after);
    let diff = TextDiff::from_lines(before.as_ref(), after.as_ref());
    diff.iter_all_changes().fold((0, 0), |(added, removed), line| match line.tag() {
        similar::ChangeTag::Insert => (added + 1, removed),
        similar::ChangeTag::Delete => (added, removed + 1),
        similar::ChangeTag::Equal => (added, removed),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lang::Text;

    fn change(before: Option<&str>, after: &str) -> Change {
        Change {
            path: "README.md".into(),
            before: before.map(|text| text.as_bytes().to_vec()),
            after: after.as_bytes().to_vec(),
            rules: vec![],
            brings: Text::same(""),
        }
    }

    #[test]
    fn a_new_file_is_compared_to_nothing() {
        let shown = unified(&change(None, "# Titre\n"));
        assert_eq!(shown, "--- /dev/null\n+++ b/README.md\n@@ -0,0 +1 @@\n+# Titre\n");
    }

    #[test]
    fn an_insertion_shows_what_stands_around_it() {
        let change = change(Some("a\nb\n"), "a\nnew\nb\n");
        assert!(
            unified(&change).contains("@@ -1,2 +1,3 @@\n a\n+new\n b\n"),
            "{}",
            unified(&change)
        );
        assert_eq!(counts(&change), (1, 0));
    }
}
