//! What every SARIF log of the program shares (OASIS Standard, 27 March 2020).

use crate::lang::Lang;
use serde_json::{Value, json};
use std::io::{self, Write};

/// The guide that the program applies, where a reader learns what it asks.
const GUIDE: &str = "https://code.gouv.fr/documentation/";

/// What one run found.
pub(crate) struct Run {
    /// Language of its sentences.
    pub lang: Lang,
    /// The rules, in the order their index counts.
    pub rules: Vec<Value>,
    /// The results.
    pub results: Vec<Value>,
    /// What else the reader should know.
    pub notifications: Vec<Value>,
    /// Everything was seen.
    pub complete: bool,
    /// Keys of the run that only some logs have.
    pub more: Vec<(&'static str, Value)>,
}

/// Writes a log of one run.
pub(crate) fn write(run: Run, out: &mut dyn Write) -> io::Result<()> {
    let lang = run.lang.code();
    let mut told = json!({
        "tool": { "driver": {
            "name": env!("CARGO_PKG_NAME"),
            "version": env!("CARGO_PKG_VERSION"),
            "informationUri": GUIDE,
            "semanticVersion": env!("CARGO_PKG_VERSION"),
            "language": lang,
            "rules": run.rules,
        }},
        "language": lang,
        "columnKind": "unicodeCodePoints",
        "invocations": [{
            "executionSuccessful": run.complete,
            "toolExecutionNotifications": run.notifications,
        }],
    });
    for (key, value) in run.more {
        told[key] = value;
    }
    told["results"] = run.results.into();
    let log = json!({
        "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
        "version": "2.1.0",
        "runs": [told],
    });
    serde_json::to_writer_pretty(&mut *out, &log)?;
    writeln!(out)
}

/// A notification of `level`, about `path` when there is one.
pub(crate) fn notification(level: &str, message: &str, path: Option<&str>) -> Value {
    let mut notification = json!({ "level": level, "message": { "text": message } });
    if let Some(path) = path.filter(|path| !path.is_empty()) {
        notification["locations"] =
            json!([{ "physicalLocation": { "artifactLocation": { "uri": uri(path) } } }]);
    }
    notification
}

/// A suppression by what the project recorded.
pub(crate) fn suppression(justification: &str) -> Value {
    json!([{ "kind": "external", "status": "accepted", "justification": justification }])
}

/// `path` as a URI reference (RFC 3986): relative, or `file:` when absolute.
pub(crate) fn uri(path: &str) -> String {
    let mut uri = String::with_capacity(path.len());
    if path.starts_with('/') {
        uri.push_str("file://");
    }
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                uri.push(char::from(byte));
            }
            _ => uri.push_str(&format!("%{byte:02X}")),
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_becomes_a_uri_reference() {
        assert_eq!(uri("a b/é#?.txt"), "a%20b/%C3%A9%23%3F.txt");
        assert_eq!(uri("/tmp/x:y"), "file:///tmp/x%3Ay");
    }
}
