//! A secret planted in each place where a history can hide it is found by the
//! program, with the commit, the path and the line where it is.

use crate::support::planted::github_token;
use crate::support::program;
use data_encoding::BASE64;
use git2::build::TreeUpdateBuilder;
use git2::{Commit, FileMode, Oid, Repository, Signature, Time};
use serde_json::Value;
use std::collections::BTreeMap;
use std::io::{Cursor, Write};
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// Where a secret is told to be: the kind of place, its path and its line.
type Told = (String, String, u64);

/// A repository, with where each of its secrets is expected.
struct Place {
    home: TempDir,
    root: PathBuf,
    git: Repository,
    /// By the commit and the seed of the token.
    expected: BTreeMap<(Oid, u64), Told>,
    next: u64,
}

impl Place {
    fn new() -> Place {
        let home = tempfile::tempdir().expect("folder");
        let root = home.path().join("projet");
        let mut options = git2::RepositoryInitOptions::new();
        options.initial_head("main").external_template(false).mkdir(true);
        let git = Repository::init_opts(&root, &options).expect("init");
        Place { home, root, git, expected: BTreeMap::new(), next: 1 }
    }

    /// A token that no other place holds.
    fn token(&mut self) -> (u64, String) {
        self.next += 1;
        (self.next, github_token(self.next))
    }

    /// Commits on `reference` a tree of these `files` alone.
    fn commit(&self, reference: &str, parents: &[Oid], message: &str, files: &[File]) -> Oid {
        let empty = self.git.treebuilder(None).expect("tree").write().expect("tree");
        let empty = self.git.find_tree(empty).expect("tree");
        let mut update = TreeUpdateBuilder::new();
        for file in files {
            let blob = self.git.blob(&file.bytes).expect("blob");
            update.upsert(file.path, blob, FileMode::Blob);
        }
        let tree = update.create_updated(&self.git, &empty).expect("tree");
        let tree = self.git.find_tree(tree).expect("tree");
        let parents: Vec<Commit<'_>> =
            parents.iter().map(|id| self.git.find_commit(*id).expect("commit")).collect();
        let parents: Vec<&Commit<'_>> = parents.iter().collect();
        let made = self.git.commit(None, &signature(), &signature(), message, &tree, &parents);
        let made = made.expect("commit");
        self.git.reference(reference, made, true, "case").expect("reference");
        made
    }

    /// Puts an annotated tag on the commit `target`.
    fn tag(&self, name: &str, target: Oid, message: &str) {
        let target = self.git.find_object(target, None).expect("commit");
        self.git.tag(name, &target, &signature(), message, false).expect("tag");
    }

    /// Commits `files`, whose secrets are then expected there.
    fn plant(&mut self, reference: &str, parents: &[Oid], files: &[File]) -> Oid {
        let made = self.commit(reference, parents, "Planted", files);
        for File { seed, told, .. } in files.iter().filter(|file| file.seed > 0) {
            self.expected.insert((made, *seed), ("file".into(), told.0.into(), told.1));
        }
        made
    }

    /// What `secrets scan --history` tells, by commit and seed of the token.
    fn scanned(&self) -> BTreeMap<(Oid, u64), Told> {
        let words = ["secrets", "scan", ".", "--history", "--all-places", "--format", "json"];
        let mut command = program::command(self.home.path());
        let output = command.current_dir(&self.root).args(words).output().expect("runs");
        let report: Value = serde_json::from_slice(&output.stdout).expect("JSON");
        assert_eq!(report["complete"], true, "{}", report["incomplete"]);
        let seeds = self.fingerprints();
        let told = report["findings"].as_array().expect("list").iter().map(|found| {
            let commit = found["commit"].as_str().expect("a place of the history");
            let commit = Oid::from_str(commit).expect("a full id");
            let seed = seeds[found["fingerprint"].as_str().expect("fingerprint")];
            let word = |name: &str| found[name].as_str().unwrap_or_default().to_string();
            let line = found["line"].as_u64().expect("line");
            assert_eq!(found["in_head"], false, "{found}");
            ((commit, seed), (word("sort"), word("path"), line))
        });
        told.collect()
    }

    /// The fingerprint of each token: a secret has the same one wherever it is.
    fn fingerprints(&self) -> BTreeMap<String, u64> {
        let folder = self.home.path().join("tokens");
        std::fs::create_dir(&folder).expect("folder");
        for seed in 1..=self.next {
            let text = format!("TOKEN={}\n", github_token(seed));
            std::fs::write(folder.join(seed.to_string()), text).expect("write");
        }
        let mut command = program::command(self.home.path());
        let words = ["secrets", "scan", ".", "--format", "jsonl"];
        let output = command.current_dir(&folder).args(words).output().expect("runs");
        let lines = program::text(&output.stdout);
        let read = lines.lines().map(|line| {
            let found: Value = serde_json::from_str(line).expect("JSON");
            let seed = found["path"].as_str().and_then(|path| path.parse().ok()).expect("seed");
            (found["fingerprint"].as_str().expect("fingerprint").to_string(), seed)
        });
        read.collect()
    }

    /// The commit, path and line of each finding of `secrets/history` in the audit.
    fn audited(&self) -> Vec<(String, String, u64)> {
        let report = program::audit(self.home.path(), &self.root, &["--now", "2026-02-01"]);
        let report = report.expect("a report");
        let outcome = report.outcome("secrets/history").expect("outcome");
        let mut places: Vec<_> = outcome
            .findings
            .iter()
            .flat_map(|found| std::iter::once(&found.location).chain(&found.also_at))
            .map(|at| {
                let commit = at.commit.clone().unwrap_or_default();
                (commit, at.path.clone().unwrap_or_default(), at.line.unwrap_or(0) as u64)
            })
            .collect();
        places.sort();
        places
    }
}

/// A file, with where the token of `seed` that it holds is told to be.
struct File {
    path: &'static str,
    bytes: Vec<u8>,
    seed: u64,
    told: (&'static str, u64),
}

fn file(path: &'static str, bytes: impl Into<Vec<u8>>, seed: u64, line: u64) -> File {
    File { path, bytes: bytes.into(), seed, told: (path, line) }
}

fn signature() -> Signature<'static> {
    let time = Time::new(1_767_225_600, 0);
    Signature::new("Équipe", "equipe@example.org", &time).expect("signature")
}

fn utf16(text: &str, mark: bool) -> Vec<u8> {
    let units = mark.then_some(0xfeff).into_iter().chain(text.encode_utf16());
    units.flat_map(u16::to_le_bytes).collect()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).expect("bytes");
    encoder.finish().expect("gzip")
}

fn zip(name: &str, bytes: &[u8]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    writer.start_file(name, zip::write::SimpleFileOptions::default()).expect("entry");
    writer.write_all(bytes).expect("bytes");
    writer.finish().expect("zip").into_inner()
}

fn notebook(token: &str) -> String {
    let cell = "{\n   \"cell_type\": \"code\",\n   \"source\": [\n    \"import os\\n\",\n";
    format!("{{\n \"cells\": [\n  {cell}    \"TOKEN = \\\"{token}\\\"\\n\"\n   ]\n  }}\n ]\n}}\n")
}

fn minified(token: &str) -> String {
    let code = "function a(b,c){return b+c};";
    let half = code.repeat(2_500_000 / code.len());
    format!("{half}var t='{token}';{half}")
}

fn encoded_twice(token: &str) -> String {
    let once = BASE64.encode(format!("login: agent\ntoken: {token}\n").as_bytes());
    BASE64.encode(format!("data: {once} and some more words").as_bytes())
}

/// One file for each way a content can hide a token.
fn contents(place: &mut Place) -> Vec<File> {
    let mut files = Vec::new();
    let mut add = |path, line, make: &dyn Fn(&str) -> Vec<u8>| {
        let (seed, token) = place.token();
        files.push(file(path, make(&token), seed, line));
    };
    add("src/a.py", 3, &|token| format!("import os\n\nTOKEN = \"{token}\"\n").into());
    add("crlf.ini", 3, &|token| format!("[api]\r\nuser=a\r\ntoken={token}\r\n").into());
    add("wide.txt", 2, &|token| utf16(&format!("Accès\r\ntoken={token}\r\n"), true));
    add("wide-without-mark.txt", 2, &|token| utf16(&format!("acces\ntoken={token}\n"), false));
    add("analyse.ipynb", 7, &|token| notebook(token).into());
    add("app.min.js", 1, &|token| minified(token).into());
    add("settings.yml", 2, &|token| format!("a: 1\nb: {}\n", encoded_twice(token)).into());
    add("export.json.gz", 2, &|token| gzip(format!("{{\n\"token\": \"{token}\"}}\n").as_bytes()));
    add("bundle.zip", 2, &|token| zip("in/conf.env", format!("A=1\nTOKEN={token}\n").as_bytes()));
    add("nested.zip", 3, &|token| {
        zip("deep.txt.gz", &gzip(format!("a\nb\nTOKEN={token}\n").as_bytes()))
    });
    for (path, told) in [
        ("export.json.gz", "export.json.gz!/export.json"),
        ("bundle.zip", "bundle.zip!/in/conf.env"),
        ("nested.zip", "nested.zip!/deep.txt.gz!/deep.txt"),
    ] {
        let archive = files.iter_mut().find(|file| file.path == path).expect("planted");
        archive.told.0 = told;
    }
    files
}

fn readme() -> File {
    file("README.md", "# Projet\n", 0, 0)
}

#[test]
fn every_hiding_place_is_told_with_its_commit_and_its_line() {
    let mut place = Place::new();
    let files = contents(&mut place);
    let first = place.plant("refs/heads/main", &[], &files);
    let removed = place.commit("refs/heads/main", &[first], "Remove everything", &[readme()]);

    // Both sides of a merge, and what the merge alone brings; then a renaming.
    let sides = [("refs/heads/left", "left.env"), ("refs/heads/right", "right.env")];
    let [left, right] = sides.map(|(reference, path)| {
        let (seed, token) = place.token();
        let side = file(path, format!("A=1\nTOKEN={token}\n"), seed, 2);
        place.plant(reference, &[removed], &[readme(), side])
    });
    let (seed, token) = place.token();
    let text = format!("{}TOKEN={token}\n", "x=1\n".repeat(9));
    let brought = file("merged.env", text.as_str(), seed, 10);
    let merge = place.plant("refs/heads/main", &[left, right], &[readme(), brought]);
    let moved = file("moved.env", text.as_str(), 0, 0);
    let moved = place.commit("refs/heads/main", &[merge], "Rename", &[readme(), moved]);
    let head = place.commit("refs/heads/main", &[moved], "Remove", &[readme()]);

    // What no branch leads to.
    for (reference, parents, path) in [
        ("refs/stash", vec![head], "stashed.env"),
        ("refs/heads/orphan", vec![], "orphan.env"),
        ("refs/pull/7/head", vec![head], "pulled.env"),
    ] {
        let (seed, token) = place.token();
        let hidden = file(path, format!("TOKEN={token}\n"), seed, 1);
        place.plant(reference, &parents, &[hidden]);
    }

    // Messages: of a commit, of a tag, of a note.
    let (seed, token) = place.token();
    let message = format!("Try again\n\nWith {token}");
    let said = place.commit("refs/heads/main", &[head], &message, &[readme()]);
    place.expected.insert((said, seed), ("commit-message".into(), String::new(), 3));
    let (seed, token) = place.token();
    place.tag("v1", said, &format!("Version 1\n\ntoken: {token}\n"));
    place.expected.insert((said, seed), ("tag-message".into(), String::new(), 3));
    let (seed, token) = place.token();
    let note = format!("Seen\ntoken: {token}\n");
    let who = signature();
    place.git.note(&who, &who, Some("refs/notes/commits"), said, &note, true).expect("note");
    place.expected.insert((said, seed), ("note".into(), String::new(), 2));

    std::fs::write(place.root.join("README.md"), "# Projet\n").expect("write");
    let mut index = place.git.index().expect("index");
    index.add_path(Path::new("README.md")).expect("add");
    index.write().expect("write");

    let mut told = place.scanned();
    // A renamed file is told where it first was, and nowhere else.
    assert!(told.keys().all(|(commit, _)| *commit != moved), "{told:?}");
    for (at, expected) in &place.expected {
        assert_eq!(told.remove(at).as_ref(), Some(expected), "{at:?}");
    }
    assert_eq!(told, BTreeMap::new(), "nothing else");
    let mut expected: Vec<_> = place
        .expected
        .iter()
        .map(|((commit, _), (sort, path, line))| {
            let line = if sort == "file" { *line } else { 0 };
            (commit.to_string(), path.clone(), line)
        })
        .collect();
    expected.sort();
    assert_eq!(place.audited(), expected);
}
