//! `publiable scaffold`: what it writes, in a terminal or not, on a machine that
//! fails, and on documents of every markup.

mod command;
mod documents;
#[cfg(unix)]
mod faults;
mod fix;
mod pieces;
mod place;
mod prepare;
#[cfg(unix)]
mod pty;
mod reuse;
#[cfg(unix)]
mod terminal;
mod texts;
