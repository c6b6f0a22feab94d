//! Makes `data/licence/texts.bin` from the texts that the `spdx` crate ships,
//! and, given a folder of official editions, adds them to
//! `data/licence/editions.bin`, then the index of what is embedded,
//! `data/licence/index.bin`: `cargo run --release --example licence_index [FOLDER]`,
//! twice when a text changed.
//!
//! The folder holds one file an edition, named `<SPDX id>.<language>.txt`; form
//! feeds set apart what stands before and after its terms. An edition takes the
//! place of one of the same licence that is a part of it, or of which it is one.
//! `docs/identification.md` says where each comes from. Only their fingerprints
//! are kept.

use publiable::testing::licence::text::compile;
use publiable::testing::licence::text::decode;
use publiable::testing::licence::text::library::{Edition, Kind};
use std::io::Result;
use std::path::{Path, PathBuf};

fn main() -> Result<()> {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/licence");
    let licences = spdx::text::LICENSE_TEXTS.iter();
    let exceptions = spdx::text::EXCEPTION_TEXTS.iter();
    let texts = compile::texts(
        licences
            .map(|(id, text)| (*id, Kind::Licence, *text))
            .chain(exceptions.map(|(id, text)| (*id, Kind::Exception, *text))),
    );
    std::fs::write(data.join("texts.bin"), texts)?;
    if let Some(folder) = std::env::args_os().nth(1) {
        let editions = joined(Edition::all(), editions(Path::new(&folder))?);
        std::fs::write(data.join("editions.bin"), compile::editions(&editions))?;
    }
    // Of what this program embeds: when a file changed, the second run makes its index.
    let index = compile::index().ok_or_else(|| std::io::Error::other("too many licences"))?;
    std::fs::write(data.join("index.bin"), index)
}

/// The editions `known`, with those of `new` added or in their place.
fn joined(mut known: Vec<Edition>, new: Vec<Edition>) -> Vec<Edition> {
    known.retain(|old| {
        !new.iter().any(|one| {
            let common = one.shingles.iter().filter(|hash| old.shingles.contains(hash)).count();
            let (short, long) = (old.shingles.len(), one.shingles.len());
            let (short, long) = (short.min(long), short.max(long));
            old.id == one.id && 10 * common >= 9 * short && 10 * short <= 9 * long
        })
    });
    known.extend(new);
    known.sort_by(|a, b| a.id.cmp(&b.id).then(a.shingles.cmp(&b.shingles)));
    known
}

fn editions(folder: &Path) -> Result<Vec<Edition>> {
    let mut files: Vec<PathBuf> =
        std::fs::read_dir(folder)?.flatten().map(|entry| entry.path()).collect();
    files.sort();
    let mut found = Vec::new();
    for file in files.iter().filter(|file| file.extension().is_some_and(|e| e == "txt")) {
        let stem = file.file_stem().unwrap_or_default().to_string_lossy();
        let Some((id, language)) = stem.rsplit_once('.') else { continue };
        let bytes = std::fs::read(file)?;
        let edition = compile::edition(id, &decode(&bytes).unwrap_or_default());
        println!("{id} ({language}): {} fingerprints", edition.shingles.len());
        found.push(edition);
    }
    Ok(found)
}
