//! `template-injection`, `github-env`: an outsider's text pasted into a script, or
//! given to later steps as variables.

use super::{Hazard, Sureness, short};
use crate::pipeline::model::{PasteTarget, Workflow};

pub(super) fn check(workflow: &Workflow, found: &mut Vec<Hazard>) {
    for job in &workflow.jobs {
        for expression in &job.expressions {
            let best = expression
                .tainted
                .iter()
                .filter_map(|field| Some((reach(workflow, field)?, field)))
                .min_by_key(|(level, _)| *level != Sureness::Sure);
            if let Some((level, field)) = best {
                found.push(Hazard::new(
                    match expression.sink {
                        PasteTarget::Run => "template-injection",
                        PasteTarget::Script => "template-injection/script",
                        PasteTarget::Environment => "github-env",
                    },
                    level,
                    expression.place,
                    &[("field", &short(field))],
                ));
            }
        }
    }
}

/// How exposed a field is, given what starts the workflow; `None` when nothing fills it.
fn reach(workflow: &Workflow, field: &str) -> Option<Sureness> {
    let sources = sources(field);
    let mut filled = false;
    for trigger in &workflow.triggers {
        let name = trigger.name.as_str();
        let caller = matches!(name, "workflow_call");
        if !caller && !sources.is_empty() && !sources.contains(&name) {
            continue;
        }
        filled = true;
        if open_to_strangers(name) {
            return Some(Sureness::Sure);
        }
    }
    filled.then_some(Sureness::Doubt)
}

/// Events anyone can cause and that run with the repository's rights.
fn open_to_strangers(trigger: &str) -> bool {
    matches!(
        trigger,
        "issues"
            | "issue_comment"
            | "pull_request_target"
            | "discussion"
            | "discussion_comment"
            | "workflow_run"
            | "fork"
            | "gollum"
            | "commit_comment"
    )
}

/// The events whose payload has this field; empty when they all may.
fn sources(field: &str) -> &'static [&'static str] {
    let object = field.strip_prefix("github.").unwrap_or(field);
    let object = object.strip_prefix("event.").unwrap_or(object);
    match object.split('.').next().unwrap_or_default() {
        "head_ref" => &["pull_request", "pull_request_target"],
        "issue" => &["issues", "issue_comment"],
        "comment" => &[
            "issue_comment",
            "discussion_comment",
            "pull_request_review_comment",
            "commit_comment",
        ],
        "review" => &["pull_request_review", "pull_request_review_comment"],
        "pull_request" => &[
            "pull_request",
            "pull_request_target",
            "pull_request_review",
            "pull_request_review_comment",
        ],
        "head_commit" | "commits" => &["push"],
        "discussion" | "answer" => &["discussion", "discussion_comment"],
        "workflow_run" => &["workflow_run"],
        "pages" => &["gollum"],
        "forkee" => &["fork"],
        // An output that tells of the proposal of the event.
        "steps" => &["issue_comment", "issues", "pull_request_target", "workflow_run"],
        _ => &[],
    }
}
