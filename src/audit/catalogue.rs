//! The rules with their checks: what a rule names is built once, and refused
//! with its place when no check answers to it.

use crate::checks::{self, Check};
use crate::error::Result;
use crate::rule::load::{self, Origins};
use crate::rule::{Rule, RuleSet, locate};
use crate::text::pattern::compiling_at_once;
use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

/// Rules with their checks built.
#[derive(Clone)]
pub struct Catalogue {
    /// The rules.
    pub rules: Arc<RuleSet>,
    checks: Arc<[Option<Box<dyn Check>>]>,
}

impl Catalogue {
    /// Builds the check of every rule; a wrong kind or parameter is refused
    /// with the place it stands in its file. Those of the embedded rules, which
    /// [`load::load`] reads once, are built once.
    pub fn new(rules: Arc<RuleSet>, origins: &Origins) -> Result<Catalogue> {
        static EMBEDDED: OnceLock<Catalogue> = OnceLock::new();
        if let Some(known) = EMBEDDED.get().filter(|known| Arc::ptr_eq(&known.rules, &rules)) {
            return Ok(known.clone());
        }
        let checks = rules.rules.iter().map(|rule| compile(rule, origins));
        let built = Catalogue { checks: checks.collect::<Result<_>>()?, rules };
        let embedded = load::load(&[]).is_ok_and(|(rules, _)| Arc::ptr_eq(&rules, &built.rules));
        Ok(if embedded { EMBEDDED.get_or_init(|| built).clone() } else { built })
    }

    /// Each rule with its check; an attestation has none.
    pub fn entries(&self) -> impl Iterator<Item = (&Rule, Option<&dyn Check>)> {
        self.rules.rules.iter().zip(self.checks.iter().map(Option::as_deref))
    }

    /// The rules embedded in the program.
    pub fn embedded() -> Result<Catalogue> {
        let (rules, origins) = load::load(&[])?;
        Catalogue::new(rules, &origins)
    }

    /// The embedded rules, read again, with what `directories` add to and adjust in them.
    pub fn with(directories: &[PathBuf]) -> Result<Catalogue> {
        let mut texts = Vec::new();
        for directory in directories {
            texts.extend(load::read_directory(directory)?);
        }
        let (rules, origins) = load::load_afresh(&texts)?;
        Catalogue::new(Arc::new(rules), &origins)
    }
}

fn compile(rule: &Rule, origins: &Origins) -> Result<Option<Box<dyn Check>>> {
    if rule.check == checks::ATTESTATION {
        return Ok(None);
    }
    let build = || checks::build(&rule.check, rule.params.clone());
    let built = if origins.is_embedded(&rule.id) { build() } else { compiling_at_once(build) };
    match built {
        Some(Ok(check)) => Ok(Some(check)),
        Some(Err(error)) => {
            let message = error.message().trim();
            let near = locate::meant(message);
            let hint = near.map(|near| format!(" → {near} ?")).unwrap_or_default();
            let key = message.split('`').nth(1).unwrap_or_default();
            let key = format!("params.{key}");
            let message = format!("{message}{hint}");
            Err(origins.error(&rule.id, key.trim_end_matches('.'), &message, &message))
        }
        None => {
            let names = checks::KINDS.iter().map(|kind| kind.name);
            let near = locate::nearest(&rule.check, names);
            let hint = near.map(|near| format!(" « {near} » ?")).unwrap_or_default();
            let check = &rule.check;
            Err(origins.error(
                &rule.id,
                "check",
                &format!("contrôle inconnu « {check} ».{hint}"),
                &format!("unknown check “{check}”.{hint}"),
            ))
        }
    }
}
