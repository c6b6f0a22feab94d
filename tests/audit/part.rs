//! A folder inside of a repository: the whole is audited and said so, or it alone.

use crate::support::project::repository;
use publiable::testing::report::Report;

const TWO_PARTS: &str = r##"
git = true
[files]
"README.md" = "# Tout\n"
"LICENSE" = "x\n"
"parts/one/README.md" = "# Un\n"
"parts/one/src/a.sh" = "echo 1\n"
"parts/two/README.md" = "# Deux\n"
"##;

#[test]
fn a_folder_of_a_repository_is_told_from_the_whole() {
    let place = repository(TWO_PARTS);
    let (_, _, said) = place.run(&["audit", "parts/one", "--summary", "--lang", "en"]);
    assert!(said.contains("a part of the repository projet") && said.contains("--only"), "{said}");
    let (_, _, said) = place.run(&["audit", "@", "--summary", "--lang", "en"]);
    assert_eq!(said, "");
}

#[test]
fn a_folder_of_clones_leads_to_the_fleet() {
    let place = crate::support::project::folder();
    for name in ["un", "deux"] {
        git2::Repository::init(place.root.join(name)).expect("repository");
        place.write(&format!("{name}/README.md"), "# Projet\n");
    }
    let (_, _, said) = place.run(&["audit", "@", "--summary", "--lang", "en"]);
    assert!(said.contains("holds 2 repositories") && said.contains("fleet audit"), "{said}");
}

#[test]
fn only_a_folder_is_audited_when_asked_and_its_history_stays_undecided() {
    let place = repository(TWO_PARTS);
    for path in ["parts/one", "parts/one/"] {
        let asked = ["audit", path, "--only", "--exit-zero", "--format", "json"];
        let (code, page, said) = place.run(&asked);
        assert!((code == 0 || code == 3) && said.is_empty(), "{code}: {said}");
        let report: Report = serde_json::from_str(&page).expect("a report");
        assert_eq!(
            (report.repository.name.as_str(), report.repository.files),
            ("projet/parts/one", 2)
        );
        let history = report.outcome("secrets/history").expect("the rule");
        assert_eq!(history.outcome, publiable::testing::finding::Status::Unknown);
    }
    let (code, _, said) =
        place.run(&["audit", "parts/two", "--only", "--rev", "HEAD", "--exit-zero"]);
    assert!(code == 0 || code == 3, "{said}");
}
