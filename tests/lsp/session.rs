//! What an editor sees.

use super::{Client, VALID, uri};
use serde_json::{Value, json};
use std::path::Path;
use tempfile::TempDir;

fn home() -> TempDir {
    tempfile::tempdir().expect("temporary folder")
}

/// The texts under `key` of each of `found`.
fn each(found: &[Value], key: &str) -> Vec<String> {
    found.iter().map(|one| one[key].as_str().unwrap_or_default().to_string()).collect()
}

/// `text` once `edits`, whose places are in UTF-16, are made.
fn edited(text: &str, edits: &[Value]) -> String {
    let offset = |place: &Value| {
        let number = |key: &str| place[key].as_u64().expect("a number") as usize;
        let lines: Vec<&str> = text.split_inclusive('\n').collect();
        let start: usize = lines.iter().take(number("line")).map(|line| line.len()).sum();
        let before = text[start..].char_indices();
        let units = before.scan(0, |units, (at, character)| {
            let here = (*units, at);
            *units += character.len_utf16();
            Some(here)
        });
        let mut units = units.skip_while(|(units, _)| *units < number("character"));
        units.next().map_or(text.len(), |(_, at)| start + at)
    };
    let mut places: Vec<(usize, usize, &str)> = edits
        .iter()
        .map(|edit| {
            let range = &edit["range"];
            let new = edit["newText"].as_str().expect("a text");
            (offset(&range["start"]), offset(&range["end"]), new)
        })
        .collect();
    places.sort_unstable();
    let mut after = text.to_string();
    for (start, end, new) in places.into_iter().rev() {
        after.replace_range(start..end, new);
    }
    after
}

fn actions(
    client: &mut Client,
    path: &Path,
    (line, end): (u32, u32),
    only: Option<&str>,
) -> Vec<Value> {
    let range = json!({ "start": { "line": line, "character": 0 }, "end": { "line": end, "character": 99 } });
    let mut context = json!({ "diagnostics": [] });
    if let Some(only) = only {
        context["only"] = json!([only]);
    }
    let params =
        json!({ "textDocument": { "uri": uri(path) }, "range": range, "context": context });
    let answer = client.request("textDocument/codeAction", params);
    answer["result"].as_array().expect("a list").clone()
}

fn made(text: &str, action: &Value) -> String {
    let edits = action["edit"]["documentChanges"][0]["edits"].as_array().expect("edits");
    edited(text, edits)
}

#[test]
fn a_fault_is_shown_explained_and_repaired() {
    let home = home();
    let path = home.path().join("publiccode.yml");
    let (mut client, can) = Client::ready(home.path(), &[], json!({ "locale": "fr-FR" }));
    assert_eq!(can["positionEncoding"], "utf-16");
    assert!(client.open(&path, VALID).is_empty());

    let wrong = VALID.replace("stable", "Stable").replace("EUPL-1.2", "eupl-1.2");
    client.change(&path, 2, json!({ "text": wrong }));
    let found = client.diagnostics(&path, 2);
    assert_eq!(each(&found, "code"), ["publiccode/unknown-value", "publiccode/spelling"]);
    assert_eq!(each(&found, "source"), ["publiable", "publiable"]);
    assert_eq!(
        found[0]["range"],
        json!({ "start": { "line": 5, "character": 19 }, "end": { "line": 5, "character": 25 } })
    );
    assert!(found[0]["message"].as_str().expect("a text").starts_with("developmentStatus : "));
    assert!(found[0]["codeDescription"]["href"].as_str().expect("a link").starts_with("https://"));

    let hover = client.at("hover", &path, 5, 20)["contents"]["value"].clone();
    let hover = hover.as_str().expect("a text");
    for part in ["publiccode/unknown-value", "Pourquoi : ", "Fondement : ", "Exemple : "] {
        assert!(hover.contains(part), "{part} in {hover}");
    }
    let licence = client.at("hover", &path, 19, 5)["contents"]["value"].clone();
    assert!(licence.as_str().expect("a text").contains("legal.license"), "{licence}");

    let offered = actions(&mut client, &path, (5, 5), Some("quickfix"));
    assert_eq!(each(&offered, "title"), ["Écrire stable"]);
    assert_eq!(offered[0]["isPreferred"], true);
    assert_eq!(made(&wrong, &offered[0]), wrong.replace("Stable", "stable"));

    let all = actions(&mut client, &path, (0, 0), Some("source.fixAll"));
    assert_eq!(each(&all, "kind"), ["source.fixAll"]);
    assert!(made(&wrong, &all[0]).contains("stable"), "{all:?}");
    client.stop();
}

#[test]
fn a_repair_is_called_what_it_does() {
    let home = home();
    let path = home.path().join("publiccode.yml");
    let text = VALID.replace("\"0\"", "\"0.2\"") + "releaseDate: hier\n";
    let (mut client, _) = Client::ready(home.path(), &["--lang", "fr"], json!({}));
    let found = client.open(&path, &text);
    let line = |code: &str| {
        let one = found.iter().find(|one| one["code"] == code).expect("the fault");
        one["range"]["start"]["line"].as_u64().expect("a line") as u32
    };
    let date = line("publiccode/invalid-date");
    let offered = actions(&mut client, &path, (date, date), Some("quickfix"));
    assert_eq!(each(&offered, "title"), ["Mettre releaseDate en commentaire"]);
    let after = made(&text, &offered[0]);
    assert!(after.ends_with("\n# releaseDate: hier\n"), "{after}");
    let version = line("publiccode/outdated-version");
    let offered = actions(&mut client, &path, (version, version), Some("quickfix"));
    let title = &each(&offered, "title")[0];
    assert!(title.ends_with("\"0\", qui désigne toujours la dernière version"), "{title}");
    client.stop();
}

#[test]
fn what_is_missing_is_filled_with_what_the_repository_says() {
    let home = home();
    let path = home.path().join("publiccode.yml");
    std::fs::write(home.path().join("LICENSE"), include_str!("../../LICENSE-MIT")).expect("write");
    let text = VALID.replace("legal:\n  license: EUPL-1.2\n", "");
    let (mut client, _) = Client::ready(home.path(), &["--lang", "en"], json!({}));
    let found = client.open(&path, &text);
    assert_eq!(each(&found, "code"), ["publiccode/missing-key"]);
    let line = found[0]["range"]["start"]["line"].as_u64().expect("a line") as u32;
    let offered = actions(&mut client, &path, (line, line), None);
    let after = made(&text, &offered[0]);
    assert!(after.contains("\nlegal:\n  license: MIT\n"), "{after}");
    client.stop();
}

#[test]
fn keys_and_values_are_proposed_and_replace_what_is_typed() {
    let home = home();
    let path = home.path().join("publiccode.yml");
    let text = "name: É🚀\nlegal:\n  license: \"MIT OR ap";
    let (mut client, _) = Client::ready(home.path(), &[], json!({ "locale": "en" }));
    client.open(&path, text);
    let found = client.at("completion", &path, 2, 21);
    let found = found.as_array().expect("a list");
    let apache = found.iter().find(|one| one["label"] == "Apache-2.0").expect("Apache-2.0");
    assert_eq!(apache["detail"], "Apache License 2.0");
    let after = edited(text, std::slice::from_ref(&apache["textEdit"]));
    assert_eq!(after, "name: É🚀\nlegal:\n  license: \"MIT OR Apache-2.0");
    let within = client.at("completion", &path, 0, 2);
    let suite = within.as_array().expect("a list").iter().find(|one| one["label"] == "url");
    let after = edited(text, std::slice::from_ref(&suite.expect("url")["textEdit"]));
    assert!(after.starts_with("url: É🚀\n"), "{after}");
    let keys = client.at("completion", &path, 2, 2);
    assert_eq!(each(keys.as_array().expect("a list"), "label")[0], "license");
    assert!(client.at("completion", &path, 99, 99).is_array());
    client.stop();
}

#[test]
fn formatting_is_the_order_of_the_standard_and_only_that() {
    let home = home();
    let path = home.path().join("publiccode.yml");
    let text = "# 🚀 en tête\n\nname: Outil # nom\r\npubliccodeYmlVersion: \"0\"\r\n";
    let (mut client, _) = Client::ready(home.path(), &[], json!({}));
    client.open(&path, text);
    let options = json!({ "tabSize": 2, "insertSpaces": true });
    let mut ask = |path: &Path| {
        let params = json!({ "textDocument": { "uri": uri(path) }, "options": options });
        client.request("textDocument/formatting", params)["result"].clone()
    };
    let edits = ask(&path);
    assert_eq!(
        edited(text, edits.as_array().expect("a list")),
        "# 🚀 en tête\n\npubliccodeYmlVersion: \"0\"\r\nname: Outil # nom\r\n"
    );
    assert_eq!(ask(&home.path().join("REUSE.toml")), Value::Null);
    client.stop();
}

#[test]
fn places_are_counted_as_the_client_counts() {
    let home = home();
    let path = home.path().join("publiccode.yml");
    let text = "\u{feff}name: \"É🚀\"\r\nlogo: \"🚀É\" # é\r\nzz: \"É\"\r\n";
    for (said, character) in [(json!({}), 12), (json!(["utf-8", "utf-16"]), 15)] {
        let capabilities = json!({ "general": { "positionEncodings": said } });
        let capabilities = if said.is_array() { capabilities } else { json!({}) };
        let (mut client, _) =
            Client::ready(home.path(), &[], json!({ "capabilities": capabilities }));
        let found = client.open(&path, text);
        let logo = found.iter().find(|one| one["range"]["start"]["line"] == 1).expect("logo");
        assert_eq!(logo["range"]["start"]["character"], 6, "{logo}");
        // The end of the quoted value: what stands before is counted in the same units.
        assert_eq!(
            logo["range"]["end"]["character"],
            json!(if said.is_array() { 14 } else { 11 }),
            "{logo}"
        );
        let name = json!({ "range": {
            "start": { "line": 0, "character": character }, "end": { "line": 0, "character": character }
        }, "text": "!" });
        client.change(&path, 2, name);
        client.diagnostics(&path, 2);
        client.stop();
    }
}

#[test]
fn the_other_files_are_judged_as_their_commands_do() {
    let home = home();
    let (mut client, _) = Client::ready(home.path(), &["--lang", "en"], json!({ "locale": "fr" }));
    let mut judged = |name: &str, text: &str| {
        let found = client.open(&home.path().join(name), text);
        found
            .iter()
            .map(|one| {
                (
                    one["range"]["start"]["line"].as_u64().expect("a line"),
                    one["message"].as_str().expect("a text").to_string(),
                )
            })
            .collect::<Vec<_>>()
    };
    assert!(judged("publiable.toml", "schema = 1\n[project]\ndegree = \"A\"\n").is_empty());
    assert_eq!(
        judged("publiable.toml", "[project]\n\ndegre = \"A\"\n"),
        [(2, "TOML refused: unknown field `degre`, expected one of `degree`, `publish-url`, `profile`, `degree-criteria`, `email-domains`, `fork`, `archived`, `template`. Did you mean “degree”?".to_string())]
    );
    let waivers = "[[waiver]]\nrule = \"licence/presen\"\nreason = \"a\"\n\n[[waiver]]\nrule = \"readme/purpose\"\nreason = \"a\"\nexpires = 2020-01-01\n";
    assert_eq!(
        judged("publiable.toml", waivers),
        [
            (
                1,
                "the rule “licence/presen” does not exist. Did you mean “licence/present”?"
                    .to_string()
            ),
            (5, "The waiver has expired".to_string()),
        ]
    );
    let reuse = "version = 1\n[[annotations]]\npath = \"**\"\nprecedence = \"first\"\n\n[[annotations]]\npath = \"a\"\nSPDX-License-Identifier = \"MIT OR\"\n";
    let reuse = judged("REUSE.toml", reuse);
    assert_eq!(reuse.iter().map(|(line, _)| *line).collect::<Vec<_>>(), [3, 7], "{reuse:?}");
    let mit = include_str!("../../LICENSE-MIT");
    assert_eq!(judged("LICENSE", mit), [(0, "MIT is on the list set by decree".to_string())]);
    let altered = mit.replace(
        "following conditions:",
        "following conditions and to the agreement of the publisher:",
    );
    let altered = judged("LICENSES/MIT.txt", &altered);
    assert!(altered[0].1.starts_with("These words are not in MIT: "), "{altered:?}");
    assert_eq!(judged("COPYING", "Bonjour\n"), [(0, "Nothing states a licence".to_string())]);
    client.stop();
}

#[test]
fn a_licence_that_leaves_later_versions_open_is_no_warning() {
    let home = home();
    let (mut client, _) = Client::ready(home.path(), &["--lang", "en"], json!({}));
    for (id, severity) in [("GPL-3.0", 3), ("GPL-1.0", 2)] {
        let text = spdx::text::LICENSE_TEXTS.iter().find(|(name, _)| *name == id);
        let found = client.open(&home.path().join("LICENSE"), text.expect("a licence").1);
        assert_eq!(each(&found, "code"), ["licence/decreed"], "{id}");
        assert_eq!(found[0]["severity"], severity, "{id}: {found:?}");
    }
    client.stop();
}

#[test]
fn what_a_configuration_is_refused_is_shown_where_it_is_written() {
    let home = home();
    let (mut client, _) = Client::ready(home.path(), &["--lang", "en"], json!({}));
    let text = "# [rules] licence/present\n[[waiver]]\nrule = \"readme/purpose\"\npath = \"a\"\nreason = \"a\"\n\
        expires = 2026-12-31\n[[waiver]]\nrule = \"readme/purpose\"\npath = \"b\"\nreason = \"b\"\n\
        expires = 2020-01-01\n[rules.\"readme/purpose\"]\nseverity = \"blocking\"\n\
        [rules.\"licence/present\"]\nseverity = \"info\"\n";
    let found = client.open(&home.path().join("publiable.toml"), text);
    let lines: Vec<_> = found.iter().map(|one| one["range"]["start"]["line"].as_u64()).collect();
    assert_eq!(lines, [Some(7), Some(14)], "{found:?}");
    assert_eq!(each(&found, "code"), ["readme/purpose", "licence/present"]);
    assert!(each(&found, "message")[1].starts_with("Severity of “licence/present”"), "{found:?}");
    client.stop();
}

#[test]
fn the_first_faults_of_a_configuration_are_shown_and_the_others_counted() {
    let home = home();
    let (mut client, _) = Client::ready(home.path(), &["--lang", "en"], json!({}));
    let waiver = "[[waiver]]\nrule = \"readme/purpose\"\nreason = \"a\"\nexpires = 2020-01-01\n";
    let unknown = "[[waiver]]\nrule = \"readme/purpos\"\nreason = \"a\"\n";
    for (wrong, refused) in [(0, 130), (130, 0), (70, 60)] {
        let text = format!("{}{}", unknown.repeat(wrong), waiver.repeat(refused));
        let found = client.open(&home.path().join("publiable.toml"), &text);
        assert_eq!(found.len(), 101, "{wrong} {refused}");
        assert_eq!(each(&found, "message")[100], "This file has 30 other errors.");
    }
    client.stop();
}

#[test]
fn what_is_wrong_in_another_file_is_shown_where_it_is_extended() {
    let home = home();
    let (path, rules) = (home.path().join("publiable.toml"), home.path().join("rules.toml"));
    let (mut client, _) = Client::ready(home.path(), &["--lang", "en"], json!({}));
    let text = "schema = 1\n\nextends = [\"rules.toml\"]\n";
    std::fs::write(&path, text).expect("write");
    for (version, (written, said)) in (1..).zip([
        (None, "publiable.toml: “extends” names rules.toml, which is not in the repository."),
        (Some("order = []\n[[rul]]\n"), "rules.toml:2:3: TOML refused: unknown field `rul`"),
        (Some("[[adjust]]\nid = \"a/b\"\n"), "rules.toml:2: key “id”: unknown rule."),
    ]) {
        let found = match written {
            None => client.open(&path, text),
            Some(written) => {
                std::fs::write(&rules, written).expect("write");
                let saved = json!({ "textDocument": { "uri": uri(&rules) } });
                client.notify("textDocument/didSave", saved);
                // A save may tell again what is wrong with the version before.
                client.change(&path, version, json!({ "text": text }));
                client.diagnostics(&path, version)
            }
        };
        assert_eq!(found[0]["range"]["start"]["line"], 2, "{found:?}");
        assert!(each(&found, "message")[0].starts_with(said), "{found:?}");
    }
    // Another program may have put it right: no save is waited for.
    std::fs::write(&rules, "order = []\n").expect("write");
    client.change(&path, 4, json!({ "text": text }));
    assert!(client.diagnostics(&path, 4).is_empty());
    client.stop();
}

#[test]
fn a_configuration_and_a_licence_are_explained_and_completed() {
    let home = home();
    let (mut client, _) = Client::ready(home.path(), &["--lang", "en"], json!({}));
    let config = home.path().join("publiable.toml");
    client.open(&config, "[[waiver]]\nrule = \"readme/purpose\"\n\n[project]\nprofile = \"\n");
    let about = |hover: Value| hover["contents"]["value"].as_str().unwrap_or_default().to_string();
    assert!(about(client.at("hover", &config, 1, 10)).starts_with("readme/purpose — "));
    assert!(!about(client.at("hover", &config, 4, 2)).is_empty());
    let mut labels = |path: &Path, line, character| {
        each(client.at("completion", path, line, character).as_array().expect("a list"), "label")
    };
    assert!(labels(&config, 1, 8).contains(&"licence/present".to_string()));
    assert!(labels(&config, 2, 0).contains(&"expires".to_string()));
    assert_eq!(labels(&config, 4, 11), ["administration", "esr"]);
    let reuse = home.path().join("REUSE.toml");
    client.open(
        &reuse,
        "[[annotations]]\npath = \"a\"\nprecedence = \nSPDX-License-Identifier = \"EUPL-1.2\"\n",
    );
    let mut labels = |line, character| {
        each(client.at("completion", &reuse, line, character).as_array().expect("a list"), "label")
    };
    assert_eq!(labels(2, 13), ["\"closest\"", "\"aggregate\"", "\"override\""]);
    assert!(labels(3, 27).contains(&"MIT".to_string()));
    assert!(about(client.at("hover", &reuse, 3, 30)).contains("EUPL-1.2"));
    let licence = home.path().join("LICENSE");
    client.open(&licence, include_str!("../../LICENSE-MIT"));
    let said = about(client.at("hover", &licence, 9, 0));
    for part in
        ["MIT is on the list set by decree", "licence/decreed — ", "Identified", "MIT License"]
    {
        assert!(said.contains(part), "{part} in {said}");
    }
    client.stop();
}

#[test]
fn another_place_that_matters_is_told() {
    let home = home();
    let (mut client, _) = Client::ready(home.path(), &["--lang", "en"], json!({}));
    let mut places = |name: &str, text: &str, message: &str| {
        let found = client.open(&home.path().join(name), text);
        let one =
            found.iter().find(|one| one["message"].as_str().unwrap_or_default().contains(message));
        let related = &one.expect("the fault")["relatedInformation"][0];
        let line = related["location"]["range"]["start"]["line"].as_u64().expect("a line");
        (line, related["message"].as_str().expect("a text").to_string())
    };
    let twice = places("publiccode.yml", "url: a\nname: b\nname: c\n", "already given");
    assert_eq!(twice, (1, "the same key, above".to_string()));
    let mit = include_str!("../../LICENSE-MIT");
    let altered = mit.replace(
        "following conditions:",
        "following conditions and to the agreement of the publisher:",
    );
    assert_eq!(places("LICENSE", &altered, "not in MIT"), (0, "text of MIT".to_string()));
    client.stop();
}

#[test]
fn a_secret_is_not_repeated() {
    let home = home();
    let path = home.path().join("publiccode.yml");
    let token = concat!("glpat", "-Xk29vLq7Tn3RbW8cZyD1");
    let text = VALID.replace("stable", token);
    let (mut client, _) = Client::ready(home.path(), &[], json!({}));
    let found = client.open(&path, &text);
    assert!(!found.is_empty());
    assert!(!json!(found).to_string().contains(token), "{found:?}");
    client.stop();
}
