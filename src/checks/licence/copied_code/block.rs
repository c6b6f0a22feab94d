//! Blocks of copied code: the folders, or lone files, under the folders where
//! projects keep copies of others.

use crate::finding::Location;
use crate::licence::banner::Kind;
use crate::licence::expression::Expression;
use crate::project::Project;
use crate::snapshot::classify::Class;
use crate::snapshot::{File, FileKind};
use crate::text::pattern::Pattern;
use std::collections::{BTreeMap, BTreeSet};

/// Folders that only hold copies of others.
const CERTAIN: [&str; 8] = [
    "node_modules",
    "bower_components",
    "jspm_packages",
    "third_party",
    "third-party",
    "thirdparty",
    "Pods",
    "site-packages",
];
/// Folders that mostly do, and sometimes hold code of the house.
const LIKELY: [&str; 3] = ["vendor", "vendored", "Carthage"];
/// Folders that only sort files inside a folder of copies.
const SORTING: [&str; 16] = [
    "assets",
    "javascripts",
    "stylesheets",
    "fonts",
    "images",
    "img",
    "js",
    "css",
    "lib",
    "libs",
    "src",
    "static",
    "plugins",
    "Checkouts",
    "public",
    "themes",
];

/// A block.
pub(super) struct Block<'a> {
    /// The folder, or the lone file.
    pub root: String,
    /// True where nothing but copies of others stands.
    pub certain: bool,
    /// Its files.
    pub files: Vec<&'a File>,
}

/// What is known of the rights on a block.
pub(super) enum Rights {
    /// A licence, and where it stands.
    Licence(Expression, Location),
    /// The project recorded it there.
    Recorded(Location),
    /// A banner names a licence.
    Granted(Location),
    /// A licence is there, which is not recognised.
    Unclear(Location),
    /// A banner keeps the rights to someone, in these words.
    Kept(String, Location),
    /// Nothing.
    Silent,
}

/// The blocks of `project`, sorted by path; `licensed` are the folders of copies that hold a
/// licence of their own.
pub(super) fn find<'a>(
    project: &Project<'a>,
    tools: &Pattern,
    licensed: &BTreeSet<&str>,
) -> Vec<Block<'a>> {
    let go = |folder: &str| project.snapshot.file(&format!("{folder}/modules.txt")).is_some();
    let composer = |folder: &str| {
        project.snapshot.file(&format!("{folder}/composer/installed.json")).is_some()
            || project.snapshot.file(&format!("{folder}/autoload.php")).is_some()
    };
    let mut blocks: BTreeMap<String, Block<'a>> = BTreeMap::new();
    for file in project.files() {
        let counts =
            file.kind == FileKind::Regular && file.class == Class::Vendored && file.size > 0;
        if !counts || tools.is_match(&file.path) || file.name().starts_with('.') {
            continue;
        }
        let found = root_of(&file.path, &go, &composer, licensed);
        let Some((root, certain)) = found else { continue };
        let new = || Block { root: root.clone(), certain, files: Vec::new() };
        blocks.entry(root.clone()).or_insert_with(new).files.push(file);
    }
    blocks.into_values().filter(Block::is_code).collect()
}

/// The block that `path` is of, and whether it is certainly a copy.
fn root_of(
    path: &str,
    go: &dyn Fn(&str) -> bool,
    composer: &dyn Fn(&str) -> bool,
    licensed: &BTreeSet<&str>,
) -> Option<(String, bool)> {
    let parts: Vec<&str> = path.split('/').collect();
    let at = parts.iter().position(|part| CERTAIN.contains(part) || LIKELY.contains(part))?;
    let certain = CERTAIN.contains(&parts[at]);
    let folder = parts[..=at].join("/");
    let mut end = at + 1;
    while end + 1 < parts.len() && SORTING.contains(&parts[end]) {
        end += 1;
    }
    let depth = match parts.get(end)? {
        first if first.starts_with('@') && parts[at] == "node_modules" => 2,
        _ if parts[at] == "vendor" && go(&folder) => {
            let own = licensed_in(path, folder.len(), licensed).map(str::to_string);
            return Some((own.unwrap_or_else(|| go_module(&parts, at)), certain));
        }
        _ if parts[at] == "vendor" && composer(&folder) => 2,
        _ => 1,
    };
    let end = (end + depth).min(parts.len());
    Some((parts[..end].join("/"), certain))
}

/// The module of Go that `parts` is a file of, in the folder of copies that ends `at`, where
/// no folder has its own licence: the usual host, owner and name. Names of two parts and
/// names of four are as good.
fn go_module(parts: &[&str], at: usize) -> String {
    parts[..(at + 4).min(parts.len() - 1).max(at + 2)].join("/")
}

/// The deepest folder of `path` that has a licence of its own, below its first `above` bytes.
fn licensed_in<'p>(path: &'p str, above: usize, licensed: &BTreeSet<&str>) -> Option<&'p str> {
    let ends = path.match_indices('/').map(|(end, _)| end).filter(|end| *end > above);
    ends.map(|end| &path[..end]).rfind(|folder| licensed.contains(folder))
}

/// Where a file that records copies speaks of `root`: its path or its name.
pub(super) fn recorded(records: &[(&File, &str)], root: &str) -> Option<Location> {
    let name = root.rsplit('/').next().unwrap_or(root);
    let stem = name.split(['.']).next().unwrap_or(name);
    let speaks = |line: &str| {
        let line = line.to_lowercase();
        line.contains(&root.to_lowercase())
            || line.contains(&name.to_lowercase())
            || (stem.len() >= 4 && words(&line).any(|word| word == stem.to_lowercase()))
    };
    records.iter().find_map(|(file, text)| {
        let at = text.lines().position(speaks)?;
        Some(Location::line(&file.path, at + 1))
    })
}

fn words(line: &str) -> impl Iterator<Item = &str> {
    line.split(|c: char| !c.is_alphanumeric() && c != '-' && c != '_')
        .filter(|word| !word.is_empty())
}

impl<'a> Block<'a> {
    /// The components inside it that have a licence of their own, each a block, then what is
    /// left; the block alone where there are none.
    pub(super) fn parts(self, licensed: &BTreeSet<&str>) -> Vec<Block<'a>> {
        let Block { root, certain, files } = self;
        let mut parts: BTreeMap<String, Block<'a>> = BTreeMap::new();
        for file in files {
            let own = licensed_in(&file.path, root.len(), licensed).unwrap_or(&root).to_string();
            let new = || Block { root: own.clone(), certain, files: Vec::new() };
            parts.entry(own.clone()).or_insert_with(new).files.push(file);
        }
        parts.into_values().filter(Block::is_code).collect()
    }

    /// True unless nothing but a document is there.
    fn is_code(&self) -> bool {
        self.files.iter().any(|file| !matches!(file.extension().as_str(), "md" | "txt"))
    }

    /// What the banners of its files say.
    pub(super) fn banner(&self, project: &Project<'_>) -> Rights {
        let mut found = None;
        for file in &self.files {
            let Some(banner) = project.facts(file).and_then(|facts| facts.banner.as_ref()) else {
                continue;
            };
            let place = Location::line(&file.path, banner.line);
            match banner.kind {
                Kind::Proprietary => return Rights::Kept(banner.words.clone(), place),
                Kind::Granted => found = found.or(Some(Rights::Granted(place))),
                Kind::Reserved => {}
            }
        }
        found.unwrap_or(Rights::Silent)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_block_follows_the_layout_of_each_manager() {
        let (no, yes) = (|_: &str| false, |_: &str| true);
        let none = BTreeSet::new();
        let root = |path: &str| root_of(path, &no, &no, &none).map(|(root, _)| root);
        assert_eq!(root("node_modules/@g/a/index.js").as_deref(), Some("node_modules/@g/a"));
        assert_eq!(
            root("vendor/assets/javascripts/a.js").as_deref(),
            Some("vendor/assets/javascripts/a.js")
        );
        assert_eq!(root("third_party/lib/src/a.c").as_deref(), Some("third_party/lib/src/a.c"));
        assert_eq!(root("third_party/zlib/src/a.c").as_deref(), Some("third_party/zlib"));
        let own =
            BTreeSet::from(["vendor/forge.example.org/s.v3", "vendor/forge.example.org/o/r/v2"]);
        let go = |path: &str| root_of(path, &yes, &no, &own).map(|(root, _)| root);
        for (path, root) in [
            ("vendor/forge.example.org/o/r/a.go", "vendor/forge.example.org/o/r"),
            ("vendor/forge.example.org/o/r/v2/x/y/a.go", "vendor/forge.example.org/o/r/v2"),
            ("vendor/forge.example.org/s.v3/a.go", "vendor/forge.example.org/s.v3"),
            ("vendor/forge.example.org/s.v3/x/y/a.go", "vendor/forge.example.org/s.v3"),
            ("vendor/forge.example.org/t.v3/a.go", "vendor/forge.example.org/t.v3"),
            ("vendor/a.go", "vendor/a.go"),
        ] {
            assert_eq!(go(path).as_deref(), Some(root), "{path}");
        }
        let php = root_of("vendor/g/a/src/a.php", &no, &yes, &none);
        assert_eq!(php.map(|(root, _)| root).as_deref(), Some("vendor/g/a"));
        assert_eq!(root("src/main.rs"), None);
    }
}
