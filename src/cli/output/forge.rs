//! The forge whose job the program runs in, as its variables tell.

use crate::error::{Error, Result};
use crate::text;
use std::env;

/// True in a job whose log reads workflow commands: GitHub Actions, and
/// Forgejo or Gitea Actions, which set the same variable.
pub(crate) fn reads_commands() -> bool {
    ["GITHUB_ACTIONS", "FORGEJO_ACTIONS", "GITEA_ACTIONS"]
        .iter()
        .any(|name| env::var_os(name).is_some_and(|value| value == "true"))
}

/// How a continuous integration tells what a merge request is to be merged in.
struct Announces {
    /// The variable that gives it away, and its value unless any will do.
    here: (&'static str, Option<&'static str>),
    /// The variables that hold a commit of the target branch, the best first.
    commits: &'static [&'static str],
    /// The variable that holds the name of the target branch.
    branch: &'static str,
}

/// GitHub and the forges whose jobs set the same variables, GitLab, Woodpecker,
/// and Jenkins’s multibranch pipelines; each sets the last two in a merge
/// request alone.
const ANNOUNCES: [Announces; 6] = [
    Announces { here: ("GITHUB_ACTIONS", Some("true")), commits: &[], branch: "GITHUB_BASE_REF" },
    Announces { here: ("FORGEJO_ACTIONS", Some("true")), commits: &[], branch: "GITHUB_BASE_REF" },
    Announces { here: ("GITEA_ACTIONS", Some("true")), commits: &[], branch: "GITHUB_BASE_REF" },
    Announces {
        here: ("GITLAB_CI", Some("true")),
        commits: &["CI_MERGE_REQUEST_TARGET_BRANCH_SHA", "CI_MERGE_REQUEST_DIFF_BASE_SHA"],
        branch: "CI_MERGE_REQUEST_TARGET_BRANCH_NAME",
    },
    Announces { here: ("CI", Some("woodpecker")), commits: &[], branch: "CI_COMMIT_TARGET_BRANCH" },
    Announces { here: ("JENKINS_URL", None), commits: &[], branch: "CHANGE_TARGET" },
];

/// The names under which the target of the merge request of this job may be
/// known to the clone, the best first; none outside a merge request. An error
/// where no forge is recognised.
pub(crate) fn target() -> Result<Vec<String>> {
    let set = |name: &str| env::var(name).ok().filter(|value| !value.is_empty());
    let here = ANNOUNCES.iter().find(|announces| {
        let (name, wanted) = announces.here;
        set(name).is_some_and(|value| wanted.is_none_or(|wanted| wanted == value))
    });
    let Some(announces) = here else { return Err(no_forge()) };
    let mut names: Vec<String> = announces.commits.iter().filter_map(|name| set(name)).collect();
    if let Some(branch) = set(announces.branch) {
        names.extend([format!("refs/remotes/origin/{branch}"), format!("refs/heads/{branch}")]);
    }
    Ok(names)
}

fn no_forge() -> Error {
    Error::usage(text!(
        "--compare auto ne reconnaît pas l’intégration continue où il est lancé.",
        "--compare auto does not recognise the continuous integration it runs in."
    ))
    .remedy(text!(
        "Donnez la révision : --compare origin/main",
        "Give the revision: --compare origin/main"
    ))
}
