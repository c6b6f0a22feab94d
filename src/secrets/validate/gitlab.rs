//! GitLab's routable tokens: `PREFIX-PAYLOAD.LLCCCCCCC`, where LL is the length
//! of the base64 payload and CCCCCCC the CRC-32 of all that precedes, both in
//! base 36. Source: GitLab's design document "Routable tokens".

use super::base62::encode36;
use super::crc::crc32;
use super::{Verdict, proof};

const CHECKSUM: usize = 7;

/// Verifies the checksum of a routable token; tokens without a dot have none.
pub fn routable(token: &[u8]) -> Verdict {
    let Some(dot) = token.iter().rposition(|byte| *byte == b'.') else {
        return Verdict::Unproven;
    };
    if token.len() < dot + 1 + CHECKSUM {
        return Verdict::Unproven;
    }
    let (body, checksum) = token.split_at(token.len() - CHECKSUM);
    proof(encode36(crc32(body), CHECKSUM).as_bytes() == checksum)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_checksum_covers_the_prefix() {
        // The shortest token of the design document, without a prefix.
        let documented = ["bzoxd_Rb5_cHeWe1JH56wr2FCBA", "0r1pum4t4"].join(".");
        assert_eq!(routable(documented.as_bytes()), Verdict::Proven);
        assert_eq!(routable(format!("x{documented}").as_bytes()), Verdict::Disproven);
        assert_eq!(routable(b"glpat-without-dot"), Verdict::Unproven);
    }
}
