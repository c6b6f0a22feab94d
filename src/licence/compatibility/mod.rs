//! May code under one licence go into a project under another one? The matrix
//! is data with its sources: `data/licence/compatibility.toml`.

mod matrix;

use super::expression::{Expression, Term, ids};
use super::families::{self, Family, Softening};
use crate::lang::Text;
use crate::text;
use matrix::{Cell, MATRIX};
use serde::{Deserialize, Serialize};

pub(crate) use matrix::Source;

/// How a component is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Usage {
    /// A library that the program loads.
    Link,
    /// Its code stands in the project.
    Copy,
    /// Another program, or a tool that is not distributed.
    Separate,
}

/// Whether it may, the worst first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Judgement {
    /// It may not.
    No,
    /// Nobody said, or the licence is not known.
    Unknown,
    /// It may, on conditions beyond keeping notices.
    Conditions,
    /// It may.
    Yes,
}

impl Judgement {
    /// The words shown to a person.
    pub(crate) fn label(self) -> Text {
        match self {
            Judgement::No => Text::new("non", "no"),
            Judgement::Unknown => Text::new("on ne sait pas", "unknown"),
            Judgement::Conditions => Text::new("oui, sous conditions", "yes, on conditions"),
            Judgement::Yes => Text::new("oui", "yes"),
        }
    }
}

/// What the matrix says of a component in a project.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Opinion {
    /// The answer.
    pub judgement: Judgement,
    /// The licence of the component that the answer rests on: the alternative
    /// chosen, or the one that stands in the way.
    pub inbound: String,
    /// The licence of the project that the answer rests on.
    pub outgoing: String,
    /// True when the whole comes under the licence of the component: the code of the
    /// project keeps its own.
    pub combined: bool,
    /// Why.
    pub reason: Text,
    /// What the answer rests on.
    pub sources: Vec<&'static Source>,
}

/// Whether a component under the expression `inbound`, used as `usage` says, may
/// go into a project distributed under the expression `outgoing`. `OR` is a
/// choice, `AND` adds up, an exception can only widen.
pub(crate) fn check(inbound: &Expression, outgoing: &Expression, usage: Usage) -> Opinion {
    let (component, project) = (inbound.narrowed(), outgoing.narrowed());
    let opinions = project.terms().into_iter().map(|out| whole(&component, out, usage));
    let mut opinions: Vec<Opinion> = opinions.collect();
    let best = opinions
        .iter()
        .enumerate()
        .max_by_key(|(at, opinion)| (opinion.judgement, std::cmp::Reverse(*at)));
    let at = best.map_or(0, |(at, _)| at);
    let refused = |one: &Opinion| one.judgement == Judgement::No || one.combined;
    let narrowed = opinions.iter().any(refused);
    let mut best = opinions.swap_remove(at);
    if narrowed && best.judgement == Judgement::Yes {
        let out = &best.outgoing;
        let only = text!(
            " ; cela ne vaut que pour {out}, parmi les licences du projet",
            "; this holds only for {out}, among the licences of the project"
        );
        best.judgement = Judgement::Conditions;
        best.reason = only.after(&best.reason.fr, &best.reason.en);
    }
    best
}

/// The opinion on a whole expression, for one licence of the project.
fn whole(component: &Expression, out: &Term, usage: Usage) -> Opinion {
    let worse = |left: Opinion, right: Opinion| {
        if right.judgement < left.judgement { right } else { left }
    };
    let better = |left: Opinion, right: Opinion| {
        if right.judgement > left.judgement { right } else { left }
    };
    component
        .fold(&mut |term| one(term, out, usage), &worse, &better)
        .unwrap_or_else(|| unknown(&Term { id: String::new(), exception: None }, out))
}

/// The opinion on one licence of a component, for one licence of the project.
fn one(inbound: &Term, out: &Term, usage: Usage) -> Opinion {
    let opinion = promising(inbound, out, usage, bare(inbound, out, usage));
    let Some(exception) = &inbound.exception else { return opinion };
    if opinion.judgement >= Judgement::Conditions && !opinion.combined {
        return opinion;
    }
    let softened = match (families::softening(exception), usage) {
        (Some(Softening::Link), Usage::Link) | (Some(Softening::Output), _) => true,
        (Some(Softening::Gpl2), _) => families::of(&inbound.id) == Some(Family::Permissive),
        _ => false,
    };
    let judgement = match (softened, families::softening(exception)) {
        (true, _) => Judgement::Conditions,
        (false, None) if opinion.combined => return opinion,
        (false, None) => Judgement::Unknown,
        (false, Some(_)) => return opinion,
    };
    let reason = match judgement {
        Judgement::Conditions => text!(
            "l’exception {exception} permet cet usage ; le composant garde sa licence",
            "the exception {exception} allows this use; the component keeps its licence"
        ),
        _ => text!(
            "sans l’exception {exception}, la réponse serait non ; ce que l’exception permet est à lire",
            "without the exception {exception} the answer would be no; what the exception allows has to be read"
        ),
    };
    Opinion { judgement, reason, inbound: inbound.to_string(), combined: false, ..opinion }
}

/// `opinion`, where the project promises an exception that nobody gave for code under
/// a copyleft licence.
fn promising(inbound: &Term, out: &Term, usage: Usage, opinion: Opinion) -> Opinion {
    let Some(exception) = &out.exception else { return opinion };
    let reciprocal = families::of(&inbound.id).is_some_and(|family| family.is_reciprocal());
    let given = inbound.exception.as_ref() == Some(exception);
    if given || !reciprocal || usage == Usage::Separate || opinion.judgement != Judgement::Yes {
        return opinion;
    }
    let lost = text!(
        " ; mais l’exception {exception} du projet ne s’étend pas à ce code, dont les auteurs ne l’ont pas donnée",
        "; but the exception {exception} of the project does not extend to this code, whose authors did not give it"
    );
    let reason = lost.after(&opinion.reason.fr, &opinion.reason.en);
    Opinion { judgement: Judgement::Conditions, reason, ..opinion }
}

/// The opinion without the exception, over the versions both sides allow.
fn bare(inbound: &Term, out: &Term, usage: Usage) -> Opinion {
    if inbound.id == out.id {
        let id = &inbound.id;
        let reason = text!("c’est la même licence, {id}", "it is the same licence, {id}");
        return opinion(Judgement::Yes, (inbound, out), reason, Vec::new());
    }
    let promised = match out.id.ends_with("-or-later") {
        true => families::versions(&out.id),
        false => vec![out.id.as_str()],
    };
    let chosen = families::versions(&inbound.id);
    let best_for = |version: &str| {
        let cells = chosen.iter().map(|id| {
            let cell = MATRIX.cell(id, version, usage);
            if *id == inbound.id { cell } else { later(inbound, id, cell) }
        });
        // Of equal answers, that of the version at hand.
        cells.rev().max_by_key(|cell| cell.judgement)
    };
    let mut answers = promised.iter().filter_map(|version| Some((*version, best_for(version)?)));
    let Some((first_version, first)) = answers.next() else { return unknown(inbound, out) };
    let rest: Vec<(&str, Cell)> = answers.collect();
    if first.judgement >= Judgement::Conditions || rest.is_empty() {
        let later_refused = rest.iter().any(|(_, cell)| cell.judgement < Judgement::Conditions);
        if first.judgement >= Judgement::Conditions
            && (later_refused || narrows(inbound, out, usage))
        {
            return only(inbound, out, first_version, &first);
        }
        return told(inbound, out, &first);
    }
    match rest.iter().find(|(_, cell)| cell.judgement >= Judgement::Conditions) {
        Some((version, cell)) => only(inbound, out, version, cell),
        None => told(inbound, out, &first),
    }
}

/// The answer for a later version that the licence itself lets be chosen: it
/// rests on the component not saying that it is under one version only.
fn later(inbound: &Term, version: &str, mut cell: Cell) -> Cell {
    let rests = !inbound.id.ends_with("-or-later") && !cell.same;
    if rests && cell.judgement == Judgement::Yes {
        cell.judgement = Judgement::Conditions;
        cell.through = Some(version.to_string());
    }
    cell
}

/// True when a component of one version only joins a project that promises the
/// later ones too.
fn narrows(inbound: &Term, out: &Term, usage: Usage) -> bool {
    let whole = matches!(families::of(&inbound.id), Some(Family::Strong | Family::Network));
    let same = ids::gnu_base(&inbound.id).is_some_and(|base| ids::gnu_base(&out.id) == Some(base));
    // Of the LGPL 3, only the GPL 3 may be applied to the copy, and no later version.
    let copied = usage == Usage::Copy && inbound.id == "LGPL-3.0-only";
    usage != Usage::Separate
        && out.id.ends_with("-or-later")
        && inbound.id.ends_with("-only")
        && (whole || same || copied)
}

fn only(inbound: &Term, out: &Term, version: &str, cell: &Cell) -> Opinion {
    let only = text!(
        "l’ensemble n’est alors distribuable que sous {version}, pas sous les autres versions que le projet annonce",
        "the whole may then be distributed under {version} only, not under the other versions the project announces"
    );
    let said = said(cell, inbound, out);
    let reason =
        Text::new(format!("{} ; {}", said.fr, only.fr), format!("{}; {}", said.en, only.en));
    opinion(Judgement::Conditions, (inbound, out), reason, cell.sources())
}

fn told(inbound: &Term, out: &Term, cell: &Cell) -> Opinion {
    let reason = said(cell, inbound, out);
    let told = opinion(cell.judgement, (inbound, out), reason, cell.sources());
    Opinion { combined: cell.combined, ..told }
}

fn said(cell: &Cell, inbound: &Term, out: &Term) -> Text {
    let reason = reason(cell, inbound, out);
    let Some(version) = &cell.through else { return reason };
    let id = &inbound.id;
    let through = text!(
        " ; cela passe par {version}, si le composant n’est pas donné sous la seule version {id}",
        "; this goes through {version}, if the component is not given under {id} only"
    );
    through.after(&reason.fr, &reason.en)
}

fn reason(cell: &Cell, inbound: &Term, out: &Term) -> Text {
    match cell.why {
        Some(why) => {
            let mut reason = why.clone();
            reason.each(|words| {
                *words = words.replace("{in}", &inbound.id).replace("{out}", &out.id)
            });
            reason
        }
        None if cell.same => Text::new(
            format!("{} comprend {}", inbound.id, out.id),
            format!("{} includes {}", inbound.id, out.id),
        ),
        None => unknown(inbound, out).reason,
    }
}

fn unknown(inbound: &Term, out: &Term) -> Opinion {
    let (id, project) = (&inbound.id, &out.id);
    let reason = match (families::of(id), families::of(project)) {
        (None, _) => text!(
            "les conditions de {id} ne sont pas connues de la table",
            "the terms of {id} are not known to the table"
        ),
        _ => text!(
            "la table ne dit rien de {id} dans un projet sous {project}",
            "the table says nothing of {id} in a project under {project}"
        ),
    };
    opinion(Judgement::Unknown, (inbound, out), reason, Vec::new())
}

fn opinion(
    judgement: Judgement,
    (inbound, out): (&Term, &Term),
    reason: Text,
    sources: Vec<&'static Source>,
) -> Opinion {
    let (inbound, outgoing) = (inbound.to_string(), out.to_string());
    Opinion { judgement, inbound, outgoing, combined: false, reason, sources }
}

#[cfg(test)]
mod tests;
