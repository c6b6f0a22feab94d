//! Git's object store, read without libgit2 and in parallel: packs (gitformat-pack(5)),
//! loose objects and alternates. Each distinct object has a number, and packed
//! objects are met family by family, each after the one it is a difference from.

pub mod alternates;
pub mod buffers;
pub mod delta;
pub mod forest;
pub mod index;
pub mod inflate;
pub mod loose;
pub mod pack;
pub mod store;
pub mod walk;

pub use buffers::Buffers;
pub use delta::Run;
pub use forest::Forest;
pub use store::Store;

/// The 20 bytes of an object id.
pub type Id = [u8; 20];

/// The number of an object in its [`Store`].
pub type Number = u32;

/// No object.
pub const NONE: Number = u32::MAX;

/// What an object is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
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
pub enum Fault {
    /// Its bytes are not what git would have written, or cannot be read.
    Corrupt,
    /// It is longer than what is held in memory, which is not a defect.
    TooLarge,
}
