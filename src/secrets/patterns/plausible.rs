//! Tells a value drawn at random from one written by hand to stand for it.

/// Shannon entropy of `bytes`, in bits per byte.
pub(crate) fn entropy(bytes: &[u8]) -> f32 {
    let mut counts = [0u32; 256];
    for byte in bytes {
        counts[usize::from(*byte)] += 1;
    }
    let total = bytes.len() as f32;
    let parts = counts.iter().filter(|count| **count > 0).map(|count| {
        let share = *count as f32 / total;
        -share * share.log2()
    });
    parts.sum()
}

/// Words that tell a placeholder; random values hold one once in a billion.
const WORDS: [&[u8]; 14] = [
    b"example",
    b"exemple",
    b"sample",
    b"placeholder",
    b"changeme",
    b"change_me",
    b"change-me",
    b"redacted",
    b"your_",
    b"your-",
    b"yourt",
    b"insert_",
    b"xxxxx",
    b"deadbeef",
];

/// Longest run of one character, or of consecutive ones (`12345678`), that a
/// random value holds.
const LONGEST_RUN: usize = 7;

/// Values longer than this hold any word by chance, or are not typed by hand.
const LONGEST_PLACEHOLDER: usize = 512;

/// True when `value` was written to stand for a secret.
pub(crate) fn is_placeholder(value: &[u8]) -> bool {
    if value.len() > LONGEST_PLACEHOLDER {
        return false;
    }
    let lower = value.to_ascii_lowercase();
    says_placeholder(&lower) || run(&lower, 0) > LONGEST_RUN || run(&lower, 1) > LONGEST_RUN
}

/// True when `lower`, in lower case, holds a word that random values do not.
pub(in crate::secrets) fn says_placeholder(lower: &[u8]) -> bool {
    WORDS.iter().any(|word| lower.windows(word.len()).any(|part| part == *word))
}

/// Length of the longest run in which each byte is `step` more than the last.
fn run(bytes: &[u8], step: u8) -> usize {
    let (mut longest, mut current) = (0, 0);
    let mut last: Option<u8> = None;
    for byte in bytes {
        let follows = last.is_some_and(|last| last.wrapping_add(step) == *byte);
        current = if follows { current + 1 } else { 1 };
        longest = longest.max(current);
        last = Some(*byte);
    }
    longest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entropy_is_in_bits_per_character() {
        assert_eq!(entropy(b"aaaa"), 0.0);
        assert_eq!(entropy(b"abcd"), 2.0);
    }

    #[test]
    fn placeholders_are_told_from_random_values() {
        for written in ["AKIAIOSFODNN7EXAMPLE", "a1xxxxxxb2", "0000000000", "token-12345678"] {
            assert!(is_placeholder(written.as_bytes()), "{written}");
        }
        assert!(!is_placeholder(b"q8Zr2LmT0vKx5NcB7yHs"));
    }
}
