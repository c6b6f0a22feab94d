//! Values of lists and registers: vocabularies, countries, languages.

use super::{Found, Place};
use crate::publiccode::confusion;
use crate::publiccode::format::{country, language};
use crate::publiccode::repair::site::step;
use crate::publiccode::repair::spelling::{folded, near};
use crate::publiccode::repair::{Options, Proposal};
use crate::publiccode::standard::{Presence, Shape};
use crate::text;
use crate::text::question::marked;
use crate::yaml::edit::{Change, Path, Step, Value};

pub(super) fn country_code(text: &str) -> Found {
    let upper = text.trim().to_uppercase();
    if country::is_code(&upper) {
        let words = text!(
            "les codes de pays s’écrivent en majuscules",
            "country codes are written in upper case"
        );
        return Some((upper, true, words));
    }
    let code = country::meant(text.trim())?;
    let words = text!("le code de ce pays est {code}", "the code of this country is {code}");
    Some((code.to_string(), false, words))
}

/// A language tag with hyphens, and the case that BCP 47 recommends.
pub(super) fn tag(text: &str) -> Found {
    let bare = text.trim().replace('_', "-");
    let bare = bare.split('.').next().unwrap_or_default();
    let tag = match language::is_tag(bare) {
        true => language::canonical(bare),
        false => language::meant(bare)?,
    };
    let words = text!(
        "les langues s’écrivent comme le veut BCP 47",
        "languages are written as BCP 47 says"
    );
    (tag != text).then_some((tag, true, words))
}

pub(super) fn languages(path: &Path, tags: &[&str]) -> Vec<Proposal> {
    let mut out = Vec::new();
    for (at, name) in tags.iter().enumerate() {
        let Some((key, _, words)) = tag(name).filter(|(key, ..)| !tags.contains(&key.as_str()))
        else {
            continue;
        };
        let path = step(path, Step::At(at));
        out.push(Proposal::safe(&path, words, Change::Rename { path: path.clone(), key }));
    }
    out
}

pub(super) fn preferred(text: &str, list: &'static [&'static str]) -> Found {
    let same = list.iter().find(|value| folded(value) == folded(text))?;
    let words = text!("le standard écrit « {same} »", "the standard writes “{same}”");
    Some(((*same).to_string(), true, words))
}

/// A value of a closed list, spelt otherwise or said in other words. What
/// cannot be told is asked, or left out of an optional list.
pub(super) fn one_of(
    place: &Place<'_>,
    text: &str,
    list: &'static [&'static str],
    options: &Options<'_>,
) -> Option<Proposal> {
    if list.contains(&text) {
        return None;
    }
    let set = |to: &str| Change::Set { path: place.path.clone(), value: Value::text(to) };
    if let Some(value) = near(text, list.iter().copied()) {
        let words = text!("le standard écrit « {value} »", "the standard writes “{value}”");
        return Some(Proposal::safe(place.path, words, set(value)));
    }
    let shown: String = text.chars().filter(|c| !c.is_control()).take(80).collect();
    let meant = confusion::value(&place.name, text, list);
    if let [value] = meant.as_slice() {
        let words = text!(
            "« {shown} » n’est pas dans la liste du standard : « {value} » en est le plus proche",
            "“{shown}” is not in the list of the standard: “{value}” is the nearest"
        );
        return Some(Proposal::risky(place.path, words, set(value)));
    }
    let required = place.key.presence == Presence::Required;
    if !required && matches!(place.key.shape, Shape::List(..)) {
        let words = text!(
            "« {shown} » n’est pas dans la liste du standard : laissé en commentaire",
            "“{shown}” is not in the list of the standard: left as a comment"
        );
        return Some(Proposal::risky(
            place.path,
            words,
            Change::Comment { path: place.path.clone() },
        ));
    }
    let choices = if meant.is_empty() { list } else { &meant };
    let words = text!(
        "« {shown} » n’est pas dans la liste du standard : une question est posée",
        "“{shown}” is not in the list of the standard: a question is asked"
    );
    let colon = options.lang.pick("\u{a0}: ", ": ");
    let question = marked(&format!("{shown}{colon}{}", choices.join(", ")));
    Some(Proposal::risky(place.path, words, set(&question)))
}
