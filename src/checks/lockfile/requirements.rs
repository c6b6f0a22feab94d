//! Lists of Python requirements (pip, “Requirements File Format”): lines that
//! name a package, and whether each has an exact version.

use crate::finding::Location;
use crate::project::Project;
use crate::snapshot::File;

/// True when a text declares at least one dependency.
pub(super) fn declares(text: &str) -> bool {
    text.lines().map(str::trim).any(|line| !line.is_empty() && !line.starts_with(['#', '-']))
}

/// The first version left open by the lists of requirements among `manifests`:
/// `None` when there is no such list, `Some(None)` when all are exact.
pub(super) fn open_version(project: &Project<'_>, manifests: &[&File]) -> Option<Option<Location>> {
    let lists: Vec<&&File> = manifests.iter().filter(|file| file.extension() == "txt").collect();
    if lists.is_empty() {
        return None;
    }
    let open = lists.iter().find_map(|file| {
        let text = project.text(file)?;
        let at = text.lines().position(is_open)?;
        Some(Location::line(&file.path, at + 1))
    });
    Some(open)
}

/// True for a line that names a package without an exact version, address or file.
fn is_open(line: &str) -> bool {
    let line = line.split(" #").next().unwrap_or_default().trim();
    let named = line.starts_with(|first: char| first.is_ascii_alphanumeric());
    named
        && !["==", " @ ", "://", "--hash"].iter().any(|exact| line.contains(exact))
        && !is_file(line)
}

fn is_file(line: &str) -> bool {
    [".whl", ".tar.gz", ".zip"].iter().any(|end| line.ends_with(end)) || line.contains('/')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_exact_versions_are_closed() {
        for line in ["django", "django>=4", "django~=4.2 # lts"] {
            assert!(is_open(line), "{line}");
        }
        for line in
            ["", "# x", "-r base.txt", "django==4.2", "a @ https://forge.example.org/a.zip", "-e ."]
        {
            assert!(!is_open(line), "{line}");
        }
        assert!(!declares("# nothing\n-r base.txt\n"));
    }
}
