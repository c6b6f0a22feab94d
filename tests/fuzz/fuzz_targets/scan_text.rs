//! The scanner on any text, in files of every format that it knows.
#![no_main]

#[path = "../../support/scanning.rs"]
mod scanning;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let (name, text) = scanning::named(text.as_bytes());
    scanning::check(text, name);
});
