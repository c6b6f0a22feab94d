//! Whether the files of the repository are those of an openness degree (DINUM
//! guide, § Quels degrés d'ouverture pour les codes sources ?).

use super::{Audited, Check};
use crate::document::{Block, BlockKind};
use crate::finding::{Answer, Confidence, Evidence, Finding, Location};
use crate::lang::{self, Text};
use crate::project::Project;
use crate::rule::Degree;
use crate::text;
use crate::text::pattern::Pattern;
use crate::text::prose::sentences;
use serde::Deserialize;

/// Parameters.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct DegreeFiles {
    /// Documents in which the project speaks to contributors, by role.
    roles: Vec<String>,
    /// What each degree expects.
    expects: Vec<Expectation>,
    /// What says that outside contributions are not handled.
    refuses: Pattern,
    /// What limits a refusal to some contributions.
    limits: Pattern,
    /// What denies an invitation in the same sentence.
    denies: Pattern,
    /// What asks for contributions.
    invites: Pattern,
}

/// One thing a degree expects: a file of a role, or words.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Expectation {
    degrees: Vec<Degree>,
    id: String,
    fr: String,
    en: String,
    /// Files that meet it.
    #[serde(default)]
    files: Vec<String>,
    /// Headings of sections that meet it.
    #[serde(default)]
    heading: Option<Pattern>,
    /// Words that meet it.
    #[serde(default)]
    words: Option<Pattern>,
}

impl Check for DegreeFiles {
    fn depends_on_degree(&self) -> bool {
        true
    }

    fn run(&self, audited: Audited<'_>) -> Answer {
        let Audited { project, degree, degree_stated, .. } = audited;
        if !degree_stated {
            return Answer::not_applicable(text!(
                "aucun degré d’ouverture n’est annoncé : il n’y a rien à comparer",
                "no openness degree is declared: there is nothing to compare"
            ));
        }
        let name = degree.name();
        let expected =
            self.expects.iter().filter(|expectation| expectation.degrees.contains(&degree));
        let (mut evidence, mut findings) = (Vec::new(), Vec::new());
        for expectation in expected {
            match self.meets(project, expectation) {
                Some(location) => {
                    evidence.push(Evidence { message: expectation.label(), location })
                }
                None => findings.push(expectation.missing(degree)),
            }
        }
        self.contradictions(audited, &mut evidence, &mut findings);
        let (fr, en) = (&name.fr, &name.en);
        let mut answer = if findings.is_empty() {
            Answer::pass(text!(
                "les fichiers attendus au degré {degree} ({fr}) sont là",
                "the files expected at degree {degree} ({en}) are there"
            ))
        } else {
            let messages: Vec<Text> =
                findings.iter().map(|finding: &Finding| finding.message.clone()).collect();
            let reason = lang::list(&messages);
            let reason = reason
                .after(&format!("degré {degree} ({fr}) : "), &format!("degree {degree} ({en}): "));
            // The degree reached is computed from this status alone.
            match findings.iter().any(|finding| finding.confidence == Confidence::High) {
                true => Answer::fail(reason, findings),
                false => Answer::unknown(reason).with(findings),
            }
        };
        answer.evidence = evidence;
        answer.with(recommended(project))
    }
}

/// The guide's four questions, when the project answered them: advice only.
fn recommended(project: &Project<'_>) -> Option<Finding> {
    let advised = project.config.project.degree_criteria?.recommended();
    let declared = project.config.project.degree.filter(|declared| *declared != advised)?;
    let message = text!(
        "le degré déclaré est {declared} ; les quatre questions du guide conduisent plutôt au degré {advised}",
        "the degree declared is {declared}; the guide's four questions rather lead to degree {advised}"
    );
    Some(
        Finding::new("degree#recommended", message)
            .at(Location::file(crate::config::FILE_NAME))
            .info(),
    )
}

impl Expectation {
    fn label(&self) -> Text {
        Text::new(&self.fr, &self.en)
    }

    fn missing(&self, degree: Degree) -> Finding {
        let message = self.label().after("il manque ", "missing: ");
        Finding::new(format!("degree-{degree}#{}", self.id), message)
    }
}

impl DegreeFiles {
    fn meets(&self, project: &Project<'_>, expectation: &Expectation) -> Option<Location> {
        let files = expectation.files.iter().flat_map(|role| project.role(role));
        let mut filled =
            files.filter(|file| project.text(file).is_some_and(|text| !text.trim().is_empty()));
        filled.next().map(|file| Location::file(&file.path)).or_else(|| {
            let documents = self.roles.iter().flat_map(|role| project.role_documents(role));
            documents.into_iter().find_map(|(file, document)| {
                let title = document.title();
                let title = |block: &Block| title.is_some_and(|title| std::ptr::eq(title, block));
                let found = document
                    .blocks
                    .iter()
                    .find(|block| !title(block) && expectation.told_in(block))?;
                Some(Location::line(&file.path, found.line))
            })
        })
    }

    /// What the project says that its degree denies.
    fn contradictions(
        &self,
        Audited { project, degree, .. }: Audited<'_>,
        evidence: &mut Vec<Evidence>,
        findings: &mut Vec<Finding>,
    ) {
        let refusal = self.told(project, |sentence| {
            self.refuses.is_match(sentence) && !self.limits.is_match(sentence)
        });
        let invitation = self.told(project, |sentence| {
            self.invites.is_match(sentence) && !self.denies.is_match(sentence)
        });
        match (degree, refusal, invitation) {
            (Degree::C, Some(place), Some(other)) => {
                let message = text!(
                    "le dépôt indique que les contributions ne sont pas traitées ({place}) et semble en demander ici",
                    "the repository says that contributions are not handled ({place}) and seems to ask for some here"
                );
                findings.push(Finding::new("degree-C#invites", message).at(other).unsure());
            }
            (Degree::C, None, Some(place)) => {
                let message = text!(
                    "ce passage sollicite des contributions, qui ne sont pas traitées au degré C",
                    "this passage asks for contributions, which are not handled at degree C"
                );
                findings.push(Finding::new("degree-C#invites", message).at(place));
            }
            (Degree::A | Degree::B, Some(place), _) => {
                let message = text!(
                    "ce passage semble indiquer que les contributions ne sont pas traitées, contrairement au degré {degree}",
                    "this passage seems to say that contributions are not handled, unlike degree {degree}"
                );
                findings.push(
                    Finding::new(format!("degree-{degree}#refuses"), message).at(place).unsure(),
                );
            }
            (_, _, Some(place)) => evidence.push(Evidence {
                message: text!("contributions sollicitées", "contributions asked for"),
                location: place,
            }),
            _ => {}
        }
    }

    fn told(&self, project: &Project<'_>, says: impl Fn(&str) -> bool) -> Option<Location> {
        let documents = self.roles.iter().flat_map(|role| project.role_documents(role));
        documents.into_iter().find_map(|(file, document)| {
            let mut read = document.blocks.iter().filter(|block| is_told(block));
            let found = read.find(|block| sentences(&block.text).any(&says))?;
            Some(Location::line(&file.path, found.line))
        })
    }
}

fn is_told(block: &Block) -> bool {
    !matches!(block.kind, BlockKind::Comment | BlockKind::Code | BlockKind::Directive)
}

impl Expectation {
    fn told_in(&self, block: &Block) -> bool {
        let matches =
            |pattern: &Option<Pattern>| pattern.as_ref().is_some_and(|p| p.is_match(&block.text));
        (block.level().is_some() && matches(&self.heading))
            || (is_told(block) && matches(&self.words))
            || (is_told(block)
                && self
                    .words
                    .as_ref()
                    .is_some_and(|p| block.links.iter().any(|link| p.is_match(&link.url))))
    }
}
