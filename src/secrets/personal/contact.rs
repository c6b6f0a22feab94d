//! E-mail addresses that bear a person's name, French telephone numbers, and
//! tax numbers.

use super::signs::{Signs, candidate};
use super::{known, surroundings, words};
use crate::secrets::lists::{Names, list};
use crate::secrets::{Candidate, Family};
use std::ops::Range;
use std::sync::LazyLock;

/// Providers where people, not organisations, have their addresses.
static PERSONAL_PROVIDERS: Names = LazyLock::new(|| list("contact.personal-providers"));

/// Words of the local part that are those of a function, of a robot or of an example rather
/// than of a person.
static FUNCTIONS: Names = LazyLock::new(|| list("contact.functions"));

/// Names of services, with which an address starts: elsewhere they may be those of people.
static SERVICES: Names = LazyLock::new(|| list("contact.services"));

/// Short names of services, which may be those of people too, unless the number of a
/// department or another service follows.
static UNITS: Names = LazyLock::new(|| list("contact.units"));

/// Names of made-up people, of which each is one of real people too.
static MADE_UP: Names = LazyLock::new(|| list("person.made-up"));

/// Names of domains that belong to nobody or to examples (RFC 2606, RFC 6761,
/// and what documentations use).
static EXAMPLE_DOMAINS: Names = LazyLock::new(|| list("contact.example-domains"));

/// Top-level names that are file extensions or attributes in code.
const NOT_DOMAINS: &str = "\
bar bin bmp bz2 c cfg class conf cpp cs css csv dev dll doc docx exe example foo gif go gz h htm html ico ini \
internal invalid jar java jpeg jpg js json jsx kt lan lang local localhost lock log map md min mjs pdf php png \
prod py rb rs sass scala scss server sh so sql svg swift tar test tgz tld tmp toml ts tsx txt vue wasm webp \
woff woff2 xls xlsx xml xxx yaml yml zip";

/// The nominative e-mail addresses that start in `region`.
pub(super) fn addresses(text: &[u8], region: Range<usize>, found: &mut Vec<Candidate>) {
    let region = region.start..region.end.saturating_add(LONGEST_LOCAL).min(text.len());
    for at in memchr::memchr_iter(b'@', &text[region.clone()]) {
        found.extend(address(text, region.start + at));
    }
}

/// The longest local part and domain that are read (RFC 5321 § 4.5.3.1).
const LONGEST_LOCAL: usize = 64;
const LONGEST_DOMAIN: usize = 255;

fn address(text: &[u8], at: usize) -> Option<Candidate> {
    let low = at.saturating_sub(LONGEST_LOCAL);
    let is_local = |byte: &u8| byte.is_ascii_alphanumeric() || b"._%+-".contains(byte);
    let start = at - text[low..at].iter().rev().take_while(|byte| is_local(byte)).count();
    let high = (at + 1 + LONGEST_DOMAIN).min(text.len());
    let is_domain = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-');
    let mut end = at + 1 + text[at + 1..high].iter().take_while(|byte| is_domain(byte)).count();
    while end > at + 1 && matches!(text[end - 1], b'.' | b'-') {
        end -= 1;
    }
    // `user:password@host` and `https://user@host` are no addresses.
    let in_url = start >= 1
        && matches!(text[start - 1], b'/' | b':' | b'@')
        && !text[..start].ends_with(b"mailto:");
    if in_url || start == at || text.get(end) == Some(&b'/') {
        return None;
    }
    let local = std::str::from_utf8(&text[start..at]).ok()?.to_lowercase();
    let domain = std::str::from_utf8(&text[at + 1..end]).ok()?.to_lowercase();
    let shape = nominative(&local, &domain)?;
    let value = start..end;
    let context = surroundings::line(text, &value);
    let signs = Signs {
        named: domain.ends_with(".gouv.fr"),
        alone: surroundings::stands_alone(text, &value),
        neighbours: 0,
        shape,
    };
    Some(candidate(("email", Family::Contact), text, value, context, signs, None))
}

/// How sure it is that the address is a person's, from 0 to 1.
fn nominative(local: &str, domain: &str) -> Option<f32> {
    let (rest, top) = domain.rsplit_once('.')?;
    let real_top = top.len() >= 2 && top.bytes().all(|byte| byte.is_ascii_alphabetic());
    if !real_top || rest.is_empty() || listed(NOT_DOMAINS, top) || is_example(domain) {
        return None;
    }
    let personal = PERSONAL_PROVIDERS.contains(&domain);
    let words: Vec<&str> = local.split(['.', '-', '_', '+']).collect();
    let stems = words.iter().map(|word| stem(word));
    if stems.clone().any(|stem| FUNCTIONS.contains(&stem))
        || stems.clone().all(|stem| MADE_UP.contains(&stem))
        || !personal && is_of_a_service(local)
    {
        return None;
    }
    let letters = |word: &&str| word.len() >= 2 && word.bytes().all(|b| b.is_ascii_alphabetic());
    let (first, last) = (words.first()?, words.last()?);
    if words.len() >= 2
        && local.contains('.')
        && letters(first)
        && stems.clone().all(|s| s.len() != 1)
        && letters(last)
    {
        return Some(0.8);
    }
    (personal && local.len() >= 5 && local.bytes().any(|b| b.is_ascii_alphabetic())).then_some(0.6)
}

/// `word` without the number at its end.
fn stem(word: &str) -> &str {
    word.trim_end_matches(|c: char| c.is_ascii_digit())
}

/// True for the address of a service, by what it starts with: `ars-idf.x`, `ara-ud69.moe`,
/// `dd-35.sg`. After another word, the same letters are a name: `tu.uid75`, `hugo.deal`.
fn is_of_a_service(local: &str) -> bool {
    let start = local.split(['.', '_', '+']).next().unwrap_or_default();
    let mut words = start.split('-').peekable();
    let mut after_a_unit = false;
    while words.next_if(|word| UNITS.contains(word)).is_some() {
        after_a_unit = true;
    }
    let Some(word) = words.next() else { return false };
    let digits = word.find(|c: char| c.is_ascii_digit()).map(|at| word.split_at(at));
    SERVICES.contains(&stem(word))
        || after_a_unit && is_department(word)
        || digits.is_some_and(|(unit, number)| UNITS.contains(&unit) && is_department(number))
}

/// True for the number of a French department: `01` to `95`, `2a`, `2b`, `971` to `976`; and
/// the same in three digits, `069`.
fn is_department(number: &str) -> bool {
    let short = number.strip_prefix('0').filter(|rest| rest.len() == 2).unwrap_or(number);
    let value: Option<u16> = short.parse().ok();
    match (short.len(), value) {
        (2, Some(value)) => (1..=95).contains(&value),
        (2, None) => matches!(short, "2a" | "2b"),
        (3, Some(value)) => (971..=976).contains(&value),
        _ => false,
    }
}

fn listed(list: &str, word: &str) -> bool {
    list.split_ascii_whitespace().any(|known| known == word)
}

fn is_example(domain: &str) -> bool {
    let labels: Vec<&str> = domain.split('.').collect();
    EXAMPLE_DOMAINS.contains(&domain)
        || labels.iter().any(|label| {
            matches!(
                *label,
                "example" | "exemple" | "noreply" | "test" | "fake" | "dummy" | "sample"
            )
        })
}

/// The telephone number that starts with `run`, in French national or
/// international form.
pub(super) fn phone(text: &[u8], run: &Range<usize>) -> Option<Candidate> {
    let (start, number, end) = read_phone(text, run)?;
    let fictitious = FICTION.iter().any(|prefix| number.starts_with(prefix))
        || known::is_patterned(&number[1..])
        || number[2..].chunks(2).all(|pair| pair == &number[2..4])
        || matches!(&number[2..], b"12345678" | b"23456789" | b"01020304" | b"11223344");
    // 08 and short numbers are those of services.
    if fictitious || number[1] == b'8' {
        return None;
    }
    let value = start..end;
    let line = surroundings::line(text, &value);
    let words = words::words(&text[line.start..start]);
    let named = words::any(&words, &PHONE_NAMES);
    let written = text[start..end].iter().filter(|byte| !byte.is_ascii_digit()).count();
    // Ten digits in a row may be anything.
    if written == 0 && !named {
        return None;
    }
    let mobile = matches!(number[1], b'6' | b'7');
    let signs = Signs {
        named,
        alone: surroundings::stands_alone(text, &value),
        neighbours: 0,
        shape: if mobile { 0.7 } else { 0.3 },
    };
    Some(candidate(("phone", Family::Contact), text, value, line, signs, None))
}

/// Numbers kept for fiction (ARCEP, decision no. 2018-0881, annex).
const FICTION: [&[u8]; 6] = [b"019900", b"026191", b"035301", b"046571", b"053649", b"063998"];

/// Words that say that a number is a telephone's.
static PHONE_NAMES: Names = LazyLock::new(|| list("phone.names"));

/// Start, the ten digits of the national form, end.
fn read_phone(text: &[u8], run: &Range<usize>) -> Option<(usize, [u8; 10], usize)> {
    let digits = &text[run.clone()];
    let plus = run.start >= 1 && text[run.start - 1] == b'+';
    let mut number = [b'0'; 10];
    let (start, mut at, mut count) = if plus && digits.starts_with(b"33") {
        (run.start - 1, run.start + 2, 1)
    } else if digits.starts_with(b"0033") {
        (run.start, run.start + 4, 1)
    } else if digits.first() == Some(&b'0') && matches!(digits.len(), 2 | 10) && !plus {
        (run.start, run.start, 0)
    } else {
        return None;
    };
    let mut separator = None;
    if count == 1 {
        // After the country: an optional separator and « (0) ».
        at += usize::from(matches!(text.get(at), Some(b' ' | b'.' | b'-')));
        if text[at.min(text.len())..].starts_with(b"(0)") {
            at += 3;
            at += usize::from(text.get(at) == Some(&b' '));
        }
    }
    while count < 10 {
        let byte = *text.get(at)?;
        if byte.is_ascii_digit() {
            number[count] = byte;
            count += 1;
        } else if matches!(byte, b' ' | b'.' | b'-') && count >= 2 && count % 2 == 0 {
            if separator.is_some_and(|known| known != byte) {
                return None;
            }
            separator = Some(byte);
        } else {
            return None;
        }
        at += 1;
    }
    let goes_on = text.get(at).is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'_')
        || (text.get(at).is_some_and(|byte| matches!(byte, b'.' | b'-' | b' ' | b','))
            && text.get(at + 1).is_some_and(u8::is_ascii_digit)
            && text.get(at).is_some_and(|byte| separator == Some(*byte) || *byte == b'.'));
    let well_formed = number[0] == b'0' && number[1] != b'0';
    (well_formed && !goes_on).then_some((start, number, at))
}

/// Words that say that a number is a taxpayer's.
static TAX_NAMES: Names = LazyLock::new(|| list("tax-number.names"));

/// The French tax number (SPI) `run`: ten digits, then their remainder by 511
/// on three (OECD, Tax identification numbers, France).
pub(super) fn tax_number(text: &[u8], run: &Range<usize>) -> Option<Candidate> {
    let digits = &text[run.clone()];
    let number = |part: &[u8]| part.iter().fold(0u64, |sum, d| sum * 10 + u64::from(d - b'0'));
    if number(&digits[..10]) % 511 != number(&digits[10..]) || known::is_patterned(digits) {
        return None;
    }
    let line = surroundings::line(text, run);
    let named = words::any(&words::words(&text[line.start..run.start]), &TAX_NAMES);
    let signs = Signs { named, shape: 0.8, ..Signs::default() };
    named.then(|| {
        candidate(("tax-number", Family::Contact), text, run.clone(), line, signs, Some(true))
    })
}
