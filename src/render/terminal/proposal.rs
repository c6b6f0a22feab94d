//! The page of a change: what it brings that is new or worse, and the rest in one line.

use super::super::diff::{cautions, news, rest, since};
use super::super::{capital, settle};
use super::block::{mark, more, revision};
use super::change::{news_mark, news_title};
use super::page::{Ink, Page};
use crate::report::difference::{Difference, FindingChange};
use crate::report::{Outcome, Report, ReportedFinding};
use crate::text;
use std::io;

/// How many new findings, and how many causes of incompleteness, are shown.
const SHOWN: usize = 20;
const CAUSES: usize = 2;

/// Writes what `comparison` says of `report`.
pub(super) fn render(
    page: &mut Page<'_>,
    report: &Report,
    comparison: &Difference,
) -> io::Result<()> {
    let news = news(comparison);
    heading(page, report, comparison)?;
    for rule in &news.rules {
        let (id, title) = (&rule.rule, news_title(report, rule));
        let severity = rule.severity.label();
        let line =
            text!("{id} — {title} [{severity}]", "{id} — {title} [{severity}]"; title, severity);
        let (ink, mark) = news_mark(rule.to, None);
        page.paragraph(2, mark.trim(), ink, page.say(&line).to_string().as_str())?;
        let reason = capital(page.say(&rule.reason));
        page.paragraph(6, "", Ink::Plain, &reason)?;
    }
    let mut told = None;
    for found in news.findings.iter().take(SHOWN) {
        finding(page, report, found, told.replace(&found.rule) == Some(&found.rule))?;
    }
    more(page, 2, news.findings.len().saturating_sub(SHOWN), "all")?;
    let rest = rest(report, comparison);
    let all = page.lang().pick(" : --details all", ": --details all");
    page.paragraph(2, "", Ink::Dim, &format!("{}{all}", capital(page.say(&rest))))
}

/// The verdict, what was compared, and how much is new.
fn heading(page: &mut Page<'_>, report: &Report, comparison: &Difference) -> io::Result<()> {
    let (ink, sign) = mark(report.headline());
    let verdict = page.say(&report.headline_label()).to_uppercase();
    let head = page.ink(ink, &format!("{sign} {verdict}"));
    let name = page.ink(Ink::Plain, &format!(" — {}{}", report.repository.name, revision(report)));
    page.line(0, &format!("{head}{name}"))?;
    let line = since(comparison);
    page.paragraph(2, "", Ink::Plain, page.say(&line).to_string().as_str())?;
    for caution in cautions(comparison) {
        page.paragraph(2, "", Ink::Yellow, page.say(&caution).to_string().as_str())?;
    }
    for notice in report.incomplete.iter().take(CAUSES) {
        let said = notice.told();
        page.paragraph(2, "?", Ink::Red, page.say(&said).to_string().as_str())?;
    }
    more(page, 2, report.incomplete.len().saturating_sub(CAUSES), "all")
}

/// A new finding, what to do unless the one before `told` it, and how to set it aside.
fn finding(
    page: &mut Page<'_>,
    report: &Report,
    found: &FindingChange,
    told: bool,
) -> io::Result<()> {
    let said = capital(page.say(&found.message));
    let place = found.location.to_string();
    let place = if place.is_empty() { place } else { format!("{place} — ") };
    let (_, sign) = news_mark(Some(found.outcome), Some(found.confidence));
    page.paragraph(2, sign.trim(), Ink::Plain, &format!("{place}{said} ({})", found.rule))?;
    let Some((outcome, finding)) = reported(report, found) else { return Ok(()) };
    let rule = report.rules.get(&outcome.rule);
    if let Some(rule) = rule.filter(|_| !told) {
        page.paragraph(6, "→", Ink::Plain, &page.lang().pick(&rule.fr, &rule.en).fix)?;
    }
    for (when, command) in settle::commands(report, outcome, finding, page.lang()) {
        page.command(6, page.say(&when), &command)?;
    }
    Ok(())
}

/// The finding that `found` is about, in the report.
fn reported<'r>(
    report: &'r Report,
    found: &FindingChange,
) -> Option<(&'r Outcome, &'r ReportedFinding)> {
    let outcome = report.outcome(&found.rule)?;
    let finding = outcome.findings.iter().find(|one| one.fingerprint == found.fingerprint)?;
    Some((outcome, finding))
}
