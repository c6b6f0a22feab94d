//! `publiable publiccode new`.

use super::super::Global;
use super::folder::known;
use super::target::{FILE_NAME, Target};
use super::{answers, asking};
use crate::cli::asking::{Talk, Turn};
use crate::cli::output;
use crate::error::{Error, Result};
use crate::exit;
use crate::lang::{Lang, Text};
use crate::publiccode::draft;
use crate::publiccode::repair::{Answers, open_questions};
use crate::render::escape;
use crate::text;
use clap::Args;
use std::path::PathBuf;

/// Write a publiccode.yml from what the repository says.
#[derive(Debug, Args)]
pub(in crate::cli) struct New {
    /// The file to write, the folder it goes in, or - for standard output.
    #[arg(default_value = FILE_NAME, value_name = "PATH")]
    path: PathBuf,
    /// Value of a key: developmentStatus=stable (repeatable).
    #[arg(long, value_name = "KEY=VALUE", value_parser = answers::parse)]
    set: Vec<(String, String)>,
    /// TOML file of values, with the keys of the standard.
    #[arg(long, value_name = "FILE")]
    answers: Option<PathBuf>,
    /// Write softwareVersion and releaseDate too; they have to be kept up to date.
    #[arg(long)]
    release: bool,
    /// Ask nothing: what is not known stays a question in the file.
    #[arg(long, short)]
    yes: bool,
    /// Show the file on standard output, and write and ask nothing.
    #[arg(long, conflicts_with = "yes")]
    dry_run: bool,
}

impl New {
    /// Writes the file.
    pub(super) fn run(&self, global: &Global, lang: Lang) -> Result<u8> {
        let target = Target::named(&self.path);
        let folder = target.folder().unwrap_or_else(|| PathBuf::from("."));
        if let Target::File(path) = &target
            && path.symlink_metadata().is_ok()
        {
            let shown = path.display();
            return Err(Error::usage(text!(
                "{shown} existe déjà : il n’a pas été remplacé.",
                "{shown} exists already: it was not replaced."
            ))
            .remedy(text!(
                "Réparez-le plutôt : publiable publiccode fix {shown}",
                "Fix it instead: publiable publiccode fix {shown}"
            )));
        }
        let mut answers = answers::gather(self.answers.as_deref(), &self.set)?;
        let known = known(&folder);
        let draft = |answers: &Answers| draft::draft(&known, answers, self.release, lang);
        let refused = |refusal: crate::yaml::edit::Refusal| {
            let why = refusal.message();
            Error::usage(Text {
                fr: format!("Une valeur n’a pas pu être écrite : {}.", why.fr),
                en: format!("A value could not be written: {}.", why.en),
            })
        };
        let mut document = draft(&answers).map_err(refused)?;
        if !self.yes && !self.dry_run && asking::possible() {
            let before = document.clone();
            let again = |answers: &Answers| draft(answers).unwrap_or_else(|_| before.clone());
            let mut memory = asking::Memory::default();
            let turn = asking::ask(&Talk::new(lang), (&mut answers, &mut memory), &again)?;
            if turn != Turn::Given(()) {
                return super::super::print_page(
                    lang.pick("Rien n’a été écrit.\n", "Nothing was written.\n"),
                );
            }
            document = draft(&answers).map_err(refused)?;
        }
        match self.dry_run {
            true => Target::Stream.write(&document.text())?,
            false => target.write(&document.text())?,
        }
        let left = open_questions(&document);
        if !global.quiet {
            let mut page = String::new();
            if let Target::File(path) = &target
                && !self.dry_run
            {
                let shown = path.display();
                page = text!("{shown} écrit.\n", "{shown} written.\n").get(lang).to_string();
            }
            if !left.is_empty() {
                page.push_str(lang.pick("À répondre\u{a0}:\n", "To answer:\n"));
            }
            for question in &left {
                let row = format!("  {}:{}  {}", question.line, question.key, question.text);
                page.push_str(&format!("{}\n", escape(&row)));
            }
            output::to_stderr(&page);
        }
        Ok(if left.is_empty() { exit::SUCCESS } else { exit::FINDINGS })
    }
}
