//! The licence of the code is on the list that article D.323-2-1 of the CRPA
//! sets, or has been approved (D.323-2-2).

use super::outgoing;
use crate::checks::Check;
use crate::finding::{Answer, Finding};
use crate::lang::{self, Text};
use crate::licence::decreed::{self, Standing};
use crate::licence::terms::{self, Term};
use crate::project::Project;
use crate::text;
use serde::Deserialize;

/// No parameters: the list is `data/licence/decreed.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LicenceDecreed {}

impl Check for LicenceDecreed {
    fn run(&self, project: &Project<'_>) -> Answer {
        let stated = match outgoing::of(project) {
            Ok(stated) => stated,
            Err(why) => {
                let (fr, en) = (why.fr, why.en);
                return Answer::unknown(text!(
                    "{fr} : rien à comparer à la liste",
                    "{en}: nothing to compare with the list"
                ));
            }
        };
        let expression = &stated.expression;
        let steps = match terms::parse(expression) {
            Ok(steps) => steps,
            Err(_) => {
                return Answer::unknown(text!(
                    "« {expression} » n’est pas une expression SPDX",
                    "“{expression}” is not an SPDX expression"
                ));
            }
        };
        let terms = terms::identifiers(&steps);
        let standing = decreed::standing_of(expression).unwrap_or(Standing::Outside);
        let as_of = &decreed::origin().as_of;
        let details: Vec<Text> = terms.iter().map(|term| detail(term)).collect();
        let details = lang::list(&details);
        let seen = Text::new(
            format!("{} (liste au {as_of})", details.fr),
            format!("{} (list as of {as_of})", details.en),
        );
        let finding = |message: Text| {
            Finding::new(format!("decreed#{expression}"), message).at(stated.location.clone())
        };
        let page = &decreed::origin().page;
        match standing {
            Standing::Listed => Answer::pass(text!(
                "{expression} figure sur la liste fixée par décret",
                "{expression} is on the list set by decree"
            )),
            Standing::NotForCode => {
                let message = text!(
                    "{expression} est sur la liste pour les données et documents : pour du code, c’est une réserve (licence que ni l’OSI ni la FSF ne reconnaissent pour des logiciels)",
                    "{expression} is on the list for data and documents: for code, this is a reservation (a licence that neither the OSI nor the FSF recognises for software)"
                );
                Answer::unknown(message.clone()).with([finding(message).unsure()])
            }
            Standing::Variant if unsettled(expression) => {
                let message = text!(
                    "rien ne dit si les versions ultérieures de {expression} sont admises, et la page {page} ne liste que les variantes « or later »",
                    "nothing says whether later versions of {expression} are accepted, and the page {page} lists only the “or later” variants"
                );
                let fix = text!(
                    "écrire l’identifiant complet, {expression}-or-later, dans le README et les manifestes (voir licence/or-later-stated)",
                    "write the full identifier, {expression}-or-later, in the README and the manifests (see licence/or-later-stated)"
                );
                Answer::unknown(message.clone()).with([finding(message).unsure().fix(fix)])
            }
            Standing::Variant => {
                let message = text!(
                    "{expression} est d’une famille que le décret nomme, dans une version ou une variante que la page {page} ne liste pas",
                    "{expression} is of a family that the decree names, in a version or variant that the page {page} does not list"
                );
                let fix = text!(
                    "passer à la version listée si les titulaires de droits le permettent, ou consigner que la licence est imposée par le projet d’origine",
                    "move to the listed version if the rights holders allow it, or record that the upstream project imposes the licence"
                );
                Answer::unknown(message.clone()).with([finding(message).unsure().fix(fix)])
            }
            Standing::Outside => {
                let message = text!(
                    "{expression} n’est pas sur la liste de l’article D.323-2-1 : il faut une licence de la liste, ou une homologation (D.323-2-2)",
                    "{expression} is not on the list of article D.323-2-1: a licence of the list is needed, or an approval (D.323-2-2)"
                );
                Answer::fail(message.clone(), vec![finding(message)])
            }
        }
        .seen(stated.location.clone(), seen)
    }
}

/// True for a GNU licence of the list, were it said "or later".
fn unsettled(expression: &str) -> bool {
    decreed::find(&format!("{expression}-or-later")).is_some()
}

fn detail(term: &Term) -> Text {
    let id = term.to_string();
    match (decreed::find(&term.id), decreed::family_of_variant(&term.id)) {
        (Some(entry), _) => {
            let (name, reach) = (&entry.name, entry.reach.label());
            Text::new(format!("{id} : {name}, {}", reach.fr), format!("{id}: {name}, {}", reach.en))
        }
        (None, Some(family)) => {
            text!(
                "{id} : famille {family}, version non listée",
                "{id}: family {family}, version not listed"
            )
        }
        (None, None) => text!("{id} : hors de la liste", "{id}: not on the list"),
    }
}
