//! What an audit reads of a repository besides its history, as one digest: two
//! snapshots of the same state hold the same.

use super::read::os_path;
use super::{File, FileKind, Snapshot};
use std::fs::Metadata;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// A file that changed so little time ago may change again without its times
/// showing it.
const FRESH: Duration = Duration::from_secs(2);

impl Snapshot {
    /// The digest of the files and of the repository's metadata. Files on disk
    /// are told by their sizes and times. `None` when these say too little: a
    /// file that has just changed, or that is not there any more.
    pub fn state(&self) -> Option<[u8; 32]> {
        let mut hasher = blake3::Hasher::new();
        let mut add = |bytes: &[u8]| {
            hasher.update(&(bytes.len() as u64).to_le_bytes());
            hasher.update(bytes);
        };
        let still = SystemTime::now().checked_sub(FRESH)?;
        for file in &self.files {
            let File { raw, kind, size, tracked, executable, class, .. } = file;
            add(raw);
            add(format!("{kind:?} {size} {tracked} {executable} {class:?}").as_bytes());
            match file.blob {
                Some(blob) => add(blob.as_bytes()),
                None if file.kind == FileKind::Regular => {
                    let metadata = self.root.join(os_path(raw)).symlink_metadata().ok()?;
                    add(&stamp(&metadata, still)?);
                }
                None => {}
            }
        }
        let Snapshot { root, origin, skipped, metadata, history_declined, unseen, .. } = self;
        let rest = (root, origin, skipped, metadata, history_declined, unseen);
        add(format!("{rest:?}").as_bytes());
        Some(*hasher.finalize().as_bytes())
    }
}

/// The size and the times of a file that did not change since `still`.
fn stamp(metadata: &Metadata, still: SystemTime) -> Option<Vec<u8>> {
    let modified = metadata.modified().ok().filter(|modified| *modified < still)?;
    let modified = modified.duration_since(UNIX_EPOCH).ok()?.as_nanos();
    let mut stamp = metadata.len().to_le_bytes().to_vec();
    stamp.extend(modified.to_le_bytes());
    stamp.extend(changed(metadata, still)?);
    Some(stamp)
}

/// What no program sets at will: the inode and when it changed.
#[cfg(unix)]
fn changed(metadata: &Metadata, still: SystemTime) -> Option<Vec<u8>> {
    use std::os::unix::fs::MetadataExt;
    let still = still.duration_since(UNIX_EPOCH).ok()?.as_secs();
    (metadata.ctime() < still as i64).then(|| {
        let parts = [metadata.ctime(), metadata.ctime_nsec(), metadata.ino() as i64];
        parts.iter().flat_map(|part| part.to_le_bytes()).collect()
    })
}

/// What no program sets at will: nothing that is known here.
#[cfg(not(unix))]
fn changed(_metadata: &Metadata, _still: SystemTime) -> Option<Vec<u8>> {
    Some(Vec::new())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::snapshot::{Options, open};

    #[test]
    fn files_are_told_by_their_sizes_and_times() {
        let folder = tempfile::tempdir().expect("folder");
        let path = folder.path().join("a");
        std::fs::write(&path, "one").expect("written");
        let read = |path: &std::path::Path| {
            let metadata = path.symlink_metadata().expect("metadata");
            stamp(&metadata, SystemTime::now() + FRESH)
        };
        let first = read(&path).expect("old enough, seen from later");
        assert_eq!(read(&path), Some(first.clone()));
        std::fs::write(&path, "more").expect("written");
        assert_ne!(read(&path), Some(first));
        let options = Options { path: folder.path().to_path_buf(), ..Options::default() };
        assert_eq!(open(&options).expect("a folder").state(), None, "it has just changed");
    }
}
