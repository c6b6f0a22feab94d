//! The latest version tags carry a signature. Its presence is observed, not
//! its validity: keys are not at hand offline.

use super::versions;
use crate::checks::{Audited, Check, past};
use crate::finding::{Answer, Finding, Location};
use crate::text;
use serde::Deserialize;

/// Parameters.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct SignedTags {
    /// How many of the latest version tags are looked at.
    latest: usize,
}

impl Check for SignedTags {
    fn run(&self, Audited { project, .. }: Audited<'_>) -> Answer {
        let metadata = match past::metadata(project) {
            Ok(metadata) => metadata,
            Err(answer) => return answer,
        };
        let versions = versions(metadata);
        if versions.is_empty() && metadata.shallow {
            return Answer::unknown(text!(
                "aucune étiquette de version dans ce clone superficiel",
                "no version tag in this shallow clone"
            ));
        }
        if versions.is_empty() {
            return Answer::not_applicable(text!("aucune étiquette de version", "no version tag"));
        }
        let latest: Vec<_> = versions.iter().rev().take(self.latest).collect();
        let total = latest.len();
        let signed = latest.iter().filter(|version| version.tag.signature.is_some()).count();
        let reason = text!(
            "signées : {signed} des {total} dernières étiquettes de version (validité non vérifiée)",
            "signed: {signed} of the latest {total} version tags (validity not verified)"
        );
        let mut findings = Vec::new();
        let mut evidence = Vec::new();
        for version in latest {
            let (tag, name) = (version.tag, &version.tag.name);
            let place = Location::commit(tag.commit.to_string());
            match tag.signature {
                Some(kind) => {
                    evidence.push((
                        place,
                        text!("{name} : signature {kind}", "{name}: {kind} signature"),
                    ));
                }
                None if tag.annotated => findings.push(
                    Finding::new(name, text!("{name} n’est pas signée", "{name} is not signed"))
                        .at(place),
                ),
                None => findings.push(
                    Finding::new(
                        name,
                        text!(
                            "{name} est une étiquette légère, qui ne peut pas porter de signature",
                            "{name} is a lightweight tag, which cannot carry a signature"
                        ),
                    )
                    .at(place),
                ),
            }
        }
        let answer =
            if findings.is_empty() { Answer::pass(reason) } else { Answer::fail(reason, findings) };
        answer.seen_all(evidence)
    }
}
