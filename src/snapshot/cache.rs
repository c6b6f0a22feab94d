//! Keeps the history that was read, and what examining it gave, for the next
//! audit of the same objects with the same rules; apart from it, what auditing
//! the files gave.
//!
//! A file is sealed with a key drawn from the ids of the commits that the
//! references name, and from a random one that stands beside the files and that
//! their owner alone can read: whoever cannot read the repository cannot read the
//! file, and nobody else can write one that is believed.

mod stored;

use super::history::History;
use super::history::tips::Source;
use super::objects::alternates;
use std::fs::{File, Metadata};
use std::io::{BufWriter, Read, Seek, Write};
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

/// Changes with what a file holds.
const FORMAT: u32 = 3;
/// No more files than this are kept, about three for each state of a repository.
const MAX_FILES: usize = 60;
/// Nor more bytes in all.
const MAX_BYTES: u64 = 256 << 20;
const EXTENSION: &str = "history";
/// The file of the random key.
const SECRET: &str = "key";
/// The length of the keyed hash that starts a file.
const SEAL: usize = 32;
/// What the key of that hash is derived for.
const SEAL_PURPOSE: &str = "publiable cache: seal of a file";

/// A folder of files, one for each state of a repository.
#[derive(Debug, Clone)]
pub struct Cache {
    folder: PathBuf,
}

/// What a history depends on, hashed.
#[derive(Clone, PartialEq, Eq)]
pub struct Key([u8; 32]);

impl Key {
    /// The key of the history to be read from `source`; `what` says what it is
    /// read for: the rules and their options.
    pub(super) fn new(source: &Source, what: &[u8]) -> Key {
        let mut hasher = blake3::Hasher::new();
        let mut add = |bytes: &[u8]| {
            hasher.update(&(bytes.len() as u64).to_le_bytes());
            hasher.update(bytes);
        };
        add(&FORMAT.to_le_bytes());
        add(env!("CARGO_PKG_VERSION").as_bytes());
        add(&program().unwrap_or_default());
        add(what);
        add(source.head.as_ref().map_or(&[], |head| head.as_bytes()));
        let mut shallow: Vec<_> = source.bounds.shallow.iter().copied().collect();
        shallow.sort_unstable();
        let mut tips = source.bounds.tips.clone();
        tips.sort_unstable();
        for ids in [&tips, &source.bounds.since, &shallow] {
            add(ids.as_flattened());
        }
        for (name, tip) in &source.notes {
            add(name.as_bytes());
            add(tip);
        }
        for folder in alternates::folders(&source.objects).0 {
            for (name, metadata) in state(&folder) {
                add(name.as_os_str().as_encoded_bytes());
                add(&stamp(&metadata));
            }
        }
        Key(*hasher.finalize().as_bytes())
    }

    /// The key of what is kept apart from the history, called `what`.
    fn about(&self, what: &[u8]) -> Key {
        let own = self.derived("publiable cache: keys of what is kept apart");
        Key(*blake3::keyed_hash(&own, what).as_bytes())
    }

    fn derived(&self, purpose: &str) -> [u8; 32] {
        blake3::derive_key(purpose, &self.0)
    }

    fn file(&self) -> String {
        let name = blake3::Hash::from_bytes(self.derived("publiable cache: name of a file"));
        format!("{}.{EXTENSION}", name.to_hex())
    }

    /// Seals or opens `bytes`, which are never the same twice for a key but by
    /// being equal: what is read depends on the key alone.
    fn cover(&self, bytes: &mut [u8]) {
        let mut stream = self.mask();
        let mut mask = [0; 4096];
        for part in bytes.chunks_mut(mask.len()) {
            stream.fill(&mut mask);
            part.iter_mut().zip(&mask).for_each(|(byte, mask)| *byte ^= mask);
        }
    }

    fn mask(&self) -> blake3::OutputReader {
        let key = self.derived("publiable cache: content of a file");
        blake3::Hasher::new_keyed(&key).finalize_xof()
    }

    fn seal(&self, bytes: &[u8]) -> blake3::Hash {
        blake3::keyed_hash(&self.derived(SEAL_PURPOSE), bytes)
    }
}

/// The packs of a folder of objects and its loose objects, one by one: an object
/// that was damaged where it stands is not the one that was read.
fn state(objects: &Path) -> Vec<(PathBuf, Metadata)> {
    let list = |folder: &Path| -> Vec<(PathBuf, Metadata)> {
        let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
        entries.filter_map(|entry| Some((entry.path(), entry.metadata().ok()?))).collect()
    };
    let mut found = list(objects);
    let loose = |path: &Path| path.file_name().is_some_and(|name| name.len() == 2);
    let folders: Vec<PathBuf> = found
        .iter()
        .filter(|(path, metadata)| metadata.is_dir() && (loose(path) || path.ends_with("pack")))
        .map(|(path, _)| path.clone())
        .collect();
    found.extend(folders.iter().flat_map(|folder| list(folder)));
    found.sort_by(|left, right| left.0.cmp(&right.0));
    found
}

/// The size of a file and when it was last changed; where the system keeps them,
/// also what nobody sets at will: its number and the time of its last change of
/// any sort.
fn stamp(metadata: &Metadata) -> [u8; 48] {
    let modified = metadata.modified().ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok());
    let modified = modified.map_or(0, |modified| modified.as_nanos());
    let mut stamp = [0; 48];
    stamp[..8].copy_from_slice(&metadata.len().to_le_bytes());
    stamp[8..24].copy_from_slice(&modified.to_le_bytes());
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        stamp[24..32].copy_from_slice(&metadata.ino().to_le_bytes());
        stamp[32..40].copy_from_slice(&metadata.ctime().to_le_bytes());
        stamp[40..].copy_from_slice(&metadata.ctime_nsec().to_le_bytes());
    }
    stamp
}

/// What tells this program from another build of it, whose answers may differ.
pub(crate) fn program() -> Option<Vec<u8>> {
    let program = std::env::current_exe().ok()?;
    Some(stamp(&program.metadata().ok()?).to_vec())
}

/// Covers what goes through it, and hashes the result.
struct Sealing<W> {
    out: W,
    mask: blake3::OutputReader,
    seal: blake3::Hasher,
    length: u64,
}

impl<W: Write> Sealing<W> {
    fn new(key: &Key, out: W) -> Sealing<W> {
        let seal = blake3::Hasher::new_keyed(&key.derived(SEAL_PURPOSE));
        Sealing { out, mask: key.mask(), seal, length: 0 }
    }
}

impl<W: Write> Write for Sealing<W> {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        let mut covered = [0; 4096];
        let covered = &mut covered[..bytes.len().min(4096)];
        self.mask.fill(covered);
        covered.iter_mut().zip(bytes).for_each(|(mask, byte)| *mask ^= byte);
        self.out.write_all(covered)?;
        self.seal.update(covered);
        self.length += covered.len() as u64;
        Ok(covered.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.out.flush()
    }
}

/// The content of a regular file of at most `limit` bytes.
fn read_regular(path: &Path, limit: u64) -> Option<Vec<u8>> {
    let found = path.symlink_metadata().ok()?;
    if !found.is_file() || found.len() > limit {
        return None;
    }
    let mut bytes = Vec::new();
    File::open(path).ok()?.take(limit).read_to_end(&mut bytes).ok()?;
    Some(bytes)
}

/// Makes `folder` for its owner alone, whatever the usual rights of new files.
fn make_private(folder: &Path) -> std::io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.recursive(true).create(folder)?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::{MetadataExt, PermissionsExt};
        let found = folder.symlink_metadata()?;
        let others = found.mode() & 0o077 != 0 && found.mode() & 0o022 == 0;
        if others && found.uid() == rustix::process::geteuid().as_raw() {
            std::fs::set_permissions(folder, std::fs::Permissions::from_mode(0o700))?;
        }
    }
    Ok(())
}

/// True for a folder of this user's in which nobody else may write.
#[cfg(unix)]
fn is_private(folder: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    folder.symlink_metadata().is_ok_and(|found| {
        let own = found.uid() == rustix::process::geteuid().as_raw();
        found.is_dir() && own && found.mode() & 0o022 == 0
    })
}

#[cfg(not(unix))]
fn is_private(folder: &Path) -> bool {
    folder.is_dir()
}

impl Cache {
    /// The folder of this user's caches, unless they have none.
    pub fn usual_folder() -> Option<PathBuf> {
        let set = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty());
        let folder = set("XDG_CACHE_HOME").map(PathBuf::from);
        let folder = folder.or_else(|| Some(PathBuf::from(set("HOME")?).join(".cache")))?;
        folder.is_absolute().then(|| folder.join("publiable"))
    }

    /// A cache in `folder`, which is made when something is kept.
    pub fn new(folder: PathBuf) -> Cache {
        Cache { folder }
    }

    /// The history kept under `key`, and the section that came with it. `None`
    /// when there is none, or when the file is not as it was written.
    pub(super) fn load(&self, key: &Key) -> Option<(History, Vec<u8>)> {
        stored::read(&self.open(key)?)
    }

    /// What [`Cache::store_apart`] kept under `key` and called `what`.
    pub fn load_apart(&self, key: &Key, what: &[u8]) -> Option<Vec<u8>> {
        self.open(&key.about(what))
    }

    fn open(&self, key: &Key) -> Option<Vec<u8>> {
        let key = &self.own(key, false)?;
        let mut bytes = read_regular(&self.folder.join(key.file()), MAX_BYTES + SEAL as u64)?;
        let (seal, content) = bytes.split_at_mut_checked(SEAL)?;
        if key.seal(content) != blake3::Hash::from_slice(seal).ok()? {
            return None;
        }
        key.cover(content);
        bytes.drain(..SEAL);
        Some(bytes)
    }

    /// Keeps a history and a section under `key`, and removes the oldest files
    /// when there are too many. An error leaves the cache as it was.
    pub fn store(&self, key: &Key, history: &History, section: &[u8]) -> std::io::Result<()> {
        self.keep(key, |out| stored::write(history, section, out).map_err(std::io::Error::other))
    }

    /// Keeps `content`, called `what`, under `key` but apart from the history.
    pub fn store_apart(&self, key: &Key, what: &[u8], content: &[u8]) -> std::io::Result<()> {
        self.keep(&key.about(what), |out| out.write_all(content))
    }

    /// `key` with the random one that stands in the folder, which is made when
    /// asked for. `None` without it, and when others may write in the folder.
    fn own(&self, key: &Key, make: bool) -> Option<Key> {
        if !is_private(&self.folder) {
            return None;
        }
        let path = self.folder.join(SECRET);
        if make && path.symlink_metadata().is_err() {
            let mut random = [0; 32];
            getrandom::fill(&mut random).ok()?;
            // A temporary file is its owner's alone; another program may be first.
            let mut file = tempfile::NamedTempFile::new_in(&self.folder).ok()?;
            file.write_all(&random).ok()?;
            let _ = file.persist_noclobber(&path);
        }
        let secret: [u8; 32] = read_regular(&path, 32)?.try_into().ok()?;
        Some(Key(*blake3::keyed_hash(&secret, &key.0).as_bytes()))
    }

    fn keep(
        &self,
        key: &Key,
        write: impl FnOnce(&mut dyn Write) -> std::io::Result<()>,
    ) -> std::io::Result<()> {
        make_private(&self.folder)?;
        let key = self.own(key, true).ok_or_else(|| std::io::Error::other("no key"))?;
        let key = &key;
        let mut file = tempfile::NamedTempFile::new_in(&self.folder)?;
        file.write_all(&[0; SEAL])?;
        // What is written comes in small pieces: they are covered together.
        let mut out = BufWriter::with_capacity(64 << 10, Sealing::new(key, &mut file));
        write(&mut out)?;
        out.flush()?;
        let sealing = out.into_inner().map_err(std::io::IntoInnerError::into_error)?;
        let (seal, length) = (sealing.seal.finalize(), sealing.length);
        if length > MAX_BYTES {
            return Ok(());
        }
        file.rewind()?;
        file.write_all(seal.as_bytes())?;
        file.persist(self.folder.join(key.file())).map_err(|error| error.error)?;
        self.evict(&key.file());
        Ok(())
    }

    /// Removes the oldest files beyond the bounds, but not the one `kept`.
    fn evict(&self, kept: &str) {
        let entries = std::fs::read_dir(&self.folder).into_iter().flatten().flatten();
        let own = entries.filter(|entry| entry.path().extension().is_some_and(|e| e == EXTENSION));
        let mut files: Vec<_> = own
            .filter_map(|entry| {
                let metadata = entry.metadata().ok()?;
                let newest = entry.file_name() == *kept;
                Some((newest, metadata.modified().ok()?, metadata.len(), entry.path()))
            })
            .collect();
        files.sort();
        let mut total = 0;
        for (count, (newest, _, length, path)) in files.into_iter().rev().enumerate() {
            total += length;
            if !newest && (count >= MAX_FILES || total > MAX_BYTES) {
                let _ = std::fs::remove_file(path);
            }
        }
    }
}
