//! Git's object store, read without libgit2 and in parallel: packs (gitformat-pack(5)),
//! loose objects and alternates. Each distinct object has a number, and packed
//! objects are met family by family, each after the one it is a difference from.

pub(crate) mod alternates;
pub(crate) mod buffers;
pub(crate) mod delta;
pub(crate) mod forest;
pub(crate) mod index;
pub(crate) mod inflate;
pub(crate) mod loose;
pub(crate) mod pack;
pub(crate) mod store;
pub(crate) mod walk;

pub(crate) use buffers::Buffers;
pub(crate) use delta::Run;
pub(crate) use forest::Forest;
pub(crate) use store::Store;

/// The 20 bytes of an object id.
pub(crate) type Id = [u8; 20];

/// The number of an object in its [`Store`].
pub(crate) type Number = u32;

/// No object.
pub(crate) const NONE: Number = u32::MAX;

/// What an object is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Kind {
    /// A commit.
    Commit,
    /// A tree.
    Tree,
    /// A blob.
    Blob,
    /// An annotated tag.
    Tag,
}

/// Why an object could not be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Fault {
    /// Its bytes are not what git would have written, or cannot be read.
    Corrupt,
    /// It is longer than what is held in memory, which is not a defect.
    TooLarge,
}
