//! Prints the credentials that the scanner finds, one JSON object a line and never a value:
//! `scan_lines [--all] [--features] FOLDER…`. `--features` prints their names first.

use publiable::testing::secrets::{Family, Scanner, judge};
use std::io::Write;
use std::path::Path;

fn main() {
    let mut arguments: Vec<String> = std::env::args().skip(1).collect();
    let mut option = |name: &str| {
        let before = arguments.len();
        arguments.retain(|argument| argument != name);
        arguments.len() < before
    };
    let (features, all) = (option("--features"), option("--all"));
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    if features {
        let names = serde_json::json!({ "names": judge::features::names() });
        writeln!(out, "{names}").expect("standard output");
    }
    let scanner = Scanner::default();
    for root in &arguments {
        let entries = walkdir::WalkDir::new(root).sort_by_file_name().into_iter().flatten();
        for entry in entries.filter(|entry| entry.file_type().is_file()) {
            let Ok(text) = std::fs::read(entry.path()) else { continue };
            if text.iter().take(8192).any(|&byte| byte == 0) {
                continue;
            }
            scan(&scanner, Path::new(root), entry.path(), &text, features, all, &mut out);
        }
    }
}

fn scan(
    scanner: &Scanner,
    root: &Path,
    path: &Path,
    text: &[u8],
    features: bool,
    all: bool,
    out: &mut impl Write,
) {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let relative = path.strip_prefix(root).unwrap_or(path).to_string_lossy().into_owned();
    // The first folder is the repository.
    let inside = if features {
        relative.split_once('/').map_or(relative.as_str(), |(_, rest)| rest)
    } else {
        &relative
    };
    let mut line = 1;
    let mut counted = 0;
    for candidate in scanner.candidates(text, &name, std::slice::from_ref(&(0..text.len()))) {
        let judgement = scanner.settle(&candidate, inside);
        if candidate.family != Family::Credential || (judgement.level.is_none() && !all) {
            continue;
        }
        line += text[counted..candidate.value.start].iter().filter(|&&b| b == b'\n').count();
        counted = candidate.value.start;
        let span = text[candidate.value.clone()].iter().filter(|&&b| b == b'\n').count();
        let start = text[..counted].iter().rposition(|&b| b == b'\n').map_or(0, |at| at + 1);
        let column = String::from_utf8_lossy(&text[start..counted]).chars().count();
        let length = String::from_utf8_lossy(&text[candidate.value.clone()]).chars().count();
        let mut found = serde_json::json!({
            "path": relative, "line": line, "end": line + span, "column": column, "length": length,
            "pattern": candidate.pattern, "validated": candidate.validated,
            "level": judgement.level, "probability": judgement.probability,
        });
        if features {
            let measures = judge::measures(&candidate, inside);
            let here = judge::ceiling_here(&candidate, &measures, inside);
            found["ceiling"] = serde_json::json!(judge::ceiling(&candidate).min(here));
            found["features"] = measures.into();
        }
        writeln!(out, "{found}").expect("standard output");
    }
}
