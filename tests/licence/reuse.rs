//! What the audit advises where many files do not state their licence, and where that of
//! the project is not on the list.

use crate::support::project::folder;

/// The findings on files without information, in a project of a dozen bare ones and `more`:
/// whether there are several files in each, and its advice.
fn advised(more: &[(&str, &str)]) -> Vec<(bool, String)> {
    let place = folder();
    let mit = spdx::license_id("MIT").expect("MIT").text();
    let ours = "Copyright (c) 2024 Direction de l’eau";
    place.write("LICENSE", &mit.replace("Copyright (c) <year> <copyright holders>", ours));
    for at in 0..12 {
        place.write(&format!("src/part{at}.c"), "int a;\n");
    }
    more.iter().for_each(|(path, text)| place.write(path, text));
    let report = place.report();
    let outcome = report.outcome("licence/reuse-headers").expect("the rule");
    let told = outcome
        .findings
        .iter()
        .filter_map(|one| Some((!one.also_at.is_empty(), one.fix_i18n.as_ref()?.en.clone())));
    told.collect()
}

/// The advice on the many files.
fn advice(more: &[(&str, &str)]) -> String {
    advised(more).into_iter().find(|(many, _)| *many).expect("one of many").1
}

/// The paths of the table that `advice` gives.
fn paths(advice: &str) -> Vec<String> {
    let table = advice.split("add before any other table:\n").nth(1).expect("a table");
    let table: toml::Table =
        table.lines().take(2).collect::<Vec<_>>().join("\n").parse().expect("TOML");
    let path = &table["annotations"][0]["path"];
    let one = || vec![path.as_str().expect("a path").to_string()];
    path.as_array().map_or_else(one, |all| {
        all.iter().map(|path| path.as_str().expect("a path").to_string()).collect()
    })
}

const LOST: &str = "/* Copyright 2015 Example Corporation */\n";

#[test]
fn a_table_for_many_files_leaves_out_those_of_others() {
    let vendored = ("vendor/lost/lost.c", "int d;\n");
    let theirs = [("src/map.json", "{ \"attribution\": \"© Example Maps\" }\n"), vendored];
    let said = advice(&theirs);
    let mut own: Vec<String> = (0..12).map(|at| format!("src/part{at}.c")).collect();
    own.sort();
    assert_eq!(paths(&said), own);
    let named = "1 file seems to be someone else’s: vendor/lost/lost.c.";
    assert!(said.contains(named) && !said.contains("map.json"), "{said}");
    assert_eq!(paths(&advice(&[("src/lost.c", LOST)])), own);
    assert_eq!(paths(&advice(&[("src/theirs/lost.c", LOST)])), ["src/*"]);
    assert_eq!(paths(&advice(&[])), ["**"]);
}

#[test]
fn the_files_of_others_are_told_once_and_never_as_ours() {
    let mut more: Vec<(String, &str)> = (0..4).map(|at| (format!("src/l{at}.c"), LOST)).collect();
    let tag = concat!("/* SPDX-License-", "Identifier: MIT */\n");
    more.extend((0..4).map(|at| (format!("src/t{at}.c"), tag)));
    more.push(("vendor/lost/lost.c".to_string(), "int d;\n"));
    let more: Vec<(&str, &str)> = more.iter().map(|(path, text)| (path.as_str(), *text)).collect();
    let told = advised(&more);
    let naming = |words: &str| told.iter().filter(|(_, fix)| fix.contains(words)).count();
    assert_eq!(naming("4 files seem to be someone else’s: src/l0.c (© Example Corporation)"), 1);
    assert_eq!(naming("1 file seems to be someone else’s: vendor/lost/lost.c."), 1);
    assert_eq!(naming("someone else’s"), 2, "{told:?}");
    // Alone too.
    let told = advised(&[("vendor/lost/lost.c", LOST)]);
    assert!(told.iter().any(|(many, fix)| !many && fix.contains("ask Example Corporation")));
}

#[test]
fn the_holder_advised_is_that_of_the_licence() {
    let complete = concat!(
        "/* SPDX-FileCopyright",
        "Text: 2020 Example Corporation\n",
        " * SPDX-License-",
        "Identifier: MIT */\n"
    );
    for more in [&[][..], &[("src/theirs.c", complete)][..]] {
        let said = advice(more);
        assert!(said.contains(" Direction de l’eau\"\n"), "{said}");
        assert!(!said.contains("Example Corporation"), "{said}");
    }
}

#[test]
fn the_file_of_a_licence_is_called_as_the_project_calls_it() {
    let isc = spdx::license_id("ISC").expect("ISC").text();
    for name in ["COPYING", "LICENCE.txt", "LICENSE"] {
        let place = folder();
        place.write(name, isc);
        place.write("src/part.c", "int a;\n");
        let report = place.report();
        let outcome = report.outcome("licence/decreed").expect("the rule");
        let fix = outcome.findings.first().and_then(|finding| finding.fix_i18n.clone());
        let fix = fix.unwrap_or_else(|| unreachable!("{name}: {}", outcome.reason)).en;
        assert!(fix.contains(&format!(" {name},")), "{name}: {fix}");
    }
}
