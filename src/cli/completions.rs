//! `publiable completions`.

use crate::error::Result;
use clap::{Args, Command};
use clap_complete::Shell;

/// Print the completion script of a shell.
#[derive(Debug, Args)]
pub struct Completions {
    /// The shell.
    #[arg(value_enum)]
    shell: Shell,
}

impl Completions {
    /// Prints the script for `command`.
    pub fn run(&self, mut command: Command) -> Result<u8> {
        let mut script = Vec::new();
        clap_complete::generate(self.shell, &mut command, "publiable", &mut script);
        super::print(&String::from_utf8_lossy(&script))
    }
}
