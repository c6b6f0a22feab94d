//! What publiccode.yml says, against what the repository says of itself.

mod declared;
mod files;
mod languages;

use super::code::Code;
use super::diagnostic::{Diagnostic, Fix, Severity};
use super::path::Path;
use super::validate::view::Lines;
use crate::lang::Text;
use crate::yaml::{Node, Yaml};
use jiff::civil::Date;
pub(crate) use languages::language_of;
use std::collections::BTreeSet;

/// A licence that the repository states elsewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Stated {
    /// Its SPDX expression.
    pub expression: String,
    /// Where it is stated.
    pub place: String,
}

/// The last version that was tagged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Release {
    /// The tag.
    pub tag: String,
    /// The version it names.
    pub version: String,
    /// Its day.
    pub date: Date,
}

/// What is at a path of the repository.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Entry {
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
pub(crate) struct Repository<'a> {
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
pub(crate) fn judge(text: &str, repository: &Repository<'_>) -> Vec<Diagnostic> {
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
struct Declared<'y> {
    text: &'y str,
    key: Option<Node<'y>>,
    value: Node<'y>,
    path: Path,
}

impl<'y> Judge<'y, '_> {
    fn find(&self, keys: &[&str]) -> Option<Declared<'y>> {
        let (last, sections) = keys.split_last()?;
        let mut node = self.root;
        let mut path = Path::top();
        for section in sections {
            node = node.get(section)?;
            path = path.key(section);
        }
        let (key, value) = node.entry(last)?;
        self.declared(Some(key), value, path.key(last))
    }

    fn declared(&self, key: Option<Node<'y>>, value: Node<'y>, path: Path) -> Option<Declared<'y>> {
        let text = value.text().filter(|_| !value.is_null())?.trim();
        (!text.is_empty()).then_some(Declared { text, key, value, path })
    }

    fn report(
        &mut self,
        declared: &Declared<'y>,
        code: Code,
        severity: Severity,
        message: Text,
        fix: Option<Fix>,
    ) {
        let mut found = Diagnostic::new(code, severity, &declared.path, message).fix(fix);
        found.key = declared.key.map(|key| self.lines.span(key.range()));
        found.value = Some(self.lines.span(declared.value.range()));
        found.on_value = true;
        self.out.push(found);
    }
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
    fn a_version_ahead_of_the_tags_is_not_called_old() {
        assert!(codes("softwareVersion: 1.5.0\nreleaseDate: 2026-06-01\n").is_empty());
        assert!(codes("softwareVersion: v2.0\n").is_empty());
        for old in ["1.3.9", "1.4.0-rc.1", "1.4.0-beta.2", "1.4.0+build.7"] {
            let told = codes(&format!("softwareVersion: {old}\n"));
            assert_eq!(told, [Code::VersionMismatch], "{old}");
        }
    }
}
