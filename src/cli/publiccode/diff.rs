//! The change about to be made, as a unified diff.

use similar::TextDiff;

/// The unified diff from `before` to `after`, both being the file `name`.
pub fn unified(before: &str, after: &str, name: &str) -> String {
    TextDiff::from_lines(before, after)
        .unified_diff()
        .context_radius(3)
        .header(&format!("a/{name}"), &format!("b/{name}"))
        .to_string()
}
