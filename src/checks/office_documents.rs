//! Office documents keep nothing that their author would not want published.

use super::{Audited, Check};
use crate::finding::{Answer, Finding, Location};
use crate::lang::Text;
use crate::office::Traces;
use crate::secrets::personal::Place;
use crate::snapshot::File;
use crate::snapshot::classify::Class;
use crate::text;
use serde::Deserialize;

/// Parameters.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct OfficeDocuments {
    /// How many doubtful documents are told one by one.
    documents: usize,
}

impl Check for OfficeDocuments {
    fn run(&self, Audited { project, .. }: Audited<'_>) -> Answer {
        let documents: Vec<(&File, &Traces)> = project
            .files()
            .filter(|file| !matches!(file.class, Class::Vendored | Class::Generated))
            .filter_map(|file| Some((file, project.facts(file)?.traces.as_ref()?)))
            .collect();
        if documents.is_empty() {
            return Answer::pass(text!("aucun document bureautique", "no office document"));
        }
        let told = documents.iter().filter(|(_, traces)| !traces.is_empty());
        let (mut sure, mut doubtful, mut informed) = (Vec::new(), Vec::new(), Vec::new());
        for (file, traces) in told {
            let finding = finding(file, traces);
            let grave = !traces.servers.is_empty() || traces.marking.is_some();
            match (is_for_tests(file), grave) {
                (false, true) => sure.push(finding),
                (false, false) | (true, true) => doubtful.push(finding.unsure()),
                (true, false) => informed.push(finding.info()),
            }
        }
        let (read, certain, unsure) = (documents.len(), sure.len(), doubtful.len());
        let answer = match (certain, unsure) {
            (0, 0) => Answer::pass(text!(
                read;
                "{read} document bureautique, qui ne garde ni nom, ni révision, ni chemin"
                    | "{read} documents bureautiques, dont aucun ne garde de nom, de révision ni de chemin",
                "{read} office document, which keeps no name, revision or path"
                    | "{read} office documents, none of which keeps a name, a revision or a path"
            )),
            (0, _) => Answer::unknown(text!(
                "documents bureautiques à nettoyer ou à vérifier : {unsure} sur {read}",
                "office documents to be cleaned or verified: {unsure} of {read}"
            )),
            _ => Answer::fail(
                text!(
                    "documents bureautiques qui révèlent un serveur ou portent une mention de protection : {certain} sur {read}",
                    "office documents that reveal a server or bear a protective marking: {certain} of {read}"
                ),
                Vec::new(),
            ),
        };
        let rest = unsure.saturating_sub(self.documents);
        doubtful.truncate(self.documents);
        let answer = answer.with(sure).with(doubtful).with(informed);
        let cut = documents.iter().filter(|(_, traces)| traces.cut).count();
        remarks(answer, cut, rest)
    }
}

/// `answer` with what it does not tell one by one: the documents `cut` short, and the `rest`.
fn remarks(answer: Answer, cut: usize, rest: usize) -> Answer {
    let unread = (cut > 0).then(|| {
        text!(
            cut;
            "{cut} document illisible en partie (chiffré, abîmé ou trop gros)"
                | "{cut} documents illisibles en partie (chiffrés, abîmés ou trop gros)",
            "{cut} document that could not be read whole (encrypted, damaged or too large)"
                | "{cut} documents that could not be read whole (encrypted, damaged or too large)"
        )
    });
    let others = (rest > 0).then(|| {
        text!(
            rest;
            "{rest} autre document de même" | "{rest} autres documents de même",
            "{rest} other document likewise" | "{rest} other documents likewise"
        )
    });
    let told = unread.into_iter().chain(others);
    answer.seen_all(told.map(|told| (Location::default(), told)))
}

/// What serves tests was made, or chosen, for them.
fn is_for_tests(file: &File) -> bool {
    file.class == Class::Fixture || Place::of(&file.path) == Place::Test
}

fn finding(file: &File, traces: &Traces) -> Finding {
    let mut parts: Vec<Text> = Vec::new();
    if let Some(marking) = &traces.marking {
        let marking: String = marking.chars().take(60).collect();
        parts.push(text!("mention « {marking} »", "marking “{marking}”"));
    }
    if let Some(server) = traces.servers.first() {
        parts.push(text!("chemin de serveur « {server} »", "server path “{server}”"));
    }
    if let Some(person) = traces.people.first() {
        let (name, count) = (masked(person), traces.people.len());
        parts.push(match count {
            1 => text!("auteur {name}", "author {name}"),
            _ => text!("{count} auteurs, dont {name}", "{count} authors, {name} among them"),
        });
    }
    if traces.company.is_some() && traces.people.is_empty() {
        parts.push(text!("organisme dans les propriétés", "company in the properties"));
    }
    let (revisions, comments, hidden) = (traces.revisions, traces.comments, traces.hidden);
    let counts = [
        (
            revisions,
            text!(revisions; "{revisions} révision suivie" | "{revisions} révisions suivies", "{revisions} tracked change" | "{revisions} tracked changes"),
        ),
        (
            comments,
            text!(comments; "{comments} commentaire" | "{comments} commentaires", "{comments} comment" | "{comments} comments"),
        ),
        (
            hidden,
            text!(hidden; "{hidden} feuille ou diapositive masquée" | "{hidden} feuilles ou diapositives masquées", "{hidden} hidden sheet or slide" | "{hidden} hidden sheets or slides"),
        ),
    ];
    parts.extend(counts.into_iter().filter(|(count, _)| *count > 0).map(|(_, told)| told));
    let join = |pick: fn(&Text) -> &str| parts.iter().map(pick).collect::<Vec<_>>().join(", ");
    let message = Text::new(join(|text| &text.fr), join(|text| &text.en));
    let subject = format!("{} {}", file.path, message.en);
    Finding::new(subject, message).at(Location::file(&file.path))
}

/// The initials of a name.
fn masked(name: &str) -> String {
    let words = name.split_whitespace().take(3);
    let initials = words.filter_map(|word| word.chars().next());
    initials.map(|initial| format!("{initial}•••")).collect::<Vec<_>>().join(" ")
}
