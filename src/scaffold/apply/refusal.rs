//! Why a plan is not written, and what to do.

use crate::error::Error;
use crate::lang::Text;
use crate::text;
use std::io;

pub(super) fn interruption() -> Error {
    Error {
        message: text!("Interrompu : rien n’a été écrit.", "Interrupted: nothing was written."),
        remedy: None,
        place: None,
        code: crate::exit::INTERRUPTED,
    }
}

fn again() -> Text {
    text!("Relancez publiable scaffold.", "Run publiable scaffold again.")
}

pub(super) fn appeared(path: &str) -> Error {
    Error::usage(text!(
        "{path} est apparu depuis que le plan a été établi : rien n’a été écrit.",
        "{path} appeared since the plan was made: nothing was written."
    ))
    .remedy(again())
}

pub(super) fn changed(path: &str) -> Error {
    Error::usage(text!(
        "{path} a changé depuis que le plan a été établi : rien n’a été écrit.",
        "{path} changed since the plan was made: nothing was written."
    ))
    .remedy(again())
}

pub(super) fn not_a_folder(path: &str) -> Error {
    Error::usage(text!(
        "{path} est un lien ou n’est pas un dossier : rien n’a été écrit.",
        "{path} is a link or is not a folder: nothing was written."
    ))
    .remedy(text!("Remplacez-le par un dossier.", "Replace it by a folder."))
}

pub(super) fn failed(path: &str, error: &io::Error) -> Error {
    Error::usage(text!(
        "{path} n’a pas pu être écrit ({error}) : rien n’a été changé.",
        "{path} could not be written ({error}): nothing was changed."
    ))
    .remedy(text!(
        "Vérifiez la place libre et le droit d’écrire dans ce dossier.",
        "Check the free space and that you may write in this folder."
    ))
}

/// A link, a folder or something else stands where a file is to be.
pub(super) fn not_a_file(path: &str, link: bool) -> Error {
    match link {
        true => Error::usage(text!(
            "{path} est un lien, qui n’est pas suivi : rien n’a été écrit.",
            "{path} is a link, which is not followed: nothing was written."
        ))
        .remedy(text!("Remplacez-le par un fichier.", "Replace it by a file.")),
        false => Error::usage(text!(
            "{path} est un dossier ou n’est pas un fichier : rien n’a été écrit.",
            "{path} is a folder or is not a file: nothing was written."
        ))
        .remedy(text!("Déplacez-le, ou renommez-le.", "Move it, or rename it.")),
    }
}

/// `error`, with where the files that could not be put back wait.
pub(super) fn kept_aside(error: Error, aside: &[String]) -> Error {
    let aside = aside.join(", ");
    error.remedy(text!(
        "Ce qui n’a pas pu être remis en place vous attend ici : {aside}.",
        "What could not be put back waits for you here: {aside}."
    ))
}
