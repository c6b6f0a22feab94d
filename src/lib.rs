//! `publiable` answers one question for a French administration: may this
//! repository be published as open source, and what is missing?

pub mod workflow;
