//! The table of software and of the signs it leaves in repositories
//! (`data/commons/`).

use crate::text::fold::folded;
use globset::{GlobBuilder, GlobSet, GlobSetBuilder};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::sync::LazyLock;

const SOFTWARE: &str = include_str!("../../data/commons/software.tsv");
const STAND_INS: &str = include_str!("../../data/commons/stand-ins.tsv");
const SIGNS: &str = include_str!("../../data/commons/signs.tsv");

/// A piece of software, whatever the catalogues call it.
#[derive(Debug)]
pub(crate) struct Software {
    /// Its key in the table.
    pub key: &'static str,
    /// Its name, as people write it.
    pub name: &'static str,
    /// The names catalogues give it, as they are compared.
    pub names: Vec<String>,
    /// Its item in Wikidata, or nothing.
    pub wikidata: &'static str,
    /// Where its code is.
    pub repositories: Vec<&'static str>,
}

/// What a sign says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Strength {
    /// It goes with the software.
    Hint,
    /// It tells where the software is.
    Setting,
    /// It talks to the software.
    Client,
    /// It is the software.
    Is,
}

/// A sign of a piece of software.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Sign {
    /// The key of the software.
    pub software: &'static str,
    /// What the sign is: see the head of `signs.tsv`.
    pub kind: &'static str,
    /// What is looked for.
    pub value: &'static str,
    /// What it says.
    pub strength: Strength,
}

/// The tables, ready to be asked.
#[derive(Debug)]
pub(crate) struct Tables {
    /// The software.
    pub software: Vec<Software>,
    /// A software, and another that takes its place for whoever talks to it or writes for it.
    pub stand_ins: Vec<(&'static str, &'static str)>,
    /// The signs that are known by their exact value, in lower case, by kind.
    exact: HashMap<&'static str, HashMap<String, Vec<Sign>>>,
    /// The signs of one kind, in order.
    by_kind: HashMap<&'static str, Vec<Sign>>,
    /// The software at each address, by its key.
    addresses: HashMap<&'static str, &'static str>,
    /// The software of each name, by its key.
    names: HashMap<String, &'static str>,
    /// The software of each image that bears its name, by the last part of that image.
    images: HashMap<String, &'static str>,
    /// The files that `file` signs name, in the order of those signs.
    pub files: GlobSet,
    /// The same for `in` signs.
    pub within: GlobSet,
}

/// The tables of the program.
pub(crate) static TABLES: LazyLock<Tables> = LazyLock::new(Tables::read);

fn rows(table: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    let lines = table.lines().filter(|line| !line.starts_with('#')).skip(1);
    lines.map(|line| line.split('\t').collect())
}

fn sign(row: &[&'static str]) -> Option<Sign> {
    let [software, kind, value, strength, ..] = row else { return None };
    let strength = match *strength {
        "is" => Strength::Is,
        "client" => Strength::Client,
        "setting" => Strength::Setting,
        _ => Strength::Hint,
    };
    Some(Sign { software, kind, value, strength })
}

/// Paths that any of `globs` names: `*` stays in its folder, a pattern without a
/// folder names the file wherever it is.
fn paths<'g>(globs: impl Iterator<Item = &'g str>) -> GlobSet {
    let mut set = GlobSetBuilder::new();
    for glob in globs {
        if let Ok(glob) = GlobBuilder::new(&format!("**/{glob}")).literal_separator(true).build() {
            set.add(glob);
        }
    }
    set.build().unwrap_or_default()
}

impl Tables {
    fn read() -> Tables {
        let software = rows(SOFTWARE).filter_map(|row| {
            let [key, names, wikidata, repositories] = row[..] else { return None };
            let name = names.split('|').next().unwrap_or(names);
            let names = names.split('|').map(normal_name).collect();
            let repositories = repositories.split('|').filter(|one| !one.is_empty()).collect();
            Some(Software { key, name, names, wikidata, repositories })
        });
        let mut exact: HashMap<_, HashMap<String, Vec<Sign>>> = HashMap::new();
        let mut by_kind: HashMap<_, Vec<Sign>> = HashMap::new();
        for sign in rows(SIGNS).filter_map(|row| sign(&row)) {
            let value = match sign.kind {
                "image" => normal_image(sign.value),
                _ => normal_package(sign.kind, sign.value),
            };
            exact.entry(sign.kind).or_default().entry(value).or_default().push(sign);
            by_kind.entry(sign.kind).or_default().push(sign);
        }
        let signs = |kind| by_kind.get(kind).into_iter().flatten();
        let files = paths(signs("file").map(|sign| sign.value));
        let within = signs("in").filter_map(|sign| sign.value.split_once(':'));
        let within = paths(within.map(|(glob, _)| glob));
        let software: Vec<Software> = software.collect();
        let stand_ins = rows(STAND_INS).filter_map(|row| Some((*row.first()?, *row.get(1)?)));
        let at = software.iter().flat_map(|one| one.repositories.iter().map(|at| (*at, one.key)));
        let addresses = at.collect();
        let named = software.iter().flat_map(|one| one.names.iter().map(|name| (name, one.key)));
        let names: HashMap<String, _> = named.map(|(name, key)| (name.clone(), key)).collect();
        let mut images: HashMap<String, &'static str> = HashMap::new();
        let is = |sign: &&Sign| sign.strength == Strength::Is;
        for sign in signs("image").filter(is) {
            let value = normal_image(sign.value);
            let last = value.rsplit('/').next().unwrap_or(&value).to_string();
            if names.get(&normal_name(&last)) == Some(&sign.software) {
                images.insert(last, sign.software);
            } else if last == value {
                images.entry(last).or_insert(sign.software);
            }
        }
        let stand_ins = stand_ins.collect();
        Tables { software, stand_ins, exact, by_kind, addresses, names, images, files, within }
    }

    /// The key of the software that bears `name`, as names are compared.
    pub(crate) fn named(&self, name: &str) -> Option<&'static str> {
        self.names.get(name).copied()
    }

    /// The key of the software whose image has `name` as its last part.
    pub(crate) fn imaged(&self, name: &str) -> Option<&'static str> {
        self.images.get(name).copied()
    }

    /// The signs of what `address` gives out.
    pub(crate) fn downloads(&self, address: &str) -> impl Iterator<Item = &Sign> {
        let bare = address.split_once("://").map_or(address, |(_, rest)| rest).to_ascii_lowercase();
        self.of("download").iter().filter(move |sign| {
            let rest = bare.strip_prefix("www.").unwrap_or(&bare).strip_prefix(sign.value);
            let ended = !sign.value.ends_with(|c: char| c.is_ascii_alphanumeric());
            rest.is_some_and(|rest| ended || !rest.starts_with(|c: char| c.is_ascii_alphanumeric()))
        })
    }

    /// True when signs of packages tell of the software `key`, and none of those is of the
    /// registry `kind`.
    pub(crate) fn is_elsewhere(&self, key: &str, kind: &str) -> bool {
        let of = |kind: &str| self.of(kind).iter().any(|sign| sign.software == key);
        let registries = ["npm", "pypi", "maven", "gem", "composer", "golang", "cargo", "nuget"];
        !of(kind) && registries.into_iter().any(of)
    }

    /// The key of the software whose repository is at `address`.
    pub(crate) fn at_address(&self, address: &str) -> Option<&'static str> {
        self.addresses.get(address).copied()
    }

    /// The signs of `kind` whose value is `value`.
    pub(crate) fn exact(&self, kind: &str, value: &str) -> &[Sign] {
        self.exact.get(kind).and_then(|all| all.get(value)).map_or(&[], Vec::as_slice)
    }

    /// The signs of `kind`.
    pub(crate) fn of(&self, kind: &str) -> &[Sign] {
        self.by_kind.get(kind).map_or(&[], Vec::as_slice)
    }
}

/// A name as it is compared: letters and digits, without accents nor case.
pub(crate) fn normal_name(name: &str) -> String {
    // Signs that make another name: C is neither C++ nor C#.
    folded(name).chars().filter(|c| c.is_alphanumeric() || "+#".contains(*c)).collect()
}

/// An image without its registry when that is the usual one.
pub(crate) fn normal_image(image: &str) -> String {
    let image = image.to_ascii_lowercase();
    let usual =
        ["docker.io/", "index.docker.io/", "registry-1.docker.io/", "public.ecr.aws/docker/"];
    let image = usual.iter().find_map(|host| image.strip_prefix(host)).unwrap_or(&image);
    image.strip_prefix("library/").unwrap_or(image).to_string()
}

/// A package as its registry compares it.
pub(crate) fn normal_package(kind: &str, name: &str) -> String {
    match kind {
        "pypi" => name.to_ascii_lowercase().replace(['_', '.'], "-"),
        "golang" => name.to_ascii_lowercase(),
        "text" | "in" | "file" | "run" | "download" => name.to_string(),
        _ => name.to_ascii_lowercase(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_line_of_the_tables_is_whole() {
        let keys: BTreeSet<_> = TABLES.software.iter().map(|one| one.key).collect();
        assert_eq!(keys.len(), TABLES.software.len(), "a key stands twice");
        let mut seen = BTreeSet::new();
        for row in rows(SIGNS) {
            let [software, kind, value, strength, source, date, licence] = row[..] else {
                panic!("{row:?} has not seven cells")
            };
            assert!(keys.contains(software), "{software} is not in software.tsv");
            assert!(["is", "client", "setting", "hint"].contains(&strength), "{row:?}");
            assert!(source.starts_with("https://") || source == "convention", "{row:?}");
            assert!(date.len() == 10 && !licence.is_empty(), "{row:?}");
            assert!(seen.insert((software, kind, value)), "{row:?} stands twice");
            assert!(kind != "in" || value.contains(':'), "{row:?}");
        }
        assert!(TABLES.stand_ins.iter().all(|(of, by)| keys.contains(of) && keys.contains(by)));
        assert_eq!(TABLES.files.len(), TABLES.of("file").len());
        assert_eq!(TABLES.within.len(), TABLES.of("in").len());
    }

    #[test]
    fn a_name_belongs_to_one_software() {
        let mut seen = BTreeSet::new();
        for name in TABLES.software.iter().flat_map(|one| one.names.iter().collect::<BTreeSet<_>>())
        {
            assert!(seen.insert(name.clone()), "{name} is the name of two");
        }
    }

    #[test]
    fn names_are_compared_without_what_does_not_count() {
        assert_ne!(normal_name("C++"), normal_name("C#"));
        assert_eq!(normal_name("LemonLDAP::NG"), normal_name("lemonldap ng"));
        assert_eq!(normal_image("docker.io/library/Postgres"), "postgres");
    }
}
