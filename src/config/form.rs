//! The form of attestations, once filled in: Markdown that people without a terminal
//! write, or that the page of the form saves.

use super::{Attestation, Reply};
use crate::error::{Error, Result};
use crate::lang::Text;
use crate::text;
use jiff::civil::Date;

/// What stands before the machine part of a form and of its questions.
const MARK: &str = "<!-- publiable:";
/// The words of the fields, in French and in English.
const ROLE: [&str; 2] = ["Fonction", "Role"];
const ORGANISATION: [&str; 2] = ["Organisme", "Organisation"];
const DATE: [&str; 2] = ["Date", "Date"];
const NOTE: [&str; 2] = ["Note", "Note"];
const REASON: [&str; 2] = ["Motif", "Reason"];

/// The answers that the form `text` bears, in its order; those left blank are not. `until`
/// gives the last day that an answer of a day holds.
pub(crate) fn answers(text: &str, until: &dyn Fn(Date) -> Date) -> Result<Vec<Attestation>> {
    let mut form = Form::default();
    for (at, line) in text.lines().enumerate() {
        form.take(line.trim(), at + 1)?;
    }
    form.close()?;
    let Some(date) = form.date else {
        return Err(wrong(1, text!("la date manque", "the date is missing")));
    };
    let role = form.role.unwrap_or_default();
    if role.is_empty() && !form.answers.is_empty() {
        return Err(wrong(1, text!("la fonction manque", "the role is missing")));
    }
    let whole = |answer: Filled| {
        Some(Attestation {
            rule: answer.rule,
            question: answer.question,
            answer: answer.reply?,
            role: role.clone(),
            organisation: form.organisation.clone(),
            date,
            commit: form.commit.clone(),
            valid_until: Some(until(date)),
            reason: answer.reason,
            note: answer.note,
        })
    };
    Ok(form.answers.into_iter().filter_map(whole).collect())
}

/// A form as it is read.
#[derive(Default)]
struct Form {
    role: Option<String>,
    organisation: Option<String>,
    date: Option<Date>,
    commit: Option<String>,
    open: Option<Filled>,
    answers: Vec<Filled>,
}

/// What stands under one question.
#[derive(Default)]
struct Filled {
    rule: String,
    question: Option<String>,
    reply: Option<Reply>,
    reason: Option<String>,
    note: Option<String>,
    line: usize,
}

impl Form {
    fn take(&mut self, line: &str, at: usize) -> Result<()> {
        if let Some(machine) = line.strip_prefix(MARK).and_then(|rest| rest.strip_suffix("-->")) {
            return self.machine(machine, at);
        }
        let Some(open) = &mut self.open else {
            let set = |field: &mut Option<String>, names| {
                if let Some(value) = value(line, names) {
                    *field = Some(value).filter(|value| !value.is_empty());
                }
            };
            set(&mut self.role, ROLE);
            set(&mut self.organisation, ORGANISATION);
            if let Some(day) = value(line, DATE).filter(|day| !day.is_empty()) {
                let read = day.parse();
                let why = || {
                    text!(
                        "« {day} » n’est pas une date AAAA-MM-JJ",
                        "“{day}” is not a date YYYY-MM-DD"
                    )
                };
                self.date = Some(read.map_err(|_| wrong(at, why()))?);
            }
            return Ok(());
        };
        if let Some(words) = ticked(line) {
            match (Reply::parse(words), open.reply) {
                (Some(_), Some(_)) => {
                    let why = text!("une seule réponse par question", "one answer a question");
                    return Err(wrong(at, why));
                }
                (Some(reply), None) => open.reply = Some(reply),
                // A reason is named between backticks, after its words.
                (None, _) => open.reason = words.rsplit('`').nth(1).map(str::to_string),
            }
        } else if let Some(note) = value(line, NOTE) {
            open.note = Some(note).filter(|note| !note.is_empty());
        } else if let Some(reason) = value(line, REASON) {
            open.reason = Some(reason).filter(|reason| !reason.is_empty());
        }
        Ok(())
    }

    /// Reads `commit=…` or `rule=… question=…`.
    fn machine(&mut self, words: &str, at: usize) -> Result<()> {
        let field = |name: &str| {
            let mut pairs = words.split_whitespace().filter_map(|word| word.split_once('='));
            pairs.find(|(key, _)| *key == name).map(|(_, value)| value.to_string())
        };
        match field("rule") {
            Some(rule) => {
                self.close()?;
                let question = field("question");
                self.open = Some(Filled { rule, question, line: at, ..Filled::default() });
            }
            None => self.commit = field("commit").filter(|commit| !commit.is_empty()),
        }
        Ok(())
    }

    fn close(&mut self) -> Result<()> {
        let Some(open) = self.open.take() else { return Ok(()) };
        if self.answers.iter().any(|other| other.rule == open.rule) {
            let why = text!("cette question est posée deux fois", "this question is asked twice");
            return Err(wrong(open.line, why));
        }
        self.answers.push(open);
        Ok(())
    }
}

/// What `line` gives for the field that one of `names` calls: `- Note : …`.
fn value(line: &str, names: [&str; 2]) -> Option<String> {
    let line = line.trim_start_matches(['-', '*', ' ']);
    let rest = names.iter().find_map(|name| line.strip_prefix(name))?;
    let rest = rest.trim_start_matches(['\u{a0}', '\u{202f}', ' ', '*']).strip_prefix(':')?;
    Some(unescaped(rest.trim_matches(['\u{a0}', ' '])))
}

/// Text as it was before it was written as Markdown.
fn unescaped(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        match characters.peek() {
            Some(next) if character == '\\' && next.is_ascii_punctuation() => {}
            _ => plain.push(character),
        }
    }
    let entities = [("&#8203;", ""), ("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")];
    entities.iter().fold(plain, |text, (from, to)| text.replace(from, to))
}

/// The words after a box that is ticked.
fn ticked(line: &str) -> Option<&str> {
    let rest = line.trim_start_matches(['-', '*', '+', ' ']).strip_prefix('[')?;
    let (mark, words) = rest.split_once(']')?;
    matches!(mark.trim(), "x" | "X" | "✓" | "✔" | "v").then(|| words.trim())
}

fn wrong(line: usize, why: Text) -> Error {
    Error::usage(text!("Formulaire, ligne {line} : {why}.", "Form, line {line}: {why}."; why))
        .remedy(text!("Corrigez-la, puis recommencez.", "Correct it, then try again."))
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILLED: &str = "# Attestation\n\n<!-- publiable: commit=0123456789 -->\n\n\
        - Fonction\u{a0}: Cheffe du service juridique\n- Organisme : Ministère R&amp;D \\[test\\]\n- Date : 2026-11-30\n\n\
        ## Droits\n\n<!-- publiable: rule=attest/ip-owned question=2026-1 -->\n\n\
        - [x] oui\n- [ ] non\n- [ ] sans objet\n- Note : marchés relus\n\n\
        ## Tiers\n<!-- publiable: rule=attest/third-party-rights question=2026-1 -->\n\
        - [ ] oui\n- [ ] non\n- Note :\n\
        ## Licence\n<!-- publiable: rule=licence/permissive-or-justified question=2026-1 -->\n\
        - [X] yes\n- Motif :\n  - [x] l’intérêt général `interet-general`\n";

    fn read(text: &str) -> Result<Vec<Attestation>> {
        answers(text, &|day| day)
    }

    #[test]
    fn a_form_gives_the_answers_that_are_ticked() {
        let read = read(FILLED).expect("read");
        let said: Vec<_> = read.iter().map(|one| (one.rule.as_str(), one.answer)).collect();
        let expected =
            [("attest/ip-owned", Reply::Oui), ("licence/permissive-or-justified", Reply::Oui)];
        assert_eq!(said, expected);
        assert_eq!(read[0].role, "Cheffe du service juridique");
        assert_eq!(read[0].organisation.as_deref(), Some("Ministère R&D [test]"));
        assert_eq!(read[0].note.as_deref(), Some("marchés relus"));
        assert_eq!(read[0].commit.as_deref(), Some("0123456789"));
        assert_eq!(read[0].question.as_deref(), Some("2026-1"));
        assert_eq!(read[1].reason.as_deref(), Some("interet-general"));
    }

    #[test]
    fn a_form_that_contradicts_itself_is_refused() {
        for (from, to, why) in [
            ("- [ ] non\n- [ ] sans", "- [x] non\n- [ ] sans", "line 14: one answer a question"),
            ("2026-11-30", "30 novembre", "“30 novembre” is not a date"),
            ("Cheffe du service juridique", "", "the role is missing"),
            ("attest/third-party-rights", "attest/ip-owned", "asked twice"),
        ] {
            let error = read(&FILLED.replace(from, to)).expect_err(why);
            assert!(error.message.en.contains(why), "{}", error.message.en);
        }
    }

    #[test]
    fn a_form_made_without_a_commit_names_none() {
        let read = read(&FILLED.replace("0123456789", "")).expect("read");
        assert_eq!(read[0].commit, None);
    }

    #[test]
    fn a_page_that_is_no_form_gives_nothing_or_an_error() {
        assert!(read("").is_err());
        assert!(read("- Date : 2026-11-30\n").expect("read").is_empty());
    }
}
