//! The JSON Schema of `publiable.toml`, for editors, described in either language.

use super::Config;
use crate::lang::Lang;
use serde_json::Value;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// The French of what the configuration is described by; a test reads it whole.
static FRENCH: LazyLock<BTreeMap<String, String>> =
    LazyLock::new(|| toml::from_str(include_str!("keys.fr.toml")).unwrap_or_default());

/// The schema, with descriptions in `lang`.
pub(crate) fn schema(lang: Lang) -> Value {
    let mut schema = schemars::schema_for!(Config).to_value();
    schema["title"] = super::FILE_NAME.into();
    each_description(&mut schema, &mut |said| {
        *said = said.replace('\n', " ");
        if let (Lang::Fr, Some(french)) = (lang, FRENCH.get(said.as_str())) {
            said.clone_from(french);
        }
    });
    schema
}

fn each_description(value: &mut Value, change: &mut dyn FnMut(&mut String)) {
    match value {
        Value::Object(entries) => {
            for (name, value) in entries {
                match value {
                    Value::String(said) if name == "description" => change(said),
                    _ => each_description(value, change),
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| each_description(item, change)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_description_has_its_french() {
        let mut said = BTreeSet::new();
        each_description(&mut schema(Lang::En), &mut |one| _ = said.insert(one.clone()));
        let french: BTreeSet<String> = FRENCH.keys().cloned().collect();
        assert_eq!(said, french);
    }
}
