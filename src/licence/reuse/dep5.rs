//! `.reuse/dep5`, deprecated but still read (REUSE specification 3.3, "DEP5";
//! Debian machine-readable copyright file, version 1.0).

use super::glob::{Globs, Syntax};
use super::{Problem, Source, SourceKind, Statement};
use crate::lang::Text;
use crate::text;
use std::sync::Arc;

/// Where the file stands.
pub(crate) const PATH: &str = ".reuse/dep5";

/// Notices read of one paragraph, and paragraphs read: more is no project.
const MAX_NOTICES: usize = 200;
const MAX_PARAGRAPHS: usize = 2_000;

/// A `.reuse/dep5`.
#[derive(Debug, Default)]
pub(crate) struct Dep5 {
    paragraphs: Vec<Paragraph>,
}

/// A `Files` paragraph.
#[derive(Debug)]
pub(crate) struct Paragraph {
    files: Globs,
    /// The patterns of the files it is about, as written.
    pub patterns: Vec<String>,
    /// Its copyright notices.
    pub copyrights: Vec<Statement>,
    /// Its licence expression.
    pub expressions: Vec<Statement>,
}

/// A field: name, place, and lines of its value with theirs.
struct Field<'a> {
    name: &'a str,
    line: usize,
    value: Vec<(usize, &'a str)>,
}

impl Dep5 {
    /// Reads the text of the file; what is wrong in it goes to `problems`.
    pub(crate) fn read(text: &str, problems: &mut Vec<Problem>) -> Dep5 {
        let mut tell = |line, message| {
            problems.push(Problem { path: PATH.to_string(), line, column: 1, message });
        };
        let mut paragraphs = paragraphs(text, &mut tell).into_iter();
        let header = paragraphs.next().unwrap_or_default();
        if find(&header, "Format").is_none() {
            tell(
                1,
                text!(
                    "le premier paragraphe doit avoir un champ « Format »",
                    "the first paragraph must have a “Format” field"
                ),
            );
        }
        let read =
            paragraphs.take(MAX_PARAGRAPHS).filter_map(|fields| paragraph(&fields, &mut tell));
        Dep5 { paragraphs: read.collect() }
    }

    /// Its paragraphs, in order.
    pub(crate) fn paragraphs(&self) -> &[Paragraph] {
        &self.paragraphs
    }

    /// The paragraph about `path`: the last one that names it.
    pub(crate) fn about(&self, path: &str) -> Option<&Paragraph> {
        self.paragraphs.iter().rev().find(|paragraph| paragraph.files.matches(path))
    }
}

fn paragraphs<'a>(text: &'a str, tell: &mut dyn FnMut(usize, Text)) -> Vec<Vec<Field<'a>>> {
    let mut all: Vec<Vec<Field<'_>>> = vec![Vec::new()];
    for (number, line) in text.lines().enumerate().map(|(at, line)| (at + 1, line)) {
        let Some(current) = all.last_mut() else { break };
        if line.trim().is_empty() {
            if !current.is_empty() {
                all.push(Vec::new());
            }
        } else if line.starts_with('#') {
            continue;
        } else if line.starts_with([' ', '\t']) {
            match current.last_mut() {
                Some(field) => field.value.push((number, line.trim())),
                None => tell(number, text!("suite d’aucun champ", "continues no field")),
            }
        } else if let Some((name, value)) = line.split_once(':') {
            let value = vec![(number, value.trim())];
            current.push(Field { name: name.trim(), line: number, value });
        } else {
            tell(number, text!("ligne sans nom de champ", "line without a field name"));
        }
    }
    all.retain(|fields| !fields.is_empty());
    all
}

fn find<'a, 'b>(fields: &'a [Field<'b>], name: &str) -> Option<&'a Field<'b>> {
    fields.iter().find(|field| field.name.eq_ignore_ascii_case(name))
}

fn paragraph(fields: &[Field<'_>], tell: &mut dyn FnMut(usize, Text)) -> Option<Paragraph> {
    let first = fields.first()?.line;
    let Some(files) = find(fields, "Files") else {
        if find(fields, "License").is_none() {
            tell(
                first,
                text!(
                    "paragraphe sans champ « Files » ni « License »",
                    "paragraph with neither a “Files” nor a “License” field"
                ),
            );
        }
        return None;
    };
    let mut need = |name: &str| {
        let field = find(fields, name);
        if field.is_none() {
            tell(
                first,
                text!(
                    "paragraphe « Files » sans champ « {name} »",
                    "“Files” paragraph without a “{name}” field"
                ),
            );
        }
        field
    };
    let (copyright, licence) = (need("Copyright"), need("License"));
    let statement = |(line, text): &(usize, &str)| Statement {
        text: Arc::from(*text),
        source: Source {
            kind: SourceKind::Dep5,
            path: Arc::from(PATH),
            line: *line,
            snippet: false,
        },
    };
    let notices = copyright.into_iter().flat_map(|field| &field.value);
    let globs = files.value.iter().flat_map(|(_, line)| line.split_whitespace());
    let patterns: Vec<String> = globs.map(str::to_string).collect();
    let Some(globs) = Globs::new(patterns.iter().map(String::as_str), Syntax::Dep5) else {
        tell(files.line, text!("chemins trop nombreux", "too many paths"));
        return None;
    };
    Some(Paragraph {
        files: globs,
        patterns,
        copyrights: notices
            .filter(|(_, text)| !text.is_empty())
            .take(MAX_NOTICES)
            .map(statement)
            .collect(),
        // The first line is the expression; the others, if any, are the text.
        expressions: licence.iter().flat_map(|field| field.value.first()).map(statement).collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str =
        "Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/\n";

    #[test]
    fn the_last_paragraph_that_names_a_file_is_the_one_about_it() {
        let text = format!(
            "{HEAD}\n# a comment\nFiles: *\nCopyright: 2019 A\n  2020 B\nLicense: MIT\n The text.\n\n\
             Files: po/*.po\n po/*.pot\nCopyright:\n 2019 C\nLicense: ISC\n"
        );
        let mut problems = Vec::new();
        let read = Dep5::read(&text, &mut problems);
        assert!(problems.is_empty(), "{problems:?}");
        let said = |path| {
            let paragraph = read.about(path)?;
            let texts = paragraph.copyrights.iter().chain(&paragraph.expressions);
            Some(texts.map(|one| one.text.to_string()).collect::<Vec<_>>())
        };
        assert_eq!(said("src/a.c"), Some(vec!["2019 A".into(), "2020 B".into(), "MIT".into()]));
        assert_eq!(said("po/fr/a.pot"), Some(vec!["2019 C".into(), "ISC".into()]));
    }

    #[test]
    fn what_is_wrong_is_placed() {
        let mut problems = Vec::new();
        Dep5::read("Files: *\nLicense: MIT\n\nFiles: a\nLicense: MIT\n\nnonsense\n", &mut problems);
        let lines: Vec<usize> = problems.iter().map(|problem| problem.line).collect();
        assert_eq!(lines, [7, 1, 4]);
    }
}
