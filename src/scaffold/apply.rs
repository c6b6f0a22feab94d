//! Writing a plan: all of it, or nothing.
//!
//! Every file is first written in full beside its place, then put in place by a
//! link or a rename. A file that appeared or changed since the plan was made, a
//! link, a full disk or a read-only folder stops the whole: what was put in
//! place is taken away again and what was replaced comes back.

use super::change::Change;
use crate::error::{Error, Result};
use crate::lang::Text;
use crate::text;
use cap_std::ambient_authority;
use cap_std::fs::{Dir, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::path::Path;

/// Writes every change under `root`, or none; `interrupted` is asked between
/// two steps. Errors name the file and leave the folder as it was.
pub fn apply(root: &Path, changes: &[Change], interrupted: &dyn Fn() -> bool) -> Result<()> {
    let dir = Dir::open_ambient_dir(root, ambient_authority())
        .map_err(|error| failed(&root.display().to_string(), &error))?;
    for change in changes {
        verify(&dir, change)?;
    }
    let mut work = Work { dir: &dir, steps: Vec::new() };
    for change in changes {
        let done = match interrupted() {
            true => Err(interruption()),
            false => work.stage(change).map_err(|error| failed(&change.path, &error)),
        };
        work.or_undo(done)?;
    }
    for (at, change) in changes.iter().enumerate() {
        let done = match interrupted() {
            true => Err(interruption()),
            false => work.put(at, change),
        };
        work.or_undo(done)?;
    }
    work.finish();
    Ok(())
}

/// What was done, to be undone if a later step fails.
struct Work<'a> {
    dir: &'a Dir,
    steps: Vec<Step>,
}

/// One step.
enum Step {
    /// A folder was made.
    Folder(String),
    /// The new content waits at `temporary`.
    Staged { temporary: String },
    /// `path` is in place; what it replaced waits at `backup`.
    Placed { path: String, backup: Option<String> },
}

impl Work<'_> {
    fn or_undo(&mut self, done: Result<()>) -> Result<()> {
        done.inspect_err(|_| self.undo())
    }

    /// Writes the new content beside its place.
    fn stage(&mut self, change: &Change) -> io::Result<()> {
        self.folders(&change.path)?;
        let temporary = beside(&change.path, "new");
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        let mut file = self.dir.open_with(&temporary, &options)?;
        self.steps.push(Step::Staged { temporary: temporary.clone() });
        file.write_all(&change.after)?;
        file.sync_all()?;
        drop(file);
        if !change.creates() {
            let permissions = self.dir.metadata(&change.path)?.permissions();
            self.dir.set_permissions(&temporary, permissions)?;
        }
        Ok(())
    }

    /// Makes the folders above `path` that are not there.
    fn folders(&mut self, path: &str) -> io::Result<()> {
        for (at, _) in path.match_indices('/') {
            let folder = &path[..at];
            match self.dir.create_dir(folder) {
                Ok(()) => self.steps.push(Step::Folder(folder.to_string())),
                Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    /// Puts the staged content of the change numbered `at` in place.
    fn put(&mut self, at: usize, change: &Change) -> Result<()> {
        verify(self.dir, change)?;
        let staged = self.steps.iter().filter_map(|step| match step {
            Step::Staged { temporary } => Some(temporary),
            _ => None,
        });
        let Some(temporary) = staged.clone().nth(at).cloned() else { return Ok(()) };
        let placed = match change.creates() {
            true => self.place_new(&temporary, &change.path),
            false => self.replace(&temporary, &change.path),
        };
        placed.map_err(|error| match error.kind() {
            ErrorKind::AlreadyExists => appeared(&change.path),
            _ => failed(&change.path, &error),
        })
    }

    /// A hard link fails when the name is taken: nothing is ever overwritten.
    fn place_new(&mut self, temporary: &str, path: &str) -> io::Result<()> {
        match self.dir.hard_link(temporary, self.dir, path) {
            Ok(()) => {}
            Err(error) if error.kind() == ErrorKind::AlreadyExists => return Err(error),
            // A file system without hard links.
            Err(_) => {
                let bytes = self.dir.read(temporary)?;
                let mut options = OpenOptions::new();
                options.write(true).create_new(true);
                let mut file = self.dir.open_with(path, &options)?;
                self.steps.push(Step::Placed { path: path.to_string(), backup: None });
                return file.write_all(&bytes);
            }
        }
        self.steps.push(Step::Placed { path: path.to_string(), backup: None });
        Ok(())
    }

    fn replace(&mut self, temporary: &str, path: &str) -> io::Result<()> {
        let backup = beside(path, "old");
        self.dir.rename(path, self.dir, &backup)?;
        self.steps.push(Step::Placed { path: path.to_string(), backup: Some(backup) });
        self.dir.rename(temporary, self.dir, path)
    }

    /// Takes away what waits beside the files.
    fn finish(self) {
        for step in &self.steps {
            // A leftover is untidy, and the files are right.
            let _ = match step {
                Step::Staged { temporary } => self.dir.remove_file(temporary),
                Step::Placed { backup: Some(backup), .. } => self.dir.remove_file(backup),
                Step::Placed { backup: None, .. } | Step::Folder(_) => Ok(()),
            };
        }
    }

    /// Undoes every step, the last first; goes on past what cannot be undone.
    fn undo(&mut self) {
        while let Some(step) = self.steps.pop() {
            let _ = match step {
                Step::Folder(folder) => self.dir.remove_dir(folder),
                Step::Staged { temporary } => self.dir.remove_file(temporary),
                Step::Placed { path, backup: None } => self.dir.remove_file(path),
                Step::Placed { path, backup: Some(backup) } => {
                    self.dir.rename(backup, self.dir, path)
                }
            };
        }
    }
}

/// A name of ours beside `path`, in its folder.
fn beside(path: &str, word: &str) -> String {
    let (folder, name) = path.rsplit_once('/').map_or(("", path), |(folder, name)| (folder, name));
    let separator = if folder.is_empty() { "" } else { "/" };
    format!("{folder}{separator}.{name}.publiable-{word}")
}

/// Refuses a place that is not as the plan saw it.
fn verify(dir: &Dir, change: &Change) -> Result<()> {
    let path = &change.path;
    for (at, _) in path.match_indices('/') {
        match dir.symlink_metadata(&path[..at]) {
            Ok(metadata) if metadata.is_dir() => {}
            Ok(_) => return Err(not_a_folder(&path[..at])),
            Err(error) if error.kind() == ErrorKind::NotFound => break,
            Err(error) => return Err(failed(path, &error)),
        }
    }
    let metadata = match dir.symlink_metadata(path) {
        Ok(metadata) => metadata,
        Err(error) if error.kind() == ErrorKind::NotFound && change.creates() => return Ok(()),
        Err(error) if error.kind() == ErrorKind::NotFound => return Err(changed(path)),
        Err(error) => return Err(failed(path, &error)),
    };
    let Some(before) = &change.before else { return Err(appeared(path)) };
    if !metadata.is_file() {
        return Err(Error::usage(text!(
            "{path} est un lien ou n’est pas un fichier : rien n’a été écrit.",
            "{path} is a link or is not a file: nothing was written."
        ))
        .remedy(text!("Remplacez-le par un fichier.", "Replace it by a file.")));
    }
    let read = dir.read(path).map_err(|error| failed(path, &error))?;
    if read == *before { Ok(()) } else { Err(changed(path)) }
}

fn interruption() -> Error {
    Error {
        message: text!("Interrompu : rien n’a été écrit.", "Interrupted: nothing was written."),
        remedy: None,
        code: crate::exit::INTERRUPTED,
    }
}

fn again() -> Text {
    text!("Relancez publiable scaffold.", "Run publiable scaffold again.")
}

fn appeared(path: &str) -> Error {
    Error::usage(text!(
        "{path} est apparu depuis que le plan a été établi : rien n’a été écrit.",
        "{path} appeared since the plan was made: nothing was written."
    ))
    .remedy(again())
}

fn changed(path: &str) -> Error {
    Error::usage(text!(
        "{path} a changé depuis que le plan a été établi : rien n’a été écrit.",
        "{path} changed since the plan was made: nothing was written."
    ))
    .remedy(again())
}

fn not_a_folder(path: &str) -> Error {
    Error::usage(text!(
        "{path} est un lien ou n’est pas un dossier : rien n’a été écrit.",
        "{path} is a link or is not a folder: nothing was written."
    ))
    .remedy(text!("Remplacez-le par un dossier.", "Replace it by a folder."))
}

fn failed(path: &str, error: &io::Error) -> Error {
    Error::usage(text!(
        "{path} n’a pas pu être écrit ({error}) : rien n’a été changé.",
        "{path} could not be written ({error}): nothing was changed."
    ))
    .remedy(text!(
        "Vérifiez la place libre et le droit d’écrire dans ce dossier.",
        "Check the free space and that you may write in this folder."
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::Cell;
    use std::fs;

    fn change(path: &str, before: Option<&str>, after: &str) -> Change {
        Change {
            path: path.into(),
            before: before.map(|text| text.as_bytes().to_vec()),
            after: after.as_bytes().to_vec(),
            rules: vec![],
            brings: Text::same(""),
        }
    }

    fn names(root: &Path) -> Vec<String> {
        let entries = walkdir::WalkDir::new(root).min_depth(1).sort_by_file_name();
        let relative = entries.into_iter().map(|entry| {
            let entry = entry.expect("entry");
            entry.path().strip_prefix(root).expect("inside").display().to_string()
        });
        relative.collect()
    }

    #[test]
    fn files_are_created_and_completed() {
        let place = tempfile::tempdir().expect("folder");
        fs::write(place.path().join("README.md"), "a\n").expect("written");
        let changes = [
            change(".github/ISSUE_TEMPLATE/bug.md", None, "b\n"),
            change("README.md", Some("a\n"), "a\nb\n"),
        ];
        apply(place.path(), &changes, &|| false).expect("applied");
        let read = fs::read_to_string(place.path().join("README.md")).expect("read");
        assert_eq!(read, "a\nb\n");
        let expected =
            [".github", ".github/ISSUE_TEMPLATE", ".github/ISSUE_TEMPLATE/bug.md", "README.md"];
        assert_eq!(names(place.path()), expected);
    }

    #[test]
    fn a_file_that_appeared_stops_everything() {
        let place = tempfile::tempdir().expect("folder");
        fs::write(place.path().join("LICENSE"), "mine\n").expect("written");
        let changes = [change("docs/a.md", None, "a\n"), change("LICENSE", None, "b\n")];
        let error = apply(place.path(), &changes, &|| false).expect_err("refused");
        assert!(error.message.en.contains("appeared"), "{error}");
        assert_eq!(names(place.path()), ["LICENSE"]);
        assert_eq!(fs::read_to_string(place.path().join("LICENSE")).expect("read"), "mine\n");
    }

    #[test]
    fn an_interruption_undoes_what_was_put_in_place() {
        let place = tempfile::tempdir().expect("folder");
        fs::write(place.path().join("README.md"), "a\n").expect("written");
        let changes =
            [change("README.md", Some("a\n"), "a\nb\n"), change("docs/x.md", None, "x\n")];
        for step in 0..4 {
            let asked = Cell::new(0);
            let interrupted = || {
                asked.set(asked.get() + 1);
                asked.get() > step
            };
            let error = apply(place.path(), &changes, &interrupted).expect_err("interrupted");
            assert_eq!(error.code, crate::exit::INTERRUPTED);
            assert_eq!(names(place.path()), ["README.md"], "after {step} steps");
            assert_eq!(fs::read_to_string(place.path().join("README.md")).expect("read"), "a\n");
        }
    }

    #[cfg(unix)]
    #[test]
    fn links_are_not_followed() {
        let place = tempfile::tempdir().expect("folder");
        let outside = tempfile::tempdir().expect("folder");
        std::os::unix::fs::symlink(outside.path(), place.path().join("docs")).expect("link");
        std::os::unix::fs::symlink("nowhere", place.path().join("LICENSE")).expect("link");
        let error = apply(place.path(), &[change("docs/a.md", None, "a\n")], &|| false);
        assert!(error.expect_err("refused").message.en.contains("docs is a link"));
        let error = apply(place.path(), &[change("LICENSE", None, "a\n")], &|| false);
        assert!(error.expect_err("refused").message.en.contains("appeared"));
        assert_eq!(names(outside.path()), Vec::<String>::new());
    }

    #[cfg(unix)]
    #[test]
    fn an_executable_stays_one() {
        use std::os::unix::fs::PermissionsExt;
        let place = tempfile::tempdir().expect("folder");
        let file = place.path().join("run.sh");
        fs::write(&file, "echo\n").expect("written");
        fs::set_permissions(&file, fs::Permissions::from_mode(0o755)).expect("set");
        let change = change("run.sh", Some("echo\n"), "# tag\necho\n");
        apply(place.path(), &[change], &|| false).expect("applied");
        let mode = fs::metadata(&file).expect("metadata").permissions().mode();
        assert_eq!(mode & 0o777, 0o755);
    }
}
