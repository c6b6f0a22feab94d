//! The only reader of disk and git. A [`Snapshot`] lists the files that
//! publishing would publish, reads each of them on demand, and knows the
//! repository's metadata and history.

pub(crate) mod attributes;
pub(crate) mod authors;
mod before;
pub(crate) mod cache;
mod changes;
pub(crate) mod classify;
pub(crate) use installed::Installed;
pub(crate) mod folder;
mod gaps;
pub(crate) mod history;
mod installed;
pub(crate) mod mailmap;
pub(crate) mod metadata;
pub(crate) mod objects;
mod open;
pub(crate) mod path;
pub(crate) mod publisher;
pub(crate) mod read;
mod references;
mod sha256;
mod special;
mod staged;
mod state;
pub(crate) mod survey;
pub(crate) mod targets;
pub(crate) mod tree;
pub(crate) mod worktree;

pub(crate) use before::Before;
pub(crate) use changes::Since;
pub use open::{Options, prepare};
pub(crate) use open::{Prepared, day_of, holds, is_repository, open, root_of, without_history};
pub(crate) use special::is_git_folder;
pub(crate) use staged::{Staged, staged, uncommitted};

use crate::lang::Text;
use classify::Class;
use history::History;
use metadata::Metadata;
use std::collections::HashMap;
use std::path::{Path, PathBuf};

/// Where the files of a snapshot come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// A git work tree: tracked files, and untracked ones that git does not ignore.
    WorkTree,
    /// The tree of a commit, read without a checkout (`--rev`, bare repositories).
    Commit,
    /// A folder that git does not manage.
    Folder,
}

/// What kind of entry a path is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FileKind {
    /// A regular file.
    Regular,
    /// A symbolic link, with its target as written.
    Symlink(String),
    /// A submodule: listed, never entered.
    Submodule,
}

/// One entry of the snapshot.
#[derive(Debug, Clone)]
pub struct File {
    /// Path from the root, with `/`; bytes that are not UTF-8 are written `\xNN`.
    pub path: String,
    /// The path's bytes, to open it with.
    pub(crate) raw: Vec<u8>,
    /// Kind of entry.
    pub kind: FileKind,
    /// Size in bytes of a regular file.
    pub size: u64,
    /// False for an untracked file that git does not ignore.
    pub tracked: bool,
    /// The executable bit.
    pub executable: bool,
    /// Object id of the content to read from git rather than from disk.
    pub(crate) blob: Option<git2::Oid>,
    /// Whether the file belongs to the project itself.
    pub class: Class,
    /// Position in [`Snapshot::files`].
    pub(crate) position: usize,
}

impl File {
    /// The last part of the path.
    pub fn name(&self) -> &str {
        self.path.rsplit('/').next().unwrap_or_default()
    }

    /// The path without its last part; empty at the root.
    pub fn folder(&self) -> &str {
        self.path.rsplit_once('/').map_or("", |(folder, _)| folder)
    }

    /// The lower-case extension, empty when there is none.
    pub fn extension(&self) -> String {
        match self.name().rsplit_once('.') {
            Some((stem, extension)) if !stem.is_empty() => extension.to_lowercase(),
            _ => String::new(),
        }
    }

    /// True for a regular file that is the project's own, neither vendored nor
    /// a fixture nor generated.
    pub fn is_own(&self) -> bool {
        self.kind == FileKind::Regular && self.class == Class::Own
    }
}

/// Something that was not read, and whether it makes the audit incomplete.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Skipped {
    /// Where.
    pub path: String,
    /// Why.
    pub reason: Text,
    /// True when publishing would publish it although it was not seen.
    pub incomplete: bool,
}

/// Files of the project that its `.gitattributes` takes for those of others, or for
/// what a tool made: fewer rules look at them, and the report says so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SetAside {
    /// The path of the `.gitattributes`.
    pub path: String,
    /// The line of the attribute, counted from 1.
    pub line: usize,
    /// Its pattern.
    pub pattern: String,
    /// What it makes of them.
    pub class: Class,
    /// How many files it takes.
    pub files: usize,
}

/// A repository at one moment.
#[derive(Debug)]
pub struct Snapshot {
    /// The folder named on the command line, as an absolute path.
    pub root: PathBuf,
    /// Where the files come from.
    pub origin: Origin,
    /// The folder of its repository that alone was read, from its top.
    pub part: Option<String>,
    /// The entries, sorted by path.
    pub files: Vec<File>,
    /// What was left out of `files`, sorted.
    pub skipped: Vec<Skipped>,
    /// The files that the repository says are not the project's own.
    pub set_aside: Vec<SetAside>,
    /// Git metadata; `None` for a plain folder.
    pub metadata: Option<Metadata>,
    /// The commits; `None` for a plain folder or when it was not asked for.
    pub history: Option<History>,
    /// True when the history was left out on request (`--no-history`).
    pub history_declined: bool,
    /// What could not be read of the repository itself, one sentence each.
    pub unseen: Vec<Text>,
    pub(crate) source: read::Source,
    /// The contents that stand for those of the source.
    written: HashMap<Vec<u8>, Vec<u8>>,
    index: HashMap<String, usize>,
}

impl Snapshot {
    fn assemble(
        root: PathBuf,
        origin: Origin,
        mut files: Vec<File>,
        mut skipped: Vec<Skipped>,
        source: read::Source,
    ) -> Snapshot {
        files.sort_by(|left, right| left.raw.cmp(&right.raw));
        files.dedup_by(|left, right| left.raw == right.raw);
        skipped.sort();
        for (position, file) in files.iter_mut().enumerate() {
            file.position = position;
        }
        let index = files.iter().map(|file| (file.path.clone(), file.position)).collect();
        let mut snapshot = Snapshot {
            root,
            origin,
            part: None,
            files,
            skipped,
            set_aside: Vec::new(),
            metadata: None,
            history: None,
            history_declined: false,
            unseen: Vec::new(),
            source,
            written: HashMap::new(),
            index,
        };
        attributes::apply(&mut snapshot);
        snapshot
    }

    /// This snapshot as it would be once the files `written` are, each a path
    /// from the root and a whole content. Nothing is written.
    pub(crate) fn with(&self, written: &[(&str, &[u8])]) -> std::io::Result<Snapshot> {
        let mut files = self.files.clone();
        let mut contents = HashMap::new();
        for (path, bytes) in written {
            let known = self.file(path);
            let raw = known.map_or_else(|| path.as_bytes().to_vec(), |file| file.raw.clone());
            contents.insert(raw.clone(), bytes.to_vec());
            let size = bytes.len() as u64;
            match known {
                Some(file) => {
                    files[file.position] = File { size, blob: None, ..file.clone() };
                }
                None => files.push(folder::file(raw, FileKind::Regular, size, false)),
            }
        }
        let (root, skipped) = (self.root.clone(), self.skipped.clone());
        let source = self.source.try_clone()?;
        let mut after = Snapshot::assemble(root, self.origin.clone(), files, skipped, source);
        after.written = contents;
        // Again, with what is written of `.gitattributes`.
        attributes::apply(&mut after);
        Ok(Snapshot {
            part: self.part.clone(),
            metadata: self.metadata.clone(),
            history: self.history.clone(),
            history_declined: self.history_declined,
            unseen: self.unseen.clone(),
            ..after
        })
    }

    /// What tells the branch or the tag that holds a commit, where the audited commit does
    /// not descend from it.
    pub(crate) fn branches_aside(&self) -> impl Fn(git2::Oid) -> Option<String> + '_ {
        let read = self.metadata.as_ref().zip(self.history.as_ref());
        let audited = read.and_then(|(metadata, history)| {
            metadata.commit.map(|audited| history.ancestors(audited))
        });
        let audited = audited.unwrap_or_default();
        move |commit| {
            let (metadata, history) = read.filter(|_| !audited.contains(&commit))?;
            metadata.leading_to(&history.descendants(commit)).map(str::to_string)
        }
    }

    /// When the audited commit was made, in seconds since 1970.
    pub(crate) fn day(&self) -> Option<i64> {
        Some(self.metadata.as_ref()?.committed?.as_second())
    }

    /// True for a file on disk that nobody may write.
    pub(crate) fn is_read_only(&self, file: &File) -> bool {
        let place = self.root.join(read::os_path(&file.raw));
        place.symlink_metadata().is_ok_and(|metadata| metadata.permissions().readonly())
    }

    /// True for a path that git is told to ignore.
    pub(crate) fn ignores(&self, path: &str) -> bool {
        let path = self.part.as_ref().map_or(path.to_string(), |part| format!("{part}/{path}"));
        match &self.source {
            read::Source::Disk { git: Some(git), .. } => git2::Repository::open(git)
                .and_then(|repository| repository.is_path_ignored(path))
                .unwrap_or(false),
            _ => false,
        }
    }

    /// A plain folder called `name`, of files held in memory: their paths from
    /// the root, with `/`, and their bytes.
    pub fn in_memory(name: &str, files: &[(&str, &[u8])]) -> Snapshot {
        let held = files.iter().map(|(path, bytes)| (path.as_bytes().to_vec(), bytes.to_vec()));
        let listed = files.iter().map(|(path, bytes)| {
            folder::file(path.as_bytes().to_vec(), FileKind::Regular, bytes.len() as u64, false)
        });
        let (listed, source) = (listed.collect(), read::Source::Memory(held.collect()));
        Snapshot::assemble(PathBuf::from(name), Origin::Folder, listed, Vec::new(), source)
    }

    /// The entry at `path`.
    pub fn file(&self, path: &str) -> Option<&File> {
        self.index.get(path).map(|at| &self.files[*at])
    }

    /// True when `path` is that of an entry, or of a folder that holds some.
    pub(crate) fn holds(&self, path: &str) -> bool {
        let folder = [path.as_bytes(), b"/"].concat();
        let first = self.files.partition_point(|file| file.raw < folder);
        self.index.contains_key(path)
            || self.files.get(first).is_some_and(|file| file.raw.starts_with(&folder))
    }

    /// Position in `files` of the entry that `file` leads to: itself, or the
    /// end of a chain of links that stays inside the repository.
    pub fn resolve(&self, file: &File) -> Option<usize> {
        let mut at = file.position;
        for _ in 0..8 {
            match &self.files[at].kind {
                FileKind::Regular => return Some(at),
                FileKind::Submodule => return None,
                FileKind::Symlink(target) => {
                    let next = path::join(self.files[at].folder(), target)?;
                    at = *self.index.get(&next)?;
                }
            }
        }
        None
    }

    /// The name of the repository, and of its part when it alone was read.
    pub fn name(&self) -> String {
        let name = self.name_of_repository();
        self.part.as_ref().map_or(name.clone(), |part| format!("{name}/{part}"))
    }

    /// The last part of the publication address, the folder's name otherwise.
    fn name_of_repository(&self) -> String {
        let remote = self.metadata.as_ref().and_then(Metadata::publication_remote);
        let name = remote
            .and_then(|remote| remote.address())
            .and_then(|address| address.path.rsplit('/').next().map(str::to_string));
        name.filter(|name| !name.is_empty()).unwrap_or_else(|| {
            let depth = self.part.as_ref().map_or(0, |part| part.split('/').count());
            let top = self.root.ancestors().nth(depth).unwrap_or(&self.root);
            // The git directory of a work tree bears the name of the folder around it.
            let inner = top.file_name().is_some_and(|name| name == ".git");
            let root = if inner { top.parent() } else { Some(top) };
            let folder = root.and_then(Path::file_name).map(|name| name.to_string_lossy());
            let folder = folder.unwrap_or_default();
            folder.strip_suffix(".git").unwrap_or(&folder).to_string()
        })
    }
}
