//! Messages as they come and go. They are read here rather than by `lsp-server`,
//! which reserves the length that a header announces and ends at the first JSON that
//! is broken: here a wrong message is answered, and the next one is read.

use crate::lang::Text;
use crate::text;
use lsp_server::{ErrorCode, Message};
use serde_json::{Value, json};
use std::io::{self, BufRead, Read, Write};

/// A longer message is passed over, in bytes: no file that is judged is near it.
const MAX_MESSAGE: u64 = 16 << 20;
/// A longer line is no header, in bytes.
const MAX_LINE: u64 = 4096;

/// What was read.
#[derive(Debug)]
pub(super) enum Incoming {
    /// A message.
    Message(Message),
    /// Something else: the identifier it is answered under, and what is wrong.
    Wrong(Value, ErrorCode, Text),
}

/// The next message; nothing at the end of `input`.
pub(super) fn read(input: &mut impl BufRead) -> Option<Incoming> {
    let length = match header(input)? {
        Ok(length) => length,
        Err(wrong) => return Some(Incoming::Wrong(Value::Null, ErrorCode::ParseError, wrong)),
    };
    if length > MAX_MESSAGE {
        io::copy(&mut input.take(length), &mut io::sink()).ok()?;
        let megabytes = MAX_MESSAGE >> 20;
        let why = text!(
            "message de plus de {megabytes} Mio, non lu",
            "message of more than {megabytes} MiB, not read"
        );
        return Some(Incoming::Wrong(Value::Null, ErrorCode::InvalidRequest, why));
    }
    let mut body = Vec::new();
    input.take(length).read_to_end(&mut body).ok()?;
    (body.len() as u64 == length).then(|| message(&body))
}

/// The length that the next header announces. What is no header is passed over, and
/// told once.
fn header(input: &mut impl BufRead) -> Option<Result<u64, Text>> {
    let (mut length, mut wrong) = (None, false);
    loop {
        let mut line = Vec::new();
        input.take(MAX_LINE).read_until(b'\n', &mut line).ok()?;
        if line.is_empty() {
            return None;
        }
        let line = line.trim_ascii();
        match (line, length) {
            (b"", Some(length)) => return Some(Ok(length)),
            (b"", None) if wrong => {
                return Some(Err(text!(
                    "en-tête illisible : Content-Length manque",
                    "unreadable header: Content-Length is missing"
                )));
            }
            (b"", None) => {}
            _ => {
                let field = str::from_utf8(line).ok().and_then(|line| line.split_once(':'));
                match field {
                    Some((name, value)) if name.eq_ignore_ascii_case("content-length") => {
                        length = value.trim().parse().ok();
                        wrong |= length.is_none();
                    }
                    Some(_) => {}
                    None => wrong = true,
                }
            }
        }
    }
}

/// The message that `body` is.
fn message(body: &[u8]) -> Incoming {
    let value: Value = match serde_json::from_slice(body) {
        Ok(value) => value,
        Err(error) => {
            let why = text!("JSON incorrect : {error}", "invalid JSON: {error}");
            return Incoming::Wrong(Value::Null, ErrorCode::ParseError, why);
        }
    };
    let id = value.get("id").cloned();
    // Without an identifier that can be answered, a request would pass for a notification.
    let known = id
        .as_ref()
        .is_none_or(|id| id.is_string() || id.as_i64().is_some_and(|id| i32::try_from(id).is_ok()));
    match serde_json::from_value(value) {
        Ok(message) if known => Incoming::Message(message),
        _ => {
            let why = text!("ce n’est pas un message JSON-RPC", "this is no JSON-RPC message");
            Incoming::Wrong(id.unwrap_or_default(), ErrorCode::InvalidRequest, why)
        }
    }
}

/// Answers what is no message.
pub(super) fn refuse(
    output: &mut impl Write,
    (id, code, why): (&Value, ErrorCode, &str),
) -> io::Result<()> {
    let error = json!({ "code": code as i32, "message": why });
    let answer = json!({ "jsonrpc": "2.0", "id": id, "error": error }).to_string();
    output.write_all(framed(&answer).as_bytes())?;
    output.flush()
}

/// The message `body` as it goes through the wire.
pub(super) fn framed(body: &str) -> String {
    format!("Content-Length: {}\r\n\r\n{body}", body.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(input: &str) -> Vec<Result<(), i32>> {
        let mut input = input.as_bytes();
        let next = || read(&mut input);
        let each = std::iter::from_fn(next).map(|one| match one {
            Incoming::Message(_) => Ok(()),
            Incoming::Wrong(_, code, _) => Err(code as i32),
        });
        each.collect()
    }

    #[test]
    fn what_is_wrong_does_not_hide_what_follows() {
        let good = framed(r#"{"jsonrpc":"2.0","method":"initialized"}"#);
        for (wrong, code) in [
            (framed("{"), -32700),
            (framed("[]"), -32600),
            (framed(r#"{"id":9999999999,"method":"shutdown"}"#), -32600),
            (framed(&"[".repeat(100_000)), -32700),
            (format!("Content-Length: {}\r\n\r\n{}", 17 << 20, " ".repeat(17 << 20)), -32600),
            ("bonjour\r\n\r\n".to_string(), -32700),
            ("Content-Length: -1\r\n\r\n".to_string(), -32700),
        ] {
            let start: String = wrong.chars().take(40).collect();
            assert_eq!(all(&format!("{wrong}{good}")), [Err(code), Ok(())], "{start}");
        }
    }

    #[test]
    fn a_length_that_is_not_there_reserves_nothing() {
        assert_eq!(all("Content-Length: 18446744073709551615\r\n\r\nx").len(), 1);
        assert!(all("Content-Length: 16000000\r\n\r\n{}").is_empty());
        assert!(all("").is_empty());
    }
}
