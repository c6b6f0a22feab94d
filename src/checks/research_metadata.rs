//! codemeta.json and CITATION.cff: readable, and with what their readers need.

use super::{Audited, Check};
use crate::config::Profile;
use crate::finding::{Answer, Finding, Location};
use crate::licence::expression::ids;
use crate::project::Project;
use crate::snapshot::File;
use crate::text;
use crate::yaml::{Node, Yaml};
use serde_json::Value;

no_parameters!(pub(super) ResearchMetadata);

impl Check for ResearchMetadata {
    fn run(&self, Audited { project, .. }: Audited<'_>) -> Answer {
        let (codemeta, citation) = (project.role("codemeta"), project.role("citation"));
        let mut findings = Vec::new();
        for file in &codemeta {
            findings.extend(readable(project, file, judge_codemeta));
        }
        for file in &citation {
            findings.extend(readable(project, file, judge_citation));
        }
        let esr = project.config.project.profile == Profile::Esr;
        if esr && codemeta.is_empty() && project.role("publiccode").is_empty() {
            let message = text!(
                "un projet de recherche (profil « esr ») gagne à avoir codemeta.json à la racine",
                "a research project (“esr” profile) benefits from a codemeta.json at the root"
            );
            findings.push(Finding::new("codemeta.json#absent", message));
        }
        let files: Vec<&File> = codemeta.into_iter().chain(citation).collect();
        if files.is_empty() && findings.is_empty() {
            return Answer::not_applicable(text!(
                "ni codemeta.json ni CITATION.cff : attendus surtout dans l’enseignement supérieur et la recherche",
                "neither codemeta.json nor CITATION.cff: expected mostly in higher education and research"
            ));
        }
        let paths: Vec<&str> = files.iter().map(|file| file.path.as_str()).collect();
        let paths = paths.join(", ");
        let counted = findings.iter().filter(|finding| !finding.informational).count();
        let answer = match (counted, files.is_empty()) {
            (0, _) => Answer::pass(text!(
                "lisible, avec les champs attendus : {paths}",
                "readable, with the fields expected: {paths}"
            ))
            .with(findings),
            (_, true) => {
                Answer::fail(text!("codemeta.json absent", "codemeta.json absent"), findings)
            }
            (count, false) => Answer::fail(
                text!(
                    count;
                    "{count} défaut dans les métadonnées de recherche"
                        | "{count} défauts dans les métadonnées de recherche",
                    "{count} defect in research metadata" | "{count} defects in research metadata"
                ),
                findings,
            ),
        };
        let present = |file: &&File| (Location::file(&file.path), text!("présent", "present"));
        answer.seen_all(files.iter().map(present))
    }
}

fn readable(
    project: &Project<'_>,
    file: &File,
    judge: fn(&str, &str) -> Vec<Finding>,
) -> Vec<Finding> {
    match project.text(file) {
        Some(text) => judge(&file.path, text),
        None => {
            let message = text!("ce n’est pas un fichier texte", "it is not a text file");
            vec![
                Finding::new(format!("{}#text", file.path), message).at(Location::file(&file.path)),
            ]
        }
    }
}

fn absent(path: &str, key: &str, why: crate::lang::Text) -> Finding {
    let message = text!("le champ {key} manque : {why}", "the field {key} is missing: {why}"; why);
    Finding::new(format!("{path}#{key}"), message).at(Location::file(path))
}

/// CodeMeta requires no property but its context; these are what catalogues and
/// archives read first (<https://codemeta.github.io/terms/>).
fn judge_codemeta(path: &str, text: &str) -> Vec<Finding> {
    let root: Value = match serde_json::from_str(text) {
        Ok(root) => root,
        Err(error) => {
            let (line, column) = (error.line().max(1), error.column().max(1));
            let place = Location { column: Some(column), ..Location::line(path, line) };
            let message = text!("JSON illisible à cet endroit", "unreadable JSON at this place");
            return vec![Finding::new(format!("{path}#json"), message).at(place)];
        }
    };
    let line = |key: &str| {
        let quoted = format!("\"{key}\"");
        let line = text.lines().position(|line| line.contains(&quoted)).map(|at| at + 1);
        Location { line, ..Location::file(path) }
    };
    let mut findings = Vec::new();
    let context = root.get("@context").map(Value::to_string).unwrap_or_default();
    if !context.to_lowercase().contains("codemeta") {
        let message = text!(
            "le champ @context ne nomme pas CodeMeta",
            "the field @context does not name CodeMeta"
        );
        findings.push(Finding::new(format!("{path}#@context"), message).at(line("@context")));
    }
    for key in ["name", "license", "codeRepository", "author"] {
        let alias = (key == "author").then(|| root.get("creator")).flatten();
        let value = root.get(key).or(alias).filter(|value| !is_void(value));
        if value.is_none() {
            let why = text!(
                "CodeMeta ne l’impose pas, mais catalogues et archives le lisent",
                "CodeMeta does not require it, but catalogues and archives read it"
            );
            findings.push(absent(path, key, why));
        }
    }
    if let Some(licence) =
        root.get("license").and_then(Value::as_str).filter(|text| !text.contains("://"))
    {
        let url = format!("https://spdx.org/licenses/{licence}");
        let message = text!(
            "la licence est attendue sous forme d’adresse : {url}",
            "the licence is expected as an address: {url}"
        );
        let known = ids::is_licence(licence);
        findings.extend(known.then(|| {
            Finding::new(format!("{path}#license-url"), message).at(line("license")).info()
        }));
    }
    findings
}

fn is_void(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.trim().is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::Object(map) => map.is_empty(),
        _ => false,
    }
}

/// The Citation File Format's schema requires cff-version, message, title and
/// at least one author (schema-guide 1.2.0).
fn judge_citation(path: &str, text: &str) -> Vec<Finding> {
    let (yaml, error) = Yaml::parse(text);
    if let Some(error) = error {
        let place = Location { column: Some(error.column), ..Location::line(path, error.line) };
        let message = text!("YAML illisible à cet endroit", "unreadable YAML at this place");
        return vec![Finding::new(format!("{path}#yaml"), message).at(place)];
    }
    let roots = yaml.roots();
    let Some(root) = roots.first().copied().filter(|root| root.is_map()) else {
        let message = text!("le fichier ne contient aucun champ", "the file holds no field");
        return vec![Finding::new(format!("{path}#empty"), message).at(Location::file(path))];
    };
    let given = |key: &str| {
        root.get(key).filter(|node| node.text().is_none_or(|text| !text.trim().is_empty()))
    };
    let mut findings = Vec::new();
    for key in ["cff-version", "message", "title"] {
        if given(key).is_none() {
            let why = text!("le format l’impose", "the format requires it");
            findings.push(absent(path, key, why));
        }
    }
    if given("authors").is_none_or(|authors| authors.items().is_empty()) {
        let why = text!("au moins un auteur est exigé", "at least one author is required");
        findings.push(absent(path, "authors", why));
    }
    findings.extend(given("cff-version").and_then(|version| judge_version(path, version)));
    let licences = given("license").map(Node::items_or_self).unwrap_or_default();
    findings.extend(licences.into_iter().filter_map(|licence| judge_licence(path, licence)));
    findings.extend(given("date-released").and_then(|date| judge_date(path, date)));
    findings
}

fn place(path: &str, node: Node<'_>) -> Location {
    Location { column: Some(node.column()), ..Location::line(path, node.line()) }
}

fn judge_version(path: &str, version: Node<'_>) -> Option<Finding> {
    let told = version.text()?;
    let message = text!(
        "cff-version {told} : la version en vigueur est 1.2.0",
        "cff-version {told}: the current version is 1.2.0"
    );
    let finding = Finding::new(format!("{path}#cff-version"), message).at(place(path, version));
    match told {
        "1.2.0" => None,
        _ if told.starts_with("1.") => Some(finding.info()),
        _ => Some(finding),
    }
}

fn judge_licence(path: &str, licence: Node<'_>) -> Option<Finding> {
    let told = licence.text().filter(|told| !ids::is_licence(told))?;
    let hint = ids::misspelt(told).map(|near| format!(" → {near}")).unwrap_or_default();
    let message = text!(
        "« {told} » n’est pas un identifiant SPDX{hint}",
        "“{told}” is not an SPDX identifier{hint}"
    );
    Some(Finding::new(format!("{path}#license"), message).at(place(path, licence)))
}

fn judge_date(path: &str, date: Node<'_>) -> Option<Finding> {
    let told = date.text()?;
    let message = text!(
        "date-released « {told} » : AAAA-MM-JJ attendu",
        "date-released “{told}”: YYYY-MM-DD expected"
    );
    let valid = told.len() == 10 && told.parse::<jiff::civil::Date>().is_ok();
    (!valid).then(|| Finding::new(format!("{path}#date-released"), message).at(place(path, date)))
}
