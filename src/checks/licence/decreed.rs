//! The licence of the code is on the list that article D.323-2-1 of the CRPA
//! sets, or has been approved (D.323-2-2).

use super::outgoing;
use crate::checks::{Audited, Check, code};
use crate::finding::{Answer, Finding};
use crate::lang::{self, Text};
use crate::licence::decreed::{self, Standing};
use crate::licence::statements::{Why, is_for_content};
use crate::project::Project;
use crate::snapshot::File;
use crate::text;

// No parameters: the list is `data/licence/decreed.toml`.
no_parameters!(pub(crate) LicenceDecreed);

impl Check for LicenceDecreed {
    fn run(&self, Audited { project, .. }: Audited<'_>) -> Answer {
        let stated = match outgoing(project) {
            Ok(stated) => stated,
            Err(why) => {
                let reason = text!(
                    "{why} : rien à comparer à la liste",
                    "{why}: nothing to compare with the list";
                    why
                );
                // That there is none is told by `licence/present`.
                return match project.licences().answer.why {
                    Why::Nothing => Answer::not_applicable(reason),
                    _ => Answer::unknown(reason),
                };
            }
        };
        let expression = &stated.expression;
        let standing = decreed::standing_of(expression);
        let program = !holds_content(project);
        let as_of = &decreed::origin().as_of;
        let details: Vec<Text> = expression.terms().into_iter().map(decreed::detail).collect();
        let details = lang::list(&details);
        let seen = Text::new(
            format!("{} (liste au {as_of})", details.fr),
            format!("{} (list as of {as_of})", details.en),
        );
        let finding = |message: Text| {
            Finding::new(format!("decreed#{expression}"), message).at(stated.location.clone())
        };
        match standing {
            Standing::Listed => Answer::pass(standing.told(expression)),
            Standing::NotForCode if !program => Answer::pass(text!(
                "{expression} est sur la liste pour les informations publiques, et le dépôt n’est pas un programme",
                "{expression} is on the list for public information, and the repository is no program"
            )),
            Standing::NotForCode => {
                let message = standing.told(expression);
                Answer::unknown(message.clone()).with([finding(message).unsure()])
            }
            // What its text leaves open is told once, by `licence/or-later-stated`.
            Standing::Variant if decreed::left_open(expression) => {
                Answer::pass(standing.told(expression))
            }
            Standing::Variant => {
                let message = standing.told(expression);
                let fix = text!(
                    "passer à la version listée est un changement de licence : il demande l’accord de tous les titulaires des droits ; sinon, consigner que la licence est imposée par le projet d’origine",
                    "moving to the listed version is a change of licence: it needs the agreement of every rights holder; otherwise, record that the upstream project imposes the licence"
                );
                Answer::unknown(message.clone()).with([finding(message).unsure().fix(fix)])
            }
            Standing::Outside if !program && is_for_content(expression) => {
                let message = text!(
                    "{expression} n’est pas sur la liste : pour des documents ou des données, elle ne contient que la Licence Ouverte et l’ODbL, sauf si la licence d’un texte repris s’impose",
                    "{expression} is not on the list: for documents or data it holds only the Licence Ouverte and the ODbL, unless the licence of a text that was taken over imposes itself"
                );
                let fix = text!(
                    "prendre la Licence Ouverte, avec l’accord des titulaires des droits, ou consigner que la licence est imposée par le texte d’origine",
                    "take the Licence Ouverte, with the agreement of the rights holders, or record that the original text imposes the licence"
                );
                Answer::unknown(message.clone()).with([finding(message).unsure().fix(fix)])
            }
            Standing::Outside => {
                let message = standing.told(expression);
                let file = text_file(project);
                let fix = text!(
                    "prendre une licence de la liste publiée sur data.gouv.fr et remplacer le texte de {file}, avec l’accord de tous les titulaires des droits ; si un projet d’origine l’impose, ou si elle est homologuée, le consigner dans publiable.toml",
                    "take a licence from the list published on data.gouv.fr and replace the text of {file}, with the agreement of every rights holder; if an upstream project imposes it, or if it was approved, record it in publiable.toml"
                );
                Answer::fail(message.clone(), vec![finding(message).fix(fix)])
            }
        }
        .seen(stated.location.clone(), seen)
    }
}

/// The file that holds the text of the licence, as the project calls it.
fn text_file<'p>(project: &Project<'p>) -> &'p str {
    let mut files = project.role("licence").into_iter();
    files.find(|file| file.folder().is_empty()).map_or("LICENSE", |file| &file.path)
}

/// Pages and tables beyond which a repository without a program is one of
/// documents or data.
const PAGES: usize = 3;

/// True for a repository of documents or data: pages and tables, and no program.
fn holds_content(project: &Project<'_>) -> bool {
    let content = |file: &&File| {
        let kinds = ["md", "org", "rst", "adoc", "tex", "csv", "geojson", "ods", "xlsx", "gpkg"];
        // README, CONTRIBUTING, LICENSE: every repository has them.
        let usual = !file.name().contains(|c: char| c.is_lowercase())
            || file.name().split('.').next().is_some_and(|stem| stem == stem.to_uppercase());
        kinds.contains(&file.extension().as_str()) && !usual
    };
    !code::holds_program(project, code::sources(project).len())
        && project.manifests().is_empty()
        && project.own_files().filter(content).count() >= PAGES
}
