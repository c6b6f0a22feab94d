//! GitLab: secrets in clear, remote includes, private runners.

use super::{Hazard, Sureness, short};
use crate::pipeline::gitlab::secret_in_clear;
use crate::pipeline::model::{ClearValue, Include, IncludeKind, Runner, Workflow};

pub(super) fn check(workflow: &Workflow, found: &mut Vec<Hazard>) {
    secrets(workflow, found);
    workflow.includes.iter().for_each(|i| include(i, found));
    runners(workflow, found);
}

fn secrets(workflow: &Workflow, found: &mut Vec<Hazard>) {
    let jobs = workflow.jobs.iter().flat_map(|j| &j.variables);
    for variable in workflow.variables.iter().chain(jobs) {
        let level = match secret_in_clear(variable) {
            Some(ClearValue::Likely) => Sureness::Sure,
            Some(ClearValue::Possible) => Sureness::Doubt,
            Some(ClearValue::Placeholder) => Sureness::Info,
            _ => continue,
        };
        let name = short(&variable.name);
        found.push(Hazard::new(
            match level {
                Sureness::Info => "gitlab-secret-in-clear/placeholder",
                _ => "gitlab-secret-in-clear",
            },
            level,
            variable.place,
            &[("name", &name)],
        ));
    }
}

fn include(include: &Include, found: &mut Vec<Hazard>) {
    match include.kind {
        IncludeKind::Remote if !include.pinned => {
            let clear = include.target.starts_with("http://");
            let level = if clear { Sureness::Sure } else { Sureness::Doubt };
            found.push(Hazard::new("gitlab-remote-include", level, include.place, &[]));
        }
        IncludeKind::Project => {
            found.push(Hazard::new("gitlab-project-include", Sureness::Info, include.place, &[]));
        }
        _ => {}
    }
}

/// GitLab.com's own machines, and tags that only describe a capability.
fn shared(runner: &Runner) -> bool {
    let label = runner.label.to_lowercase();
    label.starts_with("saas-")
        || label.starts_with("gitlab-org")
        || label.starts_with('$')
        || matches!(
            label.as_str(),
            "docker" | "linux" | "shared" | "windows" | "macos" | "amd64" | "arm64" | "x86_64"
        )
}

/// One hazard for the file, at the first private tag.
fn runners(workflow: &Workflow, found: &mut Vec<Hazard>) {
    let mut private: Vec<&Runner> =
        workflow.jobs.iter().flat_map(|j| &j.runners).filter(|r| !shared(r)).collect();
    private.sort_by(|a, b| (a.place, &a.label).cmp(&(b.place, &b.label)));
    let Some(first) = private.first() else {
        return;
    };
    let mut labels: Vec<&str> = private.iter().map(|r| r.label.as_str()).collect();
    labels.sort_unstable();
    labels.dedup();
    let count = labels.len();
    let name = short(&first.label);
    found.push(Hazard::new(
        "gitlab-private-runner",
        Sureness::Doubt,
        first.place,
        &[("count", &count.to_string()), ("name", &name)],
    ));
}
