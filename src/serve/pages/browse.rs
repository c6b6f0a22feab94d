//! Choosing folders: those of this machine, one level at a time.

use super::super::app::App;
use super::super::call::{Answer, Answered, Call};
use super::super::page::shown;
use super::super::shelf::unreadable;
use crate::error::Result;
use crate::snapshot::is_repository;
use minijinja::context;
use serde::Serialize;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Folders shown at once.
const SHOWN: usize = 1_000;

/// A folder that leads further.
#[derive(Debug, Serialize)]
struct Folder {
    name: String,
    path: String,
    /// True for a git repository.
    git: bool,
}

/// Shows the folders of the one that is asked, or of the person’s own.
pub(super) fn read(_: &Arc<App>, call: &Call) -> Answered {
    let at = match call.asked("at") {
        Some(at) => PathBuf::from(at),
        None => std::env::home_dir().filter(|home| home.is_dir()).unwrap_or("/".into()),
    };
    let at = at.canonicalize().map_err(|error| unreadable(&at, &error))?;
    let mut folders = inside(&at)?;
    let more = folders.len().saturating_sub(SHOWN);
    folders.truncate(SHOWN);
    let mut above: Vec<Folder> = at.ancestors().filter_map(folder).collect();
    above.reverse();
    let here = above.pop();
    Ok(Answer::Page(
        "browse.html",
        context! {
            above => shown(above),
            here_folder => shown(here),
            folders => shown(folders),
            more,
        },
    ))
}

/// Adds the folders that are ticked.
pub(super) fn add(app: &Arc<App>, call: &Call) -> Answered {
    let mut added = Vec::new();
    for place in call.fields("place") {
        added.push(app.add_folder(Path::new(place))?);
    }
    Ok(Answer::To(match added[..] {
        [id] => format!("/p/{id}"),
        _ => "/".to_string(),
    }))
}

/// The folders in `at` that are not hidden, by name.
fn inside(at: &Path) -> Result<Vec<Folder>> {
    let entries = std::fs::read_dir(at).map_err(|error| unreadable(at, &error))?;
    let paths = entries.flatten().map(|entry| entry.path()).filter(|path| path.is_dir());
    let folders = paths.filter_map(|path| folder(&path));
    let mut folders: Vec<Folder> = folders.filter(|one| !one.name.starts_with('.')).collect();
    folders.sort_by_cached_key(|one| one.name.to_lowercase());
    Ok(folders)
}

/// The folder at `path`; nothing for a name that no page can hold.
fn folder(path: &Path) -> Option<Folder> {
    let shown = path.to_str()?.to_string();
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or(&shown).to_string();
    Some(Folder { name, git: is_repository(path), path: shown })
}
