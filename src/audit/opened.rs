//! A repository between its opening and the reading of its history. The report
//! of an earlier audit in the same state is looked for here, before anything
//! long is started.

use super::kept::{Kept, Slot};
use super::{Audit, Catalogue, Options, Settings};
use crate::budget::Budget;
use crate::config::load::Wrong;
use crate::config::source::{self, Loaded};
use crate::config::texts::Template;
use crate::config::{Config, baseline};
use crate::error::Result;
use crate::finding::Fingerprint;
use crate::lang::Tell;
use crate::project;
use crate::report::Report;
use crate::secrets::{self, Scanner};
use crate::snapshot::{Prepared, Snapshot};
use std::path::PathBuf;
use std::sync::Arc;

/// The files given with the options that the audited repository holds, by their paths
/// there: a change may settle in them what it brings, so that each revision has its own.
pub(super) struct Held {
    config: Option<String>,
    baseline: Option<String>,
}

impl Held {
    /// Those of `options` that `snapshot` holds.
    pub(super) fn by(snapshot: &Snapshot, options: &Options) -> Held {
        let path = |file: &Option<PathBuf>| baseline::held(file.as_deref()?, snapshot);
        Held { config: path(&options.config), baseline: path(&options.baseline) }
    }
}

/// A repository whose history is still to be read.
pub(super) struct Opened {
    prepared: Prepared,
    pub config: Config,
    catalogue: Arc<Catalogue>,
    templates: Vec<Template>,
    options: Options,
    kept: Option<Kept>,
    budget: Budget,
}

impl Opened {
    /// Reads all but the history and the files of what was `prepared`.
    pub(super) fn new(prepared: Prepared, options: &Options) -> Result<Opened> {
        let loaded = loaded(prepared.snapshot(), options)?;
        Opened::with(prepared, options, loaded)
    }

    /// The same of a revision compared with, with its own texts of the files that are
    /// `held`. Its wrong entries are left out and told: the change compared may well mend
    /// them.
    pub(super) fn compared(
        prepared: Prepared,
        options: &Options,
        held: &Held,
    ) -> Result<(Opened, Wrong)> {
        let (snapshot, file) = (prepared.snapshot(), options.config.as_deref());
        let own = held.config.as_deref();
        let (mut loaded, mut wrong) = source::load_right(snapshot, (file, own), &options.rules)?;
        match &held.baseline {
            Some(path) => {
                let (entries, refused) = baseline::read_in(snapshot, path)?;
                trusted(&mut loaded, snapshot, options);
                loaded.config.finding.extend(entries);
                wrong = wrong.and(refused);
            }
            None => loaded = settled(loaded, snapshot, options)?,
        }
        Ok((Opened::with(prepared, options, loaded)?, wrong))
    }

    fn with(prepared: Prepared, options: &Options, loaded: Loaded) -> Result<Opened> {
        let Loaded { config, rules, origins, templates } = loaded;
        let catalogue = Arc::new(Catalogue::new(rules, &origins)?);
        let key = prepared.cache_key(&secrets::version());
        let kept = options.cache.clone().zip(key).map(|(folder, key)| Kept::new(folder, key));
        let budget = Budget::new(options.budget);
        let options = options.clone();
        Ok(Opened { prepared, config, catalogue, templates, options, kept, budget })
    }

    /// What it declares, and the rules.
    pub(super) fn declared(&self) -> (Config, Arc<Catalogue>) {
        (self.config.clone(), self.catalogue.clone())
    }

    /// Refuses `name` when it is neither a rule nor a chapter of the catalogue, nor a
    /// fingerprint, which the audit alone knows.
    pub(super) fn holds(&self, name: &str) -> Result<()> {
        if Fingerprint::is_one(name) {
            return Ok(());
        }
        self.catalogue.rules.named(name).map(drop)
    }

    /// Where the report of this state is kept. `None` when nothing is, and when
    /// the state cannot be told, as where packages are installed: they are read
    /// too, and git tells nothing of them.
    pub(super) fn slot(&self, settings: Settings) -> Option<Slot> {
        let kept = self.kept.clone()?;
        if project::are_installed(self.prepared.snapshot()) {
            return None;
        }
        let files = self.prepared.snapshot().state()?;
        let rules = &self.catalogue.rules.version;
        kept.slot(&(rules, &self.config, settings, files))
    }

    /// The report: the one kept, else that of an audit made now.
    pub(super) fn report(self, settings: Settings, tell: Tell<'_>) -> Result<Report> {
        let slot = self.slot(settings);
        match slot.as_ref().and_then(Slot::load) {
            Some(report) => Ok(report),
            None => Ok(self.read(settings, tell).conclude(slot.as_ref(), tell)),
        }
    }

    /// Reads the history, or takes what is kept of it; `tell` is told how far it is.
    pub(super) fn read(self, settings: Settings, tell: Tell<'_>) -> Audit {
        let Opened { prepared, config, catalogue, templates, options, kept, budget } = self;
        let day = prepared.snapshot().day();
        let mut scanner = Scanner::default().spending(&budget).of_day(day);
        let history = match &kept {
            Some(kept) => {
                scanner.recall(kept.quiet_files());
                kept.history(prepared)
            }
            None => Err(Box::new(prepared)),
        };
        let (snapshot, past) = history.unwrap_or_else(|prepared| {
            let (snapshot, past, _) = project::examine(*prepared, &scanner, tell);
            if let Some(kept) = kept.as_ref().filter(|_| !budget.is_spent()) {
                kept.keep_history(&snapshot, &past);
            }
            (snapshot, past)
        });
        Audit { snapshot, config, catalogue, templates, past, scanner, options, settings, kept }
    }
}

/// The configuration of `snapshot`, with what `options` add to it.
pub(super) fn loaded(snapshot: &Snapshot, options: &Options) -> Result<Loaded> {
    let file = options.config.as_deref();
    settled(source::load(snapshot, file, &options.rules)?, snapshot, options)
}

/// What was `loaded`, with the findings that `options` settle.
fn settled(mut loaded: Loaded, snapshot: &Snapshot, options: &Options) -> Result<Loaded> {
    trusted(&mut loaded, snapshot, options);
    if let Some(file) = &options.baseline {
        let mut more = baseline::read(file)?;
        baseline::trust(&mut more, Some(file), snapshot);
        loaded.config.finding.extend(more);
    }
    Ok(loaded)
}

/// Marks what the configuration that `options` name settles as that of whoever audits.
fn trusted(loaded: &mut Loaded, snapshot: &Snapshot, options: &Options) {
    if options.config.is_some() {
        baseline::trust(&mut loaded.config.finding, options.config.as_deref(), snapshot);
    }
}
