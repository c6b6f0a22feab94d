//! What a page was made from: a form that comes back once that changed is refused, so that
//! of two pages open on one project, the second writes over nothing that it did not show.

use super::app::App;
use super::call::Call;
use crate::config::edit;
use crate::error::Result;
use crate::lang::Text;
use crate::text;
use std::path::Path;

/// The field of a form that tells what its page was made from.
pub(super) const FIELD: &str = "seen";

/// What `parts` are known by.
pub(super) fn of<'p>(parts: impl IntoIterator<Item = &'p [u8]>) -> String {
    let mut hasher = blake3::Hasher::new();
    for part in parts {
        hasher.update(&(part.len() as u64).to_le_bytes());
        hasher.update(part);
    }
    hasher.finalize().to_hex().to_string()
}

/// The text of the file at `path`; nothing when there is none.
pub(super) fn text(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_default()
}

/// Changes the file at `path` to what `change` makes of it, when its text is still `known`
/// by what the form of `call` was made from; false when it is not. One writes at a time.
pub(super) fn update(
    app: &App,
    call: &Call,
    path: &Path,
    known: impl FnOnce(&str) -> String,
    change: impl FnOnce(&str) -> Result<String>,
) -> Result<bool> {
    let _alone = app.writing();
    edit::update(path, |before| match call.field(FIELD) == Some(&known(before)) {
        true => Ok((change(before)?, true)),
        false => Ok((before.to_string(), false)),
    })
}

/// What a person is told of a form that is refused so.
pub(super) fn stale() -> Text {
    text!(
        "Le projet a changé depuis que cette page a été affichée, par un autre onglet ou un autre programme : rien n’a été écrit. Relisez ce qui suit, puis recommencez.",
        "The project changed since this page was shown, by another tab or another program: nothing was written. Read what follows again, then start over."
    )
}
