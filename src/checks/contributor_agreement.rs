//! A contributor licence agreement (CLA) that contributors must sign: asked for
//! in words, by a file of its own, or by a bot.

use super::{Audited, Check};
use crate::document::BlockKind;
use crate::finding::{Answer, Finding, Location};
use crate::lang::Text;
use crate::project::Project;
use crate::text;
use crate::text::pattern::Pattern;
use crate::text::prose::sentences;
use serde::Deserialize;

/// Parameters.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct ContributorAgreement {
    /// The documents that may ask for it, by role.
    roles: Vec<String>,
    /// Roles of files that are an agreement, or set up the bot that asks for it.
    files: Vec<String>,
    /// Its full name.
    name: Pattern,
    /// Its acronym, which means other things in other fields.
    acronym: Pattern,
    /// What a sentence about contributions also says.
    context: Pattern,
    /// Words that deny.
    negation: Pattern,
    /// Words that deny the agreement itself.
    denied: Pattern,
    /// Words that make a denial a condition: “not until you sign”.
    condition: Pattern,
    /// Words that are a condition only after a denial: “not without signing”.
    lacking: Pattern,
    /// Addresses of the bots that ask for it.
    bots: Pattern,
}

impl Check for ContributorAgreement {
    fn run(&self, Audited { project, .. }: Audited<'_>) -> Answer {
        let mut findings = self.own_files(project);
        findings.extend(bots(project));
        findings.extend(self.told(project));
        if project.config.project.fork {
            findings = findings.into_iter().map(Finding::unsure).collect();
        }
        if findings.is_empty() {
            return Answer::pass(text!(
                "aucun accord de contribution (CLA) n’est demandé dans les fichiers lus",
                "no contributor licence agreement (CLA) is asked for in the files read"
            ));
        }
        let reason = text!(
            "un accord de contribution (CLA) semble demandé : à retirer ou à justifier",
            "a contributor licence agreement (CLA) seems to be asked for: remove it or justify it"
        );
        Answer::fail(reason, findings)
    }
}

fn bots(project: &Project<'_>) -> Vec<Finding> {
    let workflows = project.pipelines();
    let found = workflows.iter().filter_map(|workflow| {
        let line = workflow.uses_cla_bot()?;
        let message = text!(
            "un robot demande ici de signer un accord de contribution (CLA)",
            "a bot asks here to sign a contributor licence agreement (CLA)"
        );
        let subject = format!("{}#bot", workflow.path);
        Some(Finding::new(subject, message).at(Location::line(&workflow.path, line)))
    });
    found.collect()
}

/// What a sentence does with the agreement it names.
#[derive(Debug, PartialEq, Eq)]
enum Sense {
    Asked,
    Denied,
    Elsewhere,
}

impl ContributorAgreement {
    fn own_files(&self, project: &Project<'_>) -> Vec<Finding> {
        let files = self.files.iter().flat_map(|role| project.role(role));
        let filled =
            files.filter(|file| project.text(file).is_some_and(|text| self.is_agreement(text)));
        filled
            .map(|file| {
                let message = text!(
                    "ce fichier est un accord de contribution (CLA), ou règle le robot qui le demande",
                    "this file is a contributor licence agreement (CLA), or sets up the bot that asks for it"
                );
                Finding::new(format!("{}#file", file.path), message).at(Location::file(&file.path))
            })
            .collect()
    }

    /// A file that only says that there is no agreement is not one.
    fn is_agreement(&self, text: &str) -> bool {
        let denies = |sentence| self.sense(sentence, sentence) == Sense::Denied;
        let says_none = text.len() < 600 && sentences(text).any(denies);
        !text.trim().is_empty() && !says_none
    }

    fn told(&self, project: &Project<'_>) -> Vec<Finding> {
        let mut findings = Vec::new();
        for (file, document) in self.roles.iter().flat_map(|role| project.role_documents(role)) {
            let path = &file.path;
            let told = document.blocks.iter().filter(|block| block.kind != BlockKind::Comment);
            let asked = told.filter_map(|block| {
                let asks = |sentence| self.sense(sentence, &block.text) == Sense::Asked;
                let linked = block.links.iter().find(|link| self.bots.is_match(&link.url));
                linked
                    .map(|link| link.line)
                    .or(sentences(&block.text).any(asks).then_some(block.line))
            });
            // One finding a document: the next sentences say the same.
            findings.extend(asked.take(1).map(|line| {
                let message: Text = text!(
                    "ce passage demande un accord de contribution (CLA)",
                    "this passage asks for a contributor licence agreement (CLA)"
                );
                Finding::new(format!("{path}#asked"), message).at(Location::line(path, line))
            }));
        }
        findings
    }

    fn sense(&self, sentence: &str, around: &str) -> Sense {
        let acronym = || self.acronym.is_match(sentence) && self.context.is_match(around);
        if !self.name.is_match(sentence) && !acronym() {
            return Sense::Elsewhere;
        }
        let denials = self.negation.find_iter(sentence).count();
        let lacking = self.lacking.is_match(sentence);
        match () {
            () if self.denied.is_match(sentence) => Sense::Denied,
            () if self.condition.is_match(sentence) => Sense::Asked,
            () if denials > 0 && lacking => Sense::Asked,
            () if denials > 0 || lacking => Sense::Denied,
            () => Sense::Asked,
        }
    }
}
