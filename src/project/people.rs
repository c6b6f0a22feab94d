//! Who the history says wrote the code: identities after `.mailmap`, machines
//! left out, and what kind of address each one carries.

use super::Project;
use crate::snapshot::File;
use crate::snapshot::history::{Commit, Identity};
use crate::snapshot::mailmap::Mailmap;
use jiff::ToSpan;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use regex::Regex;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::LazyLock;

/// What one person's identity did.
#[derive(Debug, Clone, Default)]
pub struct Activity {
    /// Commits written.
    pub authored: usize,
    /// When the newest of these was committed.
    pub last_authored: Option<jiff::Timestamp>,
    /// Commits in any role: author, committer or co-author.
    pub commits: usize,
    /// The newest of them.
    pub newest: Option<(git2::Oid, jiff::Timestamp)>,
    /// The oldest of them.
    pub oldest: Option<(git2::Oid, jiff::Timestamp)>,
}

/// The identities of people, by name and lower-case address.
pub struct People {
    /// What each did.
    pub activity: BTreeMap<Identity, Activity>,
    /// Commits that a person wrote.
    pub commits: usize,
    /// Commits that a machine wrote.
    pub by_machines: usize,
    /// Identities that `.mailmap` replaced.
    pub mapped: usize,
}

/// Accounts of machines: forges mark them with `[bot]`; the others are known by
/// the name their documentation gives their account.
static MACHINE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let names = r"(?ix-u) \[bot\] | ^(?:[\w.+-]*[\s._-])?bot(?:[\s<._-]|$) | -bot\b | \brobot\b
        | ^(?:renovate|dependabot|greenkeeper|weblate|hosted\ weblate|crowdin|transifex|snyk|imgbot|allcontributors
          |pre-commit-ci|semantic-release|github[\s-]?actions?|gitlab[\s-]?ci|travis\s?ci|pyup|codecov|sonarcloud
          |release-please|lerna|netlify|scalingo|actions-user|gitbook|copilot|cursor\ agent|mergify)\b
        | <(?:noreply@github\.com|noreply@gitlab\.com|support@github\.com|support@dependabot\.com
          |hosted@weblate\.org|noreply@weblate\.org|bot@[\w.-]+|[\w.+-]*[-_]bot@[\w.-]+|renovate@[\w.-]+
          |action@github\.com|actions@github\.com|noreply@[\w.-]*(?:forgejo|gitea|codeberg|framagit)[\w.-]*)>";
    Regex::new(names).ok()
});

/// True for the account of a machine: it has nobody to inform or to name.
pub(crate) fn is_machine(identity: &Identity) -> bool {
    let written = format!("{} <{}>", identity.name, identity.email);
    MACHINE.as_ref().is_some_and(|machine| machine.is_match(&written))
}

/// True for the address a forge gives to an account that hides its own
/// (GitHub, GitLab, Gitea and Forgejo): it names an account, not a mailbox.
pub(crate) fn is_masked(email: &str) -> bool {
    let domain = email.rsplit_once('@').map_or("", |(_, domain)| domain).to_lowercase();
    domain.starts_with("users.noreply.") || domain.starts_with("noreply.")
}

/// True for the file that maps identities.
pub(crate) fn is_mailmap(file: &File) -> bool {
    file.path == ".mailmap"
}

/// Gathers the people of the history.
pub(super) fn read(project: &Project<'_>) -> People {
    let text = project.snapshot.file(".mailmap").and_then(|file| project.text(file));
    let mailmap = Mailmap::parse(text.unwrap_or_default());
    let commits = project.snapshot.history.iter().flat_map(|history| &history.commits);
    let mut known: HashMap<Identity, Option<Identity>> = HashMap::new();
    let mut people = People { activity: BTreeMap::new(), commits: 0, by_machines: 0, mapped: 0 };
    for commit in commits {
        let mut seen = Vec::new();
        let co_authors = trailers(&commit.message, CO_AUTHOR);
        let all = [&*commit.author, &*commit.committer].into_iter().chain(&co_authors).enumerate();
        for (at, written) in all {
            let identity = known.entry(written.clone()).or_insert_with(|| {
                let meant = tidy(mailmap.resolve(written));
                people.mapped += usize::from(meant != tidy(written.clone()));
                (!is_machine(&meant)).then_some(meant)
            });
            let Some(identity) = identity else {
                people.by_machines += usize::from(at == 0);
                continue;
            };
            // A tool that signs as co-author does so from an address nobody reads.
            if at > 1 && identity.email.starts_with("noreply@") {
                continue;
            }
            people.commits += usize::from(at == 0);
            if !seen.contains(identity) {
                seen.push(identity.clone());
                people.activity.entry(identity.clone()).or_default().count(commit, at == 0);
            }
        }
    }
    people
}

impl People {
    /// How many addresses people committed from since the day `since`.
    pub fn authors_since(&self, since: Date) -> usize {
        let day = |instant: jiff::Timestamp| instant.to_zoned(TimeZone::UTC).date();
        let active = self.activity.iter().filter(|(_, activity)| {
            activity.last_authored.is_some_and(|newest| day(newest) >= since)
        });
        active.map(|(who, _)| &who.email).collect::<BTreeSet<_>>().len()
    }
}

/// The commits of the twelve months before the audit; `None` without history.
pub(crate) fn recent_commits<'a>(project: &Project<'a>) -> Option<Vec<&'a Commit>> {
    let history = project.snapshot.history.as_ref()?;
    let start = a_year_before(project.today).to_zoned(TimeZone::UTC).ok()?.timestamp();
    Some(history.commits.iter().filter(|commit| commit.date >= start).collect())
}

/// The day twelve months before `day`.
pub(crate) fn a_year_before(day: Date) -> Date {
    day.checked_sub(12.months()).unwrap_or(Date::MIN)
}

impl Activity {
    /// Counts `commit`; commits come the newest first.
    fn count(&mut self, commit: &Commit, authored: bool) {
        self.commits += 1;
        if authored {
            self.authored += 1;
            self.last_authored.get_or_insert(commit.date);
        }
        self.newest.get_or_insert((commit.id, commit.date));
        self.oldest = Some((commit.id, commit.date));
    }

    /// Adds what `other` did, of somebody who is the same.
    pub(crate) fn add(&mut self, other: &Activity) {
        let date = |(_, date): &(git2::Oid, jiff::Timestamp)| *date;
        self.authored += other.authored;
        self.commits += other.commits;
        self.last_authored = self.last_authored.max(other.last_authored);
        self.newest = self.newest.into_iter().chain(other.newest).max_by_key(date);
        self.oldest = self.oldest.into_iter().chain(other.oldest).min_by_key(date);
    }
}

fn tidy(identity: Identity) -> Identity {
    Identity { email: identity.email.trim().to_lowercase(), name: identity.name.trim().to_string() }
}

/// The trailer that names who wrote a commit with its author.
const CO_AUTHOR: &str = "co-authored-by:";

/// The people that the trailers `key`, its colon included, name.
pub(crate) fn trailers(message: &str, key: &str) -> Vec<Identity> {
    let lines = message
        .lines()
        .map(str::trim)
        .filter(|line| line.get(..key.len()).is_some_and(|start| start.eq_ignore_ascii_case(key)));
    lines.filter_map(|line| identity(&line[key.len()..])).collect()
}

/// Reads `Name <address>`.
pub(crate) fn identity(written: &str) -> Option<Identity> {
    let (name, rest) = written.split_once('<')?;
    let (email, _) = rest.split_once('>')?;
    email.contains('@').then(|| Identity { name: name.trim().into(), email: email.trim().into() })
}

/// An address without what identifies the person: `p…@domaine.fr`.
pub(crate) fn masked(email: &str) -> String {
    match email.rsplit_once('@') {
        Some((local, domain)) => {
            let first: String = local.chars().take(1).collect();
            format!("{first}…@{domain}")
        }
        None => {
            let first: String = email.chars().take(1).collect();
            format!("{first}…")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn who(written: &str) -> Identity {
        identity(written).expect("identity")
    }

    #[test]
    fn machines_are_told_from_people() {
        for machine in [
            "dependabot[bot] <49699333+dependabot[bot]@users.noreply.github.com>",
            "Renovate Bot <bot@renovateapp.com>",
            "GitHub <noreply@github.com>",
            "github-actions <github-actions@github.com>",
            "Weblate (bot) <hosted@weblate.org>",
            "projet-bot <ci@projet.gouv.fr>",
        ] {
            assert!(is_machine(&who(machine)), "{machine}");
        }
        for person in [
            "Abbot Costello <a@projet.gouv.fr>",
            "Agente Une <une@projet.gouv.fr>",
            "compte <12345+compte@users.noreply.github.com>",
            "Claude Exemple <claude@projet.gouv.fr>",
            "Travis Exemple <travis@projet.gouv.fr>",
        ] {
            assert!(!is_machine(&who(person)), "{person}");
        }
    }

    #[test]
    fn trailers_name_co_authors() {
        let message =
            "Fix\n\nCo-authored-by: A <a@x.fr>\nco-authored-by: B <b@y.fr>\nSee: C <c@z.fr>\n";
        let found: Vec<String> =
            trailers(message, CO_AUTHOR).into_iter().map(|who| who.email).collect();
        assert_eq!(found, ["a@x.fr", "b@y.fr"]);
    }

    #[test]
    fn an_address_is_masked() {
        assert_eq!(masked("une.agente@projet.gouv.fr"), "u…@projet.gouv.fr");
        assert_eq!(masked("root"), "r…");
        assert!(is_masked("1+x@users.noreply.github.com"));
        assert!(is_masked("x@noreply.codeberg.org"));
        assert!(!is_masked("noreply@projet.gouv.fr"));
    }
}
