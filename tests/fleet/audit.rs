use super::{Fleet, reports};
use crate::support::program;
use std::time::{Duration, SystemTime};

#[test]
fn a_report_is_that_of_an_audit_byte_for_byte() {
    let fleet = Fleet::several(2);
    let (code, out, err) = fleet.audit(&["clones"], "parc");
    assert_eq!(code, 0, "{out}{err}");
    assert_eq!(err, "", "nothing is animated in a job");
    for number in ["0", "1"] {
        let root = fleet.path("clones").join(format!("outil-{number}"));
        let root = root.to_str().expect("UTF-8");
        let alone = [
            "audit",
            root,
            "--format",
            "json",
            "--now",
            "2026-02-01",
            "--lang",
            "en",
            "--no-cache",
        ];
        let wanted = program::run(fleet.home.path(), &alone).stdout;
        let found = reports(&fleet.path("parc")).into_iter().find(|report| {
            report
                .file_name()
                .is_some_and(|name| name.to_string_lossy().starts_with(&format!("outil-{number}-")))
        });
        assert_eq!(std::fs::read(found.expect("a report")).expect("readable"), wanted);
    }
}

#[test]
fn what_cannot_be_read_is_told_and_changes_nothing_for_the_others() {
    let fleet = Fleet::several(2);
    fleet.audit(&["clones"], "sans");
    let before: Vec<Vec<u8>> = reports(&fleet.path("sans"))
        .iter()
        .map(|file| std::fs::read(file).expect("readable"))
        .collect();
    let corrupt = fleet.add("corrompu", "", "Rien.");
    std::fs::write(corrupt.join(".git/HEAD"), "x".repeat(9)).expect("written");
    std::fs::remove_dir_all(corrupt.join(".git/objects")).expect("removed");
    git2::Repository::init_bare(fleet.path("clones").join("vide.git")).expect("init");
    let absent = "https://forge.example.org/organisme/absent";
    let (code, out, err) = fleet.audit(&["clones", absent, "http://forge.example.org/a/b"], "parc");
    assert_eq!(code, 3, "{out}{err}");
    for words in
        ["organisme/absent — no clone", "local:clones/vide.git — ", "neither https nor ssh"]
    {
        assert!(out.contains(words), "{words}: {out}");
    }
    let missing = program::text(&fleet.bytes("parc/missing.csv"));
    assert!(missing.contains(absent) && missing.contains("no-clone"), "{missing}");
    let after: Vec<Vec<u8>> = reports(&fleet.path("parc"))
        .iter()
        .map(|file| std::fs::read(file).expect("readable"))
        .collect();
    assert!(before.iter().all(|report| after.contains(report)));
    // What is missing can be given as input.
    let (code, again, _) = fleet.audit(&["parc/missing.csv"], "reste");
    assert!(code == 3 && again.contains("organisme/absent — no clone"), "{again}");
}

/// Makes every file of the fleet old enough for its times to tell.
fn age(fleet: &Fleet) {
    let old = SystemTime::now() - Duration::from_secs(3600);
    for entry in walkdir::WalkDir::new(fleet.path("clones")).into_iter().flatten() {
        if let Ok(file) = std::fs::File::open(entry.path()) {
            file.set_times(std::fs::FileTimes::new().set_modified(old)).expect("times");
        }
    }
}

#[test]
fn what_did_not_change_is_not_read_again_and_the_index_is_the_same() {
    let fleet = Fleet::several(3);
    age(&fleet);
    let (_, first, err) = fleet.audit(&["clones"], "parc");
    assert!(first.contains("Read now: 3; unchanged: 0"), "{first}{err}");
    let index = fleet.bytes("parc/index.sqlite");
    let (_, again, _) = fleet.audit(&["clones"], "parc");
    assert!(again.contains("Read now: 0; unchanged: 3"), "{again}");
    assert!(index == fleet.bytes("parc/index.sqlite"));
    // A file of a work tree, another day, other settings.
    std::fs::write(fleet.path("clones/outil-1/main.py"), "print(1)\n").expect("written");
    let (_, changed, _) = fleet.audit(&["clones"], "parc");
    assert!(changed.contains("Read now: 1; unchanged: 2"), "{changed}");
    let (_, other, _) = fleet.audit(&["clones", "--no-history"], "parc");
    assert!(other.contains("Read now: 3; unchanged: 0"), "{other}");
    // One that no input names any more leaves the index.
    let (_, less, _) = fleet.audit(&["clones/outil-0"], "parc");
    assert!(less.contains("total") && less.contains('1'), "{less}");
    assert_eq!(reports(&fleet.path("parc")).len(), 1);
}

#[test]
fn a_repository_met_twice_counts_once() {
    let fleet = Fleet::several(1);
    let copied = fleet.path("clones").join("copie");
    let from = fleet.path("clones/outil-0");
    git2::Repository::clone(from.to_str().expect("UTF-8"), &copied).expect("cloned");
    git2::Repository::open(&copied).expect("open").remote_delete("origin").expect("removed");
    let url = "https://FORGE.example.org/Organisme/Outil-0/";
    let (code, out, err) = fleet.audit(&["clones", "clones/outil-0", url], "parc");
    assert_eq!(code, 0, "{out}{err}");
    assert!(out.contains("Read now: 1; unchanged: 0; doubles: 1."), "{out}");
    assert_eq!(reports(&fleet.path("parc")).len(), 1);
}

#[test]
fn options_choose_what_is_read_and_what_is_left_is_told() {
    let fleet = Fleet::several(2);
    let list = "address,path,body\n\
                https://forge.example.org/organisme/outil-0,clones/outil-0,Direction A\n\
                https://forge.example.org/organisme/outil-1,clones/outil-1,Direction B\n";
    std::fs::write(fleet.path("liste.csv"), list).expect("written");
    let (code, out, err) = fleet.audit(&["liste.csv", "--only-body", "direction b"], "parc");
    assert_eq!(code, 0, "{out}{err}");
    assert!(out.contains("Read now: 1") && out.contains("Direction B"), "{out}");
    let missing = program::text(&fleet.bytes("parc/missing.csv"));
    assert!(missing.contains("not-asked") && missing.contains("Direction A"), "{missing}");
    let (_, out, _) = fleet.audit(&["liste.csv", "--failed"], "parc");
    assert!(out.contains("Read now: 1"), "{out}");
    let (_, out, _) = fleet.audit(&["liste.csv", "--since", "2026-01-15"], "recents");
    assert!(out.contains("Read now: 0"), "{out}");
}

#[test]
fn errors_of_usage_exit_with_2() {
    let fleet = Fleet::several(1);
    std::fs::write(fleet.path("a.json"), "[{]").expect("written");
    std::fs::write(fleet.path("a.csv"), "nom,prenom\nx,y\n").expect("written");
    for (words, said) in [
        (&["audit", "nulle-part", "--out", "parc"][..], "could not be read"),
        (&["audit", "a.json", "--out", "parc"], "malformed"),
        (&["audit", "a.csv", "--out", "parc"], "names no repository"),
        (&["audit", "clones", "--out", "parc", "--timeout", "2GiB"], "neither a time"),
        (&["audit", "clones", "--out", "parc", "--shard", "3/2"], "not a part"),
        (&["merge", "nulle-part", "--out", "parc"], "holds no index"),
    ] {
        let (code, out, err) = fleet.run(&[words, &["--lang", "en"]].concat());
        assert!(code == 2 && err.contains(said), "{words:?}: {code} {out}{err}");
    }
}
