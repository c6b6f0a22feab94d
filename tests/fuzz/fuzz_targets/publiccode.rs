//! publiccode.yml: judging, and reading to edit, any bytes.
#![no_main]

#[path = "../../support/reading.rs"]
mod reading;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| reading::publiccode(bytes));
