//! Licence expressions, strict and lax, and licence texts and notices.
#![no_main]

use libfuzzer_sys::fuzz_target;
use publiable::testing::licence::Expression;
use publiable::testing::licence::identify;

fuzz_target!(|bytes: &[u8]| {
    let _ = identify(bytes);
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let _ = Expression::read(text);
    if let Ok(expression) = Expression::parse(text) {
        let written = expression.to_string();
        let again = Expression::parse(&written).expect("what is written is read");
        assert_eq!(again.to_string(), written);
    }
});
