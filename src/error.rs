//! Errors a person reads: what went wrong, where, and what to do, in both
//! languages, with the exit code that goes with them. The words stand where the error is
//! made, through `text!`.

use crate::exit;
use crate::lang::{Lang, Text};
use std::collections::BTreeMap;
use std::fmt;
use std::sync::LazyLock;

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
        Error { message: translated(message), remedy: None, place: None, code: exit::USAGE }
    }

    /// The repository could not be seen: exit code 3.
    pub fn unseen(message: Text) -> Error {
        Error { message: translated(message), remedy: None, place: None, code: exit::INCOMPLETE }
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

    /// True for wrong usage or configuration.
    pub(crate) fn is_usage(&self) -> bool {
        self.code == exit::USAGE
    }

    /// Adds what to do.
    pub fn remedy(mut self, remedy: Text) -> Error {
        self.remedy = Some(remedy);
        self
    }

    /// Asks whether `near` was meant.
    pub(crate) fn meant(self, near: &str) -> Error {
        let Text { fr, en } = Text::meant(near);
        self.remedy(Text::new(fr.replacen('v', "V", 1), en.replacen('d', "D", 1)))
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

    /// The whole paragraph, in both languages.
    pub(crate) fn whole(&self) -> Text {
        Text::new(self.paragraph(Lang::Fr), self.paragraph(Lang::En))
    }

    /// The same without its place, for who sees it.
    pub(crate) fn said(&self, lang: Lang) -> String {
        let message = self.message.get(lang);
        match &self.remedy {
            Some(remedy) => format!("{message} {}", remedy.get(lang)),
            None => message.to_string(),
        }
    }
}

/// What systems say most often when something cannot be read or written, in French, by
/// what they say (`src/lang/system.toml`).
static SYSTEM: LazyLock<BTreeMap<String, String>> =
    LazyLock::new(|| toml::from_str(include_str!("lang/system.toml")).expect("embedded"));

/// What a system `said`, in both languages, where it goes in no [`Error`].
pub(crate) fn told(said: &std::io::Error) -> Text {
    translated(Text::same(said.to_string()))
}

/// `message` where what a system said is in the language of each wording.
fn translated(message: Text) -> Text {
    Text { fr: system(&message.fr, Lang::Fr), en: system(&message.en, Lang::En) }
}

/// `message` where what a system said is in `lang`, without its number.
fn system(message: &str, lang: Lang) -> String {
    let mut said = message.to_string();
    for (english, french) in SYSTEM.iter() {
        let Some(at) = said.find(english.as_str()) else { continue };
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

    #[test]
    fn every_way_a_folder_cannot_be_read_has_its_words() {
        use std::io::ErrorKind::*;
        // No such file, a full table, a folder, none, no room, a disk that is only read,
        // a long name.
        for number in [2, 24, 21, 20, 28, 30, 36] {
            let said = told(&std::io::Error::from_raw_os_error(number));
            assert!(said.fr != said.en && !said.fr.contains("os error"), "{said:?}");
        }
        for kind in [NotFound, PermissionDenied, NotADirectory, IsADirectory, StorageFull] {
            let said = told(&kind.into());
            assert_ne!(said.fr, said.en);
        }
        assert_eq!(told(&NotADirectory.into()).fr, "ce n’est pas un dossier");
    }
}
