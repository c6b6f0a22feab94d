//! Documentation is under a licence that lets it be reused (contribution
//! policy, pratique.md § Bonnes pratiques de documentation).

use super::place;
use crate::checks::{Audited, Check};
use crate::finding::{Answer, Finding, Location};
use crate::licence::expression::Expression;
use crate::licence::notice::Scope;
use crate::licence::statements::{Declaration, Source};
use crate::project::Project;
use crate::snapshot::File;
use crate::text;
use crate::text::pattern::Pattern;
use serde::Deserialize;
use std::collections::BTreeMap;

/// Parameters.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct Documentation {
    /// Files of documentation that count.
    pages: Pattern,
    /// How many pages make more than a short documentation.
    many: usize,
    /// Identifiers that forbid changes or commercial use.
    restricted: Pattern,
}

impl Check for Documentation {
    fn run(&self, Audited { project, .. }: Audited<'_>) -> Answer {
        let licences = project.licences();
        let about: Vec<(Location, String)> = licences
            .declarations
            .iter()
            .filter_map(|one| Some((one, one.expression()?)))
            .filter(|(one, said)| self.concerns(project, one, said))
            .map(|(one, said)| (place(one), said.to_string()))
            .chain(self.pages_mapped(project))
            .collect();
        let restricted = about.iter().filter(|(_, said)| self.restricted.is_match(said));
        let findings: Vec<Finding> =
            restricted.map(|(place, said)| refused(place.clone(), said)).collect();
        if let Some(first) = findings.first() {
            return Answer::fail(first.message.clone(), findings);
        }
        if let Some((_, said)) = about.first() {
            let answer = Answer::pass(text!(
                "la licence de la documentation est indiquée : {said}",
                "the licence of the documentation is stated: {said}"
            ));
            return about.iter().take(5).fold(answer, |answer, (place, said)| {
                answer.seen(place.clone(), text!("{said}", "{said}"))
            });
        }
        let pages = self.pages(project).count();
        if pages < self.many {
            return Answer::not_applicable(text!(
                "la documentation est courte : la licence du code la couvre",
                "the documentation is short: the licence of the code covers it"
            ));
        }
        let reason = text!(
            "la licence de la documentation n’est indiquée nulle part ({pages} pages)",
            "the licence of the documentation is stated nowhere ({pages} pages)"
        );
        let mut finding = Finding::new("documentation#licence", reason.clone());
        if let Some(first) = self.pages(project).next() {
            finding = finding.at(Location::file(&first.path));
        }
        Answer::fail(reason, vec![finding])
    }
}

impl Documentation {
    /// The pages of documentation that the project wrote.
    fn pages<'p>(&'p self, project: &'p Project<'_>) -> impl Iterator<Item = &'p File> {
        project.own_files().filter(|file| self.pages.is_match(&file.path))
    }

    /// What most pages say of themselves, as REUSE computes it: each licence
    /// once, with the place that gives it.
    fn pages_mapped(&self, project: &Project<'_>) -> Vec<(Location, String)> {
        let coverage = project.reuse();
        let (mut told, mut pages) = (0, 0);
        let mut found: BTreeMap<String, Location> = BTreeMap::new();
        for file in self.pages(project) {
            pages += 1;
            let Some(mapped) = coverage.file(&file.path) else { continue };
            told += usize::from(!mapped.expressions.is_empty());
            for statement in &mapped.expressions {
                let source = &statement.source;
                let place = || Location::line(&*source.path, source.line);
                found.entry(statement.text.to_string()).or_insert_with(place);
            }
        }
        if told * 2 < pages {
            return Vec::new();
        }
        found.into_iter().map(|(said, place)| (place, said)).collect()
    }

    /// Whether a declaration is about documentation: it says so, or the licence
    /// was made for texts and nothing says that it covers something else.
    fn concerns(&self, project: &Project<'_>, one: &Declaration, said: &Expression) -> bool {
        let page = |path: &String| {
            let first = path.split('/').next().unwrap_or_default();
            path.ends_with("*.md")
                || matches!(first, "doc" | "docs" | "documentation")
                || self.pages.is_match(path)
        };
        match &one.scope {
            Scope::Documentation => true,
            Scope::Paths(list) => list.iter().any(page),
            Scope::Whole | Scope::Code => match one.source {
                Source::Header => false,
                Source::Folder => is_for_text(said) && !mapped_elsewhere(project, said),
                _ => is_for_text(said),
            },
            Scope::Data | Scope::Assets | Scope::Foreign => false,
        }
    }
}

/// True for licences made for texts: neither for fonts, data nor programs.
fn is_for_text(said: &Expression) -> bool {
    said.terms().iter().all(|term| {
        let made_for = ["CC-BY", "etalab-", "LicenseRef-etalab-", "GFDL-"];
        made_for.iter().any(|prefix| term.id.starts_with(prefix))
    })
}

/// True when files say that they are under a licence of `LICENSES/`: they are
/// what it covers.
fn mapped_elsewhere(project: &Project<'_>, said: &Expression) -> bool {
    let used = project.reuse().used();
    said.terms().iter().any(|term| used.contains(term.id.as_str()))
}

fn refused(place: Location, said: &str) -> Finding {
    let message = text!(
        "{said} interdit de modifier la documentation ou d’en faire un usage commercial",
        "{said} forbids changing the documentation or using it commercially"
    );
    let subject = format!("{}#restricted", place.path.as_deref().unwrap_or_default());
    Finding::new(subject, message).at(place)
}
