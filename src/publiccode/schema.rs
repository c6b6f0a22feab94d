//! The JSON Schema (draft 2020-12) of publiccode.yml, for editors: made of the
//! table of the standard, so that both always agree.

use super::standard::vocabulary::aliases;
use super::standard::{Format, Key, Presence, Shape, Single, top, version};
use crate::lang::Lang;
use serde_json::{Map, Value, json};

/// The schema, with descriptions in `lang`.
pub(crate) fn json(lang: Lang) -> Value {
    let mut schema = object(top(), lang);
    let head = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": format!("publiccode.yml {}", version::LATEST),
        "description": lang.pick(
            "Description d’un logiciel public (https://yml.publiccode.tools)",
            "Description of public software (https://yml.publiccode.tools)",
        ),
    });
    if let (Value::Object(schema), Value::Object(head)) = (&mut schema, head) {
        let body = std::mem::replace(schema, head);
        schema.extend(body);
    }
    schema
}

fn object(keys: &'static [Key], lang: Lang) -> Value {
    let properties: Map<String, Value> =
        keys.iter().map(|key| (key.name.to_string(), property(key, lang))).collect();
    let required: Vec<&str> =
        keys.iter().filter(|key| key.presence == Presence::Required).map(|key| key.name).collect();
    let mut schema = json!({
        "type": "object",
        "properties": properties,
        "additionalProperties": false,
    });
    if !required.is_empty() {
        schema["required"] = json!(required);
    }
    let rules: Vec<Value> = keys.iter().flat_map(by_type).collect();
    if !rules.is_empty() {
        schema["allOf"] = json!(rules);
    }
    schema
}

/// What the value of `type` demands or forbids.
fn by_type(key: &Key) -> Vec<Value> {
    let Presence::ByType { required, forbidden } = key.presence else { return Vec::new() };
    let when = |values: &[&str]| json!({ "properties": { "type": { "enum": values } }, "required": ["type"] });
    let mut rules = vec![json!({ "if": when(required), "then": { "required": [key.name] } })];
    if !forbidden.is_empty() {
        let absent = json!({ "properties": { key.name: false } });
        rules.push(json!({ "if": when(forbidden), "then": absent }));
    }
    rules
}

fn property(key: &Key, lang: Lang) -> Value {
    let mut schema = match key.shape {
        Shape::Scalar(format) => scalar(format),
        Shape::Boolean => json!({ "type": "boolean" }),
        Shape::List(format, single) => {
            let mut list = json!({ "type": "array", "items": scalar(format) });
            if key.presence == Presence::Required {
                list["minItems"] = json!(1);
            }
            match single {
                Single::Refused => list,
                _ => json!({ "anyOf": [list, scalar(format)] }),
            }
        }
        Shape::ListOf(keys) => json!({ "type": "array", "items": object(keys, lang) }),
        Shape::Section(keys) => object(keys, lang),
        Shape::Foreign => json!({ "type": "object" }),
        Shape::ByLanguage(keys) => json!({
            "type": "object",
            "minProperties": 1,
            "propertyNames": { "pattern": "^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$" },
            "additionalProperties": object(keys, lang),
        }),
    };
    schema["description"] = json!(key.what.get(lang));
    if key.deprecated.is_some() {
        schema["deprecated"] = json!(true);
    }
    schema
}

fn scalar(format: Format) -> Value {
    match format {
        Format::StandardVersion => json!({ "type": "string", "enum": version::SUPPORTED }),
        Format::Length { min, max } => {
            json!({ "type": "string", "minLength": min.max(1), "maxLength": max })
        }
        Format::Url => json!({ "type": "string", "format": "uri" }),
        Format::HttpUrl | Format::VideoUrl => {
            json!({ "type": "string", "pattern": "^[Hh][Tt][Tt][Pp][Ss]?://[^/]" })
        }
        Format::Date => {
            json!({ "type": "string", "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$" })
        }
        Format::Email => json!({ "type": "string", "format": "email" }),
        Format::Logo => json!({ "type": "string", "pattern": "^(?!/|file:)" }),
        Format::Screenshot | Format::File => json!({ "type": "string", "pattern": "^(?!/|file:)" }),
        Format::MediaType => json!({ "type": "string", "pattern": "^[^/]+/[^/]+$" }),
        Format::Language => {
            json!({ "type": "string", "pattern": "^[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*$" })
        }
        Format::Country => json!({ "type": "string", "pattern": "^([A-Z]{2}|[a-z]{2})$" }),
        Format::OneOf(list) => json!({ "type": "string", "enum": list.values }),
        Format::Preferably(list) => json!({ "type": "string", "examples": list.values }),
        Format::Support => {
            let aliases: Vec<String> =
                aliases().iter().map(|(name, _)| format!("alias:{name}")).collect();
            json!({ "anyOf": [{ "type": "string", "enum": aliases }, { "type": "string", "format": "uri", "not": { "pattern": "^alias:" } }] })
        }
        Format::OrganisationUri => json!({ "type": "string", "format": "uri" }),
        Format::Free | Format::Version | Format::Phone | Format::Spdx => {
            json!({ "type": "string", "minLength": 1 })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_schema_accepts_a_valid_file_and_refuses_an_unknown_key() {
        let validator = jsonschema::validator_for(&json(Lang::En)).expect("schema");
        let mut file = json!({
            "publiccodeYmlVersion": "0", "name": "a", "url": "https://example.org/a", "platforms": ["web"],
            "developmentStatus": "beta", "softwareType": "library",
            "description": { "fr": { "shortDescription": "a", "longDescription": "a".repeat(150), "features": ["a"] } },
            "legal": { "license": "MIT" }, "maintenance": { "type": "none" },
            "localisation": { "localisationReady": true, "availableLanguages": ["fr"] },
        });
        assert!(validator.is_valid(&file));
        file["maintenance"]["contractors"] = json!([]);
        assert!(!validator.is_valid(&file));
        file["maintenance"] = json!({ "type": "internal" });
        assert!(!validator.is_valid(&file));
        file["maintenance"] = json!({ "type": "none" });
        file["creationDate"] = json!("2024-01-01");
        assert!(!validator.is_valid(&file));
    }
}
