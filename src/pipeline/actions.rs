//! GitHub Actions workflows, and Forgejo's and Gitea's which read the same.

use super::Workflow;
use super::expression::{self, Values, origins};
use super::model::{
    Command, Job, PasteTarget, PastedText, Permissions, Position, Runner, Trigger, Uses,
};
use super::outputs;
use super::script;
use crate::yaml::Node;
use std::borrow::Cow;

/// Variables remembered in one scope.
const MAX_VARIABLES: usize = 100;

/// Fills the workflow from a document; `inputs` are those its caller gives.
pub(super) fn read(root: Node<'_>, inputs: &Values, workflow: &mut Workflow) {
    // A YAML 1.1 writer may have turned the key `on` into `true`.
    if let Some(on) = root.get("on").or_else(|| root.get("true")) {
        workflow.triggers.extend(triggers(on));
    }
    workflow.permissions = permissions(root);
    workflow.insecure = insecure(root);
    let mut scope = inputs.clone();
    scope.origins.insert("github_head_ref".to_owned(), vec!["github.head_ref".to_owned()]);
    define(root, &mut scope);
    let jobs = root.get("jobs").map(Node::entries).unwrap_or_default();
    for (key, body) in jobs.into_iter().filter(|(_, body)| !never(*body)) {
        workflow.jobs.push(job(key, body, &mut scope));
    }
}

/// Fills the workflow from the definition of a composite action: one job.
pub(super) fn read_action(root: Node<'_>, inputs: &Values, workflow: &mut Workflow) {
    let Some(runs) = root.get("runs") else { return };
    let mut job = Job { name: "runs".to_owned(), line: runs.line(), ..Job::default() };
    let mut scope = inputs.clone();
    for step in runs.get("steps").map(Node::items).unwrap_or_default() {
        read_step(step, &mut scope, &mut job);
    }
    job.heads = scope.heads;
    workflow.jobs.push(job);
}

fn triggers(on: Node<'_>) -> Vec<Trigger> {
    let simple = |node: Node<'_>| {
        node.text().map(|name| Trigger {
            name: name.to_owned(),
            types: Vec::new(),
            branches: false,
            place: Position::of(node),
        })
    };
    if !on.is_map() {
        return on.items_or_self().into_iter().filter_map(simple).collect();
    }
    on.entries()
        .into_iter()
        .filter_map(|(key, value)| {
            let mut trigger = simple(key)?;
            let types = value.get("types").map(Node::items_or_self).unwrap_or_default();
            trigger.types = types.iter().filter_map(|t| t.text()).map(str::to_owned).collect();
            trigger.branches = value.get("branches").is_some();
            Some(trigger)
        })
        .collect()
}

fn permissions(owner: Node<'_>) -> Option<Permissions> {
    let (key, value) = owner.entry("permissions")?;
    let writes = value
        .entries()
        .into_iter()
        .filter(|(_, v)| v.text() == Some("write"))
        .filter_map(|(k, _)| k.text().map(str::to_owned))
        .collect();
    Some(Permissions {
        write_all: value.text() == Some("write-all"),
        writes,
        place: Position::of(key),
    })
}

/// Adds the variables of `env:` that expressions give, and removes those that
/// it replaces.
fn define(owner: Node<'_>, scope: &mut Values) {
    let entries = owner.get("env").map(Node::entries).unwrap_or_default();
    for (key, value) in entries {
        let (Some(name), Some(text)) = (key.text(), value.text()) else {
            continue;
        };
        give(scope, name.to_lowercase(), text);
    }
}

/// Notes what `text` gives to `name`, when an expression makes it.
fn give(scope: &mut Values, name: String, text: &str) {
    let (origins, given) = (origins(text, scope), expression::expanded(text, scope));
    scope.origins.remove(&name);
    scope.given.remove(&name);
    if scope.given.len() >= MAX_VARIABLES || !text.contains("${{") {
        return;
    }
    if !origins.is_empty() {
        scope.origins.insert(name.clone(), origins);
    }
    scope.given.insert(name, given);
}

/// Where an `env:` brings back commands that GitHub removed.
fn insecure(owner: Node<'_>) -> Option<Position> {
    let (key, value) = owner.get("env")?.entry("ACTIONS_ALLOW_UNSECURE_COMMANDS")?;
    (value.text() != Some("false")).then(|| Position::of(key))
}

/// True for a job or a step that is set aside by `if: false`.
fn never(owner: Node<'_>) -> bool {
    let condition = owner.text_of("if").unwrap_or_default();
    condition.trim().trim_start_matches("${{").trim_end_matches("}}").trim() == "false"
}

/// Keeps the `if:` of a job or of a step; the condition, when it leaves something out.
fn condition<'y>(owner: Node<'y>, job: &mut Job) -> Option<&'y str> {
    let node = owner.get("if")?;
    let text = node.text()?;
    job.conditions.push((text.to_owned(), Position::of(node)));
    (!expression::always_true(text)).then_some(text)
}

fn job(key: Node<'_>, body: Node<'_>, shared: &mut Values) -> Job {
    let mut scope = shared.clone();
    define(body, &mut scope);
    let mut job = Job {
        name: key.text().unwrap_or_default().to_owned(),
        line: key.line(),
        images: images(body),
        insecure: insecure(body).into_iter().collect(),
        environment: body.get("environment").is_some(),
        permissions: permissions(body),
        runners: body.get("runs-on").map(|on| runners(on, body)).unwrap_or_default(),
        ..Job::default()
    };
    job.condition = condition(body, &mut job).map(str::to_owned);
    if let Some(node) = body.get("uses") {
        let mut call = uses(node, body, &scope);
        call.reusable = true;
        call.inherits_secrets = body
            .entry("secrets")
            .filter(|(_, v)| v.text() == Some("inherit"))
            .map(|(k, _)| Position::of(k));
        job.uses.push(call);
    }
    for step in body.get("steps").map(Node::items).unwrap_or_default() {
        read_step(step, &mut scope, &mut job);
    }
    outputs::of_job(&job.name, body, &scope, shared);
    job.heads = scope.heads;
    job
}

/// The images of the containers of a job.
fn images(job: Node<'_>) -> Vec<(String, Position)> {
    let services = job.get("services").map(Node::entries).unwrap_or_default();
    let containers = job.get("container").into_iter().chain(services.into_iter().map(|(_, s)| s));
    let images =
        containers.filter_map(|one| if one.is_map() { one.get("image") } else { Some(one) });
    images.filter_map(|image| Some((image.text()?.to_owned(), Position::of(image)))).collect()
}

/// The machines that `runs-on` asks for, those of the matrix among them.
fn runners(node: Node<'_>, job: Node<'_>) -> Vec<Runner> {
    let mut found = Vec::new();
    let mut add = |node: Node<'_>, group: bool| {
        let Some(label) = node.text() else { return };
        let chosen = matrix(label, job);
        let nodes = if chosen.is_empty() { vec![node] } else { chosen };
        found.extend(nodes.into_iter().flat_map(Node::items_or_self).filter_map(|node| {
            Some(Runner { label: named(node.text()?), group, place: Position::of(node) })
        }));
    };
    let labels = if node.is_map() { node.get("labels") } else { Some(node) };
    labels.map(Node::items_or_self).unwrap_or_default().into_iter().for_each(|n| add(n, false));
    if let Some(group) = node.get("group") {
        add(group, true);
    }
    found
}

/// The label that `text` names. What an expression chooses is not known, but that one
/// of its choices is a machine of one's own.
fn named(text: &str) -> String {
    const OWN: &str = "self-hosted";
    match text.contains("${{") && text.to_lowercase().contains(OWN) {
        true => OWN.to_owned(),
        false => text.to_owned(),
    }
}

/// What the matrix of a job gives to `${{ matrix.… }}`: the values of its
/// dimension, and those it includes.
fn matrix<'y>(expression: &str, job: Node<'y>) -> Vec<Node<'y>> {
    let inside = expression.trim().strip_prefix("${{").and_then(|rest| rest.strip_suffix("}}"));
    let Some(path) = inside.and_then(|inside| inside.trim().strip_prefix("matrix.")) else {
        return Vec::new();
    };
    let mut keys = path.split('.');
    let dimension = keys.next().unwrap_or_default();
    let Some(matrix) = job.get("strategy").and_then(|strategy| strategy.get("matrix")) else {
        return Vec::new();
    };
    let included = matrix.get("include").map(Node::items).unwrap_or_default();
    let values = matrix.get(dimension).map(Node::items_or_self).unwrap_or_default().into_iter();
    let values = values.chain(included.into_iter().filter_map(|one| one.get(dimension)));
    let rest: Vec<&str> = keys.collect();
    values.filter_map(|value| rest.iter().try_fold(value, |value, key| value.get(key))).collect()
}

fn read_step(step: Node<'_>, shared: &mut Values, job: &mut Job) {
    if never(step) {
        return;
    }
    let mut scope = Cow::Borrowed(&*shared);
    if step.get("env").is_some() {
        define(step, scope.to_mut());
    }
    job.insecure.extend(insecure(step));
    let condition = condition(step, job);
    let (commands, calls) = (job.commands.len(), job.uses.len());
    if let Some(run) = step.get("run") {
        read_script(run, condition, &scope, job);
    }
    if let Some(node) = step.get("uses") {
        read_call(node, step, condition, &scope, job);
    }
    let (commands, calls) = (&job.commands[commands..], &job.uses[calls..]);
    let given = outputs::of_step(step.text_of("id"), commands, calls, &scope);
    outputs::keep(given, shared);
}

fn read_script(run: Node<'_>, condition: Option<&str>, scope: &Values, job: &mut Job) {
    let mut commands = script::commands(run, condition);
    for command in commands.iter_mut().filter(|command| command.text.contains('$')) {
        command.expanded = Some(expression::expanded(&command.text, scope));
        let place = Position { line: command.line, column: command.column };
        let mut add = |tainted: Vec<String>, sink| {
            if !tainted.is_empty() {
                job.expressions.push(PastedText { tainted, sink, place });
            }
        };
        add(expression::run_as_code(&command.text, scope), PasteTarget::Run);
        add(outputs::to_later_steps(&command.text, scope), PasteTarget::Environment);
    }
    job.commands.extend(commands);
    job.expressions.extend(script::expressions(run, PasteTarget::Run, scope));
}

fn read_call(
    node: Node<'_>,
    step: Node<'_>,
    condition: Option<&str>,
    scope: &Values,
    job: &mut Job,
) {
    let mut call = uses(node, step, scope);
    call.condition = condition.map(str::to_owned);
    let inputs = step.get("with");
    if call.is("actions/github-script")
        && let Some(code) = inputs.and_then(|with| with.get("script"))
    {
        job.expressions.extend(script::expressions(code, PasteTarget::Script, scope));
    }
    for name in ["run", "command", "cmd", "runCmd", "script", "coverageCommand", "arguments"] {
        let Some(value) = inputs.and_then(|with| with.get(name)) else {
            continue;
        };
        job.commands.extend(nested(&call, name, value, condition));
    }
    job.uses.push(call);
}

/// Commands some actions take as an input, completed with the program they run.
fn nested(call: &Uses, input: &str, value: Node<'_>, condition: Option<&str>) -> Vec<Command> {
    let action = call.action.to_lowercase();
    let program = if action == "actions/github-script" {
        return Vec::new();
    } else if action.ends_with("/cargo") {
        "cargo "
    } else if action.contains("gradle") {
        "gradle "
    } else if action.contains("yarn") {
        "yarn "
    } else if input == "arguments" {
        return Vec::new();
    } else {
        ""
    };
    let mut commands = script::commands(value, condition);
    for command in &mut commands {
        command.text.insert_str(0, program);
    }
    commands
}

fn uses(node: Node<'_>, owner: Node<'_>, scope: &Values) -> Uses {
    let text = node.text().unwrap_or_default();
    let (action, reference) = text.split_once('@').unwrap_or((text, ""));
    let inputs = owner.get("with").map(Node::entries).unwrap_or_default();
    Uses {
        action: action.trim().to_owned(),
        reference: reference.trim().to_owned(),
        line: node.line(),
        column: node.column(),
        tainted: inputs
            .iter()
            .filter_map(|(k, v)| Some((k.text()?.to_lowercase(), origins(v.text()?, scope))))
            .filter(|(_, origins)| !origins.is_empty())
            .collect(),
        inputs: inputs
            .into_iter()
            .filter_map(|(k, v)| {
                let value = expression::expanded(v.text()?, scope);
                Some((k.text()?.to_owned(), value, Position::of(v)))
            })
            .collect(),
        condition: owner.text_of("if").map(str::to_owned),
        ..Uses::default()
    }
}
