//! The guide's four questions on reuse, each answered yes, no or unknown with what was
//! measured, and the copies that bodies hold of one another. Nothing is guessed: what
//! nothing shows is unknown.

use super::index::{Entry, Index, Standing};
use crate::error::Result;
use crate::lang::Text;
use crate::text;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// Domains of addresses from which a project that others maintain is written.
const SEVERAL: usize = 3;

/// An answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Reply {
    /// Shown, or declared.
    Yes,
    /// Declared, or contradicted.
    No,
    /// Nothing shows it.
    Unknown,
}

impl Reply {
    /// What a person reads.
    pub(crate) fn label(self) -> Text {
        match self {
            Reply::Yes => text!("oui", "yes"),
            Reply::No => text!("non", "no"),
            Reply::Unknown => text!("inconnu", "unknown"),
        }
    }
}

/// A question, its answer and what it rests on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Answer {
    /// The question.
    pub question: Text,
    /// The answer.
    pub reply: Reply,
    /// What it rests on.
    pub evidence: Vec<Text>,
}

/// What a repository is worth to others.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Potential {
    /// The repository.
    pub key: String,
    /// Its identifier in Software Heritage, when it was read.
    pub swhid: Option<String>,
    /// The four answers.
    pub answers: Vec<Answer>,
    /// The degree that they lead to: A from two yes, B for one, else C.
    pub degree: &'static str,
    /// What helps who would reuse it, measured.
    pub helps: Vec<Text>,
}

impl Potential {
    /// That of `entry`.
    pub(crate) fn of(entry: &Entry) -> Potential {
        let signals = &entry.signals;
        let get = |name: &str| signals.get(name).map(String::as_str);
        let count = |name: &str| get(name).and_then(|value| value.parse().ok()).unwrap_or(0usize);
        let kind = get("publiccode/type").unwrap_or_default();
        let (users, tongues, bodies) =
            (count("publiccode/users"), count("publiccode/languages"), count("domains"));
        let of_kind = |words: &[&str]| {
            (words.contains(&kind))
                .then(|| text!("publiccode.yml : type {kind}", "publiccode.yml: type {kind}"))
        };
        let used = (users > 1).then(|| {
            text!(
                "publiccode.yml : {users} utilisateurs déclarés",
                "publiccode.yml: {users} declared users"
            )
        });
        let translated = (tongues > 1).then(|| {
            text!("publiccode.yml : {tongues} langues", "publiccode.yml: {tongues} languages")
        });
        let written = (bodies >= SEVERAL).then(|| {
            text!(
                "commits depuis {bodies} domaines de messagerie",
                "commits from {bodies} mail domains"
            )
        });
        let module = ["library", "addon"];
        let answers = vec![
            answer(
                text!(
                    "Est-ce un module utile à d’autres logiciels libres ?",
                    "Is it a module useful to other free software?"
                ),
                get("declared/module"),
                [of_kind(&module), None],
            ),
            answer(
                text!("Répond-il à un besoin générique ?", "Does it meet a generic need?"),
                get("declared/generic"),
                [used, translated],
            ),
            answer(
                text!("Sera-t-il bientôt maintenu par d’autres ?", "Will others soon maintain it?"),
                get("declared/others"),
                [written, None],
            ),
            answer(
                text!("Ses utilisateurs sont-ils techniciens ?", "Are its users technical?"),
                get("declared/technical"),
                [of_kind(&module), None],
            ),
        ];
        let yes = answers.iter().filter(|answer| answer.reply == Reply::Yes).count();
        let revision = &entry.repository.revision;
        Potential {
            key: entry.repository.key.clone(),
            swhid: (revision.len() == 40).then(|| format!("swh:1:rev:{revision}")),
            degree: ["C", "B", "A", "A", "A"][yes],
            answers,
            helps: helps(signals),
        }
    }

    /// How many answers are yes.
    pub(crate) fn yes(&self) -> usize {
        self.answers.iter().filter(|answer| answer.reply == Reply::Yes).count()
    }
}

fn answer(question: Text, declared: Option<&str>, shown: [Option<Text>; 2]) -> Answer {
    let shown: Vec<Text> = shown.into_iter().flatten().collect();
    let (reply, evidence) = match declared {
        Some("true") => {
            (Reply::Yes, text!("déclaré dans publiable.toml", "declared in publiable.toml"))
        }
        Some("false") => {
            (Reply::No, text!("déclaré dans publiable.toml", "declared in publiable.toml"))
        }
        _ if shown.is_empty() => {
            return Answer { question, reply: Reply::Unknown, evidence: shown };
        }
        _ => return Answer { question, reply: Reply::Yes, evidence: shown },
    };
    Answer { question, reply, evidence: std::iter::once(evidence).chain(shown).collect() }
}

/// What was measured that helps who would reuse, or stands in the way.
fn helps(signals: &BTreeMap<String, String>) -> Vec<Text> {
    let named = [
        ("quality/tests", text!("tests", "tests")),
        ("docs/audiences", text!("documentation par public", "documentation by audience")),
        ("reuse/packaging", text!("paquet", "package")),
        ("versioning/tags", text!("versions", "releases")),
        ("exposure/private-sources", text!("aucune dépendance privée", "no private dependency")),
    ];
    let told = named.into_iter().filter_map(|(name, words)| match signals.get(name)?.as_str() {
        "pass" => Some(text!("+ {words}", "+ {words}"; words)),
        _ => Some(text!("− {words}", "− {words}"; words)),
    });
    told.collect()
}

/// Repositories of several bodies that start from one commit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Copies {
    /// That commit.
    pub root: String,
    /// The repositories.
    pub repositories: Vec<String>,
    /// Their bodies.
    pub bodies: Vec<String>,
}

/// What the repositories of `index` are worth, the best first, and what bodies copied
/// from one another.
pub(crate) fn ranked(index: &Index) -> Result<(Vec<Potential>, Vec<Copies>)> {
    let mut all = Vec::new();
    let mut roots: BTreeMap<String, (BTreeSet<String>, BTreeSet<String>)> = BTreeMap::new();
    for key in index.keys()? {
        let Some(entry) = index.entry(&key)? else { continue };
        if matches!(entry.repository.standing, Standing::Missing | Standing::Same) {
            continue;
        }
        for root in entry.signals.get("roots").map(String::as_str).unwrap_or_default().split(' ') {
            let (keys, bodies) = roots.entry(root.to_string()).or_default();
            keys.insert(key.clone());
            bodies.extend(entry.bodies.iter().map(|body| body.name.clone()));
        }
        all.push(Potential::of(&entry));
    }
    all.sort_by(|one, other| {
        (other.yes(), other.helps.len(), &one.key).cmp(&(one.yes(), one.helps.len(), &other.key))
    });
    let copies = roots
        .into_iter()
        .filter(|(root, (keys, bodies))| !root.is_empty() && keys.len() > 1 && bodies.len() > 1);
    let copies = copies.map(|(root, (keys, bodies))| Copies {
        root,
        repositories: keys.into_iter().collect(),
        bodies: bodies.into_iter().collect(),
    });
    Ok((all, copies.collect()))
}
