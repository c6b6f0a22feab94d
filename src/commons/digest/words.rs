//! What the digest says.

use super::{State, What};
use crate::lang::date::long;
use crate::lang::{Text, list};
use crate::text;
use crate::text::show::first_words;
use jiff::civil::Date;

/// Letters of what a project is for, and the fewest of a sentence of it: below, a full stop is
/// that of an abbreviation.
const LONGEST: usize = 180;
const LEAST: usize = 30;

impl What {
    /// The title of its section when it has `count` lines, after its picture.
    pub(super) fn title(self, count: usize) -> (&'static str, Text) {
        match self {
            What::Opened => (
                "📢",
                text!(count; "Nouveau projet" | "Nouveaux projets",
                "New project" | "New projects"),
            ),
            What::Release => (
                "🚀",
                text!(count; "Première version numérotée" | "Premières versions numérotées",
                "First numbered release" | "First numbered releases"),
            ),
            What::Licence => (
                "📄",
                text!(count; "Licence ajoutée à un projet existant" | "Licences ajoutées à des projets existants",
                "Licence added to an existing project" | "Licences added to existing projects"),
            ),
            What::Publiccode => (
                "🧢",
                text!(count;
                "Nouvelle fiche descriptive (publiccode.yml)" | "Nouvelles fiches descriptives (publiccode.yml)",
                "New description (publiccode.yml)" | "New descriptions (publiccode.yml)"),
            ),
            What::Degree => (
                "👷",
                text!(count;
                "Degré d’ouverture atteint" | "Degrés d’ouverture atteints",
                "Openness degree reached" | "Openness degrees reached"),
            ),
            What::Archived => (
                "📦",
                text!(count; "Dépôt archivé" | "Dépôts archivés",
                "Repository archived" | "Repositories archived"),
            ),
            What::Unlicensed => (
                "⚖️",
                text!(
                    "Code publié sans licence reconnue",
                    "Published without a recognised licence"
                ),
            ),
            What::Referenced => (
                "📚",
                text!(count; "Entré au catalogue" | "Entrés au catalogue",
                "New in the catalogue" | "New in the catalogue"),
            ),
            What::Dereferenced => (
                "⚠️",
                text!(count;
                "Sorti du catalogue" | "Sortis du catalogue",
                "No longer in the catalogue" | "No longer in the catalogue"),
            ),
        }
    }

    /// `count` of those, in words.
    pub(super) fn counted(self, count: usize) -> Text {
        match self {
            What::Opened => text!(count; "{count} nouveau projet" | "{count} nouveaux projets",
                "{count} new project" | "{count} new projects"),
            What::Release => {
                text!(count; "{count} première version numérotée" | "{count} premières versions numérotées",
                "{count} first numbered release" | "{count} first numbered releases")
            }
            What::Licence => text!(count; "{count} licence ajoutée" | "{count} licences ajoutées",
                "{count} licence added" | "{count} licences added"),
            What::Publiccode => text!(count;
                "{count} nouvelle fiche descriptive (publiccode.yml)" | "{count} nouvelles fiches descriptives (publiccode.yml)",
                "{count} new description (publiccode.yml)" | "{count} new descriptions (publiccode.yml)"),
            What::Degree => text!(count;
                "{count} degré d’ouverture atteint" | "{count} degrés d’ouverture atteints",
                "{count} openness degree reached" | "{count} openness degrees reached"),
            What::Archived => text!(count; "{count} dépôt archivé" | "{count} dépôts archivés",
                "{count} repository archived" | "{count} repositories archived"),
            What::Unlicensed => text!(count;
                "{count} dépôt ouvert sans licence reconnue" | "{count} dépôts ouverts sans licence reconnue",
                "{count} repository opened without a recognised licence" | "{count} repositories opened without a recognised licence"),
            What::Referenced => text!(count;
                "{count} logiciel entré au catalogue" | "{count} logiciels entrés au catalogue",
                "{count} software new in the catalogue" | "{count} software new in the catalogue"),
            What::Dereferenced => text!(count;
                "{count} logiciel sorti du catalogue" | "{count} logiciels sortis du catalogue",
                "{count} software no longer in the catalogue" | "{count} software no longer in the catalogue"),
        }
    }
}

/// The window: two `days`, the last of which is excluded, or those of two audits.
pub(super) fn window_of(from: Date, until: Date, days: bool) -> Text {
    let day = |day: Date| long(&day.to_string());
    let (first, last) = (day(from), day(if days { before(until) } else { until }));
    match (days, first == last) {
        (true, true) => text!("Le {last}", "On {last}"; last),
        (true, false) => text!("Du {first} au {last}", "From {first} to {last}"; first, last),
        (false, true) => text!("Entre deux audits du {last}", "Between two audits of {last}"; last),
        (false, false) => text!(
            "Entre l’audit du {first} et celui du {last}",
            "Between the audit of {first} and that of {last}"; first, last
        ),
    }
}

/// What the digest looked at: `repositories`, of `bodies` when some are known.
pub(super) fn among(repositories: usize, bodies: usize) -> Text {
    let those = text!(repositories; "{repositories} dépôt" | "{repositories} dépôts",
        "{repositories} repository" | "{repositories} repositories");
    match bodies {
        0 => those,
        1 => text!("{those} d’un organisme", "{those} of one public body"; those),
        _ => text!("{those} de {bodies} organismes", "{those} of {bodies} public bodies"; those),
    }
}

/// What the page covers: the window, what was looked at, how much happened, how many repositories
/// are `missing`, wholly or in part, and who is `named` in brackets.
pub(super) fn covers(
    window: Text,
    among: &Text,
    counts: &[Text],
    missing: usize,
    named: bool,
) -> Text {
    let mut covers = match counts.is_empty() {
        true => text!(
            "{window}, rien de nouveau dans {among}.", "{window}, nothing new in {among}.";
            window, among
        ),
        false => {
            let counts = list(counts);
            text!(
                "{window}, dans {among} : {counts}.", "{window}, in {among}: {counts}.";
                window, among, counts
            )
        }
    };
    if missing > 0 {
        let unread = text!(missing;
            "{missing} dépôt n’a pas été lu, ou seulement en partie : cette liste peut être incomplète." | "{missing} dépôts n’ont pas été lus, ou seulement en partie : cette liste peut être incomplète.",
            "{missing} repository was not read, or only in part: this list may be incomplete." | "{missing} repositories were not read, or only in part: this list may be incomplete.");
        covers = text!("{covers} {unread}", "{covers} {unread}"; covers, unread);
    }
    if named {
        covers = text!(
            "{covers} L’organisme entre parenthèses est celui dont le compte héberge le code ; une autre administration peut porter le projet.",
            "{covers} The body in brackets owns the account that hosts the code; the project itself may belong to another.";
            covers
        );
    }
    covers
}

/// What is told under the title of a section, before its lines: as of the day `until`.
pub(super) fn lead(what: What, until: &str) -> Text {
    let day = long(until);
    match what {
        What::Unlicensed => text!(
            "Aucune licence n’y est reconnue au {day} : sans elle, rien n’autorise expressément à réutiliser ce code. Un fichier LICENSE suffit en général.",
            "No licence is recognised there as of {day}: without one, nobody is expressly allowed to reuse this code. A LICENSE file is usually enough.";
            day
        ),
        _ => Text::same(""),
    }
}

/// The day before `day`.
fn before(day: Date) -> Date {
    day.yesterday().unwrap_or(day)
}

impl State {
    /// What is told of `what` where no title tells it, and under the title of its section,
    /// with the day `date` when it is known.
    pub(super) fn told(&self, what: What, date: &str) -> (Text, Text) {
        let licence = &self.licence;
        let licence = match licence.is_empty() {
            true => text!("sans licence reconnue", "without a recognised licence"),
            false => text!("licence {licence}", "{licence} licence"),
        };
        let version = self.day(What::Release).map_or("", |(_, version)| plain(version));
        let degree = &self.degree;
        let happened = match what {
            What::Opened | What::Unlicensed => {
                text!("nouveau projet, {licence}", "new project, {licence}"; licence)
            }
            What::Release => text!("première version, {version}", "first release, {version}"),
            What::Licence => licence.clone(),
            What::Publiccode => {
                text!("décrit par un publiccode.yml", "described by a publiccode.yml")
            }
            What::Degree => text!("degré d’ouverture {degree}", "openness degree {degree}"),
            _ => text!("archivé", "archived"),
        };
        let day = long(date);
        let told = match (what, date.is_empty()) {
            (What::Opened, false) => text!(
                "{licence}, premier code enregistré le {day}", "{licence}, first commit on {day}"; licence, day
            ),
            (What::Unlicensed, false) => {
                text!("premier code enregistré le {day}", "first commit on {day}"; day)
            }
            (What::Opened, true) => licence,
            (What::Release, false) => {
                text!("version {version}, le {day}", "release {version}, on {day}"; day)
            }
            (What::Release, true) => text!("version {version}", "release {version}"),
            (What::Licence, false) => {
                text!("{happened}, le {day}", "{happened}, on {day}"; happened, day)
            }
            (What::Licence, true) => happened.clone(),
            (What::Publiccode, false) => text!("depuis le {day}", "since {day}"; day),
            (What::Degree, _) => text!("degré {degree}", "degree {degree}"),
            _ => Text::same(""),
        };
        (happened, told)
    }
}

/// The number of a version, without the letter that tags put before it.
fn plain(version: &str) -> &str {
    let number = version.strip_prefix(['v', 'V']).unwrap_or(version);
    if number.starts_with(|c: char| c.is_ascii_digit()) { number } else { version }
}

/// `text` as a line can hold it, without its full stop: its first sentence when the whole is
/// too long, else its first words.
pub(super) fn sentence(text: &str) -> String {
    let whole = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let fits = |text: &str| text.chars().count() <= LONGEST;
    let first = whole.split_once(". ").map_or("", |(first, _)| first);
    if fits(&whole) || first.chars().count() >= LEAST && fits(first) {
        let kept = if fits(&whole) { &whole } else { first };
        return kept.trim_end_matches('.').to_string();
    }
    let cut = first_words(&whole, LONGEST);
    format!("{}…", cut.trim_end_matches([',', ';', ':', '.', ' ']))
}
