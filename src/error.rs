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
    /// Where it is in a file, when it is about one.
    pub(crate) place: Option<Box<Place>>,
    /// Exit code (`src/exit.rs`).
    pub code: u8,
}

/// A place in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Place {
    /// How the file is called.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: Option<usize>,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Place { file, line, column } = self;
        match column {
            Some(column) => write!(f, "{file}:{line}:{column}"),
            None => write!(f, "{file}:{line}"),
        }
    }
}

/// Shorthand for results that fail with [`Error`].
pub(crate) type Result<T> = std::result::Result<T, Error>;

impl Error {
    /// Wrong usage or configuration: exit code 2.
    pub fn usage(message: Text) -> Error {
        Error { message, remedy: None, place: None, code: exit::USAGE }
    }

    /// The repository could not be seen: exit code 3.
    pub fn unseen(message: Text) -> Error {
        Error { message, remedy: None, place: None, code: exit::INCOMPLETE }
    }

    /// What a defect of the program becomes: a sentence, never a back-trace.
    pub(crate) fn internal() -> Error {
        Error::unseen(Text::new(
            "publiable a rencontré une erreur interne : rien n’est conclu.",
            "publiable met an internal error: nothing is concluded.",
        ))
        .remedy(Text::new(
            "Signalez-la avec la version (publiable --version) et la commande.",
            "Report it with the version (publiable --version) and the command.",
        ))
    }

    /// Adds what to do.
    pub fn remedy(mut self, remedy: Text) -> Error {
        self.remedy = Some(remedy);
        self
    }

    /// Says where it is: in `file`, at `line` and `column`.
    pub(crate) fn at(mut self, file: &str, line: usize, column: Option<usize>) -> Error {
        self.place = Some(Box::new(Place { file: file.to_string(), line, column }));
        self
    }

    /// The same with its place in the message, which other words may then come before.
    pub(crate) fn located(mut self) -> Error {
        if let Some(place) = self.place.take() {
            self.message = self.message.after(&format!("{place} : "), &format!("{place}: "));
        }
        self
    }

    /// The whole paragraph in `lang`.
    pub fn paragraph(&self, lang: Lang) -> String {
        let said = self.said(lang);
        match &self.place {
            Some(place) => format!("{place}{}{said}", lang.pick(" : ", ": ")),
            None => said,
        }
    }

    /// The same without its place, for who sees it.
    pub(crate) fn said(&self, lang: Lang) -> String {
        let message = system(self.message.get(lang), lang);
        match &self.remedy {
            Some(remedy) => format!("{message} {}", remedy.get(lang)),
            None => message,
        }
    }
}

/// What systems say most often when something cannot be read or written.
const SYSTEM: [(&str, &str); 11] = [
    ("No such file or directory", "fichier ou dossier introuvable"),
    ("Permission denied", "accès refusé"),
    ("Is a directory", "c’est un dossier"),
    ("Not a directory", "ce n’est pas un dossier"),
    ("File exists", "le fichier existe déjà"),
    ("No space left on device", "le disque est plein"),
    ("Read-only file system", "le disque est en lecture seule"),
    ("Too many levels of symbolic links", "liens symboliques sans fin"),
    ("File name too long", "nom de fichier trop long"),
    ("Input/output error", "erreur de lecture ou d’écriture"),
    ("stream did not contain valid UTF-8", "ce n’est pas un texte en UTF-8"),
];

/// `message` where what a system said is in `lang`, without its number.
fn system(message: &str, lang: Lang) -> String {
    let mut said = message.to_string();
    for (english, french) in SYSTEM {
        let Some(at) = said.find(english) else { continue };
        let rest = said.split_off(at + english.len());
        said.truncate(at);
        said.push_str(lang.pick(french, english));
        let numbered = rest.strip_prefix(" (os error ").and_then(|rest| rest.split_once(')'));
        said.push_str(numbered.map_or(rest.as_str(), |(_, rest)| rest));
    }
    said
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.paragraph(Lang::En))
    }
}

impl std::error::Error for Error {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_system_says_is_in_the_language_of_the_reader() {
        let said = std::io::Error::from_raw_os_error(2);
        let error = Error::usage(crate::text!("a illisible ({said}).", "a unreadable ({said})."));
        assert_eq!(error.paragraph(Lang::Fr), "a illisible (fichier ou dossier introuvable).");
        assert_eq!(error.paragraph(Lang::En), "a unreadable (No such file or directory).");
    }
}
