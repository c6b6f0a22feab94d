//! Who maintains the project: at least two people or teams, or a functional
//! address (contribution policy, pratique.md § Gestion des comptes).

use super::{Audited, Check, prose};
use crate::document::{Block, BlockKind, is_example};
use crate::finding::{Answer, Finding, Location};
use crate::lang::Text;
use crate::project::Project;
use crate::project::people::a_year_before;
use crate::snapshot::File;
use crate::text;
use crate::text::pattern::Pattern;
use serde::Deserialize;
use std::collections::BTreeSet;

/// Parameters.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Maintainers {
    /// Roles of documents that list maintainers.
    roles: Vec<String>,
    /// Documents in which a section may list them.
    section_roles: Vec<String>,
    /// The heading of that section.
    heading: Pattern,
    /// Headings of those who no longer maintain.
    former: Pattern,
    /// A personal account of a forge (`@name`).
    account: Pattern,
    /// A team of a forge (`@organisation/team`).
    team: Pattern,
    /// An e-mail address.
    address: Pattern,
    /// The address of a team rather than of a person.
    functional: Pattern,
    /// The name of a person, at the start of an item or of a row.
    name: Pattern,
    /// How many people are expected.
    least: usize,
}

/// Who a source names.
#[derive(Debug, Default)]
struct NamedPeople {
    people: BTreeSet<String>,
    teams: BTreeSet<String>,
    place: Location,
}

impl NamedPeople {
    fn at(place: Location) -> NamedPeople {
        NamedPeople { place, ..NamedPeople::default() }
    }

    fn is_empty(&self) -> bool {
        self.people.is_empty() && self.teams.is_empty()
    }

    fn weight(&self) -> usize {
        self.people.len() + 2 * self.teams.len()
    }

    fn says(&self) -> Text {
        let (people, teams) = (self.people.len(), self.teams.len());
        let people = text!(
            people;
            "{people} personne" | "{people} personnes",
            "{people} person" | "{people} people"
        );
        text!(
            teams;
            "{people}, {teams} équipe ou adresse fonctionnelle"
                | "{people}, {teams} équipes ou adresses fonctionnelles",
            "{people}, {teams} team or functional address"
                | "{people}, {teams} teams or functional addresses";
            people
        )
    }
}

impl Check for Maintainers {
    fn reads(&self, file: &File) -> bool {
        file.path == ".mailmap"
    }

    fn run(&self, Audited { project, .. }: Audited<'_>) -> Answer {
        let mut named = self.listed(project);
        named.extend(self.owners(project));
        named.extend(self.contacts(project));
        named.extend(self.sections(project));
        named.retain(|source| !source.is_empty());
        let answer = self.judge(&named);
        let answer = answer.seen_all(named.iter().map(|one| (one.place.clone(), one.says())));
        if project.snapshot.history.is_none() {
            return answer;
        }
        let active = project.people().authors_since(a_year_before(project.today));
        let seen = text!(
            active;
            "{active} auteur de commits sur les douze derniers mois, robots exclus"
                | "{active} auteurs de commits sur les douze derniers mois, robots exclus",
            "{active} commit author over the last twelve months, bots left out"
                | "{active} commit authors over the last twelve months, bots left out"
        );
        answer.seen(Location::default(), seen)
    }
}

impl Maintainers {
    fn judge(&self, named: &[NamedPeople]) -> Answer {
        let team = named.iter().find(|source| !source.teams.is_empty());
        let most = named.iter().max_by_key(|source| source.people.len());
        match (most, team) {
            (Some(most), _) if most.people.len() >= self.least => {
                let (count, place) = (most.people.len(), &most.place);
                Answer::pass(text!(
                    "{count} mainteneurs identifiés ({place})",
                    "{count} maintainers identified ({place})"
                ))
            }
            (_, Some(team)) => {
                let place = &team.place;
                Answer::pass(text!(
                    "une équipe ou une adresse fonctionnelle est donnée ({place})",
                    "a team or a functional address is given ({place})"
                ))
            }
            (Some(one), None) => {
                let reason = text!(
                    "partiel : une seule personne identifiée, au moins deux sont recommandées",
                    "partial: only one person identified, at least two are recommended"
                );
                Answer::failing(Finding::new("maintainers#alone", reason).at(one.place.clone()))
            }
            (None, None) => {
                let reason = text!(
                    "aucun mainteneur identifié : ni MAINTAINERS, ni CODEOWNERS, ni contact, ni section du README",
                    "no maintainer identified: no MAINTAINERS, CODEOWNERS, contact or section of the README"
                );
                Answer::failing(Finding::new("maintainers#absent", reason))
            }
        }
    }

    fn listed(&self, project: &Project<'_>) -> Vec<NamedPeople> {
        let documents = self.roles.iter().flat_map(|role| project.role_documents(role));
        documents
            .map(|(file, document)| {
                let mut named = NamedPeople::at(Location::file(&file.path));
                self.read(&document.blocks, true, &mut named);
                named
            })
            .collect()
    }

    /// Reads blocks, those under a heading about former maintainers left out.
    fn read(&self, blocks: &[Block], bare_names: bool, named: &mut NamedPeople) {
        let mut former: Option<u8> = None;
        let mut table = false;
        for block in blocks {
            let heads = block.kind == BlockKind::TableRow && !table;
            table = block.kind == BlockKind::TableRow;
            if heads && !block.text.contains('@') {
                continue; // the titles of the columns
            }
            if let BlockKind::Heading(level) = block.kind {
                if former.is_none_or(|above| level <= above) {
                    former = self.former.is_match(&block.text).then_some(level);
                }
            } else if former.is_none() && block.is_prose() {
                for line in block.text.lines() {
                    self.read_line(line, block, bare_names, named);
                }
            }
        }
    }

    fn read_line(&self, line: &str, block: &Block, bare_names: bool, named: &mut NamedPeople) {
        let (people, teams) = (named.people.len(), named.teams.len());
        self.read_handles(line, block.kind == BlockKind::TableRow, named);
        let mails = block.links.iter().filter_map(|link| link.url.strip_prefix("mailto:"));
        mails.for_each(|address| self.read_address(address, named));
        let found = named.people.len() > people || named.teams.len() > teams;
        let entry = bare_names || matches!(block.kind, BlockKind::ListItem | BlockKind::TableRow);
        if found || !entry {
            return;
        }
        // A sentence may start like a name: an entry is a name, then a mark.
        let entry = line.split_once(" : ").map_or(line, |(_, after)| after);
        let name = self.name.find(entry).filter(|name| {
            let rest = entry[name.end()..].trim_start();
            block.kind == BlockKind::TableRow
                || rest.is_empty()
                || rest.starts_with(['(', '<', ',', '|', '–', '—', ':', '-', '@'])
        });
        if let Some(name) = name {
            named.people.insert(name.as_str().trim().to_lowercase());
        }
    }

    /// Accounts, teams and addresses written in `line`; an account and an
    /// address of one line are one person, and a row of a table is one person.
    fn read_handles(&self, line: &str, one: bool, named: &mut NamedPeople) {
        named
            .teams
            .extend(self.team.find_iter(line).map(|found| found.as_str().trim().to_lowercase()));
        let line = self.team.replace_all(line, " ");
        // “@name:server” is an account of the Matrix network, given beside the first.
        let matrix = |end: usize| {
            line[end..]
                .strip_prefix(':')
                .is_some_and(|rest| rest.starts_with(char::is_alphanumeric))
        };
        let accounts = self.account.find_iter(&line).filter(|found| !matrix(found.end()));
        let mut accounts = accounts
            .map(|found| found.as_str().trim_start_matches(|c| c != '@').to_lowercase())
            .take(if one { 1 } else { usize::MAX })
            .peekable();
        if accounts.peek().is_some() {
            named.people.extend(accounts);
            return;
        }
        for found in self.address.find_iter(&line) {
            self.read_address(found.as_str(), named);
        }
    }

    fn read_address(&self, address: &str, named: &mut NamedPeople) {
        if is_example(address) {
            return;
        }
        let set =
            if self.functional.is_match(address) { &mut named.teams } else { &mut named.people };
        set.insert(address.to_lowercase());
    }

    fn owners(&self, project: &Project<'_>) -> Option<NamedPeople> {
        let file = *project.role("codeowners").first()?;
        let mut named = NamedPeople::at(Location::file(&file.path));
        for line in project.text(file)?.lines() {
            let owners = line.split('#').next().unwrap_or_default().split_once(char::is_whitespace);
            owners.into_iter().for_each(|(_, owners)| self.read_handles(owners, false, &mut named));
        }
        Some(named)
    }

    /// The contacts of publiccode.yml.
    fn contacts(&self, project: &Project<'_>) -> Option<NamedPeople> {
        let file = project.publiccode()?;
        let mut fields = file.below("maintenance/contacts").peekable();
        let mut named = NamedPeople::at(Location::line(&file.path, fields.peek()?.line));
        for field in fields {
            let value = &field.value;
            match field.key.rsplit('/').next() {
                Some("name") => _ = named.people.insert(value.to_lowercase()),
                Some("email") if self.is_functional(value) => {
                    _ = named.teams.insert(value.to_lowercase());
                }
                _ => {}
            }
        }
        Some(named)
    }

    fn is_functional(&self, address: &str) -> bool {
        self.address.is_match(address) && !is_example(address) && self.functional.is_match(address)
    }

    /// The section of each document that names most.
    fn sections(&self, project: &Project<'_>) -> Vec<NamedPeople> {
        let documents = self.section_roles.iter().flat_map(|role| project.role_documents(role));
        let best = documents.filter_map(|(file, document)| {
            let sections = prose::sections_about(document, &self.heading).into_iter();
            let current = sections.filter(|one| !self.former.is_match(&one.heading.text));
            let named = current.map(|section| {
                let mut named = NamedPeople::at(Location::line(&file.path, section.heading.line));
                self.read(section.body, false, &mut named);
                named
            });
            named.reduce(|best, next| if best.weight() < next.weight() { next } else { best })
        });
        best.collect()
    }
}
