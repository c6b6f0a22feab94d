//! Paths inside the repository: bytes on disk, text in reports.

use crate::lang::Text;
use crate::text;
use std::io;
use std::path::Path;

/// Writes path bytes as text: UTF-8 as it is, other bytes as `\xNN`.
pub(crate) fn display(raw: &[u8]) -> String {
    let mut shown = String::with_capacity(raw.len());
    for chunk in raw.utf8_chunks() {
        shown.push_str(chunk.valid());
        for byte in chunk.invalid() {
            shown.push_str(&format!("\\x{byte:02x}"));
        }
    }
    shown
}

/// Resolves `target` from `folder`, both inside the repository. `None` when it
/// is absolute or climbs above the root.
pub(crate) fn join(folder: &str, target: &str) -> Option<String> {
    if target.starts_with('/') || target.contains('\\') || target.contains('\0') {
        return None;
    }
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in target.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

/// Says that the path a person `named` is not there or cannot be reached.
pub(crate) fn out_of_reach(named: &Path, error: &io::Error) -> Text {
    let shown = named.display();
    match error.kind() {
        io::ErrorKind::NotFound => {
            text!("Le chemin {shown} n’existe pas.", "The path {shown} does not exist.")
        }
        _ => text!(
            "Le chemin {shown} n’est pas accessible ({error}).",
            "The path {shown} cannot be reached ({error})."
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_that_are_not_text_are_escaped() {
        assert_eq!(display("été.md".as_bytes()), "été.md");
        assert_eq!(display(b"a\xffb"), "a\\xffb");
    }

    #[test]
    fn a_link_never_leaves_the_root() {
        assert_eq!(join("docs", "../README.md").as_deref(), Some("README.md"));
        assert_eq!(join("docs", "./a/../b.md").as_deref(), Some("docs/b.md"));
        assert_eq!(join("docs", "../../etc/passwd"), None);
        assert_eq!(join("", "/etc/passwd"), None);
    }
}
