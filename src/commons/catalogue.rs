//! Catalogues of free software: the SILL of 2025 and of 2026, the second version of
//! Catalogi, the older exports of the SILL and that of the Comptoir du Libre. Only
//! the fields below are read: people, organisations and addresses of mail are not.

use crate::error::{Error, Result};
use crate::signs::normal_address;
use crate::text;
use jiff::Timestamp;
use jiff::civil::Date;
use serde_json::Value;
use std::path::Path;

/// The largest catalogue that is read, in bytes.
const LARGEST: u64 = 256 << 20;

/// A piece of software that a catalogue references.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Entry {
    /// Its identifier.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its items in Wikidata.
    pub wikidata: Vec<String>,
    /// Addresses of its repository, without scheme.
    pub repositories: Vec<String>,
    /// True when it completes another one of the catalogue.
    pub is_part: bool,
    /// True when it is no longer referenced, and why when it is said.
    pub dereferenced: Option<Option<String>>,
    /// The least version advised.
    pub minimum: Option<String>,
    /// The day it was referenced.
    pub referenced: Option<Date>,
    /// The day it stopped being.
    pub dereferenced_on: Option<Date>,
}

/// Reads the catalogue of `file`.
pub(crate) fn open(file: &Path) -> Result<Vec<Entry>> {
    let name = file.display();
    let failed = |error: std::io::Error| {
        Error::usage(text!(
            "Le catalogue {name} ne peut pas être lu ({error}).",
            "The catalogue {name} cannot be read ({error})."
        ))
        .remedy(text!(
            "Donnez à --catalogue un fichier enregistré : sill.json ou catalogi.json.",
            "Give --catalogue a saved file: sill.json or catalogi.json."
        ))
    };
    if std::fs::metadata(file).map_err(failed)?.len() > LARGEST {
        return Err(Error::usage(text!(
            "Le catalogue {name} dépasse 256 Mio.",
            "The catalogue {name} is over 256 MiB."
        )));
    }
    let bytes = std::fs::read(file).map_err(failed)?;
    let value: Value = serde_json::from_slice(&bytes).map_err(|error| {
        let (line, column) = (error.line(), error.column());
        Error::usage(text!(
            "Le catalogue {name} n’est pas du JSON valide (ligne {line}, colonne {column}).",
            "The catalogue {name} is not valid JSON (line {line}, column {column})."
        ))
        .remedy(text!("Téléchargez-le à nouveau.", "Download it again."))
    })?;
    let entries = read(&value);
    match entries.is_empty() {
        false => Ok(entries),
        true => Err(Error::usage(text!(
            "Aucun logiciel n’est reconnu dans le catalogue {name}.",
            "No software is recognised in the catalogue {name}."
        ))
        .remedy(text!(
            "Les formes lues : SILL (v1 de 2025 et de 2026), Catalogi (v2), export du Comptoir du Libre.",
            "The shapes read: SILL (v1 of 2025 and of 2026), Catalogi (v2), export of the Comptoir du Libre."
        ))),
    }
}

/// The entries of `value`, whatever the shape of the catalogue.
pub(crate) fn read(value: &Value) -> Vec<Entry> {
    let lists = ["softwares", "software", "catalogi", "data"];
    let list = value.as_array().or_else(|| lists.iter().find_map(|key| value[*key].as_array()));
    list.into_iter().flatten().filter_map(entry).collect()
}

fn entry(value: &Value) -> Option<Entry> {
    let name = words(&value["name"]).or_else(|| words(&value["softwareName"]));
    let name = name.or_else(|| words(&value["i"]))?;
    let data = &value["softwareExternalData"];
    let own = &value["customAttributes"];
    let (resources, old) = (&value["external_resources"], &value["v-"]);
    let minimum = [&own["versionMin"], &value["versionMin"], old].into_iter().find_map(words);
    let mut entry = Entry {
        id: scalar(&value["id"]).unwrap_or_default(),
        name,
        is_part: [&value["parent"], &value["p"]].into_iter().any(|parent| words(parent).is_some()),
        dereferenced: dereferenced(value),
        minimum,
        referenced: day(&value["referencedSinceTime"]).or_else(|| day(&value["addedTime"])),
        dereferenced_on: day(&value["dereferencing"]["time"]),
        ..Entry::default()
    };
    let addresses = [&value["repository"], &value["sources"], &value["codeRepositoryUrl"]];
    let more = [&data["codeRepositoryUrl"], &resources["repository"]];
    entry.repositories.extend(addresses.into_iter().chain(more).filter_map(words));
    let items = [&value["wikidata"], &resources["wikidata"]["id"], &value["wikidataId"]];
    entry.wikidata.extend(items.into_iter().filter_map(words));
    for source in [value, data] {
        let kind = source["sourceSlug"].as_str().unwrap_or_default();
        let id = words(&source["externalId"]);
        entry.wikidata.extend(id.filter(|id| kind == "wikidata" || is_item(id)));
        for identifier in source["identifiers"].as_array().into_iter().flatten() {
            identified(identifier, &mut entry);
        }
    }
    entry.wikidata.retain(|item| is_item(item));
    let normal = |url: &String| normal_address(url);
    entry.repositories = entry.repositories.iter().filter_map(normal).collect();
    for list in [&mut entry.wikidata, &mut entry.repositories] {
        list.sort();
        list.dedup();
    }
    Some(entry)
}

/// What a schema.org `PropertyValue` says of the software.
fn identified(identifier: &Value, entry: &mut Entry) {
    let kind = identifier["subjectOf"]["additionalType"].as_str().unwrap_or_default();
    match kind.to_ascii_lowercase().as_str() {
        "wikidata" => entry.wikidata.extend(words(&identifier["value"])),
        "github" | "gitlab" => {
            let values = [&identifier["value"], &identifier["url"]];
            entry.repositories.extend(values.into_iter().filter_map(words));
        }
        _ => {}
    }
}

fn dereferenced(value: &Value) -> Option<Option<String>> {
    let state = value["status"].as_str().or(value["st"].as_str());
    match &value["dereferencing"] {
        Value::Object(object) => Some(object.get("reason").and_then(words)),
        _ => (state == Some("FR")).then_some(None),
    }
}

/// The day of a number of milliseconds since 1970, or of a date that is written.
fn day(value: &Value) -> Option<Date> {
    let moment = match value {
        Value::Number(number) => Timestamp::from_millisecond(number.as_i64()?).ok()?,
        Value::String(text) => match text.parse() {
            Ok(moment) => moment,
            Err(_) => return text.get(..10)?.parse().ok(),
        },
        _ => return None,
    };
    Some(crate::clock::day(moment))
}

fn words(value: &Value) -> Option<String> {
    let text = match value {
        // A text in several languages.
        Value::Object(by_language) => {
            by_language.get("fr").or(by_language.get("en")).and_then(Value::as_str)?
        }
        other => other.as_str()?,
    };
    let text = text.trim();
    (!text.is_empty() && text.len() < 1000).then(|| text.to_string())
}

fn scalar(value: &Value) -> Option<String> {
    value.as_i64().map(|number| number.to_string()).or_else(|| words(value))
}

fn is_item(id: &str) -> bool {
    let digits = id.strip_prefix('Q').unwrap_or_default();
    !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn every_shape_gives_the_same_entry() {
        let expected = Entry {
            id: "7".into(),
            name: "Base".into(),
            wikidata: vec!["Q42".into()],
            repositories: vec!["forge.example.org/equipe/base".into()],
            minimum: Some("2.1".into()),
            dereferenced: Some(Some("abandonné".into())),
            dereferenced_on: Some("1970-01-01".parse().expect("date")),
            ..Entry::default()
        };
        let gone = json!({ "reason": "abandonné", "time": 0 });
        let url = "https://forge.example.org/equipe/base.git";
        let first = json!([{ "id": 7, "name": "Base", "versionMin": "2.1", "dereferencing": gone,
            "softwareExternalData": { "externalId": "Q42", "codeRepositoryUrl": url } }]);
        let second = json!([{ "id": 7, "name": "Base", "customAttributes": { "versionMin": "2.1" },
            "dereferencing": gone, "softwareExternalData": { "codeRepositoryUrl": url, "identifiers": [
                { "value": "Q42", "subjectOf": { "additionalType": "wikidata" } }] } }]);
        let third = json!([{ "id": 7, "name": { "fr": "Base" }, "codeRepositoryUrl": url,
            "externalId": "Q42", "sourceSlug": "wikidata", "dereferencing": gone,
            "customAttributes": { "versionMin": "2.1" },
            "authors": [{ "name": "une personne" }] }]);
        for shape in [first, second, third] {
            assert_eq!(read(&shape), std::slice::from_ref(&expected), "{shape}");
        }
        let comptoir = json!({ "softwares": [{ "id": 7, "name": "Base", "external_resources": {
            "repository": url, "wikidata": { "id": "Q42" }, "sill": [] } }] });
        let read = read(&comptoir);
        assert_eq!(
            (&read[0].wikidata, &read[0].repositories),
            (&expected.wikidata, &expected.repositories)
        );
    }
}
