//! Commits are written by people one can name, or by a stable pseudonym: not
//! by `root`, a shared mailbox or a machine's default address.

use super::{Audited, Check, past};
use crate::clock::day;
use crate::finding::{Answer, Finding, Location};
use crate::lang::Text;
use crate::project::people::{Activity, People, is_masked, masked};
use crate::snapshot::history::Identity;
use crate::text;
use crate::text::pattern::Pattern;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

/// Parameters.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Generic {
    /// What is before the `@` of an address nobody in particular reads.
    mailboxes: Pattern,
    /// Domains that exist on one machine only, or for examples.
    domains: Pattern,
    /// Names that are those of an account or of a machine.
    names: Pattern,
    /// Share of commits, in percent, above which the rule fails.
    max_percent: usize,
    /// Number of identities above which the rule fails.
    max_identities: usize,
    /// Share of commits, in percent, under which no number of identities makes it fail.
    least_percent: usize,
}

impl Check for Generic {
    fn run(&self, Audited { project, .. }: Audited<'_>) -> Answer {
        if let Err(answer) = past::history(project) {
            return answer;
        }
        let people = project.people();
        let found = self.found(people);
        let identities = people.activity.len();
        let authored: usize = found.iter().map(|(_, activity, _)| activity.authored).sum();
        let commits = people.commits;
        let hidden = past::hidden_commits(project);
        let machines = people.by_machines;
        let context = text!(
            "{identities} identités de personnes, {machines} commits de robots laissés de côté",
            "{identities} identities of people, {machines} commits of machines left aside"
        );
        if found.is_empty() {
            let answer = match &hidden {
                Some(hidden) => past::undecided(hidden),
                None => Answer::pass(text!(
                    "aucune adresse générique ou anonyme parmi {identities} identités",
                    "no generic or anonymous address among {identities} identities"
                )),
            };
            return answer.seen(Location::default(), context);
        }
        let count = found.len();
        let many = count > self.max_identities
            && (authored * 100 > commits * self.least_percent || hidden.is_some());
        // In a truncated history the share of commits proves nothing.
        let often = authored * 100 > commits * self.max_percent && hidden.is_none();
        let share = text!(
            authored;
            "{authored} commit sur {commits}" | "{authored} commits sur {commits}",
            "{authored} commit out of {commits}" | "{authored} commits out of {commits}"
        );
        let reason = text!(
            count;
            "{count} adresse générique, invalide ou de compte partagé, à l’origine de {share}"
                | "{count} adresses génériques, invalides ou de comptes partagés, à l’origine de {share}",
            "{count} address that is generic, invalid or of a shared account, behind {share}"
                | "{count} addresses that are generic, invalid or of shared accounts, behind {share}";
            share
        );
        let branch_aside = project.snapshot.branches_aside();
        let findings = found.into_iter().map(|(who, activity, why)| {
            let newest = activity.newest.map(|(id, _)| id);
            let place = newest.map(|id| Location {
                branch: branch_aside(id),
                ..Location::commit(id.to_string())
            });
            let finding = finding(who, &activity, &why).at(place.unwrap_or_default());
            if many || often { finding } else { finding.unsure() }
        });
        let findings: Vec<Finding> = findings.collect();
        let answer = if many || often {
            Answer::fail(reason, findings)
        } else {
            Answer::unknown(reason.after("peu nombreuses, à regarder : ", "few, to be looked at: "))
                .with(findings)
        };
        answer.seen(Location::default(), context)
    }
}

impl Generic {
    /// Who nobody can be named after, the busiest first. One address under several spellings
    /// of a name is one identity, which did all that they did.
    fn found<'p>(&self, people: &'p People) -> Vec<(&'p Identity, Activity, Text)> {
        let mut found: BTreeMap<&str, (&Identity, Activity, Text)> = BTreeMap::new();
        for (who, activity) in &people.activity {
            let Some(why) = self.why(who) else { continue };
            match found.entry(who.email.as_str()) {
                Entry::Vacant(new) => drop(new.insert((who, activity.clone(), why))),
                Entry::Occupied(mut same) => same.get_mut().1.add(activity),
            }
        }
        let mut found: Vec<_> = found.into_values().collect();
        found.sort_by(|a, b| b.1.commits.cmp(&a.1.commits).then_with(|| a.0.cmp(b.0)));
        found
    }

    /// Why nobody can be named after `who`; `None` when somebody can.
    fn why(&self, who: &Identity) -> Option<Text> {
        if is_masked(&who.email) {
            return None;
        }
        let (local, domain) = who.email.rsplit_once('@').unwrap_or((&who.email, ""));
        if local.is_empty() || domain.is_empty() {
            return Some(text!("ce n’est pas une adresse", "it is not an address"));
        }
        if self.domains.is_match(domain) {
            return Some(text!(
                "ce domaine n’est celui d’aucune messagerie",
                "this is not a real mail domain"
            ));
        }
        if self.mailboxes.is_match(local) && !is_own_domain(&who.name, domain) {
            return Some(text!(
                "une boîte commune ou un compte technique",
                "a shared mailbox or a technical account"
            ));
        }
        self.names.is_match(&who.name).then(|| {
            text!(
                "le nom est celui d’un compte ou d’un poste",
                "the name is that of an account or a machine"
            )
        })
    }
}

/// True when the domain bears a word of the name: the domain of one person,
/// where even `contact@` reaches that person.
fn is_own_domain(name: &str, domain: &str) -> bool {
    let generic = ["team", "equipe", "contact", "projet", "project", "support", "info", "admin"];
    let domain = domain.rsplit_once('.').map_or(domain, |(labels, _)| labels);
    let words = name.split(|c: char| !c.is_alphanumeric()).map(str::to_lowercase);
    let mut words = words.filter(|word| word.len() >= 4 && !generic.contains(&word.as_str()));
    name.trim().contains(' ')
        && !domain.ends_with("gouv")
        && words.any(|word| domain.contains(&word))
}

fn finding(who: &Identity, activity: &Activity, why: &Text) -> Finding {
    let shown = masked(&who.email);
    let commits = activity.commits;
    let period = match (activity.oldest, activity.newest) {
        (Some((_, from)), Some((_, to))) => {
            let (from, to) = (day(from), day(to));
            let on = match from == to {
                true => text!("le {from}", "on {from}"),
                false => text!("du {from} au {to}", "from {from} to {to}"),
            };
            text!(
                commits;
                " ({commits} commit, {on})" | " ({commits} commits, {on})",
                " ({commits} commit, {on})" | " ({commits} commits, {on})";
                on
            )
        }
        _ => Text::same(""),
    };
    let message = text!("{shown} : {why}{period}", "{shown}: {why}{period}"; why, period);
    let subject = format!("{} <{}>", who.name, who.email);
    Finding::new(subject, message).fix(text!(
        "Ajouter à .mailmap une ligne « Nom <adresse de la personne> <cette adresse> », ou corriger l’historique avant la première publication.",
        "Add a line “Name <address of the person> <this address>” to .mailmap, or correct the history before first publication."
    ))
}
