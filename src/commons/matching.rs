//! From signs to entries of the catalogue.

use super::catalogue::Entry;
use super::ends::Ends;
use super::found::{Alert, Certainty, Evidence, Match, Matches};
use crate::project::Project;
use crate::signs::software::{TABLES, normal_name};
use crate::signs::{self, Hit, Strength, Target};
use crate::text::version::{is_below, numbers};
use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap, HashSet};

/// The most pieces of evidence kept for an entry.
const SHOWN: usize = 12;

/// A catalogue, ready to be asked about many repositories.
pub(crate) struct Asked<'c> {
    catalogue: &'c [Entry],
    /// The software of the table that each entry is.
    keys: Vec<Option<&'static str>>,
    known: Known,
    ends: &'c Ends,
}

/// What the catalogue and the table know software by.
#[derive(Debug, Default)]
struct Known {
    /// Addresses of repositories.
    addresses: HashMap<String, Pointed>,
    /// Names, as they are compared.
    names: HashMap<String, Pointed>,
    /// Items of Wikidata.
    items: HashMap<String, Pointed>,
}

/// What a sign points to, once a catalogue is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Pointed {
    /// A piece of software of the table.
    Software(&'static str),
    /// An entry of the catalogue, by its position.
    Entry(usize),
}

/// The entries of `catalogue` that the repository uses.
pub(crate) fn of(project: &Project<'_>, catalogue: &[Entry], ends: &Ends) -> Matches {
    let found = signs::of(project);
    let own = signs::own_addresses(project);
    let matches = Asked::new(catalogue, ends).of(&found.hits, &own);
    Matches { unread: found.unread, ..matches }
}

impl<'c> Asked<'c> {
    /// Readies `catalogue`.
    pub(crate) fn new(catalogue: &'c [Entry], ends: &'c Ends) -> Asked<'c> {
        let keys = resolved(catalogue);
        let known = known(catalogue, &keys);
        Asked { catalogue, keys, known, ends }
    }

    /// The keys of the software of the table that the catalogue references.
    pub(super) fn referenced(&self) -> HashSet<&'static str> {
        self.keys.iter().flatten().copied().collect()
    }

    /// The entries that `hits` show, in a repository whose addresses are `own`.
    pub(crate) fn of(&self, hits: &[Hit], own: &HashSet<String>) -> Matches {
        let mut by_target: HashMap<Pointed, Vec<&Hit>> = HashMap::new();
        for hit in hits {
            if let Some(target) = self.pointed(&hit.target) {
                by_target.entry(target).or_default().push(hit);
            }
        }
        let mut found = Matches { entries: self.catalogue.len(), ..Matches::default() };
        for (at, (entry, key)) in self.catalogue.iter().zip(&self.keys).enumerate() {
            let targets = [Some(Pointed::Entry(at)), key.map(Pointed::Software)];
            let hits = targets.into_iter().flatten().filter_map(|target| by_target.get(&target));
            let hits: Vec<&Hit> = hits.flatten().copied().collect();
            if is_itself(entry, *key, own) {
                found.itself.push(entry.name.clone());
            } else if !hits.is_empty() {
                let mut one = self.matched(entry, *key, &hits);
                if key.is_some_and(|key| is_stood_in(key, &hits, &by_target)) {
                    one.certainty = Certainty::Possible;
                }
                found.matches.push(one);
            }
        }
        found.matches.sort_by(|one, other| {
            let order =
                |one: &Match| (Reverse(one.certainty), one.name.to_lowercase(), one.id.clone());
            order(one).cmp(&order(other))
        });
        found
    }

    fn matched(&self, entry: &Entry, key: Option<&str>, hits: &[&Hit]) -> Match {
        let mut certainty = hits.iter().map(|hit| weight(hit)).max().unwrap_or(Certainty::Possible);
        let client = hits.iter().any(|hit| hit.strength == Strength::Client && !hit.unsure);
        let setting = hits.iter().any(|hit| hit.strength == Strength::Setting);
        if client && setting {
            certainty = Certainty::Certain;
        }
        let mut evidence: Vec<(Certainty, Strength, &Hit)> =
            hits.iter().map(|hit| (weight(hit), hit.strength, *hit)).collect();
        evidence.sort_by(|one, other| {
            let order = |(weight, strength, hit): &(Certainty, Strength, &Hit)| {
                (
                    Reverse((*weight, *strength)),
                    hit.path.clone(),
                    hit.line,
                    hit.kind.clone(),
                    hit.what.clone(),
                )
            };
            order(one).cmp(&order(other))
        });
        let versions: Vec<&str> =
            evidence.iter().filter_map(|(.., hit)| hit.version.as_deref()).collect();
        let mut alerts = alerts(entry, &versions);
        let own =
            evidence.iter().filter(|(_, strength, hit)| *strength == Strength::Is && !hit.unsure);
        let own = own.filter_map(|(.., hit)| hit.version.as_deref());
        alerts.extend(key.and_then(|key| self.over(key, own)));
        let (mut kept, mut seen) = (Vec::new(), HashSet::new());
        for (.., hit) in evidence {
            let one = Evidence {
                path: hit.path.clone(),
                line: hit.line,
                kind: hit.kind.clone(),
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

    /// The oldest of `versions` of the software `key` that is not maintained any more.
    fn over<'v>(&self, key: &str, versions: impl Iterator<Item = &'v str>) -> Option<Alert> {
        let over = versions.filter_map(|one| Some((one, self.ends.ended(key, &numbers(one))?)));
        let (version, end) = over.min_by_key(|(one, _)| numbers(one))?;
        Some(Alert::EndOfLife { version: version.to_string(), end: end.map(|day| day.to_string()) })
    }

    fn pointed(&self, target: &Target) -> Option<Pointed> {
        match target {
            Target::Software(key) => {
                let key = TABLES.software.iter().map(|one| one.key).find(|one| one == key);
                key.map(Pointed::Software)
            }
            Target::Address(address) => self.known.addresses.get(address).copied(),
            Target::Item(item) => self.known.items.get(item).copied(),
            Target::Name(name) => self.known.names.get(name).copied(),
        }
    }
}

/// True when what `hits` show of the software `key` is that of another one that takes its
/// place and is there: a client of Redis also talks to Valkey.
fn is_stood_in(key: &str, hits: &[&Hit], all: &HashMap<Pointed, Vec<&Hit>>) -> bool {
    let is_there = |hit: &&Hit| hit.strength == Strength::Is && !hit.unsure && hit.kind != "file";
    let others = TABLES.stand_ins.iter().filter(|(of, _)| *of == key);
    let others = others.filter_map(|(_, other)| all.get(&Pointed::Software(other)));
    !hits.iter().any(is_there) && others.flatten().any(is_there)
}

/// True when the repository of addresses `own` is that of `entry`.
fn is_itself(entry: &Entry, key: Option<&str>, own: &HashSet<String>) -> bool {
    let of_table = TABLES.software.iter().filter(|one| Some(one.key) == key);
    let of_table = of_table.flat_map(|one| one.repositories.iter().copied());
    entry.repositories.iter().map(String::as_str).chain(of_table).any(|one| own.contains(one))
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
        let target = key.map_or(Pointed::Entry(at), Pointed::Software);
        for one in &entry.repositories {
            note(&mut addresses, one.clone(), target);
        }
        for one in &entry.wikidata {
            note(&mut items, one.clone(), target);
        }
        note(&mut names, normal_name(&entry.name), target);
    }
    let single = |all: BTreeMap<String, Option<Pointed>>| {
        all.into_iter().filter_map(|(key, target)| Some((key, target?)))
    };
    known.addresses.extend(single(addresses));
    known.items.extend(single(items));
    known.names.extend(single(names));
    for one in &TABLES.software {
        let target = Pointed::Software(one.key);
        known.addresses.extend(one.repositories.iter().map(|at| (at.to_string(), target)));
        known.names.extend(one.names.iter().map(|name| (name.clone(), target)));
        if !one.wikidata.is_empty() {
            known.items.insert(one.wikidata.to_string(), target);
        }
    }
    known
}

/// Notes what `key` points to; nothing when it points to two things.
fn note(all: &mut BTreeMap<String, Option<Pointed>>, key: String, target: Pointed) {
    let known = all.entry(key).or_insert(Some(target));
    if *known != Some(target) {
        *known = None;
    }
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
            { "id": 10, "name": "Terraform" }, { "id": 11, "name": "Podman" },
            { "id": 12, "name": "SonarQube" }, { "id": 13, "name": "MariaDB" },
            { "id": 14, "name": "Matomo" }, { "id": 15, "name": "Nginx" },
            { "id": 16, "name": "Ansible" }, { "id": 17, "name": "Apache HTTP Server" },
            { "id": 18, "name": "HAProxy" }, { "id": 19, "name": "Composer" },
            { "id": 20, "name": "Spring Boot" }, { "id": 21, "name": "Jekyll" },
        ]));
        let ends = Ends::embedded("2026-02-01".parse().expect("date"));
        let matches = of(&Project::of(&snapshot), &catalogue, &ends);
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
    fn what_stands_in_for_a_software_is_not_it() {
        let client = ("requirements.txt", "redis==5.0\n");
        let setting = ("settings.py", "CACHE = \"redis://cache\"\n");
        let server = ("deploy/base.yml", "services:\n  cache:\n    image: valkey/valkey:8\n");
        assert_eq!(found(&[client, setting]), one("Redis", Certainty::Certain));
        assert_eq!(found(&[client, setting, server]), one("Redis", Certainty::Possible));
        let tofu = ("bin/plan.sh", "tofu plan\n");
        let language = ("infra/main.tf", "resource \"a\" \"b\" {}\n");
        assert_eq!(found(&[language]), one("Terraform", Certainty::Certain));
        assert_eq!(found(&[language, tofu]), one("Terraform", Certainty::Possible));
        let scanner = ("sonar-project.properties", "sonar.projectKey=a\n");
        let hosted = ("ci.properties", "sonar.host.url=https://sonarcloud.io\n");
        assert_eq!(found(&[scanner]), one("SonarQube", Certainty::Probable));
        assert_eq!(found(&[scanner, hosted]), one("SonarQube", Certainty::Possible));
    }

    #[test]
    fn the_name_of_a_driver_is_not_the_address_of_a_server() {
        let driver = ("versions.gradle", "ext.driver = 'org.mariadb.jdbc:mariadb-java-client'\n");
        let address = ("app.properties", "spring.datasource.url=jdbc:mariadb://localhost/base\n");
        assert_eq!(found(&[driver]), []);
        assert_eq!(found(&[address]), one("MariaDB", Certainty::Probable));
    }

    #[test]
    fn variables_of_the_environment_bear_the_name_of_the_server() {
        let setting = |text| found(&[(".env.dist", text)]);
        assert_eq!(setting("VITE_MATOMO_TRACKER_URL=https://example.org\n").len(), 1);
        assert_eq!(setting("AUTOMATOMO_URL=https://example.org\n"), []);
        let code = |text| found(&[("src/a.ts", text)]).len();
        assert_eq!(code("const url = process.env.MATOMO_SITE_URL;\n"), 1);
        assert_eq!(code("const MATOMO_COLOUR = 3;\n") + code("enum Tool { MATOMO_, Other }\n"), 0);
    }

    #[test]
    fn images_stand_in_lists_on_lines_that_follow_and_on_what_they_are_built_on() {
        let matrix = "jobs:\n  a:\n    strategy:\n      matrix:\n        image: [ 'redis:7', \"postgres:16\" ]\n";
        let both = [one("PostgreSQL", Certainty::Certain), one("Redis", Certainty::Certain)];
        assert_eq!(found(&[(".github/workflows/a.yml", matrix)]), both.concat());
        let command = "run:\n\tdocker run --rm \\\n\t  -v /a:/a \\\n\t  redis:7 redis-server\n";
        assert_eq!(found(&[("Makefile", command)]), one("Redis", Certainty::Certain));
        let linked = "run:\n\tdocker run -it --rm --link redis:cache \\\n\t  registry.example.org/outil:1 serve --to postgres:5432\n";
        assert_eq!(found(&[("Makefile", linked)]), []);
        let based = "FROM registry.example.org/outil-debian:1\n";
        assert_eq!(found(&[("Containerfile", based)]), one("Debian", Certainty::Probable));
    }

    #[test]
    fn what_documentation_and_tests_hold_is_less_sure() {
        let file = |path| found(&[(path, "server {}\n")]);
        assert_eq!(file("deploy/nginx.conf"), one("Nginx", Certainty::Certain));
        assert_eq!(file("doc/deploy/nginx.conf"), one("Nginx", Certainty::Probable));
        let address = "url = 'redis://cache'\n";
        assert_eq!(found(&[("src/a.ts", address)]), one("Redis", Certainty::Probable));
        assert_eq!(found(&[("src/a.test.ts", address)]), one("Redis", Certainty::Possible));
    }

    #[test]
    fn a_word_of_a_list_is_no_command() {
        let labels = (".github/labels.yml", "labels:\n  - podman\n");
        let step = (".github/labels.yml", "steps:\n  - podman build .\n");
        assert_eq!((found(&[labels]), found(&[step])), (vec![], one("Podman", Certainty::Certain)));
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
        // `h2` of PyPI speaks HTTP/2: the database is of another registry.
        assert_eq!(found(&files), []);
        let gems = "GEM\n  specs:\n    spring (2.1.1)\n\nDEPENDENCIES\n  spring\n";
        assert_eq!(found(&[("Gemfile.lock", gems)]), []);
        let named = "terraform==1.0\n";
        assert_eq!(found(&[("requirements.txt", named)]), one("Terraform", Certainty::Possible));
    }

    #[test]
    fn packages_that_ansible_installs_are_read_however_they_are_written() {
        let sure = [one("Ansible", Certainty::Certain), one("Nginx", Certainty::Certain)].concat();
        let tasks = [
            "apt: name=nginx state=present",
            "apt: pkg={{ item }} state=present\n  with_items:\n    - curl\n    - nginx",
            "ansible.builtin.dnf:\n    name: \"{{ item.name }}\"\n  loop:\n    - { name: nginx }",
            "package:\n    name: [curl, nginx]",
            "yum: name=\"curl, nginx\"",
            "action: apt name=nginx",
            "block:\n    - apk: name=nginx-extras",
            "command: apt-get install -y nginx",
            "ansible.builtin.get_url:\n    url: \"https://nginx.org/download/nginx-{{ v }}.tar.gz\"",
        ];
        for task in tasks {
            let file = format!("---\n- name: Install.\n  become: true\n  {task}\n");
            assert_eq!(found(&[("tasks/web.yml", &file)]), sure, "{task}");
            let task = task.replace('\n', "\n    ");
            let play = format!("- hosts: web\n  tasks:\n    - name: Install.\n      {task}\n");
            assert_eq!(found(&[("site.yml", &play)]), sure, "{task}");
        }
        let alone = "ansible web -b -m dnf -a \"name=nginx state=present\"\n";
        assert_eq!(found(&[("bin/web.sh", alone)]), sure);
        let variables = "web_packages:\n  - nginx\n";
        assert_eq!(found(&[("group_vars/web.yml", variables)]), one("Nginx", Certainty::Certain));
    }

    #[test]
    fn what_ansible_starts_is_probable_and_what_it_removes_is_not_there() {
        let play = |task: &str| format!("- hosts: web\n  tasks:\n    - {task}\n");
        let started = play("service: name=nginx state=started");
        let expected =
            [one("Ansible", Certainty::Certain), one("Nginx", Certainty::Probable)].concat();
        assert_eq!(found(&[("site.yml", &started)]), expected);
        let removed = play("apt: name=nginx state=absent");
        assert_eq!(found(&[("site.yml", &removed)]), one("Ansible", Certainty::Certain));
        let other = "- name: nginx\n  tags: [web]\n- name: redis\n";
        assert_eq!(found(&[("data/list.yml", other)]), []);
    }

    #[test]
    fn roles_and_collections_are_known_by_their_own_name() {
        let asked = "roles:\n  - name: equipe.haproxy\n  - src: https://forge.example.org/equipe/ansible-role-redis\ncollections:\n  - community.postgresql\n";
        let found_in = found(&[("requirements.yml", asked)]);
        let sure = ["Ansible", "HAProxy", "Redis"].map(|name| one(name, Certainty::Certain));
        let probable = one("PostgreSQL", Certainty::Possible);
        assert_eq!(found_in, [sure.concat(), probable].concat());
        let play = "- hosts: all\n  roles:\n    - haproxy\n    - { role: equipe.apache }\n";
        let expected = [
            one("Ansible", Certainty::Certain),
            one("Apache HTTP Server", Certainty::Certain),
            one("HAProxy", Certainty::Probable),
        ];
        assert_eq!(found(&[("site.yml", play)]), expected.concat());
        let module = "- hosts: base\n  tasks:\n    - community.postgresql.postgresql_db:\n        name: base\n";
        let expected =
            [one("Ansible", Certainty::Certain), one("PostgreSQL", Certainty::Certain)].concat();
        assert_eq!(found(&[("site.yml", module)]), expected);
    }

    #[test]
    fn a_setting_that_names_a_software_and_gives_its_address_is_certain() {
        let setting = |text: &str| found(&[("config/application.yml", text)]);
        let sure = one("Matomo", Certainty::Certain);
        assert_eq!(setting("matomo-api-uri: \"http://mesure:5000/\"\n"), sure);
        assert_eq!(setting("  matomoSiteUrl: 'https://mesure.example.org'\n"), sure);
        assert_eq!(setting("MATOMO_URL: ${URL}\n"), one("Matomo", Certainty::Probable));
        assert_eq!(setting("matomorphUrl: 'https://mesure.example.org'\n"), []);
        assert_eq!(setting("# matomo-url: https://mesure.example.org\n"), []);
        let package = ("package.json", "{\"dependencies\":{\"vuepress-plugin-matomo\":\"1\"}}");
        let plugin = "plugins: [\n  ['vuepress-plugin-matomo', {\n    trackerUrl: 'https://mesure.example.org/'\n";
        assert_eq!(found(&[package]), one("Matomo", Certainty::Probable));
        assert_eq!(found(&[package, (".vuepress/config.js", plugin)]), sure);
    }

    #[test]
    fn an_image_of_a_mirror_is_that_image_and_one_of_another_maker_is_probable() {
        let image = |name: &str| {
            let compose = format!("services:\n  a:\n    image: {name}\n");
            found(&[("deploy/a.yml", &compose)])
        };
        let sure = one("PostgreSQL", Certainty::Certain);
        assert_eq!(image("registry.example.org/library/postgres:15"), sure);
        assert_eq!(image("registry.example.org/docker-hub/postgres:15"), sure);
        assert_eq!(image("registry.example.org/equipe/bitnami/postgresql:15"), sure);
        assert_eq!(image("${REGISTRY}/postgres:15"), sure);
        let variables = "IMAGE=outil\nDB_IMAGE=postgres:15\nDB_IMAGE_URL=redis:7\n";
        assert_eq!(found(&[("deploy/.env", variables)]), sure);
        let keys = "variables:\n  DB_IMAGE: \"postgres:15\"\n";
        assert_eq!(found(&[(".gitlab-ci.yml", keys)]), sure);
        let probable = one("PostgreSQL", Certainty::Probable);
        assert_eq!(image("registry.example.org/equipe/postgres:15"), probable);
        // `web-vault` is no Vault: an end is little.
        assert_eq!(image("equipe/portail-postgres"), one("PostgreSQL", Certainty::Possible));
        let staged = "ARG TAG=15\nARG TAG_OF=7\nARG BASE=mirror.example.org/library/postgres\nFROM ${BASE}:$TAG_OF\n";
        assert_eq!(found(&[("Containerfile", staged)]), sure);
    }

    #[test]
    fn machines_have_the_system_of_their_image() {
        let sure = one("Debian", Certainty::Certain);
        let vagrant = "BOX = 'generic/debian12'\n  config.vm.box = BOX\n";
        assert_eq!(found(&[("Vagrantfile", vagrant)]), sure);
        let named = "  node.vm.box = \"equipe/contrib-jessie64\"\n";
        assert_eq!(found(&[("Vagrantfile", named)]), sure);
        let play =
            "- hosts: localhost\n  tasks:\n    - droplet:\n        image_id: debian-12-x64\n";
        assert_eq!(
            found(&[("site.yml", play)]),
            [one("Ansible", Certainty::Certain), sure].concat()
        );
    }

    #[test]
    fn models_scripts_and_configurations_of_other_names_are_read() {
        let compose = "services:\n  a:\n    image: redis:7\n";
        assert_eq!(found(&[("a/redis.yml.j2", compose)]), one("Redis", Certainty::Certain));
        let script = "#!/usr/bin/env bash\ndocker swarm init --advertise-addr 127.0.0.1\n";
        assert_eq!(found(&[("demarrer", script)]), one("Swarm", Certainty::Certain));
        let site = "server {\n  location / { proxy_pass http://127.0.0.1:5000; }\n}\n";
        assert_eq!(found(&[("config/site.nginx", site)]), one("Nginx", Certainty::Certain));
        assert_eq!(found(&[("config/site.conf", site)]), one("Nginx", Certainty::Certain));
        let pages = ("_config.yml", "title: Pages\ndescription: Un site\n");
        assert_eq!(found(&[pages]), one("Jekyll", Certainty::Probable));
        let hexo = ("package.json", "{\"dependencies\":{\"hexo\":\"7\"}}");
        assert_eq!(found(&[pages, hexo]), one("Jekyll", Certainty::Possible));
    }

    #[test]
    fn a_library_that_the_code_calls_is_the_project_s_own() {
        let code = "import psycopg2\n\nbase = psycopg2.connect(**settings)\n";
        assert_eq!(found(&[("src/base.py", code)]), one("PostgreSQL", Certainty::Certain));
        let called = "from psycopg2.extras import Json\n";
        assert_eq!(found(&[("src/base.py", called)]), one("PostgreSQL", Certainty::Probable));
    }

    #[test]
    fn an_address_is_enough_for_a_software_that_no_table_knows() {
        let modules =
            "[submodule \"m\"]\n\tpath = m\n\turl = https://forge.example.org/equipe/moteur.git\n";
        assert_eq!(found(&[(".gitmodules", modules)]), one("Moteur", Certainty::Certain));
        let itself = "url: https://forge.example.org/equipe/moteur\n";
        assert_eq!(found(&[(".gitmodules", modules), ("publiccode.yml", itself)]), []);
    }
}
