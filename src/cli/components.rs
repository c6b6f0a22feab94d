//! Reads the components of a repository, and nothing else of it.

use crate::error::Result;
use crate::licence::dependencies::Inventory;
use crate::licence::dependencies::vendored::{self, Known};
use crate::project::tells_components;
use crate::snapshot::content::{self, Content};
use crate::snapshot::{self, Snapshot};
use std::path::Path;

/// The repository at `path` (at revision `rev`, its work tree when absent) and
/// its components.
pub fn read(path: &Path, rev: Option<&str>) -> Result<(Snapshot, Inventory)> {
    let options = snapshot::Options {
        path: path.to_path_buf(),
        rev: rev.map(str::to_string),
        ..Default::default()
    };
    let snapshot = snapshot::open(&options)?;
    let mut texts: Vec<(String, bool, String)> = Vec::new();
    let reader = snapshot.reader();
    for file in snapshot.files.iter().filter(|file| tells_components(file)) {
        let Ok(read) = reader.read(file) else { continue };
        if let (true, Content::Text(text)) = (read.complete, content::decode(&read.bytes)) {
            texts.push((file.path.clone(), file.is_own(), text.into_owned()));
        }
    }
    drop(reader);
    let pair = |(path, _, text): &'_ (String, bool, String)| (path.clone(), text.clone());
    let copies: Vec<(String, String)> =
        texts.iter().filter(|(path, ..)| vendored::tells(path)).map(pair).collect();
    let known = Known::read(copies.iter().map(|(path, text)| (path.as_str(), text.as_str())));
    let own = texts.iter().filter(|(_, own, _)| *own);
    let inventory =
        Inventory::read(own.map(|(path, _, text)| (path.as_str(), text.as_str())), &known);
    Ok((snapshot, inventory))
}
