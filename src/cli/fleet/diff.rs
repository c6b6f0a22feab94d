//! `publiable fleet diff`.

use super::super::{Global, Shape, output};
use super::aligned;
use crate::error::Result;
use crate::exit;
use crate::fleet::Index;
use crate::fleet::compare::{Became, Change, Comparison};
use crate::lang::Lang;
use crate::secrets::Redacted;
use crate::text;
use clap::{Args, ValueEnum};
use std::fmt::Write as _;
use std::path::PathBuf;

/// Say what appeared, is gone, got better or worse from one index to another.
#[derive(Debug, Args)]
pub(in super::super) struct Diff {
    /// The folder of the earlier audit, or its index.
    #[arg(value_name = "OLD")]
    old: PathBuf,
    /// The folder of the later one.
    #[arg(value_name = "NEW")]
    new: PathBuf,
    /// Format: text or json.
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t = Shape::Text)]
    format: Shape,
    /// What makes the command exit with 1 (default: nothing): worse, or gone as well.
    #[arg(long, value_name = "WHAT", value_enum)]
    fail_on: Option<Limit>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Limit {
    /// A repository that got worse.
    Worse,
    /// One that got worse, or is gone.
    Gone,
}

/// Repositories shown of each kind.
const SHOWN: usize = 40;

impl Diff {
    /// Compares, and answers the exit code.
    pub(super) fn run(&self, _: &Global, lang: Lang) -> Result<u8> {
        let (old, new) = (Index::open(&self.old)?, Index::open(&self.new)?);
        let found = Comparison::between(&old, &new)?;
        let page = match self.format {
            Shape::Text => crate::render::escape_lines(&page(&found, lang)),
            Shape::Json => super::super::json(&found),
        };
        output::print(self.format == Shape::Text, &Redacted::of(&page))?;
        let fails = match self.fail_on {
            None => false,
            Some(Limit::Worse) => found.count(Became::Worse) > 0,
            Some(Limit::Gone) => found.count(Became::Worse) + found.count(Became::Gone) > 0,
        };
        Ok(if fails { exit::FINDINGS } else { exit::SUCCESS })
    }
}

fn page(found: &Comparison, lang: Lang) -> String {
    let mut head = vec![text!("organisme", "body").get(lang).to_string()];
    head.extend(Became::ALL.iter().map(|what| what.label().get(lang).to_lowercase()));
    let mut rows = vec![head];
    rows.extend(found.by_body(lang).into_iter().map(|(name, counts)| {
        let counts = counts.iter().map(ToString::to_string);
        std::iter::once(name).chain(counts).collect()
    }));
    let counts = Became::ALL.iter().map(|what| found.count(*what).to_string());
    rows.push(std::iter::once("total".to_string()).chain(counts).collect());
    let mut page = aligned(&rows);
    for what in Became::ALL {
        let of: Vec<&Change> =
            found.changes.iter().filter(|change| change.became == what).collect();
        if of.is_empty() {
            continue;
        }
        let _ = writeln!(page, "\n{} ({})", what.label().get(lang), of.len());
        for change in of.iter().take(SHOWN) {
            let arrow = format!("{} → {}", shown(&change.before), shown(&change.after));
            let rules = change.new.iter().map(|rule| format!("+{rule}"));
            let rules = rules.chain(change.fixed.iter().map(|rule| format!("−{rule}")));
            let rules = rules.collect::<Vec<_>>().join(" ");
            let _ = writeln!(page, "  {} : {arrow} {rules}", change.key);
        }
    }
    let same = found.same;
    let line = text!(same; "\n{same} dépôt inchangé." | "\n{same} dépôts inchangés.",
        "\n{same} repository unchanged." | "\n{same} repositories unchanged.");
    let _ = writeln!(page, "{}", line.get(lang));
    page
}

fn shown(verdict: &str) -> &str {
    if verdict.is_empty() { "–" } else { verdict }
}
