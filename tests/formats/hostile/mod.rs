//! A report whose every string tries to be something else: markup, a formula,
//! a command, an escape sequence. One test a format.

mod markup;

use crate::formats::machine::{self, WITH_SCHEMA};
use crate::formats::{LANGS, VARIED, place, rendered, style, varied};
use crate::support::program;
use publiable::testing::finding::Status;
use publiable::testing::lang::Lang;
use publiable::testing::render::Format;
use publiable::testing::report::Difference;
use publiable::testing::report::Report;
use pulldown_cmark::{Event, Parser, Tag};
use serde_json::Value;

/// What each string of the report becomes a part of.
const HOSTILE: [&str; 12] = [
    "</script></style></title><script>alert(1)</script>",
    "\"'><img src=x onerror=alert(1)>",
    "=cmd|' /C calc'!A0",
    "![x](https://evil.example/p.png) [y](javascript:alert(1)) <https://evil.example>",
    "\n::error::pwned\n::set-env name=A::b\n/close\n@everyone #1 !2",
    "\u{1b}[31m\u{1b}]0;title\u{7}\r",
    "\u{202e}gpj.exe\u{2066}",
    "]]><!--<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>&a;-->",
    "a,b;c\"d\te|f`g``h",
    "%0A::warning::x%",
    "{{ 7*7 }}{% raw %}{#",
    "\n\n# Title\n\n---\n- item\n\n    code\n|a|b|\n<b>www.evil.example</b>",
];

/// Keys whose values name something of the program's own.
const OWN: [&str; 25] = [
    "schema_version",
    "language",
    "date",
    "verdict",
    "verdict_on_what_was_seen",
    "announced",
    "audited",
    "reached",
    "degree",
    "degrees",
    "severity",
    "nature",
    "outcome",
    "certainty",
    "confidence",
    "level",
    "from",
    "to",
    "direction",
    "answer",
    "scaffold",
    "norm",
    "asked",
    "status",
    "waiver",
];

/// `report` with every other string hostile, and every map key too.
pub fn hostile(report: &Report) -> Report {
    let mut value = serde_json::to_value(report).expect("JSON");
    let mut count = 0;
    poison(&mut value, "", &mut count);
    assert!(count > 1_000, "{count} strings");
    let mut report: Report = serde_json::from_value(value).expect("a report");
    report.incomplete = report.notices.iter().take(2).cloned().collect();
    report
}

fn poison(value: &mut Value, key: &str, count: &mut usize) {
    match value {
        Value::String(text) if !OWN.contains(&key) => {
            // The parts a rule, its chapter and its document are known by stay
            // the same everywhere.
            let same = ["rule", "chapter", "document", "id", "missing", "undecided", "fingerprint"];
            let at = if same.contains(&key) { text.len() } else { *count };
            *text = dressed(text, at);
            *count += 1;
        }
        Value::Array(items) => {
            // What changed lists its rules; those of the report are by name.
            let key = if key == "rules" { "" } else { key };
            items.iter_mut().for_each(|item| poison(item, key, count));
        }
        Value::Object(map) => {
            let taken = std::mem::take(map);
            for (name, mut item) in taken {
                poison(&mut item, &name, count);
                let named = ["rules", "documents"].contains(&key);
                let name = if named { dressed(&name, name.len()) } else { name };
                map.insert(name, item);
            }
        }
        _ => {}
    }
}

/// `text` between two hostile strings.
fn dressed(text: &str, at: usize) -> String {
    let one = HOSTILE[at % HOSTILE.len()];
    let two = HOSTILE[(at / HOSTILE.len() + at) % HOSTILE.len()];
    format!("{one}{text}{two}")
}

fn report() -> (Report, Report) {
    let mut report = varied();
    let mut old = report.clone();
    old.outcomes.iter_mut().filter(|o| o.chapter == "secrets").for_each(|outcome| {
        outcome.outcome = Status::Pass;
        outcome.findings.clear();
    });
    report.comparison = Some(Difference::since("main", &old, &report));
    let hostile = hostile(&report);
    (report, hostile)
}

/// Characters that drive a terminal, or that disguise text.
fn driving(text: &str) -> Vec<char> {
    let wrong = |c: &char| {
        c.is_control() && *c != '\n'
            || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{200e}' | '\u{200f}')
    };
    text.chars().filter(wrong).collect()
}

#[test]
fn no_format_drives_a_terminal_or_disguises_text() {
    let (_, hostile) = report();
    for (name, format) in Format::ALL {
        if matches!(format, Format::Json | Format::JsonLines) {
            continue;
        }
        for lang in LANGS {
            let mut text = rendered(&hostile, format, lang);
            if format == Format::Csv {
                text = text.replace("\r\n", "\n");
            }
            assert!(driving(&text).is_empty(), "{name}: {:?}", driving(&text));
        }
    }
}

#[test]
fn json_gives_the_strings_back_as_they_were() {
    let (_, hostile) = report();
    let written = rendered(&hostile, Format::Json, Lang::Fr);
    assert_eq!(serde_json::from_str::<Report>(&written).expect("JSON"), hostile);
    let line = rendered(&hostile, Format::JsonLines, Lang::Fr);
    assert_eq!(line.matches('\n').count(), 1);
    for text in [written, line] {
        assert!(text.chars().all(|c| !c.is_control() || c == '\n'), "controls are escaped");
    }
}

#[test]
fn formats_with_a_schema_still_follow_it() {
    let (_, hostile) = report();
    for format in WITH_SCHEMA {
        for lang in LANGS {
            let errors = machine::errors(&hostile, format, lang);
            assert!(errors.is_empty(), "{format:?}: {errors:#?}");
        }
    }
}

#[test]
fn sarif_help_is_plain_and_addresses_are_encoded() {
    let (_, hostile) = report();
    let log: Value =
        serde_json::from_str(&rendered(&hostile, Format::Sarif, Lang::Fr)).expect("JSON");
    let run = &log["runs"][0];
    for rule in run["tool"]["driver"]["rules"].as_array().expect("rules") {
        let markdown = rule["help"]["markdown"].as_str().expect("help");
        for event in Parser::new(markdown) {
            match event {
                Event::Start(Tag::Link { dest_url, .. }) => assert!(dest_url.starts_with("http")),
                Event::Html(_) | Event::InlineHtml(_) | Event::Start(Tag::Image { .. }) => {
                    unreachable!("{markdown}")
                }
                _ => {}
            }
        }
    }
    for result in run["results"].as_array().expect("results") {
        let uri = &result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"];
        let uri = uri.as_str().expect("a URI");
        assert!(
            uri.bytes().all(|b| b.is_ascii_graphic() && !b"<>\"\\^`{|}:".contains(&b)),
            "{uri}"
        );
    }
}

#[test]
fn junit_stays_well_formed() {
    let (plain, hostile) = report();
    for lang in LANGS {
        let (one, two) =
            (rendered(&plain, Format::Junit, lang), rendered(&hostile, Format::Junit, lang));
        assert_eq!(one.matches("<testcase").count(), two.matches("<testcase").count());
        assert!(!two.contains("<!") && !two.contains("]]>"), "neither declarations nor sections");
    }
}

#[test]
fn annotations_stay_one_line_each() {
    let (plain, hostile) = report();
    for lang in LANGS {
        let (one, two) =
            (rendered(&plain, Format::Github, lang), rendered(&hostile, Format::Github, lang));
        assert_eq!(one.lines().count(), two.lines().count());
        for line in two.lines() {
            let kinds = ["::error ", "::warning ", "::notice "];
            assert!(kinds.iter().any(|kind| line.starts_with(kind)), "{line}");
            let rest = line.split_once(' ').expect("properties").1;
            let (properties, _) = rest.split_once("::").expect("a message");
            for property in properties.split(',') {
                let name = property.split('=').next().expect("a name");
                assert!(["file", "line", "col", "title"].contains(&name), "{property}");
            }
        }
    }
}

#[test]
fn no_cell_of_a_table_is_a_formula() {
    let (_, hostile) = report();
    for (lang, separator) in [(Lang::Fr, b';'), (Lang::En, b',')] {
        let written = rendered(&hostile, Format::Csv, lang);
        let mut table =
            csv::ReaderBuilder::new().delimiter(separator).from_reader(written.as_bytes());
        let mut rows = 0;
        for row in table.records() {
            let row = row.expect("as many cells as the header has");
            rows += 1;
            for cell in &row {
                let first = cell.trim_start().chars().next();
                assert!(!matches!(first, Some('=' | '+' | '-' | '@' | '|' | '%')), "{cell}");
                assert!(!cell.contains(['\n', '\r', '\t']), "{cell}");
            }
        }
        assert!(rows >= hostile.outcomes.len());
    }
}

#[test]
fn gitlab_reads_paths_and_texts_alone() {
    let (plain, hostile) = report();
    for format in [Format::GitlabCodeQuality, Format::GitlabSecretDetection] {
        let (one, two) = (rendered(&plain, format, Lang::Fr), rendered(&hostile, format, Lang::Fr));
        let lines = |text: &str| text.lines().filter(|line| line.contains("\"severity\"")).count();
        // Chapters have other names in the hostile report: none is that of secrets.
        if format == Format::GitlabCodeQuality {
            assert_eq!(lines(&one), lines(&two));
        }
    }
}

#[test]
fn a_badge_says_the_verdict_alone() {
    let (plain, hostile) = report();
    for lang in LANGS {
        assert_eq!(rendered(&plain, Format::Badge, lang), rendered(&hostile, Format::Badge, lang));
    }
}

#[test]
fn the_log_of_a_job_takes_no_command() {
    let place = place(VARIED);
    let (_, hostile) = report();
    let file = place.home.path().join("hostile.json");
    std::fs::write(&file, serde_json::to_string(&hostile).expect("JSON")).expect("written");
    let output = program::command(place.home.path())
        .args(["report", file.to_str().expect("path"), "--verbose"])
        .env("GITHUB_ACTIONS", "true")
        .output()
        .expect("the program runs");
    let log = program::text(&output.stdout);
    let (first, rest) = log.split_once('\n').expect("lines");
    let stop = first.strip_prefix("::stop-commands::").expect("commands stop");
    assert!(rest.trim_end().ends_with(&format!("::{stop}::")), "commands start again at the end");
    assert_eq!(log.matches(stop).count(), 2, "the repository cannot start them");
}

#[test]
fn a_comparison_takes_no_markup() {
    let (plain, hostile) = report();
    let mut old = hostile.clone();
    old.outcomes.truncate(20);
    for (old, new) in [(&old, &hostile), (&hostile, &old), (&plain, &hostile)] {
        let difference = Difference::between(old, new);
        for lang in LANGS {
            for format in [
                publiable::testing::render::diff::Format::Text,
                publiable::testing::render::diff::Format::Markdown,
            ] {
                let mut bytes = Vec::new();
                format.render(&difference, &style(lang), &mut bytes).expect("written");
                let text = String::from_utf8(bytes).expect("UTF-8");
                assert!(driving(&text).is_empty(), "{:?}", driving(&text));
                if format == publiable::testing::render::diff::Format::Markdown {
                    markup::assert_plain_markdown(&text);
                }
            }
        }
    }
}
