//! One record of a table, whatever its columns are called (`columns.toml`).

use super::{Account, Body, Inputs, Listed};
use crate::fleet::address;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::LazyLock;

/// The names of columns.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Columns {
    address: Vec<String>,
    path: Vec<String>,
    body: Vec<String>,
    ministry: Vec<String>,
    host: Vec<String>,
    full_name: Vec<String>,
    account: Vec<String>,
    login: Vec<String>,
    told: BTreeMap<String, Vec<String>>,
}

static COLUMNS: LazyLock<Columns> =
    LazyLock::new(|| toml::from_str(include_str!("../columns.toml")).expect("embedded"));

/// A record: what stands in each column.
pub(super) type Record = BTreeMap<String, String>;

/// What stands in the first of `names` that `record` fills.
fn first<'r>(record: &'r Record, names: &[String]) -> Option<&'r str> {
    let filled = names.iter().filter_map(|name| record.get(name.as_str()));
    filled.map(|value| value.trim()).find(|value| !value.is_empty())
}

/// True when one of the columns `names` names a repository.
pub(super) fn are_known<'n>(names: impl Iterator<Item = &'n str>) -> bool {
    let known = [&COLUMNS.address, &COLUMNS.path, &COLUMNS.full_name, &COLUMNS.account];
    let known: Vec<&String> = known.into_iter().flatten().collect();
    names.into_iter().any(|name| known.iter().any(|one| *one == name))
}

/// Adds what `record` names to `inputs`: an account, a repository, or nothing.
pub(super) fn add(record: &Record, folder: &Path, inputs: &mut Inputs) {
    let body = first(record, &COLUMNS.body).map(|name| Body {
        name: name.to_string(),
        ministry: first(record, &COLUMNS.ministry).unwrap_or_default().to_string(),
    });
    let full_name = first(record, &COLUMNS.full_name);
    if full_name.is_none() && first(record, &COLUMNS.login).is_some() {
        let url = first(record, &COLUMNS.account);
        if let Some(key) = url.and_then(account_key) {
            let (host, owner) = key;
            inputs.accounts.push(Account { host, owner, body, directory: None });
            return;
        }
    }
    let on_forge = || {
        let (host, path) = (first(record, &COLUMNS.host)?, full_name?);
        Some(format!("https://{host}/{path}"))
    };
    let address = first(record, &COLUMNS.address);
    let is_address = |url: &&str| address::key(url).is_some();
    let url = address.filter(is_address).map(str::to_string).or_else(on_forge);
    // People write a path where an address is expected.
    let path = first(record, &COLUMNS.path).or(address.filter(|one| !is_address(one)));
    if url.is_none() && path.is_none() {
        return;
    }
    let told = COLUMNS
        .told
        .iter()
        .filter_map(|(name, columns)| Some((name.clone(), first(record, columns)?.to_string())));
    inputs.listed.push(Listed {
        url,
        path: path.map(|path| folder.join(path)),
        below: path.unwrap_or_default().trim_matches(['/', '.']).to_string(),
        body,
        told: told.collect(),
    });
}

/// The host and the owner of the account at `url`.
pub(super) fn account_key(url: &str) -> Option<(String, String)> {
    let (_, rest) = url.trim().split_once("://")?;
    let (host, owner) = rest.split_once('/').unwrap_or((rest, ""));
    let host = host.rsplit('@').next()?.split(':').next()?.to_lowercase();
    (!host.is_empty()).then(|| (host, owner.trim_matches('/').to_lowercase()))
}
