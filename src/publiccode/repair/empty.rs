//! Keys and items that say nothing.

use super::site::{sites, step};
use super::{Options, Proposal};
use crate::publiccode::standard::{Presence, Shape};
use crate::text;
use crate::yaml::edit::{Change, Document, Step, Value};

pub(super) fn propose(document: &Document, _: &Options<'_>) -> Vec<Proposal> {
    let mut out = Vec::new();
    for site in sites(document) {
        let Some(key) = site.key else { continue };
        let name = site.name;
        let optional = key.presence != Presence::Required;
        if site.value.is_empty() && optional {
            let text = text!(
                "« {name} » est vide et facultative : retirée",
                "“{name}” is empty and optional: removed"
            );
            let change = Change::Delete { path: site.path.clone() };
            out.push(Proposal::safe(&site.path, text, change));
            continue;
        }
        if !matches!(key.shape, Shape::List(..) | Shape::ListOf(_)) || site.value.is_empty() {
            continue;
        }
        let items = site.value.items();
        for (at, item) in items.iter().enumerate() {
            let path = step(&site.path, Step::At(at));
            let delete = Change::Delete { path: path.clone() };
            if item.is_empty() {
                let text = text!("élément vide retiré", "empty item removed");
                out.push(Proposal::safe(&path, text, delete));
            } else if items[..at].contains(item) {
                let text = text!(
                    "élément déjà présent dans la liste : retiré",
                    "item already in the list: removed"
                );
                out.push(Proposal::safe(&path, text, delete));
            }
        }
    }
    out.extend(languages(document));
    out
}

/// Languages of `description` without any text, when another one has some.
fn languages(document: &Document) -> Vec<Proposal> {
    let path = crate::yaml::edit::path("description");
    let entries = document.get(&path).map_or(&[][..], Value::entries);
    if entries.iter().all(|(_, value)| value.is_empty()) {
        return Vec::new();
    }
    let empty = entries.iter().enumerate().filter(|(_, (_, value))| value.is_empty());
    empty
        .map(|(at, (tag, _))| {
            let path = step(&path, Step::At(at));
            let text = text!(
                "la langue « {tag} » n’a aucun texte : retirée",
                "the language “{tag}” has no text: removed"
            );
            Proposal::safe(&path, text, Change::Delete { path: path.clone() })
        })
        .collect()
}
