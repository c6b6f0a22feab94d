//! The CI definitions of a repository, those that `.gitlab-ci.yml` includes
//! from the repository itself among them.

use super::Project;
use crate::pipeline::{self, Forge, IncludeKind, Workflow};
use crate::snapshot::File;
use globset::GlobBuilder;
use std::collections::BTreeSet;

/// Above this size, in bytes, a YAML file is data rather than a definition.
const LARGEST: u64 = 500_000;

/// True for a file whose text is needed here.
pub(super) fn is_read(file: &File) -> bool {
    may_define(file) || may_be_script(file)
}

/// True for a file that is a CI definition, or that one may include.
fn may_define(file: &File) -> bool {
    let yaml = matches!(file.extension().as_str(), "yml" | "yaml");
    file.is_own() && file.size <= LARGEST && (yaml || pipeline::forge_of(&file.path).is_some())
}

/// Every definition, by path.
fn definitions(project: &Project<'_>) -> Vec<Workflow> {
    let mut found: Vec<Workflow> = project
        .own_files()
        .filter_map(|file| pipeline::parse(&file.path, project.text(file)?))
        .collect();
    let mut known: BTreeSet<String> = found.iter().map(|workflow| workflow.path.clone()).collect();
    let mut at = 0;
    while at < found.len() {
        let targets = local_includes(&found[at]);
        at += 1;
        let files = targets.iter().flat_map(|target| included(project, target));
        for file in files {
            if let Some(text) = project.text(file).filter(|_| known.insert(file.path.clone())) {
                found.push(pipeline::parse_as(Forge::GitLab, &file.path, text));
            }
        }
    }
    found.sort_by(|left, right| left.path.cmp(&right.path));
    found
}

/// Above this size, in bytes, a file is no script that CI runs.
const LARGEST_SCRIPT: u64 = 64_000;

/// True for a shell script of the repository, which a definition may run.
fn may_be_script(file: &File) -> bool {
    let shell = matches!(file.extension().as_str(), "sh" | "bash" | "zsh" | "");
    file.is_own()
        && shell
        && file.size <= LARGEST_SCRIPT
        && (file.executable || file.extension() != "")
}

/// The CI definitions of a project, and the scripts that they run.
pub(super) struct Pipelines {
    found: Vec<Workflow>,
    definitions: usize,
}

impl Project<'_> {
    /// Every CI definition, by path.
    pub fn pipelines(&self) -> &[Workflow] {
        let Pipelines { found, definitions } = self.all_pipelines();
        &found[..*definitions]
    }

    /// Every CI definition, then the scripts of the repository that they run.
    pub fn pipelines_and_scripts(&self) -> &[Workflow] {
        &self.all_pipelines().found
    }

    fn all_pipelines(&self) -> &Pipelines {
        self.pipelines.get_or_init(|| {
            let found = definitions(self);
            Pipelines { definitions: found.len(), found: with_scripts(self, found) }
        })
    }
}

/// `found`, then the scripts of the repository that they run.
fn with_scripts(project: &Project<'_>, mut found: Vec<Workflow>) -> Vec<Workflow> {
    let mut known = BTreeSet::new();
    let mut at = 0;
    while at < found.len() {
        let scripts: Vec<&File> = found[at]
            .jobs
            .iter()
            .flat_map(|job| &job.commands)
            .flat_map(|command| command.text.split([' ', '\t', '"', '\'', ';', '&', '|', '(', ')']))
            .filter_map(|word| project.snapshot.file(word.trim_start_matches("./")))
            .filter(|file| may_be_script(file) && known.insert(file.path.clone()))
            .collect();
        for file in scripts {
            if let Some(text) = project.text(file) {
                found.push(pipeline::of_script(found[at].forge, &file.path, text));
            }
        }
        at += 1;
    }
    found
}

fn local_includes(workflow: &Workflow) -> Vec<String> {
    let local = workflow.includes.iter().filter(|include| include.kind == IncludeKind::Local);
    local.map(|include| include.target.trim_start_matches('/').to_string()).collect()
}

/// The files a local include names; GitLab expands `*` and `**` in it.
fn included<'a>(project: &Project<'a>, target: &str) -> Vec<&'a File> {
    if !target.contains('*') {
        return project.snapshot.file(target).filter(|file| may_define(file)).into_iter().collect();
    }
    let Ok(glob) = GlobBuilder::new(target).literal_separator(true).build() else {
        return Vec::new();
    };
    let matcher = glob.compile_matcher();
    project.own_files().filter(|file| may_define(file) && matcher.is_match(&file.path)).collect()
}
