//! What tests build: values, repositories, and the program run on them.

pub mod browser;
pub mod commit;
pub mod disguises;
pub mod pack;
pub mod planted;
pub mod program;
pub mod project;
pub mod random;
pub mod reading;
pub mod repository;
pub mod scanned;
pub mod scanning;
