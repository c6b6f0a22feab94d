//! What the objects of the history are: large files, executables, and what is
//! missing. Each tree and each blob is looked at once.

use super::content;
use super::path;
use git2::{ObjectType, Odb, Oid, Repository};
use std::collections::HashSet;

/// Blobs at least this large are listed by the survey, in bytes.
pub const LARGE: u64 = 5_000_000;

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

/// Walks the trees of commits, the oldest first, each tree and blob once, so
/// that the commit a blob is first met in is the one that introduced it.
pub struct Surveyor<'a> {
    repository: &'a Repository,
    odb: Option<Odb<'a>>,
    seen: HashSet<Oid>,
    head: HashSet<Oid>,
    result: Survey,
}

/// A tree nested deeper than this is not entered.
const MAX_DEPTH: usize = 256;

impl<'a> Surveyor<'a> {
    /// Prepares to survey `repository`, `head` being the audited commit.
    pub fn new(repository: &'a Repository, head: Option<Oid>) -> Surveyor<'a> {
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

    /// Looks at what commit `id` holds that was not seen yet.
    pub fn commit(&mut self, id: Oid) {
        if let Ok(commit) = self.repository.find_commit(id) {
            self.tree(commit.tree_id(), &mut Vec::new(), id, 0);
        }
    }

    /// What a reference names that is not a commit, or what is missing.
    pub fn other(&mut self, id: Oid) {
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

    /// What was found, sorted.
    pub fn finish(mut self) -> Survey {
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
