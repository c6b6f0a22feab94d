//! A GNU licence says whether later versions are accepted: its text does not
//! (data.gouv.fr § Les licences applicables spécifiquement aux codes source de
//! logiciels lists only the “or later” identifiers).

use super::place;
use crate::checks::{Audited, Check};
use crate::finding::{Answer, Finding};
use crate::lang::Text;
use crate::licence::expression::{Agreement, Expression, ids};
use crate::licence::statements::{Declaration, Source};
use crate::text;

no_parameters!(pub(crate) OrLaterStated);

impl Check for OrLaterStated {
    fn run(&self, Audited { project, .. }: Audited<'_>) -> Answer {
        let licences = project.licences();
        let Some(licence) = &licences.answer.licence else {
            return Answer::not_applicable(text!(
                "la licence du projet n’est pas établie",
                "the licence of the project is not established"
            ));
        };
        let gnu: Vec<&str> =
            licence.terms().iter().filter_map(|term| ids::gnu_base(&term.id)).collect();
        let Some(base) = gnu.first() else {
            return Answer::not_applicable(text!(
                "la licence n’est pas une licence GNU ({licence})",
                "the licence is not a GNU licence ({licence})"
            ));
        };
        let tells: Vec<&Declaration> =
            licences.declarations.iter().filter(|one| tells(one, base)).collect();
        let deprecated = licences.declarations.iter().filter(|one| deprecated(one, base));
        let deprecated: Vec<Finding> = deprecated.map(|one| remark(one, licence)).collect();
        if !licence.resolved() {
            return unresolved(licence, &tells, deprecated, &licences.declarations);
        }
        let answer = Answer::pass(text!(
            "il est précisé si les versions ultérieures sont admises : {licence}",
            "it is stated whether later versions are accepted: {licence}"
        ));
        let answer = tells.iter().take(5).fold(answer, |answer, one| {
            let written = &one.written;
            let said = one.expression().map(ToString::to_string).unwrap_or_default();
            let seen = match written.is_empty() {
                true => Text::same(said),
                false => text!("« {written} »", "“{written}”"),
            };
            answer.seen(place(one), seen)
        });
        let only = licence.terms().iter().any(|term| term.id.ends_with("-only"));
        let only = only.then(|| {
            let message = text!(
                "la page de data.gouv.fr ne liste que les variantes « or later » des licences GNU",
                "the data.gouv.fr page lists only the “or later” variants of GNU licences"
            );
            Finding::new("licence#only", message).info()
        });
        answer.with(only).with(deprecated.into_iter().map(Finding::info))
    }
}

fn unresolved(
    licence: &Expression,
    tells: &[&Declaration],
    deprecated: Vec<Finding>,
    all: &[Declaration],
) -> Answer {
    let reason = match tells {
        [] => text!(
            "rien n’indique si des versions ultérieures à {licence} sont admises",
            "nothing states whether later versions of {licence} are accepted"
        ),
        [..] => text!(
            "le dépôt indique à la fois que les versions ultérieures à {licence} sont admises et qu’elles ne le sont pas",
            "the repository says both that later versions of {licence} are accepted and that they are not"
        ),
    };
    let file = all.iter().find(|one| {
        one.expression().is_some_and(|said| said.agreement(licence) != Agreement::Different)
    });
    let later = licence.or_later();
    let fix = text!(
        "si les titulaires des droits les admettent, écrire dans le README : « Ce logiciel est distribué sous la licence {later}. », et {later} dans les manifestes ; si du code a été reçu sous une seule version, écrire « -only »",
        "if the rights holders accept them, write in the README: “This software is distributed under the licence {later}.”, and {later} in the manifests; if code was received under one version only, write “-only”"
    );
    let mut finding = Finding::new("licence#or-later", reason.clone()).fix(fix);
    let mut places = tells.iter().map(|one| place(one));
    match (places.next(), file) {
        (Some(first), _) => finding = finding.at(first).also(places),
        (None, Some(file)) => finding = finding.at(place(file)),
        (None, None) => {}
    }
    let mut findings = vec![finding];
    findings.extend(deprecated);
    Answer::fail(reason, findings)
}

/// Whether a place other than a text says "only" or "or later" of `base`.
fn tells(one: &Declaration, base: &str) -> bool {
    let said = |expression: &Expression| {
        expression
            .terms()
            .iter()
            .any(|term| ids::gnu_base(&term.id) == Some(base) && !ids::open_ended(&term.id))
    };
    one.expression().is_some_and(said)
}

/// Whether a metadata file uses the identifier that leaves it open.
fn deprecated(one: &Declaration, base: &str) -> bool {
    let metadata = matches!(
        one.source,
        Source::Manifest | Source::Publiccode | Source::Metadata | Source::Reuse | Source::Header
    );
    metadata
        && one
            .written
            .split(|c: char| c.is_whitespace() || "()".contains(c))
            .any(|word| word.eq_ignore_ascii_case(base))
}

fn remark(one: &Declaration, licence: &Expression) -> Finding {
    let written = &one.written;
    let message = text!(
        "« {written} » est un identifiant déprécié, qui ne précise pas si les versions ultérieures sont admises",
        "“{written}” is a deprecated identifier that does not state whether later versions are accepted"
    );
    let finding = Finding::new(format!("{}#deprecated", one.path), message).at(place(one));
    if !licence.resolved() {
        return finding;
    }
    finding.fix(text!("écrire « {licence} »", "write “{licence}”"))
}
