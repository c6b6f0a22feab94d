//! `publiable audit --compare`: what got better or worse since the target
//! branch, through the program.

use crate::support::planted::github_token;
use crate::support::program;
use crate::support::project::{Place, repository};
use publiable::testing::finding::Status;
use publiable::testing::report::Report;
use std::path::Path;

/// `main`, and a branch that left it and brought a token and a file.
const BRANCHED: &str = r##"
[[commits]]
files = { "README.md" = "# Projet\n\nCalcule des aides.\n", "a.txt" = "a\n", "bin/outil" = "x\n" }

[[commits]]
branch = "travail"
date = "2026-01-02"
files = { "reglages.py" = "TOKEN = \"<<github:1>>\"\n" }
"##;

impl Place {
    /// Audits with `words`, in English, on 1 February 2026.
    fn told(&self, words: &[&str]) -> (i32, String, String) {
        let fixed = ["audit", "@", "--lang", "en", "--now", "2026-02-01"];
        self.run(&[&fixed[..], words].concat())
    }

    /// The same: the exit code and the report.
    fn audited(&self, words: &[&str]) -> (i32, Report) {
        let (code, out, error) = self.told(&[words, &["--format", "json"]].concat());
        (code, serde_json::from_str(&out).unwrap_or_else(|_| unreachable!("{error}")))
    }

    /// Makes HEAD the branch `name`, with its files.
    fn checkout(&self, name: &str) {
        let git = self.git();
        git.set_head(&format!("refs/heads/{name}")).expect("head");
        let mut how = git2::build::CheckoutBuilder::new();
        git.checkout_head(Some(how.force().remove_untracked(true))).expect("checkout");
    }

    /// Every path below the git folder, with what it holds.
    fn state(&self) -> Vec<(String, Vec<u8>)> {
        let files = walkdir::WalkDir::new(&self.root).sort_by_file_name().into_iter();
        let files = files.map(|entry| entry.expect("entry")).filter(|e| e.file_type().is_file());
        let read = |path: &Path| std::fs::read(path).expect("readable");
        files.map(|entry| (entry.path().display().to_string(), read(entry.path()))).collect()
    }
}

fn branched() -> Place {
    let place = repository(BRANCHED);
    place.checkout("travail");
    place
}

#[test]
fn only_what_is_new_fails_the_gate() {
    let place = branched();
    let (code, report) = place.audited(&["--compare", "main", "--fail-on", "new"]);
    assert_eq!(code, 1);
    let comparison = report.comparison.expect("a comparison");
    assert_eq!(comparison.old.revision.as_deref(), Some("main"));
    assert_eq!(comparison.old.commit.as_deref().map(str::len), Some(40));
    let appeared: Vec<&str> = comparison.appeared.iter().map(|one| one.rule.as_str()).collect();
    assert!(appeared.contains(&"secrets/tree"), "{appeared:?}");
    let tree = comparison.rules.iter().find(|change| change.rule == "secrets/tree");
    assert_eq!(tree.and_then(|change| change.from), Some(Status::Pass));
    assert!(!appeared.contains(&"licence/present"), "it was missing before");
    assert!(comparison.unchanged > 0);
    for level in ["new-blocking", "new-important", "new-recommended"] {
        assert_eq!(place.audited(&["--compare", "main", "--fail-on", level]).0, 1, "{level}");
    }
    let branch = ["--compare", "travail", "--fail-on"];
    for level in ["new", "new-blocking"] {
        let (code, report) = place.audited(&[&branch[..], &[level]].concat());
        assert_eq!(code, 0, "nothing is new in a branch compared with itself");
        assert!(report.comparison.expect("a comparison").is_empty());
    }
    assert_eq!(place.audited(&["--compare", "main"]).0, 1, "the verdict counts unless asked");
}

/// A branch that brings a password settles it in the same change; main, once it holds
/// the entry, has it settled for all.
#[test]
fn a_change_that_settles_its_own_secret_fails_the_gate_and_says_so() {
    let place = branched();
    let branch = ["--rev", "travail", "--compare", "main"];
    let (_, report) = place.audited(&branch);
    let tree = report.outcome("secrets/tree").expect("outcome");
    let fingerprint = &tree.findings[0].fingerprint.0;
    let settling = format!(
        "[[finding]]\nrule = \"secrets/tree\"\nfingerprint = \"{fingerprint}\"\n\
         reason = \"fictif\"\nrole = \"Produit\"\ndate = 2026-01-02\n"
    );
    place.write("publiable.toml", &settling);
    for level in ["new", "new-blocking"] {
        let (code, report) = place.audited(&["--compare", "main", "--fail-on", level]);
        let comparison = report.comparison.expect("a comparison");
        assert_eq!(code, 1, "{level}");
        assert_eq!(comparison.set_aside(), (1, vec!["secrets/history", "secrets/tree"]));
    }
    for words in [&[][..], &["--summary"], &["--verbose"], &["--format", "markdown"]] {
        let (_, out, _) = place.told(&[words, &["--compare", "main"]].concat());
        let said = out.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(said.contains("1 finding was set aside by this change"), "{words:?}: {out}");
    }
}

/// What a person settled outside of the repository holds for both revisions; in a file
/// that the repository holds, each has its own.
#[test]
fn a_change_does_not_settle_its_own_secret_in_a_file_that_is_named() {
    let place = branched();
    let (_, report) = place.audited(&["--rev", "travail"]);
    let fingerprint = &report.outcome("secrets/tree").expect("outcome").findings[0].fingerprint.0;
    let settling = format!(
        "[[finding]]\nrule = \"secrets/tree\"\nfingerprint = \"{fingerprint}\"\n\
         reason = \"fictif\"\nrole = \"Produit\"\ndate = 2026-01-02\n"
    );
    let outside = place.home.path().join("reglages.toml");
    std::fs::write(&outside, &settling).expect("write");
    place.write("publiable.toml", &settling);
    place.write("ci/reglages.toml", &settling);
    commit(&place.git(), "Settle it", "ci/reglages.toml");
    let named = |option: &str, file: &Path| {
        let gate = ["--compare", "main", "--fail-on", "new-blocking", option];
        let (code, report) = place.audited(&[&gate[..], &[&file.to_string_lossy()]].concat());
        (code, report.comparison.map(|one| one.set_aside().0))
    };
    for option in ["--config", "--baseline"] {
        assert_eq!(named(option, &place.root.join("ci/reglages.toml")), (1, Some(1)), "{option}");
    }
    assert_eq!(named("--config", &place.root.join("publiable.toml")), (1, Some(1)));
    std::fs::remove_file(place.root.join("publiable.toml")).expect("remove");
    for option in ["--config", "--baseline"] {
        assert_eq!(named(option, &outside), (0, Some(0)), "{option}");
    }
    // Once the target holds it, it is settled for all.
    let git = place.git();
    git.branch("cible", &head(&git), true).expect("branch");
    place.write("a.txt", "b\n");
    commit(&git, "Later", "a.txt");
    let held = place.root.join("ci/reglages.toml");
    let held = held.to_string_lossy();
    let gate = ["--compare", "cible", "--fail-on", "new-blocking", "--baseline", &held];
    let (code, report) = place.audited(&gate);
    assert_eq!((code, report.comparison.map(|one| one.set_aside().0)), (0, Some(0)));
}

#[test]
fn what_is_removed_is_told_as_gone() {
    let place = branched();
    place.write("reglages.py", "import os\n\nTOKEN = os.environ[\"TOKEN\"]\n");
    let (code, report) = place.audited(&["--compare", "travail", "--fail-on", "new"]);
    assert_eq!(code, 0);
    let comparison = report.comparison.expect("a comparison");
    assert!(comparison.gone.iter().any(|one| one.rule == "secrets/tree"), "{comparison:?}");
    assert!(comparison.appeared.is_empty(), "{:?}", comparison.appeared);
}

#[test]
fn the_target_may_have_moved_on() {
    let place = repository(BRANCHED);
    // What main brought since is neither new nor gone.
    let git = place.git();
    place.write("deploiement.py", &format!("TOKEN = \"{}\"\n", token(2)));
    commit(&git, "Later on main", "deploiement.py");
    place.checkout("travail");
    let (_, report) = place.audited(&["--compare", "main"]);
    let comparison = report.comparison.expect("a comparison");
    let all = comparison.appeared.iter().chain(&comparison.gone);
    let paths: Vec<_> = all.filter_map(|one| one.location.path.as_deref()).collect();
    assert!(paths.contains(&"reglages.py") && !paths.contains(&"deploiement.py"), "{paths:?}");
}

#[test]
fn the_secrets_of_other_branches_are_not_new() {
    let other = "\n[[commits]]\nbranch = \"autre\"\ndate = \"2026-01-03\"\n\
                 files = { \"autre.py\" = \"TOKEN = '<<github:3>>'\\n\" }\n";
    let place = repository(&format!("{BRANCHED}{other}"));
    place.checkout("travail");
    let (_, report) = place.audited(&["--compare", "main"]);
    let known = report.outcome("secrets/history").expect("outcome").findings.iter();
    let known: Vec<_> = known.filter_map(|one| one.location.path.as_deref()).collect();
    assert!(known.contains(&"autre.py"), "the audit tells it: {known:?}");
    let appeared = report.comparison.expect("a comparison").appeared;
    let paths: Vec<_> = appeared.iter().filter_map(|one| one.location.path.as_deref()).collect();
    assert!(paths.contains(&"reglages.py") && !paths.contains(&"autre.py"), "{paths:?}");
}

#[test]
fn the_work_tree_and_the_repository_stay_as_they_are() {
    let place = branched();
    place.write("brouillon.txt", "x\n");
    let before = place.state();
    assert_eq!(place.audited(&["--compare", "main", "--fail-on", "new"]).0, 1);
    assert!(place.state() == before, "nothing is written nor removed");
}

#[test]
fn a_bare_repository_and_a_revision_are_compared_too() {
    let place = branched();
    let (_, of_revision) = place.audited(&["--rev", "travail", "--compare", "main"]);
    let appeared = of_revision.comparison.expect("a comparison").appeared;
    assert!(appeared.iter().any(|one| one.rule == "secrets/tree"), "{appeared:?}");
    let bare = Place { root: place.root.join(".git"), home: place.home };
    let (code, report) = bare.audited(&["--compare", "main", "--fail-on", "new"]);
    assert_eq!((code, report.comparison.is_some()), (1, true));
}

#[test]
fn what_the_clone_lacks_is_said_with_what_to_do() {
    let place = branched();
    let (code, out, error) = place.run(&["audit", "@", "--compare", "absente", "--lang", "en"]);
    assert_eq!((code, out.as_str()), (2, ""));
    assert!(error.contains("“absente”") && error.contains("git fetch"), "{error}");
    let (code, _, error) = place.run(&["audit", "@", "--fail-on", "new", "--lang", "fr"]);
    assert_eq!(code, 2);
    assert!(error.contains("--compare"), "{error}");

    let shallow = repository(
        "shallow = true\n[[commits]]\nfiles = { \"a.txt\" = \"a\" }\n[files]\n\"b.txt\" = \"b\"\n",
    );
    for lang in ["fr", "en"] {
        let (code, out, error) =
            shallow.run(&["audit", "@", "--compare", "origin/main", "--lang", lang]);
        assert_eq!((code, out.as_str()), (3, ""), "{error}");
        assert!(error.contains("fetch-depth: 0") && error.contains("GIT_DEPTH"), "{error}");
    }

    let folder = repository("git = false\n[files]\n\"a.txt\" = \"a\"\n");
    let (code, _, error) = folder.run(&["audit", "@", "--compare", "main", "--lang", "en"]);
    assert_eq!(code, 2);
    assert!(error.contains("no commit"), "{error}");
}

#[test]
fn a_wrong_configuration_is_said_to_be_that_of_the_revision() {
    let place = repository(
        r##"
        [[commits]]
        files = { "a.txt" = "a\n", "publiable.toml" = "schema = 1\n[project]\ndegree = \"E\"\n" }
        [[commits]]
        branch = "travail"
        files = { "publiable.toml" = "schema = 1\n" }
        "##,
    );
    place.checkout("travail");
    let (code, _, error) = place.run(&["audit", "@", "--compare", "main", "--lang", "en"]);
    assert_eq!(code, 2);
    assert!(error.contains("Revision compared “main”: publiable.toml:3"), "{error}");
    assert!(error.contains("Correct it in that revision first"), "{error}");
    assert!(!error.contains("--config publiable.toml"), "{error}");
    let own = place.root.join("publiable.toml");
    let own = ["audit", "@", "--compare", "main", "--config", &own.to_string_lossy()];
    assert_eq!(place.run(&own).0, 2, "the file of the change settles what it brings");
    let outside = place.home.path().join("publiable.toml");
    std::fs::write(&outside, "schema = 1\n").expect("write");
    let (_, report) = place.audited(&["--compare", "main", "--config", &outside.to_string_lossy()]);
    assert!(report.comparison.is_some(), "one configuration for both");
}

#[test]
fn a_wrong_entry_of_the_revision_is_told_and_left_out() {
    let place = repository(
        r##"
        [[commits]]
        files = { "a.txt" = "a\n", "publiable.toml" = "schema = 1\n[[finding]]\nrule = \"secrets/tree\"\nfingerprint = \"b3:abc\"\nreason = \"fictif\"\nrole = \"Produit\"\ndate = 2026-01-02\n[[waiver]]\nrule = \"no/such\"\nreason = \"essai\"\n" }
        [[commits]]
        branch = "travail"
        files = { "publiable.toml" = "schema = 1\n" }
        "##,
    );
    place.checkout("travail");
    let (code, report) = place.audited(&["--compare", "main", "--fail-on", "new-blocking"]);
    assert_eq!(code, 0, "a change that mends it passes its own comparison");
    assert!(report.comparison.is_some());
    let told: Vec<String> = report.notices.iter().map(|notice| notice.told().en).collect();
    for line in [4, 9] {
        let start = format!("Revision compared “main”: publiable.toml:{line}: this entry is not");
        assert!(told.iter().any(|one| one.starts_with(&start)), "{told:?}");
    }
    assert!(!told.iter().any(|one| one.contains("b3:abc")), "{told:?}");
    assert!(told.iter().any(|one| one.ends_with("in that revision, unless this change does.")));
    for words in [
        &[][..],
        &["--summary"],
        &["--format", "markdown"],
        &["--format", "junit"],
        &["--format", "github"],
    ] {
        let (_, out, _) = place.told(&[words, &["--compare", "main"]].concat());
        let said = out.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(said.contains("2 wrong entries of the configuration of"), "{words:?}: {out}");
    }
    place.checkout("main");
    let (code, _, error) = place.run(&["audit", "@", "--compare", "travail", "--lang", "en"]);
    assert_eq!((code, error.contains("publiable.toml:9: 2 errors")), (2, true), "{error}");
}

/// Audits as a job whose forge sets `variables`.
fn job(place: &Place, variables: &[(&str, &str)]) -> (i32, String, String) {
    let words = ["audit", ".", "--compare", "auto", "--fail-on", "new-blocking", "--lang", "en"];
    let output = place.command().args(words).envs(variables.iter().copied()).output();
    let output = output.expect("the program runs");
    let code = output.status.code().expect("a code");
    (code, program::text(&output.stdout), program::text(&output.stderr))
}

#[test]
fn the_forge_names_the_target() {
    let place = branched();
    let main = place.git().revparse_single("main").expect("main").id().to_string();
    let requests: [&[(&str, &str)]; 7] = [
        &[("GITHUB_ACTIONS", "true"), ("GITHUB_BASE_REF", "main")],
        &[("FORGEJO_ACTIONS", "true"), ("GITHUB_BASE_REF", "main")],
        &[("GITEA_ACTIONS", "true"), ("GITHUB_BASE_REF", "main")],
        &[("GITLAB_CI", "true"), ("CI_MERGE_REQUEST_DIFF_BASE_SHA", &main)],
        &[("GITLAB_CI", "true"), ("CI_MERGE_REQUEST_TARGET_BRANCH_NAME", "main")],
        &[("CI", "woodpecker"), ("CI_COMMIT_TARGET_BRANCH", "main")],
        &[("JENKINS_URL", "https://ci.example.org/"), ("CHANGE_TARGET", "main")],
    ];
    for request in requests {
        let (code, out, error) = job(&place, request);
        assert_eq!(code, 1, "{request:?}: {error}");
        let base = if request[1].1 == main { &main[..10] } else { "main @ " };
        assert!(out.contains(&format!("since {base}")), "{request:?}: {out}");
        let (code, out, _) = job(&place, &request[..1]);
        assert_eq!((code, out.contains("since main")), (1, false), "a push: all counts");
    }
    let (code, _, error) = job(&place, &[]);
    assert_eq!(code, 2);
    assert!(error.contains("--compare origin/main"), "{error}");
}

#[test]
fn the_branch_of_the_remote_is_found() {
    let place = branched();
    let git = place.git();
    let main = git.revparse_single("main").expect("main").id();
    git.reference("refs/remotes/origin/main", main, true, "case").expect("reference");
    git.find_reference("refs/heads/main").expect("main").delete().expect("delete");
    let request = [("GITHUB_ACTIONS", "true"), ("GITHUB_BASE_REF", "main")];
    let (code, out, error) = job(&place, &request);
    assert_eq!(code, 1, "{error}");
    assert!(out.contains("since origin/main @ "), "{out}");
    assert_eq!(place.audited(&["--compare", "main", "--fail-on", "new"]).0, 1);
}

#[test]
fn every_format_for_a_person_tells_what_changed() {
    let place = branched();
    for (format, words) in [
        ("terminal", ["since main @ ", "new problem", "reglages.py:1:10 — "]),
        ("markdown", ["### New since `main @ ", "findings are unchanged", "`reglages.py:1:10` — "]),
        ("html", ["id=\"changes\"", "New findings", "class=\"tag new\""]),
        ("github", ["findings new ", ",title=new%3A ", "file=reglages.py,line=1"]),
        (
            "sarif",
            ["\"baselineState\": \"new\"", "\"baselineState\": \"unchanged\"", "reglages.py"],
        ),
        ("csv", ["\"new\"", ",yes\r\n", ",no\r\n"]),
    ] {
        let (_, out, error) = place.told(&["--compare", "main", "--format", format]);
        for word in words {
            let word = if format == "csv" { word.trim_matches('"') } else { word };
            assert!(out.contains(word), "{format}: {word}\n{out}{error}");
        }
    }
}

/// The tests of a JUnit report that fail or err, `suite.test` each.
fn failing(junit: &str) -> Vec<String> {
    let mut case = "";
    let mut failing = Vec::new();
    for line in junit.lines().map(str::trim) {
        if let Some(rest) = line.strip_prefix("<testcase name=\"") {
            case = rest.split('"').next().unwrap_or_default();
        }
        if line.starts_with("<failure") || line.starts_with("<error") {
            failing.push(case.to_string());
        }
    }
    failing
}

#[test]
fn tests_fail_for_what_reaches_the_gate_alone() {
    let place = branched();
    let junit = |words: &[&str]| {
        let (code, out, _) = place.told(&[words, &["--format", "junit"]].concat());
        (code, failing(&out), out)
    };
    let new = ["--compare", "main", "--fail-on"];
    let (code, failed, _) = junit(&[&new[..], &["new-blocking"]].concat());
    assert_eq!(
        (code, &failed[..]),
        (1, &["verdict", "secrets/tree", "secrets/history"].map(String::from)[..])
    );
    // What was there already fails nothing, nor does what is below the gate.
    place.write("reglages.py", "import os\n\nprint(os.environ)\n");
    let worktree = [&new[..], &["new-blocking"]].concat();
    let (code, failed, out) = junit(&[&worktree[..], &["--rev", "main"]].concat());
    assert_eq!((code, failed), (0, Vec::new()), "{out}");
    assert!(out.contains("<skipped type=\"verdict\" message=\"not publishable\">"), "{out}");
    assert!(out.contains("Threshold not reached (--fail-on new-blocking)"), "{out}");
    // Without a comparison, the gate is the usual one: what blocks.
    let (code, failed, _) = junit(&["--rev", "main"]);
    assert_eq!((code, &failed[..]), (1, &["verdict", "licence/present"].map(String::from)[..]));
    let (code, failed, _) = junit(&["--rev", "main", "--fail-on", "reservation"]);
    assert!(code == 1 && failed.iter().any(|case| case == "readme/sections"), "{failed:?}");
}

#[test]
fn annotations_are_errors_where_the_command_fails() {
    let place = branched();
    let told = |level: &str, rev: &str| {
        let words = ["--compare", "main", "--fail-on", level, "--rev", rev];
        let (code, out, _) = place.told(&[&words[..], &["--format", "github"]].concat());
        (code, out.contains("\n::error file=reglages.py,line=1,"), out.contains("::error "))
    };
    assert_eq!(told("new-blocking", "travail"), (1, true, true));
    assert_eq!(told("new-blocking", "main"), (0, false, false));
}

/// The settled secret makes the gate fail: every format that a machine reads says which,
/// and by what.
#[test]
fn what_a_change_sets_aside_is_told_where_it_fails() {
    let place = branched();
    let (_, report) = place.audited(&["--rev", "travail"]);
    let fingerprint = &report.outcome("secrets/tree").expect("outcome").findings[0].fingerprint.0;
    place.write(
        "publiable.toml",
        &format!(
            "[[finding]]\nrule = \"secrets/tree\"\nfingerprint = \"{fingerprint}\"\n\
             reason = \"fictif\"\nrole = \"Produit\"\ndate = 2026-01-02\n"
        ),
    );
    let told = |words: &[&str]| {
        let (code, out, _) = place.told(&[words, &["--compare", "main"]].concat());
        (code, out)
    };
    let gate = ["--fail-on", "new-blocking", "--format"];
    let (code, junit) = told(&[&gate[..], &["junit"]].concat());
    assert_eq!(
        (code, &failing(&junit)[..2]),
        (1, &["verdict", "secrets/tree"].map(String::from)[..])
    );
    assert!(junit.contains("— 1 finding set aside by this change: read publiable.toml"), "{junit}");
    assert!(
        junit.contains(&format!("[{fingerprint}]")) && junit.contains("reglages.py:1:10"),
        "{junit}"
    );
    assert!(
        !junit.contains("<failure type=\"blocking\" message=\"Files contain no secret"),
        "{junit}"
    );
    let (_, github) = told(&[&gate[..], &["github"]].concat());
    let mut errors =
        github.lines().filter(|line| line.starts_with("::error file=reglages.py,line=1,"));
    let error = errors.next().expect("an annotation");
    assert!(
        error.contains("%0A1 finding set aside by this change: read publiable.toml"),
        "{github}"
    );
    assert_eq!((errors.next(), error.contains("publiable ignore")), (None, false), "{github}");
    let (_, screen) = told(&["--summary"]);
    assert!(screen.contains("✘ Set aside by this change: "), "{screen}");
}

/// A saved report has no gate unless one is asked: it exits with 0, and nothing fails.
#[test]
fn nothing_fails_where_the_command_does_not() {
    let place = branched();
    let file = place.home.path().join("report.json");
    let format = format!("json={}", file.display());
    let audit = ["audit", "@", "--compare", "main", "--lang", "en", "--now", "2026-02-01"];
    place.run(&[&audit[..], &["--format", &format]].concat());
    let saved = ["report", file.to_str().expect("path"), "--lang", "en"];
    for command in [&[&audit[..], &["--exit-zero"]].concat()[..], &saved] {
        let (code, junit, _) = place.run(&[command, &["--format", "junit"]].concat());
        assert_eq!((code, failing(&junit)), (0, Vec::new()), "{junit}");
        assert!(junit.contains("No threshold: nothing counts as a failure"), "{junit}");
        let (code, github, _) = place.run(&[command, &["--format", "github"]].concat());
        assert_eq!((code, github.contains("::error")), (0, false), "{github}");
        assert!(github.starts_with("::warning title=publiable%3A not publishable::"), "{github}");
    }
    let gate = ["--fail-on", "new-blocking", "--format", "junit"];
    let (code, junit, _) = place.run(&[&saved[..], &gate].concat());
    let failed = ["verdict", "secrets/tree", "secrets/history"].map(String::from);
    assert_eq!((code, failing(&junit)), (1, failed.to_vec()), "what is old is skipped: {junit}");
}

#[test]
fn a_declared_degree_d_is_told_beside_what_else_reaches_the_threshold() {
    let place = repository(
        "[files]\n\"README.md\" = \"# Projet\\n\"\n\
         \"publiable.toml\" = \"schema = 1\\n[project]\\ndegree = \\\"D\\\"\\n\"\n",
    );
    let file = place.home.path().join("report.json");
    let format = format!("json={}", file.display());
    for (lang, told) in [
        (
            "en",
            "(--fail-on not-publishable) by the declared degree D and 1 rule (1 finding): licence/present",
        ),
        (
            "fr",
            "(--fail-on non-publiable) par le degré D déclaré et 1 règle (1 constat) : licence/present",
        ),
    ] {
        let (code, _, error) = place.run(&["audit", "@", "--format", &format, "--lang", lang]);
        assert!(code == 1 && error.contains(told), "{error}");
    }
    let (code, junit, _) = place.run(&["audit", "@", "--format", "junit", "--lang", "en"]);
    let failed = ["verdict", "licence/present"].map(String::from);
    assert_eq!((code, failing(&junit)), (1, failed.to_vec()), "{junit}");
}

#[test]
fn the_summary_of_a_change_leaves_out_what_was_there() {
    let place = branched();
    for (lang, title, before, rest, reached) in [
        (
            "en",
            "NEW OR WORSE (4)",
            "WHAT BLOCKED ALREADY (1)\n  ✘ No licence accompanies the code\n",
            "findings are unchanged",
            "Threshold reached (--fail-on new-blocking) by 2 rules (1 finding): secrets/tree (reglages.py:1:10)",
        ),
        (
            "fr",
            "NOUVEAU OU DÉGRADÉ (4)",
            "CE QUI BLOQUAIT DÉJÀ (1)\n  ✘ Aucune licence n’accompagne le code\n",
            "constats sont inchangés",
            "Seuil atteint (--fail-on nouveau-bloquant) par 2 règles (1 constat) : secrets/tree (reglages.py:1:10)",
        ),
    ] {
        let words = ["audit", "@", "--compare", "main", "--fail-on", "new-blocking", "--summary"];
        let (code, out, error) = place.run(&[&words[..], &["--lang", lang]].concat());
        assert_eq!(code, 1, "{error}");
        assert!(out.contains(title) && out.contains(rest), "{out}");
        assert!(out.contains("reglages.py:1:10") && !out.contains("licence/present"), "{out}");
        // The verdict is theirs too: what blocked before is told, and how to see it.
        assert!(out.contains(before) && out.contains(" --details all  # "), "{out}");
        assert!(error.contains(reached), "{error}");
    }
}

#[test]
fn reports_that_all_go_to_files_leave_a_line() {
    let place = branched();
    let file = place.home.path().join("report.json");
    let format = format!("json={}", file.display());
    let told = |words: &[&str]| {
        let fixed = ["audit", "@", "--format", &format, "--lang", "en"];
        let (_, out, error) = place.run(&[&fixed[..], words].concat());
        assert_eq!(out, "");
        error
    };
    let error = told(&[]);
    let commit =
        place.git().revparse_single("HEAD").expect("HEAD").id().to_string()[..10].to_string();
    // A name stays as it is written.
    let line = format!(
        "projet (travail @ {commit}): not publishable; threshold reached (--fail-on not-publishable) by \
         3 rules (2 findings): licence/present, secrets/tree (reglages.py:1:10) and \
         secrets/history (reglages.py:1:10 @ {commit}); written: {}.\n",
        file.display()
    );
    assert_eq!(error, line);
    let compared = told(&["--compare", "travail", "--fail-on", "new"]);
    assert!(compared.contains("threshold not reached (--fail-on new)"), "{compared}");
    assert_eq!(told(&["--quiet"]), "");
}

fn token(seed: u64) -> String {
    github_token(seed)
}

fn commit(git: &git2::Repository, message: &str, path: &str) {
    let mut index = git.index().expect("index");
    index.add_path(Path::new(path)).expect("add");
    index.write().expect("write");
    let tree = git.find_tree(index.write_tree().expect("tree")).expect("tree");
    let time = git2::Time::new(1_767_700_000, 0);
    let who = git2::Signature::new("Équipe", "equipe@example.org", &time).expect("signature");
    git.commit(Some("HEAD"), &who, &who, message, &tree, &[&head(git)]).expect("commit");
}

fn head(git: &git2::Repository) -> git2::Commit<'_> {
    git.head().and_then(|head| head.peel_to_commit()).expect("head")
}
