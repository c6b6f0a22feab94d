//! SARIF 2.1.0 of an audit, within the limits of GitHub code scanning.

pub(super) mod log;

use super::problem::{Level, Problem, home, problems};
use super::template::markdown;
use super::{escape, escape_lines, view};
use crate::finding::{Location, Severity};
use crate::lang::Lang;
use crate::report::{Notice, Report, RuleInfo};
use crate::text;
use log::{notification, suppression, uri};
use serde_json::{Value, json};
use std::collections::HashMap;
use std::io::{self, Write};

/// Results GitHub keeps of a run, the heaviest first.
const RESULTS: usize = 5_000;
/// Places given beside the first one of a result.
const RELATED: usize = 20;
/// Chapters whose rules GitHub counts as security.
const SECURITY: [&str; 4] = ["secrets", "exposure", "security", "privacy"];

/// Writes `report` as a log of one run.
pub(super) fn render(report: &Report, lang: Lang, out: &mut dyn Write) -> io::Result<()> {
    let outcomes =
        report.outcomes.iter().filter(|outcome| report.rules.contains_key(&outcome.rule));
    let order: Vec<&str> = outcomes.map(|outcome| outcome.rule.as_str()).collect();
    let index: HashMap<&str, usize> = order.iter().enumerate().map(|(at, id)| (*id, at)).collect();
    let rules = report.outcomes.iter().filter_map(|outcome| {
        let info = report.rules.get(&outcome.rule)?;
        Some(rule(report, (&outcome.rule, &outcome.chapter, outcome.severity), info, lang))
    });
    let problems = problems(report, true);
    let told = problems.iter().take(RESULTS);
    let results = told.map(|problem| result(report, problem, &index, lang)).collect();
    let mut notifications: Vec<Value> =
        report.incomplete.iter().map(|notice| notice_of(notice, "error", lang)).collect();
    notifications.extend(report.notices.iter().map(|notice| notice_of(notice, "note", lang)));
    let hidden = problems.len().saturating_sub(RESULTS);
    if hidden > 0 {
        let message = text!(
            hidden;
            "{hidden} résultat, le moins grave, n’est pas dans ce fichier"
                | "{hidden} résultats, les moins graves, ne sont pas dans ce fichier",
            "{hidden} result, the least severe, is not in this file"
                | "{hidden} results, the least severe, are not in this file"
        );
        notifications.push(notification("warning", message.get(lang), None));
    }
    let run = log::Run {
        lang,
        rules: rules.collect(),
        results,
        notifications,
        complete: report.incomplete.is_empty(),
        more: about(report),
    };
    log::write(run, out)
}

/// Where the run stands: the repository, its commit, the verdict.
fn about(report: &Report) -> Vec<(&'static str, Value)> {
    let mut about = vec![
        ("automationDetails", json!({ "id": "publiable/audit/" })),
        (
            "properties",
            json!({
                "verdict": report.verdict,
                "degree": { "audited": report.degree.audited, "reached": report.degree.reached },
            }),
        ),
        (
            "originalUriBaseIds",
            json!({ "%SRCROOT%": {
                "description": { "text": "The root of the repository." },
            }}),
        ),
    ];
    if let Some(url) = report.repository.url.as_deref().and_then(view::web) {
        let mut provenance = json!({ "repositoryUri": uri_reference(url) });
        if let Some(commit) = &report.commit {
            provenance["revisionId"] = escape(commit).into();
        }
        if let Some(branch) = &report.repository.branch {
            provenance["branch"] = escape(branch).into();
        }
        about.push(("versionControlProvenance", json!([provenance])));
    }
    about
}

/// An address with everything but its own punctuation percent-encoded.
fn uri_reference(url: &str) -> String {
    let mut reference = String::with_capacity(url.len());
    for byte in url.bytes() {
        match byte {
            b'"' | b'<' | b'>' | b'\\' | b'^' | b'`' | b'{' | b'|' | b'}' | 0..=b' ' | 0x7f.. => {
                reference.push_str(&format!("%{byte:02X}"));
            }
            _ => reference.push(char::from(byte)),
        }
    }
    reference
}

fn notice_of(notice: &Notice, level: &str, lang: Lang) -> Value {
    notification(level, &escape_lines(notice.message_i18n.get(lang)), notice.path.as_deref())
}

fn rule(
    report: &Report,
    (id, chapter, severity): (&str, &str, Severity),
    info: &RuleInfo,
    lang: Lang,
) -> Value {
    let prose = lang.pick(&info.fr, &info.en);
    let sources: Vec<(String, Option<&str>)> = info
        .source
        .iter()
        .filter_map(|source| {
            let document = report.documents.get(&source.document)?;
            let section = source.cited().map(|s| format!(", {}", s.get(lang))).unwrap_or_default();
            let url = source.url.as_deref().unwrap_or(&document.url);
            Some((format!("{}{section}", document.title.get(lang)), view::web(url)))
        })
        .collect();
    let names: Vec<&str> = sources.iter().map(|(name, _)| name.as_str()).collect();
    let (what, where_) = lang.pick(("Que faire : ", "Sources : "), ("What to do: ", "Sources: "));
    let plain = format!(
        "{}\n\n{what}{}\n\n{where_}{}",
        prose.why,
        prose.fix,
        names.join(lang.pick("\u{a0}; ", "; "))
    );
    let listed: Vec<String> = sources.iter().map(|(name, url)| listed(name, *url)).collect();
    let markdown = format!(
        "{}\n\n**{what}** {}\n\n{where_}\n\n{}\n",
        markdown(&prose.why),
        markdown(&prose.fix),
        listed.join("\n")
    );
    let (level, problem) = match severity {
        Severity::Blocking => ("error", "error"),
        Severity::Important => ("warning", "warning"),
        Severity::Recommended | Severity::Info => ("note", "recommendation"),
    };
    let security = SECURITY.contains(&chapter).then(|| "security".to_string());
    let mut tags: Vec<String> = security.into_iter().collect();
    for tag in [escape(chapter), severity.code().to_string()] {
        if !tags.contains(&tag) {
            tags.push(tag);
        }
    }
    let mut rule = json!({
        "id": escape(id),
        "shortDescription": { "text": escape_lines(&prose.title) },
        "fullDescription": { "text": escape_lines(&prose.why) },
        "help": { "text": escape_lines(&plain), "markdown": markdown },
        "defaultConfiguration": { "level": level },
        "properties": { "tags": tags, "problem.severity": problem },
    });
    if let Some(url) = sources.iter().find_map(|(_, url)| *url) {
        rule["helpUri"] = uri_reference(url).into();
    }
    if SECURITY.contains(&chapter) {
        rule["properties"]["security-severity"] = score(severity).into();
    }
    rule
}

fn listed(name: &str, url: Option<&str>) -> String {
    match url {
        Some(url) => format!("- [{}](<{}>)", markdown(name), uri_reference(url)),
        None => format!("- {}", markdown(name)),
    }
}

/// The score by which GitHub ranks security alerts: critical, high, medium, low.
fn score(severity: Severity) -> &'static str {
    match severity {
        Severity::Blocking => "9.5",
        Severity::Important => "7.5",
        Severity::Recommended => "5.0",
        Severity::Info => "2.0",
    }
}

fn result(
    report: &Report,
    problem: &Problem<'_>,
    index: &HashMap<&str, usize>,
    lang: Lang,
) -> Value {
    let level = match problem.level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Note => "note",
    };
    let mut message = problem.message(lang);
    if let (Some(_), Some(place)) = (problem.commit(), problem.location()) {
        message.push_str(&format!(" ({place})"));
    }
    let related = problem.finding.map(|finding| finding.also_at.as_slice()).unwrap_or_default();
    let related: Vec<&Location> = problem.elsewhere.iter().copied().chain(related).collect();
    let mut result = json!({
        "ruleId": escape(&problem.outcome.rule),
        "level": level,
        "message": { "text": escape_lines(&message) },
        "locations": [location(report, problem)],
        "partialFingerprints": {
            "publiableFinding/v1": problem.fingerprint.0,
            // The key GitHub follows an alert by, whatever its line becomes.
            "primaryLocationLineHash": format!("{}:1", problem.fingerprint.0.replace(':', "")),
        },
        "properties": properties(report, problem, lang),
    });
    if let Some(new) = problem.new {
        result["baselineState"] = if new { "new" } else { "unchanged" }.into();
    }
    if let Some(at) = index.get(problem.outcome.rule.as_str()) {
        result["ruleIndex"] = (*at).into();
    }
    if !related.is_empty() {
        result["relatedLocations"] =
            related.into_iter().take(RELATED).map(related_location).collect();
    }
    if let Some(reason) = problem.waived() {
        result["suppressions"] = suppression(&escape_lines(reason.get(lang)));
    }
    result
}

fn properties(report: &Report, problem: &Problem<'_>, lang: Lang) -> Value {
    let mut properties = json!({
        "outcome": problem.outcome.outcome,
        "severity": problem.outcome.severity,
    });
    if let Some(finding) = problem.finding {
        properties["confidence"] = json!(finding.confidence);
        if let Some(certainty) = finding.certainty {
            properties["certainty"] = json!(certainty);
        }
        if let Some(percent) = finding.probability {
            properties["probability"] = percent.into();
        }
        properties["fingerprint"] = escape(&finding.fingerprint.0).into();
        if let Some(command) = problem.command(report, lang) {
            properties["settle"] = escape(&command).into();
        }
    }
    if let Some(commit) = problem.commit() {
        properties["commit"] = escape(commit).into();
    }
    properties
}

/// Where GitHub shows a result. A rule about the whole repository is at its
/// README; a line of the past is not one of today's file, so what is in the
/// history is at the top of its file, and its message says which commit.
fn location(report: &Report, problem: &Problem<'_>) -> Value {
    let nowhere = Location::default();
    let place = problem.location().unwrap_or(&nowhere);
    let path = place.path.as_deref().unwrap_or_else(|| home(report));
    let past = place.commit.is_some();
    let mut region = json!({ "startLine": if past { 1 } else { place.line.unwrap_or(1).max(1) } });
    if let (false, Some(column)) = (past, place.column) {
        region["startColumn"] = column.max(1).into();
    }
    if let Some(excerpt) = problem.finding.and_then(|finding| finding.excerpt.as_ref()) {
        region["snippet"] = json!({ "text": escape_lines(excerpt) });
    }
    json!({ "physicalLocation": {
        "artifactLocation": { "uri": inside(path), "uriBaseId": "%SRCROOT%" },
        "region": region,
    }})
}

fn related_location(place: &Location) -> Value {
    let mut location = json!({ "message": { "text": escape(&place.to_string()) } });
    if let Some(path) = &place.path {
        let mut physical =
            json!({ "artifactLocation": { "uri": inside(path), "uriBaseId": "%SRCROOT%" } });
        if let (None, Some(line)) = (&place.commit, place.line) {
            physical["region"] = json!({ "startLine": line.max(1) });
        }
        location["physicalLocation"] = physical;
    }
    location
}

/// A path of the repository as a relative URI that never leaves its root; what is in an
/// archive is at the archive.
fn inside(path: &str) -> String {
    let file = path.split_once("!/").map_or(path, |(archive, _)| archive);
    let parts = file.split('/').filter(|part| !matches!(*part, "" | "." | ".."));
    uri(&parts.collect::<Vec<_>>().join("/"))
}
