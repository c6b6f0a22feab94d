//! The conversation, through a pseudo-terminal.

use super::place::{PROGRAM, Place};
use rexpect::process::WaitStatus;
use rexpect::reader::Options;
use rexpect::session::{PtySession, spawn_with_options};
use std::fs;
use std::io::Write;
use std::process::Command;

/// Long enough for a loaded machine; nothing waits for it otherwise.
const PATIENCE: u64 = 180_000;
const ENTER: &str = "\r";
const DOWN: &str = "\x1b[B";
/// Two files, one fact and two questions.
const ONLY: [&str; 4] = ["--degree", "B", "--only", "security/policy,contribution/contributing"];

struct Terminal<'p> {
    place: &'p Place,
    session: PtySession,
}

impl<'p> Terminal<'p> {
    fn open(place: &'p Place, arguments: &[&str], columns: u16, colours: bool) -> Terminal<'p> {
        let program = place.scaffold(arguments);
        let mut command = Command::new("/bin/sh");
        let size = format!("stty cols {columns} rows 40; exec \"$0\" \"$@\"");
        command.arg("-c").arg(size).arg(program.get_program()).args(program.get_args());
        command.env_clear().env("PATH", "/usr/bin:/bin").env("TERM", "xterm-256color");
        command.envs(program.get_envs().filter_map(|(name, value)| Some((name, value?))));
        if !colours {
            command.env("NO_COLOR", "1");
        }
        let options = Options::new().timeout_ms(Some(PATIENCE)).strip_ansi_escape_codes(false);
        let session = spawn_with_options(command, options).expect("a terminal");
        Terminal { place, session }
    }

    fn english(place: &'p Place, arguments: &[&str]) -> Terminal<'p> {
        let arguments = [&["--lang", "en"], arguments].concat();
        Terminal::open(place, &arguments, 100, false)
    }

    /// Waits for ASCII `words` and gives what came before them.
    fn see(&mut self, words: &str) -> String {
        self.session.exp_string(words).unwrap_or_else(|error| unreachable!("{words:?}: {error}"))
    }

    fn send(&mut self, keys: &str) {
        self.session.send(keys).expect("sent");
        self.session.flush().expect("sent");
    }

    fn send_bytes(&mut self, bytes: &[u8]) {
        let mut file = self.session.process().get_file_handle().expect("handle");
        file.write_all(bytes).expect("sent");
        file.flush().expect("sent");
    }

    /// What is left to read, and the exit code.
    fn end(mut self) -> (String, i32) {
        let rest = self.session.exp_eof().expect("the end");
        match self.session.process().wait().expect("status") {
            WaitStatus::Exited(_, code) => (rest, code),
            other => unreachable!("{other:?}: {rest}"),
        }
    }

    /// Ends and asserts that nothing was written.
    fn nothing(self, before: &std::collections::BTreeMap<String, Vec<u8>>, code: i32) {
        let place = self.place;
        let (rest, ended) = self.end();
        assert_eq!(ended, code, "{rest}");
        assert_eq!(&place.files(), before, "{rest}");
    }
}

/// The whole conversation: what is shown, what is answered.
const CONVERSATION: [(&str, &str); 6] = [
    ("Files to write", ENTER),
    ("Read in the repository", ENTER),
    ("1/2  contact", "equipe@projet.gouv.fr\r"),
    // The address of the team is proposed.
    ("2/2  security_contact", ENTER),
    ("Leave without writing", "\x1b[A\r"),
    ("Keep the answers", "y"),
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
    // The first fact is the name.
    terminal.send(&format!("{DOWN}{ENTER}"));
    terminal.see("What is the project called?");
    terminal.send("2\r");
    terminal.see("Corrected. Anything else?");
    terminal.send(ENTER);
    terminal.see("1/2  contact");
    terminal.send("nobody\r");
    terminal.see("it is not an e-mail address");
    terminal.send("equipe@projet.gouv.fr\r");
    terminal.see("2/2  security_contact");
    terminal.send("<\r");
    terminal.see("1/2  contact");
    terminal.send("<\r");
    terminal.see("calcul2");
    terminal.see("Back to the files");
    terminal.send("\x1b[A\r");
    terminal.see("Files to write");
    terminal.send("\x1b");
    terminal.nothing(&before, 0);
}

#[test]
fn a_question_with_choices_is_answered_in_french() {
    let readme = "# Calcul\n\nCalcul est un outil qui permet aux agents d’estimer une aide.\n";
    let place = Place::with(&[PROGRAM[0], PROGRAM[1], ("README.md", readme)]);
    let only = ["--lang", "fr", "--degree", "B", "--only", "readme/maintenance-status"];
    let arguments = [&only[..], &["--now", "2031-01-01"]].concat();
    let mut command = Terminal::open(&place, &arguments, 100, true);
    command.see("1/1  status");
    command.see("plus tard");
    command.send(&format!("{DOWN}{ENTER}"));
    command.see("Quitter sans rien");
    command.send("\x1b[A\r");
    command.see("Garder les r");
    command.send("n");
    let (rest, code) = command.end();
    assert_eq!(code, 0, "{rest}");
    assert!(place.text("README.md").contains("stable"), "{}", place.text("README.md"));
    assert!(!place.path("publiable.toml").exists());
}

#[test]
fn no_colour_means_none_and_a_narrow_terminal_cuts_lines() {
    let place = Place::with(&PROGRAM);
    let before = place.files();
    let arguments = [&["--lang", "en"], &ONLY[..]].concat();
    for colours in [false, true] {
        let mut terminal = Terminal::open(&place, &arguments, 40, colours);
        let mut seen = terminal.see("Files to write");
        terminal.send(ENTER);
        seen += &terminal.see("Read in the repository");
        terminal.send(ENTER);
        seen += &terminal.see("1/2  contact");
        terminal.session.send_control('c').expect("sent");
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
    terminal.see("1/2  contact");
    terminal.send_bytes(b"\xff\xfe\xc3\x28equipe@projet.gouv.fr\r");
    // The address alone is proposed for the next question.
    terminal.see("2/2  security_contact");
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
        terminal.see("Keep the answers");
        terminal.send("n");
        let (rest, code) = terminal.end();
        assert_eq!(code, 2, "{rest}");
        assert!(rest.contains(said), "{rest}");
        assert_eq!(place.files(), before);
    }
}
