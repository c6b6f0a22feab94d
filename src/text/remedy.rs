//! The commands of git that bring what an audit could not read: a cause names one, and a
//! report gives it to be pasted.

/// Fetches the whole history, with the tags.
pub(crate) const UNSHALLOW: &str = "fetch --unshallow --tags";
/// Fetches what a partial clone left at its remote.
pub(crate) const COMPLETE: &str = "fetch --refetch --no-filter";
/// Fetches again every object.
pub(crate) const REFETCH: &str = "fetch --refetch";
/// Finds the commits that no reference leads to.
pub(crate) const FIND_LOST: &str = "fsck --lost-found";
/// Fetches the contents that Git LFS keeps.
pub(crate) const PULL_LARGE: &str = "lfs pull";

/// All of them.
pub(crate) const REMEDIES: [&str; 5] = [UNSHALLOW, COMPLETE, REFETCH, FIND_LOST, PULL_LARGE];
