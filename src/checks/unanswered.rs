//! Questions that scaffold left in a file and nobody answered.

use super::{Audited, Check};
use crate::finding::{Answer, Finding, Location};
use crate::snapshot::File;
use crate::text;
use crate::text::question;

no_parameters!(pub(super) Unanswered);

/// The extensions of the files scaffold writes texts in.
const EXTENSIONS: [&str; 12] = [
    "md", "markdown", "txt", "org", "rst", "adoc", "asciidoc", "yml", "yaml", "toml", "cff", "json",
];

/// Those of data, where a question may be a value.
const DATA: [&str; 5] = ["yml", "yaml", "toml", "cff", "json"];

/// How many folders deep scaffold writes.
const DEEPEST: usize = 2;

/// Characters of a question that are repeated.
const LONGEST: usize = 120;

impl Check for Unanswered {
    fn reads(&self, file: &File) -> bool {
        file.path.matches('/').count() <= DEEPEST
            && (EXTENSIONS.contains(&&*file.extension()) || file.extension().is_empty())
            && file.is_own()
    }

    fn run(&self, Audited { project, .. }: Audited<'_>) -> Answer {
        let mut findings = Vec::new();
        for file in project.own_files().filter(|file| self.reads(file)) {
            let Some(text) = project.text(file).filter(|text| text.contains(question::MARK)) else {
                continue;
            };
            let holds_data = DATA.contains(&&*file.extension());
            for (at, line) in text.lines().enumerate() {
                let mut asked = question::all_in(line);
                asked.extend(question::value_in(line).filter(|_| holds_data));
                for asked in asked {
                    let asked: String = asked.chars().take(LONGEST).collect();
                    let message = text!("sans réponse : {asked}", "unanswered: {asked}");
                    let finding = Finding::new(format!("{}#{asked}", file.path), message);
                    findings.push(finding.at(Location::line(&file.path, at + 1)));
                }
            }
        }
        match findings.len() {
            0 => Answer::pass(text!(
                "aucune question ne reste sans réponse",
                "no question is left unanswered"
            )),
            count => Answer::fail(
                text!(
                    count;
                    "{count} question sans réponse" | "{count} questions sans réponse",
                    "{count} unanswered question" | "{count} unanswered questions"
                ),
                findings,
            ),
        }
    }
}
