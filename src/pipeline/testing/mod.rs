//! Does this workflow run tests?
//!
//! Only the program in command position counts: `echo "npm test"` and
//! `pip install pytest` run nothing, `test -f x` is the shell's.

mod programs;

#[cfg(test)]
pub(super) use programs::is_test;

use super::Workflow;
use super::model::{IncludeKind, Job, Uses};
use super::names::NAMES;

impl Workflow {
    /// Line of the first command or action that runs tests.
    pub fn runs_tests(&self) -> Option<usize> {
        let jobs = self.jobs.iter().filter(|j| !j.hidden).filter_map(job_line);
        let includes = self.includes.iter().filter(|i| {
            let target = i.target.to_lowercase();
            match i.kind {
                IncludeKind::Template => target.contains("auto-devops"),
                IncludeKind::Project | IncludeKind::Component => shared_template(&target),
                _ => false,
            }
        });
        jobs.chain(includes.map(|i| i.place.line)).min()
    }
}

fn job_line(job: &Job) -> Option<usize> {
    let commands = job.commands.iter().filter(|c| programs::is_test(&c.text)).map(|c| c.line);
    let uses = job.uses.iter().filter(|u| action_tests(u)).map(|u| u.line);
    commands.chain(uses).min()
}

/// to-be-continuous templates of languages, which test by default.
fn shared_template(target: &str) -> bool {
    target.contains("to-be-continuous/")
        && NAMES.test_templates.iter().any(|language| target.contains(language.as_str()))
}

/// Actions that run tests by themselves, or reusable workflows named after tests.
fn action_tests(uses: &Uses) -> bool {
    let action = uses.action.to_lowercase();
    if NAMES.test_actions.iter().any(|known| action.starts_with(known.as_str())) {
        return uses.input("runTests") != Some("false");
    }
    let task_tests = ["dotnetcorecli", "maven", "gradle", "vstest", "npm", "visualstudiotest"];
    if task_tests.contains(&action.as_str()) {
        return action.ends_with("test") || uses.input("command").is_some_and(test_name);
    }
    let local = action.starts_with("./");
    let name = action.rsplit('/').next().unwrap_or_default();
    let stem = name.trim_end_matches(".yml").trim_end_matches(".yaml");
    (local || uses.reusable) && test_name(stem)
}

/// A name made of words, one of them about tests and none about something else.
fn test_name(name: &str) -> bool {
    let name = name.to_lowercase();
    let words: Vec<&str> = name.split(|c: char| !c.is_alphanumeric()).collect();
    words.iter().any(|word| NAMES.test_words.contains(*word))
        && !words.iter().any(|word| NAMES.other_words.contains(*word))
}
