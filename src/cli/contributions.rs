//! `publiable contributions`.

use super::console::Progress;
use super::{Global, ListShape, console, output};
use crate::clock;
use crate::commons::bodies::Domains;
use crate::commons::contributions::{self, Contributions, Figures, Group, LEAST, STEP, Willing};
use crate::error::{Error, Result};
use crate::exit;
use crate::lang::Lang;
use crate::render::{csv, escape_lines};
use crate::text;
use ::console::Alignment;
use clap::Args;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

/// Say what public bodies contribute to repositories in a year, without naming anybody.
#[derive(Debug, Args)]
pub(super) struct ContributionsCommand {
    /// Folder of a fleet audit, or what fleet audit takes: folders of clones, lists.
    #[arg(default_value = ".", value_name = "FLEET")]
    inputs: Vec<PathBuf>,
    /// Year, which must be over (default: the last one).
    #[arg(long, value_name = "YEAR")]
    year: Option<i16>,
    /// Mail domains of bodies that the program does not know: domain, tab, name.
    #[arg(long, value_name = "FILE")]
    domains: Option<PathBuf>,
    /// Agents who asked in writing to be named: [[agent]] with name and emails, in TOML.
    #[arg(long, value_name = "FILE")]
    named: Option<PathBuf>,
    /// Format: text, json or csv.
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t = ListShape::Text)]
    format: ListShape,
}

const COLUMNS: [(&str, &str); 8] = [
    ("organisme", "body"),
    ("personnes (au moins)", "people (at least)"),
    ("commits", "commits"),
    ("fichiers", "files"),
    ("versions", "releases"),
    ("premières contributions", "first contributions"),
    ("commits chez soi", "commits to its own"),
    ("commits chez d’autres", "commits to others"),
];

impl ContributionsCommand {
    /// Counts. The exit code is 3 when repositories could not be read wholly.
    pub(super) fn run(&self, global: &Global, lang: Lang) -> Result<u8> {
        let year = self.year()?;
        let domains = match &self.domains {
            Some(file) => Domains::with(file)?,
            None => Domains::embedded(),
        };
        let willing = self.named.as_deref().map_or_else(|| Ok(Willing::default()), willing)?;
        let progress = Progress::start(global, lang);
        progress.say(&text!("lecture des historiques…", "reading the histories…"));
        let sources = contributions::sources(&self.inputs)?;
        let found = contributions::of(&sources, year, &domains, &willing);
        progress.finish();
        match self.format {
            ListShape::Text => {
                super::print_page(&escape_lines(&page(&found, lang)))?;
            }
            ListShape::Json => {
                super::print_json(&found)?;
            }
            ListShape::Csv => {
                let head = COLUMNS.map(|(fr, en)| lang.pick(fr, en).to_string());
                let rows = found.groups.iter().map(|group| cells(group, "", lang));
                let rows = std::iter::once(head).chain(rows);
                output::to_stdout(false, |out| csv::table(rows, lang, out))?;
            }
        }
        tell_unread(found.unread, lang);
        Ok(if found.unread == 0 { exit::SUCCESS } else { exit::INCOMPLETE })
    }

    /// The year asked for: one that is over, of which nothing will change from a day to
    /// the next.
    fn year(&self) -> Result<i16> {
        let now = clock::today()?.year();
        match self.year {
            None => Ok(now - 1),
            Some(year) if year < now => Ok(year),
            Some(year) => Err(Error::usage(text!(
                "L’année {year} n’est pas terminée : deux relevés à deux dates diraient ce qu’une personne a fait entre elles.",
                "The year {year} is not over: two counts at two dates would tell what one person did between them."
            ))
            .remedy(text!("Donnez une année terminée.", "Give a year that is over."))),
        }
    }
}

fn willing(file: &Path) -> Result<Willing> {
    let shown = file.display();
    let text = std::fs::read_to_string(file).map_err(|error| {
        Error::usage(text!(
            "{shown} ne peut pas être lu ({error}).",
            "{shown} cannot be read ({error})."
        ))
    })?;
    toml::from_str(&text).map_err(|error| {
        let at = error.span().map_or(1, |span| text[..span.start].lines().count().max(1));
        Error::usage(text!(
            "{shown} est mal formé à la ligne {at}.",
            "{shown} is malformed at line {at}."
        ))
        .remedy(text!(
            "Une table [[agent]] par personne, avec name et emails.",
            "One [[agent]] table a person, with name and emails."
        ))
    })
}

/// How many repositories are missing; their names are kept silent, since some are accounts.
fn tell_unread(unread: usize, lang: Lang) {
    if unread > 0 {
        let line = text!(unread;
            "{unread} dépôt n’a pas de clone ici, ou pas entier : ses contributions manquent.\n" | "{unread} dépôts n’ont pas de clone ici, ou pas entier : leurs contributions manquent.\n",
            "{unread} repository has no clone here, or not a whole one: its contributions are missing.\n" | "{unread} repositories have no clone here, or not a whole one: their contributions are missing.\n");
        output::to_stderr(line.get(lang));
    }
}

fn page(found: &Contributions, lang: Lang) -> String {
    let (year, repositories) = (found.year, found.repositories);
    let title = text!(repositories;
        "Contributions des organismes publics en {year}, dans {repositories} dépôt" | "Contributions des organismes publics en {year}, dans {repositories} dépôts",
        "Contributions of public bodies in {year}, in {repositories} repository" | "Contributions of public bodies in {year}, in {repositories} repositories");
    let mut page = format!("{}\n\n", title.get(lang));
    let (least, step) = (LEAST, STEP);
    if found.groups.is_empty() {
        let none = text!(
            "Aucun chiffre : moins de {least} personnes ont contribué.",
            "No figure: fewer than {least} people contributed."
        );
        let _ = writeln!(page, "{}", none.get(lang));
    } else {
        let head = COLUMNS.map(|(fr, en)| lang.pick(fr, en).to_string()).to_vec();
        let rows = found.groups.iter().map(|group| cells(group, "–", lang).to_vec());
        page += &console::columns(&std::iter::once(head).chain(rows).collect::<Vec<_>>(), |_| {
            Alignment::Left
        });
    }
    if !found.named.is_empty() {
        let title = text!("Ont demandé à être nommés :", "Asked to be named:");
        let _ = writeln!(page, "\n{}", title.get(lang));
        for one in &found.named {
            let body = if one.body.is_empty() { String::new() } else { format!(" ({})", one.body) };
            let _ = writeln!(page, "  {}{body}", one.name);
        }
    }
    let note = text!(
        "Chiffres arrondis à {step}. Un groupe de moins de {least} personnes est compté avec les autres ; les comptes de machines ne le sont pas.",
        "Figures rounded to {step}. A group of fewer than {least} people is counted with the others; accounts of machines are not."
    );
    let _ = writeln!(page, "\n{}", note.get(lang));
    page
}

/// The cells of a group; `none` for a figure that is not told.
fn cells(group: &Group, none: &str, lang: Lang) -> [String; 8] {
    let others = text!("autres", "others");
    let told = |one: Option<usize>| one.map_or_else(|| none.to_string(), |one| one.to_string());
    let commits = |side: &Option<Figures>| told(side.as_ref().map(|one| one.commits));
    [
        group.body.clone().unwrap_or_else(|| others.get(lang).to_string()),
        group.all.people.to_string(),
        group.all.commits.to_string(),
        group.all.files.to_string(),
        group.all.releases.to_string(),
        told(group.all.first_contributions),
        commits(&group.own),
        commits(&group.upstream),
    ]
}
