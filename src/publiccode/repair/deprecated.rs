//! Keys the standard is leaving.

use super::site::{keys_of, names};
use super::{Options, Proposal, dialect};
use crate::text;
use crate::yaml::edit::{Change, Document, Path, Step, Value, path};

pub(super) fn propose(document: &Document, options: &Options<'_>) -> Vec<Proposal> {
    let mut out: Vec<Proposal> = [logo(document), owner(document)].into_iter().flatten().collect();
    if options.modernise {
        out.extend(dialect::italy(document));
        out.extend(dropped(document));
    }
    out
}

/// `monochromeLogo`, where there is no `logo`.
fn logo(document: &Document) -> Option<Proposal> {
    let root = document.value();
    root.get("monochromeLogo").filter(|value| !value.is_empty())?;
    root.get("logo").is_none().then_some(())?;
    let text = text!(
        "« monochromeLogo » est abandonnée : son logo devient « logo »",
        "“monochromeLogo” is deprecated: its logo becomes “logo”"
    );
    let change = Change::Rename { path: path("monochromeLogo"), key: "logo".into() };
    Some(Proposal::safe(&path("monochromeLogo"), text, change))
}

/// `legal.repoOwner`, which `organisation.name` replaces.
fn owner(document: &Document) -> Option<Proposal> {
    let from = path("legal.repoOwner");
    let owner = document.get(&from)?.as_text()?.trim().to_string();
    let text = text!(
        "« legal.repoOwner » est abandonnée : « organisation.name » la remplace",
        "“legal.repoOwner” is deprecated: “organisation.name” replaces it"
    );
    let delete = Change::Delete { path: from.clone() };
    let Some(organisation) = document.value().get("organisation") else {
        if owner.is_empty() {
            return None;
        }
        let entry = vec![("name".to_string(), Value::text(owner))];
        let insert = Change::Insert {
            parent: Path::new(),
            at: document.rank(&[], "organisation", &names(keys_of(&[]))),
            key: "organisation".into(),
            value: Value::Map(entry),
        };
        return Some(Proposal { path: from, safe: false, text, changes: vec![insert, delete] });
    };
    match organisation.get("name").and_then(Value::as_text) {
        Some(name) if name.trim() == owner => Some(Proposal::safe(&from, text, delete)),
        Some(_) => Some(Proposal::risky(&from, text, delete)),
        None => {
            let insert = Change::Insert {
                parent: path("organisation"),
                at: 0,
                key: "name".into(),
                value: Value::text(owner),
            };
            Some(Proposal { path: from, safe: true, text, changes: vec![insert, delete] })
        }
    }
}

/// The keys that nothing replaces.
fn dropped(document: &Document) -> Vec<Proposal> {
    let mut paths: Vec<Path> =
        ["monochromeLogo", "inputTypes", "outputTypes", "legal.authorsFile"].map(path).to_vec();
    let languages = document.value().get("description").map_or(0, |value| value.entries().len());
    paths.extend(
        (0..languages)
            .map(|at| vec![Step::from("description"), Step::At(at), Step::from("genericName")]),
    );
    let there = paths.into_iter().filter(|path| document.get(path).is_some());
    let drop = |path: Path| {
        let name = super::shown(document, &path);
        let text = text!(
            "« {name} » est abandonnée par le standard : retirée",
            "the standard leaves “{name}”: removed"
        );
        Proposal::safe(&path, text, Change::Delete { path: path.clone() })
    };
    there.map(drop).collect()
}
