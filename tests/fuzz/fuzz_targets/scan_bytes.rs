//! The scanner on any bytes: other encodings, archives, binaries.
#![no_main]

#[path = "../../support/scanning.rs"]
mod scanning;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let (name, bytes) = scanning::named(bytes);
    scanning::check(bytes, name);
});
