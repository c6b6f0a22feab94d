//! What becomes dangerous in a CI definition once anyone can read the
//! repository and propose a change. Identifiers are zizmor's where it has one.

mod checkout;
mod gitlab;
mod injection;
mod pipe;
mod rights;
mod supply;

use super::model::{Place, Workflow};

/// One thing to look at, in words a reader can act on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hazard {
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
    /// What is wrong here and why it matters once public, in French.
    pub fr: String,
    /// The same, in English.
    pub en: String,
    /// What to do, in French.
    pub fix_fr: String,
    /// What to do, in English.
    pub fix_en: String,
}

/// Confidence of a hazard, as its author states it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Level {
    /// `certain`.
    Sure,
    /// Neither certain nor merely informative.
    Doubt,
    /// Informative.
    Info,
}

/// Texts of a hazard: French then English, the fault then the fix.
struct Words {
    fr: String,
    en: String,
    fix_fr: &'static str,
    fix_en: &'static str,
}

impl Hazard {
    fn new(id: &'static str, level: Level, place: Place, words: Words) -> Hazard {
        Hazard {
            id,
            certain: level == Level::Sure,
            informational: level == Level::Info,
            line: place.line.max(1),
            column: place.column.max(1),
            fr: words.fr,
            en: words.en,
            fix_fr: words.fix_fr.to_owned(),
            fix_en: words.fix_en.to_owned(),
        }
    }
}

/// Every hazard of a workflow, by line, then by identifier.
pub fn hazards(workflow: &Workflow) -> Vec<Hazard> {
    let mut found = Vec::new();
    if workflow.forge.speaks_actions() {
        checkout::check(workflow, &mut found);
        injection::check(workflow, &mut found);
        rights::check(workflow, &mut found);
        supply::check(workflow, &mut found);
    }
    if workflow.forge == super::Forge::GitLab {
        gitlab::check(workflow, &mut found);
    }
    pipe::check(workflow, &mut found);
    found.sort_by(|a, b| {
        (a.line, a.id, a.column, a.informational, !a.certain, &a.en).cmp(&(
            b.line,
            b.id,
            b.column,
            b.informational,
            !b.certain,
            &b.en,
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

/// « s » when there are several.
fn plural(count: usize) -> &'static str {
    if count > 1 { "s" } else { "" }
}
