//! Makes values whose structure and checksum hold, for tests.

use super::checksum::{crc16_xmodem, encode_age, encode36, encode62};
use crate::secrets::patterns::Source;
use crc32fast::hash as crc32;
use data_encoding::{BASE32_NOPAD, BASE64, BASE64URL_NOPAD};

const ALNUM: &str = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/// The value that generator `name` makes out of `argument`; `None` for a name
/// that is no generator's.
pub(crate) fn value(name: &str, argument: &str, source: &mut Source) -> Option<String> {
    Some(match name {
        "token-crc" => token_crc(source),
        "gitlab-routable" => gitlab_routable(argument, source),
        "pypi" => pypi(source),
        "nats" => nats(argument, source),
        "age" => encode_age(&source.bytes(52).iter().map(|byte| byte & 31).collect::<Vec<_>>()),
        "aws-id" => aws_id(argument, source),
        "base64-of" => BASE64.encode(&source.bytes(argument.parse().expect("bytes"))),
        "base64-json" => BASE64.encode(json(argument).as_bytes()),
        "jwt" => jwt(argument, source),
        "pem" => armour(argument, &der(source), "\n"),
        "pem-escaped" => armour(argument, &der(source), "\\n"),
        "pem-locked" => locked_pem(argument, source),
        "openssh" => armour("OPENSSH PRIVATE KEY", &openssh("none", source), "\n"),
        "openssh-locked" => armour("OPENSSH PRIVATE KEY", &openssh("aes256-ctr", source), "\n"),
        "pgp" => armour("PGP PRIVATE KEY BLOCK", &openpgp(0, source), "\n"),
        "pgp-locked" => armour("PGP PRIVATE KEY BLOCK", &openpgp(254, source), "\n"),
        "base64-lines" => lines(&source.bytes(argument.parse().expect("bytes")), "\n"),
        _ => return None,
    })
}

fn token_crc(source: &mut Source) -> String {
    let random = source.characters(ALNUM, 30);
    let checksum = encode62(crc32(random.as_bytes()), 6);
    random + &checksum
}

fn gitlab_routable(prefix: &str, source: &mut Source) -> String {
    let payload = BASE64URL_NOPAD.encode(&[b"o:1\nu:2a".to_vec(), source.bytes(16)].concat());
    let body = format!("{prefix}{payload}.{}", encode36(payload.len() as u32, 2));
    format!("{body}{}", encode36(crc32(body.as_bytes()), 7))
}

fn pypi(source: &mut Source) -> String {
    let mut bytes = vec![2, 1, 8];
    bytes.extend(b"pypi.org");
    bytes.extend(source.bytes(120));
    format!("pypi-{}", BASE64URL_NOPAD.encode(&bytes))
}

/// A seed for the role whose public keys begin with `letter`.
fn nats(letter: &str, source: &mut Source) -> String {
    let letter = letter.bytes().next().expect("a letter") - b'A';
    let mut bytes = vec![(18 << 3) | (letter >> 2), letter << 6];
    bytes.extend(source.bytes(32));
    bytes.extend(crc16_xmodem(&bytes).to_le_bytes());
    BASE32_NOPAD.encode(&bytes)
}

fn aws_id(prefix: &str, source: &mut Source) -> String {
    let account = 123_456_789_012u64;
    let mut bytes = ((account << 7) | (1 << 47)).to_be_bytes()[2..].to_vec();
    bytes.extend(source.bytes(4));
    format!("{prefix}{}", BASE32_NOPAD.encode(&bytes))
}

/// `key=value,…` as a JSON object.
fn json(claims: &str) -> String {
    let pairs = claims.split(',').filter_map(|claim| claim.split_once('='));
    let object: serde_json::Map<_, _> =
        pairs.map(|(key, value)| (key.to_string(), claim(key, value))).collect();
    serde_json::Value::Object(object).to_string()
}

/// Times are numbers (RFC 7519, section 2).
fn claim(key: &str, value: &str) -> serde_json::Value {
    match (key, value.parse::<u64>()) {
        ("iat" | "exp" | "nbf", Ok(seconds)) => seconds.into(),
        _ => value.into(),
    }
}

fn jwt(claims: &str, source: &mut Source) -> String {
    let part = |text: &str| BASE64URL_NOPAD.encode(text.as_bytes());
    let header = part(r#"{"alg":"HS256","typ":"JWT"}"#);
    format!("{header}.{}.{}", part(&json(claims)), BASE64URL_NOPAD.encode(&source.bytes(32)))
}

fn der(source: &mut Source) -> Vec<u8> {
    let mut bytes = vec![0x30, 0x82, 0x01, 0x2C];
    bytes.extend(source.bytes(300));
    bytes
}

fn openssh(cipher: &str, source: &mut Source) -> Vec<u8> {
    let mut bytes = b"openssh-key-v1\0".to_vec();
    bytes.extend((cipher.len() as u32).to_be_bytes());
    bytes.extend(cipher.bytes());
    bytes.extend(source.bytes(200));
    bytes
}

/// An Ed25519 secret-key packet of version 4; `usage` is zero when it is in clear.
fn openpgp(usage: u8, source: &mut Source) -> Vec<u8> {
    let mut body = vec![4, 0, 0, 0, 1, 22, 9, 1, 2, 3, 4, 5, 6, 7, 8, 9, 1, 7];
    body.extend(source.bytes(33));
    body.push(usage);
    body.extend(source.bytes(40));
    let mut packet = vec![0x95, 0, body.len() as u8];
    packet.extend(body);
    packet
}

fn lines(bytes: &[u8], join: &str) -> String {
    let base64 = BASE64.encode(bytes);
    let lines: Vec<String> =
        base64.as_bytes().chunks(64).map(|line| String::from_utf8_lossy(line).into()).collect();
    lines.join(join)
}

fn armour(label: &str, body: &[u8], join: &str) -> String {
    let body = lines(body, join);
    format!("-----BEGIN {label}-----{join}{body}{join}-----END {label}-----")
}

fn locked_pem(label: &str, source: &mut Source) -> String {
    let headers = "-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-256-CBC,0F1E2D3C4B5A6978\n\n";
    armour(label, &source.bytes(320), "\n").replacen("-----\n", headers, 1)
}
