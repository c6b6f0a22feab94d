//! Which CI service reads a file, from its path alone.

/// A continuous integration service, or a family of compatible ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs)]
pub enum Forge {
    GitHub,
    GitLab,
    Forgejo,
    Gitea,
    Woodpecker,
    SourceHut,
    Jenkins,
    CircleCi,
    Travis,
    Azure,
    Drone,
    Bitbucket,
    AppVeyor,
    Buildkite,
}

impl Forge {
    /// The name people know it by.
    pub fn name(self) -> &'static str {
        match self {
            Forge::GitHub => "GitHub Actions",
            Forge::GitLab => "GitLab CI/CD",
            Forge::Forgejo => "Forgejo Actions",
            Forge::Gitea => "Gitea Actions",
            Forge::Woodpecker => "Woodpecker CI",
            Forge::SourceHut => "builds.sr.ht",
            Forge::Jenkins => "Jenkins",
            Forge::CircleCi => "CircleCI",
            Forge::Travis => "Travis CI",
            Forge::Azure => "Azure Pipelines",
            Forge::Drone => "Drone CI",
            Forge::Bitbucket => "Bitbucket Pipelines",
            Forge::AppVeyor => "AppVeyor",
            Forge::Buildkite => "Buildkite",
        }
    }

    /// GitHub Actions and the services that run the same workflow syntax.
    pub fn speaks_actions(self) -> bool {
        matches!(self, Forge::GitHub | Forge::Forgejo | Forge::Gitea)
    }
}

/// Which CI a repository path configures. Only where the service would look:
/// the workflows of a vendored project, in a subfolder, never run.
pub(crate) fn forge_of(path: &str) -> Option<Forge> {
    let path = path.strip_prefix("./").unwrap_or(path);
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    if jenkins(name) {
        return Some(Forge::Jenkins);
    }
    let stem = name.strip_suffix(".yml").or_else(|| name.strip_suffix(".yaml"))?;
    match folder {
        ".github/workflows" => return Some(Forge::GitHub),
        ".forgejo/workflows" => return Some(Forge::Forgejo),
        ".gitea/workflows" => return Some(Forge::Gitea),
        ".circleci" => return Some(Forge::CircleCi),
        ".builds" => return Some(Forge::SourceHut),
        ".buildkite" if stem.starts_with("pipeline") => return Some(Forge::Buildkite),
        _ => {}
    }
    if folder.is_empty() {
        match stem {
            ".gitlab-ci" => return Some(Forge::GitLab),
            ".woodpecker" => return Some(Forge::Woodpecker),
            ".build" => return Some(Forge::SourceHut),
            ".travis" => return Some(Forge::Travis),
            ".drone" => return Some(Forge::Drone),
            // Where CircleCI looked before `.circleci`, and still does.
            "circle" => return Some(Forge::CircleCi),
            "appveyor" | ".appveyor" => return Some(Forge::AppVeyor),
            "bitbucket-pipelines" => return Some(Forge::Bitbucket),
            _ => {}
        }
    }
    if in_folder(folder, ".woodpecker") {
        Some(Forge::Woodpecker)
    } else if gitlab_part(folder, stem) {
        Some(Forge::GitLab)
    } else if azure(folder, stem) {
        Some(Forge::Azure)
    } else {
        None
    }
}

fn jenkins(name: &str) -> bool {
    name == "Jenkinsfile" || name.starts_with("Jenkinsfile.") || name.ends_with(".jenkinsfile")
}

fn in_folder(folder: &str, wanted: &str) -> bool {
    folder.strip_prefix(wanted).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// Files a `.gitlab-ci.yml` usually includes; others come through [`super::parse_as`].
fn gitlab_part(folder: &str, stem: &str) -> bool {
    stem.ends_with(".gitlab-ci")
        || (folder.is_empty() && stem.starts_with(".gitlab-ci"))
        || [".gitlab-ci", ".gitlab/ci", ".gitlab-ci.d"].iter().any(|f| in_folder(folder, f))
}

fn azure(folder: &str, stem: &str) -> bool {
    stem.starts_with("azure-pipelines")
        || stem == ".azure-pipelines"
        || [".azure-pipelines", ".azuredevops/pipelines", ".azure/pipelines"]
            .iter()
            .any(|f| in_folder(folder, f))
}
