//! Writing a plan: all of it, or nothing.
//!
//! Every file is first written in full beside its place, then put in place by a
//! link or a rename. A file that appeared or changed since the plan was made, a
//! link, a full disk or a read-only folder stops the whole: what was put in
//! place is taken away again and what was replaced comes back.

mod refusal;
#[cfg(test)]
mod tests;

use super::change::Change;
use crate::error::Result;
use cap_std::ambient_authority;
use cap_std::fs::{Dir, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::path::Path;

use refusal::{appeared, changed, failed, interruption, kept_aside, not_a_file, not_a_folder};

/// How many names beside a file are tried.
const NAMES: usize = 100;

/// Writes every change under `root`, or none; `interrupted` is asked between
/// two steps. Errors name the file and leave the folder as it was.
pub(crate) fn apply(root: &Path, changes: &[Change], interrupted: &dyn Fn() -> bool) -> Result<()> {
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
        done.map_err(|error| {
            let aside = self.undo();
            if aside.is_empty() { error } else { kept_aside(error, &aside) }
        })
    }

    /// Writes the new content beside its place.
    fn stage(&mut self, change: &Change) -> io::Result<()> {
        self.folders(&change.path)?;
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        let (temporary, mut file) =
            beside(&change.path, "new", |name| self.dir.open_with(name, &options))?;
        self.steps.push(Step::Staged { temporary: temporary.clone() });
        file.write_all(&change.after)?;
        file.sync_all()?;
        if !change.creates() {
            let metadata = self.dir.metadata(&change.path)?;
            keep_owner(&file, &metadata);
            self.dir.set_permissions(&temporary, metadata.permissions())?;
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
            false => self.replace(&temporary, change),
        };
        placed.map_err(|error| match error.kind() {
            ErrorKind::AlreadyExists => appeared(&change.path),
            ErrorKind::ResourceBusy => changed(&change.path),
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

    /// The old content waits under another name: it comes back if a later step
    /// fails, or if it is no longer what the plan saw.
    fn replace(&mut self, temporary: &str, change: &Change) -> io::Result<()> {
        let path = &change.path;
        let linked = beside(path, "old", |name| self.dir.hard_link(path, self.dir, name));
        let backup = match linked {
            Ok((backup, ())) => backup,
            // A file system without hard links.
            Err(_) => beside(path, "old", |name| self.moved(path, name))?.0,
        };
        self.steps.push(Step::Placed { path: path.clone(), backup: Some(backup.clone()) });
        self.dir.rename(temporary, self.dir, path)?;
        match self.dir.read(&backup)? == change.before.as_deref().unwrap_or_default() {
            true => Ok(()),
            false => Err(ErrorKind::ResourceBusy.into()),
        }
    }

    /// Gives `path` the name `name`, unless it is taken.
    fn moved(&self, path: &str, name: &str) -> io::Result<()> {
        match self.dir.symlink_metadata(name) {
            Ok(_) => Err(ErrorKind::AlreadyExists.into()),
            Err(_) => self.dir.rename(path, self.dir, name),
        }
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

    /// Undoes every step, the last first; goes on past what cannot be undone, and
    /// tells the names under which old contents wait.
    fn undo(&mut self) -> Vec<String> {
        let mut aside = Vec::new();
        while let Some(step) = self.steps.pop() {
            let _ = match step {
                Step::Folder(folder) => self.dir.remove_dir(folder),
                Step::Staged { temporary } => self.dir.remove_file(temporary),
                Step::Placed { path, backup: None } => self.dir.remove_file(path),
                Step::Placed { path, backup: Some(backup) } => {
                    match self.dir.rename(&backup, self.dir, path) {
                        // Two names of the same file are both still there.
                        Ok(()) => self.dir.remove_file(&backup),
                        Err(error) => {
                            aside.push(backup);
                            Err(error)
                        }
                    }
                }
            };
        }
        aside
    }
}

/// What `make` gives for the first name of ours beside `path` that is free: one
/// may be left by a run that was killed.
fn beside<T>(
    path: &str,
    word: &str,
    make: impl Fn(&str) -> io::Result<T>,
) -> io::Result<(String, T)> {
    let (folder, name) = path.rsplit_once('/').map_or(("", path), |(folder, name)| (folder, name));
    let separator = if folder.is_empty() { "" } else { "/" };
    let mut number = 1;
    loop {
        let suffix = if number == 1 { String::new() } else { format!("-{number}") };
        let beside = format!("{folder}{separator}.{name}.publiable-{word}{suffix}");
        match make(&beside) {
            Err(error) if error.kind() == ErrorKind::AlreadyExists && number < NAMES => number += 1,
            made => return Ok((beside, made?)),
        }
    }
}

/// Gives `file` the owner that `metadata` tells, when this user may.
#[cfg(unix)]
fn keep_owner(file: &cap_std::fs::File, metadata: &cap_std::fs::Metadata) {
    use cap_std::fs::MetadataExt;
    // Only root gives a file away; others own what they write, as any editor.
    let _ = std::os::unix::fs::fchown(file, Some(metadata.uid()), Some(metadata.gid()));
}

#[cfg(not(unix))]
fn keep_owner(_file: &cap_std::fs::File, _metadata: &cap_std::fs::Metadata) {}

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
    if !metadata.is_file() {
        return Err(not_a_file(path, metadata.is_symlink()));
    }
    let Some(before) = &change.before else { return Err(appeared(path)) };
    let read = dir.read(path).map_err(|error| failed(path, &error))?;
    if read == *before { Ok(()) } else { Err(changed(path)) }
}
