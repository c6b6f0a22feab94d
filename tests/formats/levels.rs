//! A warning stands among the errors of its rule in every format, and looks
//! like none of them.

use super::{place, rendered};
use publiable::testing::finding::Level;
use publiable::testing::lang::Lang;
use publiable::testing::render::Format;
use publiable::testing::report::Report;
use serde_json::Value;

/// A publiccode.yml with a wrong licence, after the version of an older standard.
const MIXED: &str = r##"
[files]
"README.md" = "# Suivi\n"
"publiccode.yml" = """
publiccodeYmlVersion: "0.4"
name: Outil de suivi
url: https://forge.projet.gouv.fr/outils/suivi
platforms:
  - web
developmentStatus: stable
softwareType: standalone/web
description:
  fr:
    shortDescription: Suit l’avancement des projets d’une collectivité.
    longDescription: >-
      L’outil de suivi montre à chaque service où en sont ses projets, qui les porte et ce qui reste à faire. Il a été
      conçu avec les agents de plusieurs collectivités et s’adapte à leurs méthodes de travail.
    features:
      - Tableau de bord
legal:
  license: GPLv3
maintenance:
  type: none
localisation:
  localisationReady: false
  availableLanguages:
    - fr
"""
"##;

fn mixed() -> Report {
    place(MIXED).report()
}

/// The lines of `text` that hold `word`.
fn lines<'t>(text: &'t str, word: &str) -> Vec<&'t str> {
    text.lines().filter(|line| line.contains(word)).collect()
}

#[test]
fn errors_come_before_warnings() {
    let report = mixed();
    let outcome = report.outcome("publiccode/valid").expect("outcome");
    let levels: Vec<Level> = outcome.findings.iter().map(|finding| finding.level).collect();
    assert_eq!(levels.first(), Some(&Level::Error), "{levels:?}");
    assert!(levels.contains(&Level::Warning) && levels.is_sorted_by(|a, b| a >= b), "{levels:?}");
    assert!(
        outcome.findings[0].location.line > outcome.findings.last().expect("one").location.line
    );
}

#[test]
fn each_format_tells_them_apart() {
    let report = mixed();
    let in_format = |format| rendered(&report, format, Lang::En);
    let terminal = in_format(Format::Terminal);
    assert_eq!(lines(&terminal, "Warning: publiccodeYmlVersion").len(), 1, "{terminal}");
    assert_eq!(lines(&terminal, "Error: ").len(), 1, "{terminal}");
    let markdown = in_format(Format::Markdown);
    assert!(markdown.contains("publiccode/valid"), "{markdown}");
    let page = in_format(Format::Html);
    for (level, word) in [("warning", "avertissement"), ("error", "erreur")] {
        let tag = format!("<span class=\"tag level-{level}\"><span lang=\"fr\">{word}</span>");
        assert!(page.contains(&tag), "{level}");
    }
    let table = in_format(Format::Csv);
    assert_eq!(lines(&table, ",warning,sure,publiccode.yml,").len(), 1, "{table}");
    let junit = in_format(Format::Junit);
    assert!(junit.contains("publiccode.yml:1:1 — Warning: "), "{junit}");
    assert!(junit.contains(" — Error: "), "{junit}");
    // No more annotations are shown than ten of a kind: those of this chapter are.
    let mut chapter = report.clone();
    chapter.outcomes.retain(|outcome| outcome.chapter == "publiccode");
    let annotations = rendered(&chapter, Format::Github, Lang::En);
    let told = lines(&annotations, "::Warning: ");
    assert!(told.len() == 1 && told[0].starts_with("::notice file=publiccode.yml,line=1,"));
}

#[test]
fn machines_are_given_the_level_too() {
    let report = mixed();
    let json = |format| -> Value {
        serde_json::from_str(&rendered(&report, format, Lang::En)).expect("JSON")
    };
    let log = json(Format::Sarif);
    let results = log["runs"][0]["results"].as_array().expect("results");
    let valid = results.iter().filter(|result| result["ruleId"] == "publiccode/valid");
    let levels: Vec<&str> = valid.filter_map(|result| result["level"].as_str()).collect();
    assert_eq!(levels, ["warning", "note"], "an important rule’s error, then a warning");
    let issues = json(Format::GitlabCodeQuality);
    let issues = issues.as_array().expect("issues").iter();
    let valid = issues.filter(|issue| issue["check_name"] == "publiccode/valid");
    let severities: Vec<&str> = valid.filter_map(|issue| issue["severity"].as_str()).collect();
    assert_eq!(severities, ["major", "info"]);
}
