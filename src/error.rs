//! Errors a person reads: what went wrong, where, and what to do, in both
//! languages, with the exit code that goes with them.

use crate::exit;
use crate::lang::{Lang, Text};
use std::fmt;

/// An error that stops the command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Error {
    /// What went wrong, naming the thing and the place.
    pub message: Text,
    /// What to do about it.
    pub remedy: Option<Text>,
    /// Exit code (`src/exit.rs`).
    pub code: u8,
}

/// Shorthand for results that fail with [`Error`].
pub(crate) type Result<T> = std::result::Result<T, Error>;

impl Error {
    /// Wrong usage or configuration: exit code 2.
    pub fn usage(message: Text) -> Error {
        Error { message, remedy: None, code: exit::USAGE }
    }

    /// The repository could not be seen: exit code 3.
    pub fn unseen(message: Text) -> Error {
        Error { message, remedy: None, code: exit::INCOMPLETE }
    }

    /// Adds what to do.
    pub fn remedy(mut self, remedy: Text) -> Error {
        self.remedy = Some(remedy);
        self
    }

    /// The whole paragraph in `lang`.
    pub fn paragraph(&self, lang: Lang) -> String {
        match &self.remedy {
            Some(remedy) => format!("{} {}", self.message.get(lang), remedy.get(lang)),
            None => self.message.get(lang).to_string(),
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.paragraph(Lang::En))
    }
}

impl std::error::Error for Error {}
