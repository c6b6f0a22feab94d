//! A value that a syntax gives to a name, before it is judged.

use super::catalogue::Kind;
use super::literal::Literal;
use super::view::View;
use std::ops::Range;

/// How a value is tied to its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Syntax {
    /// `name = value`.
    Equals,
    /// `name: value`.
    Colon,
    /// `name => value`.
    Arrow,
    /// `name == value`, `name != value`.
    Comparison,
    /// `<name>value</name>`.
    Element,
    /// `{"key": "name", "value": "value"}`.
    Member,
    /// `<key>name</key><string>value</string>`.
    Pair,
    /// `("name", "value")`.
    Argument,
    /// `name("value")`.
    Call,
    /// `--name value`.
    Option,
    /// `name "value"`, `NAME value`.
    Spaced,
    /// A cell of a table of a text.
    Cell,
    /// `scheme://user:value@host`.
    Url,
    /// `Authorization: Basic value`.
    Header,
    /// `-u user:value`.
    UserOption,
    /// A member of a JSON Web Key.
    Jwk,
    /// Known by its own shape.
    Shape,
    /// A field of a line whose format the file's name tells.
    Field,
}

/// The certainty of a value that stands where a usage puts nothing but a password, or that
/// is spelt by its characters.
pub(super) const PLACED: u8 = 2;

/// The certainty of a key that nobody chose, whose name and syntax say what it is for.
pub(in crate::secrets) const DRAWN: u8 = 4;

/// A value found.
#[derive(Debug, Clone)]
pub(crate) struct Found {
    /// What kind of value it is given as.
    pub kind: Kind,
    /// Where the name is; empty when there is none.
    pub name: Range<usize>,
    /// Where the value is.
    pub value: Range<usize>,
    /// How they are tied.
    pub syntax: Syntax,
    /// The quote around the value, 0 for none.
    pub quote: u8,
    /// Rank of the value among those that the name is tied to.
    pub rank: u8,
    /// True when the value is inside an expression: a call, a default.
    pub wrapped: bool,
    /// How surely a provider's pattern says it is one: 0 when none does, then 1 to 3; or
    /// [`PLACED`], or [`DRAWN`].
    pub certainty: u8,
    /// What a checksum or a structure says.
    pub validated: Option<bool>,
    /// Everything that was readable when it was found.
    pub context: Range<usize>,
}

impl Found {
    /// A value that `syntax` ties to `name`.
    pub(crate) fn new(
        view: &View<'_>,
        kind: Kind,
        name: Range<usize>,
        literal: &Literal,
        syntax: Syntax,
    ) -> Found {
        Found {
            kind,
            name,
            value: literal.value.clone(),
            syntax,
            quote: literal.quote,
            rank: 0,
            wrapped: false,
            certainty: 0,
            validated: None,
            context: view.start..view.end,
        }
    }

    /// Which of two overlapping values says more: the greater.
    pub(crate) fn weight(&self) -> (u8, usize) {
        let syntax = match self.syntax {
            _ if self.certainty == DRAWN => 6,
            Syntax::Jwk | Syntax::Shape | Syntax::Field => 5,
            Syntax::Header | Syntax::Url | Syntax::UserOption | Syntax::Option => 4,
            Syntax::Comparison | Syntax::Cell => 1,
            Syntax::Argument | Syntax::Spaced => 2,
            _ => 3,
        };
        (syntax, usize::MAX - self.value.start)
    }
}
