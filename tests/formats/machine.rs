//! The formats machines read, against their schemas.

use super::xsd::Schema;
use super::{LANGS, rendered, style, styled, varied};
use publiable::testing::finding::Status;
use publiable::testing::lang::Lang;
use publiable::testing::render::{Format, Style};
use publiable::testing::report::{FailOn, Report, Verdict};
use publiable::testing::rule::Degree;
use serde_json::Value;
use std::collections::HashSet;

/// The schema in `tests/schemas/`.
fn schema(name: &str) -> Value {
    serde_json::from_str(&text(name)).expect("a schema")
}

fn text(name: &str) -> String {
    let path = format!("{}/tests/schemas/{name}", env!("CARGO_MANIFEST_DIR"));
    std::fs::read_to_string(path).expect("a schema")
}

/// What `report` in `format` does that its schema does not allow.
pub fn errors(report: &Report, format: Format, lang: Lang) -> Vec<String> {
    let written = rendered(report, format, lang);
    let name = match format {
        Format::Sarif => "sarif-2.1.0.json",
        Format::GitlabCodeQuality => "gitlab/code-quality.json",
        Format::GitlabSecretDetection => "gitlab/secret-detection-15.2.1.json",
        Format::Junit => return Schema::read(&text("junit/junit-10.xsd")).errors(&written),
        Format::Json | Format::JsonLines => "",
        _ => unreachable!("no schema"),
    };
    let schema =
        if name.is_empty() { publiable::testing::render::json::schema() } else { schema(name) };
    let validator = jsonschema::validator_for(&schema).expect("a valid schema");
    let json: Value = serde_json::from_str(&written).expect("JSON");
    validator
        .iter_errors(&json)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect()
}

/// The formats that have a schema.
pub const WITH_SCHEMA: [Format; 6] = [
    Format::Json,
    Format::JsonLines,
    Format::Sarif,
    Format::Junit,
    Format::GitlabCodeQuality,
    Format::GitlabSecretDetection,
];

#[test]
fn each_machine_format_follows_its_schema() {
    let report = varied();
    let mut incomplete = report.clone();
    incomplete.verdict = Verdict::AuditIncomplet;
    incomplete.incomplete = incomplete.notices.clone();
    let mut bare = report.clone();
    bare.commit = None;
    bare.repository.url = None;
    bare.outcomes.clear();
    bare.rules.clear();
    for report in [&report, &incomplete, &bare] {
        for format in WITH_SCHEMA {
            for lang in LANGS {
                let errors = errors(report, format, lang);
                assert!(errors.is_empty(), "{format:?}: {errors:#?}");
            }
        }
    }
}

#[test]
fn the_schema_of_junit_is_enforced() {
    let schema = Schema::read(&text("junit/junit-10.xsd"));
    let wrong =
        "<testsuites><testsuite name='a' tests='1' failures='0'><case/>x</testsuite></testsuites>";
    assert_eq!(schema.errors(wrong).len(), 3, "{:?}", schema.errors(wrong));
}

#[test]
fn sarif_has_what_github_asks() {
    let report = varied();
    let log: Value =
        serde_json::from_str(&rendered(&report, Format::Sarif, Lang::En)).expect("JSON");
    let run = &log["runs"][0];
    let rules = run["tool"]["driver"]["rules"].as_array().expect("rules");
    let results = run["results"].as_array().expect("results");
    assert_eq!(rules.len(), report.outcomes.len());
    for rule in rules {
        assert!(rule["help"]["text"].as_str().is_some_and(|text| !text.is_empty()));
        assert!(rule["properties"]["tags"].as_array().is_some_and(|tags| tags.len() <= 20));
    }
    let mut identities = HashSet::new();
    for result in results {
        let at = result["ruleIndex"].as_u64().expect("an index") as usize;
        assert_eq!(rules[at]["id"], result["ruleId"]);
        let place = &result["locations"][0]["physicalLocation"];
        let uri = place["artifactLocation"]["uri"].as_str().expect("a URI");
        assert!(!uri.is_empty() && !uri.starts_with('/') && !uri.contains("://"), "{uri}");
        assert!(place["region"]["startLine"].as_u64().is_some_and(|line| line >= 1));
        let print = result["partialFingerprints"]["primaryLocationLineHash"].to_string();
        assert!(identities.insert(print), "each result has an identity of its own");
    }
    let of = |rule: &str| results.iter().filter(|r| r["ruleId"] == rule).collect::<Vec<_>>();
    let places = of("secrets/tree").into_iter().map(|r| &r["locations"][0]["physicalLocation"]);
    let mut here = places.filter(|place| place["artifactLocation"]["uri"] == "settings.py");
    assert_eq!(here.next().expect("the secret of today")["region"]["startLine"], 1);
    let past = of("secrets/history");
    let past = past
        .iter()
        .find(|r| r["message"]["text"].to_string().contains("old.py"))
        .expect("the past");
    assert!(past["properties"]["commit"].as_str().is_some_and(|commit| commit.len() == 40));
    assert_eq!(past["locations"][0]["physicalLocation"]["artifactLocation"]["uri"], "old.py");
    let kept = of("history/binaries");
    assert_eq!(kept[0]["suppressions"][0]["status"], "accepted");
    let heavy =
        |result: &Value| ["error", "warning", "note"].iter().position(|l| result["level"] == *l);
    assert!(results.is_sorted_by_key(heavy), "the heaviest first");
}

#[test]
fn sarif_keeps_the_results_github_shows() {
    let mut report = varied();
    let outcome = report.outcomes.iter_mut().find(|o| o.rule == "secrets/tree").expect("a rule");
    let one = outcome.findings[0].clone();
    outcome.findings = (0..6_000)
        .map(|number| {
            let mut finding = one.clone();
            finding.fingerprint.0 = format!("b3:{number:020}");
            finding
        })
        .collect();
    let log: Value =
        serde_json::from_str(&rendered(&report, Format::Sarif, Lang::Fr)).expect("JSON");
    assert_eq!(log["runs"][0]["results"].as_array().map(Vec::len), Some(5_000));
    let told = &log["runs"][0]["invocations"][0]["toolExecutionNotifications"];
    assert!(told.to_string().contains("les moins graves"), "{told}");
}

#[test]
fn junit_passes_exactly_when_the_verdict_does() {
    let report = varied();
    let written = rendered(&report, Format::Junit, Lang::En);
    assert!(
        written.contains("<failure type=\"verdict\" message=\"not publishable\">"),
        "{written}"
    );
    let mut fine = report.clone();
    fine.verdict = Verdict::Publiable;
    let heavy = |o: &publiable::testing::report::Outcome| {
        o.severity >= publiable::testing::finding::Severity::Important
    };
    fine.outcomes.retain(|outcome| !heavy(outcome));
    let written = rendered(&fine, Format::Junit, Lang::En);
    assert!(written.contains("failures=\"0\" errors=\"0\""), "{written}");
    assert!(!written.contains("<failure") && !written.contains("<error"), "{written}");
}

/// The words of every gate.
const GATES: [&str; 10] = [
    "not-publishable",
    "reservation",
    "blocking",
    "important",
    "recommended",
    "info",
    "new",
    "new-blocking",
    "new-important",
    "new-recommended",
];

/// The gates that `report` reaches, where the exit code, the test of the verdict, those of
/// the rules and the conclusion of a job all say the same.
fn reached(report: &Report, alone: bool) -> Vec<&'static str> {
    let fails = |word: &&&str| {
        let gate = FailOn::parse(word).expect("a gate");
        let style = Style { gate, ..style(Lang::En) };
        let fails = gate.exit_code(report) == 1;
        let [junit, github] =
            [Format::Junit, Format::Github].map(|format| styled(report, format, &style));
        assert_eq!(junit.contains("<failure type=\"verdict\""), fails, "{word}: {junit}");
        assert_eq!(junit.contains("Threshold reached"), fails, "{word}: {junit}");
        assert_eq!(github.contains("hreshold reached"), fails, "{word}: {github}");
        let rules = junit.matches("<failure").count() + junit.matches("<error").count();
        let verdict = fails || report.verdict == Verdict::AuditIncomplet;
        let rules = rules - usize::from(verdict);
        assert_eq!(rules > 0, fails && !alone, "{word}: {junit}");
        fails
    };
    GATES.iter().filter(fails).copied().collect()
}

#[test]
fn every_gate_fails_alike_in_every_place() {
    let report = varied();
    assert_eq!(reached(&report, false), GATES, "everything is new without a comparison");
    let quiet = |verdict| {
        let mut quiet = report.clone();
        quiet.verdict = verdict;
        quiet.attestations.clear();
        for outcome in &mut quiet.outcomes {
            outcome.outcome = Status::Pass;
            outcome.findings.clear();
        }
        quiet
    };
    assert!(reached(&quiet(Verdict::Publiable), true).is_empty());
    let reserved = reached(&quiet(Verdict::PubliableSousReserve), true);
    assert_eq!(reserved, ["reservation"], "an answer that no longer holds fails no rule");
    assert!(reached(&quiet(Verdict::AuditIncomplet), true).is_empty());
    let mut closed = quiet(Verdict::NonPubliable);
    closed.degree.announced = Some(Degree::D);
    assert_eq!(reached(&closed, true), GATES, "degree D fails no rule");
    let mut unread = report.clone();
    unread.verdict = Verdict::AuditIncomplet;
    unread.verdict_on_what_was_seen = Some(Verdict::NonPubliable);
    assert_eq!(reached(&unread, false), GATES);
    let old = ["not-publishable", "reservation", "blocking", "important", "recommended", "info"];
    let same = report.clone().compared_with(&report, "main");
    assert_eq!(reached(&same, false), old, "nothing is new");
    let worse = report.clone().compared_with(&quiet(Verdict::Publiable), "main");
    assert_eq!(reached(&worse, false), GATES);
}

#[test]
fn every_new_finding_of_many_is_told() {
    let mut report = varied();
    let tree = report.outcomes.iter_mut().find(|one| one.rule == "secrets/tree").expect("a rule");
    let one = tree.findings[0].clone();
    let many = (0..20_000).map(|number| {
        let mut finding = one.clone();
        finding.fingerprint.0 = format!("b3:{number:020}");
        finding
    });
    tree.findings = many.collect();
    let mut before = report.clone();
    let tree = before.outcomes.iter_mut().find(|one| one.rule == "secrets/tree").expect("a rule");
    tree.findings.truncate(5_000);
    let compared = report.compared_with(&before, "main");
    let gate = FailOn::parse("new-blocking").expect("a gate");
    let junit = styled(&compared, Format::Junit, &Style { gate, ..style(Lang::En) });
    assert!(junit.contains("by 1 rule (15000 findings): secrets/tree"), "{}", &junit[..2_000]);
}

#[test]
fn annotations_are_as_many_as_are_shown() {
    let report = varied();
    let written = rendered(&report, Format::Github, Lang::En);
    for kind in ["::error ", "::warning ", "::notice "] {
        let count = written.lines().filter(|line| line.starts_with(kind)).count();
        assert!(count <= 10, "{kind}: {count}");
    }
    assert!(written.starts_with("::error title=publiable%3A not publishable::"), "{written}");
    assert!(written.contains("::error file=settings.py,line=1,"), "{written}");
}

#[test]
fn a_comment_fits_where_it_is_written() {
    let mut report = varied();
    for outcome in &mut report.outcomes {
        for finding in outcome.findings.clone() {
            outcome.findings.extend(std::iter::repeat_n(finding, 300));
        }
    }
    for lang in LANGS {
        let written = rendered(&report, Format::Markdown, lang);
        assert!(written.chars().count() < 65_536, "{}", written.len());
        assert!(written.lines().count() < 60, "{written}");
    }
}
