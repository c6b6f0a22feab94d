//! `publiable lsp`: the language server, on standard input and output.

use super::Global;
use super::publiccode::{Folder, known, redactor};
use crate::clock::today;
use crate::config::source;
use crate::error::Result;
use crate::exit;
use crate::lang::Lang;
use crate::lsp::{self, Settings};
use crate::publiccode::repair::Known;
use crate::publiccode::{Files, NoFiles};
use crate::rule::{RuleSet, load};
use crate::snapshot::without_history;
use clap::Args;
use std::cell::RefCell;
use std::io::{self, BufReader};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Serve editors (Language Server Protocol) on standard input and output.
#[derive(Debug, Args)]
pub(super) struct Lsp {
    /// Standard input and output: the only way there is, which some editors ask for.
    #[arg(long)]
    stdio: bool,
}

impl Lsp {
    /// Serves until the client leaves: the exit code is 0 when it said so before.
    pub(super) fn run(&self, global: &Global, lang: Lang) -> Result<u8> {
        let disk = Disk::default();
        let settings = Settings {
            asked: global.lang.map(Lang::from),
            usual: lang,
            today: today()?,
            rules: load::load(&[])?.0,
            around: &disk,
        };
        let stopped = lsp::serve(BufReader::new(io::stdin()), &mut io::stdout().lock(), &settings);
        Ok(if stopped { exit::SUCCESS } else { exit::FINDINGS })
    }
}

/// The disk around open files. What takes long to read is kept until a file is saved.
#[derive(Default)]
struct Disk {
    known: RefCell<Option<(PathBuf, Known)>>,
    rules: RefCell<Option<Extended>>,
}

/// A folder, what its `publiable.toml` extends, and the rules that this makes.
type Extended = (PathBuf, Vec<String>, Arc<RuleSet>);

impl lsp::Around for Disk {
    fn files(&self, path: Option<&Path>) -> Box<dyn Files> {
        match path {
            Some(path) => Box::new(Folder::around(path)),
            None => Box::new(NoFiles),
        }
    }

    fn known(&self, path: Option<&Path>) -> Known {
        let Some(folder) = path.and_then(Path::parent) else { return Known::default() };
        let mut kept = self.known.borrow_mut();
        match &*kept {
            Some((of, known)) if of == folder => known.clone(),
            _ => kept.insert((folder.to_path_buf(), known(folder))).1.clone(),
        }
    }

    fn mask(&self, text: &[u8], name: &str) -> Box<dyn Fn(&mut String)> {
        let redactor = redactor(text, name);
        Box::new(move |text| redactor.redact_excerpt(text))
    }

    fn rules(&self, path: Option<&Path>, extends: &[String]) -> Result<Arc<RuleSet>> {
        let folder = path.and_then(Path::parent).filter(|_| !extends.is_empty());
        let Some(folder) = folder else { return Ok(load::load(&[])?.0) };
        let mut kept = self.rules.borrow_mut();
        match &*kept {
            Some((of, named, rules)) if of == folder && named == extends => Ok(rules.clone()),
            _ => {
                // A refusal is not kept: what it lacks may be put there at any time.
                let rules = source::extended(&without_history(folder)?, extends)?;
                *kept = Some((folder.to_path_buf(), extends.to_vec(), rules.clone()));
                Ok(rules)
            }
        }
    }

    fn saved(&self) {
        self.known.take();
        self.rules.take();
    }
}
