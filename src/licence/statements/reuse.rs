//! The licences that `REUSE.toml` and `.reuse/dep5` give to paths.

use super::manifest::malformed;
use super::{Declaration, Said, Source};
use crate::licence::expression::Expression;
use crate::licence::notice::Scope;
use crate::licence::reuse::annotations::Annotations;
use crate::licence::reuse::dep5::{self, Dep5};
use crate::licence::reuse::{Problem, Statement};
use crate::text::show::shortened;

pub(super) fn is_reuse(path: &str) -> bool {
    path == "REUSE.toml" || path.ends_with("/REUSE.toml") || path == dep5::PATH
}

/// The declarations of one of these files, and what is wrong in it.
pub(super) fn read(path: &str, text: &str) -> Vec<Declaration> {
    let mut problems: Vec<Problem> = Vec::new();
    let mut found: Vec<Declaration> = if path == dep5::PATH {
        let read = Dep5::read(text, &mut problems);
        let paragraphs = read.paragraphs().iter();
        paragraphs.flat_map(|one| declared(path, &one.patterns, &one.expressions)).collect()
    } else {
        let read = Annotations::read(path, text, &mut problems);
        let tables = read.tables().iter();
        tables.flat_map(|one| declared(path, &one.patterns, &one.expressions)).collect()
    };
    let problems = problems.into_iter();
    found.extend(problems.map(|one| malformed(path, (one.line, one.column), one.message)));
    found
}

fn declared(path: &str, patterns: &[String], expressions: &[Statement]) -> Vec<Declaration> {
    let whole = !path.contains("/REUSE") && patterns.iter().any(|glob| glob == "**" || glob == "*");
    let scope = if whole { Scope::Whole } else { Scope::Paths(patterns.to_vec()) };
    let one = |statement: &Statement| Declaration {
        source: Source::Reuse,
        path: path.to_string(),
        line: Some(statement.source.line),
        column: None,
        written: shortened(&statement.text),
        said: match Expression::parse(&statement.text) {
            Ok(expression) => Said::Licence(expression),
            Err(error) => Said::Invalid(error),
        },
        scope: scope.clone(),
        count: 1,
        aside: Vec::new(),
    };
    expressions.iter().map(one).collect()
}
