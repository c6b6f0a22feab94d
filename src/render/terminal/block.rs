//! One rule on a terminal page: title, findings, why, fix, norm and source.

use super::super::problem::labelled;
use super::super::{capital, group, settle};
use super::page::{Ink, Page};
use crate::finding::{Location, Severity};
use crate::lang::Text;
use crate::lang::date::long;
use crate::report::{Outcome, Report, ReportedFinding, RuleInfo, Verdict};
use crate::rule::source::SourceRef;
use crate::text;
use std::io;

/// How many findings of one rule are shown unless everything is.
const FINDINGS: usize = 5;

/// One rule: title, findings, fix and norm. What blocks is told in full, with
/// why and the source of the norm; `--verbose` tells everything in full.
pub(super) fn full(page: &mut Page<'_>, report: &Report, outcome: &Outcome) -> io::Result<()> {
    page.gap()?;
    let (ink, mark) = if outcome.fails() { (Ink::Red, "✘") } else { (Ink::Yellow, "?") };
    let title = title_of(page, report, outcome);
    let head = format!(
        "{} {} — {}",
        page.ink(ink, mark),
        page.ink(Ink::Bold, &outcome.rule),
        page.ink(Ink::Plain, &title)
    );
    page.line(2, &head)?;
    let Some(rule) = report.rules.get(&outcome.rule) else {
        return findings(page, report, outcome);
    };
    let prose = page.lang().pick(&rule.fr, &rule.en);
    let (why, fix) = (page.lang().pick("Pourquoi :", "Why:"), fix_label(page));
    // A value that may be real: whom to warn comes before how to set it aside.
    let alarms = rule.waiver.is_by_finding() && outcome.open().next().is_some();
    if alarms {
        page.paragraph(4, fix, Ink::Plain, &prose.fix)?;
    }
    findings(page, report, outcome)?;
    let full = page.verbose() || outcome.severity == Severity::Blocking;
    if full {
        page.paragraph(4, why, Ink::Plain, &prose.why)?;
    }
    if !alarms {
        page.paragraph(4, fix, Ink::Plain, &prose.fix)?;
    }
    if let Some(command) = settle::waiver(rule, outcome, page.lang()).filter(|_| page.verbose()) {
        let label = page.lang().pick("Dérogation :", "Waiver:");
        page.command(4, label, &command)?;
    }
    let norm = norm_line(page, report, rule, full);
    page.paragraph(4, "", Ink::Dim, &norm)
}

/// What stands before what to do.
pub(super) fn fix_label(page: &Page<'_>) -> &'static str {
    page.lang().pick("Correction :", "Fix:")
}

fn findings(page: &mut Page<'_>, report: &Report, outcome: &Outcome) -> io::Result<()> {
    let open = |finding: &&ReportedFinding| finding.waived.is_none();
    let all: Vec<&ReportedFinding> = outcome.findings.iter().filter(open).collect();
    if let Some(kinds) = group::kinds(report, outcome).filter(|_| all.len() > 1) {
        page.paragraph(4, "", Ink::Bold, page.say(&kinds).to_string().as_str())?;
    }
    let shown = if page.verbose() { all.len() } else { FINDINGS };
    let known = group::told_before(report, outcome);
    // The same advice after several findings is given once.
    let mut told: Option<&Text> = None;
    for finding in all.iter().take(shown) {
        let said = capital(page.say(&finding.message_i18n));
        let said = labelled(outcome.label(finding), said, page.lang());
        place(page, 4, &finding.location, &said)?;
        if let Some(excerpt) = &finding.excerpt {
            page.source(6, finding.location.line, excerpt)?;
        }
        also(page, &finding.also_at)?;
        let mut commands = settle::commands(report, outcome, finding, page.lang());
        if known.contains(finding.fingerprint.0.as_str()) {
            commands.clear();
        }
        if let Some(fix) = finding.fix_i18n.as_ref().filter(|fix| told != Some(*fix)) {
            advice(page, fix)?;
            told = Some(fix);
        }
        identity(page, finding, &commands)?;
    }
    more(page, 4, all.len().saturating_sub(shown), &outcome.rule)
}

/// What to do, then the lines to paste, as they are.
fn advice(page: &mut Page<'_>, fix: &Text) -> io::Result<()> {
    let fix = page.say(fix).to_string();
    let (said, pasted) = fix.split_once('\n').unwrap_or((&fix, ""));
    page.paragraph(6, "→", Ink::Blue, said)?;
    for line in pasted.lines() {
        let line = page.ink(Ink::Plain, line);
        page.line(8, &line)?;
    }
    Ok(())
}

/// What names `finding`, or the `commands` that settle it, each after when it does, when
/// everything is shown.
fn identity(
    page: &mut Page<'_>,
    finding: &ReportedFinding,
    commands: &[(Text, String)],
) -> io::Result<()> {
    if page.verbose() && !commands.is_empty() {
        for (when, command) in commands {
            page.command(6, page.say(when), command)?;
        }
        return Ok(());
    }
    match page.verbose() || finding.certainty.is_some() {
        true => page.paragraph(6, "", Ink::Dim, &finding.fingerprint.0),
        false => Ok(()),
    }
}

/// The other places of a finding, a few of them unless everything is shown.
fn also(page: &mut Page<'_>, places: &[Location]) -> io::Result<()> {
    if places.is_empty() {
        return Ok(());
    }
    let shown = if page.verbose() { places.len() } else { 3 };
    let listed: Vec<String> = places.iter().take(shown).map(Location::to_string).collect();
    let listed = listed.join(", ");
    let hidden = places.len().saturating_sub(shown);
    let line = match hidden {
        0 => text!("aussi : {listed}", "also: {listed}"),
        _ => text!(
            hidden;
            "aussi : {listed} et {hidden} autre endroit" | "aussi : {listed} et {hidden} autres endroits",
            "also: {listed} and {hidden} other place" | "also: {listed} and {hidden} other places"
        ),
    };
    page.paragraph(6, "", Ink::Dim, page.say(&line).to_string().as_str())
}

/// A sentence after the place it is about.
pub(super) fn place(
    page: &mut Page<'_>,
    indent: usize,
    location: &Location,
    said: &str,
) -> io::Result<()> {
    let separator = page.lang().pick(" : ", ": ");
    if location.is_empty() {
        return page.paragraph(indent, "", Ink::Plain, said);
    }
    page.paragraph(indent, "", Ink::Plain, &format!("{location}{separator}{said}"))
}

/// How many lines were left out of what `details` shows.
pub(super) fn more(
    page: &mut Page<'_>,
    indent: usize,
    hidden: usize,
    details: &str,
) -> io::Result<()> {
    if hidden == 0 {
        return Ok(());
    }
    let line = text!(
        hidden;
        "… et {hidden} autre (--details {details})" | "… et {hidden} autres (--details {details})",
        "… and {hidden} other (--details {details})" | "… and {hidden} others (--details {details})"
    );
    page.paragraph(indent, "", Ink::Dim, page.say(&line).to_string().as_str())
}

/// A command to run next.
pub(super) fn command(page: &mut Page<'_>, command: &str) -> io::Result<()> {
    let line = page.ink(Ink::Blue, &page.placed(command));
    page.line(2, &format!("→ {line}"))
}

/// The norm behind a rule, and the first place that states it when `source` asks.
fn norm_line(page: &Page<'_>, report: &Report, rule: &RuleInfo, source: bool) -> String {
    let norms: Vec<String> =
        rule.norm.iter().map(|norm| page.say(&norm.label()).to_string()).collect();
    let label = page.lang().pick("Fondement : ", "Basis: ");
    let mut line = format!("{label}{}", norms.join(", "));
    let first = SourceRef::ordered(&rule.source, &report.documents).first().copied();
    if let Some(source) = first.filter(|_| source)
        && let Some(document) = report.documents.get(&source.document)
    {
        let section = source.cited().map(|section| format!(", {}", page.say(&section)));
        line.push_str(&format!(" — {}{}", page.say(&document.title), section.unwrap_or_default()));
        if let Some(status) = document.status.label() {
            let read = match &document.read {
                Some(day) => {
                    let day = long(day);
                    text!("lu le {day} ; ", "read on {day}; "; day)
                }
                None => Text::same(""),
            };
            line.push_str(&format!(" [{}{}]", page.say(&read), page.say(&status)));
        }
    }
    line
}

/// The title of the rule of `outcome`.
pub(super) fn title_of(page: &Page<'_>, report: &Report, outcome: &Outcome) -> String {
    report.title_of(outcome).get(page.lang()).to_string()
}

/// What a rule is about, in few words where it has some.
pub(super) fn short(report: &Report, outcome: &Outcome) -> Text {
    let short = report.rules.get(&outcome.rule).and_then(|rule| rule.short());
    short.unwrap_or_else(|| report.title_of(outcome))
}

/// How many findings `outcome` has, after its title, in full then in brief; those that
/// someone has to look at beside those that make it fail are told apart, for its details list
/// them all.
pub(super) fn how_many(page: &Page<'_>, outcome: &Outcome) -> [String; 2] {
    let count = group::counted(outcome);
    let all: usize = outcome.open().map(|finding| finding.values.unwrap_or(1)).sum();
    let doubtful = all - count;
    let brief = if count > 1 { format!(" ({count})") } else { String::new() };
    let full = text!(" ({count}, et {doubtful} à vérifier)", " ({count}, and {doubtful} to check)");
    let full = if doubtful > 0 { page.say(&full).to_string() } else { brief.clone() };
    [full, brief]
}

/// The same with what kind of secret is to be looked at, where `room` columns hold it, else
/// with how many there are, in full or in brief.
pub(super) fn shorter(
    page: &Page<'_>,
    report: &Report,
    outcome: &Outcome,
    (counts, room): (&[String; 2], usize),
) -> String {
    let short = page.say(&short(report, outcome)).to_string();
    let kinds = if outcome.fails() { Vec::new() } else { group::shorter_kinds(report, outcome) };
    let colon = page.lang().pick("\u{a0}: ", ": ");
    let told = kinds.iter().map(|kinds| format!("{short}{colon}{}", page.say(kinds)));
    let mut told = told.chain(counts.iter().map(|count| format!("{short}{count}")));
    let held = told.find(|told| console::measure_text_width(told) <= room);
    held.unwrap_or_else(|| format!("{short}{}", counts[1]))
}

/// How a verdict is marked.
pub(super) fn mark(verdict: Verdict) -> (Ink, &'static str) {
    match verdict {
        Verdict::Publiable => (Ink::Green, "✔"),
        Verdict::PubliableSousReserve => (Ink::Yellow, "▲"),
        Verdict::NonPubliable => (Ink::Red, "✘"),
        Verdict::AuditIncomplet => (Ink::Red, "?"),
    }
}

/// The revision audited, to follow a name; nothing when none is known.
pub(super) fn revision(report: &Report) -> String {
    let revision = report.revision();
    if revision.is_empty() { revision } else { format!(" ({revision})") }
}

/// What `--details` is given to show `outcomes`: a rule alone in its chapter, else the
/// chapter.
pub(super) fn details<'a>(outcomes: &[&'a Outcome]) -> Vec<&'a str> {
    let mut details: Vec<&str> = Vec::new();
    for outcome in outcomes {
        let same = outcomes.iter().filter(|other| other.chapter == outcome.chapter).count();
        let shown = if same > 1 { &outcome.chapter } else { &outcome.rule };
        if !details.contains(&shown.as_str()) {
            details.push(shown);
        }
    }
    details
}

/// Who has to answer `asked`, and how many questions each.
pub(super) fn respondents(page: &Page<'_>, report: &Report, asked: &[&Outcome]) -> String {
    let separator = page.lang().pick("\u{a0}: ", ": ");
    let counts = group::respondents(report, asked).into_iter();
    let counts =
        counts.map(|(who, asked)| format!("{}{separator}{}", page.say(&who.label()), asked.len()));
    counts.collect::<Vec<_>>().join(" · ")
}
