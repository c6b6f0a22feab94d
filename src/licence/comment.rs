//! How comments are written in each language, by file name, and read in any:
//! `data/comment-syntaxes.toml`.

use serde::Deserialize;
use std::collections::HashMap;
use std::sync::LazyLock;

const TABLE: &str = include_str!("../../data/comment-syntaxes.toml");

/// How a language writes comments.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct Syntax {
    /// A name for the family of languages.
    pub name: String,
    /// What starts a comment that ends with its line.
    #[serde(default)]
    pub line: Option<String>,
    /// A comment of several lines.
    #[serde(default)]
    pub block: Option<Block>,
    /// What starts a first line that must stay first.
    #[serde(default)]
    pub keep_first: Vec<String>,
    /// What a first comment of several lines holds when it must stay first.
    #[serde(default)]
    pub keep_block: Vec<String>,
    /// The mark after which a comment can stand: what comes before is no program.
    #[serde(default)]
    pub opens: Option<String>,
    /// True when an XML declaration or a document type comes first.
    #[serde(default)]
    pub xml: bool,
    #[serde(default)]
    extensions: Vec<String>,
    #[serde(default)]
    names: Vec<String>,
}

/// A comment that is opened and closed.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Block {
    /// What opens it.
    pub start: String,
    /// What starts each of its lines.
    pub middle: String,
    /// What closes it.
    pub end: String,
}

/// The marks of comments, whatever the language.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Marks {
    /// What begins a line of comment.
    pub marks: Vec<String>,
    /// What opens a comment of several lines, and what closes it.
    pub blocks: Vec<(String, String)>,
    /// What closes a comment at the end of a line, the longest first.
    pub ends: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    reading: Marks,
    syntax: Vec<Syntax>,
}

static READ: LazyLock<Table> = LazyLock::new(|| {
    toml::from_str(TABLE).unwrap_or_else(|error| unreachable!("the table is tested: {error}"))
});

/// The marks of comments, whatever the language.
pub(crate) fn marks() -> &'static Marks {
    &READ.reading
}

/// `text` without the mark that closes a comment at its end, when there is one.
pub(crate) fn without_end(text: &str) -> Option<&str> {
    marks().ends.iter().find_map(|end| text.strip_suffix(end.as_str()))
}

/// The syntax of each extension, and of each whole name after a `/`.
static BY_NAME: LazyLock<HashMap<String, &'static Syntax>> = LazyLock::new(|| {
    let keys = READ.syntax.iter().flat_map(|syntax| {
        let names = syntax.names.iter().map(|name| format!("/{name}"));
        syntax.extensions.iter().cloned().chain(names).map(move |key| (key, syntax))
    });
    keys.collect()
});

/// The syntax of the comments of the file at `path`, by its name; `None` for a
/// file that takes no comment or is not known.
pub(crate) fn syntax_of(path: &str) -> Option<&'static Syntax> {
    let name = path.rsplit('/').next().unwrap_or_default().to_lowercase();
    let whole = BY_NAME.get(&format!("/{name}"));
    // Dockerfile.dev, Makefile.local
    let stem = || BY_NAME.get(&format!("/{}", name.split('.').next().filter(|s| !s.is_empty())?));
    let ends = || name.match_indices('.').find_map(|(at, _)| BY_NAME.get(&name[at + 1..]));
    whole.or_else(ends).or_else(stem).copied()
}

impl Syntax {
    /// The lines of text `said` as a comment, ended by a line end.
    pub(crate) fn header(&self, said: &[String]) -> String {
        let mut header = String::new();
        let mut push = |line: String| {
            header.push_str(line.trim_end());
            header.push('\n');
        };
        match (&self.line, &self.block) {
            (Some(start), _) => said.iter().for_each(|line| push(format!("{start} {line}"))),
            (None, Some(block)) => {
                let middle = match block.middle.as_str() {
                    "" => String::new(),
                    middle => format!("{middle} "),
                };
                push(block.start.clone());
                said.iter().for_each(|line| push(format!("{middle}{line}")));
                push(block.end.clone());
            }
            (None, None) => {}
        }
        header
    }

    /// The lines of `said`, each as a comment of its own.
    pub(crate) fn lines(&self, said: &[String]) -> Vec<String> {
        let comment = |line: &String| match (&self.line, &self.block) {
            (Some(start), _) => format!("{start} {line}"),
            (None, Some(block)) => format!("{} {line} {}", block.start, block.end.trim_start()),
            (None, None) => line.clone(),
        };
        said.iter().map(comment).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::licence::reuse::Header;

    fn name(path: &str) -> Option<&str> {
        syntax_of(path).map(|syntax| syntax.name.as_str())
    }

    #[test]
    fn a_file_is_known_by_its_name() {
        for (path, syntax) in [
            ("src/a.rs", "c"),
            ("deploy/Dockerfile.dev", "hash"),
            ("Makefile", "hash"),
            ("a.blade.php", "blade"),
            ("a.php", "php"),
            ("CMakeLists.txt", "hash"),
            (".gitignore", "hash"),
            ("x/page.HTML", "markup"),
            ("a.d.ts", "c"),
            ("README.fr.md", "markup"),
        ] {
            assert_eq!(name(path), Some(syntax), "{path}");
        }
        for path in ["package.json", "a.png", "notes.txt", "noextension", "a/.hidden", ""] {
            assert_eq!(name(path), None, "{path}");
        }
    }

    #[test]
    fn no_name_is_in_two_tables() {
        let count: usize = READ.syntax.iter().map(|s| s.extensions.len() + s.names.len()).sum();
        assert!(count > 300, "the table is read");
        assert_eq!(count, BY_NAME.len());
    }

    // REUSE-IgnoreStart
    #[test]
    fn every_header_is_read_back() {
        let said = ["SPDX-FileCopyrightText: 2026 A", "SPDX-License-Identifier: MIT"];
        let said = said.map(str::to_string);
        for syntax in READ.syntax.iter() {
            for text in [syntax.header(&said), syntax.lines(&said).join("\n")] {
                let header = Header::read(text.as_bytes());
                let read = |lines: &[crate::licence::reuse::header::Line]| lines[0].text.clone();
                assert_eq!(read(&header.copyrights), said[0], "{}", syntax.name);
                assert_eq!(read(&header.licences), "MIT", "{}", syntax.name);
            }
        }
    }
    // REUSE-IgnoreEnd
}
