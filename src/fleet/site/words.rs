//! What the pages say.

use super::super::index::{Repository, Standing};
use super::super::summary::Summary;
use crate::lang::{Lang, Text};
use crate::render::fleet::{Cell, Page};
use crate::text;

/// The page that leads to both languages.
pub(super) fn door() -> Page {
    let to = |lang: Lang, text: &str| Cell {
        text: text.to_string(),
        href: format!("{}/index.html", lang.code()),
        kind: lang.code().to_string(),
    };
    Page {
        lang: Lang::Fr,
        title: title().get(Lang::Fr).to_string(),
        way: way().get(Lang::Fr).to_string(),
        above: Vec::new(),
        others: vec![to(Lang::Fr, "Français"), to(Lang::En, "English")],
        lines: vec![Cell::link("Voir l’état du parc", "fr/index.html")],
        sections: Vec::new(),
    }
}

pub(super) fn title() -> Text {
    text!(
        "Publication du code source : état du parc",
        "Source code publication: state of the fleet"
    )
}

pub(super) fn way() -> Text {
    text!("Chemin", "Path")
}

pub(super) fn total() -> Text {
    text!("Ensemble", "Whole")
}

pub(super) fn state() -> Text {
    text!("État", "State")
}

pub(super) fn trend() -> Text {
    text!("Évolution", "Trend")
}

pub(super) fn date() -> Text {
    text!("jour", "day")
}

pub(super) fn ministry() -> Text {
    text!("ministère", "ministry")
}

pub(super) fn no_ministry() -> Text {
    text!("sans ministère connu", "without a known ministry")
}

pub(super) fn body() -> Text {
    text!("organisme", "body")
}

pub(super) fn by_ministry() -> Text {
    text!("Par ministère", "By ministry")
}

pub(super) fn by_body() -> Text {
    text!("Par organisme", "By body")
}

pub(super) fn repositories() -> Text {
    text!("Dépôts", "Repositories")
}

pub(super) fn next() -> Text {
    text!("Suite des dépôts", "More repositories")
}

pub(super) fn once() -> Text {
    text!(
        "Un dépôt de plusieurs organismes est compté dans chacun, et une fois dans l’ensemble.",
        "A repository of several bodies is counted in each, and once in the whole."
    )
}

pub(super) fn refused() -> Text {
    text!("Dépôts non publiables", "Repositories that may not be published")
}

pub(super) fn refused_head() -> [Text; 3] {
    [text!("dépôt", "repository"), text!("ce qui bloque", "what blocks"), body()]
}

pub(super) fn more_refused(more: usize) -> Text {
    text!(
        more;
        "Et {more} autre, sur la page de son organisme." | "Et {more} autres, sur les pages des organismes.",
        "And {more} other, on the page of its body." | "And {more} others, on the pages of the bodies."
    )
}

pub(super) fn report() -> Text {
    text!("Le rapport complet (JSON)", "The whole report (JSON)")
}

pub(super) fn to_read() -> Text {
    text!(
        "Pour le lire en page web : publiable report RAPPORT.json --format html=rapport.html",
        "To read it as a web page: publiable report REPORT.json --format html=report.html"
    )
}

pub(super) fn unread() -> Text {
    text!("Ce qui n’est pas lu", "What is not read")
}

pub(super) fn all_read() -> Text {
    text!("Tout a été lu.", "Everything was read.")
}

pub(super) fn unread_head() -> [Text; 3] {
    [text!("raison", "reason"), text!("dépôts", "repositories"), text!("que faire", "what to do")]
}

pub(super) fn repository_head() -> [Text; 5] {
    [
        text!("dépôt", "repository"),
        text!("verdict", "verdict"),
        text!("degré atteint", "degree reached"),
        text!("dernier commit", "last commit"),
        text!("licence", "licence"),
    ]
}

/// What the whole comes to, in a sentence.
pub(super) fn whole(summary: &Summary) -> Text {
    let count = summary.all.repositories;
    let named = summary.bodies.keys().flatten().count();
    let without = summary.bodies.get(&None).map_or(0, |counts| counts.repositories);
    let count = text!(count; "{count} dépôt" | "{count} dépôts", "{count} repository" | "{count} repositories");
    let mut bodies =
        text!(named; "{named} organisme" | "{named} organismes", "{named} body" | "{named} bodies");
    if without > 0 {
        let unknown = text!(without; "organisme inconnu : {without} dépôt" | "organisme inconnu : {without} dépôts", "unknown body: {without} repository" | "unknown body: {without} repositories");
        bodies = match named {
            0 => unknown,
            _ => text!("{bodies}, {unknown}", "{bodies}, {unknown}"; bodies, unknown),
        };
    }
    let same = summary.same;
    let same = text!(same; "{same} en double, non compté" | "{same} en double, non comptés", "{same} double, not counted" | "{same} doubles, not counted");
    text!("{count}, {bodies} ; {same}.", "{count}, {bodies}; {same}."; count, bodies, same)
}

/// The verdict of a repository, or why it has none.
pub(super) fn verdict(one: &Repository) -> Text {
    if one.standing == Standing::Same {
        return text!("même contenu qu’un autre dépôt", "same content as another repository");
    }
    let told = one.missing.as_ref().map(|missing| missing.reason.told(&missing.detail));
    match (one.headline(), told) {
        (Some(verdict), _) => verdict.label(),
        (None, Some(why)) => text!("non lu : {why}", "not read: {why}"; why),
        (None, None) => text!("non lu", "not read"),
    }
}

/// What else is known of a repository.
pub(super) fn about(one: &Repository) -> Vec<Text> {
    let Repository { announced, reached, date, revision, files, commits, report, .. } = one;
    let mut lines = Vec::new();
    if let Some(missing) = &one.missing {
        let (why, then) = (missing.reason.told(&missing.detail), missing.reason.remedy());
        lines.push(text!("{why} → {then}", "{why} → {then}"; why, then));
    }
    if !report.is_empty() {
        let none = "–";
        let announced = if announced.is_empty() { none } else { announced };
        let reached = if reached.is_empty() { none } else { reached };
        lines.push(text!(
            "Degré annoncé : {announced} ; degré atteint : {reached}.",
            "Degree declared: {announced}; degree reached: {reached}."
        ));
        let files =
            text!(*files; "{files} fichier" | "{files} fichiers", "{files} file" | "{files} files");
        let commits = text!(*commits; "{commits} commit" | "{commits} commits", "{commits} commit" | "{commits} commits");
        let revision: String = revision.chars().take(10).collect();
        lines.push(text!(
            "Audité le {date} à la révision {revision} : {files}, {commits}.",
            "Audited on {date} at revision {revision}: {files}, {commits}.";
            files, commits
        ));
    }
    lines
}
