//! `publiable scaffold` in a terminal, on a machine that fails, and on
//! documents of every markup.

#[path = "../support/program.rs"]
mod program;
#[path = "../support/repository.rs"]
mod repository;

mod documents;
#[cfg(unix)]
mod faults;
mod place;
#[cfg(unix)]
mod terminal;
mod texts;
