//! The audit: select rules, run their checks in parallel, apply attestations
//! and exceptions, and conclude.

pub mod attestation;
mod conclude;
mod degree;
pub mod reading;
pub mod suppress;

use crate::checks::{self, Check};
use crate::config::{Config, FILE_NAME};
use crate::error::Result;
use crate::finding::Answer;
use crate::lang::{Lang, Text};
use crate::pattern::compiling_at_once;
use crate::project::openness;
use crate::project::{Past, Project, attestation as attested};
use crate::report::{self, Notice, Report};
use crate::rule::load::Origins;
use crate::rule::{Degree, Rule, RuleSet};
use crate::secrets::{Redactor, Scanner};
use crate::snapshot::Snapshot;
use crate::text;
use conclude::{conclude, may_become, severity};
use degree::{audited_degree, degree_report};
use jiff::civil::Date;
use rayon::prelude::*;
use suppress::Suppressions;

/// Rules with their checks built.
pub struct Catalogue {
    /// The rules.
    pub rules: RuleSet,
    /// The secret detectors.
    pub scanner: Scanner,
    checks: Vec<Option<Box<dyn Check>>>,
}

impl Catalogue {
    /// Builds the check of every rule; a wrong kind or parameter is refused
    /// with the place it stands in its file.
    pub fn new(rules: RuleSet, origins: &Origins) -> Result<Catalogue> {
        let checks =
            rules.rules.iter().map(|rule| compile(rule, origins)).collect::<Result<_>>()?;
        Ok(Catalogue { rules, scanner: Scanner::default(), checks })
    }

    /// The rules embedded in the program.
    pub fn embedded() -> Result<Catalogue> {
        let (rules, origins) = crate::rule::load::load(&[])?;
        Catalogue::new(rules, &origins)
    }
}

fn compile(rule: &Rule, origins: &Origins) -> Result<Option<Box<dyn Check>>> {
    if rule.check == checks::ATTESTATION {
        return Ok(None);
    }
    let build = || checks::build(&rule.check, rule.params.clone());
    let built = if origins.is_embedded(&rule.id) { build() } else { compiling_at_once(build) };
    match built {
        Some(Ok(check)) => Ok(Some(check)),
        Some(Err(error)) => {
            let message = error.message().trim();
            let near = crate::rule::locate::meant(message);
            let hint = near.map(|near| format!(" → {near} ?")).unwrap_or_default();
            let key = message.split('`').nth(1).unwrap_or_default();
            let key = format!("params.{key}");
            let message = format!("{message}{hint}");
            Err(origins.error(&rule.id, key.trim_end_matches('.'), &message, &message))
        }
        None => {
            let names = checks::KINDS.iter().map(|kind| kind.name);
            let near = crate::rule::locate::nearest(&rule.check, names);
            let hint = near.map(|near| format!(" « {near} » ?")).unwrap_or_default();
            let check = &rule.check;
            Err(origins.error(
                &rule.id,
                "check",
                &format!("contrôle inconnu « {check} ».{hint}"),
                &format!("unknown check “{check}”.{hint}"),
            ))
        }
    }
}

/// What an audit is asked besides the repository.
#[derive(Debug, Clone, Copy)]
pub struct Settings {
    /// The degree to audit at, when not the one announced.
    pub degree: Option<Degree>,
    /// The day ages and expiries are counted to.
    pub today: Date,
    /// Language of the report.
    pub lang: Lang,
}

/// Audits `snapshot`, whose history gave `past`.
pub fn audit(
    (snapshot, past): (&Snapshot, &Past),
    catalogue: &Catalogue,
    config: &Config,
    settings: Settings,
) -> Report {
    let checks: Vec<&dyn Check> = catalogue.checks.iter().flatten().map(Box::as_ref).collect();
    let keep = |file: &crate::snapshot::File| checks.iter().any(|check| check.reads(file));
    let start = (Degree::A, settings.today);
    let reading = (&catalogue.rules, &catalogue.scanner);
    let mut project = Project::inspect((snapshot, past), reading, config, start, &keep);
    let announced = openness::announced(&project);
    project.set_degree(audited_degree(settings.degree.or(announced)));
    project.degree_stated = settings.degree.or(announced).is_some();

    let answers = answers(catalogue, &project);
    let suppressions = Suppressions::new(config, settings.today);
    let attestations = attestations(catalogue, &project);
    let outcomes = conclude(catalogue, &project, answers, &attestations, &suppressions);
    let incomplete = incomplete(&project);
    let mut notices = notices(&project);
    notices.extend(leftover_notices(catalogue, &project, &suppressions));
    notices.extend(allowance_notices(&project));
    notices.extend(severity_notices(catalogue, &project));

    let stale = attestations.iter().any(|attestation| attestation.stale.is_some());
    let seen = report::verdict(announced, &outcomes, stale);
    let complete = incomplete.is_empty();
    let degree = degree_report(catalogue, &mut project, announced, &outcomes);
    let mut report = Report {
        schema_version: report::SCHEMA_VERSION.to_string(),
        tool: report::Tool {
            name: env!("CARGO_PKG_NAME").to_string(),
            version: env!("CARGO_PKG_VERSION").to_string(),
            rules_version: catalogue.rules.version.clone(),
        },
        language: settings.lang,
        date: settings.today.to_string(),
        repository: repository(&project),
        commit: snapshot.metadata.as_ref().and_then(|m| m.commit).map(|id| id.to_string()),
        verdict: if complete { seen } else { report::Verdict::AuditIncomplet },
        verdict_on_what_was_seen: (!complete).then_some(seen),
        degree,
        scores: crate::score::scores(&project),
        incomplete,
        notices,
        comparison: None,
        outcomes,
        attestations,
        rules: catalogue.rules.rules.iter().map(|rule| (rule.id.clone(), info(rule))).collect(),
        documents: catalogue.rules.documents.clone(),
    };
    report.redact(&Redactor::new(&project.all_leaks().in_files));
    report.speak(settings.lang);
    report
}

fn answers(catalogue: &Catalogue, project: &Project<'_>) -> Vec<Answer> {
    let rules = catalogue.rules.rules.par_iter().zip(&catalogue.checks);
    rules
        .map(|(rule, check)| {
            if !rule.demanded_at(project.degree) {
                return not_demanded(rule, project.degree);
            }
            match check {
                Some(check) => run(check.as_ref(), project),
                None => Answer::unknown(text!("non répondu", "not answered")),
            }
        })
        .collect()
}

/// Runs a check; one that breaks is undecided and never stops the audit.
fn run(check: &dyn Check, project: &Project<'_>) -> Answer {
    let guarded = std::panic::AssertUnwindSafe(|| check.run(project));
    std::panic::catch_unwind(guarded).unwrap_or_else(|_| {
        Answer::unknown(text!(
            "le contrôle a échoué par une erreur interne : signalez-la avec la version et la règle",
            "the check failed on an internal error: report it with the version and the rule"
        ))
    })
}

fn not_demanded(rule: &Rule, degree: Degree) -> Answer {
    let degrees: Vec<String> = rule.degrees.iter().map(Degree::to_string).collect();
    let degrees = degrees.join(", ");
    Answer::not_applicable(text!(
        "demandé aux degrés {degrees}, pas au degré {degree}",
        "demanded at degrees {degrees}, not at degree {degree}"
    ))
}

fn incomplete(project: &Project<'_>) -> Vec<Notice> {
    let skipped = project.snapshot.skipped.iter().filter(|skipped| skipped.incomplete);
    let mut notices: Vec<Notice> = skipped
        .map(|skipped| Notice::new(skipped.reason.clone(), Some(skipped.path.clone())))
        .collect();
    notices.extend(
        project
            .unreadable()
            .map(|(file, error)| Notice::new(error.clone(), Some(file.path.clone()))),
    );
    notices.extend(project.inventory().malformed.iter().map(|(path, fault)| {
        let (line, column) = (fault.line, fault.column);
        let (fr, en) = (&fault.message.fr, &fault.message.en);
        let message = text!(
            "les composants que ce fichier liste n’ont pas été vus (ligne {line}, colonne {column} : {fr})",
            "the components this file lists were not seen (line {line}, column {column}: {en})"
        );
        Notice::new(message, Some(path.clone()))
    }));
    notices.extend(project.snapshot.gaps().into_iter().map(|gap| Notice::new(gap, None)));
    notices
}

fn notices(project: &Project<'_>) -> Vec<Notice> {
    let skipped = project.snapshot.skipped.iter().filter(|skipped| !skipped.incomplete);
    let mut notices: Vec<Notice> = skipped
        .map(|skipped| Notice::new(skipped.reason.clone(), Some(skipped.path.clone())))
        .collect();
    for file in project.files() {
        if project.facts(file).is_some_and(|facts| facts.partial) && file.is_own() {
            let reason = text!(
                "fichier très volumineux : seul son début a été lu",
                "very large file: only its beginning was read"
            );
            notices.push(Notice::new(reason, Some(file.path.clone())));
        }
    }
    if project.snapshot.history_declined {
        let reason = text!(
            "l’historique n’a pas été lu (--no-history)",
            "the history was not read (--no-history)"
        );
        notices.push(Notice::new(reason, None));
    }
    notices
}

fn leftover_notices(
    catalogue: &Catalogue,
    project: &Project<'_>,
    suppressions: &Suppressions<'_>,
) -> Vec<Notice> {
    let leftovers = suppressions.leftovers(|id| {
        let rule = catalogue.rules.get(id)?;
        Some((rule, severity(rule, project).0))
    });
    leftovers
        .into_iter()
        .map(|leftover| {
            let rule = &leftover.rule;
            let reason = leftover.reason.after(
                &format!("exception pour « {rule} » sans effet : "),
                &format!("exception for “{rule}” without effect: "),
            );
            Notice::new(reason, Some(leftover.file.unwrap_or_else(|| FILE_NAME.to_string())))
        })
        .collect()
}

/// The comments that allow nothing any more, or that may not.
fn allowance_notices(project: &Project<'_>) -> Vec<Notice> {
    let told = project.all_leaks().idle_allowances.iter().map(|left| {
        let line = left.line;
        let message = left.reason.after(&format!("ligne {line} : "), &format!("line {line}: "));
        Notice::new(message, Some(left.path.clone()))
    });
    told.collect()
}

/// What was changed in the severity of rules, so that nobody takes the verdict
/// for the catalogue's.
fn severity_notices(catalogue: &Catalogue, project: &Project<'_>) -> Vec<Notice> {
    let adjusted = catalogue.rules.adjusted.iter().map(|(id, file)| {
        let message = text!(
            "la règle « {id} » du catalogue est ajustée par ce fichier",
            "the rule “{id}” of the catalogue is adjusted by this file"
        );
        Notice::new(message, Some(file.clone()))
    });
    let changed = catalogue.rules.rules.iter().filter_map(|rule| {
        let wanted = project.config.rules.get(&rule.id)?.severity;
        let usual = rule.severity.at(project.degree);
        let (id, from, to) = (&rule.id, usual.label(), wanted.label());
        let change = Text::new(
            format!("gravité de « {id} » : {} au lieu de {}", to.fr, from.fr),
            format!("severity of “{id}”: {} instead of {}", to.en, from.en),
        );
        let message = match may_become(rule, usual, wanted) {
            true if wanted == usual => return None,
            true => change,
            false => Text::new(
                format!("{} — refusé : un projet ne peut pas alléger cette règle", change.fr),
                format!("{} — refused: a project may not lighten this rule", change.en),
            ),
        };
        Some(Notice::new(message, Some(FILE_NAME.to_string())))
    });
    adjusted.chain(changed).collect()
}

fn repository(project: &Project<'_>) -> report::Repository {
    let snapshot = project.snapshot;
    let metadata = snapshot.metadata.as_ref();
    let declared = project.config.project.publish_url.clone();
    let remote = metadata.and_then(|metadata| metadata.publication_remote());
    let latest = snapshot.history.iter().flat_map(|history| &history.commits).map(|c| c.date).max();
    report::Repository {
        name: snapshot.name(),
        url: declared.or_else(|| Some(remote?.address()?.web())),
        kind: match snapshot.origin {
            crate::snapshot::Origin::WorkTree => "work-tree",
            crate::snapshot::Origin::Commit => "commit",
            crate::snapshot::Origin::Folder => "folder",
        }
        .to_string(),
        branch: metadata.and_then(|metadata| metadata.branch.clone()),
        last_commit: latest.map(|date| date.to_string()),
        files: snapshot.files.len(),
        untracked: snapshot.files.iter().filter(|file| !file.tracked).count(),
        commits: snapshot.history.as_ref().map_or(0, |history| history.commits.len()),
        references: metadata.map_or(0, |metadata| metadata.references.len()),
    }
}

fn attestations(catalogue: &Catalogue, project: &Project<'_>) -> Vec<report::ReportedAttestation> {
    let entries = catalogue.rules.rules.iter().filter_map(|rule| {
        let question = rule.question.as_ref()?;
        let entry = attested::latest(project, &rule.id)?;
        Some(report::ReportedAttestation {
            rule: rule.id.clone(),
            answer: entry.answer,
            role: entry.role.clone(),
            organisation: entry.organisation.clone(),
            date: entry.date.to_string(),
            commit: entry.commit.clone(),
            valid_until: entry.valid_until.map(|date| date.to_string()),
            reason: entry.reason.clone(),
            note: entry.note.clone(),
            stale: attested::staleness(question, entry, project),
        })
    });
    entries.collect()
}

fn info(rule: &Rule) -> report::RuleInfo {
    report::RuleInfo {
        fr: rule.fr.clone(),
        en: rule.en.clone(),
        norm: rule.norm.clone(),
        degrees: rule.degrees.clone(),
        relay: rule.relay,
        scaffold: rule.scaffold,
        source: rule.source.clone(),
        question: rule.question.as_ref().map(|asked| Text::new(&*asked.fr, &*asked.en)),
    }
}
