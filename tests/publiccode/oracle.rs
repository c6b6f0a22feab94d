//! What publiccode-parser-go, the reference parser, finds in its own test data,
//! which is not part of this repository, against `--compat parser-go`:
//!
//! ```sh
//! git clone https://github.com/italia/publiccode-parser-go
//! PUBLICCODE_TESTDATA=publiccode-parser-go/testdata \
//!     cargo test --test tests oracle -- --ignored --nocapture
//! ```
//!
//! Every file must have the verdict of the reference parser and the rules of
//! the table; every finding of that parser (artefacts of its decoder and of the
//! network aside) must be made too, with the same severity, about the same key
//! or the section around it. That parser names another key where it decodes: the
//! one that starts the line, or what a missing section should hold.

use publiable::testing::publiccode::validate::{Cited, Diagnosis, Files, Options};
use publiable::testing::publiccode::validate::{Diagnostic, Severity};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Files that are judged otherwise, and why.
const EXCEPTED: [(&str, &str); 6] = [
    ("fundedBy_uri_wrong_italian_pa2", "codes of Italian administrations are not known"),
    ("organisation_uri_wrong_italian_pa2", "codes of Italian administrations are not known"),
    ("it_countryExtensionVersion_invalid", "what the section IT holds is not judged"),
    ("it_riuso_codiceIPA_invalid", "what the section IT holds is not judged"),
    ("valid_with_it_conforme", "what the section IT holds is not judged"),
    ("valid_with_IT_riuso_codiceIPA", "what the section IT holds is not judged"),
];

struct Folder(PathBuf);

impl Files for Folder {
    fn look(&self, relative: &str) -> Cited {
        let path = self.0.join(relative);
        match std::fs::metadata(&path) {
            Err(_) => Cited::Missing,
            Ok(metadata) if metadata.is_dir() => Cited::Folder,
            Ok(_) => std::fs::read(&path).map_or(Cited::Missing, Cited::File),
        }
    }
}

/// One finding of the reference parser: `E 13:5 categories[0]`.
struct Expected {
    severity: Severity,
    key: String,
}

/// The findings of a row, without those that the network or its decoder makes.
fn expected(text: &str) -> Vec<Expected> {
    let findings = text.split(" ; ").filter(|finding| !finding.is_empty());
    let read = findings.filter_map(|finding| {
        let parts: Vec<&str> = finding.split(' ').collect();
        let ignored = parts[0].contains("~net") || parts[0].contains("~cascade");
        let severity = if parts[0].starts_with('E') { Severity::Error } else { Severity::Warning };
        // A language whose tag has a hyphen is in brackets.
        let key = match parts[2].trim_start_matches('-').strip_prefix("description[") {
            Some(rest) => format!("description.{}", rest.replacen(']', "", 1)),
            None => parts[2].trim_start_matches('-').to_string(),
        };
        (!ignored).then_some(Expected { severity, key })
    });
    read.collect()
}

/// True when one of two paths goes through the other.
fn agree(left: &str, right: &str) -> bool {
    let (short, long) = if left.len() < right.len() { (left, right) } else { (right, left) };
    let rest = long.strip_prefix(short);
    short.is_empty() || rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
}

fn verdict(worst: Option<Severity>) -> &'static str {
    match worst {
        Some(Severity::Error) => "invalid",
        Some(Severity::Warning) => "valid_with_warnings",
        _ => "valid",
    }
}

/// The rules that a file breaks, as the table writes them.
fn rules(found: &[(&Diagnostic, Severity)]) -> String {
    let codes: BTreeSet<&str> = found.iter().map(|(one, _)| one.code.code()).collect();
    codes.into_iter().collect::<Vec<_>>().join(" ")
}

#[test]
#[ignore = "needs the test data of the reference parser, in PUBLICCODE_TESTDATA"]
fn verdicts_and_rules_are_those_of_the_reference_parser() {
    let folder = std::env::var_os("PUBLICCODE_TESTDATA").expect("PUBLICCODE_TESTDATA");
    let folder = PathBuf::from(folder);
    let table = include_str!("oracle.tsv");
    let (mut files, mut wanted, mut excepted) = (0, 0, 0);
    let mut differences = Vec::new();
    for row in table.lines().filter(|line| !line.starts_with('#')).skip(1) {
        let fields: Vec<&str> = row.split('\t').collect();
        let [path, _, offline, _, findings, codes] = fields.as_slice() else { panic!("{row}") };
        if path.starts_with("v0/") && EXCEPTED.iter().any(|(name, _)| path.contains(name)) {
            excepted += 1;
            continue;
        }
        let file = folder.join(path);
        let bytes = std::fs::read(&file).unwrap_or_else(|error| panic!("{path}: {error}"));
        let options = Options { today: jiff::civil::date(2026, 8, 21), preview: false };
        let beside = Folder(file.parent().unwrap_or(Path::new(".")).to_path_buf());
        let report = Diagnosis::new(&bytes, options, &beside);
        let found: Vec<_> = report.judged(true).collect();
        files += 1;
        let given = verdict(report.worst(true));
        if given != *offline {
            differences.push(format!("{path}: verdict {given}, expected {offline}"));
        }
        if rules(&found) != *codes {
            differences.push(format!("{path}: rules\t{}\tinstead of\t{codes}", rules(&found)));
        }
        for Expected { severity, key } in expected(findings) {
            wanted += 1;
            if !found
                .iter()
                .any(|(one, had)| *had == severity && agree(&one.path.to_string(), &key))
            {
                differences.push(format!("{path}: no {} for {key}", severity.code()));
            }
        }
    }
    println!("{files} files, {wanted} findings");
    assert_eq!(excepted, EXCEPTED.len(), "excepted");
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}
