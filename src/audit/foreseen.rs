//! The audit as it would be once files are written, none of which is.

use super::Audit;
use super::opened::loaded;
use crate::budget::Budget;
use crate::config::FILE_NAME;
use crate::error::{Error, Result};
use crate::report::Report;
use crate::secrets::Scanner;
use crate::text;

impl Audit {
    /// The report of this repository once the files `written` are: each a path
    /// from the root and a whole content. The history is taken as it was read.
    pub(crate) fn foreseen(&self, written: &[(&str, &[u8])]) -> Result<Report> {
        let snapshot = self.snapshot.with(written).map_err(|error| {
            let root = self.snapshot.root.display();
            Error::usage(text!(
                "{root} n’a pas pu être relu ({error}).",
                "{root} could not be read again ({error})."
            ))
        })?;
        let configured = written.iter().any(|(path, _)| *path == FILE_NAME);
        let config = match configured {
            true => loaded(&snapshot, &self.options)?.config,
            false => self.config.clone(),
        };
        // A look of its own, with the time that one may take.
        let budget = Budget::new(self.options.budget);
        let mut scanner = Scanner::default().spending(&budget).of_day(snapshot.day());
        if let Some(kept) = &self.kept {
            scanner.recall(kept.quiet_files());
        }
        let after = Audit {
            settings: self.options.settings(&config, self.settings.today),
            snapshot,
            config,
            catalogue: self.catalogue.clone(),
            templates: Vec::new(),
            past: self.past.clone(),
            scanner,
            options: self.options.clone(),
            kept: None,
        };
        Ok(after.report(&after.project(&|_| false)))
    }
}
