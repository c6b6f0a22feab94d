//! What the administrations of a fleet make themselves, and who of the others uses it:
//! packages, copies of packages, repositories brought in by their address.

use crate::error::Result;
use crate::fleet::Index;
use crate::fleet::reading::holdings::Package;
use crate::fleet::reading::signals;
use crate::signs::software::normal_package;
use crate::signs::{Target, normal_address};
use jiff::ToSpan;
use jiff::civil::Date;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// A repository that makes what others use.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub(crate) struct Maker {
    /// The repository.
    pub repository: String,
    /// Where it can be read; empty when it is not known.
    pub address: String,
    /// Its bodies.
    pub bodies: Vec<String>,
    /// Its licence; empty when it is not known.
    pub licence: String,
    /// The openness degree it announces, else the one it reaches; empty for none.
    pub degree: String,
    /// True when one person at most wrote to it in a year, and nothing was released in two.
    pub fragile: bool,
}

/// How another repository uses it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum How {
    /// As a package.
    Package,
    /// As a copy of a package among its own files.
    Copy,
    /// By the address of its repository: a submodule, an import, an image.
    Repository,
}

/// A use that a repository makes of what another body makes.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub(crate) struct Use {
    /// The repository that makes it.
    pub maker: Maker,
    /// The repository that uses it.
    pub repository: String,
    /// Its bodies.
    pub bodies: Vec<String>,
    /// How.
    pub how: How,
    /// The package or the address.
    pub what: String,
    /// The version; empty when it is not told.
    pub version: String,
    /// Where it is told; empty for a package of a lock file.
    pub path: String,
}

/// Packages of which the name alone says nothing: those of examples and of tests.
const APART: [&str; 10] = [
    "test",
    "tests",
    "fixture",
    "fixtures",
    "example",
    "examples",
    "demo",
    "e2e",
    "__tests__",
    "sample",
];

/// What each administration makes.
pub(crate) struct Makers {
    makers: BTreeMap<String, Maker>,
    by_package: HashMap<(String, String), String>,
    by_address: HashMap<String, String>,
    /// The packages that each repository holds and wrote.
    own: HashSet<(String, String, String)>,
    packages: Vec<(String, Package)>,
}

impl Makers {
    /// Those of `index`.
    pub(crate) fn of(index: &Index) -> Result<Makers> {
        let mut bodies = index.bodies()?;
        let mut makers = BTreeMap::new();
        let active: BTreeMap<String, String> = index.signal(signals::ACTIVE)?.into_iter().collect();
        let released = index.signal(&format!("{}last-release", signals::EVENT))?;
        let released: BTreeMap<String, String> = released.into_iter().collect();
        for one in index.repositories()? {
            let alone = active.get(&one.key).is_some_and(|count| count == "0" || count == "1");
            let fragile = alone && is_old(released.get(&one.key), &one.date);
            let of = bodies.remove(&one.key).unwrap_or_default().into_iter();
            let of: BTreeSet<String> = of.map(|body| body.name).collect();
            let degree = if one.announced.is_empty() { one.reached } else { one.announced };
            let maker = Maker {
                repository: one.key.clone(),
                address: one.address,
                bodies: of.into_iter().collect(),
                licence: one.licence,
                degree,
                fragile,
            };
            makers.insert(one.key, maker);
        }
        let mut by_address: HashMap<String, String> = HashMap::new();
        for (key, told) in index.signal(signals::ADDRESSES)? {
            for address in told.split(' ') {
                by_address.entry(address.to_string()).or_insert_with(|| key.clone());
            }
        }
        for maker in makers.values() {
            if let Some(address) = normal_address(&maker.address) {
                by_address.insert(address, maker.repository.clone());
            }
        }
        let packages = index.packages()?;
        let mut by_package = HashMap::new();
        let mut own = HashSet::new();
        for (key, package) in &packages {
            let name = normal_package(&package.ecosystem, &package.name);
            if package.own {
                own.insert((key.clone(), package.ecosystem.clone(), name.clone()));
            }
            if makes(package, key, &by_address) {
                let package = (package.ecosystem.clone(), name);
                by_package.entry(package).or_insert_with(|| key.clone());
            }
        }
        Ok(Makers { makers, by_package, by_address, own, packages })
    }

    /// True when the repository `key` wrote the package itself.
    pub(crate) fn holds(&self, key: &str, ecosystem: &str, name: &str) -> bool {
        let name = normal_package(ecosystem, name);
        self.own.contains(&(key.to_string(), ecosystem.to_string(), name))
    }

    /// Who makes a package.
    pub(crate) fn of_package(&self, ecosystem: &str, name: &str) -> Option<&Maker> {
        let package = (ecosystem.to_string(), normal_package(ecosystem, name));
        let known = self.by_package.get(&package);
        let known = known.or_else(|| {
            // A Go module is named after its repository.
            let address: Vec<&str> = name.splitn(4, '/').take(3).collect();
            let at = (ecosystem == "golang").then(|| address.join("/").to_lowercase());
            self.by_address.get(&at?)
        });
        self.makers.get(known?)
    }

    /// What repositories use of other bodies, by maker.
    pub(crate) fn uses(&self, index: &Index) -> Result<BTreeSet<Use>> {
        let mut found = BTreeSet::new();
        let mut add = |maker: &Maker, key: &str, how, (what, version, path): (&str, &str, &str)| {
            let Some(user) = self.makers.get(key) else { return };
            let shared = user.bodies.iter().any(|body| maker.bodies.contains(body));
            if maker.repository == key || shared || maker.bodies.is_empty() {
                return;
            }
            found.insert(Use {
                maker: maker.clone(),
                repository: key.to_string(),
                bodies: user.bodies.clone(),
                how,
                what: what.to_string(),
                version: version.to_string(),
                path: path.to_string(),
            });
        };
        for asked in index.components()? {
            let used = &asked.used;
            let maker = self.of_package(&used.ecosystem, &used.name);
            let maker =
                maker.filter(|_| !self.holds(&asked.repository, &used.ecosystem, &used.name));
            if let Some(maker) = maker {
                add(maker, &asked.repository, How::Package, (&used.name, &used.version, ""));
            }
        }
        for (key, package) in &self.packages {
            if let Some(maker) = self.of_package(&package.ecosystem, &package.name) {
                let told = (package.name.as_str(), package.version.as_str(), package.path.as_str());
                add(maker, key, How::Copy, told);
            }
        }
        for key in self.makers.keys() {
            for hit in index.signs(key)? {
                let Target::Address(address) = &hit.target else { continue };
                let maker = self.by_address.get(address).and_then(|key| self.makers.get(key));
                if let Some(maker) = maker.filter(|_| hit.kind == "repository") {
                    let version = hit.version.as_deref().unwrap_or_default();
                    add(maker, key, How::Repository, (&hit.what, version, &hit.path));
                }
            }
        }
        Ok(found)
    }
}

/// True when nothing was released in the two years before the day `read`.
fn is_old(released: Option<&String>, read: &str) -> bool {
    let Ok(read) = read.parse::<Date>() else { return false };
    let limit = read.checked_sub(2.years()).unwrap_or(Date::MIN);
    let last: Option<Date> = released.and_then(|day| day.parse().ok());
    last.is_none_or(|last| last < limit)
}

/// True when the repository `key` publishes `package` for certain: the name has a
/// namespace, or the manifest says that the code is there.
fn makes(package: &Package, key: &str, by_address: &HashMap<String, String>) -> bool {
    let apart = package.path.split('/').any(|part| APART.contains(&part));
    let spaced = match package.ecosystem.as_str() {
        "npm" => package.name.starts_with('@'),
        "composer" | "golang" => package.name.contains('/'),
        "maven" => package.name.contains(':'),
        _ => false,
    };
    let said = by_address.get(&package.address).is_some_and(|at| at == key);
    package.own && package.published && !apart && (spaced || said)
}
