//! When there are several licences, each is mapped to what it covers
//! (contribution policy, pratique.md § Aide au choix de la licence).

use super::place;
use crate::checks::{Audited, Check};
use crate::finding::{Answer, Finding, Location};
use crate::lang::{self, Text};
use crate::licence::expression::{Agreement, Expression};
use crate::licence::notice::Scope;
use crate::licence::statements::{Declaration, Source, is_supplemented};
use crate::project::Project;
use crate::text;
use crate::text::pattern::Pattern;
use serde::Deserialize;

/// Parameters.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct MultipleMapped {
    /// Root files that hold another offer than the free licence.
    commercial: Pattern,
}

impl Check for MultipleMapped {
    fn run(&self, Audited { project, .. }: Audited<'_>) -> Answer {
        let licences = project.licences();
        let all = &licences.declarations;
        let texts: Vec<&Declaration> = all
            .iter()
            .filter(|one| {
                one.source == Source::Folder
                    || one.source == Source::File && !one.path.contains('/')
            })
            .filter(|one| one.expression().is_some())
            .collect();
        let commercial = self.commercial(project);
        let mut distinct: Vec<(&Declaration, &Expression)> = Vec::new();
        for one in texts {
            let Some(said) = one.expression() else { continue };
            let known =
                distinct.iter().any(|(_, other)| other.agreement(said) != Agreement::Different);
            if !known {
                distinct.push((one, said));
            }
        }
        let said: Vec<&Expression> = distinct.iter().map(|(_, said)| *said).collect();
        distinct.retain(|(_, text)| !is_supplemented(text, &said));
        if distinct.len() < 2 {
            let reason = text!("une seule licence est fournie", "only one licence is given");
            return match commercial {
                None => Answer::not_applicable(reason),
                Some(found) => Answer::pass(reason).with([found]),
            };
        }
        let names: Vec<Text> =
            distinct.iter().map(|(_, said)| Text::same(said.to_string())).collect();
        let names = lang::list(&names);
        if project.reuse().is_compliant() {
            return Answer::pass(text!(
                "plusieurs licences, et chaque fichier indique la sienne (REUSE)",
                "several licences, and each file states its own (REUSE)"
            ));
        }
        let answer = self.answer(all, licences.answer.licence.as_ref(), &names, &distinct);
        let answer = answer.seen_all(
            distinct.iter().map(|(one, said)| (place(one), Text::same(said.to_string()))),
        );
        answer.with(commercial)
    }
}

impl MultipleMapped {
    fn answer(
        &self,
        all: &[Declaration],
        licence: Option<&Expression>,
        names: &Text,
        distinct: &[(&Declaration, &Expression)],
    ) -> Answer {
        let map = all.iter().find(|one| {
            one.source == Source::Reuse
                || !matches!(one.scope, Scope::Whole | Scope::Foreign)
                    && one.source != Source::Header
        });
        if let Some(map) = map {
            let path = &map.path;
            return Answer::pass(text!(
                "plusieurs licences ; {path} précise ce qu’elles couvrent",
                "several licences; {path} says what they cover"
            ));
        }
        let offered = |one: &Expression| {
            licence.is_some_and(
                |licence| matches!(licence, Expression::Any(parts) if parts.contains(one)),
            )
        };
        if distinct.iter().all(|(_, said)| offered(said)) {
            return Answer::pass(Text::new(
                format!("une licence au choix : {}", names.fr),
                format!("a choice of licences: {}", names.en),
            ));
        }
        let reason = Text::new(
            format!("rien n’indique ce que couvre chaque licence ({})", names.fr),
            format!("nothing says what each licence covers ({})", names.en),
        );
        let mut places = distinct.iter().map(|(one, _)| place(one));
        let mut finding = Finding::new("licence#multiple", reason.clone());
        if let Some(first) = places.next() {
            finding = finding.at(first).also(places);
        }
        Answer::fail(reason, vec![finding])
    }

    /// A root file that offers another, commercial licence.
    fn commercial(&self, project: &Project<'_>) -> Option<Finding> {
        let file = project
            .own_files()
            .find(|file| file.folder().is_empty() && self.commercial.is_match(file.name()))?;
        let message = text!(
            "une licence commerciale est proposée : expliquer ce qu’elle couvre",
            "a commercial licence is offered: explain what it covers"
        );
        let finding = Finding::new(format!("{}#commercial", file.path), message);
        Some(finding.at(Location::file(file.path.as_str())).info())
    }
}
