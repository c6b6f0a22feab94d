//! What holds of a reader whatever it reads: the fuzz targets and the tests share it.

use jiff::civil::date;
use publiable::testing::licence::{Expression, identify};
use publiable::testing::manifest::{format_of, read};
use publiable::testing::publiccode::validate::{Diagnosis, NoFiles, Options};
use publiable::testing::yaml::Document;

/// A publiccode.yml is judged twice the same, and read to edit without losing a byte.
pub fn publiccode(bytes: &[u8]) {
    let options = Options { today: date(2026, 1, 1), preview: false };
    let report = Diagnosis::new(bytes, options, &NoFiles);
    let again = Diagnosis::new(bytes, options, &NoFiles);
    assert_eq!(report.diagnostics.len(), again.diagnostics.len());
    if let Ok(text) = std::str::from_utf8(bytes)
        && let Ok(document) = Document::parse(text)
    {
        assert_eq!(document.text().as_bytes(), bytes);
    }
}

/// A licence text or notice is read; an expression that is one is written as it is read.
pub fn licence(bytes: &[u8]) {
    let _ = identify(bytes);
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let _ = Expression::read(text);
    if let Ok(expression) = Expression::parse(text) {
        let written = expression.to_string();
        let again = Expression::parse(&written).expect("what is written is read");
        assert_eq!(again.to_string(), written);
    }
}

/// A manifest or a lock file called `name` is read; false when it is none.
pub fn manifest(bytes: &[u8], name: &str) -> bool {
    let Some(format) = format_of(name) else { return false };
    if let Ok(text) = std::str::from_utf8(bytes) {
        let _ = read(&format, name, text);
    }
    true
}
