//! What an audit is asked.

use crate::budget::Limits;
use crate::clock;
use crate::config::Config;
use crate::error::Result;
use crate::lang::Lang;
use crate::rule::Degree;
use crate::snapshot;
use jiff::civil::Date;
use std::path::{Path, PathBuf};

/// What an audit is asked besides the repository.
#[derive(Debug, Clone)]
pub struct Options {
    /// Audit the tree of this revision rather than the work tree.
    pub revision: Option<String>,
    /// Audit the folder named alone, not the repository that it is a part of.
    pub only: bool,
    /// Read the history; without it, its rules stay undecided.
    pub history: bool,
    /// The degree to audit at; the one announced when absent.
    pub degree: Option<Degree>,
    /// The names under which the revision to compare with may be known, the
    /// best first; nothing is compared when there is none.
    pub compare: Vec<String>,
    /// The rule or the chapter that is asked about: one that does not exist is
    /// refused before anything long is started.
    pub about: Option<String>,
    /// The configuration; `publiable.toml` of the repository when absent.
    pub config: Option<PathBuf>,
    /// A file of settled findings besides those of the configuration.
    pub baseline: Option<PathBuf>,
    /// Folders of rules that add to or adjust the catalogue.
    pub rules: Vec<PathBuf>,
    /// The language of the report; that of the configuration, else of the
    /// locale, when absent.
    pub lang: Option<Lang>,
    /// The day ages and expiries are counted to; that of `SOURCE_DATE_EPOCH`,
    /// else today, when absent.
    pub today: Option<Date>,
    /// The folder where what was learnt is kept for the next audit; nothing is
    /// when absent.
    pub cache: Option<PathBuf>,
    /// What the audit may spend.
    pub budget: Limits,
}

impl Default for Options {
    /// The whole work tree and history, nothing kept.
    fn default() -> Options {
        Options {
            revision: None,
            only: false,
            history: true,
            degree: None,
            compare: Vec::new(),
            about: None,
            config: None,
            baseline: None,
            rules: Vec::new(),
            lang: None,
            today: None,
            cache: None,
            budget: Limits::default(),
        }
    }
}

impl Options {
    pub(super) fn today(&self) -> Result<Date> {
        self.today.map_or_else(clock::today, Ok)
    }

    pub(super) fn settings(&self, config: &Config, today: Date) -> Settings {
        let lang = self.lang.or(config.lang).unwrap_or_else(Lang::from_locale);
        Settings { degree: self.degree, today, lang }
    }

    pub(super) fn named(&self, path: &Path) -> snapshot::Options {
        snapshot::Options {
            path: path.to_path_buf(),
            rev: self.revision.clone(),
            only: self.only,
            history: self.history,
            ..Default::default()
        }
    }
}

/// What a report depends on besides the repository and the rules.
#[derive(Debug, Clone, Copy)]
pub(super) struct Settings {
    pub degree: Option<Degree>,
    pub today: Date,
    pub lang: Lang,
}
