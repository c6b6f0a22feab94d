//! `publiable lsp`, spoken to over standard input and output as an editor does.

mod session;
mod wrong;

use crate::support::program;
use serde_json::{Value, json};
use std::collections::VecDeque;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Stdio};

/// A file that is right.
pub const VALID: &str = "publiccodeYmlVersion: \"0\"\nname: Outil de suivi\nurl: https://forge.projet.gouv.fr/outils/suivi\n\
    platforms:\n  - web\ndevelopmentStatus: stable\nsoftwareType: standalone/web\ndescription:\n  fr:\n    \
    shortDescription: Suit l’avancement des projets d’une collectivité 🚀.\n    longDescription: >-\n      \
    L’outil de suivi montre à chaque service où en sont ses projets, qui les porte et ce qui reste à faire. Il a été\n      \
    conçu avec les agents de plusieurs collectivités et s’adapte à leurs méthodes de travail.\n    features:\n      \
    - Tableau de bord\norganisation:\n  uri: urn:x-siren:130025265\n  name: Direction exemple\nlegal:\n  license: EUPL-1.2\nmaintenance:\n  type: none\nlocalisation:\n  \
    localisationReady: false\n  availableLanguages:\n    - fr\n";

/// An editor, as far as the protocol goes.
pub struct Client {
    child: Child,
    input: Option<ChildStdin>,
    output: BufReader<ChildStdout>,
    /// What the server told meanwhile.
    told: VecDeque<Value>,
    asked: i32,
}

impl Client {
    /// Starts the server with `arguments`, nothing said yet.
    pub fn start(home: &Path, arguments: &[&str]) -> Client {
        let mut command = program::command(home);
        command.env("SOURCE_DATE_EPOCH", "1770000000").arg("lsp").args(arguments);
        command.stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.spawn().expect("the program runs");
        let (input, output) = (child.stdin.take(), child.stdout.take().expect("stdout"));
        Client { child, input, output: BufReader::new(output), told: VecDeque::new(), asked: 0 }
    }

    /// The same, after the handshake: what the client says of itself, and the answer.
    pub fn ready(home: &Path, arguments: &[&str], mut said: Value) -> (Client, Value) {
        let mut client = Client::start(home, arguments);
        let unsaid = json!({ "processId": null, "rootUri": null, "capabilities": {} });
        for (name, value) in unsaid.as_object().expect("an object") {
            if said.get(name).is_none() {
                said[name] = value.clone();
            }
        }
        let answer = client.request("initialize", said);
        client.notify("initialized", json!({}));
        (client, answer["result"]["capabilities"].clone())
    }

    /// Sends `bytes` as they are.
    pub fn send(&mut self, bytes: &[u8]) {
        let input = self.input.as_mut().expect("an open input");
        input.write_all(bytes).and_then(|()| input.flush()).expect("the server reads");
    }

    fn write(&mut self, message: &Value) {
        let body = message.to_string();
        self.send(format!("Content-Length: {}\r\n\r\n{body}", body.len()).as_bytes());
    }

    /// The next message; nothing once the server is gone.
    pub fn read(&mut self) -> Option<Value> {
        let (mut length, mut line) = (0, String::new());
        loop {
            line.clear();
            if self.output.read_line(&mut line).expect("readable") == 0 {
                return None;
            }
            match line.trim_end().split_once(": ") {
                Some((_, value)) => length = value.parse().expect("a length"),
                None => break,
            }
        }
        let mut body = vec![0; length];
        self.output.read_exact(&mut body).expect("a body");
        Some(serde_json::from_slice(&body).expect("JSON"))
    }

    /// Tells the server something.
    pub fn notify(&mut self, method: &str, params: Value) {
        self.write(&json!({ "jsonrpc": "2.0", "method": method, "params": params }));
    }

    /// Asks, and waits for the answer.
    pub fn request(&mut self, method: &str, params: Value) -> Value {
        self.asked += 1;
        let id = self.asked;
        self.write(&json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params }));
        loop {
            let message = self.read().expect("an answer");
            if message["id"] == id {
                return message;
            }
            self.told.push_back(message);
        }
    }

    /// Opens `text` as the file at `path`, and gives what is wrong in it.
    pub fn open(&mut self, path: &Path, text: &str) -> Vec<Value> {
        let item = json!({ "uri": uri(path), "languageId": "yaml", "version": 1, "text": text });
        self.notify("textDocument/didOpen", json!({ "textDocument": item }));
        self.diagnostics(path, 1)
    }

    /// Changes the file at `path`, in part when there is a range.
    pub fn change(&mut self, path: &Path, version: i32, change: Value) {
        let document = json!({ "uri": uri(path), "version": version });
        let params = json!({ "textDocument": document, "contentChanges": [change] });
        self.notify("textDocument/didChange", params);
    }

    /// What is wrong in the `version` of the file at `path`.
    pub fn diagnostics(&mut self, path: &Path, version: i32) -> Vec<Value> {
        let uri = uri(path);
        loop {
            let message = match self.told.pop_front() {
                Some(message) => message,
                None => self.read().expect("diagnostics"),
            };
            assert_eq!(message["method"], "textDocument/publishDiagnostics");
            let params = &message["params"];
            if params["uri"] == uri && params["version"] == version {
                return params["diagnostics"].as_array().expect("a list").clone();
            }
        }
    }

    /// Asks `method` about a place of the file at `path`.
    pub fn at(&mut self, method: &str, path: &Path, line: u32, character: u32) -> Value {
        let position = json!({ "line": line, "character": character });
        let document = json!({ "uri": uri(path) });
        let params = json!({ "textDocument": document, "position": position });
        self.request(&format!("textDocument/{method}"), params)["result"].clone()
    }

    /// The exit code, once `exit` is said or the input ends.
    pub fn leave(mut self, said: bool) -> i32 {
        if said {
            self.notify("exit", Value::Null);
        }
        self.input = None;
        while self.read().is_some() {}
        self.child.wait().expect("an end").code().expect("a code")
    }

    /// Leaves as the protocol requires.
    pub fn stop(mut self) {
        assert_eq!(self.request("shutdown", Value::Null)["result"], Value::Null);
        assert_eq!(self.leave(true), 0);
    }
}

/// The address of `path`.
pub fn uri(path: &Path) -> String {
    let path = path.to_str().expect("UTF-8").replace('\\', "/");
    format!("file:///{}", path.trim_start_matches('/'))
}
