//! What looking into a content gives, and what of it was not looked at.

use crate::archive;
use crate::lang::Text;
use crate::text;
use crate::text::remedy::PULL_LARGE;

/// What looking into a content gives.
#[derive(Debug, Clone)]
pub struct Looked<T> {
    /// What was seen.
    pub seen: Vec<T>,
    /// What was not looked at.
    pub gaps: Vec<Gap>,
}

impl<T> Default for Looked<T> {
    fn default() -> Looked<T> {
        Looked { seen: Vec::new(), gaps: Vec::new() }
    }
}

/// Why a part of a file was not looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Gap {
    /// Reading failed before the end.
    Stopped(Text),
    /// An archive too large to be opened in memory, but for its start.
    Closed,
    /// Some of an archive is too large, encrypted or damaged.
    ArchiveInPart,
    /// It is compressed in a way that is not undone.
    Compressed,
    /// Git LFS keeps it, and a pointer stands there.
    Elsewhere,
    /// It holds more values than are looked at.
    Crowded,
    /// The audit had spent what it may spend.
    Spent,
}

impl Gap {
    /// What a person is told.
    pub fn text(&self) -> Text {
        match self {
            Gap::Stopped(reason) => reason.clone(),
            Gap::Closed => text!(
                "archive de plus de 32 Mio : elle n’a été lue qu’en partie",
                "archive of more than 32 MiB: it was read in part only"
            ),
            Gap::ArchiveInPart => archive::read_in_part(),
            Gap::Elsewhere => text!(
                "gardé par Git LFS, non lu (git {PULL_LARGE})",
                "kept in Git LFS, not read (git {PULL_LARGE})"
            ),
            Gap::Crowded => text!(
                "plus de valeurs qu’il n’en est examiné : la suite n’a pas été lue",
                "more values than are looked at: the rest was not read"
            ),
            Gap::Spent => text!(
                "non lu : la limite de temps ou de taille de l’audit est atteinte (--budget l’augmente)",
                "not read: the audit’s limit of time or size is reached (--budget raises it)"
            ),
            Gap::Compressed => text!(
                "contenu comprimé qui n’est pas lu (bzip2, xz, zstd, lz4, 7z, rar, deb)",
                "compressed content, which is not read (bzip2, xz, zstd, lz4, 7z, rar, deb)"
            ),
        }
    }
}
