//! The `publiable` command.

fn main() {}
