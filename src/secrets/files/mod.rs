//! Files that are sensitive by nature: their name says what they may be, the
//! beginning of their content says whether they are.

mod archive;
mod content;
mod dump;
mod values;

use super::lists::{Names, list};
use super::personal::{Place, is_for_development};
use super::{Level, layers};
use crate::lang::Text;
use content::Content;
use globset::{GlobBuilder, GlobSet, GlobSetBuilder};
use serde::Deserialize;
use std::sync::LazyLock;

/// How much of a file is enough to judge it, in bytes.
pub(crate) const HEAD: usize = 64 << 10;

/// What says that a file is encrypted stands in so many bytes.
const SEAL: usize = 256;

/// A kind of sensitive file, as `rules/files/sensitive.toml` describes it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Kind {
    /// Identifier.
    pub id: String,
    /// Globs of base names, or of ends of paths when they hold a `/`.
    names: Vec<String>,
    /// Globs of base names that are harmless.
    #[serde(default)]
    except: Vec<String>,
    /// What the content must hold.
    content: Content,
    fr: String,
    en: String,
}

impl Kind {
    /// What a person calls such files.
    pub fn label(&self) -> Text {
        Text::new(&self.fr, &self.en)
    }
}

/// What is said of a file that is, or may be, sensitive.
#[derive(Debug, Clone)]
pub struct Sensitive {
    /// Its kind.
    pub kind: &'static Kind,
    /// How loudly it is told.
    pub level: Level,
    /// Why, in a few words.
    pub reason: Text,
}

/// What starts a file that was encrypted in order to be committed.
static SEALED: Names = LazyLock::new(|| list("sealed.files"));

/// The kinds with what matches their names.
struct Kinds {
    kinds: Vec<Kind>,
    names: GlobSet,
    name_kinds: Vec<usize>,
    paths: GlobSet,
    path_kinds: Vec<usize>,
    path_names: GlobSet,
    excepted: Vec<GlobSet>,
}

static KINDS: LazyLock<Kinds> = LazyLock::new(Kinds::load);

#[derive(Deserialize)]
struct Table {
    kind: Vec<Kind>,
}

/// The table of kinds, as embedded: a test reads it.
pub(crate) fn table() -> &'static str {
    include_str!("../../../rules/files/sensitive.toml")
}

fn set<'a>(globs: impl IntoIterator<Item = &'a str>) -> GlobSet {
    let mut builder = GlobSetBuilder::new();
    for glob in globs {
        if let Ok(glob) = GlobBuilder::new(glob).literal_separator(true).build() {
            builder.add(glob);
        }
    }
    builder.build().unwrap_or_default()
}

impl Kinds {
    fn load() -> Kinds {
        let kinds = toml::from_str::<Table>(table()).map(|table| table.kind).unwrap_or_default();
        let (mut names, mut name_kinds) = (Vec::new(), Vec::new());
        let (mut paths, mut path_kinds) = (Vec::new(), Vec::new());
        for (at, kind) in kinds.iter().enumerate() {
            for name in &kind.names {
                match name.contains('/') {
                    false => {
                        names.push(name.as_str());
                        name_kinds.push(at);
                    }
                    true => {
                        paths.push(format!("{{**/,}}{name}"));
                        path_kinds.push(at);
                    }
                }
            }
        }
        let last = |path: &'_ String| path.rsplit('/').next().unwrap_or_default().to_string();
        let path_names: Vec<String> = paths.iter().map(last).collect();
        Kinds {
            names: set(names),
            name_kinds,
            paths: set(paths.iter().map(String::as_str)),
            path_kinds,
            path_names: set(path_names.iter().map(String::as_str)),
            excepted: kinds.iter().map(|k| set(k.except.iter().map(String::as_str))).collect(),
            kinds,
        }
    }

    /// The kinds whose names match `path` (lower case), in the table's order.
    fn of(&'static self, path: &str) -> Vec<&'static Kind> {
        let name = path.rsplit('/').next().unwrap_or(path);
        let by_name = self.names.matches(name).into_iter().map(|at| self.name_kinds[at]);
        let by_path = self.paths.matches(path).into_iter().map(|at| self.path_kinds[at]);
        let mut found: Vec<usize> = by_path.chain(by_name).collect();
        found.sort_unstable();
        found.dedup();
        found.retain(|kind| !self.excepted[*kind].is_match(name));
        found.into_iter().map(|kind| &self.kinds[kind]).collect()
    }
}

/// True when a file whose base name is `name` may be sensitive: a cheap test
/// before [`judge`], for the names of a whole history.
pub(crate) fn interesting(name: &[u8]) -> bool {
    let name = String::from_utf8_lossy(name).to_lowercase();
    KINDS.names.is_match(&name) || KINDS.path_names.is_match(&name)
}

/// Judges the file at `path`, of `size` bytes, that starts with `bytes` (what was
/// read of it, or all of it). `None` when it is not sensitive.
pub(crate) fn judge(path: &str, size: u64, bytes: &[u8]) -> Option<Sensitive> {
    let lower = path.to_lowercase();
    if size == 0 || bytes.is_empty() || crate::text::decode::is_lfs_pointer(bytes) {
        return None;
    }
    let kinds = KINDS.of(&lower);
    if kinds.is_empty() || is_sealed(bytes) {
        return None;
    }
    let name = lower.rsplit('/').next().unwrap_or(&lower);
    let mut judged = kinds.into_iter().filter_map(|kind| {
        let (level, reason) = kind.content.judge(name, bytes, size)?;
        Some((kind, level, reason))
    });
    let (kind, level, reason) = judged.next()?;
    // Tests and the stacks that developers run need stores and settings of their
    // own: a person says what is in them.
    let (level, reason) = match (Place::of(path), level) {
        (Place::Foreign | Place::Test, Level::Review) => (Level::Information, reason),
        (Place::Test, Level::Report) => {
            (Level::Review, with(&reason, ", dans des tests", ", in tests"))
        }
        (_, Level::Report) if is_in_development(&lower) => {
            let (fr, en) = (", dans un dossier de développement", ", in a folder for development");
            (Level::Review, with(&reason, fr, en))
        }
        (Place::Foreign, level) => (level.min(Level::Information), reason),
        (_, level) => (level, reason),
    };
    Some(Sensitive { kind, level, reason })
}

/// True for a file that was encrypted in order to be committed, whatever its encoding.
fn is_sealed(bytes: &[u8]) -> bool {
    let start = layers::plain(&bytes[..bytes.len().min(SEAL)]);
    start.starts_with(b"\0GITCRYPT")
        || SEALED.iter().any(|known| start.starts_with(known.as_bytes()))
}

fn with(reason: &Text, fr: &str, en: &str) -> Text {
    Text::new(format!("{}{fr}", reason.fr), format!("{}{en}", reason.en))
}

/// True when a folder of `path` (lower case) is that of a stack run on a
/// developer's machine.
fn is_in_development(path: &str) -> bool {
    path.rsplit_once('/').is_some_and(|(folders, _)| is_for_development(folders))
}

#[cfg(test)]
mod tests;
