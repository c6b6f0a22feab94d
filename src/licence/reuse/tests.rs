//! The coverage of small projects, and hostile ones.

use super::*;

// REUSE-IgnoreStart

/// A project in memory.
struct Memory(BTreeMap<String, Vec<u8>>);

impl Files for Memory {
    fn header(&self, path: &str) -> Result<Cow<'_, Header>, Text> {
        match self.0.get(path) {
            Some(bytes) => Ok(Cow::Owned(Header::read(bytes))),
            None => Err(Text::same("absent")),
        }
    }

    fn text(&self, path: &str) -> Option<Cow<'_, str>> {
        self.0.get(path).map(|bytes| String::from_utf8_lossy(bytes))
    }
}

fn coverage(files: &[(&str, &str)]) -> Coverage {
    let files = files.iter().map(|(path, text)| (path.to_string(), text.as_bytes().to_vec()));
    let memory = Memory(files.collect());
    let entries: Vec<Entry<'_>> = memory
        .0
        .iter()
        .map(|(path, bytes)| Entry { path, kind: Kind::File, size: bytes.len() as u64 })
        .collect();
    Coverage::of(&entries, &memory)
}

/// The sources of what applies to `path`: copyright notices, then licences.
fn sources(coverage: &Coverage, path: &str) -> (Vec<String>, Vec<String>) {
    let show = |statements: &[Statement]| {
        let one = |s: &Statement| format!("{} ({}:{})", s.text, s.source.path, s.source.line);
        statements.iter().map(one).collect::<Vec<_>>()
    };
    let file = coverage.file(path).expect("covered");
    (show(&file.copyrights), show(&file.expressions))
}

const HEADER: &str = "# SPDX-FileCopyrightText: 2024 A\n# SPDX-License-Identifier: MIT\n";

fn table(folder_rule: &str, precedence: &str, copyright: &str, licence: &str) -> String {
    let mut text = format!("version = 1\n[[annotations]]\npath = \"{folder_rule}\"\n");
    for (key, value) in [
        ("precedence", precedence),
        ("SPDX-FileCopyrightText", copyright),
        ("SPDX-License-Identifier", licence),
    ] {
        if !value.is_empty() {
            text.push_str(&format!("{key} = \"{value}\"\n"));
        }
    }
    text
}

#[test]
fn a_project_that_says_everything_is_compliant() {
    let found = coverage(&[
        ("LICENSES/MIT.txt", "text"),
        ("a.py", HEADER),
        ("b.png", "\0\x01"),
        ("b.png.license", HEADER),
        ("empty", ""),
    ]);
    assert!(found.is_compliant(), "{found:?}");
    assert_eq!(found.files.len(), 2);
    assert_eq!(
        found.file("b.png").map(|f| f.copyrights[0].source.kind),
        Some(SourceKind::Companion)
    );
}

#[test]
fn a_companion_replaces_what_the_file_says() {
    let found = coverage(&[("a.py", HEADER), ("a.py.license", "Copyright 2020 B\n")]);
    assert_eq!(sources(&found, "a.py").0, ["Copyright 2020 B (a.py.license:1)"]);
    assert!(!found.is_compliant());
}

#[test]
fn the_closest_table_stands_in_for_what_is_missing_each_on_its_own() {
    let root = table("**", "", "2020 Root", "ISC");
    let near = table("**", "closest", "2021 Near", "");
    let found = coverage(&[
        ("REUSE.toml", &root),
        ("lib/REUSE.toml", &near),
        ("lib/a.py", "# SPDX-License-Identifier: MIT\n"),
        ("lib/b.py", "x\n"),
        ("lib/c.py", HEADER),
    ]);
    let near = vec!["2021 Near (lib/REUSE.toml:5)".to_string()];
    assert_eq!(sources(&found, "lib/a.py"), (near.clone(), vec!["MIT (lib/a.py:1)".into()]));
    assert_eq!(sources(&found, "lib/b.py"), (near, vec!["ISC (REUSE.toml:5)".into()]));
    assert_eq!(sources(&found, "lib/c.py").1, ["MIT (lib/c.py:2)"]);
}

#[test]
fn aggregate_adds_and_override_replaces() {
    let add = table("a*", "aggregate", "2020 Add", "ISC");
    let found = coverage(&[("REUSE.toml", &add), ("a.py", HEADER)]);
    assert_eq!(sources(&found, "a.py").1, ["ISC (REUSE.toml:6)", "MIT (a.py:2)"]);
    let replace = table("**", "override", "2020 Top", "0BSD");
    let found = coverage(&[
        ("REUSE.toml", &replace),
        ("lib/REUSE.toml", &table("**", "override", "2021 Near", "ISC")),
        ("lib/a.py", HEADER),
    ]);
    assert_eq!(sources(&found, "lib/a.py").1, ["0BSD (REUSE.toml:6)"]);
}

#[test]
fn an_override_below_leaves_the_closest_tables_above_out() {
    let found = coverage(&[
        ("REUSE.toml", &table("**", "closest", "2020 Root", "ISC")),
        ("lib/REUSE.toml", &table("**", "override", "2021 Near", "")),
        ("lib/a.py", HEADER),
    ]);
    assert_eq!(sources(&found, "lib/a.py").1, [""; 0]);
}

#[test]
fn dep5_is_added_to_what_files_say() {
    let dep5 = "Format: x\n\nFiles: *\nCopyright: 2019 D\nLicense: ISC\n";
    let found = coverage(&[(".reuse/dep5", dep5), ("a.py", HEADER)]);
    assert_eq!(sources(&found, "a.py").1, ["ISC (.reuse/dep5:5)", "MIT (a.py:2)"]);
    let both = coverage(&[(".reuse/dep5", dep5), ("REUSE.toml", "version = 1\n"), ("a.py", "x")]);
    assert_eq!(both.problems.len(), 1);
    assert_eq!(both.incomplete().count(), 1);
}

#[test]
fn licence_files_are_compared_with_what_files_are_under() {
    let found = coverage(&[
        ("LICENSES/GPL-3.0.txt", "t"),
        ("LICENSES/ISC.txt", "t"),
        ("LICENSES/mine.txt", "t"),
        ("LICENSES/0BSD", "t"),
        ("a.py", "Copyright A\nSPDX-License-Identifier: GPL-3.0+ OR 0BSD OR Foo\n"),
        ("b.py", "Copyright A\nSPDX-License-Identifier: MIT Apache-2.0\n"),
    ]);
    assert_eq!(found.missing.keys().map(|id| &**id).collect::<Vec<_>>(), ["Foo"]);
    assert_eq!(found.unused.iter().collect::<Vec<_>>(), ["ISC", "mine"]);
    let ids = |standing| found.standing(standing).map(|f| f.id.clone()).collect::<Vec<_>>();
    assert_eq!(
        (ids(Standing::Deprecated), ids(Standing::Bad)),
        (vec!["GPL-3.0".into()], vec!["mine".into()])
    );
    assert_eq!(found.licences.iter().filter(|file| !file.extension).count(), 1);
    assert_eq!(found.invalid.len(), 1);
    assert_eq!(found.incomplete().map(|file| &file.path).collect::<Vec<_>>(), ["b.py"]);
}

/// Numbers that look random and are the same at each run (xorshift).
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % limit as u64) as usize
    }
}

#[test]
fn no_bytes_make_it_panic() {
    const WORDS: [&str; 24] = [
        "SPDX-License-Identifier:",
        "SPDX-FileCopyrightText:",
        "Copyright",
        "©",
        "(c)",
        "*/",
        "-->",
        "REUSE-IgnoreStart",
        "REUSE-IgnoreEnd",
        "SPDX-SnippetBegin",
        "SPDX-SnippetEnd",
        "\r",
        "\n",
        "MIT",
        " AND ",
        "(",
        ")",
        " WITH ",
        "[[annotations]]\n",
        "path = \"**\"\n",
        "Files: *\n",
        "License: MIT\n",
        "é",
        "\u{feff}",
    ];
    let mut numbers = Numbers(0x9e37_79b9_7f4a_7c15);
    for _ in 0..2_000 {
        let mut bytes = Vec::new();
        for _ in 0..numbers.below(40) {
            match numbers.below(4) {
                0 => bytes.push(numbers.below(256) as u8),
                _ => bytes.extend(WORDS[numbers.below(WORDS.len())].as_bytes()),
            }
        }
        let name = ["a.py", "REUSE.toml", ".reuse/dep5", "LICENSES/x"][numbers.below(4)];
        let files = BTreeMap::from([(name.to_string(), bytes.clone()), ("b".to_string(), bytes)]);
        let memory = Memory(files);
        let entry = |path| Entry { path, kind: Kind::File, size: 1 };
        let entries: Vec<Entry<'_>> = memory.0.keys().map(|path| entry(path.as_str())).collect();
        let found = Coverage::of(&entries, &memory);
        for line in found.files.iter().flat_map(|file| &file.copyrights) {
            assert!(line.source.line >= 1);
        }
    }
}

// REUSE-IgnoreEnd
