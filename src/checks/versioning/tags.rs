//! Versions are tagged, by one scheme, and the latest tags carry a signature.

use super::{Scheme, Version, versions};
use crate::checks::{Audited, Check, past};
use crate::finding::{Answer, Finding, Location};
use crate::lang::Text;
use crate::project::Project;
use crate::snapshot::metadata::Metadata;
use crate::text;
use crate::text::remedy::UNSHALLOW;
use serde::Deserialize;
use std::collections::BTreeMap;

/// Parameters.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct VersionTags {
    /// Share of tags, in percent, that must follow the same scheme.
    min_percent: usize,
    /// When older tags are too mixed, so many of the latest ones may decide.
    recent: usize,
}

impl Check for VersionTags {
    fn run(&self, Audited { project, .. }: Audited<'_>) -> Answer {
        let metadata = match past::metadata(project) {
            Ok(metadata) => metadata,
            Err(answer) => return answer,
        };
        let versions = versions(metadata);
        let Some(latest) = versions.last() else { return without_versions(metadata) };
        let (scheme, share) = dominant(&versions, metadata.tags.len());
        let recent = &versions[versions.len().saturating_sub(self.recent)..];
        let (recent_scheme, recent_share) = dominant(recent, recent.len());
        let total = metadata.tags.len();
        let (answer, scheme) = if share >= self.min_percent {
            (Answer::pass(told(latest, scheme, total)), scheme)
        } else if recent_share >= self.min_percent && recent.len() * 2 > self.recent.min(total) {
            let reason = told(latest, recent_scheme, total);
            let remark = Finding::new(
                "older tags",
                text!(
                    "les étiquettes plus anciennes suivent un autre schéma ou ne nomment pas de version",
                    "older tags follow another scheme or name no version"
                ),
            );
            (Answer::pass(reason).with([remark.info()]), recent_scheme)
        } else {
            let label = scheme_label(scheme);
            let reason = Text::new(
                format!(
                    "étiquettes mêlées : {share} % seulement suivent un même schéma ({})",
                    label.fr
                ),
                format!("mixed tags: only {share}% follow the same scheme ({})", label.en),
            );
            let finding = Finding::new("mixed tags", reason.clone()).excerpt(examples(metadata));
            (Answer::fail(reason, vec![finding]), scheme)
        };
        let mut remarks = Vec::new();
        remarks.extend(other_scheme(scheme));
        remarks.extend(two_spellings(&versions));
        remarks.extend(manifest_differs(project, &versions));
        answer.seen(Location::commit(latest.tag.commit.to_string()), dated(latest)).with(remarks)
    }
}

fn without_versions(metadata: &Metadata) -> Answer {
    if metadata.shallow {
        return Answer::unknown(text!(
            "aucune étiquette de version dans ce clone superficiel, qui ne les a peut-être pas récupérées (git {UNSHALLOW})",
            "no version tag in this shallow clone, which may not have fetched them (git {UNSHALLOW})"
        ));
    }
    let total = metadata.tags.len();
    let reason = match total {
        0 => text!("aucune étiquette", "no tag"),
        _ => text!(
            "aucune des {total} étiquettes ne nomme une version",
            "none of the {total} tags names a version"
        ),
    };
    let finding = Finding::new("no version tag", reason.clone()).fix(text!(
        "Pour la version en cours : git tag -s v1.0.0 -m \"Version 1.0.0\" puis git push origin v1.0.0",
        "For the current version: git tag -s v1.0.0 -m \"Version 1.0.0\", then git push origin v1.0.0"
    ));
    let finding = match total {
        0 => finding,
        _ => finding.excerpt(examples(metadata)),
    };
    Answer::fail(reason, vec![finding])
}

/// The scheme most versions follow, and its share of `total` in percent.
fn dominant(versions: &[Version<'_>], total: usize) -> (Scheme, usize) {
    let mut counts: BTreeMap<Scheme, usize> = BTreeMap::new();
    for version in versions {
        *counts.entry(version.scheme).or_default() += 1;
    }
    let most = counts.into_iter().rev().max_by_key(|(_, count)| *count);
    most.map_or((Scheme::Other, 0), |(scheme, count)| (scheme, count * 100 / total.max(1)))
}

fn scheme_label(scheme: Scheme) -> Text {
    match scheme {
        Scheme::Semver => text!("semver", "semver"),
        Scheme::Calendar => text!("par dates", "by dates"),
        Scheme::Other => text!("autre numérotation", "another numbering"),
    }
}

fn told(latest: &Version<'_>, scheme: Scheme, total: usize) -> Text {
    let (name, label) = (&latest.tag.name, scheme_label(scheme));
    text!(
        total;
        "{total} étiquette, schéma : {label} ; la dernière version est {name}"
            | "{total} étiquettes, schéma : {label} ; la dernière version est {name}",
        "{total} tag, scheme: {label}; the latest version is {name}"
            | "{total} tags, scheme: {label}; the latest version is {name}";
        label
    )
}

fn dated(latest: &Version<'_>) -> Text {
    let date = latest.tag.date.to_zoned(jiff::tz::TimeZone::UTC).date();
    let name = &latest.tag.name;
    text!("{name}, du {date}", "{name}, of {date}")
}

fn examples(metadata: &Metadata) -> String {
    let names: Vec<&str> =
        metadata.tags.iter().rev().take(6).map(|tag| tag.name.as_str()).collect();
    names.join(", ")
}

fn other_scheme(scheme: Scheme) -> Option<Finding> {
    (scheme == Scheme::Other).then(|| {
        Finding::new("undocumented scheme", text!(
            "ces numéros ne suivent ni semver ni un calendrier : dites dans la documentation ce qu’ils signifient",
            "these numbers follow neither semver nor a calendar: say in the documentation what they mean"
        ))
        .info()
    })
}

/// `v1.2.3` and `1.2.4` side by side, for the same component.
fn two_spellings(versions: &[Version<'_>]) -> Option<Finding> {
    let recent = &versions[versions.len().saturating_sub(20)..];
    let whole = || recent.iter().filter(|version| version.component().is_empty());
    let with = whole().filter(|version| version.prefix.ends_with(['v', 'V'])).count();
    (with > 0 && with < whole().count()).then(|| {
        Finding::new("two spellings", text!(
            "des étiquettes récentes portent un « v », d’autres non : choisissez une seule forme",
            "some recent tags carry a “v”, others do not: choose one form"
        ))
        .info()
    })
}

/// The version of a manifest at the root, when no recent tag is about it.
fn manifest_differs(project: &Project<'_>, versions: &[Version<'_>]) -> Option<Finding> {
    let (manifest, version) =
        project.manifests().iter().filter(|m| m.at_root()).find_map(|manifest| {
            let version = manifest.version.as_deref()?.trim_start_matches('v');
            let placeholder = matches!(version, "" | "0.0.0" | "0.0.1" | "1.0.0");
            let computed = !version.starts_with(|c: char| c.is_ascii_digit())
                || ["SNAPSHOT", "dev", "development"].iter().any(|word| version.contains(word));
            (!placeholder && !computed).then_some((manifest, version))
        })?;
    let recent = &versions[versions.len().saturating_sub(20)..];
    if recent.iter().any(|tag| tag.number == version) {
        return None;
    }
    let (path, latest) = (&manifest.path, &versions.last()?.tag.name);
    let message = text!(
        "{path} dit {version}, la dernière étiquette est {latest}",
        "{path} says {version}, the latest tag is {latest}"
    );
    Some(Finding::new("manifest version", message).at(Location::file(path)).info())
}

/// Parameters of the rule about signatures. The presence of one is observed, not its
/// validity: keys are not at hand offline.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct SignedTags {
    /// How many of the latest version tags are looked at.
    latest: usize,
}

impl Check for SignedTags {
    fn run(&self, Audited { project, .. }: Audited<'_>) -> Answer {
        let metadata = match past::metadata(project) {
            Ok(metadata) => metadata,
            Err(answer) => return answer,
        };
        let versions = versions(metadata);
        if versions.is_empty() && metadata.shallow {
            return Answer::unknown(text!(
                "aucune étiquette de version dans ce clone superficiel",
                "no version tag in this shallow clone"
            ));
        }
        if versions.is_empty() {
            return Answer::not_applicable(text!("aucune étiquette de version", "no version tag"));
        }
        let latest: Vec<_> = versions.iter().rev().take(self.latest).collect();
        let total = latest.len();
        let signed = latest.iter().filter(|version| version.tag.signature.is_some()).count();
        let reason = text!(
            "signées : {signed} des {total} dernières étiquettes de version (validité non vérifiée)",
            "signed: {signed} of the latest {total} version tags (validity not verified)"
        );
        let mut findings = Vec::new();
        let mut evidence = Vec::new();
        for version in latest {
            let (tag, name) = (version.tag, &version.tag.name);
            let place = Location::commit(tag.commit.to_string());
            match tag.signature {
                Some(kind) => {
                    evidence.push((
                        place,
                        text!("{name} : signature {kind}", "{name}: {kind} signature"),
                    ));
                }
                None if tag.annotated => findings.push(
                    Finding::new(name, text!("{name} n’est pas signée", "{name} is not signed"))
                        .at(place),
                ),
                None => findings.push(
                    Finding::new(
                        name,
                        text!(
                            "{name} est une étiquette légère, qui ne peut pas porter de signature",
                            "{name} is a lightweight tag, which cannot carry a signature"
                        ),
                    )
                    .at(place),
                ),
            }
        }
        let answer =
            if findings.is_empty() { Answer::pass(reason) } else { Answer::fail(reason, findings) };
        answer.seen_all(evidence)
    }
}
