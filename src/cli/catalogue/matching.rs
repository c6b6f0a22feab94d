//! `publiable catalogue match`.

use super::super::console::Progress;
use super::super::{Global, ListShape, components, output};
use super::fleet;
use crate::clock;
use crate::commons::ends::Ends;
use crate::commons::{self, Certainty, Evidence, Matches, catalogue, usage};
use crate::error::Result;
use crate::exit;
use crate::fleet::Index;
use crate::lang::Lang;
use crate::project::Project;
use crate::render::{csv, escape_lines};
use crate::text;
use clap::{Args, ValueEnum};
use std::fmt::Write as _;
use std::path::PathBuf;

/// Say which software of a catalogue a repository or a fleet uses, with the evidence.
#[derive(Debug, Args)]
pub(in crate::cli) struct Match {
    /// Repository, or folder of a fleet audit.
    #[arg(default_value = ".", value_name = "PATH|FLEET")]
    path: PathBuf,
    /// Saved file of the catalogue: sill.json or catalogi.json (v1 or v2), or the export of
    /// the Comptoir du Libre.
    #[arg(long, value_name = "FILE")]
    catalogue: PathBuf,
    /// Read the tree of this revision, without a checkout.
    #[arg(long, value_name = "REV")]
    rev: Option<String>,
    /// Table of the ends of maintenance, instead of the one of the program.
    #[arg(long, value_name = "FILE")]
    end_of_life: Option<PathBuf>,
    /// Leave out what is less sure: certain, probable or possible.
    #[arg(long, value_name = "LEVEL", value_enum, default_value_t = Least::Possible)]
    min_certainty: Least,
    /// Format: text, json or csv.
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t = ListShape::Text)]
    format: ListShape,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Least {
    Certain,
    Probable,
    Possible,
}

/// Pieces of evidence that a terminal shows of each entry.
const SHOWN: usize = 3;

const COLUMNS: [(&str, &str); 9] = [
    ("identifiant", "identifier"),
    ("logiciel", "software"),
    ("certitude", "certainty"),
    ("signe", "sign"),
    ("preuve", "evidence"),
    ("version", "version"),
    ("fichier", "file"),
    ("ligne", "line"),
    ("alertes", "alerts"),
];

impl Match {
    /// Matches. The exit code is 3 when files that would tell could not be read.
    pub(super) fn run(&self, global: &Global, lang: Lang) -> Result<u8> {
        let catalogue = catalogue::open(&self.catalogue)?;
        let least = match self.min_certainty {
            Least::Certain => Certainty::Certain,
            Least::Probable => Certainty::Probable,
            Least::Possible => Certainty::Possible,
        };
        let today = clock::today()?;
        let ends = match &self.end_of_life {
            Some(file) => Ends::open(file, today)?,
            None => Ends::embedded(today),
        };
        if Index::is_at(&self.path) {
            let usage = usage::of(&Index::open(&self.path)?, &catalogue, &ends, least)?;
            return fleet::show(&usage, self.format, lang);
        }
        let progress = Progress::start(global, lang);
        progress.say(&text!("lecture des fichiers…", "reading the files…"));
        let snapshot = components::open(&self.path, self.rev.as_deref())?;
        let mut matches = commons::of(&Project::of(&snapshot), &catalogue, &ends);
        progress.finish();
        let missed = snapshot.skipped.iter().filter(|skipped| skipped.incomplete);
        matches.unread.extend(missed.map(|one| one.path.clone()));
        matches.matches.retain(|one| one.certainty >= least);
        match self.format {
            ListShape::Text => {
                super::super::print_page(&escape_lines(&page(&matches, lang)))?;
            }
            ListShape::Json => {
                super::super::print_json(&matches)?;
            }
            ListShape::Csv => {
                let rows = rows(&matches, lang);
                output::to_stdout(false, |out| csv::table(rows.into_iter(), lang, out))?;
            }
        }
        self.tell_unread(&matches, lang);
        Ok(if matches.unread.is_empty() { exit::SUCCESS } else { exit::INCOMPLETE })
    }

    fn tell_unread(&self, matches: &Matches, lang: Lang) {
        let mut lines = String::new();
        for path in &matches.unread {
            let line = text!(
                "{path} : non lu ou lu en partie, des logiciels peuvent manquer",
                "{path}: not read or not wholly, software may be missing"
            );
            let _ = writeln!(lines, "{}", crate::render::escape(line.get(lang)));
        }
        output::to_stderr(&lines);
    }
}

fn page(matches: &Matches, lang: Lang) -> String {
    let mut page = String::new();
    for name in &matches.itself {
        let line = text!(
            "Ce dépôt est celui de {name}, qui n’est donc pas compté.\n",
            "This repository is that of {name}, which is therefore not counted.\n"
        );
        let _ = writeln!(page, "{}", line.get(lang));
    }
    for level in [Certainty::Certain, Certainty::Probable, Certainty::Possible] {
        let count = matches.matches.iter().filter(|one| one.certainty == level).count();
        if count == 0 {
            continue;
        }
        let title = match level {
            Certainty::Certain => {
                text!(count; "{count} logiciel utilisé" | "{count} logiciels utilisés",
                "{count} software used" | "{count} software used")
            }
            Certainty::Probable => {
                text!(count; "{count} logiciel probablement utilisé" | "{count} logiciels probablement utilisés",
                "{count} software probably used" | "{count} software probably used")
            }
            Certainty::Possible => {
                text!(count; "{count} logiciel à vérifier : il n’en apparaît que le nom" | "{count} logiciels à vérifier : il n’en apparaît que le nom",
                "{count} software to check: little more than a name appears" | "{count} software to check: little more than a name appears")
            }
        };
        let _ = writeln!(page, "{}", title.get(lang));
        for one in matches.matches.iter().filter(|one| one.certainty == level) {
            let _ = writeln!(page, "  {}", one.name);
            for alert in &one.alerts {
                let _ = writeln!(page, "    ! {}", alert.sentence().get(lang));
            }
            for evidence in one.evidence.iter().take(SHOWN) {
                let _ = writeln!(page, "    {}", shown(evidence));
            }
            let more = one.evidence.len().saturating_sub(SHOWN) + one.unlisted;
            if more > 0 {
                let line = text!(more; "… et {more} autre preuve" | "… et {more} autres preuves",
                    "… and {more} more" | "… and {more} more");
                let _ = writeln!(page, "    {}", line.get(lang));
            }
        }
        page.push('\n');
    }
    let entries = matches.entries;
    let total = match matches.matches.is_empty() {
        true => text!(
            entries; "Aucun des logiciels du catalogue n’est reconnu ({entries} entrée)." | "Aucun des logiciels du catalogue n’est reconnu ({entries} entrées).",
            "No software of the catalogue is recognised ({entries} entry)." | "No software of the catalogue is recognised ({entries} entries)."
        ),
        false => {
            text!(entries; "Catalogue : {entries} entrée. Toutes les preuves : --format csv ou json." | "Catalogue : {entries} entrées. Toutes les preuves : --format csv ou json.",
            "Catalogue: {entries} entry. All the evidence: --format csv or json." | "Catalogue: {entries} entries. All the evidence: --format csv or json.")
        }
    };
    let _ = writeln!(page, "{}", total.get(lang));
    page
}

/// `file:line  kind sign`.
fn shown(evidence: &Evidence) -> String {
    let Evidence { path, line, kind, what, .. } = evidence;
    let what = what.replace(['\n', '\r', '\t'], " ");
    format!("{path}:{line}  {kind} {what}")
}

fn rows(matches: &Matches, lang: Lang) -> Vec<[String; 9]> {
    let mut rows = vec![COLUMNS.map(|(fr, en)| lang.pick(fr, en).to_string())];
    for one in &matches.matches {
        let alerts: Vec<String> =
            one.alerts.iter().map(|alert| alert.sentence().get(lang).to_string()).collect();
        for evidence in &one.evidence {
            rows.push([
                one.id.clone(),
                one.name.clone(),
                one.certainty.label().get(lang).to_string(),
                evidence.kind.clone(),
                evidence.what.clone(),
                evidence.version.clone().unwrap_or_default(),
                evidence.path.clone(),
                evidence.line.to_string(),
                alerts.join(" ; "),
            ]);
        }
    }
    rows
}
