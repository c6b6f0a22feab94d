//! Recognises the texts of licences in a text: `reading` cuts it into words, `cover` chooses
//! the licences of the `library` to compare, `align` sets each beside it, and `judge` says
//! whether what differs makes another licence. `licence/identify` asks for all of it.

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
