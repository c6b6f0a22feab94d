//! The licences that files name, and the texts of `LICENSES/`.

use super::Reuse;
use crate::finding::{Finding, Location};
use crate::lang::Text;
use crate::licence::expression::ids;
use crate::licence::reuse::licences::standing;
use crate::licence::reuse::{Coverage, LicenceFile, Standing, licences_named};
use crate::text;
use crate::text::show::shell_quoted;
use std::collections::BTreeSet;
use std::sync::Arc;

/// What is wrong with expressions and licence files.
pub(super) fn findings(check: &Reuse, coverage: &Coverage) -> Vec<Finding> {
    let missing = coverage.missing.iter().map(|(id, files)| missing(coverage, id, files));
    let mut findings = check.folded("missing-licences", missing.collect(), |count| {
        text!(
            "{count} licences citées dont le texte manque dans LICENSES/",
            "{count} licences are named and their texts are not in LICENSES/"
        )
    });
    findings.extend(check.folded("invalid-expressions", invalid(coverage), |count| {
        text!("{count} expressions de licence incorrectes", "{count} invalid licence expressions")
    }));
    let files = coverage.licences.iter().filter_map(|file| named(coverage, file));
    findings.extend(check.folded("licence-files", files.collect(), |count| {
        text!("{count} fichiers de LICENSES/ à corriger", "{count} files of LICENSES/ to fix")
    }));
    findings
}

fn missing(coverage: &Coverage, id: &Arc<str>, files: &[usize]) -> Finding {
    let count = files.len();
    let message = match standing(id) {
        Standing::Bad => text!(
            "« {id} » n’est pas un identifiant SPDX (fichiers concernés : {count})",
            "“{id}” is not an SPDX identifier (files concerned: {count})"
        ),
        _ => text!(
            "le texte de {id} manque dans LICENSES/ (fichiers concernés : {count})",
            "the text of {id} is not in LICENSES/ (files concerned: {count})"
        ),
    };
    let fix = match (standing(id), ids::misspelt(id)) {
        (Standing::Bad, Some(near)) => {
            text!("écrire {near}", "write {near}")
        }
        (Standing::Bad, None) => text!(
            "employer un identifiant de la liste SPDX, ou LicenseRef-… pour une autre licence",
            "use an identifier of the SPDX list, or LicenseRef-… for another licence"
        ),
        _ => text!(
            "placer le texte officiel de la licence dans LICENSES/{id}.txt",
            "put the official text of the licence in LICENSES/{id}.txt"
        ),
    };
    let places: Vec<Location> =
        files.iter().take(5).filter_map(|at| place(coverage, *at, id)).collect();
    let mut places = places.into_iter();
    let first = places.next().unwrap_or_default();
    Finding::new(format!("missing#{id}"), message).at(first).also(places).fix(fix)
}

/// Where the file at `at` names the licence `id`.
fn place(coverage: &Coverage, at: usize, id: &str) -> Option<Location> {
    let names =
        |text: &str| licences_named(text).is_some_and(|all| all.iter().any(|name| name == id));
    let statement = coverage.files.get(at)?.expressions.iter().find(|one| names(&one.text))?;
    Some(Location::line(&*statement.source.path, statement.source.line))
}

fn invalid(coverage: &Coverage) -> Vec<Finding> {
    let mut seen = BTreeSet::new();
    let first = coverage.invalid.iter().filter(|(_, one)| {
        // A table of REUSE.toml is about many files: its error is told once.
        seen.insert((one.source.path.clone(), one.source.line, one.text.clone()))
    });
    first
        .map(|(_, one)| {
            let (path, text) = (&*one.source.path, &*one.text);
            let message = match text.is_empty() {
                true => text!(
                    "une balise SPDX-License-Identifier est vide",
                    "an SPDX-License-Identifier tag is empty"
                ),
                false => text!(
                    "« {text} » n’est pas une expression de licence SPDX",
                    "“{text}” is not an SPDX licence expression"
                ),
            };
            let finding = Finding::new(format!("{path}#{text}"), message);
            finding.at(Location::line(path, one.source.line)).fix(text!(
                "joindre les identifiants par AND, OR ou WITH ; si ce n’est qu’une citation, l’encadrer de REUSE-IgnoreStart et REUSE-IgnoreEnd",
                "join identifiers with AND, OR or WITH; if it is only a quotation, put it between REUSE-IgnoreStart and REUSE-IgnoreEnd"
            ))
        })
        .collect()
}

/// What is wrong with the name of a licence file, or that it serves nothing.
fn named(coverage: &Coverage, file: &LicenceFile) -> Option<Finding> {
    let (id, path) = (&file.id, &file.path);
    let (what, message, fix) = match file.standing {
        Standing::Bad => (
            "bad",
            text!("« {id} » n’est pas un identifiant SPDX", "“{id}” is not an SPDX identifier"),
            match ids::misspelt(id) {
                Some(near) => renamed(path, near),
                None => text!(
                    "nommer le fichier d’après l’identifiant SPDX de la licence, ou LicenseRef-….txt",
                    "name the file after the SPDX identifier of the licence, or LicenseRef-….txt"
                ),
            },
        ),
        _ if !file.extension => (
            "extension",
            text!("le nom n’a pas d’extension", "the name has no extension"),
            renamed(path, id),
        ),
        _ if coverage.unused.contains(id) => (
            "unused",
            text!("aucun fichier n’est sous la licence {id}", "no file is under the licence {id}"),
            text!(
                "indiquer quels fichiers sont sous {id}, ou supprimer ce texte",
                "say which files are under {id}, or remove this text"
            ),
        ),
        Standing::Deprecated => (
            "deprecated",
            text!(
                "{id} est un identifiant déprécié de la liste SPDX",
                "{id} is a deprecated identifier of the SPDX list"
            ),
            successor(id),
        ),
        Standing::Known => return None,
    };
    let subject = format!("{path}#{what}");
    Some(Finding::new(subject, message).at(Location::file(path)).fix(fix))
}

fn renamed(path: &str, id: &str) -> Text {
    let folder = path.rsplit_once('/').map_or("LICENSES", |(folder, _)| folder);
    let (from, to) = (shell_quoted(path), shell_quoted(&format!("{folder}/{id}.txt")));
    text!("git mv {from} {to}", "git mv {from} {to}")
}

/// What replaces a deprecated identifier (SPDX licence list, "Deprecated
/// License Identifiers").
fn successor(id: &str) -> Text {
    let base = id.strip_suffix('+');
    let only = format!("{}-only", base.unwrap_or(id));
    let later = format!("{}-or-later", base.unwrap_or(id));
    match (base, ids::deprecated(&later).is_some()) {
        (Some(_), true) => text!("employer {later}", "use {later}"),
        (None, true) => text!("employer {only} ou {later}", "use {only} or {later}"),
        _ => text!(
            "employer l’identifiant que la liste SPDX donne à sa place",
            "use the identifier that the SPDX list gives instead"
        ),
    }
}
