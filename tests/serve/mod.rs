//! The page for a person without a terminal: who is let in, what is read, what is written.

mod deciding;
mod doors;
mod reading;
mod trouble;
