//! What becomes dangerous in a CI definition once anyone can read the
//! repository and propose a change. Identifiers are zizmor's where it has one.

mod checkout;
mod conditions;
mod gitlab;
mod injection;
mod rights;
mod supply;

use super::model::{Position, Workflow};
use crate::lang::Text;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// One thing to look at, in words a reader can act on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Hazard {
    /// Stable kebab-case code.
    pub id: &'static str,
    /// High confidence: the definition alone shows the problem.
    pub certain: bool,
    /// Good to know; never a reason to hold a publication back.
    pub informational: bool,
    /// Line, from 1.
    pub line: usize,
    /// Column, from 1.
    pub column: usize,
    /// What is wrong here and why it matters once public.
    pub message: Text,
    /// What to do.
    pub fix: Text,
}

/// Confidence of a hazard, as its author states it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sureness {
    /// `certain`.
    Sure,
    /// Neither certain nor merely informative.
    Doubt,
    /// Informative.
    Info,
}

/// What is said of a hazard: `data/pipeline/hazards.toml`.
#[derive(Deserialize)]
struct HazardWording {
    fr: String,
    en: String,
    many: Option<Text>,
    fix: Text,
}

static WORDINGS: LazyLock<BTreeMap<String, HazardWording>> = LazyLock::new(|| {
    toml::from_str(include_str!("../../../data/pipeline/hazards.toml")).unwrap_or_default()
});

impl Hazard {
    /// The hazard of the wording `key`, whose words in braces are those of `values`.
    fn new(key: &'static str, level: Sureness, place: Position, values: &[(&str, &str)]) -> Hazard {
        let wording = WORDINGS.get(key);
        let one = |wording: &HazardWording| Text::new(&wording.fr, &wording.en);
        let several = values.iter().any(|(name, value)| *name == "count" && *value != "1");
        let message = wording.map(|wording| match &wording.many {
            Some(many) if several => many.clone(),
            _ => one(wording),
        });
        let mut message = message.unwrap_or_else(|| Text::same(key));
        for (name, value) in values {
            message.each(|text| *text = text.replace(&format!("{{{name}}}"), value));
        }
        Hazard {
            id: key.split('/').next().unwrap_or(key),
            certain: level == Sureness::Sure,
            informational: level == Sureness::Info,
            line: place.line.max(1),
            column: place.column.max(1),
            message,
            fix: wording.map_or_else(|| Text::same(""), |wording| wording.fix.clone()),
        }
    }
}

/// Every hazard of a workflow, by line, then by identifier.
pub(crate) fn hazards(workflow: &Workflow) -> Vec<Hazard> {
    let mut found = Vec::new();
    if workflow.forge.speaks_actions() {
        checkout::check(workflow, &mut found);
        conditions::check(workflow, &mut found);
        injection::check(workflow, &mut found);
        rights::check(workflow, &mut found);
        supply::check(workflow, &mut found);
    }
    if workflow.forge == super::Forge::GitLab {
        gitlab::check(workflow, &mut found);
    }
    supply::piped(workflow, &mut found);
    found.sort_by(|a, b| {
        (a.line, a.id, a.column, a.informational, !a.certain, &a.message.en).cmp(&(
            b.line,
            b.id,
            b.column,
            b.informational,
            !b.certain,
            &b.message.en,
        ))
    });
    // An aliased or templated job is written once: it is reported once.
    found.dedup_by(|b, a| (a.line, a.id, a.column) == (b.line, b.id, b.column));
    found
}

/// A name from the file, short enough for a sentence.
fn short(name: &str) -> String {
    let clean: String = name.chars().filter(|c| !c.is_control()).take(61).collect();
    if clean.chars().count() > 60 { clean.chars().take(59).chain(['…']).collect() } else { clean }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_hazard_has_its_words() {
        let sources = [
            include_str!("checkout.rs"),
            include_str!("conditions.rs"),
            include_str!("gitlab.rs"),
            include_str!("injection.rs"),
            include_str!("rights.rs"),
            include_str!("supply.rs"),
        ];
        let wordings: BTreeMap<String, HazardWording> =
            toml::from_str(include_str!("../../../data/pipeline/hazards.toml")).expect("valid");
        for key in wordings.keys() {
            let used = sources.iter().any(|source| source.contains(&format!("\"{key}\"")));
            assert!(used, "{key} is said of nothing");
        }
        assert_eq!(wordings.len(), 28);
    }
}
