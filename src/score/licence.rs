//! The licence a project states, as far as the score needs it: free for the FSF
//! or the OSI, or not. A text is recognised by its first lines only; whether it
//! is complete and unmodified is another question.

use crate::finding::Location;
use crate::project::Project;
use regex::Regex;
use spdx::{Expression, ParseMode};
use std::sync::LazyLock;

/// A licence stated somewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stated {
    /// The words or the identifier.
    pub licence: String,
    /// Where.
    pub location: Location,
    /// Whether it is free; `None` when the words are not recognised.
    pub free: Option<bool>,
}

/// Lines of a licence's text in which its title is looked for.
const HEAD: usize = 60;

/// What the first lines of the commonest texts say, and the licence they name.
/// The most specific words come first.
const TITLES: [(&str, &str); 22] = [
    (r"gnu affero general public license\W+version 3", "AGPL-3.0-only"),
    (r"gnu lesser general public license\W+version 3", "LGPL-3.0-only"),
    (r"gnu lesser general public license\W+version 2\.1", "LGPL-2.1-only"),
    (r"gnu general public license\W+version 3", "GPL-3.0-only"),
    (r"gnu general public license\W+version 2", "GPL-2.0-only"),
    (r"apache license\W+version 2\.0", "Apache-2.0"),
    (r"mozilla public license,?\W+version 2\.0", "MPL-2.0"),
    (r"eclipse public license\W+v(ersion)?[ .]*2\.0", "EPL-2.0"),
    (
        r"(european union public licen[cs]e|licence publique de l.union europ.enne)\W.{0,40}1\.2",
        "EUPL-1.2",
    ),
    (r"cecill-b\b", "CECILL-B"),
    (r"cecill-c\b", "CECILL-C"),
    (r"cecill\b.{0,80}version 2\.1|version 2\.1.{0,80}cecill\b", "CECILL-2.1"),
    (r"(licence ouverte|open licen[cs]e)\b.{0,140}2\.0", "etalab-2.0"),
    (r"cc0 1\.0 universal", "CC0-1.0"),
    (r"attribution 4\.0 international", "CC-BY-4.0"),
    (r"attribution-sharealike 4\.0 international", "CC-BY-SA-4.0"),
    (r"open database licen[cs]e", "ODbL-1.0"),
    (r"\bisc license", "ISC"),
    (r"this is free and unencumbered software released into the public domain", "Unlicense"),
    (r"\bmit license|permission is hereby granted, free of charge", "MIT"),
    (
        r"redistribution and use in source and binary forms.*neither the name|bsd 3-clause",
        "BSD-3-Clause",
    ),
    (r"redistribution and use in source and binary forms|bsd 2-clause", "BSD-2-Clause"),
];

static RECOGNISERS: LazyLock<Vec<(Regex, &str)>> = LazyLock::new(|| {
    let compiled = TITLES.iter().map(|(pattern, id)| (Regex::new(&format!("(?s){pattern}")), *id));
    compiled.filter_map(|(regex, id)| Some((regex.ok()?, id))).collect()
});

static TAG: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"SPDX-License-Identifier:\s*([A-Za-z0-9.+() -]+)").ok());

/// Licences the FSF calls free for texts and data, but which are not meant for software.
const FOR_CONTENTS: [&str; 4] = ["CC-BY", "GFDL", "ODbL", "ODC-By"];

/// Whether a licence expression is free: each licence it requires approved by
/// the OSI or deemed free by the FSF, as the SPDX list says. `None` for words
/// that are no expression, and where the answer rests on a licence for contents.
pub fn is_free(expression: &str) -> Option<bool> {
    let parsed = Expression::parse_mode(expression, ParseMode::LAX).ok()?;
    let free = |contents: bool| {
        parsed.evaluate(|requirement| {
            let Some(id) = requirement.license.id() else {
                return false;
            };
            if FOR_CONTENTS.iter().any(|start| id.name.starts_with(start)) {
                return contents;
            }
            id.is_osi_approved() || id.is_fsf_free_libre()
        })
    };
    (free(true) == free(false)).then(|| free(true))
}

/// The licence that the first lines of `text` are the title of.
pub fn recognise(text: &str) -> Option<&'static str> {
    let head: Vec<&str> = text.lines().take(HEAD).map(str::trim).collect();
    let head = head.join(" ").to_lowercase();
    // Texts name other licences further down: the first words decide.
    let found =
        RECOGNISERS.iter().filter_map(|(regex, id)| Some((regex.find(&head)?.start(), *id)));
    found.min_by_key(|(start, _)| *start).map(|(_, id)| id)
}

/// The licences told by the licence files: by tag, by title, or by the name of
/// a file of `LICENSES/` (REUSE specification).
pub fn in_files(project: &Project<'_>) -> Vec<Stated> {
    let mut stated = Vec::new();
    for file in project.role("licence").into_iter().chain(project.role("licence-folder")) {
        let text = project.text(file).unwrap_or_default();
        let tag = TAG
            .as_ref()
            .and_then(|tag| tag.captures(text))
            .map(|found| found[1].trim().to_string());
        let named = || {
            let stem = file.name().rsplit_once('.').map(|(stem, _)| stem)?;
            let stem = stem.strip_prefix("LICENSE.").unwrap_or(stem);
            let known = spdx::license_id(stem)
                .or_else(|| spdx::imprecise_license_id(stem).map(|(id, _)| id));
            (file.folder() == "LICENSES").then_some(known?.name.to_string())
        };
        let licence = tag.or_else(named).or_else(|| recognise(text).map(str::to_string));
        stated.push(Stated {
            free: licence.as_deref().and_then(is_free),
            licence: licence.unwrap_or_default(),
            location: Location::file(&file.path),
        });
    }
    stated
}

/// The licences that `publiccode.yml` and the manifests at the root declare.
pub fn declared(project: &Project<'_>) -> Vec<Stated> {
    let publiccode = project.publiccode();
    let field = publiccode.and_then(|file| Some((file.place(file.get("legal/license")?), file)));
    let first = field.and_then(|(location, file)| {
        let licence = file.get("legal/license")?.value.clone();
        Some(Stated { free: is_free(&licence), licence, location })
    });
    let manifests = project.manifests().iter().filter(|manifest| manifest.at_root());
    let others = manifests.filter_map(|manifest| {
        let licence = manifest.license.clone()?;
        let line = manifest.license_line;
        let location = Location { line, ..Location::file(&manifest.path) };
        Some(Stated { free: is_free(&licence), licence, location })
    });
    first.into_iter().chain(others).collect()
}

/// Whether the project is free software, and what says so. A licence file
/// weighs more than a declaration; two that contradict each other settle nothing.
pub fn free(project: &Project<'_>) -> (Option<bool>, Option<String>) {
    let (files, declared) = (in_files(project), declared(project));
    let find =
        |list: &[Stated], free| list.iter().find(|stated| stated.free == Some(free)).cloned();
    let told = |stated: &Stated| {
        // The texts of the GNU licences do not say « only » or “or later”.
        let licence = stated.licence.to_string();
        format!("{} ({})", licence.trim_end_matches("-only"), stated.location)
    };
    if let Some(stated) = find(&files, true) {
        return (Some(true), Some(told(&stated)));
    }
    match (find(&files, false), find(&declared, true)) {
        (Some(file), Some(other)) => {
            return (None, Some(format!("{} ≠ {}", told(&file), told(&other))));
        }
        (Some(file), None) if files.iter().all(|stated| stated.free.is_some()) => {
            return (Some(false), Some(told(&file)));
        }
        (None, Some(other)) => return (Some(true), Some(told(&other))),
        _ => {}
    }
    match (files.first(), declared.first()) {
        (Some(file), _) => (None, Some(file.location.to_string())),
        (None, Some(other)) => (other.free, Some(told(other))),
        (None, None) => (Some(false), None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_title_compiles_and_names_a_known_licence() {
        assert_eq!(RECOGNISERS.len(), TITLES.len());
        for (_, id) in TITLES {
            assert!(spdx::license_id(id).is_some(), "{id}");
        }
    }

    #[test]
    fn texts_are_recognised_by_their_first_lines() {
        for (text, id) in [
            (
                "                    GNU AFFERO GENERAL PUBLIC LICENSE\n                       Version 3, 19",
                "AGPL-3.0-only",
            ),
            (
                "# Eclipse Public License - v 2.0\n\nSecondary: GNU General Public License, Version 2.0",
                "EPL-2.0",
            ),
            (
                "LICENCE OUVERTE / OPEN LICENCE\n=====================================\n\n- Version 2.0",
                "etalab-2.0",
            ),
            ("MIT License\n\nCopyright (c) 2024 Direction du projet", "MIT"),
            ("Eclipse Public License - v 2.0\n", "EPL-2.0"),
            ("# LICENCE OUVERTE 2.0 / OPEN LICENCE 2.0\n", "etalab-2.0"),
            (
                "                              Apache License\n                        Version 2.0, January",
                "Apache-2.0",
            ),
        ] {
            assert_eq!(recognise(text), Some(id), "{text}");
        }
        assert_eq!(recognise("Tous droits réservés"), None);
    }

    #[test]
    fn free_means_fsf_or_osi() {
        assert_eq!(is_free("MIT"), Some(true));
        assert_eq!(is_free("AGPL-3.0"), Some(true));
        assert_eq!(is_free("CECILL-B"), Some(true));
        assert_eq!(is_free("etalab-2.0"), Some(false));
        assert_eq!(is_free("MIT AND etalab-2.0"), Some(false));
        assert_eq!(is_free("MIT OR CC-BY-4.0"), Some(true));
        assert_eq!(is_free("CC-BY-4.0"), None);
        assert_eq!(is_free("SEE LICENSE IN x"), None);
    }
}
