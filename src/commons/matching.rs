//! From signs to entries of the catalogue.

use super::catalogue::{Entry, normal_address};
use super::found::{Alert, Certainty, Evidence, Match, Matches};
use super::reading::{self, Hit, Known, Target};
use super::software::{Strength, TABLES, normal_name};
use crate::project::Project;
use crate::publiccode::PublicCode;
use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap, HashSet};

/// The most pieces of evidence kept for an entry.
const SHOWN: usize = 12;

/// The entries of `catalogue` that the repository uses.
pub(crate) fn of(project: &Project<'_>, catalogue: &[Entry]) -> Matches {
    let entries = resolved(catalogue);
    let known = known(catalogue, &entries);
    let (hits, unread) = reading::hits(project, &known);
    let own = own(project);
    let itself = |entry: &Entry, key: Option<&str>| {
        let of_table = TABLES.software.iter().filter(|one| Some(one.key) == key);
        let of_table = of_table.flat_map(|one| one.repositories.iter().copied());
        entry.repositories.iter().map(String::as_str).chain(of_table).any(|one| own.contains(one))
    };
    let mut by_target: HashMap<Target, Vec<Hit>> = HashMap::new();
    for hit in hits {
        by_target.entry(hit.target).or_default().push(hit);
    }
    let mut found = Matches { entries: catalogue.len(), unread, ..Matches::default() };
    for (at, (entry, key)) in catalogue.iter().zip(&entries).enumerate() {
        let targets = [Some(Target::Entry(at)), key.map(Target::Software)];
        let hits = targets.into_iter().flatten().filter_map(|target| by_target.get(&target));
        let hits: Vec<&Hit> = hits.flatten().collect();
        if itself(entry, *key) {
            found.itself.push(entry.name.clone());
        } else if !hits.is_empty() {
            found.matches.push(matched(entry, hits));
        }
    }
    found.matches.sort_by(|one, other| {
        let order = |one: &Match| (Reverse(one.certainty), one.name.to_lowercase(), one.id.clone());
        order(one).cmp(&order(other))
    });
    found
}

/// The software of the table that each entry is: by its name, else by its item or its
/// repository when no other entry bears the name and it completes nothing.
fn resolved(catalogue: &[Entry]) -> Vec<Option<&'static str>> {
    let mut names: HashMap<&str, &'static str> = HashMap::new();
    for one in &TABLES.software {
        names.extend(one.names.iter().map(|name| (name.as_str(), one.key)));
    }
    let named = catalogue.iter().map(|entry| {
        let whole = normal_name(&entry.name);
        let bare = entry.name.split_once(" (").map(|(bare, _)| normal_name(bare));
        names.get(whole.as_str()).or_else(|| names.get(bare?.as_str())).copied()
    });
    let mut keys: Vec<Option<&'static str>> = named.collect();
    let taken: HashSet<&str> = keys.iter().flatten().copied().collect();
    for (entry, key) in catalogue.iter().zip(&mut keys) {
        if key.is_none() && !entry.is_part {
            let same = TABLES.software.iter().find(|one| {
                let item = entry.wikidata.iter().any(|item| item == one.wikidata);
                item || entry.repositories.iter().any(|at| one.repositories.contains(&at.as_str()))
            });
            *key = same.map(|one| one.key).filter(|key| !taken.contains(key));
        }
    }
    keys
}

/// What the catalogue and the table know software by. What several entries share
/// points to none of them.
fn known(catalogue: &[Entry], keys: &[Option<&'static str>]) -> Known {
    let mut known = Known::default();
    let (mut addresses, mut items, mut names) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
    for (at, (entry, key)) in catalogue.iter().zip(keys).enumerate() {
        let target = key.map_or(Target::Entry(at), Target::Software);
        for one in &entry.repositories {
            note(&mut addresses, one.clone(), target);
        }
        for one in &entry.wikidata {
            note(&mut items, one.clone(), target);
        }
        note(&mut names, normal_name(&entry.name), target);
    }
    let single = |all: BTreeMap<String, Option<Target>>| {
        all.into_iter().filter_map(|(key, target)| Some((key, target?)))
    };
    known.addresses.extend(single(addresses));
    known.items.extend(single(items));
    known.names.extend(single(names));
    for one in &TABLES.software {
        let target = Target::Software(one.key);
        known.addresses.extend(one.repositories.iter().map(|at| (at.to_string(), target)));
        known.names.extend(one.names.iter().map(|name| (name.clone(), target)));
        if !one.wikidata.is_empty() {
            known.items.insert(one.wikidata.to_string(), target);
        }
    }
    known
}

/// Notes what `key` points to; nothing when it points to two things.
fn note(all: &mut BTreeMap<String, Option<Target>>, key: String, target: Target) {
    let known = all.entry(key).or_insert(Some(target));
    if *known != Some(target) {
        *known = None;
    }
}

/// The addresses of the repository itself.
fn own(project: &Project<'_>) -> HashSet<String> {
    let remotes = project.snapshot.metadata.iter().flat_map(|metadata| &metadata.remotes);
    let mut own: HashSet<String> =
        remotes.filter_map(|remote| normal_address(&remote.url)).collect();
    let root = project.manifests().iter().filter(|manifest| !manifest.path.contains('/'));
    let declared = root.filter_map(|manifest| manifest.repository.as_deref());
    own.extend(declared.filter_map(|url| normal_address(url.trim_start_matches("git+"))));
    let named = ["publiccode.yml", "publiccode.yaml"].iter();
    for file in named.filter_map(|name| project.files().find(|file| file.path == *name)) {
        let Ok(read) = project.snapshot.reader().read(file) else { continue };
        let publiccode = PublicCode::parse(&file.path, &String::from_utf8_lossy(&read.bytes));
        own.extend(publiccode.get("url").and_then(|url| normal_address(&url.value)));
    }
    own
}

fn matched(entry: &Entry, hits: Vec<&Hit>) -> Match {
    let mut certainty = hits.iter().map(|hit| weight(hit)).max().unwrap_or(Certainty::Possible);
    let client = hits.iter().any(|hit| hit.strength == Strength::Client && !hit.unsure);
    let setting = hits.iter().any(|hit| hit.strength == Strength::Setting);
    if client && setting {
        certainty = Certainty::Certain;
    }
    let mut evidence: Vec<(Certainty, Strength, &Hit)> =
        hits.into_iter().map(|hit| (weight(hit), hit.strength, hit)).collect();
    evidence.sort_by(|one, other| {
        let order = |(weight, strength, hit): &(Certainty, Strength, &Hit)| {
            (Reverse((*weight, *strength)), hit.path.clone(), hit.line, hit.kind, hit.what.clone())
        };
        order(one).cmp(&order(other))
    });
    let versions: Vec<&str> =
        evidence.iter().filter_map(|(.., hit)| hit.version.as_deref()).collect();
    let alerts = alerts(entry, &versions);
    let (mut kept, mut seen) = (Vec::new(), HashSet::new());
    for (.., hit) in evidence {
        let one = Evidence {
            path: hit.path.clone(),
            line: hit.line,
            kind: hit.kind.to_string(),
            what: hit.what.clone(),
            version: hit.version.clone(),
        };
        if seen.insert(one.clone()) {
            kept.push(one);
        }
    }
    let unlisted = kept.len().saturating_sub(SHOWN);
    kept.truncate(SHOWN);
    let (id, name) = (entry.id.clone(), entry.name.clone());
    Match { id, name, certainty, evidence: kept, unlisted, alerts }
}

/// How sure one sign makes it.
fn weight(hit: &Hit) -> Certainty {
    let sure = match hit.strength {
        Strength::Is => Certainty::Certain,
        Strength::Client | Strength::Setting | Strength::Hint => Certainty::Probable,
    };
    if hit.unsure { sure.less() } else { sure }
}

fn alerts(entry: &Entry, versions: &[&str]) -> Vec<Alert> {
    let mut alerts = Vec::new();
    if let Some(reason) = &entry.dereferenced {
        alerts.push(Alert::Dereferenced { reason: reason.clone() });
    }
    if let Some(minimum) = &entry.minimum {
        let least = versions
            .iter()
            .filter(|version| is_below(version, minimum))
            .min_by_key(|one| numbers(one));
        alerts.extend(least.map(|version| Alert::BelowMinimum {
            version: (*version).to_string(),
            minimum: minimum.clone(),
        }));
    }
    alerts
}

/// The numbers at the head of a version.
fn numbers(version: &str) -> Vec<u64> {
    let start = version.find(|c: char| c.is_ascii_digit()).unwrap_or(version.len());
    let parts = version[start..].split('.');
    let head = parts.map_while(|part| {
        let digits: String = part.chars().take_while(char::is_ascii_digit).collect();
        digits.parse().ok()
    });
    head.collect()
}

/// True when `version` is below `minimum`, as far as both are told: `12` is not below
/// `12.3`, which an image of that name may well be.
fn is_below(version: &str, minimum: &str) -> bool {
    let (version, minimum) = (numbers(version), numbers(minimum));
    let told = version.len().min(minimum.len());
    told > 0 && version[..told] < minimum[..told]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::commons::catalogue;
    use crate::snapshot::Snapshot;
    use serde_json::json;

    /// What is found in `files`, with a catalogue of a few names.
    fn found(files: &[(&str, &str)]) -> Vec<(String, Certainty)> {
        let files: Vec<(&str, &[u8])> =
            files.iter().map(|(path, text)| (*path, text.as_bytes())).collect();
        let snapshot = Snapshot::in_memory("projet", &files);
        let catalogue = catalogue::read(&json!([
            { "id": 1, "name": "PostgreSQL" }, { "id": 2, "name": "Redis" },
            { "id": 3, "name": "Debian" }, { "id": 4, "name": "Express" },
            { "id": 5, "name": "Moteur", "repository": "https://forge.example.org/equipe/moteur" },
            { "id": 6, "name": "LibreOffice" }, { "id": 7, "name": "H2" },
            { "id": 8, "name": "LibreOffice (Collabora) online" }, { "id": 9, "name": "Swarm" },
        ]));
        let matches = of(&Project::of(&snapshot), &catalogue);
        assert_eq!(matches.unread, Vec::<String>::new());
        matches.matches.into_iter().map(|one| (one.name, one.certainty)).collect()
    }

    fn one(name: &str, certainty: Certainty) -> Vec<(String, Certainty)> {
        vec![(name.to_string(), certainty)]
    }

    #[test]
    fn a_client_is_probable_and_certain_with_a_setting() {
        let client = ("requirements.txt", "psycopg2-binary==2.9.9\n");
        let setting = ("config/base.py", "URL = \"postgresql://localhost/base\"\n");
        assert_eq!(found(&[client]), one("PostgreSQL", Certainty::Probable));
        assert_eq!(found(&[setting]), one("PostgreSQL", Certainty::Probable));
        assert_eq!(found(&[client, setting]), one("PostgreSQL", Certainty::Certain));
    }

    #[test]
    fn images_are_read_through_their_variables_and_their_tags() {
        let compose = "services:\n  base:\n    image: ${MIRROR}/postgres:${VERSION:-15}-bookworm\n";
        let expected =
            [one("PostgreSQL", Certainty::Certain), one("Debian", Certainty::Probable)].concat();
        assert_eq!(found(&[("deploy/base.yml", compose)]), expected);
        let stages = "ARG V=7\nFROM redis:${V} AS postgres\nFROM postgres\n";
        assert_eq!(found(&[("Containerfile", stages)]), one("Redis", Certainty::Certain));
    }

    #[test]
    fn installed_packages_are_read_on_the_lines_that_follow() {
        let text = "FROM scratch\nRUN apt-get update && \\\n    apt-get install -y \\\n    # bureautique\n    libreoffice-writer \\\n    && rm -rf /tmp/redis\n";
        assert_eq!(found(&[("Containerfile", text)]), one("LibreOffice", Certainty::Certain));
    }

    #[test]
    fn what_only_speaks_of_a_software_is_no_use_of_it() {
        let files = [
            ("README.md", "Installez PostgreSQL : postgresql://localhost\n"),
            ("docs/compose.yml", "services:\n  base:\n    image: redis:7\n"),
            ("src/main.py", "# redis://localhost\nprint('swarm')\n"),
            ("requirements.txt", "h2==4.1.0\nrequests==2.31.0\n"),
        ];
        assert_eq!(found(&files), one("H2", Certainty::Possible));
    }

    #[test]
    fn an_address_is_enough_for_a_software_that_no_table_knows() {
        let modules =
            "[submodule \"m\"]\n\tpath = m\n\turl = https://forge.example.org/equipe/moteur.git\n";
        assert_eq!(found(&[(".gitmodules", modules)]), one("Moteur", Certainty::Certain));
        let itself = "url: https://forge.example.org/equipe/moteur\n";
        assert_eq!(found(&[(".gitmodules", modules), ("publiccode.yml", itself)]), []);
    }

    #[test]
    fn versions_are_compared_as_far_as_they_are_told() {
        assert!(is_below("9.6", "12") && is_below("12.1", "12.3.1"));
        assert!(!is_below("12", "12.3") && !is_below("v13", "12") && !is_below("latest", "12"));
    }
}
