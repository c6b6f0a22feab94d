//! `publiable licence resolve`: the one command that asks registries.

use super::super::print_json;
use crate::cli::console::{Progress, interrupted, uninterrupted};
use crate::cli::output;
use crate::cli::{Global, Shape, audit, components};
use crate::clock;
use crate::config::source;
use crate::error::{Error, Result};
use crate::exit;
use crate::lang::{Lang, Text};
use crate::licence::expression::Expression;
use crate::manifest::resolved::{self, Answer, Resolved};
use crate::manifest::{Inventory, Listed, Origin};
use crate::project::{Project, READERS};
use crate::registry::{self, Address, Outcome, Place, Question, Reason};
use crate::render::escape_lines;
use crate::secrets::Redacted;
use crate::snapshot::cache::Cache;
use crate::snapshot::{self, Snapshot};
use crate::text;
use clap::Args;
use jiff::civil::Date;
use serde_json::json;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Addresses of mirrors that the environment gives, between spaces.
const MIRRORS: &str = "PUBLIABLE_REGISTRIES";

/// Ask the registries for the licences that nothing tells, and keep the answers in
/// publiable-licences.toml for audits to read.
#[derive(Debug, Args)]
pub(in crate::cli) struct Resolve {
    /// Repository.
    #[arg(default_value = ".", value_name = "PATH")]
    path: PathBuf,
    /// Use the network: without it, only say what would be asked.
    #[arg(long)]
    online: bool,
    /// Only say what would be asked, of whom.
    #[arg(long)]
    dry_run: bool,
    /// Address of a mirror, by the kind of packages: npm=https://mirror.example/npm
    /// (repeatable; PUBLIABLE_REGISTRIES and publiable.toml give them too).
    #[arg(long, value_name = "KIND=ADDRESS")]
    registry: Vec<String>,
    /// Ask also about what only serves to build or test, and what is known by its
    /// name alone.
    #[arg(long)]
    all: bool,
    /// Ask again for what was answered before.
    #[arg(long)]
    again: bool,
    /// Questions at once, in all.
    #[arg(long, value_name = "N", default_value_t = 6)]
    jobs: usize,
    /// Seconds that an answer may take.
    #[arg(long, value_name = "SECONDS", default_value_t = 30)]
    timeout: u64,
    /// Seconds to wait at most when a registry asks to.
    #[arg(long, value_name = "SECONDS", default_value_t = 120)]
    patience: u64,
    /// Neither read nor keep answers in the cache of this user.
    #[arg(long)]
    no_cache: bool,
    /// text or json.
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t = Shape::Text)]
    format: Shape,
    /// Day written beside the answers, YYYY-MM-DD (default: SOURCE_DATE_EPOCH, else
    /// today).
    #[arg(long, value_name = "DATE", value_parser = audit::parse_date)]
    now: Option<Date>,
}

/// What is to be asked, and what cannot be.
struct Plan<'c> {
    questions: Vec<Question<'c>>,
    unaskable: Vec<(&'c Listed, Reason)>,
}

/// What came of it: for each component, in order, its address and a word about it.
#[derive(Default)]
struct Told {
    resolved: Vec<(String, Answer)>,
    unresolved: Vec<(String, Answer)>,
    missing: Vec<(String, Text)>,
    /// True when asking again may tell more.
    may_pass: bool,
}

impl Resolve {
    /// Asks, writes the file and says what came of it. The exit code is 1 when licences
    /// remain unknown although everybody answered, 3 when somebody did not or when
    /// components could not be read.
    pub(super) fn run(&self, global: &Global, lang: Lang) -> Result<u8> {
        let snapshot = components::open(&self.path, None)?;
        let project = Project::of(&snapshot);
        let inventory = project.inventory();
        components::tell_unread(inventory, lang);
        let places = registry::places(&self.given_mirrors(&snapshot)?);
        let plan = self.plan(inventory, &places);
        if self.dry_run || !self.online {
            self.show(&plan, lang)?;
            return Ok(if inventory.is_whole() { exit::SUCCESS } else { exit::INCOMPLETE });
        }
        if snapshot.origin == snapshot::Origin::Commit {
            return Err(no_work_tree(&snapshot.root));
        }
        let outcomes = self.ask(&plan.questions, global, lang);
        let told = self.told(&plan, outcomes)?;
        let written = self.write(&snapshot, inventory, &told, lang)?;
        self.tell(&told, written, lang)?;
        let missing = told.unresolved.len() + told.missing.len();
        Ok(match (interrupted(), inventory.is_whole() && !told.may_pass, missing) {
            (true, ..) => exit::INTERRUPTED,
            (_, false, _) => exit::INCOMPLETE,
            (_, true, 0) => exit::SUCCESS,
            _ => exit::FINDINGS,
        })
    }

    /// The mirrors of `publiable.toml`, then of the environment, then of the options.
    fn given_mirrors(&self, snapshot: &Snapshot) -> Result<BTreeMap<String, Address>> {
        let mut mirrors = BTreeMap::new();
        let config = source::load(snapshot, None, &[])?.config;
        for (kind, address) in &config.registries {
            let address = mirror(kind, address)?;
            if address.has_credentials() {
                return Err(committed_credentials(kind));
            }
            mirrors.insert(kind.clone(), address);
        }
        let environment = std::env::var(MIRRORS).unwrap_or_default();
        for word in environment.split_whitespace().chain(self.registry.iter().map(String::as_str)) {
            // What is not of this form may hold a secret: it is not shown.
            let (kind, address) = word.split_once('=').ok_or_else(not_a_mirror)?;
            mirrors.insert(kind.to_string(), mirror(kind, address)?);
        }
        Ok(mirrors)
    }

    fn plan<'c>(&self, inventory: &'c Inventory, places: &'c [Place]) -> Plan<'c> {
        let wanted = inventory.listed.iter().filter(|one| {
            let unknown = one.component.license.is_none();
            let named = self.all && one.origin == Origin::Name;
            let asked = self.again && matches!(one.origin, Origin::Registry { .. });
            (self.all || one.component.scope.is_distributed()) && (unknown || named || asked)
        });
        let mut plan = Plan { questions: Vec::new(), unaskable: Vec::new() };
        for listed in wanted {
            match Question::new(&listed.component, places) {
                Ok(question) => plan.questions.push(question),
                Err(reason) => plan.unaskable.push((listed, reason)),
            }
        }
        plan
    }

    fn ask(&self, questions: &[Question<'_>], global: &Global, lang: Lang) -> Vec<Outcome> {
        let options = registry::Options {
            jobs: self.jobs.clamp(1, 32),
            per_host: self.jobs.clamp(1, 4),
            timeout: Duration::from_secs(self.timeout.max(1)),
            patience: Duration::from_secs(self.patience),
            cache: if self.no_cache { None } else { Cache::usual_folder() },
            again: self.again,
            readers: READERS,
        };
        let progress = Progress::start(global, lang);
        let tell = |done: usize, of: usize| {
            progress.say(&text!(
                "licences demandées aux registres : {done} sur {of}…",
                "licences asked of registries: {done} of {of}…"
            ));
        };
        let outcomes = uninterrupted(|| registry::ask(questions, &options, &tell, &interrupted));
        progress.finish();
        outcomes
    }

    fn told(&self, plan: &Plan<'_>, outcomes: Vec<Outcome>) -> Result<Told> {
        let date = self.now.map_or_else(clock::today, Ok)?.to_string();
        let mut told = Told::default();
        for (question, outcome) in plan.questions.iter().zip(outcomes) {
            let purl = question.component.purl();
            match outcome {
                Ok(Some(words)) => {
                    let licence = Expression::declared(&words).map(|found| found.to_string());
                    let to =
                        if licence.is_some() { &mut told.resolved } else { &mut told.unresolved };
                    let from = question.place.name();
                    to.push((purl, Answer::new(&words, licence, date.clone(), from)));
                }
                Ok(None) => told.missing.push((
                    purl,
                    text!(
                        "le registre n’indique pas de licence : à examiner",
                        "the registry gives no licence: to be examined"
                    ),
                )),
                Err(reason) => {
                    told.may_pass |= reason.may_pass();
                    told.missing.push((purl, reason.to_text()));
                }
            }
        }
        for (listed, reason) in &plan.unaskable {
            told.missing.push((listed.component.purl(), reason.to_text()));
        }
        told.missing.sort();
        Ok(told)
    }

    /// Writes the answers among those kept before, without those of components that are
    /// gone; answers whether the file changed.
    fn write(
        &self,
        snapshot: &Snapshot,
        inventory: &Inventory,
        told: &Told,
        lang: Lang,
    ) -> Result<bool> {
        let mut resolved: Resolved = inventory.resolved.clone();
        if inventory.is_whole() {
            let listed = inventory.listed.iter().map(|one| one.component.purl());
            let listed: std::collections::BTreeSet<String> = listed.collect();
            resolved.answers.retain(|purl, _| listed.contains(purl));
        }
        resolved.answers.extend(told.resolved.iter().chain(&told.unresolved).cloned());
        let faulty = inventory.fault(resolved::FILE).is_some();
        if faulty || resolved.answers == inventory.resolved.answers {
            return Ok(false);
        }
        let path = snapshot.root.join(resolved::FILE);
        let before = std::fs::read_to_string(&path).unwrap_or_default();
        let head: String =
            before.split_inclusive('\n').take_while(|l| l.starts_with('#')).collect();
        let head = if head.is_empty() { lang.pick(FRENCH, ENGLISH) } else { &head };
        output::save(&path, &Redacted::of(&resolved.write(head)))?;
        Ok(true)
    }

    /// Says what would be asked.
    fn show(&self, plan: &Plan<'_>, lang: Lang) -> Result<u8> {
        let mut by_host: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for question in &plan.questions {
            let address = question.place.address.to_string();
            by_host.entry(address).or_default().push(question.component.purl());
        }
        let missing = plan.unaskable.iter();
        let missing: Vec<(String, Text)> =
            missing.map(|(one, why)| (one.component.purl(), why.to_text())).collect();
        if self.format == Shape::Json {
            let missing = missing.iter().map(|(purl, why)| json!({ "purl": purl, "reason": why }));
            let missing: Vec<serde_json::Value> = missing.collect();
            return print_json(&json!({ "ask": by_host, "missing": missing }));
        }
        let mut page = String::new();
        for (address, purls) in &by_host {
            let count = purls.len();
            let head = text!(
                count;
                "{address} : {count} question" | "{address} : {count} questions",
                "{address}: {count} question" | "{address}: {count} questions"
            );
            page.push_str(&format!("{}\n  {}\n", head.get(lang), purls.join("\n  ")));
        }
        page.push_str(&list(&missing, lang));
        let asked = plan.questions.len();
        let end = text!(
            asked;
            "Rien n’a été demandé. {asked} question serait posée avec --online : le registre verrait ce nom ; un paquet interne se demande à un miroir (--registry)."
                | "Rien n’a été demandé. {asked} questions seraient posées avec --online : les registres verraient ces noms ; un paquet interne se demande à un miroir (--registry).",
            "Nothing was asked. {asked} question would be with --online: the registry would see this name; ask a mirror about an internal package (--registry)."
                | "Nothing was asked. {asked} questions would be with --online: the registries would see these names; ask a mirror about an internal package (--registry)."
        );
        let none = text!(
            "Rien à demander : la licence de chaque composant distribué est connue, ou ne peut pas l’être ainsi.",
            "Nothing to ask: the licence of every component distributed is known, or cannot be this way."
        );
        page.push_str(&format!("{}\n", if asked == 0 { none } else { end }.get(lang)));
        crate::cli::print(&escape_lines(&page))
    }

    /// Says what came of it.
    fn tell(&self, told: &Told, written: bool, lang: Lang) -> Result<u8> {
        if self.format == Shape::Json {
            let answer = |(purl, answer): &(String, Answer)| json!({ "purl": purl, "licence": answer.licence, "said": answer.said, "from": answer.from });
            let missing =
                told.missing.iter().map(|(purl, why)| json!({ "purl": purl, "reason": why }));
            return print_json(&json!({
                "file": written.then_some(resolved::FILE),
                "resolved": told.resolved.iter().map(answer).collect::<Vec<_>>(),
                "unresolved": told.unresolved.iter().map(answer).collect::<Vec<_>>(),
                "missing": missing.collect::<Vec<_>>(),
            }));
        }
        let mut page = String::new();
        for (purl, answer) in &told.resolved {
            page.push_str(&format!("{purl}  {}\n", answer.licence.as_deref().unwrap_or_default()));
        }
        let unresolved = told.unresolved.iter().map(|(purl, answer)| {
            let said = answer.said.as_deref().unwrap_or_default();
            let why = text!(
                "le registre dit « {said} », qui n’est pas une expression SPDX : à examiner",
                "the registry says “{said}”, which is no SPDX expression: to be examined"
            );
            (purl.clone(), why)
        });
        page.push_str(&list(
            &unresolved.chain(told.missing.iter().cloned()).collect::<Vec<_>>(),
            lang,
        ));
        let (count, rest) = (told.resolved.len(), told.unresolved.len() + told.missing.len());
        let found = text!(
            count;
            "{count} licence trouvée" | "{count} licences trouvées",
            "{count} licence found" | "{count} licences found"
        );
        let left = text!(
            rest;
            "{rest} inconnue" | "{rest} inconnues",
            "{rest} unknown" | "{rest} unknown"
        );
        let file = resolved::FILE;
        let next = match written {
            true => text!(
                " ; les réponses sont dans {file} : ajoutez-le au dépôt, les audits le lisent hors ligne",
                "; the answers are in {file}: commit it, audits read it offline"
            ),
            false => text!(" ; {file} ne change pas", "; {file} does not change"),
        };
        let (found, left, next) = (found.get(lang), left.get(lang), next.get(lang));
        page.push_str(&format!("{found}, {left}{next}.\n"));
        crate::cli::print(&escape_lines(&page))
    }
}

const FRENCH: &str = "# Licences de composants, demandées aux registres par «\u{a0}publiable licence resolve --online\u{a0}».\n# Ce que le dépôt indique lui-même l’emporte. Ce fichier se garde avec le code\u{a0}: les audits le lisent hors ligne.\n";
const ENGLISH: &str = "# Licences of components, asked of registries by “publiable licence resolve --online”.\n# What the repository states itself outweighs it. Commit this file: audits read it offline.\n";

fn list(missing: &[(String, Text)], lang: Lang) -> String {
    let separator = lang.pick("\u{a0}: ", ": ");
    missing.iter().map(|(purl, why)| format!("{purl}{separator}{}\n", why.get(lang))).collect()
}

/// The address of the mirror for packages of `kind`.
fn mirror(kind: &str, address: &str) -> Result<Address> {
    let kinds: Vec<&str> =
        crate::manifest::registries::REGISTRIES.iter().map(|one| one.ecosystem.code()).collect();
    if !kinds.contains(&kind) {
        let kinds = kinds.join(", ");
        return Err(Error::usage(text!(
            "Aucun registre n’est connu pour « {kind} ».",
            "No registry is known for “{kind}”."
        ))
        .remedy(text!("Ceux qui le sont : {kinds}", "Those that are: {kinds}")));
    }
    Address::parse(address).ok_or_else(|| {
        Error::usage(text!(
            "L’adresse du miroir de {kind} n’est pas une adresse http ou https sans « ? » ni « # ».",
            "The address of the mirror for {kind} is no http or https address without “?” or “#”."
        ))
        .remedy(text!(
            "Par exemple : --registry {kind}=https://miroir.example/{kind}",
            "For example: --registry {kind}=https://mirror.example/{kind}"
        ))
    })
}

fn not_a_mirror() -> Error {
    Error::usage(text!(
        "Un miroir de --registry ou de {MIRRORS} s’écrit GENRE=ADRESSE.",
        "A mirror of --registry or {MIRRORS} is written KIND=ADDRESS."
    ))
    .remedy(text!(
        "Par exemple : --registry npm=https://miroir.example/npm",
        "For example: --registry npm=https://mirror.example/npm"
    ))
}

fn committed_credentials(kind: &str) -> Error {
    Error::usage(text!(
        "publiable.toml : l’adresse du miroir de {kind} porte des identifiants, qui seraient publiés.",
        "publiable.toml: the address of the mirror for {kind} bears credentials, which would be published."
    ))
    .remedy(text!(
        "Retirez-les et donnez l’adresse par la variable {MIRRORS} : {kind}=https://…",
        "Remove them and give the address in the variable {MIRRORS}: {kind}=https://…"
    ))
}

fn no_work_tree(root: &Path) -> Error {
    let (file, shown) = (resolved::FILE, root.display());
    Error::usage(text!(
        "{shown} n’a pas d’arbre de travail où écrire {file}.",
        "{shown} has no work tree to write {file} in."
    ))
    .remedy(text!("Clonez-le, puis relancez.", "Clone it, then run again."))
}
