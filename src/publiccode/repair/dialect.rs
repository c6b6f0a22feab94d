//! The dialect of files that generators or other countries wrote: the latest
//! release as a section, and the Italian section.

use super::site::names;
use super::{Options, Proposal};
use crate::publiccode::standard::TOP;
use crate::text;
use crate::yaml::edit::{Change, Document, Path, Value, path};

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

/// The Italian section, which the standard leaves: kept as a comment, since only
/// a person can tell what of it belongs in `supports` and `organisation`.
pub(super) fn italy(document: &Document) -> Option<Proposal> {
    document.value().get("IT")?;
    let text = text!(
        "la section « IT » est abandonnée par le standard : laissée en commentaire",
        "the standard leaves the section “IT”: left as a comment"
    );
    Some(Proposal::risky(&path("IT"), text, Change::Comment { path: path("IT") }))
}
