//! Measures of the value itself.

use super::super::words;
use super::{Groups, Measures, groups, shape};
use std::sync::LazyLock;

/// Words of placeholders, by what they betray.
static GROUPS: Groups = LazyLock::new(|| groups("value."));

/// Adds the measures of `value` (decoded where it was encoded) and of `raw`, as written.
pub(super) fn measure(measures: &mut Measures, value: &[u8], raw: &[u8]) {
    let length = value.len();
    let count = |test: fn(&u8) -> bool| value.iter().filter(|b| test(b)).count();
    let lower = count(u8::is_ascii_lowercase);
    let upper = count(u8::is_ascii_uppercase);
    let digits = count(u8::is_ascii_digit);
    let spaces = count(u8::is_ascii_whitespace);
    let high = count(|b| *b >= 0x80);
    let punctuation = length - lower - upper - digits - spaces - high;
    let share = |n: usize| if length == 0 { 0.0 } else { n as f64 / length as f64 };
    measures.count("value.length", length);
    measures.count("value.raw-length", raw.len());
    measures.add("value.lower", share(lower));
    measures.add("value.upper", share(upper));
    measures.add("value.digits", share(digits));
    measures.add("value.punctuation", share(punctuation));
    measures.count("value.digit-count", digits);
    measures.count("value.upper-count", upper);
    measures.count("value.punctuation-count", punctuation);
    measures.count("value.spaces", spaces);
    measures.flag("value.high", high > 0);
    let classes = [lower, upper, digits, punctuation].iter().filter(|&&n| n > 0).count();
    measures.count("value.classes", classes);
    spread(measures, value);
    charset(measures, value, raw);
    words_of(measures, value);
    marks(measures, value);
}

fn class(byte: u8) -> u8 {
    match byte {
        b'a'..=b'z' => 0,
        b'A'..=b'Z' => 1,
        b'0'..=b'9' => 2,
        _ => 3,
    }
}

/// How spread the bytes are: entropy, changes of class, runs.
fn spread(measures: &mut Measures, value: &[u8]) {
    let mut counts = [0_u32; 256];
    for &byte in value {
        counts[usize::from(byte)] += 1;
    }
    let length = value.len().max(1) as f64;
    let entropy: f64 = counts
        .iter()
        .filter(|&&n| n > 0)
        .map(|&n| f64::from(n) / length)
        .map(|p| -p * p.log2())
        .sum();
    let distinct = counts.iter().filter(|&&n| n > 0).count();
    let possible = length.log2().max(1.0);
    measures.add("value.entropy", entropy);
    measures.add("value.relative-entropy", entropy / possible);
    measures.add("value.distinct", distinct as f64 / length);
    let changes = value.windows(2).filter(|pair| class(pair[0]) != class(pair[1])).count();
    measures.add("value.changes", changes as f64 / length);
    let (mut same, mut letters, mut digits, mut longest) = (1, 0, 0, (1, 0, 0));
    for (index, &byte) in value.iter().enumerate() {
        same = if index > 0 && value[index - 1] == byte { same + 1 } else { 1 };
        letters = if byte.is_ascii_alphabetic() { letters + 1 } else { 0 };
        digits = if byte.is_ascii_digit() { digits + 1 } else { 0 };
        longest = (longest.0.max(same), longest.1.max(letters), longest.2.max(digits));
    }
    measures.count("value.run-same", longest.0);
    measures.count("value.run-letters", longest.1);
    measures.count("value.run-digits", longest.2);
    measures.count("value.sequence", shape::sequence(value));
}

/// Which alphabet the bytes are of, and the lengths that mean something in it.
fn charset(measures: &mut Measures, value: &[u8], raw: &[u8]) {
    let all = |test: fn(&u8) -> bool| !value.is_empty() && value.iter().all(test);
    let hexadecimal = all(u8::is_ascii_hexdigit) && value.iter().any(u8::is_ascii_digit);
    measures.flag("value.hexadecimal", hexadecimal);
    measures.flag(
        "value.hash-length",
        hexadecimal && matches!(value.len(), 32 | 40 | 56 | 64 | 96 | 128),
    );
    measures.flag(
        "value.digits-only",
        all(|b| b.is_ascii_digit() || matches!(b, b'.' | b',' | b'-' | b'+' | b':' | b'x')),
    );
    measures.flag("value.letters-only", all(u8::is_ascii_alphabetic));
    measures.flag(
        "value.upper-only",
        all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || *b == b'_' || *b == b'-'),
    );
    measures.flag(
        "value.identifier",
        all(|b| b.is_ascii_alphanumeric() || *b == b'_') && !value[0].is_ascii_digit(),
    );
    measures.flag(
        "value.kebab",
        all(|b| b.is_ascii_lowercase() || *b == b'-') && value.contains(&b'-'),
    );
    measures.flag(
        "value.snake",
        all(|b| b.is_ascii_alphabetic() || *b == b'_') && value.contains(&b'_'),
    );
    let camel = value
        .windows(2)
        .filter(|pair| pair[0].is_ascii_lowercase() && pair[1].is_ascii_uppercase())
        .count();
    measures.count("value.humps", camel);
    let base64 = raw
        .iter()
        .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'/' | b'=' | b'-' | b'_'));
    measures.flag("value.base64", base64);
    measures.flag("value.padded", base64 && raw.ends_with(b"="));
    measures.flag("value.multiple-of-four", raw.len().is_multiple_of(4));
    let hyphens = value.iter().filter(|&&b| b == b'-').count();
    measures.flag(
        "value.uuid",
        value.len() == 36
            && hyphens == 4
            && value.iter().all(|b| b.is_ascii_hexdigit() || *b == b'-'),
    );
    measures.flag(
        "value.uuid-random",
        value.len() == 36 && hyphens == 4 && value.get(14) == Some(&b'4'),
    );
    measures.flag("value.jwt", raw.starts_with(b"eyJ"));
    measures.flag(
        "value.crypt",
        raw.starts_with(b"$") && raw.iter().filter(|&&b| b == b'$').count() >= 3,
    );
    measures.flag("value.periodic", shape::period(value) * 2 <= value.len() && value.len() >= 4);
    measures.flag(
        "value.colon-pairs",
        value.len() >= 8
            && value.chunks(3).all(|c| {
                c.len() >= 2
                    && c[..2].iter().all(u8::is_ascii_hexdigit)
                    && c.get(2).is_none_or(|&b| b == b':')
            }),
    );
    measures.flag("value.starts-upper", value.first().is_some_and(u8::is_ascii_uppercase));
    measures.flag("value.starts-letter", value.first().is_some_and(u8::is_ascii_alphabetic));
    measures.flag("value.ends-digit", value.last().is_some_and(u8::is_ascii_digit));
    measures.flag(
        "value.prefixed",
        raw.iter().take(6).position(|&b| b == b'_' || b == b'-').is_some_and(|at| at >= 2),
    );
}

/// What words say of it.
fn words_of(measures: &mut Measures, value: &[u8]) {
    let coverage = words::coverage(value);
    measures.add("value.words.share", coverage.share);
    measures.count("value.words.count", coverage.words);
    measures.count("value.words.longest", coverage.longest);
    measures.count("value.words.unexplained", coverage.unexplained);
    measures.add("value.words.likelihood", coverage.likelihood);
    measures.add("value.strength", words::strength(value));
    measures.flag("value.common-password", words::common_password(value));
    let stem =
        value.iter().rposition(u8::is_ascii_alphabetic).map_or(&value[..0], |last| &value[..=last]);
    measures.flag("value.common-stem", stem.len() >= 4 && words::common_password(stem));
    let lower = value[..value.len().min(200)].to_ascii_lowercase();
    GROUPS.iter().for_each(|group| measures.flag(group.name, group.is_in(&lower)));
}

/// Marks of what is no value: a template, a path, an address, code.
fn marks(measures: &mut Measures, value: &[u8]) {
    let has = |wanted: &[u8]| memchr::memmem::find(value, wanted).is_some();
    let count = |wanted: u8| value.iter().filter(|&&b| b == wanted).count();
    measures.flag("value.template", shape::template(value));
    measures.flag("value.bracketed", shape::bracketed(value));
    measures.flag("value.path", !value.is_empty() && shape::path(value));
    measures.flag("value.dotted", shape::dotted(value));
    measures.flag("value.url", has(b"://"));
    measures.flag("value.starts-slash", value.starts_with(b"/"));
    measures.flag("value.starts-colon", value.starts_with(b":"));
    measures.flag("value.starts-dash", value.starts_with(b"-"));
    measures.count("value.dots", count(b'.'));
    measures.count("value.slashes", count(b'/'));
    measures.count("value.hyphens", count(b'-'));
    measures.count("value.underscores", count(b'_'));
    measures.count("value.colons", count(b':'));
    measures.flag("value.call", has(b"(") || has(b")"));
    measures.flag("value.markup", has(b"<") || has(b">"));
    measures.flag("value.list", has(b",") || has(b";"));
    measures.flag("value.quotes", has(b"\"") || has(b"'"));
    measures.flag("value.escape", has(b"\\"));
    measures.flag("value.at", has(b"@"));
    measures.flag(
        "value.strong-mark",
        value.iter().any(|b| matches!(b, b'!' | b'#' | b'^' | b'?' | b'&')),
    );
    measures.flag("value.equals", has(b"="));
    measures.flag("value.brackets", has(b"[") || has(b"{"));
    measures.flag("value.dollar", has(b"$"));
    measures.flag("value.percent", has(b"%"));
}
