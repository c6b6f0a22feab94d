//! Licence expressions, strict and lax, and licence texts and notices.
#![no_main]

#[path = "../../support/reading.rs"]
mod reading;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| reading::licence(bytes));
