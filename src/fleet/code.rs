//! Values as the files of a fleet name them: as reports do.

use serde::Serialize;
use serde::de::DeserializeOwned;

/// The name of `value`, a variant without fields; empty for none.
pub(super) fn code<T: Serialize>(value: &T) -> String {
    let value = serde_json::to_value(value).ok();
    value.and_then(|value| value.as_str().map(str::to_string)).unwrap_or_default()
}

/// The value that `code` names; `None` when it names none.
pub(super) fn parsed<T: DeserializeOwned>(code: &str) -> Option<T> {
    serde_json::from_value(code.into()).ok()
}
