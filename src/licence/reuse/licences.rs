//! The licence files of a project, those of `LICENSES/` (REUSE specification
//! 3.3, "License Files").

use super::covered::{Entry, Kind};
use crate::licence::expression::ids;

/// The folder of licence files.
const FOLDER: &str = "LICENSES/";

/// A licence file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LicenceFile {
    /// The SPDX identifier its name stands for.
    pub id: String,
    /// Its path.
    pub path: String,
    /// Whether that identifier exists.
    pub standing: Standing,
    /// False when the name has no extension after the identifier.
    pub extension: bool,
}

/// What is known of an identifier.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// It is on the SPDX licence list, or it is a well-formed `LicenseRef-`.
    Known,
    /// It is on the list, which advises another one.
    Deprecated,
    /// It is neither on the list nor a `LicenseRef-`.
    Bad,
}

/// The licence files among `entries`, in order.
pub(crate) fn licence_files(entries: &[Entry<'_>]) -> Vec<LicenceFile> {
    entries.iter().filter_map(licence_file).collect()
}

fn licence_file(entry: &Entry<'_>) -> Option<LicenceFile> {
    let inside = entry.path.strip_prefix(FOLDER)?;
    let hidden = inside.split('/').any(|part| part.starts_with('.'));
    let name = entry.name();
    if hidden || entry.kind == Kind::Submodule || name.ends_with(".license") {
        return None;
    }
    let (stem, extension) = match name.rsplit_once('.') {
        Some((stem, end)) if !stem.is_empty() && !end.is_empty() => (stem, true),
        _ => (name, false),
    };
    let path = entry.path.to_string();
    if extension && (ids::deprecated(stem).is_some() || is_licence_ref(stem)) {
        let standing = standing(stem);
        return Some(LicenceFile { id: stem.to_string(), path, standing, extension: true });
    }
    // `GPL-3.0-or-later` without extension: what follows its dot is none.
    let (id, extension) = match ids::deprecated(name) {
        Some(_) => (name, false),
        None => (stem, true),
    };
    Some(LicenceFile { id: id.to_string(), path, standing: standing(id), extension })
}

/// What is known of the identifier `id`.
pub(crate) fn standing(id: &str) -> Standing {
    match ids::deprecated(id) {
        Some(true) => Standing::Deprecated,
        Some(false) => Standing::Known,
        None if is_licence_ref(id) && !id.contains("Unknown") => Standing::Known,
        None => Standing::Bad,
    }
}

/// True for a well-formed `LicenseRef-` (SPDX specification 2.3, clause 10.1).
fn is_licence_ref(id: &str) -> bool {
    id.strip_prefix("LicenseRef-").is_some_and(|name| {
        !name.is_empty()
            && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '.'))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(path: &str) -> Option<(String, Standing, bool)> {
        let found = licence_file(&Entry { path, kind: Kind::File, size: 1 })?;
        Some((found.id, found.standing, found.extension))
    }

    #[test]
    fn a_name_stands_for_an_identifier() {
        use Standing::{Bad, Deprecated, Known};
        for (path, id, standing, extension) in [
            ("LICENSES/MIT.txt", "MIT", Known, true),
            ("LICENSES/GPL-3.0-or-later.md", "GPL-3.0-or-later", Known, true),
            ("LICENSES/GPL-3.0-or-later", "GPL-3.0-or-later", Known, false),
            ("LICENSES/GPL-3.0.txt", "GPL-3.0", Deprecated, true),
            ("LICENSES/MIT", "MIT", Known, false),
            ("LICENSES/LicenseRef-Logo.txt", "LicenseRef-Logo", Known, true),
            ("LICENSES/LicenseRef-Logo", "LicenseRef-Logo", Known, true),
            ("LICENSES/LicenseRef-My_Logo.txt", "LicenseRef-My_Logo", Bad, true),
            ("LICENSES/sub/mit.txt", "mit", Bad, true),
            ("LICENSES/Classpath-exception-2.0.txt", "Classpath-exception-2.0", Known, true),
            ("LICENSES/GPL-2.0+.txt", "GPL-2.0+", Deprecated, true),
            ("LICENSES/NONE.txt", "NONE", Bad, true),
        ] {
            assert_eq!(file(path), Some((id.to_string(), standing, extension)), "{path}");
        }
        assert_eq!(file("LICENSES/MIT.txt.license"), None);
        assert_eq!(file("LICENSES/.gitkeep"), None);
        assert_eq!(file("src/LICENSES/MIT.txt"), None);
    }
}
