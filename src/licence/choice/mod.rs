//! The choice of a licence, as the guide and the contribution policy lead it:
//! what is inside first, permissive unless the general interest asks for
//! reciprocity, then the ecosystem.

mod current;
#[cfg(test)]
mod tests;

use super::compatibility::{self, Judgement, Opinion, Usage};
use super::decreed::{self, Decreed, Use};
use super::expression::Expression;
use super::families;
use crate::lang::Text;
use crate::text;
use serde::Serialize;

/// What a choice rests on: title and address.
pub(crate) type Reference = (&'static str, &'static str);

const LIST: Reference = ("CRPA, art. D.323-2-1", "https://www.data.gouv.fr/pages/legal/licences/");
const APPROVAL: Reference = (
    "CRPA, art. D.323-2-2",
    "https://www.legifrance.gouv.fr/affichCodeArticle.do?cidTexte=LEGITEXT000031366350&idArticle=LEGIARTI000034504993",
);
const DOCTRINE: Reference = (
    "Guide de la DINUM, « Doit-on prioriser le choix d’une licence permissive ? »",
    "https://code.gouv.fr/documentation/",
);
const POLICY: Reference = (
    "Politique de contribution, « Éléments à considérer dans le choix de la licence libre »",
    "https://github.com/DISIC/politique-de-contribution-open-source/blob/master/ouverture.md",
);
const DEFAULTS: Reference = (
    "Politique de contribution, « Aide au choix de la licence »",
    "https://github.com/DISIC/politique-de-contribution-open-source/blob/master/pratique.md",
);

/// Something inside the project.
#[derive(Debug, Clone)]
pub(crate) struct Inside {
    /// What it is.
    pub label: Text,
    /// Its SPDX expression.
    pub expression: Expression,
    /// How it is used.
    pub usage: Usage,
    /// True when its licence is known by its name alone.
    pub by_name: bool,
}

/// What the project is.
#[derive(Debug, Clone)]
pub(crate) struct Situation {
    /// What is published.
    pub subject: Use,
    /// What it contains or loads.
    pub inside: Vec<Inside>,
    /// True when someone closing it would threaten the general interest.
    pub reciprocity: bool,
    /// True for a service used over a network.
    pub online: bool,
    /// True for a library that other programs load.
    pub library: bool,
    /// The usual licence of the ecosystem it joins.
    pub ecosystem: Option<String>,
    /// The licence it is under today, or why none is known; `None` when no
    /// repository was looked at.
    pub current: Option<Result<Expression, Text>>,
    /// What is inside and whose licence is not known.
    pub unknown: Vec<String>,
}

/// One reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Reason {
    /// The sentence.
    pub text: Text,
    /// What it rests on.
    pub source: Option<Reference>,
}

/// What is recommended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Recommendation {
    /// SPDX expression; `None` when no licence of the list fits.
    pub licence: Option<String>,
    /// Why, in the order of the questions.
    pub reasons: Vec<Reason>,
    /// Licences of the list that would do too.
    pub alternatives: Vec<String>,
    /// Licences of the list that something inside rules out, with what and why.
    pub excluded: Vec<(String, Text, Text)>,
    /// What to settle before following the recommendation.
    pub warnings: Vec<Reason>,
}

const HOLDERS: Reference = (
    "Guide de la DINUM, « À qui appartiennent les droits d’auteur ? »",
    "https://code.gouv.fr/documentation/",
);

const PERMISSIVE: [&str; 5] = ["Apache-2.0", "MIT", "BSD-3-Clause", "BSD-2-Clause", "CECILL-B"];
const WEAK: [&str; 4] = ["LGPL-3.0-or-later", "MPL-2.0", "CECILL-C", "EPL-2.0"];
const STRONG: [&str; 3] = ["GPL-3.0-or-later", "EUPL-1.2", "CECILL-2.1"];
const NETWORK: [&str; 2] = ["AGPL-3.0-or-later", "EUPL-1.2"];

/// Recommends a licence of the list for `situation`.
pub(crate) fn choose(situation: &Situation) -> Recommendation {
    if situation.subject != Use::Code {
        return content(situation);
    }
    let mut reasons = Vec::new();
    let wanted = match current::reciprocal_today(situation) {
        // What the project already is weighs first.
        Some(today) => current::near(today, &mut reasons),
        None => wanted(situation, &mut reasons),
    };
    let mut order: Vec<&str> = Vec::new();
    for id in wanted.iter().copied().chain(PERMISSIVE).chain(WEAK).chain(STRONG).chain(NETWORK) {
        if !order.contains(&id) {
            order.push(id);
        }
    }
    let mut excluded = Vec::new();
    let mut fitting: Vec<&str> = Vec::new();
    for id in order {
        match obstacle(id, &situation.inside) {
            Some((label, opinion)) => excluded.push((id.to_string(), label, opinion.reason)),
            None => fitting.push(id),
        }
    }
    // Among those that are wanted, “yes” stands above “on conditions”.
    fitting.sort_by_key(|id| {
        let wanted = wanted.contains(id);
        (!wanted, wanted && !is_free(id, &situation.inside))
    });
    if !excluded.is_empty() {
        let (id, label, why) = &excluded[0];
        reasons.insert(0, inside_reason(id, label, why, excluded.len()));
    } else if !situation.inside.is_empty() {
        let count = situation.inside.len();
        let told = text!(
            count;
            "la licence trouvée à l’intérieur n’exclut aucune licence de la liste"
                | "les {count} licences trouvées à l’intérieur n’excluent aucune licence de la liste",
            "the licence found inside rules out no licence of the list"
                | "the {count} licences found inside rule out no licence of the list"
        );
        reasons.insert(0, Reason { text: told, source: Some(POLICY) });
    }
    let Some(first) = fitting.first().copied() else {
        reasons.push(none_fits());
        let (alternatives, warnings) = (Vec::new(), current::warnings(situation, None));
        return Recommendation { licence: None, reasons, alternatives, excluded, warnings };
    };
    let (chosen, licence) = match current::kept(situation, &fitting, &wanted, &mut reasons) {
        Some(kept) => kept,
        None => {
            let id = by_ecosystem(situation, first, &fitting, &wanted, &mut reasons);
            (id, id.to_string())
        }
    };
    if let Some(entry) = decreed::find(chosen) {
        reasons.push(listed(entry));
    }
    let same = families::of(chosen).map(|family| family.is_reciprocal());
    let alternatives = fitting
        .iter()
        .filter(|id| {
            !licence.split(" OR ").any(|side| side == **id)
                && families::of(id).map(|family| family.is_reciprocal()) == same
        })
        .map(ToString::to_string)
        .collect();
    let warnings = current::warnings(situation, Some(&licence));
    Recommendation { licence: Some(licence), reasons, alternatives, excluded, warnings }
}

/// The licences wanted before looking inside, the best first.
fn wanted(situation: &Situation, reasons: &mut Vec<Reason>) -> Vec<&'static str> {
    if !situation.reciprocity {
        let told = text!(
            "la doctrine est la licence permissive ; par défaut, Apache 2.0",
            "the doctrine is the permissive licence; by default, Apache 2.0"
        );
        reasons.push(Reason { text: told, source: Some(DOCTRINE) });
        return PERMISSIVE.to_vec();
    }
    let told = text!(
        "la réappropriation fermée menacerait l’intérêt général : une licence à réciprocité est conseillée",
        "being taken over and closed would threaten the general interest: a copyleft licence is advised"
    );
    reasons.push(Reason { text: told, source: Some(DOCTRINE) });
    if situation.online {
        let told = text!(
            "c’est un service en ligne : l’AGPL étend la réciprocité à qui l’utilise par le réseau",
            "it is an online service: the AGPL extends reciprocity to those who use it over a network"
        );
        reasons.push(Reason { text: told, source: Some(POLICY) });
        return NETWORK.to_vec();
    }
    if situation.library {
        let told = text!(
            "c’est une bibliothèque : la réciprocité faible laisse d’autres programmes la charger",
            "it is a library: weak copyleft lets other programs load it"
        );
        reasons.push(Reason { text: told, source: Some(DEFAULTS) });
        return WEAK.to_vec();
    }
    let told = text!(
        "par défaut, la GNU GPL version 3 ou ultérieure",
        "by default, the GNU GPL version 3 or later"
    );
    reasons.push(Reason { text: told, source: Some(DEFAULTS) });
    STRONG.to_vec()
}

/// What inside rules `id` out.
fn obstacle(id: &str, inside: &[Inside]) -> Option<(Text, Opinion)> {
    inside.iter().find_map(|part| {
        let opinion = against(part, &Expression::id(id))?;
        let (label, licence) = (&part.label, &part.expression);
        Some((text!("{label} ({licence})", "{label} ({licence})"; label), opinion))
    })
}

/// Why `part` rules out `target`, when it does.
fn against(part: &Inside, target: &Expression) -> Option<Opinion> {
    let opinion = compatibility::check(&part.expression, target, part.usage);
    (opinion.judgement == Judgement::No || opinion.combined).then_some(opinion)
}

/// The choice without what, known by its name alone, would rule out the licence of
/// today: a name is no reason to leave a licence, only to verify. `None` when
/// nothing does, or when more than names stands in the way.
pub(crate) fn keeping(situation: &Situation) -> Option<Recommendation> {
    let today = situation.current.as_ref()?.as_ref().ok()?;
    let mut stated = situation.clone();
    stated.inside.retain(|part| !part.by_name || against(part, today).is_none());
    let mut kept = choose(&stated);
    if kept.licence != Some(today.to_string()) || stated.inside.len() == situation.inside.len() {
        return None;
    }
    let doubtful = situation.inside.iter().filter(|part| part.by_name);
    for part in doubtful.filter(|part| against(part, today).is_some()) {
        let (label, licence) = (&part.label, &part.expression);
        let text = text!(
            "à vérifier avant tout : {label} ; si elle est bien {licence}, elle ne permet pas de rester sous {today}",
            "to verify first: {label}; if it is indeed {licence}, it does not allow staying under {today}";
            label
        );
        kept.warnings.insert(0, Reason { text, source: Some(POLICY) });
    }
    Some(kept)
}

/// True when nothing inside sets conditions on `id`.
fn is_free(id: &str, inside: &[Inside]) -> bool {
    let judged = |part: &Inside| {
        compatibility::check(&part.expression, &Expression::id(id), part.usage).judgement
    };
    inside.iter().all(|part| judged(part) != Judgement::Conditions)
}

fn none_fits() -> Reason {
    let told = text!(
        "aucune licence de la liste ne convient : remplacer ce qui l’empêche, ou demander une homologation",
        "no licence of the list fits: replace what stands in the way, or ask for an approval"
    );
    Reason { text: told, source: Some(APPROVAL) }
}

fn inside_reason(id: &str, label: &Text, why: &Text, count: usize) -> Reason {
    let (fr, en) = (&why.fr, &why.en);
    let told = text!(
        count;
        "le code inclus exclut {id} : {label}, {fr}"
            | "le code inclus exclut {count} licences de la liste, dont {id} : {label}, {fr}",
        "what is inside rules out {id}: {label}, {en}"
            | "what is inside rules out {count} licences of the list, among them {id}: {label}, {en}";
        label
    );
    Reason { text: told, source: Some(POLICY) }
}

/// The licence of the ecosystem, where the questions before leave room for it.
fn by_ecosystem<'a>(
    situation: &Situation,
    first: &'a str,
    fitting: &[&'a str],
    wanted: &[&str],
    reasons: &mut Vec<Reason>,
) -> &'a str {
    let Some(usual) = situation.ecosystem.as_deref() else { return first };
    let reciprocal = |id: &str| families::of(id).map(|family| family.is_reciprocal());
    let expected = wanted.first().and_then(|id| reciprocal(id));
    let usual_terms = Expression::understand(usual).ok();
    let mut named = usual_terms.iter().flat_map(Expression::terms);
    let found = named.find_map(|term| fitting.iter().find(|id| **id == term.id));
    match found {
        Some(id) if reciprocal(id) == expected || reciprocal(id) == reciprocal(first) => {
            let told = text!(
                "{id} est l’usage de l’écosystème visé, et les critères précédents l’admettent",
                "{id} is usual in the target ecosystem, and the criteria before admit it"
            );
            reasons.push(Reason { text: told, source: Some(POLICY) });
            id
        }
        Some(id) => {
            let told = text!(
                "{id}, en usage dans l’écosystème, irait contre le choix fait sur la réciprocité",
                "{id}, usual in the ecosystem, would go against the choice made on reciprocity"
            );
            reasons.push(Reason { text: told, source: Some(POLICY) });
            first
        }
        None => {
            let told = text!(
                "{usual}, en usage dans l’écosystème, n’est pas sur la liste ou est exclue par le code inclus",
                "{usual}, usual in the ecosystem, is not on the list or is ruled out by what is inside"
            );
            reasons.push(Reason { text: told, source: Some(LIST) });
            first
        }
    }
}

fn listed(entry: &Decreed) -> Reason {
    let (name, reach, as_of) = (&entry.name, entry.reach.label(), &decreed::origin().as_of);
    let (fr, en) = (&reach.fr, &reach.en);
    let text = text!(
        "{name} est sur la liste fixée par décret ({fr} ; liste au {as_of})",
        "{name} is on the list set by decree ({en}; list as of {as_of})"
    );
    Reason { text, source: Some(LIST) }
}

/// Documents and data.
fn content(situation: &Situation) -> Recommendation {
    let share_alike = situation.reciprocity && situation.subject == Use::Data;
    let id = if share_alike { "ODbL-1.0" } else { "etalab-2.0" };
    let mut reasons = Vec::new();
    reasons.push(match (share_alike, situation.subject) {
        (true, _) => Reason {
            text: text!(
                "le partage à l’identique est voulu pour ces données",
                "share-alike is wanted for these data"
            ),
            source: Some(LIST),
        },
        (false, Use::Data) => Reason {
            text: text!(
                "la Licence Ouverte est établie pour les informations publiques",
                "the Licence Ouverte is established for public information"
            ),
            source: Some(LIST),
        },
        (false, _) => Reason {
            text: text!(
                "la politique de contribution publie la documentation sous Licence Ouverte 2.0",
                "the contribution policy publishes documentation under Licence Ouverte 2.0"
            ),
            source: Some(DEFAULTS),
        },
    });
    let fits = |entry: &&Decreed| entry.uses.contains(&situation.subject);
    let others = decreed::list().iter().filter(fits).map(|entry| entry.id.as_str());
    let (mut excluded, mut fitting) = (Vec::new(), Vec::new());
    for id in std::iter::once(id).chain(others.filter(|other| *other != id)) {
        match obstacle(id, &situation.inside) {
            Some((label, opinion)) => excluded.push((id.to_string(), label, opinion.reason)),
            None => fitting.push(id.to_string()),
        }
    }
    if let Some((id, label, why)) = excluded.first() {
        reasons.insert(0, inside_reason(id, label, why, excluded.len()));
    }
    let kept = current::kept_content(situation, &fitting, share_alike, &mut reasons);
    let licence = kept.or_else(|| fitting.first().cloned());
    fitting.retain(|id| Some(id) != licence.as_ref());
    reasons.push(licence.as_deref().and_then(decreed::find).map_or_else(none_fits, listed));
    let warnings = current::warnings(situation, licence.as_deref());
    Recommendation { licence, reasons, alternatives: fitting, excluded, warnings }
}
