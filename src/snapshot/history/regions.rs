//! What of a blob is to be examined, when the blob it is stored as a
//! difference from was examined.

use crate::snapshot::objects::Run;
use std::ops::Range;

/// Something found in a blob: the bytes it depends on, and its number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Found {
    /// Where the bytes it depends on start.
    pub start: u32,
    /// Where they end.
    pub end: u32,
    /// Its number.
    pub hit: u32,
}

/// No more bytes than this are read around what changed, on each side.
const REACH: usize = 4096;

/// What is to be examined, and what the base taught already.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Remains {
    /// Ranges to examine, sorted and disjoint, of whole lines unless a line is
    /// very long.
    pub regions: Vec<Range<usize>>,
    /// What is found again, as it was in the base.
    pub inherited: Vec<Found>,
}

/// Compares `bytes` with a base of `length` bytes in which `found` was found;
/// `lines` are read on each side of a change. When there are none, lines that
/// merely follow others than before are not read.
pub(super) fn remains(
    bytes: &[u8],
    (length, runs): (usize, &[Run]),
    found: &[Found],
    lines: usize,
) -> Remains {
    let starts_line = |at: usize| at == 0 || bytes.get(at - 1) == Some(&b'\n');
    let mut regions: Vec<Range<usize>> = changes(bytes.len(), length, runs)
        .into_iter()
        .filter(|range| lines > 0 || !range.is_empty() || !starts_line(range.start))
        .map(|range| widen(bytes, range, lines))
        .collect();
    let longest = found.iter().map(|found| found.end - found.start).max().unwrap_or_default();
    let mut moved = Vec::new();
    for run in runs {
        let (from, to) = (run.base, run.base + run.length);
        let near = found.partition_point(|found| ((found.start + longest) as usize) < from);
        for hit in found[near..].iter().take_while(|hit| (hit.start as usize) < to) {
            let (start, end) = (hit.start as usize, hit.end as usize);
            let kept = start.max(from)..end.min(to);
            if kept.is_empty() {
                continue;
            }
            let range = kept.start - from + run.start..kept.end - from + run.start;
            if kept == (start..end) {
                moved.push((range, Some(hit.hit)));
            } else {
                regions.push(range); // it was cut
            }
        }
    }
    moved.extend(regions.into_iter().map(|range| (range, None)));
    gather(moved)
}

/// Joins what overlaps: what touches a change is examined again, as a whole.
fn gather(mut ranges: Vec<(Range<usize>, Option<u32>)>) -> Remains {
    ranges.sort_unstable_by_key(|(range, hit)| (range.start, range.end, *hit));
    let mut remains = Remains::default();
    let mut at = 0;
    while at < ranges.len() {
        let (first, mut end) = (at, ranges[at].0.end);
        while at < ranges.len() && (ranges[at].0.start < end || at == first) {
            end = end.max(ranges[at].0.end);
            at += 1;
        }
        let group = &ranges[first..at];
        let start = group[0].0.start;
        if group.iter().any(|(_, hit)| hit.is_none()) {
            match remains.regions.last_mut() {
                Some(last) if last.end == start => last.end = end,
                _ => remains.regions.push(start..end),
            }
        } else {
            let found = group.iter().filter_map(|(range, hit)| {
                Some(Found { start: range.start as u32, end: range.end as u32, hit: (*hit)? })
            });
            remains.inherited.extend(found);
        }
    }
    remains
}

/// The ranges that were inserted and, empty, the points where bytes follow
/// others than in the base.
fn changes(length: usize, base: usize, runs: &[Run]) -> Vec<Range<usize>> {
    let mut changes = Vec::new();
    let (mut at, mut from) = (0, 0);
    for run in runs {
        if run.start > at || run.base != from {
            changes.push(at..run.start);
        }
        (at, from) = (run.end(), run.base + run.length);
    }
    if at < length || from != base {
        changes.push(at..length);
    }
    changes
}

/// Widens a range to whole lines and to a few lines around.
fn widen(bytes: &[u8], range: Range<usize>, lines: usize) -> Range<usize> {
    let floor = range.start.saturating_sub(REACH);
    let before = memchr::memrchr_iter(b'\n', &bytes[floor..range.start]).take(lines + 1);
    let (mut start, mut count) = (None, 0);
    for newline in before {
        start = Some(floor + newline + 1);
        count += 1;
    }
    let start = match (start, floor) {
        (_, 0) if count <= lines => 0,
        (Some(start), _) if start <= range.start => start,
        _ => floor,
    };
    let ceiling = (range.end + REACH).min(bytes.len());
    // What ends with a line does not touch the next one.
    if lines == 0 && range.end > range.start && bytes[range.end - 1] == b'\n' {
        return start..range.end;
    }
    let after = memchr::memchr_iter(b'\n', &bytes[range.end..ceiling]).take(lines + 1);
    let (mut end, mut count) = (None, 0);
    for newline in after {
        end = Some(range.end + newline + 1);
        count += 1;
    }
    let end = match end {
        _ if count <= lines && ceiling == bytes.len() => ceiling,
        Some(end) => end,
        None => ceiling,
    };
    start..end
}
