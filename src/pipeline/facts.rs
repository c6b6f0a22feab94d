//! Plain questions about what a workflow does.

use super::gitlab::full_commit;
use super::model::{Uses, Workflow};
use super::names::NAMES;
use super::shell::{self, Call};

impl Workflow {
    /// Line of the first step that publishes a package or a container image.
    pub fn publishes_package(&self) -> Option<usize> {
        let uses = self.uses().filter(|u| publishing_action(u)).map(|u| u.line);
        let commands = self.commands().filter(|(text, _)| {
            NAMES.publishing_words.iter().any(|w| text.contains(w.as_str()))
                && shell::runs(text, &publishes)
        });
        uses.chain(commands.map(|(_, line)| line)).min()
    }

    /// Line of a bot that asks contributors to sign a licence agreement.
    pub fn uses_cla_bot(&self) -> Option<usize> {
        let cla = |u: &&Uses| {
            let action = u.action.to_lowercase();
            action.starts_with("contributor-assistant/")
                || action
                    .split(|c: char| !c.is_alphanumeric())
                    .any(|w| matches!(w, "cla" | "easycla"))
        };
        self.uses().filter(cla).map(|u| u.line).min()
    }

    fn uses(&self) -> impl Iterator<Item = &Uses> {
        self.jobs.iter().filter(|j| !j.hidden).flat_map(|j| &j.uses)
    }

    fn commands(&self) -> impl Iterator<Item = (&str, usize)> {
        let jobs = self.jobs.iter().filter(|j| !j.hidden);
        jobs.flat_map(|j| &j.commands).map(|c| (c.text.as_str(), c.line))
    }
}

impl Uses {
    /// Its code is fixed by a full commit id, or by the digest of an image.
    pub fn pinned(&self) -> bool {
        full_commit(&self.reference) || self.reference.starts_with("sha256:")
    }
}

fn publishing_action(uses: &Uses) -> bool {
    let action = uses.action.to_lowercase();
    if action == "docker/build-push-action" || action == "docker/bake-action" {
        return uses.input("push").is_some_and(|v| v != "false");
    }
    if action == "goreleaser/goreleaser-action" {
        return uses
            .input("args")
            .is_some_and(|a| a.contains("release") && !a.contains("--snapshot"));
    }
    NAMES.publishers.contains(&action)
}

fn publishes(call: &Call<'_>) -> bool {
    let has = |words: &[&str]| call.args.iter().any(|a| words.contains(&a.as_str()));
    if has(&["--dry-run", "-n", "--help"]) {
        return false;
    }
    match call.program {
        "npm" | "yarn" | "pnpm" | "bun" | "lerna" | "changeset" | "cargo" | "poetry" | "flit"
        | "uv" | "hatch" | "pdm" | "vsce" | "ovsx" | "jsr" | "deno" | "dart" | "sbt" => {
            has(&["publish"])
        }
        "twine" => has(&["upload"]),
        "maturin" => has(&["publish", "upload"]),
        "setup.py" => has(&["upload"]),
        "mvn" | "mvnw" => call.args.iter().any(|a| {
            matches!(a.as_str(), "deploy" | "deploy:deploy" | "release:perform" | "jib:build")
        }),
        "gradle" | "gradlew" => call.args.iter().any(|a| {
            let task = a.rsplit(':').next().unwrap_or(a);
            task.starts_with("publish") && !task.ends_with("Local")
        }),
        "gem" | "helm" | "nuget" => has(&["push"]),
        "dotnet" => has(&["nuget"]) && has(&["push"]),
        "mix" => has(&["hex.publish"]),
        "rake" => has(&["release"]),
        "docker" | "podman" | "buildah" | "docker-compose" => {
            has(&["push", "--push"])
                || call.args.iter().any(|a| a.contains("push=true") || a.contains("type=registry"))
        }
        "skopeo" | "crane" => has(&["copy", "push"]),
        "kaniko" | "executor" => {
            call.args.iter().any(|a| a.starts_with("--destination")) && !has(&["--no-push"])
        }
        "semantic-release" | "goreleaser" => !has(&["check", "--snapshot", "build"]),
        _ => false,
    }
}
