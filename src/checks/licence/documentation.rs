//! Documentation is under a licence that lets it be reused (contribution
//! policy, pratique.md § Bonnes pratiques de documentation).

use super::place;
use crate::checks::Check;
use crate::finding::{Answer, Finding};
use crate::licence::expression::Expression;
use crate::licence::notice::Scope;
use crate::licence::statements::{Declaration, is_for_content};
use crate::pattern::Pattern;
use crate::project::Project;
use crate::text;
use serde::Deserialize;

/// Parameters.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Documentation {
    /// Files of documentation that count.
    pages: Pattern,
    /// How many pages make more than a short documentation.
    many: usize,
    /// Identifiers that forbid changes or commercial use.
    restricted: Pattern,
}

impl Check for Documentation {
    fn run(&self, project: &Project<'_>) -> Answer {
        let licences = project.licences();
        let about: Vec<&Declaration> = licences
            .declarations
            .iter()
            .filter(|one| one.expression().is_some_and(|said| concerns(one, said)))
            .collect();
        let restricted = |one: &&&Declaration| {
            one.expression().is_some_and(|said| self.restricted.is_match(&said.to_string()))
        };
        let findings: Vec<Finding> =
            about.iter().filter(restricted).map(|one| refused(one)).collect();
        if let Some(first) = findings.first() {
            return Answer::fail(first.message.clone(), findings);
        }
        if let Some(one) = about.first() {
            let said = one.expression().map(ToString::to_string).unwrap_or_default();
            let answer = Answer::pass(text!(
                "la licence de la documentation est dite : {said}",
                "the licence of the documentation is stated: {said}"
            ));
            return about.iter().take(5).fold(answer, |answer, one| {
                let said = one.expression().map(ToString::to_string).unwrap_or_default();
                answer.seen(place(one), text!("{said}", "{said}"))
            });
        }
        let pages = project.own_files().filter(|file| self.pages.is_match(&file.path)).count();
        if pages < self.many {
            return Answer::not_applicable(text!(
                "la documentation est courte : la licence du code la couvre",
                "the documentation is short: the licence of the code covers it"
            ));
        }
        let reason = text!(
            "rien ne dit sous quelle licence est la documentation ({pages} pages)",
            "nothing says under which licence the documentation is ({pages} pages)"
        );
        Answer::fail(reason.clone(), vec![Finding::new("documentation#licence", reason)])
    }
}

/// Whether a declaration is about documentation: it says so, or the licence was
/// made for content.
fn concerns(one: &Declaration, said: &Expression) -> bool {
    let paths = |paths: &[String]| {
        paths.iter().any(|path| path.starts_with("doc") || path.ends_with(".md"))
    };
    match &one.scope {
        Scope::Documentation => true,
        Scope::Paths(list) => paths(list),
        Scope::Whole | Scope::Code => is_for_content(said) && said.to_string() != "CC0-1.0",
        Scope::Data | Scope::Assets | Scope::Foreign => false,
    }
}

fn refused(one: &Declaration) -> Finding {
    let said = one.expression().map(ToString::to_string).unwrap_or_default();
    let message = text!(
        "{said} interdit de modifier la documentation ou d’en faire un usage commercial",
        "{said} forbids changing the documentation or using it commercially"
    );
    Finding::new(format!("{}#restricted", one.path), message).at(place(one))
}
