//! The one way in which questions are asked in a terminal: the same keys, words and
//! look for every command. Nothing is written here.

mod leaving;
mod line;
mod list;
mod series;

pub(super) use leaving::{Going, Leaving};
pub(super) use series::Series;

use super::console::{before_leaving, nothing_before_leaving, wrapped};
use crate::config::edit;
use crate::error::{Error, Result};
use crate::exit;
use crate::lang::{Lang, Text};
use crate::render::escape;
use crate::render::placed::placed;
use crate::render::template::typeset;
use crate::scaffold::keep;
use crate::scaffold::questions::Question;
use crate::text;
use console::Term;
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, ErrorKind, IsTerminal};
use std::path::Path;

/// What is typed, alone or after an answer that is proposed, to come back to the
/// question before.
const BACK: char = '<';
/// What is typed by a person who does not know what to type.
const HELP: [&str; 3] = ["?", "help", "aide"];
/// Columns that prompts take before a line.
const MARK: usize = 8;
/// The widest that sentences are.
const WIDEST: usize = 100;

/// What a person did with a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Turn<T> {
    /// Answered.
    Given(T),
    /// Left it for later.
    Later,
    /// Went back to the one before.
    Back,
    /// Wants to leave.
    Leave,
}

impl<T> Turn<T> {
    /// The same, whose answer is what `read` makes of it.
    pub(super) fn map<U>(self, read: impl FnOnce(T) -> U) -> Turn<U> {
        match self {
            Turn::Given(answer) => Turn::Given(read(answer)),
            Turn::Later => Turn::Later,
            Turn::Back => Turn::Back,
            Turn::Leave => Turn::Leave,
        }
    }
}

/// True when questions can be shown and answered.
pub(super) fn possible() -> bool {
    io::stdin().is_terminal() && Term::stderr().is_term()
}

/// The error of a command that asks, where nobody can be asked: `remedy` gives the
/// commands that take the answers.
pub(super) fn impossible(remedy: Text) -> Error {
    Error::usage(text!(
        "Les questions se posent dans un terminal, et celui-ci n’en est pas un.",
        "Questions are asked in a terminal, and this is not one."
    ))
    .remedy(remedy)
}

/// A terminal where somebody answers.
pub(super) struct Talk {
    term: Term,
    /// The language of everything that is said.
    pub lang: Lang,
    /// Whether colours are wanted.
    pub colours: bool,
    /// Columns a line of a list may take; none when nothing is known of the screen.
    pub width: Option<usize>,
    /// The folder that the commands told are about, as a shell takes it; nothing for the
    /// current one.
    pub folder: String,
    /// The files that the conversation wrote, from the root.
    written: RefCell<BTreeSet<String>>,
}

impl Talk {
    /// A conversation in `lang`.
    pub(super) fn new(lang: Lang) -> Talk {
        let term = Term::stderr();
        let colours = console::colors_enabled_stderr();
        let columns = term.size_checked().map(|(_, columns)| usize::from(columns));
        // Prompts put a mark before each line.
        let width = columns.map(|columns| columns.saturating_sub(MARK).max(20));
        Talk { term, lang, colours, width, folder: String::new(), written: RefCell::default() }
    }

    /// The same, whose commands are about `folder`.
    pub(super) fn about(self, folder: String) -> Talk {
        Talk { folder, ..self }
    }

    /// Remembers that the file at `path` was written.
    pub(super) fn wrote(&self, path: &str) {
        self.written.borrow_mut().insert(path.to_string());
    }

    /// The files that the conversation wrote.
    pub(super) fn written(&self) -> Vec<String> {
        self.written.borrow().iter().cloned().collect()
    }

    /// Writes `line`.
    pub(super) fn say(&self, line: &str) {
        self.show(&self.worded(line));
    }

    /// Shows what a file is or would be, as it is: nothing of it is put in words.
    pub(super) fn show(&self, page: &str) {
        // A terminal that goes away ends the next prompt with an error.
        let _ = self.term.write_line(page);
    }

    /// Writes `sentence` on as many lines as it takes, under its first word.
    pub(super) fn tell(&self, sentence: &str) {
        self.show(&self.filled(sentence));
    }

    /// `sentence` in words, on as many lines as it takes.
    fn filled(&self, sentence: &str) -> String {
        let width = self.width.map_or(WIDEST, |width| (width + MARK).min(WIDEST));
        wrapped(&self.worded(sentence), width)
    }

    /// `text` with the folder in its commands, spaced as its language is.
    fn worded(&self, text: &str) -> String {
        let text = placed(text, &self.folder);
        if self.lang == Lang::Fr { typeset(&text) } else { text }
    }

    /// Writes the keys that a question takes.
    fn whisper(&self, keys: &Text) {
        let keys = console::style(self.filled(&format!("  {}", keys.get(self.lang))));
        self.show(&keys.for_stderr().dim().to_string());
    }

    /// Does `work`, which may take a while, under a line that says so and goes with it.
    pub(super) fn waiting<T>(&self, what: &Text, work: impl FnOnce() -> T) -> T {
        let line = console::style(format!("  {}", self.worded(what.get(self.lang))));
        let _ = self.term.write_str(&line.for_stderr().dim().to_string());
        let done = work();
        let _ = self.term.clear_line();
        done
    }

    /// Writes a title.
    pub(super) fn head(&self, title: &str) {
        let title = console::style(self.filled(title)).for_stderr().bold();
        self.show(&format!("\n{title}"));
    }

    /// `line`, cut where the screen ends.
    pub(super) fn fit(&self, line: &str) -> String {
        match self.width {
            Some(width) => console::truncate_str(line, width.max(20), "…").into_owned(),
            None => line.to_string(),
        }
    }

    /// The number of the item chosen; [`Turn::Back`] for a person who goes back, when
    /// there is where to.
    pub(super) fn select(
        &self,
        prompt: &str,
        items: &[String],
        default: usize,
        back: bool,
    ) -> Result<Turn<usize>> {
        let keys = match back {
            true => text!(
                "flèches : choisir ; entrée : valider ; < : revenir ; échap : quitter",
                "arrows: choose; enter: confirm; <: back; escape: leave"
            ),
            false => text!(
                "flèches : choisir ; entrée : valider ; échap : quitter",
                "arrows: choose; enter: confirm; escape: leave"
            ),
        };
        self.whisper(&keys);
        let items: Vec<String> = items.iter().map(|item| self.worded(item)).collect();
        list::choose(&self.term, (&self.worded(prompt), &items), default, back).map_err(unread)
    }

    /// The same, with an item to leave the question for later and one to go back. Later
    /// is where it starts: nothing is answered without being chosen.
    pub(super) fn choose(&self, prompt: &str, items: &[String]) -> Result<Turn<usize>> {
        self.choose_again(prompt, items, None)
    }

    /// The same, which starts at the item `before` when it was chosen already.
    pub(super) fn choose_again(
        &self,
        prompt: &str,
        items: &[String],
        before: Option<usize>,
    ) -> Result<Turn<usize>> {
        let later = self.lang.pick("plus tard", "later").to_string();
        let back = self.lang.pick("< question précédente", "< previous question").to_string();
        let all: Vec<String> = items.iter().cloned().chain([later, back]).collect();
        Ok(match self.select(prompt, &all, before.unwrap_or(items.len()), true)? {
            Turn::Given(at) if at == items.len() => Turn::Later,
            Turn::Given(at) if at > items.len() => Turn::Back,
            turn => turn,
        })
    }

    /// The items ticked.
    pub(super) fn tick(
        &self,
        prompt: &str,
        items: &[String],
        ticked: &[bool],
    ) -> Result<Turn<Vec<usize>>> {
        let keys = text!(
            "espace : cocher ; a : tout ; entrée : continuer ; < : revenir ; échap : quitter",
            "space: tick; a: all; enter: go on; <: back; escape: leave"
        );
        self.whisper(&keys);
        list::tick(&self.term, (&self.worded(prompt), items), ticked, true).map_err(unread)
    }

    /// Asks for yes or no, `usual` being proposed.
    pub(super) fn agree(&self, prompt: &str, usual: bool) -> Result<Turn<bool>> {
        let (yes, no) = (self.lang.pick("oui", "yes"), self.lang.pick("non", "no"));
        let keys = match (self.lang, usual) {
            (Lang::Fr, true) => "[O/n]",
            (Lang::Fr, false) => "[o/N]",
            (Lang::En, true) => "[Y/n]",
            (Lang::En, false) => "[y/N]",
        };
        self.tell(&format!("{prompt} {keys}"));
        self.whisper(&text!(
            "entrée : garder ; < : revenir ; échap : quitter",
            "enter: keep; <: back; escape: leave"
        ));
        loop {
            let proposed = if usual { yes } else { no };
            let typed = line::read(&self.term, proposed).map_err(unread)?;
            let Some(typed) = typed else { return Ok(Turn::Leave) };
            if typed.trim_end().ends_with(BACK) {
                return Ok(Turn::Back);
            }
            // What was understood stands where it was typed.
            if let Some(said) = yes_or_no(&typed, usual) {
                self.term.clear_last_lines(1).map_err(unread)?;
                self.say(&format!("› {}", if said { yes } else { no }));
                return Ok(Turn::Given(said));
            }
            self.tell(self.lang.pick(
                "✗ Répondez oui ou non (< : revenir ; échap : quitter).",
                "✗ Answer yes or no (<: back; escape: leave).",
            ));
        }
    }

    /// Asks for a line that `accept` understands: typing replaces `proposed`.
    pub(super) fn line(
        &self,
        words: &str,
        proposed: Option<String>,
        accept: &dyn Fn(&str) -> std::result::Result<String, Text>,
    ) -> Result<Turn<String>> {
        self.tell(words);
        let hint = match proposed.as_deref().unwrap_or_default() {
            "" => text!(
                "vide : plus tard ; < : précédente ; échap : quitter",
                "empty: later; <: previous; escape: leave"
            ),
            _ => text!(
                "entrée : garder, taper : remplacer ; < : précédente ; échap : quitter",
                "enter: keep, type: replace; <: previous; escape: leave"
            ),
        };
        self.whisper(&hint);
        let mut shown = proposed.unwrap_or_default();
        loop {
            let typed = line::read(&self.term, &shown).map_err(unread)?;
            let Some(typed) = typed else { return Ok(Turn::Leave) };
            match typed.trim() {
                "" => return Ok(Turn::Later),
                // Nobody answers so: the keys are told again.
                typed if HELP.contains(&typed.to_lowercase().as_str()) => {
                    self.tell(words);
                    self.whisper(&hint);
                    continue;
                }
                typed if typed.ends_with(BACK) => return Ok(Turn::Back),
                typed => match accept(typed) {
                    Ok(answer) => return Ok(Turn::Given(answer)),
                    Err(why) => self.tell(&format!("✗ {}", why.get(self.lang))),
                },
            }
            shown = typed;
        }
    }

    /// Asks `question`.
    pub(super) fn ask(
        &self,
        question: &Question,
        proposed: Option<String>,
    ) -> Result<Turn<String>> {
        let lang = self.lang;
        let words = escape(&asking(question, lang));
        if question.choice.is_empty() {
            return self.line(&words, proposed, &|typed| question.accept(typed));
        }
        self.tell(&words);
        let choices = question.choice.iter();
        let items: Vec<String> = choices.map(|one| lang.pick(&one.fr, &one.en).clone()).collect();
        let before = question.choice.iter().position(|one| Some(&one.id) == proposed.as_ref());
        let turn = self.choose_again(lang.pick("Réponse", "Answer"), &items, before)?;
        Ok(turn.map(|at| question.choice.get(at).map(|one| one.id.clone()).unwrap_or_default()))
    }

    /// Writes `head`, and the `evidence` that makes a question asked.
    fn introduce(&self, head: &str, evidence: &[String]) {
        self.head(escape(head).trim_end());
        evidence.iter().for_each(|line| self.tell(&format!("  · {}", escape(line))));
    }

    /// Asks `question` under `head`, with the `evidence` that makes it asked.
    pub(super) fn pose(
        &self,
        head: &str,
        (question, evidence): (&Question, &[String]),
        proposed: Option<String>,
    ) -> Result<Turn<String>> {
        self.introduce(head, evidence);
        self.ask(question, proposed)
    }
}

/// Has `given` kept in the publiable.toml of `root` if the conversation is cut off: by
/// Ctrl-C, or by a terminal that goes away.
pub(super) fn keep_if_cut_off(root: &Path, given: BTreeMap<String, String>, lang: Lang) {
    if given.is_empty() {
        return nothing_before_leaving();
    }
    let root = root.to_path_buf();
    // Nobody is there any more to be told of a failure.
    before_leaving(move || drop(keep(&root, &given, lang)));
}

/// Keeps `given` in the publiable.toml of `root`.
pub(super) fn keep(root: &Path, given: &BTreeMap<String, String>, lang: Lang) -> Result<()> {
    let file = crate::decisions::file_at(root)?;
    edit::update(&file, |text| Ok((keep::with(text, given, lang)?, ())))
}

/// The words of a question with what helps to answer it.
pub(super) fn asking(question: &Question, lang: Lang) -> String {
    let words = question.words(lang);
    question.hint(lang).map_or_else(|| words.to_string(), |hint| format!("{words} ({hint})"))
}

/// What `typed` says, in either language: `usual` when it says nothing, and nothing when
/// it is not understood.
fn yes_or_no(typed: &str, usual: bool) -> Option<bool> {
    match typed.trim().to_lowercase().as_str() {
        "" => Some(usual),
        "o" | "oui" | "y" | "yes" => Some(true),
        "n" | "non" | "no" => Some(false),
        _ => None,
    }
}

/// What a prompt that could not be answered means.
fn unread(error: io::Error) -> Error {
    if error.kind() == ErrorKind::Interrupted {
        return Error {
            message: text!(
                "Interrompu : ce qui est enregistré le reste.",
                "Interrupted: what is recorded stays recorded."
            ),
            remedy: Some(text!(
                "Pour reprendre : la même commande.",
                "To go on: the same command."
            )),
            place: None,
            code: exit::INTERRUPTED,
        };
    }
    Error::usage(text!(
        "La réponse n’a pas pu être lue ({error}) : elle n’est pas enregistrée.",
        "The answer could not be read ({error}): it is not recorded."
    ))
    .remedy(text!(
        "Donnez les réponses par des options : publiable help",
        "Give the answers by options: publiable help"
    ))
}

#[cfg(test)]
mod tests {
    use super::yes_or_no;

    #[test]
    fn yes_and_no_are_understood_in_both_languages() {
        for typed in ["o", "O", "oui", "y", "Yes", " oui "] {
            assert_eq!(yes_or_no(typed, false), Some(true), "{typed}");
        }
        for typed in ["n", "non", "no", "NON"] {
            assert_eq!(yes_or_no(typed, true), Some(false), "{typed}");
        }
        assert_eq!((yes_or_no("", true), yes_or_no("", false)), (Some(true), Some(false)));
        assert_eq!(yes_or_no("peut-être", true), None);
    }
}
