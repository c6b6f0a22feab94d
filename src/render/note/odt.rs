//! The note as an OpenDocument text: a template filled in, in the package that
//! OpenDocument 1.3 part 2 describes.

use super::filled;
use minijinja::value::Value;
use std::io::{self, Cursor, Write};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

/// The type of the package, which is its first member and is not compressed.
const MIME: &str = "application/vnd.oasis.opendocument.text";
const MANIFEST: &str = include_str!("../../../templates/report/note/manifest.xml");
const STYLES: &str = include_str!("../../../templates/report/note/styles.xml");

/// Writes the note of `context`.
pub(super) fn write(context: Value, out: &mut dyn Write) -> io::Result<()> {
    let mut package = ZipWriter::new(Cursor::new(Vec::new()));
    // The same input gives the same bytes: members bear no date of their own.
    let plain = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Stored)
        .last_modified_time(DateTime::default());
    let packed = plain.compression_method(CompressionMethod::Deflated);
    let content = filled("note/content.xml", context.clone())?;
    let meta = filled("note/meta.xml", context)?;
    let members: [(&str, &[u8], SimpleFileOptions); 5] = [
        ("mimetype", MIME.as_bytes(), plain),
        ("META-INF/manifest.xml", MANIFEST.as_bytes(), packed),
        ("styles.xml", STYLES.as_bytes(), packed),
        ("meta.xml", &meta, packed),
        ("content.xml", &content, packed),
    ];
    for (name, bytes, options) in members {
        package.start_file(name, options).map_err(io::Error::other)?;
        package.write_all(bytes)?;
    }
    let package = package.finish().map_err(io::Error::other)?;
    out.write_all(package.get_ref())
}
