//! What the name of a licence amounts to.

use crate::licence::expression::{Expression, Term};
use crate::licence::names;

/// What a mention amounts to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Name {
    /// An SPDX identifier, maybe with an exception.
    Known(String, Option<String>),
    /// A family whose version is not told (`GPL`, `BSD`, `CC-BY`).
    Family(&'static str),
}

impl Name {
    /// The family of the licence, or its identifier when it is alone.
    pub(super) fn family(&self) -> &str {
        match self {
            Name::Known(id, _) => names::family_of(id),
            Name::Family(key) => key,
        }
    }

    /// The expression a name amounts to, when its version is known.
    pub(super) fn expression(&self) -> Option<Expression> {
        match self {
            Name::Known(id, exception) => {
                Some(Expression::Term(Term { id: id.clone(), exception: exception.clone() }))
            }
            Name::Family(_) => None,
        }
    }
}
