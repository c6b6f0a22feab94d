//! The version and its day, against the latest tag.

use super::Judge;
use crate::publiccode::code::Code;
use crate::publiccode::diagnostic::{Change, Fix, Severity};
use crate::publiccode::format::date::day;
use crate::text;

/// Days between a tag and the date announced that need no word.
const TOLERANCE: i32 = 7;

impl Judge<'_, '_> {
    pub(super) fn version(&mut self) {
        let Some(release) = &self.repository.release else { return };
        let (tag, version, date) = (&release.tag, &release.version, release.date);
        let current = self.find(&["softwareVersion"]);
        // A release being prepared, or tags that were not fetched.
        if current.as_ref().is_some_and(|told| numbers(told.text) > numbers(version)) {
            return;
        }
        let bare = |text: &str| text.trim().trim_start_matches(['v', 'V']).to_lowercase();
        if let Some(told) = current
            && bare(told.text) != bare(version)
            && told.text != tag
            && told.text.chars().any(|c| c.is_ascii_digit())
        {
            let message = text!(
                "la dernière étiquette est {tag}, du {date}",
                "the latest tag is {tag}, of {date}"
            );
            let fix = Fix::doubtful(
                text!(
                    "écrire \"{version}\", ou retirer la clé pour ne pas la tenir à jour",
                    "write \"{version}\", or remove the key not to maintain it"
                ),
                Change::SetValue(format!("\"{version}\"")),
            );
            self.say(&told, Code::VersionMismatch, Severity::Warning, message, Some(fix));
        }
        let Some(told) = self.find(&["releaseDate"]) else { return };
        let Some(said) = day(told.text) else { return };
        let apart = date.since(said).map_or(0, |span| span.get_days()).abs();
        if apart > TOLERANCE {
            let message = text!(
                "la dernière étiquette, {tag}, est du {date}",
                "the latest tag, {tag}, is of {date}"
            );
            let fix = Fix::doubtful(
                text!(
                    "écrire \"{date}\", ou retirer la clé pour ne pas la tenir à jour",
                    "write \"{date}\", or remove the key not to maintain it"
                ),
                Change::SetValue(format!("\"{date}\"")),
            );
            self.say(&told, Code::VersionMismatch, Severity::Warning, message, Some(fix));
        }
    }
}

/// The numbers of a version, most significant first; nothing when it has none.
fn numbers(version: &str) -> Vec<u64> {
    let core = version.split(['-', '+']).next().unwrap_or_default();
    core.split(|c: char| !c.is_ascii_digit()).filter_map(|part| part.parse().ok()).collect()
}
