//! Contributions carry a professional address, or a pseudonym; and authors know
//! that publishing the history publishes their names (a question asks it).

use super::{Audited, Check, past};
use crate::finding::{Answer, Finding, Location};
use crate::lang::{self, Text};
use crate::project::Project;
use crate::project::people::is_masked;
use crate::text;
use crate::text::pattern::Pattern;
use serde::Deserialize;
use std::collections::BTreeMap;

/// Parameters.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Professional {
    /// Domains of administrations.
    administrations: Pattern,
    /// Domains of personal mail providers.
    personal: Pattern,
    /// Share of commits, in percent, that must carry a professional address or
    /// a pseudonym.
    min_percent: usize,
}

/// Whose address it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum AddressKind {
    Professional,
    Pseudonym,
    Personal,
    Other,
}

impl AddressKind {
    fn label(self) -> Text {
        match self {
            AddressKind::Professional => text!("professionnelles", "professional"),
            AddressKind::Pseudonym => text!("masquées par la forge", "masked by the forge"),
            AddressKind::Personal => {
                text!("d’un fournisseur de messagerie personnelle", "of a personal mail provider")
            }
            AddressKind::Other => text!("d’un autre domaine", "of another domain"),
        }
    }
}

impl Check for Professional {
    fn run(&self, Audited { project, .. }: Audited<'_>) -> Answer {
        if let Err(answer) = past::history(project) {
            return answer;
        }
        let people = project.people();
        let mut by_kind: BTreeMap<AddressKind, (usize, usize)> = BTreeMap::new();
        let mut others: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
        for (who, activity) in &people.activity {
            let domain = who.email.rsplit_once('@').map_or("", |(_, domain)| domain);
            let kind = self.kind(project, &who.email, domain);
            let counts = by_kind.entry(kind).or_default();
            counts.0 += 1;
            counts.1 += activity.authored;
            if kind == AddressKind::Other && activity.authored > 0 {
                let counts = others.entry(domain).or_default();
                counts.0 += 1;
                counts.1 += activity.authored;
            }
        }
        let commits = people.commits;
        if commits == 0 {
            return Answer::not_applicable(text!(
                "aucun commit n’a une personne pour auteur",
                "no commit was written by a person"
            ));
        }
        let of = |kind| by_kind.get(&kind).map_or(0, |counts| counts.1);
        let good = of(AddressKind::Professional) + of(AddressKind::Pseudonym);
        let percent = good * 100 / commits;
        let personal = of(AddressKind::Personal) * 100 / commits;
        let answer = if good * 100 >= commits * self.min_percent {
            Answer::unknown(text!(
                "{percent} % des commits portent une adresse professionnelle ou masquée ; reste à dire si les auteurs sont informés (publiable attest identity/professional)",
                "{percent}% of commits carry a professional or masked address; whether authors are informed remains to be said (publiable attest identity/professional)"
            ))
        } else if personal > 100 - self.min_percent && past::hidden_commits(project).is_none() {
            let reason = text!(
                "{personal} % des commits portent une adresse de messagerie personnelle, {percent} % une adresse professionnelle ou masquée",
                "{personal}% of commits carry a personal mail address, {percent}% a professional or masked one"
            );
            let finding = Finding::new("personal addresses", reason.clone());
            Answer::fail(reason, vec![finding])
        } else {
            Answer::unknown(text!(
                "{percent} % des commits portent une adresse professionnelle ou masquée ; les autres viennent de domaines que l’audit ne connaît pas (déclarez les vôtres et ceux de vos prestataires : project.email-domains)",
                "{percent}% of commits carry a professional or masked address; the others come from domains the audit does not know (declare yours and those of your contractors: project.email-domains)"
            ))
        };
        let answer = answer.seen(Location::default(), shares(&by_kind, commits));
        match domains(others) {
            Some(message) => answer.with([Finding::new("other domains", message).info()]),
            None => answer,
        }
    }
}

impl Professional {
    fn kind(&self, project: &Project<'_>, email: &str, domain: &str) -> AddressKind {
        let declared = &project.config.project.email_domains;
        let is_declared = declared.iter().any(|own| {
            let own = own.trim_start_matches('@').to_lowercase();
            domain == own || domain.strip_suffix(&own).is_some_and(|rest| rest.ends_with('.'))
        });
        match () {
            () if is_masked(email) => AddressKind::Pseudonym,
            () if is_declared || self.administrations.is_match(domain) => AddressKind::Professional,
            () if self.personal.is_match(domain) => AddressKind::Personal,
            () => AddressKind::Other,
        }
    }
}

/// How identities and commits divide between kinds of addresses.
fn shares(by_kind: &BTreeMap<AddressKind, (usize, usize)>, commits: usize) -> Text {
    let parts: Vec<Text> = by_kind
        .iter()
        .map(|(kind, (identities, authored))| {
            let (percent, kind) = (authored * 100 / commits, kind.label());
            text!(
                "{identities} adresses {kind} ({percent} % des commits)",
                "{identities} addresses {kind} ({percent}% of commits)";
                kind
            )
        })
        .collect();
    lang::list(&parts)
}

/// The domains to declare or to look at, the most frequent first. A domain that
/// a single person uses often bears that person's name: it is counted only.
fn domains(others: BTreeMap<&str, (usize, usize)>) -> Option<Text> {
    let real = others.into_iter().filter(|(domain, _)| domain.contains('.'));
    let (mut shared, own): (Vec<_>, Vec<_>) = real.partition(|(_, (people, _))| *people > 1);
    shared.sort_by(|a, b| b.1.1.cmp(&a.1.1).then(a.0.cmp(b.0)));
    let shown = shared.iter().take(8);
    let shown: Vec<Text> = shown
        .map(|(domain, (people, commits))| {
            text!(
                "{domain} ({people} identités, {commits} commits)",
                "{domain} ({people} identities, {commits} commits)"
            )
        })
        .collect();
    let (total, own) = (shared.len(), own.len());
    let shown = lang::list(&shown);
    let shown = text!(
        total;
        "{total} autre domaine commun à plusieurs personnes : {shown}"
            | "{total} autres domaines communs à plusieurs personnes, les plus fréquents : {shown}",
        "{total} other domain shared by several people: {shown}"
            | "{total} other domains shared by several people, the most frequent: {shown}";
        shown
    );
    (total > 0).then(|| {
        text!(
            own;
            "{shown} ; {own} domaine d’une seule personne"
                | "{shown} ; {own} domaines d’une seule personne",
            "{shown}; {own} domain of a single person"
                | "{shown}; {own} domains of a single person";
            shown
        )
    })
}
