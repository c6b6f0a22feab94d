//! Unit tests. Every workflow here was written for them.

mod facts;
mod forges;
mod github;
mod gitlab;
mod hostile;
mod testing;

use super::{Hazard, Workflow, hazards, parse};

/// Reads a GitHub workflow.
fn github(text: &str) -> Workflow {
    parse(".github/workflows/ci.yml", text).expect("a workflow path")
}

/// Reads a GitLab definition.
fn gitlab(text: &str) -> Workflow {
    parse(".gitlab-ci.yml", text).expect("a GitLab path")
}

/// The hazards called `id`, as (line, certain, informational).
fn found(workflow: &Workflow, id: &str) -> Vec<(usize, bool, bool)> {
    let all: Vec<Hazard> = hazards(workflow);
    all.iter().filter(|h| h.id == id).map(|h| (h.line, h.certain, h.informational)).collect()
}

const SURE: (bool, bool) = (true, false);
const DOUBT: (bool, bool) = (false, false);
const INFO: (bool, bool) = (false, true);

/// One hazard at this line, of this level.
fn one(line: usize, level: (bool, bool)) -> Vec<(usize, bool, bool)> {
    vec![(line, level.0, level.1)]
}
