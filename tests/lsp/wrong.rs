//! What no editor should send, and what every one does: text that is half typed.

use super::{Client, VALID, uri};
use serde_json::{Value, json};

#[test]
fn each_prefix_of_a_file_is_answered_in_both_units() {
    let home = tempfile::tempdir().expect("temporary folder");
    let path = home.path().join("publiccode.yml");
    for units in ["utf-16", "utf-8"] {
        let capabilities = json!({ "general": { "positionEncodings": [units] } });
        let said = json!({ "capabilities": capabilities });
        let (mut client, can) = Client::ready(home.path(), &[], said);
        assert_eq!(can["positionEncoding"], units);
        client.open(&path, "");
        let (mut line, mut character, mut version) = (0, 0, 1);
        for typed in VALID.chars() {
            version += 1;
            let place = json!({ "line": line, "character": character });
            let range = json!({ "start": place, "end": place });
            client.change(&path, version, json!({ "range": range, "text": typed.to_string() }));
            character += if units == "utf-8" { typed.len_utf8() } else { typed.len_utf16() } as u32;
            if typed == '\n' {
                (line, character) = (line + 1, 0);
            }
            assert!(client.at("completion", &path, line, character).is_array());
            if version % 8 == 0 {
                client.at("hover", &path, line, character.saturating_sub(1));
            }
        }
        assert!(client.diagnostics(&path, version).is_empty(), "{units}");
        client.stop();
    }
}

#[test]
fn garbage_is_typed_and_answered() {
    let home = tempfile::tempdir().expect("temporary folder");
    let (mut client, _) = Client::ready(home.path(), &[], json!({}));
    let names = ["publiccode.yml", "publiable.toml", "REUSE.toml", "LICENSE"];
    let signs: Vec<char> =
        "ab:-#\"'[]{}|>&*!%@`~,.=\\/ \n\t\r\u{feff}\u{0}\u{7f}é🚀\u{202e}".chars().collect();
    let mut seed: u64 = 7;
    let mut draw = |below: usize| {
        seed = seed.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        (seed >> 33) as usize % below
    };
    for name in names {
        let path = home.path().join(name);
        client.open(&path, "");
        for version in 2..120 {
            let mut place = || json!({ "line": draw(12), "character": draw(20) });
            let range = json!({ "start": place(), "end": place() });
            let text: String = (0..draw(9)).map(|_| signs[draw(signs.len())]).collect();
            client.change(&path, version, json!({ "range": range, "text": text }));
            let (line, character) = (draw(12) as u32, draw(20) as u32);
            assert!(client.at("completion", &path, line, character).is_array());
            client.at("hover", &path, line, character);
            let document = json!({ "uri": uri(&path) });
            let range = json!({ "start": { "line": 0, "character": 0 }, "end": { "line": 99, "character": 0 } });
            let params = json!({ "textDocument": document, "range": range, "context": { "diagnostics": [] } });
            assert!(client.request("textDocument/codeAction", params)["result"].is_array());
            let params = json!({ "textDocument": document, "options": { "tabSize": 2, "insertSpaces": true } });
            assert!(client.request("textDocument/formatting", params)["error"].is_null());
        }
    }
    client.stop();
}

#[test]
fn wrong_messages_have_an_error_and_the_session_goes_on() {
    let home = tempfile::tempdir().expect("temporary folder");
    let mut client = Client::start(home.path(), &["--lang", "en"]);
    let early = client.request("textDocument/hover", json!({}));
    assert_eq!(early["error"]["code"], -32002);
    client.notify("textDocument/didOpen", json!({ "textDocument": 3 }));
    let params = json!({ "processId": null, "rootUri": null, "capabilities": {} });
    assert!(client.request("initialize", params.clone())["result"].is_object());
    assert_eq!(client.request("initialize", params)["error"]["code"], -32600);
    assert_eq!(client.request("publiable/none", json!({}))["error"]["code"], -32601);
    let wrong = client.request("textDocument/hover", json!({ "position": "here" }));
    assert_eq!(wrong["error"]["code"], -32602);
    for (bytes, code) in [
        (&b"Content-Length: 9\r\n\r\n{\"id\": 1,"[..], -32700),
        (b"Content-Length: 3\r\n\r\n\xff\xfe\xfd", -32700),
        (b"Content-Length: 2\r\n\r\n[]", -32600),
        (b"Content-Length: many\r\n\r\n", -32700),
        (b"bonjour\r\n\r\n", -32700),
    ] {
        client.send(bytes);
        let answer = client.read().expect("an answer");
        assert_eq!(
            (&answer["id"], &answer["error"]["code"]),
            (&Value::Null, &json!(code)),
            "{answer}"
        );
        assert!(!answer["error"]["message"].as_str().expect("a text").is_empty());
    }
    for method in ["textDocument/didOpen", "textDocument/didChange", "textDocument/didClose"] {
        client.notify(method, json!([1]));
        client.notify(method, json!({ "textDocument": { "uri": "no address at all" } }));
    }
    client.notify("$/cancelRequest", json!({ "id": 1 }));
    let absent = home.path().join("publiccode.yml");
    assert_eq!(client.at("hover", &absent, 0, 0), Value::Null);
    client.stop();
}

#[test]
fn the_exit_code_says_whether_the_client_stopped_the_server_first() {
    let home = tempfile::tempdir().expect("temporary folder");
    assert_eq!(Client::start(home.path(), &[]).leave(true), 1);
    assert_eq!(Client::start(home.path(), &["--stdio"]).leave(false), 1);
    let (client, _) = Client::ready(home.path(), &[], json!({}));
    assert_eq!(client.leave(true), 1);
    let (mut client, _) = Client::ready(home.path(), &[], json!({}));
    client.request("shutdown", Value::Null);
    let late = client.request("textDocument/hover", json!({}));
    assert_eq!(late["error"]["code"], -32600);
    assert_eq!(client.leave(true), 0);
    // In the middle of a message.
    let (mut client, _) = Client::ready(home.path(), &[], json!({}));
    client.send(b"Content-Length: 400\r\n\r\n{\"jsonrpc\"");
    assert_eq!(client.leave(false), 1);
}

#[test]
fn a_giant_document_is_refused_and_the_next_one_read() {
    let home = tempfile::tempdir().expect("temporary folder");
    let (mut client, _) = Client::ready(home.path(), &["--lang", "en"], json!({}));
    let giant = "a: b\n".repeat(500_000);
    for name in ["publiccode.yml", "publiable.toml", "REUSE.toml", "LICENSE"] {
        let path = home.path().join(name);
        let found = client.open(&path, &giant);
        let message = found[0]["message"].as_str().expect("a text");
        assert!(message.contains("more than 2 MiB"), "{message}");
        assert!(found[0].get("code").is_none(), "{found:?}");
        assert_eq!(client.at("completion", &path, 499_999, 4), json!([]));
        let about = client.at("hover", &path, 0, 0)["contents"]["value"].clone();
        assert_eq!(about, message);
        assert_eq!(client.at("hover", &path, 499_999, 1), Value::Null);
        let options = json!({ "tabSize": 2, "insertSpaces": true });
        let params = json!({ "textDocument": { "uri": uri(&path) }, "options": options });
        assert_eq!(client.request("textDocument/formatting", params)["result"], Value::Null);
    }
    let length = 17 << 20;
    client.send(format!("Content-Length: {length}\r\n\r\n").as_bytes());
    client.send(&vec![b' '; length]);
    assert_eq!(client.read().expect("an answer")["error"]["code"], -32600);
    assert!(client.open(&home.path().join("REUSE.toml"), "version = 1\n").is_empty());
    client.stop();
}
