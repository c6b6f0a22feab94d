//! What is wrong in an expression, and where.

use crate::lang::Text;
use crate::text;

/// An expression that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExpressionError {
    /// Character where the trouble starts, from 1.
    pub column: usize,
    /// What is wrong.
    pub problem: Problem,
}

/// What is wrong in an expression.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Problem {
    /// There is nothing to read.
    Empty,
    /// It is longer or deeper than any real expression.
    TooLong,
    /// A licence that is not on the SPDX list.
    UnknownLicence(String),
    /// An exception that is not on the SPDX list.
    UnknownException(String),
    /// A word or a sign where none, or another, is expected.
    Unexpected(String),
    /// A parenthesis without its pair.
    Unbalanced,
    /// It ends where a licence is expected.
    Unfinished,
    /// A sign that no expression contains.
    Character(char),
}

impl ExpressionError {
    /// True for an expression that was begun as one, and not finished.
    pub fn is_cut(&self) -> bool {
        matches!(
            self.problem,
            Problem::Empty | Problem::TooLong | Problem::Unbalanced | Problem::Unfinished
        )
    }

    /// The error in words, with the identifier that was probably intended.
    pub fn to_text(&self) -> Text {
        let what = match &self.problem {
            Problem::Empty => text!("l’expression est vide", "the expression is empty"),
            Problem::TooLong => {
                text!("l’expression est trop longue", "the expression is too long")
            }
            Problem::UnknownLicence(id) => text!(
                "« {id} » n’est pas un identifiant de la liste SPDX",
                "“{id}” is not an identifier of the SPDX list"
            ),
            Problem::UnknownException(id) => text!(
                "« {id} » n’est pas une exception de la liste SPDX",
                "“{id}” is not an exception of the SPDX list"
            ),
            Problem::Unexpected(word) => {
                text!("« {word} » n’est pas attendu à cet endroit", "“{word}” is not expected here")
            }
            Problem::Unbalanced => {
                text!("une parenthèse n’est pas appariée", "a parenthesis has no match")
            }
            Problem::Unfinished => {
                text!("une licence manque à la fin", "a licence is missing at the end")
            }
            Problem::Character(sign) => text!(
                "le signe « {sign} » n’a pas sa place dans une expression SPDX",
                "the sign “{sign}” has no place in an SPDX expression"
            ),
        };
        match self.suggestion() {
            None => what,
            Some(intended) => {
                Text::meant(&intended).after(&format!("{} ; ", what.fr), &format!("{}; ", what.en))
            }
        }
    }
}
