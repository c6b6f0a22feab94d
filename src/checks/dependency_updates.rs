//! A bot that proposes dependency updates (OpenSSF Scorecard,
//! Dependency-Update-UpdateTool): its configuration, or its commits.

use super::{Audited, Check};
use crate::finding::{Answer, Finding, Location};
use crate::project::Project;
use crate::project::people::{is_machine, recent_commits};
use crate::snapshot::File;
use crate::text;
use crate::text::pattern::Pattern;
use serde::Deserialize;

/// Parameters.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct DependencyUpdates {
    /// The bots.
    tools: Vec<UpdateTool>,
    /// Manifests, besides packages, that a bot could update.
    manifests: Pattern,
}

/// A bot.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct UpdateTool {
    name: String,
    /// Paths of its configuration.
    paths: Pattern,
    /// What a configuration in use says.
    active: Pattern,
    /// What says that it is switched off.
    #[serde(default)]
    off: Option<Pattern>,
    /// What its name, as an author of commits, contains.
    author: String,
}

impl Check for DependencyUpdates {
    fn reads(&self, file: &File) -> bool {
        file.is_own() && self.tools.iter().any(|tool| tool.paths.is_match(&file.path))
    }

    fn run(&self, Audited { project, .. }: Audited<'_>) -> Answer {
        let mut off = None;
        for tool in &self.tools {
            for file in project.own_files().filter(|file| tool.paths.is_match(&file.path)) {
                let Some(text) = project.text(file).filter(|text| tool.active.is_match(text))
                else {
                    continue;
                };
                if tool.off.as_ref().is_some_and(|pattern| pattern.is_match(text)) {
                    off = off.or(Some(&file.path));
                    continue;
                }
                let (name, path) = (&tool.name, &file.path);
                return Answer::pass(text!(
                    "{name} est configuré ({path})",
                    "{name} is configured ({path})"
                ))
                .seen(
                    Location::file(path),
                    text!("configuration de {name}", "configuration of {name}"),
                );
            }
        }
        if let Some((name, count)) = self.commits(project) {
            return Answer::pass(text!(
                count;
                "{name} propose des mises à jour : {count} commit sur les douze derniers mois"
                    | "{name} propose des mises à jour : {count} commits sur les douze derniers mois",
                "{name} proposes updates: {count} commit over the last twelve months"
                    | "{name} proposes updates: {count} commits over the last twelve months"
            ));
        }
        if let Some(path) = off {
            let reason = text!(
                "le robot configuré est désactivé",
                "the bot that is configured is switched off"
            );
            let finding =
                Finding::new(format!("{path}#off"), reason.clone()).at(Location::file(path));
            return Answer::fail(reason, vec![finding]);
        }
        let depends = project.manifests().iter().any(|manifest| manifest.dependencies)
            || project.own_files().any(|file| self.manifests.is_match(&file.path));
        if !depends {
            return Answer::not_applicable(text!(
                "aucune dépendance déclarée",
                "no declared dependency"
            ));
        }
        let reason = text!(
            "aucun robot de mise à jour visible dans le dépôt ; un robot central peut s’en charger",
            "no update bot visible in the repository; a central bot may take care of it"
        );
        Answer::failing(Finding::new("updates#absent", reason))
    }
}

impl DependencyUpdates {
    /// The bot that commits, and how many commits of the last year are its own.
    fn commits(&self, project: &Project<'_>) -> Option<(&str, usize)> {
        let recent = recent_commits(project)?;
        let counts = self.tools.iter().map(|tool| {
            let own = recent.iter().filter(|commit| {
                is_machine(&commit.author)
                    && commit.author.name.to_lowercase().contains(&tool.author)
            });
            (tool.name.as_str(), own.count())
        });
        counts.filter(|(_, count)| *count > 0).max_by_key(|(_, count)| *count)
    }
}
