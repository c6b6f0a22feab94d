//! `publiable sbom`.

use super::{audit, components};
use crate::cli::output;
use crate::clock;
use crate::error::Result;
use crate::exit;
use crate::lang::Lang;
use crate::manifest::project_purl;
use crate::project::Project;
use crate::render::sbom::{Bill, Format};
use crate::secrets::Redacted;
use crate::snapshot::Snapshot;
use clap::Args;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use std::path::PathBuf;

/// Write the software bill of materials (SBOM) of a repository.
#[derive(Debug, Args)]
pub(super) struct Sbom {
    /// Repository.
    #[arg(default_value = ".", value_name = "PATH")]
    path: PathBuf,
    /// Read the tree of this revision, without a checkout.
    #[arg(long, value_name = "REV")]
    rev: Option<String>,
    /// cyclonedx (1.6), spdx (2.3), spdx3 (3.0, JSON-LD), or notice (the text that
    /// goes with what is distributed: components, licences and their texts).
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t = Format::CycloneDx)]
    format: Format,
    /// Write to this file instead of standard output.
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Date the document bears, YYYY-MM-DD (default: SOURCE_DATE_EPOCH, else
    /// that of the commit).
    #[arg(long, value_name = "DATE", value_parser = audit::parse_date)]
    now: Option<Date>,
}

impl Sbom {
    /// Writes the document. The exit code is 3 when a lock file or a manifest
    /// could not be read, or not wholly: components are missing.
    pub(super) fn run(&self, lang: Lang) -> Result<u8> {
        let snapshot = components::open(&self.path, self.rev.as_deref())?;
        let project = Project::of(&snapshot);
        let inventory = project.inventory();
        let (name, version) = (snapshot.name(), version(&snapshot));
        let remote = snapshot.metadata.as_ref().and_then(|metadata| metadata.publication_remote());
        let address = remote.and_then(|remote| remote.address());
        let address = address.as_ref().map(|one| (one.host.as_str(), one.path.as_str()));
        let bill = Bill {
            purl: project_purl(&name, version.as_deref(), address),
            name,
            version,
            licence: project.licences().answer.licence.as_ref().map(ToString::to_string),
            created: self.created(&snapshot)?,
            inventory,
        };
        let document = self.format.render(&bill, lang);
        match &self.output {
            Some(file) => output::save(file, &Redacted::of(&document))?,
            None => {
                super::print(&document)?;
            }
        }
        components::tell_unread(inventory, lang);
        Ok(if inventory.is_whole() { exit::SUCCESS } else { exit::INCOMPLETE })
    }

    fn created(&self, snapshot: &Snapshot) -> Result<Timestamp> {
        let midnight = |date: Date| {
            let zoned = date.to_zoned(TimeZone::UTC);
            zoned.map_or(Timestamp::UNIX_EPOCH, |zoned| zoned.timestamp())
        };
        if let Some(date) = self.now {
            return Ok(midnight(date));
        }
        if let Some(now) = clock::source_date()? {
            return Ok(now);
        }
        let committed = snapshot.metadata.as_ref().and_then(|metadata| metadata.committed);
        Ok(committed.unwrap_or(Timestamp::UNIX_EPOCH))
    }
}

/// The version of the tag that stands on the commit.
fn version(snapshot: &Snapshot) -> Option<String> {
    let metadata = snapshot.metadata.as_ref()?;
    let on_commit = metadata.tags.iter().rev().find(|tag| Some(tag.commit) == metadata.commit)?;
    Some(on_commit.name.trim_start_matches('v').to_string())
}
