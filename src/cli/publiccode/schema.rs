//! `publiable publiccode schema`.

use crate::error::Result;
use crate::lang::Lang;
use crate::publiccode::schema;
use clap::Args;

/// Print the JSON Schema of publiccode.yml, for editors.
#[derive(Debug, Args)]
pub struct Schema {}

impl Schema {
    /// Prints the schema, described in `lang`.
    pub fn run(&self, lang: Lang) -> Result<u8> {
        super::super::print(&format!("{:#}\n", schema::json(lang)))
    }
}
