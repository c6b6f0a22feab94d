//! The notice of third parties that goes with what is distributed: the
//! components, their licences, and the texts of these.

use super::{Bill, Item, date};
use crate::lang::Lang;
use crate::licence::expression::{Expression, ids};
use crate::licence::packages;
use crate::text;
use std::collections::BTreeSet;

/// What stands between two parts.
const RULE: &str =
    "--------------------------------------------------------------------------------";

/// The whole document, in `lang`. Components that only serve to build or to test
/// are no part of what is distributed.
pub(super) fn document(bill: &Bill<'_>, items: &[Item<'_>], lang: Lang) -> String {
    let kept = |item: &&Item<'_>| item.listed.component.scope.is_distributed();
    let items: Vec<&Item<'_>> = items.iter().filter(kept).collect();
    let unknown = items.iter().filter(|item| item.licence.is_none()).count();
    let mut whole = head(bill, items.len(), unknown, lang);
    for item in &items {
        whole.push_str(&entry(item, lang));
    }
    for id in texts(&items) {
        if let Some(text) = ids::text(id) {
            whole.push_str(&format!("\n{RULE}\n{id}\n{RULE}\n\n{}\n", text.trim_end()));
        }
    }
    whole
}

fn head(bill: &Bill<'_>, count: usize, unknown: usize, lang: Lang) -> String {
    let (name, day) = (&bill.name, &date(bill)[..10]);
    let head = text!(
        count;
        "COMPOSANTS TIERS DE {name}\n\nCe produit est distribué avec {count} composant de tiers (état du {day}). Les mentions de droit d’auteur propres à chacun\nfigurent dans sa distribution et l’accompagnent ; les textes des licences suivent la liste.\n"
            | "COMPOSANTS TIERS DE {name}\n\nCe produit est distribué avec {count} composants de tiers (état du {day}). Les mentions de droit d’auteur propres à chacun\nfigurent dans sa distribution et l’accompagnent ; les textes des licences suivent la liste.\n",
        "THIRD-PARTY COMPONENTS OF {name}\n\nThis product is distributed with {count} third-party component (as of {day}). The copyright notices of each stand in its\nown distribution and go with it; the texts of the licences follow the list.\n"
            | "THIRD-PARTY COMPONENTS OF {name}\n\nThis product is distributed with {count} third-party components (as of {day}). The copyright notices of each stand in its\nown distribution and go with it; the texts of the licences follow the list.\n"
    );
    let missing = text!(
        unknown;
        "\nÀ compléter avant de distribuer : la licence de {unknown} composant n’est pas connue.\n"
            | "\nÀ compléter avant de distribuer : la licence de {unknown} composants n’est pas connue.\n",
        "\nTo be completed before it is distributed: the licence of {unknown} component is not known.\n"
            | "\nTo be completed before it is distributed: the licence of {unknown} components is not known.\n"
    );
    let missing = if unknown > 0 { missing.get(lang) } else { "" };
    format!("{}{missing}\n", head.get(lang))
}

fn entry(item: &Item<'_>, lang: Lang) -> String {
    let component = &item.listed.component;
    let told = match (&item.licence, &component.license) {
        (Some(licence), _) => licence.clone(),
        (None, Some(words)) => {
            let words = crate::render::escape(words);
            lang.pick(&format!("« {words} », à préciser"), &format!("“{words}”, to be made clear"))
                .to_string()
        }
        (None, None) => lang.pick("licence inconnue", "unknown licence").to_string(),
    };
    let origin = packages::told(&item.listed.origin);
    let origin = origin.map_or_else(String::new, |origin| format!(" ({})", origin.get(lang)));
    format!("* {}\n  {told}{origin}\n  {}\n", crate::render::escape(&component.label()), item.purl)
}

/// The identifiers whose texts are given, each once.
fn texts(items: &[&Item<'_>]) -> BTreeSet<&'static str> {
    let expressions =
        items.iter().filter_map(|item| Expression::parse(item.licence.as_deref()?).ok());
    let terms: Vec<String> = expressions
        .flat_map(|expression| {
            expression.terms().into_iter().map(|term| term.id.clone()).collect::<Vec<_>>()
        })
        .collect();
    terms.iter().filter_map(|id| ids::licence(id)).collect()
}
