//! `excessive-permissions`, `github-app`, `insecure-commands` and
//! `self-hosted-runner`: what a job may touch.

use super::{Hazard, Sureness, short};
use crate::pipeline::Forge;
use crate::pipeline::model::{Permissions, Position, Workflow};
use crate::pipeline::names::NAMES;

pub(super) fn check(workflow: &Workflow, found: &mut Vec<Hazard>) {
    insecure(workflow, found);
    // Forgejo and Gitea have no `permissions:` and only self-hosted runners.
    if workflow.forge != Forge::GitHub {
        return;
    }
    write_all(workflow, found);
    missing(workflow, found);
    broad(workflow, found);
    runners(workflow, found);
    apps(workflow, found);
}

/// The text that a job prints may be a command to the runner.
fn insecure(workflow: &Workflow, found: &mut Vec<Hazard>) {
    let places = workflow.jobs.iter().flat_map(|job| &job.insecure);
    for place in workflow.insecure.iter().chain(places) {
        found.push(Hazard::new("insecure-commands", Sureness::Doubt, *place, &[]));
    }
}

/// The token of an application that is given all that its installation may do.
fn apps(workflow: &Workflow, found: &mut Vec<Hazard>) {
    for call in workflow.jobs.iter().flat_map(|job| &job.uses) {
        let limited = call.inputs.iter().any(|(name, _, _)| name.starts_with("permission-"));
        if call.is("actions/create-github-app-token") && !limited {
            let place = Position { line: call.line, column: call.column };
            found.push(Hazard::new("github-app", Sureness::Info, place, &[]));
        }
    }
}

fn write_all(workflow: &Workflow, found: &mut Vec<Hazard>) {
    let jobs = workflow.jobs.iter().filter_map(|j| j.permissions.as_ref());
    for permissions in workflow.permissions.iter().chain(jobs).filter(|p| p.write_all) {
        found.push(Hazard::new(
            "excessive-permissions/write-all",
            Sureness::Sure,
            permissions.place,
            &[],
        ));
    }
}

fn missing(workflow: &Workflow, found: &mut Vec<Hazard>) {
    if workflow.permissions.is_some() {
        return;
    }
    // A workflow that is only called gets its rights from its caller.
    if !workflow.triggers.is_empty() && workflow.triggers.iter().all(|t| t.name == "workflow_call")
    {
        return;
    }
    let bare: Vec<_> = workflow.jobs.iter().filter(|j| j.permissions.is_none()).collect();
    let Some(first) = bare.first() else {
        return;
    };
    let count = bare.len();
    found.push(Hazard::new(
        "excessive-permissions/missing",
        Sureness::Info,
        Position { line: first.line, column: 1 },
        &[("count", &count.to_string())],
    ));
}

/// Write access given to every job of a workflow that has several.
fn broad(workflow: &Workflow, found: &mut Vec<Hazard>) {
    let Some(Permissions { writes, place, .. }) = &workflow.permissions else {
        return;
    };
    if workflow.jobs.len() < 2 || writes.is_empty() {
        return;
    }
    let scopes = short(&writes.join(", "));
    found.push(Hazard::new(
        "excessive-permissions/broad",
        Sureness::Info,
        *place,
        &[("scopes", &scopes)],
    ));
}

fn runners(workflow: &Workflow, found: &mut Vec<Hazard>) {
    let open = ["pull_request", "pull_request_target", "issue_comment"];
    let trigger = workflow.triggers.iter().find(|t| open.contains(&t.name.as_str()));
    for job in &workflow.jobs {
        let own = job.runners.iter().find(|r| r.label.eq_ignore_ascii_case("self-hosted"));
        let group = job.runners.iter().find(|r| r.group);
        let named = || job.runners.iter().find(|runner| !hosted(&runner.label));
        let Some(runner) = own.or(group).or_else(named) else {
            continue;
        };
        // A group may hold GitHub's own larger machines.
        let sure = own.is_some() && trigger.is_some();
        let trigger = trigger.map(|trigger| short(&trigger.name));
        // A label of one's own may be that of a larger hosted machine.
        let level = match (sure, own.or(group).is_some() || trigger.is_some()) {
            (true, _) => Sureness::Sure,
            (false, true) => Sureness::Doubt,
            (false, false) => Sureness::Info,
        };
        found.push(Hazard::new(
            match trigger {
                Some(_) => "self-hosted-runner",
                None => "self-hosted-runner/internal",
            },
            level,
            runner.place,
            &[("trigger", trigger.as_deref().unwrap_or_default())],
        ));
    }
}

/// A machine that GitHub or a known service lends; what an expression names is
/// not known.
fn hosted(label: &str) -> bool {
    let label = label.to_lowercase();
    label.contains("${{") || NAMES.hosted_runners.iter().any(|start| label.starts_with(start))
}
