//! What a session publishes, whatever stands around its files.

use super::*;
use crate::publiccode::NoFiles;
use crate::rule::load;
use serde_json::json;
use std::io::Cursor;

const URI: &str = "file:///absent/publiccode.yml";

/// Nothing stands around files; to look for one fails when it is `broken`.
struct Bare {
    broken: bool,
}

impl Around for Bare {
    fn files(&self, _: Option<&Path>) -> Box<dyn Files> {
        assert!(!self.broken, "a defect of the program");
        Box::new(NoFiles)
    }

    fn known(&self, _: Option<&Path>) -> Known {
        Known::default()
    }

    fn mask(&self, _: &[u8], _: &str) -> Box<dyn Fn(&mut String)> {
        Box::new(|_| ())
    }

    fn rules(&self, _: Option<&Path>, _: &[String]) -> Result<Arc<RuleSet>> {
        Ok(load::load(&[])?.0)
    }

    fn saved(&self) {}
}

/// What is published once a file is open and `said`, a method and its parameters each,
/// is read at once.
fn published(around: &dyn Around, said: &[(&str, Value)]) -> Vec<Value> {
    let ready = json!({ "processId": null, "rootUri": null, "capabilities": {} });
    let item = json!({ "uri": URI, "languageId": "yaml", "version": 1, "text": "name: a\n" });
    let start = [("initialize", ready), ("textDocument/didOpen", json!({ "textDocument": item }))];
    let mut input = String::new();
    for (id, (method, params)) in start.iter().chain(said).enumerate() {
        let mut message = json!({ "jsonrpc": "2.0", "method": method, "params": params });
        if !method.contains("/did") {
            message["id"] = json!(id);
        }
        input.push_str(&wire::framed(&message.to_string()));
    }
    let settings = Settings {
        asked: Some(Lang::En),
        usual: Lang::En,
        today: jiff::civil::date(2026, 2, 1),
        rules: load::load(&[]).expect("embedded rules").0,
        around,
    };
    let mut output = Vec::new();
    serve(Cursor::new(input), &mut output, &settings);
    let mut output = output.as_slice();
    let all = std::iter::from_fn(|| wire::read(&mut output));
    let told = all.filter_map(|one| match one {
        Incoming::Message(Message::Notification(one)) => Some(one.params),
        _ => None,
    });
    told.collect()
}

#[test]
fn what_is_found_for_a_hover_is_told_all_the_same() {
    let document = json!({ "uri": URI, "version": 2 });
    let change = json!({ "textDocument": document, "contentChanges": [{ "text": "zz: a\n" }] });
    let place = json!({ "line": 0, "character": 1 });
    let hover = json!({ "textDocument": { "uri": URI }, "position": place });
    let said = [("textDocument/didChange", change), ("textDocument/hover", hover)];
    let told = published(&Bare { broken: false }, &said);
    let last = told.last().expect("diagnostics");
    assert_eq!(last["version"], 2, "{told:?}");
    assert!(last.to_string().contains("publiccode/unknown-key"), "{last}");
}

#[test]
fn a_defect_of_the_program_is_told_of_the_document_it_leaves_unjudged() {
    let place = json!({ "line": 0, "character": 0 });
    let hover = json!({ "textDocument": { "uri": URI }, "position": place });
    let told = published(&Bare { broken: true }, &[("textDocument/hover", hover)]);
    assert_eq!(told.len(), 1, "{told:?}");
    let found = told[0]["diagnostics"].as_array().expect("a list");
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0]["severity"], 1);
    let message = found[0]["message"].as_str().expect("a text");
    assert!(message.starts_with("publiable met an internal error"), "{message}");
}
