//! No personal data and no internal name of one family is in the files.

use super::{Audited, Check, past};
use crate::finding::{Answer, Finding, Location};
use crate::lang::Text;
use crate::project::Project;
use crate::secrets::{self, Detection, Family, Level, Place, kind};
use crate::snapshot::classify::{Class, class_of};
use crate::text;
use serde::Deserialize;

/// Parameters.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Leaks {
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
    /// True when the history is looked at too.
    #[serde(default)]
    past: bool,
}

impl Check for Leaks {
    fn run(&self, Audited { project, .. }: Audited<'_>) -> Answer {
        let here: Vec<(&Detection, Vec<&Place>)> = project
            .leaks(self.family)
            .map(|found| (found, self.places(project, &found.places)))
            .filter(|(_, places)| !places.is_empty())
            .collect();
        let at = |level| here.iter().filter(move |(found, _)| found.level == level);
        let (sure, doubtful) = (at(Level::Report).count(), at(Level::Review).count());
        let mut findings: Vec<Finding> =
            at(Level::Report).map(|(found, places)| finding(project, found, places)).collect();
        let doubts =
            at(Level::Review).map(|(found, places)| finding(project, found, places).unsure());
        findings.extend(doubts.take(self.doubts));
        let shown = doubtful.min(self.doubts);
        let answer = match (sure, doubtful, past::unscanned(project)) {
            (0, 0, Some(unscanned)) => past::undecided(&unscanned),
            (0, 0, None) => {
                let files = project.files().count();
                let (fr, en) = (&self.none.fr, &self.none.en);
                Answer::pass(text!("{fr} dans les {files} fichiers", "{en} in the {files} files"))
            }
            (0, _, _) => {
                Answer::unknown(self.count(doubtful).after("à vérifier : ", "to verify: "))
            }
            (_, _, _) => Answer::fail(self.count(sure), Vec::new()),
        };
        let answer = answer.with(findings);
        let rest = doubtful - shown;
        let informing = at(Level::Information).count();
        let told = (rest > 0).then(|| review(rest)).into_iter();
        let told = told.chain((informing > 0).then(|| informed(informing)));
        answer.seen_all(told.map(|told| (Location::default(), told)))
    }
}

impl Leaks {
    fn places<'a>(&self, project: &Project<'_>, places: &'a [Place]) -> Vec<&'a Place> {
        let here = own_places(project, self.family, places);
        // What is in the files is told there: the history holds it as well.
        if !here.is_empty() || !self.past {
            return here;
        }
        places.iter().filter(|place| place.commit.is_some()).collect()
    }

    fn count(&self, count: usize) -> Text {
        let Text { fr, en } = if count == 1 { &self.one } else { &self.many };
        match self.past {
            false => text!("{count} {fr} dans les fichiers", "{count} {en} in the files"),
            true => text!(
                "{count} {fr} dans les fichiers ou leur historique",
                "{count} {en} in the files or their history"
            ),
        }
    }
}

/// The places in files that the project itself wrote.
pub(super) fn own_places<'a>(
    project: &Project<'_>,
    family: Family,
    places: &'a [Place],
) -> Vec<&'a Place> {
    let own = |path: &str| {
        let path = path.split("!/").next().unwrap_or(path);
        let said = project.snapshot.file(path).map(|file| file.class);
        // Where a number of a person stands says whose it is; what the repository
        // says of itself does not.
        let class = match family {
            Family::SocialSecurityNumber | Family::BankDetails => Some(class_of(path)),
            _ => said,
        };
        !matches!(class, Some(Class::Vendored | Class::Generated))
    };
    places.iter().filter(|p| p.commit.is_none() && p.path.as_deref().is_some_and(own)).collect()
}

fn review(count: usize) -> Text {
    text!(
        count;
        "{count} autre à relire : publiable secrets scan --level review"
            | "{count} autres à relire : publiable secrets scan --level review",
        "{count} other to look over: publiable secrets scan --level review"
            | "{count} others to look over: publiable secrets scan --level review"
    )
}

fn informed(count: usize) -> Text {
    text!(
        count;
        "{count} valeur sans conséquence probable (exemple, test, réseau local) n’est pas comptée"
            | "{count} valeurs sans conséquence probable (exemples, tests, réseau local) ne sont pas comptées",
        "{count} value of no likely consequence (example, test, local network) is not counted"
            | "{count} values of no likely consequence (examples, tests, local network) are not counted"
    )
}

fn finding(project: &Project<'_>, found: &Detection, places: &[&Place]) -> Finding {
    let message = told(found, Some(&found.redacted), places.len());
    found_at(project, found, places, message)
}

/// The finding that says `message` of `found`, at the first of `places` and also at
/// the others.
pub(super) fn found_at(
    project: &Project<'_>,
    found: &Detection,
    places: &[&Place],
    message: Text,
) -> Finding {
    let finding = Finding::new(found.fingerprint.0.clone(), message)
        .identified(found.fingerprint.clone())
        .seen_as(found.seen_as.clone())
        .certain(found.certainty, found.percent())
        .of(kind::category(&found.pattern), places.iter().all(|place| is_sample(place)))
        .allowed(project.allowed(found))
        .also(places.iter().skip(1).map(|place| location(place)));
    match places.first() {
        Some(first) => finding.at(location(first)),
        None => finding,
    }
}

/// What was found, its `value` where it may be shown, how far it is established, at
/// how many places, and why.
pub(super) fn told(found: &Detection, value: Option<&str>, places: usize) -> Text {
    let value = value.map_or(Text::same(""), |value| text!(" « {value} »", " “{value}”"));
    let several = match places {
        0 | 1 => Text::same(""),
        _ => text!(", {places} endroits", ", {places} places"),
    };
    let (name, sure) = (kind::name(&found.pattern), found.certainty.with(found.percent()));
    let reason = &found.reason;
    text!(
        "{name}{value} (cas {sure}{several}) : {reason}",
        "{name}{value} ({sure}{several}): {reason}";
        name, value, sure, several, reason
    )
}

/// True for a place of tests, examples or documentation.
fn is_sample(place: &Place) -> bool {
    place.path.as_deref().is_some_and(secrets::is_sample)
}

/// Where `place` is, as findings say it.
pub(super) fn location(place: &Place) -> Location {
    let line = Some(place.line).filter(|_| place.path.is_some());
    Location {
        path: place.path.clone(),
        line,
        column: line.map(|_| place.column),
        commit: place.commit.clone(),
        branch: None,
    }
}
