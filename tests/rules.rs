//! Runs every case under `tests/rules/`: each describes a repository and the
//! outcome a rule must have on it.

use crate::support::program;
use crate::support::repository;
use crate::support::repository::RepositorySpec;
use publiable::audit::Catalogue;
use publiable::finding::{Location, Status};
use publiable::rule::Degree;
use publiable::text::pattern::compiling_at_once;
use rayon::prelude::*;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct CaseFile {
    case: Vec<Case>,
}

/// One case of one rule.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
struct Case {
    /// What the case is about.
    name: String,
    /// The outcome expected.
    outcome: Status,
    /// Degree audited at; the announced one when absent.
    degree: Option<Degree>,
    /// The day of the audit.
    today: Option<String>,
    /// False for an audit without history.
    history: Option<bool>,
    /// Revision audited.
    rev: Option<String>,
    /// Locations the findings must have, exactly, informational ones left out.
    findings: Option<Vec<String>>,
    /// Words the English reason must contain.
    reason: Option<String>,
    /// The repository.
    #[serde(flatten)]
    repository: RepositorySpec,
}

fn case_files() -> Vec<(String, PathBuf)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/rules");
    let mut files = Vec::new();
    for entry in walkdir::WalkDir::new(&root).sort_by_file_name() {
        let path = entry.expect("entry").into_path();
        if path.extension().is_some_and(|extension| extension == "toml") {
            let relative = path.strip_prefix(&root).expect("inside").with_extension("");
            files.push((relative.to_string_lossy().into_owned(), path));
        }
    }
    files
}

fn read(path: &Path) -> Vec<Case> {
    let text = std::fs::read_to_string(path).expect("readable");
    let file: CaseFile = toml::from_str(&text)
        .map_err(|error| format!("{}: {error}", path.display()))
        .expect("a case file");
    file.case
}

fn run(rule: &str, case: &Case) -> Result<(), String> {
    let folder = tempfile::tempdir().expect("temporary folder");
    let root = folder.path().join("projet");
    std::fs::create_dir(&root).expect("folder");
    repository::build(&root, &case.repository);
    let mut arguments = vec!["--now".to_string()];
    arguments.push(case.today.clone().unwrap_or_else(|| "2026-02-01".to_string()));
    arguments.extend(case.degree.map(|degree| format!("--degree={degree}")));
    arguments.extend(case.rev.as_ref().map(|rev| format!("--rev={rev}")));
    arguments.extend((case.history == Some(false)).then(|| "--no-history".to_string()));
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let report = program::audit(folder.path(), &root, &arguments)?;
    let outcome = report.outcome(rule).ok_or("no such rule")?;
    if outcome.outcome != case.outcome {
        return Err(format!(
            "expected {}, got {}: {}",
            case.outcome.code(),
            outcome.outcome.code(),
            outcome.reason
        ));
    }
    if let Some(words) = &case.reason
        && !outcome.reason.contains(words)
    {
        return Err(format!("the reason does not say “{words}”: {}", outcome.reason));
    }
    if let Some(expected) = &case.findings {
        let counted = outcome.findings.iter().filter(|finding| !finding.informational);
        let found: Vec<String> = counted
            .map(|finding| {
                let commit = finding.location.commit.as_ref().map(|_| " @").unwrap_or_default();
                let place = Location { commit: None, ..finding.location.clone() };
                format!("{place}{commit}")
            })
            .collect();
        if found != *expected {
            return Err(format!("expected findings {expected:?}, got {found:?}"));
        }
    }
    Ok(())
}

#[test]
fn every_case_has_the_outcome_it_expects() {
    let catalogue = Catalogue::embedded().expect("rules");
    let only = std::env::var("CASE").unwrap_or_default();
    let files = case_files().into_iter().filter(|(rule, _)| rule.starts_with(&only));
    let cases: Vec<(String, Case)> = files
        .flat_map(|(rule, path)| {
            assert!(catalogue.rules.get(&rule).is_some(), "{rule} is not a rule");
            read(&path).into_iter().map(move |case| (rule.clone(), case))
        })
        .collect();
    assert!(!cases.is_empty(), "no case was run");
    let failures: Vec<String> = cases
        .par_iter()
        .filter_map(|(rule, case)| {
            let error = run(rule, case).err()?;
            Some(format!("{rule} — {}: {error}", case.name))
        })
        .collect();
    let (failed, count) = (failures.len(), cases.len());
    assert!(failures.is_empty(), "{failed} of {count} cases fail:\n{}", failures.join("\n"));
}

#[test]
fn the_embedded_rules_load_and_every_check_builds() {
    let catalogue = compiling_at_once(Catalogue::embedded).expect("embedded rules");
    assert!(catalogue.rules.rules.len() >= 80);
}

#[test]
fn every_rule_has_a_passing_and_a_failing_case() {
    let catalogue = Catalogue::embedded().expect("rules");
    let mut covered: BTreeMap<String, BTreeSet<Status>> = BTreeMap::new();
    for (rule, path) in case_files() {
        covered.entry(rule).or_default().extend(read(&path).iter().map(|case| case.outcome));
    }
    let mut lacking = Vec::new();
    for rule in &catalogue.rules.rules {
        let expected: &[Status] = match rule.check.as_str() {
            "unavailable" => continue,
            "attestation" => &[Status::Attested, Status::Unknown],
            // A clone that hides something leaves it open: nothing is wrong with it.
            _ if rule.id == "history/complete-clone" => &[Status::Pass, Status::Unknown],
            // Absence from the list is told, never a fault.
            _ if rule.id == "metadata/forge-account" => &[Status::Pass, Status::Unknown],
            // The check leaves it open until the question is answered.
            _ if rule.question.is_some() && rule.id == "identity/professional" => {
                &[Status::Attested, Status::Fail]
            }
            _ => &[Status::Pass, Status::Fail],
        };
        let found = covered.get(&rule.id).cloned().unwrap_or_default();
        for status in expected.iter().filter(|status| !found.contains(status)) {
            lacking.push(format!("{}: no case with outcome {}", rule.id, status.code()));
        }
    }
    assert!(lacking.is_empty(), "{}", lacking.join("\n"));
}
