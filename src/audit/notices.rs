//! What was not seen, and what the reader should know besides.

use super::Catalogue;
use super::conclude::{may_become, severity};
use super::suppression::Suppressions;
use crate::checks::Audited;
use crate::config::{Config, FILE_NAME};
use crate::finding::Severity;
use crate::lang::Text;
use crate::project::Project;
use crate::report::{Notice, Wording};
use crate::rule::{Degree, Rule, RuleSet};
use crate::snapshot::SetAside;
use crate::snapshot::classify::Class;
use crate::text;

/// Why the audit is incomplete; nothing when it is complete.
pub(super) fn incomplete(project: &Project<'_>, wording: &Wording) -> Vec<Notice> {
    let in_file = |message: &Text, path: &str| wording.notice(message.clone(), Some(path));
    let unscanned = project.unscanned().map(|(path, reason)| in_file(reason, path));
    let malformed = project.inventory().malformed.iter().map(|(path, fault)| {
        let (line, column) = (fault.line, fault.column);
        let (fr, en) = (&fault.message.fr, &fault.message.en);
        let message = text!(
            "les composants que ce fichier liste n’ont pas été vus (ligne {line}, colonne {column} : {fr})",
            "the components this file lists were not seen (line {line}, column {column}: {en})"
        );
        in_file(&message, path)
    });
    let gaps = project.snapshot.gaps().into_iter().map(|gap| wording.notice(gap, None));
    unscanned.chain(malformed).chain(gaps).collect()
}

/// What the reader should know besides.
pub(super) fn of(
    catalogue: &Catalogue,
    audited: Audited<'_>,
    suppressions: &Suppressions<'_>,
    wording: &Wording,
) -> Vec<Notice> {
    let project = audited.project;
    unread(project, wording)
        .chain(set_aside(project, wording))
        .chain(without_effect(catalogue, audited, suppressions, wording))
        .chain(idle_allowances(project, wording))
        .chain(severities(catalogue, audited, wording))
        .collect()
}

/// What was left unread without making the audit incomplete.
fn unread(project: &Project<'_>, wording: &Wording) -> impl Iterator<Item = Notice> {
    let skipped = project.snapshot.skipped.iter().filter(|skipped| !skipped.incomplete);
    let skipped =
        skipped.map(|skipped| wording.notice(skipped.reason.clone(), Some(&skipped.path)));
    let partial = project
        .files()
        .filter(|file| file.is_own() && project.facts(file).is_some_and(|facts| facts.partial));
    let partial = partial.map(|file| {
        let reason = text!(
            "fichier très volumineux : il n’a été lu en entier que pour les secrets",
            "very large file: it was read whole for secrets only"
        );
        wording.notice(reason, Some(&file.path))
    });
    let declined = project.snapshot.history_declined.then(|| {
        let reason = text!(
            "l’historique n’a pas été lu (--no-history)",
            "the history was not read (--no-history)"
        );
        wording.notice(reason, None)
    });
    skipped.chain(partial).chain(declined)
}

/// The files that fewer rules look at because the repository says whose they are.
fn set_aside(project: &Project<'_>, wording: &Wording) -> impl Iterator<Item = Notice> {
    project.snapshot.set_aside.iter().map(|aside| {
        let (SetAside { line, pattern, .. }, count) = (aside, aside.files);
        let message = match aside.class {
            Class::Generated => text!(
                count;
                "ligne {line} (« {pattern} ») : {count} fichier est tenu pour produit par un outil"
                    | "ligne {line} (« {pattern} ») : {count} fichiers sont tenus pour produits par un outil",
                "line {line} (“{pattern}”): {count} file is taken for what a tool made"
                    | "line {line} (“{pattern}”): {count} files are taken for what a tool made"
            ),
            _ => text!(
                count;
                "ligne {line} (« {pattern} ») : {count} fichier est tenu pour celui d’un tiers"
                    | "ligne {line} (« {pattern} ») : {count} fichiers sont tenus pour ceux de tiers",
                "line {line} (“{pattern}”): {count} file is taken for that of a third party"
                    | "line {line} (“{pattern}”): {count} files are taken for those of third parties"
            ),
        };
        let then = text!(
            "{message} : moins de règles s’y appliquent",
            "{message}: fewer rules apply to them";
            message
        );
        wording.notice(then, Some(&aside.path))
    })
}

/// The exceptions that were refused, or that match nothing any more.
fn without_effect(
    catalogue: &Catalogue,
    audited: Audited<'_>,
    suppressions: &Suppressions<'_>,
    wording: &Wording,
) -> impl Iterator<Item = Notice> {
    let leftovers = suppressions.leftovers(|id| {
        let rule = catalogue.rules.get(id)?;
        Some((rule, severity(rule, audited.project.config, audited.degree).0))
    });
    leftovers.into_iter().map(move |leftover| {
        let rule = &leftover.rule;
        let reason = leftover.reason.after(
            &format!("exception pour « {rule} » sans effet : "),
            &format!("exception for “{rule}” without effect: "),
        );
        wording.notice(reason, Some(leftover.file.as_deref().unwrap_or(FILE_NAME)))
    })
}

/// The comments that allow nothing any more, or that may not.
fn idle_allowances(project: &Project<'_>, wording: &Wording) -> impl Iterator<Item = Notice> {
    project.all_leaks().idle_allowances.iter().map(move |left| {
        let line = left.line;
        let message = left.reason.after(&format!("ligne {line} : "), &format!("line {line}: "));
        wording.notice(message, Some(&left.path))
    })
}

fn not_lightened(change: &Text) -> Text {
    Text::new(
        format!("{} — refusé : un projet ne peut pas alléger cette règle", change.fr),
        format!("{} — refused: a project may not lighten this rule", change.en),
    )
}

/// The changes of severity that `config` asks for and that an audit at `degree` refuses,
/// each with its rule.
pub(crate) fn refused_severities<'r>(
    rules: &'r RuleSet,
    config: &Config,
    degree: Degree,
) -> Vec<(&'r str, Text)> {
    let refused = rules.rules.iter().filter_map(|rule| {
        let wanted = config.rules.get(&rule.id)?.severity;
        let usual = rule.severity.at(degree);
        let why = || not_lightened(&change(rule, usual, wanted));
        (!may_become(rule, usual, wanted)).then(|| (rule.id.as_str(), why()))
    });
    refused.collect()
}

fn change(rule: &Rule, usual: Severity, wanted: Severity) -> Text {
    let (id, from, to) = (&rule.id, usual.label(), wanted.label());
    Text::new(
        format!("gravité de « {id} » : {} au lieu de {}", to.fr, from.fr),
        format!("severity of “{id}”: {} instead of {}", to.en, from.en),
    )
}

/// What was changed in the severity of rules, so that nobody takes the verdict
/// for the catalogue's.
fn severities(
    catalogue: &Catalogue,
    audited: Audited<'_>,
    wording: &Wording,
) -> impl Iterator<Item = Notice> {
    let adjusted = catalogue.rules.adjusted.iter().map(move |(id, file)| {
        let message = text!(
            "la règle « {id} » du catalogue est ajustée par ce fichier",
            "the rule “{id}” of the catalogue is adjusted by this file"
        );
        wording.notice(message, Some(file))
    });
    let changed = catalogue.rules.rules.iter().filter_map(move |rule| {
        let wanted = audited.project.config.rules.get(&rule.id)?.severity;
        let usual = rule.severity.at(audited.degree);
        let change = change(rule, usual, wanted);
        let message = match may_become(rule, usual, wanted) {
            true if wanted == usual => return None,
            true => change,
            false => not_lightened(&change),
        };
        Some(wording.notice(message, Some(FILE_NAME)))
    });
    adjusted.chain(changed)
}
