//! The one test program: what is asked of the whole, room by room. The tests of
//! a file are beside it, in `src/`.

// The fuzz targets share some of these files.
#![allow(unreachable_pub)]
// A test that fails does so by a panic.
#![allow(clippy::unwrap_used, clippy::panic)]

mod architecture;
mod audit;
mod cli;
mod commons;
mod docs;
mod fleet;
mod formats;
mod gates;
mod licence;
mod lsp;
mod publiccode;
mod replay;
mod rules;
mod scaffold;
mod secrets;
mod serve;
mod support;
