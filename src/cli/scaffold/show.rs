//! What scaffold prints: the plan, its differences, and what was done.

use crate::cli::console::words;
use crate::cli::recording::Recording;
use crate::lang::{Lang, Text};
use crate::render::escape;
use crate::render::placed::placed;
use crate::scaffold::answers::Answers;
use crate::scaffold::change::{Asked, Change, Plan};
use crate::scaffold::{piece, questions};
use crate::text;
use console::Style;
use std::fmt::Write;

/// What stands before the rows of a line but the first.
const UNDER: &str = "        ";
/// How many of the places that want an answer are named.
const PLACES: usize = 3;

/// How a plan is shown.
#[derive(Debug, Clone, Copy)]
pub(super) struct Look {
    /// The language.
    pub lang: Lang,
    /// Whether colours are wanted.
    pub colours: bool,
    /// Columns a line may take; none when nothing is known of the screen.
    pub width: Option<usize>,
}

impl Look {
    fn paint(self, text: &str, style: Style) -> String {
        match self.colours {
            true => style.force_styling(true).apply_to(text).to_string(),
            false => text.to_string(),
        }
    }

    fn dim(self, text: &str) -> String {
        self.paint(text, Style::new().dim())
    }

    fn title(self, text: &str) -> String {
        self.paint(text, Style::new().bold())
    }

    /// `line` on as many rows as it takes where the screen is known, each under its second
    /// word.
    fn row(self, line: &str) -> String {
        match self.width {
            Some(width) => textwrap::fill(line, words(width.max(20)).subsequent_indent(UNDER)),
            None => line.to_string(),
        }
    }
}

/// The plan: one line a file, the verdict it leads to, the questions left open,
/// what is not written, the rules left to people.
pub(super) fn plan(plan: &Plan, look: Look) -> String {
    let to_create = |count: usize| text!(count; "{count} fichier à créer" | "{count} fichiers à créer", "{count} file to create" | "{count} files to create");
    let to_complete = |count: usize| text!(count; "{count} fichier à compléter" | "{count} fichiers à compléter", "{count} file to complete" | "{count} files to complete");
    let mut out = listed(plan, (&to_create, &to_complete), look);
    if plan.is_empty() {
        let line = look.lang.pick("Rien à écrire pour l’instant", "Nothing to write for now");
        let _ = writeln!(out, "{}", look.title(line));
    }
    out.push_str(&verdict(plan, look));
    out.push_str(&open(plan, look));
    out.push_str(&rest(plan, look));
    out
}

/// The files of `plan`, those that are new and the others, under how many there are.
fn listed(
    plan: &Plan,
    (new, old): (&dyn Fn(usize) -> Text, &dyn Fn(usize) -> Text),
    look: Look,
) -> String {
    let mut out = String::new();
    let width = path_width(plan);
    for (creates, title) in [(true, new), (false, old)] {
        let those: Vec<&Change> =
            plan.changes.iter().filter(|change| change.creates() == creates).collect();
        if those.is_empty() {
            continue;
        }
        let _ = writeln!(out, "{}", look.title(title(those.len()).get(look.lang)));
        for change in those {
            let row = format!("  {}", line(change, width, look));
            let _ = writeln!(out, "{}", look.row(&row));
        }
    }
    out
}

/// The files repaired, or to be: one line each, and the verdict they lead to.
pub(super) fn repairs(plan: &Plan, look: Look) -> String {
    if plan.is_empty() {
        let line =
            look.lang.pick("Rien à réparer sans réponse.\n", "Nothing to fix without an answer.\n");
        return format!("{line}{}", held(plan, look));
    }
    let width = path_width(plan);
    let lines = plan.changes.iter().map(|change| look.row(&line(change, width, look)) + "\n");
    format!("{}{}{}", lines.collect::<String>(), verdict(plan, look), held(plan, look))
}

/// What the verdict is, and becomes.
fn verdict(plan: &Plan, look: Look) -> String {
    let Some((before, after)) = plan.verdicts else { return String::new() };
    let (before, after) = (before.label(), after.label());
    let (before, after) = (before.get(look.lang), after.get(look.lang));
    let title = look.lang.pick("Verdict\u{a0}:", "Verdict:");
    match before == after {
        true => format!("{title} {after}\n"),
        false => format!("{title} {before} → {after}\n"),
    }
}

/// What is not written: held back, left to people, left for `--all`.
fn rest(plan: &Plan, look: Look) -> String {
    let mut out = held(plan, look);
    out.push_str(&forges(plan, look));
    out.push_str(&left(plan, look));
    let number = plan.lighter.len();
    if number > 0 {
        let line = text!(
            number;
            "{number} fichier de plus ne change pas le verdict : publiable scaffold --all" | "{number} fichiers de plus ne changent pas le verdict : publiable scaffold --all",
            "{number} more file does not change the verdict: publiable scaffold --all" | "{number} more files do not change the verdict: publiable scaffold --all"
        );
        let _ = writeln!(out, "\n{}", line.get(look.lang));
    }
    out
}

/// The files that are not written as planned.
fn held(plan: &Plan, look: Look) -> String {
    if plan.held.is_empty() {
        return String::new();
    }
    let title = look.lang.pick("Non écrit", "Not written");
    let mut out = format!("\n{}\n", look.title(title));
    let width = plan.held.iter().map(|held| console::measure_text_width(&held.path)).max();
    for held in &plan.held {
        let why = look.dim(&escape(held.why.get(look.lang)));
        let (path, width) = (escape(&held.path), width.unwrap_or(0));
        let _ = writeln!(out, "{}", look.row(&format!("  {path:width$}  {why}")));
    }
    out
}

/// The rules that a file of the forge answers, when nothing tells which forge it is.
fn forges(plan: &Plan, look: Look) -> String {
    if plan.forges.is_empty() {
        return String::new();
    }
    let title = look.lang.pick(
        "Rien n’indique la forge du projet\u{a0}: nommez le fichier de la vôtre",
        "Nothing tells the forge of the project: name the file of yours",
    );
    let mut out = format!("\n{}\n", look.title(title));
    let width = plan.forges.keys().map(String::len).max().unwrap_or(0);
    for (rule, pieces) in &plan.forges {
        let pieces: Vec<String> = pieces.iter().map(|piece| format!("--with {piece}")).collect();
        let pieces = pieces.join(look.lang.pick(" ou ", " or "));
        let _ = writeln!(out, "{}", look.row(&format!("  {rule:width$}  {pieces}")));
    }
    out
}

/// The width of the longest path.
pub(super) fn path_width(plan: &Plan) -> usize {
    let widths = plan.changes.iter().map(|change| console::measure_text_width(&change.path));
    widths.max().unwrap_or(0)
}

/// One file of the plan.
pub(super) fn line(change: &Change, width: usize, look: Look) -> String {
    let sign = match change.creates() {
        true => look.paint("+", Style::new().green()),
        false => look.paint("~", Style::new().yellow()),
    };
    let path = escape(&change.path);
    let pad = " ".repeat(width.saturating_sub(console::measure_text_width(&change.path)));
    let added = format!("+{}", change.added());
    let (brings, rules) = (change.brings.get(look.lang), change.rules.join(", "));
    let why = if rules.is_empty() { String::new() } else { format!("  {}", look.dim(&rules)) };
    let asks = match change.questions() {
        0 => Text::same(""),
        count => text!(
            count;
            ", {count}\u{a0}question" | ", {count}\u{a0}questions",
            ", {count} question" | ", {count} questions"
        ),
    };
    let asks = asks.get(look.lang);
    format!("{sign} {path}{pad} {added:>5}  {brings}{asks}{why}")
}

/// The questions nobody answered, each with the files that want it.
fn open(plan: &Plan, look: Look) -> String {
    if plan.unanswered.is_empty() {
        return String::new();
    }
    let mut out = String::new();
    let number = plan.unanswered.len();
    let title = text!(
        number;
        "{number} question sans réponse : ce qui en dépend attend"
            | "{number} questions sans réponse : ce qui en dépend attend",
        "{number} question without an answer: what depends on it waits"
            | "{number} questions without an answer: what depends on them waits"
    );
    let _ = writeln!(out, "\n{}", look.title(title.get(look.lang)));
    let width = plan.unanswered.iter().map(|asked| asked.question.id.len()).max().unwrap_or(0);
    for asked in &plan.unanswered {
        let question = &asked.question;
        let words = question.words(look.lang);
        let wanted = look.dim(&wanted(asked, look.lang));
        let _ =
            writeln!(out, "{}", look.row(&format!("  {:width$}  {words}  {wanted}", question.id)));
    }
    out
}

/// The files, and their rules, that want the answer to a question.
pub(super) fn wanted(asked: &Asked, lang: Lang) -> String {
    let mut paths: Vec<(&str, Vec<&str>)> = Vec::new();
    for (path, rule) in &asked.wanted {
        let known = paths.iter_mut().find(|(known, _)| known == path);
        match known {
            Some((_, rules)) => rules.push(rule),
            None => paths.push((path, vec![rule])),
        }
    }
    let named = paths.iter().take(PLACES).map(|(path, rules)| {
        let rules: Vec<&str> = rules.iter().copied().filter(|rule| !rule.is_empty()).collect();
        match rules.is_empty() {
            true => escape(path).to_string(),
            false => format!("{} ({})", escape(path), rules.join(", ")),
        }
    });
    let named = named.collect::<Vec<_>>().join(", ");
    match (paths.len().saturating_sub(PLACES), lang) {
        (0, _) => named,
        (more, Lang::Fr) => format!("{named}, et {more} de plus"),
        (more, Lang::En) => format!("{named}, and {more} more"),
    }
}

/// The failing rules that no answer would settle.
fn left(plan: &Plan, look: Look) -> String {
    let waits = |rule: &String| {
        let mut wanted = plan.unanswered.iter().flat_map(|asked| &asked.wanted);
        wanted.any(|(_, one)| one == rule)
    };
    let told = |rule: &String| waits(rule) || plan.forges.contains_key(rule);
    let left: Vec<_> = plan.left.iter().filter(|left| !told(&left.rule)).collect();
    if left.is_empty() {
        return String::new();
    }
    let mut out = String::new();
    let number = left.len();
    let title = text!(
        number;
        "{number} règle qu’aucun fichier écrit ici ne règle (publiable audit --details RÈGLE)"
            | "{number} règles qu’aucun fichier écrit ici ne règle (publiable audit --details RÈGLE)",
        "{number} rule that no file written here settles (publiable audit --details RULE)"
            | "{number} rules that no file written here settles (publiable audit --details RULE)"
    );
    let _ = writeln!(out, "\n{}", look.title(title.get(look.lang)));
    let width = left.iter().map(|left| left.rule.len()).max().unwrap_or(0);
    for left in left {
        let why = look.dim(&escape(left.why.get(look.lang)));
        let _ = writeln!(out, "{}", look.row(&format!("  {:width$}  {why}", left.rule)));
    }
    out
}

/// The unified diff of the whole plan.
pub(super) fn differences(plan: &Plan, colours: bool) -> String {
    plan.changes.iter().map(|change| difference(change, colours)).collect()
}

/// The unified diff of one file.
pub(super) fn difference(change: &Change, colours: bool) -> String {
    super::super::console::painted(&change.unified(), colours)
}

/// The plan, the facts it rests on, its differences, and what writes it in `folder`. The
/// differences are those of the files: no command in them is given a folder.
pub(super) fn dry_run(
    (found, answers): (&Plan, &Answers),
    (command, folder): (&str, &str),
    look: Look,
) -> String {
    let plan = placed(&plan(found, look), folder);
    let known = facts(answers, look);
    let differences = differences(found, look.colours);
    let title = look.lang.pick(
        "Rien n’a été écrit. Pour répondre puis écrire\u{a0}:",
        "Nothing was written. To answer, then write:",
    );
    let mut out = format!("{plan}{known}\n{differences}\n{title}\n  {command}\n");
    if !found.unanswered.is_empty() {
        let title = look.lang.pick("Sans conversation\u{a0}:", "Without a conversation:");
        let asked =
            found.unanswered.iter().map(|asked| format!(" --answer {}=…", asked.question.id));
        let _ = writeln!(out, "{title}\n  {command} --yes{}", asked.collect::<String>());
    }
    out
}

/// What was read in the repository, and where.
pub(super) fn facts(answers: &Answers, look: Look) -> String {
    let mut out = String::new();
    let facts = answers.facts.iter().filter(|(id, _)| !answers.given.contains_key(*id));
    let width = answers.facts.keys().map(String::len).max().unwrap_or(0);
    for (id, fact) in facts {
        if out.is_empty() {
            let title = look.lang.pick("Lu dans le dépôt", "Read in the repository");
            let _ = writeln!(out, "\n{}", look.title(title));
        }
        let (value, from) = (escape(&fact.value), look.dim(&escape(fact.from.get(look.lang))));
        let _ = writeln!(out, "{}", look.row(&format!("  {id:width$}  {value}  {from}")));
    }
    out
}

/// What a run that has nothing to write says.
pub(super) fn nothing(plan: &Plan, look: Look) -> String {
    let line = look.lang.pick("Rien à écrire.\n", "Nothing to write.\n");
    format!("{line}{}{}", open(plan, look), rest(plan, look))
}

/// What a person who leaves is told.
pub(super) fn quit(lang: Lang) -> String {
    lang.pick("Rien n’a été écrit.\n", "Nothing was written.\n").to_string()
}

/// What was written, and what comes next, in `folder`, whose commits are `signed` off.
pub(super) fn done(
    found: &Plan,
    (recording, folder, signed): (&Recording, &str, bool),
    look: Look,
) -> String {
    let created = |count: usize| text!(count; "{count} fichier créé" | "{count} fichiers créés", "{count} file created" | "{count} files created");
    let completed = |count: usize| text!(count; "{count} fichier complété" | "{count} fichiers complétés", "{count} file completed" | "{count} files completed");
    let mut out = listed(found, (&created, &completed), look);
    out.push_str(&verdict(found, look));
    out.push_str(&open(found, look));
    out.push_str(&rest(found, look));
    let created = found.changes.iter().filter(|change| change.creates());
    let created: Vec<&str> = created.map(|change| change.path.as_str()).collect();
    let written: Vec<&str> = found.changes.iter().map(|change| change.path.as_str()).collect();
    let mut next = vec![(recording.diff(&created), text!("relire", "read it over"))];
    if found.changes.iter().any(|c| c.path.ends_with("publiccode.yml") && c.questions() > 0) {
        let complete = text!("répondre à ce qui reste", "answer what is left");
        next.push(("publiable publiccode fix".to_string(), complete));
    }
    next.push(("publiable audit".to_string(), text!("vérifier", "check")));
    let records = match signed {
        true => text!("enregistrer, signé (DCO)", "record it, signed off (DCO)"),
        false => text!("enregistrer", "record it"),
    };
    next.push((recording.commit(&written, signed), records));
    let _ = writeln!(out, "{}", look.lang.pick("Ensuite\u{a0}:", "Next:"));
    for (command, why) in next {
        let _ = writeln!(out, "  {}  # {}", placed(&command, folder), why.get(look.lang));
    }
    out
}

/// What scaffold can write, the questions and the templates.
pub(super) fn list(lang: Lang) -> String {
    let mut out = String::new();
    let _ = writeln!(out, "{}", lang.pick("Fichiers :", "Files:"));
    for piece in piece::all() {
        let rules = if piece.rules.is_empty() { &piece.parts } else { &piece.rules };
        let asked = format!("--with {}", piece.id);
        let rules = rules.iter().chain([&asked]).map(String::as_str).collect::<Vec<_>>();
        let rules = rules.join(", ");
        let _ = writeln!(out, "  {}  {} ({rules})", piece.path, piece.label().get(lang));
    }
    let _ = writeln!(out, "\n{}", lang.pick("Questions :", "Questions:"));
    for question in questions::all() {
        let _ =
            writeln!(out, "  {}  {}", question.id, super::super::asking::asking(question, lang));
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
