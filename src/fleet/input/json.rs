//! JSON, item by item: the files of code.gouv.fr hold tens of thousands of records.

use super::record::{self, Record};
use super::{Inputs, Service, words};
use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::Value;
use std::fmt;
use std::path::Path;

/// Reads a list of records or of words, or an object that holds such lists.
pub(super) fn read(text: &str, folder: &Path, inputs: &mut Inputs) -> Result<(), String> {
    let mut source = serde_json::Deserializer::from_str(text);
    let each = Each { folder, inputs };
    each.deserialize(&mut source).map_err(|error| error.to_string())
}

/// Gives each record of a document to `inputs`, and keeps none.
struct Each<'a> {
    folder: &'a Path,
    inputs: &'a mut Inputs,
}

impl<'de> DeserializeSeed<'de> for Each<'_> {
    type Value = ();
    fn deserialize<D: Deserializer<'de>>(self, source: D) -> Result<(), D::Error> {
        source.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Each<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of repositories")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        while let Some(item) = items.next_element::<Value>()? {
            add(item, self.folder, self.inputs);
        }
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<(), A::Error> {
        while entries.next_key::<String>()?.is_some() {
            entries.next_value_seed(Each { folder: self.folder, inputs: &mut *self.inputs })?;
        }
        Ok(())
    }

    // What is beside a list says nothing of repositories.
    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        Ok(())
    }
    fn visit_i64<E>(self, _: i64) -> Result<(), E> {
        Ok(())
    }
    fn visit_u64<E>(self, _: u64) -> Result<(), E> {
        Ok(())
    }
    fn visit_f64<E>(self, _: f64) -> Result<(), E> {
        Ok(())
    }
    fn visit_str<E>(self, _: &str) -> Result<(), E> {
        Ok(())
    }
    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }
}

fn add(item: Value, folder: &Path, inputs: &mut Inputs) {
    match item {
        Value::String(word) => inputs.listed.push(words::word(&word, folder)),
        Value::Object(fields) if fields.contains_key("hierarchie") => {
            let text = |key: &str| fields.get(key).and_then(Value::as_str).map(str::to_string);
            let Some((id, name)) = text("id").zip(text("nom")) else { return };
            let below = fields["hierarchie"].as_array().into_iter().flatten();
            let below = below.filter(|link| link["type_hierarchie"] == "Service Fils");
            let below = below.filter_map(|link| link["service"].as_str().map(str::to_string));
            inputs.services.insert(id, Service { name, below: below.collect() });
        }
        Value::Object(fields) => {
            let cells = fields.into_iter().filter_map(|(name, value)| match value {
                Value::String(text) => Some((name, text)),
                Value::Bool(_) | Value::Number(_) => Some((name, value.to_string())),
                _ => None,
            });
            record::add(&cells.collect::<Record>(), folder, inputs);
        }
        _ => {}
    }
}
