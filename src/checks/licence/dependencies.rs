//! The licences of the components that the project is distributed with, against
//! its own (DINUM guide § Quels points vérifier avant d'ouvrir un code source
//! existant ? § Compatibilité entre licences libres).

use super::{Outgoing, outgoing};
use crate::checks::{Audited, Check};
use crate::finding::{Answer, Finding, Location};
use crate::lang::Text;
use crate::licence::compatibility::{self, Judgement, Opinion, Usage};
use crate::licence::families;
use crate::manifest::{Inventory, Listed, Malformed, Scope, Ways};
use crate::project;
use crate::snapshot::File;
use crate::text;
use crate::text::pattern::Pattern;
use serde::Deserialize;
use std::collections::BTreeMap;

/// Parameters.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct LicenceDependencies {
    /// Words by which a package says that it is under no public licence.
    proprietary: Pattern,
    /// How many conditions and unknown components are shown.
    shown: usize,
}

/// What one component gives.
enum Seen<'a> {
    Fine,
    Conditions(&'a Listed, Opinion),
    Clash(&'a Listed, Text),
    Unknown(&'a Listed),
}

impl Check for LicenceDependencies {
    fn reads(&self, file: &File) -> bool {
        project::tells_components(file)
    }

    fn run(&self, Audited { project, .. }: Audited<'_>) -> Answer {
        let inventory = project.inventory();
        let needed: Vec<&Listed> =
            inventory.listed.iter().filter(|l| l.component.scope.is_distributed()).collect();
        let malformed = malformed(inventory);
        if needed.is_empty() && malformed.is_empty() {
            return none(inventory);
        }
        let outgoing = outgoing(project).ok();
        let seen: Vec<Seen<'_>> = needed.iter().map(|l| self.see(l, outgoing.as_ref())).collect();
        let ways = inventory.ways();
        let clashes: Vec<Finding> = seen
            .iter()
            .filter_map(|seen| match seen {
                Seen::Clash(listed, why) => Some(clash(listed, why, &ways)),
                _ => None,
            })
            .collect();
        let unknown: Vec<&Listed> = seen
            .iter()
            .filter_map(|seen| match seen {
                Seen::Unknown(listed) => Some(*listed),
                _ => None,
            })
            .collect();
        let total = needed.len();
        let answer = conclude(clashes, malformed, &unknown, total, outgoing.as_ref());
        let answer = self.tell_conditions(answer, &seen);
        match &outgoing {
            Some(outgoing) => {
                let licence = &outgoing.expression;
                let location = outgoing.location.clone();
                answer.seen(
                    location,
                    text!("licence du projet : {licence}", "licence of the project: {licence}"),
                )
            }
            None => answer,
        }
        .with(unknown_files(&unknown))
    }
}

impl LicenceDependencies {
    fn see<'a>(&self, listed: &'a Listed, outgoing: Option<&Outgoing>) -> Seen<'a> {
        let Some(written) = listed.component.license.as_deref() else {
            return Seen::Unknown(listed);
        };
        let Some(expression) = listed.expression() else {
            if self.proprietary.is_match(written) {
                let why = text!(
                    "le composant se déclare propriétaire (« {written} »)",
                    "the component declares itself proprietary (“{written}”)"
                );
                return Seen::Clash(listed, why);
            }
            return Seen::Unknown(listed);
        };
        let Some(outgoing) = outgoing else {
            return match families::is_free(&expression) {
                Some(false) => {
                    let why = text!(
                        "{expression} n’est pas une licence libre",
                        "{expression} is not a free licence"
                    );
                    Seen::Clash(listed, why)
                }
                Some(true) => Seen::Fine,
                None => Seen::Unknown(listed),
            };
        };
        let opinion = compatibility::check(&expression, &outgoing.expression, Usage::Link);
        match opinion.judgement {
            Judgement::Yes => Seen::Fine,
            Judgement::Conditions => Seen::Conditions(listed, opinion),
            Judgement::No => Seen::Clash(listed, reason(&opinion)),
            Judgement::Unknown => Seen::Unknown(listed),
        }
    }

    /// Shows what the project must do for components it may keep, one line a licence.
    fn tell_conditions(&self, mut answer: Answer, seen: &[Seen<'_>]) -> Answer {
        let mut by_licence: BTreeMap<String, (Vec<&Listed>, Text)> = BTreeMap::new();
        for seen in seen {
            if let Seen::Conditions(listed, opinion) = seen {
                let entry = by_licence.entry(opinion.inbound.clone());
                entry.or_insert_with(|| (Vec::new(), opinion.reason.clone())).0.push(listed);
            }
        }
        for (licence, (components, why)) in by_licence.into_iter().take(self.shown) {
            let first = components[0];
            let (label, others) = (first.component.label(), components.len() - 1);
            let more = match others {
                0 => Text::same(""),
                _ => text!(
                    others;
                    " et {others} autre" | " et {others} autres",
                    " and {others} more" | " and {others} more"
                ),
            };
            let message = text!(
                "{licence} ({label}{more}) : {why}",
                "{licence} ({label}{more}): {why}";
                more, why
            );
            answer = answer.seen(Location::line(&first.path, first.component.line), message);
        }
        answer
    }
}

fn none(inventory: &Inventory) -> Answer {
    match inventory.listed.len() {
        0 => Answer::not_applicable(text!(
            "aucun fichier verrou ni manifeste ne liste de dépendances",
            "no lock file nor manifest lists dependencies"
        )),
        count => Answer::pass(text!(
            "les {count} composants listés ne servent qu’à construire ou à tester : ils n’imposent rien à ce qui est distribué",
            "the {count} components listed only serve to build or test: they impose nothing on what is distributed"
        )),
    }
}

fn malformed(inventory: &Inventory) -> Vec<Finding> {
    let finding = |(path, error): &(String, Malformed)| {
        let (fr, en) = (&error.message.fr, &error.message.en);
        let message = text!(
            "fichier illisible : les composants qu’il liste n’ont pas été examinés ({fr})",
            "unreadable file: the components it lists were not examined ({en})"
        );
        let mut location = Location::line(path, error.line);
        location.column = Some(error.column);
        Finding::new(format!("{path}#malformed"), message).at(location).unsure()
    };
    inventory.malformed.iter().map(finding).collect()
}

fn conclude(
    clashes: Vec<Finding>,
    malformed: Vec<Finding>,
    unknown: &[&Listed],
    total: usize,
    outgoing: Option<&Outgoing>,
) -> Answer {
    let (count, unread, missing) = (clashes.len(), malformed.len(), unknown.len());
    let findings: Vec<Finding> = clashes.into_iter().chain(malformed).collect();
    if count > 0 {
        let reason = match outgoing {
            Some(outgoing) => {
                let licence = &outgoing.expression;
                text!(
                    count;
                    "{count} composant sur {total} est incompatible avec {licence}"
                        | "{count} composants sur {total} sont incompatibles avec {licence}",
                    "{count} component out of {total} is incompatible with {licence}"
                        | "{count} components out of {total} are incompatible with {licence}"
                )
            }
            None => text!(
                count;
                "{count} composant sur {total} n’est pas libre"
                    | "{count} composants sur {total} ne sont pas libres",
                "{count} component out of {total} is not free"
                    | "{count} components out of {total} are not free"
            ),
        };
        return Answer::fail(reason, findings);
    }
    if unread > 0 {
        let reason = text!(
            unread;
            "{unread} fichier verrou ou manifeste illisible"
                | "{unread} fichiers verrous ou manifestes illisibles",
            "{unread} lock file or manifest cannot be read"
                | "{unread} lock files or manifests cannot be read"
        );
        return Answer::unknown(reason).with(findings);
    }
    if outgoing.is_none() {
        return Answer::unknown(text!(
            "la licence du projet n’est pas reconnue : rien à quoi comparer celle des {total} composants",
            "the licence of the project is not recognised: nothing to compare that of the {total} components with"
        ));
    }
    match missing {
        0 => Answer::pass(text!(
            "les licences des {total} composants distribués sont compatibles avec celle du projet",
            "the licences of the {total} components distributed are compatible with that of the project"
        )),
        _ => Answer::unknown(text!(
            missing;
            "la licence de {missing} composant sur {total} n’est pas connue hors ligne"
                | "la licence de {missing} composants sur {total} n’est pas connue hors ligne",
            "the licence of {missing} component out of {total} is not known offline"
                | "the licence of {missing} components out of {total} is not known offline"
        )),
    }
}

/// What stands in the way, how the project comes to need it, and what to do.
fn clash(listed: &Listed, why: &Text, ways: &Ways<'_>) -> Finding {
    let component = &listed.component;
    let label = component.label();
    let way = ways.to(&component.name).filter(|way| way.len() > 1).map(|way| way.join(" → "));
    let through = match &way {
        Some(way) => text!(" ; chaîne : {way}", "; chain: {way}"),
        None => Text::same(""),
    };
    let message = Text::new(
        format!("{label} : {}{}", why.fr, through.fr),
        format!("{label}: {}{}", why.en, through.en),
    );
    let kind = component.ecosystem.code();
    let finding = Finding::new(format!("{kind}:{}", component.name), message)
        .at(Location::line(&listed.path, component.line));
    // A file that does not say what a component is for leaves a doubt.
    if component.scope == Scope::Unknown { finding.unsure() } else { finding }
}

fn reason(opinion: &Opinion) -> Text {
    let titles = |lang: fn(&Text) -> &str| {
        let titles: Vec<&str> = opinion.sources.iter().map(|source| lang(&source.title)).collect();
        if titles.is_empty() { String::new() } else { format!(" ({})", titles.join(" ; ")) }
    };
    Text::new(
        format!("{}{}", opinion.reason.fr, titles(|title| &title.fr)),
        format!("{}{}", opinion.reason.en, titles(|title| &title.en)),
    )
}

/// Files told one by one; the others are told together.
const FILES: usize = 5;

/// Where the components of unknown licence are listed, one remark a file, those
/// that list the most first.
fn unknown_files(unknown: &[&Listed]) -> Vec<Finding> {
    let mut by_file: BTreeMap<&str, Vec<&Listed>> = BTreeMap::new();
    for listed in unknown {
        by_file.entry(&listed.path).or_default().push(listed);
    }
    let finding = |(path, listed): (&str, Vec<&Listed>)| {
        let count = listed.len();
        let unclear: Vec<String> = listed
            .iter()
            .filter_map(|l| {
                Some(format!("{} ({})", l.component.label(), l.component.license.as_ref()?))
            })
            .take(5)
            .collect();
        let message = match unclear.is_empty() {
            true => text!(
                count;
                "ce fichier n’indique pas la licence de {count} composant distribué : l’installer (node_modules, vendor…) ou l’examiner, puis répondre à la question"
                    | "ce fichier n’indique pas la licence de {count} composants distribués : les installer (node_modules, vendor…) ou les examiner, puis répondre à la question",
                "this file does not say the licence of {count} component distributed: install it (node_modules, vendor…) or examine it, then answer the question"
                    | "this file does not say the licence of {count} components distributed: install them (node_modules, vendor…) or examine them, then answer the question"
            ),
            false => {
                let named = unclear.join(", ");
                text!(
                    count;
                    "licence inconnue ou ambiguë d’un composant distribué, {named}"
                        | "licence inconnue ou ambiguë de {count} composants distribués, dont {named}",
                    "unknown or ambiguous licence of one component distributed, {named}"
                        | "unknown or ambiguous licence of {count} components distributed, among them {named}"
                )
            }
        };
        Finding::new(format!("{path}#unknown"), message).at(Location::file(path)).info()
    };
    let mut files: Vec<(&str, Vec<&Listed>)> = by_file.into_iter().collect();
    files.sort_by_key(|(path, listed)| (std::cmp::Reverse(listed.len()), *path));
    let others = files.split_off(files.len().min(FILES));
    let mut findings: Vec<Finding> = files.into_iter().map(finding).collect();
    if let Some((first, _)) = others.first() {
        let (count, files) =
            (others.iter().map(|(_, listed)| listed.len()).sum::<usize>(), others.len());
        let files = text!(
            files;
            "{files} fichier" | "{files} fichiers",
            "{files} file" | "{files} files"
        );
        let message = text!(
            count;
            "{count} autre composant de licence inconnue dans {files}"
                | "{count} autres composants de licence inconnue dans {files}",
            "{count} other component of unknown licence in {files}"
                | "{count} other components of unknown licence in {files}";
            files
        );
        let places = others[1..].iter().map(|(path, _)| Location::file(*path));
        let finding = Finding::new("components#unknown", message).at(Location::file(*first));
        findings.push(finding.also(places).info());
    }
    findings
}
