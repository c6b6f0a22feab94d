//! `publiable licence`: the licence engine on its own.

mod check;
mod choose;
mod detect;
mod list;
mod resolve;

use super::Global;
use crate::error::{Error, Result};
use crate::lang::Lang;
use crate::licence::expression::{Expression, ExpressionError};
use crate::text;
use clap::Subcommand;

/// Identify, choose and compare licences.
#[derive(Debug, Subcommand)]
pub(super) enum Licence {
    /// Say which licence files hold, or repositories are under.
    Detect(detect::Detect),
    /// List the licences that are known, or those of the decree.
    List(list::List),
    /// Say whether code under a licence may go into a project under another.
    Check(check::Check),
    /// Choose a licence by the questions of the guide.
    Choose(choose::Choose),
    /// Ask the registries for the licences of components that nothing tells, and keep
    /// the answers in publiable-licences.toml for audits to read.
    Resolve(resolve::Resolve),
}

impl Licence {
    /// Does what was asked for.
    pub(super) fn run(&self, global: &Global, lang: Lang) -> Result<u8> {
        match self {
            Licence::Detect(detect) => detect.run(lang),
            Licence::List(list) => list.run(lang),
            Licence::Check(check) => check.run(lang),
            Licence::Choose(choose) => choose.run(lang),
            Licence::Resolve(resolve) => resolve.run(global, lang),
        }
    }
}

/// The expression that `words` are, or stand for.
fn understood(words: &str) -> Result<Expression> {
    Expression::understand(words).map_err(|error| not_an_expression(words, &error))
}

/// The error for words that are no SPDX expression.
fn not_an_expression(words: &str, error: &ExpressionError) -> Error {
    let (column, wrong) = (error.column, error.to_text());
    let (fr, en) = (wrong.fr, wrong.en);
    Error::usage(text!(
        "« {words} » n’est pas une expression SPDX : colonne {column}, {fr}.",
        "“{words}” is not an SPDX expression: column {column}, {en}."
    ))
    .remedy(text!(
        "Les licences connues : publiable licence list",
        "The licences that are known: publiable licence list"
    ))
}
