//! Blocks of copied code: the folders, or lone files, under the folders where
//! projects keep copies of others.

use crate::finding::Location;
use crate::licence::banner::Kind;
use crate::licence::expression::Expression;
use crate::project::Project;
use crate::snapshot::classify::Class;
use crate::snapshot::{File, FileKind};
use crate::text::pattern::Pattern;
use std::collections::BTreeMap;

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

/// The blocks of `project`, sorted by path.
pub(super) fn find<'a>(project: &Project<'a>, tools: &Pattern) -> Vec<Block<'a>> {
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
        let Some((root, certain)) = root_of(&file.path, &go, &composer) else { continue };
        let new = || Block { root: root.clone(), certain, files: Vec::new() };
        blocks.entry(root.clone()).or_insert_with(new).files.push(file);
    }
    let readable = |file: &&File| !matches!(file.extension().as_str(), "md" | "txt");
    blocks.into_values().filter(|block| block.files.iter().any(readable)).collect()
}

/// The block that `path` is of, and whether it is certainly a copy.
fn root_of(
    path: &str,
    go: &dyn Fn(&str) -> bool,
    composer: &dyn Fn(&str) -> bool,
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
        _ if parts[at] == "vendor" && go(&folder) => 3,
        _ if parts[at] == "vendor" && composer(&folder) => 2,
        _ => 1,
    };
    let end = (end + depth).min(parts.len());
    Some((parts[..end].join("/"), certain))
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

impl Block<'_> {
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
        let root = |path: &str| root_of(path, &no, &no).map(|(root, _)| root);
        assert_eq!(root("node_modules/@g/a/index.js").as_deref(), Some("node_modules/@g/a"));
        assert_eq!(
            root("vendor/assets/javascripts/a.js").as_deref(),
            Some("vendor/assets/javascripts/a.js")
        );
        assert_eq!(root("third_party/lib/src/a.c").as_deref(), Some("third_party/lib/src/a.c"));
        assert_eq!(root("third_party/zlib/src/a.c").as_deref(), Some("third_party/zlib"));
        let go = root_of("vendor/forge.example.org/o/r/a.go", &yes, &no);
        assert_eq!(go.map(|(root, _)| root).as_deref(), Some("vendor/forge.example.org/o/r"));
        let php = root_of("vendor/g/a/src/a.php", &no, &yes);
        assert_eq!(php.map(|(root, _)| root).as_deref(), Some("vendor/g/a"));
        assert_eq!(root("src/main.rs"), None);
    }
}
