//! `publiable schema`.

use crate::config::Config;
use crate::error::Result;
use crate::render::{diff, json};
use clap::{Args, ValueEnum};

/// Print the JSON Schema of a format.
#[derive(Debug, Args)]
pub struct Schema {
    /// The format.
    #[arg(value_enum)]
    format: Which,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Which {
    Report,
    Diff,
    Config,
}

impl Schema {
    /// Prints the schema.
    pub fn run(&self) -> Result<u8> {
        let schema = match self.format {
            Which::Report => json::schema(),
            Which::Diff => diff::schema(),
            Which::Config => config_schema(),
        };
        super::print(&format!("{schema:#}\n"))
    }
}

/// The JSON Schema of `publiable.toml`.
pub fn config_schema() -> serde_json::Value {
    schemars::schema_for!(Config).to_value()
}
