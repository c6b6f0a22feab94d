//! What publiable writes in a repository starts from what the repository says.

pub mod facts;
