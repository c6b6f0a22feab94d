//! What is planted in a history is found, with its commit, its path and its
//! line, however git stores it; and what cannot be seen is said.

use crate::support::pack;
use crate::support::pack::{Base, Shape};
use crate::support::random::Random;
use crate::support::repository;
use crate::support::repository::RepositorySpec;
use git2::{Oid, Repository, Signature, Time};
use publiable::testing::snapshot::{Examine, Examined};
use publiable::testing::snapshot::{Options, Snapshot, prepare};
use std::ops::Range;
use std::path::Path;
use tempfile::TempDir;

/// Finds words that start with `MARK-`, and blocks: a line that ends with
/// `open` followed, at most two lines later, by one that starts with `close`.
struct Markers {
    /// Whether what blobs share is looked for once.
    incremental: bool,
}

fn lines(bytes: &[u8]) -> Vec<Range<usize>> {
    let mut at = 0;
    let lines = bytes.split_inclusive(|byte| *byte == b'\n').map(|line| {
        at += line.len();
        at - line.len()..at
    });
    lines.collect()
}

impl Examine for Markers {
    type Hit = String;

    fn examine(
        &self,
        bytes: &[u8],
        _name: &str,
        _regions: &[Range<usize>],
    ) -> Vec<(Range<usize>, String)> {
        let lines = lines(bytes);
        let mut hits = Vec::new();
        for (at, line) in lines.iter().enumerate() {
            let text = String::from_utf8_lossy(&bytes[line.clone()]).into_owned();
            let words = text.split_whitespace().filter(|word| word.starts_with("MARK-"));
            hits.extend(words.map(|word| (line.clone(), word.to_string())));
            if text.trim_end().ends_with("open") {
                let close = lines[at + 1..]
                    .iter()
                    .take(2)
                    .find(|line| bytes[(*line).clone()].starts_with(b"close"));
                hits.extend(close.map(|close| {
                    let range = line.start..close.end;
                    (range.clone(), String::from_utf8_lossy(&bytes[range]).into_owned())
                }));
            }
        }
        hits
    }

    fn kind(&self, bytes: &[u8], name: &str) -> Option<u32> {
        let text = self.incremental && !bytes.contains(&0);
        text.then_some(name.rsplit('.').next().map_or(0, |extension| extension.len() as u32))
    }
}

const MARKERS: Markers = Markers { incremental: true };

fn examine(options: &Options) -> (Snapshot, Examined<String>) {
    let prepared = prepare(options).expect("a snapshot");
    prepared.examine(&MARKERS, &|name| name == ".env")
}

fn whole(root: &Path) -> Options {
    Options { path: root.to_path_buf(), history: true, ..Options::default() }
}

fn repository(spec: &str) -> TempDir {
    let folder = tempfile::tempdir().expect("temporary folder");
    let spec: RepositorySpec = toml::from_str(spec).expect("specification");
    repository::build(folder.path(), &spec);
    folder
}

/// Each marker with its path, its line, the subject of the commit that
/// introduced it and whether HEAD holds it.
fn seen(snapshot: &Snapshot, examined: &Examined<String>) -> Vec<String> {
    let history = snapshot.history.as_ref().expect("a history");
    let subject = |id: Oid| {
        let commit = history.commits.iter().find(|commit| commit.id == id);
        commit.map_or("?", |commit| commit.message.lines().next().unwrap_or_default())
    };
    let shown = examined.sightings.iter().map(|sighting| {
        let blob = &examined.blobs[sighting.blob];
        let head = if blob.in_head { "head" } else { "past" };
        let hit = examined.hits[sighting.hit].trim_start_matches("MARK-");
        format!("{hit} {}:{} {} {head}", blob.path, sighting.line, subject(blob.commit))
    });
    shown.collect()
}

const PLACES: &str = r#"
[[commits]]
message = "root"
files = { "gone.txt" = "a\nMARK-deleted\n", "dir/kept.txt" = "MARK-kept\r\nb\r\n", "old.txt" = "1\n2\n3\nMARK-renamed\n", "logo.png" = "MARK-picture" }
[[commits]]
message = "away"
date = "2026-01-02"
remove = ["gone.txt", "old.txt"]
files = { "new.txt" = "1\n2\n3\nMARK-renamed\n" }
[[commits]]
message = "left"
date = "2026-01-03"
branch = "left"
files = { "left.txt" = "MARK-left\n" }
[[commits]]
message = "right"
date = "2026-01-03"
files = { "right.txt" = "x\nMARK-right" }
[[commits]]
message = "merge"
date = "2026-01-04"
merge = ["left"]
files = { "both.txt" = "MARK-merge\n", "left.txt" = "MARK-left\n" }
annotated = { "v1" = "Version MARK-tag" }
[[commits]]
message = "edit"
date = "2026-01-05"
files = { "dir/kept.txt" = "z\nMARK-kept\r\nb\r\nMARK-more\n", "right.txt" = "x\n" }
"#;

const EXPECTED: [&str; 9] = [
    "picture logo.png:1 root head",
    "kept dir/kept.txt:1 root past",
    "deleted gone.txt:2 root past",
    "renamed old.txt:4 root head",
    "left left.txt:1 left head",
    "right right.txt:2 right past",
    "merge both.txt:1 merge head",
    "kept dir/kept.txt:2 edit head",
    "more dir/kept.txt:4 edit head",
];

fn sorted(mut seen: Vec<String>) -> Vec<String> {
    seen.sort();
    seen
}

fn expected() -> Vec<String> {
    sorted(EXPECTED.iter().map(|line| line.to_string()).collect())
}

#[test]
fn every_place_of_a_history_is_read_once() {
    let folder = repository(PLACES);
    let (snapshot, examined) = examine(&whole(folder.path()));
    assert_eq!(sorted(seen(&snapshot, &examined)), expected());
    assert_eq!(snapshot.gaps(), vec![]);
    let history = snapshot.history.expect("a history");
    assert_eq!(history.tags[0].message, "Version MARK-tag");
    assert_eq!((history.commits.len(), history.survey.blobs), (6, 9));
}

#[test]
fn storage_changes_nothing() {
    for shape in [Shape::Chain, Shape::Star, Shape::Tree] {
        for base in [Base::Offset, Base::Reference] {
            let folder = repository(PLACES);
            pack::repack(folder.path(), shape, base);
            let (snapshot, examined) = examine(&whole(folder.path()));
            assert_eq!(sorted(seen(&snapshot, &examined)), expected(), "{shape:?} {base:?}");
        }
    }
}

fn signature(day: i64) -> Signature<'static> {
    let time = Time::new(1_767_225_600 + day * 86_400, 0);
    Signature::new("Équipe", "equipe@example.org", &time).expect("signature")
}

/// Commits one file on `reference`, from nothing.
fn plant(repository: &Repository, reference: Option<&str>, name: &str, text: &str) -> Oid {
    let blob = repository.blob(text.as_bytes()).expect("blob");
    let mut tree = repository.treebuilder(None).expect("tree");
    tree.insert(name, blob, 0o100_644).expect("entry");
    let tree = repository.find_tree(tree.write().expect("tree")).expect("tree");
    let who = signature(30);
    repository.commit(reference, &who, &who, "planted", &tree, &[]).expect("commit")
}

#[test]
fn every_reference_counts_and_nothing_else() {
    let folder = repository("[files]\n\"README.md\" = \"# P\\n\"\n");
    let git = Repository::open(folder.path()).expect("repository");
    plant(&git, Some("refs/heads/orphan"), "a", "MARK-orphan\n");
    plant(&git, Some("refs/stash"), "b", "MARK-stash\n");
    plant(&git, Some("refs/pull/1/head"), "c", "MARK-pull\n");
    plant(&git, None, "d", "MARK-unreachable\n");
    let hidden = plant(&git, Some("refs/heads/hidden"), "e", "MARK-hidden\n");
    let shown = plant(&git, None, "f", "MARK-replacement\n");
    git.reference(&format!("refs/replace/{hidden}"), shown, true, "case").expect("reference");
    let head = git.head().expect("head").target().expect("commit");
    git.note(&signature(30), &signature(30), Some("refs/notes/commits"), head, "MARK-note\n", true)
        .expect("note");
    let blob = git.blob(b"MARK-blob\n").expect("blob");
    git.reference("refs/tags/blob", blob, true, "case").expect("reference");
    for shape in [None, Some(Shape::Chain), Some(Shape::Star)] {
        if let Some(shape) = shape {
            pack::repack(folder.path(), shape, Base::Offset);
        }
        let (_, examined) = examine(&whole(folder.path()));
        let mut hits = examined.hits;
        hits.sort();
        let names = ["blob", "hidden", "note", "orphan", "pull", "replacement", "stash"];
        assert_eq!(hits, names.map(|name| format!("MARK-{name}")));
    }
    let options = Options {
        references: vec!["refs/heads/*".into(), "refs/stash".into()],
        ..whole(folder.path())
    };
    let mut hits = examine(&options).1.hits;
    hits.sort();
    assert_eq!(hits, ["hidden", "orphan", "stash"].map(|name| format!("MARK-{name}")));
}

#[test]
fn since_leaves_out_what_was_there() {
    let folder = repository(PLACES);
    let git = Repository::open(folder.path()).expect("repository");
    let merge = git.revparse_single("HEAD~1").expect("merge").id().to_string();
    let options = Options { since: Some(merge), ..whole(folder.path()) };
    for packed in [false, true] {
        if packed {
            pack::repack(folder.path(), Shape::Tree, Base::Offset);
        }
        let (snapshot, examined) = examine(&options);
        let expected = ["kept dir/kept.txt:2 edit head", "more dir/kept.txt:4 edit head"];
        assert_eq!(seen(&snapshot, &examined), expected);
        assert_eq!(snapshot.history.expect("a history").commits.len(), 1);
    }
}

#[test]
fn files_of_interest_are_named_however_old() {
    let folder = repository(
        r#"
        [[commits]]
        message = "one"
        files = { "a/.env" = "A=1\n", "b/.env" = "A=1\n", "c" = "" }
        [[commits]]
        message = "two"
        date = "2026-01-02"
        remove = ["b/.env"]
        files = { "a/.env" = "A=2\n" }
        "#,
    );
    let (_, examined) = examine(&whole(folder.path()));
    let named: Vec<_> =
        examined.names.iter().map(|file| (file.path.as_str(), file.size, file.in_head)).collect();
    // The folders a and b are one tree: it has the path of the first.
    assert_eq!(named, [("a/.env", Some(4), false), ("a/.env", Some(4), true)]);
}

const WORDS: [&str; 14] = [
    "plain\n",
    "open\n",
    "close\n",
    "MARK-one\n",
    "MARK-two MARK-three\n",
    "half ",
    "MARK-half ",
    "close open\n",
    "\n",
    "crlf\r\n",
    "MARK-crlf\r\n",
    "a longer line of text open\n",
    "x\n",
    "open",
];

fn edit(text: &mut Vec<u8>, random: &mut Random) {
    for _ in 0..=random.below(3) {
        let at = random.below(text.len() + 1);
        match random.below(6) {
            0 => drop(text.splice(at..at, WORDS[random.below(WORDS.len())].bytes())),
            1 => drop(text.drain(at..(at + random.below(30)).min(text.len()))),
            2 => {
                // Whole lines move, or are there twice.
                let lines = lines(text);
                let Some(from) = lines.get(random.below(lines.len())) else { continue };
                let to = lines[random.below(lines.len())].start;
                let block =
                    text[from.start..(from.end + random.below(60)).min(text.len())].to_vec();
                text.splice(to..to, block);
            }
            3 => {
                let newline = text[at..].iter().position(|byte| *byte == b'\n');
                newline.map(|newline| text.remove(at + newline));
            }
            4 if random.below(10) == 0 => {
                let long = "MARK-long of many words ".repeat(random.below(700));
                text.splice(at..at, long.bytes());
            }
            _ => text.extend(WORDS[random.below(WORDS.len())].bytes()),
        }
    }
}

#[test]
fn examining_what_changed_gives_what_examining_everything_gives() {
    for seed in 1..=3u64 {
        let mut random = Random::new(seed);
        let folder = repository("[files]\n\"README.md\" = \"# P\\n\"\n");
        let git = Repository::open(folder.path()).expect("repository");
        let mut tree = git.treebuilder(None).expect("tree");
        let mut text = WORDS.concat().repeat(4).into_bytes();
        for version in 0..80 {
            edit(&mut text, &mut random);
            let extension = ["txt", "md"][random.below(8) / 7];
            let blob = git.blob(&text).expect("blob");
            tree.insert(format!("{version}.{extension}"), blob, 0o100_644).expect("entry");
        }
        let tree = git.find_tree(tree.write().expect("tree")).expect("tree");
        let who = signature(1);
        git.commit(Some("refs/heads/edits"), &who, &who, "edits", &tree, &[]).expect("commit");
        let shape = [Shape::Chain, Shape::Star, Shape::Tree][seed as usize % 3];
        pack::repack(folder.path(), shape, Base::Offset);
        let results = [true, false].map(|incremental| {
            let prepared = prepare(&whole(folder.path())).expect("a snapshot");
            let (_, examined) = prepared.examine(&Markers { incremental }, &|_| false);
            let Examined { hits, sightings, blobs, .. } = examined;
            let shown = sightings
                .iter()
                .map(|s| (blobs[s.blob].id, s.start, s.end, s.line, hits[s.hit].clone()));
            let mut shown: Vec<_> = shown.collect();
            shown.sort();
            (shown, hits.len())
        });
        assert!(results[0].0.len() > 500);
        assert_eq!(results[0].0, results[1].0, "seed {seed}, {shape:?}");
        assert!(results[0].1 < results[1].1, "what is shared is found once");
    }
}

#[test]
fn a_chain_of_4095_differences_is_read() {
    let folder = repository("[files]\n\"README.md\" = \"# P\\n\"\n");
    let git = Repository::open(folder.path()).expect("repository");
    let mut tree = git.treebuilder(None).expect("tree");
    for version in 0..4096 {
        let text = format!("{}MARK-{version}\n", "same line\n".repeat(20));
        let blob = git.blob(text.as_bytes()).expect("blob");
        tree.insert(format!("{version}"), blob, 0o100_644).expect("entry");
    }
    let tree = git.find_tree(tree.write().expect("tree")).expect("tree");
    let who = signature(1);
    git.commit(Some("refs/heads/chain"), &who, &who, "chain", &tree, &[]).expect("commit");
    pack::repack(folder.path(), Shape::Chain, Base::Offset);
    let (_, examined) = examine(&whole(folder.path()));
    assert_eq!(examined.sightings.len(), 4096);
    assert!(examined.sightings.iter().all(|sighting| sighting.line == 21));
}
