//! What is inside a repository, for the choice of its licence: components, code
//! copied from elsewhere, files whose heads state another licence, and the
//! licence of today.

use crate::licence::choice::{Inside, Situation};
use crate::licence::compatibility::Usage;
use crate::licence::expression::{Agreement, Expression};
use crate::licence::statements::{Declaration, Source, is_for_content};
use crate::project::{Project, copied_licences};
use std::collections::BTreeMap;

/// Adds what `project` holds to `situation`.
pub fn look(project: &Project<'_>, situation: &mut Situation) {
    let licences = project.licences();
    let today = licences.answer.licence.clone();
    let mut found: BTreeMap<(String, bool), String> = BTreeMap::new();
    for listed in
        project.inventory().listed.iter().filter(|one| one.component.scope.is_distributed())
    {
        match listed.expression() {
            Some(expression) => {
                let label = || listed.component.label();
                found.entry((expression, false)).or_insert_with(label);
            }
            None => situation.unknown.push(listed.component.label()),
        }
    }
    for (folder, expression) in copied_licences(project.snapshot) {
        found.entry((expression, true)).or_insert(folder);
    }
    let heads = licences.declarations.iter().filter(|one| one.source == Source::Header);
    for (one, said) in heads.filter_map(|one| Some((one, one.expression()?))) {
        if is_foreign(said, today.as_ref()) {
            found.entry((said.to_string(), true)).or_insert_with(|| label(one));
        }
    }
    situation.inside.extend(found.into_iter().map(|((expression, copied), label)| {
        let usage = if copied { Usage::Copy } else { Usage::Link };
        Inside { label, expression, usage }
    }));
    situation.current = Some(today.ok_or_else(|| licences.answer.why.to_text()));
}

/// True for the licence of a head that is not that of the project.
fn is_foreign(said: &Expression, today: Option<&Expression>) -> bool {
    let other = today.is_some_and(|today| today.agreement(said) == Agreement::Different);
    other && !is_for_content(said)
}

fn label(one: &Declaration) -> String {
    match one.line {
        Some(line) => format!("{}:{line}", one.path),
        None => one.path.clone(),
    }
}
