//! A project that is silent, or declared obsolete, says so in its README
//! (DINUM guide § Puis-je publier un code que je ne maintiens plus ?).

use super::{Audited, Check};
use crate::clock::day;
use crate::document::{BlockKind, Document};
use crate::finding::{Answer, Finding, Location};
use crate::lang::Text;
use crate::project::Project;
use crate::text;
use crate::text::pattern::Pattern;
use jiff::Span;
use jiff::civil::Date;
use serde::Deserialize;

/// Parameters.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Maintenance {
    /// Months without a commit after which a project is silent.
    months: i64,
    /// What a README says of the maintenance, wherever it says it.
    anywhere: Pattern,
    /// What speaks of the whole project when it stands at the top.
    at_top: Pattern,
    /// Blocks that make the top of a README.
    top: usize,
    /// Addresses and alternatives of badges of status.
    badge: Pattern,
}

/// Why a README has to speak.
struct Silence {
    reason: Text,
    location: Location,
}

impl Check for Maintenance {
    fn run(&self, Audited { project, .. }: Audited<'_>) -> Answer {
        if let Some(silence) = self.declared(project) {
            return self.answer(project, &silence);
        }
        let Some(metadata) = &project.snapshot.metadata else {
            return Answer::not_applicable(text!(
                "ce dossier n’est pas un dépôt git : son activité n’est pas connue",
                "this folder is not a git repository: its activity is not known"
            ));
        };
        if let Some((location, words)) = self.statement(project, true) {
            return said(location, &words);
        }
        let Some(history) = &project.snapshot.history else {
            return Answer::unknown(text!(
                "l’historique n’a pas été lu (--no-history) : son activité n’est pas connue",
                "the history was not read (--no-history): its activity is not known"
            ));
        };
        // What other branches hold is not published with this one, nor kept up with it.
        let branch = metadata.commit.map(|head| history.ancestors(head)).unwrap_or_default();
        let own = history.commits.iter().filter(|commit| branch.contains(&commit.id));
        let Some(last) = own.max_by_key(|commit| (commit.date, commit.id)) else {
            return match history.commits.is_empty() {
                true => Answer::not_applicable(text!("aucun commit", "no commit")),
                false => Answer::unknown(text!(
                    "la branche auditée n’a aucun commit : placez-vous sur celle qui sera publiée (git switch)",
                    "the audited branch has no commit: go to the one that will be published (git switch)"
                )),
            };
        };
        let (date, location) = (day(last.date), Location::commit(last.id.to_string()));
        if self.recent(date, project.today) {
            let reason = text!(
                "projet actif : le dernier commit date du {date}",
                "active project: the last commit was made on {date}"
            );
            return Answer::not_applicable(reason)
                .seen(location, text!("dernier commit", "last commit"));
        }
        let months = self.months;
        let silence = Silence {
            reason: text!(
                "aucun commit depuis le {date} sur la branche auditée, soit plus de {months} mois",
                "no commit on the audited branch since {date}, more than {months} months ago"
            ),
            location,
        };
        let answer = self.answer(project, &silence);
        let newest = history.commits.iter().max_by_key(|commit| (commit.date, commit.id));
        match newest.filter(|commit| !branch.contains(&commit.id)) {
            Some(other) => {
                let date = day(other.date);
                answer.seen(
                    Location::commit(other.id.to_string()),
                    text!(
                        "une autre branche a un commit du {date} : fusionnez-la, ou auditez-la avec --rev",
                        "another branch has a commit of {date}: merge it, or audit it with --rev"
                    ),
                )
            }
            None => answer,
        }
    }
}

impl Maintenance {
    fn recent(&self, date: Date, today: Date) -> bool {
        today.checked_sub(Span::new().months(self.months)).is_ok_and(|limit| date >= limit)
    }

    /// What publiccode.yml or publiable.toml declare.
    fn declared(&self, project: &Project<'_>) -> Option<Silence> {
        if project.config.project.archived {
            let reason = text!(
                "publiable.toml déclare le dépôt archivé",
                "publiable.toml declares the repository archived"
            );
            return Some(Silence { reason, location: Location::file(crate::config::FILE_NAME) });
        }
        let file = project.publiccode()?;
        let field = file.unmaintained()?;
        let (path, key, value) = (&file.path, field.key.replace('/', "."), &field.value);
        let reason = text!("{path} déclare « {key}: {value} »", "{path} declares “{key}: {value}”");
        Some(Silence { reason, location: Location::line(path, field.line) })
    }

    fn answer(&self, project: &Project<'_>, silence: &Silence) -> Answer {
        let seen = silence.reason.clone();
        if let Some((location, words)) = self.statement(project, false) {
            return said(location, &words).seen(silence.location.clone(), seen);
        }
        let (fr, en) = (&silence.reason.fr, &silence.reason.en);
        let reason = Text::new(
            format!("{fr}, et le README n’indique rien sur la maintenance"),
            format!("{en}, and the README says nothing about maintenance"),
        );
        let finding = Finding::new("maintenance#silent", reason.clone());
        let finding = match project.readmes().first() {
            Some((file, _)) => finding.at(Location::file(&file.path)),
            None => finding,
        };
        Answer::fail(reason, vec![finding]).seen(silence.location.clone(), seen)
    }

    /// The statement of a README; for an active project, only what stands at
    /// the top speaks of the whole.
    fn statement(&self, project: &Project<'_>, top_only: bool) -> Option<(Location, String)> {
        project.readmes().into_iter().find_map(|(file, document)| {
            let (line, words) = self.stated(document, top_only)?;
            Some((Location::line(&file.path, line), words))
        })
    }

    fn stated(&self, document: &Document, top_only: bool) -> Option<(usize, String)> {
        let shown = document.blocks.iter().filter(|block| {
            !matches!(block.kind, BlockKind::Code | BlockKind::Comment | BlockKind::Directive)
        });
        let shown: Vec<_> = shown.collect();
        for (at, block) in shown.iter().enumerate() {
            let top = at < self.top;
            if let Some(found) = self.anywhere.find(&block.text).filter(|_| top || !top_only) {
                return Some((block.line, found.as_str().to_string()));
            }
            if let Some(found) = self.at_top.find(&block.text).filter(|_| top) {
                return Some((block.line, found.as_str().to_string()));
            }
        }
        if top_only {
            return None;
        }
        let badge = document
            .images()
            .find(|i| self.badge.is_match(&i.url) || self.badge.is_match(&i.alt))?;
        Some((badge.line, if badge.alt.is_empty() { badge.url.clone() } else { badge.alt.clone() }))
    }
}

fn said(location: Location, words: &str) -> Answer {
    let place = location.to_string();
    Answer::pass(text!(
        "le README indique l’état de maintenance ({place})",
        "the README states the maintenance status ({place})"
    ))
    .seen(location, text!("« {words} »", "“{words}”"))
}
