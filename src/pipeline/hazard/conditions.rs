//! `bot-conditions`, `unsound-condition`: an `if:` that keeps nobody out.

use super::checkout::{OF_A_BOT, PRIVILEGED};
use super::{Hazard, Sureness};
use crate::pipeline::expression::always_true;
use crate::pipeline::model::Workflow;

pub(super) fn check(workflow: &Workflow, found: &mut Vec<Hazard>) {
    let started_by = |names: &[&str]| names.iter().any(|name| workflow.trigger(name).is_some());
    let privileged = started_by(&PRIVILEGED);
    // Elsewhere, a stranger's proposal has neither secret nor right, whoever acts.
    let spoofed = started_by(&["pull_request_target", "workflow_run"]);
    for (text, place) in workflow.jobs.iter().flat_map(|job| &job.conditions) {
        if always_true(text) {
            let level = if privileged { Sureness::Doubt } else { Sureness::Info };
            found.push(Hazard::new("unsound-condition", level, *place, &[]));
        }
        if spoofed && OF_A_BOT.as_ref().is_some_and(|bot| bot.is_match(text)) {
            found.push(Hazard::new("bot-conditions", Sureness::Doubt, *place, &[]));
        }
    }
}
