//! GitLab's code quality report: an array of Code Climate issues with the keys
//! GitLab reads (docs.gitlab.com, “Code quality report format”).

use super::super::problem::{Problem, home, problems};
use super::super::{escape, escape_lines};
use crate::finding::{Level, Severity, Status};
use crate::lang::Lang;
use crate::report::Report;
use serde_json::{Value, json};
use std::io::{self, Write};

/// Writes the problems of `report`.
pub fn render(report: &Report, lang: Lang, out: &mut dyn Write) -> io::Result<()> {
    let issues: Vec<Value> =
        problems(report, false).iter().map(|problem| issue(report, problem, lang)).collect();
    serde_json::to_writer_pretty(&mut *out, &issues)?;
    writeln!(out)
}

fn issue(report: &Report, problem: &Problem<'_>, lang: Lang) -> Value {
    let place = problem.location();
    let path = place.and_then(|place| place.path.as_deref()).unwrap_or_else(|| home(report));
    let separator = lang.pick("\u{a0}: ", ": ");
    let mut description = format!("{}{separator}{}", problem.title(lang), problem.message(lang));
    // A line of the past is not one of today's file.
    let line = match problem.commit() {
        Some(commit) => {
            let commit = commit.get(..10).unwrap_or(commit);
            description.push_str(&format!(" (commit {commit})"));
            None
        }
        None => place.and_then(|place| place.line),
    };
    json!({
        "description": escape_lines(&description),
        "check_name": escape(&problem.outcome.rule),
        "fingerprint": problem.fingerprint.0,
        "severity": severity(problem),
        "location": { "path": escape(path), "lines": { "begin": line.unwrap_or(1).max(1) } },
    })
}

fn severity(problem: &Problem<'_>) -> &'static str {
    if problem.finding.is_some_and(|finding| finding.level() == Level::Warning) {
        return "info";
    }
    let sure = problem.outcome.outcome == Status::Fail;
    match (problem.outcome.severity, sure) {
        (Severity::Blocking, true) => "blocker",
        (Severity::Blocking, false) => "critical",
        (Severity::Important, true) => "major",
        (Severity::Important, false) | (Severity::Recommended, true) => "minor",
        _ => "info",
    }
}
