//! Through the program: a history that is damaged, cut, borrowed or foreign
//! ends the audit with what it found, what it could not see, and the code 3;
//! one that is only unusual is read whole.

use crate::support::pack;
use crate::support::pack::{Base, Shape};
use crate::support::planted::github_token;
use crate::support::program;
use crate::support::project::{Place, repository as place};
use git2::{Oid, Signature, Time};
use serde_json::Value;
use std::path::{Path, PathBuf};

/// What one run of the program says.
#[derive(Debug)]
struct Said {
    code: i32,
    /// Paths of the values found in the history.
    paths: Vec<String>,
    /// What could not be seen.
    incomplete: Vec<String>,
}

impl Place {
    /// Scans the history; the audit must agree on what could not be seen.
    fn scan(&self) -> Said {
        let path = self.root.to_str().expect("path");
        let words = ["secrets", "scan", path, "--history", "--all-places", "--format", "json"];
        let (code, out, err) = self.run(&[&words[..], &["--lang", "en"]].concat());
        assert!(out.starts_with('{'), "{err}");
        let report: Value = serde_json::from_str(&out).expect("JSON");
        let words = |list: &str, field: &str| -> Vec<String> {
            let list = report[list].as_array().expect("list").iter();
            list.filter_map(|one| one[field].as_str().map(String::from)).collect()
        };
        let past = report["findings"].as_array().expect("list").iter();
        let past = past.filter(|found| found["commit"].is_string());
        let inside =
            |shown: &str| shown.trim_start_matches(path).trim_start_matches('/').to_string();
        let mut paths: Vec<String> =
            past.filter_map(|found| found["path"].as_str().map(inside)).collect();
        paths.sort();
        paths.dedup();
        let said = Said { code, paths, incomplete: words("incomplete", "message") };
        let (audited, out, err) = self.run(&["audit", path, "--exit-zero", "--lang", "en"]);
        assert_eq!(audited == 3, said.code == 3, "{said:?}\n{out}{err}");
        said
    }

    fn repack(&self) -> PathBuf {
        pack::repack(&self.root, Shape::Chain, Base::Offset);
        self.git_dir().join("objects/pack/pack-test.pack")
    }

    /// The file of the loose object that holds the token of `seed`.
    fn loose(&self, seed: u64) -> PathBuf {
        let id = Oid::hash_object(git2::ObjectType::Blob, token_file(seed).as_bytes());
        let id = id.expect("id").to_string();
        self.git_dir().join("objects").join(&id[..2]).join(&id[2..])
    }
}

fn token_file(seed: u64) -> String {
    format!("TOKEN={}\n", github_token(seed))
}

fn signature() -> Signature<'static> {
    let time = Time::new(1_767_225_600, 0);
    Signature::new("Équipe", "equipe@example.org", &time).expect("signature")
}

/// Two files with tokens, both removed.
const TWO: &str = r#"
[[commits]]
message = "one"
files = { "a.env" = "TOKEN=<<github:1>>\n", "b.env" = "TOKEN=<<github:2>>\n", "README.md" = "x\n" }
[[commits]]
message = "two"
date = "2026-01-02"
remove = ["a.env", "b.env"]
files = { "README.md" = "y\n" }
"#;

#[test]
fn a_whole_history_is_complete() {
    let place = place(TWO);
    for packed in [false, true] {
        if packed {
            place.repack();
        }
        let said = place.scan();
        assert_eq!((said.code, said.paths.len(), said.incomplete.len()), (1, 2, 0), "{said:?}");
    }
}

#[test]
fn a_missing_object_leaves_the_rest_to_be_found() {
    let place = place(TWO);
    std::fs::remove_file(place.loose(1)).expect("remove");
    let said = place.scan();
    assert_eq!((said.code, &said.paths[..]), (3, &["b.env".to_string()][..]), "{said:?}");
    assert!(said.incomplete[0].contains("a.env"), "{said:?}");
}

#[test]
fn a_corrupt_stream_leaves_the_rest_to_be_found() {
    let place = place(TWO);
    std::fs::remove_file(place.loose(1)).expect("remove");
    std::fs::write(place.loose(1), b"x\x01\xff\xff not a stream").expect("write");
    let said = place.scan();
    assert_eq!((said.code, &said.paths[..]), (3, &["b.env".to_string()][..]), "{said:?}");
    assert!(said.incomplete[0].contains("damaged") && said.incomplete[0].contains("a.env"));
}

#[test]
fn a_truncated_pack_is_said() {
    let place = place(TWO);
    let pack = place.repack();
    let whole = std::fs::read(&pack).expect("pack");
    for part in [1, 5, 9] {
        let cut = &whole[..whole.len() * part / 10];
        std::fs::remove_file(&pack).expect("remove");
        std::fs::write(&pack, cut).expect("write");
        let path = place.root.to_str().expect("path");
        let scan = ["secrets", "scan", path, "--history"];
        // Without a licence, what was seen forbids already.
        for (words, expected) in
            [(&["audit", path, "--exit-zero"][..], 3), (&["audit", path], 1), (&scan, 3)]
        {
            let (code, out, err) = place.run(words);
            assert_eq!(code, expected, "{part} tenths: {out}{err}");
            assert!(!err.contains("panicked"), "{err}");
        }
    }
}

#[test]
fn borrowed_objects_are_read_and_a_lost_lender_is_said() {
    let lender = place(TWO);
    lender.repack();
    let borrower = place("[files]\n\"README.md\" = \"x\\n\"\n");
    let tip = lender.git().head().expect("head").target().expect("commit");
    let info = borrower.git_dir().join("objects/info");
    std::fs::create_dir_all(&info).expect("folder");
    let objects = lender.git_dir().join("objects");
    std::fs::write(info.join("alternates"), format!("{}\n", objects.display())).expect("write");
    std::fs::write(borrower.git_dir().join("refs/heads/lent"), format!("{tip}\n")).expect("write");
    let said = borrower.scan();
    assert_eq!((said.code, said.paths.len()), (1, 2), "{said:?}");
    drop(lender);
    let said = borrower.scan();
    assert_eq!((said.code, said.paths.len()), (3, 0), "{said:?}");
}

#[test]
fn a_replaced_commit_is_read_and_so_is_what_replaces_it() {
    let place = place(TWO);
    let git = place.git();
    let plant = |name: &str, seed: u64| {
        let blob = git.blob(token_file(seed).as_bytes()).expect("blob");
        let mut tree = git.treebuilder(None).expect("tree");
        tree.insert(name, blob, 0o100_644).expect("entry");
        let tree = git.find_tree(tree.write().expect("tree")).expect("tree");
        let who = signature();
        git.commit(None, &who, &who, "planted", &tree, &[]).expect("commit")
    };
    let (hidden, shown) = (plant("hidden.env", 3), plant("shown.env", 4));
    git.reference("refs/heads/side", hidden, true, "case").expect("reference");
    git.reference(&format!("refs/replace/{hidden}"), shown, true, "case").expect("reference");
    let said = place.scan();
    assert_eq!((said.code, said.incomplete.len()), (1, 0), "{said:?}");
    assert_eq!(said.paths, ["a.env", "b.env", "hidden.env", "shown.env"]);
}

#[test]
fn a_hundred_thousand_references_are_read() {
    let place = place(TWO);
    let git = place.git();
    let tree = git.head().expect("head").peel_to_tree().expect("tree");
    let tips: Vec<Oid> = (0..200)
        .map(|turn| {
            let who = signature();
            git.commit(None, &who, &who, &format!("Turn {turn}"), &tree, &[]).expect("commit")
        })
        .collect();
    let mut packed = String::from("# pack-refs with: peeled fully-peeled sorted \n");
    for number in 0..100_000 {
        packed.push_str(&format!("{} refs/pull/{number:06}/head\n", tips[number % tips.len()]));
    }
    std::fs::write(place.git_dir().join("packed-refs"), packed).expect("write");
    let said = place.scan();
    assert_eq!((said.code, said.paths.len(), said.incomplete.len()), (1, 2, 0), "{said:?}");
}

#[test]
fn a_chain_of_4095_differences_gives_each_of_its_secrets() {
    let place = place("[files]\n\"README.md\" = \"x\\n\"\n");
    let git = place.git();
    let mut tree = git.treebuilder(None).expect("tree");
    for version in 0..4096 {
        let text = match version % 512 {
            0 => token_file(10 + version / 512),
            _ => format!("version={version}\n"),
        };
        let blob = git.blob(format!("{}{text}", "name=value\n".repeat(20)).as_bytes());
        tree.insert(format!("{version:04}.env"), blob.expect("blob"), 0o100_644).expect("entry");
    }
    let tree = git.find_tree(tree.write().expect("tree")).expect("tree");
    let who = signature();
    git.commit(Some("refs/heads/chain"), &who, &who, "chain", &tree, &[]).expect("commit");
    place.repack();
    let said = place.scan();
    let expected: Vec<String> = (0..8).map(|turn| format!("{:04}.env", turn * 512)).collect();
    assert_eq!((said.code, said.paths), (1, expected));
}

/// Writes what makes a folder a repository of the SHA-256 format.
fn sha256(git_dir: &Path, bare: bool) {
    for folder in ["objects", "refs"] {
        std::fs::create_dir_all(git_dir.join(folder)).expect("folder");
    }
    std::fs::write(git_dir.join("HEAD"), "ref: refs/heads/main\n").expect("write");
    let config = format!(
        "[core]\n\trepositoryformatversion = 1\n\tbare = {bare}\n[extensions]\n\tobjectformat = sha256\n"
    );
    std::fs::write(git_dir.join("config"), config).expect("write");
}

#[test]
fn a_work_tree_of_sha256_ids_is_read_as_a_folder() {
    let place = place("git = false\n[files]\n\"a.env\" = \"TOKEN=<<github:1>>\\n\"\n");
    sha256(&place.git_dir(), false);
    let said = place.scan();
    assert_eq!((said.code, said.paths.len()), (3, 0), "{said:?}");
    assert!(said.incomplete[0].contains("SHA-256"), "{said:?}");
    let report = program::audit(place.home.path(), &place.root, &[]).expect("a report");
    let outcome = report.outcome("secrets/tree").expect("outcome");
    assert_eq!(outcome.findings.len(), 1);

    // A linked work tree, and a folder of the work tree, are no different.
    let linked = place.home.path().join("linked");
    std::fs::create_dir(&linked).expect("folder");
    std::fs::create_dir_all(place.git_dir().join("worktrees/linked")).expect("folder");
    std::fs::write(place.git_dir().join("worktrees/linked/commondir"), "../..\n").expect("write");
    let link = format!("gitdir: {}\n", place.git_dir().join("worktrees/linked").display());
    std::fs::write(linked.join(".git"), link).expect("write");
    let folder = place.root.join("src");
    std::fs::create_dir(&folder).expect("folder");
    for root in [linked, folder] {
        std::fs::write(root.join("a.txt"), "x\n").expect("write");
        let report = program::audit(place.home.path(), &root, &[]).expect("a report");
        assert!(report.incomplete[0].message.contains("SHA-256"), "{:?}", report.incomplete);
    }
}

#[test]
fn a_bare_repository_of_sha256_ids_is_refused_with_the_remedy() {
    let place = place("git = false\n[files]\n");
    sha256(&place.root, true);
    let path = place.root.to_str().expect("path");
    for words in [vec!["audit", path], vec!["secrets", "scan", path, "--history"]] {
        for (lang, remedy) in [("fr", "répertoire de travail"), ("en", "work tree")] {
            let (code, _, err) = place.run(&[&words[..], &["--lang", lang]].concat());
            assert_eq!(code, 3, "{err}");
            assert!(err.contains("SHA-256") && err.contains(remedy), "{err}");
        }
    }
}
