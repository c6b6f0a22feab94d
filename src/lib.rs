//! `publiable` answers one question for a French administration: may this
//! repository be published as open source, and what is missing?

pub mod accounts;
pub mod archive;
pub mod audit;
pub mod checks;
pub mod cli;
pub mod clock;
pub mod config;
pub mod document;
pub mod error;
pub mod exit;
pub mod finding;
pub mod lang;
pub mod licence;
pub mod manifest;
pub mod office;
pub mod pipeline;
pub mod project;
pub mod publiccode;
pub mod render;
pub mod report;
pub mod rule;
pub mod scaffold;
pub mod score;
pub mod secrets;
pub mod snapshot;
pub mod text;
pub mod yaml;
