//! Plain text, whatever it says: its encoding, lines, sentences and letters, the
//! patterns that are searched in it, the marks of what is still to be answered,
//! the differences between two versions, and how its values are shown.

pub mod decode;
pub mod difference;
pub mod fold;
pub mod line;
pub mod pattern;
pub mod prose;
pub mod question;
pub mod show;
pub mod source;
pub mod windows;
