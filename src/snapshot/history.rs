//! Reads the history: every commit that the references lead to, and a survey
//! of the objects they hold. Missing objects are counted, never fatal.

use super::content;
use super::metadata::{Metadata, shallow_boundary};
use super::path;
use git2::{Commit as GitCommit, ObjectType, Odb, Oid, Reference, Repository};
use jiff::Timestamp;
use std::collections::{BinaryHeap, HashMap, HashSet};

/// Blobs at least this large are listed by the survey, in bytes.
pub const LARGE: u64 = 5_000_000;

/// A name and an e-mail address, as a commit carries them.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Identity {
    /// Name.
    pub name: String,
    /// E-mail address.
    pub email: String,
}

/// One commit.
#[derive(Debug, Clone)]
pub struct Commit {
    /// Object id.
    pub id: Oid,
    /// Who wrote it.
    pub author: Identity,
    /// Who committed it.
    pub committer: Identity,
    /// When it was committed.
    pub date: Timestamp,
    /// Object ids of its parents.
    pub parents: Vec<Oid>,
    /// The whole message.
    pub message: String,
}

impl Commit {
    /// True for a merge.
    pub fn is_merge(&self) -> bool {
        self.parents.len() > 1
    }
}

/// A blob worth telling about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HistoricBlob {
    /// Object id.
    pub id: Oid,
    /// Path in the commit that introduced it.
    pub path: String,
    /// Size in bytes.
    pub size: u64,
    /// The commit that introduced it.
    pub commit: Oid,
    /// True when the audited commit still holds it.
    pub in_head: bool,
    /// Kind of executable, for binaries.
    pub executable: Option<&'static str>,
}

/// What the objects of the history are.
#[derive(Debug, Clone, Default)]
pub struct Survey {
    /// Distinct blobs.
    pub blobs: usize,
    /// Their total size in bytes, unpacked.
    pub bytes: u64,
    /// Blobs of at least [`LARGE`] bytes, the largest first.
    pub large: Vec<HistoricBlob>,
    /// Blobs that hold executable code, by path.
    pub executables: Vec<HistoricBlob>,
    /// Objects that are referred to but not there.
    pub missing: Vec<Oid>,
}

/// A note attached to an object (git-notes(1)); published with `refs/notes/`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// The reference that holds it.
    pub reference: String,
    /// The object it is about, when its path tells.
    pub about: Option<Oid>,
    /// Its text, up to a bound.
    pub text: String,
}

/// The history of a snapshot.
#[derive(Debug, Clone)]
pub struct History {
    /// Commits, the newest first, every child before its parents.
    pub commits: Vec<Commit>,
    /// What they hold.
    pub survey: Survey,
    /// Commits that are referred to but not there; also among the survey's
    /// missing objects.
    pub missing_commits: usize,
    /// Notes, by reference.
    pub notes: Vec<Note>,
}

impl History {
    /// `tip` and every commit it descends from.
    pub fn ancestors(&self, tip: Oid) -> HashSet<Oid> {
        let mut seen = HashSet::from([tip]);
        // A child comes before its parents: one pass is enough.
        for commit in &self.commits {
            if seen.contains(&commit.id) {
                seen.extend(&commit.parents);
            }
        }
        seen
    }
}

/// Reads what is reachable from `tips`.
pub fn read(repository: &Repository, metadata: &Metadata, tips: &[Oid]) -> History {
    let shallow = shallow_boundary(repository);
    let mut other = Vec::new();
    let commits = newest_first(reachable(repository, tips, &shallow, &mut other));
    let missing_commits =
        other.iter().filter(|id| repository.find_object(**id, None).is_err()).count();
    let mut survey = Surveyor::new(repository, metadata.commit);
    for commit in commits.iter().rev() {
        survey.commit(commit.id);
    }
    for id in other {
        survey.other(id);
    }
    let notes = metadata.references.iter().filter(|name| name.starts_with("refs/notes/"));
    let notes = notes.flat_map(|reference| notes_of(repository, reference)).collect();
    History { survey: survey.finish(), commits, missing_commits, notes }
}

/// No more notes than this are read of one reference.
const MAX_NOTES: usize = 20_000;
/// A note longer than this many bytes is read up to there.
const LONG_NOTE: usize = 64 << 10;

fn notes_of(repository: &Repository, reference: &str) -> Vec<Note> {
    let commit = repository.find_reference(reference).and_then(|found| found.peel_to_commit());
    let Ok(tree) = commit.and_then(|commit| commit.tree()) else { return Vec::new() };
    let mut notes = Vec::new();
    let _ = tree.walk(git2::TreeWalkMode::PreOrder, |folder, entry| {
        if let Ok(blob) = repository.find_blob(entry.id()) {
            let name = String::from_utf8_lossy(entry.name_bytes());
            let about = format!("{}{name}", folder).replace('/', "");
            let content = &blob.content()[..blob.content().len().min(LONG_NOTE)];
            notes.push(Note {
                reference: reference.to_string(),
                about: Oid::from_str(&about).ok(),
                text: String::from_utf8_lossy(content).into_owned(),
            });
        }
        match notes.len() {
            MAX_NOTES.. => git2::TreeWalkResult::Abort,
            _ => git2::TreeWalkResult::Ok,
        }
    });
    notes
}

/// What every reference and HEAD lead to: commits, and the rare tags that name
/// a tree or a blob. A reference whose object is missing leads to that object.
pub fn all_tips(repository: &Repository) -> Vec<Oid> {
    let mut tips: Vec<Oid> =
        repository.references().into_iter().flatten().flatten().filter_map(|r| tip(&r)).collect();
    let head = repository.head().and_then(|head| head.peel_to_commit());
    tips.extend(head.map(|commit| commit.id()));
    tips.sort();
    tips.dedup();
    tips
}

fn tip(reference: &Reference<'_>) -> Option<Oid> {
    match reference.peel(ObjectType::Any) {
        Ok(object) => Some(object.id()),
        Err(_) => reference.target(), // `None` for a dangling symbolic reference
    }
}

fn reachable(
    repository: &Repository,
    tips: &[Oid],
    shallow: &HashSet<Oid>,
    other: &mut Vec<Oid>,
) -> HashMap<Oid, Commit> {
    let mut commits = HashMap::new();
    let mut queue: Vec<Oid> = tips.to_vec();
    let mut seen: HashSet<Oid> = tips.iter().copied().collect();
    while let Some(id) = queue.pop() {
        let Ok(found) = repository.find_commit(id) else {
            other.push(id);
            continue;
        };
        let mut commit = convert(&found);
        if shallow.contains(&id) {
            commit.parents.clear();
        }
        queue.extend(commit.parents.iter().filter(|parent| seen.insert(**parent)));
        commits.insert(id, commit);
    }
    other.sort();
    commits
}

fn convert(commit: &GitCommit<'_>) -> Commit {
    let identity = |signature: &git2::Signature<'_>| Identity {
        name: String::from_utf8_lossy(signature.name_bytes()).into_owned(),
        email: String::from_utf8_lossy(signature.email_bytes()).into_owned(),
    };
    Commit {
        id: commit.id(),
        author: identity(&commit.author()),
        committer: identity(&commit.committer()),
        date: Timestamp::from_second(commit.time().seconds()).unwrap_or(Timestamp::UNIX_EPOCH),
        parents: commit.parent_ids().collect(),
        message: String::from_utf8_lossy(commit.message_bytes()).into_owned(),
    }
}

/// Sorts so that a child comes before its parents and, among commits that may
/// come next, the most recent first; ties are broken by object id.
fn newest_first(mut commits: HashMap<Oid, Commit>) -> Vec<Commit> {
    let mut children: HashMap<Oid, usize> = HashMap::with_capacity(commits.len());
    for commit in commits.values() {
        for parent in &commit.parents {
            *children.entry(*parent).or_default() += 1;
        }
    }
    let mut ready: BinaryHeap<(Timestamp, Oid)> = commits
        .values()
        .filter(|commit| !children.contains_key(&commit.id))
        .map(|commit| (commit.date, commit.id))
        .collect();
    let mut sorted = Vec::with_capacity(commits.len());
    while let Some((_, id)) = ready.pop() {
        let Some(commit) = commits.remove(&id) else { continue };
        for parent in &commit.parents {
            let Some(count) = children.get_mut(parent) else { continue };
            *count -= 1;
            if *count == 0
                && let Some(parent) = commits.get(parent)
            {
                ready.push((parent.date, parent.id));
            }
        }
        sorted.push(commit);
    }
    sorted
}

/// Walks the trees of commits, the oldest first, each tree and blob once, so
/// that the commit a blob is first met in is the one that introduced it.
struct Surveyor<'a> {
    repository: &'a Repository,
    odb: Option<Odb<'a>>,
    seen: HashSet<Oid>,
    head: HashSet<Oid>,
    result: Survey,
}

/// A tree nested deeper than this is not entered.
const MAX_DEPTH: usize = 256;

impl<'a> Surveyor<'a> {
    fn new(repository: &'a Repository, head: Option<Oid>) -> Surveyor<'a> {
        let mut surveyor = Surveyor {
            repository,
            odb: repository.odb().ok(),
            seen: HashSet::new(),
            head: HashSet::new(),
            result: Survey::default(),
        };
        let tree =
            head.and_then(|id| repository.find_commit(id).ok()).map(|commit| commit.tree_id());
        surveyor.head = tree.map(|tree| blobs_of(repository, tree)).unwrap_or_default();
        surveyor
    }

    fn commit(&mut self, id: Oid) {
        if let Ok(commit) = self.repository.find_commit(id) {
            self.tree(commit.tree_id(), &mut Vec::new(), id, 0);
        }
    }

    /// What a reference names that is not a commit, or what is missing.
    fn other(&mut self, id: Oid) {
        let Ok(object) = self.repository.find_object(id, None) else {
            self.result.missing.push(id);
            return;
        };
        match object.kind() {
            Some(ObjectType::Tree) => self.tree(id, &mut Vec::new(), id, 0),
            Some(ObjectType::Blob) => self.blob(id, b"", id, false),
            // A tag comes here when what it names is not there.
            _ => self.result.missing.extend(object.as_tag().map(git2::Tag::target_id)),
        }
    }

    fn tree(&mut self, id: Oid, prefix: &mut Vec<u8>, commit: Oid, depth: usize) {
        if depth > MAX_DEPTH || !self.seen.insert(id) {
            return;
        }
        let Ok(tree) = self.repository.find_tree(id) else {
            self.result.missing.push(id);
            return;
        };
        for entry in &tree {
            let length = prefix.len();
            if length > 0 {
                prefix.push(b'/');
            }
            prefix.extend_from_slice(entry.name_bytes());
            match entry.kind() {
                Some(ObjectType::Tree) => self.tree(entry.id(), prefix, commit, depth + 1),
                Some(ObjectType::Blob) => {
                    self.blob(entry.id(), prefix, commit, entry.filemode() & 0o100 != 0);
                }
                _ => {}
            }
            prefix.truncate(length);
        }
    }

    fn blob(&mut self, id: Oid, raw: &[u8], commit: Oid, executable: bool) {
        if !self.seen.insert(id) {
            return;
        }
        let Some(Ok((size, _))) = self.odb.as_ref().map(|odb| odb.read_header(id)) else {
            self.result.missing.push(id);
            return;
        };
        let size = size as u64;
        self.result.blobs += 1;
        self.result.bytes += size;
        let told = |executable| HistoricBlob {
            id,
            path: path::display(raw),
            size,
            commit,
            in_head: self.head.contains(&id),
            executable,
        };
        if size >= LARGE {
            self.result.large.push(told(None));
        }
        if may_be_executable(raw, executable)
            && size < super::read::WHOLE
            && let Some(kind) = self.executable_kind(id, raw)
        {
            self.result.executables.push(told(Some(kind)));
        }
    }

    fn executable_kind(&self, id: Oid, raw: &[u8]) -> Option<&'static str> {
        let blob = self.repository.find_blob(id).ok()?;
        executable_file(&path::display(raw), blob.content())
    }

    fn finish(mut self) -> Survey {
        self.result.large.sort_by(|a, b| b.size.cmp(&a.size).then_with(|| a.path.cmp(&b.path)));
        self.result.executables.sort_by(|a, b| (&a.path, a.commit).cmp(&(&b.path, b.commit)));
        self.result.missing.sort();
        self.result.missing.dedup();
        self.result
    }
}

fn blobs_of(repository: &Repository, tree: Oid) -> HashSet<Oid> {
    let mut blobs = HashSet::new();
    if let Ok(tree) = repository.find_tree(tree) {
        let _ = tree.walk(git2::TreeWalkMode::PreOrder, |_, entry| {
            if entry.kind() == Some(ObjectType::Blob) {
                blobs.insert(entry.id());
            }
            git2::TreeWalkResult::Ok
        });
    }
    blobs
}

/// Extensions of executables, libraries, packages and byte code.
const EXECUTABLE_EXTENSIONS: [&str; 29] = [
    "exe", "dll", "so", "dylib", "a", "lib", "o", "obj", "jar", "war", "ear", "class", "pyc",
    "pyo", "pyd", "whl", "egg", "aar", "apk", "aab", "ipa", "msi", "deb", "rpm", "ocx", "sys",
    "ko", "wasm", "node",
];

/// True when the name or the mode of a file makes it worth looking inside.
fn may_be_executable(raw: &[u8], executable: bool) -> bool {
    let name = raw.rsplit(|byte| *byte == b'/').next().unwrap_or_default();
    match name.iter().rposition(|byte| *byte == b'.') {
        Some(dot) if dot > 0 => {
            let extension = String::from_utf8_lossy(&name[dot + 1..]).to_lowercase();
            EXECUTABLE_EXTENSIONS.contains(&extension.as_str())
        }
        _ => executable,
    }
}

/// The kind of executable a file is, by its first bytes and, for archives that
/// hold programs (jar, whl, apk…), by its name.
pub fn executable_file(path: &str, bytes: &[u8]) -> Option<&'static str> {
    let extension = path.rsplit_once('.').map(|(_, e)| e.to_lowercase()).unwrap_or_default();
    match content::executable_kind(bytes) {
        Some("ZIP") => match extension.as_str() {
            "jar" | "war" | "ear" | "aar" => Some("Java archive"),
            "whl" | "egg" => Some("Python package"),
            "apk" | "aab" => Some("Android package"),
            "ipa" => Some("iOS package"),
            _ => None,
        },
        Some("OLE2") => (extension == "msi").then_some("Windows installer"),
        Some("ar") if extension == "deb" => Some("Debian package"),
        Some("ar") => Some("static library"),
        None if matches!(extension.as_str(), "pyc" | "pyo") && bytes.get(2..4) == Some(b"\r\n") => {
            Some("Python byte code")
        }
        kind => kind,
    }
}
