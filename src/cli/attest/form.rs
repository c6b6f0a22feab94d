//! Forms: the questions of a role as a file to fill in, and the answers read back.

use super::Attest;
use crate::cli::Global;
use crate::cli::settling::Writing;
use crate::config::{FILE_NAME, form};
use crate::decisions::questions::{Context, until};
use crate::error::{Error, Result};
use crate::lang::Lang;
use crate::render::form::{Shape, render};
use crate::rule::Respondent;
use crate::text;
use crate::text::show::shell_quoted;
use std::io::Read;
use std::path::Path;

/// Largest form read, in bytes.
const LARGEST: u64 = 1 << 20;

/// Writes the questions of the role of `flags`, or every one, to `file`.
pub(super) fn write(context: &Context, file: &Path, flags: &Attest, lang: Lang) -> Result<u8> {
    let shape = match file.extension().and_then(|extension| extension.to_str()) {
        Some("html" | "htm") => Shape::Html,
        Some("md" | "markdown") => Shape::Markdown,
        _ => {
            let shown = file.display();
            return Err(Error::usage(text!(
                "{shown} : un formulaire s’écrit en .html ou en .md.",
                "{shown}: a form is written as .html or as .md."
            ))
            .remedy(text!(
                "Donnez par exemple : --form attestation.html",
                "Give for instance: --form attestation.html"
            )));
        }
    };
    if let Some(unknown) = flags.role.as_ref().filter(|_| flags.preset().is_none()) {
        let roles: Vec<String> =
            Respondent::ALL.iter().map(|who| who.presets().join(" / ")).collect();
        let roles = roles.join(", ");
        return Err(Error::usage(text!(
            "Aucune question n’est posée à « {unknown} ».",
            "No question is put to “{unknown}”."
        ))
        .remedy(text!("--role : {roles}", "--role: {roles}")));
    }
    let form = context.form(flags.preset(), flags.function(lang), flags.organisation.clone());
    if form.questions.is_empty() {
        let line = text!("Aucune question ouverte.\n", "No open question.\n");
        return super::super::print(line.get(lang));
    }
    let mut page = Vec::new();
    let shown = file.display();
    let refused = |error: std::io::Error| {
        Error::usage(text!(
            "{shown} n’a pas pu être écrit ({error}).",
            "{shown} could not be written ({error})."
        ))
    };
    render(&form, (shape, lang), &mut page).map_err(refused)?;
    // A form that was filled in is not lost.
    let new = std::fs::OpenOptions::new().write(true).create_new(true).open(file);
    let mut new = new.map_err(|error| {
        refused(error).remedy(text!("Donnez un autre nom.", "Give another name."))
    })?;
    std::io::Write::write_all(&mut new, &page).map_err(refused)?;
    let count = form.questions.len();
    // A page is filled in elsewhere: what comes back is what its button saves.
    let (filled, then) = match shape {
        Shape::Html => (
            form.saved(lang),
            text!(
                "Son bouton enregistre les réponses, à reprendre ici",
                "Its button saves the answers, to be taken here"
            ),
        ),
        Shape::Markdown => (file.display().to_string(), text!("Une fois rempli", "Once filled in")),
    };
    let filled = shell_quoted(&filled);
    let done = text!(
        count;
        "{shown} : {count} question. {then} : publiable attest --import {filled}\n"
            | "{shown} : {count} questions. {then} : publiable attest --import {filled}\n",
        "{shown}: {count} question. {then}: publiable attest --import {filled}\n"
            | "{shown}: {count} questions. {then}: publiable attest --import {filled}\n";
        then
    );
    super::super::print_page(done.get(lang))
}

/// Records the answers of the form at `file`, and shows the difference.
pub(super) fn read(context: &Context, file: &Path, global: &Global, lang: Lang) -> Result<u8> {
    let shown = file.display();
    let mut text = String::new();
    let read =
        std::fs::File::open(file).and_then(|opened| opened.take(LARGEST).read_to_string(&mut text));
    read.map_err(|error| {
        Error::usage(text!(
            "{shown} n’est pas lisible ({error}).",
            "{shown} cannot be read ({error})."
        ))
        .remedy(text!("Donnez le fichier rempli.", "Give the file that was filled in."))
    })?;
    if text.trim_start().to_lowercase().starts_with("<!doctype") {
        return Err(Error::usage(text!(
            "{shown} est le formulaire vide : une page ne garde pas ce qui y est coché.",
            "{shown} is the empty form: a page does not keep what is ticked in it."
        ))
        .remedy(text!(
            "Donnez le fichier que son bouton enregistre.",
            "Give the file that its button saves."
        )));
    }
    let answers = form::answers(&text, &until)?;
    context.accept(&answers)?;
    let kept = context.can_record()?;
    let writing = Writing { dry_run: false };
    if answers.is_empty() {
        let line = text!("Aucune réponse dans {shown}.\n", "No answer in {shown}.\n");
        return super::super::print_page(line.get(lang));
    }
    let count = answers.len();
    let done = text!(
        count;
        "{count} réponse pour {FILE_NAME}.\n" | "{count} réponses pour {FILE_NAME}.\n",
        "{count} answer for {FILE_NAME}.\n" | "{count} answers for {FILE_NAME}.\n"
    );
    super::super::print(done.get(lang))?;
    writing.record((&kept, global, lang), |before| context.with(before, &answers))
}
