//! The reports GitLab reads: code quality, and secret detection.

use super::problem::{Problem, home, problems};
use super::{escape, escape_lines};
use crate::finding::{Confidence, Fingerprint, Level, Severity, Status};
use crate::lang::Lang;
use crate::report::{Notice, Report, Verdict};
use crate::text::show::short_id;
use serde_json::{Value, json};
use std::io::{self, Write};

/// Version of the format of secret detection.
const VERSION: &str = "15.2.1";
/// The chapter whose findings are secrets.
const CHAPTER: &str = "secrets";
/// What GitLab's own analyser gives when no commit is known.
const NO_COMMIT: &str = "0000000";
/// Characters of a name and of a solution.
const NAME: usize = 255;
const SOLUTION: usize = 7_000;

/// Writes the problems of `report` as an array of Code Climate issues, with the
/// keys GitLab reads (docs.gitlab.com, “Code quality report format”).
pub(super) fn code_quality(report: &Report, lang: Lang, out: &mut dyn Write) -> io::Result<()> {
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
    if let Some(command) = problem.command(report, lang) {
        description.push_str(&format!(" [{command}]"));
    }
    // A line of the past is not one of today's file.
    let line = match problem.commit() {
        Some(commit) => {
            description.push_str(&format!(" (commit {})", short_id(commit)));
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

/// Writes the secrets that `report` found (security report schemas, 15.2.1).
pub(super) fn secret_detection(report: &Report, lang: Lang, out: &mut dyn Write) -> io::Result<()> {
    let found = problems(report, false);
    let found = found.iter().filter(|problem| problem.outcome.chapter == CHAPTER);
    let vulnerabilities: Vec<Value> =
        found.filter_map(|problem| vulnerability(report, problem, lang)).collect();
    let program = json!({
        "id": "publiable",
        "name": "publiable",
        "version": report.tool.version,
        "vendor": { "name": "publiable" },
    });
    let when = format!("{}T00:00:00", report.date);
    let seen = report.verdict != Verdict::AuditIncomplet;
    let log = json!({
        "version": VERSION,
        "scan": {
            "type": "secret_detection",
            "status": if seen { "success" } else { "failure" },
            "start_time": when,
            "end_time": when,
            "analyzer": program,
            "scanner": program,
            "messages": report.incomplete.iter().map(|notice| message(notice, lang)).collect::<Vec<_>>(),
        },
        "vulnerabilities": vulnerabilities,
    });
    serde_json::to_writer_pretty(&mut *out, &log)?;
    writeln!(out)
}

fn message(notice: &Notice, lang: Lang) -> Value {
    let path = notice.path.as_ref().map(|path| format!("{path}: ")).unwrap_or_default();
    let said = format!("{path}{}", notice.message_i18n.get(lang));
    json!({ "level": "warn", "value": escape(&said) })
}

fn vulnerability(report: &Report, problem: &Problem<'_>, lang: Lang) -> Option<Value> {
    let finding = problem.finding?;
    let rule = &problem.outcome.rule;
    let place = &finding.location;
    let commit = place.commit.as_deref().or(report.commit.as_deref()).unwrap_or(NO_COMMIT);
    let mut location = json!({ "commit": { "sha": commit } });
    if let Some(path) = &place.path {
        location["file"] = escape(path).into();
    }
    if let Some(line) = place.line {
        location["start_line"] = line.into();
    }
    Some(json!({
        "id": uuid(&problem.fingerprint),
        "name": short(&problem.title(lang), NAME),
        "description": escape_lines(&problem.message(lang)),
        "severity": if finding.confidence == Confidence::High { "Critical" } else { "Unknown" },
        "solution": short(&solution(report, problem, lang), SOLUTION),
        "identifiers": [
            { "type": "publiable_rule", "name": escape(rule), "value": escape(rule) },
            {
                "type": "publiable_fingerprint",
                "name": escape(&problem.fingerprint.0),
                "value": escape(&problem.fingerprint.0),
            },
        ],
        "location": location,
    }))
}

/// What to do about it, and what settles it.
fn solution(report: &Report, problem: &Problem<'_>, lang: Lang) -> String {
    let fix = problem.fix(lang);
    let command = problem.command(report, lang);
    command.map_or_else(|| fix.to_string(), |command| format!("{fix}\n{command}"))
}

/// The first `limit` characters of `text`.
fn short(text: &str, limit: usize) -> String {
    escape_lines(text).chars().take(limit).collect()
}

/// A fingerprint as a UUID of version 8 (RFC 9562).
fn uuid(fingerprint: &Fingerprint) -> String {
    let mut hasher = blake3::Hasher::new_derive_key("publiable GitLab identifier v1");
    hasher.update(fingerprint.0.as_bytes());
    let mut bytes = [0; 16];
    hasher.finalize_xof().fill(&mut bytes);
    bytes[6] = bytes[6] & 0x0f | 0x80;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    let hex = data_encoding::HEXLOWER.encode(&bytes);
    let parts = [&hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..]];
    parts.join("-")
}
