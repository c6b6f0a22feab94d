//! From “not publishable” to “publishable”: what is missing is planned, shown
//! and written.

pub mod apply;
pub mod change;
pub mod diff;
