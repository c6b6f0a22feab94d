//! The pieces no template alone can write.

use super::piece::Piece;
use super::plan::Draft;
use crate::config::{FILE_NAME, edit};
use crate::error::Result;
use crate::report::Outcome;

impl Draft<'_> {
    /// The official text of the licence, byte for byte as SPDX publishes it.
    pub(super) fn licence(&mut self, piece: &Piece, failing: &[&Outcome]) -> Result<()> {
        if self.existing(piece).is_some() {
            return Ok(());
        }
        let Some(id) = self.input.answers.get("licence") else {
            self.ask("licence");
            return Ok(());
        };
        if let Some(text) = spdx::license_id(id).map(|id| id.text()) {
            let text = text.as_bytes().to_vec();
            self.add(piece.path.clone(), None, text, failing, piece.label());
        }
        Ok(())
    }

    /// `publiable.toml`, created or given the degree announced.
    pub(super) fn configuration(&mut self, piece: &Piece, failing: &[&Outcome]) -> Result<()> {
        let Some(degree) = self.input.answers.get("degree") else {
            self.ask("degree");
            return Ok(());
        };
        let before = match self.existing(piece) {
            Some(file) => match self.bytes(file) {
                Some(bytes) => Some(bytes),
                None => return Ok(()),
            },
            None => None,
        };
        let text = match &before {
            Some(bytes) => String::from_utf8_lossy(bytes).into_owned(),
            None => edit::initial(self.input.langs[0], None, self.input.answers.get("repository")),
        };
        let text = edit::with_text(&text, &["project"], "degree", degree)?;
        self.add(FILE_NAME.to_string(), before, text.into_bytes(), failing, piece.label());
        Ok(())
    }
}
