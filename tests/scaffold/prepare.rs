//! `publiable prepare` and `publiable attest`: the conversation from an audit to the
//! next, and the forms of those who have no terminal.

use super::place::{PROGRAM, Place};
#[cfg(unix)]
use super::pty::{DOWN, ENTER, Terminal, UP};
use crate::support::program::{command, text};
use std::fs;
use std::process::Output;

const README: &str =
    "# Calcul\n\nCalcul est un outil qui permet aux agents d’estimer le montant d’une aide.\n";

fn run(place: &Place, arguments: &[&str]) -> Output {
    let mut command = command(place.home.path());
    command.args(arguments).args(["--lang", "en"]).current_dir(place.root());
    command.output().expect("the program runs")
}

#[test]
fn without_a_terminal_the_commands_to_use_are_given() {
    let place = Place::with(&PROGRAM);
    let before = place.files();
    for (command, other) in
        [("prepare", "publiable scaffold --yes --answer"), ("attest", "publiable attest --form")]
    {
        let told = run(&place, &[command]);
        assert_eq!(told.status.code(), Some(2));
        assert!(text(&told.stderr).contains(other), "{}", text(&told.stderr));
    }
    assert_eq!(place.files(), before);
}

#[cfg(unix)]
#[test]
fn an_answer_is_recorded_before_its_note_is_asked() {
    let place = Place::with(&PROGRAM);
    let mut terminal = Terminal::command(&place, &["attest", "attest/approval"]);
    for question in ["Function of the person", "Organisation (optional)"] {
        terminal.see(question);
        terminal.see("escape: leave");
        terminal.send(ENTER);
    }
    // “no”, then the Escape key at the note.
    terminal.see("< previous question");
    terminal.send(&format!("{}{ENTER}", UP.repeat(3)));
    terminal.see("Note, which will be public");
    terminal.see("escape: leave");
    terminal.send("\x1b");
    assert_eq!(terminal.end().1, 0);
    let kept = fs::read_to_string(place.root().join("publiable.toml")).expect("written");
    assert!(kept.contains("answer = \"non\""), "{kept}");
}

#[cfg(unix)]
#[test]
fn one_conversation_settles_writes_attests_and_audits_again() {
    let files = [
        PROGRAM[0],
        PROGRAM[1],
        ("README.md", README),
        ("serveur.txt", "LDAP_HOST=ldap01.calcul.intra\nSQL_HOST=sql01.calcul.intra\n"),
    ];
    let place = Place::with(&files);
    // Later is proposed: an answer is a choice.
    let yes = format!("{}{ENTER}", UP.repeat(4));
    let mut terminal = Terminal::command(&place, &["prepare", "--no-history"]);
    terminal.see("What to do?");
    terminal.see("leave");
    terminal.send(ENTER);
    // Two findings of a kind in a file are one question.
    terminal.see("Step 1/3");
    terminal.see("[1/1]");
    terminal.see("2 internal hosts");
    terminal.see("These 2 findings are");
    terminal.see("< previous question");
    terminal.send(&format!("{}{ENTER}", UP.repeat(4)));
    terminal.see("2 findings recorded in publiable.toml");
    // The steps that have nothing to ask are not counted.
    terminal.see("Step 2/3");
    // The files depend on the degree, which is asked first and only once.
    terminal.see("Which openness degree?");
    terminal.see("< previous question");
    terminal.send(ENTER);
    terminal.see("Files to write");
    terminal.send(ENTER);
    terminal.see("Read in the repository");
    terminal.see("back to the files");
    terminal.send(ENTER);
    // Nothing is answered: what can be written without is.
    loop {
        let seen = terminal.see_any(&["empty: later", "< previous question", "Leave without"]);
        match seen {
            0 => terminal.send(ENTER),
            1 => terminal.send(ENTER),
            _ => break,
        }
    }
    terminal.send(&format!("{UP}{ENTER}"));
    terminal.see("written: ");
    terminal.see("Step 3/3");
    terminal.see("It is not a signature.");
    terminal.see("Who answers?");
    terminal.see("< back");
    terminal.send(ENTER);
    terminal.see("Function of the person who answers");
    terminal.send("Head of legal affairs\r");
    terminal.see("Organisation (optional)");
    terminal.send("Ministry\r");
    terminal.see("attest/ip-owned");
    terminal.see("required, blocking");
    terminal.see("< previous question");
    terminal.send(&yes);
    // The optional ones are passed over.
    terminal.see("optional, which do not change the verdict");
    terminal.send(ENTER);
    terminal.see("1 answer recorded");
    terminal.see("Who answers?");
    terminal.see("Nobody else now");
    terminal.see("< back");
    terminal.send(&format!("{}{ENTER}", UP.repeat(2)));
    let (rest, code) = terminal.end();
    assert_eq!(code, 0, "{rest}");
    assert!(rest.contains("Next: read it over"), "{rest}");
    let record = rest.lines().find(|line| line.contains("git commit")).expect("a command");
    assert!(record.contains("add ") && record.contains("README.md"), "{rest}");
    assert!(!record.contains("add . "), "{rest}");
    // What others have to answer still is told, with the command.
    assert!(rest.contains("publiable attest --role security"), "{rest}");
    assert!(place.text("README.md").contains("cargo"), "{}", place.text("README.md"));
    let kept = place.text("publiable.toml");
    for said in [
        "reason = \"false-positive\"",
        "# Each answer is a declaration",
        "rule = \"attest/ip-owned\"",
        "role = \"Head of legal affairs\"",
        "organisation = \"Ministry\"",
        "answer = \"oui\"",
        "commit = ",
    ] {
        assert!(kept.contains(said), "{said}: {kept}");
    }
    // The next conversation goes on: the question is no longer asked.
    let mut again = Terminal::command(&place, &["attest", "--role", "legal"]);
    again.see("Head of legal affairs");
    again.session.send_control('c').expect("sent");
    assert_eq!(again.end().1, 130);
    let listed = text(&run(&place, &["attest", "--list"]).stdout);
    let line = listed.lines().find(|line| line.starts_with("attest/ip-owned")).expect("listed");
    assert!(line.contains("attested"), "{listed}");
}

/// The questions of the management, after a “yes” to the first of them.
#[cfg(unix)]
fn at_the_second_question(place: &Place) -> Terminal<'_> {
    let mut terminal = Terminal::command(place, &["attest", "--role", "management"]);
    terminal.see("Function of the person who answers");
    terminal.see("Management");
    terminal.send(ENTER);
    terminal.see("Organisation");
    terminal.send(ENTER);
    terminal.see("attest/no-protected-secret");
    terminal.see("< previous question");
    terminal.send(&format!("{}{ENTER}", UP.repeat(4)));
    terminal.see("attest/approval");
    terminal.see("< previous question");
    terminal
}

#[cfg(unix)]
#[test]
fn a_batch_of_one_role_goes_back_and_replaces_an_answer() {
    let place = Place::with(&[PROGRAM[0], PROGRAM[1], ("README.md", README)]);
    let mut terminal = at_the_second_question(&place);
    terminal.send(&format!("{DOWN}{ENTER}"));
    terminal.see("attest/no-protected-secret");
    terminal.see("< previous question");
    // The answer given is where the list starts. No, with a note, instead.
    terminal.send(&format!("{DOWN}{ENTER}"));
    terminal.see("Note, which will be public");
    terminal.send("asked for\r");
    terminal.see("attest/approval");
    terminal.see("< previous question");
    // Later.
    terminal.send(ENTER);
    let (rest, code) = terminal.end();
    assert_eq!(code, 0, "{rest}");
    assert!(rest.contains("1 answer recorded"), "{rest}");
    assert!(rest.contains("1 required question"), "{rest}");
    assert!(rest.contains("publiable attest --role management"), "{rest}");
    let kept = place.text("publiable.toml");
    assert_eq!(kept.matches("[[attestation]]").count(), 1, "{kept}");
    assert!(kept.contains("answer = \"non\"") && kept.contains("note = \"asked for\""), "{kept}");
    assert!(kept.contains("role = \"Management\""), "{kept}");
}

#[cfg(unix)]
#[test]
fn later_takes_an_answer_back_and_a_no_is_asked_again() {
    let place = Place::with(&[PROGRAM[0], PROGRAM[1], ("README.md", README)]);
    let mut terminal = at_the_second_question(&place);
    terminal.send("<");
    terminal.see("attest/no-protected-secret");
    terminal.see("< previous question");
    // Later, four lines below the “yes” given.
    terminal.send(&format!("{}{ENTER}", DOWN.repeat(4)));
    terminal.see("the answer is taken back");
    terminal.see("attest/approval");
    terminal.see("< previous question");
    // No, with a note.
    terminal.send(&format!("{}{ENTER}", UP.repeat(3)));
    terminal.see("Note, which will be public");
    terminal.send("waits for the board\r");
    assert_eq!(terminal.end().1, 0);
    let kept = place.text("publiable.toml");
    assert_eq!(kept.matches("[[attestation]]").count(), 1, "{kept}");
    assert!(kept.contains("attest/approval") && kept.contains("answer = \"non\""), "{kept}");
    // What failed by an answer is no file to write, and is answered again.
    let told = text(&run(&place, &["audit", "."]).stdout);
    let reviewed = told.contains("publiable attest attest/approval");
    assert!(reviewed || told.contains("publiable attest"), "{told}");
    let mut again = Terminal::command(&place, &["attest", "--role", "management"]);
    again.see("Function of the person who answers");
    again.send(ENTER);
    again.see("Organisation");
    again.send(ENTER);
    again.see("attest/no-protected-secret");
    again.see("< previous question");
    again.send(ENTER);
    again.see("attest/approval");
    again.see("Earlier answer: no");
    again.see("waits for the board");
    again.see("< previous question");
    // Yes, instead.
    again.send(&format!("{UP}{ENTER}"));
    assert_eq!(again.end().1, 0);
    assert!(place.text("publiable.toml").contains("answer = \"oui\""));
}

#[cfg(unix)]
#[test]
fn nobody_answers_by_pressing_enter() {
    let place = Place::with(&[PROGRAM[0], PROGRAM[1], ("README.md", README)]);
    let before = place.files();
    let mut terminal = Terminal::command(&place, &["attest", "--role", "management"]);
    terminal.see("Function of the person who answers");
    terminal.send("help\r");
    terminal.see("enter: keep");
    terminal.send(ENTER);
    terminal.see("Organisation");
    terminal.send(ENTER);
    for rule in ["attest/no-protected-secret", "attest/approval"] {
        terminal.see(rule);
        terminal.see("< previous question");
        terminal.send(&format!("help{ENTER}"));
    }
    terminal.see("0 answers recorded");
    terminal.nothing(&before, 0);
}

#[cfg(unix)]
#[test]
fn one_answer_may_be_for_the_others_of_a_kind_or_of_a_folder() {
    let host = |number: usize| format!("HOST = \"ldap0{number}.calcul.intra\"\n");
    let paths = ["conf/a.py", "conf/b.py", "conf/c.py", "src/d.py", "src/e.py"];
    let texts: Vec<String> = (1..=paths.len()).map(host).collect();
    let files = paths.iter().copied().zip(texts.iter().map(String::as_str));
    let files: Vec<(&str, &str)> =
        [PROGRAM[0], PROGRAM[1], ("README.md", README)].into_iter().chain(files).collect();
    let place = Place::with(&files);
    let mut terminal = Terminal::command(&place, &["prepare", "--no-history"]);
    terminal.see("What to do?");
    terminal.send(&format!("{DOWN}{ENTER}"));
    terminal.see("[1/5]");
    terminal.see("< previous question");
    let false_positive = format!("{}{ENTER}", UP.repeat(3));
    terminal.send(&false_positive);
    // The places that one answer would be for are all told.
    let seen = terminal.see("The same answer for them?");
    for path in &paths[1..] {
        assert!(seen.contains(path), "{path}: {seen}");
    }
    terminal.see("yes, for the 2 of the folder conf");
    terminal.see("yes, for all 4");
    terminal.send(&format!("{DOWN}{ENTER}"));
    terminal.see("3 findings recorded");
    terminal.see("[4/5]");
    terminal.see("< previous question");
    // Going back leads to the question that the others were answered with.
    terminal.send("<");
    terminal.see("[1/5]");
    terminal.see("< previous question");
    terminal.send(&false_positive);
    terminal.see("yes, for all 4");
    terminal.send(&format!("{UP}{ENTER}"));
    terminal.see("5 findings recorded");
    terminal.see("What to do?");
    terminal.see("leave");
    terminal.send("\x1b");
    assert_eq!(terminal.end().1, 0);
    let kept = place.text("publiable.toml");
    let mut prints: Vec<&str> =
        kept.lines().filter(|line| line.starts_with("fingerprint = ")).collect();
    prints.sort_unstable();
    prints.dedup();
    assert_eq!((prints.len(), kept.matches("[[finding]]").count()), (5, 5), "{kept}");
}

#[cfg(unix)]
#[test]
fn an_answer_given_anew_replaces_the_one_recorded() {
    let host = "HOST = \"ldap01.calcul.intra\"\n";
    let other = "HOST = \"sql01.calcul.intra\"\n";
    let files = [PROGRAM[0], PROGRAM[1], ("README.md", README), ("a.py", host), ("b.py", other)];
    let place = Place::with(&files);
    let mut terminal = Terminal::command(&place, &["prepare", "--no-history"]);
    terminal.see("What to do?");
    terminal.send(&format!("{DOWN}{ENTER}"));
    terminal.see("[1/2]");
    terminal.see("< previous question");
    terminal.send(&format!("{}{ENTER}", UP.repeat(3)));
    terminal.see("The same answer for it?");
    terminal.see("  yes");
    terminal.send(ENTER);
    terminal.see("1 finding recorded");
    terminal.see("[2/2]");
    terminal.see("< previous question");
    terminal.send("<");
    terminal.see("[1/2]");
    terminal.see("< previous question");
    // Real, after all.
    terminal.send(&format!("{}{ENTER}", UP.repeat(4)));
    terminal.see("The same answer for it?");
    terminal.see("  yes");
    terminal.send(ENTER);
    terminal.see("[2/2]");
    terminal.see("< previous question");
    terminal.send("\x1b");
    assert_eq!(terminal.end().1, 0);
    let kept = place.text("publiable.toml");
    assert!(!kept.contains("[[finding]]"), "{kept}");
}

#[cfg(unix)]
#[test]
fn what_was_answered_is_kept_when_the_conversation_is_cut_off() {
    use rexpect::process::Signal;
    for closes in [false, true] {
        let place = Place::with(&[PROGRAM[0], PROGRAM[1], ("README.md", README)]);
        let mut terminal = Terminal::command(&place, &["prepare", "--no-history"]);
        terminal.see("What to do?");
        terminal.send(&format!("{DOWN}{ENTER}"));
        terminal.see("Which openness degree?");
        terminal.see("< previous question");
        // Later is proposed: B stands two lines above.
        terminal.send(&format!("{}{ENTER}", UP.repeat(2)));
        terminal.see("Files to write");
        terminal.send(ENTER);
        terminal.see("Read in the repository");
        terminal.send(ENTER);
        terminal.see("Which administration publishes");
        terminal.see("escape: leave");
        terminal.send("Service des cartes\r");
        terminal.see("escape: leave");
        match closes {
            false => terminal.session.send_control('c').expect("sent"),
            true => terminal.session.process_mut().signal(Signal::SIGHUP).expect("sent"),
        }
        let (rest, code) = terminal.end();
        assert_eq!(code, 130, "{rest}");
        let kept = place.text("publiable.toml");
        assert!(kept.contains("organisation = \"Service des cartes\""), "{kept}");
        assert!(kept.contains("degree = \"B\""), "{kept}");
        assert!(!place.path("LICENSE").exists() && place.text("README.md") == README);
    }
}

#[cfg(unix)]
#[test]
fn what_was_answered_of_publiccode_is_proposed_again() {
    let described = ("publiccode.yml", "publiccodeYmlVersion: \"0\"\nname: Calcul\n");
    let place = Place::with(&[("README.md", README), described]);
    let open = |first: &str| {
        let mut terminal = Terminal::command(&place, &["prepare", "--no-history"]);
        terminal.see("What to do?");
        terminal.see("questions of publiccode.yml");
        terminal.send(&format!("{DOWN}{DOWN}{ENTER}"));
        terminal.see(first);
        terminal.see("escape: leave");
        terminal
    };
    let mut terminal = open("1/9  publiccode.yml");
    terminal.send("web\r");
    terminal.see("2/9  publiccode.yml");
    terminal.see("escape: leave");
    terminal.session.send_control('c').expect("sent");
    assert_eq!(terminal.end().1, 130);
    assert_eq!(place.text("publiccode.yml"), described.1);
    // It is proposed again, and nothing is taken without being seen.
    assert!(place.text("publiable.toml").contains("\"publiccode.platforms\" = \"web\""));
    let mut again = open("1/9  publiccode.yml");
    again.see("web");
    again.session.send_control('c').expect("sent");
    assert_eq!(again.end().1, 130);
}

#[cfg(unix)]
#[test]
fn what_stays_incomplete_in_publiccode_is_not_written_without_a_yes() {
    let described = ("publiccode.yml", "publiccodeYmlVersion: \"0\"\nname: Calcul\n");
    let place = Place::with(&[("README.md", README), described]);
    let mut terminal = Terminal::command(&place, &["publiccode", "fix"]);
    // One answer: the others are left for later.
    terminal.see("1/9  publiccode.yml");
    terminal.see("escape: leave");
    terminal.send("web\r");
    loop {
        let seen = terminal.see_any(&["empty: later", "< previous question", "[y/N]"]);
        match seen {
            0 | 1 => terminal.send(ENTER),
            _ => break,
        }
    }
    terminal.see("escape: leave");
    terminal.send(ENTER);
    let seen = terminal.see_any(&["What to do?", "Nothing was written"]);
    if seen == 0 {
        terminal.see("keep nothing");
        terminal.send(&format!("{UP}{ENTER}"));
    }
    terminal.end();
    assert_eq!(place.text("publiccode.yml"), described.1);
}

#[cfg(unix)]
#[test]
fn changes_that_no_commit_has_are_told_before_the_first_question() {
    let place = Place::with(&[PROGRAM[0], PROGRAM[1], ("README.md", README)]);
    for changed in [false, true] {
        if changed {
            fs::write(place.path("README.md"), format!("{README}\nÀ suivre.\n")).expect("written");
        }
        let mut terminal = Terminal::command(&place, &["prepare", "--no-history"]);
        let seen = terminal.see("What to do?");
        assert_eq!(seen.contains("had already changed"), changed, "{seen}");
        assert_eq!(seen.contains("git stash"), changed, "{seen}");
        terminal.see("leave");
        terminal.send("\x1b");
        assert_eq!(terminal.end().1, 0);
    }
}

#[test]
fn a_form_tells_each_finding_once_on_a_line_of_its_own() {
    let place = Place::with(&[PROGRAM[0], PROGRAM[1], ("README.md", README)]);
    let path = place.home.path().join("all.md");
    let done = run(&place, &["attest", "--form", &path.display().to_string()]);
    assert!(done.status.success(), "{}", text(&done.stderr));
    let form = fs::read_to_string(&path).expect("a form");
    // The place alone, where the rule says the rest.
    let origin = "\n> readme/origin: ";
    let (_, after) = form.split_once(origin).expect("what was found");
    assert_eq!(after.lines().nth(1), Some("> - README.md"), "{form}");
    let mut rule = "";
    for line in form.lines().filter_map(|line| line.strip_prefix("> ")) {
        match line.strip_prefix("- ") {
            Some(finding) => assert!(!rule.contains(finding), "{rule}\n{finding}"),
            None => rule = line,
        }
    }
    let found = form.lines().filter(|line| line.starts_with("> - ")).count();
    let events = pulldown_cmark::Parser::new(&form);
    let (mut quoted, mut items) = (false, 0);
    for event in events {
        use pulldown_cmark::{Event, Tag, TagEnd};
        match event {
            Event::Start(Tag::BlockQuote(_)) => quoted = true,
            Event::End(TagEnd::BlockQuote(_)) => quoted = false,
            Event::Start(Tag::Item) if quoted => items += 1,
            _ => {}
        }
    }
    assert!(found > 0 && items == found, "{items} {found}");
}

#[test]
fn a_form_goes_out_and_its_answers_come_back() {
    let place = Place::with(&[PROGRAM[0], PROGRAM[1], ("README.md", README)]);
    for name in ["dpo.md", "dpo.html"] {
        let path = place.home.path().join(name);
        let shown = path.display().to_string();
        let done = run(&place, &["attest", "--form", &shown, "--role", "dpo"]);
        assert!(done.status.success(), "{}", text(&done.stderr));
        let form = fs::read_to_string(&path).expect("a form");
        // Of a page, what comes back is what its button saves, named after who answers.
        let saved = "attestation-data-protection-calcul.md";
        let back = if name.ends_with(".md") { &shown } else { saved };
        let said = format!("attest --import {back}");
        assert!(text(&done.stdout).contains(&said), "{}", text(&done.stdout));
        match name.ends_with(".md") {
            true => assert!(form.contains("replace `[ ]` with `[x]`"), "{form}"),
            false => assert!(form.contains(&format!("data-file=\"{saved}\"")), "{form}"),
        }
        for said in ["attest/no-personal-data", "It is not a signature", "Data protection officer"]
        {
            assert!(form.contains(said), "{said}: {form}");
        }
        assert!(!form.contains("attest/ip-owned"), "{form}");
        assert!(!form.contains("src=") && !form.contains("http-equiv=\"refresh\""), "{form}");
        // What was filled in is not lost.
        assert_eq!(run(&place, &["attest", "--form", &shown]).status.code(), Some(2));
    }
    let path = place.home.path().join("dpo.md");
    let shown = path.display().to_string();
    let empty = run(&place, &["attest", "--import", &shown]);
    assert!(text(&empty.stdout).contains("No answer"), "{}", text(&empty.stdout));
    let form = fs::read_to_string(&path).expect("a form");
    fs::write(&path, form.replacen("- [ ] yes", "- [x] yes", 1)).expect("written");
    let done = run(&place, &["attest", "--import", &shown]);
    assert!(done.status.success(), "{}", text(&done.stderr));
    let kept = place.text("publiable.toml");
    assert!(kept.contains("role = \"Data protection officer\""), "{kept}");
    assert!(kept.contains("attest/no-personal-data") && kept.contains("commit = "), "{kept}");
    let page = place.home.path().join("dpo.html").display().to_string();
    let refused = run(&place, &["attest", "--import", &page]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(text(&refused.stderr).contains("its button saves"), "{}", text(&refused.stderr));
}

#[cfg(unix)]
#[test]
fn whoever_unticks_every_file_goes_on() {
    let place = Place::with(&[PROGRAM[0], PROGRAM[1], ("README.md", README)]);
    let before = place.files();
    let mut terminal = Terminal::command(&place, &["prepare", "--no-history"]);
    terminal.see("What to do?");
    terminal.send(&format!("{DOWN}{ENTER}"));
    terminal.see("Which openness degree?");
    terminal.see("< previous question");
    terminal.send(ENTER);
    terminal.see("Files to write");
    terminal.see("README.md");
    terminal.send(&format!("a{ENTER}"));
    loop {
        match terminal.see_any(&["empty: later", "back to the files", "Go on without writing"]) {
            0 => unreachable!("no file asks anything"),
            1 => terminal.send(ENTER),
            _ => break,
        }
    }
    terminal.see("Leave without writing");
    terminal.send("\x1b");
    terminal.nothing(&before, 0);
}
