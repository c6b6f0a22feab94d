//! The note for the person who decides: one to two pages, for print (HTML), for a word
//! processor (ODT) or as Markdown, in one language.

mod odt;

use super::template::{self, verbatim};
use super::view::{FirstScreen, View, title, to_confirm, usual_fix};
use super::{group, html, sentence, verdict};
use crate::finding::{Level, Severity, Status};
use crate::lang::{Lang, Text, date};
use crate::report::{Outcome, Report, ReportedAttestation, ReportedFinding, Verdict};
use crate::rule::{Nature, Respondent, chapter};
use crate::text;
use minijinja::context;
use minijinja::value::{Serde, Value};
use serde::Serialize;
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::io::{self, Write};

/// How the note is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// Markdown.
    Markdown,
    /// HTML for print.
    Html,
    /// OpenDocument text (ISO/IEC 26300).
    Odt,
}

/// Rules and notices told one by one, so that the note keeps to two pages.
const LEADS: usize = 6;
const UNSEEN: usize = 4;
/// Decisions of one person told one by one.
const DECISIONS: usize = 5;
/// Findings told beside what is to be verified.
const FOUND: usize = 3;
/// Places told of what blocks, or of what was set aside.
const PLACES: usize = 2;
/// What was set aside told one by one.
const SET_ASIDE: usize = 8;

/// What a note says that other pages do not.
#[derive(Debug, Serialize)]
struct Note<'a> {
    /// The verdict in plain words.
    plain: Text,
    /// What the verdict rests on.
    basis: Text,
    /// What blocks, then what is important, with what stands behind it.
    blocking: Vec<Point>,
    /// How many blocking rules are not told one by one.
    blocking_more: usize,
    /// The important ones.
    important: Vec<Point>,
    /// How many are not told one by one.
    important_more: usize,
    /// What most projects lack before they publish, by title.
    usual: Vec<Text>,
    /// What has to be decided, by who decides.
    decisions: Vec<Decisions<'a>>,
    /// What people answered already, with the function that did and when.
    answered: Vec<Text>,
    /// What was found and does not count, with why, who decided it and when.
    set_aside: Vec<Text>,
    /// What was not examined.
    unseen: Vec<Text>,
}

/// One thing that is wrong.
#[derive(Debug, Serialize)]
struct Point {
    /// What.
    title: Text,
    /// How many, of what kind.
    detail: Option<Text>,
    /// Where, the first places.
    places: Option<Text>,
    /// What to do.
    fix: Text,
    /// What stands behind it: a law, a decree, the guide.
    basis: Text,
}

/// What one person decides.
#[derive(Debug, Serialize)]
struct Decisions<'a> {
    /// Who.
    who: Text,
    /// What, the heaviest first.
    what: Vec<Decision<'a>>,
}

/// One decision.
#[derive(Debug, Serialize)]
struct Decision<'a> {
    /// The rule.
    rule: &'a str,
    /// What to decide.
    title: Text,
    /// The first things found, for what is to be verified.
    found: Vec<Text>,
    /// Before what.
    due: Text,
    /// How heavy it is: what admits no reservation first.
    #[serde(skip)]
    weight: Option<(bool, Severity)>,
}

/// Writes the note about `report` in `lang`.
pub(super) fn render(
    report: &Report,
    (shape, lang): (Shape, Lang),
    out: &mut dyn Write,
) -> io::Result<()> {
    let view = View::new(report, lang);
    let note = note(report, &view.screen);
    let context = context! {
        view => Serde(view),
        note => Serde(note),
        fr => lang == Lang::Fr,
        style => verbatim(html::SIMPLE),
        allowed => html::source(html::SIMPLE),
    };
    match shape {
        Shape::Markdown => template::render_markdown("note/note.md", lang, context, out),
        Shape::Html => template::render("note/note.html", context, out),
        Shape::Odt => odt::write(context, out),
    }
}

/// The template `name` filled with `context`.
fn filled(name: &str, context: Value) -> io::Result<Vec<u8>> {
    let mut page = Vec::new();
    template::render(name, context, &mut page)?;
    Ok(page)
}

fn note<'a>(report: &'a Report, screen: &FirstScreen<'_>) -> Note<'a> {
    let points = |severity| -> Vec<Point> {
        let failing = group::failing(report, severity).into_iter();
        let heavy =
            failing.filter(|one| severity == Severity::Blocking || !group::is_usual(report, one));
        heavy.take(LEADS).map(|outcome| point(report, outcome)).collect()
    };
    let closed = group::closed(report).map(|closed| Point {
        title: closed.title,
        detail: None,
        places: None,
        fix: closed.fix,
        basis: report.outcome(closed.rule).map_or_else(|| Text::same(""), |one| basis(report, one)),
    });
    let blocking = closed.into_iter().chain(points(Severity::Blocking)).collect::<Vec<_>>();
    let important = points(Severity::Important);
    Note {
        plain: plain(report),
        basis: sentence(&verdict::because(report)),
        blocking_more: screen.blocking.len() - blocking.len(),
        important_more: screen.important.len() - important.len(),
        usual: screen.usual.iter().map(|lead| lead.title.following("", "")).collect(),
        blocking,
        important,
        decisions: decisions(report),
        answered: answered(report),
        set_aside: set_aside(report),
        unseen: unseen(report),
    }
}

/// The verdict as a sentence that needs no knowledge of the program.
fn plain(report: &Report) -> Text {
    let unsettled = |one: &&Outcome| one.outcome == Status::Unknown && group::is_firm(report, one);
    let unsettled = report.outcomes.iter().filter(unsettled).count();
    match report.headline() {
        Verdict::Publiable => text!(
            "Le code source peut être publié : aucune exigence bloquante ou importante n’est en défaut et les services compétents ont répondu.",
            "The source code may be published: no blocking or important requirement fails, and the departments in charge have answered."
        ),
        Verdict::PubliableSousReserve if unsettled > 0 => text!(
            unsettled;
            "Publication possible après {unsettled} confirmation : celle du point marqué « avant toute publication » ; les autres points peuvent être acceptés par une décision motivée."
                | "Publication possible après {unsettled} confirmations : celles des points marqués « avant toute publication » ; les autres points peuvent être acceptés par une décision motivée.",
            "Publication is possible after {unsettled} confirmation: that of the point marked “before any publication”; the other points may be accepted by a reasoned decision."
                | "Publication is possible after {unsettled} confirmations: those of the points marked “before any publication”; the other points may be accepted by a reasoned decision."
        ),
        Verdict::PubliableSousReserve => text!(
            "Le code source peut être publié sous réserve : les points ci-dessous sont à lever, ou à accepter par une décision motivée.",
            "The source code may be published with reservations: the points below are to be lifted, or accepted by a reasoned decision."
        ),
        Verdict::NonPubliable => text!(
            "Le code source ne peut pas être publié en l’état : au moins une exigence bloquante n’est pas respectée.",
            "The source code may not be published as it stands: at least one blocking requirement is not met."
        ),
        Verdict::AuditIncomplet => text!(
            "Aucune conclusion n’est possible : une partie du dépôt n’a pas pu être lue.",
            "No conclusion is possible: part of the repository could not be read."
        ),
    }
}

fn point(report: &Report, outcome: &Outcome) -> Point {
    Point {
        title: report.title_of(outcome),
        detail: group::kinds(report, outcome)
            .or_else(|| outcome.fails().then(|| outcome.reason_i18n.clone()))
            .map(|detail| sentence(&detail)),
        places: places(outcome.open().filter(|one| one.level() == Level::Error)),
        fix: usual_fix(report, outcome).unwrap_or_else(|| outcome.reason_i18n.clone()),
        basis: basis(report, outcome),
    }
}

/// What stands behind a rule, and the first text that states it.
fn basis(report: &Report, outcome: &Outcome) -> Text {
    let Some(rule) = report.rules.get(&outcome.rule) else { return Text::same("") };
    let source = rule.source.iter().find_map(|source| {
        let title = &report.documents.get(&source.document)?.title;
        Some(match source.cited() {
            Some(section) => text!("{title}, {section}", "{title}, {section}"; title, section),
            None => title.clone(),
        })
    });
    let norm = rule.norm.first().map(|norm| norm.label()).unwrap_or_else(|| Text::same(""));
    match source {
        Some(source) => text!("{norm} — {source}", "{norm} — {source}"; norm, source),
        None => norm,
    }
}

/// What people have to decide: the questions, then what blocks or is important and is
/// about their field.
fn decisions(report: &Report) -> Vec<Decisions<'_>> {
    let mut by_person: BTreeMap<Respondent, Vec<Decision<'_>>> = BTreeMap::new();
    let (asked, verify) = group::open(report);
    for (who, outcomes) in group::respondents(report, &asked) {
        let answers = outcomes.into_iter().map(|outcome| Decision {
            rule: &outcome.rule,
            title: to_confirm(report, &outcome.rule),
            found: first(outcome),
            due: due(report, outcome),
            weight: Some((group::is_firm(report, outcome), outcome.severity)),
        });
        by_person.entry(who).or_default().extend(answers);
    }
    let failing = [Severity::Blocking, Severity::Important].map(|one| group::failing(report, one));
    let failing = failing.into_iter().flatten();
    // What blocks is somebody's decision, were a command to write what it lacks.
    let decided =
        |one: &&Outcome| one.severity == Severity::Blocking || !group::is_usual(report, one);
    let failing = failing.filter(|one| one.nature != Nature::Attestation).filter(decided);
    let (verify, waiting) = group::to_verify(&verify);
    for outcome in failing.chain(verify) {
        let title = match outcome.fails() {
            true => report.title_of(outcome).following("À traiter : ", "To deal with: "),
            false => title(report, &outcome.rule).unsettled(false),
        };
        let decision = Decision {
            rule: &outcome.rule,
            title,
            found: if outcome.fails() { Vec::new() } else { first(outcome) },
            due: due(report, outcome),
            weight: Some((group::is_firm(report, outcome), outcome.severity)),
        };
        by_person.entry(chapter::decided_by(&outcome.chapter)).or_default().push(decision);
    }
    if let Some(waiting) = waiting {
        let read = Decision {
            rule: "",
            title: text!(
                "Rendre lisible ce qui n’a pas pu être lu, puis relancer l’audit",
                "Make what could not be read readable, then run the audit again"
            ),
            found: vec![sentence(&waiting)],
            due: text!("avant toute publication", "before any publication"),
            weight: Some((true, Severity::Blocking)),
        };
        by_person.entry(Respondent::Project).or_default().push(read);
    }
    let people = by_person.into_iter();
    people.map(|(who, what)| Decisions { who: who.function(), what: shortened(what) }).collect()
}

/// The first things found against the rule of `outcome`, each with its places, and how many
/// more there are.
fn first(outcome: &Outcome) -> Vec<Text> {
    let mut told: Vec<(&Text, Vec<&ReportedFinding>)> = Vec::new();
    for finding in outcome.open() {
        match told.iter_mut().find(|(said, _)| **said == finding.message_i18n) {
            Some((_, alike)) => alike.push(finding),
            None => told.push((&finding.message_i18n, vec![finding])),
        }
    }
    let more = told.len().saturating_sub(FOUND);
    told.truncate(FOUND);
    let said = told.into_iter().map(|(said, alike)| {
        let said = sentence(said);
        match places(alike.into_iter()) {
            Some(places) => text!("{said} ({places})", "{said} ({places})"; said, places),
            None => said,
        }
    });
    let mut found: Vec<Text> = said.collect();
    if more > 0 {
        found.push(text!(
            more;
            "et {more} autre" | "et {more} autres",
            "and {more} other" | "and {more} others"
        ));
    }
    found
}

/// What people answered: the requirement, the answer, the function that gave it and when.
fn answered(report: &Report) -> Vec<Text> {
    let told = |entry: &ReportedAttestation| {
        let title = title(report, &entry.rule);
        let answer = entry.answer.label();
        let role = match &entry.organisation {
            Some(organisation) => format!("{} ({organisation})", entry.role),
            None => entry.role.clone(),
        };
        let day = date::long(&entry.date);
        let stale = match entry.stale {
            Some(_) => text!(" — à renouveler", " — to be renewed"),
            None => Text::same(""),
        };
        text!(
            "{title} : {answer} — {role}, le {day}{stale}",
            "{title}: {answer} — {role}, {day}{stale}";
            title, answer, day, stale
        )
    };
    report.attestations.iter().map(told).collect()
}

/// What was found and may stay: the rule, where, why and who decided it. It does not
/// count in the verdict, and whoever signs has to know it.
fn set_aside(report: &Report) -> Vec<Text> {
    let mut told = Vec::new();
    for outcome in &report.outcomes {
        let title = title(report, &outcome.rule);
        let mut by_reason: BTreeMap<&Text, Vec<&ReportedFinding>> = BTreeMap::new();
        for finding in outcome.findings.iter().filter(|one| !one.informational) {
            if let Some(why) = &finding.waived {
                by_reason.entry(why).or_default().push(finding);
            }
        }
        for (why, findings) in by_reason {
            told.push(match places(findings.into_iter()) {
                Some(places) => text!(
                    "{title} : {places} — {why}",
                    "{title}: {places} — {why}";
                    title, places, why
                ),
                None => text!("{title} : {why}", "{title}: {why}"; title, why),
            });
        }
    }
    let more = told.len().saturating_sub(SET_ASIDE);
    if more > 0 {
        told.truncate(SET_ASIDE);
        told.push(text!(
            more;
            "Et {more} autre, dans le rapport d’audit" | "Et {more} autres, dans le rapport d’audit",
            "And {more} other, in the audit report" | "And {more} others, in the audit report"
        ));
    }
    told
}

/// The first places of `findings`, and how many more there are.
fn places<'a>(findings: impl Iterator<Item = &'a ReportedFinding>) -> Option<Text> {
    let mut places: Vec<String> = Vec::new();
    for place in findings.map(|finding| finding.location.to_string()) {
        if !place.is_empty() && !places.contains(&place) {
            places.push(place);
        }
    }
    let more = places.len().saturating_sub(PLACES);
    places.truncate(PLACES);
    let shown = places.join(", ");
    match (shown.is_empty(), more) {
        (true, _) => None,
        (false, 0) => Some(Text::same(shown)),
        (false, more) => Some(text!(
            more;
            "{shown} et {more} autre endroit" | "{shown} et {more} autres endroits",
            "{shown} and {more} other place" | "{shown} and {more} other places"
        )),
    }
}

/// The heaviest of `what`, and how many more there are.
fn shortened(mut what: Vec<Decision<'_>>) -> Vec<Decision<'_>> {
    what.sort_by_key(|decision| Reverse(decision.weight));
    let more = what.len().saturating_sub(DECISIONS);
    if more > 1 {
        what.truncate(DECISIONS);
        what.push(Decision {
            rule: "",
            title: text!(
                "Et {more} autres points, dans le rapport d’audit",
                "And {more} other points, in the audit report"
            ),
            found: Vec::new(),
            due: Text::same(""),
            weight: None,
        });
    }
    what
}

/// Before what somebody has to decide.
fn due(report: &Report, outcome: &Outcome) -> Text {
    match group::is_firm(report, outcome) {
        true => text!("avant toute publication", "before any publication"),
        false => text!(
            "avant publication, ou réserve motivée",
            "before publication, or a reasoned reservation"
        ),
    }
}

/// What was not read, and what no program examines.
fn unseen(report: &Report) -> Vec<Text> {
    let missing = report.incomplete.iter().take(UNSEEN).map(|notice| sentence(&notice.told()));
    let history = (report.repository.commits == 0).then(|| {
        text!(
            "L’historique Git n’a pas été lu : les secrets qu’il contiendrait ne sont pas connus.",
            "The Git history was not read: the secrets that it may hold are not known."
        )
    });
    let always = text!(
        "Le programme ne juge ni la sécurité de l’architecture, ni l’exactitude des réponses données, ni l’opportunité de publier. Il ne se connecte à aucun service : rien n’est vérifié en ligne.",
        "The program judges neither the security of the architecture, nor the accuracy of the answers given, nor whether publishing is advisable. It connects to no service: nothing is verified online."
    );
    let more = report.incomplete.len().saturating_sub(UNSEEN);
    let more = (more > 0).then(|| {
        text!(more; "Et {more} autre élément." | "Et {more} autres éléments.", "And {more} other item." | "And {more} other items.")
    });
    missing.chain(more).chain(history).chain([always]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_admits_no_reservation_is_never_cut_for_what_does() {
        let decision = |rule, firm, severity| Decision {
            rule,
            title: Text::same(rule),
            found: Vec::new(),
            due: Text::same(""),
            weight: Some((firm, severity)),
        };
        let mut what: Vec<Decision<'_>> = ["a", "b", "c", "d", "e", "f"]
            .map(|rule| decision(rule, false, Severity::Important))
            .into();
        what.push(decision("firm", true, Severity::Recommended));
        what.push(decision("blocking", true, Severity::Blocking));
        let told: Vec<&str> = shortened(what).iter().map(|one| one.rule).collect();
        assert_eq!(told, ["blocking", "firm", "a", "b", "c", ""]);
    }
}
