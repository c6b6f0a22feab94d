//! The `publiable` command.

use std::process::ExitCode;

fn main() -> ExitCode {
    ExitCode::from(publiable::cli::run(std::env::args_os()))
}
