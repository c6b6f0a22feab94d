//! Jenkinsfiles. Groovy is a language: only `stage('…')` and the `sh`, `bat`
//! and `powershell` steps are read, line by line.

use super::Workflow;
use super::model::{Job, ParseError, Position};
use super::script;

/// Fills the workflow from a Jenkinsfile.
pub(super) fn read(text: &str, workflow: &mut Workflow) {
    if text.len() > 1 << 20 {
        workflow.error = Some(ParseError::new(1, 1, "the file is larger than 1 MiB"));
        return;
    }
    workflow.jobs.push(Job { line: 1, ..Job::default() });
    let mut open: Option<Open<'_>> = None;
    let mut comment = false;
    for (index, line) in text.lines().enumerate() {
        let number = index + 1;
        if let Some(mut step) = open.take() {
            let end = line.find(step.quote);
            let body = end.map_or(line, |e| line.get(..e).unwrap_or_default());
            step.lines.push((body, Position { line: number, column: 1 }));
            if end.is_some() {
                close(step, workflow);
            } else {
                open = Some(step);
            }
            continue;
        }
        let bare = line.trim_start();
        if comment || bare.starts_with("/*") {
            comment = !line.contains("*/");
            continue;
        }
        if bare.starts_with("//") || bare.starts_with('*') {
            continue;
        }
        if let Some(name) = stage(bare) {
            workflow.jobs.push(Job { name: name.to_owned(), line: number, ..Job::default() });
        }
        open = step(line, number, workflow);
    }
    workflow.jobs.retain(|j| !j.commands.is_empty());
}

/// A step whose triple-quoted script goes on.
struct Open<'t> {
    quote: &'static str,
    lines: Vec<(&'t str, Position)>,
}

fn close(step: Open<'_>, workflow: &mut Workflow) {
    if let Some(job) = workflow.jobs.last_mut() {
        job.commands.extend(script::join(step.lines.into_iter(), None));
    }
}

/// The title of `stage('Tests') {`.
fn stage(line: &str) -> Option<&str> {
    let rest = line.strip_prefix("stage")?.trim_start();
    let rest = rest.strip_prefix('(').unwrap_or(rest).trim_start();
    let quote = rest.chars().next().filter(|c| matches!(c, '\'' | '"'))?;
    rest.get(1..)?.split(quote).next()
}

/// Reads the first shell step of a line; returns it when it goes on below.
fn step<'t>(line: &'t str, number: usize, workflow: &mut Workflow) -> Option<Open<'t>> {
    let (offset, rest) = after_step_name(line)?;
    let quote = ["'''", "\"\"\"", "'", "\""].into_iter().find(|q| rest.starts_with(q))?;
    let body = rest.get(quote.len()..)?;
    let column = line.get(..offset)?.chars().count() + quote.len() + 1;
    let end = body.find(quote);
    let text = end.map_or(body, |e| body.get(..e).unwrap_or_default());
    let step = Open { quote, lines: vec![(text, Position { line: number, column })] };
    if end.is_none() && quote.len() == 3 {
        return Some(step);
    }
    close(step, workflow);
    None
}

/// What follows `sh`, `sh(`, `sh script:`, `sh(returnStdout: true, script:`.
///
/// A line too long to have been written by hand is left out.
fn after_step_name(line: &str) -> Option<(usize, &str)> {
    if line.len() > 4096 {
        return None;
    }
    for name in ["sh", "bat", "powershell", "pwsh"] {
        for (at, _) in line.match_indices(name) {
            let before = line.get(..at)?.chars().next_back();
            if before.is_some_and(|c| c.is_alphanumeric() || matches!(c, '_' | '.' | '-' | '/')) {
                continue;
            }
            let mut rest = line.get(at + name.len()..)?;
            if !rest.starts_with(['(', ' ', '\'', '"']) {
                continue;
            }
            rest = rest.trim_start_matches(['(', ' ']);
            if let Some((_, script)) =
                rest.split_once("script:").filter(|(head, _)| !head.contains(['\'', '"']))
            {
                rest = script.trim_start();
            }
            if rest.starts_with(['\'', '"']) {
                return Some((line.len() - rest.len(), rest));
            }
        }
    }
    None
}
