//! The sections of the terminal report, in reading order.

use super::super::problem::labelled;
use super::super::view::to_confirm;
use super::super::{capital, group, verdict};
use super::block::{command, fix_label, full, mark, more, place, revision};
use super::page::{Ink, Page};
use crate::finding::{Severity, Status};
use crate::lang::Text;
use crate::report::{Notice, Outcome, Report};
use crate::rule::Nature;
use crate::text;
use std::collections::{BTreeMap, BTreeSet};
use std::io;

/// How many reasons for which findings of one rule may stay are shown, unless
/// everything is.
const REASONS: usize = 3;

/// What was audited, and the verdict.
pub(super) fn heading(page: &mut Page<'_>, report: &Report) -> io::Result<()> {
    let name = &report.repository.name;
    let version = &report.tool.version;
    let (degree, date) = (report.degree.audited, &report.date);
    let place = revision(report);
    let what = text!(
        "publiable {version} · {name}{place} · degré visé : {degree} · {date}",
        "publiable {version} · {name}{place} · target degree: {degree} · {date}"
    );
    let what = page.ink(Ink::Dim, page.say(&what));
    page.line(0, &what)?;
    page.gap()?;
    let (ink, mark) = mark(report.headline());
    let verdict = page.say(&report.headline_label()).to_uppercase();
    let verdict = page.ink(ink, &format!("{mark} {verdict}"));
    page.line(0, &verdict)?;
    let because = verdict::because(report);
    page.paragraph(2, "", Ink::Plain, page.say(&because).to_string().as_str())
}

/// The rules that fail, the blocking ones first, by chapter.
pub(super) fn failures(page: &mut Page<'_>, report: &Report) -> io::Result<()> {
    for severity in [Severity::Blocking, Severity::Important] {
        let failing = group::failing(report, severity);
        let closed = group::closed(report).filter(|_| severity == Severity::Blocking);
        if failing.is_empty() && closed.is_none() {
            continue;
        }
        let title = match severity {
            Severity::Blocking => text!("Ce qui bloque", "What blocks"),
            _ => text!("Ce qui est important", "What is important"),
        };
        page.title(Ink::Red, page.say(&title).to_string().as_str())?;
        if let Some(closed) = closed {
            page.gap()?;
            page.paragraph(2, "✘", Ink::Plain, page.say(&closed.title).to_string().as_str())?;
            page.paragraph(
                4,
                fix_label(page),
                Ink::Plain,
                page.say(&closed.fix).to_string().as_str(),
            )?;
        }
        for outcome in failing {
            full(page, report, outcome)?;
        }
    }
    Ok(())
}

/// The questions nobody has answered, and the answers that no longer hold.
pub(super) fn questions(page: &mut Page<'_>, report: &Report) -> io::Result<()> {
    let (required, optional) = report.questions();
    let more = group::optional_questions(report).filter(|_| !page.verbose());
    let shown = if page.verbose() { optional } else { Vec::new() };
    if required.is_empty() && shown.is_empty() && more.is_none() {
        return Ok(());
    }
    let title = text!("À confirmer par l’administration", "For your organisation to confirm");
    page.title(Ink::Yellow, page.say(&title).to_string().as_str())?;
    let required = required.into_iter().map(|outcome| (outcome, true));
    for (outcome, required) in required.chain(shown.into_iter().map(|outcome| (outcome, false))) {
        // What the check saw is what the person answers about.
        if outcome.nature != Nature::Attestation {
            full(page, report, outcome)?;
            continue;
        }
        let (title, severity) = (to_confirm(report, &outcome.rule), outcome.severity.label());
        let id = &outcome.rule;
        let line = match required {
            true => {
                text!("{id} — {title} [{severity}]", "{id} — {title} [{severity}]"; title, severity)
            }
            false => {
                text!("{id} — {title} [facultative]", "{id} — {title} [optional]"; title)
            }
        };
        let line = page.say(&line).to_string();
        page.paragraph(2, "?", Ink::Plain, &line)?;
        if report.attestations.iter().any(|entry| entry.rule == outcome.rule) {
            page.paragraph(6, "", Ink::Dim, page.say(&outcome.reason_i18n).to_string().as_str())?;
        }
    }
    if let Some(more) = more {
        page.paragraph(2, "", Ink::Dim, page.say(&more).to_string().as_str())?;
    }
    command(page, "publiable attest")
}

/// Rules that could not be decided, those with the same reason told once.
pub(super) fn undecided(page: &mut Page<'_>, report: &Report) -> io::Result<()> {
    let open: Vec<&Outcome> = select(report, |outcome| {
        let told = match page.verbose() {
            true => report.waits(outcome),
            false => report.requires(outcome) || outcome.nature == Nature::Attestation,
        };
        outcome.outcome == Status::Unknown
            && !told
            && (page.verbose() || outcome.severity >= Severity::Recommended)
    });
    if open.is_empty() {
        return Ok(());
    }
    let title = text!("Ce qui reste à vérifier", "What is still to be verified");
    page.title(Ink::Yellow, page.say(&title).to_string().as_str())?;
    let mut by_reason: BTreeMap<&Text, Vec<&Outcome>> = BTreeMap::new();
    let mut order: Vec<&Text> = Vec::new();
    for outcome in open {
        if outcome.findings.iter().any(|finding| !finding.informational) {
            full(page, report, outcome)?;
            continue;
        }
        if !by_reason.contains_key(&outcome.reason_i18n) {
            order.push(&outcome.reason_i18n);
        }
        by_reason.entry(&outcome.reason_i18n).or_default().push(outcome);
    }
    for reason in order {
        page.gap()?;
        let said = page.say(reason).to_string();
        page.paragraph(2, "?", Ink::Plain, &capital(&said))?;
        for severity in Severity::DESCENDING {
            let rules = by_reason[reason].iter().filter(|outcome| outcome.severity == severity);
            let ids: Vec<&str> = rules.map(|outcome| outcome.rule.as_str()).collect();
            if !ids.is_empty() {
                let label = page.say(&severity.label()).to_string();
                let label = format!("{label}{}", page.lang().pick(" :", ":"));
                page.paragraph(4, &label, Ink::Plain, &ids.join(", "))?;
            }
        }
    }
    Ok(())
}

/// What would be better, shortly.
pub(super) fn improvements(page: &mut Page<'_>, report: &Report) -> io::Result<()> {
    let verbose = page.verbose();
    let better: Vec<&Outcome> = select(report, |outcome| {
        outcome.fails()
            && (outcome.severity == Severity::Recommended
                || (verbose && outcome.severity == Severity::Info))
    });
    let informative = |outcome: &Outcome| outcome.fails() && outcome.severity == Severity::Info;
    let hidden = if verbose { 0 } else { select(report, informative).len() };
    if better.is_empty() && hidden == 0 {
        return Ok(());
    }
    let title =
        text!("À améliorer (sans effet sur le verdict)", "To improve (no effect on the verdict)");
    page.title(Ink::Bold, page.say(&title).to_string().as_str())?;
    for outcome in better {
        if verbose {
            full(page, report, outcome)?;
            continue;
        }
        let place = outcome.findings.iter().find(|finding| !finding.informational);
        let place = place.map(|finding| finding.location.to_string()).unwrap_or_default();
        let place = if place.is_empty() { place } else { format!(" ({place})") };
        let line = format!("{} : ", outcome.rule).replace(" : ", page.lang().pick(" : ", ": "));
        let reason = page.say(&outcome.reason_i18n).to_string();
        let place = if reason.contains(place.trim_matches([' ', '(', ')'])) {
            String::new()
        } else {
            place
        };
        page.paragraph(2, "·", Ink::Plain, &format!("{line}{reason}{place}"))?;
    }
    if hidden > 0 {
        let line = text!(
            hidden;
            "{hidden} règle d’information non respectée, montrée avec --verbose"
                | "{hidden} règles d’information non respectées, montrées avec --verbose",
            "{hidden} information rule not met, shown with --verbose"
                | "{hidden} information rules not met, shown with --verbose"
        );
        page.paragraph(2, "·", Ink::Dim, page.say(&line).to_string().as_str())?;
    }
    Ok(())
}

/// Waived rules and answered questions, with who and why.
pub(super) fn exceptions(page: &mut Page<'_>, report: &Report) -> io::Result<()> {
    let settled = |outcome: &Outcome| {
        let mut counted = outcome.findings.iter().filter(|finding| !finding.informational);
        outcome.outcome == Status::Pass && counted.any(|finding| finding.waived.is_some())
    };
    let told: Vec<&Outcome> = select(report, |outcome| {
        outcome.outcome == Status::Waived
            || settled(outcome)
            || (page.verbose() && outcome.outcome == Status::Attested)
    });
    if told.is_empty() {
        return Ok(());
    }
    let title = text!("Dérogations et attestations", "Waivers and attestations");
    page.title(Ink::Bold, page.say(&title).to_string().as_str())?;
    for outcome in told {
        let status = page.say(&outcome.outcome.label()).to_string();
        let waived: BTreeSet<&Text> =
            outcome.findings.iter().filter_map(|finding| finding.waived.as_ref()).collect();
        let shown = if page.verbose() { waived.len() } else { REASONS };
        let hidden = waived.len().saturating_sub(shown);
        let mut why: Vec<&Text> = waived.into_iter().take(shown).collect();
        if why.is_empty() {
            why.push(&outcome.reason_i18n);
        }
        for why in why {
            let why = page.say(why).to_string();
            page.paragraph(2, "·", Ink::Plain, &format!("{} — {status} — {why}", outcome.rule))?;
        }
        more(page, 4, hidden, &outcome.rule)?;
    }
    Ok(())
}

/// What passed, when everything is asked for.
pub(super) fn passes(page: &mut Page<'_>, report: &Report) -> io::Result<()> {
    if !page.verbose() {
        return Ok(());
    }
    for (status, ink, mark) in
        [(Status::Pass, Ink::Green, "✔"), (Status::NotApplicable, Ink::Dim, "–")]
    {
        let told: Vec<&Outcome> = select(report, |outcome| outcome.outcome == status);
        if told.is_empty() {
            continue;
        }
        let title = page.say(&status.label()).to_string();
        page.title(Ink::Bold, &title)?;
        for outcome in told {
            let mark = page.ink(ink, mark);
            let line = format!("{mark} {}", page.ink(Ink::Bold, &outcome.rule));
            page.line(2, &line)?;
            page.paragraph(4, "", Ink::Plain, page.say(&outcome.reason_i18n).to_string().as_str())?;
            for evidence in &outcome.evidence {
                let seen = page.say(&evidence.message).to_string();
                place(page, 6, &evidence.location, &seen)?;
            }
            for finding in &outcome.findings {
                let said = capital(page.say(&finding.message_i18n));
                let said = labelled(outcome.label(finding), said, page.lang());
                place(page, 6, &finding.location, &said)?;
            }
        }
    }
    Ok(())
}

/// The openness degree reached and what separates it from the next.
pub(super) fn degree(page: &mut Page<'_>, report: &Report) -> io::Result<()> {
    let degree = &report.degree;
    let title = text!("Degré d’ouverture", "Openness degree");
    page.title(Ink::Bold, page.say(&title).to_string().as_str())?;
    let named = |degree: crate::rule::Degree| {
        let name = degree.name();
        Text::new(format!("{degree} ({})", name.fr), format!("{degree} ({})", name.en))
    };
    let none = || text!("aucun", "none");
    let announced = degree.announced.map_or_else(none, named);
    let reached = degree.reached.map_or_else(none, named);
    let line = Text::new(
        format!("annoncé : {} · atteint aujourd’hui : {}", announced.fr, reached.fr),
        format!("declared: {} · reached today: {}", announced.en, reached.en),
    );
    page.paragraph(2, "", Ink::Plain, page.say(&line).to_string().as_str())?;
    if !degree.undecided.is_empty() {
        let count = degree.undecided.len();
        let line = text!(
            count;
            "sous réserve d’une règle importante ou bloquante qui reste à vérifier"
                | "sous réserve de {count} règles importantes ou bloquantes qui restent à vérifier",
            "provided that {count} important or blocking rule, still to be verified, holds"
                | "provided that {count} important or blocking rules, still to be verified, hold"
        );
        page.paragraph(2, "", Ink::Dim, page.say(&line).to_string().as_str())?;
    }
    if let Some(next) = &degree.next {
        let (next_degree, rules) = (next.degree, next.missing.join(", "));
        let line =
            text!("pour le degré {next_degree} : {rules}", "for degree {next_degree}: {rules}");
        page.paragraph(2, "→", Ink::Plain, page.say(&line).to_string().as_str())?;
    }
    Ok(())
}

/// The scores code.gouv.fr publishes.
pub(super) fn scores(page: &mut Page<'_>, report: &Report) -> io::Result<()> {
    let awesome = &report.scores.awesome;
    if awesome.criteria.is_empty() {
        return Ok(());
    }
    let met = awesome.prerequisites.iter().filter(|criterion| criterion.met == Some(true)).count();
    let (points, of) = (awesome.points, awesome.criteria.len());
    let (minimum, needed) = (report.scores.codegouvfr.minimum, awesome.prerequisites.len());
    let line = text!(
        "scores : Awesome code.gouv.fr {points}/{of} (préalables {met}/{needed}) · code.gouv.fr/sources {minimum} points au moins",
        "scores: Awesome code.gouv.fr {points}/{of} (prerequisites {met}/{needed}) · code.gouv.fr/sources {minimum} points at least"
    );
    page.paragraph(2, "", Ink::Plain, page.say(&line).to_string().as_str())?;
    if !page.verbose() {
        return Ok(());
    }
    let all = awesome.prerequisites.iter().chain(&awesome.criteria);
    for criterion in all.chain(&report.scores.codegouvfr.criteria) {
        let (ink, mark) = match criterion.met {
            Some(true) => (Ink::Green, "✔"),
            Some(false) => (Ink::Red, "✘"),
            None => (Ink::Yellow, "?"),
        };
        let mark = page.ink(ink, mark);
        let evidence = criterion.evidence.as_ref().map(|e| format!(" ({e})")).unwrap_or_default();
        let label = page.ink(Ink::Plain, &format!("{}{evidence}", page.say(&criterion.label)));
        page.line(4, &format!("{mark} {label}"))?;
    }
    Ok(())
}

/// What could not be seen, with its remedy.
pub(super) fn not_seen(page: &mut Page<'_>, report: &Report) -> io::Result<()> {
    let title = text!("Ce qui n’a pas pu être lu", "What could not be read");
    listed(page, (Ink::Red, &title), &report.incomplete)
}

/// What else the reader should know.
pub(super) fn good_to_know(page: &mut Page<'_>, report: &Report) -> io::Result<()> {
    listed(page, (Ink::Bold, &text!("À savoir", "Good to know")), &report.notices)
}

fn listed(page: &mut Page<'_>, (ink, title): (Ink, &Text), notices: &[Notice]) -> io::Result<()> {
    if notices.is_empty() {
        return Ok(());
    }
    page.title(ink, page.say(title).to_string().as_str())?;
    let shown = if page.verbose() { notices.len() } else { 10 };
    for notice in notices.iter().take(shown) {
        let said = notice.told();
        page.paragraph(2, "·", Ink::Plain, page.say(&said).to_string().as_str())?;
    }
    more(page, 2, notices.len().saturating_sub(shown), "all")
}

/// How many rules concluded what.
pub(super) fn summary(page: &mut Page<'_>, report: &Report) -> io::Result<()> {
    page.gap()?;
    let statuses = [
        Status::Pass,
        Status::Attested,
        Status::Fail,
        Status::Unknown,
        Status::Waived,
        Status::NotApplicable,
    ];
    let counts = statuses.into_iter().filter_map(|status| {
        let count = report.outcomes.iter().filter(|o| o.outcome == status).count();
        (count > 0).then(|| format!("{count} {}", page.say(&status.counted(count))))
    });
    let counts: Vec<String> = counts.collect();
    let (total, counts) = (report.outcomes.len(), counts.join(", "));
    let line = text!("{total} règles : {counts}.", "{total} rules: {counts}.");
    page.paragraph(0, "", Ink::Plain, page.say(&line).to_string().as_str())
}

fn select(report: &Report, keep: impl Fn(&Outcome) -> bool) -> Vec<&Outcome> {
    report.outcomes.iter().filter(|outcome| keep(outcome)).collect()
}
