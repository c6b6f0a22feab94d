//! CI definitions: what they run, and what becomes dangerous once the
//! repository is public.
//!
//! Nothing here touches the disk: the caller brings a path and a text. [`parse`]
//! gives a [`Workflow`], a small model common to every service; the questions
//! are asked of the model, and [`hazards`] judges it.

mod actions;
mod expression;
mod facts;
mod forge;
mod gitlab;
mod hazard;
mod jenkins;
mod model;
mod names;
mod outputs;
mod pipelines;
mod script;
mod shell;
mod testing;
mod variables;

#[cfg(test)]
mod tests;

pub(crate) use forge::{Forge, forge_of};
pub(crate) use hazard::{Hazard, hazards};
pub(crate) use model::{Command, IncludeKind, Job, ParseError, Uses, Variable, Workflow};

use crate::yaml::Yaml;
use expression::Values;

/// Reads a CI definition; `None` when the path configures no CI.
pub(crate) fn parse(path: &str, text: &str) -> Option<Workflow> {
    forge_of(path).map(|forge| parse_as(forge, path, text))
}

/// Reads a CI definition whose service is already known, such as a file that
/// `.gitlab-ci.yml` includes under a name of its own.
pub(crate) fn parse_as(forge: Forge, path: &str, text: &str) -> Workflow {
    let mut workflow = Workflow::new(forge, path);
    if forge == Forge::Jenkins {
        jenkins::read(text, &mut workflow);
        return workflow;
    }
    let (yaml, error) = Yaml::parse(text);
    workflow.error = error;
    for root in yaml.roots() {
        match forge {
            Forge::GitHub | Forge::Forgejo | Forge::Gitea => {
                actions::read(root, &Values::default(), &mut workflow);
            }
            Forge::GitLab => gitlab::read(root, &mut workflow),
            _ => pipelines::read(root, &mut workflow),
        }
    }
    if yaml.exhausted() && workflow.error.is_none() {
        workflow.error = Some(ParseError::new(1, 1, "aliases multiply the file beyond reason"));
    }
    workflow
}

/// Reads the action or the workflow of the repository, at `path`, that `caller`
/// calls by `call`: what starts the caller starts it, and its inputs hold what the
/// call gives them.
pub(crate) fn called(caller: &Workflow, call: &Uses, path: &str, text: &str) -> Workflow {
    let mut workflow = Workflow::new(caller.forge, path);
    let mut inputs = Values::default();
    for (name, origins) in &call.tainted {
        inputs.origins.insert(format!("inputs.{name}"), origins.clone());
    }
    for (name, value, _) in &call.inputs {
        inputs.given.insert(format!("inputs.{}", name.to_lowercase()), value.clone());
    }
    inputs.heads = caller.jobs.iter().flat_map(|job| job.heads.iter().cloned()).collect();
    for root in Yaml::parse(text).0.roots() {
        match call.reusable {
            true => actions::read(root, &inputs, &mut workflow),
            false => actions::read_action(root, &inputs, &mut workflow),
        }
    }
    workflow.triggers.clone_from(&caller.triggers);
    workflow
}

/// Reads a shell script that a CI definition runs as the only job of a
/// workflow of `forge`: its lines, comments left out and continuations joined.
pub(crate) fn of_script(forge: Forge, path: &str, text: &str) -> Workflow {
    let mut workflow = Workflow::new(forge, path);
    let mut job = Job { name: path.to_owned(), line: 1, ..Job::default() };
    let mut lines = text.lines().enumerate();
    while let Some((at, line)) = lines.next() {
        let mut whole = line.trim().to_owned();
        while let Some(cut) = whole.strip_suffix('\\') {
            whole = format!("{cut}{}", lines.next().map_or("", |(_, more)| more.trim()));
        }
        if !whole.is_empty() && !whole.starts_with('#') {
            job.commands.push(Command {
                text: whole,
                expanded: None,
                line: at + 1,
                column: 1,
                condition: None,
            });
        }
    }
    workflow.jobs.push(job);
    workflow
}
