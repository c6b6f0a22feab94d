//! `publiable secrets`: what it finds, what it writes, and what nothing it reads
//! can do to it.

mod command;
mod outputs;
mod robustness;
