//! Workflow commands: the annotations that GitHub, Forgejo and Gitea show on a
//! job and beside the lines of a change.

use super::problem::{Level, Problem, home, problems, set_aside};
use super::view::wrong;
use super::{capital, diff, escape_lines, verdict};
use crate::finding::Fingerprint;
use crate::lang::{Lang, Text};
use crate::report::difference::{Difference, Direction};
use crate::report::{FailOn, Report, Verdict};
use crate::text;
use std::collections::HashMap;
use std::io::{self, Write};

/// Annotations of one kind that GitHub shows for a step.
const SHOWN: usize = 10;

/// Writes the verdict and the problems of `report` as annotations; no more of
/// each kind than are shown, every rule before any rule's second finding; what does not
/// reach the gate is no error.
pub(crate) fn render(
    report: &Report,
    (gate, lang): (FailOn, Lang),
    out: &mut dyn Write,
) -> io::Result<()> {
    // What a change is asked about is what it brings; the rest is counted.
    let mut problems = problems(report, false);
    problems.retain(|problem| problem.new != Some(false));
    let reach = gate.reach(report);
    let reached = |outcome| reach.as_ref().is_some_and(|reach| reach.of(outcome).is_some());
    for problem in problems.iter_mut().filter(|problem| !reached(problem.outcome)) {
        problem.level = problem.level.max(Level::Warning);
    }
    problems.extend(reach.iter().flat_map(|reach| set_aside(report, &reach.rules)));
    let level_of_all = level_of(report, reach.is_some());
    let mut seen: HashMap<&str, usize> = HashMap::new();
    let ranks: Vec<usize> = problems
        .iter()
        .map(|problem| {
            let rank = seen.entry(&problem.outcome.rule).or_default();
            *rank += 1;
            *rank
        })
        .collect();
    let mut ranked: Vec<(usize, Problem<'_>)> = ranks.into_iter().zip(problems.drain(..)).collect();
    ranked.sort_by_key(|(rank, problem)| (problem.level, *rank));
    conclusion(report, (gate, lang), level_of_all, out)?;
    for level in [Level::Error, Level::Warning, Level::Note] {
        let told: Vec<_> = ranked.iter().filter(|(_, problem)| problem.level == level).collect();
        // The verdict took one place.
        let room = if level == level_of_all { SHOWN - 1 } else { SHOWN };
        let room = if told.len() > room { room - 1 } else { room };
        for (_, problem) in told.iter().take(room) {
            annotation(report, problem, lang, out)?;
        }
        let hidden = told.len().saturating_sub(room);
        if hidden > 0 {
            let message = text!(
                hidden;
                "… et {hidden} autre, dans le rapport" | "… et {hidden} autres, dans le rapport",
                "… and {hidden} other, in the report" | "… and {hidden} others, in the report"
            );
            command(out, word(level), &[("title", "publiable")], message.get(lang))?;
        }
    }
    Ok(())
}

/// Writes `page` so that nothing in it is taken for a command: commands stop
/// until a word that the page cannot hold.
pub(crate) fn guarded(page: &[u8], out: &mut dyn Write) -> io::Result<()> {
    let stop = Fingerprint::new("publiable log", &String::from_utf8_lossy(page)).0.replace(':', "");
    writeln!(out, "::stop-commands::{stop}")?;
    out.write_all(page)?;
    if !page.ends_with(b"\n") {
        writeln!(out)?;
    }
    writeln!(out, "::{stop}::")
}

fn conclusion(
    report: &Report,
    (gate, lang): (FailOn, Lang),
    level: Level,
    out: &mut dyn Write,
) -> io::Result<()> {
    let title = format!("publiable{}{}", lang.pick(" : ", ": "), report.headline_label().get(lang));
    let mut message = capital(verdict::because(report).get(lang));
    if let Some(comparison) = &report.comparison {
        message.push_str(&format!("\n{}", changed(comparison).get(lang)));
        let left_out = diff::left_out(comparison);
        left_out.iter().for_each(|said| message.push_str(&format!("\n{}", said.get(lang))));
    }
    message.push_str(&format!("\n{}", capital(verdict::threshold(report, gate).get(lang))));
    command(out, word(level), &[("title", &title)], &message)
}

/// What changed since the revision compared with, in a sentence.
fn changed(comparison: &Difference) -> Text {
    let base = diff::base(&comparison.old);
    let worse = comparison.rules.iter().filter(|rule| rule.direction == Direction::Worse).count();
    let (appeared, gone) = (comparison.appeared.len(), comparison.gone.len());
    let unchanged = diff::unchanged(comparison);
    text!(
        "Depuis {base} : constats nouveaux {appeared}, disparus {gone} ; règles dégradées {worse} ; {unchanged}.",
        "Since {base}: findings new {appeared}, gone {gone}; rules that got worse {worse}; {unchanged}.";
        unchanged
    )
}

/// How heavy the verdict is: an error exactly when the command fails.
fn level_of(report: &Report, fails: bool) -> Level {
    match report.headline() {
        _ if fails => Level::Error,
        Verdict::AuditIncomplet => Level::Error,
        Verdict::Publiable => Level::Note,
        _ => Level::Warning,
    }
}

fn word(level: Level) -> &'static str {
    match level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Note => "notice",
    }
}

fn annotation(
    report: &Report,
    problem: &Problem<'_>,
    lang: Lang,
    out: &mut dyn Write,
) -> io::Result<()> {
    let new = if problem.new == Some(true) { lang.pick("nouveau\u{a0}: ", "new: ") } else { "" };
    let aside = problem.waived().map(|_| verdict::set_aside(1));
    let said = match aside {
        Some(_) => wrong(report, &problem.outcome.rule, 1).get(lang).to_string(),
        None => problem.title(lang),
    };
    let title = format!("{new}{said} ({})", problem.outcome.rule);
    let place = problem.location();
    let path = place.and_then(|place| place.path.as_deref());
    let mut message = problem.message(lang);
    if let Some(aside) = aside {
        message.push_str(&format!("\n{}", aside.get(lang)));
    }
    for place in &problem.elsewhere {
        message.push_str(&format!("\n{}{place}", lang.pick("aussi\u{a0}: ", "also: ")));
    }
    let fix = problem.fix(lang);
    if !fix.is_empty() {
        message.push_str(&format!("\n→ {fix}"));
    }
    if let Some(command) = problem.command(report, lang) {
        let settle = lang.pick("Si ce constat est à écarter\u{a0}: ", "If it is to be set aside: ");
        message.push_str(&format!("\n{settle}{command}"));
    }
    let mut properties = vec![("file", path.unwrap_or_else(|| home(report)).to_string())];
    match (problem.commit(), place) {
        (Some(_), Some(place)) => message = format!("{place}\n{message}"),
        (None, Some(place)) => {
            properties.extend(place.line.map(|line| ("line", line.to_string())));
            properties.extend(place.column.map(|column| ("col", column.to_string())));
        }
        _ => {}
    }
    properties.push(("title", title));
    let borrowed: Vec<(&str, &str)> =
        properties.iter().map(|(name, value)| (*name, value.as_str())).collect();
    command(out, word(problem.level), &borrowed, &message)
}

/// One workflow command on one line.
fn command(
    out: &mut dyn Write,
    name: &str,
    properties: &[(&str, &str)],
    message: &str,
) -> io::Result<()> {
    let properties: Vec<String> =
        properties.iter().map(|(name, value)| format!("{name}={}", property(value))).collect();
    writeln!(out, "::{name} {}::{}", properties.join(","), data(message))
}

fn data(text: &str) -> String {
    escape_lines(text).replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_stays_one_line() {
        let mut out = Vec::new();
        command(&mut out, "error", &[("file", "a,b:c\n::error::x")], "x\n::set-env::")
            .expect("written");
        let written = String::from_utf8(out).expect("UTF-8");
        assert_eq!(written, "::error file=a%2Cb%3Ac%0A%3A%3Aerror%3A%3Ax::x%0A::set-env::\n");
    }
}
