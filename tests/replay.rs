//! The files of the rule cases, damaged the same way each time, given to the
//! readers that the fuzz targets attack: what those checks hold on any toolchain.

use crate::rules;
use crate::support::random::Random;
use crate::support::{reading, scanning};
use rayon::prelude::*;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Gives `check` each file that `wanted` keeps, damaged so many `times`; how many those were.
fn replay(
    times: u64,
    wanted: impl Fn(&str) -> bool + Sync,
    check: impl Fn(&[u8], &str) + Sync,
) -> usize {
    let mut files = rules::files();
    files.sort();
    files.dedup();
    let count = AtomicUsize::new(0);
    files.par_iter().enumerate().filter(|(_, (path, _))| wanted(path)).for_each(
        |(at, (path, bytes))| {
            count.fetch_add(1, Ordering::Relaxed);
            for turn in 0..times {
                let mut random = Random::new(at as u64 * times + turn + 1);
                let mut bytes = bytes.clone();
                random.damage(&mut bytes);
                check(&bytes, path);
            }
        },
    );
    count.into_inner()
}

#[test]
fn damaged_publiccode_files_break_no_reader() {
    let count =
        replay(6, |path| path.ends_with("publiccode.yml"), |bytes, _| reading::publiccode(bytes));
    assert!(count > 25, "{count}");
}

#[test]
fn damaged_licences_break_no_reader() {
    let named = |path: &str| path.contains("LICEN") || path.contains("COPYING");
    let count = replay(6, named, |bytes, _| reading::licence(bytes));
    assert!(count > 25, "{count}");
}

#[test]
fn damaged_manifests_break_no_reader() {
    let manifest = |path: &str| reading::manifest(b"", path);
    let count = replay(6, manifest, |bytes, path| assert!(reading::manifest(bytes, path)));
    assert!(count > 25, "{count}");
}

#[test]
fn damaged_files_break_no_scanner() {
    // One in two: a scan of everything takes seconds.
    let count = replay(1, |path| path.len() % 2 == 0, scanning::check);
    assert!(count > 200, "{count}");
}
