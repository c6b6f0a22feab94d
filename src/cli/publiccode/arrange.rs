//! `publiable publiccode migrate` and `format`.

use super::super::Global;
use super::asking;
use super::fix::{Ending, conclude, untouched};
use super::target::{FILE_NAME, Target};
use crate::error::Result;
use crate::lang::Lang;
use crate::publiccode::order;
use crate::publiccode::repair::{self, Answers, Known, Options};
use clap::{Args, ValueEnum};
use std::path::PathBuf;

/// Bring a publiccode.yml to the current version of the standard.
#[derive(Debug, Args)]
pub(in crate::cli) struct Migrate {
    /// The file, the folder that holds it, or - for standard input.
    #[arg(default_value = FILE_NAME, value_name = "PATH")]
    path: PathBuf,
    /// Version to go to: 0 (the latest 0.x), or 1 (a preview: it is not published).
    #[arg(long, value_name = "VERSION", value_enum, default_value_t = Version::Zero)]
    to: Version,
    /// Show the changes and write nothing; exit 1 when there are some.
    #[arg(long)]
    dry_run: bool,
    /// Write without asking.
    #[arg(long, short)]
    yes: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Version {
    /// The latest 0.x.
    #[value(name = "0")]
    Zero,
    /// The preview of 1.0.
    #[value(name = "1")]
    One,
}

impl Migrate {
    /// Migrates the file.
    pub(super) fn run(&self, global: &Global, lang: Lang) -> Result<u8> {
        let target = Target::named(&self.path);
        let text = target.read()?;
        let document = target.document(&text)?;
        let (known, answers) = (Known::default(), Answers::new());
        let options =
            Options { risky: true, complete: false, known: &known, answers: &answers, lang };
        let done = match self.to {
            Version::Zero => repair::repair(&document, &options),
            Version::One => repair::preview(&document, &options),
        };
        let asks = asks(&target, self.dry_run, self.yes);
        let ending = Ending { target, before: text, dry_run: self.dry_run, asks };
        Ok(conclude(&ending, &done, global, lang)?.1)
    }
}

/// Put the keys in canonical order; comments follow their key.
#[derive(Debug, Args)]
pub(in crate::cli) struct Format {
    /// The file, the folder that holds it, or - for standard input.
    #[arg(default_value = FILE_NAME, value_name = "PATH")]
    path: PathBuf,
    /// Show the changes and write nothing; exit 1 when there are some.
    #[arg(long, visible_alias = "check")]
    dry_run: bool,
    /// Write without asking.
    #[arg(long, short)]
    yes: bool,
}

impl Format {
    /// Puts the file in order.
    pub(super) fn run(&self, global: &Global, lang: Lang) -> Result<u8> {
        let target = Target::named(&self.path);
        let text = target.read()?;
        let document = target.document(&text)?;
        let (document, made, refused) = order::canonical(&document);
        let done = repair::Repaired { made, refused, ..untouched(document) };
        let asks = asks(&target, self.dry_run, self.yes);
        let ending = Ending { target, before: text, dry_run: self.dry_run, asks };
        Ok(conclude(&ending, &done, global, lang)?.1)
    }
}

fn asks(target: &Target, dry_run: bool, yes: bool) -> bool {
    !matches!(target, Target::Stream) && !dry_run && !yes && asking::possible()
}
