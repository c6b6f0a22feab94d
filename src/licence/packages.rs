//! The licences of packages by their names alone, out of a table made from public
//! material (`data/licence/table/README.md`): what is known of a component whose
//! licence the repository does not state. It is weaker than any statement, since
//! a package may change its licence from one version to the next.

use super::expression::{Agreement, Expression};
use crate::lang::Text;
use crate::manifest::{Ecosystem, Origin, copies, folded};
use crate::text;
use crate::text::version::numbers;
use flate2::Compression;
use flate2::read::DeflateDecoder;
use flate2::write::DeflateEncoder;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::io::{Error, Read, Write};
use std::sync::LazyLock;

/// The packages whose licence changed from a version to another: ecosystem, name, licence,
/// first and last version known to be under it.
static VERSIONS: &str = include_str!("../../data/licence/table/versions.tsv");

/// Versions of a package that are under one licence: the first and the last known.
#[derive(Debug)]
struct Span {
    licence: &'static str,
    first: Vec<u64>,
    last: Vec<u64>,
}

/// The spans of each package, in the order of versions.
static SPANS: LazyLock<BTreeMap<String, Vec<Span>>> = LazyLock::new(|| {
    let mut spans: BTreeMap<String, Vec<Span>> = BTreeMap::new();
    for line in VERSIONS.lines() {
        let fields: Vec<&'static str> = line.split('\t').collect();
        let [code, name, licence, first, last] = fields[..] else { continue };
        let span = Span { licence, first: numbers(first), last: numbers(last) };
        spans.entry(format!("{code}/{name}")).or_default().push(span);
    }
    spans.values_mut().for_each(|spans| spans.sort_by(|a, b| a.first.cmp(&b.first)));
    spans
});

static BYTES: &[u8] = include_bytes!("../../data/licence/table/table.bin");

static TABLE: LazyLock<Table<'static>> =
    LazyLock::new(|| postcard::from_bytes(BYTES).unwrap_or_default());

/// Names of a block: enough to press well, few enough to be unfolded for one.
const NAMES: usize = 512;

/// The most bytes that a block unfolds to.
const LONGEST: u64 = 1 << 20;

/// The table as it is kept: only the blocks asked for are unfolded.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Table<'t> {
    /// The day on which it was made, YYYY-MM-DD.
    date: &'t str,
    /// Expressions, the most frequent first.
    licences: Vec<&'t str>,
    #[serde(borrow)]
    blocks: Vec<Block<'t>>,
}

#[derive(Debug, Serialize, Deserialize)]
struct Block<'t> {
    /// The first name.
    first: &'t str,
    /// The names, pressed.
    pressed: &'t [u8],
}

/// The names of a block, sorted, each as what it shares with the one before and
/// the rest; and the positions of their licences.
type Names<'n> = (Vec<(usize, &'n str)>, Vec<usize>);

/// The day on which the table was made, YYYY-MM-DD.
pub(crate) fn date() -> &'static str {
    TABLE.date
}

/// How a licence of the table is told from a statement.
pub(crate) fn origin() -> Text {
    let (date, mark) = (date(), copies::BY_NAME);
    text!("d’après le nom, table du {date}", "{mark}{date}")
}

/// How a licence that is less than a statement of the repository is told from one.
pub(crate) fn told(origin: &Origin) -> Option<Text> {
    match origin {
        Origin::Listing | Origin::File(_) => None,
        Origin::Registry { from, date } => {
            Some(text!("demandée le {date} à {from}", "resolved on {date} from {from}"))
        }
        Origin::Name => Some(self::origin()),
    }
}

/// A way to look names up. It keeps the last block, so that names asked for in
/// order unfold each block once.
#[derive(Debug, Default)]
pub(crate) struct Lookup {
    block: Option<(usize, BTreeMap<String, &'static str>)>,
    groups: BTreeMap<String, Option<&'static str>>,
    publishers: BTreeMap<String, Option<&'static str>>,
}

/// Names of a group that make its licence known.
const SIBLINGS: usize = 4;

/// Names of a publisher that make its licence known.
const PUBLISHED: usize = 15;
/// Groups that these names are of.
const PUBLISHED_GROUPS: usize = 4;
/// Hundredths of these names that are under the licence.
const PUBLISHED_ALIKE: usize = 98;

impl Lookup {
    /// The licence that the table gives for the name of a package itself, at a version of it
    /// where the licence changed.
    pub(crate) fn named(
        &mut self,
        ecosystem: Ecosystem,
        name: &str,
        version: Option<&str>,
    ) -> Option<&'static str> {
        let name = key(ecosystem, name);
        of_version(&name, version).or_else(|| self.of(&name))
    }

    /// The licence that the table gives for the name of a package, else for its group, else
    /// for its publisher; for a package of npm that Maven distributes, what it gives there.
    pub(crate) fn licence(
        &mut self,
        ecosystem: Ecosystem,
        name: &str,
        version: Option<&str>,
    ) -> Option<&'static str> {
        if let Some(original) = jar_of_npm(ecosystem, name) {
            return self.licence(Ecosystem::Npm, &original, version);
        }
        let name = key(ecosystem, name);
        of_version(&name, version)
            .or_else(|| self.of(&name))
            .or_else(|| kept(&mut self.groups, group(ecosystem, &name)?, of_group))
            .or_else(|| kept(&mut self.publishers, publisher(ecosystem, &name)?, of_publisher))
    }

    fn of(&mut self, name: &str) -> Option<&'static str> {
        let after = TABLE.blocks.partition_point(|block| block.first <= name);
        let at = after.checked_sub(1)?;
        if self.block.as_ref().is_none_or(|(known, _)| *known != at) {
            self.block = Some((at, unfold(&TABLE, at).unwrap_or_default()));
        }
        self.block.as_ref()?.1.get(name).copied()
    }
}

/// The licence of the package `name` at `version`, where its licence changed: that of the
/// versions around it; before the first that are known, that of the first; after the last,
/// that of the last. Between two licences, the former where the later one is of another first
/// number: a licence often changes in the middle of one.
fn of_version(name: &str, version: Option<&str>) -> Option<&'static str> {
    let (spans, version) = (SPANS.get(name)?, numbers(version?));
    if version.is_empty() {
        return None;
    }
    let after = spans.partition_point(|span| span.first <= version);
    let Some(before) = after.checked_sub(1).map(|at| &spans[at]) else {
        return spans.first().map(|span| span.licence);
    };
    let Some(next) = spans.get(after).filter(|_| version > before.last) else {
        return Some(before.licence);
    };
    match (version[0] == before.last[0], version[0] == next.first[0]) {
        (true, false) => Some(before.licence),
        // The licence changed somewhere below the next one: nobody says where.
        _ => None,
    }
}

/// The name on npm of a package that WebJars publishes on Maven as it is
/// (`org.webjars.npm:scope__name`).
fn jar_of_npm(ecosystem: Ecosystem, name: &str) -> Option<String> {
    let maven = matches!(ecosystem, Ecosystem::Maven | Ecosystem::Gradle);
    let original = name.strip_prefix("org.webjars.npm:").filter(|_| maven)?;
    Some(match original.split_once("__") {
        Some((scope, name)) => format!("@{scope}/{name}"),
        None => original.to_string(),
    })
}

/// What `found` tells of `start`, asked once.
fn kept(
    known: &mut BTreeMap<String, Option<&'static str>>,
    start: &str,
    found: fn(&str) -> Option<&'static str>,
) -> Option<&'static str> {
    if !known.contains_key(start) {
        known.insert(start.to_string(), found(start));
    }
    known[start]
}

/// The licence of a whole group of packages: that of all those of it that the table
/// knows, when they are several.
fn of_group(group: &str) -> Option<&'static str> {
    let found = starting_with(group);
    let first = found.first()?.1;
    let alike = found.iter().all(|(_, licence)| *licence == first);
    (found.len() >= SIBLINGS && alike).then_some(first)
}

/// The licence of all the groups of a publisher: that of nearly all those that the table
/// knows, when they are many.
fn of_publisher(publisher: &str) -> Option<&'static str> {
    let found = starting_with(publisher);
    let mut counts: BTreeMap<&'static str, usize> = BTreeMap::new();
    for (_, licence) in &found {
        *counts.entry(*licence).or_default() += 1;
    }
    let (licence, most) = counts.into_iter().max_by_key(|(_, count)| *count)?;
    let groups: BTreeSet<&str> =
        found.iter().filter_map(|(name, _)| name.split(':').next()).collect();
    let many = found.len() >= PUBLISHED && groups.len() >= PUBLISHED_GROUPS;
    (many && most * 100 >= found.len() * PUBLISHED_ALIKE).then_some(licence)
}

/// The names of the table that start with `start`, and their licences.
fn starting_with(start: &str) -> Vec<(String, &'static str)> {
    let after = TABLE.blocks.partition_point(|block| block.first <= start);
    let first = after.saturating_sub(1);
    let beyond = |at: usize| at > first && !TABLE.blocks[at].first.starts_with(start);
    let blocks = (first..TABLE.blocks.len()).take_while(|at| !beyond(*at));
    let names = blocks.flat_map(|at| unfold(&TABLE, at).unwrap_or_default());
    names.filter(|(name, _)| name.starts_with(start)).collect()
}

/// What the groups of one publisher of Maven start with: the two first words of theirs
/// (`org.apache.`).
fn publisher(ecosystem: Ecosystem, key: &str) -> Option<&str> {
    let (group, _) = key
        .split_once(':')
        .filter(|_| matches!(ecosystem, Ecosystem::Maven | Ecosystem::Gradle))?;
    let (second, _) = group.match_indices('.').nth(1)?;
    Some(&key[..=second])
}

/// Every name that the table knows, with its licence.
pub fn known() -> BTreeMap<String, &'static str> {
    starting_with("").into_iter().collect()
}

/// What the names of the packages of one publisher start with: a scope of npm, a group
/// of Maven, a vendor of Packagist, the two first words of a name of NuGet.
fn group(ecosystem: Ecosystem, key: &str) -> Option<&str> {
    let start = ecosystem.code().len() + 1;
    let name = &key[start..];
    let length = match ecosystem {
        Ecosystem::Npm if name.starts_with('@') => name.find('/')?,
        Ecosystem::Maven | Ecosystem::Gradle => name.find(':')?,
        Ecosystem::Composer => name.find('/')?,
        Ecosystem::NuGet => name.match_indices('.').nth(1)?.0,
        _ => return None,
    };
    Some(&key[..=start + length])
}

/// The names of block `at` of `table` and their licences.
fn unfold<'t>(table: &Table<'t>, at: usize) -> Option<BTreeMap<String, &'t str>> {
    let mut bytes = Vec::new();
    let pressed = table.blocks.get(at)?.pressed;
    DeflateDecoder::new(pressed).take(LONGEST).read_to_end(&mut bytes).ok()?;
    let (names, licences): Names<'_> = postcard::from_bytes(&bytes).ok()?;
    let mut unfolded = BTreeMap::new();
    let mut whole = String::new();
    for ((shared, rest), licence) in names.into_iter().zip(licences) {
        whole.truncate(shared);
        whole.push_str(rest);
        unfolded.insert(whole.clone(), *table.licences.get(licence)?);
    }
    Some(unfolded)
}

/// What the table knows a package by.
pub fn key(ecosystem: Ecosystem, name: &str) -> String {
    format!("{}/{}", ecosystem.code(), folded(ecosystem, name))
}

/// How the licence `found` in the table relates to the one that is told, in a word.
pub fn agreement(found: &str, told: &str) -> &'static str {
    match (Expression::parse(found), Expression::parse(told)) {
        (Ok(found), Ok(told)) => match found.agreement(&told) {
            Agreement::Same => "same",
            Agreement::Open => "open",
            Agreement::Part => "part",
            Agreement::Different => "different",
        },
        _ => "different",
    }
}

/// A fact about a package that a public source tells.
#[derive(Debug, Clone)]
pub struct Fact {
    /// What the table knows the package by ([`key`]).
    pub key: String,
    /// Its licence.
    pub licence: Expression,
    /// How much the source weighs.
    pub weight: u32,
}

/// The licence of each name that `facts` agree on: three quarters of their
/// weight. A name on which they do not has none. A fact that leaves open whether
/// later versions will do says nothing against those that close it.
pub fn settle<'f>(facts: impl IntoIterator<Item = &'f Fact>) -> BTreeMap<&'f str, String> {
    let mut votes: BTreeMap<&str, BTreeMap<&Expression, u32>> = BTreeMap::new();
    for fact in facts {
        let of_name = votes.entry(&fact.key).or_default();
        *of_name.entry(&fact.licence).or_default() += fact.weight;
    }
    let settled = |mut of_name: BTreeMap<&Expression, u32>| -> Option<String> {
        let told: Vec<&Expression> = of_name.keys().copied().collect();
        let closed = |open: &Expression| {
            told.iter().any(|one| one.resolved() && one.agreement(open) == Agreement::Open)
        };
        of_name.retain(|licence, _| licence.resolved() || !closed(licence));
        let whole: u32 = of_name.values().sum();
        let (licence, most) = of_name.into_iter().max_by_key(|(_, weight)| *weight)?;
        (4 * most >= 3 * whole).then(|| licence.narrowed().to_string())
    };
    votes.into_iter().filter_map(|(name, of_name)| Some((name, settled(of_name)?))).collect()
}

/// The table of `settled` names, made on the day `date`.
pub fn compile(settled: &BTreeMap<&str, String>, date: &str) -> Result<Vec<u8>, Error> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for licence in settled.values() {
        *counts.entry(licence).or_default() += 1;
    }
    let mut licences: Vec<(&str, usize)> = counts.into_iter().collect();
    licences.sort_by(|left, right| right.1.cmp(&left.1).then(left.0.cmp(right.0)));
    let licences: Vec<&str> = licences.into_iter().map(|(id, _)| id).collect();
    let position: BTreeMap<&str, usize> = licences.iter().copied().zip(0..).collect();
    let entries: Vec<(&str, usize)> =
        settled.iter().map(|(name, licence)| (*name, position[licence.as_str()])).collect();
    let pressed: Result<Vec<Vec<u8>>, Error> = entries.chunks(NAMES).map(press).collect();
    let pressed = pressed?;
    let blocks = entries.chunks(NAMES).zip(&pressed);
    let blocks = blocks.map(|(names, pressed)| Block { first: names[0].0, pressed }).collect();
    postcard::to_stdvec(&Table { date, licences, blocks }).map_err(Error::other)
}

fn press(entries: &[(&str, usize)]) -> Result<Vec<u8>, Error> {
    let mut before = "";
    let mut names: Names<'_> = Default::default();
    for (name, licence) in entries {
        let alike = before.chars().zip(name.chars()).take_while(|(left, right)| left == right);
        let shared = alike.map(|(char, _)| char.len_utf8()).sum();
        names.0.push((shared, &name[shared..]));
        names.1.push(*licence);
        before = name;
    }
    let bytes = postcard::to_stdvec(&names).map_err(Error::other)?;
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(&bytes)?;
    encoder.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fact(name: &str, licence: &str, weight: u32) -> Fact {
        let licence = Expression::parse(licence).expect("an expression");
        Fact { key: key(Ecosystem::Npm, name), licence, weight }
    }

    #[test]
    fn the_table_is_read() {
        assert_eq!(date().len(), 10);
        let mut lookup = Lookup::default();
        assert_eq!(lookup.licence(Ecosystem::Npm, "react", None), Some("MIT"));
        assert_eq!(lookup.licence(Ecosystem::Python, "Django", None), Some("BSD-3-Clause"));
        assert_eq!(lookup.licence(Ecosystem::Npm, "a name that no package has", None), None);
        assert_eq!(lookup.licence(Ecosystem::Cargo, "", None), None);
        assert_eq!(lookup.licence(Ecosystem::Npm, "@babel/a-name-of-none", None), Some("MIT"));
        assert_eq!(lookup.named(Ecosystem::Npm, "@babel/a-name-of-none", None), None);
        assert_eq!(lookup.licence(Ecosystem::Maven, "no.such.group:a", None), None);
        assert_eq!(lookup.licence(Ecosystem::Maven, "org.apache.none:a", None), Some("Apache-2.0"));
        assert_eq!(
            lookup.licence(Ecosystem::Gradle, "org.apache.none:a", None),
            Some("Apache-2.0")
        );
        assert_eq!(lookup.licence(Ecosystem::Maven, "org.none.a:b", None), None);
        assert_eq!(lookup.licence(Ecosystem::R, "dplyr", None), Some("MIT"));
        assert_eq!(
            lookup.licence(Ecosystem::Gem, "bigdecimal", None),
            Some("Ruby OR BSD-2-Clause")
        );
        for licence in &TABLE.licences {
            assert_eq!(Expression::parse(licence).expect(licence).to_string(), *licence);
        }
        for (at, block) in TABLE.blocks.iter().enumerate() {
            let names = unfold(&TABLE, at).expect("a block");
            assert!(names.contains_key(block.first), "{}", block.first);
        }
    }

    #[test]
    fn a_licence_that_changed_is_that_of_the_version() {
        let mut lookup = Lookup::default();
        for (name, version, licence) in [
            ("minipass", Some("3.0.0"), Some("ISC")),
            ("minipass", Some("7.1.2"), Some("ISC")),
            ("minipass", Some("9.0.0"), Some("BlueOak-1.0.0")),
            ("argparse", Some("1.0.9"), Some("MIT")),
            ("argparse", Some("2.0.1"), Some("Python-2.0")),
            ("argparse", Some("1.0.11"), Some("MIT")),
            ("argparse", None, None),
            ("d3-array", Some("2.99.0"), Some("BSD-3-Clause")),
            // Somewhere after the last that is known to have the former.
            ("d3-array", Some("3.0.0"), None),
        ] {
            assert_eq!(
                lookup.licence(Ecosystem::Npm, name, version),
                licence,
                "{name} {version:?}"
            );
        }
        for span in SPANS.values().flatten() {
            assert_eq!(Expression::parse(span.licence).expect("one").to_string(), span.licence);
            assert!(span.first <= span.last && !span.first.is_empty());
        }
        assert!(
            SPANS.values().flat_map(|spans| spans.windows(2)).all(|two| two[0].last < two[1].first)
        );
    }

    #[test]
    fn a_package_of_npm_on_maven_has_its_licence() {
        let mut lookup = Lookup::default();
        let jquery = lookup.licence(Ecosystem::Npm, "jquery", None);
        assert_eq!(lookup.licence(Ecosystem::Maven, "org.webjars.npm:jquery", None), jquery);
        let scoped = lookup.licence(Ecosystem::Npm, "@popperjs/core", None);
        let jar = "org.webjars.npm:popperjs__core";
        assert_eq!(lookup.licence(Ecosystem::Gradle, jar, None), scoped);
        assert!(jquery.is_some() && scoped.is_some());
    }

    #[test]
    fn a_name_on_which_sources_disagree_has_no_licence() {
        let facts = [
            fact("sure", "MIT", 4),
            fact("torn", "MIT", 4),
            fact("torn", "ISC", 3),
            fact("é", "ISC", 1),
            fact("later", "GPL-3.0-or-later", 2),
            fact("later", "GPL-3.0", 2),
        ];
        let settled = settle(&facts);
        let bytes = compile(&settled, "2026-01-01").expect("a table");
        let table: Table<'_> = postcard::from_bytes(&bytes).expect("a table");
        let names = unfold(&table, 0).expect("a block");
        let expected = [("npm/later", "GPL-3.0-or-later"), ("npm/sure", "MIT"), ("npm/é", "ISC")];
        let expected = expected.map(|(name, licence)| (name.to_string(), licence));
        assert_eq!(names, expected.into());
    }
}
