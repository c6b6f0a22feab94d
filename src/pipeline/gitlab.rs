//! GitLab CI/CD definitions.

use super::Workflow;
use super::model::{ClearValue, Include, IncludeKind, Job, Position, Runner, Uses};
use super::script;
use super::variables;
use crate::yaml::Node;

/// Top-level keys that are not jobs.
const RESERVED: [&str; 12] = [
    "default",
    "include",
    "stages",
    "types",
    "variables",
    "workflow",
    "image",
    "services",
    "cache",
    "before_script",
    "after_script",
    "spec",
];

/// GitLab allows scripts nested in lists ten levels deep.
const MAX_NESTING: usize = 10;

/// Fills the workflow from a document.
pub(super) fn read(root: Node<'_>, workflow: &mut Workflow) {
    if let Some(node) = root.get("include") {
        workflow.includes.extend(node.items_or_self().into_iter().flat_map(include));
    }
    if let Some(map) = root.get("variables") {
        workflow.variables.extend(variables::read(map));
    }
    let common = [Some(root), root.get("default")];
    for owner in common.into_iter().flatten() {
        let job = job("default", owner.line(), owner);
        if !job.commands.is_empty() || !job.runners.is_empty() {
            workflow.jobs.push(Job { variables: Vec::new(), ..job });
        }
    }
    let first = workflow.jobs.len();
    let mut wanted: Vec<String> = Vec::new();
    for (key, body) in root.entries() {
        let Some(name) = key.text().filter(|n| !RESERVED.contains(n) && body.is_map()) else {
            continue;
        };
        for parent in body.get("extends").map(Node::items_or_self).unwrap_or_default() {
            wanted.extend(parent.text().map(str::to_owned));
        }
        wanted.extend(references(body));
        workflow.jobs.push(job(name, key.line(), body));
    }
    let jobs = workflow.jobs.get_mut(first..).unwrap_or_default();
    // A file of templates only is made to be included: what it has is what runs.
    let library = jobs.iter().all(|j| j.name.starts_with('.'));
    let wanted: std::collections::HashSet<String> = wanted.into_iter().collect();
    for job in jobs {
        job.hidden = !library && job.name.starts_with('.') && !wanted.contains(&job.name);
    }
}

fn job(name: &str, line: usize, body: Node<'_>) -> Job {
    let mut job = Job { name: name.to_owned(), line, ..Job::default() };
    for key in ["before_script", "script", "after_script"] {
        if let Some(node) = body.get(key) {
            commands(node, &mut job, MAX_NESTING);
        }
    }
    for node in body.get("tags").map(Node::items_or_self).unwrap_or_default() {
        if let Some(label) = node.text() {
            job.runners.push(Runner {
                label: label.to_owned(),
                group: false,
                place: Position::of(node),
            });
        }
    }
    if let Some(map) = body.get("variables") {
        job.variables = variables::read(map);
    }
    if let Some(image) = body.get("image") {
        let name = image.text().or_else(|| image.text_of("name"));
        job.uses.extend(name.map(|n| Uses {
            action: format!("docker://{n}"),
            line: image.line(),
            column: image.column(),
            ..Uses::default()
        }));
    }
    job
}

fn commands(node: Node<'_>, job: &mut Job, depth: usize) {
    if node.tag() == Some("!reference") || depth == 0 {
        return;
    }
    if node.text().is_some() {
        job.commands.extend(script::commands(node, None));
        return;
    }
    for item in node.items() {
        commands(item, job, depth - 1);
    }
}

/// The jobs named by `!reference [job, script]`.
fn references(body: Node<'_>) -> Vec<String> {
    let mut out = Vec::new();
    for key in ["before_script", "script", "after_script"] {
        let Some(node) = body.get(key) else {
            continue;
        };
        for item in std::iter::once(node).chain(node.items()) {
            if item.tag() == Some("!reference") {
                out.extend(item.items().first().and_then(|n| n.text()).map(str::to_owned));
            }
        }
    }
    out
}

fn include(node: Node<'_>) -> Vec<Include> {
    let make = |kind, value: Node<'_>, pinned| {
        value.text().map(|target| Include {
            kind,
            target: target.to_owned(),
            pinned,
            place: Position::of(value),
        })
    };
    if let Some(text) = node.text() {
        let url = text.starts_with("http://") || text.starts_with("https://");
        let kind = if url { IncludeKind::Remote } else { IncludeKind::Local };
        return make(kind, node, false).into_iter().collect();
    }
    let reference = node.text_of("ref").unwrap_or_default();
    let kinds = [
        ("local", IncludeKind::Local, false),
        ("remote", IncludeKind::Remote, node.get("integrity").is_some()),
        ("project", IncludeKind::Project, full_commit(reference)),
        ("template", IncludeKind::Template, false),
        ("component", IncludeKind::Component, false),
    ];
    kinds
        .into_iter()
        .flat_map(|(key, kind, pinned)| {
            let values = node.get(key).map(Node::items_or_self).unwrap_or_default();
            values.into_iter().filter_map(move |v| make(kind, v, pinned)).collect::<Vec<_>>()
        })
        .collect()
}

/// A complete commit id, SHA-1 or SHA-256.
pub(super) fn full_commit(reference: &str) -> bool {
    matches!(reference.len(), 40 | 64) && reference.bytes().all(|b| b.is_ascii_hexdigit())
}

/// The most alarming look of a variable whose name is that of a secret.
pub(super) fn secret_in_clear(variable: &super::Variable) -> Option<ClearValue> {
    let secret = variables::names_a_secret(&variable.name);
    (secret && variable.literal > ClearValue::Harmless).then_some(variable.literal)
}
