//! Licences: what a text says, what a project states, what the decree allows,
//! and what may be combined with what.

pub mod expression;
pub mod identification;
pub mod identify;
pub mod notice;
pub mod statements;
pub mod text;
