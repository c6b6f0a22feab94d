//! `publiable waive`.

use super::Global;
use super::settling::{Place, Writing};
use crate::config::{FILE_NAME, Waiver, edit};
use crate::decisions::waivers;
use crate::error::{Error, Result};
use crate::exit;
use crate::finding::Status;
use crate::lang::Lang;
use crate::text;
use clap::Args;
use jiff::civil::Date;

/// Record why a rule may stay unmet, and until when.
#[derive(Debug, Args)]
pub(super) struct Waive {
    /// The rule.
    #[arg(value_name = "RULE")]
    rule: String,
    /// Why it may stay unmet; some rules admit a few reasons only.
    #[arg(long, value_name = "REASON")]
    reason: String,
    /// Last day it holds, YYYY-MM-DD: an important rule asks for it, twelve months ahead
    /// at most.
    #[arg(long, value_name = "DATE", value_parser = super::audit::parse_date)]
    expires: Option<Date>,
    /// Only for the files of this folder, or those that this glob names.
    #[arg(long, value_name = "GLOB")]
    path: Option<String>,
    /// What a reader should know; it becomes public with the file.
    #[arg(long, value_name = "TEXT")]
    note: Option<String>,
    #[command(flatten)]
    place: Place,
    #[command(flatten)]
    writing: Writing,
}

impl Waive {
    /// Records the waiver, and shows the difference.
    pub(super) fn run(&self, global: &Global, lang: Lang) -> Result<u8> {
        let snapshot = self.place.snapshot()?;
        let file = snapshot.root.join(FILE_NAME);
        let waiver = self.waiver();
        waivers::accept(&snapshot, &waiver)?;
        let report = self.place.report(global, lang)?;
        let id = &self.rule;
        if report.outcome(id).is_some_and(|outcome| report.waits(outcome)) {
            let why = text!(
                "{id} attend une réponse : une dérogation serait sans effet.",
                "{id} waits for an answer: a waiver would have no effect."
            );
            let answer =
                text!("Répondez : publiable attest {id}", "Answer it: publiable attest {id}");
            return Err(Error::usage(why).remedy(answer));
        }
        self.writing.record((&file, global, lang), |text| edit::with_waiver(text, &waiver))?;
        let outcome = report.outcome(&self.rule).map(|outcome| outcome.outcome);
        if matches!(outcome, Some(Status::Pass | Status::NotApplicable)) {
            let line = text!(
                "Attention : {id} est satisfaite ou sans objet aujourd’hui, cette dérogation est sans effet.\n",
                "Beware: {id} is met today or does not apply, this waiver has no effect.\n"
            );
            return super::print_page(line.get(lang));
        }
        Ok(exit::SUCCESS)
    }

    fn waiver(&self) -> Waiver {
        Waiver {
            rule: self.rule.clone(),
            path: self.path.clone(),
            reason: self.reason.clone(),
            note: self.note.clone(),
            expires: self.expires,
        }
    }
}
