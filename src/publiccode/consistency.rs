//! What publiccode.yml says, against what the repository says of itself.

use super::code::Code;
use super::diagnostic::{Change, Diagnostic, Fix, Severity};
use super::format::{self, language, licence};
use super::path::{Path, Step};
use super::validate::view::{Lines, is_null};
use crate::lang::Text;
use crate::text;
use crate::yaml::{Node, Yaml};
use jiff::civil::Date;
use std::collections::BTreeSet;

/// Days between a tag and the date announced that need no word.
const TOLERANCE: i32 = 7;

/// A licence that the repository states elsewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stated {
    /// Its SPDX expression.
    pub expression: String,
    /// Where it is stated.
    pub place: String,
}

/// The last version that was tagged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Release {
    /// The tag.
    pub tag: String,
    /// The version it names.
    pub version: String,
    /// Its day.
    pub date: Date,
}

/// What is at a path of the repository.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Entry {
    /// A file that will be published.
    Tracked,
    /// A file that git does not follow.
    Untracked,
    /// A file whose path differs by its case.
    OtherCase(String),
    /// Nothing.
    Missing,
}

/// What the repository says.
pub struct Repository<'a> {
    /// The licences of its licence files and manifests.
    pub licences: Vec<Stated>,
    /// Host and path of the remote it is published from, without `.git`.
    pub address: Option<(String, String)>,
    /// Its last version.
    pub release: Option<Release>,
    /// The languages its interface is translated to, by their files.
    pub languages: BTreeSet<String>,
    /// Looks at a path.
    pub entry: Box<dyn Fn(&str) -> Entry + 'a>,
}

/// Every contradiction between `text` and `repository`, in the order of the file.
pub fn judge(text: &str, repository: &Repository<'_>) -> Vec<Diagnostic> {
    let (yaml, error) = Yaml::parse(text);
    let Some(root) = yaml.roots().first().copied().filter(|_| error.is_none()) else {
        return Vec::new();
    };
    let lines = Lines::new(text);
    let mut judge = Judge { lines: &lines, root, repository, out: Vec::new() };
    judge.licence();
    judge.address();
    judge.version();
    judge.files();
    judge.languages();
    judge.out.sort_by_key(Diagnostic::place);
    judge.out
}

struct Judge<'y, 'a> {
    lines: &'y Lines<'y>,
    root: Node<'y>,
    repository: &'a Repository<'a>,
    out: Vec<Diagnostic>,
}

/// A text of the file, its key (none for an item) and its path.
struct Told<'y> {
    text: &'y str,
    key: Option<Node<'y>>,
    value: Node<'y>,
    path: Path,
}

impl<'y> Judge<'y, '_> {
    fn find(&self, keys: &[&str]) -> Option<Told<'y>> {
        let (last, sections) = keys.split_last()?;
        let mut node = self.root;
        let mut path = Path::top();
        for section in sections {
            node = node.get(section)?;
            path = path.key(section);
        }
        let (key, value) = node.entry(last)?;
        self.told(Some(key), value, path.key(last))
    }

    fn told(&self, key: Option<Node<'y>>, value: Node<'y>, path: Path) -> Option<Told<'y>> {
        let text = value.text().filter(|_| !is_null(value))?.trim();
        (!text.is_empty()).then_some(Told { text, key, value, path })
    }

    fn say(
        &mut self,
        told: &Told<'y>,
        code: Code,
        severity: Severity,
        message: Text,
        fix: Option<Fix>,
    ) {
        let mut found = Diagnostic::new(code, severity, &told.path, message).fix(fix);
        found.key = told.key.map(|key| self.lines.span(key.range()));
        found.value = Some(self.lines.span(told.value.range()));
        found.on_value = true;
        self.out.push(found);
    }

    fn licence(&mut self) {
        let Some(told) = self.find(&["legal", "license"]) else { return };
        let said = names(told.text);
        let known: Vec<_> =
            self.repository.licences.iter().map(|one| (one, names(&one.expression))).collect();
        let known: Vec<_> = known.into_iter().filter(|(_, names)| !names.is_empty()).collect();
        let agrees = known.iter().any(|(_, names)| names.iter().any(|name| said.contains(name)));
        let Some((other, _)) = known.first().filter(|_| !agrees && !said.is_empty()) else {
            return;
        };
        let (here, there, place) = (told.text, other.expression.clone(), other.place.clone());
        let message = text!(
            "licence « {here} », alors que {place} porte « {there} »",
            "licence “{here}”, yet {place} bears “{there}”"
        );
        let fix = Fix::doubtful(
            text!(
                "écrire {there}, si c’est bien la licence du projet",
                "write {there}, if it is the licence of the project"
            ),
            Change::SetValue(there),
        );
        self.say(&told, Code::LicenceMismatch, Severity::Error, message, Some(fix));
    }

    fn address(&mut self) {
        let Some(told) = self.find(&["url"]) else { return };
        let Some((host, path)) = &self.repository.address else { return };
        let Some((said_host, said_path)) = place(told.text) else { return };
        let same = said_host.eq_ignore_ascii_case(host) && said_path.eq_ignore_ascii_case(path);
        if same {
            return;
        }
        let real = format!("https://{host}/{path}");
        let based = self.root.get("isBasedOn").map(Node::items_or_self).unwrap_or_default();
        let based = based.into_iter().filter_map(Node::text).filter_map(place);
        let reversed = based
            .into_iter()
            .any(|(h, p)| h.eq_ignore_ascii_case(host) && p.eq_ignore_ascii_case(path));
        let message = match reversed {
            true => text!(
                "url et isBasedOn sont inversés : ce dépôt est {real}",
                "url and isBasedOn are reversed: this repository is {real}"
            ),
            false => {
                text!("ce dépôt est publié à {real}", "this repository is published at {real}")
            }
        };
        let fix = Fix::doubtful(
            text!(
                "écrire {real} ; pour une variante, donner aussi l’original dans isBasedOn ; ne rien changer dans une copie technique",
                "write {real}; for a variant, give the original in isBasedOn too; change nothing in a technical fork"
            ),
            Change::SetValue(format!("\"{real}\"")),
        );
        self.say(&told, Code::UrlMismatch, Severity::Warning, message, Some(fix));
    }

    fn version(&mut self) {
        let Some(release) = &self.repository.release else { return };
        let (tag, version, date) = (&release.tag, &release.version, release.date);
        let current = self.find(&["softwareVersion"]);
        let bare = |text: &str| text.trim().trim_start_matches(['v', 'V']).to_lowercase();
        if let Some(told) = current
            && bare(told.text) != bare(version)
            && told.text != tag
            && told.text.chars().any(|c| c.is_ascii_digit())
        {
            let message = text!(
                "la dernière étiquette est {tag}, du {date}",
                "the latest tag is {tag}, of {date}"
            );
            let fix = Fix::doubtful(
                text!(
                    "écrire \"{version}\", ou retirer la clé pour ne pas la tenir à jour",
                    "write \"{version}\", or remove the key not to maintain it"
                ),
                Change::SetValue(format!("\"{version}\"")),
            );
            self.say(&told, Code::VersionMismatch, Severity::Warning, message, Some(fix));
        }
        let Some(told) = self.find(&["releaseDate"]) else { return };
        let Some(said) = format::day(told.text) else { return };
        let apart = date.since(said).map_or(0, |span| span.get_days()).abs();
        if apart > TOLERANCE {
            let message = text!(
                "la dernière étiquette, {tag}, est du {date}",
                "the latest tag, {tag}, is of {date}"
            );
            let fix = Fix::doubtful(
                text!(
                    "écrire \"{date}\", ou retirer la clé pour ne pas la tenir à jour",
                    "write \"{date}\", or remove the key not to maintain it"
                ),
                Change::SetValue(format!("\"{date}\"")),
            );
            self.say(&told, Code::VersionMismatch, Severity::Warning, message, Some(fix));
        }
    }

    /// Files that are cited, by path or by their address on the forge.
    fn files(&mut self) {
        let mut cited: Vec<Told<'y>> = Vec::new();
        for keys in [&["logo"][..], &["monochromeLogo"], &["legal", "authorsFile"], &["roadmap"]] {
            cited.extend(self.find(keys));
        }
        let description = self.root.get("description").map(Node::entries).unwrap_or_default();
        for (tag, section) in description {
            let base = Path::top().key("description").language(tag.text().unwrap_or_default());
            for name in ["documentation", "apiDocumentation"] {
                let entry = section.entry(name);
                cited.extend(
                    entry.and_then(|(key, value)| self.told(Some(key), value, base.key(name))),
                );
            }
            let shots = section.get("screenshots").map(Node::items).unwrap_or_default();
            for (index, item) in shots.into_iter().enumerate() {
                cited.extend(self.told(None, item, base.key("screenshots").index(index)));
            }
        }
        for told in cited {
            let remote = told.text.contains("://");
            let path = match remote {
                true => self.in_repository(told.text),
                false if matches!(told.path.0.last(), Some(Step::Key(name)) if name == "roadmap" || name.ends_with("ocumentation")) => {
                    None
                }
                false => Some(told.text.trim_start_matches("./").to_string()),
            };
            if let Some(path) = path {
                self.file(&told, &path, remote);
            }
        }
    }

    fn file(&mut self, told: &Told<'y>, path: &str, remote: bool) {
        let (message, fix) = match (self.repository.entry)(path) {
            Entry::Tracked => return,
            // A relative path that leads nowhere makes the file invalid already.
            Entry::Missing if !remote => return,
            Entry::Missing => (
                text!("{path} n’est pas dans le dépôt", "{path} is not in the repository"),
                Fix::advice(text!(
                    "corriger l’adresse, ou retirer la clé",
                    "correct the address, or remove the key"
                )),
            ),
            Entry::Untracked => (
                text!(
                    "{path} n’est pas suivi par git : il ne sera pas publié",
                    "{path} is not tracked by git: it will not be published"
                ),
                Fix::advice(text!("git add {path}", "git add {path}")),
            ),
            Entry::OtherCase(real) => {
                let change = (!remote).then(|| Change::SetValue(real.clone()));
                let safe = change.is_some();
                let text = text!("écrire {real}", "write {real}");
                let message = text!(
                    "le fichier s’appelle {real} : la casse compte sur la forge",
                    "the file is called {real}: case matters on the forge"
                );
                (message, Fix { text, change, safe })
            }
        };
        self.say(told, Code::FileMismatch, Severity::Warning, message, Some(fix));
    }

    /// The path in this repository that an address of its forge leads to.
    fn in_repository(&self, url: &str) -> Option<String> {
        let (host, path) = self.repository.address.as_ref()?;
        let bare = url.split(['?', '#']).next()?;
        let rest = bare.split_once("://")?.1;
        let (said_host, said) = rest.split_once('/')?;
        let start = said.get(..path.len()).filter(|start| start.eq_ignore_ascii_case(path))?;
        let after = said.strip_prefix(start)?.strip_prefix('/')?;
        if said_host.eq_ignore_ascii_case("raw.githubusercontent.com") && host == "github.com" {
            let after = after.strip_prefix("refs/heads/").unwrap_or(after);
            return Some(after.split_once('/')?.1.to_string());
        }
        if !said_host.eq_ignore_ascii_case(host) {
            return None;
        }
        let after = after.strip_prefix("-/").unwrap_or(after);
        let after = after
            .strip_prefix("src/branch/")
            .or_else(|| after.strip_prefix("blob/"))
            .or_else(|| after.strip_prefix("raw/"))?;
        Some(after.split_once('/')?.1.to_string())
    }

    fn languages(&mut self) {
        let found = &self.repository.languages;
        let Some((key, value)) =
            self.root.get("localisation").and_then(|section| section.entry("availableLanguages"))
        else {
            return;
        };
        let primary = |tag: &str| tag.split(['-', '_']).next().unwrap_or_default().to_lowercase();
        let said: BTreeSet<String> =
            value.items().into_iter().filter_map(Node::text).map(primary).collect();
        // One folder alone is often that of the documentation.
        if found.len() < 2 || said.is_empty() {
            return;
        }
        let lacking: Vec<&str> =
            found.iter().filter(|tag| !said.contains(*tag)).map(String::as_str).collect();
        if lacking.is_empty() {
            return;
        }
        let list = lacking.join(", ");
        let message = text!(
            "des fichiers de traduction existent pour {list}, que la liste ne donne pas",
            "there are translation files for {list}, which the list does not give"
        );
        let fix = Fix::advice(text!(
            "ajouter {list} si la traduction est complète",
            "add {list} if the translation is complete"
        ));
        let path = Path::top().key("localisation").key("availableLanguages");
        let told = Told { text: "", key: Some(key), value, path };
        self.say(&told, Code::LanguageMismatch, Severity::Advice, message, Some(fix));
    }
}

/// The licences an expression names, whatever their later versions.
fn names(expression: &str) -> BTreeSet<String> {
    let canonical = licence::parse(expression).map(|read| read.canonical);
    let canonical = canonical.or_else(|| licence::meant(expression).into_iter().next());
    let words = canonical.unwrap_or_default();
    let words =
        words.split([' ', '(', ')']).filter(|word| !matches!(*word, "" | "AND" | "OR" | "WITH"));
    let bare = |word: &str| {
        let word = word.trim_end_matches('+').to_lowercase();
        word.trim_end_matches("-only").trim_end_matches("-or-later").to_string()
    };
    words.map(bare).collect()
}

/// Host and path of a repository address, https or ssh.
fn place(url: &str) -> Option<(String, String)> {
    let address = crate::snapshot::metadata::Address::parse(url.trim())?;
    Some((address.host, address.path))
}

/// The language of a translation file, by its path: `locales/fr/…`,
/// `i18n/fr.json`, `messages.fr.xlf`, `fr.po`.
pub fn language_of(path: &str) -> Option<String> {
    let lower = path.to_lowercase();
    let parts: Vec<&str> = lower.split('/').collect();
    let (name, folders) = parts.split_last()?;
    let (stem, extension) = name.rsplit_once('.')?;
    let translated = matches!(
        extension,
        "json"
            | "po"
            | "yml"
            | "yaml"
            | "xlf"
            | "xliff"
            | "properties"
            | "ts"
            | "js"
            | "php"
            | "ftl"
            | "toml"
            | "arb"
            | "tsx"
    );
    let home = |folder: &&str| {
        matches!(
            *folder,
            "locales"
                | "locale"
                | "i18n"
                | "lang"
                | "langs"
                | "languages"
                | "translations"
                | "l10n"
        )
    };
    let at = folders.iter().position(home).filter(|_| translated)?;
    let next = folders.get(at + 1).copied();
    let tag = next.unwrap_or_else(|| {
        stem.rsplit(['.', '_']).next().filter(|end| end.len() == 2).unwrap_or(stem)
    });
    let primary = tag.split(['-', '_']).next().unwrap_or_default();
    (primary.len() == 2 && language::is_tag(primary)).then(|| primary.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn repository(entry: fn(&str) -> Entry) -> Repository<'static> {
        Repository {
            licences: vec![Stated { expression: "MIT".into(), place: "LICENSE".into() }],
            address: Some(("github.com".into(), "Ville/Outil".into())),
            release: Some(Release {
                tag: "v1.4.0".into(),
                version: "1.4.0".into(),
                date: jiff::civil::date(2026, 1, 31),
            }),
            languages: ["fr", "en"].map(String::from).into(),
            entry: Box::new(entry),
        }
    }

    fn codes(text: &str) -> Vec<Code> {
        let entry: fn(&str) -> Entry = |path| match path {
            "logo.svg" => Entry::Tracked,
            "Logo.svg" => Entry::OtherCase("logo.svg".into()),
            _ => Entry::Missing,
        };
        judge(text, &repository(entry)).into_iter().map(|one| one.code).collect()
    }

    #[test]
    fn what_agrees_is_not_told() {
        assert!(codes(
            "url: git@github.com:ville/outil.git\nsoftwareVersion: v1.4.0\nreleaseDate: 2026-02-01\nlogo: logo.svg\n\
             roadmap: https://example.org/blob/main/x\nlegal:\n  license: mit OR Apache-2.0\n\
             localisation:\n  availableLanguages: [fr-FR, en]\n"
        ).is_empty());
    }

    #[test]
    fn what_differs_is_told_in_the_order_of_the_file() {
        let text = "url: https://github.com/autre/outil\nsoftwareVersion: \"1.2\"\nreleaseDate: \"2024-01-01\"\n\
                    logo: Logo.svg\nroadmap: https://github.com/ville/outil/blob/main/ROADMAP.md\n\
                    legal:\n  license: EUPL-1.2\nlocalisation:\n  availableLanguages: [fr]\n";
        assert_eq!(
            codes(text),
            [
                Code::UrlMismatch,
                Code::VersionMismatch,
                Code::VersionMismatch,
                Code::FileMismatch,
                Code::FileMismatch,
                Code::LicenceMismatch,
                Code::LanguageMismatch,
            ]
        );
    }

    #[test]
    fn a_path_tells_the_language_of_a_translation() {
        assert_eq!(language_of("src/locales/fr/common.json").as_deref(), Some("fr"));
        assert_eq!(language_of("i18n/en-GB.yml").as_deref(), Some("en"));
        assert_eq!(language_of("locale/pt_BR/LC_MESSAGES/django.po").as_deref(), Some("pt"));
        assert_eq!(language_of("lang/messages.de.xlf").as_deref(), Some("de"));
        assert_eq!(language_of("src/lang/mod.rs"), None);
        assert_eq!(language_of("docs/fr/index.md"), None);
    }
}
