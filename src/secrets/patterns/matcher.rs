//! Runs the expression of a pattern around a keyword, and sieves what matches.

use super::entry::{Expression, Pattern, Shape};
use super::plausible;
use crate::secrets::validate::Verdict;
use crate::secrets::{Candidate, Family, Region, Secret};
use globset::GlobBuilder;
use std::collections::BTreeSet;
use std::ops::Range;

/// Bytes of a line kept on each side of a value: beyond, a line is minified
/// text, and its far ends say nothing about the value.
const LINE_LIMIT: usize = 1024;

/// A text and the name of its file.
#[derive(Debug, Clone, Copy)]
pub(super) struct Text<'t> {
    /// The bytes.
    pub bytes: &'t [u8],
    /// Last part of the path; empty when unknown.
    pub name: &'t str,
}

/// What was found, with the index of the pattern that found it.
pub(super) type Found = (usize, Candidate);

/// Collects the candidates of one text.
#[derive(Debug)]
pub(super) struct Sieve<'t> {
    text: Text<'t>,
    /// The candidates so far.
    pub found: Vec<Found>,
    /// Where what a provider publishes is.
    pub published: Vec<Range<usize>>,
    seen: BTreeSet<(usize, usize)>,
    /// For each pattern, where a keyword no longer calls for a new window.
    covered: Vec<usize>,
}

impl<'t> Sieve<'t> {
    /// A sieve for `text` and as many `patterns`.
    pub(super) fn new(text: Text<'t>, patterns: usize) -> Sieve<'t> {
        let covered = vec![0; patterns];
        let (found, published) = (Vec::new(), Vec::new());
        Sieve { text, found, published, seen: BTreeSet::new(), covered }
    }

    /// Tries a pattern whose values begin with `keyword`.
    pub(super) fn token(
        &mut self,
        index: usize,
        pattern: &'static Pattern,
        keyword: &Range<usize>,
    ) {
        let bytes = self.text.bytes;
        let covered = keyword.start < self.covered[index];
        if covered || !opens(bytes, keyword.start) || is_inside_blob(bytes, keyword.start) {
            return;
        }
        let end = bytes.len().min(keyword.start.saturating_add(pattern.reach().1));
        let window = &bytes[keyword.start..end];
        let Some(found) = pattern.expression().regex().and_then(|regex| regex.find(window)) else {
            return;
        };
        let value = keyword.start..keyword.start + found.end();
        self.covered[index] = value.end;
        self.sift(index, pattern, value.clone(), &value);
    }

    /// Tries a pattern whose expression holds a group `secret`, on a window
    /// around `keyword`. A keyword that the first half of the last window
    /// covers is not looked at again, so that time stays linear.
    pub(super) fn around(
        &mut self,
        index: usize,
        pattern: &'static Pattern,
        keyword: &Range<usize>,
    ) {
        if keyword.end <= self.covered[index] {
            return;
        }
        let bytes = self.text.bytes;
        let (before, after) = pattern.reach();
        let start = keyword.start.saturating_sub(before);
        let end = bytes.len().min(keyword.end.saturating_add(after));
        self.covered[index] = keyword.end + after / 2;
        let Some(regex) = pattern.expression().regex() else { return };
        for captures in regex.captures_iter(&bytes[start..end]) {
            let (Some(whole), Some(secret)) = (captures.get(0), captures.name("secret")) else {
                continue;
            };
            let value = start + secret.start()..start + secret.end();
            let whole = start + whole.start()..start + whole.end();
            self.sift(index, pattern, value, &whole);
        }
    }

    /// Keeps `value` as a candidate when nothing says it is not a secret;
    /// `whole` is the text that was matched.
    fn sift(
        &mut self,
        index: usize,
        pattern: &'static Pattern,
        value: Range<usize>,
        whole: &Range<usize>,
    ) {
        let bytes = self.text.bytes;
        if self.seen.contains(&(index, value.start)) || !self.is_named(pattern) {
            return;
        }
        if !opens(bytes, value.start) || !closes(bytes, value.end) {
            return;
        }
        if pattern.shape() == Shape::Assigned && is_cut(bytes, value.end) {
            return;
        }
        let secret = &bytes[value.clone()];
        let is = |known: &Option<Expression>| {
            known.as_ref().and_then(Expression::regex).is_some_and(|known| known.is_match(secret))
        };
        if is(&pattern.published) {
            self.published.push(value);
            return;
        }
        if is(&pattern.except) {
            return;
        }
        let Some(near) = companion(pattern, bytes, &value) else { return };
        let validated = match pattern.validate.map(|validation| validation.verdict(secret)) {
            Some(Verdict::Foreign) => return,
            Some(Verdict::Proven) => Some(true),
            Some(Verdict::Disproven) => Some(false),
            Some(Verdict::Unproven) | None => None,
        };
        let varying = &secret[pattern.prefix_length(secret)..];
        let plain = plausible::entropy(varying) < pattern.entropy();
        if plain || (validated != Some(true) && plausible::is_placeholder(varying)) {
            return;
        }
        self.seen.insert((index, value.start));
        let hull = whole.start.min(near.start)..whole.end.max(near.end);
        let candidate = Candidate {
            pattern: &pattern.id,
            family: Family::Credential,
            secret: Secret::new(secret),
            context: lines(bytes, &hull, LINE_LIMIT),
            value,
            validated,
            doubt: None,
            features: Vec::new(),
        };
        self.found.push((index, candidate));
    }

    /// True when the file's name is one the pattern is kept to, if any.
    fn is_named(&self, pattern: &Pattern) -> bool {
        let fits = |glob: &String| {
            let glob = GlobBuilder::new(glob).case_insensitive(true).build();
            glob.is_ok_and(|glob| glob.compile_matcher().is_match(self.text.name))
        };
        pattern.names.is_empty() || pattern.names.iter().any(fits)
    }
}

/// Where the second expression of `pattern` matches near `value`; `value` itself
/// when there is none to match; `None` when it does not match.
fn companion(pattern: &Pattern, bytes: &[u8], value: &Range<usize>) -> Option<Range<usize>> {
    let Some(near) = &pattern.near else { return Some(value.clone()) };
    let start = value.start.saturating_sub(near.within);
    let end = bytes.len().min(value.end.saturating_add(near.within));
    let found = near.pattern.regex()?.find(&bytes[start..end])?;
    Some(start + found.start()..start + found.end())
}

/// True when a value may start at `at`: after nothing that continues a word,
/// or after an escape (`\n`, `%3D`, `\u003d`).
fn opens(bytes: &[u8], at: usize) -> bool {
    let before = &bytes[..at];
    match before {
        [.., b'\\', b'n' | b'r' | b't'] => true,
        [.., b'%', high, low] if high.is_ascii_hexdigit() && low.is_ascii_hexdigit() => true,
        [.., b'\\', b'u', b'0', b'0', _, _] => true,
        [.., last] => !last.is_ascii_alphanumeric(),
        [] => true,
    }
}

/// A run of base64 this long before a value makes it a part of the run.
const BLOB: usize = 64;

/// True when what starts at `at`, after a `/` or a `+`, goes on with encoded data.
fn is_inside_blob(bytes: &[u8], at: usize) -> bool {
    let before = &bytes[at.saturating_sub(BLOB)..at];
    let encoded = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'/');
    matches!(before.last(), Some(b'/' | b'+')) && before.len() == BLOB && before.iter().all(encoded)
}

/// True when a value may end at `at`.
fn closes(bytes: &[u8], at: usize) -> bool {
    bytes.get(at).is_none_or(|next| !next.is_ascii_alphanumeric() && *next != b'_')
}

/// A value that goes on for this long was longer than its kind is.
const MORE: usize = 16;

/// True when what ends at `at` is the start of longer encoded data, which holds a slash
/// or a plus every thirty characters: what Sealed Secrets encrypt.
fn is_cut(bytes: &[u8], at: usize) -> bool {
    let encoded = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'/');
    let more = bytes.get(at..at + MORE).unwrap_or_default();
    matches!(more.first(), Some(b'+' | b'/')) && more.iter().all(encoded)
}

/// `range` extended to whole lines, by at most `limit` bytes on each side.
pub(super) fn lines(bytes: &[u8], range: &Range<usize>, limit: usize) -> Region {
    let earliest = range.start.saturating_sub(limit);
    let before = bytes[earliest..range.start].iter().rposition(|byte| *byte == b'\n');
    let latest = bytes.len().min(range.end.saturating_add(limit));
    let after = bytes[range.end..latest].iter().position(|byte| *byte == b'\n');
    let start = before.map_or(earliest, |newline| earliest + newline + 1);
    start..after.map_or(latest, |newline| range.end + newline + 1)
}
