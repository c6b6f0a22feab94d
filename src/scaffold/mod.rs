//! From “not publishable” to “publishable”: what is missing is planned, shown
//! and written.

pub(crate) mod answers;
pub(crate) mod apply;
pub(crate) mod article;
mod bounds;
pub(crate) mod change;
mod commands;
mod contacts;
pub(crate) mod facts;
pub(crate) mod foresee;
mod ignore;
pub(crate) mod insert;
pub(crate) mod keep;
pub(crate) mod kinds;
pub(crate) mod piece;
pub(crate) mod plan;
pub(crate) mod questions;
mod reuse;
pub(crate) mod session;
pub(crate) mod template;
