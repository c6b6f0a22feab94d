//! Something is said in files of some roles, in so many words or by a file of
//! its own: a certificate of origin asked of contributors, for instance.

use super::{Audited, Check, prose};
use crate::document::{Block, BlockKind};
use crate::finding::{Answer, Evidence, Finding, Location};
use crate::project::Project;
use crate::text;
use crate::text::pattern::Pattern;
use crate::text::prose::sentences;
use regex::Regex;
use serde::Deserialize;

/// Parameters.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Mention {
    /// The documents it may be said in, by role.
    roles: Vec<String>,
    /// What says it, and its name in both languages.
    topic: prose::Topic,
    /// What may say it, or something else: left for a person to settle.
    #[serde(default)]
    doubtful: Option<Pattern>,
    /// What turns a sentence into its contrary.
    #[serde(default)]
    except: Option<Pattern>,
    /// Roles of files that say it by being there, and what they must hold.
    #[serde(default)]
    files: Option<Files>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Files {
    roles: Vec<String>,
    holds: Pattern,
}

impl Check for Mention {
    fn run(&self, Audited { project, .. }: Audited<'_>) -> Answer {
        let mut seen = self.own_files(project);
        seen.extend(self.told(project, &self.topic.pattern));
        let name = self.topic.label();
        if !seen.is_empty() {
            let mut answer =
                Answer::pass(name.after("le dépôt en parle : ", "the repository speaks of it: "));
            answer.evidence = seen;
            return answer;
        }
        let doubts = self.doubtful.iter().flat_map(|pattern| self.told(project, pattern));
        let doubts: Vec<Finding> = doubts
            .map(|evidence| {
                let message = text!(
                    "ce passage parle peut-être d’autre chose : à lire",
                    "this passage may be about something else: read it"
                );
                let path = evidence.location.path.clone().unwrap_or_default();
                Finding::new(format!("{path}#{}", self.topic.id), message)
                    .at(evidence.location)
                    .unsure()
            })
            .collect();
        if !doubts.is_empty() {
            let reason =
                name.after("peut-être dit, sans certitude : ", "perhaps said, not certainly: ");
            return Answer::unknown(reason).with(doubts);
        }
        let reason =
            name.after("le dépôt ne dit rien de : ", "the repository says nothing about: ");
        Answer::failing(Finding::new(format!("{}#absent", self.topic.id), reason))
    }
}

impl Mention {
    fn own_files(&self, project: &Project<'_>) -> Vec<Evidence> {
        let Some(files) = &self.files else { return Vec::new() };
        let found = files.roles.iter().flat_map(|role| project.role(role));
        let held =
            found.filter(|file| project.text(file).is_some_and(|text| files.holds.is_match(text)));
        held.map(|file| Evidence {
            message: self.topic.label(),
            location: Location::file(&file.path),
        })
        .collect()
    }

    /// The first passage of each document that `pattern` recognises.
    fn told(&self, project: &Project<'_>, pattern: &Regex) -> Vec<Evidence> {
        let documents = self.roles.iter().flat_map(|role| project.role_documents(role));
        let found = documents.filter_map(|(file, document)| {
            let block = document.blocks.iter().find(|block| self.says(block, pattern))?;
            Some(Evidence {
                message: self.topic.label(),
                location: Location::line(&file.path, block.line),
            })
        });
        found.collect()
    }

    fn says(&self, block: &Block, pattern: &Regex) -> bool {
        if block.kind == BlockKind::Comment {
            return false;
        }
        let contrary =
            |text: &str| self.except.as_ref().is_some_and(|except| except.is_match(text));
        sentences(&block.text).any(|sentence| pattern.is_match(sentence) && !contrary(sentence))
            || (!contrary(&block.text)
                && block.links.iter().any(|link| pattern.is_match(&link.url)))
    }
}
