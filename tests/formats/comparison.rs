//! `publiable report diff`.

use super::{Place, place, style, styled};
use publiable::testing::finding::Status;
use publiable::testing::lang::Lang;
use publiable::testing::render::{Depth, Format, Style};
use publiable::testing::report::Report;
use serde_json::Value;

const PLAIN: &str =
    "[files]\n\"README.md\" = \"# Projet\\n\"\n\"a.py\" = \"x = '<<github:1>>'\\n\"\n";

impl Place {
    fn save(&self, name: &str, report: &Report) -> String {
        let file = self.home.path().join(name);
        std::fs::write(&file, serde_json::to_string(report).expect("JSON")).expect("written");
        file.to_str().expect("path").to_string()
    }

    fn diff(&self, old: &Report, new: &Report, arguments: &[&str]) -> (i32, String, String) {
        let (old, new) = (self.save("old.json", old), self.save("new.json", new));
        self.run(&[&["report", "diff", &old, &new, "--lang", "en"][..], arguments].concat())
    }
}

/// `report` without its findings of `rule`, which passes.
fn cured(report: &Report, rule: &str) -> Report {
    let mut report = report.clone();
    let outcome = report.outcomes.iter_mut().find(|o| o.rule == rule).expect("the rule");
    outcome.outcome = Status::Pass;
    outcome.findings.clear();
    report
}

#[test]
fn nothing_changed_between_a_report_and_itself() {
    let place = place(PLAIN);
    let report = place.report();
    let (code, text, error) = place.diff(&report, &report, &["--fail-on", "new"]);
    assert_eq!(code, 0, "{error}");
    assert!(text.contains("Nothing changed"), "{text}");
}

#[test]
fn what_appeared_fails_the_gate_and_what_went_away_does_not() {
    let place = place(PLAIN);
    let report = place.report();
    let cured = cured(&report, "secrets/tree");
    let (code, text, _) = place.diff(&cured, &report, &["--fail-on", "new"]);
    assert_eq!(code, 1);
    assert!(text.contains("WHAT GOT WORSE") && text.contains("secrets/tree"), "{text}");
    assert!(text.contains("NEW FINDINGS") && text.contains("a.py:1"), "{text}");
    assert_eq!(place.diff(&cured, &report, &[]).0, 0, "no gate was asked");
    let (code, text, _) = place.diff(&report, &cured, &["--fail-on", "new"]);
    assert_eq!(code, 0);
    assert!(text.contains("WHAT GOT BETTER") && text.contains("FINDINGS GONE"), "{text}");
}

#[test]
fn the_gate_looks_at_severities() {
    let place = place(PLAIN);
    let report = place.report();
    let cured = cured(&report, "contribution/authors");
    assert_eq!(place.diff(&cured, &report, &["--fail-on", "info"]).0, 1);
    assert_eq!(place.diff(&cured, &report, &["--fail-on", "recommended"]).0, 0);
}

#[test]
fn a_rule_of_a_later_catalogue_is_told_and_does_not_count() {
    let place = place(PLAIN);
    let report = place.report();
    let mut earlier = report.clone();
    earlier.outcomes.retain(|outcome| outcome.rule != "secrets/tree");
    earlier.tool.rules_version = "0".into();
    let (code, text, _) = place.diff(&earlier, &report, &["--fail-on", "new"]);
    assert_eq!(code, 0, "{text}");
    assert!(text.contains("absent → fail"), "{text}");
    assert!(text.contains("same version of the rules"), "{text}");
}

#[test]
fn an_audit_that_could_not_see_everything_is_not_said_to_be_no_worse() {
    let place = place(PLAIN);
    let report = place.report();
    let mut blind = report.clone();
    blind.verdict = publiable::testing::report::Verdict::AuditIncomplet;
    assert_eq!(place.diff(&report, &blind, &["--fail-on", "new"]).0, 3);
}

#[test]
fn json_follows_its_schema() {
    let place = place(PLAIN);
    let report = place.report();
    let cured = cured(&report, "secrets/tree");
    let (_, json, _) = place.diff(&cured, &report, &["--format", "json"]);
    let json: Value = serde_json::from_str(&json).expect("JSON");
    let (_, schema, _) = place.run(&["schema", "diff"]);
    let schema: Value = serde_json::from_str(&schema).expect("a schema");
    let validator = jsonschema::validator_for(&schema).expect("a valid schema");
    let errors: Vec<String> = validator.iter_errors(&json).map(|e| e.to_string()).collect();
    assert!(errors.is_empty(), "{errors:?}");
    assert_eq!(json["rules"][0]["direction"], "worse");
}

#[test]
fn a_change_of_one_line_is_told_in_twelve() {
    let report = place(PLAIN).report();
    let changed = report.clone().compared_with(&cured(&report, "secrets/tree"), "main");
    for lang in [Lang::Fr, Lang::En] {
        let style = Style { width: 80, depth: Depth::Usual, ..style(lang) };
        let page = styled(&changed, Format::Terminal, &style);
        assert!(page.lines().count() <= 12, "{page}");
        assert!(page.contains("a.py:1") && page.contains("publiable ignore b3:"), "{page}");
        assert!(!page.contains("readme/purpose"), "{page}");
    }
    let same = report.clone().compared_with(&report, "main");
    let markdown = super::rendered(&same, Format::Markdown, Lang::En);
    assert!(markdown.contains("Nothing got worse since `main @ "), "{markdown}");
    let annotations = super::rendered(&same, Format::Github, Lang::En);
    assert_eq!(annotations.lines().count(), 1, "{annotations}");
}
