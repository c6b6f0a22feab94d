//! Plain text, whatever it says: its encoding, its patterns, the marks of what
//! is still to be answered, the differences between two versions.

pub mod decode;
pub mod difference;
pub mod pattern;
pub mod question;
