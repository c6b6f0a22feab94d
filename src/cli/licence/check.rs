//! `publiable licence check`.

use super::super::print_json;
use crate::cli::Shape;
use crate::error::Result;
use crate::exit;
use crate::lang::Lang;
use crate::licence::compatibility::{self, Judgement, Opinion, Usage};
use crate::render::escape_lines;
use clap::{Args, ValueEnum};
use serde_json::json;

/// Say whether code under a licence may go into a project under another.
#[derive(Debug, Args)]
pub(in crate::cli) struct Check {
    /// Licence of the code that comes in (an SPDX expression).
    #[arg(value_name = "LICENCE")]
    inbound: String,
    /// Licence of the project (an SPDX expression).
    #[arg(value_name = "PROJECT")]
    outgoing: String,
    /// How the code is used: copy (it stands in the project), link (a library
    /// it loads) or separate (another program, or a tool).
    #[arg(long = "as", value_enum, value_name = "USE", default_value_t = UsageArg::Copy)]
    usage: UsageArg,
    /// text or json.
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t = Shape::Text)]
    format: Shape,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum UsageArg {
    Copy,
    Link,
    Separate,
}

impl From<UsageArg> for Usage {
    fn from(argument: UsageArg) -> Usage {
        match argument {
            UsageArg::Copy => Usage::Copy,
            UsageArg::Link => Usage::Link,
            UsageArg::Separate => Usage::Separate,
        }
    }
}

const USES: [UsageArg; 3] = [UsageArg::Copy, UsageArg::Link, UsageArg::Separate];

impl Check {
    /// Prints the answer; the exit code is 0 for yes, 1 for no, 3 when it is not known.
    pub(super) fn run(&self, lang: Lang) -> Result<u8> {
        let opinion = self.opinion(self.usage)?;
        let code = match opinion.judgement {
            Judgement::Yes | Judgement::Conditions => exit::SUCCESS,
            Judgement::No => exit::FINDINGS,
            Judgement::Unknown => exit::INCOMPLETE,
        };
        match self.format {
            Shape::Json => {
                let mut value = serde_json::to_value(&opinion).unwrap_or_default();
                value["use"] = json!(Usage::from(self.usage));
                let others = USES.into_iter().filter(|usage| *usage != self.usage);
                let others: Result<Vec<serde_json::Value>> = others
                    .map(|usage| {
                        let judgement = self.opinion(usage)?.judgement;
                        Ok(json!({ "use": Usage::from(usage), "judgement": judgement }))
                    })
                    .collect();
                value["other-uses"] = others?.into();
                print_json(&value)?;
            }
            Shape::Text => {
                let text = self.text(&opinion, lang)?;
                super::super::print(&escape_lines(&text))?;
            }
        }
        Ok(code)
    }

    fn opinion(&self, usage: UsageArg) -> Result<Opinion> {
        let (inbound, outgoing) =
            (super::understood(&self.inbound)?, super::understood(&self.outgoing)?);
        Ok(compatibility::check(&inbound, &outgoing, usage.into()))
    }

    fn text(&self, opinion: &Opinion, lang: Lang) -> Result<String> {
        let mut lines = format!(
            "{} → {} ({}) : {}\n",
            self.inbound,
            self.outgoing,
            name(self.usage, lang),
            opinion.judgement.label().get(lang)
        );
        if lang == Lang::En {
            lines = lines.replacen(") : ", "): ", 1);
        }
        lines.push_str(&format!("  {}\n", opinion.reason.get(lang)));
        for source in &opinion.sources {
            lines.push_str(&format!("  {} — {}\n", source.title.get(lang), source.url));
        }
        for usage in USES.into_iter().filter(|usage| *usage != self.usage) {
            let other = self.opinion(usage)?.judgement.label();
            let separator = lang.pick("\u{a0}: ", ": ");
            lines.push_str(&format!("{}{separator}{}\n", name(usage, lang), other.get(lang)));
        }
        Ok(lines)
    }
}

fn name(usage: UsageArg, lang: Lang) -> &'static str {
    match usage {
        UsageArg::Copy => lang.pick("code copié", "copied code"),
        UsageArg::Link => lang.pick("bibliothèque liée", "linked library"),
        UsageArg::Separate => lang.pick("programme séparé", "separate program"),
    }
}
