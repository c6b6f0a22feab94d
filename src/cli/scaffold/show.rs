//! What scaffold prints: the plan, its differences, and what was done.

use crate::lang::Lang;
use crate::render::escape;
use crate::scaffold::answers::Answers;
use crate::scaffold::change::{Change, Plan};
use crate::scaffold::{piece, questions};
use console::Style;
use std::fmt::Write;

/// The plan: one line a file, then what is left.
pub fn plan(plan: &Plan, lang: Lang) -> String {
    let mut out = String::new();
    let width = plan.changes.iter().map(|change| change.path.chars().count()).max().unwrap_or(0);
    for change in &plan.changes {
        let _ = writeln!(out, "  {}", line(change, width, lang));
    }
    if !plan.unanswered.is_empty() {
        let title = lang.pick(
            "\nSans réponse, donc écrit comme une question que l’audit signalera :",
            "\nWithout an answer, so written as a question that the audit will report:",
        );
        let _ = writeln!(out, "{title}");
        for id in &plan.unanswered {
            let words = questions::get(id).map_or("", |question| question.words(lang));
            let _ = writeln!(out, "  --answer {id}=…  {words}");
        }
    }
    out.push_str(&left(plan, lang));
    out
}

/// One file of the plan.
pub fn line(change: &Change, width: usize, lang: Lang) -> String {
    let sign = if change.creates() { '+' } else { '~' };
    let added = change.added();
    let path = escape(&change.path);
    let pad = " ".repeat(width.saturating_sub(change.path.chars().count()));
    let lines = lang.pick("lignes", "lines");
    let rules = change.rules.join(", ");
    let brings = change.brings.get(lang);
    let about = if rules.is_empty() { String::new() } else { format!(" ({rules})") };
    format!("{sign} {path}{pad}  +{added} {lines}  {brings}{about}")
}

/// The failing rules that nothing in the plan answers.
fn left(plan: &Plan, lang: Lang) -> String {
    if plan.left.is_empty() {
        return String::new();
    }
    let mut out = String::new();
    let title = lang.pick(
        "\nCe que scaffold n’écrit pas, à traiter par une personne :",
        "\nWhat scaffold does not write, for a person to deal with:",
    );
    let _ = writeln!(out, "{title}");
    for left in &plan.left {
        let _ = writeln!(out, "  {} — {}", left.rule, escape(left.why.get(lang)));
    }
    out
}

/// The unified diff of the whole plan.
pub fn differences(plan: &Plan, colours: bool) -> String {
    let mut out = String::new();
    for change in &plan.changes {
        for line in change.unified().split_inclusive('\n') {
            out.push_str(&painted(line, colours));
        }
    }
    out
}

/// A line of a diff, safe for a terminal, coloured as `git diff` does.
fn painted(line: &str, colours: bool) -> String {
    let (text, end) = match line.strip_suffix('\n') {
        Some(text) => (text, "\n"),
        None => (line, ""),
    };
    let text = escape(text.strip_suffix('\r').unwrap_or(text));
    let style = match text.chars().next() {
        _ if text.starts_with("+++") || text.starts_with("---") => Style::new().bold(),
        Some('+') => Style::new().green(),
        Some('-') => Style::new().red(),
        Some('@') => Style::new().cyan(),
        _ => Style::new(),
    };
    match colours {
        true => format!("{}{end}", style.force_styling(true).apply_to(text)),
        false => format!("{text}{end}"),
    }
}

/// The plan, the facts it rests on and its differences.
pub fn dry_run(found: &Plan, answers: &Answers, lang: Lang, colours: bool) -> String {
    let title = lang.pick("Plan (rien n’est écrit) :", "Plan (nothing is written):");
    let known = facts(answers, lang);
    format!("{title}\n{}{known}\n{}", plan(found, lang), differences(found, colours))
}

/// What was read in the repository, and where.
pub fn facts(answers: &Answers, lang: Lang) -> String {
    let mut out = String::new();
    let facts = answers.facts.iter().filter(|(id, _)| !answers.given.contains_key(*id));
    for (id, fact) in facts {
        if out.is_empty() {
            let title = lang.pick("\nLu dans le dépôt :", "\nRead in the repository:");
            let _ = writeln!(out, "{title}");
        }
        let (value, from) = (escape(&fact.value), fact.from.get(lang));
        let _ = writeln!(out, "  {id} = {value}  ({from})");
    }
    out
}

/// What a run that has nothing to write says.
pub fn nothing(plan: &Plan, lang: Lang) -> String {
    let line = lang.pick("Rien à écrire.\n", "Nothing to write.\n");
    format!("{line}{}", left(plan, lang))
}

/// What a person who leaves is told.
pub fn quit(lang: Lang) -> String {
    lang.pick("Rien n’a été écrit.\n", "Nothing was written.\n").to_string()
}

/// What was written.
pub fn done(found: &Plan, lang: Lang) -> String {
    let title = lang.pick("Écrit :", "Written:");
    let next = lang.pick(
        "\nRelisez (git diff), complétez, puis : publiable audit\n",
        "\nRead it over (git diff), complete it, then: publiable audit\n",
    );
    format!("{title}\n{}{next}", plan(found, lang))
}

/// What scaffold can write, the questions and the templates.
pub fn list(lang: Lang) -> String {
    let mut out = String::new();
    let _ = writeln!(out, "{}", lang.pick("Fichiers :", "Files:"));
    for piece in piece::all() {
        let rules: Vec<&str> = match piece.rules.is_empty() {
            true => piece.parts.iter().map(String::as_str).collect(),
            false => piece.rules.iter().map(String::as_str).collect(),
        };
        let asked = piece.rules.is_empty().then(|| format!("--with {}", piece.id));
        let rules = rules.into_iter().map(str::to_string).chain(asked).collect::<Vec<_>>();
        let rules = rules.join(", ");
        let _ = writeln!(out, "  {}  {} ({rules})", piece.path, piece.label().get(lang));
    }
    let _ = writeln!(out, "\n{}", lang.pick("Questions :", "Questions:"));
    for question in questions::all() {
        let _ = writeln!(out, "  {}  {}", question.id, question.words(lang));
        for choice in &question.choice {
            let words = lang.pick(&choice.fr, &choice.en);
            let _ = writeln!(out, "      {}  {words}", choice.id);
        }
    }
    let title = lang.pick("Gabarits (--templates) :", "Templates (--templates):");
    let _ = writeln!(out, "\n{title}");
    for name in super::template_names() {
        let _ = writeln!(out, "  {name}");
    }
    out
}
