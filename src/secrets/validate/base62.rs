//! Numbers in bases 36 and 62, the way tokens write them.

const DIGITS: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/// `number` in base 62 (digits, capitals, small letters) on `width` characters.
pub fn encode62(number: u32, width: usize) -> String {
    encode(number, 62, width)
}

/// `number` in base 36 (digits, small letters) on `width` characters.
pub fn encode36(number: u32, width: usize) -> String {
    encode(number, 36, width).to_ascii_lowercase()
}

fn encode(mut number: u32, base: u32, width: usize) -> String {
    let mut digits = Vec::with_capacity(width);
    while number > 0 || digits.len() < width {
        digits.push(char::from(DIGITS[(number % base) as usize]));
        number /= base;
    }
    digits.iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_padded() {
        assert_eq!(encode62(61, 6), "00000z");
        assert_eq!(encode62(u32::MAX, 6), "4gfFC3");
        assert_eq!(encode36(35, 2), "0z");
    }
}
