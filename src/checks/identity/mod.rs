//! Who the history says wrote the code, and from which addresses.

pub mod generic;
pub mod professional;
