//! Reads pattern files and refuses a bad one with file, line, pattern and key.

use super::entry::{Pattern, Shape};
use crate::error::{Error, Result};
use crate::lang::Text;
use crate::rule::{load::syntax_error, locate::Lines};
use crate::text;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct PatternFile {
    /// Expressions that several patterns of the file have, by their names.
    #[serde(default)]
    shared: BTreeMap<String, String>,
    #[serde(default)]
    pattern: Vec<Pattern>,
}

/// Fewest bytes of a keyword: shorter ones are everywhere.
const SHORTEST_KEYWORD: usize = 3;

/// Reads the patterns of `files` (name and TOML text), in order. Expressions
/// are not compiled; see [`compile`].
pub(crate) fn load(files: &[(String, &str)]) -> Result<Vec<Pattern>> {
    let mut patterns: Vec<Pattern> = Vec::new();
    let mut known = BTreeSet::new();
    for (file, text) in files {
        let read: PatternFile =
            toml::from_str(text).map_err(|error| syntax_error(file, text, &error))?;
        for (index, mut pattern) in read.pattern.into_iter().enumerate() {
            let unknown = pattern.share(&read.shared);
            let refused = |key: &str, why: Text| refusal(file, text, index, &pattern.id, key, why);
            if let Some(key) = unknown {
                let why = text!("aucune expression n’a ce nom", "no expression has this name");
                return Err(refused(key, why));
            }
            if let Some((key, why)) = fault(&pattern) {
                return Err(refused(key, why));
            }
            if !known.insert(pattern.id.clone()) {
                return Err(refused(
                    "id",
                    text!("cet identifiant est déjà pris", "this identifier is already taken"),
                ));
            }
            patterns.push(pattern);
        }
    }
    Ok(patterns)
}

/// Compiles every expression of the patterns of `files`: what [`load`] leaves
/// to the first use.
#[cfg(test)]
pub(crate) fn compile(files: &[(String, &str)]) -> Result<()> {
    for (file, text) in files {
        let name_and_text = [(file.clone(), *text)];
        for (index, pattern) in load(&name_and_text)?.iter().enumerate() {
            let near = pattern.near.as_ref().map(|near| &near.pattern);
            let expressions = [
                ("pattern", Some(pattern.expression())),
                ("except", pattern.except.as_ref()),
                ("published", pattern.published.as_ref()),
                ("near", near),
            ];
            for (key, expression) in expressions {
                if let Some(Err(error)) = expression.map(|expression| expression.check()) {
                    return Err(refusal(file, text, index, &pattern.id, key, Text::same(error)));
                }
            }
        }
    }
    Ok(())
}

/// The error about `key` of the pattern at `index` of `file`.
fn refusal(file: &str, text: &str, index: usize, id: &str, key: &str, why: Text) -> Error {
    let line = Lines::of(text).in_array("pattern", index, key).unwrap_or(1);
    let Text { fr, en } = why;
    Error::usage(text!(
        "{file}:{line} : motif « {id} », clé « {key} » : {fr}.",
        "{file}:{line}: pattern “{id}”, key “{key}”: {en}."
    ))
}

/// What is wrong with `pattern` by itself: the key and why.
fn fault(pattern: &Pattern) -> Option<(&'static str, Text)> {
    let kebab = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
    if pattern.id.is_empty() || !pattern.id.bytes().all(kebab) {
        return Some((
            "id",
            text!("minuscules, chiffres et tirets", "lower case, digits, hyphens"),
        ));
    }
    let texts = [
        ("provider", &pattern.provider, &pattern.provider),
        ("name", &pattern.name.fr, &pattern.name.en),
        ("revoke", &pattern.revoke.fr, &pattern.revoke.en),
    ];
    for (key, fr, en) in texts {
        if fr.trim().is_empty() || en.trim().is_empty() {
            return Some((key, text!("un texte est exigé", "a text is required")));
        }
    }
    if pattern.keywords.is_empty() {
        return Some(("keywords", text!("un mot au moins est exigé", "one word is required")));
    }
    for keyword in &pattern.keywords {
        if keyword.len() < SHORTEST_KEYWORD || keyword.bytes().any(|b| b.is_ascii_uppercase()) {
            let why = text!(
                "« {keyword} » n’a pas {SHORTEST_KEYWORD} octets, en minuscules",
                "“{keyword}” is not {SHORTEST_KEYWORD} bytes or more in lower case"
            );
            return Some(("keywords", why));
        }
    }
    if pattern.ceiling.is_some() != pattern.note.is_some() {
        let why =
            text!("« ceiling » et « note » vont ensemble", "“ceiling” and “note” go together");
        return Some(("ceiling", why));
    }
    if pattern.examples.is_empty() {
        return Some(("examples", text!("un exemple est exigé", "one example is required")));
    }
    if pattern.shape() == Shape::Assigned
        && pattern.expression().source().matches("(?P<").count() > 1
    {
        let why = text!(
            "avec assigned-to, l’expression est la valeur, sans groupe « secret »",
            "with assigned-to, the expression is the value, without a group “secret”"
        );
        return Some(("pattern", why));
    }
    None
}
