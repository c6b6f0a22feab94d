use super::{Fleet, reports};

#[test]
fn the_parts_of_a_fleet_make_the_index_of_the_whole() {
    let fleet = Fleet::several(7);
    // One that is met twice, in whatever parts.
    let copied = fleet.path("clones").join("copie");
    let from = fleet.path("clones/outil-0");
    git2::Repository::clone(from.to_str().expect("UTF-8"), copied).expect("cloned");
    fleet.audit(&["clones"], "tout");
    let parts = ["part-1", "part-2", "part-3"];
    for (at, part) in parts.iter().enumerate() {
        let shard = format!("{}/3", at + 1);
        fleet.audit(&["clones", "--shard", &shard], part);
    }
    let (code, out, err) = fleet.run(&["merge", "part-3", "part-1", "part-2", "--out", "parc"]);
    assert_eq!(code, 0, "{out}{err}");
    assert!(fleet.bytes("tout/index.sqlite") == fleet.bytes("parc/index.sqlite"));
    let names = |folder: &str| {
        let root = fleet.path(folder);
        let found = reports(&root).into_iter();
        found.map(|file| file.strip_prefix(&root).expect("below").to_path_buf()).collect::<Vec<_>>()
    };
    assert_eq!(names("tout"), names("parc"));
}

#[test]
fn what_is_lost_or_doubled_is_named() {
    let fleet = Fleet::several(6);
    for part in ["1/3", "2/3", "3/3"] {
        fleet.audit(&["clones", "--shard", part], &format!("part-{}", &part[..1]));
    }
    let (code, out, _) = fleet.run(&["merge", "part-1", "part-3", "--out", "parc", "--lang", "en"]);
    assert_eq!(code, 3, "{out}");
    assert!(out.contains("2/3") && out.contains("in no part"), "{out}");
    assert!(out.contains("forge.example.org/organisme/outil-"), "{out}");
    let twice = ["merge", "part-1", "part-1", "part-2", "part-3", "--out", "deux", "--lang", "en"];
    let (code, out, _) = fleet.run(&twice);
    assert!(code == 3 && out.contains("in several parts"), "{out}");
    // Another list is another fleet, and a folder holds one part.
    fleet.audit(&["clones/outil-0", "clones/outil-1", "--shard", "2/3"], "autre");
    let (code, _, err) = fleet.run(&["merge", "part-1", "autre", "--out", "faux", "--lang", "en"]);
    assert!(code == 2 && err.contains("not parts of one fleet"), "{err}");
    let (code, _, err) = fleet.audit(&["clones", "--shard", "2/3"], "part-1");
    assert!(code == 2 && err.contains("another part"), "{err}");
}
