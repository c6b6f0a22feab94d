//! Topics that a project writes about: each in a file of its own, a section, a
//! sentence, commands, a link or a badge. The rules hold what sets one topic
//! apart: names of files, words by language, places.

mod file;
mod topic;

use super::{Audited, Check, prose};
use crate::document::is_example;
use crate::finding::{Answer, Finding, Location, Status};
use crate::lang::{self, Text};
use crate::project::Project;
use crate::rule::Degree;
use crate::snapshot::File;
use crate::snapshot::metadata::Address;
use crate::text;
use crate::text::pattern::Pattern;
use jiff::civil::Date;
use serde::Deserialize;
use topic::Topic;

/// Parameters.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Documents {
    /// What is expected to be written.
    topics: Vec<Topic>,
    /// How many of the topics are enough; all of them when absent.
    #[serde(default)]
    required: Option<usize>,
    /// The reason given when nothing is written of any of them.
    #[serde(default)]
    absent: Option<Text>,
    /// Local parts of addresses that belong to one person.
    #[serde(default)]
    personal: Option<Pattern>,
    /// Which folders each forge reads: files elsewhere do not count.
    #[serde(default)]
    forges: Vec<TemplateForge>,
    /// True when the number of authors of the history is shown too.
    #[serde(default)]
    count_authors: bool,
}

/// A topic, and what is written of it.
type Treated<'t> = (&'t Topic, Option<Answer>);

impl Check for Documents {
    fn depends_on_degree(&self) -> bool {
        self.topics.iter().any(|topic| !topic.optional_at.is_empty())
    }

    fn run(&self, Audited { project, degree, .. }: Audited<'_>) -> Answer {
        let forges = forges_in_use(project, &self.forges);
        let treated: Vec<Treated<'_>> =
            self.topics.iter().map(|topic| (topic, topic.answer(project, &forges))).collect();
        let answer = match <[Treated<'_>; 1]>::try_from(treated) {
            Ok([(_, Some(answer))]) => answer,
            Ok([(topic, None)]) => self.nothing(project, topic),
            Err(several) => self.several(project, degree, several),
        };
        let answer = answer.with(self.personal_addresses(project));
        let history = project.snapshot.history.as_ref();
        if !self.count_authors || history.is_none_or(|history| history.commits.is_empty()) {
            return answer;
        }
        let count = project.people().authors_since(Date::MIN);
        let message = text!(
            count;
            "{count} adresse d’auteur distincte dans l’historique, robots exclus"
                | "{count} adresses d’auteur distinctes dans l’historique, robots exclus",
            "{count} distinct author address in the history, bots left out"
                | "{count} distinct author addresses in the history, bots left out"
        );
        answer.seen(Location::default(), message)
    }
}

impl Documents {
    /// The answer when nothing is written of the only topic.
    fn nothing(&self, project: &Project<'_>, topic: &Topic) -> Answer {
        let reason = self.absent.clone().unwrap_or_else(|| {
            let wanted = topic.usual_names(project);
            text!("le dépôt n’a pas de {wanted}", "the repository has no {wanted}")
        });
        Answer::failing(Finding::new(format!("{}#absent", topic.id), reason))
    }

    fn several(&self, project: &Project<'_>, degree: Degree, treated: Vec<Treated<'_>>) -> Answer {
        let total = treated.len();
        if self.absent.is_some()
            && let Some((topic, _)) = treated.first()
            && treated.iter().all(|(_, answer)| answer.is_none())
        {
            return self.nothing(project, topic);
        }
        let (mut covered, mut lacking) = (0, Vec::new());
        let (mut evidence, mut findings) = (Vec::new(), Vec::new());
        for (topic, answer) in treated {
            match answer {
                Some(answer) if answer.status == Status::Pass => {
                    covered += 1;
                    evidence.extend(answer.evidence);
                    continue;
                }
                answer => findings.push(topic.lacking(project, answer)),
            }
            match topic.optional_at.contains(&degree) {
                true => findings.last_mut().into_iter().for_each(|one| one.informational = true),
                false => lacking.push(topic.label()),
            }
        }
        let enough = self.required.map_or(lacking.is_empty(), |required| covered >= required);
        // What is there and does not do says more than what is not there.
        let located =
            self.required.is_some() && findings.iter().any(|one| !one.location.is_empty());
        for finding in &mut findings {
            finding.informational |= enough || located && finding.location.is_empty();
        }
        let mut answer = match enough {
            true => Answer::pass(text!(
                covered;
                "{covered} sujet traité sur {total}" | "{covered} sujets traités sur {total}",
                "{covered} topic covered out of {total}" | "{covered} topics covered out of {total}"
            )),
            false => {
                let list = lang::list(&lacking);
                let reason = text!(
                    covered;
                    "{covered} sujet traité sur {total} ; manque : {list}"
                        | "{covered} sujets traités sur {total} ; manque : {list}",
                    "{covered} topic covered out of {total}; missing: {list}"
                        | "{covered} topics covered out of {total}; missing: {list}";
                    list
                );
                Answer::fail(reason, Vec::new())
            }
        };
        findings.sort_by_key(|finding| finding.informational);
        answer.evidence = evidence;
        answer.with(findings)
    }

    /// Addresses of a README that look like a person's: an address of function
    /// outlives the people (information, never counted).
    fn personal_addresses(&self, project: &Project<'_>) -> Vec<Finding> {
        let Some(personal) = &self.personal else { return Vec::new() };
        let mut findings: Vec<Finding> = Vec::new();
        let readmes = project.readmes();
        let links = readmes
            .iter()
            .flat_map(|(file, document)| document.links().map(move |link| (file, link)));
        for (file, link) in links {
            let Some(address) = link.url.strip_prefix("mailto:") else { continue };
            let address = address.split('?').next().unwrap_or_default();
            let local = address.split_once('@').map(|(local, _)| local);
            if !local.is_some_and(|local| personal.is_match(local)) || is_example(&link.url) {
                continue;
            }
            let masked = prose::masked(address);
            let message = text!(
                "{masked} semble l’adresse d’une personne : une adresse fonctionnelle dure plus longtemps",
                "{masked} looks like the address of a person: a functional address lasts longer"
            );
            let subject = format!("{}#{masked}", file.path);
            if !findings.iter().any(|finding| finding.subject == subject) {
                let finding = Finding::new(subject, message).info();
                findings.push(finding.at(Location::line(&file.path, link.line)));
            }
        }
        findings
    }
}

/// A forge, and where it looks for files of its own.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct TemplateForge {
    /// What its host name has among its labels.
    hosts: Vec<String>,
    /// The first folders it reads; "" for the root and docs/.
    folders: Vec<String>,
}

/// The forges of the remotes among `known`; none when at least one is not known,
/// since it could read anything.
fn forges_in_use<'f>(project: &Project<'_>, known: &'f [TemplateForge]) -> Vec<&'f TemplateForge> {
    let remotes = project.snapshot.metadata.iter().flat_map(|metadata| &metadata.remotes);
    let declared = project.config.project.publish_url.iter();
    let declared = declared.filter_map(|url| Address::parse(url));
    let addresses = remotes.filter_map(|remote| remote.address()).chain(declared);
    let forges = addresses.map(|address| {
        let labels: Vec<&str> = address.host.split('.').collect();
        known.iter().find(|forge| forge.hosts.iter().any(|host| labels.contains(&host.as_str())))
    });
    forges.collect::<Option<Vec<_>>>().unwrap_or_default()
}

impl TemplateForge {
    /// True when the forge reads `file`.
    fn reads(&self, file: &File) -> bool {
        let top = match file.path.starts_with('.') {
            true => file.path.split('/').next().unwrap_or_default(),
            false => "",
        };
        self.folders.iter().any(|folder| folder.eq_ignore_ascii_case(top))
    }
}
