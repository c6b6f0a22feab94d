//! `publiable fleet reuse`.

use super::super::{Global, Shape, output};
use crate::error::Result;
use crate::exit;
use crate::fleet::Index;
use crate::fleet::reuse::{Copies, Potential, ranked};
use crate::lang::{Lang, Text};
use crate::secrets::Redacted;
use crate::text;
use clap::Args;
use std::fmt::Write as _;
use std::path::PathBuf;

/// Rank repositories by what they are worth to others, with the evidence.
#[derive(Debug, Args)]
pub(in super::super) struct Reuse {
    /// The folder of an audit, or its index.
    #[arg(value_name = "FLEET")]
    fleet: PathBuf,
    /// Format: text or json.
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t = Shape::Text)]
    format: Shape,
    /// Repositories shown.
    #[arg(long, value_name = "N", default_value_t = 20)]
    limit: usize,
}

impl Reuse {
    /// Ranks, and answers the exit code.
    pub(super) fn run(&self, _: &Global, lang: Lang) -> Result<u8> {
        let (mut all, copies) = ranked(&Index::open(&self.fleet)?)?;
        let count = all.len();
        all.truncate(self.limit);
        let page = match self.format {
            Shape::Text => crate::render::escape_lines(&page(&all, &copies, count, lang)),
            Shape::Json => {
                let value = serde_json::json!({ "repositories": all, "copies": copies });
                super::super::json(&value)
            }
        };
        output::print(self.format == Shape::Text, &Redacted::of(&page))?;
        Ok(exit::SUCCESS)
    }
}

fn page(all: &[Potential], copies: &[Copies], count: usize, lang: Lang) -> String {
    let mut page = String::new();
    let joined =
        |texts: &[Text]| texts.iter().map(|text| text.get(lang)).collect::<Vec<_>>().join(" ; ");
    for one in all {
        let degree = one.degree;
        let head = text!("degré {degree}", "degree {degree}");
        let _ = writeln!(page, "{} — {}", one.key, head.get(lang));
        for answer in &one.answers {
            let (question, reply) = (answer.question.get(lang), answer.reply.label());
            let why = joined(&answer.evidence);
            let why = if why.is_empty() { why } else { format!(" ({why})") };
            let _ = writeln!(page, "  {question} {}{why}", reply.get(lang));
        }
        if !one.helps.is_empty() {
            let _ = writeln!(page, "  {}", joined(&one.helps));
        }
    }
    let rest = count.saturating_sub(all.len());
    if rest > 0 {
        let line = text!(rest; "… et {rest} autre dépôt (--limit)" | "… et {rest} autres dépôts (--limit)",
            "… and {rest} more repository (--limit)" | "… and {rest} more repositories (--limit)");
        let _ = writeln!(page, "{}", line.get(lang));
    }
    for copy in copies {
        let (names, bodies) = (copy.repositories.join(", "), copy.bodies.join(", "));
        let line =
            text!("Même origine chez {bodies} : {names}", "Same origin at {bodies}: {names}");
        let _ = writeln!(page, "{}", line.get(lang));
    }
    page
}
