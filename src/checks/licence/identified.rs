//! Every text and every declaration of a licence is one that the SPDX list
//! knows (DINUM guide § Quels points vérifier avant d’ouvrir un code source
//! existant ?).

use super::{nearest, place, texts};
use crate::checks::{Audited, Check};
use crate::finding::{Answer, Finding, Location};
use crate::lang::Text;
use crate::licence::statements::{Declaration, Said, Source};
use crate::text;

no_parameters!(pub(crate) Identified);

impl Check for Identified {
    fn run(&self, Audited { project, .. }: Audited<'_>) -> Answer {
        let licences = project.licences();
        let texts = texts(project);
        let unread = licences.declarations.iter().filter_map(unreadable);
        // Beside a licence that is settled, a text of others is set aside and told.
        let settled =
            licences.answer.licence.is_some() && texts.iter().any(|one| one.expression().is_some());
        let told = |one: Finding| if settled { one.info() } else { one };
        let mut findings: Vec<Finding> =
            texts.iter().filter_map(|text| unidentified(text)).map(told).collect();
        let narrowing = licences.declarations.iter().filter(|one| {
            let said = matches!(one.said, Said::Narrowed(_));
            said && one.source == Source::Readme && one.is_main()
        });
        let told = |one: Finding| if licences.answer.licence.is_some() { one.info() } else { one };
        findings.extend(narrowing.filter_map(unidentified).map(told));
        findings.extend(unread);
        let failing = findings.iter().find(|finding| !finding.informational);
        if let Some(first) = failing {
            let place = &first.location;
            let reason = first.message.after(&format!("{place} : "), &format!("{place}: "));
            return Answer::fail(reason, findings);
        }
        let known: Vec<&Declaration> =
            texts.into_iter().filter(|one| one.expression().is_some()).collect();
        let stated = |one: &&Declaration| one.is_main() && one.expression().is_some();
        let answer = match &licences.answer.licence {
            Some(licence) => Answer::pass(text!(
                "la licence est identifiée : {licence}",
                "the licence is identified: {licence}"
            )),
            None if licences
                .declarations
                .iter()
                .any(|one| matches!(one.said, Said::Nothing) && one.is_main()) =>
            {
                Answer::unknown(text!(
                    "le fichier de licence n’en contient aucune et n’en nomme aucune avec certitude",
                    "the licence file holds none and names none for certain"
                ))
            }
            None if known.is_empty() => Answer::not_applicable(text!(
                "aucune licence n’est fournie ni déclarée",
                "no licence is given nor declared"
            )),
            None => Answer::unknown(text!(
                "plusieurs licences sont déclarées, sans que l’une s’impose",
                "several licences are declared and none prevails"
            )),
        };
        let shown = if known.is_empty() {
            licences.declarations.iter().filter(stated).take(3).collect()
        } else {
            known
        };
        let answer = shown.iter().fold(answer, |answer, one| {
            let licence = one.expression().map(ToString::to_string).unwrap_or_default();
            answer.seen(place(one), Text::same(licence))
        });
        answer.with(findings)
    }
}

/// What is wrong with a text that is not one of a known licence.
fn unidentified(one: &Declaration) -> Option<Finding> {
    let message = match &one.said {
        Said::Unknown(candidates) if candidates.is_empty() => text!(
            "ce texte n’est celui d’aucune licence connue",
            "this text is that of no known licence"
        ),
        Said::Unknown(candidates) => {
            let near = nearest(candidates);
            text!(
                "ce texte n’est celui d’aucune licence connue ; les plus proches, avec leur distance : {near}",
                "this text is that of no known licence; the nearest, with their distance: {near}"
            )
        }
        Said::Modified { nearest, .. } => text!(
            "ce texte est celui de {nearest}, modifié : ce n’est plus cette licence",
            "this text is that of {nearest}, changed: it is no longer that licence"
        ),
        Said::Narrowed(words) => text!(
            "ce fichier nomme une licence et la restreint : « {words} » ; gardez le nom seul de la licence, ou écrivez son texte entier",
            "this file names a licence and narrows it: “{words}”; keep the name of the licence alone, or write its whole text"
        ),
        Said::Vague(_) => text!(
            "ce fichier nomme une licence sans en préciser la version",
            "this file names a licence without its version"
        ),
        _ => return None,
    };
    Some(Finding::new(format!("{}#text", one.path), message).at(place(one)))
}

/// What cannot be read of a manifest, with its place.
fn unreadable(one: &Declaration) -> Option<Finding> {
    let (message, location) = match &one.said {
        Said::Invalid(error) => {
            let written = &one.written;
            let column = error.column;
            let wrong = error.to_text();
            let message = Text::new(
                format!(
                    "« {written} » n’est pas une expression SPDX : caractère {column}, {}",
                    wrong.fr
                ),
                format!("“{written}” is not an SPDX expression: character {column}, {}", wrong.en),
            );
            (message, place(one))
        }
        Said::Malformed(why) => (why.clone(), place(one)),
        Said::Vague(_) if one.source != Source::File && one.source != Source::Readme => {
            let written = &one.written;
            let message = text!(
                "« {written} » ne précise pas quelle version de la licence s’applique",
                "“{written}” does not say which version of the licence applies"
            );
            (message, place(one))
        }
        _ => return None,
    };
    let own = Location::file(one.path.as_str());
    let finding = Finding::new(format!("{}#declared", own), message).at(location);
    let invalid = matches!(one.said, Said::Invalid(_));
    Some(if invalid && one.is_main() { finding } else { finding.info() })
}
