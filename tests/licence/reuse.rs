//! What the audit advises where many files do not state their licence.

use crate::support::project::folder;

/// The advice on the files that state neither a licence nor a notice, among which are `more`.
fn advice(more: &[(&str, &str)]) -> String {
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
    let many = outcome.findings.iter().find(|one| !one.also_at.is_empty()).expect("one of many");
    many.fix_i18n.as_ref().expect("advice").en.clone()
}

#[test]
fn a_table_for_many_files_leaves_out_those_of_others() {
    let theirs = [
        ("src/map.json", "{ \"attribution\": \"© Example Maps\" }\n"),
        ("vendor/lost/lost.c", "int d;\n"),
    ];
    let said = advice(&theirs);
    assert!(
        said.contains("add before any other table:\n[[annotations]]\npath = \"**\"\n"),
        "{said}"
    );
    let named =
        "2 files seem to be someone else’s: src/map.json (© Example Maps), vendor/lost/lost.c.";
    assert!(said.contains(named), "{said}");
    let said = advice(&[("src/theirs/lost.c", "/* Copyright 2015 Example Corporation */\n")]);
    assert!(said.contains("1 file seems to be someone else’s"), "{said}");
    assert!(!advice(&[]).contains("someone else"));
}
