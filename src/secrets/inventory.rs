//! What a scan tells: detections with the words that go with them, what was
//! not seen, and how much is left untold. It holds no secret that formatting
//! can show.

use super::{Detection, Found, Level, Place, Redactor, Secret, kind};
use crate::lang::Text;

/// A detection as it is told.
#[derive(Debug, Clone)]
pub(crate) struct Told {
    /// The detection; its excerpts and paths show no known secret.
    pub detection: Detection,
    /// What a person calls it.
    pub name: Text,
    /// What to revoke and where.
    pub revoke: Option<Text>,
    /// Why it may stay: a settled finding, or a comment in the file.
    pub allowed: Option<Text>,
    /// The value, kept only for `--reveal`.
    pub revealed: Option<Secret>,
}

/// A file that was not seen, or something the reader should know.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Remark {
    /// The file concerned, empty for the whole scan.
    pub path: String,
    /// What is to be known.
    pub message: Text,
}

/// How many detections are told at each level, allowed ones apart.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    /// At [`Level::Report`].
    pub report: usize,
    /// At [`Level::Review`].
    pub review: usize,
    /// At [`Level::Information`].
    pub information: usize,
    /// Allowed or settled, whatever the level.
    pub allowed: usize,
}

/// Everything that a scan tells.
#[derive(Debug, Clone, Default)]
pub(crate) struct Inventory {
    /// The detections, loudest first, then by place.
    pub told: Vec<Told>,
    /// What could not be seen, sorted: the scan is incomplete.
    pub unseen: Vec<Remark>,
    /// What the reader should know besides, sorted.
    pub remarks: Vec<Remark>,
    /// Number of files read.
    pub files: usize,
}

impl Inventory {
    /// The paths told of files, those of the history left out.
    pub(crate) fn paths_of_files(&mut self) -> impl Iterator<Item = &mut String> {
        let places = self.told.iter_mut().flat_map(|told| &mut told.detection.places);
        let places = places.filter(|place| place.commit.is_none());
        let remarks = self.unseen.iter_mut().chain(&mut self.remarks).map(|one| &mut one.path);
        places.filter_map(|place| place.path.as_mut()).chain(remarks)
    }

    /// Tells `found`, then what was not seen and what is to be known besides.
    /// `settled` gives the reason of a settled finding; `reveal` keeps the values.
    pub(crate) fn new(
        found: Vec<Found>,
        settled: &mut dyn FnMut(&Detection) -> Option<Text>,
        reveal: bool,
        (unseen, remarks): (Vec<Remark>, Vec<Remark>),
    ) -> Inventory {
        let redactor = Redactor::new(&found);
        let told = found.into_iter().map(|found| {
            let mut detection = found.detection;
            for place in &mut detection.places {
                place.path.iter_mut().for_each(|path| redactor.redact_name(path));
                place.excerpt.iter_mut().for_each(|shown| redactor.redact(shown));
            }
            let mut allowed = settled(&detection).or(found.allowed);
            allowed.iter_mut().for_each(|text| redact(text, &redactor));
            Told {
                name: kind::name(&detection.pattern),
                revoke: kind::revoke(&detection.pattern),
                allowed,
                revealed: reveal.then_some(found.secret),
                detection,
            }
        });
        let told = told.collect();
        let mut inventory = Inventory { told, unseen, remarks, files: 0 };
        inventory.told.sort_by(|a, b| order(a).cmp(&order(b)));
        for list in [&mut inventory.unseen, &mut inventory.remarks] {
            for remark in list.iter_mut() {
                redactor.redact_name(&mut remark.path);
                redact(&mut remark.message, &redactor);
            }
            list.sort();
            list.dedup();
        }
        inventory
    }

    /// What is told at `level` or louder, allowed or not.
    pub(crate) fn at(&self, level: Level) -> impl Iterator<Item = &Told> {
        self.told.iter().filter(move |told| told.detection.level >= level)
    }

    /// How many detections there are at each level.
    pub(crate) fn counts(&self) -> Counts {
        let mut counts = Counts::default();
        for told in &self.told {
            let count = match told.detection.level {
                _ if told.allowed.is_some() => &mut counts.allowed,
                Level::Report => &mut counts.report,
                Level::Review => &mut counts.review,
                Level::Information => &mut counts.information,
            };
            *count += 1;
        }
        counts
    }
}

fn redact(text: &mut Text, redactor: &Redactor) {
    redactor.redact(&mut text.fr);
    redactor.redact(&mut text.en);
}

fn order(told: &Told) -> (std::cmp::Reverse<Level>, Option<&Place>, &str) {
    let detection = &told.detection;
    (std::cmp::Reverse(detection.level), detection.places.first(), &detection.fingerprint.0)
}

/// Where a place is, in one word for a heading: the path, or the kind of message.
pub(crate) fn heading(place: &Place) -> Text {
    use super::Sort;
    let commit = place.commit.as_deref().unwrap_or_default();
    let commit = crate::text::show::short_id(commit);
    let path = place.path.as_deref().unwrap_or_default();
    match place.sort {
        Sort::File | Sort::FileName => Text::same(path),
        Sort::CommitMessage => {
            Text::new(format!("message du commit {commit}"), format!("message of commit {commit}"))
        }
        Sort::TagMessage => {
            Text::new(format!("message de l’étiquette {path}"), format!("message of tag {path}"))
        }
        Sort::Reference => Text::new(
            format!("nom d’une branche ou d’une étiquette sur {commit}"),
            format!("name of a branch or tag on {commit}"),
        ),
        Sort::Note => {
            Text::new(format!("note sur le commit {commit}"), format!("note on commit {commit}"))
        }
    }
}
