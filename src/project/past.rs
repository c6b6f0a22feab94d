//! What the history holds that must not be published: every version of every
//! file, the messages of commits and of tags.

use crate::lang::{Tell, Text, thousands};
use crate::secrets::{
    Candidate, Detection, Family, Found, Gap, Judgement, Level, Looked, MESSAGE, Named, Place,
    Redactor, Scanner, Sighting, Sort, Spotted, files, gather, incremental,
};
use crate::snapshot::classify::{Class, class_of};
use crate::snapshot::history::{BlobPlace, Commit, Examine, Examined, History};
use crate::snapshot::metadata::Metadata;
use crate::snapshot::read::WHOLE;
use crate::snapshot::{Prepared, Snapshot};
use crate::text;
use git2::Oid;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::ops::Range;
use std::time::Instant;

/// Runs the detectors over the versions of files, and tells how far it is.
struct Examiner<'a> {
    scanner: Scanner,
    tell: Tell<'a>,
    started: Instant,
}

/// What is met in a version of a file.
#[derive(Debug, Clone)]
enum Hit {
    /// What may be a secret.
    Seen(Box<Sighting>),
    /// What was not looked at.
    Gap(Gap),
}

impl Examine for Examiner<'_> {
    type Hit = Hit;

    fn examine(
        &self,
        bytes: &[u8],
        name: &str,
        regions: &[Range<usize>],
    ) -> Vec<(Range<usize>, Hit)> {
        let Looked { seen, gaps } = self.scanner.sight(bytes, name, regions);
        // The path is not known yet: what no path could save is dropped here.
        let seen = seen.into_iter();
        let plausible =
            seen.filter(|one| self.scanner.is_plausible(&one.candidate, &one.path_in(name)));
        let seen = plausible.map(|one| (one.candidate.context.clone(), Hit::Seen(Box::new(one))));
        seen.chain(gaps.into_iter().map(|gap| (0..bytes.len(), Hit::Gap(gap)))).collect()
    }

    fn kind(&self, bytes: &[u8], name: &str) -> Option<u32> {
        // What is found depends on the name too.
        let mut hasher = DefaultHasher::new();
        name.hash(&mut hasher);
        incremental(bytes).then(|| hasher.finish() as u32)
    }

    fn passed(&self, done: usize, all: usize) {
        (self.tell)(&progress(done, all, self.started.elapsed().as_secs()));
    }

    /// A detector reads around the lines that changed by itself.
    fn lines_around(&self) -> usize {
        0
    }
}

/// What a history holds that must not be published, without any secret.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Past {
    /// Secrets, personal data, internal names.
    pub detections: Vec<Detection>,
    /// Versions of files that are sensitive by nature.
    pub files: Vec<PastFile>,
}

/// A version of a file that is sensitive by nature.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct PastFile {
    /// Its path in the commit that brought it.
    pub path: String,
    /// Full id of that commit.
    pub commit: String,
    /// When it was written, RFC 3339, if a commit says so.
    pub date: Option<String>,
    /// True when the audited version still holds it.
    pub in_head: bool,
    /// How loudly it is told.
    pub level: Level,
    /// The id of what kind of file it is.
    pub kind: String,
    /// What a person calls such files.
    pub label: Text,
    /// Why it was judged so.
    pub reason: Text,
}

/// No more versions of one path than this are looked into.
const MAX_VERSIONS: usize = 20;

/// Reads and examines the history of `prepared`: what it holds that must not be
/// published, and the values in clear, for the purge plan.
/// `tell` is told how far it is.
pub(crate) fn examine(
    prepared: Prepared,
    scanner: &Scanner,
    tell: Tell<'_>,
) -> (Snapshot, Past, Vec<Found>) {
    let sensitive = |name: &str| files::interesting(name.as_bytes()) || scanner.may_name(name);
    let past = Scanner::for_past().spending(scanner.budget());
    let examiner = Examiner { scanner: past, tell, started: Instant::now() };
    let (mut snapshot, examined) = prepared.examine(&examiner, &sensitive);
    let (past, found) = settle(scanner, examined, &mut snapshot);
    (snapshot, past, found)
}

/// Seconds before which nothing says how long the rest will take.
const SOON: u64 = 3;
/// Nor does less than this part of the whole: contents are of very unequal sizes.
const MEASURED: usize = 50;
/// What is told in minutes above, in seconds; then in hours, in minutes.
const LONG: u64 = 90;

/// How far the reading of a history is, `elapsed` seconds after it started.
fn progress(done: usize, all: usize, elapsed: u64) -> Text {
    let measured = elapsed >= SOON && done > 0 && done.saturating_mul(MEASURED) >= all;
    let left = elapsed.saturating_mul(all.saturating_sub(done) as u64) / done.max(1) as u64;
    let (done, all) = (thousands(done), thousands(all));
    let told = text!(
        "lecture de l’historique : {done} contenus sur {all}",
        "reading the history: {done} of {all} contents";
        done, all
    );
    if !measured || left == 0 {
        return told;
    }
    let left = match (left, left.div_ceil(60)) {
        (..=LONG, _) => format!("{left} s"),
        (_, minutes @ ..=LONG) => format!("{minutes} min"),
        (_, minutes) => format!("{} h", minutes.div_ceil(60)),
    };
    text!("{told}, encore {left} environ", "{told}, about {left} left"; told)
}

/// Judges what examining the history of `snapshot` gave, then masks the secrets
/// that its messages hold: nothing after this sees them in clear.
fn settle(
    scanner: &Scanner,
    examined: Examined<Hit>,
    snapshot: &mut Snapshot,
) -> (Past, Vec<Found>) {
    let mut files = sensitive(snapshot, &examined.names);
    let Some(history) = &mut snapshot.history else { return Default::default() };
    history.unread.in_part = unopened(&examined);
    let mut spotted = in_blobs(scanner, &examined);
    place_notes(&mut spotted, history);
    let past = Scanner::for_past().of_day(scanner.day());
    spotted.extend(in_messages(&past, history));
    spotted.extend(in_names(&past, &examined.names));
    spotted.extend(snapshot.metadata.iter().flat_map(|known| in_references(scanner, known)));
    let found = gather(spotted);
    let redactor = Redactor::new(&found);
    if !redactor.is_idle() {
        history.messages_mut().for_each(|message| redactor.redact_excerpt(message));
        history.paths_mut().for_each(|path| redactor.redact_name(path));
        files.iter_mut().for_each(|file| redactor.redact_name(&mut file.path));
    }
    let mut detections: Vec<Detection> =
        found.iter().map(|found| found.detection.clone()).collect();
    let places = detections.iter_mut().flat_map(|detection| &mut detection.places);
    places.filter_map(|place| place.path.as_mut()).for_each(|path| redactor.redact_name(path));
    (Past { detections, files }, found)
}

/// The versions, one for each path, whose content makes them sensitive.
fn sensitive(snapshot: &Snapshot, names: &[BlobPlace]) -> Vec<PastFile> {
    let mut by_path: BTreeMap<&str, Vec<&BlobPlace>> = BTreeMap::new();
    for place in names {
        by_path.entry(&place.path).or_default().push(place);
    }
    let paths: Vec<Vec<&BlobPlace>> = by_path.into_values().collect();
    let loudest = paths.par_iter().map_init(
        || snapshot.reader(),
        |reader, versions| {
            let judged = versions.iter().take(MAX_VERSIONS).filter_map(|place| {
                let size = place.size.filter(|size| *size <= WHOLE)?;
                let bytes = reader.blob(place.id).ok()?.bytes;
                Some((place, files::judge(&place.path, size, &bytes)?))
            });
            let (place, sensitive) = judged.max_by_key(|(_, sensitive)| sensitive.level)?;
            Some(PastFile {
                path: place.path.clone(),
                commit: place.commit.to_string(),
                date: place.date.map(|date| date.to_string()),
                in_head: place.in_head,
                level: sensitive.level,
                kind: sensitive.kind.id.clone(),
                label: sensitive.kind.label(),
                reason: sensitive.reason,
            })
        },
    );
    loudest.flatten().collect()
}

/// The versions of the project's own files that could not all be looked into, one
/// for each path, with the reason.
fn unopened(examined: &Examined<Hit>) -> Vec<(String, Text)> {
    let gaps = examined.sightings.iter().filter_map(|sighting| {
        let blob = &examined.blobs[sighting.blob];
        match &examined.hits[sighting.hit] {
            // What the audited version still holds is said of it.
            Hit::Gap(gap) if !blob.in_head && class_of(&blob.path) == Class::Own => {
                Some((blob.path.clone(), gap.text()))
            }
            _ => None,
        }
    });
    gaps.collect::<BTreeMap<_, _>>().into_iter().collect()
}

/// What is in the versions of files.
fn in_blobs(scanner: &Scanner, examined: &Examined<Hit>) -> Vec<Spotted> {
    let mut by_hit: Vec<Vec<usize>> = vec![Vec::new(); examined.hits.len()];
    for (position, sighting) in examined.sightings.iter().enumerate() {
        by_hit[sighting.hit].push(position);
    }
    let hits = examined.hits.par_iter().zip(by_hit);
    let seen = hits.filter_map(|(hit, positions)| match hit {
        Hit::Seen(sighting) => Some((sighting, positions)),
        Hit::Gap(_) => None,
    });
    let spotted = seen.flat_map_iter(|(hit, positions)| {
        let mut judged: HashMap<&str, Option<(Judgement, Level, Text)>> = HashMap::new();
        let mut spotted = Vec::new();
        for position in positions {
            let sighting = &examined.sightings[position];
            let blob = &examined.blobs[sighting.blob];
            let judgement = judged.entry(&blob.path).or_insert_with(|| {
                let path = hit.path_in(&blob.path);
                let judgement = scanner.settle(&hit.candidate, &path);
                let reason = scanner.reason(&hit.candidate, &judgement, &path);
                Some((judgement, judgement.level?, reason))
            });
            let Some((judgement, level, reason)) = judgement.clone() else { continue };
            spotted.push(Spotted {
                // It is judged: what was measured of it is of no more use.
                candidate: Candidate {
                    secret: hit.candidate.secret.clone(),
                    value: hit.candidate.value.clone(),
                    context: hit.candidate.context.clone(),
                    features: Vec::new(),
                    ..hit.candidate
                },
                judgement,
                level,
                reason,
                place: Place {
                    sort: Sort::File,
                    path: Some(hit.path_in(&blob.path)),
                    line: sighting.line + hit.line,
                    column: hit.column,
                    commit: Some(blob.commit.to_string()),
                    date: blob.date.map(|date| date.to_string()),
                    in_head: blob.in_head,
                    excerpt: hit.shown(),
                },
            });
        }
        spotted
    });
    spotted.collect()
}

/// Gives what is in notes the object they are about: the files of their trees
/// have its id for a path, cut in folders (git-notes(1)).
fn place_notes(spotted: &mut [Spotted], history: &History) {
    let about = |place: &Place| {
        let path = place.path.as_deref().filter(|path| path.len() >= 40)?;
        path.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'/').then_some(())?;
        Oid::from_str(&path.replace('/', "")).ok()
    };
    let mut noted = spotted.iter_mut().filter_map(|one| Some((about(&one.place)?, one))).peekable();
    if noted.peek().is_none() {
        return;
    }
    let commits: HashSet<Oid> = history.commits.iter().map(|commit| commit.id).collect();
    for (id, one) in noted.filter(|(id, _)| commits.contains(id)) {
        one.place.sort = Sort::Note;
        one.place.path = None;
        one.place.commit = Some(id.to_string());
    }
}

/// What the names of branches and of tags say: whoever fetches receives them. A place
/// is that of the object they lead to, which does not say the name.
fn in_references(scanner: &Scanner, metadata: &Metadata) -> Vec<Spotted> {
    let spotted = metadata.references.iter().flat_map(|name| {
        scanner.scan_name(Named { shown: name, path: name }).map(|mut spotted| {
            spotted.place.sort = Sort::Reference;
            spotted.place.path = None;
            spotted.place.commit = metadata.tip(name).map(|tip| tip.to_string());
            spotted.place.in_head = false;
            spotted
        })
    });
    spotted.collect()
}

/// What is in the messages of commits and of annotated tags.
fn in_messages(scanner: &Scanner, history: &History) -> Vec<Spotted> {
    let place =
        |commit: &Commit| (Sort::CommitMessage, commit.id.to_string(), Some(commit.author_date));
    let commits = history.commits.par_iter().flat_map_iter(|commit| {
        let message = in_message(scanner, &commit.message, place(commit));
        // Most commits have no other header.
        let extra = match commit.extra.as_str() {
            "" => Vec::new(),
            extra => in_message(scanner, extra, place(commit)),
        };
        message.into_iter().chain(extra)
    });
    let tags = history.tags.par_iter().flat_map_iter(|tag| {
        in_message(scanner, &tag.message, (Sort::TagMessage, tag.target.to_string(), tag.date))
    });
    let mut spotted: Vec<Spotted> = commits.chain(tags).collect();
    let mut people = HashSet::new();
    for commit in history.commits.iter().rev() {
        for identity in [&commit.author, &commit.committer] {
            if people.insert(identity) {
                let name = format!("{} {}", identity.name, identity.email);
                let found = in_message(scanner, &name, place(commit)).into_iter();
                spotted.extend(found.filter(is_named));
            }
        }
    }
    spotted
}

/// True for a secret that is one wherever it is, even in a name.
fn is_named(spotted: &Spotted) -> bool {
    spotted.candidate.family == Family::Credential && spotted.level == Level::Report
}

/// What the paths of past versions themselves say.
fn in_names(scanner: &Scanner, names: &[BlobPlace]) -> Vec<Spotted> {
    let spotted = names.iter().flat_map(|place| {
        let named = Named { shown: &place.path, path: &place.path };
        let found = scanner.scan_name(named).filter(is_named);
        found.map(move |mut spotted| {
            spotted.place.commit = Some(place.commit.to_string());
            spotted.place.date = place.date.map(|date| date.to_string());
            spotted.place.in_head = place.in_head;
            spotted
        })
    });
    spotted.collect()
}

fn in_message(
    scanner: &Scanner,
    message: &str,
    (sort, commit, date): (Sort, String, Option<jiff::Timestamp>),
) -> Vec<Spotted> {
    let settled = scanner.scan(message.as_bytes(), MESSAGE).seen.into_iter();
    let spotted = settled.map(|settled| {
        let reason = scanner.reason(&settled.sighting.candidate, &settled.judgement, MESSAGE);
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_is_told_once_it_is_measured_and_in_a_unit_that_is_read() {
        for (done, all, elapsed, left) in [
            (1, 4_288, 10, None),
            (0, 100, 10, None),
            (50, 100, 2, None),
            (100, 100, 10, None),
            (50, 100, 90, Some("90 s")),
            (50, 100, 91, Some("2 min")),
            (100, 1_000, 80, Some("12 min")),
            (50, 100, 5_400, Some("90 min")),
            (50, 100, 5_401, Some("2 h")),
        ] {
            let said = progress(done, all, elapsed);
            let (fr, en) = match left {
                Some(left) => (format!(", encore {left} environ"), format!(", about {left} left")),
                None => Default::default(),
            };
            assert!(said.fr.ends_with(&fr) && said.en.ends_with(&en), "{said:?}");
            assert_eq!(left.is_some(), said.fr.contains(','), "{said:?}");
        }
    }
}
