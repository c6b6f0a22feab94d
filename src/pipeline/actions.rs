//! GitHub Actions workflows, and Forgejo's and Gitea's which read the same.

use super::Workflow;
use super::expression::{self, Taint};
use super::model::{Command, Job, Permissions, Place, Runner, Sink, Trigger, Uses};
use super::script;
use crate::yaml::Node;

/// Tainted variables remembered in one scope.
const MAX_TAINTED: usize = 100;

/// Fills the workflow from a document.
pub(super) fn read(root: Node<'_>, workflow: &mut Workflow) {
    // A YAML 1.1 writer may have turned the key `on` into `true`.
    if let Some(on) = root.get("on").or_else(|| root.get("true")) {
        workflow.triggers.extend(triggers(on));
    }
    workflow.permissions = permissions(root);
    let mut env = Taint::new();
    taint(root, &mut env);
    let jobs = root.get("jobs").map(Node::entries).unwrap_or_default();
    for (key, body) in jobs {
        workflow.jobs.push(job(key, body, &env));
    }
}

fn triggers(on: Node<'_>) -> Vec<Trigger> {
    let simple = |node: Node<'_>| {
        node.text().map(|name| Trigger {
            name: name.to_owned(),
            types: Vec::new(),
            branches: false,
            place: Place::of(node),
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
        place: Place::of(key),
    })
}

/// Adds the variables of `env:` whose value an outsider writes, and removes
/// those it replaces.
fn taint(owner: Node<'_>, env: &mut Taint) {
    let entries = owner.get("env").map(Node::entries).unwrap_or_default();
    for (key, value) in entries {
        let (Some(name), Some(text)) = (key.text(), value.text()) else {
            continue;
        };
        let origins: Vec<String> = expression::find(text)
            .into_iter()
            .take(50)
            .flat_map(|(_, inner)| expression::tainted(inner, env))
            .take(8)
            .collect();
        if origins.is_empty() || env.len() >= MAX_TAINTED {
            env.remove(&name.to_lowercase());
        } else {
            env.insert(name.to_lowercase(), origins);
        }
    }
}

fn job(key: Node<'_>, body: Node<'_>, env: &Taint) -> Job {
    let mut env = env.clone();
    taint(body, &mut env);
    let mut job = Job {
        name: key.text().unwrap_or_default().to_owned(),
        line: key.line(),
        condition: body.text_of("if").map(str::to_owned),
        environment: body.get("environment").is_some(),
        permissions: permissions(body),
        runners: body.get("runs-on").map(runners).unwrap_or_default(),
        ..Job::default()
    };
    if let Some(node) = body.get("uses") {
        let mut call = uses(node, body);
        call.reusable = true;
        call.inherits_secrets = body
            .entry("secrets")
            .filter(|(_, v)| v.text() == Some("inherit"))
            .map(|(k, _)| Place::of(k));
        job.uses.push(call);
    }
    for step in body.get("steps").map(Node::items).unwrap_or_default() {
        read_step(step, &env, &mut job);
    }
    job
}

fn runners(node: Node<'_>) -> Vec<Runner> {
    let runner = |n: Node<'_>, group| {
        n.text().map(|label| Runner { label: label.to_owned(), group, place: Place::of(n) })
    };
    if !node.is_map() {
        return node.items_or_self().into_iter().filter_map(|n| runner(n, false)).collect();
    }
    let labels = node.get("labels").map(Node::items_or_self).unwrap_or_default();
    let group = node.get("group").and_then(|n| runner(n, true));
    labels.into_iter().filter_map(|n| runner(n, false)).chain(group).collect()
}

fn read_step(step: Node<'_>, env: &Taint, job: &mut Job) {
    let mut env = std::borrow::Cow::Borrowed(env);
    if step.get("env").is_some() {
        taint(step, env.to_mut());
    }
    let condition = step.text_of("if");
    if let Some(run) = step.get("run") {
        job.commands.extend(script::commands(run, condition));
        job.expressions.extend(script::expressions(run, Sink::Run, &env));
    }
    let Some(node) = step.get("uses") else {
        return;
    };
    let call = uses(node, step);
    let inputs = step.get("with");
    if call.is("actions/github-script")
        && let Some(code) = inputs.and_then(|with| with.get("script"))
    {
        job.expressions.extend(script::expressions(code, Sink::Script, &env));
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

fn uses(node: Node<'_>, owner: Node<'_>) -> Uses {
    let text = node.text().unwrap_or_default();
    let (action, reference) = text.split_once('@').unwrap_or((text, ""));
    let inputs = owner.get("with").map(Node::entries).unwrap_or_default();
    Uses {
        action: action.trim().to_owned(),
        reference: reference.trim().to_owned(),
        line: node.line(),
        column: node.column(),
        inputs: inputs
            .into_iter()
            .filter_map(|(k, v)| Some((k.text()?.to_owned(), v.text()?.to_owned(), Place::of(v))))
            .collect(),
        condition: owner.text_of("if").map(str::to_owned),
        ..Uses::default()
    }
}
