//! The licence is permissive, or someone said why reciprocity serves the general
//! interest (doctrine of DINUM's guide; CRPA, art. L.323-2).

use super::outgoing;
use crate::checks::{Audited, Check};
use crate::finding::{Answer, Finding};
use crate::licence::expression::Expression;
use crate::licence::families::{self, Family};
use crate::licence::statements::is_for_content;
use crate::project::Project;
use crate::text;

no_parameters!(pub(crate) LicenceJustified);

impl Check for LicenceJustified {
    fn run(&self, Audited { project, .. }: Audited<'_>) -> Answer {
        let stated = match outgoing(project) {
            Ok(stated) => stated,
            Err(why) => return Answer::unknown(why),
        };
        let expression = &stated.expression;
        let imposed = project.config.waiver.iter().find(|waiver| {
            waiver.rule == "licence/decreed"
                && waiver.reason == "licence-imposee"
                && waiver.expires.is_none_or(|expires| expires >= project.today)
        });
        if imposed.is_some() {
            return Answer::not_applicable(text!(
                "la licence est imposée par le projet d’origine ({expression})",
                "the licence is imposed by the upstream project ({expression})"
            ));
        }
        let Some(family) = families::of_expression(expression) else {
            return Answer::unknown(text!(
                "on ne sait pas si {expression} est permissive",
                "whether {expression} is permissive is not known"
            ));
        };
        let label = family.label();
        let (fr, en) = (&label.fr, &label.en);
        if !family.is_reciprocal() && family != Family::Restricted {
            return Answer::pass(text!(
                "{expression} est permissive",
                "{expression} is permissive"
            ))
            .seen(stated.location, text!("famille : {fr}", "family: {en}"));
        }
        if family == Family::Restricted {
            return Answer::not_applicable(text!(
                "{expression} n’est pas une licence libre",
                "{expression} is not a free licence"
            ));
        }
        if is_for_content(&stated.expression) {
            return Answer::not_applicable(text!(
                "{expression} est une licence de contenus : la doctrine vise les logiciels",
                "{expression} is a licence for content: the doctrine is about software"
            ));
        }
        let message = text!(
            "{expression} est une licence à réciprocité ({fr}) et le motif n’est pas consigné",
            "{expression} is a copyleft licence ({en}) and the reason is not recorded"
        );
        let finding = Finding::new(format!("justified#{expression}"), message.clone());
        let mut finding = finding.at(stated.location.clone());
        if let Some(component) = imposing(project, expression) {
            finding = finding.fix(text!(
                "un composant impose peut-être cette licence ({component}) : si c’est le motif, le consigner avec publiable attest licence/permissive-or-justified --reason composant",
                "a component may impose this licence ({component}): if that is the reason, record it with publiable attest licence/permissive-or-justified --reason composant"
            ));
        }
        Answer::fail(message, vec![finding])
    }
}

/// A component to run whose own licence could not go under a permissive one.
fn imposing(project: &Project<'_>, expression: &Expression) -> Option<String> {
    use crate::licence::compatibility::{Judgement, Usage, check};
    let components = project.inventory().listed.iter();
    let mut needed = components.filter(|listed| listed.component.scope.is_distributed());
    needed.find_map(|listed| {
        let licence = listed.expression()?;
        let permissive = check(&licence, &Expression::id("MIT"), Usage::Link).judgement;
        let chosen = check(&licence, expression, Usage::Link).judgement;
        (permissive == Judgement::No && chosen > Judgement::Unknown)
            .then(|| format!("{}, {licence}", listed.component.label()))
    })
}
