//! Answers given by flags or in a TOML file.

use crate::error::{Error, Result};
use crate::publiccode::repair::Answers;
use crate::publiccode::standard;
use crate::rule::load::syntax_error;
use crate::rule::locate::nearest;
use crate::text;
use std::path::Path;

/// Reads `KEY=VALUE`.
pub(super) fn parse(word: &str) -> std::result::Result<(String, String), String> {
    let (key, value) = word.split_once('=').ok_or("KEY=VALUE")?;
    Ok((key.trim().to_string(), value.trim().to_string()))
}

/// The answers of the file, then those of the flags, which win.
pub(super) fn gather(file: Option<&Path>, flags: &[(String, String)]) -> Result<Answers> {
    let mut answers = Answers::new();
    if let Some(file) = file {
        let shown = file.display();
        let text = std::fs::read_to_string(file).map_err(|error| {
            Error::usage(text!(
                "{shown} n’est pas lisible ({error}).",
                "{shown} cannot be read ({error})."
            ))
            .remedy(text!("Vérifiez le chemin et les droits.", "Check the path and the rights."))
        })?;
        let table: toml::Table = toml::from_str(&text)
            .map_err(|error| syntax_error(&shown.to_string(), &text, &error))?;
        flatten("", &toml::Value::Table(table), &mut answers);
    }
    answers.extend(flags.iter().cloned());
    match answers.keys().find(|key| standard::find(&without_ranks(key)).is_none()) {
        Some(key) => Err(unknown(key)),
        None => Ok(answers),
    }
}

fn flatten(path: &str, value: &toml::Value, answers: &mut Answers) {
    let below = |key: &str| if path.is_empty() { key.to_string() } else { format!("{path}.{key}") };
    match value {
        toml::Value::Table(table) => {
            table.iter().for_each(|(key, value)| flatten(&below(key), value, answers));
        }
        toml::Value::Array(items) if items.iter().all(toml::Value::is_str) => {
            let items: Vec<&str> = items.iter().filter_map(toml::Value::as_str).collect();
            answers.insert(path.to_string(), items.join("\n") + "\n");
        }
        toml::Value::Array(items) => {
            for (at, item) in items.iter().enumerate() {
                flatten(&format!("{path}[{at}]"), item, answers);
            }
        }
        toml::Value::String(text) => {
            answers.insert(path.to_string(), text.clone());
        }
        other => {
            answers.insert(path.to_string(), other.to_string());
        }
    }
}

/// `maintenance.contacts.0.name` without its ranks.
fn without_ranks(key: &str) -> String {
    let kept = key.split('.').filter(|part| part.parse::<usize>().is_err());
    kept.collect::<Vec<_>>().join(".")
}

fn unknown(key: &str) -> Error {
    let known = standard::all();
    let near = nearest(key, known.iter().map(|(path, _)| path.as_str()));
    let error = Error::usage(text!(
        "« {key} » n’est pas une clé du standard.",
        "“{key}” is not a key of the standard."
    ));
    match near {
        Some(near) => error.meant(near),
        None => error,
    }
}
