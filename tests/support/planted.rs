//! Builds values that look like real secrets, so that no file of the project
//! holds one: `<<github:1>>` in a text stands for a token, the same each time.

/// `text` with every `<<kind:number>>` replaced by the value it stands for.
pub fn expand(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("<<") {
        out.push_str(before);
        let Some((name, remainder)) = after.split_once(">>") else {
            out.push_str("<<");
            rest = after;
            continue;
        };
        match value(name) {
            Some(value) => out.push_str(&value),
            None => out.push_str(&format!("<<{name}>>")),
        }
        rest = remainder;
    }
    out.push_str(rest);
    out
}

/// The value that `kind:number` stands for.
pub fn value(name: &str) -> Option<String> {
    let (kind, number) = name.split_once(':').unwrap_or((name, "0"));
    let seed = number.parse().ok()?;
    Some(match kind {
        "github" => github_token(seed),
        "password" => format!("{}!{}", letters(seed, 5), letters(seed + 1, 7)),
        "private-key" => private_key(seed),
        _ => return None,
    })
}

const BASE62: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/// Base-62 characters drawn from `seed`.
pub fn letters(seed: u64, count: usize) -> String {
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ 0x5851_f42d_4c95_7f2d;
    let draw = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        char::from(BASE62[(state % 62) as usize])
    };
    std::iter::repeat_with(draw).take(count).collect()
}

/// A personal access token: its last six characters are the CRC-32 of the others.
pub fn github_token(seed: u64) -> String {
    let random = letters(seed, 30);
    let mut crc = crc32(random.as_bytes());
    let mut check = [b'0'; 6];
    for digit in check.iter_mut().rev() {
        *digit = BASE62[(crc % 62) as usize];
        crc /= 62;
    }
    format!("gh{}{random}{}", "p_", String::from_utf8_lossy(&check))
}

/// A PKCS#8 block whose body starts like one.
pub fn private_key(seed: u64) -> String {
    let body: Vec<String> = (0..25).map(|line| letters(seed * 100 + line, 64)).collect();
    let head = "MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC";
    let words = ["PRIVATE", "KEY"].join(" ");
    let first = format!("{head}{}", letters(seed, 64 - head.len()));
    format!("-----BEGIN {words}-----\n{first}\n{}\n-----END {words}-----", body.join("\n"))
}

fn crc32(bytes: &[u8]) -> u32 {
    let step = |crc: u32, byte: &u8| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| {
            (crc >> 1) ^ (0xedb8_8320 & (crc & 1).wrapping_neg())
        })
    };
    !bytes.iter().fold(u32::MAX, step)
}
