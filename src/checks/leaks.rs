//! No personal datum and no internal name of one family is in the files.

use super::Check;
use crate::finding::{Answer, Finding, Location};
use crate::lang::Text;
use crate::project::Project;
use crate::secrets::{Family, Found, Level, Place, kind};
use crate::snapshot::classify::Class;
use crate::text;
use serde::Deserialize;

/// Parameters.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Leaks {
    /// What is looked for.
    family: Family,
    /// Said when there is none.
    none: Text,
    /// Said after the number 1.
    one: Text,
    /// Said after a larger number.
    many: Text,
    /// How many doubtful values are told one by one.
    doubts: usize,
}

impl Check for Leaks {
    fn run(&self, project: &Project<'_>) -> Answer {
        let here: Vec<(&Found, Vec<&Place>)> = project
            .leaks(self.family)
            .map(|found| (found, own_places(project, &found.detection.places)))
            .filter(|(_, places)| !places.is_empty())
            .collect();
        let at = |level| here.iter().filter(move |(found, _)| found.detection.level == level);
        let (sure, doubtful) = (at(Level::Report).count(), at(Level::Review).count());
        let mut findings: Vec<Finding> =
            at(Level::Report).map(|(found, places)| finding(found, places)).collect();
        let doubts = at(Level::Review).map(|(found, places)| finding(found, places).unsure());
        findings.extend(doubts.take(self.doubts));
        let shown = doubtful.min(self.doubts);
        let answer = match (sure, doubtful) {
            (0, 0) => {
                let files = project.files().count();
                let (fr, en) = (&self.none.fr, &self.none.en);
                Answer::pass(text!("{fr} dans les {files} fichiers", "{en} in the {files} files"))
            }
            (0, _) => Answer::unknown(self.count(doubtful).after("à vérifier : ", "to verify: ")),
            (_, _) => Answer::fail(self.count(sure), Vec::new()),
        };
        let answer = answer.with(findings);
        let rest = doubtful - shown;
        let answer = match rest {
            0 => answer,
            _ => answer.seen(Location::default(), review(rest)),
        };
        match at(Level::Information).count() {
            0 => answer,
            count => answer.seen(Location::default(), informed(count)),
        }
    }
}

impl Leaks {
    fn count(&self, count: usize) -> Text {
        let Text { fr, en } = if count == 1 { &self.one } else { &self.many };
        text!("{count} {fr} dans les fichiers", "{count} {en} in the files")
    }
}

/// The places in files that the project itself wrote.
pub fn own_places<'a>(project: &Project<'_>, places: &'a [Place]) -> Vec<&'a Place> {
    let own = |path: &str| {
        let path = path.split("!/").next().unwrap_or(path);
        let class = project.snapshot.file(path).map(|file| file.class);
        !matches!(class, Some(Class::Vendored | Class::Generated))
    };
    places.iter().filter(|p| p.commit.is_none() && p.path.as_deref().is_some_and(own)).collect()
}

fn review(count: usize) -> Text {
    text!(
        "{count} autres à relire : publiable secrets scan --level review",
        "{count} others to look over: publiable secrets scan --level review"
    )
}

fn informed(count: usize) -> Text {
    text!(
        "{count} valeurs sans conséquence probable (exemples, tests, réseau local) ne sont pas comptées",
        "{count} values of no likely consequence (examples, tests, local network) are not counted"
    )
}

fn finding(found: &Found, places: &[&Place]) -> Finding {
    let detection = &found.detection;
    let (name, reason) = (kind::name(&detection.pattern), &detection.reason);
    let value = shown(found);
    let message = Text::new(
        format!("{} « {value} » : {}", name.fr, reason.fr),
        format!("{} “{value}”: {}", name.en, reason.en),
    );
    let finding = Finding::new(detection.fingerprint.0.clone(), message)
        .identified(detection.fingerprint.clone())
        .also(places.iter().skip(1).map(|place| location(place)));
    match places.first() {
        Some(first) => finding.at(location(first)),
        None => finding,
    }
}

/// A name of the network and a marking are shown; what designates a person is not.
fn shown(found: &Found) -> String {
    match found.detection.family {
        Family::InternalHost | Family::PrivateSource | Family::ProtectiveMarking => {
            let value = String::from_utf8_lossy(found.secret.expose()).into_owned();
            value.chars().take(80).collect()
        }
        _ => found.detection.redacted.clone(),
    }
}

/// Where `place` is, as findings say it.
pub fn location(place: &Place) -> Location {
    Location {
        path: place.path.clone(),
        line: Some(place.line),
        column: Some(place.column),
        commit: None,
    }
}
