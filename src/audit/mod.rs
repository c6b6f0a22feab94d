//! The audit: open what is named, read it, apply the rules, conclude, compare.
//! Nothing below knows in which order these go, and nothing above decides it.

mod answers;
mod attestation;
pub(crate) mod catalogue;
mod conclude;
mod degree;
mod foreseen;
mod kept;
mod notices;
mod opened;
mod options;
pub(crate) mod suppression;

pub(crate) use catalogue::Catalogue;
pub(crate) use conclude::severity;
pub(crate) use notices::refused_severities;
pub use options::Options;

use crate::checks::{Audited, Check};
use crate::config::Config;
use crate::config::texts::Template;
use crate::error::{Error, Result};
use crate::lang::Tell;
use crate::project::{Past, Project, openness};
use crate::report::{self, Outcome, Report, ReportedFinding, Wording};
use crate::rule::Degree;
use crate::score;
use crate::secrets::{Redactor, Scanner};
use crate::snapshot::metadata::Address;
use crate::snapshot::{self, Before, File, Prepared, Snapshot};
use crate::text;
use attestation::attested;
use conclude::Conclusion;
use degree::{audited_degree, degree_report};
use jiff::civil::Date;
use kept::{Kept, Slot};
use opened::{Held, Opened};
use options::Settings;
use std::path::Path;
use std::sync::Arc;
use suppression::Suppressions;

/// Audits the repository or folder at `path`.
pub fn audit(path: &Path, options: &Options) -> Result<Report> {
    audit_telling(path, options, &|_| ())
}

/// Audits as [`audit`] does, and tells `tell` what is going on.
pub fn audit_telling(path: &Path, options: &Options, tell: Tell<'_>) -> Result<Report> {
    tell(&text!("lecture du dépôt…", "reading the repository…"));
    let today = options.today()?;
    let named = options.named(path);
    let opened = Opened::new(snapshot::prepare(&named)?, options)?;
    if let Some(name) = &options.about {
        opened.holds(name)?;
    }
    let settings = options.settings(&opened.config, today);
    if options.compare.is_empty() {
        return opened.report(settings, tell);
    }
    let slot = opened.slot(settings);
    let kept = slot.as_ref().and_then(Slot::load);
    let audit = opened.read(settings, tell);
    let before = Before::find(&audit.snapshot, &named, &options.compare)?;
    let mut new = kept.unwrap_or_else(|| audit.conclude(slot.as_ref(), tell));
    let own = audit.config.clone();
    let held = Held::by(&audit.snapshot, options);
    drop(audit);
    tell(&text!("lecture de la révision comparée…", "reading the revision compared…"));
    let there = |error| in_revision(&before.revision, error);
    let prepared = before.prepare().map_err(there)?;
    let (opened, wrong) =
        Opened::compared(prepared, options, &held).map_err(|error| with_a_way_on(there(error)))?;
    let (left_out, untold) = (wrong.count, wrong.count - wrong.told.len());
    for error in wrong.told {
        // What is written there is not told: it may be anything.
        let message = text!(
            "cette entrée n’est pas valide, la comparaison est faite sans elle ; corrigez-la ou retirez-la dans cette révision, si cette modification ne le fait pas.",
            "this entry is not valid, the comparison is made without it; correct it or remove it in that revision, unless this change does."
        );
        new.note(there(Error { message, ..error }).message);
    }
    if untold > 0 {
        let message = text!(
            untold;
            "{untold} autre entrée n’est pas valide." | "{untold} autres entrées ne sont pas valides.",
            "{untold} other entry is not valid." | "{untold} other entries are not valid."
        );
        new.note(there(Error::usage(message)).message);
    }
    let (config, catalogue) = opened.declared();
    let old = opened.report(settings, tell)?;
    // What a change sets aside is judged by the exceptions that were there before it.
    // A comment in the line itself is beside what it allows, where a reviewer reads it.
    let (own, before_it) = (Suppressions::new(&own, today), Suppressions::new(&config, today));
    let known = |outcome: &Outcome, finding: &ReportedFinding| {
        let covered = |by: &Suppressions<'_>| {
            let rule = catalogue.rules.get(&outcome.rule);
            rule.is_some_and(|rule| by.covered(rule, outcome, finding))
        };
        covered(&before_it) || !covered(&own)
    };
    let mut compared = new.compared_allowing((&old, &before.revision), &known);
    if let Some(comparison) = &mut compared.comparison {
        comparison.left_out = left_out;
    }
    Ok(compared)
}

/// An error after which nothing can be compared, with what to do until it is mended: never
/// with a file of the change, which would settle what it brings.
fn with_a_way_on(error: Error) -> Error {
    if !error.is_usage() {
        return error;
    }
    let (fr, en) = match &error.remedy {
        Some(remedy) => (format!(". {}", remedy.fr), format!(". {}", remedy.en)),
        None => Default::default(),
    };
    error.remedy(text!(
        "Corrigez-la d’abord dans cette révision ; pour comparer avant, donnez un fichier que la modification ne contient pas, hors du dépôt (--config ou --baseline){fr}",
        "Correct it in that revision first; to compare before, give a file that the change does not hold, outside of the repository (--config or --baseline){en}"
    ))
}

/// An error met in the revision compared with.
fn in_revision(revision: &str, error: Error) -> Error {
    let error = error.located();
    let message = error.message.after(
        &format!("Révision comparée « {revision} » : "),
        &format!("Revision compared “{revision}”: "),
    );
    Error { message, ..error }
}

/// A repository with its history, its configuration and the rules, ready to be
/// audited.
pub struct Audit {
    /// Its files, metadata and history; what was secret in messages is masked.
    pub snapshot: Snapshot,
    /// What it declares.
    pub config: Config,
    /// The rules.
    pub catalogue: Arc<Catalogue>,
    /// The templates that its configuration extends.
    pub templates: Vec<Template>,
    past: Past,
    scanner: Scanner,
    options: Options,
    settings: Settings,
    kept: Option<Kept>,
}

impl Audit {
    /// Opens the repository at `path` and reads its history. What `options` say
    /// of comparing is left to [`audit`].
    pub fn open(path: &Path, options: &Options) -> Result<Audit> {
        let today = options.today()?;
        let opened = Opened::new(snapshot::prepare(&options.named(path))?, options)?;
        let settings = options.settings(&opened.config, today);
        Ok(opened.read(settings, &|_| ()))
    }

    /// Takes what was read otherwise, and has no history.
    pub fn of(snapshot: Snapshot, options: &Options) -> Result<Audit> {
        let today = options.today()?;
        let opened = Opened::new(Prepared::without_history(snapshot), options)?;
        let settings = options.settings(&opened.config, today);
        Ok(opened.read(settings, &|_| ()))
    }

    /// The day of the audit.
    pub fn today(&self) -> Date {
        self.settings.today
    }

    /// Reads each file once; the text is kept of those that a check reads, or
    /// that `also` asks for.
    pub fn project(&self, also: &dyn Fn(&File) -> bool) -> Project<'_> {
        let checks: Vec<&dyn Check> =
            self.catalogue.entries().filter_map(|(_, check)| check).collect();
        let keep = |file: &File| also(file) || checks.iter().any(|check| check.reads(file));
        let read = (&self.snapshot, &self.past);
        let reading = (&self.catalogue.rules.roles, &self.scanner);
        let declared = (&self.config, self.settings.today);
        let project = Project::examined(read, reading, declared, &keep);
        if let Some(kept) = &self.kept {
            kept.keep_quiet_files(&self.scanner);
        }
        project
    }

    /// Applies the rules to `project`, which is that of this audit.
    pub fn report(&self, project: &Project<'_>) -> Report {
        self.report_at(project, self.settings.degree)
    }

    /// The same at `degree`, as if it were declared; at the one that is when it is none.
    pub(crate) fn report_at(&self, project: &Project<'_>, degree: Option<Degree>) -> Report {
        let (catalogue, Settings { today, lang, .. }) = (&self.catalogue, self.settings);
        let announced = openness::announced(project);
        let asked = degree.or(announced);
        let scores = score::scores(project);
        let audited = Audited {
            project,
            degree: audited_degree(asked),
            degree_stated: asked.is_some(),
            scores: &scores,
        };
        let answers = answers::of(catalogue, audited);
        let wording = Wording::new(lang, Redactor::new(&project.all_leaks().in_files));
        let suppressions = Suppressions::new(&self.config, today);
        let attested = attested(catalogue, project);
        let conclusion =
            Conclusion { catalogue, audited, suppressions: &suppressions, wording: &wording };
        let outcomes = conclusion.outcomes(answers, &attested);
        let degree = degree_report(catalogue, audited, announced, &outcomes);
        let stale = attested.values().any(|attested| attested.stale.is_some());
        let seen = report::verdict(announced, &outcomes, stale);
        let incomplete = notices::incomplete(project, &wording);
        let complete = incomplete.is_empty();
        Report {
            schema_version: report::SCHEMA_VERSION.to_string(),
            tool: report::Tool::with(&catalogue.rules.version),
            language: lang,
            date: today.to_string(),
            repository: wording.repository(repository(project)),
            commit: self.snapshot.metadata.as_ref().and_then(|m| m.commit).map(|id| id.to_string()),
            verdict: if complete { seen } else { report::Verdict::AuditIncomplet },
            verdict_on_what_was_seen: (!complete).then_some(seen),
            degree,
            incomplete,
            notices: notices::of(catalogue, audited, &suppressions, &wording),
            comparison: None,
            outcomes,
            attestations: catalogue
                .rules
                .rules
                .iter()
                .filter_map(|rule| {
                    let attested = attested.get(rule.id.as_str())?;
                    Some(wording.attestation(attested.answer, attested.stale.clone()))
                })
                .collect(),
            rules: catalogue
                .rules
                .rules
                .iter()
                .map(|rule| (rule.id.clone(), rule.into()))
                .collect(),
            documents: catalogue.rules.documents.clone(),
            scores: wording.scores(scores),
        }
    }

    /// Reads the files, applies the rules, and keeps the report in `slot`.
    fn conclude(&self, slot: Option<&Slot>, tell: Tell<'_>) -> Report {
        tell(&text!("application des règles…", "applying the rules…"));
        let report = self.report(&self.project(&|_| false));
        if let Some(slot) = slot.filter(|_| !self.scanner.budget().is_spent()) {
            slot.store(&report);
        }
        report
    }
}

/// The name that the declared address of publication gives the repository.
fn published_name(url: Option<&str>) -> Option<String> {
    let path = Address::parse(url?)?.path;
    Some(path.rsplit('/').next().unwrap_or(&path).to_string())
}

fn repository(project: &Project<'_>) -> report::Repository {
    let snapshot = project.snapshot;
    let metadata = snapshot.metadata.as_ref();
    let declared = project.config.project.publish_url.clone();
    let remote = metadata.and_then(|metadata| metadata.publication_remote());
    report::Repository {
        name: published_name(declared.as_deref()).unwrap_or_else(|| snapshot.name()),
        url: declared.or_else(|| Some(remote?.address()?.web())),
        kind: match snapshot.origin {
            snapshot::Origin::WorkTree => "work-tree",
            snapshot::Origin::Commit => "commit",
            snapshot::Origin::Folder => "folder",
        }
        .to_string(),
        branch: metadata.and_then(|metadata| metadata.branch.clone()),
        last_commit: metadata.and_then(|m| m.committed).map(|date| date.to_string()),
        files: snapshot.files.len(),
        untracked: snapshot.files.iter().filter(|file| !file.tracked).count(),
        commits: snapshot.history.as_ref().map_or(0, |history| history.commits.len()),
        references: metadata.map_or(0, |metadata| metadata.references.len()),
    }
}
