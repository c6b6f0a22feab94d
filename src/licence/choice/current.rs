//! The licence a project is already under: kept when it does, and who must
//! agree when it is to change.

use super::{APPROVAL, HOLDERS, LIST, POLICY, Reason, Situation};
use crate::lang::Text;
use crate::licence::compatibility::{self, Usage};
use crate::licence::decreed::{self, Standing, Use};
use crate::licence::expression::Expression;
use crate::licence::families;
use crate::text;

/// Names told of what is not known.
const SHOWN: usize = 10;

fn reciprocal(expression: &Expression) -> Option<bool> {
    families::of_expression(expression).map(|family| family.is_reciprocal())
}

/// The copyleft licence of today, where the answers ask for none.
pub(super) fn reciprocal_today(situation: &Situation) -> Option<&Expression> {
    let today = situation.current.as_ref()?.as_ref().ok()?;
    (!situation.reciprocity && reciprocal(today) == Some(true)).then_some(today)
}

/// The licences of the list that are nearest to the copyleft licence of `today`:
/// itself, those of its family, then those that its code may go under.
pub(super) fn near(today: &Expression, reasons: &mut Vec<Reason>) -> Vec<&'static str> {
    let written = today.to_string();
    let text = text!(
        "le projet est déjà sous {written}, une licence à réciprocité : la garder ne demande l’accord de personne",
        "the project is already under {written}, a copyleft licence: keeping it needs nobody’s agreement"
    );
    reasons.push(Reason { text, source: Some(HOLDERS) });
    let family = families::of_expression(today);
    let listed = decreed::list().iter().map(|entry| entry.id.as_str());
    let mut near: Vec<&'static str> = listed
        .filter(|id| families::of(id).is_some_and(|one| one.is_reciprocal()))
        .filter(|id| decreed::find(id).is_some_and(|one| one.uses.contains(&Use::Code)))
        .collect();
    near.sort_by_key(|id| {
        let judged = compatibility::check(today, &Expression::id(id), Usage::Copy).judgement;
        let itself = **id == written;
        (!itself, families::of(id) != family, std::cmp::Reverse(judged))
    });
    near
}

/// The licence of today of data or documents, when it is one of those that fit and
/// shares alike when that is wanted.
pub(super) fn kept_content(
    situation: &Situation,
    fitting: &[String],
    share_alike: bool,
    reasons: &mut Vec<Reason>,
) -> Option<String> {
    let today = situation.current.as_ref()?.as_ref().ok()?.to_string();
    let id = fitting.iter().find(|id| **id == today)?;
    if share_alike && id != "ODbL-1.0" {
        return None;
    }
    reasons.push(already(id));
    Some(id.clone())
}

fn already(id: &str) -> Reason {
    let text = text!(
        "le projet est déjà sous {id}, qui convient : rien ne demande de changer",
        "the project is already under {id}, which does: nothing asks for a change"
    );
    Reason { text, source: Some(POLICY) }
}

/// The licence of today, or the alternative of it, that is one of those that fit
/// and answers the question of reciprocity as wanted; and the whole as written.
pub(super) fn kept<'a>(
    situation: &Situation,
    fitting: &[&'a str],
    wanted: &[&str],
    reasons: &mut Vec<Reason>,
) -> Option<(&'a str, String)> {
    let today = situation.current.as_ref()?.as_ref().ok()?;
    // One alternative that does is enough: whoever takes the code up may choose it.
    let sides: Vec<String> = match today {
        Expression::Any(sides) => sides.iter().map(ToString::to_string).collect(),
        one => vec![one.to_string()],
    };
    let expected = wanted.first().and_then(|id| reciprocal(&Expression::id(id)));
    let does = |id: &&&str| {
        sides.iter().any(|side| side == **id) && reciprocal(&Expression::id(id)) == expected
    };
    let id = fitting.iter().find(does)?;
    let written = today.to_string();
    reasons.push(already(&written));
    Some((id, written))
}

/// What to settle first: parts whose licence is not known, and a licence of
/// today that the recommendation would change.
pub(super) fn warnings(situation: &Situation, chosen: Option<&str>) -> Vec<Reason> {
    let mut found: Vec<Reason> = unknown(&situation.unknown).into_iter().collect();
    match &situation.current {
        Some(Ok(today)) => found.extend(change(today, chosen)),
        Some(Err(why)) => {
            let (fr, en) = (&why.fr, &why.en);
            let text =
                text!("licence actuelle du projet : {fr}", "licence of the project today: {en}");
            found.push(Reason { text, source: None });
        }
        None => {}
    }
    found
}

fn unknown(parts: &[String]) -> Option<Reason> {
    if parts.is_empty() {
        return None;
    }
    let count = parts.len();
    let mut names = parts.iter().take(SHOWN).cloned().collect::<Vec<_>>().join(", ");
    if count > SHOWN {
        names.push('…');
    }
    let text = text!(
        count;
        "la licence de {count} composant n’est pas connue hors ligne, et pourrait exclure la licence proposée : {names}"
            | "la licence de {count} composants n’est pas connue hors ligne, et pourrait exclure la licence proposée : {names}",
        "the licence of {count} component is not known offline, and could rule out the licence proposed: {names}"
            | "the licence of {count} components is not known offline, and could rule out the licence proposed: {names}"
    );
    Some(Reason { text, source: Some(POLICY) })
}

/// What is to be said of the licence of today, and who must agree to leave it.
fn change(today: &Expression, chosen: Option<&str>) -> Vec<Reason> {
    let mut found = Vec::new();
    let written = today.to_string();
    if let Some(text) = standing(today, &written) {
        let source = if text.1 { APPROVAL } else { LIST };
        found.push(Reason { text: text.0, source: Some(source) });
    }
    let leaves = chosen.filter(|id| *id != written);
    if let Some(chosen) = leaves {
        let kept = reciprocal(&Expression::id(chosen));
        if reciprocal(today) == Some(true) && kept == Some(false) {
            let text = text!(
                "le projet est aujourd’hui sous {written}, une licence à réciprocité : {chosen} lèverait ce que les contributeurs ont voulu, et ce qui a été reçu de tiers sous {written} y reste",
                "the project is under {written} today, a copyleft licence: {chosen} would lift what contributors wanted, and what was received from others under {written} stays under it"
            );
            found.push(Reason { text, source: Some(POLICY) });
        }
        let text = text!(
            "passer de {written} à {chosen} demande l’accord de tous les titulaires des droits : l’administration pour ses agents, les prestataires sauf cession, chaque contributeur extérieur ; ce qui est déjà publié reste sous {written}",
            "to go from {written} to {chosen}, every rights holder must agree: the administration for its agents, contractors unless they assigned their rights, each outside contributor; what was published stays under {written}"
        );
        found.push(Reason { text, source: Some(HOLDERS) });
    }
    found
}

/// How the licence of today stands on the list, when there is something to say;
/// true when an approval would be needed to keep it.
fn standing(today: &Expression, written: &str) -> Option<(Text, bool)> {
    let text = match decreed::standing_of(today) {
        Standing::Listed => return None,
        Standing::Variant if !today.resolved() => {
            let text = text!(
                "le projet est sous {written}, et rien ne dit si les versions ultérieures sont admises : le dire n’est qu’une précision, si les titulaires l’entendaient ainsi",
                "the project is under {written}, and nothing says whether later versions are accepted: saying so only makes it clear, if the holders meant it"
            );
            return Some((text, false));
        }
        Standing::Variant => text!(
            "le projet est sous {written}, une version ou une variante que la liste ne contient pas",
            "the project is under {written}, a version or a variant that the list does not hold"
        ),
        Standing::NotForCode => text!(
            "le projet est sous {written}, que la liste contient pour les données et les documents, pas pour du code",
            "the project is under {written}, which the list holds for data and documents, not for code"
        ),
        Standing::Outside => {
            let text = text!(
                "le projet est sous {written}, qui n’est pas sur la liste : la garder demande une homologation, sauf si un projet d’origine l’impose",
                "the project is under {written}, which is not on the list: keeping it needs an approval, unless an upstream project imposes it"
            );
            return Some((text, true));
        }
    };
    Some((text, false))
}
