//! What people decide about a repository, and that its publiable.toml keeps: answers to
//! questions, findings settled, rules waived. Every face asks here what may be decided.

pub(crate) mod findings;
pub(crate) mod questions;
pub(crate) mod waivers;

use crate::config::FILE_NAME;
use crate::error::{Error, Result};
use crate::snapshot::{Origin, root_of};
use crate::text;
use std::path::{Path, PathBuf};

/// The file that keeps what is decided about the repository at `path`.
///
/// # Errors
/// When it has no files, or when a link stands there.
pub(crate) fn file_at(path: &Path) -> Result<PathBuf> {
    let (root, origin) = root_of(path)?;
    file(&root, &origin)
}

/// The same of the repository whose files are at `root`, and come from `origin`.
fn file(root: &Path, origin: &Origin) -> Result<PathBuf> {
    if *origin == Origin::Commit {
        let shown = root.display();
        return Err(Error::usage(text!(
            "{shown} est un dépôt nu, sans fichiers où écrire {FILE_NAME}.",
            "{shown} is a bare repository, without files to write {FILE_NAME} to."
        ))
        .remedy(text!("Répondez dans un clone.", "Answer in a clone.")));
    }
    let file = root.join(FILE_NAME);
    if file.symlink_metadata().is_ok_and(|metadata| metadata.is_symlink()) {
        return Err(Error::usage(text!(
            "{FILE_NAME} est un lien : il n’a pas été suivi.",
            "{FILE_NAME} is a link: it was not followed."
        ))
        .remedy(text!("Remplacez-le par un fichier.", "Replace it by a file.")));
    }
    Ok(file)
}
