//! The licence, the address and the version, against the licence files and the manifests,
//! the remote the repository is published from, and the latest tag.

use super::{Declared, Judge};
use crate::lang::Text;
use crate::licence::expression::Expression;
use crate::publiccode::code::Code;
use crate::publiccode::diagnostic::{Change, Fix, Severity};
use crate::publiccode::format::date::day;
use crate::publiccode::format::licence;
use crate::text;
use crate::text::version::numbers;
use crate::yaml::Node;
use crate::yaml::edit::Value;
use std::collections::BTreeSet;

impl Judge<'_, '_> {
    pub(super) fn licence(&mut self) {
        let Some(declared) = self.find(&["legal", "license"]) else { return };
        let listed = names(declared.text);
        let known: Vec<_> =
            self.repository.licences.iter().map(|one| (one, names(&one.expression))).collect();
        let known: Vec<_> = known.into_iter().filter(|(_, names)| !names.is_empty()).collect();
        let agrees = known.iter().any(|(_, names)| names.iter().any(|name| listed.contains(name)));
        let Some((other, _)) = known.first().filter(|_| !agrees && !listed.is_empty()) else {
            return;
        };
        let (here, there, place) = (declared.text, other.expression.clone(), other.place.clone());
        let message = text!(
            "licence « {here} », alors que {place} porte « {there} »",
            "licence “{here}”, yet {place} bears “{there}”"
        );
        let fix = Fix::doubtful(
            text!(
                "écrire {there}, si c’est bien la licence du projet",
                "write {there}, if it is the licence of the project"
            ),
            Change::Set(Value::text(there)),
        );
        self.report(&declared, Code::LicenceMismatch, Severity::Error, message, Some(fix));
    }
}

/// The licences an expression names, whatever their later versions.
fn names(expression: &str) -> BTreeSet<String> {
    let canonical = licence::parse(expression).map(|read| read.canonical);
    let canonical = canonical.or_else(|| Expression::suggestions(expression).into_iter().next());
    let words = canonical.unwrap_or_default();
    let words =
        words.split([' ', '(', ')']).filter(|word| !matches!(*word, "" | "AND" | "OR" | "WITH"));
    let bare = |word: &str| {
        let word = word.trim_end_matches('+').to_lowercase();
        word.trim_end_matches("-only").trim_end_matches("-or-later").to_string()
    };
    words.map(bare).collect()
}

impl Judge<'_, '_> {
    pub(super) fn address(&mut self) {
        let Some(declared) = self.find(&["url"]) else { return };
        let Some((host, path)) = &self.repository.address else { return };
        let Some((own_host, own_path)) = place(declared.text) else { return };
        let same = own_host.eq_ignore_ascii_case(host) && own_path.eq_ignore_ascii_case(path);
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
            Change::Set(Value::text(real.clone())),
        );
        self.report(&declared, Code::UrlMismatch, Severity::Warning, message, Some(fix));
    }

    /// The path in this repository that an address of its forge leads to.
    pub(super) fn in_repository(&self, url: &str) -> Option<String> {
        let (host, path) = self.repository.address.as_ref()?;
        let bare = url.split(['?', '#']).next()?;
        let rest = bare.split_once("://")?.1;
        let (own_host, listed) = rest.split_once('/')?;
        let start = listed.get(..path.len()).filter(|start| start.eq_ignore_ascii_case(path))?;
        let after = listed.strip_prefix(start)?.strip_prefix('/')?;
        if own_host.eq_ignore_ascii_case("raw.githubusercontent.com") && host == "github.com" {
            let after = after.strip_prefix("refs/heads/").unwrap_or(after);
            return Some(after.split_once('/')?.1.to_string());
        }
        if !own_host.eq_ignore_ascii_case(host) {
            return None;
        }
        let after = after.strip_prefix("-/").unwrap_or(after);
        let after = after
            .strip_prefix("src/branch/")
            .or_else(|| after.strip_prefix("blob/"))
            .or_else(|| after.strip_prefix("raw/"))?;
        Some(after.split_once('/')?.1.to_string())
    }
}

/// Host and path of a repository address, https or ssh.
fn place(url: &str) -> Option<(String, String)> {
    let address = crate::snapshot::metadata::Address::parse(url.trim())?;
    Some((address.host, address.path))
}

/// Days between a tag and the date announced that need no word.
const TOLERANCE: i32 = 7;

impl<'y> Judge<'y, '_> {
    pub(super) fn version(&mut self) {
        let Some(release) = &self.repository.release else { return };
        let (tag, version, date) = (&release.tag, &release.version, release.date);
        let current = self.find(&["softwareVersion"]);
        // A release being prepared, or tags that were not fetched.
        if current.as_ref().is_some_and(|declared| numbers(declared.text) > numbers(version)) {
            return;
        }
        let bare = |text: &str| text.trim().trim_start_matches(['v', 'V']).to_lowercase();
        if let Some(declared) = current
            && bare(declared.text) != bare(version)
            && declared.text != tag
            && declared.text.chars().any(|c| c.is_ascii_digit())
        {
            let message = text!(
                "la dernière étiquette est {tag}, du {date}",
                "the latest tag is {tag}, of {date}"
            );
            self.differs(&declared, message, version);
        }
        let Some(declared) = self.find(&["releaseDate"]) else { return };
        let Some(listed) = day(declared.text) else { return };
        let apart = date.since(listed).map_or(0, |span| span.get_days()).abs();
        if apart > TOLERANCE {
            let message = text!(
                "la dernière étiquette, {tag}, est du {date}",
                "the latest tag, {tag}, is of {date}"
            );
            self.differs(&declared, message, &date.to_string());
        }
    }

    /// Says that `told` is not what the latest tag gives.
    fn differs(&mut self, declared: &Declared<'y>, message: Text, given: &str) {
        let fix = Fix::doubtful(
            text!(
                "écrire \"{given}\", ou retirer la clé pour ne pas la tenir à jour",
                "write \"{given}\", or remove the key not to maintain it"
            ),
            Change::Set(Value::text(given)),
        );
        self.report(declared, Code::VersionMismatch, Severity::Warning, message, Some(fix));
    }
}
