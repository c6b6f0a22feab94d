//! Many repositories at once: what a list or a folder names, audited one by one by
//! the audit itself, and an index of what came out. No rule and no verdict is of this
//! room.
//!
//! Each repository is read by a child of the same program, which takes one after the
//! other: what breaks, hangs or fills the memory there is that repository's alone.

pub(crate) mod address;
mod clone;
mod code;
mod columnar;
pub(crate) mod compare;
pub(crate) mod export;
pub(crate) mod fetch;
pub(crate) mod index;
pub(crate) mod input;
pub(crate) mod inventory;
pub(crate) mod merge;
mod missing;
mod plan;
pub(crate) mod pool;
pub(crate) mod reading;
pub(crate) mod reuse;
pub(crate) mod run;
pub(crate) mod shard;
pub(crate) mod site;
pub(crate) mod summary;

pub(crate) use index::{Index, Standing};
