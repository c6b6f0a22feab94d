//! The file a command edits: a path, or standard input and output.

use crate::cli::output;
use crate::error::{Error, Result};
use crate::lang::Text;
use crate::secrets::Redacted;
use crate::text;
use crate::yaml::MAX_BYTES;
use crate::yaml::edit::Document;
use std::io::Read;
use std::path::{Path, PathBuf};

/// The name the standard gives the file.
pub(super) const FILE_NAME: &str = "publiccode.yml";

/// Where the file is.
pub(super) enum Target {
    /// Read on standard input, written on standard output.
    Stream,
    /// A file.
    File(PathBuf),
}

impl Target {
    /// The file `path` names: itself, the one in the folder it is, or `-`.
    pub(super) fn named(path: &Path) -> Target {
        match path {
            path if path.as_os_str() == "-" => Target::Stream,
            path if path.is_dir() => Target::File(path.join(FILE_NAME)),
            path => Target::File(path.to_path_buf()),
        }
    }

    /// How it is called in messages.
    pub(super) fn shown(&self) -> String {
        match self {
            Target::Stream => "-".to_string(),
            Target::File(path) => path.display().to_string(),
        }
    }

    /// The folder it stands in; `None` for a stream.
    pub(super) fn folder(&self) -> Option<PathBuf> {
        let Target::File(path) = self else { return None };
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
        Some(folder.unwrap_or(Path::new(".")).to_path_buf())
    }

    /// Its text.
    pub(super) fn read(&self) -> Result<String> {
        let shown = self.shown();
        let limit = MAX_BYTES as u64 + 1;
        let mut bytes = Vec::new();
        let read = match self {
            Target::Stream => std::io::stdin().lock().take(limit).read_to_end(&mut bytes),
            Target::File(path) => {
                refuse_link(path)?;
                std::fs::File::open(path).and_then(|file| file.take(limit).read_to_end(&mut bytes))
            }
        };
        read.map_err(|error| {
            Error::usage(text!(
                "{shown} n’est pas lisible ({error}).",
                "{shown} cannot be read ({error})."
            ))
            .remedy(text!(
                "Donnez le chemin du fichier, ou créez-le : publiable publiccode new",
                "Give the path of the file, or create it: publiable publiccode new"
            ))
        })?;
        String::from_utf8(bytes).map_err(|error| {
            let at = error.utf8_error().valid_up_to();
            Error::usage(text!(
                "{shown} n’est pas en UTF-8 (octet {at}).",
                "{shown} is not UTF-8 (byte {at})."
            ))
            .remedy(text!(
                "Enregistrez-le en UTF-8, comme le standard le demande.",
                "Save it in UTF-8, as the standard requires."
            ))
        })
    }

    /// The document it holds.
    pub(super) fn document(&self, text: &str) -> Result<Document> {
        Document::parse(text).map_err(|refusal| {
            let (shown, why) = (self.shown(), refusal.message());
            let error = Error::usage(Text {
                fr: format!("{shown} n’a pas été modifié : {}.", why.fr),
                en: format!("{shown} was not changed: {}.", why.en),
            });
            Error { code: crate::exit::FINDINGS, ..error }
                .remedy(text!("Corrigez d’abord cela à la main.", "Correct that by hand first."))
        })
    }

    /// Replaces its text at once; nothing is left half written.
    pub(super) fn write(&self, text: &str) -> Result<()> {
        match self {
            Target::Stream => output::print(false, &Redacted::disclosed(text)),
            Target::File(path) => output::save(path, &Redacted::disclosed(text)),
        }
    }
}

/// A link is not written through: it may lead anywhere.
fn refuse_link(path: &Path) -> Result<()> {
    let shown = path.display();
    if path.symlink_metadata().is_ok_and(|metadata| metadata.is_symlink()) {
        return Err(Error::usage(text!(
            "{shown} est un lien : il n’a pas été suivi.",
            "{shown} is a link: it was not followed."
        ))
        .remedy(text!("Donnez le fichier lui-même.", "Give the file itself.")));
    }
    Ok(())
}
