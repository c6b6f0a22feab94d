//! Whether the software can be distributed otherwise than by copying its source:
//! a complete manifest, a container image, a chart, a system package, or a
//! publishing job.

use super::{Audited, Check};
use crate::finding::{Answer, Finding, Location};
use crate::lang::{Text, list};
use crate::manifest::{Ecosystem, Manifest};
use crate::pipeline;
use crate::project::Project;
use crate::snapshot::File;
use crate::snapshot::metadata::Address;
use crate::text;
use serde::Deserialize;
use std::collections::HashSet;

/// Parameters.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Packaging {
    /// Extensions of program sources: without any, there is nothing to package.
    code: Vec<String>,
}

impl Check for Packaging {
    fn reads(&self, file: &File) -> bool {
        pipeline::forge_of(&file.path).is_some()
            || matches!(file.name(), "flake.nix" | "Chart.yaml")
    }

    fn run(&self, Audited { project, .. }: Audited<'_>) -> Answer {
        let mut ways = recipes(project);
        ways.extend(publishing_jobs(project));
        let packages: Vec<&Manifest> = project
            .manifests()
            .iter()
            .filter(|manifest| is_package(manifest) && !is_elsewhere(project, manifest))
            .collect();
        let lacking: Vec<(&Manifest, Vec<&str>)> =
            packages.iter().map(|manifest| (*manifest, missing(project, manifest))).collect();
        ways.extend(lacking.iter().filter(|(_, missing)| missing.is_empty()).map(
            |(manifest, _)| {
                let seen = text!("manifeste complet", "complete manifest");
                (Location::file(&manifest.path), seen)
            },
        ));
        let partial = lacking.iter().filter(|(_, missing)| !missing.is_empty());
        let findings: Vec<Finding> =
            partial.map(|(manifest, missing)| incomplete(manifest, missing)).collect();
        if !ways.is_empty() {
            // One of each kind is enough to tell.
            let mut seen = HashSet::new();
            ways.retain(|(_, what)| seen.insert(what.clone()));
            let kinds: Vec<Text> = ways
                .iter()
                .map(|(place, what)| text!("{what} ({place})", "{what} ({place})"; what))
                .collect();
            let answer = Answer::pass(list(&kinds)).with(findings.into_iter().map(Finding::info));
            return answer.seen_all(ways);
        }
        if !findings.is_empty() {
            let reason = text!("manifeste incomplet", "incomplete manifest");
            return Answer::fail(reason, findings);
        }
        if !project.own_files().any(|file| self.code.contains(&file.extension())) {
            return Answer::not_applicable(text!(
                "le dépôt ne contient pas de programme à distribuer",
                "the repository holds no program to distribute"
            ));
        }
        let private = project.manifests().iter().find(|manifest| manifest.private);
        let reason = match private {
            Some(manifest) => text!(
                "aucun paquet : {path} interdit la publication et rien d’autre ne produit de paquet",
                "no package: {path} forbids publication and nothing else makes a package",
                path = manifest.path
            ),
            None => text!(
                "aucun paquet : ni manifeste publiable, ni image, ni tâche de publication",
                "no package: neither a publishable manifest, nor an image, nor a publishing job"
            ),
        };
        let place = private.map(|manifest| Location::file(&manifest.path)).unwrap_or_default();
        Answer::failing(Finding::new("package#absent", reason).at(place))
    }
}

/// Files that build an image, a chart or a system package.
fn recipes(project: &Project<'_>) -> Vec<(Location, Text)> {
    let found = project.own_files().filter_map(|file| {
        let lower = file.name().to_lowercase();
        let path = file.path.to_lowercase();
        let container = ["dockerfile", "containerfile"].iter().any(|name| {
            lower == *name
                || lower.ends_with(&format!(".{name}"))
                || lower.starts_with(&format!("{name}."))
        });
        let workshop = path
            .split('/')
            .any(|part| matches!(part, ".devcontainer" | "devcontainer" | ".gitpod"))
            || ["dev", "test", "tests", "ci", "dockerignore"]
                .iter()
                .any(|word| lower.ends_with(&format!(".{word}")))
            || lower.starts_with("dev.")
            || lower.starts_with('.');
        let what = match () {
            () if container && !workshop && file.size > 0 => {
                text!("image de conteneur", "container image")
            }
            () if lower == "chart.yaml"
                && project.text(file).is_some_and(|text| text.contains("apiVersion")) =>
            {
                text!("chart Helm", "Helm chart")
            }
            () if path.ends_with("debian/control") => text!("paquet Debian", "Debian package"),
            () if lower == "flake.nix"
                && project.text(file).is_some_and(|text| text.contains("packages")) =>
            {
                text!("paquet Nix", "Nix package")
            }
            () => return None,
        };
        Some((Location::file(&file.path), what))
    });
    found.collect()
}

fn publishing_jobs(project: &Project<'_>) -> Vec<(Location, Text)> {
    let jobs = project.own_files().filter_map(|file| {
        let definition = pipeline::parse(&file.path, project.text(file)?)?;
        let line = definition.publishes_package()?;
        Some((Location::line(&file.path, line), text!("tâche de publication", "publishing job")))
    });
    jobs.collect()
}

/// True for a manifest that describes a package and does not forbid publishing it.
fn is_package(manifest: &Manifest) -> bool {
    let named = match manifest.ecosystem {
        // A Go module is fetched by its path: a real one starts with a host.
        Ecosystem::Go => manifest
            .name
            .as_deref()
            .is_some_and(|name| name.split('/').next().is_some_and(|host| host.contains('.'))),
        Ecosystem::Gradle | Ecosystem::NuGet => false,
        _ => manifest.name.is_some(),
    };
    named && !manifest.private
}

/// True for a copied library, whose manifest names another repository's owner.
fn is_elsewhere(project: &Project<'_>, manifest: &Manifest) -> bool {
    if manifest.at_root() {
        return false;
    }
    let url = manifest.repository.as_deref().map(|url| url.trim_start_matches("git+"));
    let (Some(theirs), Some(ours)) = (url.and_then(Address::parse), project.address()) else {
        return false;
    };
    theirs.host == ours.host && !theirs.owner().eq_ignore_ascii_case(ours.owner())
}

/// True for formats that are read line by line: what is missing may be computed.
fn is_program(manifest: &Manifest) -> bool {
    let declarative = [Ecosystem::Npm, Ecosystem::Cargo, Ecosystem::Composer, Ecosystem::R];
    !declarative.contains(&manifest.ecosystem) && !manifest.path.ends_with(".toml")
}

/// The fields a registry asks for that the manifest does not give.
fn missing(project: &Project<'_>, manifest: &Manifest) -> Vec<&'static str> {
    let text = project
        .snapshot
        .file(&manifest.path)
        .and_then(|file| project.text(file))
        .unwrap_or_default();
    let dynamic = |field: &str| {
        text.lines().any(|line| line.trim_start().starts_with("dynamic") && line.contains(field))
    };
    // Versions of these come from tags.
    let tagged = matches!(manifest.ecosystem, Ecosystem::Go | Ecosystem::Composer);
    let computed = matches!(manifest.ecosystem, Ecosystem::Gem | Ecosystem::Hex);
    let fields = [
        ("version", tagged || computed || manifest.version.is_some() || dynamic("version")),
        (
            "license",
            manifest.license.is_some()
                || text.contains("License :: ")
                || text.contains("<licenses>")
                || text.contains("licenses:")
                || dynamic("license"),
        ),
        ("description", manifest.description.is_some() || dynamic("description")),
        (
            "repository",
            manifest.repository.is_some() || manifest.homepage.is_some() || text.contains("<scm>"),
        ),
    ];
    let asked: &[&str] = match manifest.ecosystem {
        Ecosystem::Go => &[],
        Ecosystem::Composer => &["description", "license"],
        Ecosystem::R => &["version", "license", "description"],
        Ecosystem::Hex => &["description", "license"],
        _ => &["version", "license", "description", "repository"],
    };
    fields
        .into_iter()
        .filter(|(name, given)| !given && asked.contains(name))
        .map(|(name, _)| name)
        .collect()
}

fn incomplete(manifest: &Manifest, missing: &[&str]) -> Finding {
    let (path, fields) = (&manifest.path, missing.join(", "));
    let message = text!("{path} ne donne pas : {fields}", "{path} does not give: {fields}");
    let finding = Finding::new(format!("{path}#incomplete"), message).at(Location::file(path));
    if is_program(manifest) { finding.unsure() } else { finding }
}
