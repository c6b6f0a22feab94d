use super::Fleet;
use crate::support::program;
use crate::support::repository::{self, RepositorySpec};
use serde_json::Value;

/// Every place of a repository and of a list that an export could copy, marked.
const MARKED: &str = r##"
[remotes]
origin = "https://forge.example.org/MARQUE/prive.git"
[files]
"README.md" = "# MARQUE\n\nMARQUE calcule.\n"
"MARQUE.py" = "password = \"MARQUE-h8Fj2kLq9Zx\"\n"
"publiccode.yml" = "publiccodeYmlVersion: \"0.4\"\nname: MARQUE\nurl: https://forge.example.org/MARQUE/prive\nsoftwareType: library\nlegal:\n  license: MIT\n  repoOwner: MARQUE\ndescription:\n  fr:\n    shortDescription: MARQUE\n"
"publiable.toml" = "schema = 1\n[[attestation]]\nrule = \"attest/completed\"\nanswer = \"non\"\nrole = \"MARQUE\"\ndate = 2026-01-02\nnote = \"MARQUE\"\n"
"##;

fn inventory(fleet: &Fleet, format: &str, more: &[&str]) -> String {
    let out = format!("inventaire-{format}");
    let words = ["inventory", "parc", "--format", format, "--out", &out];
    let (code, _, err) = fleet.run(&[&words[..], more].concat());
    assert_eq!(code, 0, "{err}");
    let files = walkdir::WalkDir::new(fleet.path(&out)).sort_by_file_name().into_iter().flatten();
    let files = files.filter(|file| file.file_type().is_file());
    files.map(|file| std::fs::read_to_string(file.path()).expect("readable")).collect()
}

#[test]
fn what_is_not_public_gives_the_listed_fields_and_no_other() {
    let fleet = Fleet::several(1);
    let spec: RepositorySpec = toml::from_str(MARKED).expect("specification");
    let root = fleet.path("clones/prive");
    std::fs::create_dir(&root).expect("folder");
    repository::build(&root, &spec);
    let list = "address,path,body,visibility,description,language,license\n\
        https://forge.example.org/MARQUE/prive,clones/prive,Direction A,private,MARQUE,MARQUE,MARQUE\n\
        https://forge.example.org/organisme/outil-0,clones/outil-0,Direction A,public,Calcule,,\n";
    std::fs::write(fleet.path("liste.csv"), list).expect("written");
    let (code, out, err) = fleet.audit(&["liste.csv"], "parc");
    assert_eq!(code, 0, "{out}{err}");
    for format in ["codegouvfr", "codejson", "eu", "datagouv"] {
        let found = inventory(&fleet, format, &[]);
        assert!(!found.contains("MARQUE"), "{format}: {found}");
    }
    let table = inventory(&fleet, "datagouv", &[]);
    let private = table.lines().find(|line| line.starts_with("prive,")).expect("a line");
    assert!(private.contains("CRPA, art. L.311-2") && private.contains(",private,"), "{private}");
    let code = inventory(&fleet, "codejson", &[]);
    let code: Value = serde_json::from_str(&code).expect("JSON");
    let of = |name: &str| {
        let mut all = code["releases"].as_array().expect("releases").iter();
        all.find(|one| one["name"] == name).cloned().expect("a release")
    };
    assert_eq!(of("prive")["repositoryURL"], "private");
    assert_eq!(of("outil-0")["repositoryURL"], "https://forge.example.org/organisme/outil-0");
    assert_eq!(of("outil-0").as_object().expect("fields").len(), 18);
}

#[test]
fn the_files_of_code_gouv_fr_come_back_as_they_were() {
    let fleet = Fleet::new();
    let published = r#"[{"awesome-score": 1100, "archived": false, "contributing": true, "description": "Calcule",
        "forks_count": 3, "fork": false, "full_name": "Organisme/outil", "html_url": "https://forge.example.org/Organisme/outil",
        "language": "Python", "license": "mit", "repo_name": "outil", "owner": "https://forge.example.org/Organisme",
        "platform": "forge.example.org", "publiccode": "", "template": false, "updated_at": "2025-01-02T03:04:05Z"}]"#;
    std::fs::write(fleet.path("depots.json"), published).expect("written");
    fleet.audit(&["depots.json"], "parc");
    inventory(&fleet, "codegouvfr", &["--visibility", "public"]);
    let found = fleet.bytes("inventaire-codegouvfr/codegouvfr-repositories.json");
    let found: Value = serde_json::from_slice(&found).expect("JSON");
    let wanted: Value = serde_json::from_str(published).expect("JSON");
    assert_eq!(found, wanted);
    let short = program::text(&fleet.bytes("inventaire-codegouvfr/repos_preprod.json"));
    let short: Value = serde_json::from_str(&short).expect("JSON");
    assert_eq!(
        (&short[0]["a"], &short[0]["fn"], &short[0]["p?"]),
        (&1100.into(), &"Organisme/outil".into(), &"".into())
    );
    // Nothing is supposed public.
    inventory(&fleet, "codegouvfr", &[]);
    assert_eq!(fleet.bytes("inventaire-codegouvfr/codegouvfr-repositories.json"), b"[]\n");
}

#[test]
fn the_feed_for_europe_holds_valid_files_alone() {
    let fleet = Fleet::new();
    let feed = |text: &str, name: &str| {
        let root =
            fleet.add(name, &format!("https://forge.example.org/organisme/{name}"), "Calcule.");
        std::fs::write(root.join("publiccode.yml"), text).expect("written");
    };
    feed("publiccodeYmlVersion: \"0.4\"\nname: faux\n", "faux");
    feed(include_str!("../../publiccode.yml"), "bon");
    fleet.audit(&["clones"], "parc");
    let found: Value =
        serde_json::from_str(&inventory(&fleet, "eu", &["--visibility", "public"])).expect("JSON");
    let names: Vec<&Value> =
        found.as_array().expect("a list").iter().map(|one| &one["name"]).collect();
    assert!(!names.contains(&&Value::from("faux")), "{names:?}");
    assert!(
        found
            .as_array()
            .expect("a list")
            .iter()
            .all(|one| one["releases"].is_array() && one["legal"].is_object())
    );
}

#[test]
fn reuse_is_answered_with_what_shows_it() {
    let fleet = Fleet::several(2);
    let root = fleet.path("clones/outil-0");
    let file = "publiccodeYmlVersion: \"0.4\"\nname: Outil\nsoftwareType: library\nusedBy:\n  - A\n  - B\n";
    std::fs::write(root.join("publiccode.yml"), file).expect("written");
    let config = "schema = 1\n[project.degree-criteria]\nmodule-for-other-free-software = false\n\
        generic-need = false\nto-be-taken-over-by-others = false\ntechnical-end-users = true\n";
    std::fs::write(fleet.path("clones/outil-1/publiable.toml"), config).expect("written");
    let copied = fleet.path("clones").join("copie");
    let from = root.to_str().expect("UTF-8");
    let copy = git2::Repository::clone(from, &copied).expect("cloned");
    copy.remote_set_url("origin", "https://forge.example.org/autre/copie").expect("address");
    let head = copy.head().expect("head").target().expect("commit");
    copy.tag_lightweight("v1", &copy.find_object(head, None).expect("object"), false).expect("tag");
    let parent = copy.find_commit(head).expect("commit");
    let who =
        git2::Signature::new("Equipe", "equipe@example.org", &git2::Time::new(1_767_225_600, 0))
            .expect("who");
    let tree = parent.tree().expect("tree");
    copy.commit(Some("HEAD"), &who, &who, "Suite", &tree, &[&parent]).expect("commit");
    let list = "path,body\nclones/outil-0,Direction A\nclones/outil-1,Direction A\nclones/copie,Direction B\n";
    std::fs::write(fleet.path("liste.csv"), list).expect("written");
    fleet.audit(&["liste.csv"], "parc");
    let (code, out, err) = fleet.run(&["reuse", "parc", "--format", "json"]);
    assert_eq!(code, 0, "{err}");
    let found: Value = serde_json::from_str(&out).expect("JSON");
    let replies = |at: usize| {
        let answers = found["repositories"][at]["answers"].as_array().expect("answers");
        answers
            .iter()
            .map(|answer| answer["reply"].as_str().expect("reply"))
            .collect::<Vec<_>>()
            .join(" ")
    };
    assert_eq!(found["repositories"][0]["degree"], "A");
    assert_eq!(replies(0), "yes yes unknown yes");
    assert_eq!(replies(1), "no no no yes");
    assert_eq!(found["copies"][0]["bodies"], serde_json::json!(["Direction A", "Direction B"]));
    let (_, text, _) = fleet.run(&["reuse", "parc", "--lang", "en", "--limit", "1"]);
    assert!(text.contains("2 declared users") && text.contains("2 more repositories"), "{text}");
}
