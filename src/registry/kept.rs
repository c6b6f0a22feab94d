//! What registries said, kept on this machine so that they are not asked twice: what
//! is said of one version stays, the rest is asked again the next day.

use crate::manifest::registries::Said;
use serde::{Deserialize, Serialize};
use std::fs;
use std::io::{Read, Write};
use std::path::PathBuf;
use std::time::Duration;

const FOLDER: &str = "registries";
const EXTENSION: &str = "answer";
/// Changes with the way answers are read.
const FORMAT: &str = "1";
const DAY: Duration = Duration::from_secs(24 * 60 * 60);
/// How long what is said of a version is kept.
const LASTING: Duration = Duration::from_secs(90 * 24 * 60 * 60);
const LARGEST: u64 = 64 << 10;

#[derive(Serialize, Deserialize)]
struct Entry {
    lasting: bool,
    words: Option<String>,
    elsewhere: Option<String>,
}

/// A folder of answers.
pub(super) struct Kept {
    folder: Option<PathBuf>,
}

impl Kept {
    /// What is kept below `cache`, without what is too old.
    pub(super) fn new(cache: Option<PathBuf>) -> Kept {
        let folder = cache.map(|cache| cache.join(FOLDER));
        let entries = folder.iter().filter_map(|folder| fs::read_dir(folder).ok()).flatten();
        for entry in entries.flatten() {
            let own = entry.path().extension().is_some_and(|end| end == EXTENSION);
            let old = entry.metadata().and_then(|found| found.modified()).ok();
            let old = old.and_then(|time| time.elapsed().ok()).is_some_and(|age| age > LASTING);
            if own && old {
                let _ = fs::remove_file(entry.path());
            }
        }
        Kept { folder }
    }

    fn file(&self, url: &str) -> Option<PathBuf> {
        let name = blake3::hash(format!("{FORMAT} {url}").as_bytes()).to_hex();
        Some(self.folder.as_ref()?.join(format!("{name}.{EXTENSION}")))
    }

    /// What was said at `url`.
    pub(super) fn find(&self, url: &str) -> Option<Said> {
        let file = fs::File::open(self.file(url)?).ok()?;
        let age = file.metadata().ok()?.modified().ok()?.elapsed().ok()?;
        let mut text = String::new();
        file.take(LARGEST).read_to_string(&mut text).ok()?;
        let entry: Entry = serde_json::from_str(&text).ok()?;
        if age > (if entry.lasting { LASTING } else { DAY }) {
            return None;
        }
        Some(match (entry.words, entry.elsewhere) {
            (Some(words), _) => Said::Words(words),
            (None, Some(path)) => Said::Elsewhere(path),
            (None, None) => Said::Nothing,
        })
    }

    /// Keeps what was `said` at `url`. A cache that cannot be written costs questions,
    /// nothing else.
    pub(super) fn keep(&self, url: &str, said: &Said, lasting: bool) {
        let (words, elsewhere) = match said {
            Said::Words(words) => (Some(words.chars().take(4096).collect()), None),
            Said::Elsewhere(path) => (None, Some(path.clone())),
            Said::Nothing => (None, None),
            Said::Unreadable => return,
        };
        let lasting = lasting && *said != Said::Nothing;
        let (Some(file), Some(folder)) = (self.file(url), &self.folder) else { return };
        let written = serde_json::to_vec(&Entry { lasting, words, elsewhere });
        let Ok(written) = written else { return };
        let _ = fs::create_dir_all(folder);
        let temporary = tempfile::NamedTempFile::new_in(folder);
        if let Ok(mut temporary) = temporary
            && temporary.write_all(&written).is_ok()
        {
            let _ = temporary.persist(file);
        }
    }
}
