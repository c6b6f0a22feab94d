//! What a step gives to later ones: a text that an outsider writes, or the head of
//! a proposal.

use super::expression::{self, Values, origins};
use super::model::{Command, Uses};
use super::names::NAMES;
use crate::yaml::Node;
use regex::Regex;
use std::sync::LazyLock;

/// Outputs remembered in one workflow.
const MAX_OUTPUTS: usize = 200;

/// `name=` where a word may start.
static GIVEN: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r#"(?:^|[\s"'])([A-Za-z_][\w-]*)="#).ok());

/// What a step gives.
#[derive(Default)]
pub(super) struct Outputs {
    /// Paths of outputs, with the untrusted fields whose text they hold.
    origins: Vec<(String, Vec<String>)>,
    /// The start of the paths of outputs that name the head of a proposal.
    heads: Vec<String>,
}

/// What the step called `id` gives by these commands and calls.
pub(super) fn of_step(id: &str, commands: &[Command], calls: &[Uses], scope: &Values) -> Outputs {
    let mut given = Outputs::default();
    let scripts = calls.iter().filter_map(|call| call.input("script"));
    let code = commands.iter().map(|command| command.text.as_str()).chain(scripts);
    if code.clone().any(names_a_head) {
        given.heads.push(format!("steps.{id}.outputs."));
    }
    for command in commands {
        let Some((before, _)) = command.text.split_once("GITHUB_OUTPUT") else { continue };
        // What a program makes of a text is not known to be that text.
        let computed = before.contains("$(") || before.contains('`');
        let names = GIVEN.as_ref().filter(|_| !computed).map(|given| given.captures_iter(before));
        let Some(name) = names.and_then(Iterator::last) else { continue };
        let mut held = expression::held(before, scope);
        held.extend(origins(before, scope));
        given.origins.push((format!("steps.{id}.outputs.{}", name[1].to_lowercase()), held));
    }
    for (action, output) in NAMES.untrusted_outputs.iter().filter_map(|one| one.split_once(' ')) {
        if calls.iter().any(|call| call.is(action)) {
            let path = format!("steps.{id}.outputs.{output}");
            given.origins.push((path.clone(), vec![path]));
        }
    }
    given
}

fn names_a_head(code: &str) -> bool {
    let code = code.to_lowercase();
    NAMES.head_fields.iter().any(|field| code.contains(field.as_str()))
}

/// Notes what a step gives for those that follow.
pub(super) fn keep(given: Outputs, scope: &mut Values) {
    scope.heads.extend(given.heads);
    scope.heads.truncate(MAX_OUTPUTS);
    for (path, held) in given.origins.into_iter().filter(|(_, held)| !held.is_empty()) {
        if scope.origins.len() < MAX_OUTPUTS {
            scope.origins.insert(path, held);
        }
    }
}

/// Notes in `shared` what the job called `name` gives to those that need it.
pub(super) fn of_job(name: &str, body: Node<'_>, scope: &Values, shared: &mut Values) {
    let mut given = Outputs::default();
    for (key, value) in body.get("outputs").map(Node::entries).unwrap_or_default() {
        let (Some(key), Some(text)) = (key.text(), value.text()) else { continue };
        let path = format!("needs.{name}.outputs.{key}").to_lowercase();
        let compact = text.to_lowercase();
        if scope.heads.iter().any(|head| compact.contains(head.as_str())) {
            given.heads.push(path.clone());
        }
        given.origins.push((path, origins(text, scope)));
    }
    keep(given, shared);
}

/// The untrusted fields that the command `text` writes, as they are, in the
/// variables or the path of later steps. A text of one line gives no other variable
/// than its own.
pub(super) fn to_later_steps(text: &str, scope: &Values) -> Vec<String> {
    let path = text.contains("GITHUB_PATH");
    if !path && !text.contains("GITHUB_ENV") || text.contains("$(") || text.contains('`') {
        return Vec::new();
    }
    let mut held = expression::held(text, scope);
    held.retain(|field| path || [".body", ".message"].iter().any(|end| field.ends_with(end)));
    held
}
