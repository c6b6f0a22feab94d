//! Private keys in armour: PEM (RFC 7468, RFC 1421), OpenSSH and OpenPGP
//! (RFC 9580) blocks, also when they are written inside a string with escaped
//! line breaks, quoted line by line or commented out.

use super::Verdict;
use data_encoding::BASE64;

/// Whether a key opens without a passphrase.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Lock {
    /// In clear.
    Open,
    /// Behind a passphrase.
    Passphrase,
}

/// Fewest base64 characters of a key's body: an Ed25519 key in PKCS#8 has 64.
const SHORTEST_BODY: usize = 56;

/// Proven when the body of `block` decodes to a key with this `wanted` lock;
/// foreign when there is no body, or when its lock is another.
pub(super) fn verdict(block: &[u8], wanted: Lock) -> Verdict {
    let Some(body) = body(block) else { return Verdict::Foreign };
    let base64 = squeeze(body);
    if base64.len() < SHORTEST_BODY {
        return Verdict::Foreign;
    }
    let decoded = decode(&base64);
    if lock_of(block, &decoded) != wanted {
        return Verdict::Foreign;
    }
    if is_key(block, &decoded) { Verdict::Proven } else { Verdict::Disproven }
}

/// The bytes that `block`, of any label, holds.
pub(crate) fn content(block: &[u8]) -> Option<Vec<u8>> {
    Some(decode(&squeeze(body(block)?)))
}

/// What stands between the first and the last line of `block`.
fn body(block: &[u8]) -> Option<&[u8]> {
    let after = find(block, b"BEGIN ")?;
    let opened = after + find(&block[after..], b"----")?;
    let closed = opened + find(&block[opened..], b"END ")?;
    Some(block[opened..closed].trim_ascii_start())
}

/// The base64 characters of `body`: without escapes, quotes, comment marks and
/// header lines such as `DEK-Info: …`.
fn squeeze(body: &[u8]) -> Vec<u8> {
    let mut unescaped = Vec::with_capacity(body.len());
    let mut bytes = body.iter().copied().peekable();
    while let Some(byte) = bytes.next() {
        if byte != b'\\' {
            unescaped.push(byte);
        } else if let Some(b'n' | b'r' | b't') = bytes.peek() {
            bytes.next();
            unescaped.push(b'\n');
        }
    }
    let mut base64 = Vec::with_capacity(unescaped.len());
    for line in unescaped.split(|byte| *byte == b'\n') {
        // A header has a colon, an OpenPGP checksum starts with "=".
        let line = line.trim_ascii();
        if line.contains(&b':') || line.starts_with(b"=") {
            continue;
        }
        let words = line.split(|byte| !is_base64(*byte)).filter(|word| *word != b"+");
        base64.extend(words.flatten());
    }
    base64
}

/// True for a letter of base64, or its padding.
pub(crate) fn is_base64(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'=')
}

/// Decodes whole groups of four, as far as they go.
fn decode(base64: &[u8]) -> Vec<u8> {
    let unpadded = base64.iter().position(|byte| *byte == b'=').unwrap_or(base64.len());
    BASE64.decode(&base64[..unpadded - unpadded % 4]).unwrap_or_default()
}

const OPENSSH: &[u8] = b"openssh-key-v1\0";

fn lock_of(block: &[u8], decoded: &[u8]) -> Lock {
    let says = |word: &[u8]| find(&block[..block.len().min(512)], word).is_some();
    let openssh = decoded.strip_prefix(OPENSSH);
    // The name of the cipher follows, after its length on four bytes.
    let ciphered = openssh.is_some_and(|rest| rest.get(4..8) != Some(b"none"));
    if says(b"ENCRYPTED") || ciphered || is_locked_openpgp(block, decoded) {
        Lock::Passphrase
    } else {
        Lock::Open
    }
}

/// Reads the first packet of an OpenPGP secret key (version 4, RSA or elliptic
/// curves) up to the octet that says how its secret part is protected.
fn is_locked_openpgp(block: &[u8], decoded: &[u8]) -> bool {
    if find(&block[..block.len().min(64)], b"PGP").is_none() {
        return false;
    }
    openpgp_usage(decoded).is_some_and(|usage| usage != 0)
}

fn openpgp_usage(packet: &[u8]) -> Option<u8> {
    let header = match packet.first()? {
        tag if tag & 0xC0 == 0xC0 => match packet.get(1)? {
            0..=191 => 2,
            192..=223 => 3,
            _ => 6,
        },
        tag => 2 + usize::from([0u8, 1, 3, 0][usize::from(tag & 3)]),
    };
    let key = packet.get(header..)?;
    let algorithm = *key.get(5)?;
    let mut at = 6;
    // Elliptic curves: an identifier of the curve, then one number; RSA: two
    // numbers; DSA: four; ElGamal: three. ECDH adds its parameters.
    let numbers = match algorithm {
        18 | 19 | 22 => {
            at += 1 + usize::from(*key.get(at)?);
            1
        }
        1..=3 => 2,
        17 => 4,
        16 => 3,
        _ => return None,
    };
    for _ in 0..numbers {
        let bits = u16::from_be_bytes([*key.get(at)?, *key.get(at + 1)?]);
        at += 2 + usize::from(bits.div_ceil(8));
    }
    if algorithm == 18 {
        at += 1 + usize::from(*key.get(at)?);
    }
    key.get(at).copied()
}

/// True when `decoded` looks like what `block` announces.
fn is_key(block: &[u8], decoded: &[u8]) -> bool {
    let says = |word: &[u8]| find(&block[..block.len().min(512)], word).is_some();
    match decoded {
        // The body of a traditional encrypted key is ciphertext: any bytes.
        _ if says(b"DEK-Info") => !decoded.is_empty(),
        _ if decoded.starts_with(OPENSSH) => true,
        [first, ..] if says(b"PGP") => first & 0x80 != 0,
        // ssh.com's format starts with its own magic number.
        [0x3F, 0x6F, 0xF9, 0xEB, ..] => true,
        [0x30, rest @ ..] => der_length(rest).is_some_and(|length| {
            // The last group may have been left out of the decoding.
            length >= 16 && length <= rest.len() + 3
        }),
        _ => false,
    }
}

/// The length that DER announces, with the bytes that write it.
fn der_length(bytes: &[u8]) -> Option<usize> {
    match bytes.first()? {
        short @ 0..=0x7F => Some(usize::from(*short) + 1),
        0x81 => Some(usize::from(*bytes.get(1)?) + 2),
        0x82 => Some(usize::from(u16::from_be_bytes([*bytes.get(1)?, *bytes.get(2)?])) + 3),
        _ => None,
    }
}

fn find(text: &[u8], word: &[u8]) -> Option<usize> {
    text.windows(word.len()).position(|part| part == word)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn der(length: u16) -> Vec<u8> {
        let [high, low] = length.to_be_bytes();
        let mut bytes = vec![0x30, 0x82, high, low];
        bytes.extend((0..length).map(|n| (n.wrapping_mul(73) >> 2) as u8));
        bytes
    }

    fn armour(label: &str, body: &[u8], join: &str) -> Vec<u8> {
        let base64 = BASE64.encode(body);
        let lines: Vec<&str> = base64
            .as_bytes()
            .chunks(64)
            .filter_map(|line| std::str::from_utf8(line).ok())
            .collect();
        let (begin, end) = (format!("-----BEGIN {label}-----"), format!("-----END {label}-----"));
        format!("{begin}{join}{}{join}{end}", lines.join(join)).into_bytes()
    }

    #[test]
    fn keys_are_read_however_their_lines_are_joined() {
        for join in ["\n", "\r\n", "\\n", "\\\\n", "\" +\n   \"", "\n# ", "\n    "] {
            let block = armour("RSA PRIVATE KEY", &der(600), join);
            assert_eq!(verdict(&block, Lock::Open), Verdict::Proven, "{join:?}");
            assert_eq!(verdict(&block, Lock::Passphrase), Verdict::Foreign, "{join:?}");
        }
    }

    #[test]
    fn passphrases_are_told() {
        let block = armour("ENCRYPTED PRIVATE KEY", &der(300), "\n");
        assert_eq!(verdict(&block, Lock::Passphrase), Verdict::Proven);
        let mut openssh = OPENSSH.to_vec();
        openssh.extend(b"\0\0\0\x0aaes256-ctr\0\0\0\x06bcrypt");
        openssh.extend([9; 120]);
        let block = armour("OPENSSH PRIVATE KEY", &openssh, "\n");
        assert_eq!(verdict(&block, Lock::Passphrase), Verdict::Proven);
        let headers = "-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,AB12\n";
        let block = armour("RSA PRIVATE KEY", &[0x5A; 200], "\n");
        let text = String::from_utf8(block).unwrap().replacen("-----\n", headers, 1);
        assert_eq!(verdict(text.as_bytes(), Lock::Passphrase), Verdict::Proven);
    }

    #[test]
    fn a_header_without_a_body_is_no_key_and_an_altered_body_is_disproven() {
        let none = b"-----BEGIN RSA PRIVATE KEY-----\n...\n-----END RSA PRIVATE KEY-----";
        assert_eq!(verdict(none, Lock::Open), Verdict::Foreign);
        let altered = armour("RSA PRIVATE KEY", &[0x5A; 200], "\n");
        assert_eq!(verdict(&altered, Lock::Open), Verdict::Disproven);
    }

    #[test]
    fn an_openpgp_key_says_whether_it_is_locked() {
        let key = |usage: u8| {
            // Version 4, time, Ed25519 with its curve, one number, the usage.
            let mut body = vec![4, 0, 0, 0, 1, 22, 9, 1, 2, 3, 4, 5, 6, 7, 8, 9, 1, 7];
            body.extend([0x40; 33]);
            body.push(usage);
            body.extend([3; 40]);
            let mut packet = vec![0x94 | 1, 0, body.len() as u8];
            packet.extend(body);
            armour("PGP PRIVATE KEY BLOCK", &packet, "\n")
        };
        assert_eq!(verdict(&key(0), Lock::Passphrase), Verdict::Foreign);
        assert_eq!(verdict(&key(254), Lock::Open), Verdict::Foreign);
    }
}
