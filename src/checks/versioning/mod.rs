//! Version tags: what is a version in a tag's name, and by which scheme.

pub(super) mod changelog;
mod dates;
pub(super) mod tags;

use crate::snapshot::metadata::{Metadata, Tag};
use crate::text::version::numbers;
use regex::Regex;
use std::cmp::Ordering;
use std::collections::BTreeSet;
use std::sync::LazyLock;

/// How versions are numbered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Scheme {
    /// `1.2.3` (semver 2.0.0).
    Semver,
    /// `2026-01-15`, `2026.01`, `20260115-2`.
    Calendar,
    /// Numbers in another form: `1.2`, `1.2.3.4`, `1.2.3rc1`.
    Other,
}

/// A tag that names a version.
#[derive(Debug, Clone)]
pub(super) struct Version<'a> {
    /// The tag.
    pub tag: &'a Tag,
    /// What precedes the version: `v`, `release-`, `app@`; often empty.
    pub prefix: &'a str,
    /// The version alone.
    pub number: &'a str,
    /// How it is numbered.
    pub scheme: Scheme,
}

impl Version<'_> {
    /// The package of a monorepo the tag is about, empty for the whole
    /// repository: `app` in `app@1.2.3` and `app/v1.2.3`.
    pub(super) fn component(&self) -> &str {
        let prefix = self.prefix.strip_suffix(['v', 'V']).unwrap_or(self.prefix);
        let component = prefix.trim_end_matches(['@', '/', '-', '_', '.']);
        let generic =
            ["version", "release", "releases", "rel", "ver", "prod", "production", "tag", "r"];
        if generic.contains(&component.to_lowercase().as_str()) { "" } else { component }
    }

    /// True for an alpha, a beta or a release candidate.
    pub(super) fn is_preview(&self) -> bool {
        let number = self.number.split('+').next().unwrap_or_default();
        match self.scheme {
            Scheme::Semver => number.contains('-'),
            Scheme::Calendar => false,
            Scheme::Other => number.contains(|c: char| c.is_ascii_alphabetic()),
        }
    }

    /// The numbers of the version, most significant first.
    fn numbers(&self) -> Vec<u64> {
        match self.scheme {
            // The parts of a date are separated in many ways, and none tells a preview.
            Scheme::Calendar => {
                let parts = self.number.split(|c: char| !c.is_ascii_digit());
                parts.filter_map(|part| part.parse().ok()).collect()
            }
            Scheme::Semver | Scheme::Other => numbers(self.number),
        }
    }
}

/// A prefix, then digits to the end of the name.
static SHAPE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(concat!(
        r"^(?P<prefix>(?:.*[@/_-])?(?:(?i:version|release|rel|ver|v|r)[-_./]?)?)",
        r"(?P<number>[0-9]+(?:[._-][0-9]+)*(?:[-+._]?[A-Za-z][0-9A-Za-z]*(?:[-+.][0-9A-Za-z]+)*)?)$",
    ))
    .ok()
});
static SEMVER: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let part = r"(?:0|[1-9][0-9]*)";
    Regex::new(&format!(r"^{part}\.{part}\.{part}(?:[-+][0-9A-Za-z.+-]+)?$")).ok()
});
static CALENDAR: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(concat!(
        r"^(?:19|20)[0-9]{2}(?:[-._](?:0?[1-9]|1[0-2])(?:[-._](?:0?[1-9]|[12][0-9]|3[01]))?(?:[-._]?[0-9A-Za-z]+)*",
        r"|(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])(?:[-._]?[0-9A-Za-z]+)*)$",
    ))
    .ok()
});

/// The version that `tag` names, if it names one.
pub(super) fn version(tag: &Tag) -> Option<Version<'_>> {
    let name = tag.name.as_str();
    let (prefix, number) = split(name)?;
    let is =
        |scheme: &LazyLock<Option<Regex>>| scheme.as_ref().is_some_and(|re| re.is_match(number));
    let scheme = match () {
        () if is(&CALENDAR) => Scheme::Calendar,
        () if is(&SEMVER) => Scheme::Semver,
        // A lone number after a word counts builds or tickets, not versions.
        () if number.contains('.') || prefix.eq_ignore_ascii_case("v") => Scheme::Other,
        () => return None,
    };
    Some(Version { tag, prefix, number, scheme })
}

/// The prefix and the version in a tag's name. The version starts at the first
/// place from which all that follows is one.
fn split(name: &str) -> Option<(&str, &str)> {
    let starts = name.char_indices().filter(|(at, c)| {
        let before = name[..*at].chars().next_back();
        c.is_ascii_digit() && before.is_none_or(|b| !b.is_ascii_digit() && b != '.')
    });
    for (at, _) in starts {
        let (prefix, number) = name.split_at(at);
        let whole = SHAPE.as_ref()?.captures(name);
        let fits = |re: &LazyLock<Option<Regex>>| re.as_ref().is_some_and(|re| re.is_match(number));
        let separated = prefix.is_empty()
            || prefix.ends_with(['@', '/', '_', '-', '.', 'v', 'V'])
            || whole
                .as_ref()
                .is_some_and(|found| found.name("number").is_some_and(|n| n.start() == at));
        if separated && (fits(&CALENDAR) || fits(&SEMVER)) {
            return Some((prefix, number));
        }
    }
    let found = SHAPE.as_ref()?.captures(name)?;
    let number = found.name("number")?;
    Some((&name[..number.start()], number.as_str()))
}

/// The version tags of the repository, the oldest first; those of one day in
/// the order of their numbers.
pub(super) fn versions(metadata: &Metadata) -> Vec<Version<'_>> {
    let mut versions: Vec<Version<'_>> = metadata.tags.iter().filter_map(version).collect();
    versions.retain(|version| !marks_a_place(version.component()));
    short_calendars(&mut versions);
    versions.sort_by(|a, b| a.tag.date.cmp(&b.tag.date).then_with(|| newer(a, b)));
    versions
}

/// True for the words before a number that mark a point of the history rather
/// than a version: `start_of_2.8`, `before-1.0`.
fn marks_a_place(component: &str) -> bool {
    const WORDS: [&str; 12] = [
        "start",
        "begin",
        "before",
        "after",
        "avant",
        "apres",
        "fork",
        "forked",
        "backup",
        "archive",
        "branchpoint",
        "merged",
    ];
    let mut words = component.split(|c: char| !c.is_alphanumeric());
    words.any(|word| WORDS.contains(&word.to_lowercase().as_str()))
}

/// Years of two digits: `26.08.0` is by dates, and so is `25.12.3` beside it.
/// A padded month tells them from semver, which forbids it.
fn short_calendars(versions: &mut [Version<'_>]) {
    let month = |number: &str, padded: bool| {
        let mut parts = number.split('.');
        let (year, month) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
        let year =
            year.len() == 2 && year.parse::<u8>().is_ok_and(|year| (10..=60).contains(&year));
        let known = month.len() == 2 && month.parse::<u8>().is_ok_and(|m| (1..=12).contains(&m));
        year && known && (!padded || month.starts_with('0'))
    };
    let dated: BTreeSet<String> = versions
        .iter()
        .filter(|version| month(version.number, true))
        .map(|version| version.component().to_string())
        .collect();
    for version in versions {
        if dated.contains(version.component()) && month(version.number, false) {
            version.scheme = Scheme::Calendar;
        }
    }
}

fn newer(a: &Version<'_>, b: &Version<'_>) -> Ordering {
    (a.numbers(), !a.is_preview(), &a.tag.name).cmp(&(b.numbers(), !b.is_preview(), &b.tag.name))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tag(name: &str) -> Tag {
        Tag {
            name: name.into(),
            commit: git2::Oid::ZERO_SHA1,
            date: jiff::Timestamp::UNIX_EPOCH,
            annotated: false,
            signature: None,
            message: String::new(),
        }
    }

    fn read(name: &str) -> Option<(String, String, Scheme, String)> {
        let tag = tag(name);
        let found = version(&tag)?;
        let component = found.component().to_string();
        Some((found.prefix.into(), found.number.into(), found.scheme, component))
    }

    #[test]
    fn every_usual_tag_is_read() {
        use Scheme::{Calendar, Other, Semver};
        for (name, prefix, number, scheme, component) in [
            ("v1.2.3", "v", "1.2.3", Semver, ""),
            ("1.2.3-rc.1", "", "1.2.3-rc.1", Semver, ""),
            ("release-1.2", "release-", "1.2", Other, ""),
            ("release-1.2.0", "release-", "1.2.0", Semver, ""),
            ("app@1.2.3", "app@", "1.2.3", Semver, "app"),
            ("@portee/app@1.2.3", "@portee/app@", "1.2.3", Semver, "@portee/app"),
            ("app/v1.2.3", "app/v", "1.2.3", Semver, "app"),
            ("helm-chart-0.3.1", "helm-chart-", "0.3.1", Semver, "helm-chart"),
            ("2026-01-15-01", "", "2026-01-15-01", Calendar, ""),
            ("2026.01", "", "2026.01", Calendar, ""),
            ("v20260115", "v", "20260115", Calendar, ""),
            ("prod-2026-01-15", "prod-", "2026-01-15", Calendar, ""),
            ("1.2.3rc1", "", "1.2.3rc1", Other, ""),
            ("v2", "v", "2", Other, ""),
            ("1.2.3.4", "", "1.2.3.4", Other, ""),
        ] {
            let expected = (prefix.into(), number.into(), scheme, component.into());
            assert_eq!(read(name), Some(expected), "{name}");
        }
    }

    #[test]
    fn the_numbers_of_a_preview_are_those_of_its_version() {
        for (name, numbers) in [
            ("v1.2.3", &[1, 2, 3][..]),
            ("v1.2.3-rc.1", &[1, 2, 3]),
            ("1.2.3rc1", &[1, 2, 3]),
            ("app@1.2.3.4", &[1, 2, 3, 4]),
            ("2026-01-15-02", &[2026, 1, 15, 2]),
        ] {
            let tag = tag(name);
            assert_eq!(version(&tag).expect("a version").numbers(), numbers, "{name}");
        }
        let tags = ["1.2.3rc1", "1.2.3"].map(tag);
        let [preview, whole] = [&tags[0], &tags[1]].map(|tag| version(tag).expect("a version"));
        assert_eq!(newer(&preview, &whole), Ordering::Less);
    }

    #[test]
    fn a_padded_month_makes_a_calendar_of_its_neighbours() {
        let tags: Vec<Tag> =
            ["v26.08.0", "v25.12.3", "v4.9.1", "lib@25.11.0"].into_iter().map(tag).collect();
        let mut found: Vec<Version<'_>> = tags.iter().filter_map(version).collect();
        short_calendars(&mut found);
        let schemes: Vec<Scheme> = found.iter().map(|version| version.scheme).collect();
        use Scheme::{Calendar, Semver};
        assert_eq!(schemes, [Calendar, Calendar, Semver, Semver]);
    }

    #[test]
    fn places_of_the_history_are_no_versions() {
        assert!(marks_a_place("start_of") && marks_a_place("before"));
        assert!(!marks_a_place("") && !marks_a_place("restart") && !marks_a_place("app"));
    }

    #[test]
    fn what_names_no_version_is_left_alone() {
        for name in
            ["latest", "avant-migration", "ticket-1234", "prod", "sprint-12", "v", "fin-2025"]
        {
            assert_eq!(read(name), None, "{name}");
        }
    }
}
