//! The licence, as an SPDX expression.

use super::Place;
use crate::publiccode::format::licence;
use crate::publiccode::repair::{Options, Proposal};
use crate::text;
use crate::text::question::marked;
use crate::yaml::edit::{Change, Value};

pub(super) fn spdx(place: &Place<'_>, text: &str, options: &Options<'_>) -> Option<Proposal> {
    let set = |to: &str| Change::Set { path: place.path.clone(), value: Value::text(to) };
    let words =
        |to: &str| text!("l’identifiant SPDX est « {to} »", "the SPDX identifier is “{to}”");
    let told = |candidates: &[String]| {
        let known = options.known.licence.as_ref()?;
        candidates.contains(known).then(|| known.clone())
    };
    if let Some(read) = licence::parse(text) {
        if read.canonical != text {
            let to = &read.canonical;
            return Some(Proposal::safe(place.path, words(to), set(to)));
        }
        // A GNU identifier that does not say whether later versions will do.
        let [(name, successors)] = read.deprecated.as_slice() else { return None };
        let to = told(successors).filter(|_| name == text)?;
        let words = text!("le dépôt dit « {to} »", "the repository says “{to}”");
        return Some(Proposal::risky(place.path, words, set(&to)));
    }
    let meant = licence::meant(text);
    if let [to] = meant.as_slice() {
        let digits = |text: &str| text.contains(|c: char| c.is_ascii_digit());
        let whole = digits(text) || !digits(to);
        let safe = whole && !text.contains(['/', ',']);
        return Some(Proposal { safe, ..Proposal::safe(place.path, words(to), set(to)) });
    }
    let shown: String = text.chars().filter(|c| !c.is_control()).take(80).collect();
    let to = told(&meant).unwrap_or_else(|| {
        let colon = options.lang.pick("\u{a0}: ", ": ");
        let choices = match meant.as_slice() {
            [] => options.lang.pick("identifiant SPDX", "SPDX identifier").to_string(),
            meant => meant.join(options.lang.pick(" ou ", " or ")),
        };
        marked(&format!("{shown}{colon}{choices}"))
    });
    let words = text!(
        "« {shown} » ne dit pas précisément la licence",
        "“{shown}” does not say the licence precisely"
    );
    Some(Proposal::risky(place.path, words, set(&to)))
}
