//! The projects of a run, side by side.

use crate::error::{Error, Result};
use crate::lang::Text;
use crate::report::Report;
use crate::text;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Where a project is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Place {
    /// A folder of this machine.
    Folder(PathBuf),
    /// An address, copied when the person asked for it.
    Address(String),
}

impl Place {
    /// As a person reads it.
    pub(super) fn shown(&self) -> String {
        match self {
            Place::Folder(folder) => folder.display().to_string(),
            Place::Address(address) => address.clone(),
        }
    }

    /// The name it goes by until the audit tells another.
    fn name(&self) -> String {
        let shown = self.shown();
        let last = shown.trim_end_matches('/').rsplit(['/', '\\']).next().unwrap_or_default();
        let last = last.strip_suffix(".git").unwrap_or(last);
        if last.is_empty() { shown } else { last.to_string() }
    }
}

/// What an audit gave.
#[derive(Debug)]
pub(super) struct Audited {
    /// The report.
    pub report: Report,
    /// The folder that was read.
    pub root: PathBuf,
}

/// What a person wants written, before it is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Draft {
    /// The answers given, by question.
    pub answers: BTreeMap<String, String>,
    /// The files taken off.
    pub without: BTreeSet<String>,
    /// True for what does not weigh on the verdict too.
    pub all: bool,
}

/// A project.
#[derive(Debug, Clone)]
pub(super) struct Project {
    /// Its number in addresses.
    pub id: usize,
    /// Where it is.
    pub place: Place,
    /// What its audit is doing; `None` when it is over.
    pub doing: Option<Text>,
    /// What the last audit gave; `None` before the first one is over.
    pub last: Option<Result<Arc<Audited>>>,
    /// What was last done to it.
    pub done: Option<Text>,
    /// What is wanted of the files to write.
    pub draft: Draft,
    /// The number of its audit: what an earlier one says is not listened to.
    round: usize,
}

impl Project {
    /// Its name.
    pub(super) fn name(&self) -> String {
        match &self.last {
            Some(Ok(audited)) => audited.report.repository.name.clone(),
            _ => self.place.name(),
        }
    }

    /// What the last audit gave.
    pub(super) fn audited(&self) -> Option<&Arc<Audited>> {
        self.last.as_ref().and_then(|last| last.as_ref().ok())
    }

    /// Why the last audit gave nothing.
    pub(super) fn failure(&self) -> Option<&Error> {
        self.last.as_ref().and_then(|last| last.as_ref().err())
    }
}

/// The projects, in the order they were added.
#[derive(Debug, Default)]
pub(super) struct Shelf {
    projects: Vec<Project>,
    added: usize,
}

impl Shelf {
    /// Every project.
    pub(super) fn all(&self) -> &[Project] {
        &self.projects
    }

    /// The project numbered `id`.
    pub(super) fn get(&self, id: usize) -> Option<&Project> {
        self.projects.iter().find(|project| project.id == id)
    }

    /// Adds the project at `place`, and answers its number, and whether it is new.
    pub(super) fn add(&mut self, place: Place) -> (usize, bool) {
        if let Some(known) = self.projects.iter().find(|project| project.place == place) {
            return (known.id, false);
        }
        self.added += 1;
        let (doing, last, done, draft) = (None, None, None, Draft::default());
        self.projects.push(Project { id: self.added, place, doing, last, done, draft, round: 0 });
        (self.added, true)
    }

    /// Takes the project numbered `id` off; its files are left alone.
    pub(super) fn remove(&mut self, id: usize) {
        self.projects.retain(|project| project.id != id);
    }

    /// Begins an audit of the project numbered `id`, which says `doing` first, and answers
    /// its place and the number of the audit; `None` when one goes on, unless it has to
    /// begin `anew`: what the other says is then late.
    pub(super) fn begin(&mut self, id: usize, doing: Text, anew: bool) -> Option<(Place, usize)> {
        let project = self.change(id).filter(|project| anew || project.doing.is_none())?;
        project.doing = Some(doing);
        project.round += 1;
        Some((project.place.clone(), project.round))
    }

    /// True while the audit `round` of the project numbered `id` is the last that began.
    pub(super) fn awaits(&self, (id, round): (usize, usize)) -> bool {
        self.get(id).is_some_and(|project| project.round == round)
    }

    /// Tells how far the audit `round` of the project numbered `id` is.
    pub(super) fn tell(&mut self, (id, round): (usize, usize), doing: &Text) {
        if let Some(project) = self.change(id).filter(|project| project.round == round) {
            project.doing = Some(doing.clone());
        }
    }

    /// Ends the audit `round` of the project numbered `id`.
    pub(super) fn end(&mut self, (id, round): (usize, usize), result: Result<Audited>) {
        if let Some(project) = self.change(id).filter(|project| project.round == round) {
            project.doing = None;
            project.last = Some(result.map(Arc::new));
        }
    }

    /// Says what was done to the project numbered `id`.
    pub(super) fn did(&mut self, id: usize, done: Option<Text>) {
        if let Some(project) = self.change(id) {
            project.done = done;
        }
    }

    /// Keeps what is wanted of the files of the project numbered `id`.
    pub(super) fn draw(&mut self, id: usize, draft: Draft) {
        if let Some(project) = self.change(id) {
            project.draft = draft;
        }
    }

    fn change(&mut self, id: usize) -> Option<&mut Project> {
        self.projects.iter_mut().find(|project| project.id == id)
    }
}

/// Says that the folder at `path` cannot be read.
pub(super) fn unreadable(path: &Path, error: &std::io::Error) -> Error {
    let shown = path.display();
    let message = match error.kind() {
        std::io::ErrorKind::NotADirectory if path.is_file() => {
            return Error::usage(text!(
                "{shown} est un fichier, pas un dossier.",
                "{shown} is a file, not a folder."
            ))
            .remedy(text!("Donnez le dossier qui le contient.", "Give the folder that holds it."));
        }
        std::io::ErrorKind::NotFound => {
            text!("Le dossier {shown} n’existe pas.", "The folder {shown} does not exist.")
        }
        _ => text!(
            "Le dossier {shown} n’est pas lisible ({error}).",
            "The folder {shown} cannot be read ({error})."
        ),
    };
    Error::usage(message).remedy(text!(
        "Vérifiez son nom, ou choisissez un autre dossier dans la liste.",
        "Check its name, or choose another folder in the list."
    ))
}

/// The folder at `path` by its one name, so that it is not added twice.
pub(super) fn folder(path: &Path) -> std::io::Result<Place> {
    let path = path.canonicalize()?;
    match path.is_dir() {
        true => Ok(Place::Folder(path)),
        false => Err(std::io::ErrorKind::NotADirectory.into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_added_once_and_numbers_are_not_given_again() {
        let mut shelf = Shelf::default();
        let place = |name: &str| Place::Address(format!("https://forge.example.org/{name}.git"));
        assert_eq!(shelf.add(place("a")), (1, true));
        assert_eq!(shelf.add(place("a")), (1, false));
        shelf.remove(1);
        assert_eq!(shelf.add(place("a")), (2, true));
        assert_eq!(shelf.get(2).map(Project::name).as_deref(), Some("a"));
    }

    #[test]
    fn what_an_earlier_audit_says_is_not_listened_to() {
        let mut shelf = Shelf::default();
        let (id, _) = shelf.add(Place::Address("https://forge.example.org/a".into()));
        let (_, first) = shelf.begin(id, Text::same("1"), false).expect("begun");
        assert!(shelf.begin(id, Text::same("2"), false).is_none());
        shelf.end((id, first), Err(Error::internal()));
        let (_, second) = shelf.begin(id, Text::same("2"), false).expect("begun");
        shelf.tell((id, first), &Text::same("late"));
        shelf.end((id, first), Err(Error::internal()));
        let project = shelf.get(id).expect("project");
        assert_eq!(project.doing, Some(Text::same("2")));
        assert_ne!(first, second);
    }

    #[test]
    fn what_is_written_during_an_audit_is_audited_anew() {
        let mut shelf = Shelf::default();
        let (id, _) = shelf.add(Place::Address("https://forge.example.org/a".into()));
        let (_, before) = shelf.begin(id, Text::same("before"), false).expect("begun");
        let (_, after) = shelf.begin(id, Text::same("after"), true).expect("begun");
        assert!(!shelf.awaits((id, before)) && shelf.awaits((id, after)));
        // The reading of before the writing ends first, then last: it concludes nothing.
        shelf.end((id, before), Err(Error::internal()));
        let project = shelf.get(id).expect("project");
        assert_eq!((&project.doing, project.last.is_none()), (&Some(Text::same("after")), true));
        let why = Error::usage(Text::same("after"));
        shelf.end((id, after), Err(why));
        shelf.end((id, before), Err(Error::internal()));
        let project = shelf.get(id).expect("project");
        assert_eq!(project.failure().map(|why| &why.message), Some(&Text::same("after")));
        assert!(project.doing.is_none());
    }
}
