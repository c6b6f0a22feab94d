//! `publiable publiccode fix`.

use super::super::Global;
use super::answers;
use super::asking::{self, Memory};
use super::folder::{known, redactor};
use super::target::{FILE_NAME, Target};
use crate::cli::asking::{Going, Talk, Turn};
use crate::cli::console::ended;
use crate::cli::output;
use crate::error::Result;
use crate::exit;
use crate::lang::Lang;
use crate::publiccode::diagnostic::Diagnostic;
use crate::publiccode::repair::{self, Answers, Note, Options, Repaired, open_questions};
use crate::render::{escape, escape_lines};
use crate::text;
use crate::text::difference;
use crate::yaml::edit::Document;
use clap::Args;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

/// Fix a publiccode.yml in place; comments and what is right stay as they are.
#[derive(Debug, Args)]
pub(in crate::cli) struct Fix {
    /// The file, the folder that holds it, or - for standard input.
    #[arg(default_value = FILE_NAME, value_name = "PATH")]
    path: PathBuf,
    /// Show the changes and write nothing; exit 1 when there are some.
    #[arg(long)]
    dry_run: bool,
    /// Make the changes to review, too: synonyms, misplaced keys, unknown keys.
    #[arg(long = "unsafe")]
    risky: bool,
    /// Write without asking.
    #[arg(long, short)]
    yes: bool,
    /// Answer to a question: developmentStatus=stable (repeatable).
    #[arg(long, value_name = "KEY=VALUE", value_parser = answers::parse)]
    answer: Vec<(String, String)>,
    /// TOML file of answers, with the keys of the standard.
    #[arg(long, value_name = "FILE")]
    answers: Option<PathBuf>,
    /// Do not read the repository around the file.
    #[arg(long)]
    alone: bool,
}

impl Fix {
    /// Repairs the file.
    pub(super) fn run(&self, global: &Global, lang: Lang) -> Result<u8> {
        match self.discuss(global, &Talk::new(lang), Memory::default())? {
            (Turn::Given(()), code) => Ok(code),
            _ => {
                output::to_stderr(lang.pick("Rien n’a été écrit.\n", "Nothing was written.\n"));
                Ok(exit::FINDINGS)
            }
        }
    }

    /// Repairs, asks, writes: where the conversation ends, and the exit code. What was
    /// answered stays in `memory`, whatever comes of the changes.
    fn discuss(&self, global: &Global, talk: &Talk, mut memory: Memory) -> Result<(Turn<()>, u8)> {
        let lang = talk.lang;
        let target = Target::named(&self.path);
        let given = answers::gather(self.answers.as_deref(), &self.answer)?;
        let text = target.read()?;
        let document = target.document(&text)?;
        let folder = target.folder().filter(|_| !self.alone);
        let known = folder.map(|folder| known(&folder)).unwrap_or_default();
        let made = |answers: &Answers, complete: bool| {
            let options = Options { risky: self.risky, complete, known: &known, answers, lang };
            repair::repair(&document, &options)
        };
        let repaired = |answers: &Answers| made(answers, true);
        let stream = matches!(target, Target::Stream);
        let asks = !stream && !self.dry_run && !self.yes && asking::possible();
        let ending = Ending { target, before: text, dry_run: self.dry_run, asks };
        let open = open_questions(&repaired(&given).document);
        memory.propose(&open);
        let asked = asks && !open.is_empty();
        loop {
            let mut answers = given.clone();
            if asked {
                let again = |answers: &Answers| repaired(answers).document;
                let turn = asking::ask(talk, (&mut answers, &mut memory), &again)?;
                if turn != Turn::Given(()) {
                    return Ok((turn, exit::FINDINGS));
                }
            }
            // Whoever leaves a question does not have it written in the file.
            let whole = repaired(&answers);
            let left = asked && !open_questions(&whole.document).is_empty();
            let done = if left { made(&answers, false) } else { whole };
            let done = repair::unasked(&document, done);
            let (turn, code) = conclude(&ending, &done, global, lang)?;
            match turn {
                Turn::Given(true) => {
                    if !ending.dry_run && done.document.text() != ending.before {
                        talk.wrote(FILE_NAME);
                    }
                    return Ok((Turn::Given(()), code));
                }
                // The questions come again, with what was answered.
                Turn::Back if asked => {}
                turn => {
                    if memory.leaves(talk, Going::of(&turn))? {
                        return Ok((turn.map(|_| ()), code));
                    }
                }
            }
        }
    }
}

/// Repairs the file of the folder `root` in a conversation, within `publiable prepare`.
pub(in crate::cli) fn prepare(root: &Path, global: &Global, talk: &Talk) -> Result<Turn<()>> {
    let path = root.join(FILE_NAME);
    let (answer, answers) = (Vec::new(), None);
    let (dry_run, risky, yes, alone) = (false, false, false, false);
    let fix = Fix { path, dry_run, risky, yes, answer, answers, alone };
    let end = fix.discuss(global, talk, Memory::of(root, talk.lang)?);
    // What was answered is kept by now, written, or given up.
    Ok(ended(end)?.0)
}

/// How a command that edits a file ends.
pub(super) struct Ending {
    /// The file.
    pub target: Target,
    /// Its text before.
    pub before: String,
    /// Writes nothing.
    pub dry_run: bool,
    /// Asks before writing.
    pub asks: bool,
}

/// Shows what changes, writes it, and says what is left: whether it was agreed to, and exit
/// code 0 when nothing is left, 1 otherwise, or when nothing was written of a change.
pub(super) fn conclude(
    ending: &Ending,
    done: &Repaired,
    global: &Global,
    lang: Lang,
) -> Result<(Turn<bool>, u8)> {
    let after = done.document.text();
    let changed = after != ending.before;
    let stream = matches!(ending.target, Target::Stream);
    let wrong = repair::errors(&done.document);
    let left = !open_questions(&done.document).is_empty() || !wrong.is_empty();
    let redactor = redactor(ending.before.as_bytes(), &ending.target.shown());
    let masked = |mut page: String| {
        redactor.redact_excerpt(&mut page);
        page
    };
    if changed {
        let page = difference::unified(Some(&ending.before), &after, &shown(&ending.target));
        if !stream || ending.dry_run {
            super::super::print(&escape_lines(&masked(page)))?;
        }
    }
    if !global.quiet {
        output::to_stderr(&masked(summary(done, &wrong, lang)));
    }
    let (mut written, mut said) = (false, Turn::Given(true));
    if !ending.dry_run {
        if changed && ending.asks {
            // What stays invalid or unanswered is written by who says so.
            let prompt = match left {
                false => lang.pick("Écrire ces changements\u{a0}?", "Write these changes?"),
                true => lang.pick(
                    "Le fichier resterait incomplet ou invalide. Écrire quand même\u{a0}?",
                    "The file would stay incomplete or invalid. Write it all the same?",
                ),
            };
            said = asking::confirm(prompt, !left, lang)?;
        }
        if stream || (changed && said == Turn::Given(true)) {
            ending.target.write(&after)?;
            written = changed;
        }
    }
    let code = if left || (changed && !written) { exit::FINDINGS } else { exit::SUCCESS };
    Ok((said, code))
}

fn shown(target: &Target) -> String {
    let path = target.shown();
    path.trim_start_matches("./").trim_start_matches('/').to_string()
}

/// What was done, and what is left, in words.
fn summary(done: &Repaired, wrong: &[Diagnostic], lang: Lang) -> String {
    let mut page = String::new();
    list(&mut page, lang.pick("Corrigé", "Corrected"), &done.made, lang);
    list(
        &mut page,
        lang.pick("À relire (fait avec --unsafe)", "To review (done with --unsafe)"),
        &done.withheld,
        lang,
    );
    if !done.refused.is_empty() {
        let _ = writeln!(page, "{}", lang.pick("Laissé\u{a0}:", "Left:"));
        for (note, why) in &done.refused {
            let _ = writeln!(page, "  {} ({})", line(note, lang), why.message().get(lang));
        }
    }
    let questions = open_questions(&done.document);
    if !questions.is_empty() {
        let _ = writeln!(page, "{}", lang.pick("À répondre\u{a0}:", "To answer:"));
        for question in questions {
            let row = format!("  {}:{}  {}", question.line, question.key, question.text);
            let _ = writeln!(page, "{}", escape(&row));
        }
        let _ = writeln!(
            page,
            "{}",
            text!(
                "Répondez dans le fichier, ou avec --answer CLÉ=VALEUR.",
                "Answer in the file, or with --answer KEY=VALUE."
            )
            .get(lang)
        );
    }
    if !wrong.is_empty() {
        let _ = writeln!(page, "{}", lang.pick("Encore invalide\u{a0}:", "Still invalid:"));
    }
    for one in wrong {
        let row = format!("  {}:{}  {}", one.place().0, one.path, one.message.get(lang));
        let _ = writeln!(page, "{}", escape(&row));
    }
    if page.is_empty() {
        page = lang.pick("Rien à corriger.\n", "Nothing to correct.\n").to_string();
    }
    page
}

fn list(page: &mut String, title: &str, notes: &[Note], lang: Lang) {
    if notes.is_empty() {
        return;
    }
    let _ = writeln!(page, "{title}{}", lang.pick("\u{a0}:", ":"));
    let mut notes = notes.to_vec();
    notes.sort();
    for note in &notes {
        let _ = writeln!(page, "  {}", line(note, lang));
    }
}

fn line(note: &Note, lang: Lang) -> String {
    escape(&format!("{}:{}  {}", note.line, note.key, note.text.get(lang)))
}

/// A document that nothing was done to.
pub(super) fn untouched(document: Document) -> Repaired {
    Repaired { document, made: Vec::new(), withheld: Vec::new(), refused: Vec::new() }
}
