//! Plain questions about what a workflow does.

use super::gitlab::full_commit;
use super::model::{CloneDepth, IncludeKind, Uses, Workflow};
use super::shell::{self, Call};

/// Actions that publish a package or an image.
const PUBLISHERS: &[&str] = &[
    "pypa/gh-action-pypi-publish",
    "js-devtools/npm-publish",
    "changesets/action",
    "cycjimmy/semantic-release-action",
    "codfish/semantic-release-action",
    "goreleaser/goreleaser-action",
    "rubygems/release-gem",
    "katyo/publish-crates",
    "release-plz/action",
    "helm/chart-releaser-action",
    "python-semantic-release/python-semantic-release",
    "elgohr/publish-docker-github-action",
    "mr-smithers-excellent/docker-build-push",
    "redhat-actions/push-to-registry",
];

/// One of them is in every publishing command.
const PUBLISHING_WORDS: &[&str] = &[
    "publish",
    "push",
    "upload",
    "deploy",
    "release",
    "registry",
    "copy",
    "destination",
    "jib:build",
];

/// Static analysis: (name, what identifies it in an action, an include or a command).
const SAST: &[(&str, &[&str], &[&str])] = &[
    ("bandit", &["pycqa/bandit-action"], &["bandit"]),
    ("bearer", &["bearer/bearer-action"], &["bearer"]),
    ("brakeman", &["reviewdog/action-brakeman"], &["brakeman"]),
    ("checkmarx", &["checkmarx/"], &["cx"]),
    ("codeql", &["github/codeql-action/analyze", "github/codeql-action/init"], &["codeql"]),
    ("devskim", &["microsoft/devskim-action"], &["devskim"]),
    ("flawfinder", &["david-a-wheeler/flawfinder"], &["flawfinder"]),
    ("fortify", &["fortify/"], &["sourceanalyzer", "fcli"]),
    ("gitlab-sast", &["security/sast", "jobs/sast", "components/sast/"], &[]),
    ("gosec", &["securego/gosec"], &["gosec"]),
    ("horusec", &[], &["horusec"]),
    ("njsscan", &["ajinabraham/njsscan-action"], &["njsscan"]),
    ("pysa", &["facebook/pysa-action"], &[]),
    ("qodana", &["jetbrains/qodana-action"], &["qodana"]),
    (
        "semgrep",
        &["returntocorp/semgrep", "semgrep/semgrep", "opengrep/"],
        &["semgrep", "opengrep"],
    ),
    ("snyk", &["snyk/actions"], &["snyk"]),
    ("sobelow", &["sobelow/action"], &["sobelow"]),
    (
        "sonar",
        &["sonarsource/", "to-be-continuous/sonar"],
        &["sonar-scanner", "sonarqube", "pysonar"],
    ),
    ("veracode", &["veracode/"], &[]),
    ("zizmor", &["zizmorcore/zizmor-action", "woodruffw/zizmor"], &["zizmor"]),
];

impl Workflow {
    /// Line of the first step that publishes a package or a container image.
    pub fn publishes_package(&self) -> Option<usize> {
        let uses = self.uses().filter(|u| publishing_action(u)).map(|u| u.line);
        let commands = self.commands().filter(|(text, _)| {
            PUBLISHING_WORDS.iter().any(|w| text.contains(w)) && shell::runs(text, &publishes)
        });
        uses.chain(commands.map(|(_, line)| line)).min()
    }

    /// The static security analysers it runs, by name, each with its first line.
    pub fn sast_tools(&self) -> Vec<(&'static str, usize)> {
        SAST.iter()
            .filter_map(|(name, marks, programs)| {
                let marked = |text: &str| marks.iter().any(|m| text.to_lowercase().contains(m));
                let uses = self.uses().filter(|u| marked(&u.action)).map(|u| u.line);
                let includes = self.includes.iter().filter(|i| i.kind != IncludeKind::Local);
                let includes = includes.filter(|i| marked(&i.target)).map(|i| i.place.line);
                let runs = |call: &Call<'_>| {
                    programs.contains(&call.program)
                        || (*name == "sonar"
                            && call.args.iter().any(|a| {
                                a == "sonar" || a.ends_with("sonar:sonar") || a.ends_with(":sonar")
                            }))
                };
                let named = |text: &str| {
                    programs.iter().any(|p| text.contains(p))
                        || (*name == "sonar" && text.contains("sonar"))
                };
                let commands =
                    self.commands().filter(|(text, _)| named(text) && shell::runs(text, &runs));
                let line = uses.chain(includes).chain(commands.map(|(_, line)| line)).min()?;
                Some((*name, line))
            })
            .collect()
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

    /// The deepest clone the file asks for: an audit of the history needs all of it.
    pub fn clone_depth(&self) -> Option<CloneDepth> {
        self.depths.iter().copied().max_by_key(|d| d.commits.map_or(u64::MAX, u64::from))
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
    PUBLISHERS.contains(&action.as_str())
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
