//! Runs every case under `tests/rules/`: each describes a repository and the
//! outcome a rule must have on it. A case of files alone is a plain folder held in
//! memory; `git = true` makes it a repository of one commit. One that fails or is
//! unknown says for which findings or which reason.

use crate::support::repository::{self, RepositorySpec};
use publiable::testing::audit::{Audit, Catalogue, Options, audit};
use publiable::testing::error::Error;
use publiable::testing::finding::{Location, Status};
use publiable::testing::lang::Lang;
use publiable::testing::report::Report;
use publiable::testing::rule::Degree;
use publiable::testing::snapshot::Snapshot;
use publiable::testing::text::compiling_at_once;
use rayon::prelude::*;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct CaseFile {
    /// The two outcomes between which the rule decides, when they are not those of
    /// its kind: pass and fail, or attested and unknown for a question.
    outcomes: Option<[Status; 2]>,
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
    /// Locations the informational findings must have, exactly.
    remarks: Option<Vec<String>>,
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

fn read(path: &Path) -> CaseFile {
    let text = std::fs::read_to_string(path).expect("readable");
    let file = toml::from_str(&text).map_err(|error| format!("{}: {error}", path.display()));
    file.expect("a case file")
}

/// The files of every case held in memory.
pub fn files() -> Vec<(String, Vec<u8>)> {
    let cases = case_files().into_iter().flat_map(|(_, path)| read(&path).case);
    let files = cases.flat_map(|case| {
        let files = case.repository.plain_files().unwrap_or_default();
        files.into_iter().map(|(path, bytes)| (path.to_owned(), bytes)).collect::<Vec<_>>()
    });
    files.collect()
}

/// Audits the repository of `case`: in memory when it is but files.
fn audited(case: &Case) -> Result<Report, Error> {
    let today = case.today.as_deref().unwrap_or("2026-02-01").parse().expect("a day");
    let options = Options {
        revision: case.rev.clone(),
        history: case.history != Some(false),
        degree: case.degree,
        lang: Some(Lang::En),
        today: Some(today),
        ..Options::default()
    };
    if let (Some(files), None, true) = (case.repository.plain_files(), &case.rev, options.history) {
        let files: Vec<(&str, &[u8])> =
            files.iter().map(|(path, bytes)| (*path, bytes.as_slice())).collect();
        let audit = Audit::of(Snapshot::in_memory("projet", &files), &options)?;
        return Ok(audit.report(&audit.project(&|_| false)));
    }
    let folder = tempfile::tempdir().expect("temporary folder");
    let root = folder.path().join("projet");
    std::fs::create_dir(&root).expect("folder");
    repository::build(&root, &case.repository);
    audit(&root, &options)
}

fn run(rule: &str, case: &Case) -> Result<(), String> {
    let report = audited(case).map_err(|error| error.paragraph(Lang::En))?;
    let outcome = report.outcome(rule).ok_or("no such rule")?;
    if outcome.outcome != case.outcome {
        return Err(format!(
            "expected {}, got {}: {}",
            case.outcome.code(),
            outcome.outcome.code(),
            outcome.reason
        ));
    }
    let placed = |informational: bool| -> Vec<String> {
        let told = outcome.findings.iter().filter(|one| one.informational == informational);
        told.map(|finding| {
            let commit = finding.location.commit.as_ref().map(|_| " @").unwrap_or_default();
            let branch = finding.location.branch.as_ref().map(|name| format!(" ({name})"));
            let place = Location { commit: None, ..finding.location.clone() };
            format!("{place}{commit}{}", branch.unwrap_or_default())
        })
        .collect()
    };
    let (found, remarks) = (placed(false), placed(true));
    if let Some(words) = &case.reason
        && !outcome.reason.contains(words)
    {
        return Err(format!("the reason does not say “{words}”: {}", outcome.reason));
    }
    if let Some(expected) = &case.findings
        && found != *expected
    {
        return Err(format!("expected findings {expected:?}, got {found:?}"));
    }
    if let Some(expected) = &case.remarks
        && remarks != *expected
    {
        return Err(format!("expected remarks {expected:?}, got {remarks:?}"));
    }
    let open = matches!(case.outcome, Status::Fail | Status::Unknown);
    if open && case.reason.is_none() && case.findings.as_ref().is_none_or(Vec::is_empty) {
        let reason = &outcome.reason;
        return Err(format!("say for which findings or reason: {found:?}, “{reason}”"));
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
            read(&path).case.into_iter().map(move |case| (rule.clone(), case))
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
fn the_check_of_every_rule_builds() {
    compiling_at_once(|| Catalogue::with(&[])).expect("embedded rules");
}

#[test]
fn every_rule_has_a_passing_and_a_failing_case() {
    let catalogue = Catalogue::embedded().expect("rules");
    let files: BTreeMap<String, CaseFile> =
        case_files().into_iter().map(|(rule, path)| (rule, read(&path))).collect();
    let mut lacking = Vec::new();
    for rule in &catalogue.rules.rules {
        let file = files.get(&rule.id);
        let usual = match rule.check.as_str() {
            "attestation" => [Status::Attested, Status::Unknown],
            _ => [Status::Pass, Status::Fail],
        };
        for status in file.and_then(|file| file.outcomes).unwrap_or(usual) {
            let cases = file.iter().flat_map(|file| &file.case);
            if !cases.map(|case| case.outcome).any(|outcome| outcome == status) {
                lacking.push(format!("{}: no case with outcome {}", rule.id, status.code()));
            }
        }
    }
    assert!(lacking.is_empty(), "{}", lacking.join("\n"));
}
