//! Licences: what a text says, what a project states, what the decree allows,
//! and what may be combined with what.

pub mod banner;
pub mod choice;
pub mod comment;
pub mod compatibility;
pub mod decreed;
pub mod expression;
pub mod families;
pub mod holder;
pub mod identification;
pub mod identify;
mod names;
pub mod notice;
pub mod reuse;
mod spelling;
pub mod statements;
pub mod text;
