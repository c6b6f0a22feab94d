//! `dangerous-triggers`: an outsider's code run with the project's rights.

use super::{Hazard, Sureness};
use crate::pipeline::expression::names;
use crate::pipeline::model::{Job, Position, Trigger, Uses, Workflow};
use regex::Regex;
use std::sync::LazyLock;

/// Triggers that run with secrets and a writing token for an outsider's event.
pub(super) const PRIVILEGED: [&str; 3] = ["pull_request_target", "workflow_run", "issue_comment"];

pub(super) fn check(workflow: &Workflow, found: &mut Vec<Hazard>) {
    let triggers: Vec<&Trigger> =
        workflow.triggers.iter().filter(|t| PRIVILEGED.contains(&t.name.as_str())).collect();
    if triggers.is_empty() {
        return;
    }
    for job in &workflow.jobs {
        artifact(job, &triggers, found);
        for fetched in foreign_code(job) {
            let matching: Vec<&&Trigger> =
                triggers.iter().filter(|t| fetched.origin.comes_from(&t.name)).collect();
            let Some(trigger) = matching.iter().find(|t| !restrained(t)).or(matching.first())
            else {
                continue;
            };
            let gate =
                format!("{} {}", job.condition.as_deref().unwrap_or_default(), fetched.condition);
            if excluded(&gate, &trigger.name) {
                continue;
            }
            let open = fetched.origin != HeadOrigin::Computed
                && !restrained(trigger)
                && !job.environment
                && !gated(&gate);
            let (key, level) = match (open, fetched.by_name) {
                (true, false) => ("dangerous-triggers", Sureness::Sure),
                (true, true) => ("dangerous-triggers/named", Sureness::Doubt),
                (false, _) => ("dangerous-triggers/gated", Sureness::Doubt),
            };
            found.push(Hazard::new(key, level, fetched.place, &[("trigger", &trigger.name)]));
        }
    }
}

#[derive(Clone, Copy, PartialEq)]
enum HeadOrigin {
    /// Fields of a pull request.
    PullRequest,
    /// Fields of the workflow run that came before.
    Run,
    /// Any of them: a number, a `gh pr checkout`.
    Any,
    /// What a step worked out, and called a head.
    Computed,
}

impl HeadOrigin {
    fn comes_from(self, trigger: &str) -> bool {
        match self {
            HeadOrigin::PullRequest => trigger == "pull_request_target",
            HeadOrigin::Run => trigger == "workflow_run",
            HeadOrigin::Any => true,
            HeadOrigin::Computed => trigger != "workflow_run",
        }
    }
}

struct Fetched<'w> {
    place: Position,
    origin: HeadOrigin,
    /// True when a branch of the repository itself is what is named: that of a fork is not there.
    by_name: bool,
    condition: &'w str,
}

/// Where a job fetches the head of a proposal.
fn foreign_code(job: &Job) -> Vec<Fetched<'_>> {
    let mut out = Vec::new();
    for call in &job.uses {
        if !call.action.to_lowercase().ends_with("actions/checkout") {
            continue;
        }
        let given = call.inputs.iter().filter(|(name, _, _)| name == "ref" || name == "repository");
        let heads =
            given.filter_map(|(_, value, place)| Some((value, *place, head(value, &job.heads)?)));
        let heads: Vec<_> = heads.collect();
        if let Some((_, place, origin)) = heads.first() {
            let by_name = call.input("repository").is_none_or(is_own_repository)
                && heads.iter().all(|(value, _, _)| is_a_branch_name(value, &job.heads));
            let condition = call.condition.as_deref().unwrap_or_default();
            out.push(Fetched { place: *place, origin: *origin, by_name, condition });
        }
    }
    let own_remotes = has_own_remotes(job);
    for command in &job.commands {
        let text = command.expanded.as_deref().unwrap_or(&command.text);
        let new = NEW_BRANCH.as_ref();
        let rest = new.map(|new| new.replace_all(&command.text, "$1")).unwrap_or_default();
        let git =
            ["git fetch", "git checkout", "git pull", "git switch", "git clone", "git worktree"]
                .iter()
                .any(|g| rest.contains(g));
        let origin = if text.contains("gh pr checkout") {
            Some(HeadOrigin::Any)
        } else if git {
            head(text, &job.heads)
        } else {
            None
        };
        if let Some(origin) = origin {
            let place = Position { line: command.line, column: command.column };
            out.push(Fetched {
                place,
                origin,
                by_name: own_remotes
                    && text.contains("origin")
                    && !text.contains("://")
                    && is_a_branch_name(text, &job.heads),
                condition: command.condition.as_deref().unwrap_or_default(),
            });
        }
    }
    out
}

/// False when what `origin` is may have been changed: by a checkout or a clone of another
/// repository, or by the settings of git.
fn has_own_remotes(job: &Job) -> bool {
    const CHANGES: [&str; 7] =
        ["remote", "clone", "gh pr checkout", "insteadof", ".git/config", "git init", "git_config"];
    let changes = |text: &str| {
        let text = text.to_lowercase();
        CHANGES.iter().any(|change| text.contains(change))
    };
    let own = |call: &Uses| call.input("repository").is_none_or(is_own_repository);
    job.uses.iter().all(own)
        && !job.commands.iter().any(|command| {
            changes(&command.text) || command.expanded.as_deref().is_some_and(changes)
        })
}

/// A branch made where the work stands, whatever its name.
static NEW_BRANCH: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let word = r"(?:\$\{\{[^}]*\}\}|[^\s;&|])+";
    let made = r"git\s+(?:checkout|switch)\s+(?:-[bBcC]|--create|--orphan)";
    Regex::new(&format!(r"\b{made}\s+{word}\s*($|[;&|])")).ok()
});

/// What a `ref:` names, when it is the head of a proposal, which the outputs that
/// `heads` lists name too.
fn head(text: &str, heads: &[String]) -> Option<HeadOrigin> {
    let text = text.to_lowercase().replace(' ', "");
    let has = |needle: &str| text.contains(needle);
    if has("workflow_run.head_") || has("workflow_run.pull_requests") {
        Some(HeadOrigin::Run)
    } else if has("event.pull_request.head.")
        || has("github.head_ref")
        || has("github_head_ref")
        || has("merge_commit_sha")
    {
        Some(HeadOrigin::PullRequest)
    } else if has("pull/") && (has("/merge") || has("/head")) || has("fetchoriginpull/") {
        Some(HeadOrigin::Any)
    } else if heads.iter().any(|head| names(&text, head))
        || (has("steps.") || has("needs."))
            && (has("pr_") || text.replace("gitpull", "").contains("pull") || has_head(&text))
    {
        Some(HeadOrigin::Computed)
    } else {
        None
    }
}

/// True when a word of `text` is `head`, or starts so (`headBranch`): `outputs.header` holds no
/// head.
fn has_head(text: &str) -> bool {
    let mut found = text.match_indices("head");
    found.any(|(at, head)| {
        let rest = &text[at + head.len()..];
        !OTHER_ENDS.iter().any(|end| rest.starts_with(end))
    })
}

/// What follows `head` in other words.
const OTHER_ENDS: [&str; 3] = ["er", "ing", "line"];

/// True for an expression of the repository that the workflow runs in.
fn is_own_repository(value: &str) -> bool {
    let value = compact(value);
    value.is_empty() || value == "${{github.repository}}"
}

/// Fields that hold the name of a branch, wherever it is.
const BRANCH_NAMES: [&str; 4] = [
    "github.event.pull_request.head.ref",
    "github.event.workflow_run.head_branch",
    "github.head_ref",
    "github_head_ref",
];

/// True when `value` names a head by its branch alone: neither a commit nor a proposal, which
/// are found wherever they come from.
fn is_a_branch_name(value: &str, heads: &[String]) -> bool {
    let value = value.to_lowercase().replace(' ', "");
    let named = BRANCH_NAMES.iter().any(|name| value.contains(name));
    let rest = BRANCH_NAMES.iter().fold(value, |rest, name| rest.replace(name, ""));
    named && head(&rest, heads).is_none()
}

/// A job started after the run of a proposal that executes what that run produced.
fn artifact(job: &Job, triggers: &[&Trigger], found: &mut Vec<Hazard>) {
    let Some(trigger) = triggers.iter().find(|trigger| trigger.name == "workflow_run") else {
        return;
    };
    let actions = job.uses.iter().filter(|call| fetches_artifact(call)).map(|call| call.line);
    let commands = job.commands.iter().filter(|command| command.text.contains("gh run download"));
    let Some(fetched) = actions.chain(commands.map(|command| command.line)).min() else { return };
    let own_code = job.uses.iter().any(|u| u.action.to_lowercase().ends_with("actions/checkout"));
    let run = job.commands.iter().find(|command| {
        let text = command.text.as_str();
        command.line > fetched && (sets_environment(text) || !own_code && runs_a_file(text))
    });
    let Some(run) = run else { return };
    let condition = run.condition.as_deref().unwrap_or_default();
    if !excluded(
        &format!("{} {condition}", job.condition.as_deref().unwrap_or_default()),
        &trigger.name,
    ) {
        let place = Position { line: run.line, column: run.column };
        found.push(Hazard::new("dangerous-triggers/artifact", Sureness::Doubt, place, &[]));
    }
}

/// True for a call that takes the artefacts of another run.
fn fetches_artifact(call: &Uses) -> bool {
    let action = call.action.to_lowercase();
    let of_another = !call.is("actions/download-artifact") || call.input("run-id").is_some();
    action.ends_with("download-artifact") && of_another
        || call.input("script").is_some_and(|script| script.contains("downloadArtifact"))
}

/// True when what a file holds becomes variables or the path of later steps.
fn sets_environment(text: &str) -> bool {
    (text.contains("GITHUB_ENV") || text.contains("GITHUB_PATH"))
        && ["cat ", "$(<", "jq ", "unzip -p", "grep "].iter().any(|reads| text.contains(reads))
}

/// True when a command runs a file, or what a file of settings says.
fn runs_a_file(text: &str) -> bool {
    const RUNNERS: [&str; 16] = [
        "bash", "sh", "source", ".", "python", "python3", "node", "npm", "npx", "yarn", "pnpm",
        "make", "pip", "bundle", "composer", "mvn",
    ];
    text.split(['&', ';', '|']).any(|simple| {
        let mut words = simple.split_whitespace();
        let program = words.next().unwrap_or_default();
        program.starts_with("./")
            || RUNNERS.contains(&program) && words.next().is_some_and(|word| !word.starts_with("-"))
    })
}

/// The trigger itself waits for a maintainer, or comes after one's decision.
fn restrained(trigger: &Trigger) -> bool {
    let types = &trigger.types;
    let chosen = !types.is_empty()
        && types
            .iter()
            .all(|t| matches!(t.as_str(), "labeled" | "closed" | "assigned" | "unlabeled"));
    match trigger.name.as_str() {
        "pull_request_target" => chosen,
        // What the branch filter compares is a name that a fork can choose too,
        // but it usually goes with a workflow that only runs on a push.
        "workflow_run" => trigger.branches,
        _ => false,
    }
}

/// The condition leaves out what comes from a fork.
fn excluded(condition: &str, trigger: &str) -> bool {
    let text = compact(condition);
    if text.contains("||") {
        return false;
    }
    let same = text.contains("head.repo.full_name==github.repository")
        || text.contains("github.repository==github.event.pull_request.head.repo.full_name")
        || text.contains("head.repo.fork==false")
        || text.contains("!github.event.pull_request.head.repo.fork")
        || text.contains("head.repo.id==github.repository_id");
    let run = trigger == "workflow_run"
        && (text.contains("workflow_run.event=='push'")
            || text.contains("workflow_run.event=='schedule'")
            || text.contains("workflow_run.event!='pull_request'")
            || text.contains("head_repository.full_name==github.repository"));
    same || run
}

/// The condition asks for a label, a role, a person or a merge.
fn gated(condition: &str) -> bool {
    let mut text = compact(condition);
    if let Some(of_a_bot) = OF_A_BOT.as_ref() {
        text = of_a_bot.replace_all(&text, "").into_owned();
    }
    [
        "label",
        "author_association",
        "merged==true",
        ".merged",
        "github.actor",
        "sender.login",
        "user.login",
        "triggering_actor",
        "head.repo.full_name",
        "head.repo.fork",
        "workflow_run.event",
        "permission",
        "outputs.",
    ]
    .iter()
    .any(|mark| text.contains(mark))
}

/// What asks that whoever caused the last event be a bot, which a stranger can have
/// act on a proposal.
pub(super) static OF_A_BOT: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let actor = r"github\.(?:triggering_)?actor";
    let bot = r"'[\w-]+\[bot\]'";
    Regex::new(&format!(r"(?i){actor}\s*==\s*{bot}|{bot}\s*==\s*{actor}")).ok()
});

fn compact(condition: &str) -> String {
    condition
        .chars()
        .filter(|c| !c.is_whitespace())
        .collect::<String>()
        .replace('"', "'")
        .to_lowercase()
}
