//! Identifiers of the SPDX list: how they are spelt, what replaced the
//! deprecated ones, and what a GNU identifier leaves open.

use std::collections::HashMap;
use std::sync::LazyLock;

/// Every identifier of a licence, by its lower-case spelling.
static LICENCES: LazyLock<HashMap<String, &'static str>> = LazyLock::new(|| {
    let names = spdx::identifiers::LICENSES.iter().map(|licence| licence.name);
    let licences = names.filter(|name| !matches!(*name, "NONE" | "NOASSERTION"));
    licences.map(|name| (name.to_ascii_lowercase(), name)).collect()
});

/// Every identifier of an exception, by its lower-case spelling.
static EXCEPTIONS: LazyLock<HashMap<String, &'static str>> = LazyLock::new(|| {
    let names = spdx::identifiers::EXCEPTIONS.iter().map(|exception| exception.name);
    names.map(|name| (name.to_ascii_lowercase(), name)).collect()
});

/// The identifier of the SPDX list that `name` spells, in any case.
pub(crate) fn licence(name: &str) -> Option<&'static str> {
    LICENCES.get(&name.to_ascii_lowercase()).copied()
}

/// The exception of the SPDX list that `name` spells, in any case.
pub(crate) fn exception(name: &str) -> Option<&'static str> {
    EXCEPTIONS.get(&name.to_ascii_lowercase()).copied()
}

/// Every licence of the list: identifier and full name.
pub(crate) fn listed() -> impl Iterator<Item = (&'static str, &'static str)> {
    spdx::identifiers::LICENSES.iter().map(|licence| (licence.name, licence.full_name))
}

/// True for the identifier of a licence, as the list spells it; a final `+` is
/// passed over.
pub(crate) fn is_licence(id: &str) -> bool {
    spdx::license_id(id).is_some()
}

/// Whether `id` is a licence or an exception of the list, letter for letter, and
/// if so whether it is deprecated.
pub(crate) fn deprecated(id: &str) -> Option<bool> {
    if matches!(id, "NOASSERTION" | "NONE") {
        return None;
    }
    // `spdx::license_id` would take `MIT+` for `MIT`.
    let licences = spdx::identifiers::LICENSES;
    let found = licences.binary_search_by(|licence| licence.name.cmp(id)).ok();
    let licence = found.map(|at| licences[at].flags & spdx::flags::IS_DEPRECATED != 0);
    licence.or_else(|| spdx::exception_id(id).map(|found| found.is_deprecated()))
}

/// True for a licence or an exception that the list deprecates.
pub(crate) fn is_deprecated(id: &str) -> bool {
    deprecated(id) == Some(true)
}

/// True for a licence that the OSI approves or the FSF calls free.
pub(crate) fn is_approved(id: &str) -> bool {
    let found = spdx::license_id(id);
    found.is_some_and(|found| found.is_osi_approved() || found.is_fsf_free_libre())
}

/// True for a licence of the GNU project.
pub(crate) fn is_gnu(id: &str) -> bool {
    spdx::license_id(id).is_some_and(spdx::LicenseId::is_gnu)
}

/// The text of a licence or of an exception, as SPDX publishes it.
pub(crate) fn text(id: &str) -> Option<&'static str> {
    let exception = || spdx::exception_id(id).map(|found| found.text());
    spdx::license_id(id).map(|found| found.text()).or_else(exception)
}

/// The licence that the whole of `name` misspells in a usual way (`GPLv3`).
pub(crate) fn misspelt(name: &str) -> Option<&'static str> {
    let (found, length) = spdx::imprecise_license_id(name)?;
    (length == name.len()).then_some(found.name)
}

/// The identifier that the text of a licence goes by: [`gnu_base`], or itself.
pub(crate) fn base(id: &str) -> &str {
    gnu_base(id).unwrap_or(id)
}

/// The licence that a GNU identifier is about, without "only" nor "or later"
/// (`AGPL-3.0` for `AGPL-3.0-only`); nothing for other licences.
pub(crate) fn gnu_base(id: &str) -> Option<&str> {
    let base = id.strip_suffix("-or-later").or_else(|| id.strip_suffix("-only")).unwrap_or(id);
    let base = base.strip_suffix('+').unwrap_or(base);
    let (family, version) = base.rsplit_once('-')?;
    let documentation = family == "GFDL" || family.starts_with("GFDL-");
    let program = matches!(family, "AGPL" | "GPL" | "LGPL");
    let numbered = version.starts_with(|c: char| c.is_ascii_digit());
    (documentation || (program && numbered)).then_some(base)
}

/// True for a GNU identifier that says neither "only" nor "or later".
pub(crate) fn open_ended(id: &str) -> bool {
    gnu_base(id) == Some(id)
}

/// The identifier nearest to `name`, when one is near enough to be meant.
pub(crate) fn nearest(name: &str) -> Option<&'static str> {
    closest(name, spdx::identifiers::LICENSES.iter().map(|licence| licence.name))
}

/// The exception nearest to `name`, when one is near enough to be meant.
pub(crate) fn nearest_exception(name: &str) -> Option<&'static str> {
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
}
