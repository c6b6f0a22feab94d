//! The licences of the components that the project is distributed with, against
//! its own (DINUM guide § Quels points vérifier avant d'ouvrir un code source
//! existant ? § Compatibilité entre licences libres).

use super::{Outgoing, outgoing};
use crate::checks::{Audited, Check};
use crate::finding::{Answer, Finding, Location};
use crate::lang::Text;
use crate::licence::compatibility::{self, Judgement, Opinion, Usage};
use crate::licence::expression::{Agreement, Expression};
use crate::licence::families;
use crate::licence::packages;
use crate::manifest::resolved::FILE;
use crate::manifest::{Inventory, Listed, Malformed, Origin, Scope, Ways};
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
    Fine(&'a Listed),
    Conditions(&'a Listed, Opinion),
    Clash(&'a Listed, Text),
    /// What is distributed with it comes under its licence.
    Combined(&'a Listed, Text),
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
        let malformed = unread(inventory);
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
                Seen::Combined(listed, why) => Some(clash(listed, why, &ways).unsure()),
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
        let counts = Counts::of(&seen, needed.len());
        let answer = conclude(clashes, malformed, &counts, outgoing.as_ref());
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
        .with(by_registry(&needed, inventory))
        .with(by_name(&needed, &counts))
    }
}

/// How many components there are of each kind.
struct Counts {
    total: usize,
    unknown: usize,
    /// Those whose licence is known by their name alone.
    by_name: usize,
    /// Those that stand in the way by what the repository states.
    stated: usize,
    /// Those that stand in the way by what is said of their name, whatever the version.
    named: usize,
    /// Those whose licence becomes that of what is distributed with them.
    combined: usize,
}

impl Counts {
    fn of(seen: &[Seen<'_>], total: usize) -> Counts {
        let mut counts = Counts { total, unknown: 0, by_name: 0, stated: 0, named: 0, combined: 0 };
        for seen in seen {
            match seen {
                Seen::Unknown(_) => counts.unknown += 1,
                Seen::Clash(listed, _) if listed.is_unsure() => counts.named += 1,
                Seen::Clash(..) => counts.stated += 1,
                Seen::Combined(..) => counts.combined += 1,
                Seen::Fine(_) | Seen::Conditions(..) => {}
            }
            let (Seen::Fine(listed)
            | Seen::Conditions(listed, _)
            | Seen::Clash(listed, _)
            | Seen::Combined(listed, _)
            | Seen::Unknown(listed)) = seen;
            counts.by_name += usize::from(listed.origin == Origin::Name);
        }
        counts
    }
}

/// Components told by name in a remark.
const NAMED: usize = 5;

/// What is to be told of the components known by their name, and of those whose
/// licence as stated is not the one that the table gives.
fn by_name(needed: &[&Listed], counts: &Counts) -> Vec<Finding> {
    let origin = packages::origin();
    let mut found = Vec::new();
    let first = needed.iter().find(|one| one.origin == Origin::Name);
    if let Some(first) = first {
        let (count, total) = (counts.by_name, counts.total);
        let message = text!(
            count;
            "la licence de {count} composant sur {total} est connue {origin} : ce que le dépôt ou le registre indique de sa version l’emporte"
                | "la licence de {count} composants sur {total} est connue {origin} : ce que le dépôt ou le registre indique de leur version l’emporte",
            "the licence of {count} component out of {total} is known {origin}: what the repository or the registry says of its version outweighs it"
                | "the licence of {count} components out of {total} is known {origin}: what the repository or the registry says of their version outweighs it";
            origin
        );
        let place = Location::file(&first.path);
        found.push(Finding::new("components#by-name", message).at(place).info());
    }
    found.extend(at_odds(needed, &origin));
    found
}

/// What registries said of the components whose licence is known through them, and
/// those of which the repository states another.
fn by_registry(needed: &[&Listed], inventory: &Inventory) -> Vec<Finding> {
    let asked = needed.iter().filter(|one| matches!(one.origin, Origin::Registry { .. }));
    let (count, total) = (asked.count(), needed.len());
    let place = || Location::file(FILE);
    let mut found = Vec::new();
    if count > 0 {
        let message = text!(
            count;
            "la licence de {count} composant sur {total} est celle que {FILE} garde de la réponse d’un registre"
                | "la licence de {count} composants sur {total} est celle que {FILE} garde de la réponse d’un registre",
            "the licence of {count} component out of {total} is the one {FILE} keeps of the answer of a registry"
                | "the licence of {count} components out of {total} is the one {FILE} keeps of the answer of a registry"
        );
        found.push(Finding::new("components#by-registry", message).at(place()).info());
    }
    let odd: Vec<String> = needed
        .iter()
        .filter(|one| one.is_stated())
        .filter_map(|one| {
            let said = inventory.resolved.answers.get(&one.component.purl())?;
            let (stated, licence) = (one.expression()?, said.licence.as_deref()?);
            let differs = Expression::parse(licence).ok()?.agreement(&stated);
            let label = one.component.label();
            (differs == Agreement::Different).then(|| format!("{label} ({stated} ≠ {licence})"))
        })
        .collect();
    if !odd.is_empty() {
        let (count, names) = (odd.len(), odd[..odd.len().min(NAMED)].join(", "));
        let message = text!(
            count;
            "{count} composant a, selon le dépôt, une autre licence que selon son registre : {names} ; celle du dépôt l’emporte, à vérifier si elle compte"
                | "{count} composants ont, selon le dépôt, une autre licence que selon leur registre : {names} ; celle du dépôt l’emporte, à vérifier si elle compte",
            "{count} component has, as the repository states, another licence than as its registry does: {names}; that of the repository counts, check it if it matters"
                | "{count} components have, as the repository states, another licence than as their registry does: {names}; that of the repository counts, check it if it matters"
        );
        let finding = Finding::new("components#at-odds-with-registry", message);
        found.push(finding.at(place()).info());
    }
    found
}

/// The components whose licence as stated is another than the table gives.
fn at_odds(needed: &[&Listed], origin: &Text) -> Option<Finding> {
    let mut table = packages::Lookup::default();
    let stated = needed.iter().filter(|one| one.is_stated());
    let odd: Vec<(&Listed, &str)> = stated
        .filter_map(|listed| {
            let stated = listed.expression()?;
            let component = &listed.component;
            let version = component.version.as_deref();
            let known = table.named(component.ecosystem, &component.name, version)?;
            let differs = Expression::parse(known).ok()?.agreement(&stated);
            (differs == Agreement::Different).then_some((*listed, known))
        })
        .collect();
    let (first, _) = odd.first()?;
    let told = odd.iter().take(NAMED).map(|(listed, known)| {
        let stated = listed.component.license.as_deref().unwrap_or_default();
        format!("{} ({stated} ≠ {known})", listed.component.label())
    });
    let (names, count) = (told.collect::<Vec<String>>().join(", "), odd.len());
    let message = text!(
        count;
        "{count} composant a, selon le dépôt, une autre licence que celle connue {origin} : {names} ; celle du dépôt l’emporte, à vérifier si elle compte"
            | "{count} composants ont, selon le dépôt, une autre licence que celle connue {origin} : {names} ; celle du dépôt l’emporte, à vérifier si elle compte",
        "{count} component has, as the repository states, another licence than the one known {origin}: {names}; that of the repository counts, check it if it matters"
            | "{count} components have, as the repository states, another licence than the one known {origin}: {names}; that of the repository counts, check it if it matters";
        origin
    );
    let place = Location::line(&first.path, first.component.line);
    Some(Finding::new("components#at-odds", message).at(place).info())
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
                Some(true) => Seen::Fine(listed),
                None => Seen::Unknown(listed),
            };
        };
        let opinion = compatibility::check(&expression, &outgoing.expression, Usage::Link);
        match opinion.judgement {
            Judgement::Yes => Seen::Fine(listed),
            Judgement::Conditions if opinion.combined => Seen::Combined(listed, reason(&opinion)),
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

/// The files that could not be read, and what others ask for that could not be
/// told.
fn unread(inventory: &Inventory) -> Vec<Finding> {
    let gap = |(path, gap): &(String, Malformed)| {
        let (fr, en) = (&gap.message.fr, &gap.message.en);
        let message = text!(
            "composants non examinés : {fr} ; fournir un fichier verrou ou une nomenclature, ou les examiner, puis répondre à la question",
            "components not examined: {en}; provide a lock file or a bill of materials, or examine them, then answer the question"
        );
        let place = Location { column: Some(gap.column), ..Location::line(path, gap.line) };
        Finding::new(format!("{path}#gap:{}", gap.line), message).at(place).unsure()
    };
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
    inventory.malformed.iter().map(finding).chain(inventory.gaps.iter().map(gap)).collect()
}

fn conclude(
    clashes: Vec<Finding>,
    malformed: Vec<Finding>,
    counts: &Counts,
    outgoing: Option<&Outgoing>,
) -> Answer {
    let (count, total, unread) = (counts.stated, counts.total, malformed.len());
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
            "des composants n’ont pas été examinés : {unread} endroit d’un fichier verrou ou d’un manifeste n’est pas lu"
                | "des composants n’ont pas été examinés : {unread} endroits de fichiers verrous ou de manifestes ne sont pas lus",
            "components were not examined: {unread} place of a lock file or a manifest is not read"
                | "components were not examined: {unread} places of lock files or manifests are not read"
        );
        return Answer::unknown(reason).with(findings);
    }
    if outgoing.is_none() {
        return Answer::unknown(text!(
            "la licence du projet n’est pas reconnue : rien à quoi comparer celle des {total} composants",
            "the licence of the project is not recognised: nothing to compare that of the {total} components with"
        ));
    }
    if counts.named > 0 {
        let count = counts.named;
        let origin = match counts.by_name {
            0 => text!("d’après le nom", "by name"),
            _ => packages::origin(),
        };
        let reason = text!(
            count;
            "{count} composant sur {total} serait incompatible {origin} : la licence de sa version est à vérifier"
                | "{count} composants sur {total} seraient incompatibles {origin} : la licence de leur version est à vérifier",
            "{count} component out of {total} would be incompatible {origin}: the licence of its version is to be checked"
                | "{count} components out of {total} would be incompatible {origin}: the licence of their version is to be checked";
            origin
        );
        return Answer::unknown(reason).with(findings);
    }
    if counts.combined > 0 {
        return combined(counts).with(findings);
    }
    compatible(counts)
}

/// The answer when components give their licence to what is distributed with them:
/// whether that is said, or whether they are part of it, is for a person to tell.
fn combined(counts: &Counts) -> Answer {
    let (count, total) = (counts.combined, counts.total);
    Answer::unknown(text!(
        count;
        "{count} composant sur {total} impose sa licence à ce qui est distribué avec lui : l’annoncer dans le README, ou s’en passer, puis répondre à la question"
            | "{count} composants sur {total} imposent leur licence à ce qui est distribué avec eux : l’annoncer dans le README, ou s’en passer, puis répondre à la question",
        "{count} component out of {total} imposes its licence on what is distributed with it: say so in the README, or do without it, then answer the question"
            | "{count} components out of {total} impose their licences on what is distributed with them: say so in the README, or do without them, then answer the question"
    ))
}

/// The answer when nothing stands in the way.
fn compatible(counts: &Counts) -> Answer {
    let (missing, total) = (counts.unknown, counts.total);
    match missing {
        0 => {
            let known = known_by_name(counts);
            Answer::pass(text!(
                total;
                "la licence du seul composant distribué est compatible avec celle du projet{known}"
                    | "les licences des {total} composants distribués sont compatibles avec celle du projet{known}",
                "the licence of the only component distributed is compatible with that of the project{known}"
                    | "the licences of the {total} components distributed are compatible with that of the project{known}";
                known
            ))
        }
        _ => Answer::unknown(text!(
            missing;
            "la licence de {missing} composant sur {total} n’est pas connue hors ligne"
                | "la licence de {missing} composants sur {total} n’est pas connue hors ligne",
            "the licence of {missing} component out of {total} is not known offline"
                | "the licence of {missing} components out of {total} is not known offline"
        )),
    }
}

/// How many of these licences are those that the table gives for a name.
fn known_by_name(counts: &Counts) -> Text {
    let (count, origin) = (counts.by_name, packages::origin());
    match (counts.total, count) {
        (_, 0) => Text::same(""),
        (1, _) => text!(", et connue {origin}", ", and known {origin}"; origin),
        _ => text!(
            count;
            ", dont {count} connue {origin}" | ", dont {count} connues {origin}",
            ", {count} of them known {origin}" | ", {count} of them known {origin}";
            origin
        ),
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
    let origin = packages::told(&listed.origin).map_or_else(
        || Text::same(""),
        |origin| Text::new(format!(" ({})", origin.fr), format!(" ({})", origin.en)),
    );
    let message = Text::new(
        format!("{label} : {}{}{}", why.fr, origin.fr, through.fr),
        format!("{label}: {}{}{}", why.en, origin.en, through.en),
    );
    let kind = component.ecosystem.code();
    let finding = Finding::new(format!("{kind}:{}", component.name), message)
        .at(Location::line(&listed.path, component.line));
    // A file that does not say what a component is for leaves a doubt.
    let unsure = component.scope == Scope::Unknown || listed.is_unsure();
    if unsure { finding.unsure() } else { finding }
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
                "ce fichier n’indique pas la licence de {count} composant distribué : l’installer (node_modules, vendor…), la demander au registre (publiable licence resolve) ou l’examiner, puis répondre à la question"
                    | "ce fichier n’indique pas la licence de {count} composants distribués : les installer (node_modules, vendor…), la demander au registre (publiable licence resolve) ou les examiner, puis répondre à la question",
                "this file does not say the licence of {count} component distributed: install it (node_modules, vendor…), ask the registry (publiable licence resolve) or examine it, then answer the question"
                    | "this file does not say the licence of {count} components distributed: install them (node_modules, vendor…), ask the registry (publiable licence resolve) or examine them, then answer the question"
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
