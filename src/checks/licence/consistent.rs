//! The places that state a licence say the same (DINUM guide § Quels points
//! vérifier avant d’ouvrir un code source existant ?).

use super::place;
use crate::checks::Check;
use crate::finding::{Answer, Finding};
use crate::lang::Text;
use crate::licence::expression::{Agreement, Expression};
use crate::licence::statements::{Declaration, Source, is_for_content};
use crate::project::Project;
use crate::text;
use serde::Deserialize;

/// Of the headers, one file in this many under another licence is code of
/// others, not a contradiction.
const FEW: usize = 10;

/// No parameter.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Consistent {}

impl Check for Consistent {
    fn run(&self, project: &Project<'_>) -> Answer {
        let licences = project.licences();
        let all = &licences.declarations;
        let headers: usize =
            all.iter().filter(|one| one.source == Source::Header).map(|one| one.count).sum();
        // Where each file tells its licence, one under another is no contradiction.
        let mapped = project.reuse().is_compliant();
        let stated: Vec<(&Declaration, &Expression)> = all
            .iter()
            .filter(|one| one.is_main() && one.source != Source::Folder)
            .filter(|one| one.source != Source::Header || one.count * FEW >= headers)
            .filter(|one| one.source != Source::Header || !mapped)
            .filter_map(|one| Some((one, one.expression()?)))
            .collect();
        let [(first, base), rest @ ..] = stated.as_slice() else {
            return Answer::not_applicable(text!(
                "aucune licence n’est déclarée",
                "no licence is declared"
            ));
        };
        if rest.is_empty() {
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
            .map(|(one, said)| contradiction((first, base), (one, said)))
            .chain(opposed(&stated))
            .collect();
        if let Some(finding) = findings.first() {
            let place = &finding.location;
            let reason = finding.message.after(&format!("{place} : "), &format!("{place}: "));
            return Answer::fail(reason, findings);
        }
        let answer = Answer::pass(text!(
            "les déclarations de licence concordent ({licence})",
            "the licence declarations agree ({licence})"
        ));
        stated.iter().take(8).fold(answer, |answer, (one, said)| {
            answer.seen(place(one), Text::same(said.to_string()))
        })
    }
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
