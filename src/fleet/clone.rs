//! What tells a clone from another, and from itself yesterday, at the price of a few
//! `stat`: a fleet that did not change is known again without being opened.

use crate::clock;
use crate::snapshot::is_git_folder;
use crate::snapshot::metadata::without_credentials;
use jiff::Timestamp;
use jiff::civil::Date;
use std::collections::BTreeSet;
use std::fs::{self, File, Metadata};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// The longest file of references or of settings that is read.
const LONGEST: u64 = 64 << 20;
/// Folders of references below one another.
const DEPTH: usize = 32;
/// What changed so little time ago may change again without its times showing it.
const FRESH: Duration = Duration::from_secs(2);

/// What is known of a clone before it is audited.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Clone {
    /// The address it was cloned from.
    pub remote: Option<String>,
    /// The digest of what its branches and tags lead to: two clones that hold the same
    /// have the same root commits and the same files. `None` when it has none.
    pub tips: Option<String>,
    /// The digest of all an audit reads. `None` when it says too little.
    pub state: Option<String>,
}

/// True for a work tree or a bare repository.
pub(super) fn is_one(folder: &Path) -> bool {
    git_dir(folder).is_some()
}

fn git_dir(folder: &Path) -> Option<PathBuf> {
    let inside = folder.join(".git");
    if let Ok(found) = inside.symlink_metadata() {
        if found.is_dir() {
            return Some(inside);
        }
        let pointed = text(&inside).unwrap_or_default();
        let pointed = pointed.strip_prefix("gitdir:").map(|path| folder.join(path.trim()));
        return Some(pointed.unwrap_or(inside));
    }
    is_git_folder(folder).then(|| folder.to_path_buf())
}

/// Looks at the clone, or at the plain folder, at `folder`.
pub(super) fn look(folder: &Path) -> Clone {
    let mut state = State::new();
    let Some(git) = git_dir(folder) else {
        state.tree(folder);
        return Clone { state: state.digest(), ..Clone::default() };
    };
    let common = text(&git.join("commondir")).map(|path| git.join(path.trim()));
    let common = common.unwrap_or_else(|| git.clone());
    let mut tips = BTreeSet::new();
    for name in ["HEAD", "shallow"] {
        state.content(&git.join(name));
    }
    for name in
        ["config", "packed-refs", "shallow", "info/grafts", "info/exclude", "info/attributes"]
    {
        state.content(&common.join(name));
    }
    packed(&common.join("packed-refs"), &mut tips);
    loose(&common, "refs", &mut state, &mut tips);
    for name in ["objects", "objects/pack", "objects/info/alternates"] {
        state.stamp(&common.join(name));
    }
    if git.as_path() != folder {
        state.stamp(&git.join("index"));
        state.tree(folder);
    }
    let digest = |tips: &BTreeSet<String>| {
        let mut hasher = blake3::Hasher::new();
        tips.iter().for_each(|tip| {
            hasher.update(tip.as_bytes());
        });
        hasher.finalize().to_hex()[..32].to_string()
    };
    Clone {
        remote: remote(&common.join("config")),
        tips: (!tips.is_empty()).then(|| digest(&tips)),
        state: state.digest(),
    }
}

/// The start of a text file, within [`LONGEST`]; nothing for what is no file.
fn text(path: &Path) -> Option<String> {
    let bytes = bytes(path)?;
    Some(String::from_utf8_lossy(&bytes).into_owned())
}

fn bytes(path: &Path) -> Option<Vec<u8>> {
    // A pipe would be waited for.
    path.metadata().ok().filter(Metadata::is_file)?;
    let mut bytes = Vec::new();
    File::open(path).ok()?.take(LONGEST).read_to_end(&mut bytes).ok()?;
    Some(bytes)
}

/// True for a branch or a tag, wherever it came from.
fn counts(name: &str) -> bool {
    let kept = ["refs/heads/", "refs/tags/", "refs/remotes/origin/"];
    kept.iter().any(|start| name.starts_with(start)) && !name.ends_with("/HEAD")
}

fn packed(file: &Path, tips: &mut BTreeSet<String>) {
    for line in text(file).unwrap_or_default().lines() {
        if let Some((id, name)) = line.split_once(' ')
            && counts(name)
        {
            tips.insert(id.to_string());
        }
    }
}

/// The references that have a file of their own.
fn loose(git: &Path, below: &str, state: &mut State, tips: &mut BTreeSet<String>) {
    if below.matches('/').count() > DEPTH {
        return;
    }
    let entries = fs::read_dir(git.join(below)).into_iter().flatten().flatten();
    let mut names: Vec<_> = entries.map(|entry| (entry.file_name(), entry.file_type())).collect();
    names.sort_by(|left, right| left.0.cmp(&right.0));
    for (name, kind) in names {
        let Ok(kind) = kind else { continue };
        let below = format!("{below}/{}", name.to_string_lossy());
        if kind.is_dir() {
            loose(git, &below, state, tips);
        } else if kind.is_file() {
            state.content(&git.join(&below));
            if let Some(id) = text(&git.join(&below)).filter(|_| counts(&below)) {
                tips.insert(id.trim().to_string());
            }
        }
    }
}

/// The address of `origin`, else of the first remote, without credentials.
fn remote(config: &Path) -> Option<String> {
    let text = text(config)?;
    let mut found: Option<(bool, String)> = None;
    let mut section = None;
    for line in text.lines().map(str::trim) {
        if let Some(head) = line.strip_prefix('[') {
            let name = head.strip_prefix("remote \"").and_then(|name| name.split_once("\"]"));
            section = name.map(|(name, _)| name == "origin");
        } else if let Some(origin) = section
            && let Some((key, url)) = line.split_once('=')
            && key.trim().eq_ignore_ascii_case("url")
            && found.as_ref().is_none_or(|(known, _)| origin && !known)
        {
            found = Some((origin, without_credentials(url.trim().trim_matches('"'))));
        }
    }
    found.map(|(_, url)| url)
}

/// The day of the commit that is checked out, or that a bare repository shows.
pub(super) fn last_commit(folder: &Path) -> Option<Date> {
    let repository = git2::Repository::open(folder).ok()?;
    let commit = repository.head().ok()?.peel_to_commit().ok()?;
    Some(clock::day(Timestamp::from_second(commit.time().seconds()).ok()?))
}

/// A digest of contents and of stamps.
struct State {
    hasher: blake3::Hasher,
    still: Option<SystemTime>,
    fresh: bool,
}

impl State {
    fn new() -> State {
        let still = SystemTime::now().checked_sub(FRESH);
        State { hasher: blake3::Hasher::new(), still, fresh: still.is_none() }
    }

    fn add(&mut self, bytes: &[u8]) {
        self.hasher.update(&(bytes.len() as u64).to_le_bytes());
        self.hasher.update(bytes);
    }

    fn content(&mut self, path: &Path) {
        self.add(&bytes(path).unwrap_or_default());
    }

    fn stamp(&mut self, path: &Path) {
        match path.symlink_metadata() {
            Ok(metadata) => self.metadata(&metadata),
            Err(_) => self.add(b"absent"),
        }
    }

    fn metadata(&mut self, metadata: &Metadata) {
        let modified = metadata.modified().unwrap_or(UNIX_EPOCH);
        self.fresh |= self.still.is_some_and(|still| modified > still);
        let modified = modified.duration_since(UNIX_EPOCH).unwrap_or_default().as_nanos();
        self.add(&metadata.len().to_le_bytes());
        self.add(&modified.to_le_bytes());
        #[cfg(unix)]
        {
            use std::os::unix::fs::MetadataExt;
            let parts = [metadata.ctime(), metadata.ctime_nsec(), metadata.ino() as i64];
            parts.iter().for_each(|part| self.add(&part.to_le_bytes()));
            self.add(&metadata.mode().to_le_bytes());
        }
    }

    /// Every file of a work tree; git's own are told apart.
    fn tree(&mut self, folder: &Path) {
        let entries = walkdir::WalkDir::new(folder).sort_by_file_name().into_iter();
        let entries = entries.filter_entry(|entry| entry.file_name() != ".git");
        for entry in entries {
            let Ok(entry) = entry else {
                self.fresh = true;
                continue;
            };
            self.add(entry.path().as_os_str().as_encoded_bytes());
            match entry.metadata() {
                // The times of a folder change with what git writes in it.
                Ok(metadata) if metadata.is_dir() => {}
                Ok(metadata) => self.metadata(&metadata),
                Err(_) => self.fresh = true,
            }
        }
    }

    fn digest(self) -> Option<String> {
        (!self.fresh).then(|| self.hasher.finalize().to_hex()[..32].to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place() -> tempfile::TempDir {
        let place = tempfile::tempdir().expect("folder");
        git2::Repository::init(place.path()).expect("init");
        place
    }

    #[test]
    fn the_remote_is_origin_without_what_opens_it() {
        let place = place();
        let config = place.path().join(".git/config");
        let text = "[remote \"other\"]\n\turl = https://forge.example.org/b/b\n\
                    [remote \"origin\"]\n\turl = https://u:p@forge.example.org/a/a.git\n\
                    [branch \"main\"]\n\tremote = origin\n";
        fs::write(config, text).expect("written");
        let found = look(place.path());
        assert_eq!(found.remote.as_deref(), Some("https://forge.example.org/a/a.git"));
        assert_eq!(found.tips, None);
        assert_eq!(found.state, None, "it has just changed");
    }

    #[test]
    fn the_same_tips_are_the_same_content_whatever_their_names() {
        let (one, other) = (place(), place());
        let id = "0123456789012345678901234567890123456789";
        let write = |place: &tempfile::TempDir, name: &str| {
            let file = place.path().join(".git").join(name);
            fs::create_dir_all(file.parent().expect("parent")).expect("folder");
            fs::write(file, format!("{id}\n")).expect("written");
        };
        write(&one, "refs/heads/main");
        write(&other, "refs/remotes/origin/main");
        write(&other, "refs/stash");
        let packed = format!("# pack-refs with: peeled\n{id} refs/tags/v1\n^{id}\n");
        fs::write(other.path().join(".git/packed-refs"), packed).expect("written");
        assert!(look(one.path()).tips.is_some());
        assert_eq!(look(one.path()).tips, look(other.path()).tips);
        assert!(is_one(one.path()) && !is_one(&one.path().join(".git/refs")));
    }
}
