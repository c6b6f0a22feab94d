//! Services whose definitions are trees of steps with commands under known
//! keys: CircleCI, Travis, Azure, Woodpecker, Drone, Bitbucket, SourceHut,
//! AppVeyor, Buildkite.

use super::model::{Job, Position, Uses};
use super::script;
use super::{Forge, Workflow};
use crate::yaml::Node;

/// Deep enough for stages of jobs of strategies of steps.
const MAX_NESTING: usize = 24;

/// Keys under which a service writes shell lines.
fn command_keys(forge: Forge) -> &'static [&'static str] {
    match forge {
        // `override` and `post` are those of the first version.
        Forge::CircleCi => &["run", "command", "override", "post"],
        Forge::AppVeyor => &[
            "install",
            "before_build",
            "build_script",
            "after_build",
            "before_test",
            "test_script",
            "after_test",
            "deploy_script",
            "ps",
            "cmd",
            "sh",
        ],
        Forge::Buildkite => &["command", "commands"],
        Forge::Travis => &[
            "before_install",
            "install",
            "before_script",
            "script",
            "after_success",
            "after_script",
            "before_deploy",
            "deploy_script",
        ],
        Forge::Azure => &["script", "bash", "pwsh", "powershell"],
        Forge::Bitbucket => &["script", "after-script"],
        _ => &["commands"],
    }
}

/// Fills the workflow from a document.
pub(super) fn read(root: Node<'_>, workflow: &mut Workflow) {
    if workflow.forge == Forge::SourceHut {
        tasks(root, workflow);
        return;
    }
    workflow.jobs.push(Job { name: String::new(), line: root.line(), ..Job::default() });
    walk(root, workflow, MAX_NESTING);
    if workflow.forge == Forge::Travis {
        travis_default(root, workflow);
    }
    workflow.jobs.retain(|j| !j.commands.is_empty() || !j.uses.is_empty());
}

/// SourceHut: a list of named scripts.
fn tasks(root: Node<'_>, workflow: &mut Workflow) {
    for task in root.get("tasks").map(Node::items).unwrap_or_default() {
        for (key, body) in task.entries() {
            workflow.jobs.push(Job {
                name: key.text().unwrap_or_default().to_owned(),
                line: key.line(),
                commands: script::commands(body, None),
                ..Job::default()
            });
        }
    }
}

fn walk(node: Node<'_>, workflow: &mut Workflow, depth: usize) {
    if depth == 0 {
        return;
    }
    for item in node.items() {
        walk(item, workflow, depth - 1);
    }
    if !node.is_map() {
        return;
    }
    name_job(node, workflow);
    let keys = command_keys(workflow.forge);
    for (key, value) in node.entries() {
        let name = key.text().unwrap_or_default();
        if keys.contains(&name) && !value.is_map() {
            let found = value.items_or_self().into_iter().flat_map(|v| script::commands(v, None));
            if let Some(job) = workflow.jobs.last_mut() {
                job.commands.extend(found);
            }
            // Bitbucket's scripts also hold `pipe:` maps.
            for item in value.items().into_iter().filter(|i| i.is_map()) {
                walk(item, workflow, depth - 1);
            }
        } else if let Some(call) = called(workflow.forge, name, value) {
            workflow.jobs.last_mut().into_iter().for_each(|j| j.uses.push(call.clone()));
        } else if name != "environment" && name != "inputs" && name != "env" {
            walk(value, workflow, depth - 1);
        }
    }
}

/// Starts a job when the mapping says its own name.
fn name_job(node: Node<'_>, workflow: &mut Workflow) {
    let keys: &[&str] = match workflow.forge {
        Forge::Azure => &["job", "deployment", "displayName"],
        Forge::Travis => &["name", "stage"],
        _ => &["name"],
    };
    let Some(title) = keys.iter().find_map(|k| node.get(k)).filter(|n| n.text().is_some()) else {
        return;
    };
    workflow.jobs.push(Job {
        name: title.text().unwrap_or_default().to_owned(),
        line: title.line(),
        ..Job::default()
    });
}

/// Orbs, tasks, pipes and plugins: code that comes from elsewhere.
fn called(forge: Forge, key: &str, value: Node<'_>) -> Option<Uses> {
    let here = match forge {
        Forge::Azure => key == "task",
        Forge::Bitbucket => key == "pipe",
        Forge::Woodpecker | Forge::Drone => key == "image",
        _ => false,
    };
    let text = value.text().filter(|_| here)?;
    let (action, reference) = text.split_once(['@', ':']).unwrap_or((text, ""));
    Some(Uses {
        action: action.to_owned(),
        reference: reference.to_owned(),
        line: value.line(),
        column: value.column(),
        ..Uses::default()
    })
}

/// What Travis runs for a language when there is no `script:`.
fn travis_default(root: Node<'_>, workflow: &mut Workflow) {
    if root.get("script").is_some() || root.get("jobs").is_some() || root.get("matrix").is_some() {
        return;
    }
    let Some(language) = root.get("language") else {
        return;
    };
    let text = match language.text().unwrap_or_default() {
        "node_js" | "javascript" => "npm test",
        "ruby" => "rake",
        "rust" => "cargo test",
        "go" => "go test ./...",
        "java" | "kotlin" => "mvn test",
        "scala" => "sbt test",
        "php" => "phpunit",
        "elixir" => "mix test",
        "perl" => "prove",
        _ => return,
    };
    let place = Position::of(language);
    let commands = script::join(std::iter::once((text, place)), None);
    workflow.jobs.push(Job {
        name: "language".to_owned(),
        line: place.line,
        commands,
        ..Job::default()
    });
}
