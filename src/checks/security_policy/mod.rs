//! A policy for reporting vulnerabilities: what to report, and to whom in
//! private (OpenSSF Scorecard, Security-Policy; RFC 9116 for `security.txt`).

mod channel;
mod security_txt;

use super::{Audited, Check, prose};
use crate::document::{Block, is_example};
use crate::finding::{Answer, Evidence, Finding, Location};
use crate::project::Project;
use crate::snapshot::File;
use crate::text;
use crate::text::pattern::Pattern;
use channel::{Channel, ChannelKind};
use serde::Deserialize;

/// Parameters.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct SecurityPolicy {
    /// Roles of policies.
    roles: Vec<String>,
    /// Documents in which a section may stand in for the policy.
    section_roles: Vec<String>,
    /// The heading of that section.
    heading: Pattern,
    /// Characters of text a policy holds at least.
    min_chars: usize,
    /// What names a flaw.
    flaw: Pattern,
    /// What asks to report it.
    report: Pattern,
    /// What only an unfilled template says.
    placeholders: Vec<Pattern>,
    /// An e-mail address in the text.
    address: Pattern,
    /// The address or the words of a form or of a reporting platform.
    form: Pattern,
    /// Addresses where everyone reads what is reported.
    public_channel: Pattern,
    /// Words for the private reporting of a forge.
    forge_channel: Pattern,
    /// Addresses of a policy kept in another repository.
    elsewhere: Pattern,
    /// Addresses of publishers whose policy is often copied with their code.
    publishers: Pattern,
}

impl Check for SecurityPolicy {
    fn reads(&self, file: &File) -> bool {
        file.is_own() && file.name().eq_ignore_ascii_case("security.txt")
    }

    fn run(&self, Audited { project, .. }: Audited<'_>) -> Answer {
        let policies = self.roles.iter().flat_map(|role| project.role_documents(role));
        let mut refused = Vec::new();
        let mut doubtful = None;
        let (seen, remarks) = self.security_txt(project);
        for (file, document) in policies {
            match self.examine(project, &file.path, &document.blocks) {
                Ok(evidence) => return accept(&file.path, evidence, seen).with(remarks),
                Err(PolicyRefusal::Doubt(finding)) => doubtful = doubtful.or(Some(*finding)),
                Err(PolicyRefusal::Certain(findings)) => refused.push(findings),
            }
        }
        if let Some(finding) = doubtful {
            return Answer::unknown(finding.message.clone()).with([finding]).with(remarks);
        }
        if let Some(section) = self.section(project) {
            let (place, how) = (section.location.clone(), section.message.clone());
            let reason = text!(
                "pas de SECURITY.md, mais {how} indique comment signaler une faille ({place})",
                "no SECURITY.md, but {how} says how to report a flaw ({place})";
                how
            );
            let mut answer = Answer::pass(reason).with(remarks);
            answer.evidence = vec![section];
            return answer;
        }
        if let Some(link) = self.contact_link(project) {
            let place = link.location.clone();
            let reason = text!(
                "un canal pour signaler une faille est proposé à l’ouverture d’un ticket ({place})",
                "people who open an issue are offered a channel to report a flaw ({place})"
            );
            return Answer { evidence: vec![link], ..Answer::pass(reason) }.with(remarks);
        }
        if let Some(first) = seen.first() {
            let place = first.location.clone();
            let reason = text!(
                "security.txt donne un contact et n’est pas expiré ({place})",
                "security.txt gives a contact and has not expired ({place})"
            );
            return Answer { evidence: seen, ..Answer::pass(reason) }.with(remarks);
        }
        if let Some(finding) = self.pointer(project).filter(|_| refused.is_empty()) {
            return Answer::unknown(finding.message.clone()).with([finding]).with(remarks);
        }
        refuse(refused, remarks)
    }
}

/// Why a text is not a policy.
enum PolicyRefusal {
    Doubt(Box<Finding>),
    Certain(Vec<Finding>),
}

fn accept(path: &str, evidence: Vec<Evidence>, seen: Vec<Evidence>) -> Answer {
    let mut answer = Answer::pass(text!(
        "{path} indique comment signaler une faille en privé",
        "{path} says how to report a flaw privately"
    ));
    answer.evidence = evidence.into_iter().chain(seen).collect();
    answer
}

fn refuse(refused: Vec<Vec<Finding>>, remarks: Vec<Finding>) -> Answer {
    let stale = remarks.into_iter().map(|finding| Finding { informational: false, ..finding });
    let findings: Vec<Finding> =
        refused.into_iter().next().unwrap_or_default().into_iter().chain(stale).collect();
    if let Some(first) = findings.first() {
        let place = first.location.clone();
        let reason = first.message.after(&format!("{place} : "), &format!("{place}: "));
        return Answer::fail(reason, findings);
    }
    let reason = text!(
        "aucune politique de signalement des vulnérabilités dans le dépôt (celle de l’organisation, s’il y en a une, n’est pas dans le dépôt)",
        "no vulnerability-reporting policy in the repository (that of the organisation, if any, is not in the repository)"
    );
    Answer::failing(Finding::new("security-policy#absent", reason))
}

impl SecurityPolicy {
    /// What makes `blocks` a policy, or why they are not one.
    fn examine(
        &self,
        project: &Project<'_>,
        path: &str,
        blocks: &[Block],
    ) -> Result<Vec<Evidence>, PolicyRefusal> {
        let finding = |subject: &str, line: Option<usize>, message| {
            let place = line.map_or(Location::file(path), |line| Location::line(path, line));
            Finding::new(format!("{path}#{subject}"), message).at(place)
        };
        let placeholder =
            blocks.iter().find(|b| self.placeholders.iter().any(|p| p.is_match(&b.text)));
        if let Some(block) = placeholder {
            let message = text!(
                "le modèle de la forge n’a pas été rempli",
                "the template of the forge was not filled in"
            );
            return Err(PolicyRefusal::Certain(vec![finding(
                "placeholder",
                Some(block.line),
                message,
            )]));
        }
        let says = |pattern: &Pattern| blocks.iter().find(|block| pattern.is_match(&block.text));
        let (Some(flaw), Some(_)) = (says(&self.flaw), says(&self.report)) else {
            let message = text!(
                "ce texte n’indique pas comment signaler une vulnérabilité",
                "this text does not say how to report a vulnerability"
            );
            return Err(PolicyRefusal::Certain(vec![finding("subject", None, message)]));
        };
        let chars: usize =
            blocks.iter().filter(|b| b.is_prose()).map(|b| b.text.chars().count()).sum();
        let channels = self.channels(blocks);
        let mut findings = Vec::new();
        if chars < self.min_chars {
            let least = self.min_chars;
            let message = text!(
                "trop court pour indiquer comment signaler ({chars} caractères, {least} attendus)",
                "too short to say how to report ({chars} characters, {least} expected)"
            );
            findings.push(finding("length", None, message));
        }
        if channels.is_empty() {
            let message = text!(
                "aucun canal privé n’est donné (adresse électronique, formulaire ou signalement privé de la forge)",
                "no private channel is given (e-mail address, form or private reporting of the forge)"
            );
            findings.push(finding("channel", Some(flaw.line), message));
        } else if let Some(channel) = self.only_elsewhere(project, &channels) {
            let message = text!(
                "les signalements partent chez un autre éditeur : la politique a été copiée avec son code",
                "reports are sent to another publisher: the policy was copied with its code"
            );
            findings.push(finding("elsewhere", Some(channel.line), message));
        }
        if !findings.is_empty() {
            return Err(PolicyRefusal::Certain(findings));
        }
        if let Some((line, domain)) = channel::stranger(project, path, &channels) {
            let message = text!(
                "l’adresse de signalement est chez {domain}, que rien d’autre dans le dépôt ne cite : vérifier qu’elle est bien celle du projet",
                "the reporting address is at {domain}, which nothing else in the repository mentions: check that it is the project’s own"
            );
            return Err(PolicyRefusal::Doubt(Box::new(
                finding("stranger", Some(line), message).unsure(),
            )));
        }
        let seen = channels.iter().take(1).map(|channel| Evidence {
            message: match &channel.means {
                ChannelKind::Mail(_) => {
                    text!("canal privé : adresse électronique", "private channel: e-mail address")
                }
                ChannelKind::Web(_) => {
                    text!(
                        "canal privé : formulaire ou plateforme",
                        "private channel: form or platform"
                    )
                }
                ChannelKind::Forge => {
                    text!(
                        "canal privé : signalement de la forge",
                        "private channel: reporting of the forge"
                    )
                }
            },
            location: Location::line(path, channel.line),
        });
        Ok(seen.collect())
    }

    /// A channel of a known publisher, when there is no other channel and the
    /// project is not that publisher's.
    fn only_elsewhere<'c>(
        &self,
        project: &Project<'_>,
        channels: &'c [Channel],
    ) -> Option<&'c Channel> {
        let theirs = |channel: &&Channel| match &channel.means {
            ChannelKind::Mail(address) | ChannelKind::Web(address) => {
                self.publishers.is_match(address)
            }
            ChannelKind::Forge => false,
        };
        let remotes = project.snapshot.metadata.iter().flat_map(|metadata| &metadata.remotes);
        let own = remotes.into_iter().filter_map(|remote| remote.address()).any(|address| {
            let owner = address.owner().to_lowercase();
            channels
                .iter()
                .filter_map(|c| c.means.domain())
                .any(|d| d.split('.').any(|label| label == owner))
        });
        let all = !own && channels.iter().all(|channel| theirs(&channel));
        channels.first().filter(|_| all)
    }

    /// A section, or else a paragraph, that says what to report, to whom in private.
    fn section(&self, project: &Project<'_>) -> Option<Evidence> {
        let documents: Vec<_> =
            self.section_roles.iter().flat_map(|role| project.role_documents(role)).collect();
        let headed = documents.iter().find_map(|(file, document)| {
            let mut named = prose::sections_about(document, &self.heading).into_iter();
            // A heading such as “Report a vulnerability” counts as words of its section.
            let found = named
                .find(|section| self.asks(std::iter::once(section.heading).chain(section.body)))?;
            Some((text!("une section", "a section"), file, found.heading.line))
        });
        let elsewhere = || {
            documents.iter().find_map(|(file, document)| {
                let found = document.prose().find(|block| self.asks(std::iter::once(*block)))?;
                Some((text!("une phrase", "a sentence"), file, found.line))
            })
        };
        let (message, file, line) = headed.or_else(elsewhere)?;
        Some(Evidence { message, location: Location::line(&file.path, line) })
    }

    /// True when `blocks` ask to report a flaw and give a private channel.
    fn asks<'b>(&self, blocks: impl Iterator<Item = &'b Block> + Clone) -> bool {
        let says = |pattern: &Pattern| blocks.clone().any(|block| pattern.is_match(&block.text));
        let given = |block: &'b Block| !self.channels(std::slice::from_ref(block)).is_empty();
        says(&self.flaw) && says(&self.report) && blocks.clone().any(given)
    }

    /// A link of the issue chooser to a private channel.
    fn contact_link(&self, project: &Project<'_>) -> Option<Evidence> {
        let links = prose::contact_links(project).into_iter();
        let mut private = links.filter(|(_, link)| {
            let about = self.flaw.is_match(&link.text) || self.heading.is_match(&link.text);
            about && self.means(&link.url, &link.text).is_some() && !is_example(&link.url)
        });
        let (file, link) = private.next()?;
        let location = Location::line(&file.path, link.line);
        Some(Evidence { message: text!("lien de contact", "contact link"), location })
    }

    /// A link to a policy kept elsewhere, which cannot be read from here.
    fn pointer(&self, project: &Project<'_>) -> Option<Finding> {
        let documents = self.section_roles.iter().flat_map(|role| project.role_documents(role));
        documents.into_iter().find_map(|(file, document)| {
            let link = document.links().find(|link| link.url.starts_with("http") && self.elsewhere.is_match(&link.url))?;
            let message = text!(
                "la politique de signalement est celle d’un autre dépôt, qui n’est pas lu : vérifier qu’elle vaut pour celui-ci",
                "the reporting policy is that of another repository, which is not read: check that it covers this one"
            );
            let finding = Finding::new(format!("{}#pointer", file.path), message);
            Some(finding.at(Location::line(&file.path, link.line)).unsure())
        })
    }

    /// The `security.txt` files in force, and remarks about the others.
    fn security_txt(&self, project: &Project<'_>) -> (Vec<Evidence>, Vec<Finding>) {
        let (mut seen, mut remarks) = (Vec::new(), Vec::new());
        for file in project.own_files().filter(|file| self.reads(file)) {
            let path = &file.path;
            let read = project.text(file).map(security_txt::read).unwrap_or_default();
            let (line, message) = match (read.contact, read.expires) {
                (Some(line), Some((day, _))) if day >= project.today => {
                    let message = text!(
                        "security.txt : contact, valable jusqu’au {day}",
                        "security.txt: contact, valid until {day}"
                    );
                    seen.push(Evidence { message, location: Location::line(path, line) });
                    continue;
                }
                (Some(_), Some((day, line))) => (
                    line,
                    text!(
                        "security.txt a expiré le {day} : renouveler sa date",
                        "security.txt expired on {day}: renew its date"
                    ),
                ),
                (Some(line), None) => (
                    line,
                    text!(
                        "security.txt n’a pas de date Expires lisible (RFC 9116)",
                        "security.txt has no readable Expires date (RFC 9116)"
                    ),
                ),
                (None, _) => (
                    1,
                    text!(
                        "security.txt ne donne pas de Contact (RFC 9116)",
                        "security.txt gives no Contact (RFC 9116)"
                    ),
                ),
            };
            remarks.push(
                Finding::new(format!("{path}#fields"), message)
                    .at(Location::line(path, line))
                    .info(),
            );
        }
        (seen, remarks)
    }
}
