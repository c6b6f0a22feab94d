//! From “not publishable” to “publishable”: what is missing is planned, shown
//! and written.

pub mod answers;
pub mod apply;
pub mod article;
pub mod change;
mod commands;
mod contacts;
pub mod facts;
mod ignore;
pub mod insert;
pub mod keep;
pub mod kinds;
pub mod piece;
pub mod plan;
pub mod questions;
mod reuse;
pub mod template;
