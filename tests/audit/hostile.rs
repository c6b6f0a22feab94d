//! Repositories made to break an audit: none crashes it, hangs it, makes it run
//! anything or read outside of the root.

use crate::support::planted::github_token;
use crate::support::program;
use crate::support::project::{Place, folder as place, repository};
use publiable::testing::finding::Status;
use publiable::testing::report::Verdict;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::symlink;
use std::path::Path;

impl Place {
    fn fails(&self, arguments: &[&str]) -> (i32, String) {
        let (code, _, error) = self.run(&[&["audit", "@"], arguments].concat());
        (code, error)
    }
}

const README: &str = "[files]\n\"README.md\" = \"# Projet\\n\"\n";

#[test]
fn names_with_escape_sequences_never_reach_the_terminal_as_they_are() {
    let place = repository(README);
    std::fs::write(place.root.join("a\x1b]0;owned\x07\x1b[2J.exe"), b"MZ").expect("write");
    std::fs::write(place.root.join("\u{202e}txt.exe"), b"MZ").expect("write");
    let path = place.root.to_str().expect("path");
    let output = program::run(place.home.path(), &["audit", path, "--verbose", "--color=never"]);
    let shown = program::text(&output.stdout);
    assert!(!shown.contains('\x1b') && !shown.contains('\u{202e}') && !shown.contains('\x07'));
}

#[test]
fn a_name_that_is_not_utf8_is_listed_escaped() {
    let place = repository(README);
    let name = std::ffi::OsStr::from_bytes(b"caf\xe9.txt");
    std::fs::write(place.root.join(name), "x").expect("write");
    let report = place.report();
    assert_eq!(report.repository.files, 2);
    assert_eq!(report.incomplete, vec![]);
}

#[test]
fn a_link_out_of_the_root_is_not_followed() {
    let place = repository(README);
    let outside = place.home.path().join("outside");
    std::fs::create_dir(&outside).expect("folder");
    std::fs::write(outside.join("LICENSE"), "MIT License\n".repeat(100)).expect("write");
    symlink(outside.join("LICENSE"), place.root.join("LICENSE")).expect("link");
    symlink(&outside, place.root.join("docs")).expect("link");
    symlink("../../../../etc/passwd", place.root.join("CONTRIBUTING.md")).expect("link");
    let report = place.report();
    for rule in ["licence/present", "contribution/contributing"] {
        assert_eq!(report.outcome(rule).expect("outcome").outcome, Status::Fail, "{rule}");
    }
}

#[test]
fn a_tracked_folder_replaced_by_a_link_out_of_the_root_is_not_read() {
    let place = repository("[files]\n\"README.md\" = \"# P\\n\"\n\"docs/a.md\" = \"texte\"\n");
    let outside = place.home.path().join("outside");
    std::fs::create_dir(&outside).expect("folder");
    std::fs::write(outside.join("a.md"), "secret").expect("write");
    std::fs::remove_dir_all(place.root.join("docs")).expect("remove");
    symlink(&outside, place.root.join("docs")).expect("link");
    let report = place.report();
    assert_eq!(report.verdict, Verdict::AuditIncomplet);
    assert!(report.incomplete.iter().any(|notice| notice.path.as_deref() == Some("docs/a.md")));
}

#[test]
fn links_in_circles_end() {
    let place = repository(README);
    symlink("b", place.root.join("a")).expect("link");
    symlink("a", place.root.join("b")).expect("link");
    symlink(".", place.root.join("self")).expect("link");
    symlink("LICENSE", place.root.join("LICENSE")).expect("link");
    assert_eq!(place.report().outcome("licence/present").expect("outcome").outcome, Status::Fail);
}

#[test]
fn a_fifo_is_never_opened() {
    let place = repository(README);
    let fifo = place.root.join("LICENSE");
    let made = std::process::Command::new("mkfifo").arg(&fifo).status().expect("mkfifo");
    assert!(made.success());
    let report = place.report();
    assert!(report.notices.iter().any(|notice| notice.path.as_deref() == Some("LICENSE")));
}

#[test]
fn a_tracked_file_replaced_by_a_fifo_makes_the_audit_incomplete() {
    let place = repository("[files]\n\"a.txt\" = \"a\"\n");
    let fifo = place.root.join("a.txt");
    std::fs::remove_file(&fifo).expect("remove");
    assert!(std::process::Command::new("mkfifo").arg(&fifo).status().expect("mkfifo").success());
    let (code, _) = place.fails(&["--exit-zero"]);
    assert_eq!(code, 3);
}

#[test]
fn a_sparse_file_of_10_gib_is_not_read_whole() {
    let place = repository(README);
    let file = std::fs::File::create(place.root.join("disk.img")).expect("create");
    file.set_len(10 << 30).expect("sparse");
    let report = place.report();
    assert!(report.incomplete.iter().any(|notice| notice.path.as_deref() == Some("disk.img")));
}

#[test]
fn a_deep_tree_is_read_to_its_end() {
    let place = repository(README);
    let mut folder = place.root.clone();
    for _ in 0..400 {
        folder.push("d");
    }
    std::fs::create_dir_all(&folder).expect("folders");
    std::fs::write(folder.join("a.txt"), "x").expect("write");
    assert_eq!(place.report().repository.files, 2);
}

#[test]
fn texts_in_other_encodings_are_read() {
    let place = repository(
        "[files]\n\"README.md\" = { utf16 = \"# Projet\\n\\nCe service permet aux agents de traiter les demandes des usagers et d'y répondre en ligne.\\n\" }\n",
    );
    let report = place.report();
    let outcome = report.outcome("readme/purpose").expect("outcome");
    assert_eq!(outcome.outcome, Status::Pass, "{}", outcome.reason);
}

#[test]
fn nothing_of_the_repository_is_executed() {
    let place = repository(README);
    let witness = place.home.path().join("witness");
    let script = format!("#!/bin/sh\ntouch {}\n", witness.display());
    let hooks = place.root.join(".git/hooks");
    std::fs::create_dir_all(&hooks).expect("folder");
    let attack = place.root.join("attack.sh");
    for file in [hooks.join("post-checkout"), hooks.join("fsmonitor"), attack.clone()] {
        std::fs::write(&file, &script).expect("write");
        use std::os::unix::fs::PermissionsExt;
        std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o755)).expect("mode");
    }
    let attack = attack.display();
    let config = format!(
        "[core]\n\tfsmonitor = {attack}\n\tpager = {attack}\n\tsshCommand = {attack}\n\
         [filter \"x\"]\n\tclean = {attack}\n\tsmudge = {attack}\n\trequired = true\n\
         [diff \"x\"]\n\tcommand = {attack}\n\ttextconv = {attack}\n"
    );
    std::fs::write(place.root.join(".git/config"), config).expect("write");
    std::fs::write(place.root.join(".gitattributes"), "* filter=x diff=x\n").expect("write");
    place.report();
    assert!(!witness.exists());
}

#[test]
fn a_work_tree_set_elsewhere_is_refused() {
    let place = repository(README);
    let config = "[core]\n\tbare = false\n\tworktree = /etc\n";
    std::fs::write(place.root.join(".git/config"), config).expect("write");
    let (code, error) = place.fails(&["--lang", "en"]);
    assert_eq!(code, 3, "{error}");
    assert!(error.contains("core.worktree"), "{error}");
}

#[test]
fn a_configuration_cannot_extend_outside_of_the_repository() {
    for path in ["/etc", "../outside", "docs/../../outside"] {
        let place = repository(README);
        std::fs::create_dir(place.home.path().join("outside")).expect("folder");
        let text = format!("schema = 1\nextends = [\"{path}\"]\n");
        std::fs::write(place.root.join("publiable.toml"), text).expect("write");
        let (code, error) = place.fails(&["--lang", "en"]);
        assert_eq!(code, 2, "{error}");
        assert!(error.contains(path) && error.contains("--rules"), "{error}");
    }
}

#[test]
fn a_git_file_that_leads_to_the_repository_is_followed() {
    let place = repository(README);
    let moved = place.home.path().join("store");
    std::fs::rename(place.root.join(".git"), &moved).expect("move");
    std::fs::write(place.root.join(".git"), format!("gitdir: {}\n", moved.display()))
        .expect("write");
    assert_eq!(place.report().repository.commits, 1);
}

#[test]
fn a_git_entry_that_is_not_a_repository_is_an_error_that_says_so() {
    let breakages: [fn(&Path); 3] = [
        |git| std::fs::write(git, "this leads nowhere").expect("write"),
        |git| std::fs::create_dir(git).expect("folder"),
        |git| std::fs::write(git, "gitdir: /nowhere/at/all\n").expect("write"),
    ];
    for damage in breakages {
        let place = place();
        std::fs::write(place.root.join("README.md"), "x").expect("write");
        damage(&place.root.join(".git"));
        let (code, error) = place.fails(&["--lang", "en"]);
        assert_eq!(code, 3, "{error}");
        assert!(error.contains("does not open") && error.contains("fsck"), "{error}");
    }
}

#[test]
fn a_corrupt_index_is_an_error_with_a_way_out() {
    let place = repository(README);
    std::fs::write(place.root.join(".git/index"), b"DIRC\0\0\0\x02garbage").expect("write");
    let (code, error) = place.fails(&["--lang", "en"]);
    assert_eq!(code, 3, "{error}");
    assert!(error.contains("index") && error.contains("--rev HEAD"), "{error}");
    assert_ne!(place.fails(&["--rev", "HEAD"]).0, 2);
}

#[test]
fn missing_and_corrupt_objects_make_the_audit_incomplete() {
    let place = repository(
        "lose = [\"a.txt\"]\n[[commits]]\nfiles = { \"a.txt\" = \"old\", \"b.txt\" = \"b\" }\n[[commits]]\nremove = [\"a.txt\"]\nfiles = { \"c.txt\" = \"c\" }\n",
    );
    let report = place.report();
    assert_eq!(report.verdict, Verdict::AuditIncomplet);
    assert!(report.incomplete[0].message.contains("1 git object"), "{:?}", report.incomplete);
    assert_eq!(report.repository.commits, 2);
    assert_eq!(place.fails(&["--exit-zero"]).0, 3);
    assert_eq!(place.fails(&[]).0, 1, "no licence: what was seen forbids already");
}

#[test]
fn a_shallow_clone_is_never_publishable() {
    let place = repository(
        "shallow = true\n[[commits]]\nfiles = { \"a.txt\" = \"a\" }\n[files]\n\"b.txt\" = \"b\"\n",
    );
    let report = place.report();
    assert_eq!(report.verdict, Verdict::AuditIncomplet);
    let outcome = report.outcome("history/complete-clone").expect("outcome");
    assert_eq!(outcome.outcome, Status::Unknown);
    assert_eq!(report.incomplete.len(), 1, "{:?}", report.incomplete);
}

#[test]
fn a_repository_of_another_user_is_refused_with_the_remedy() {
    let place = repository(README);
    // Only root can give a folder away; elsewhere there is nothing to test.
    if std::os::unix::fs::chown(&place.root, Some(12_345), Some(12_345)).is_err() {
        return;
    }
    let (code, error) = place.fails(&["--lang", "en"]);
    assert_eq!(code, 3, "{error}");
    assert!(error.contains("safe.directory"), "{error}");
}

#[test]
fn a_line_of_1_mb_and_a_bomb_of_markup_end() {
    let place = repository(README);
    std::fs::write(place.root.join("README.md"), "[".repeat(1_000_000)).expect("write");
    std::fs::write(place.root.join("CONTRIBUTING.md"), "> ".repeat(200_000)).expect("write");
    std::fs::write(place.root.join("package.json"), "[".repeat(200_000)).expect("write");
    std::fs::write(place.root.join("publiccode.yml"), "[".repeat(200_000)).expect("write");
    assert!(place.report().repository.files >= 4);
}

#[test]
fn patterns_of_the_repository_cost_a_bounded_time() {
    let place = repository(README);
    place.write(".gitignore", &format!("{}c\n", "*a".repeat(12)));
    let braces = format!("{}b{}", "{a,".repeat(200), "}".repeat(200));
    place.write(".gitattributes", &format!("{braces} linguist-vendored\n"));
    place.write(&format!("src/{}.txt", "ab".repeat(60)), "x");
    let report = place.report();
    assert_eq!(report.repository.files, 4);
    assert_eq!(report.incomplete, vec![]);
    assert!(report.notices.iter().any(|notice| notice.path.as_deref() == Some(".gitignore")));
}

#[test]
fn a_content_is_what_its_bytes_say() {
    let starts = ["%PDF-1.4\n", "PK\x03\x04\n", "#   ftyp\n", "#\0\n", "\x7fELF\n"];
    for (name, start) in starts.map(|start| ("conf.py", start)).into_iter().chain([("a.png", "")]) {
        let place = repository(README);
        place.write(name, &format!("{start}GITHUB_TOKEN = \"{}\"\n", github_token(7)));
        let report = place.report();
        let tree = report.outcome("secrets/tree").expect("outcome");
        assert_eq!(tree.outcome, Status::Fail, "{start:?}");
    }
}

#[test]
fn what_is_not_opened_makes_the_audit_incomplete() {
    let place = repository(README);
    std::fs::write(place.root.join("a.py.bz2"), b"BZh91AY&SY\0\x01\xff").expect("write");
    let report = place.report();
    assert_eq!(report.verdict, Verdict::AuditIncomplet);
    assert_eq!(report.outcome("secrets/tree").expect("outcome").outcome, Status::Unknown);
}

#[test]
fn what_the_repository_says_of_itself_clears_no_secret() {
    let place = repository(README);
    place.write(".gitattributes", "src/** linguist-vendored\n");
    place.write("vendor/x/a.py", &format!("token = \"{}\"\n", github_token(8)));
    place.write("src/.netrc", "machine a.fr login b password kT93xqLm27pQz\n");
    let report = place.report();
    for rule in ["secrets/tree", "secrets/sensitive-files"] {
        assert_eq!(report.outcome(rule).expect("outcome").outcome, Status::Fail, "{rule}");
    }
    // What it set aside is told, with the line that does it.
    let told = report.notices.iter().find(|one| one.path.as_deref() == Some(".gitattributes"));
    let told = &told.expect("a notice").message_i18n.en;
    assert_eq!(
        told,
        "line 1 (“src/**”): 1 file is taken for that of a third party: fewer rules apply to them"
    );
}

#[test]
fn no_output_shows_a_value_of_a_known_shape() {
    let place = repository(README);
    let token = github_token(9);
    place.write("package.json", "{\"name\": \"x\"}");
    let lock = format!(
        "{{\"lockfileVersion\": 3, \"packages\": {{\"node_modules/a\": {{\"version\": \"1.0.0\", \"license\": \"{token}\"}}}}}}"
    );
    place.write("package-lock.json", &lock);
    place.write("h.py", &format!("# SPDX-FileCopyrightText: 2024 {token}\n"));
    place.write("publiable.toml", &format!("schema = 1\n{token} = 1\n"));
    for words in
        [&["sbom", "."][..], &["reuse", "lint", "."], &["config", "check"], &["audit", "."]]
    {
        let (_, out, err) = place.run(words);
        assert!(!out.contains(&token) && !err.contains(&token), "{words:?}");
    }
}

#[test]
fn a_report_does_not_go_through_a_link_of_the_repository() {
    let place = repository(README);
    let outside = place.home.path().join("outside");
    std::fs::create_dir(&outside).expect("folder");
    symlink(&outside, place.root.join("out")).expect("link");
    place.write("a.py", &format!("token = \"{}\"\n", github_token(8)));
    let (code, _, error) = place.run(&["audit", "@", "--format", "json=out/report.json"]);
    assert_eq!(code, 2, "{error}");
    let (code, _, error) = place.run(&["secrets", "purge-plan", "--output-dir", "out"]);
    assert_eq!(code, 2, "{error}");
    assert_eq!(std::fs::read_dir(&outside).expect("folder").count(), 0);
}
