//! What the validator says of one place of a file.

use super::code::Code;
use super::path::Path;
use crate::lang::Text;
use crate::text;
use crate::yaml::edit::{Step, Value};

/// A place in the text: line and column from 1 (columns count characters),
/// and the byte offset.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Position {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// Bytes from the start of the file.
    pub offset: usize,
}

/// A stretch of the text; the end is excluded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Span {
    /// The first character.
    pub start: Position,
    /// The character after the last.
    pub end: Position,
}

impl Span {
    /// The stretch from the start of this one to the end of `other`.
    pub fn to(self, other: Span) -> Span {
        Span { start: self.start, end: other.end.max(self.end) }
    }
}

/// How serious a diagnostic is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Advice that never counts against the file.
    Advice,
    /// The file is valid, yet this should change.
    Warning,
    /// The file is not valid.
    Error,
}

impl Severity {
    /// `error`, `warning` or `advice`.
    pub fn code(self) -> &'static str {
        match self {
            Severity::Advice => "advice",
            Severity::Warning => "warning",
            Severity::Error => "error",
        }
    }

    /// The word shown to a person.
    pub fn label(self) -> Text {
        match self {
            Severity::Advice => Text::new("conseil", "advice"),
            Severity::Warning => Text::new("avertissement", "warning"),
            Severity::Error => Text::new("erreur", "error"),
        }
    }
}

/// A change that settles a diagnostic: announced, and made by the repair.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// Give the value another one.
    Set(Value),
    /// Give the key another name.
    Rename(String),
    /// Remove the key (or the item of a list) and its value.
    Remove,
    /// Remove the entry of this rank in the same section: its key is there twice.
    RemoveTwin(usize),
    /// Leave the key (or the item of a list) and its value as a comment.
    Comment,
    /// Give the key this value, which it lacks.
    Insert(Value),
    /// Move the value to this path.
    Move(String),
    /// Give the values of the section to these keys of the top: from, to.
    Split(&'static [(&'static str, &'static str)]),
    /// Make it a list of these items; without any, the value is the only item.
    MakeList(Vec<Value>),
}

/// How to settle a diagnostic.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// In words.
    pub text: Text,
    /// As a change, when one can be told.
    pub change: Option<Change>,
    /// True when the change keeps the meaning whatever the project is.
    pub safe: bool,
}

impl Fix {
    /// Advice without a change a tool could make.
    pub fn advice(text: Text) -> Fix {
        Fix { text, change: None, safe: false }
    }

    /// A change that keeps the meaning.
    pub fn safe(text: Text, change: Change) -> Fix {
        Fix { text, change: Some(change), safe: true }
    }

    /// Another text in place of the value.
    pub fn write(value: impl Into<String>, safe: bool) -> Fix {
        let value = value.into();
        let text = text!("écrire {value}", "write {value}");
        Fix { text, change: Some(Change::Set(Value::text(value))), safe }
    }

    /// A change that a person has to agree with.
    pub fn doubtful(text: Text, change: Change) -> Fix {
        Fix { text, change: Some(change), safe: false }
    }
}

/// What is wrong, where, and what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// The rule.
    pub code: Code,
    /// The path of the key it is about; empty for the file.
    pub path: Path,
    /// Where the key is written. A missing key has the place of the first key
    /// of the section it belongs to.
    pub key: Option<Span>,
    /// Where the value is written.
    pub value: Option<Span>,
    /// True when the value is to be shown rather than the key.
    pub on_value: bool,
    /// `None`: this tool has nothing to say, only the reference parser does.
    pub severity: Option<Severity>,
    /// What is wrong.
    pub message: Text,
    /// What to do.
    pub fix: Option<Fix>,
    /// What it is for the reference parser; `None`: nothing.
    pub reference: Option<Severity>,
}

impl Diagnostic {
    /// Where to point: the value when it is at fault, else the key.
    pub fn span(&self) -> Span {
        let (first, second) =
            if self.on_value { (self.value, self.key) } else { (self.key, self.value) };
        first.or(second).unwrap_or_default()
    }

    /// Line and column to show, 0 and 0 for the whole file.
    pub fn place(&self) -> (usize, usize) {
        // Like the reference parser, a finding is placed where its key starts.
        let span = self.key.or(self.value).unwrap_or_default();
        (span.start.line, span.start.column)
    }

    /// What is wrong with the key, or the value, at `path`.
    pub fn new(
        code: Code,
        severity: impl Into<Option<Severity>>,
        path: &Path,
        message: Text,
    ) -> Self {
        Diagnostic {
            code,
            path: path.clone(),
            key: None,
            value: None,
            on_value: false,
            severity: severity.into(),
            message,
            fix: None,
            reference: None,
        }
    }

    /// Says how to settle it.
    pub fn fix(mut self, fix: impl Into<Option<Fix>>) -> Self {
        self.fix = fix.into();
        self
    }

    /// Says what the reference parser calls it.
    pub fn reference(mut self, severity: Severity) -> Self {
        self.reference = Some(severity);
        self
    }

    /// What it is in the eyes of the judge that was chosen: the standard, or the
    /// reference parser.
    pub fn severity(&self, compatible: bool) -> Option<Severity> {
        if compatible { self.reference } else { self.severity }
    }

    /// Passes every text of it through `mask`: it quotes the file, which may hold secrets.
    pub fn mask(&mut self, mask: &dyn Fn(&mut String)) {
        let words = self.fix.as_mut().map(|fix| &mut fix.text);
        for text in std::iter::once(&mut self.message).chain(words) {
            mask(&mut text.fr);
            mask(&mut text.en);
        }
        for step in &mut self.path.0 {
            if let Step::Key(name) = step {
                mask(name);
            }
        }
        match self.fix.as_mut().and_then(|fix| fix.change.as_mut()) {
            Some(Change::Set(value) | Change::Insert(value)) => value.for_each_text(mask),
            Some(Change::MakeList(items)) => {
                items.iter_mut().for_each(|item| item.for_each_text(mask));
            }
            Some(Change::Rename(text) | Change::Move(text)) => mask(text),
            _ => {}
        }
    }

    /// True when it makes the file invalid.
    pub fn is_error(&self) -> bool {
        self.severity == Some(Severity::Error)
    }
}
