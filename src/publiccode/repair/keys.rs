//! Keys: those written twice, misspelt, misplaced, or unknown.

use super::site::{Site, keys_of, names, sites, step};
use super::spelling::{folded, near};
use super::{Options, Proposal};
use crate::publiccode::confusion::{self, Hint};
use crate::text;
use crate::yaml::edit::{Change, Document, Path, Step, Type, Value, path};
use strsim::osa_distance;

/// Keys that nothing else is taken for, below the top of the file.
const CERTAIN: [&str; 9] =
    ["uri", "email", "phone", "id", "contacts", "contractors", "features", "website", "scope"];

/// An entry written twice with the same value, or once without any.
pub(super) fn duplicates(document: &Document, _: &Options<'_>) -> Vec<Proposal> {
    let mut out = Vec::new();
    repeated(document.value(), &Path::new(), &mut out);
    out
}

fn repeated(value: &Value, here: &Path, out: &mut Vec<Proposal>) {
    match value {
        Value::Map(entries) => {
            let mut first = std::collections::HashMap::new();
            for (at, (key, value)) in entries.iter().enumerate() {
                repeated(value, &step(here, Step::At(at)), out);
                let Some(earlier) = first.insert(key, at) else { continue };
                let text = text!(
                    "« {key} » figure deux fois : une seule suffit",
                    "“{key}” is there twice: once is enough"
                );
                let useless = match (&entries[earlier].1, value) {
                    (left, right) if left == right || right.is_empty() => at,
                    (left, _) if left.is_empty() => earlier,
                    _ => continue,
                };
                let path = step(here, Step::At(useless));
                out.push(Proposal::safe(&path, text, Change::Delete { path: path.clone() }));
            }
        }
        Value::Seq(items) => {
            for (at, item) in items.iter().enumerate() {
                repeated(item, &step(here, Step::At(at)), out);
            }
        }
        _ => {}
    }
}

/// Unknown keys: renamed, moved, or left as a comment.
pub(super) fn propose(document: &Document, _: &Options<'_>) -> Vec<Proposal> {
    let sites = sites(document);
    let unknown = sites.iter().filter(|site| site.key.is_none());
    unknown.filter_map(|site| unknown_key(document, site)).collect()
}

fn unknown_key(document: &Document, site: &Site<'_>) -> Option<Proposal> {
    let name = site.name;
    let top = site.section.is_empty();
    if site.value.is_empty() {
        let text = text!(
            "« {name} » n’est pas une clé du standard, et elle est vide : retirée",
            "“{name}” is not a key of the standard, and it is empty: removed"
        );
        let change = Change::Delete { path: site.path.clone() };
        return Some(Proposal::safe(&site.path, text, change));
    }
    if top && matches!(name, "latestRelease" | "it") {
        return None; // The dialect and the old spelling have their own pass.
    }
    let holder = document.get(&site.parent())?;
    let free = |key: &str| holder.get(key).is_none();
    let rename = |key: &str, safe: bool| {
        let change = Change::Rename { path: site.path.clone(), key: key.to_string() };
        let text = text!("« {name} » s’écrit « {key} »", "“{name}” is spelt “{key}”");
        Proposal { safe, ..Proposal::safe(&site.path, text, change) }
    };
    let section = site.section.rsplit('.').next().unwrap_or_default();
    let hint = confusion::key(section, name);
    if let Some(Hint::Rename(key)) = hint.filter(|_| name.len() < 100)
        && free(key)
    {
        let spelling = osa_distance(&folded(name), &folded(key)) <= 2;
        return Some(rename(key, spelling || (!top && CERTAIN.contains(&key))));
    }
    if let Some(Hint::Move(to)) = hint
        && let Some(to) = in_language(document, to)
        && let Some(proposal) = moved(document, site, &to)
    {
        return Some(proposal);
    }
    let known = names(site.among);
    if let Some(key) = near(name, known.iter().copied())
        && free(key)
    {
        return Some(rename(key, true));
    }
    if hint == Some(Hint::Drop) {
        let text = text!(
            "« {name} » n’est pas une clé du standard, rien ne la remplace : retirée",
            "“{name}” is not a key of the standard, nothing replaces it: removed"
        );
        let change = Change::Delete { path: site.path.clone() };
        return Some(Proposal::risky(&site.path, text, change));
    }
    let text = text!(
        "« {name} » n’est pas une clé du standard : laissée en commentaire",
        "“{name}” is not a key of the standard: left as a comment"
    );
    Some(Proposal::risky(&site.path, text, Change::Comment { path: site.path.clone() }))
}

/// `to` with the only language of the description for `<lang>`.
fn in_language(document: &Document, to: &str) -> Option<String> {
    if !to.contains("<lang>") {
        return Some(to.to_string());
    }
    match document.get(&path("description")).map_or(&[][..], Value::entries) {
        [(tag, Value::Map(_))] => Some(to.replace("<lang>", tag)),
        _ => None,
    }
}

/// Carries the value of `site` to `to`, unless something is there.
pub(super) fn moved(document: &Document, site: &Site<'_>, to: &str) -> Option<Proposal> {
    let target = path(to);
    if document.get(&target).is_some_and(|value| !value.is_empty()) {
        return None;
    }
    let (section, key) = to.rsplit_once('.')?;
    let sections: Vec<&str> = section.split('.').collect();
    let parent = path(section);
    let mut changes = Vec::new();
    let mut from = site.path.clone();
    if let Some(Step::At(at)) = from.first() {
        // Ranks at the top change as sections come in.
        from[0] = Step::Key(document.value().entries()[*at].0.clone());
    }
    if document.get(&target).is_some() {
        changes.push(Change::Delete { path: target });
    }
    if document.get(&parent).is_none() {
        let known = names(keys_of(&[]));
        changes.push(Change::Insert {
            parent: Path::new(),
            at: document.rank(&[], sections[0], &known),
            key: sections[0].to_string(),
            value: Value::Scalar(String::new(), Type::Null),
        });
    }
    let table = if sections[0] == "description" { &sections[..1] } else { &sections[..] };
    let at = document.rank(&parent, key, &names(keys_of(table)));
    changes.push(Change::Move { from, parent, at, key: key.to_string() });
    let name = site.name;
    let text = text!("« {name} » a sa place dans « {to} »", "“{name}” belongs in “{to}”");
    Some(Proposal { path: site.path.clone(), safe: false, text, changes })
}
