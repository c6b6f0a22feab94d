//! Files whose name alone shows what they are for.

use super::Sink;
use super::software::TABLES;

/// The signs of the name of the file, at its first line.
pub(super) fn name(sink: &mut Sink<'_>) {
    let path = sink.path;
    for at in TABLES.files.matches(path) {
        let sign = &TABLES.of("file")[at];
        sink.sign(sign, 1, path.rsplit('/').next().unwrap_or(path), None);
    }
}
