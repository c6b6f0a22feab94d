//! A program driven through a pseudo-terminal.

use super::place::Place;
use crate::support::program::command;
use rexpect::ReadUntil;
use rexpect::process::WaitStatus;
use rexpect::reader::Options;
use rexpect::session::{PtySession, spawn_with_options};
use std::collections::BTreeMap;
use std::io::Write;
use std::process::Command;

/// Long enough for a loaded machine; nothing waits for it otherwise.
const PATIENCE: u64 = 180_000;
pub const ENTER: &str = "\r";
pub const DOWN: &str = "\x1b[B";
pub const UP: &str = "\x1b[A";

/// A program in a terminal.
pub struct Terminal<'p> {
    place: &'p Place,
    pub session: PtySession,
}

impl<'p> Terminal<'p> {
    /// `publiable scaffold` with `arguments`.
    pub fn open(place: &'p Place, arguments: &[&str], columns: u16, colours: bool) -> Terminal<'p> {
        Terminal::of(place, &place.scaffold(arguments), columns, colours)
    }

    /// Another command, in English and without colours.
    pub fn command(place: &'p Place, arguments: &[&str]) -> Terminal<'p> {
        let mut program = command(place.home.path());
        program.args(arguments).args(["--lang", "en"]).current_dir(place.root());
        Terminal::of(place, &program, 100, false)
    }

    fn of(place: &'p Place, program: &Command, columns: u16, colours: bool) -> Terminal<'p> {
        let mut command = Command::new("/bin/sh");
        let size = format!("stty cols {columns} rows 40; exec \"$0\" \"$@\"");
        command.arg("-c").arg(size).arg(program.get_program()).args(program.get_args());
        if let Some(folder) = program.get_current_dir() {
            command.current_dir(folder);
        }
        command.env_clear().env("PATH", "/usr/bin:/bin").env("TERM", "xterm-256color");
        command.envs(program.get_envs().filter_map(|(name, value)| Some((name, value?))));
        if !colours {
            command.env("NO_COLOR", "1");
        }
        let options = Options::new().timeout_ms(Some(PATIENCE)).strip_ansi_escape_codes(false);
        let session = spawn_with_options(command, options).expect("a terminal");
        Terminal { place, session }
    }

    /// `publiable scaffold` in English.
    pub fn english(place: &'p Place, arguments: &[&str]) -> Terminal<'p> {
        let arguments = [&["--lang", "en"], arguments].concat();
        Terminal::open(place, &arguments, 100, false)
    }

    /// Waits for ASCII `words` and gives what came before them.
    pub fn see(&mut self, words: &str) -> String {
        self.session.exp_string(words).unwrap_or_else(|error| unreachable!("{words:?}: {error}"))
    }

    /// Waits for one of ASCII `words`: which one came first.
    pub fn see_any(&mut self, words: &[&str]) -> usize {
        let needles = words.iter().map(|words| ReadUntil::String(words.to_string())).collect();
        let (_, found) = self.session.exp_any(needles).expect("one of them");
        words.iter().position(|words| found.contains(words)).expect("one of them")
    }

    /// Types `keys`.
    pub fn send(&mut self, keys: &str) {
        self.session.send(keys).expect("sent");
        self.session.flush().expect("sent");
    }

    /// The same, whatever they are.
    pub fn send_bytes(&mut self, bytes: &[u8]) {
        let mut file = self.session.process().get_file_handle().expect("handle");
        file.write_all(bytes).expect("sent");
        file.flush().expect("sent");
    }

    /// What is left to read, and the exit code.
    pub fn end(mut self) -> (String, i32) {
        let rest = self.session.exp_eof().expect("the end");
        match self.session.process().wait().expect("status") {
            WaitStatus::Exited(_, code) => (rest, code),
            other => unreachable!("{other:?}: {rest}"),
        }
    }

    /// Ends and asserts that nothing was written.
    pub fn nothing(self, before: &BTreeMap<String, Vec<u8>>, code: i32) {
        let place = self.place;
        let (rest, ended) = self.end();
        assert_eq!(ended, code, "{rest}");
        assert_eq!(&place.files(), before, "{rest}");
    }
}
