//! What the repository states about itself, as answers to the questions.

use super::answers::{Answers, Fact};
use super::{commands, reuse};
use crate::facts::Facts;
use crate::lang::{Lang, Text};
use crate::openness;
use crate::project::{Ecosystem, Project};
use crate::publiccode;
use crate::snapshot::File;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use minijinja::value::Value;
use std::collections::{BTreeMap, BTreeSet};

/// True for a file whose text is needed here.
pub fn reads(file: &File) -> bool {
    commands::reads(file)
}

/// The facts of `project`, by question.
pub fn of(project: &Project<'_>, gathered: &Facts, lang: Lang) -> BTreeMap<String, Fact> {
    let mut facts = commands::of(project);
    let mut state = |id: &str, value: Option<String>, from: Text| {
        if let Some(value) = value.map(|v| v.trim().to_string()).filter(|v| !v.is_empty()) {
            facts.entry(id.to_string()).or_insert(Fact { value, from });
        }
    };
    if let Some(declared) = publiccode::of(project) {
        let from = || Text::same(declared.path.clone());
        let at = |key: &str| declared.get(key).map(|field| field.value.clone());
        state("name", at("name"), from());
        state("repository", at("url"), from());
        state("organisation", at("organisation/name").or(at("legal/mainCopyrightOwner")), from());
        state("contact", at("maintenance/contacts/0/email"), from());
        state("purpose", at(&format!("description/{}/shortDescription", lang.code())), from());
    }
    if let Some(licence) = &project.licences().answer.licence {
        let from = Text::new("licence constatée", "licence found");
        state(
            "licence",
            Some(licence.to_string())
                .filter(|id| spdx::license_id(id).is_some_and(|id| !id.is_deprecated())),
            from,
        );
    }
    state("releases", published(), Text::same("publiable"));
    if let Some((holder, from)) = reuse::holder(project) {
        state("holder", Some(holder), from);
    }
    let readme = || Text::same("README");
    state("name", gathered.presentation.title.clone().filter(|title| is_name(title)), readme());
    for manifest in gathered.manifests.iter().filter(|manifest| manifest.at_root()) {
        let from = || Text::same(manifest.path.clone());
        state("name", manifest.name.clone(), from());
        state("purpose", manifest.description.clone().filter(|text| spoken(text, lang)), from());
        state("repository", manifest.repository.clone().filter(|url| is_web(url)), from());
    }
    if let Some(degree) = openness::announced(project) {
        state("degree", Some(degree.to_string()), Text::new("degré annoncé", "degree announced"));
    }
    let remote = project.snapshot.metadata.as_ref().and_then(|m| m.publication_remote());
    let address = remote.and_then(|remote| remote.address());
    let from = || Text::new("dépôt distant", "remote repository");
    state("repository", address.map(|address| address.web()), from());
    let folder = Text::new("nom du dépôt", "name of the repository");
    state("name", Some(project.snapshot.name()), folder);
    facts
}

/// Where the releases of this program are, once it has a public address.
fn published() -> Option<String> {
    let address = env!("CARGO_PKG_REPOSITORY").trim_end_matches('/').trim_end_matches(".git");
    is_web(address).then(|| format!("{address}/releases/download"))
}

/// True for a title that can be the name of a project.
fn is_name(title: &str) -> bool {
    title.chars().count() <= 40
}

/// True for an address a browser opens.
fn is_web(url: &str) -> bool {
    url.starts_with("https://")
}

/// True for words in `lang`, as far as their number allows to tell.
fn spoken(text: &str, lang: Lang) -> bool {
    let told = whatlang::detect(text).filter(whatlang::Info::is_reliable);
    told.is_some_and(|info| info.lang() == lang.pick(whatlang::Lang::Fra, whatlang::Lang::Eng))
}

/// The lists and dates templates may use besides the questions.
pub fn lists(project: &Project<'_>, today: Date) -> BTreeMap<String, Value> {
    BTreeMap::from([
        ("year".to_string(), Value::from(today.year())),
        ("publiable_version".to_string(), Value::from(env!("CARGO_PKG_VERSION"))),
        ("years".to_string(), Value::from(reuse::years(project))),
        ("date".to_string(), Value::from(today.to_string())),
        ("expires".to_string(), Value::from(expiry(today).to_string())),
        ("authors".to_string(), Value::from(authors(project))),
        ("tags".to_string(), Value::from(tags(project))),
        ("ecosystems".to_string(), Value::from(ecosystems(project))),
        ("languages".to_string(), Value::from(languages(project))),
        ("branch".to_string(), Value::from(branch(project))),
    ])
}

/// The day a `security.txt` of `today` expires: within a year (RFC 9116, 2.5.5).
fn expiry(today: Date) -> Date {
    today.saturating_add(jiff::Span::new().days(364))
}

/// What Dependabot calls the package managers of the project
/// (docs.github.com, “package-ecosystem”).
fn ecosystems(project: &Project<'_>) -> Vec<&'static str> {
    let root = project.manifests().iter().filter(|manifest| manifest.at_root());
    let mut names: BTreeSet<&str> = root
        .filter_map(|manifest| match manifest.ecosystem {
            Ecosystem::Npm => Some("npm"),
            Ecosystem::Cargo => Some("cargo"),
            Ecosystem::Python => Some("pip"),
            Ecosystem::Composer => Some("composer"),
            Ecosystem::Maven => Some("maven"),
            Ecosystem::Gradle => Some("gradle"),
            Ecosystem::Gem => Some("bundler"),
            Ecosystem::Hex => Some("mix"),
            Ecosystem::Go => Some("gomod"),
            Ecosystem::NuGet => Some("nuget"),
            Ecosystem::Pub => Some("pub"),
            Ecosystem::R => None,
        })
        .collect();
    let at_root = |name: &str| project.snapshot.file(name).is_some();
    names.extend(at_root("Gemfile").then_some("bundler"));
    names.extend(at_root("requirements.txt").then_some("pip"));
    names.extend(at_root("Dockerfile").then_some("docker"));
    names.insert("github-actions");
    names.into_iter().collect()
}

/// The extensions and names that tell a language, for `.editorconfig`.
fn languages(project: &Project<'_>) -> Vec<&'static str> {
    let is = |test: &dyn Fn(&File) -> bool| project.own_files().any(test);
    let go = is(&|file| file.extension() == "go").then_some("go");
    let make = is(&|file| file.name() == "Makefile").then_some("make");
    go.into_iter().chain(make).collect()
}

/// The branch that is published.
fn branch(project: &Project<'_>) -> String {
    let metadata = project.snapshot.metadata.as_ref();
    metadata.and_then(|metadata| metadata.branch.clone()).unwrap_or_else(|| "main".to_string())
}

/// The versions tagged, the latest first: `version` and `date`.
fn tags(project: &Project<'_>) -> Vec<Value> {
    let tags = project.snapshot.metadata.iter().flat_map(|metadata| &metadata.tags);
    let mut tags: Vec<_> = tags
        .filter(|tag| {
            tag.name.trim_start_matches(['v', 'V']).starts_with(|c: char| c.is_ascii_digit())
        })
        .collect();
    tags.sort_by_key(|tag| std::cmp::Reverse(tag.date));
    let releases = tags.into_iter().map(|tag| {
        let version = tag.name.trim_start_matches(['v', 'V']).to_string();
        let date = tag.date.to_zoned(TimeZone::UTC).date().to_string();
        Value::from_pairs([("version", version), ("date", date)])
    });
    releases.collect()
}

/// The names of the people who wrote commits, without their addresses, in the
/// order of their first commit.
fn authors(project: &Project<'_>) -> Vec<String> {
    let commits = project.snapshot.history.iter().flat_map(|history| &history.commits);
    let mut first: BTreeMap<&str, Timestamp> = BTreeMap::new();
    for commit in commits {
        let name = commit.author.name.trim();
        let named = name.contains(' ') && !name.contains('@') && !name.contains("[bot]");
        if named {
            let seen = first.entry(name).or_insert(commit.date);
            *seen = commit.date.min(*seen);
        }
    }
    let mut authors: Vec<(Timestamp, &str)> = first.into_iter().map(|(n, d)| (d, n)).collect();
    authors.sort();
    authors.into_iter().map(|(_, name)| name.to_string()).collect()
}

/// The forge the project is on: by its files, else by its address.
pub fn forge(project: &Project<'_>, answers: &Answers) -> Option<&'static str> {
    let folder = |name: &str| project.files().any(|file| file.path.starts_with(name));
    let address = answers.get("repository").unwrap_or_default();
    let host = address.split("://").nth(1).and_then(|rest| rest.split('/').next());
    let host = host.unwrap_or_default();
    match () {
        () if folder(".forgejo/") || folder(".gitea/") => Some("forgejo"),
        () if host.contains("gitlab") || folder(".gitlab-ci.yml") || folder(".gitlab/") => {
            Some("gitlab")
        }
        () if host == "github.com" || folder(".github/") => Some("github"),
        () if host == "codeberg.org" || host.contains("forgejo") || host.contains("gitea") => {
            Some("forgejo")
        }
        () => None,
    }
}
