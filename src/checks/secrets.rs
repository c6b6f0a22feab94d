//! No secret leaves with the code: neither in the files nor in the history.

use super::leaks::location;
use super::{Audited, Check, past};
use crate::finding::{Answer, Finding, Location};
use crate::lang::Text;
use crate::project::Project;
use crate::secrets::{Detection, Family, Level, Place, kind};
use crate::text;
use crate::text::show;
use serde::Deserialize;

/// Where to look.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Secrets {
    scope: Scope,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Scope {
    /// The files of the audited version.
    Tree,
    /// Every object that publishing would publish besides.
    History,
}

impl Scope {
    fn holds(self, place: &Place) -> bool {
        match self {
            Scope::Tree => place.commit.is_none(),
            Scope::History => place.commit.is_some(),
        }
    }
}

impl Check for Secrets {
    fn run(&self, Audited { project, .. }: Audited<'_>) -> Answer {
        if self.scope == Scope::History
            && let Err(answer) = past::history(project)
        {
            return answer;
        }
        let here: Vec<&Detection> = project
            .leaks(Family::Credential)
            .filter(|detection| detection.places.iter().any(|place| self.scope.holds(place)))
            .collect();
        let at = |level| here.iter().filter(move |detection| detection.level == level);
        let findings: Vec<Finding> =
            at(Level::Report).map(|found| finding(project, found, self.scope)).collect();
        let review = at(Level::Review).count();
        let in_part = self.read_in_part(project);
        let answer = if findings.is_empty() {
            self.nothing(project)
        } else {
            Answer::fail(self.count(findings.len()), findings)
        };
        let answer = in_part
            .into_iter()
            .fold(answer, |answer, (path, reason)| answer.seen(Location::file(path), reason));
        if review == 0 {
            return answer;
        }
        answer.seen(Location::default(), to_review(review, self.scope))
    }
}

/// No more archives read in part than this are told one by one.
const ARCHIVES: usize = 10;

impl Secrets {
    /// The files that could not all be looked into, with the reason.
    fn read_in_part<'a>(&self, project: &Project<'a>) -> Vec<(&'a str, Text)> {
        if self.scope == Scope::History {
            return Vec::new();
        }
        let own = project.files().filter(|file| file.is_own());
        let in_part = own
            .filter_map(|file| Some((file.path.as_str(), project.facts(file)?.in_part.clone()?)));
        in_part.take(ARCHIVES).collect()
    }

    fn nothing(&self, project: &Project<'_>) -> Answer {
        match (self.scope, past::hidden(project)) {
            (Scope::History, Some(hidden)) => past::undecided(&hidden),
            (Scope::History, None) => Answer::pass(text!(
                "aucun secret dans les versions passées, les messages, les étiquettes et les notes",
                "no secret in past versions, messages, tags and notes"
            )),
            (Scope::Tree, _) => {
                if let Some(unscanned) = past::unscanned(project) {
                    return past::undecided(&unscanned);
                }
                let files = project.files().count();
                Answer::pass(text!(
                    "aucun secret dans les {files} fichiers",
                    "no secret in the {files} files"
                ))
            }
        }
    }

    fn count(&self, count: usize) -> Text {
        match (self.scope, count) {
            (Scope::Tree, 1) => text!("1 secret dans les fichiers", "1 secret in the files"),
            (Scope::Tree, _) => {
                text!("{count} secrets dans les fichiers", "{count} secrets in the files")
            }
            (Scope::History, 1) => {
                text!("1 secret dans l’historique", "1 secret in the history")
            }
            (Scope::History, _) => {
                text!("{count} secrets dans l’historique", "{count} secrets in the history")
            }
        }
    }
}

/// The possible secrets a person may want to look over.
fn to_review(count: usize, scope: Scope) -> Text {
    let command = match scope {
        Scope::Tree => "publiable secrets scan --level review",
        Scope::History => "publiable secrets scan --history --level review",
    };
    match count {
        1 => text!(
            "1 valeur moins sûre à relire : {command}",
            "1 less certain value to look over: {command}"
        ),
        _ => text!(
            "{count} valeurs moins sûres à relire : {command}",
            "{count} less certain values to look over: {command}"
        ),
    }
}

fn finding(project: &Project<'_>, detection: &Detection, scope: Scope) -> Finding {
    let mut places: Vec<&Place> = detection.places.iter().filter(|p| scope.holds(p)).collect();
    // The first place in the history is where the secret came in.
    places.sort_by_key(|place| (place.date.clone(), place.path.clone(), place.line));
    let first = places.first();
    let message = message(detection, scope, first.copied());
    let mut finding = Finding::new(detection.fingerprint.0.clone(), message)
        .identified(detection.fingerprint.clone())
        .allowed(project.allowed(detection))
        .also(places.iter().skip(1).map(|place| location(place)));
    if let Some(first) = first {
        finding = finding.at(location(first));
        finding.excerpt.clone_from(&first.excerpt);
    }
    match kind::revoke(&detection.pattern) {
        Some(revoke) => finding.fix(revoke),
        None => finding,
    }
}

fn message(detection: &Detection, scope: Scope, first: Option<&Place>) -> Text {
    let name = kind::name(&detection.pattern);
    let reason = &detection.reason;
    let (mut fr, mut en) =
        (format!("{} : {}", name.fr, reason.fr), format!("{}: {}", name.en, reason.en));
    if scope == Scope::History {
        if let Some(date) = first.and_then(|place| place.date.as_deref()) {
            let day = show::day(date);
            fr.push_str(&format!(", entré le {day}"));
            en.push_str(&format!(", came in on {day}"));
        }
        if detection.places.iter().any(|place| place.in_head) {
            fr.push_str(", encore dans la version courante");
            en.push_str(", still in the current version");
        } else {
            fr.push_str(", absent de la version courante");
            en.push_str(", gone from the current version");
        }
    }
    Text::new(fr, en)
}
