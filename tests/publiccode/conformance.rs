//! Conformance with the reference parser, on its own test data, which is not
//! part of this repository:
//!
//! ```sh
//! git clone https://github.com/italia/publiccode-parser-go
//! PUBLICCODE_TESTDATA=publiccode-parser-go/testdata \
//!     cargo test --test tests conformance -- --ignored --nocapture
//! ```
//!
//! Every file must have the verdict of the reference parser, and every finding
//! of that parser (artefacts of its decoder and of the network aside) must be
//! made with the same key, at the same line. What differs is printed.

use publiable::publiccode::diagnostic::Severity;
use publiable::publiccode::validate::{Files, Found, Options, Report};
use std::path::{Path, PathBuf};
use std::time::Instant;

/// Files that are judged otherwise, and why.
const EXCEPTED: [(&str, &str); 5] = [
    ("fundedBy_uri_wrong_italian_pa2", "codes of Italian administrations are not known"),
    ("organisation_uri_wrong_italian_pa2", "codes of Italian administrations are not known"),
    ("it_countryExtensionVersion_invalid", "what the section IT holds is not judged"),
    ("it_riuso_codiceIPA_invalid", "what the section IT holds is not judged"),
    ("valid_with_IT_riuso_codiceIPA", "what the section IT holds is not judged"),
];

struct Folder(PathBuf);

impl Files for Folder {
    fn look(&self, relative: &str) -> Found {
        let path = self.0.join(relative);
        match std::fs::metadata(&path) {
            Err(_) => Found::Missing,
            Ok(metadata) if metadata.is_dir() => Found::Folder,
            Ok(_) => std::fs::read(&path).map_or(Found::Missing, Found::File),
        }
    }
}

struct Expected {
    severity: Severity,
    line: usize,
    column: usize,
    key: String,
    ignored: bool,
}

fn expected(text: &str) -> Vec<Expected> {
    let findings = text.split(" ; ").filter(|finding| !finding.is_empty());
    let read = findings.map(|finding| {
        let parts: Vec<&str> = finding.split(' ').collect();
        let (line, column) = parts[1].split_once(':').expect("line:column");
        Expected {
            severity: if parts[0].starts_with('E') { Severity::Error } else { Severity::Warning },
            line: line.parse().expect("line"),
            column: column.parse().expect("column"),
            key: if parts[2] == "-" { String::new() } else { parts[2].to_string() },
            ignored: parts[0].contains("~net") || parts[0].contains("~cascade"),
        }
    });
    read.collect()
}

fn verdict(worst: Option<Severity>) -> &'static str {
    match worst {
        Some(Severity::Error) => "invalid",
        Some(Severity::Warning) => "valid_with_warnings",
        _ => "valid",
    }
}

#[test]
#[ignore = "needs the test data of the reference parser, in PUBLICCODE_TESTDATA"]
fn the_verdicts_and_findings_are_those_of_the_reference_parser() {
    let folder = std::env::var_os("PUBLICCODE_TESTDATA").expect("PUBLICCODE_TESTDATA");
    let folder = PathBuf::from(folder);
    let table = include_str!("conformance.tsv");
    let (mut files, mut same, mut wanted, mut matched) = (0, 0, 0, 0);
    let (mut exact, mut more, mut excepted) = (0, 0, 0);
    let mut exceptions = Vec::new();
    let started = Instant::now();
    for row in table.lines().filter(|line| !line.starts_with('#')).skip(1) {
        let fields: Vec<&str> = row.split('\t').collect();
        let [path, _, offline, _, findings] = fields.as_slice() else { panic!("{row}") };
        if EXCEPTED.iter().any(|(name, _)| path.starts_with("v0/") && path.contains(name)) {
            excepted += 1;
            continue;
        }
        let file = folder.join(path);
        let bytes = std::fs::read(&file).unwrap_or_else(|error| panic!("{path}: {error}"));
        let options = Options { today: jiff::civil::date(2026, 8, 21), preview: false };
        let beside = Folder(file.parent().unwrap_or(Path::new(".")).to_path_buf());
        let report = Report::of(&bytes, options, &beside);
        files += 1;
        let found = verdict(report.worst(true));
        if found == *offline {
            same += 1;
        } else {
            exceptions.push(format!("{path}: verdict {found}, expected {offline}"));
        }
        let mut said = report.in_reference();
        for one in expected(findings).into_iter().filter(|one| !one.ignored) {
            wanted += 1;
            let position = said.iter().position(|(_, said)| {
                said.severity == one.severity && said.key == one.key && said.place.0 == one.line
            });
            match position {
                Some(at) => {
                    let (_, said) = said.remove(at);
                    matched += 1;
                    exact += usize::from(said.place.1 == one.column);
                }
                None => exceptions.push(format!(
                    "{path}: no {} at {}:{} for {}",
                    one.severity.code(),
                    one.line,
                    one.column,
                    one.key
                )),
            }
        }
        for (_, said) in said {
            more += 1;
            exceptions.push(format!(
                "{path}: also {}:{} {}: {}",
                said.place.0, said.place.1, said.key, said.message
            ));
        }
    }
    let elapsed = started.elapsed();
    println!(
        "{files} files in {elapsed:.1?}; same verdict: {same}; findings matched: {matched} of {wanted} ({exact} at the same column); findings more: {more}"
    );
    for exception in &exceptions {
        println!("  {exception}");
    }
    assert_eq!(excepted, EXCEPTED.len(), "excepted");
    assert_eq!(same, files, "verdicts");
    assert_eq!(matched, wanted, "findings");
}
