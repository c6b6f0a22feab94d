//! Repairs a `publiccode.yml`: the changes that the validator announces are made,
//! the safe ones always, the others when they are asked for, until none is left.
//! Answers are written where they belong; what only people know stays a question.

mod answers;
mod edits;
#[cfg(test)]
mod tests;

pub use super::filling::Known;
pub(crate) use super::filling::KnownContact;
pub use answers::{Answers, Question, open_questions};

use super::code::Code;
use super::diagnostic::{Change, Diagnostic};
use super::filling::Filling;
use super::validate::{self, Diagnosis, NoFiles};
use crate::lang::{Lang, Text};
use crate::text;
use crate::yaml::edit::{self, Document, Path, Refusal, Step, Value};
use jiff::civil::date;
use std::collections::BTreeSet;

/// A file needs fewer changes than this; the rest waits for the next run.
const MAX_CHANGES: usize = 600;
/// Each change reads the whole file again: a long one is given fewer, never
/// less than [`LEAST_CHANGES`]. In bytes.
const BUDGET: usize = 64 << 20;
const LEAST_CHANGES: usize = 50;
/// The same value is answered, or left as a comment, at most so many times.
const MAX_AGAIN: usize = 3;

/// What a repair may do and knows.
#[derive(Debug, Clone)]
pub struct Options<'a> {
    /// Makes the changes a person should agree with, too.
    pub risky: bool,
    /// Adds the required keys that are missing.
    pub complete: bool,
    /// What the repository says.
    pub known: &'a Known,
    /// What people said.
    pub answers: &'a Answers,
    /// The language of the questions written in the file.
    pub lang: Lang,
}

/// Something done, or not, to the file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Note {
    /// Line of the original file it is about, from 1.
    pub line: usize,
    /// The path, as `maintenance.contacts[0].name`.
    pub key: String,
    /// What and why.
    pub text: Text,
}

/// A file and what happened to it.
#[derive(Debug, Clone)]
pub struct Repaired {
    /// The new document.
    pub document: Document,
    /// What was changed.
    pub made: Vec<Note>,
    /// What would be changed with [`Options::risky`].
    pub withheld: Vec<Note>,
    /// What could not be changed, with the reason.
    pub refused: Vec<(Note, Refusal)>,
}

/// Edits to make, all or none, and why.
struct Proposal {
    /// The value it is about.
    path: Path,
    /// The same, as people read it.
    key: String,
    /// True when it keeps the meaning whatever the project is.
    safe: bool,
    /// True when it is given up if it has to be made again and again.
    limited: bool,
    text: Text,
    changes: Vec<edit::Change>,
}

/// The order of repairs: values and keys first, then the answers that need them in
/// place, then what is given up, and what is missing at last.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stage {
    Values,
    Answers,
    GivenUp,
    Missing,
}

/// Repairs `document`.
pub fn repair(document: &Document, options: &Options<'_>) -> Repaired {
    repaired(document, options, false)
}

/// What makes `document` invalid, the questions it still asks apart.
pub(crate) fn errors(document: &Document) -> Vec<Diagnostic> {
    let asked: Vec<String> =
        open_questions(document).into_iter().map(|question| question.key).collect();
    let text = document.text();
    // Only warnings depend on the day.
    let options = validate::Options { today: date(2026, 1, 1), preview: false };
    let report = Diagnosis::new(text.as_bytes(), options, &NoFiles);
    let wrong = report.diagnostics.into_iter();
    wrong
        .filter(|one| one.is_error() && one.code != Code::Unanswered)
        .filter(|one| !asked.contains(&one.path.to_string()))
        .collect()
}

/// Repairs `document`, by the draft of version 1.0 of the standard.
pub(crate) fn preview(document: &Document, options: &Options<'_>) -> Repaired {
    let mut done = repaired(document, options, true);
    // The version comes last: it is right only once the rest is.
    let path = edit::path("publiccodeYmlVersion");
    let current = done.document.get(&path).and_then(Value::as_text);
    if current.is_some_and(|current| current != "1") {
        let change = edit::Change::Set { path: path.clone(), value: Value::text("1") };
        let note = Note {
            line: document.line(&path).unwrap_or(1),
            key: "publiccodeYmlVersion".into(),
            text: text!(
                "version 1 (aperçu : les lecteurs actuels la refusent encore)",
                "version 1 (preview: today’s readers still refuse it)"
            ),
        };
        match done.document.apply(&change) {
            Ok(after) => {
                done.document = after;
                done.made.push(note);
            }
            Err(refusal) => done.refused.push((note, refusal)),
        }
    }
    done
}

/// `document` with the change that `one` announces, and no other; `None` when it
/// announces none, or when it cannot be made.
pub(crate) fn alone(document: &Document, one: &Diagnostic) -> Option<Document> {
    if one.code == Code::ByteOrderMark {
        return Some(document.without_bom());
    }
    let change = one.fix.as_ref()?.change.as_ref()?;
    let changes = edits::edits(document, &one.path, change);
    let start = (!changes.is_empty()).then(|| document.clone())?;
    changes.iter().try_fold(start, |document, change| document.apply(change)).ok()
}

/// The line, from 1, of the first key at `path`.
pub(crate) fn first_line(document: &Document, path: &super::path::Path) -> Option<usize> {
    document.line(&path.0)
}

fn repaired(document: &Document, options: &Options<'_>, preview: bool) -> Repaired {
    let mut work = Work {
        limit: (BUDGET / document.text().len().max(1)).clamp(LEAST_CHANGES, MAX_CHANGES),
        original: document,
        options,
        preview,
        done: Repaired {
            document: document.clone(),
            made: Vec::new(),
            withheld: Vec::new(),
            refused: Vec::new(),
        },
        dismissed: BTreeSet::new(),
        came: Vec::new(),
    };
    if document.has_bom() {
        work.done.document = document.without_bom();
        let text = text!(
            "marque d’ordre des octets retirée : des lecteurs ne trouvent plus la première clé",
            "byte-order mark removed: some readers no longer find the first key"
        );
        work.done.made.push(Note { line: 1, key: String::new(), text });
    }
    while work.done.made.len() < work.limit && work.round() {}
    // Nothing is put right in a valid file at the price of its validity.
    let sound = |document: &Document| errors(document).is_empty();
    if options.answers.is_empty() && !preview && !sound(&work.done.document) && sound(document) {
        return given_up(document, work.done);
    }
    work.done
}

/// What was `done` to `document`, unless a question that nobody answered would be left in
/// a file that was valid.
pub(crate) fn unasked(document: &Document, done: Repaired) -> Repaired {
    let asks = |document: &Document| !open_questions(document).is_empty();
    match asks(&done.document) && !asks(document) && errors(document).is_empty() {
        true => given_up(document, done),
        false => done,
    }
}

/// `document` as it was, all that was `done` being refused.
fn given_up(document: &Document, done: Repaired) -> Repaired {
    let refused = done.made.into_iter().map(|note| (note, Refusal::Meaning)).collect();
    let (document, withheld) = (document.clone(), done.withheld);
    Repaired { document, made: Vec::new(), withheld, refused }
}

struct Work<'a> {
    /// How many changes are made at most.
    limit: usize,
    original: &'a Document,
    options: &'a Options<'a>,
    preview: bool,
    done: Repaired,
    /// What was withheld or refused already: not proposed again.
    dismissed: BTreeSet<(String, Text)>,
    /// The keys that changed of name or of place: what each is, and was.
    came: Vec<(String, String)>,
}

impl Work<'_> {
    /// Judges the document and makes the changes of the first stage that has some;
    /// true when the document changed.
    fn round(&mut self) -> bool {
        let text = self.done.document.text();
        // Only warnings depend on the day.
        let judged = validate::Options { today: date(2026, 1, 1), preview: self.preview };
        let filling = Filling { known: self.options.known, lang: self.options.lang };
        let report = Diagnosis::filled(text.as_bytes(), judged, &NoFiles, &filling);
        let stages = [Stage::Values, Stage::Answers, Stage::GivenUp, Stage::Missing];
        stages.into_iter().any(|stage| {
            let proposals = match stage {
                Stage::Answers => answers::propose(&self.done.document, self.options.answers),
                _ => self.proposals(&report, stage),
            };
            self.make(proposals)
        })
    }

    /// The changes of `stage` that the diagnostics announce, the last places first:
    /// those before them stay where they are.
    fn proposals(&self, report: &Diagnosis, stage: Stage) -> Vec<Proposal> {
        let proposed = report.diagnostics.iter().rev().filter_map(|one| {
            let fix = one.fix.as_ref().filter(|_| one.severity.is_some())?;
            let change = fix.change.as_ref()?;
            let allowed = match stage_of(one, change) {
                Stage::Missing if !self.options.complete => {
                    one.path.0.len() == 1
                        && fix.safe
                        && one.path.to_string() == "publiccodeYmlVersion"
                }
                Stage::GivenUp => self.options.risky || one.code == Code::UnknownKey,
                _ => true,
            };
            let changes = edits::edits(&self.done.document, &one.path, change);
            (allowed && stage_of(one, change) == stage && !changes.is_empty()).then(|| Proposal {
                path: one.path.0.clone(),
                key: one.path.to_string(),
                safe: fix.safe,
                limited: *change == Change::Comment,
                text: Text {
                    fr: format!("{} : {}", one.message.fr, fix.text.fr),
                    en: format!("{}: {}", one.message.en, fix.text.en),
                },
                changes,
            })
        });
        proposed.collect()
    }

    /// Makes the proposals, but for those that an earlier one touches; true when
    /// the document changed.
    fn make(&mut self, proposals: Vec<Proposal>) -> bool {
        let mut touched: Vec<Path> = Vec::new();
        for proposal in proposals {
            if self.done.made.len() >= self.limit {
                break;
            }
            let path = proposal.path.clone();
            if touched.iter().any(|one| one.starts_with(&path) || path.starts_with(one)) {
                continue;
            }
            let carries = proposal.changes.iter().any(|change| {
                matches!(change, edit::Change::Move { .. } | edit::Change::Rename { .. })
            });
            // Two answers may bring the same missing section.
            let brought: Vec<Path> = proposal.changes.iter().filter_map(brought).collect();
            if self.take(proposal) {
                touched.push(path);
                touched.extend(brought);
                if carries {
                    // It may have taken the place of another.
                    break;
                }
            }
        }
        !touched.is_empty()
    }

    /// Where `key` stood in the original.
    fn origin(&self, key: &str) -> String {
        let mut key = key.to_string();
        for (now, was) in self.came.iter().rev() {
            if let Some(rest) = key.strip_prefix(now.as_str())
                && (rest.is_empty() || rest.starts_with(['.', '[']))
            {
                key = format!("{was}{rest}");
            }
        }
        key
    }

    /// Makes `proposal`, or notes why not; true when the document changed.
    fn take(&mut self, proposal: Proposal) -> bool {
        let Proposal { key, safe, limited, text, changes, .. } = proposal;
        if self.dismissed.contains(&(key.clone(), text.clone())) {
            return false;
        }
        let line = answers::nearest_line(self.original, &self.origin(&key));
        let note = Note { line, key: key.clone(), text: text.clone() };
        if !safe && !self.options.risky {
            self.dismissed.insert((key, text));
            self.done.withheld.push(note);
            return false;
        }
        let again = |made: &&Note| made.key == note.key && made.text == note.text;
        if limited && self.done.made.iter().filter(again).count() >= MAX_AGAIN {
            return false;
        }
        let start = Ok(self.done.document.clone());
        let after = changes.iter().fold(start, |document: Result<Document, Refusal>, change| {
            document.and_then(|document| document.apply(change))
        });
        match after {
            Ok(after) => {
                let before = &self.done.document;
                self.came.extend(changes.iter().filter_map(|change| carried(before, change)));
                self.done.document = after;
                self.done.made.push(note);
                true
            }
            // It comes from elsewhere through a merge or an alias, or went with its section.
            Err(Refusal::NoSuchValue) => false,
            Err(refusal) => {
                self.dismissed.insert((key, text));
                self.done.refused.push((note, refusal));
                false
            }
        }
    }
}

/// The key that `change` gives another name or place: what it becomes, and was.
fn carried(document: &Document, change: &edit::Change) -> Option<(String, String)> {
    let (from, parent, key) = match change {
        edit::Change::Rename { path, key } => (path, &path[..path.len().checked_sub(1)?], key),
        edit::Change::Move { from, parent, key, .. } => (from, parent.as_slice(), key),
        _ => return None,
    };
    let to: Path = parent.iter().cloned().chain([Step::Key(key.clone())]).collect();
    Some((shown(document, &to), shown(document, from)))
}

/// The value that `change` makes anew, which holds what was missing.
fn brought(change: &edit::Change) -> Option<Path> {
    match change {
        edit::Change::Insert { parent, key, .. } => {
            Some(parent.iter().cloned().chain([Step::Key(key.clone())]).collect())
        }
        edit::Change::Append { parent, .. } => Some(parent.clone()),
        edit::Change::Set { path, .. } => Some(path.clone()),
        _ => None,
    }
}

fn stage_of(one: &Diagnostic, change: &Change) -> Stage {
    match change {
        Change::Insert(_) => Stage::Missing,
        Change::Comment if one.code != Code::ForbiddenKey && one.code != Code::CountrySection => {
            Stage::GivenUp
        }
        _ => Stage::Values,
    }
}

/// The path as people read it: `maintenance.contacts[0].name`.
pub(crate) fn shown(document: &Document, path: &[Step]) -> String {
    let mut out = String::new();
    let mut here = Some(document.value());
    for step in path {
        let at = here.and_then(|value| value.position(step));
        let name = match (here, at, step) {
            (Some(Value::Map(entries)), Some(at), _) => Some(entries[at].0.as_str()),
            (_, _, Step::Key(key)) => Some(key.as_str()),
            _ => None,
        };
        match (name, step) {
            (Some(name), _) if out.is_empty() => out.push_str(name),
            (Some(name), _) => out.push_str(&format!(".{name}")),
            (None, Step::At(at)) => out.push_str(&format!("[{at}]")),
            (None, Step::Key(_)) => {}
        }
        here = here.and_then(|value| value.at(std::slice::from_ref(step)));
    }
    out
}
