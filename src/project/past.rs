//! What the history holds that must not be published: every version of every
//! file, the messages of commits and of tags.

use crate::lang::Text;
use crate::secrets::{
    Found, Judgement, Level, Place, Redactor, Scanner, Sighting, Sort, Spotted, gather, incremental,
};
use crate::snapshot::history::{BlobPlace, Examine, Examined, History};
use rayon::prelude::*;
use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::ops::Range;

/// Runs the detectors over the versions of files.
pub struct Examiner<'a>(pub &'a Scanner);

/// Extensions of pictures, fonts, sounds and videos: nothing to read in them.
const MEDIA: [&str; 26] = [
    "png", "jpg", "jpeg", "gif", "webp", "avif", "ico", "bmp", "tif", "tiff", "psd", "woff",
    "woff2", "ttf", "otf", "eot", "mp3", "mp4", "m4a", "ogg", "wav", "flac", "webm", "avi", "mov",
    "pdf",
];

impl Examine for Examiner<'_> {
    type Hit = Sighting;

    fn examine(
        &self,
        bytes: &[u8],
        name: &str,
        regions: &[Range<usize>],
    ) -> Vec<(Range<usize>, Sighting)> {
        let seen = self.0.sight(bytes, name, regions).into_iter();
        // The path is not known yet: what no path could save is dropped here.
        let plausible = seen.filter(|sighting| self.0.is_plausible(&sighting.candidate, name));
        plausible.map(|sighting| (sighting.candidate.context.clone(), sighting)).collect()
    }

    fn kind(&self, bytes: &[u8], name: &str) -> Option<u32> {
        // What is found depends on the name too.
        let mut hasher = DefaultHasher::new();
        name.hash(&mut hasher);
        incremental(bytes).then(|| hasher.finish() as u32)
    }

    fn skip(&self, name: &str) -> bool {
        let extension = name.rsplit_once('.').map(|(_, extension)| extension.to_ascii_lowercase());
        extension.is_some_and(|extension| MEDIA.contains(&extension.as_str()))
    }
}

/// What was found in a history.
#[derive(Debug, Clone, Default)]
pub struct Past {
    /// Secrets, personal data, internal names.
    pub found: Vec<Found>,
    /// The files whose name is of interest, with the commit that brought them.
    pub names: Vec<BlobPlace>,
}

impl Past {
    /// Judges what examining `history` gave, then masks the secrets that its
    /// messages hold: nothing after this sees them in clear.
    pub fn settle(scanner: &Scanner, examined: Examined<Sighting>, history: &mut History) -> Past {
        let mut spotted = in_blobs(scanner, &examined);
        spotted.extend(in_messages(scanner, history));
        let found = gather(spotted);
        let redactor = Redactor::new(&found);
        for message in history.messages_mut() {
            redactor.redact_excerpt(message);
        }
        Past { found, names: examined.names }
    }
}

/// What is in the versions of files.
fn in_blobs(scanner: &Scanner, examined: &Examined<Sighting>) -> Vec<Spotted> {
    let mut by_hit: Vec<Vec<usize>> = vec![Vec::new(); examined.hits.len()];
    for (position, sighting) in examined.sightings.iter().enumerate() {
        by_hit[sighting.hit].push(position);
    }
    let hits = examined.hits.par_iter().zip(by_hit);
    let spotted = hits.flat_map_iter(|(hit, positions)| {
        let mut judged: HashMap<&str, Option<(Judgement, Level, Text)>> = HashMap::new();
        let mut spotted = Vec::new();
        for position in positions {
            let sighting = &examined.sightings[position];
            let blob = &examined.blobs[sighting.blob];
            let judgement = judged.entry(&blob.path).or_insert_with(|| {
                let judgement = scanner.settle(&hit.candidate, &blob.path);
                let reason = scanner.reason(&hit.candidate, &judgement, &blob.path);
                Some((judgement, judgement.level?, reason))
            });
            let Some((judgement, level, reason)) = judgement.clone() else { continue };
            spotted.push(Spotted {
                candidate: hit.candidate.clone(),
                judgement,
                level,
                reason,
                place: Place {
                    sort: Sort::File,
                    path: Some(hit.path_in(&blob.path)),
                    line: hit.line_from(sighting.line),
                    column: hit.column,
                    commit: Some(blob.commit.to_string()),
                    date: Some(blob.date.to_string()),
                    in_head: blob.in_head,
                    excerpt: hit.shown(),
                },
            });
        }
        spotted
    });
    spotted.collect()
}

/// What is in the messages of commits and of annotated tags.
fn in_messages(scanner: &Scanner, history: &History) -> Vec<Spotted> {
    let commits = history.commits.par_iter().flat_map_iter(|commit| {
        let place = (Sort::CommitMessage, commit.id.to_string(), Some(commit.author_date));
        in_message(scanner, &commit.message, place)
    });
    let tags = history.tags.par_iter().flat_map_iter(|tag| {
        in_message(scanner, &tag.message, (Sort::TagMessage, tag.target.to_string(), tag.date))
    });
    commits.chain(tags).collect()
}

fn in_message(
    scanner: &Scanner,
    message: &str,
    (sort, commit, date): (Sort, String, Option<jiff::Timestamp>),
) -> Vec<Spotted> {
    let settled = scanner.scan(message.as_bytes(), "").into_iter();
    let spotted = settled.map(|settled| {
        let reason = scanner.reason(&settled.sighting.candidate, &settled.judgement, "");
        let mut spotted = Spotted::in_file(settled, "", reason);
        spotted.place.sort = sort;
        spotted.place.path = None;
        spotted.place.commit = Some(commit.clone());
        spotted.place.date = date.map(|date| date.to_string());
        spotted.place.in_head = false;
        spotted
    });
    spotted.collect()
}
