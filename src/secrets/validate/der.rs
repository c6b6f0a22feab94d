//! Private keys in DER, the form that PEM puts in base64: PKCS #8 (RFC 5958),
//! PKCS #1 (RFC 8017, appendix A.1.2) and those of elliptic curves (RFC 5915).

use std::ops::Range;

/// What starts the content of each form: its version, then what comes next.
const STARTS: [&[u8]; 3] = [&[2, 1, 0, 0x30], &[2, 1, 0, 2, 0x82], &[2, 1, 1, 4]];
/// The algorithms of private keys, as PKCS #8 names them.
const ALGORITHMS: [&[u8]; 5] = [
    &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1],
    &[0x2a, 0x86, 0x48, 0xce, 0x3d, 2, 1],
    &[0x2a, 0x86, 0x48, 0xce, 0x38, 4, 1],
    &[0x2b, 0x65, 0x6e],
    &[0x2b, 0x65, 0x70],
];
/// No private key is shorter, in bytes.
const SHORTEST: usize = 40;
/// Nor longer.
const LONGEST: usize = 8 << 10;
/// Bytes of the longest header of a key.
const HEADER: usize = 4;

/// Where the private keys in clear are in `bytes`, for those that start in `region`,
/// in order.
pub(crate) fn keys(bytes: &[u8], region: &Range<usize>) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    // A header comes before what is looked for.
    let end = bytes.len().min(region.end + HEADER + 5);
    for start in STARTS {
        let places = memchr::memmem::find_iter(&bytes[region.start..end], start);
        found.extend(places.filter_map(|at| key(bytes, region.start + at)));
    }
    found.retain(|key| region.contains(&key.start));
    found.sort_by_key(|key| (key.start, std::cmp::Reverse(key.end)));
    // A key in PKCS #8 holds one in its own form.
    let mut end = 0;
    found.retain(|key| {
        let outside = key.start >= end;
        end = end.max(key.end);
        outside
    });
    found
}

/// The key whose version is at `at`.
fn key(bytes: &[u8], at: usize) -> Option<Range<usize>> {
    let before = &bytes[at.saturating_sub(4)..at];
    let (header, length) = match *before {
        [.., 0x30, 0x82, high, low] => (4, usize::from(high) << 8 | usize::from(low)),
        [.., 0x30, 0x81, length] => (3, usize::from(length)),
        [.., 0x30, length] if length < 0x80 => (2, usize::from(length)),
        _ => return None,
    };
    let content = bytes.get(at..at + length)?;
    let known = match content {
        [2, 1, 0, 0x30, length, 6, named, rest @ ..] => {
            let algorithm = ALGORITHMS.iter().find(|known| rest.starts_with(known));
            algorithm.is_some_and(|known| usize::from(*named) >= known.len())
                && content.get(5 + usize::from(*length)) == Some(&4)
        }
        [2, 1, 0, 2, 0x82, high, low, rest @ ..] => {
            // The public exponent follows the modulus.
            let modulus = usize::from(*high) << 8 | usize::from(*low);
            rest.get(modulus..modulus + 2).is_some_and(|next| next[0] == 2 && next[1] < 8)
        }
        [2, 1, 1, 4, length, rest @ ..] => {
            let length = usize::from(*length);
            matches!(length, 28 | 32 | 48 | 66) && rest.get(length) == Some(&0xa0)
        }
        _ => false,
    };
    (known && (SHORTEST..LONGEST).contains(&length)).then(|| at - header..at + length)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_known_by_their_structure() {
        let edwards = [
            &[0x30, 0x2e, 2, 1, 0, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 4, 0x22, 4, 0x20][..],
            &[7; 32],
        ]
        .concat();
        let curve = [&[0x30, 0x77, 2, 1, 1, 4, 0x20][..], &[7; 32], &[0xa0, 10], &[9; 80]].concat();
        for key in [&edwards, &curve[..0x79]] {
            let file = [b"some bytes".as_slice(), key, b"others"].concat();
            assert_eq!(keys(&file, &(0..file.len())), [10..10 + key.len()], "{key:?}");
            assert!(
                keys(&key[..key.len() - 1], &(0..key.len() - 1)).is_empty(),
                "a key that is cut"
            );
            assert!(keys(&file, &(11..file.len())).is_empty(), "a key that starts before");
        }
        let mut public = edwards;
        public[2] = 3;
        assert!(keys(&public, &(0..public.len())).is_empty());
    }
}
