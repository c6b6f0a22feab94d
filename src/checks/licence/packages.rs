//! What the manifests of packages in folders declare, against the licence of
//! their folder.

use super::place;
use crate::finding::{Finding, Location};
use crate::licence::expression::{Agreement, Expression};
use crate::licence::notice::Scope;
use crate::licence::statements::{Declaration, Said, Source, is_for_content};
use crate::text;
use std::collections::BTreeMap;

/// What governs a folder, and where that is stated.
type Governing<'d> = (&'d Expression, Location);

/// The manifests below the root that declare another licence than that of their
/// folder, or none, in a project under `licence`, stated at `stated`: one finding
/// for each thing said, with all its places. A package may have a licence of its own
/// where nothing maps folders to licences: that is told, no more.
pub(super) fn contradictions(
    all: &[Declaration],
    licence: &Expression,
    stated: &Location,
) -> Vec<Finding> {
    let mut found: BTreeMap<(bool, String, String), (Location, Vec<&Declaration>)> =
        BTreeMap::new();
    let mapped = all.iter().any(|one| matches!(one.scope, Scope::Paths(_)));
    let packages =
        all.iter().filter(|one| one.source == Source::Manifest && !folder(&one.path).is_empty());
    for one in packages {
        let told = governing(all, folder(&one.path));
        let sure = mapped || told.is_some() || matches!(one.said, Said::Closed);
        let (governing, there) = told.unwrap_or_else(|| (licence, stated.clone()));
        let said = match &one.said {
            Said::Licence(said) if contradicts(said, governing) => said.to_string(),
            Said::Closed => one.written.clone(),
            _ => continue,
        };
        let entry = found.entry((!sure, said, governing.to_string()));
        entry.or_insert_with(|| (there, Vec::new())).1.push(one);
    }
    let findings = found.into_iter().map(|((doubtful, said, governing), found)| {
        let finding = finding(&said, &governing, found);
        if doubtful { finding.info() } else { finding }
    });
    findings.collect()
}

fn contradicts(said: &Expression, governing: &Expression) -> bool {
    said.agreement(governing) == Agreement::Different
        && is_for_content(said) == is_for_content(governing)
}

fn finding(said: &str, governing: &str, (there, places): (Location, Vec<&Declaration>)) -> Finding {
    let count = places.len();
    let message = text!(
        count;
        "« {said} » est déclarée pour ce paquet, alors que {there} met ce dossier sous {governing}"
            | "« {said} » est déclarée pour {count} paquets, dont celui-ci, alors que {there} met ces dossiers sous {governing}",
        "“{said}” is declared for this package, yet {there} puts this folder under {governing}"
            | "“{said}” is declared for {count} packages, this one among them, yet {there} puts these folders under {governing}"
    );
    let mut locations = places.iter().map(|one| place(one));
    let first = locations.next().unwrap_or_default();
    let path = places.first().map_or("", |one| one.path.as_str());
    let also: Vec<Location> = locations.chain([there]).collect();
    Finding::new(format!("{path}#package"), message).at(first).also(also)
}

/// The licence of `folder`: that of the nearest licence file above its manifest,
/// or the one that a statement gives to a path that holds it; nothing when only
/// what is said of the whole applies.
fn governing<'d>(all: &'d [Declaration], folder: &str) -> Option<Governing<'d>> {
    let reach = |one: &Declaration| match (&one.scope, one.source) {
        (Scope::Paths(paths), _) => paths.iter().filter_map(|path| covers(path, folder)).max(),
        (Scope::Whole | Scope::Code, Source::File) => {
            let own = self::folder(&one.path);
            (!own.is_empty()).then(|| covers(own, folder)).flatten()
        }
        _ => None,
    };
    let reaching = all.iter().filter_map(|one| Some((reach(one)?, one, one.expression()?)));
    let (_, one, expression) =
        reaching.max_by_key(|(reach, one, _)| (*reach, one.source == Source::File))?;
    Some((expression, place(one)))
}

/// How many letters of `folder` the path or the pattern `path` names, when it holds
/// the whole of it.
fn covers(path: &str, folder: &str) -> Option<usize> {
    let path = path.trim_start_matches("./").trim_start_matches('/');
    let path = path.trim_end_matches(['*', '/']);
    let within =
        folder == path || folder.strip_prefix(path).is_some_and(|rest| rest.starts_with('/'));
    (!path.is_empty() && within).then_some(path.len())
}

fn folder(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

#[cfg(test)]
mod tests {
    use super::covers;

    #[test]
    fn a_path_covers_the_folders_below_it() {
        assert_eq!(covers("./front/", "front"), Some(5));
        assert_eq!(covers("front/**", "front/app"), Some(5));
        assert_eq!(covers("front", "frontend"), None);
        assert_eq!(covers("/", "front"), None);
    }
}
