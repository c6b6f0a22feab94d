//! What a step gives to later ones: a text that an outsider writes, or the head of
//! a proposal.

use super::expression::{self, Values, names, origins};
use super::model::{Command, Uses};
use super::names::NAMES;
use crate::yaml::Node;
use regex::Regex;
use std::borrow::Cow;
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

/// What a step gives by these commands and calls: its outputs, if it has an `id`, and
/// the variables of the steps that follow.
pub(super) fn of_step(
    id: Option<&str>,
    commands: &[Command],
    calls: &[Uses],
    scope: &Values,
) -> Outputs {
    let outputs = id.map(|id| format!("steps.{}.outputs.", id.to_lowercase()));
    let mut given = Outputs::default();
    let scripts = calls.iter().filter_map(|call| call.input("script"));
    let code = commands.iter().map(|command| command.text.as_str()).chain(scripts);
    let looks = code.clone().any(names_a_head);
    given.heads.extend(outputs.clone().filter(|_| looks));
    let mut scope = Cow::Borrowed(scope);
    for command in commands {
        let to = |file: &str| command.text.split_once(file).map(|(before, _)| before);
        let to_steps = to("GITHUB_ENV").map(|before| (before, ""));
        let written = to_steps.or_else(|| Some((to("GITHUB_OUTPUT")?, outputs.as_deref()?)));
        let Some((before, start)) = written.filter(|(before, _)| !before.is_empty()) else {
            assign(&command.text, &mut scope);
            continue;
        };
        let given_here = GIVEN.as_ref().map(|given| given.captures_iter(before));
        let Some(name) = given_here.and_then(Iterator::last) else { continue };
        let path = format!("{start}{}", name[1].to_lowercase());
        given.heads.extend((looks && start.is_empty()).then(|| format!("env.{path}")));
        given.origins.push((path, carried(before, &scope)));
    }
    for (action, output) in NAMES.untrusted_outputs.iter().filter_map(|one| one.split_once(' ')) {
        if let Some(outputs) = outputs.as_ref().filter(|_| calls.iter().any(|c| c.is(action))) {
            let path = format!("{outputs}{output}");
            given.origins.push((path.clone(), vec![path]));
        }
    }
    given
}

/// The untrusted fields whose text the command `text` hands on as it is. What a
/// program other than `echo` makes of a text is not known to be that text.
fn carried(text: &str, scope: &Values) -> Vec<String> {
    let plain = text.replace("$(echo ", "(").replace("$(printf ", "(");
    let piped = plain.len() < text.len() && plain.contains('|');
    if piped || plain.contains("$(") || plain.contains('`') {
        return Vec::new();
    }
    let mut held = expression::held(text, scope);
    held.extend(origins(text, scope));
    held
}

/// Notes what a command gives to a variable of its own script.
fn assign(text: &str, scope: &mut Cow<'_, Values>) {
    let text = text.strip_prefix("export ").unwrap_or(text);
    let Some((name, value)) = text.split_once('=') else { return };
    if name.is_empty() || !name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_') {
        return;
    }
    let (name, held) = (name.to_lowercase(), carried(value, scope));
    if !held.is_empty() {
        scope.to_mut().origins.insert(name, held);
    } else if scope.origins.contains_key(&name) {
        scope.to_mut().origins.remove(&name);
    }
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
        let lower = text.to_lowercase();
        if scope.heads.iter().any(|head| names(&lower, head)) {
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
    if !path && !text.contains("GITHUB_ENV") || carried(text, scope).is_empty() {
        return Vec::new();
    }
    let mut held = expression::held(text, scope);
    held.retain(|field| path || [".body", ".message"].iter().any(|end| field.ends_with(end)));
    held
}
