//! The templates that a folder of `extends`, or `--templates`, gives.

use crate::error::{Error, Result};
use crate::text;
use std::path::Path;

/// The folder of templates in a folder of `extends`.
pub(crate) const FOLDER: &str = "templates";

/// Largest template, in bytes.
const LARGEST: u64 = 1 << 20;

/// A template, before anyone knows whether it replaces one of ours.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template {
    /// Where it was read, for errors.
    pub place: String,
    /// Its path under the folder of templates (`fr/README.md`).
    pub name: String,
    /// Its source.
    pub text: String,
}

/// The templates under `folder`, by name; none when it is not there. Links are
/// not followed.
pub(crate) fn in_folder(folder: &Path) -> Result<Vec<Template>> {
    let mut templates = Vec::new();
    if !folder.is_dir() {
        return Ok(templates);
    }
    for entry in walkdir::WalkDir::new(folder).sort_by_file_name() {
        let entry = entry.map_err(|error| unreadable(folder, &error.to_string()))?;
        if !entry.file_type().is_file() {
            continue;
        }
        let path = entry.path();
        let size = entry.metadata().map_or(0, |metadata| metadata.len());
        if size > LARGEST {
            return Err(unreadable(path, "> 1 MiB"));
        }
        let text =
            std::fs::read_to_string(path).map_err(|error| unreadable(path, &error.to_string()))?;
        let name = path.strip_prefix(folder).unwrap_or(path);
        let name = name.to_string_lossy().replace('\\', "/");
        templates.push(Template { place: path.display().to_string(), name, text });
    }
    Ok(templates)
}

/// The error of a folder or a template that cannot be read.
pub(crate) fn unreadable(path: &Path, why: &str) -> Error {
    let shown = path.display();
    Error::usage(text!("{shown} n’a pas pu être lu ({why}).", "{shown} could not be read ({why})."))
        .remedy(text!("Vérifiez --templates ou « extends ».", "Check --templates or “extends”."))
}
