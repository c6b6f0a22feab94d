//! `publiable secrets patterns`.

use crate::error::Result;
use crate::lang::Lang;
use crate::secrets::kind;
use clap::{Args, ValueEnum};
use serde_json::json;

/// List the patterns that are known, with what to revoke.
#[derive(Debug, Args)]
pub(in crate::cli) struct Patterns {
    /// text or json.
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t = Shape::Text)]
    format: Shape,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Shape {
    Text,
    Json,
}

impl Patterns {
    /// Prints the list, sorted by identifier.
    pub(super) fn run(&self, lang: Lang) -> Result<u8> {
        let mut kinds = kind::all();
        kinds.sort_by(|left, right| left.id.cmp(&right.id));
        if matches!(self.format, Shape::Json) {
            let list: Vec<serde_json::Value> = kinds
                .iter()
                .map(|kind| {
                    json!({
                        "pattern": kind.id,
                        "provider": kind.provider,
                        "name": { "fr": kind.name.fr, "en": kind.name.en },
                        "revoke": kind.revoke.as_ref().map(|text| json!({ "fr": text.fr, "en": text.en })),
                        "url": kind.url,
                    })
                })
                .collect();
            return super::super::print_json(&list);
        }
        let width = kinds.iter().map(|kind| kind.id.len()).max().unwrap_or_default();
        let mut lines = String::new();
        for kind in kinds {
            lines.push_str(&format!("{:width$}  {}\n", kind.id, kind.name.get(lang)));
            if let Some(revoke) = &kind.revoke {
                lines.push_str(&format!("{:width$}  → {}\n", "", revoke.get(lang)));
            }
        }
        super::super::print(&lines)
    }
}
