//! The version and its day, against the latest tag.

use super::{Judge, Told};
use crate::lang::Text;
use crate::publiccode::code::Code;
use crate::publiccode::diagnostic::{Change, Fix, Severity};
use crate::publiccode::format::date::day;
use crate::text;
use crate::yaml::edit::Value;

/// Days between a tag and the date announced that need no word.
const TOLERANCE: i32 = 7;

impl<'y> Judge<'y, '_> {
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
            self.differs(&told, message, version);
        }
        let Some(told) = self.find(&["releaseDate"]) else { return };
        let Some(said) = day(told.text) else { return };
        let apart = date.since(said).map_or(0, |span| span.get_days()).abs();
        if apart > TOLERANCE {
            let message = text!(
                "la dernière étiquette, {tag}, est du {date}",
                "the latest tag, {tag}, is of {date}"
            );
            self.differs(&told, message, &date.to_string());
        }
    }

    /// Says that `told` is not what the latest tag gives.
    fn differs(&mut self, told: &Told<'y>, message: Text, given: &str) {
        let fix = Fix::doubtful(
            text!(
                "écrire \"{given}\", ou retirer la clé pour ne pas la tenir à jour",
                "write \"{given}\", or remove the key not to maintain it"
            ),
            Change::Set(Value::text(given)),
        );
        self.say(told, Code::VersionMismatch, Severity::Warning, message, Some(fix));
    }
}

/// The numbers of a version, most significant first; nothing when it has none.
fn numbers(version: &str) -> Vec<u64> {
    let core = version.split(['-', '+']).next().unwrap_or_default();
    core.split(|c: char| !c.is_ascii_digit()).filter_map(|part| part.parse().ok()).collect()
}
