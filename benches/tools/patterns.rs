//! Looks for the secrets of a known shape in the files of a folder and measures
//! the throughput of one core: `cargo run --release --example patterns PATH`.

use publiable::testing::secrets::patterns::{self, Patterns};
use std::collections::BTreeMap;
use std::time::{Duration, Instant};

fn main() {
    let root = std::env::args().nth(1).unwrap_or_else(|| ".".to_string());
    let start = Instant::now();
    let count = patterns::all().len();
    println!("{count} patterns read in {:?}", start.elapsed());
    let scanner = Patterns::default();
    let (mut bytes, mut files, mut spent) = (0usize, 0usize, Duration::ZERO);
    let mut by_pattern: BTreeMap<&str, usize> = BTreeMap::new();
    for entry in walkdir::WalkDir::new(&root).sort_by_file_name().into_iter().flatten() {
        let Ok(text) = std::fs::read(entry.path()) else { continue };
        if text[..text.len().min(8000)].contains(&0) {
            continue;
        }
        let everything = 0..text.len();
        let start = Instant::now();
        let found = scanner.candidates(
            &text,
            &entry.file_name().to_string_lossy(),
            std::slice::from_ref(&everything),
        );
        spent += start.elapsed();
        bytes += text.len();
        files += 1;
        for candidate in found {
            *by_pattern.entry(candidate.pattern).or_default() += 1;
            let line = 1 + text[..candidate.value.start].iter().filter(|b| **b == b'\n').count();
            let prefix = patterns::get(candidate.pattern)
                .map_or(String::new(), |pattern| pattern.prefix_of(&candidate.secret));
            let (id, valid) = (candidate.pattern, candidate.validated);
            let shown = candidate.secret.redacted(&prefix);
            println!("{}:{line}: {id} {shown} {valid:?}", entry.path().display());
        }
    }
    let megabytes = bytes as f64 / 1e6;
    println!("{files} files, {megabytes:.1} MB, {:.0} MB/s", megabytes / spent.as_secs_f64());
    for (pattern, count) in by_pattern {
        println!("{count:6} {pattern}");
    }
}
