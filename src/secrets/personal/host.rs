//! Host names and addresses that exist inside an organisation's network only.

use super::signs::{Signs, candidate};
use super::{surroundings, words};
use crate::secrets::lists::{Names, list};
use crate::secrets::{Candidate, Family};
use aho_corasick::AhoCorasick;
use std::ops::Range;
use std::sync::LazyLock;

/// What every internal host name, or URL of one, contains.
pub(super) static ANCHORS: Names = LazyLock::new(|| list("host.anchors"));

/// How a name is known to be internal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Inside {
    /// A name that local networks and containers commonly give themselves.
    Weak,
    /// A suffix that organisations use inside, without it being reserved.
    Suffix,
    /// A network of the State.
    State,
}

/// Networks of the State: the interministerial network and its predecessor,
/// those of the ministries of the Armed Forces and of the Interior.
const STATE: [&str; 4] = [".rie.gouv.fr", ".ader.gouv.fr", ".intradef.gouv.fr", ".minint.fr"];

/// Labels of a host that is an example.
static EXAMPLES: Names = LazyLock::new(|| list("host.examples"));

/// How `host` (any case) is known to be internal, if it is.
pub(crate) fn inside(host: &str) -> Option<Inside> {
    let host = host.trim_end_matches('.').to_ascii_lowercase();
    if STATE.iter().any(|suffix| host.ends_with(suffix)) {
        return Some(Inside::State);
    }
    let labels: Vec<&str> = host.split('.').collect();
    let last = labels.last().copied().unwrap_or_default();
    let middle = labels.len() >= 2
        && labels[..labels.len() - 1].iter().any(|l| matches!(*l, "intranet" | "intra"));
    match last {
        _ if labels.len() < 2 => None,
        "intranet" | "intra" | "corp" | "i2" => Some(Inside::Suffix),
        _ if middle => Some(Inside::Suffix),
        "lan" | "local" | "internal" => Some(Inside::Weak),
        "arpa" if host.ends_with(".home.arpa") => Some(Inside::Weak),
        _ => None,
    }
}

/// True when a label of `host` says that it is an example.
pub(crate) fn is_example(host: &str) -> bool {
    host.to_ascii_lowercase().split('.').any(|label| {
        label.split('-').any(|word| EXAMPLES.contains(&word)) || EXAMPLES.contains(&label)
    })
}

/// The internal hosts whose anchor is in `region`.
pub(super) fn scan(
    anchors: &AhoCorasick,
    text: &[u8],
    region: Range<usize>,
    found: &mut Vec<Candidate>,
) {
    let mut done = 0;
    // A name that starts in the region may have its anchor after it.
    let region = region.start..region.end.saturating_add(LONGEST).min(text.len());
    for anchor in anchors.find_iter(&text[region.clone()]) {
        let (start, end) = (region.start + anchor.start(), region.start + anchor.end());
        if start < done {
            continue;
        }
        let value = if text[start] == b':' {
            unique_local(text, start + 4)
        } else {
            token(text, start, end)
        };
        let Some(value) = value else { continue };
        done = value.end;
        found.extend(look(text, value));
    }
}

/// The longest host name (RFC 1035 § 2.3.4).
const LONGEST: usize = 253;

/// The name around the anchor, when it is one.
fn token(text: &[u8], start: usize, end: usize) -> Option<Range<usize>> {
    let part = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_');
    let low = start.saturating_sub(LONGEST);
    let high = (end + LONGEST).min(text.len());
    let from = start - text[low..start].iter().rev().take_while(|byte| part(byte)).count();
    let mut to = end + text[end..high].iter().take_while(|byte| part(byte)).count();
    while to > end && matches!(text[to - 1], b'.' | b'-' | b'_') {
        to -= 1;
    }
    let word = std::str::from_utf8(&text[from..to]).ok()?;
    let well_formed = !word.starts_with(['.', '-', '_'])
        && !word.contains("..")
        && word.bytes().any(|byte| byte.is_ascii_alphabetic());
    (well_formed && inside(word).is_some()).then_some(from..to)
}

/// The unique local address (RFC 4193) that starts at `start`, in brackets.
fn unique_local(text: &[u8], start: usize) -> Option<Range<usize>> {
    let high = (start + 40).min(text.len());
    let length = memchr::memchr(b']', &text[start..high])?;
    let address = &text[start..start + length];
    let hex = address.iter().all(|byte| byte.is_ascii_hexdigit() || *byte == b':');
    (hex && length > 6 && memchr::memchr(b':', address) == Some(4)).then_some(start..start + length)
}

fn look(text: &[u8], value: Range<usize>) -> Option<Candidate> {
    let line = surroundings::line(text, &value);
    let before = &text[line.start..value.start];
    let after = &text[value.end..line.end];
    let word = std::str::from_utf8(&text[value.clone()]).ok()?;
    let kind = inside(word);
    let addressed = is_addressed(before);
    // `config.internal.name` and `state.local` are identifiers of code.
    let code = matches!(after.first(), Some(b'(' | b'[' | b'=' | b'_')) || word.contains('_');
    let keep = match kind {
        Some(Inside::State) => true,
        Some(Inside::Suffix) => addressed && !code,
        Some(Inside::Weak) => addressed && !code && !is_container_name(word),
        None => true,
    };
    if !keep || is_example(word) {
        return None;
    }
    let shape = match kind {
        Some(Inside::State) => 1.0,
        Some(Inside::Suffix) => 0.9,
        Some(Inside::Weak) => 0.2,
        None => 0.5,
    };
    let pattern = match kind {
        Some(Inside::Weak) => "local-name",
        Some(_) => "internal-host",
        None => "private-address",
    };
    let signs = Signs { named: addressed, shape, ..Signs::default() };
    Some(candidate((pattern, Family::InternalHost), text, value, line, signs, None))
}

/// Names that container engines and clouds define themselves.
fn is_container_name(host: &str) -> bool {
    let host = host.to_ascii_lowercase();
    [
        "cluster.local",
        "docker.internal",
        "containers.internal",
        "google.internal",
        "compute.internal",
    ]
    .iter()
    .any(|known| host.ends_with(known))
        || host.contains(".svc")
}

/// True when what stands before says that an address follows: `scheme://`,
/// `user@`, `host=`.
fn is_addressed(before: &[u8]) -> bool {
    let end = before.iter().rposition(|byte| !matches!(byte, b'"' | b'\'' | b' ' | b'[' | b'\\'));
    let Some(end) = end else { return false };
    let glued = end + 1 == before.len();
    match before[end] {
        b'/' if glued => before[..=end].ends_with(b"://"),
        b'\\' | b'@' => glued && end > 0,
        b'=' | b':' => words::words(&before[end.saturating_sub(48)..end])
            .last()
            .is_some_and(|word| HOST_NAMES.contains(&word.as_str())),
        _ => false,
    }
}

/// Names of settings that hold a host.
static HOST_NAMES: Names = LazyLock::new(|| list("host.names"));

/// The private IPv4 address (RFC 1918) that starts with `run`, when an address
/// is expected there.
pub(super) fn private_address(text: &[u8], run: &Range<usize>) -> Option<Candidate> {
    let high = (run.start + 15).min(text.len());
    let length = text[run.start..high]
        .iter()
        .take_while(|byte| byte.is_ascii_digit() || **byte == b'.')
        .count();
    let address = std::str::from_utf8(&text[run.start..run.start + length]).ok()?;
    let value = run.start..run.start + address.trim_end_matches('.').len();
    let octets: Vec<u8> = parse_octets(std::str::from_utf8(&text[value.clone()]).ok()?)?;
    if !is_private(&octets) || is_common(&octets) {
        return None;
    }
    let line = surroundings::line(text, &value);
    let after = text.get(value.end).copied().unwrap_or(b'\n');
    let before = &text[line.start..value.start];
    let range = after == b'/' && text.get(value.end + 1).is_some_and(u8::is_ascii_digit);
    let addressed = is_addressed(before) || range;
    if after.is_ascii_alphanumeric() || matches!(after, b'_' | b'-') || !addressed {
        return None;
    }
    let signs = Signs { named: addressed, shape: 0.5, ..Signs::default() };
    Some(candidate(("private-address", Family::InternalHost), text, value, line, signs, None))
}

fn parse_octets(address: &str) -> Option<Vec<u8>> {
    let octets: Vec<u8> =
        address.split('.').map(|octet| octet.parse().ok()).collect::<Option<_>>()?;
    (octets.len() == 4).then_some(octets)
}

fn is_private(octets: &[u8]) -> bool {
    match octets {
        [10, ..] | [192, 168, ..] => true,
        [172, second, ..] => (16..=31).contains(second),
        _ => false,
    }
}

/// Addresses that say nothing of anybody's network: whole ranges, defaults of
/// routers, of containers and of virtual machines, sequences of documentation.
fn is_common(octets: &[u8]) -> bool {
    const ROUTERS: [u8; 16] = [0, 1, 2, 10, 33, 49, 50, 56, 64, 65, 88, 99, 100, 122, 178, 254];
    match *octets {
        [192, 168, network, _] if ROUTERS.contains(&network) => true,
        [10, 255, ..] | [_, _, 0, 0] => true,
        [10, 0, network, _] => network <= 2,
        [10, second, ..] if [1, 10, 42, 43, 96, 244].contains(&second) => true,
        [10, 2, 3, _] | [10, 11, 12, _] | [10, 20, 30, _] => true,
        [172, 16..=31, network, _] => [0, 1, 238].contains(&network),
        _ => false,
    }
}

/// True for a private address that says something of somebody's network.
pub(crate) fn is_telling_address(host: &str) -> bool {
    parse_octets(host).is_some_and(|octets| is_private(&octets) && !is_common(&octets))
}

/// True for a private address written as text.
pub(super) fn is_private_address(host: &str) -> bool {
    parse_octets(host).is_some_and(|octets| is_private(&octets))
}
