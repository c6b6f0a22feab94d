//! publiccode.yml: judging, and reading to edit, any bytes.
#![no_main]

use jiff::civil::date;
use libfuzzer_sys::fuzz_target;
use publiable::testing::yaml::Document;
use publiable::testing::publiccode::validate::{Diagnosis, NoFiles, Options};

fuzz_target!(|bytes: &[u8]| {
    let options = Options { today: date(2026, 1, 1), preview: false };
    let report = Diagnosis::new(bytes, options, &NoFiles);
    let again = Diagnosis::new(bytes, options, &NoFiles);
    assert_eq!(report.diagnostics.len(), again.diagnostics.len());
    if let Ok(document) = std::str::from_utf8(bytes)
        .map_err(drop)
        .and_then(|text| Document::parse(text).map_err(drop))
    {
        assert_eq!(document.text().as_bytes(), bytes);
    }
});
