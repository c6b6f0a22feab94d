//! Licences: what a text says, what a project states, what the decree allows,
//! and what may be combined with what.

pub(crate) mod banner;
pub(crate) mod choice;
pub(crate) mod comment;
pub(crate) mod compatibility;
pub(crate) mod decreed;
pub(crate) mod expression;
pub(crate) mod families;
pub(crate) mod holder;
pub(crate) mod identification;
pub(crate) mod identify;
mod names;
pub(crate) mod notice;
pub(crate) mod packages;
pub(crate) mod reuse;
mod spelling;
pub(crate) mod statements;
pub(crate) mod text;

pub use expression::Expression;
pub use identification::{Candidate, Change, Identification, Nature, Piece, Verdict};
pub use identify::identify;
