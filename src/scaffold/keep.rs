//! Keeping the answers people gave in `publiable.toml`.

use super::change::{Change, Plan};
use crate::config::{FILE_NAME, edit};
use crate::error::Result;
use crate::lang::{Lang, Text};
use std::collections::BTreeMap;

/// Adds `given` to the `publiable.toml` of `plan`, or to the one on disk whose
/// content is `before`, or to a new one in `lang`.
pub(crate) fn answers(
    plan: &mut Plan,
    before: Option<Vec<u8>>,
    given: &BTreeMap<String, String>,
    lang: Lang,
) -> Result<()> {
    if given.is_empty() {
        return Ok(());
    }
    let planned = plan.changes.iter().position(|change| change.path == FILE_NAME);
    let now = planned.map(|at| plan.changes[at].after.clone()).or_else(|| before.clone());
    let text = now.map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
    let after = with(text.as_deref().unwrap_or_default(), given, lang)?.into_bytes();
    match planned {
        Some(at) => plan.changes[at].after = after,
        None if before.as_ref() == Some(&after) => {}
        None => {
            let brings = Text::new("réponses données", "answers given");
            let path = FILE_NAME.to_string();
            plan.changes.push(Change { path, before, after, rules: vec![], brings });
        }
    }
    Ok(())
}

/// The text of a configuration with `given` kept; of a new one in `lang` when it is empty.
pub(crate) fn with(text: &str, given: &BTreeMap<String, String>, lang: Lang) -> Result<String> {
    let mut text = match text.is_empty() {
        true => edit::initial(lang, None, None),
        false => text.to_string(),
    };
    // The degree announced is not said twice.
    let announced = edit::degree(&text).map(|degree| degree.to_string());
    let said = |id: &str, answer: &String| id == "degree" && announced.as_ref() == Some(answer);
    for (id, answer) in given.iter().filter(|(id, answer)| !said(id, answer)) {
        text = edit::with_text(&text, &["scaffold", "answers"], id, answer)?;
    }
    Ok(text)
}
