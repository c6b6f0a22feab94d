//! Reads all that an audit looks at: files, history, configuration, rules.

use crate::config::source::{self, Loaded};
use crate::error::Result;
use crate::project::{self, Examiner, Past};
use crate::secrets::{self, Found, Mark, Quiet, Scanner, files};
use crate::snapshot::cache::{Cache, Key};
use crate::snapshot::{self, Before, Prepared, Snapshot};
use std::path::{Path, PathBuf};

/// A repository with everything that was read of it.
pub struct Reading {
    /// Its files, metadata and history; what was secret in messages is masked.
    pub snapshot: Snapshot,
    /// What its history holds that must not be published.
    pub past: Past,
    /// Its configuration and the rules.
    pub loaded: Loaded,
    /// What the cache keeps it under.
    key: Option<Key>,
}

impl Reading {
    /// Keeps in `cache` what auditing the files taught: those that hold nothing.
    pub fn remember(&self, cache: &Cache) {
        let quiet = self.loaded.catalogue.scanner.quiet();
        if let (Some(key), Some(marks)) = (&self.key, quiet.and_then(Quiet::news)) {
            // A cache that cannot be written costs time, nothing else.
            let _ = cache.store_files(key, marks.as_flattened());
        }
    }
}

/// Reads what `options` name, with the configuration `config` (that of the
/// repository when absent) and the `rules` added to the embedded ones. What
/// the history gave is kept in `cache` and taken from there when nothing changed.
pub fn read(
    options: &snapshot::Options,
    config: Option<&Path>,
    rules: &[PathBuf],
    cache: Option<&Cache>,
) -> Result<Reading> {
    examined(&|| snapshot::prepare(options), config, rules, cache)
}

/// Reads what `before` names, in the same way.
pub fn read_before(
    before: &Before,
    config: Option<&Path>,
    rules: &[PathBuf],
    cache: Option<&Cache>,
) -> Result<Reading> {
    examined(&|| before.prepare(), config, rules, cache)
}

fn examined(
    prepare: &dyn Fn() -> Result<Prepared>,
    config: Option<&Path>,
    rules: &[PathBuf],
    cache: Option<&Cache>,
) -> Result<Reading> {
    let prepared = prepare()?;
    let mut loaded = source::load(prepared.snapshot(), config, rules)?;
    let kept = cache.zip(prepared.cache_key(&secrets::version()));
    if let Some((cache, key)) = &kept {
        let marks = cache.load_files(key).unwrap_or_default();
        let marks = marks.chunks_exact(size_of::<Mark>()).filter_map(|mark| mark.try_into().ok());
        loaded.catalogue.scanner.recall(marks);
    }
    let prepared = match &kept {
        None => prepared,
        Some((cache, key)) => match prepared.cached(cache, key) {
            Ok((snapshot, section)) => {
                if let Ok(past) = postcard::from_bytes(&section) {
                    let key = kept.map(|(_, key)| key);
                    return Ok(Reading { snapshot, past, loaded, key });
                }
                prepare()?
            }
            Err(prepared) => *prepared,
        },
    };
    let (snapshot, past, _) = examine(prepared, &loaded.catalogue.scanner);
    if let (Some((cache, key)), Some(history)) = (&kept, &snapshot.history) {
        // A cache that cannot be written costs time, nothing else.
        let _ = postcard::to_stdvec(&past).map(|section| cache.store(key, history, &section));
    }
    let key = kept.map(|(_, key)| key);
    Ok(Reading { snapshot, past, loaded, key })
}

/// Examines the history of `prepared`: what it holds, and the values in clear.
pub fn examine(prepared: Prepared, scanner: &Scanner) -> (Snapshot, Past, Vec<Found>) {
    let sensitive = |name: &str| files::interesting(name.as_bytes());
    let (mut snapshot, examined) = prepared.examine(&Examiner::default(), &sensitive);
    let (past, found) = project::settle(scanner, examined, &mut snapshot);
    (snapshot, past, found)
}

/// The cache of this user, unless they have no folder for it.
pub fn cache() -> Option<Cache> {
    let set = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty());
    let folder = set("XDG_CACHE_HOME").map(PathBuf::from);
    let folder = folder.or_else(|| Some(PathBuf::from(set("HOME")?).join(".cache")))?;
    folder.is_absolute().then(|| Cache::new(folder.join("publiable")))
}
