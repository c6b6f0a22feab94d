//! Other people's code: `unpinned-uses`, `unpinned-images`, `secrets-inherit`,
//! `artipacked`, `pipe-to-shell`.

use super::checkout::PRIVILEGED;
use super::{Hazard, Sureness, short};
use crate::pipeline::model::{Job, Position, Uses, Workflow};
use crate::pipeline::names::NAMES;
use regex::Regex;
use std::sync::LazyLock;

pub(super) fn check(workflow: &Workflow, found: &mut Vec<Hazard>) {
    unpinned(workflow, found);
    images(workflow, found);
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
    uses.local().is_none()
        && !NAMES.tag_only.iter().any(|start| action.starts_with(start.as_str()))
        && !action.starts_with("docker://")
        && !first_party.iter().any(|p| action.starts_with(p))
        && !uses.reference.is_empty()
        && !uses.pinned()
}

/// An action named by a branch, which its author changes at any time, in a job that a
/// stranger starts with secrets or rights of the repository.
fn entrusted<'w>(workflow: &'w Workflow, job: &'w Job) -> impl Iterator<Item = &'w Uses> {
    let started = workflow.triggers.iter().any(|one| PRIVILEGED.contains(&one.name.as_str()));
    let rights = job.permissions.as_ref().or(workflow.permissions.as_ref());
    // Without a word of rights, the usual token writes.
    let writes = rights.is_none_or(|rights| rights.write_all || !rights.writes.is_empty());
    let given = |call: &Uses| call.inputs.iter().any(|(_, value, _)| value.contains("secrets."));
    let inherits = |call: &Uses| call.inherits_secrets.is_some();
    // A version has digits, and so has a digest.
    let branch = |call: &Uses| !call.reference.contains(|c: char| c.is_ascii_digit());
    job.uses.iter().filter(move |call| {
        let trusted = writes || given(call) || inherits(call);
        started && movable(call) && branch(call) && trusted
    })
}

fn unpinned(workflow: &Workflow, found: &mut Vec<Hazard>) {
    let place = |call: &Uses| Position { line: call.line, column: call.column };
    let mut told = Vec::new();
    for call in workflow.jobs.iter().flat_map(|job| entrusted(workflow, job)) {
        let names = workflow.triggers.iter().map(|trigger| trigger.name.as_str());
        let trigger = names.into_iter().find(|name| PRIVILEGED.contains(name)).unwrap_or_default();
        let (name, branch) = (short(&call.action), short(&call.reference));
        let values = [("name", name.as_str()), ("branch", &branch), ("trigger", trigger)];
        found.push(Hazard::new("unpinned-uses/branch", Sureness::Doubt, place(call), &values));
        told.push(place(call));
    }
    let all = workflow.jobs.iter().flat_map(|job| &job.uses).filter(|call| movable(call));
    let mut all: Vec<&Uses> = all.filter(|call| !told.contains(&place(call))).collect();
    all.sort_by_key(|call| place(call));
    all.dedup_by_key(|call| place(call));
    let Some(first) = all.first() else {
        return;
    };
    let (count, name) = (all.len().to_string(), short(&first.action));
    let values = [("count", count.as_str()), ("name", &name)];
    found.push(Hazard::new("unpinned-uses", Sureness::Info, place(first), &values));
}

/// Container images whose version nothing tells.
fn images(workflow: &Workflow, found: &mut Vec<Hazard>) {
    let calls = workflow.jobs.iter().flat_map(|job| &job.uses).filter_map(|call| {
        let image = call.action.strip_prefix("docker://").filter(|_| call.reference.is_empty())?;
        Some((image, Position { line: call.line, column: call.column }))
    });
    let named = workflow.jobs.iter().flat_map(|job| &job.images);
    let named = named.map(|(image, place)| (image.as_str(), *place));
    let mut all: Vec<_> = named.chain(calls).filter(|(image, _)| unversioned(image)).collect();
    all.sort_by_key(|(_, place)| *place);
    all.dedup();
    let Some((first, place)) = all.first() else { return };
    let (count, name) = (all.len().to_string(), short(first));
    let values = [("count", count.as_str()), ("name", &name)];
    found.push(Hazard::new("unpinned-images", Sureness::Info, *place, &values));
}

/// True for an image without tag or digest, or whose tag is that of the last version.
fn unversioned(image: &str) -> bool {
    let name = image.rsplit('/').next().unwrap_or(image);
    let version = name.split_once(':').map(|(_, tag)| tag);
    !image.is_empty() && !image.contains(['$', '@']) && matches!(version, None | Some("latest"))
}

fn secrets(job: &Job, found: &mut Vec<Hazard>) {
    for call in job.uses.iter().filter(|u| u.reusable && u.local().is_none()) {
        let Some(place) = call.inherits_secrets else {
            continue;
        };
        let name = short(&call.action);
        found.push(Hazard::new("secrets-inherit", Sureness::Doubt, place, &[("name", &name)]));
    }
}

/// The checkout leaves its token in `.git`, and the whole folder is published.
fn artifact(job: &Job, found: &mut Vec<Hazard>) {
    let keeps_token = |call: &Uses| {
        let version = call.reference.trim_start_matches('v').split('.').next().unwrap_or_default();
        // From version 6 on, the token is kept out of the working folder.
        let apart = version.len() < 4 && version.parse::<u32>().is_ok_and(|major| major >= 6);
        call.is("actions/checkout") && !apart && call.input("persist-credentials") != Some("false")
    };
    if !job.uses.iter().any(keeps_token) {
        return;
    }
    for call in job.uses.iter().filter(|u| u.is("actions/upload-artifact")) {
        let Some((_, path, place)) = call.inputs.iter().find(|(name, _, _)| name == "path") else {
            continue;
        };
        let without = path.lines().any(|line| {
            let left_out = line.trim().strip_prefix('!').map(|p| p.trim_end_matches(['/', '*']));
            left_out.is_some_and(|p| p.rsplit('/').next() == Some(".git"))
        });
        let whole = path.lines().map(str::trim).any(|p| {
            matches!(
                p.trim_end_matches('/'),
                "." | "**" | "./**" | "${{ github.workspace }}" | ".git"
            )
        });
        if !whole || without {
            continue;
        }
        let hidden = call.input("include-hidden-files") == Some("true");
        let level = if hidden { Sureness::Sure } else { Sureness::Doubt };
        found.push(Hazard::new("artipacked", level, *place, &[]));
    }
}

/// `curl … | sh`, `bash <(curl …)`, `sh -c "$(curl …)"`, `iwr … | iex`.
static PIPE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let shell = r"(?:sudo\s+(?:-\S+\s+)*)?(?:env\s+(?:\S+=\S*\s+)*)?(?:\S*/)?(?:(?:ba|z|k|da|a)?sh(?:\s|$)|python[\d.]*\s*(?:-(?:\s|$)|$)|(?:perl|ruby|php|node)\s*$)";
    let fetch = r"\b(?:curl|wget)\s";
    let joined = [
        format!(r"{fetch}(?:[^;&|]|&[^&]|\|[^|])*\|\s*{shell}"),
        format!(r"\b(?:bash|sh|zsh|source|\.)\s+(?:-\S+\s+)*<\(\s*{fetch}"),
        format!(r#"\b(?:bash|sh|zsh)\s+-\S*c\s+["']?(?:\$\(|`)\s*{fetch}"#),
        format!(r#"\beval\s+["']?(?:\$\(|`)\s*{fetch}"#),
        r"(?i)\b(?:iwr|irm|invoke-webrequest|invoke-restmethod)\b[^;]*\|\s*(?:iex|invoke-expression)\b".to_owned(),
    ]
    .join("|");
    Regex::new(&joined).ok()
});

/// Nothing on the way between the server and the shell vouches for the script.
fn unprotected(text: &str) -> bool {
    let local =
        ["http://localhost", "http://127.0.0.1", "http://$"].iter().any(|l| text.contains(l));
    let unchecked = text.split_whitespace().any(|w| {
        matches!(
            w,
            "--insecure" | "--no-check-certificate" | "-k" | "-sk" | "-kL" | "-skL" | "-ksL"
        )
    });
    (text.contains("http://") && !local) || unchecked
}

/// `pipe-to-shell`: a downloaded script run unread.
pub(super) fn piped(workflow: &Workflow, found: &mut Vec<Hazard>) {
    let Some(pipe) = PIPE.as_ref() else {
        return;
    };
    for command in workflow.jobs.iter().flat_map(|j| &j.commands) {
        let fetches =
            ["curl", "wget", "iw", "irm", "nvoke-"].iter().any(|f| command.text.contains(f));
        let echoed = ["echo ", "printf "].iter().any(|e| command.text.starts_with(e));
        if !fetches || echoed || !pipe.is_match(&command.text) {
            continue;
        }
        let open = unprotected(&command.text);
        let level = if open { Sureness::Doubt } else { Sureness::Info };
        found.push(Hazard::new(
            if open { "pipe-to-shell/unprotected" } else { "pipe-to-shell" },
            level,
            Position { line: command.line, column: command.column },
            &[],
        ));
    }
}
