//! The places that state a licence say the same (DINUM guide § Quels points
//! vérifier avant d’ouvrir un code source existant ?).

use super::{Outgoing, outgoing, packages, place};
use crate::checks::{Audited, Check, code};
use crate::finding::{Answer, Finding};
use crate::lang::Text;
use crate::licence::expression::{Agreement, Expression, ids};
use crate::licence::statements::{Declaration, Said, Source, is_for_content};
use crate::project::Project;
use crate::text;

/// Of the headers, one file in this many under another licence is code of
/// others, not a contradiction.
const FEW: usize = 10;

/// Of the source files, one in this many.
const MANY: usize = 5;

no_parameters!(pub(crate) Consistent);

impl Check for Consistent {
    fn run(&self, Audited { project, .. }: Audited<'_>) -> Answer {
        let licences = project.licences();
        let all = &licences.declarations;
        let headers: usize =
            all.iter().filter(|one| one.source == Source::Header).map(|one| one.count).sum();
        // Where each file tells its licence, one under another is no contradiction.
        let mapped = project.reuse().is_compliant();
        let sources = code::sources(project).len();
        let (stated, few): (Vec<Stated<'_>>, Vec<Stated<'_>>) = all
            .iter()
            .filter(|one| one.is_main() && one.source != Source::Folder)
            .filter(|one| one.source != Source::Header || !mapped)
            .filter_map(|one| Some((one, one.expression()?)))
            .partition(|(one, _)| {
                one.source != Source::Header
                    || one.count * FEW >= headers && one.count * MANY >= sources
            });
        let mut misnamed: Vec<Finding> = all.iter().filter_map(misnamed).collect();
        if let Ok(Outgoing { expression, location }) = outgoing(project) {
            let denied = all.iter().filter(|one| one.is_main());
            misnamed.extend(denied.filter_map(|one| denial(project, all, &expression, one)));
            misnamed.extend(packages::contradictions(all, &expression, &location));
        }
        let [(first, base), rest @ ..] = stated.as_slice() else {
            misnamed.retain(|finding| !finding.informational);
            return failing(misnamed).unwrap_or_else(|| {
                Answer::not_applicable(text!(
                    "aucune licence n’est déclarée",
                    "no licence is declared"
                ))
            });
        };
        if rest.is_empty() && few.is_empty() && misnamed.is_empty() {
            let answer = Answer::not_applicable(text!(
                "la licence n’est déclarée qu’à un endroit",
                "the licence is declared in one place only"
            ));
            return answer.seen(place(first), Text::same(base.to_string()));
        }
        let licence = licences.answer.licence.as_ref().unwrap_or(base);
        let contradicts = |said: &Expression| {
            let apart = is_for_content(said) != is_for_content(licence);
            licence.agreement(said) == Agreement::Different
                && base.agreement(said) == Agreement::Different
                && !apart
        };
        let findings: Vec<Finding> = rest
            .iter()
            .filter(|(_, said)| contradicts(said))
            .map(|(one, said)| Finding {
                fix: aligned(first, (one, said), licence),
                ..contradiction((first, base), (one, said))
            })
            .chain(opposed(&stated))
            .chain(misnamed)
            .collect();
        let apart = few
            .iter()
            .filter(|(_, said)| contradicts(said))
            .map(|(one, said)| few_files(one, said));
        let apart: Vec<Finding> = apart.collect();
        let (told, findings): (Vec<Finding>, Vec<Finding>) =
            findings.into_iter().partition(|finding| finding.informational);
        let apart: Vec<Finding> = apart.into_iter().chain(told).collect();
        if let Some(answer) = failing(findings) {
            return answer.with(apart);
        }
        let answer = Answer::pass(text!(
            "les déclarations de licence concordent ({licence})",
            "the licence declarations agree ({licence})"
        ));
        let answer = answer.seen_all(
            stated.iter().take(8).map(|(one, said)| (place(one), Text::same(said.to_string()))),
        );
        answer.with(apart)
    }
}

/// A place and what it states.
type Stated<'a> = (&'a Declaration, &'a Expression);

/// The failure that `findings` make, when there are some.
fn failing(findings: Vec<Finding>) -> Option<Answer> {
    let first = findings.first()?;
    let place = &first.location;
    let reason = first.message.after(&format!("{place} : "), &format!("{place}: "));
    Some(Answer::fail(reason, findings))
}

/// A few files whose heads state another licence: code of others, most often.
fn few_files(one: &Declaration, said: &Expression) -> Finding {
    let count = one.count;
    let message = text!(
        count;
        "ce fichier se déclare sous {said} : si ce code vient de tiers, le consigner"
            | "{count} fichiers se déclarent sous {said}, dont celui-ci : si ce code vient de tiers, le consigner",
        "this file declares itself under {said}: if this code comes from others, record it"
            | "{count} files declare themselves under {said}, this one among them: if this code comes from others, record it"
    );
    Finding::new(format!("{}#{said}", one.path), message).at(place(one)).info()
}

/// A manifest that grants no licence, or places it in a file that does not hold it,
/// in a project under `licence`.
fn denial(
    project: &Project<'_>,
    all: &[Declaration],
    licence: &Expression,
    one: &Declaration,
) -> Option<Finding> {
    let written = &one.written;
    let stated = all.iter().find(|other| {
        other.expression().is_some_and(|said| said.agreement(licence) != Agreement::Different)
    })?;
    let there = place(stated);
    let message = match &one.said {
        Said::Closed => text!(
            "« {written} » n’accorde aucune licence, alors que {there} porte {licence}",
            "“{written}” grants no licence, yet {there} bears {licence}"
        ),
        Said::File(file) => {
            let folder = one.path.rsplit_once('/').map_or("", |(folder, _)| folder);
            let file = file.trim_matches(['<', '>', '"', '\'']);
            // An address, a pattern or a README: nothing says it holds another text.
            let other = file.contains("://") || file.contains(['*', '?', '[', '{']);
            if other || file.to_lowercase().contains("readme") {
                return None;
            }
            let path = crate::snapshot::path::join(folder, file)?;
            if project.snapshot.file(&path).is_none() {
                text!(
                    "la licence est annoncée dans « {file} », qui n’existe pas ; {there} porte {licence}",
                    "the licence is said to be in “{file}”, which does not exist; {there} bears {licence}"
                )
            } else if all.iter().any(|other| other.path == path) {
                return None;
            } else {
                text!(
                    "la licence est annoncée dans « {file} », où aucune n’est reconnue ; {there} porte {licence}",
                    "the licence is said to be in “{file}”, where none is recognised; {there} bears {licence}"
                )
            }
        }
        _ => return None,
    };
    Some(Finding::new(format!("{}#denied", one.path), message).at(place(one)).also([there]))
}

/// A licence text in a file named after another licence.
fn misnamed(one: &Declaration) -> Option<Finding> {
    if !matches!(one.source, Source::File | Source::Folder) {
        return None;
    }
    let said = one.expression()?;
    let name = one.path.rsplit('/').next().unwrap_or_default();
    let stem = [".txt", ".md"].iter().find_map(|end| name.strip_suffix(end)).unwrap_or(name);
    let id = stem.split_once(['.', '-', '_']).filter(|(word, _)| {
        ["license", "licence", "copying"].contains(&word.to_lowercase().as_str())
    });
    let id = ids::licence(id.map_or(stem, |(_, id)| id))?;
    let named = Expression::parse(id).ok()?;
    (named.agreement(said) == Agreement::Different).then(|| {
        let message = text!(
            "ce fichier porte le nom de {named} et contient le texte de {said}",
            "this file is named after {named} and holds the text of {said}"
        );
        Finding::new(format!("{}#name", one.path), message).at(place(one))
    })
}

/// Two places that say "only" and "or later" of the same licence, beside a text
/// that says neither.
fn opposed(stated: &[(&Declaration, &Expression)]) -> Option<Finding> {
    let (_, base) = stated.first()?;
    let told: Vec<&(&Declaration, &Expression)> =
        stated.iter().filter(|(_, said)| base.resolve(said).is_some()).collect();
    let (one, said) = told.first()?;
    let (other, against) =
        told.iter().find(|(_, against)| base.resolve(against) != base.resolve(said))?;
    Some(contradiction((one, said), (other, against)))
}

/// What to write where a manifest says something else than the licence file: what it was
/// given when it was made is often nobody's choice.
fn aligned(
    first: &Declaration,
    (one, said): (&Declaration, &Expression),
    licence: &Expression,
) -> Option<Text> {
    let manifest = matches!(one.source, Source::Manifest | Source::Publiccode | Source::Metadata);
    let (here, there) = (place(one), place(first));
    (manifest && first.source == Source::File && licence.resolved()).then(|| {
        text!(
            "si {there} fait foi, écrire « {licence} » à la place de « {said} » dans {here}",
            "if {there} is right, write “{licence}” in place of “{said}” in {here}"
        )
    })
}

fn contradiction(
    (first, base): (&Declaration, &Expression),
    (one, said): (&Declaration, &Expression),
) -> Finding {
    let (here, there) = (place(one), place(first));
    let count = one.count;
    let message = match count {
        1 => text!(
            "{said} est déclarée ici, {base} dans {there}",
            "{said} is declared here, {base} in {there}"
        ),
        _ => text!(
            "{said} est déclarée ici et dans {count} fichiers en tout, {base} dans {there}",
            "{said} is declared here and in {count} files in all, {base} in {there}"
        ),
    };
    Finding::new(format!("{}#{said}", one.path), message).at(here).also([there])
}
