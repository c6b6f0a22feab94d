//! The one form in which words, pages and files leave the program.

use super::mask;
use super::patterns::{self, Confidence, Patterns};
use std::borrow::Cow;
use std::fmt;

/// Bytes that the redactor has passed. What prints, saves, serves or sends takes
/// nothing else, and only this file makes them: a page that forgets the redactor does
/// not compile.
///
/// What an audit found is masked before, where it is worded
/// ([`super::Redactor`]); this is the last door, whoever wrote the words.
#[derive(Debug, Clone)]
pub(crate) struct Redacted<'a>(Cow<'a, [u8]>);

impl<'a> Redacted<'a> {
    /// `page` with a mask for each value whose shape alone makes it a secret. Values
    /// are masked where they stand, so that what is around them does not move and a
    /// document stays what it is.
    pub(crate) fn of(page: &'a (impl AsRef<[u8]> + ?Sized)) -> Redacted<'a> {
        let page = page.as_ref();
        let whole = 0..page.len();
        let mut shapes = Patterns::default().candidates(page, "", std::slice::from_ref(&whole));
        shapes.retain(|shape| {
            // A value with a quote or a blank may go from one field to another.
            let inside = |byte: &u8| byte.is_ascii_graphic() && !b"\"'<>\\".contains(byte);
            let certain = patterns::get(shape.pattern)
                .is_some_and(|pattern| pattern.confidence == Confidence::Certain);
            certain && shape.validated != Some(false) && shape.secret.expose().iter().all(inside)
        });
        if shapes.is_empty() {
            return Redacted(Cow::Borrowed(page));
        }
        Redacted(Cow::Owned(mask::covered(
            page,
            whole,
            shapes.into_iter().map(|shape| shape.value),
        )))
    }

    /// `bytes` as they are, because a person asked for them so: values to reveal, or
    /// their own file given back.
    pub(crate) fn disclosed(bytes: &'a (impl AsRef<[u8]> + ?Sized)) -> Redacted<'a> {
        Redacted(Cow::Borrowed(bytes.as_ref()))
    }

    /// `bytes` of a packed document, whose texts were redacted before they were packed.
    pub(crate) fn packed(bytes: &'a (impl AsRef<[u8]> + ?Sized)) -> Redacted<'a> {
        Redacted(Cow::Borrowed(bytes.as_ref()))
    }

    /// The bytes to write.
    pub(crate) fn bytes(&self) -> &[u8] {
        &self.0
    }
}

impl fmt::Display for Redacted<'_> {
    /// The text to show.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&String::from_utf8_lossy(&self.0))
    }
}
