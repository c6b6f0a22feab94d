//! The conversation, through a pseudo-terminal.

use super::place::{PROGRAM, Place};
use super::pty::{DOWN, ENTER, Terminal, UP};
use std::fs;

/// Two files, one fact and two questions.
const ONLY: [&str; 4] = ["--degree", "B", "--only", "security/policy,contribution/contributing"];

/// The whole conversation: what is shown, what is answered.
const CONVERSATION: [(&str, &str); 6] = [
    ("Files to write", ENTER),
    ("Read in the repository", ENTER),
    ("1/2", "equipe@projet.gouv.fr\r"),
    // The address of the team is proposed.
    ("2/2", ENTER),
    ("Leave without writing", "\x1b[A\r"),
    ("Keep the answers", ENTER),
];

#[test]
fn a_whole_conversation_writes() {
    let place = Place::with(&PROGRAM);
    let mut terminal = Terminal::english(&place, &ONLY);
    for (words, keys) in CONVERSATION {
        terminal.see(words);
        terminal.send(keys);
    }
    let (rest, code) = terminal.end();
    assert_eq!(code, 0, "{rest}");
    assert!(rest.contains("publiable audit"), "{rest}");
    assert!(place.text("SECURITY.md").contains("<equipe@projet.gouv.fr>"));
    assert!(place.text("CONTRIBUTING.md").contains("cargo test"));
    assert!(place.text("publiable.toml").contains("contact = \"equipe@projet.gouv.fr\""));
}

#[test]
fn an_interruption_at_each_question_leaves_nothing() {
    let place = Place::with(&PROGRAM);
    let before = place.files();
    for stop in 0..CONVERSATION.len() {
        let mut terminal = Terminal::english(&place, &ONLY);
        for (words, keys) in &CONVERSATION[..stop] {
            terminal.see(words);
            terminal.send(keys);
        }
        terminal.see(CONVERSATION[stop].0);
        terminal.session.send_control('c').expect("sent");
        terminal.nothing(&before, 130);
    }
}

#[test]
fn a_person_corrects_goes_back_and_leaves() {
    let place = Place::with(&PROGRAM);
    let before = place.files();
    let mut terminal = Terminal::english(&place, &ONLY);
    terminal.see("Files to write");
    terminal.send(ENTER);
    terminal.see("Read in the repository");
    terminal.see("back to the files");
    // The first fact is the name.
    terminal.send(&format!("{DOWN}{ENTER}"));
    terminal.see("erases what was read");
    terminal.see("What is the project called?");
    terminal.see("escape: leave");
    // Typing replaces what is proposed.
    terminal.send("Calcul 2\r");
    terminal.see("Corrected. Anything else?");
    terminal.send(ENTER);
    terminal.see("1/2");
    terminal.send("nobody\r");
    terminal.see("it is not an e-mail address");
    terminal.send("equipe@projet.gouv.fr\r");
    terminal.see("2/2");
    terminal.send("<\r");
    terminal.see("1/2");
    terminal.send("<\r");
    terminal.see("What is the project called?");
    terminal.see("Calcul 2");
    terminal.see("back to the files");
    terminal.send("\x1b[A\r");
    terminal.see("Files to write");
    terminal.send("\x1b");
    terminal.see("1 answer is not kept. What to do?");
    terminal.see("Leave and keep nothing");
    terminal.send(&format!("{UP}{ENTER}"));
    terminal.nothing(&before, 0);
}

#[test]
fn a_fact_is_erased_and_an_answer_that_does_not_do_is_asked_again() {
    let place =
        Place::with(&[PROGRAM[0], PROGRAM[1], ("README.md", "# Calcul\n\n## Usage\n\nRun it.\n")]);
    let only = ["--degree", "B", "--only", "readme/purpose,contribution/contributing"];
    let mut terminal = Terminal::english(&place, &only);
    terminal.see("Files to write");
    terminal.send(ENTER);
    terminal.see("Read in the repository");
    terminal.see("Which command runs the tests?");
    terminal.see("back to the files");
    // The facts come in the order of their names: the last one.
    terminal.send(&format!("{UP}{UP}{ENTER}"));
    terminal.see("erases what was read");
    terminal.see("escape: leave");
    terminal.send("\x15\r");
    let left = terminal.see("Corrected. Anything else?");
    assert!(!left.contains("runs the tests"), "{left}");
    terminal.see("back to the files");
    terminal.send(ENTER);
    terminal.see("What is the software for?");
    terminal.see("escape: leave");
    terminal.send("Copies data.\r");
    terminal.see("confirm it again to keep it");
    terminal.see("escape: leave");
    terminal.send("This tool helps public servants to estimate an allowance.\r");
    terminal.see("2/3");
    terminal.see("escape: leave");
    terminal.send("\x1b");
    terminal.see("1 answer is not kept. What to do?");
    terminal.see("Leave and keep nothing");
    terminal.send(&format!("{UP}{ENTER}"));
    assert_eq!(terminal.end().1, 0);
}

#[test]
fn a_question_with_choices_is_answered_in_french() {
    let readme = "# Calcul\n\nCalcul est un outil qui permet aux agents d’estimer une aide.\n";
    let place = Place::with(&[PROGRAM[0], PROGRAM[1], ("README.md", readme)]);
    let only = ["--lang", "fr", "--degree", "B", "--only", "readme/maintenance-status"];
    let arguments = [&only[..], &["--now", "2031-01-01"]].concat();
    let mut command = Terminal::open(&place, &arguments, 100, true);
    command.see("Fichiers");
    command.send(ENTER);
    command.see("1/1");
    command.see("plus tard");
    command.send(&format!("{DOWN}{DOWN}{DOWN}{ENTER}"));
    command.see("Quitter sans rien");
    command.send("\x1b[A\r");
    command.see("[O/n]");
    command.send(&format!("n{ENTER}"));
    let (rest, code) = command.end();
    assert_eq!(code, 0, "{rest}");
    assert!(place.text("README.md").contains("stable"), "{}", place.text("README.md"));
    assert!(!place.path("publiable.toml").exists());
}

#[test]
fn no_colour_means_none_and_a_narrow_terminal_wraps_lines() {
    let place = Place::with(&PROGRAM);
    let before = place.files();
    let arguments = [&["--lang", "en"], &ONLY[..]].concat();
    for colours in [false, true] {
        let mut terminal = Terminal::open(&place, &arguments, 40, colours);
        let mut seen = terminal.see("Files to write");
        terminal.send(ENTER);
        seen += &terminal.see("Read in the repository");
        terminal.send(ENTER);
        seen += &terminal.see("1/2");
        // Keys are told to their end.
        seen += &terminal.see("escape:");
        terminal.see("leave");
        terminal.session.send_control('c').expect("sent");
        assert!(!seen.contains('…'), "{seen:?}");
        assert_eq!(seen.contains("\x1b[0m"), colours, "{seen:?}");
        let ticked = seen.lines().filter(|line| line.contains("CONTRIBUTING.md"));
        assert!(ticked.clone().count() > 0, "{seen:?}");
        terminal.nothing(&before, 130);
    }
}

#[test]
fn bytes_that_are_not_utf8_are_left_out() {
    let place = Place::with(&PROGRAM);
    let before = place.files();
    let mut terminal = Terminal::english(&place, &ONLY);
    terminal.see("Files to write");
    terminal.send(ENTER);
    terminal.see("Read in the repository");
    terminal.send(ENTER);
    terminal.see("1/2");
    terminal.send_bytes(b"\xff\xfe\xc3\x28equipe@projet.gouv.fr\r");
    // The address alone is proposed for the next question.
    terminal.see("2/2");
    terminal.see("privately?");
    terminal.see("equipe@projet.gouv.fr");
    terminal.session.send_control('c').expect("sent");
    terminal.nothing(&before, 130);
}

#[test]
fn what_changes_during_the_conversation_stops_the_writing() {
    let readme = "# Calcul\n\nCalcul est un outil qui permet aux agents d’estimer une aide.\n";
    let edited = "# Calcul\n\nCalcul a changé.\n";
    for (name, text, said) in [
        ("README.md", edited, "README.md changed since"),
        ("SECURITY.md", "# Mine\n", "SECURITY.md appeared since"),
    ] {
        let place = Place::with(&[PROGRAM[0], PROGRAM[1], ("README.md", readme)]);
        let arguments = ["--degree", "B", "--only", "security/policy,readme/origin"];
        let given = [
            "--answer",
            "security_contact=securite@projet.gouv.fr",
            "--answer",
            "organisation=Direction interministérielle du numérique",
        ];
        let mut terminal = Terminal::english(&place, &[&arguments[..], &given[..]].concat());
        terminal.see("Files to write");
        terminal.send(ENTER);
        terminal.see("Leave without writing");
        fs::write(place.path(name), text).expect("written");
        let before = place.files();
        terminal.send("\x1b[A\r");
        let (rest, code) = terminal.end();
        assert_eq!(code, 2, "{rest}");
        assert!(rest.contains(said), "{rest}");
        assert_eq!(place.files(), before);
    }
}

#[test]
fn the_answers_of_a_person_who_leaves_are_offered_again() {
    let place = Place::with(&PROGRAM);
    let mut terminal = Terminal::english(&place, &ONLY);
    for (words, keys) in &CONVERSATION[..3] {
        terminal.see(words);
        terminal.send(keys);
    }
    terminal.see("2/2");
    terminal.send("\x1b");
    terminal.see("1 answer is not kept. What to do?");
    terminal.see("Keep in publiable.toml");
    terminal.send(&format!("{DOWN}{ENTER}"));
    let (rest, code) = terminal.end();
    assert_eq!(code, 0, "{rest}");
    assert!(place.text("publiable.toml").contains("contact = \"equipe@projet.gouv.fr\""));
    assert!(!place.path("SECURITY.md").exists());
    let mut again = Terminal::english(&place, &ONLY);
    again.see("Files to write");
    again.send(ENTER);
    again.see("can the team be reached?");
    again.see("equipe@projet.gouv.fr");
    again.see("your answer");
    again.see("back to the files");
    again.send("\x1b");
    let (rest, code) = again.end();
    assert_eq!(code, 0, "{rest}");
}

#[test]
fn the_plan_shows_one_file_and_lets_an_answer_change() {
    let place = Place::with(&PROGRAM);
    let mut terminal = Terminal::english(&place, &ONLY);
    for (words, keys) in &CONVERSATION[..4] {
        terminal.see(words);
        terminal.send(keys);
    }
    terminal.see("Leave without writing");
    terminal.send(&format!("{DOWN}{ENTER}"));
    terminal.see("back to the plan");
    terminal.send(&format!("{DOWN}{ENTER}"));
    terminal.see("+++ b/SECURITY.md");
    terminal.see("Leave without writing");
    // What was looked at is not proposed again: writing is.
    terminal.send(&format!("{DOWN}{DOWN}{DOWN}{ENTER}"));
    terminal.see("Read in the repository, or answered");
    terminal.see("back to the files");
    // The address of the team, before the degree and that of security.
    terminal.send(&format!("{UP}{UP}{UP}{UP}{ENTER}"));
    terminal.see("equipe@projet.gouv.fr");
    terminal.send("accueil@projet.gouv.fr\r");
    terminal.see("Corrected. Anything else?");
    terminal.send(ENTER);
    terminal.see("Leave without writing");
    terminal.send(&format!("{UP}{ENTER}"));
    terminal.see("Keep the answers");
    terminal.send(&format!("{DOWN}{ENTER}"));
    let (rest, code) = terminal.end();
    assert_eq!(code, 0, "{rest}");
    let (guide, security) = (place.text("CONTRIBUTING.md"), place.text("SECURITY.md"));
    assert!(guide.contains("accueil@projet.gouv.fr"), "{guide}");
    assert!(security.contains("<equipe@projet.gouv.fr>"), "{security}");
}

#[test]
fn a_file_that_waits_for_an_answer_is_listed_from_the_start() {
    let place = Place::with(&PROGRAM);
    let before = place.files();
    let mut terminal = Terminal::english(&place, &["--degree", "B", "--only", "licence/present"]);
    terminal.see("Files to write");
    terminal.see("LICENSE");
    terminal.send(ENTER);
    terminal.see("1/2");
    terminal.send("MIT\r");
    terminal.see("2/2");
    terminal.session.send_control('c').expect("sent");
    terminal.nothing(&before, 130);
}

#[test]
fn one_key_goes_back_everywhere() {
    let readme = "# Calcul\n\nCalcul est un outil qui permet aux agents d’estimer une aide.\n";
    let place = Place::with(&[PROGRAM[0], PROGRAM[1], ("README.md", readme)]);
    let before = place.files();
    let mut terminal =
        Terminal::english(&place, &["--only", "security/policy,readme/openness-degree"]);
    terminal.see("Which openness degree?");
    terminal.see("< previous question");
    // Later is proposed: B stands two lines above.
    terminal.send(&format!("{UP}{UP}{ENTER}"));
    terminal.see("Files to write");
    terminal.send("<");
    terminal.see("Which openness degree?");
    terminal.see("< previous question");
    // What was answered is proposed again.
    terminal.send(ENTER);
    terminal.see("Files to write");
    terminal.send(ENTER);
    terminal.see("Read in the repository");
    terminal.see("back to the files");
    terminal.send("<");
    terminal.see("Files to write");
    terminal.send(ENTER);
    terminal.see("Read in the repository");
    terminal.send(ENTER);
    terminal.see("1/1");
    terminal.send("equipe@projet.gouv.fr\r");
    terminal.see("Leave without writing");
    terminal.send(&format!("{DOWN}{ENTER}"));
    terminal.see("back to the plan");
    terminal.send("<");
    terminal.see("Leave without writing");
    // What was looked at is not proposed again: writing is.
    terminal.send(&format!("{DOWN}{DOWN}{DOWN}{ENTER}"));
    terminal.see("Read in the repository, or answered");
    terminal.session.send_control('c').expect("sent");
    terminal.nothing(&before, 130);
}
