//! Identification of licence texts, measured on texts that the `spdx` crate
//! ships, in every form they are met in and with every change they suffer.

use crate::support::disguises::{DISGUISES, truncated, with_clause, without_words, wrapped};
use crate::support::project;
use publiable::testing::licence::Verdict;
use publiable::testing::licence::identify;
use publiable::testing::licence::text::compile;
use publiable::testing::licence::text::library::Kind;

/// Licences of the decree's list (CRPA, D. 323-2-1) and others often met.
const LICENCES: [&str; 20] = [
    "AGPL-3.0",
    "Apache-2.0",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "CC-BY-4.0",
    "CC0-1.0",
    "CECILL-2.1",
    "CECILL-B",
    "CECILL-C",
    "EPL-2.0",
    "EUPL-1.2",
    "GPL-2.0",
    "GPL-3.0",
    "ISC",
    "LGPL-2.1",
    "LGPL-3.0",
    "MIT",
    "MPL-2.0",
    "ODbL-1.0",
    "etalab-2.0",
];

/// Clauses that make another licence of any licence.
const CLAUSES: [&str; 10] = [
    "The Software may be used for non-commercial purposes only.",
    "“Commons Clause” License Condition v1.0. The grant of rights under the License will not \
     include, and the License does not grant to you, the right to Sell the Software.",
    "The Software shall be used for Good, not Evil.",
    "You may not use this software for military purposes.",
    "Toute utilisation commerciale du logiciel est interdite.",
    "Le logiciel ne peut pas être utilisé à des fins militaires.",
    "Use by companies with more than 100 employees requires a paid license.",
    "You must display the logo of the author on every page of the user interface.",
    "The icons in images/ are not covered by this license and may not be redistributed.",
    "Réservé à un usage personnel, à l’exclusion de tout usage commercial.",
];

/// Texts about licences, or about nothing of the kind, that grant none.
const NEGATIVES: [&str; 8] = [
    "# Outil de suivi\n\nCe dépôt contient le code de l’outil de suivi des demandes.\n\n## Installation\n\n\
     Il faut Python 3.11. Lancer `make install`, puis `make run`.\n",
    "Choisir une licence : comparez MIT, Apache-2.0, GPL-3.0 et EUPL-1.2 selon vos contraintes.\n",
    "This component is not MIT. Ask the authors before you use it.\n",
    "Mentions légales. L’éditeur du site est le ministère. Les données personnelles recueillies sont \
     conservées un an ; vous disposez d’un droit d’accès et de rectification.\n",
    "## 2.3.0\n\n- Replace the GPL parser by one under another license\n- Fix the copyright footer\n",
    "Contributor agreement. You certify that the contribution was created by you and that you have \
     the right to submit it. You keep your rights to your contribution.\n",
    "fn main() {\n    let license = \"MIT\";\n    println!(\"{license}\");\n}\n",
    "Arrêté du 3 mai 2021. Le directeur est chargé de l’exécution du présent arrêté, qui sera publié \
     au Journal officiel.\n",
];

fn text(id: &str) -> &'static str {
    let found = spdx::text::LICENSE_TEXTS.iter().find(|(name, _)| *name == id);
    found.expect("a licence of the crate").1
}

/// The expression identified in `bytes`, `None` for any other verdict.
fn expression(bytes: &[u8]) -> Option<String> {
    match identify(bytes).verdict {
        Verdict::Licence(expression) => Some(expression.to_string()),
        _ => None,
    }
}

/// Asserts that each case gives what it should, and shows those that do not.
fn assert_all(cases: Vec<(String, Option<String>, Option<String>)>) {
    let failed: Vec<String> = cases
        .iter()
        .filter(|(_, got, wanted)| got != wanted)
        .map(|(case, got, wanted)| format!("{case}: {got:?} instead of {wanted:?}"))
        .collect();
    assert!(failed.is_empty(), "{} of {}:\n{}", failed.len(), cases.len(), failed.join("\n"));
}

#[test]
fn the_embedded_texts_are_those_of_the_crate() {
    let licences = spdx::text::LICENSE_TEXTS.iter().map(|(id, text)| (*id, Kind::Licence, *text));
    let exceptions =
        spdx::text::EXCEPTION_TEXTS.iter().map(|(id, text)| (*id, Kind::Exception, *text));
    let made = compile::texts(licences.chain(exceptions));
    let made = [made, compile::index().expect("an index")];
    let kept = ["texts", "index"]
        .map(|name| std::fs::read(format!("data/licence/{name}.bin")).expect("what is embedded"));
    assert!(made == kept, "run `cargo run --release --example licence_index`, twice");
}

#[test]
fn a_licence_is_known_in_every_disguise() {
    let mut cases = Vec::new();
    for (number, id) in LICENCES.into_iter().enumerate() {
        // Each licence wears one disguise in three, and each disguise a third of the licences.
        for (disguise, write) in DISGUISES.into_iter().skip(number % 3).step_by(3) {
            let lossy = encoding_rs::WINDOWS_1252.encode(text(id)).2;
            if disguise != "Windows-1252" || !lossy {
                let found = expression(&write(text(id)));
                cases.push((format!("{id}, {disguise}"), found, Some(id.to_string())));
            }
        }
    }
    assert_all(cases);
}

#[test]
fn a_licence_of_creative_commons_is_known_without_what_precedes_its_terms() {
    let cases = ["CC-BY-4.0", "CC-BY-NC-SA-4.0", "CC-BY-SA-4.0"].map(|id| {
        let start = text(id).find("By exercising the Licensed Rights").unwrap_or_default();
        let title = "Creative Commons International Public License";
        let found = expression(format!("{title}\n\n{}", &text(id)[start..]).as_bytes());
        (id.to_string(), found, Some(id.to_string()))
    });
    assert_all(cases.into());
}

#[test]
fn what_others_wrote_is_not_the_licence_of_the_project() {
    let file = format!("{}\n\n## Third-party code\n\n{}", text("MIT"), text("BSD-3-Clause"));
    let kept = format!(
        "Note that the only valid version of the GPL here is this one.\n\n{}",
        text("GPL-2.0")
    );
    assert_all(vec![
        ("third parties".to_string(), expression(file.as_bytes()), Some("MIT".to_string())),
        ("version".to_string(), expression(kept.as_bytes()), Some("GPL-2.0-only".to_string())),
    ]);
}

/// Two texts, as publishers lay them out: short lines, indents, a line between.
fn laid_out(first: &str, second: &str) -> String {
    let indented = |text: &str| {
        let lines = wrapped(text, 66);
        lines
            .lines()
            .map(|line| format!("   {line}").trim_end().to_string() + "\n")
            .collect::<String>()
    };
    format!("{}\n\n{}", indented(first), indented(second))
}

#[test]
fn two_texts_in_the_layout_of_publishers_both_apply() {
    let pairs = [
        ("Apache-2.0", "BSD-3-Clause"),
        ("Apache-2.0", "MIT"),
        ("Apache-2.0", "EUPL-1.2"),
        ("EPL-2.0", "Apache-2.0"),
        ("CECILL-C", "MIT"),
    ];
    let found = |(first, second): (&str, &str)| {
        let both = laid_out(text(first), text(second));
        let wanted = format!("{first} AND {second}");
        (wanted.clone(), expression(both.as_bytes()), Some(wanted))
    };
    assert_all(pairs.map(found).into());
}

#[test]
fn components_presented_after_a_licence_are_those_of_others() {
    let found = |presented: &str| {
        let file = format!("{}\n\n{presented}\n\n{}", wrapped(text("Apache-2.0"), 70), text("ISC"));
        (presented.to_string(), expression(file.as_bytes()), Some("Apache-2.0".to_string()))
    };
    let presented = [
        "This product bundles a parser, which is available under these terms:",
        "Ce logiciel embarque un analyseur, sous les termes suivants :",
        "EXAMPLE SUBCOMPONENTS",
        "Komponente: Analysator",
        "Die verwendeten Bibliotheken unterliegen den folgenden Bedingungen:",
    ];
    assert_all(presented.map(found).into());
}

#[test]
fn what_stands_beside_a_text_does_not_change_it() {
    let gnu = "This program is free software; you can redistribute it and/or modify it under the \
        terms of the GNU General Public License as published by the Free Software Foundation; \
        either version 2 of the License, or (at your option) any later version.\n\nYou should have \
        received a copy of the GNU General Public License along with this program; if not, write \
        to the Free Software Foundation, Inc., 59 Temple Place, Suite 330, Boston, MA 02111.";
    let exception = spdx::text::EXCEPTION_TEXTS.iter();
    let exception = exception.clone().find(|(id, _)| *id == "Classpath-exception-2.0");
    let exception = exception.map_or("", |(_, text)| text);
    let marks =
        "The name of the City and its logo are trademarks. No right to use them is granted.";
    let cases = [
        (format!("{gnu}\n\n{}", text("MIT")), "MIT AND GPL-2.0-or-later"),
        (format!("Under either licence.\n\n{}\n\n{}", text("MIT"), text("ISC")), "MIT OR ISC"),
        (
            format!(
                "These sources come under a dual BSD/GPLv2 licence: take them under either \
                 license.\n\n\n{gnu}\n\n{}",
                text("BSD-2-Clause")
            ),
            "BSD-2-Clause OR GPL-2.0-or-later",
        ),
        (
            format!(
                "{}\n\nCertain files are subject to the following exception, but only where \
                 their header says so.\n\n{exception}",
                text("GPL-2.0")
            ),
            "GPL-2.0 WITH Classpath-exception-2.0",
        ),
        (format!("{}\n\n{marks}", text("MIT")), "MIT"),
    ];
    let found = |(file, wanted): (String, &str)| {
        (wanted.to_string(), expression(file.as_bytes()), Some(wanted.to_string()))
    };
    assert_all(cases.map(found).into());
}

#[test]
fn a_clause_makes_another_licence() {
    let mut cases = Vec::new();
    for (number, id) in LICENCES.into_iter().enumerate() {
        let clause = |further: usize| CLAUSES[(number + further) % CLAUSES.len()];
        for (clause, shares) in [(clause(0), &[0.0, 1.0][..]), (clause(3), &[0.5])] {
            for &share in shares {
                let changed = with_clause(text(id), clause, share);
                let case = format!("{id}, {share}, {clause}");
                let shown = match identify(changed.as_bytes()).verdict {
                    Verdict::Modified { changes, .. } if !changes.is_empty() => None,
                    other => Some(format!("{other:?}")),
                };
                cases.push((case, shown, None));
            }
        }
    }
    assert_all(cases);
}

#[test]
fn a_text_cut_short_is_no_licence() {
    let mut cases = Vec::new();
    for id in LICENCES.into_iter().filter(|id| *id != "LGPL-3.0") {
        for share in [0.3, 0.5, 0.7] {
            let cut = truncated(text(id), share);
            cases.push((format!("{id}, {share}"), expression(cut.as_bytes()), None));
        }
        let cut = without_words(text(id), 40, 0.3);
        cases.push((format!("{id} without 40 words"), expression(cut.as_bytes()), None));
    }
    assert_all(cases);
}

#[test]
fn two_licences_in_a_file_both_apply() {
    let mut cases = Vec::new();
    for (number, id) in LICENCES.into_iter().enumerate() {
        let other = LICENCES[(number + 7) % LICENCES.len()];
        let both = format!("{}\n\n----------\n\n{}", text(id), text(other));
        let wanted = match (id, other) {
            ("GPL-3.0", "LGPL-3.0") | ("LGPL-3.0", "GPL-3.0") => "LGPL-3.0".to_string(),
            _ => format!("{id} AND {other}"),
        };
        cases.push((format!("{id}, {other}"), expression(both.as_bytes()), Some(wanted)));
    }
    assert_all(cases);
}

#[test]
fn a_gnu_text_leaves_later_versions_open() {
    for id in ["AGPL-3.0", "GPL-2.0", "GPL-3.0", "LGPL-2.1", "LGPL-3.0"] {
        let Verdict::Licence(found) = identify(text(id).as_bytes()).verdict else {
            panic!("{id} is not identified");
        };
        assert_eq!((found.to_string().as_str(), found.resolved()), (id, false));
    }
    let both = format!("{}\n\n{}", text("LGPL-3.0"), text("GPL-3.0"));
    assert_eq!(expression(both.as_bytes()).as_deref(), Some("LGPL-3.0"));
}

#[test]
fn licences_that_differ_by_a_line_are_told_apart() {
    let ids = [
        "0BSD",
        "ISC",
        "MIT",
        "MIT-0",
        "X11",
        "JSON",
        "BSD-1-Clause",
        "BSD-4-Clause",
        "BSD-3-Clause-Clear",
        "Apache-1.0",
        "Apache-1.1",
        "GFDL-1.1",
        "GFDL-1.2",
        "GFDL-1.3",
        "CC-BY-3.0",
        "CC-BY-3.0-DE",
        "CC-BY-NC-4.0",
        "CC-BY-SA-4.0",
        "CECILL-1.0",
        "CECILL-1.1",
        "CECILL-2.0",
        "EUPL-1.0",
        "EUPL-1.1",
        "EPL-1.0",
        "CPL-1.0",
        "OFL-1.0",
        "OFL-1.1",
        "Zlib",
        "Artistic-1.0",
        "Artistic-2.0",
        "PSF-2.0",
        "Python-2.0",
        "BUSL-1.1",
        "SSPL-1.0",
        "Elastic-2.0",
        "FSL-1.1-MIT",
        "PolyForm-Noncommercial-1.0.0",
        "Unicode-3.0",
    ];
    let found = |id: &str| expression(text(id).as_bytes());
    assert_all(ids.map(|id| (id.to_string(), found(id), Some(id.to_string()))).to_vec());
}

#[test]
fn what_grants_nothing_gives_nothing() {
    let found = |text: &str| (text.to_string(), expression(text.as_bytes()), None);
    assert_all(NEGATIVES.iter().map(|text| found(text)).collect());
    assert_eq!(expression(b"\x7fELF\x02\x01\x00\x00\x00\x00\x00\x00MIT License"), None);
    assert_eq!(expression(b""), None);
}

/// Every translation of the folder `PUBLIABLE_LICENCE_TEXTS`, the one given to
/// `cargo run --example licence_index`, in every disguise.
#[test]
#[ignore = "needs the texts of the translations"]
fn a_translation_is_known_in_every_disguise() {
    let folder = std::env::var_os("PUBLIABLE_LICENCE_TEXTS").expect("a folder of texts");
    let mut cases = Vec::new();
    for entry in std::fs::read_dir(folder).expect("a folder").flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let Some((id, _)) = name.trim_end_matches(".txt").rsplit_once('.') else { continue };
        let text = std::fs::read_to_string(entry.path()).expect("a text");
        for (disguise, write) in DISGUISES {
            let bytes = write(&text);
            let lossy = disguise == "Windows-1252" && encoding_rs::WINDOWS_1252.encode(&text).2;
            if !lossy {
                cases.push((
                    format!("{name}, {disguise}"),
                    expression(&bytes),
                    Some(id.to_string()),
                ));
            }
        }
    }
    assert_all(cases);
}

#[test]
fn what_stands_beside_a_text_is_shown_by_the_rule_on_texts() {
    let findings = |licence: &str| {
        let place = project::folder();
        place.write("README.md", "# Outil\n\nUn outil de suivi.\n");
        place.write("LICENSE", licence);
        let report = place.report();
        let outcome = report.outcome("licence/text-intact").expect("the rule");
        outcome.findings.iter().map(|one| one.message.to_string()).collect::<Vec<_>>()
    };
    let note = "Pour toute question sur cette licence, écrire à la direction du numérique.";
    let shown = findings(&format!("{}\n\n{note}\n", text("GPL-3.0")));
    assert!(matches!(&shown[..], [one] if one.contains("stand beside")), "{shown:?}");
    let cut = truncated(text("AGPL-3.0"), 0.85);
    let shown = findings(cut.trim_end().trim_end_matches(['.', ';', ':']));
    assert!(matches!(&shown[..], [one] if one.contains("is cut here")), "{shown:?}");
    assert!(findings(text("GPL-3.0")).is_empty());
}
