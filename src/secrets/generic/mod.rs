//! Secrets without a known shape: values given to a password, a token, a key.
//!
//! Extraction is broad: every value that a name or a syntax announces becomes a
//! candidate with what was measured about it, and [`super::judge`] decides.

mod browser;
mod catalogue;
mod command;
mod default;
mod docstring;
mod doubt;
mod drawn;
mod field;
mod format;
mod found;
mod hollow;
mod keywords;
mod literal;
mod local;
mod manifest;
mod member;
mod name;
mod named;
mod resource;
mod section;
mod shaped;
#[cfg(test)]
mod tests;
mod usual;
mod vector;
mod view;

pub(crate) use catalogue::{KINDS, Kind};
pub(crate) use doubt::says_default;
pub(crate) use format::{Format, MESSAGE};
pub(super) use found::{DRAWN, Found, Syntax};
pub(super) use local::Surroundings;
pub(super) use name::words;
pub(super) use shaped::is_uuid;
pub(super) use view::View;

use super::judge::features;
use super::patterns::{self, Confidence};
use super::{Candidate, Family, Region, Secret};
use keywords::{Cue, Hit};
use memchr::memchr_iter;
use std::collections::HashSet;
use view::REACH;

/// Lines read before and after a keyword.
const LINES: usize = 2;
/// Lines read around a command or a call, whose arguments may stand one on each.
const USAGE_LINES: usize = 6;
/// Lines read around what has members, one on each: a JSON Web Key, an object.
const KEY_LINES: usize = 14;
/// Lines read for what is known without a keyword.
const NEAR: usize = 1;

/// A content gives no more values than this: each takes a kilobyte, and the time to
/// read what surrounds it.
const MOST: usize = 100_000;

/// The values of a content.
#[derive(Debug, Default)]
pub(crate) struct Crowd {
    /// Those looked at.
    pub(crate) found: Vec<Candidate>,
    /// True when there are more than are looked at.
    pub(crate) cut: bool,
}

/// The generic assignments, ready to be looked for.
#[derive(Debug, Default)]
pub(crate) struct Assignments {}

impl Assignments {
    /// The values in `text` that a name or a syntax says secret, for those that
    /// start inside one of `regions` (sorted, disjoint). `name` is the last part
    /// of the file's path, empty when unknown.
    pub(crate) fn candidates(&self, text: &[u8], name: &str, regions: &[Region]) -> Crowd {
        let format = Format::of(name);
        let (mut found, mut identifiers) = (Vec::new(), Vec::new());
        let mut read_to = 0;
        for region in regions {
            let start = region.start.min(text.len());
            let end = region.end.min(text.len());
            // A name may stand before the region that its value is in, and the
            // `kty` of a key further away, on either side.
            let inside = &text[start..end];
            let (before, after) = match holds_key_member(inside) || member::is_far(inside) {
                true => (KEY_LINES, KEY_LINES),
                false => (NEAR, 0),
            };
            let low = View::around(text, start, before, REACH, format).start.max(read_to);
            let high = View::around(text, end, after, REACH, format).end;
            named_values(text, low..high, format, &mut found);
            bare_identifiers(text, start..end, format, &mut identifiers);
            read_to = high;
            if found.len() + identifiers.len() > MOST {
                break;
            }
        }
        let cut = found.len() + identifiers.len() > MOST;
        found.extend(field::values(text, name, format));
        found.append(&mut unnamed(text, identifiers, &found));
        found.extend(manifest::values(text, format));
        found.extend(resource::values(text, format));
        found.retain(|value| {
            let after = regions.partition_point(|region| region.end <= value.value.start);
            regions.get(after).is_some_and(|region| region.start <= value.value.start)
        });
        found.iter_mut().for_each(|value| default::narrow(text, value));
        found.iter_mut().for_each(|value| drawn::mark(text, format, value));
        let mut found = without_overlaps(found);
        found.retain(|value| {
            features::plausible(text, value) && !hollow::is_hollow(text, name, format, value)
        });
        let around = Surroundings::of(text);
        let found = found.into_iter().map(|value| candidate(&around, format, value)).collect();
        Crowd { found, cut }
    }
}

/// True when `bytes` may hold a private member of a JSON Web Key (RFC 7518,
/// section 6): a name of one or two letters in quotes.
fn holds_key_member(bytes: &[u8]) -> bool {
    let mut quotes = memchr_iter(b'"', bytes);
    quotes.any(|at| matches!(bytes[at + 1..], [_, b'"', ..] | [_, _, b'"', ..]))
}

fn named_values(text: &[u8], range: Region, format: Format, found: &mut Vec<Found>) {
    let mut past = 0;
    for Hit { cue, range: hit } in keywords::hits(text, range) {
        if found.len() > MOST {
            return;
        }
        let view = |lines| View::around(text, hit.start, lines, REACH, format);
        match cue {
            Cue::Name if hit.start < past => {}
            Cue::Name => {
                let (values, end) = named::values(&view(LINES), &hit);
                found.extend(values);
                past = end;
            }
            Cue::Url => found.extend(shaped::url(&view(NEAR), &hit)),
            Cue::Header => found.extend(shaped::header(&view(NEAR), &hit)),
            Cue::UserOption => found.extend(shaped::user_option(&view(NEAR), &hit)),
            Cue::Following => found.extend(shaped::following(&view(NEAR), &hit)),
            Cue::Usage(usage) if !usage.stands(text, &hit, format) => {}
            Cue::Usage(usage) => found.extend(command::value(&view(USAGE_LINES), &hit, usage)),
            Cue::Hash => found.extend(shaped::hash(&view(NEAR), &hit)),
            Cue::Vault => found.extend(shaped::vault(&view(NEAR), &hit)),
            Cue::Jwk => found.extend(shaped::jwk(&view(KEY_LINES), &hit)),
            Cue::TenantHost => found.extend(shaped::tenant_host(&view(NEAR), &hit)),
            Cue::Principal => found.extend(shaped::principal(&view(NEAR), &hit)),
        }
    }
}

fn bare_identifiers(text: &[u8], range: Region, format: Format, found: &mut Vec<Found>) {
    let end = (range.end + 40).min(text.len());
    for hyphen in memchr_iter(b'-', &text[range.start..end]) {
        let Some(value) = shaped::uuid(text, range.start + hyphen) else { continue };
        let view = View::around(text, value.start, NEAR, REACH, format);
        let name = assigned_name(&view, value.start);
        if is_secret_name(view.get(name.clone())) {
            continue;
        }
        let literal = literal::Literal { next: value.end, value, quote: 0 };
        found.push(Found::new(&view, Kind::Identifier, name, &literal, Syntax::Shape));
    }
}

/// Those of `identifiers` that nothing of `found` names: what an element or an object gives
/// the name of a secret was found by that name.
fn unnamed(text: &[u8], mut identifiers: Vec<Found>, found: &[Found]) -> Vec<Found> {
    if !identifiers.is_empty() {
        let secret =
            |value: &&Found| is_secret_name(text.get(value.name.clone()).unwrap_or_default());
        let named: HashSet<usize> =
            found.iter().filter(secret).map(|value| value.value.start).collect();
        identifiers.retain(|one| !named.contains(&one.value.start));
    }
    identifiers
}

/// True for the name of a secret, which may have the form of an identifier, and not of
/// what designates one: `client_secret`, but no `token_kid`.
fn is_secret_name(name: &[u8]) -> bool {
    let secret = [Kind::Password, Kind::Secret, Kind::Token, Kind::ApiKey];
    let designates = words(name).last().is_some_and(|last| {
        matches!(last.as_str(), "id" | "ids" | "kid" | "uuid" | "guid" | "ref" | "jti" | "name")
    });
    !designates && name::kind(name).is_some_and(|kind| secret.contains(&kind))
}

/// The name that a value at `at` is given to on its line, empty when there is none.
fn assigned_name(view: &View<'_>, at: usize) -> Region {
    let start = view.line_start(at);
    let line = view.get(start..at);
    let ends = line.iter().rposition(|&b| b.is_ascii_alphanumeric() || b == b'_');
    let Some(end) = ends.filter(|end| line[end + 1..].iter().any(|b| matches!(b, b':' | b'=')))
    else {
        return at..at;
    };
    let part = |b: &&u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.');
    let length = line[..=end].iter().rev().take(60).take_while(part).count();
    start + end + 1 - length..start + end + 1
}

/// Of values that overlap, the one that says most.
fn without_overlaps(mut found: Vec<Found>) -> Vec<Found> {
    found.sort_by(|a, b| {
        let key = |value: &Found| (value.value.start, value.value.end);
        key(a).cmp(&key(b)).then(b.weight().cmp(&a.weight()))
    });
    let mut kept: Vec<Found> = Vec::with_capacity(found.len());
    for value in found {
        match kept.last_mut() {
            Some(last) if value.value.start < last.value.end => {
                if value.weight() > last.weight() {
                    *last = value;
                }
            }
            _ => kept.push(value),
        }
    }
    kept
}

/// Measures around a candidate of a known shape what the judge reads: the name
/// that the value is given to, its lines, its look.
pub(super) fn describe(around: &Surroundings<'_>, name: &str, candidate: &mut Candidate) {
    let text = around.text();
    let format = docstring::format_at(text, candidate.value.start, Format::of(name));
    let near = View::around(text, candidate.value.start, LINES, REACH, format);
    let context = near.start.min(candidate.context.start)..near.end.max(candidate.context.end);
    let view = View::spanning(text, context.clone(), format);
    let before = view.before(candidate.value.start);
    let found = Found {
        kind: Kind::Token,
        name: assigned_name(&view, candidate.value.start),
        value: candidate.value.clone(),
        syntax: Syntax::Shape,
        quote: before.filter(|b| matches!(b, b'"' | b'\'' | b'`')).unwrap_or_default(),
        rank: 0,
        wrapped: false,
        certainty: patterns::get(candidate.pattern).map_or(1, |pattern| {
            1 + match pattern.confidence {
                Confidence::Possible => 0,
                Confidence::Likely => 1,
                Confidence::Certain => 2,
            }
        }),
        validated: candidate.validated,
        context: context.clone(),
    };
    candidate.features = features::measure(&view, &found);
    let sign = doubt::of_known(around, format, candidate);
    candidate.context = with_sign(sign.as_ref().map(|(_, bytes)| bytes), context);
    candidate.doubt = sign.map(|(sign, _)| sign);
}

/// `context` with what speaks against a value in it, such as the section it stands in.
/// Where nothing says so, what was read above is not in it, or a change to any line of a
/// long file would have all its values read again: a version of the history that only
/// brings such a section over a value keeps what was told of the other one, which is more.
fn with_sign(sign: Option<&Region>, context: Region) -> Region {
    match sign {
        Some(sign) => hull(sign, &context),
        None => context,
    }
}

/// The bytes from the first of two regions to the end of the last.
fn hull(one: &Region, other: &Region) -> Region {
    one.start.min(other.start)..one.end.max(other.end)
}

fn candidate(around: &Surroundings<'_>, format: Format, found: Found) -> Candidate {
    let text = around.text();
    let format = docstring::format_at(text, found.value.start, format);
    let near = View::around(text, found.value.start, LINES, REACH, format);
    let sign = doubt::of_assigned(around, format, &found);
    let context = near.start.min(found.context.start)..near.end.max(found.context.end);
    let read = || on_one_line(text, &context, &found).or_else(|| in_clear(text, &context, &found));
    let features = match read() {
        Some((line, found)) => {
            features::measure(&View::spanning(&line, 0..line.len(), format), &found)
        }
        None => features::measure(&View::spanning(text, context.clone(), format), &found),
    };
    Candidate {
        pattern: found.kind.id(),
        family: Family::Credential,
        secret: Secret::new(&text[found.value.clone()]),
        value: found.value.clone(),
        validated: None,
        features,
        context: with_sign(sign.as_ref().map(|(_, bytes)| bytes), context),
        doubt: sign.map(|(sign, _)| sign),
    }
}

/// `context` with `found` as it is read once a template has escaped it: `k&amp;x…`. Of a page,
/// where values are written so, nothing is changed.
fn in_clear(text: &[u8], context: &Region, found: &Found) -> Option<(Vec<u8>, Found)> {
    // `<` and `>` would read as the marks of a placeholder, which nobody escapes.
    const ESCAPES: [(&[u8], &[u8]); 3] = [(b"&amp;", b"&"), (b"&quot;", b"\""), (b"&#39;", b"'")];
    let value = text.get(found.value.clone()).filter(|_| found.quote != 0)?;
    let mut clear = value.to_vec();
    for (escape, mark) in ESCAPES {
        while let Some(at) = memchr::memmem::find(&clear, escape) {
            clear.splice(at..at + escape.len(), mark.iter().copied());
        }
    }
    if clear.len() == value.len() {
        return None;
    }
    let before = text.get(context.start..found.value.start)?;
    let after = text.get(found.value.end..context.end)?;
    let name = found.name.start.checked_sub(context.start)?;
    let name = name..name + found.name.len();
    let value = before.len()..before.len() + clear.len();
    let text = [before, &clear, after].concat();
    let found = Found { name, value, context: 0..text.len(), ..found.clone() };
    Some((text, found))
}

/// `context` with `found` on the line of its name, when it stands alone on the next
/// one: `NAME = (`, then the value. It says the same.
fn on_one_line(text: &[u8], context: &Region, found: &Found) -> Option<(Vec<u8>, Found)> {
    let between = text.get(found.name.end..found.value.start)?;
    let (head, tail) = between.split_at(between.iter().position(|b| *b == b'\n')?);
    let head = head.trim_ascii_end();
    let head = head.strip_suffix(b"(").or_else(|| head.strip_suffix(b"\\")).unwrap_or(head);
    let (head, tail) = (head.trim_ascii_end(), tail.trim_ascii_start());
    let tie = |b: &u8| matches!(b, b'"' | b'\'' | b']' | b')' | b' ' | b':' | b'=');
    if head.is_empty() || tail.len() > 2 || !head.iter().all(tie) {
        return None;
    }
    let before = text.get(context.start..found.name.end)?;
    let after = text.get(found.value.start..context.end)?;
    let start = before.len() + head.len() + 1 + tail.len();
    let line = [before, head, b" ", tail, after].concat();
    let name = found.name.start - context.start..before.len();
    let value = start..start + found.value.len();
    let found = Found { name, value, context: 0..line.len(), ..found.clone() };
    Some((line, found))
}
