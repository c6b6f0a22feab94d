//! Rules that may stay unmet for a time, with their reason.

use crate::audit::suppression::Suppressions;
use crate::audit::{Catalogue, severity};
use crate::clock::today;
use crate::config::{Config, Waiver, source};
use crate::error::{Error, Result};
use crate::rule::Degree;
use crate::snapshot::Snapshot;
use crate::text;

/// Refuses `waiver` when its rule does not admit it, or not so.
pub(crate) fn accept(snapshot: &Snapshot, waiver: &Waiver) -> Result<()> {
    let loaded = source::load(snapshot, None, &[])?;
    let (rules, config) = (Catalogue::new(loaded.rules, &loaded.origins)?.rules, loaded.config);
    let id = &waiver.rule;
    let rule = rules.get(id).ok_or_else(|| rules.unknown(id))?;
    let degree = config.project.degree.filter(|degree| *degree != Degree::D);
    let severity = severity(rule, &config, degree.unwrap_or(Degree::A)).0;
    let alone = Config { waiver: vec![waiver.clone()], ..Config::default() };
    let refused = Suppressions::new(&alone, today()?).refused(|_| Some((rule, severity)));
    match refused.into_iter().next() {
        None => Ok(()),
        Some(refusal) => {
            let why = refusal.reason;
            Err(Error::usage(text!(
                "Pas de dérogation à {id} : {why}.",
                "No waiver of {id}: {why}.";
                why
            ))
            .remedy(text!("Voyez : publiable explain {id}", "See: publiable explain {id}")))
        }
    }
}
