//! Projects and the licence they are under.

use super::*;
use crate::licence::expression::ids;
use crate::licence::identify::identify_text;
use std::collections::BTreeMap;

/// A project held in memory.
struct Files(BTreeMap<&'static str, String>);

impl Tree for Files {
    fn paths(&self) -> Vec<&str> {
        self.0.keys().copied().collect()
    }

    fn text(&self, path: &str) -> Option<Cow<'_, str>> {
        self.0.get(path).map(|text| Cow::Borrowed(text.as_str()))
    }

    fn heads(&self) -> Vec<(Cow<'_, str>, Cow<'_, str>)> {
        self.0
            .iter()
            .filter_map(|(path, text)| {
                Some((Cow::Borrowed(*path), header::head(path, text.as_bytes())?))
            })
            .collect()
    }
}

fn text_of(id: &str) -> String {
    ids::text(id).expect("a licence of the list").to_string()
}

fn root(files: &[(&'static str, &str)]) -> String {
    let files = files.iter().map(|(path, text)| {
        let text = match text.strip_prefix("text of ") {
            Some(id) => text_of(id),
            None => (*text).to_string(),
        };
        (*path, text)
    });
    let (answer, _) = answer(&Files(files.collect()), &|text: &str| identify_text(text));
    let licence = answer.licence.map_or(format!("{:?}", answer.why), |licence| licence.to_string());
    match answer.content {
        Some(content) => format!("{licence}; {content}"),
        None => licence,
    }
}

#[test]
fn the_licence_of_a_project() {
    let spdx = |id: &str| format!("# SPDX-License-{}: {id}\n", "Identifier");
    assert_eq!(root(&[("LICENSE", "text of MIT")]), "MIT");
    assert_eq!(root(&[("LICENSE", "text of AGPL-3.0-only")]), "AGPL-3.0");
    assert_eq!(
        root(&[
            ("LICENSE.AGPL.txt", "text of AGPL-3.0-only"),
            ("a.py", &spdx("AGPL-3.0-or-later"))
        ]),
        "AGPL-3.0-or-later"
    );
    assert_eq!(
        root(&[
            ("LICENSE", "text of AGPL-3.0-only"),
            ("README.md", "# A\n\n## License\n\nAGPL-3.0 or later\n"),
            ("a.py", &spdx("AGPL-3.0-only")),
        ]),
        "AGPL-3.0"
    );
    assert_eq!(
        root(&[("LICENSE-MIT", "text of MIT"), ("LICENSE-APACHE", "text of Apache-2.0")]),
        "Apache-2.0 OR MIT"
    );
    assert_eq!(
        root(&[
            ("LICENSES/MIT.txt", "text of MIT"),
            ("LICENSES/etalab-2.0.md", "text of etalab-2.0"),
            (
                "README.md",
                "# A\n\n## Licence\n\nLe code est publié sous licence MIT.\n\nLe contenu est publié sous licence Ouverte 2.0.\n"
            ),
        ]),
        "MIT; etalab-2.0"
    );
    assert_eq!(
        root(&[("LICENSES/GPL-3.0-or-later.txt", "text of GPL-3.0-only")]),
        "GPL-3.0-or-later"
    );
    assert_eq!(root(&[("README.md", "# A\n\nCe projet est sous licence EUPL 1.2.\n")]), "EUPL-1.2");
    assert_eq!(root(&[("package.json", "{\"license\": \"MIT\"}")]), "MIT");
    assert_eq!(
        root(&[
            ("package.json", "{\"license\": \"MIT\"}"),
            ("README.md", "# A\n\n## Licence\n\nEUPL-1.2\n")
        ]),
        "Conflicting"
    );
    assert_eq!(
        root(&[("package.json", "{\"license\": \"MIT\"}"), ("LICENSE", "text of Apache-2.0")]),
        "Apache-2.0"
    );
    assert_eq!(
        root(&[("COPYING", "text of GPL-3.0-only"), ("COPYING.LESSER", "text of LGPL-3.0-only")]),
        "LGPL-3.0"
    );
    for name in ["COPYING3", "LIZENZ.txt", "LICENCIA.md", "LICENZA", "LISENSSI"] {
        assert_eq!(root(&[(name, "text of EUPL-1.2")]), "EUPL-1.2", "{name}");
    }
    assert_eq!(root(&[("README.md", "# A\n")]), "Nothing");
    assert_eq!(root(&[("README.md", "# A\n\n## License\n\nGPL\n")]), "Vague");
    let narrowed = "# A\n\n## License\n\nReleased under the GPL, for schools.\n";
    assert_eq!(root(&[("README.md", narrowed)]), "Narrowed");
}

#[test]
fn a_licence_for_content_does_not_decide_for_the_code() {
    let sentence = "# A\n\n## Licence\n\nLe code est sous licence MIT.\n";
    assert_eq!(
        root(&[("LICENSE", "text of etalab-2.0"), ("README.md", sentence)]),
        "MIT; etalab-2.0"
    );
    assert_eq!(
        root(&[("LICENSE", "text of CC-BY-4.0"), ("package.json", "{\"license\": \"MIT\"}")]),
        "MIT; CC-BY-4.0"
    );
    assert_eq!(
        root(&[
            ("LICENSE", "text of etalab-2.0"),
            ("README.md", "# A\n\n## Licence\n\nLicence Ouverte 2.0\n"),
            ("package.json", "{\"license\": \"ISC\"}"),
        ]),
        "etalab-2.0"
    );
}

#[test]
fn a_text_of_others_leaves_no_doubt_where_the_licence_is_confirmed() {
    let changed = format!("{}\n\nIt may not be sold.\n", text_of("ISC"));
    let package = ("package.json", "{\"license\": \"MIT\"}");
    assert_eq!(root(&[("LICENSE", "text of MIT"), ("LICENSE.widget", &changed), package]), "MIT");
    assert_eq!(root(&[("LICENSE", "text of MIT"), ("LICENSE.widget", &changed)]), "Modified");
    assert_eq!(
        root(&[
            ("LICENSE", "text of ISC"),
            ("COPYING", &changed),
            ("package.json", "{\"license\": \"ISC\"}")
        ]),
        "Modified"
    );
}

#[test]
fn a_file_named_for_a_component_stands_aside() {
    let root_of =
        |other: &'static str| root(&[("LICENSE", "text of MIT"), (other, "text of Apache-2.0")]);
    assert_eq!(root_of("APACHE-LICENSE-2.0"), "MIT");
    assert_eq!(root_of("LICENSE-APACHE"), "MIT OR Apache-2.0");
}

#[test]
fn two_licences_that_exclude_one_another_contradict_each_other() {
    let found = root(&[("LICENSE-B", "text of CECILL-B"), ("LICENSE-C", "text of CECILL-C")]);
    assert_eq!(found, "Conflicting");
}

#[test]
fn a_family_named_alone_is_told_by_what_stands_beside_it() {
    let readme = "# Outil\n\n## Licence\n\nSous licence GPL-2.0-or-later.\n\nSous licence GPL.\n";
    assert_eq!(root(&[("README.md", readme)]), "GPL-2.0-or-later");
    let files =
        [("LICENSE.md", "Sous licence EUPL.\n"), ("LICENSES/EUPL-1.2.txt", "text of EUPL-1.2")];
    assert_eq!(root(&files), "EUPL-1.2");
    let narrowed = "Sous licence EUPL.\n\nLe programme est sous licence EUPL pour les écoles.\n";
    let files = [("LICENSE.md", narrowed), ("LICENSES/EUPL-1.2.txt", "text of EUPL-1.2")];
    assert_eq!(root(&files), "Narrowed");
}

/// Files `a0.c`, `a1.c`… of which the first `headed` have `header`.
fn sources(headed: usize, whole: usize, header: &str) -> Vec<(&'static str, String)> {
    const NAMES: [&str; 12] =
        ["a.c", "b.c", "c.c", "d.c", "e.c", "f.c", "g.c", "h.c", "i.c", "j.c", "k.c", "l.c"];
    let text = |at: usize| if at < headed { header.to_string() } else { "int f();\n".to_string() };
    NAMES.iter().take(whole).enumerate().map(|(at, name)| (*name, text(at))).collect()
}

fn header(version: u8) -> String {
    format!(
        "/* This program is free software; you can redistribute it and/or modify it under the terms of the GNU General Public License as published by the Free Software Foundation; either version {version} of the License, or (at your option) any later version. */\n"
    )
}

fn of_sources(files: &[(&'static str, String)], other: &[(&'static str, &str)]) -> String {
    let files = files.iter().map(|(path, text)| (*path, text.as_str()));
    root(&files.chain(other.iter().copied()).collect::<Vec<_>>())
}

#[test]
fn headers_of_a_few_files_do_not_give_the_licence_of_the_whole() {
    assert_eq!(of_sources(&sources(12, 12, &header(2)), &[]), "GPL-2.0-or-later");
    assert_eq!(of_sources(&sources(3, 12, &header(2)), &[]), "GPL-2.0-or-later");
    assert_eq!(of_sources(&sources(1, 12, &header(2)), &[]), "Nothing");
    let copied = "\"\"\"\nDistributed with the toolkit under the terms of\nthe Creative Commons Attribution-NonCommercial-ShareAlike License\n[http://creativecommons.org/licenses/by-nc-sa/2.5/].\n\"\"\"\n";
    assert_eq!(of_sources(&sources(0, 12, ""), &[("lib/kit/reader.py", copied)]), "Nothing");
    let gpl = [("LICENSE", "text of GPL-2.0-only")];
    assert_eq!(of_sources(&sources(1, 12, &header(2)), &gpl), "GPL-2.0-or-later");
}

#[test]
fn headers_that_nearly_all_agree_give_the_licence() {
    let lesser = "/* This library is free software: you can redistribute it and/or modify it under the terms of the GNU Lesser General Public License, version 3, as published by the Free Software Foundation. */\n";
    for other in [header(2), lesser.to_string()] {
        let files = [("org/A.java", other.as_str())];
        assert_eq!(of_sources(&sources(10, 10, &header(3)), &files), "GPL-3.0-or-later");
        assert_eq!(of_sources(&sources(8, 8, &header(3)), &files), "Nothing");
        let named = "<project><licenses><license><name>GPL</name></license></licenses></project>";
        let files = [files[0], ("pom.xml", named)];
        assert_eq!(of_sources(&sources(10, 10, &header(3)), &files), "GPL-3.0-or-later");
    }
}

#[test]
fn a_text_of_no_known_licence_at_the_root_is_not_overruled() {
    let text = "Agency Non-Commercial License Agreement\n\nThe Agency of Lorvaux grants you the right to use the software for educational, research or evaluation purposes only, but prohibits any commercial use without its agreement.\n";
    let french = "Conditions d’emploi\n\nL’Agence de Lorvaux accorde le droit d’employer ce logiciel dans les établissements scolaires ; toute redistribution est interdite, et l’autorisation est retirée à qui manque à ces conditions.\n";
    for unknown in [text, french] {
        for headed in [2, 12] {
            let files = [("LICENSE", unknown)];
            assert_eq!(of_sources(&sources(headed, 12, &header(2)), &files), "Unknown");
        }
        assert_eq!(root(&[("LICENSE", unknown)]), "Unknown");
    }
    for pointer in [
        "See the README.\n",
        "Copyright 2021 Agence de Lorvaux, all rights reserved.\n",
        "Copyright 2021 Agence de Lorvaux. All rights reserved. The license of this software is stated at the head of each of its source files, and in the documentation that comes with it; please read them.\n",
    ] {
        let files = [("LICENSE", pointer)];
        assert_eq!(of_sources(&sources(12, 12, &header(2)), &files), "GPL-2.0-or-later");
    }
    let page = ("docs/licence.md", text);
    assert_eq!(of_sources(&sources(12, 12, &header(2)), &[page]), "GPL-2.0-or-later");
}

#[test]
fn a_licence_named_without_version_has_that_of_a_manifest() {
    let named = "This software is governed by the CeCILL license under French law.\n";
    let manifest = |id: &str| format!("{{\"name\": \"a\", \"license\": \"{id}\"}}");
    let with = |id: &str| root(&[("LICENSE", named), ("package.json", &manifest(id))]);
    assert_eq!(with("CECILL-2.1"), "CECILL-2.1");
    assert_eq!(with("CECILL-2.0"), "CECILL-2.0");
    for other in ["MIT", "CECILL-B", "MIT OR CECILL-2.1"] {
        assert_eq!(with(other), "Unknown", "{other}");
    }
    assert_eq!(root(&[("LICENSE", named)]), "Unknown");
    let dated = format!("Copyright 2016 Agence de Lorvaux\n\n{named}");
    assert_eq!(root(&[("LICENSE", &dated)]), "CECILL-2.1");
    let older = [("LICENSE", dated.as_str()), ("package.json", &manifest("CECILL-2.0"))];
    assert_eq!(root(&older), "CECILL-2.0");
    let readme = "# A\n\n## License\n\nCeCILL 2.0\n";
    let torn =
        [("LICENSE", named), ("README.md", readme), ("package.json", &manifest("CECILL-2.1"))];
    assert_eq!(root(&torn), "Conflicting");
}

#[test]
fn a_licence_file_may_be_named_in_another_language_or_after_the_licence() {
    for name in [
        "LICENÇA.md",
        "LLICÈNCIA",
        "LICENZA.txt",
        "CeCILL_V2.1-fr.txt",
        "EUPL-1.2 en.txt",
        "COPYING3",
        "LICENSE.fr",
        "gpl-3.0.txt",
    ] {
        assert_eq!(root(&[(name, "text of MIT")]), "MIT", "{name}");
    }
    for name in ["eupl.fr.json", "mit-press.txt", "gpl-tools.md", "apache.service.txt"] {
        assert_eq!(root(&[(name, "text of MIT")]), "Nothing", "{name}");
    }
}

#[test]
fn what_a_readme_says_of_programs_elsewhere_is_not_the_licence_of_documents() {
    let readme = "# Documents\n\nWe have open-sourced the software of Lorvaux under the GNU Affero General Public License version 3.\n";
    let documents = [
        ("LICENSE.md", "text of CC-BY-SA-4.0"),
        ("README.md", readme),
        ("design/one.png", ""),
        ("guide/two.md", "# Two\n"),
    ];
    assert_eq!(root(&documents), "CC-BY-SA-4.0");
    let mut with_code = documents.to_vec();
    with_code.push(("tools/make.py", "print()\n"));
    assert_eq!(root(&with_code), "AGPL-3.0; CC-BY-SA-4.0");
}

#[test]
fn a_licence_for_content_that_a_readme_joins_to_the_file_applies_too() {
    let readme = |words: &str| format!("# Guide\n\n## Licence\n\n{words}\n");
    let with =
        |words: &str| root(&[("LICENSE", "text of GPL-3.0-only"), ("README.md", &readme(words))]);
    assert_eq!(with("Publié sous GPLv3 et sous Licence Ouverte 2.0."), "GPL-3.0 AND etalab-2.0");
    assert_eq!(with("Publié sous Licence Ouverte 2.0 et MIT."), "GPL-3.0");
    assert_eq!(with("Le code est sous GPLv3, les textes sous CC BY 4.0."), "GPL-3.0; CC-BY-4.0");
}
