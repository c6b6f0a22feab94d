//! Reads all that an audit looks at: files, history, configuration, rules.

use super::Settings;
use crate::config::source::{self, Loaded};
use crate::error::Result;
use crate::project::{self, Examiner, Past};
use crate::report::Report;
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
}

/// How a repository is opened, again where its history has to be.
type Prepare<'a> = Box<dyn Fn() -> Result<Prepared> + 'a>;

/// A repository whose history is still to be read.
pub struct Opened<'a> {
    prepare: Prepare<'a>,
    prepared: Prepared,
    /// Its configuration and the rules.
    pub loaded: Loaded,
    /// The cache, with what it keeps this repository under.
    pub kept: Option<Kept<'a>>,
}

/// What a cache keeps of one state of a repository.
#[derive(Clone)]
pub struct Kept<'a> {
    cache: &'a Cache,
    key: Key,
}

/// The files that hold nothing.
const QUIET: &[u8] = b"quiet files";

/// Reads what `options` name, with the configuration `config` (that of the
/// repository when absent) and the `rules` added to the embedded ones. What
/// the history gave is kept in `cache` and taken from there when nothing changed.
pub fn read(
    options: &snapshot::Options,
    config: Option<&Path>,
    rules: &[PathBuf],
    cache: Option<&Cache>,
) -> Result<Reading> {
    open(options, config, rules, cache)?.read()
}

/// Opens what `options` name, as [`read`] does, and reads all but its history.
pub fn open<'a>(
    options: &'a snapshot::Options,
    config: Option<&Path>,
    rules: &[PathBuf],
    cache: Option<&'a Cache>,
) -> Result<Opened<'a>> {
    opened(Box::new(|| snapshot::prepare(options)), config, rules, cache)
}

/// Opens what `before` names, in the same way.
pub fn open_before<'a>(
    before: &'a Before,
    config: Option<&Path>,
    rules: &[PathBuf],
    cache: Option<&'a Cache>,
) -> Result<Opened<'a>> {
    opened(Box::new(|| before.prepare()), config, rules, cache)
}

fn opened<'a>(
    prepare: Prepare<'a>,
    config: Option<&Path>,
    rules: &[PathBuf],
    cache: Option<&'a Cache>,
) -> Result<Opened<'a>> {
    let prepared = prepare()?;
    let loaded = source::load(prepared.snapshot(), config, rules)?;
    let kept = cache.zip(prepared.cache_key(&secrets::version()));
    let kept = kept.map(|(cache, key)| Kept { cache, key });
    Ok(Opened { prepare, prepared, loaded, kept })
}

impl Opened<'_> {
    fn snapshot(&self) -> &Snapshot {
        self.prepared.snapshot()
    }

    /// A digest of all that the report of an audit depends on besides the
    /// history: the files, the configuration, the rules, the `settings` and the
    /// program. `None` when it cannot be told, as where packages are installed:
    /// they are read too, and git tells nothing of them.
    pub fn state(&self, settings: Settings) -> Option<Vec<u8>> {
        let program = std::env::current_exe().ok()?.metadata().ok()?;
        let program = (program.len(), program.modified().ok()?);
        let rules = &self.loaded.catalogue.rules.version;
        if project::are_installed(self.snapshot()) {
            return None;
        }
        let files = self.snapshot().state()?;
        let state = (program, rules, &self.loaded.config, settings, files);
        Some(format!("report {state:?}").into_bytes())
    }

    /// Reads the history.
    pub fn read(self) -> Result<Reading> {
        let Opened { prepare, prepared, mut loaded, kept } = self;
        let Some(Kept { cache, key }) = kept else {
            let (snapshot, past, _) = examine(prepared, &loaded.catalogue.scanner);
            return Ok(Reading { snapshot, past, loaded });
        };
        let marks = cache.load_apart(&key, QUIET).unwrap_or_default();
        let marks = marks.chunks_exact(size_of::<Mark>()).filter_map(|mark| mark.try_into().ok());
        loaded.catalogue.scanner.recall(marks);
        let prepared = match prepared.cached(cache, &key) {
            Ok((snapshot, section)) => {
                if let Ok(past) = postcard::from_bytes(&section) {
                    return Ok(Reading { snapshot, past, loaded });
                }
                prepare()?
            }
            Err(prepared) => *prepared,
        };
        let (snapshot, past, _) = examine(prepared, &loaded.catalogue.scanner);
        if let Some(history) = &snapshot.history {
            // A cache that cannot be written costs time, nothing else.
            let _ = postcard::to_stdvec(&past).map(|section| cache.store(&key, history, &section));
        }
        Ok(Reading { snapshot, past, loaded })
    }
}

impl Kept<'_> {
    /// The report of an audit in the same `state`.
    pub fn report(&self, state: &[u8]) -> Option<Report> {
        serde_json::from_slice(&self.cache.load_apart(&self.key, state)?).ok()
    }

    /// Keeps the `report` of an audit in this `state`. A cache that cannot be
    /// written costs time, nothing else.
    pub fn remember_report(&self, state: &[u8], report: &Report) {
        if let Ok(report) = serde_json::to_vec(report) {
            let _ = self.cache.store_apart(&self.key, state, &report);
        }
    }

    /// Keeps the files in which `scanner` saw nothing, likewise.
    pub fn remember_files(&self, scanner: &Scanner) {
        if let Some(marks) = scanner.quiet().and_then(Quiet::news) {
            let _ = self.cache.store_apart(&self.key, QUIET, marks.as_flattened());
        }
    }
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
