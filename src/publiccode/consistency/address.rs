//! The address, against the remote the repository is published from.

use super::Judge;
use crate::publiccode::code::Code;
use crate::publiccode::diagnostic::{Change, Fix, Severity};
use crate::text;
use crate::yaml::Node;
use crate::yaml::edit::Value;

impl Judge<'_, '_> {
    pub(super) fn address(&mut self) {
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
            Change::Set(Value::text(real.clone())),
        );
        self.say(&told, Code::UrlMismatch, Severity::Warning, message, Some(fix));
    }

    /// The path in this repository that an address of its forge leads to.
    pub(super) fn in_repository(&self, url: &str) -> Option<String> {
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
}

/// Host and path of a repository address, https or ssh.
fn place(url: &str) -> Option<(String, String)> {
    let address = crate::snapshot::metadata::Address::parse(url.trim())?;
    Some((address.host, address.path))
}
