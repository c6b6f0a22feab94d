//! The licensing that `publiable scaffold` writes: REUSE headers, `LICENSES/`,
//! `REUSE.toml`, and what others wrote left under its own licence.

use crate::support::program::{command, run, text};
use crate::support::repository::{Content, RepositorySpec, Special, build};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Output;
use tempfile::TempDir;

fn project(files: Vec<(&str, Content)>) -> TempDir {
    let place = tempfile::tempdir().expect("folder");
    let files = files.into_iter().map(|(path, content)| (path.to_string(), content)).collect();
    build(place.path(), &RepositorySpec { files, ..RepositorySpec::default() });
    place
}

fn plain(content: &str) -> Content {
    Content::Text(content.to_string())
}

fn scaffold(path: &Path, arguments: &[&str]) -> Output {
    let home = tempfile::tempdir().expect("home");
    let mut command = command(home.path());
    command.args(["scaffold", path.to_str().expect("UTF-8"), "--now", "2026-02-01", "--yes"]);
    command.args([
        "--lang",
        "en",
        "--answer",
        "licence=MIT",
        "--answer",
        "holder=Direction de l’eau",
    ]);
    let output = command.args(arguments).output().expect("the program runs");
    assert!(output.status.success(), "{}", text(&output.stderr));
    output
}

const ONLY: [&str; 2] = ["--only", "licence/reuse-headers"];
const HEADERS: [&str; 2] = ["--answer", "reuse=headers"];

/// What our own engine says of the licensing of `path`.
fn lint(path: &Path) -> (Option<i32>, String) {
    let home = tempfile::tempdir().expect("home");
    let output =
        run(home.path(), &["reuse", "lint", path.to_str().expect("UTF-8"), "--lang", "en"]);
    (output.status.code(), text(&output.stdout))
}

fn read(place: &TempDir, path: &str) -> String {
    fs::read_to_string(place.path().join(path)).expect(path)
}

// REUSE-IgnoreStart

#[test]
fn headers_take_their_place_and_the_rest_is_kept_byte_for_byte() {
    let sources: BTreeMap<&str, &[u8]> = BTreeMap::from([
        ("a.py", b"#!/usr/bin/env python3\n# -*- coding: utf-8 -*-\n\"\"\"Doc.\"\"\"\n" as &[u8]),
        ("b.js", b"\xef\xbb\xbf'use strict';\r\nlet b;\r\n"),
        ("c.php", b"<?php\n\nnamespace C;\n"),
        ("page.php", b"<html><?php echo 1; ?></html>\n"),
        ("d.css", b"@charset \"utf-8\";\na {}\n"),
        ("e.rs", b"#![allow(dead_code)]\nfn main() {}"),
        ("f.sql", b"select 1;\n"),
        ("g.ex", b"defmodule G do\nend\n"),
        ("latin.rb", b"# d\xe9j\xe0\nputs 1\n"),
        ("data.json", b"{}\n"),
        ("image.png", b"\x89PNG\r\n\x1a\n\0\0"),
        ("README.md", b"# Calcul\n"),
    ]);
    let hex = |bytes: &[u8]| {
        let digits = bytes.iter().map(|byte| format!("{byte:02x}"));
        Content::Special(Special::Hex(digits.collect()))
    };
    let place = project(sources.iter().map(|(path, bytes)| (*path, hex(bytes))).collect());
    scaffold(place.path(), &[&ONLY[..], &HEADERS].concat());
    let mut headed = Vec::new();
    for (path, before) in &sources {
        let after = fs::read(place.path().join(path)).expect("read");
        if after == *before {
            continue;
        }
        headed.push(*path);
        let added = after.len() - before.len();
        let inserted = (0..=before.len())
            .any(|at| after[..at] == before[..at] && after[at + added..] == before[at..]);
        assert!(inserted, "{path}: {}", String::from_utf8_lossy(&after));
    }
    assert_eq!(headed, ["a.py", "b.js", "c.php", "d.css", "e.rs", "f.sql", "g.ex"]);
    let python = read(&place, "a.py");
    assert!(python.starts_with("#!/usr/bin/env python3\n# -*- coding: utf-8 -*-\n# SPDX-File"));
    assert!(
        read(&place, "b.js").contains("Direction de l’eau\r\n// SPDX-License-Identifier: MIT\r\n")
    );
    let official = spdx::license_id("MIT").expect("MIT").text();
    assert_eq!(read(&place, "LICENSES/MIT.txt"), official);
    assert_eq!(lint(place.path()).0, Some(0), "{}", lint(place.path()).1);
    let again = scaffold(place.path(), &[&ONLY[..], &HEADERS].concat());
    assert!(text(&again.stdout).contains("Nothing to write"), "{}", text(&again.stdout));
}

#[test]
fn the_files_of_others_alone_are_excepted() {
    let mit = spdx::license_id("MIT").expect("MIT").text();
    let notice = "{\n  \"attribution\": \"<a href='https://maps.example'>© Example Maps</a>\"\n}\n";
    let place = project(vec![
        ("LICENSE", plain(mit)),
        ("data/map.json", plain(notice)),
        ("data/own.json", plain("{}\n")),
        ("doc/.gitattributes", plain("* linguist-vendored\n")),
        ("doc/guide.md", plain("# Guide\n")),
    ]);
    scaffold(place.path(), &ONLY);
    let table = read(&place, "REUSE.toml");
    assert!(table.contains("path = [\n  \"data/map.json\",\n]\n"), "{table}");
}

#[test]
fn what_a_table_leaves_untold_is_not_claimed_by_another_run() {
    let mit = spdx::license_id("MIT").expect("MIT").text();
    let table = "version = 1\n\n[[annotations]]\npath = \"**\"\nSPDX-FileCopyrightText = \"2026 Direction de l’eau\"\nSPDX-License-Identifier = \"MIT\"\n\n[[annotations]]\npath = \"assets/**\"\n";
    let place = project(vec![
        ("LICENSE", plain(mit)),
        ("LICENSES/MIT.txt", plain(mit)),
        ("REUSE.toml", plain(table)),
        ("assets/main.css", plain("a { color: red }\n")),
        ("main.js", plain("var a = 1;\n")),
    ]);
    scaffold(place.path(), &ONLY);
    assert_eq!(read(&place, "REUSE.toml"), table);
}

#[test]
fn what_others_wrote_keeps_its_licence() {
    let isc = "ISC License\n\nCopyright (c) 2019 Example Cooperative\n\nPermission to use, copy, modify, and/or distribute this software for any purpose with or without fee is hereby granted, provided that the above copyright notice and this permission notice appear in all copies.\n\nTHE SOFTWARE IS PROVIDED \"AS IS\" AND THE AUTHOR DISCLAIMS ALL WARRANTIES WITH REGARD TO THIS SOFTWARE INCLUDING ALL IMPLIED WARRANTIES OF MERCHANTABILITY AND FITNESS. IN NO EVENT SHALL THE AUTHOR BE LIABLE FOR ANY SPECIAL, DIRECT, INDIRECT, OR CONSEQUENTIAL DAMAGES OR ANY DAMAGES WHATSOEVER RESULTING FROM LOSS OF USE, DATA OR PROFITS, WHETHER IN AN ACTION OF CONTRACT, NEGLIGENCE OR OTHER TORTIOUS ACTION, ARISING OUT OF OR IN CONNECTION WITH THE USE OR PERFORMANCE OF THIS SOFTWARE.\n";
    let mit = spdx::license_id("MIT").expect("MIT").text();
    let place = project(vec![
        ("LICENSE", plain(mit)),
        ("src/main.c", plain("int main() { return 0; }\n")),
        ("src/ours.c", plain("// Copyright 2020 Direction de l’eau\nint a;\n")),
        ("src/theirs.c", plain("/* Copyright 2015 Example Corporation */\nint b;\n")),
        (
            "src/gpl.c",
            plain(
                "// SPDX-FileCopyrightText: 2015 Jane\n// SPDX-License-Identifier: GPL-3.0-only\n",
            ),
        ),
        ("third_party/tool/LICENSE", plain(isc)),
        ("third_party/tool/tool.c", plain("int c;\n")),
        ("vendor/lost/lost.c", plain("int d;\n")),
    ]);
    scaffold(place.path(), &[&ONLY[..], &HEADERS].concat());
    assert!(read(&place, "src/main.c").starts_with("// SPDX-FileCopyrightText: 2"));
    assert!(
        read(&place, "src/ours.c")
            .starts_with("// SPDX-License-Identifier: MIT\n\n// Copyright 2020")
    );
    assert!(read(&place, "src/theirs.c").starts_with("/* Copyright 2015 Example Corporation */\n"));
    assert!(read(&place, "src/gpl.c").starts_with("// SPDX-FileCopyrightText: 2015 Jane\n"));
    assert_eq!(read(&place, "third_party/tool/tool.c"), "int c;\n");
    let table = read(&place, "REUSE.toml");
    assert!(table.contains("path = \"third_party/**\"\nSPDX-FileCopyrightText = \"Copyright (c) 2019 Example Cooperative\"\nSPDX-License-Identifier = \"ISC\"\n"), "{table}");
    let unknown = "[[annotations]]\npath = [\n  \"src/theirs.c\",\n  \"vendor/**\",\n]\n";
    assert!(table.contains(unknown), "{table}");
    for id in ["MIT", "ISC", "GPL-3.0-only"] {
        assert!(place.path().join(format!("LICENSES/{id}.txt")).exists(), "{id}");
    }
    let (code, said) = lint(place.path());
    assert_eq!(code, Some(1), "{said}");
    assert!(!said.contains("main.c") && said.contains("lost.c"), "{said}");
}

#[test]
fn source_files_are_not_touched_unless_one_asks() {
    let paths: Vec<String> = (0..6).map(|number| format!("src/m{number}.py")).collect();
    let files = || paths.iter().map(|path| (path.as_str(), plain("x = 1\n"))).collect();
    let place = project(files());
    scaffold(place.path(), &[&ONLY[..], &["--degree", "A"]].concat());
    assert_eq!(read(&place, "src/m0.py"), "x = 1\n");
    assert!(read(&place, "REUSE.toml").contains("path = \"**\""));
    assert_eq!(lint(place.path()).0, Some(0));
    let place = project(files());
    let asked = ["--degree", "C", "--answer", "reuse=headers"];
    scaffold(place.path(), &[&ONLY[..], &asked].concat());
    assert!(read(&place, "src/m5.py").starts_with("# SPDX-"));
    assert_eq!(lint(place.path()).0, Some(0));
}

#[test]
fn files_the_plan_adds_keep_a_project_compliant() {
    let header =
        "# SPDX-FileCopyrightText: 2024 Direction de l’eau\n# SPDX-License-Identifier: MIT\n";
    let place = project(vec![
        ("a.py", plain(&format!("{header}x = 1\n"))),
        (
            "REUSE.toml",
            plain(
                "version = 1\n\n[[annotations]]\npath = \"README.md\"\nSPDX-FileCopyrightText = \"2024 Direction de l’eau\"\nSPDX-License-Identifier = \"MIT\"\n",
            ),
        ),
        ("README.md", plain("# Calcul\n")),
        ("LICENSES/MIT.txt", plain(spdx::license_id("MIT").expect("MIT").text())),
    ]);
    assert_eq!(lint(place.path()).0, Some(0), "{}", lint(place.path()).1);
    let before = read(&place, "REUSE.toml");
    scaffold(
        place.path(),
        &["--only", "security/policy", "--answer", "security_contact=securite@projet.gouv.fr"],
    );
    let after = read(&place, "REUSE.toml");
    assert!(after.starts_with(&before) && after.contains("\"SECURITY.md\""), "{after}");
    assert_eq!(lint(place.path()).0, Some(0), "{}", lint(place.path()).1);
}

#[test]
fn with_dep5_companions_stand_beside_the_files() {
    let dep5 = "Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/\n\nFiles: a.json\nCopyright: 2020 Direction de l’eau\nLicense: MIT\n";
    let place = project(vec![
        (".reuse/dep5", plain(dep5)),
        ("a.json", plain("{}\n")),
        ("b.json", plain("{}\n")),
    ]);
    scaffold(place.path(), &ONLY);
    assert_eq!(
        read(&place, "b.json.license"),
        "SPDX-FileCopyrightText: 2026 Direction de l’eau\n\nSPDX-License-Identifier: MIT\n"
    );
    assert!(!place.path().join("REUSE.toml").exists());
    assert_eq!(lint(place.path()).0, Some(0), "{}", lint(place.path()).1);
}

#[test]
fn without_a_holder_nothing_is_claimed() {
    let place = project(vec![("a.py", plain("x = 1\n"))]);
    let home = tempfile::tempdir().expect("home");
    let path = place.path().to_str().expect("UTF-8");
    let arguments = ["scaffold", path, "--yes", "--lang", "en", "--now", "2026-02-01"];
    let output = run(home.path(), &[&arguments[..], &ONLY].concat());
    assert!(output.status.success(), "{}", text(&output.stderr));
    assert_eq!(read(&place, "a.py"), "x = 1\n");
    assert!(!place.path().join("REUSE.toml").exists());
}

#[test]
fn what_one_file_says_of_its_rights_is_not_said_of_the_others() {
    let tagged = "# SPDX-FileCopyrightText: 2021 Quelqu’un\n# SPDX-License-Identifier: MIT\n";
    let parts = "{ \"name\": \"a\", \"license\": \"MIT AND Apache-2.0\" }\n";
    for (path, content, answer) in
        [("b.py", tagged, "licence=MIT"), ("package.json", parts, "holder=Direction de l’eau")]
    {
        let place = project(vec![("a.py", plain("x = 1\n")), (path, plain(content))]);
        let home = tempfile::tempdir().expect("home");
        let at = place.path().to_str().expect("UTF-8");
        let arguments = ["scaffold", at, "--yes", "--lang", "en", "--answer", answer];
        let output = run(home.path(), &[&arguments[..], &ONLY].concat());
        assert!(output.status.success(), "{}", text(&output.stderr));
        assert_eq!(read(&place, "a.py"), "x = 1\n", "{path}");
        assert!(!place.path().join("REUSE.toml").exists(), "{path}");
    }
}

// REUSE-IgnoreEnd
