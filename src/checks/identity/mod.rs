//! Who the history says wrote the code, and from which addresses.

pub(crate) mod generic;
pub(crate) mod professional;
