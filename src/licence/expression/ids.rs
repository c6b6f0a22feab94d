//! Identifiers of the SPDX list: how they are spelt, what replaced the
//! deprecated ones, and what a GNU identifier leaves open.

use std::collections::HashMap;
use std::sync::LazyLock;

/// Deprecated identifiers whose replacement is another identifier or a licence
/// with an exception (SPDX licence list, "deprecated" table). The GNU ones
/// keep open what they leave open.
const REPLACED: [(&str, &str, Option<&str>); 18] = [
    ("BSD-2-Clause-FreeBSD", "BSD-2-Clause-Views", None),
    ("BSD-2-Clause-NetBSD", "BSD-2-Clause", None),
    ("GPL-1.0+", "GPL-1.0-or-later", None),
    ("GPL-2.0+", "GPL-2.0-or-later", None),
    ("GPL-2.0-with-autoconf-exception", "GPL-2.0", Some("Autoconf-exception-2.0")),
    ("GPL-2.0-with-bison-exception", "GPL-2.0", Some("Bison-exception-2.2")),
    ("GPL-2.0-with-classpath-exception", "GPL-2.0", Some("Classpath-exception-2.0")),
    ("GPL-2.0-with-font-exception", "GPL-2.0", Some("Font-exception-2.0")),
    ("GPL-2.0-with-GCC-exception", "GPL-2.0", Some("GCC-exception-2.0")),
    ("GPL-3.0+", "GPL-3.0-or-later", None),
    ("GPL-3.0-with-autoconf-exception", "GPL-3.0", Some("Autoconf-exception-3.0")),
    ("GPL-3.0-with-GCC-exception", "GPL-3.0", Some("GCC-exception-3.1")),
    ("LGPL-2.0+", "LGPL-2.0-or-later", None),
    ("LGPL-2.1+", "LGPL-2.1-or-later", None),
    ("LGPL-3.0+", "LGPL-3.0-or-later", None),
    ("StandardML-NJ", "SMLNJ", None),
    ("bzip2-1.0.5", "bzip2-1.0.6", None),
    ("eCos-2.0", "GPL-2.0-or-later", Some("eCos-exception-2.0")),
];

/// Every identifier of a licence, by its lower-case spelling.
static LICENCES: LazyLock<HashMap<String, &'static str>> = LazyLock::new(|| {
    let names = spdx::identifiers::LICENSES.iter().map(|licence| licence.name);
    names.map(|name| (name.to_ascii_lowercase(), name)).collect()
});

/// Every identifier of an exception, by its lower-case spelling.
static EXCEPTIONS: LazyLock<HashMap<String, &'static str>> = LazyLock::new(|| {
    let names = spdx::identifiers::EXCEPTIONS.iter().map(|exception| exception.name);
    names.map(|name| (name.to_ascii_lowercase(), name)).collect()
});

/// The identifier of the SPDX list that `name` spells, in any case.
pub fn licence(name: &str) -> Option<&'static str> {
    LICENCES.get(&name.to_ascii_lowercase()).copied()
}

/// The exception of the SPDX list that `name` spells, in any case.
pub fn exception(name: &str) -> Option<&'static str> {
    EXCEPTIONS.get(&name.to_ascii_lowercase()).copied()
}

/// What replaces the deprecated `id`: an identifier, and an exception.
pub(super) fn replacement(id: &str) -> Option<(&'static str, Option<&'static str>)> {
    let found = REPLACED.iter().find(|(old, ..)| *old == id)?;
    Some((found.1, found.2))
}

/// The licence that a GNU identifier is about, without "only" nor "or later"
/// (`AGPL-3.0` for `AGPL-3.0-only`); nothing for other licences.
pub fn gnu_base(id: &str) -> Option<&str> {
    let base = id.strip_suffix("-or-later").or_else(|| id.strip_suffix("-only")).unwrap_or(id);
    let base = base.strip_suffix('+').unwrap_or(base);
    let (family, version) = base.rsplit_once('-')?;
    let documentation = family == "GFDL" || family.starts_with("GFDL-");
    let program = matches!(family, "AGPL" | "GPL" | "LGPL");
    let numbered = version.starts_with(|c: char| c.is_ascii_digit());
    (documentation || (program && numbered)).then_some(base)
}

/// True for a GNU identifier that says neither "only" nor "or later".
pub fn open_ended(id: &str) -> bool {
    gnu_base(id) == Some(id)
}

/// The identifier nearest to `name`, when one is near enough to be meant.
pub fn nearest(name: &str) -> Option<&'static str> {
    closest(name, spdx::identifiers::LICENSES.iter().map(|licence| licence.name))
}

/// The exception nearest to `name`, when one is near enough to be meant.
pub fn nearest_exception(name: &str) -> Option<&'static str> {
    closest(name, spdx::identifiers::EXCEPTIONS.iter().map(|exception| exception.name))
}

fn closest(name: &str, among: impl Iterator<Item = &'static str>) -> Option<&'static str> {
    let name: String = name.chars().take(64).collect::<String>().to_ascii_lowercase();
    let score = |id: &str| strsim::normalized_damerau_levenshtein(&name, &id.to_ascii_lowercase());
    among
        .map(|id| (score(id), id))
        .filter(|(score, _)| *score >= 0.75)
        .max_by(|a, b| a.0.total_cmp(&b.0).then_with(|| b.1.cmp(a.1)))
        .map(|(_, id)| id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gnu_identifiers_say_what_they_leave_open() {
        assert_eq!(gnu_base("AGPL-3.0-or-later"), Some("AGPL-3.0"));
        assert_eq!(gnu_base("GFDL-1.3-only"), Some("GFDL-1.3"));
        assert_eq!(gnu_base("MIT"), None);
        assert_eq!(gnu_base("Apache-2.0"), None);
        assert!(open_ended("LGPL-2.1") && !open_ended("LGPL-2.1-only"));
    }

    #[test]
    fn replacements_are_on_the_list() {
        for (old, new, with) in REPLACED {
            assert!(licence(old).is_some(), "{old}");
            assert!(licence(new).is_some(), "{new}");
            assert!(with.is_none_or(|with| exception(with).is_some()), "{with:?}");
        }
    }
}
