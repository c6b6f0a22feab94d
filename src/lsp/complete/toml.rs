//! In a `publiable.toml` or a `REUSE.toml`: keys, values and their pages come from the
//! schema.

use super::super::View;
use super::super::document::{Document, Kind};
use super::{Choice, licences, term};
use crate::config;
use crate::lang::Lang;
use crate::licence::reuse::annotations;
use crate::text::line;
use serde_json::Value;
use std::sync::LazyLock;
use toml_edit::Key;

fn schema(kind: Kind, lang: Lang) -> &'static Value {
    /// In French and in English.
    type Both = LazyLock<[Value; 2]>;
    static REUSE: Both = LazyLock::new(|| [Lang::Fr, Lang::En].map(annotations::schema));
    static CONFIG: Both = LazyLock::new(|| [Lang::Fr, Lang::En].map(config::schema));
    let [fr, en] = if kind == Kind::Reuse { &*REUSE } else { &*CONFIG };
    lang.pick(fr, en)
}

/// What `at` is in `schema`: references, lists and what may be absent are looked through.
fn resolved<'s>(schema: &'s Value, mut at: &'s Value) -> &'s Value {
    for _ in 0..8 {
        let name = at["$ref"].as_str().and_then(|name| name.strip_prefix("#/$defs/"));
        at = match (name, at["anyOf"].as_array(), at.get("items")) {
            (Some(name), ..) => &schema["$defs"][name],
            (_, Some(several), _) => several.first().unwrap_or(&Value::Null),
            (_, _, Some(items)) => items,
            _ => break,
        };
    }
    at
}

/// What the keys of `path` lead to.
fn below<'s>(schema: &'s Value, path: &[String]) -> Option<&'s Value> {
    let mut at = schema;
    for name in path {
        let table = resolved(schema, at);
        at = table["properties"].get(name).or_else(|| table.get("additionalProperties"))?;
    }
    Some(at)
}

/// The keys of the last table opened in `above`.
fn table(above: &str) -> Vec<String> {
    let header = above.lines().rev().map(str::trim_start).find(|line| line.starts_with('['));
    let named =
        header.map(|line| line.trim_start_matches('[').split(']').next().unwrap_or_default());
    let keys = named.and_then(|named| Key::parse(named).ok()).unwrap_or_default();
    keys.iter().map(|key| key.get().to_string()).collect()
}

/// The path of the key of `line`, which stands in `table`, and what follows `=`.
fn assigned(line: &str, mut table: Vec<String>) -> Option<(Vec<String>, &str)> {
    let (key, value) = line.split_once('=')?;
    table.extend(Key::parse(key.trim()).ok()?.iter().map(|key| key.get().to_string()));
    Some((table, value.trim_start()))
}

/// What may be written at the byte `at`, and where it starts.
pub(super) fn choices(document: &Document, at: usize, view: &View<'_>) -> (usize, Vec<Choice>) {
    let text = &document.text;
    let start = line::start(text, at);
    let (above, line) = (&text[..start], text[start..at].trim_start());
    let schema = schema(document.kind(), view.lang);
    if line.starts_with('#') {
        return (at, Vec::new());
    }
    if let Some(header) = line.strip_prefix('[') {
        let header = header.trim_start_matches('[');
        let name = header.rsplit(['.', '"']).next().unwrap_or_default();
        let found = match header.strip_prefix("rules.") {
            Some(rest) => written(rules(view), if rest.starts_with('"') { "" } else { "\"" }),
            None => keys(schema, schema, "", true),
        };
        return (at - name.len(), found);
    }
    let Some((path, value)) = assigned(line, table(above)) else {
        let found = below(schema, &table(above));
        let found = found.map(|found| keys(schema, resolved(schema, found), " = ", false));
        return (at - line.len(), found.unwrap_or_default());
    };
    let value = value.rsplit(['[', ',']).next().unwrap_or_default().trim_start();
    let bare = value.trim_start_matches('"');
    let quote = if bare.len() == value.len() { "\"" } else { "" };
    let named = path.last().map(String::as_str);
    let (start, found) = match (document.kind(), named) {
        (Kind::Config, Some("rule")) => (at - bare.len(), rules(view)),
        (Kind::Reuse, Some(annotations::LICENCE)) => {
            (at - bare.len() + term(bare), licences().collect())
        }
        _ => (
            at - bare.len(),
            below(schema, &path).map(|at| constants(resolved(schema, at))).unwrap_or_default(),
        ),
    };
    (start, written(found, quote))
}

/// `choices` between `quote`s, but for what is no text.
fn written(mut choices: Vec<Choice>, quote: &str) -> Vec<Choice> {
    for one in choices.iter_mut().filter(|one| !matches!(one.text.as_str(), "true" | "false")) {
        one.text = format!("{quote}{}{quote}", one.text);
    }
    choices
}

/// The keys of `table`; its own tables alone when `headers` are wanted.
fn keys(schema: &Value, table: &Value, after: &'static str, headers: bool) -> Vec<Choice> {
    let properties = table["properties"].as_object().into_iter().flatten();
    let choice = |(rank, (name, at)): (u8, (&String, &Value))| {
        let about = at["description"].as_str().unwrap_or_default().to_string();
        let tables = resolved(schema, at)["type"] == "object";
        (tables || !headers).then(|| Choice { after, about, rank, ..Choice::new(name) })
    };
    (0..).zip(properties).filter_map(choice).collect()
}

/// The values that `at` may have, when they are listed.
fn constants(at: &Value) -> Vec<Choice> {
    let plain = at["enum"].as_array().into_iter().flatten().map(|value| (value, ""));
    let told = at["oneOf"].as_array().into_iter().flatten().flat_map(|one| {
        let about = one["description"].as_str().unwrap_or_default();
        let several = one["enum"].as_array().into_iter().flatten();
        one.get("const").into_iter().chain(several).map(move |value| (value, about))
    });
    let listed = plain.chain(told).filter_map(|(value, about)| {
        Some(Choice { about: about.to_string(), ..Choice::new(value.as_str()?) })
    });
    match at["type"] == "boolean" {
        true => ["true", "false"].map(Choice::new).into(),
        false => listed.collect(),
    }
}

fn rules(view: &View<'_>) -> Vec<Choice> {
    let rules = view.rules.rules.iter().map(|rule| Choice {
        detail: rule.prose(view.lang).title.clone(),
        ..Choice::new(&rule.id)
    });
    rules.collect()
}

/// The path of the key, or of the table, of the line that holds the byte `at`, its
/// value, and what the schema says of it.
pub(in crate::lsp) fn line(
    document: &Document,
    at: usize,
    lang: Lang,
) -> Option<(Vec<String>, &str, Option<String>)> {
    let text = &document.text;
    let start = line::start(text, at);
    let line = text[start..].lines().next()?.trim();
    let header = line.starts_with('[').then(|| (table(line), ""));
    let (path, value) = header.or_else(|| assigned(line, table(&text[..start])))?;
    let schema = schema(document.kind(), lang);
    let told = below(schema, &path).and_then(|at| at["description"].as_str()).map(str::to_string);
    Some((path, value.trim_matches(['"', '[', ']', ' ']), told))
}
