//! `publiable publiccode`, and the agreement of its verdicts with those of others.

mod command;
mod oracle;
