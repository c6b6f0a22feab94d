//! No secret leaves with the code: neither in the files nor in the history.

use super::leaks::{found_at, location, own_places, told};
use super::{Audited, Check, past};
use crate::finding::{Answer, Certainty, Finding, Fingerprint, Location};
use crate::lang::Text;
use crate::project::Project;
use crate::secrets::judge::words::is_guessable;
use crate::secrets::{Detection, Family, Level, MASK, Place, kind};
use crate::text;
use crate::text::show;
use serde::Deserialize;
use std::collections::{BTreeSet, HashMap};

/// The longest name on the line above that is shown, in bytes.
const LONGEST_NAME: usize = 80;

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

    /// What is found there. A password that every developer uses is judged by the files
    /// alone: it is none there because an old version gave it to a server. A value that
    /// nobody guesses is the same one wherever it stands.
    fn detections<'a>(self, project: &'a Project<'_>) -> Vec<&'a Detection> {
        let all = project.all_leaks();
        let own: HashMap<&Fingerprint, &Detection> = all
            .in_files
            .iter()
            .filter(|found| self == Scope::Tree && is_guessable(found.secret.expose()))
            .map(|found| (&found.detection.value, &found.detection))
            .collect();
        let here = project.leaks(Family::Credential);
        let here = here.filter(|found| found.places.iter().any(|place| self.holds(place)));
        here.map(|found| own.get(&found.value).copied().unwrap_or(found)).collect()
    }
}

impl Check for Secrets {
    fn run(&self, Audited { project, .. }: Audited<'_>) -> Answer {
        if self.scope == Scope::History
            && let Err(answer) = past::history(project)
        {
            return answer;
        }
        let here = self.scope.detections(project);
        let at = |level| here.iter().copied().filter(move |detection| detection.level == level);
        let about = |found| finding(project, found, self.scope);
        let (probable, possible): (Vec<&Detection>, Vec<&Detection>) =
            at(Level::Review).partition(|found| found.certainty > Certainty::Possible);
        let sure: Vec<Finding> = at(Level::Report).map(about).collect();
        let answer = match (sure.len(), probable.len()) {
            (0, 0) => self.nothing(project),
            (0, count) => Answer::unknown(self.to_verify(count)),
            (count, _) => Answer::fail(self.count(count), sure),
        };
        let answer = answer.with(probable.into_iter().map(|found| about(found).unsure()));
        let answer = answer.with(vaults(project, self.scope));
        match possible.len() {
            0 => answer,
            count => answer
                .seen(Location::default(), self.to_look_at(count))
                .with(possible.into_iter().map(|found| about(found).info())),
        }
    }
}

/// The header of an Ansible vault, which names what encrypts it: format, version, cipher.
const VAULT: &str = "encrypted-vault";

/// What Ansible vaults publish, told once: nothing is to be revoked, yet whoever finds the
/// password has it all.
fn vaults(project: &Project<'_>, scope: Scope) -> Option<Finding> {
    let headers = project.all_leaks().in_files.iter();
    let headers = headers.filter(|found| found.detection.pattern == VAULT && scope == Scope::Tree);
    let (mut places, mut ciphers) = (Vec::new(), BTreeSet::new());
    for found in headers {
        places.extend(own_places(project, Family::Credential, &found.detection.places));
        let header = String::from_utf8_lossy(found.secret.expose()).into_owned();
        let cipher = header.trim().split(';').nth(2).unwrap_or_default().to_string();
        let named = !cipher.is_empty() && cipher.bytes().all(|byte| byte.is_ascii_alphanumeric());
        ciphers.extend(named.then_some(cipher));
    }
    places.sort();
    let count = places.len();
    let (first, others) = places.split_first()?;
    let ciphers: Vec<String> = ciphers.into_iter().collect();
    let cipher =
        if ciphers.is_empty() { String::new() } else { format!(" ({})", ciphers.join(", ")) };
    let message = text!(
        count;
        "{count} contenu chiffré par Ansible Vault{cipher} : il ne vaut que ce que vaut le mot de passe du coffre, qui doit être long, aléatoire et absent du dépôt"
            | "{count} contenus chiffrés par Ansible Vault{cipher} : ils ne valent que ce que vaut le mot de passe du coffre, qui doit être long, aléatoire et absent du dépôt",
        "{count} content encrypted by Ansible Vault{cipher}: it is only as safe as the password of the vault, which must be long, random and nowhere in the repository"
            | "{count} contents encrypted by Ansible Vault{cipher}: they are only as safe as the password of the vault, which must be long, random and nowhere in the repository"
    );
    let finding = Finding::new(VAULT, message).at(location(first)).info();
    Some(finding.also(others.iter().map(|place| location(place))))
}

impl Secrets {
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
        match self.scope {
            Scope::Tree => text!(
                count;
                "{count} secret dans les fichiers" | "{count} secrets dans les fichiers",
                "{count} secret in the files" | "{count} secrets in the files"
            ),
            Scope::History => text!(
                count;
                "{count} secret dans l’historique" | "{count} secrets dans l’historique",
                "{count} secret in the history" | "{count} secrets in the history"
            ),
        }
    }

    /// What makes the rule undecided, and the command that settles it.
    fn to_verify(&self, count: usize) -> Text {
        let command = match self.scope {
            Scope::Tree => "publiable secrets baseline update --level review",
            Scope::History => "publiable secrets baseline update --history --level review",
        };
        text!(
            count;
            "{count} valeur probable à vérifier ; pour écarter les fausses alertes : {command}"
                | "{count} valeurs probables à vérifier ; pour écarter les fausses alertes : {command}",
            "{count} probable value to verify; to suppress false alarms: {command}"
                | "{count} probable values to verify; to suppress false alarms: {command}"
        )
    }

    /// The possible secrets a person may want to look at.
    fn to_look_at(&self, count: usize) -> Text {
        let command = match self.scope {
            Scope::Tree => "publiable secrets scan --level review",
            Scope::History => "publiable secrets scan --history --level review",
        };
        text!(
            count;
            "{count} valeur possible à relire : {command}"
                | "{count} valeurs possibles à relire : {command}",
            "{count} possible value to review: {command}"
                | "{count} possible values to review: {command}"
        )
    }
}

fn finding(project: &Project<'_>, detection: &Detection, scope: Scope) -> Finding {
    let mut places: Vec<&Place> = detection.places.iter().filter(|p| scope.holds(p)).collect();
    // The first place in the history is where the secret came in.
    places.sort_by_key(|place| (place.date.clone(), place.path.clone(), place.line));
    let message = message(detection, scope, &places);
    let mut finding = found_at(project, detection, &places, message);
    finding.excerpt = places.first().and_then(|first| {
        let shown = first.excerpt.clone()?;
        Some(match above(project, first, &shown) {
            Some(above) => format!("{above} {shown}"),
            None => shown,
        })
    });
    match kind::revoke(&detection.pattern) {
        Some(revoke) => finding.fix(revoke),
        None => finding,
    }
}

/// The name on the line above a value that stands alone on its own: `client_secret: |`.
/// Any other line may hold, in words, what was not recognised as a secret.
fn above<'p>(project: &'p Project<'_>, place: &Place, shown: &str) -> Option<&'p str> {
    let alone = !shown.replace(MASK, "").contains(char::is_alphanumeric);
    let number = place.line.checked_sub(1).filter(|number| alone && *number > 0)?;
    let path = place.path.as_deref().filter(|_| place.commit.is_none())?;
    let line = project.text(project.snapshot.file(path)?)?.lines().nth(number - 1)?.trim();
    let name = line.trim_end_matches(|c: char| c.is_whitespace() || "|>-+([{".contains(c));
    let name = name.strip_suffix([':', '='])?.trim_end().trim_matches(['"', '\'']);
    let named = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.');
    let tells = name.starts_with(char::is_alphabetic) && name.chars().all(named);
    let mut others = project.all_leaks().all.iter().flat_map(|one| &one.places);
    let same = |other: &Place| {
        other.path.as_deref() == Some(path) && (other.line, &other.commit) == (number, &None)
    };
    (tells && name.len() <= LONGEST_NAME && !others.any(same)).then_some(line)
}

fn message(detection: &Detection, scope: Scope, places: &[&Place]) -> Text {
    let Text { mut fr, mut en } = told(detection, None, places.len());
    if scope == Scope::History {
        if let Some(date) = places.first().and_then(|place| place.date.as_deref()) {
            let day = show::day(date);
            fr.push_str(&format!(", entré le {day}"));
            en.push_str(&format!(", added on {day}"));
        }
        if detection.places.iter().any(|place| place.in_head) {
            fr.push_str(", encore dans la version courante");
            en.push_str(", still in the current version");
        } else {
            fr.push_str(", absent de la version courante");
            en.push_str(", not in the current version");
        }
    }
    Text::new(fr, en)
}
