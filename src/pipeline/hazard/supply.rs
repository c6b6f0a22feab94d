//! Other people's code: `unpinned-uses`, `secrets-inherit`, `artipacked`.

use super::{Hazard, Level, short};
use crate::pipeline::model::{Job, Place, Uses, Workflow};

pub(super) fn check(workflow: &Workflow, found: &mut Vec<Hazard>) {
    unpinned(workflow, found);
    for job in &workflow.jobs {
        secrets(job, found);
        artifact(job, found);
    }
}

/// Code of someone else than the forge, named by a tag or a branch.
fn movable(uses: &Uses) -> bool {
    let action = uses.action.to_lowercase();
    let first_party = [
        "actions/",
        "github/",
        "https://code.forgejo.org/actions/",
        "https://data.forgejo.org/actions/",
    ];
    !action.starts_with("./")
        && !action.starts_with("docker://")
        && !first_party.iter().any(|p| action.starts_with(p))
        && !uses.reference.is_empty()
        && !uses.pinned()
}

fn unpinned(workflow: &Workflow, found: &mut Vec<Hazard>) {
    let mut all: Vec<&Uses> =
        workflow.jobs.iter().flat_map(|j| &j.uses).filter(|u| movable(u)).collect();
    all.sort_by_key(|u| (u.line, u.column));
    all.dedup_by_key(|u| (u.line, u.column));
    let Some(first) = all.first() else {
        return;
    };
    let count = all.len();
    let name = short(&first.action);
    found.push(Hazard::new(
        "unpinned-uses",
        Level::Info,
        Place { line: first.line, column: first.column },
        &[("count", &count.to_string()), ("name", &name)],
    ));
}

fn secrets(job: &Job, found: &mut Vec<Hazard>) {
    for call in job.uses.iter().filter(|u| u.reusable && !u.action.starts_with("./")) {
        let Some(place) = call.inherits_secrets else {
            continue;
        };
        let name = short(&call.action);
        found.push(Hazard::new("secrets-inherit", Level::Doubt, place, &[("name", &name)]));
    }
}

/// The checkout leaves its token in `.git`, and the whole folder is published.
fn artifact(job: &Job, found: &mut Vec<Hazard>) {
    let keeps_token = job
        .uses
        .iter()
        .any(|u| u.is("actions/checkout") && u.input("persist-credentials") != Some("false"));
    if !keeps_token {
        return;
    }
    for call in job.uses.iter().filter(|u| u.is("actions/upload-artifact")) {
        let Some((_, path, place)) = call.inputs.iter().find(|(name, _, _)| name == "path") else {
            continue;
        };
        let whole = path.lines().map(str::trim).any(|p| {
            matches!(
                p.trim_end_matches('/'),
                "." | "**" | "./**" | "${{ github.workspace }}" | ".git"
            )
        });
        if !whole {
            continue;
        }
        let hidden = call.input("include-hidden-files") == Some("true");
        let level = if hidden { Level::Sure } else { Level::Doubt };
        found.push(Hazard::new("artipacked", level, *place, &[]));
    }
}
