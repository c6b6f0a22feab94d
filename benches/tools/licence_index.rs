//! Makes `data/licence/texts.bin` from the texts that the `spdx` crate ships,
//! and, given a folder of official editions, `data/licence/editions.bin`:
//! `cargo run --release --example licence_index [FOLDER]`.
//!
//! The folder holds one file a translation, named `<SPDX id>.<language>.txt`.
//! `docs/licences.md` says where each comes from. Only their fingerprints are
//! kept.

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
        let editions = editions(Path::new(&folder))?;
        let bytes = postcard::to_stdvec(&editions).map_err(std::io::Error::other)?;
        std::fs::write(data.join("editions.bin"), bytes)?;
    }
    Ok(())
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
