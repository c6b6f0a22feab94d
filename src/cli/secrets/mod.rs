//! `publiable secrets`: the secret engine on its own.

mod baseline;
mod exceptions;
mod import;
mod look;
mod patterns;
mod purge_plan;
mod scan;
mod settle;

use super::Global;
use crate::error::Result;
use crate::lang::Lang;
use clap::{Args, Subcommand};

/// Look for secrets and personal data, and deal with them.
#[derive(Debug, Args)]
pub(super) struct Secrets {
    #[command(subcommand)]
    command: Which,
}

#[derive(Debug, Subcommand)]
enum Which {
    /// Look for secrets in files, folders, standard input or what is staged.
    Scan(scan::Scan),
    /// List the patterns that are known, with what to revoke.
    Patterns(patterns::Patterns),
    /// Write the plan that takes secrets out of the history; it rewrites nothing.
    PurgePlan(purge_plan::PurgePlan),
    /// Keep the findings that are settled.
    Baseline(baseline::Baseline),
    /// Turn the exceptions of gitleaks and detect-secrets into settled findings.
    Import(import::Import),
}

impl Secrets {
    /// Does what was asked for.
    pub(super) fn run(&self, global: &Global, lang: Lang) -> Result<u8> {
        match &self.command {
            Which::Scan(scan) => scan.run(global, lang),
            Which::Patterns(patterns) => patterns.run(lang),
            Which::PurgePlan(plan) => plan.run(lang),
            Which::Baseline(baseline) => baseline.run(lang),
            Which::Import(import) => import.run(lang),
        }
    }
}
