//! `publiable digest`.

use super::audit::parse_date;
use super::output;
use crate::commons::catalogue;
use crate::commons::digest::{self, Since};
use crate::error::{Error, Result};
use crate::exit;
use crate::fleet::Index;
use crate::lang::Lang;
use crate::secrets::Redacted;
use crate::text;
use clap::{Args, ValueEnum};
use jiff::civil::Date;
use std::path::{Path, PathBuf};

/// Tell what happened in a fleet between two days or two audits: for a newsletter, a mail,
/// a feed.
#[derive(Debug, Args)]
pub(super) struct Digest {
    /// Folder of a fleet audit, or its index.
    #[arg(default_value = ".", value_name = "FLEET")]
    fleet: PathBuf,
    /// First day, YYYY-MM-DD, or an earlier index of the fleet, which tells of degrees and
    /// of archived repositories besides.
    #[arg(long, required = true, value_name = "DATE|FLEET")]
    since: String,
    /// Day before which it stops (default: that of the audit).
    #[arg(long, value_name = "DATE", value_parser = parse_date)]
    until: Option<Date>,
    /// Saved file of a catalogue, for what came and went in it.
    #[arg(long, value_name = "FILE")]
    catalogue: Option<PathBuf>,
    /// Title of the digest.
    #[arg(long, value_name = "TEXT")]
    title: Option<String>,
    /// Format: markdown, html (a mail), atom or json (a JSON Feed).
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t = Form::Markdown)]
    format: Form,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Form {
    Markdown,
    Html,
    Atom,
    Json,
}

impl Digest {
    /// Writes it, and answers the exit code.
    pub(super) fn run(&self, lang: Lang) -> Result<u8> {
        let index = Index::open(&self.fleet)?;
        let catalogue = self.catalogue.as_deref().map(catalogue::open).transpose()?;
        let catalogue = catalogue.unwrap_or_default();
        let since = self.since()?;
        let title = self.title.as_deref();
        let page = digest::of(&index, &since, self.until, &catalogue, title)?;
        let bytes = match self.format {
            Form::Markdown => page.markdown(lang).into_bytes(),
            Form::Html => page.html(lang).into_bytes(),
            Form::Json => page.json_feed(lang).into_bytes(),
            Form::Atom => page.atom(lang).map_err(|error| {
                Error::unseen(text!(
                    "Le flux n’a pas pu être écrit ({error}).",
                    "The feed could not be written ({error})."
                ))
            })?,
        };
        output::print(false, &Redacted::of(&bytes))?;
        Ok(exit::SUCCESS)
    }

    fn since(&self) -> Result<Since> {
        if let Ok(day) = self.since.parse() {
            return Ok(Since::Day(day));
        }
        let path = Path::new(&self.since);
        if !path.exists() {
            let given = &self.since;
            return Err(Error::usage(text!(
                "--since {given} n’est ni un jour, ni un index.",
                "--since {given} is neither a day nor an index."
            ))
            .remedy(text!(
                "Donnez AAAA-MM-JJ, ou le dossier d’un audit antérieur.",
                "Give YYYY-MM-DD, or the folder of an earlier audit."
            )));
        }
        Ok(Since::Index(Box::new(Index::open(path)?)))
    }
}
