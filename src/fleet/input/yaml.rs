//! YAML: the account list of public bodies, a `publishers.yml`, a DashLord file, or a
//! plain list.

use super::record::{self, Record, account_key};
use super::{Account, Body, Inputs, Listed, words};
use crate::yaml::{Node, Yaml};
use std::path::Path;

/// The longest file of that kind.
const LONGEST: usize = 32 << 20;

/// Reads `text`, which is recognised by its keys.
pub(super) fn read(text: &str, folder: &Path, inputs: &mut Inputs) -> Result<(), String> {
    let (yaml, error) = Yaml::parse_up_to(text, LONGEST);
    if let Some(error) = error {
        return Err(format!("{}:{}: {}", error.line, error.column, error.message));
    }
    for root in yaml.roots() {
        if root.is_list() {
            root.items().into_iter().for_each(|item| entry(item, folder, inputs));
        } else if let Some(urls) = root.get("urls") {
            let entity = root.text_of("entity").map(named);
            urls.items().into_iter().for_each(|url| dashlord(url, entity.as_ref(), inputs));
        } else if let Some(publishers) = root.get("publishers") {
            publishers.items().into_iter().for_each(|item| entry(item, folder, inputs));
        } else {
            for (host, forge) in root.entries() {
                if let Some(host) = host.text().filter(|_| forge.get("forge").is_some()) {
                    accounts(host, forge, inputs);
                } else if let Some(url) = host.text().filter(|url| url.contains("://")) {
                    inputs.listed.push(words::word(url, folder));
                }
            }
        }
    }
    Ok(())
}

fn named(name: &str) -> Body {
    Body { name: name.to_string(), ministry: String::new() }
}

/// An item of a list: a word, a publisher, or a record.
fn entry(item: Node<'_>, folder: &Path, inputs: &mut Inputs) {
    if let Some(word) = item.text() {
        inputs.listed.push(words::word(word, folder));
        return;
    }
    let (groups, repositories) = (item.get("orgs"), item.get("repos"));
    if groups.is_none() && repositories.is_none() {
        let cells = item.entries().into_iter();
        let cells = cells.filter_map(|(name, value)| {
            Some((name.text()?.to_string(), value.text()?.to_string()))
        });
        record::add(&cells.collect::<Record>(), folder, inputs);
        return;
    }
    let body =
        item.text_of("name").or(item.text_of("description")).or(item.text_of("id")).map(named);
    for group in groups.map(Node::items).unwrap_or_default() {
        if let Some((host, owner)) = group.text().and_then(account_key) {
            inputs.accounts.push(Account { host, owner, body: body.clone(), directory: None });
        }
    }
    for repository in repositories.map(Node::items).unwrap_or_default() {
        if let Some(url) = repository.text() {
            inputs.listed.push(Listed { body: body.clone(), ..words::word(url, folder) });
        }
    }
}

/// A site of a DashLord file, and its repositories: `owner/name` of GitHub, or addresses.
fn dashlord(site: Node<'_>, entity: Option<&Body>, inputs: &mut Inputs) {
    for repository in site.get("repositories").map(Node::items).unwrap_or_default() {
        let Some(name) = repository.text() else { continue };
        let url = match name.contains("://") {
            true => name.to_string(),
            false => format!("https://github.com/{name}"),
        };
        inputs.listed.push(Listed { url: Some(url), body: entity.cloned(), ..Listed::default() });
    }
}

/// The accounts of a forge, or the forge itself when none is named.
fn accounts(host: &str, forge: Node<'_>, inputs: &mut Inputs) {
    let account = |owner: &str, entry: Node<'_>| Account {
        host: host.to_lowercase(),
        owner: owner.to_lowercase(),
        body: None,
        directory: entry.text_of("pso_id").or(forge.text_of("pso_id")).map(str::to_string),
    };
    match forge.get("owners") {
        None => inputs.accounts.push(account("", forge)),
        Some(owners) => inputs.accounts.extend(
            owners
                .entries()
                .into_iter()
                .filter_map(|(name, entry)| Some(account(name.text()?, entry))),
        ),
    }
}
