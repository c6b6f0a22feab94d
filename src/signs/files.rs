//! Files whose name alone shows what they are for.

use super::software::TABLES;
use super::{Sink, text};

/// The signs of the name of the file, at its first line.
pub(super) fn name(sink: &mut Sink<'_>) {
    let path = sink.path;
    let made = text::made(path);
    let mut found = TABLES.files.matches(path);
    if found.is_empty() && made != path {
        found = TABLES.files.matches(made);
    }
    for at in found {
        let sign = &TABLES.of("file")[at];
        sink.sign(sign, 1, path.rsplit('/').next().unwrap_or(path), None);
    }
}
