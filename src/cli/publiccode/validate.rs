//! `publiable publiccode validate`.

use super::super::{Global, console, output};
use super::folder::{Folder, redactor};
use crate::clock::today;
use crate::error::{Error, Result};
use crate::exit;
use crate::lang::Lang;
use crate::publiccode::diagnostic::Severity;
use crate::publiccode::filling::{Filling, Known};
use crate::publiccode::validate::{Diagnosis, Files, NoFiles, Options};
use crate::render::Depth;
use crate::render::publiccode::{Format, Judged, View};
use crate::text;
use clap::{Args, ValueEnum};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// A longer file is not read: it is not one that anyone wrote.
const MAX_BYTES: u64 = 2 << 20;

/// Validate publiccode.yml files, offline.
#[derive(Debug, Args)]
pub(in crate::cli) struct Validate {
    /// Files, or folders that hold a publiccode.yml; - reads standard input.
    #[arg(default_value = "publiccode.yml", value_name = "FILE")]
    files: Vec<PathBuf>,
    /// text, json, sarif, parser-go (one line a finding) or parser-go-json.
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t = Format::Text)]
    format: Format,
    /// Judge as another validator does: parser-go, the reference parser.
    #[arg(long, value_enum, value_name = "PARSER")]
    compat: Option<Compat>,
    /// Exit with 1 for warnings too.
    #[arg(long)]
    strict: bool,
    /// Judge by the draft of version 1.0, where deprecated keys are errors.
    #[arg(long)]
    preview: bool,
    /// Folder that the paths in a file start from (default: that of the file).
    #[arg(long, value_name = "DIR")]
    path: Option<PathBuf>,
    /// Day that expiries are counted to, YYYY-MM-DD (default: SOURCE_DATE_EPOCH, else today).
    #[arg(long, value_name = "DATE")]
    now: Option<jiff::civil::Date>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Compat {
    ParserGo,
}

impl Validate {
    /// Judges each file and prints what was found.
    pub(super) fn run(&self, global: &Global, lang: Lang) -> Result<u8> {
        let today = self.now.map_or_else(today, Ok)?;
        let options = Options { today, preview: self.preview };
        let compatible = self.compat == Some(Compat::ParserGo);
        let (mut judged, mut unread) = (Vec::new(), Vec::new());
        for file in &self.files {
            match self.judge(file, options, lang) {
                Ok(one) => judged.push(one),
                Err(error) => unread.push(error),
            }
        }
        let style = console::style(global, lang, Depth::Usual, false);
        let view = View { style: &style, compatible };
        let for_a_person = matches!(self.format, Format::Text | Format::ParserGo);
        output::to_stdout(for_a_person, |out| self.format.render(&judged, &view, out))?;
        for error in &unread {
            let label = lang.pick("erreur : ", "error: ");
            let paragraph = crate::render::escape(&error.paragraph(lang));
            output::to_stderr(&format!("{label}{paragraph}\n"));
        }
        let worst = judged.iter().filter_map(|one| one.report.worst(compatible)).max();
        let limit = if self.strict { Severity::Warning } else { Severity::Error };
        Ok(match worst {
            _ if !unread.is_empty() => exit::USAGE,
            Some(worst) if worst >= limit => exit::FINDINGS,
            _ => exit::SUCCESS,
        })
    }

    fn judge(&self, file: &Path, options: Options, lang: Lang) -> Result<Judged> {
        let stdin = file == Path::new("-");
        let file =
            if !stdin && file.is_dir() { file.join("publiccode.yml") } else { file.to_path_buf() };
        let read = |from: &mut dyn Read| {
            let mut bytes = Vec::new();
            from.take(MAX_BYTES).read_to_end(&mut bytes).map(|_| bytes)
        };
        let bytes = match stdin {
            true => read(&mut io::stdin().lock()),
            false => std::fs::File::open(&file).and_then(|mut open| read(&mut open)),
        };
        let name = if stdin { "publiccode.yml".to_string() } else { file.display().to_string() };
        let bytes = bytes.map_err(|error| unreadable(&name, &error))?;
        let beside: Box<dyn Files> = match &self.path {
            Some(folder) => Box::new(Folder::new(folder)),
            None if stdin => Box::new(NoFiles),
            None => Box::new(Folder::around(&file)),
        };
        let filling = Filling { known: &Known::default(), lang };
        let mut report = Diagnosis::filled(&bytes, options, beside.as_ref(), &filling);
        let text = String::from_utf8_lossy(&bytes);
        let mut text = text.strip_prefix('\u{feff}').unwrap_or(&text).to_string();
        if !report.diagnostics.is_empty() {
            let redactor = redactor(&bytes, &name);
            let mask = |text: &mut String| redactor.redact_excerpt(text);
            report.diagnostics.iter_mut().for_each(|one| one.mask(&mask));
            mask(&mut text);
        }
        Ok(Judged { name, text, report })
    }
}

fn unreadable(name: &str, error: &io::Error) -> Error {
    let why = match error.kind() {
        io::ErrorKind::NotFound => text!("il n’existe pas", "it does not exist"),
        io::ErrorKind::PermissionDenied => text!("l’accès est refusé", "access is denied"),
        _ => text!("{error}", "{error}"),
    };
    let message = crate::lang::Text::new(
        format!("Le fichier {name} ne peut pas être lu : {}.", why.fr),
        format!("The file {name} cannot be read: {}.", why.en),
    );
    Error::usage(message)
}
