//! What commit messages, tags, notes and branch names would reveal once
//! published. Credentials are the matter of `secrets/history`.

use super::{Audited, Check, past};
use crate::finding::{Answer, Finding, Location};
use crate::lang::{Text, list};
use crate::project::Project;
use crate::secrets::personal::hosts;
use crate::snapshot::history::History;
use crate::snapshot::metadata::Metadata;
use crate::text;
use crate::text::line;
use crate::text::pattern::Pattern;
use rayon::prelude::*;
use serde::Deserialize;
use std::collections::{BTreeMap, HashSet};

/// Parameters.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Messages {
    /// What is looked for.
    patterns: Vec<Leak>,
}

/// Something that a message should not tell.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Leak {
    /// Identifier.
    id: String,
    /// What it is, in French.
    fr: String,
    /// What it is, in English.
    en: String,
    /// What it looks like; the first group is what makes two findings the same.
    pattern: Pattern,
    /// What the first group looks like when there is nothing to say.
    #[serde(default)]
    except: Option<Pattern>,
    /// When the first group is a host: what makes it worth telling, as the
    /// rules about files know it.
    #[serde(default)]
    host: Option<Host>,
    /// How sure the pattern is.
    weight: Weight,
    /// True when the host the repository is published at may be named.
    #[serde(default)]
    own_host_allowed: bool,
    /// True to leave trailers (`Signed-off-by:`…) aside.
    #[serde(default)]
    body_only: bool,
    /// Told from so many messages on.
    #[serde(default = "one")]
    min_messages: usize,
}

/// A kind of host.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Host {
    /// On a network of the State.
    State,
    /// Named as organisations name what is inside.
    Organisation,
    /// A private address that says something of a network.
    PrivateAddress,
    /// None where anybody may read code.
    NotPublic,
}

impl Host {
    fn is(self, host: &str) -> bool {
        let inside = || hosts::inside(host).filter(|_| !hosts::is_example(host));
        match self {
            Host::State => inside() == Some(hosts::Inside::State),
            Host::Organisation => inside() == Some(hosts::Inside::Suffix),
            Host::PrivateAddress => hosts::is_telling_address(host),
            Host::NotPublic => !hosts::is_public(host) && host != "localhost",
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Weight {
    Sure,
    Unsure,
    Info,
}

fn one() -> usize {
    1
}

/// A text that publishing the history would publish.
struct Told<'a> {
    text: std::borrow::Cow<'a, str>,
    commit: Option<git2::Oid>,
    place: Place<'a>,
}

#[derive(Clone, Copy)]
enum Place<'a> {
    Commit,
    Tag(&'a str),
    Note(&'a str),
    Reference,
}

/// Longer messages are read up to this many bytes: nobody writes more by hand.
const LONGEST: usize = 64 << 10;

impl Check for Messages {
    fn run(&self, Audited { project, .. }: Audited<'_>) -> Answer {
        let (metadata, history) = match past::history(project) {
            Ok(found) => found,
            Err(answer) => return answer,
        };
        let texts = texts(metadata, history);
        let own = own_hosts(project, metadata);
        let hits: Vec<Vec<(usize, String)>> =
            texts.par_iter().map(|told| self.hits(&told.text, &own)).collect();
        let mut merged: BTreeMap<(usize, String), Vec<usize>> = BTreeMap::new();
        for (at, found) in hits.into_iter().enumerate() {
            for hit in found {
                merged.entry(hit).or_default().push(at);
            }
        }
        merged.retain(|(pattern, _), places| places.len() >= self.patterns[*pattern].min_messages);
        let findings: Vec<Finding> = merged
            .iter()
            .map(|((pattern, what), places)| {
                finding(&self.patterns[*pattern], what, places.len(), &texts[places[0]])
            })
            .collect();
        conclude(project, history, metadata, findings)
    }
}

impl Messages {
    fn hits(&self, text: &str, own: &HashSet<String>) -> Vec<(usize, String)> {
        let mut hits = Vec::new();
        for (at, pattern) in self.patterns.iter().enumerate() {
            for found in pattern.pattern.captures_iter(text) {
                let Some(what) = found.get(1).or(found.get(0)) else { continue };
                let line = line_of(text, what.start());
                let what = what.as_str().to_lowercase();
                let allowed = pattern.except.as_ref().is_some_and(|except| except.is_match(&what))
                    || pattern.host.is_some_and(|host| !host.is(&what))
                    || (pattern.own_host_allowed && own.contains(&what))
                    || (pattern.body_only && is_trailer(line));
                let hit = (at, what);
                if !allowed && !hits.contains(&hit) {
                    hits.push(hit);
                }
            }
        }
        hits
    }
}

fn line_of(text: &str, at: usize) -> &str {
    text[line::start(text, at)..].lines().next().unwrap_or_default()
}

/// True for a line such as `Reviewed-by: Name <address>`.
fn is_trailer(line: &str) -> bool {
    line.split_once(':').is_some_and(|(key, _)| {
        key.contains('-') && key.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
    })
}

fn texts<'a>(metadata: &'a Metadata, history: &'a History) -> Vec<Told<'a>> {
    let commits = history.commits.iter().map(|commit| Told {
        text: bounded(&commit.message).into(),
        commit: Some(commit.id),
        place: Place::Commit,
    });
    let tags = metadata.tags.iter().filter(|tag| tag.annotated).map(|tag| Told {
        text: bounded(&tag.message).into(),
        commit: Some(tag.commit),
        place: Place::Tag(&tag.name),
    });
    let notes = history.notes.iter().map(|note| Told {
        text: bounded(&note.text).into(),
        commit: note.about,
        place: Place::Note(&note.reference),
    });
    let references = metadata.references.iter().map(|reference| Told {
        text: reference.as_str().into(),
        commit: None,
        place: Place::Reference,
    });
    commits.chain(tags).chain(notes).chain(references).collect()
}

fn bounded(text: &str) -> &str {
    let end = (0..=LONGEST.min(text.len())).rev().find(|at| text.is_char_boundary(*at));
    &text[..end.unwrap_or_default()]
}

/// The hosts the repository says it is published at.
fn own_hosts(project: &Project<'_>, metadata: &Metadata) -> HashSet<String> {
    let declared = project.config.project.publish_url.as_deref();
    let declared = declared.and_then(crate::snapshot::metadata::Address::parse);
    let remote = metadata.publication_remote().and_then(|remote| remote.address());
    declared.or(remote).map(|address| address.host).into_iter().collect()
}

fn finding(pattern: &Leak, what: &str, count: usize, first: &Told<'_>) -> Finding {
    let place = match first.place {
        Place::Commit => text!("message de commit", "commit message"),
        Place::Tag(name) => text!("message de l’étiquette {name}", "message of tag {name}"),
        Place::Note(name) => text!("note ({name})", "note ({name})"),
        Place::Reference => {
            let name = &first.text;
            text!("nom de référence : {name}", "reference name: {name}")
        }
    };
    let several = match count {
        1 => Text::same(""),
        _ => text!(" ({count} fois, dont celle-ci)", " ({count} times, this one among them)"),
    };
    let message = text!(
        "{pattern} « {what} », {place}{several}",
        "{pattern} “{what}”, {place}{several}";
        pattern, place, several
    );
    let location = first.commit.map(|id| Location::commit(id.to_string())).unwrap_or_default();
    let finding = Finding::new(format!("{} {what}", pattern.id), message).at(location);
    match pattern.weight {
        Weight::Sure => finding,
        Weight::Unsure => finding.unsure(),
        Weight::Info => finding.info(),
    }
}

fn conclude(
    project: &Project<'_>,
    history: &History,
    metadata: &Metadata,
    findings: Vec<Finding>,
) -> Answer {
    use crate::finding::Confidence::High;
    let (commits, tags) =
        (history.commits.len(), metadata.tags.iter().filter(|t| t.annotated).count());
    let (notes, references) = (history.notes.len(), metadata.references.len());
    let parts: Vec<Text> = [
        (commits, text!(commits; "{commits} message de commit" | "{commits} messages de commit", "{commits} commit message" | "{commits} commit messages")),
        (tags, text!(tags; "{tags} message d’étiquette" | "{tags} messages d’étiquette", "{tags} tag message" | "{tags} tag messages")),
        (notes, text!(notes; "{notes} note" | "{notes} notes", "{notes} note" | "{notes} notes")),
        (references, text!(references; "{references} nom de référence" | "{references} noms de références", "{references} reference name" | "{references} reference names")),
    ]
    .into_iter()
    .filter_map(|(count, told)| (count > 0).then_some(told))
    .collect();
    let parts = list(&parts);
    let read = text!(
        "lus : {parts} ; les secrets relèvent de secrets/history",
        "read: {parts}; credentials are the matter of secrets/history";
        parts
    );
    let counted = findings.iter().filter(|finding| !finding.informational);
    let (sure, unsure): (Vec<&Finding>, Vec<&Finding>) =
        counted.partition(|finding| finding.confidence == High);
    let (sure, unsure) = (sure.len(), unsure.len());
    let answer = match (sure, unsure, past::hidden_commits(project)) {
        (0, 0, None) => {
            let reason = read.after(
                "ni hôte interne, ni adresse de forge inconnue, ni mention de protection ; ",
                "no internal host, no address of an unknown forge, no protective marking; ",
            );
            return Answer::pass(reason).with(findings);
        }
        (0, 0, Some(hidden)) => past::undecided(&hidden).with(findings),
        (0, _, _) => Answer::unknown(text!(
            "{unsure} éléments à regarder dans les messages et les noms publiés avec l’historique",
            "{unsure} items to look at in the messages and names published with the history"
        ))
        .with(findings),
        _ => Answer::fail(
            text!(
                "{sure} hôtes internes nommés dans les messages publiés avec l’historique",
                "{sure} internal hosts named in the messages published with the history"
            ),
            findings,
        ),
    };
    answer.seen(Location::default(), read)
}
