//! Recognises the texts of licences in a text.

pub(crate) mod align;
pub(crate) mod compile;
pub(crate) mod cover;
pub(crate) mod decode;
mod fold;
pub(crate) mod force;
pub(crate) mod judge;
pub(crate) mod library;
mod markup;
pub(crate) mod reading;
pub(crate) mod rtf;
pub(crate) mod words;
