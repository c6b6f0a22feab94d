//! Whatever the bytes, a file is judged in bounded time and without a panic.

use super::{Diagnosis, NoFiles, Options};
use crate::publiccode::code::Code;

const SEED: &str = "publiccodeYmlVersion: \"0.5\"\nname: &n Été 👩‍👩‍👧\nurl: https://git.example.org/a/b\n\
    isBasedOn: [*n, 'http://[::1]:x/', \"\\x64\"]\nlogo: ../é.svg\nplatforms: web\nreleaseDate: 2024-13-01\n\
    description:\n  fr_FR:\n    shortDescription: >\n      é\n      - a\n    videos: [\"https://a.example.org/%zz\"]\n\
    \x20 <<: {en: {features: [~, {}, []]}}\nlegal: {license: (MIT or GPLv3+) WITH x, licence: y}\n\
    maintenance:\n  type: contract\n  contractors:\n    - {until: 1999-1-1, email: 'a(at)b'}\n    -\n\
    localisation: {localisationReady: yes, availableLanguages: fra}\nfundedBy: [{url: 'urn:x'}]\n? [a]\n: b\n";

fn judge(bytes: &[u8]) -> Diagnosis {
    let options = Options { today: jiff::civil::date(2026, 1, 1), preview: false };
    Diagnosis::new(bytes, options, &NoFiles)
}

fn codes(bytes: &[u8]) -> Vec<Code> {
    judge(bytes).diagnostics.into_iter().map(|one| one.code).collect()
}

#[test]
fn any_damage_is_judged() {
    for end in 0..SEED.len() {
        judge(&SEED.as_bytes()[..end]);
    }
    for at in (0..SEED.len()).step_by(3) {
        for byte in *b"\x00\t\n:#&*!|>'\"%@{[-? ,\xc3\xff" {
            let mut bytes = SEED.as_bytes().to_vec();
            bytes[at] = byte;
            let report = judge(&bytes);
            for (one, _) in report.judged(false) {
                let span = one.span();
                assert!(span.end >= span.start, "{one:?}");
            }
        }
    }
}

#[test]
fn floods_end_with_a_bounded_number_of_findings() {
    let bomb = (0..9).fold("a0: &a0 [x, x, x, x, x, x, x, x, x]\n".to_string(), |text, at| {
        let again = vec![format!("*a{at}"); 9].join(", ");
        format!("{text}a{next}: &a{next} [{again}]\n", next = at + 1)
    });
    let cases = [
        "[".repeat(200_000),
        "a: ".repeat(100_000),
        format!("name: {}\n", "é".repeat(500_000)),
        format!("usedBy: [{}]\n", "a, ".repeat(300_000)),
        (0..60_000).map(|at| format!("k{at}: 1\n")).collect(),
        format!(
            "description:\n{}",
            (0..50_000).map(|at| format!("  a{at}: x\n")).collect::<String>()
        ),
        bomb + "usedBy: *a9\nfundedBy: *a9\ndescription: {fr: {features: *a9}}\n",
        format!(
            "usedBy: &u [{}]\ndescription:\n{}",
            "a, ".repeat(2000),
            "  fr: {features: *u}\n".repeat(2000)
        ),
        "\n".repeat(1_000_000),
        "x".repeat(2_000_000),
    ];
    for text in cases {
        let report = judge(text.as_bytes());
        let found = report.diagnostics.len();
        assert!((1..=1001).contains(&found), "{found} findings for {}…", &text[..40]);
    }
}

#[test]
fn what_is_not_yaml_has_a_place_and_a_reason() {
    for (bytes, code, line) in [
        (&b"name: \xe9t\xe9\n"[..], Code::Encoding, 1),
        (b"\xef\xbb\xbfname: a\n", Code::ByteOrderMark, 0),
        (b"name: a\x00b\n", Code::ControlCharacter, 1),
        (b"name: a\nlegal:\n\tlicense: MIT\n", Code::Tab, 3),
        (b"\tname: a\n", Code::Tab, 1),
        (b"name: a\n---\nname: b\n", Code::SeveralDocuments, 2),
        (b"name: a\nname: b\n", Code::DuplicateKey, 2),
        (b"name: a: b\n", Code::Syntax, 1),
        (b"name: @a\n", Code::Syntax, 1),
        (b"name: \"a\n", Code::Syntax, 1),
        (b"- a\n", Code::NoData, 1),
        (b"", Code::NoData, 1),
        (b"? [a]\n: b\n", Code::KeyNotText, 1),
    ] {
        let report = judge(bytes);
        let found = report.diagnostics.iter().find(|one| one.code == code);
        let shown = String::from_utf8_lossy(bytes).into_owned();
        let found = found.unwrap_or_else(|| unreachable!("{shown}: {:?}", codes(bytes)));
        assert_eq!(found.span().start.line, line, "{shown}");
    }
}

#[test]
fn a_question_is_never_valid() {
    assert!(codes(b"name: \"QUESTION: name of the software\"\n").contains(&Code::Unanswered));
}

#[test]
fn a_key_under_another_name_is_told_once() {
    let found = codes(b"fundedBy:\n  - url: https://example.org\n");
    assert_eq!(found.iter().filter(|code| **code == Code::UnknownKey).count(), 1);
    let found = judge(b"fundedBy:\n  - url: https://example.org\n");
    assert!(!found.judged(false).any(|(one, _)| one.path.to_string() == "fundedBy[0].uri"));
}
