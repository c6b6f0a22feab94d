//! `publiable` answers one question for a French administration: may this
//! repository be published as open source, and what is missing?

pub mod error;
pub mod exit;
pub mod finding;
pub mod lang;
pub mod rule;
pub mod snapshot;
