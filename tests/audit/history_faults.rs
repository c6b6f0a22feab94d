//! Histories that are damaged, cut or borrowed: what can be read is, and what
//! cannot is said. And the cache gives back what was read.

use crate::support::pack;
use crate::support::pack::{Base, Shape};
use crate::support::repository;
use crate::support::repository::RepositorySpec;
use git2::Repository;
use publiable::testing::snapshot::Cache;
use publiable::testing::snapshot::{Examine, Examined};
use publiable::testing::snapshot::{Options, Origin, Snapshot, prepare};
use std::ops::Range;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// Finds the lines that start with `MARK-`.
struct Markers;

impl Examine for Markers {
    type Hit = String;

    fn examine(&self, bytes: &[u8], _: &str, _: &[Range<usize>]) -> Vec<(Range<usize>, String)> {
        let mut at = 0;
        let lines = bytes.split_inclusive(|byte| *byte == b'\n').map(|line| {
            at += line.len();
            (at - line.len()..at, String::from_utf8_lossy(line).trim_end().to_string())
        });
        lines.filter(|(_, text)| text.starts_with("MARK-")).collect()
    }

    fn kind(&self, _: &[u8], _: &str) -> Option<u32> {
        Some(0)
    }
}

fn options(root: &Path) -> Options {
    Options { path: root.to_path_buf(), history: true, ..Options::default() }
}

/// The markers found, sorted, and the gaps told in English.
fn read(root: &Path) -> (Vec<String>, Vec<String>) {
    let (snapshot, examined) =
        prepare(&options(root)).expect("a snapshot").examine(&Markers, &|_| false);
    (markers(&examined), gaps(&snapshot))
}

fn markers(examined: &Examined<String>) -> Vec<String> {
    let mut hits = examined.hits.clone();
    hits.sort();
    hits
}

fn gaps(snapshot: &Snapshot) -> Vec<String> {
    snapshot.gaps().into_iter().map(|gap| gap.en).collect()
}

const THREE: &str = r#"
[[commits]]
message = "one"
files = { "a.txt" = "MARK-a\n", "b.txt" = "MARK-b\n", "README.md" = "MARK-c\n" }
[[commits]]
message = "two"
date = "2026-01-02"
remove = ["a.txt"]
files = { "README.md" = "MARK-d\n" }
"#;

fn repository(spec: &str) -> TempDir {
    let folder = tempfile::tempdir().expect("temporary folder");
    let spec: RepositorySpec = toml::from_str(spec).expect("specification");
    repository::build(folder.path(), &spec);
    folder
}

fn pack_file(root: &Path) -> PathBuf {
    root.join(".git/objects/pack/pack-test.pack")
}

#[test]
fn a_missing_blob_is_named_and_the_rest_is_read() {
    let folder = repository(&THREE.replacen('\n', "\nlose = [\"a.txt\"]\n", 1));
    let (markers, gaps) = read(folder.path());
    assert_eq!(markers, ["MARK-b", "MARK-c", "MARK-d"]);
    assert_eq!(gaps, ["1 git object is missing (clone again, in full): a.txt"]);
}

#[test]
fn a_truncated_pack_is_read_as_far_as_it_goes() {
    let folder = repository(THREE);
    pack::repack(folder.path(), Shape::Star, Base::Offset);
    let whole = std::fs::read(pack_file(folder.path())).expect("pack");
    let mut seen = Vec::new();
    for length in (0..whole.len()).step_by(7) {
        std::fs::write(pack_file(folder.path()), &whole[..length]).expect("write");
        // The head of the repository may be lost, which is an error.
        let Ok(prepared) = prepare(&options(folder.path())) else { continue };
        let (snapshot, examined) = prepared.examine(&Markers, &|_| false);
        assert!(!gaps(&snapshot).is_empty(), "{length} bytes of {}", whole.len());
        seen.push(examined.sightings.len());
    }
    std::fs::write(pack_file(folder.path()), &whole).expect("write");
    assert_eq!(read(folder.path()).1, Vec::<String>::new());
    assert!(seen.iter().any(|count| (1..4).contains(count)), "{seen:?}");
}

#[test]
fn damaged_bytes_never_pass_unseen() {
    let folder = repository(THREE);
    pack::repack(folder.path(), Shape::Star, Base::Offset);
    let whole = std::fs::read(pack_file(folder.path())).expect("pack");
    let mut seen = 0;
    for at in (12..whole.len() - 20).step_by(3) {
        let mut damaged = whole.clone();
        damaged[at] ^= 0x55;
        std::fs::write(pack_file(folder.path()), &damaged).expect("write");
        let Ok(prepared) = prepare(&options(folder.path())) else { continue };
        let (snapshot, examined) = prepared.examine(&Markers, &|_| false);
        let told = gaps(&snapshot);
        let complete = markers(&examined) == ["MARK-a", "MARK-b", "MARK-c", "MARK-d"];
        assert!(complete || !told.is_empty(), "byte {at}: {:?}", examined.hits);
        seen += usize::from(!told.is_empty() && !examined.hits.is_empty());
    }
    assert!(seen > 0, "some of the rest is read");
}

#[test]
fn a_loose_object_that_is_damaged_is_named() {
    let folder = repository(THREE);
    let git = Repository::open(folder.path()).expect("repository");
    let blob = git.blob(b"MARK-b\n").expect("blob").to_string();
    let file = folder.path().join(".git/objects").join(&blob[..2]).join(&blob[2..]);
    std::fs::remove_file(&file).expect("remove");
    std::fs::write(&file, b"x\x01not zlib").expect("write");
    let (markers, gaps) = read(folder.path());
    assert_eq!(markers, ["MARK-a", "MARK-c", "MARK-d"]);
    let expected =
        "1 git object is damaged and was not read (git fsck names it; clone again): b.txt";
    assert_eq!(gaps, [expected]);
}

#[test]
fn an_index_that_cannot_be_read_is_said() {
    let folder = repository(THREE);
    std::fs::create_dir_all(folder.path().join(".git/objects/pack")).expect("folder");
    std::fs::write(pack_file(folder.path()), b"PACK").expect("write");
    let (markers, gaps) = read(folder.path());
    assert_eq!(markers.len(), 4);
    assert!(gaps.len() == 1 && gaps[0].contains("pack-test.pack"), "{gaps:?}");
}

#[test]
fn a_shallow_clone_is_read_to_its_boundary() {
    let folder = repository(&format!("shallow = true\n{THREE}"));
    let (markers, gaps) = read(folder.path());
    assert_eq!(markers, ["MARK-b", "MARK-d"]);
    assert!(gaps.len() == 1 && gaps[0].starts_with("shallow clone"), "{gaps:?}");
}

#[test]
fn borrowed_objects_are_read_and_a_lost_lender_is_said() {
    for packed in [false, true] {
        let lender = repository(THREE);
        if packed {
            pack::repack(lender.path(), Shape::Chain, Base::Reference);
        }
        let folder = repository("[files]\n\"README.md\" = \"MARK-own\\n\"\n");
        let head = Repository::open(lender.path()).expect("repository");
        let head = head.head().expect("head").target().expect("commit").to_string();
        let git = folder.path().join(".git");
        let objects = lender.path().join(".git/objects");
        std::fs::create_dir_all(git.join("objects/info")).expect("folder");
        let line = format!("{}\n", objects.display());
        std::fs::write(git.join("objects/info/alternates"), line).expect("alternates");
        std::fs::write(git.join("refs/heads/lent"), format!("{head}\n")).expect("reference");
        let (markers, told) = read(folder.path());
        assert_eq!(markers, ["MARK-a", "MARK-b", "MARK-c", "MARK-d", "MARK-own"]);
        assert_eq!(told, Vec::<String>::new());
        drop(lender);
        let (markers, told) = read(folder.path());
        assert_eq!((markers, told.len()), (vec!["MARK-own".to_string()], 2), "{told:?}");
    }
}

#[test]
fn a_repository_with_sha256_ids_is_read_as_a_folder_and_said_so() {
    let folder = tempfile::tempdir().expect("temporary folder");
    let git = folder.path().join(".git");
    std::fs::create_dir_all(git.join("objects")).expect("folder");
    std::fs::create_dir_all(git.join("refs")).expect("folder");
    std::fs::write(git.join("HEAD"), "ref: refs/heads/main\n").expect("write");
    let config = "[core]\n\trepositoryformatversion = 1\n[extensions]\n\tobjectformat = sha256\n";
    std::fs::write(git.join("config"), config).expect("write");
    std::fs::write(folder.path().join("README.md"), "# Projet\n").expect("write");
    let (snapshot, _) =
        prepare(&options(folder.path())).expect("a snapshot").examine(&Markers, &|_| false);
    assert_eq!((snapshot.origin.clone(), snapshot.files.len()), (Origin::Folder, 1));
    assert!(gaps(&snapshot)[0].contains("SHA-256"));
}

#[test]
fn a_long_blob_is_read_piece_by_piece() {
    let folder = repository(THREE);
    let git = Repository::open(folder.path()).expect("repository");
    let mut text = b"filler of the file\n".repeat((34 << 20) / 19);
    text.extend(b"MARK-end\n");
    text.splice(19 * 500_000..19 * 500_000, *b"MARK-middle\n");
    let lines = text.iter().filter(|byte| **byte == b'\n').count();
    let blob = git.blob(&text).expect("blob");
    git.reference("refs/tags/long", blob, true, "case").expect("reference");
    let prepared = prepare(&options(folder.path())).expect("a snapshot");
    let (snapshot, examined) = prepared.examine(&Markers, &|_| false);
    assert_eq!(gaps(&snapshot), Vec::<String>::new());
    let found = |name: &str| {
        let hit = examined.hits.iter().position(|hit| hit == name).expect("found");
        let mut sightings = examined.sightings.iter().filter(|sighting| sighting.hit == hit);
        let first = sightings.next().map(|sighting| (sighting.start, sighting.line));
        (first, sightings.count())
    };
    assert_eq!(found("MARK-end"), (Some((text.len() - 9, lines)), 0));
    assert_eq!(found("MARK-middle"), (Some((19 * 500_000, 500_001)), 0));
}

#[test]
fn the_cache_gives_back_what_was_read_and_nothing_in_clear() {
    let folder = repository(&THREE.replace("\"two\"", "\"two MARK-message\""));
    let home = tempfile::tempdir().expect("temporary folder");
    let cache = Cache::new(home.path().join("cache"));
    let prepared = prepare(&options(folder.path())).expect("a snapshot");
    let key = prepared.cache_key(b"rules").expect("a key");
    let prepared =
        *prepared.cached(&cache, &key, |section| Some(section.to_vec())).expect_err("nothing yet");
    let (first, _) = prepared.examine(&Markers, &|_| false);
    let history = first.history.expect("a history");
    cache.store(&key, &history, b"section").expect("stored");

    let again = || prepare(&options(folder.path())).expect("a snapshot");
    let (second, section) =
        again().cached(&cache, &key, |section| Some(section.to_vec())).ok().expect("kept");
    assert_eq!(section, b"section");
    assert_eq!(format!("{:?}", second.history), format!("{:?}", Some(&history)));
    assert!(again().cache_key(b"other rules") != Some(key.clone()));

    let entries = std::fs::read_dir(home.path().join("cache")).expect("folder");
    let mut files = entries.map(|entry| entry.expect("an entry").path());
    let history = |file: &PathBuf| file.extension().is_some_and(|end| end == "history");
    let file = files.find(history).expect("the history kept");
    let bytes = std::fs::read(&file).expect("bytes");
    let shows = |word: &[u8]| bytes.windows(word.len()).any(|window| window == word);
    assert!(!shows(b"MARK-message") && !shows(b"section") && !shows(b"README"));
    for at in [0, 40, bytes.len() - 1] {
        let mut damaged = bytes.clone();
        damaged[at] ^= 1;
        std::fs::write(&file, damaged).expect("write");
        assert!(
            again().cached(&cache, &key, |section| Some(section.to_vec())).is_err(),
            "byte {at}"
        );
    }
    Repository::open(folder.path()).expect("repository").blob(b"new").expect("blob");
    assert!(again().cache_key(b"rules") != Some(key), "an object came");
}
