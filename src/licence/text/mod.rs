//! Recognises the texts of licences in a text.

pub mod align;
pub mod compile;
pub mod cover;
pub mod decode;
mod fold;
pub mod force;
pub mod judge;
pub mod library;
mod markup;
pub mod reading;
pub mod rtf;
pub mod words;
