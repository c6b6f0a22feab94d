//! Plain text, whatever it says: its encoding, lines, sentences and letters, the
//! patterns that are searched in it, the marks of what is still to be answered,
//! the differences between two versions of it, the numbers of a version, the commands of git that
//! a sentence names, and how its values
//! are shown.

pub(crate) mod decode;
pub(crate) mod difference;
pub(crate) mod fold;
pub(crate) mod glob;
pub(crate) mod line;
pub(crate) mod pattern;
pub(crate) mod prose;
pub(crate) mod question;
pub(crate) mod remedy;
mod required;
pub(crate) mod show;
pub(crate) mod source;
pub(crate) mod version;
pub(crate) mod windows;
