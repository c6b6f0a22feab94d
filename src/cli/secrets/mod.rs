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
use clap::Subcommand;

/// Look for secrets and personal data, and deal with them.
#[derive(Debug, Subcommand)]
pub(super) enum Secrets {
    /// Look for secrets in files, folders, standard input or what is staged.
    Scan(scan::Scan),
    /// List the patterns that are known, with what to revoke.
    Patterns(patterns::Patterns),
    /// Write the plan that takes secrets out of the history; it rewrites nothing.
    PurgePlan(purge_plan::PurgePlan),
    /// Keep the findings that are settled.
    #[command(subcommand)]
    Baseline(baseline::Baseline),
    /// Turn the exceptions of gitleaks and detect-secrets into settled findings.
    Import(import::Import),
}

impl Secrets {
    /// Does what was asked for.
    pub(super) fn run(&self, global: &Global, lang: Lang) -> Result<u8> {
        match self {
            Secrets::Scan(scan) => scan.run(global, lang),
            Secrets::Patterns(patterns) => patterns.run(lang),
            Secrets::PurgePlan(plan) => plan.run(lang),
            Secrets::Baseline(baseline) => baseline.run(lang),
            Secrets::Import(import) => import.run(lang),
        }
    }
}
