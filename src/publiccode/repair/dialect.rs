//! The dialect of files that generators or other countries wrote: the latest
//! release as a section, and the Italian section.

use super::site::{names, step};
use super::{Options, Proposal};
use crate::publiccode::edit::{Change, Document, Path, Step, Value, path};
use crate::publiccode::standard::TOP;
use crate::text;

pub(super) fn propose(document: &Document, _: &Options<'_>) -> Vec<Proposal> {
    [latest_release(document), lower_case_italy(document)].into_iter().flatten().collect()
}

/// `latestRelease: {version, date}`, which the standard writes `softwareVersion`
/// and `releaseDate`.
fn latest_release(document: &Document) -> Option<Proposal> {
    let section = document.value().get("latestRelease").filter(|value| !value.is_empty())?;
    let known = names(TOP);
    let mut changes = Vec::new();
    let mut at = None;
    for (from, to) in [("version", "softwareVersion"), ("date", "releaseDate")] {
        let text = section.get(from).and_then(Value::as_text).map(str::trim);
        let missing = document.value().get(to).is_none_or(Value::is_empty);
        let Some(text) = text.filter(|text| !text.is_empty() && missing) else { continue };
        if document.value().get(to).is_some() {
            changes.push(Change::Delete { path: path(to) });
        }
        let rank = at.unwrap_or_else(|| document.rank(&[], to, &known));
        at = Some(rank + 1);
        changes.push(Change::Insert {
            parent: Path::new(),
            at: rank,
            key: to.to_string(),
            value: Value::text(text),
        });
    }
    changes.push(Change::Delete { path: path("latestRelease") });
    let text = text!(
        "« latestRelease » s’écrit « softwareVersion » et « releaseDate »",
        "“latestRelease” is written “softwareVersion” and “releaseDate”"
    );
    Some(Proposal { path: path("latestRelease"), safe: false, text, changes })
}

fn lower_case_italy(document: &Document) -> Option<Proposal> {
    let root = document.value();
    root.get("it").filter(|_| root.get("IT").is_none())?;
    let text = text!("la section « it » s’écrit « IT »", "the section “it” is spelt “IT”");
    let change = Change::Rename { path: path("it"), key: "IT".into() };
    Some(Proposal::safe(&path("it"), text, change))
}

/// The Italian section, whose content belongs in `supports` and `organisation`.
pub(super) fn italy(document: &Document) -> Option<Proposal> {
    let section = document.value().get("IT")?;
    let on = |group: &str, flag: &str| {
        let value = section.get(group).and_then(|group| group.get(flag));
        value
            .and_then(Value::as_text)
            .is_some_and(|text| super::values::boolean(text) == Some(true))
    };
    let mut aliases: Vec<&str> = Vec::new();
    if on("conforme", "gdpr") || on("conforme", "privacy") {
        aliases.push("gdpr");
    }
    let platforms = ["spid", "cie", "anpr", "pagopa", "io"];
    aliases.extend(platforms.into_iter().filter(|name| on("piattaforme", name)));
    let known = names(TOP);
    let mut changes = Vec::new();
    let present = document.value().get("supports").map_or(&[][..], Value::items);
    let missing: Vec<Value> = aliases
        .iter()
        .map(|alias| Value::Map(vec![("id".into(), Value::text(format!("alias:{alias}")))]))
        .filter(|item| !present.contains(item))
        .collect();
    if present.is_empty() && !missing.is_empty() {
        changes.push(Change::Insert {
            parent: Path::new(),
            at: document.rank(&[], "supports", &known),
            key: "supports".into(),
            value: Value::Seq(missing),
        });
    } else {
        let append = |value| Change::Append { parent: path("supports"), value };
        changes.extend(missing.into_iter().map(append));
    }
    let code = section.get("riuso").and_then(|group| group.get("codiceIPA"));
    if let Some(code) = code.and_then(Value::as_text).filter(|code| !code.trim().is_empty())
        && document.value().get("organisation").is_none()
    {
        let uri = Value::text(format!("urn:x-italian-pa:{}", code.trim()));
        changes.push(Change::Insert {
            parent: Path::new(),
            at: document.rank(&[], "organisation", &known),
            key: "organisation".into(),
            value: Value::Map(vec![("uri".into(), uri)]),
        });
    }
    changes.push(Change::Delete { path: path("IT") });
    let text = text!(
        "la section « IT » est abandonnée par le standard : « supports » et « organisation » la remplacent",
        "the standard leaves the section “IT”: “supports” and “organisation” replace it"
    );
    Some(Proposal { path: step(&Path::new(), Step::from("IT")), safe: false, text, changes })
}
