//! A page that presents the project outside the forge, and a logo.

use super::{Audited, Check};
use crate::finding::{Answer, Finding};
use crate::lang::Text;
use crate::text;

no_parameters!(pub(super) LandingAndLogo);

impl Check for LandingAndLogo {
    fn run(&self, Audited { project, .. }: Audited<'_>) -> Answer {
        let (page, logo) = (project.landing_page(), project.logo());
        let mut findings = Vec::new();
        if page.is_none() {
            findings.push(Finding::new(
                "page#absent",
                text!(
                    "ni publiccode.yml, ni un manifeste, ni le README ne donnent l’adresse d’une page de présentation hors de la forge",
                    "neither publiccode.yml, nor a manifest, nor the README gives the address of a page outside the forge"
                ),
            ));
        }
        match project.lost_logo() {
            Some(lost) => {
                let value = &lost.what;
                let message = text!(
                    "le logo indiqué n’est pas dans le dépôt : {value}",
                    "the logo given is not in the repository: {value}"
                );
                let finding = Finding::new("logo#lost", message).at(lost.location.clone());
                findings.push(if logo.is_some() { finding.info() } else { finding });
            }
            None if logo.is_none() => findings.push(Finding::new(
                "logo#absent",
                text!(
                    "aucun fichier de logo propre au projet",
                    "no logo file of the project’s own"
                ),
            )),
            None => {}
        }
        let answer = match (&page, &logo) {
            (Some(_), Some(_)) => {
                Answer::pass(text!("une page et un logo", "a page and a logo")).with(findings)
            }
            (Some(_), None) => {
                Answer::fail(text!("une page, pas de logo", "a page, no logo"), findings)
            }
            (None, Some(_)) => {
                Answer::fail(text!("un logo, pas de page", "a logo, no page"), findings)
            }
            (None, None) => {
                Answer::fail(text!("ni page ni logo", "neither page nor logo"), findings)
            }
        };
        let seen = [("page : ", "page: ", page), ("logo : ", "logo: ", logo)];
        seen.into_iter().fold(answer, |answer, (fr, en, found)| match found {
            Some(found) => answer.seen(found.location, Text::same(found.what).after(fr, en)),
            None => answer,
        })
    }
}
