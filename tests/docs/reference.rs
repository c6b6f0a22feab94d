//! Pages of reference name all there is.

use super::{generated, read};
use publiable::testing::config;
use publiable::testing::exit;
use publiable::testing::lang::Lang;
use publiable::testing::publiccode;
use publiable::testing::render::{Format, diff, json};
use serde_json::Value;
use std::collections::BTreeSet;

/// `page` in both languages.
fn both(page: &str) -> [(String, String); 2] {
    ["md", "en.md"].map(|extension| {
        let path = format!("docs/{page}.{extension}");
        let text = read(&path);
        (path, text)
    })
}

/// The names of the properties of a schema, nested ones included.
fn properties(schema: &Value, names: &mut BTreeSet<String>) {
    match schema {
        Value::Object(keys) => {
            if let Some(Value::Object(named)) = keys.get("properties") {
                names.extend(named.keys().cloned());
            }
            keys.values().for_each(|value| properties(value, names));
        }
        Value::Array(values) => values.iter().for_each(|value| properties(value, names)),
        _ => {}
    }
}

#[test]
fn schemas_are_those_of_the_program() {
    let schemas = [
        ("report", json::schema()),
        ("diff", diff::schema()),
        ("config", config::schema(Lang::En)),
        ("config.fr", config::schema(Lang::Fr)),
        ("publiccode", publiccode::schema(Lang::En)),
        ("publiccode.fr", publiccode::schema(Lang::Fr)),
    ];
    for (name, schema) in schemas {
        generated(&format!("docs/schemas/{name}.json"), &format!("{schema:#}\n"));
    }
}

#[test]
fn the_configuration_reference_names_every_key() {
    let mut keys = BTreeSet::new();
    properties(&config::schema(Lang::En), &mut keys);
    for (path, text) in both("configuration") {
        let missing: Vec<&String> =
            keys.iter().filter(|key| !text.contains(key.as_str())).collect();
        assert!(missing.is_empty(), "{path}: {missing:?}");
    }
}

#[test]
fn the_report_reference_names_every_key() {
    let schema = json::schema();
    let top = schema["properties"].as_object().expect("properties");
    for (path, text) in both("rapport") {
        let missing: Vec<&String> =
            top.keys().filter(|key| !text.contains(&format!("`{key}`"))).collect();
        assert!(missing.is_empty(), "{path}: {missing:?}");
    }
}

#[test]
fn the_formats_and_exit_codes_are_all_told() {
    for (path, text) in both("reports") {
        for name in Format::names() {
            assert!(text.contains(&format!("`{name}`")), "{path}: {name}");
        }
    }
    let codes = [exit::SUCCESS, exit::FINDINGS, exit::USAGE, exit::INCOMPLETE, exit::INTERRUPTED];
    for (path, text) in both("exit-codes") {
        for code in codes {
            assert!(text.contains(&format!("\n| {code} | ")), "{path}: {code}");
        }
    }
}

/// The inputs of the action, in its recipe.
#[test]
fn the_recipe_names_every_input_and_output_of_the_action() {
    let action = read("action.yml");
    let (_, declared) = action.split_once("\ninputs:\n").expect("inputs");
    let (declared, _) = declared.split_once("\nruns:\n").expect("runs");
    let names = declared.lines().filter_map(|line| line.strip_prefix("  ")?.strip_suffix(':'));
    let names: Vec<&str> = names.filter(|name| !name.starts_with(' ')).collect();
    assert!(names.len() > 10, "{names:?}");
    for (path, text) in both("forges") {
        for name in &names {
            assert!(text.contains(&format!("`{name}`")), "{path}: {name}");
        }
    }
}
