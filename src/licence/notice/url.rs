//! Addresses that stand for a licence.

use super::family::LICENCE_OUVERTE_1;
use super::names::Name;
use crate::licence::expression::{Expression, ids};

/// Parts of an address without its scheme, in lower case, and the licence it
/// leads to.
const ADDRESSES: [(&str, &str); 34] = [
    ("apache.org/licenses/license-2.0", "Apache-2.0"),
    ("apache.org/licenses/license-1.1", "Apache-1.1"),
    ("apache.org/license-2.0", "Apache-2.0"),
    ("mozilla.org/mpl/2.0", "MPL-2.0"),
    ("mozilla.org/en-us/mpl/2.0", "MPL-2.0"),
    ("mozilla.org/media/mpl/2.0", "MPL-2.0"),
    ("mozilla.org/mpl/1.1", "MPL-1.1"),
    ("mozilla.org/mpl/mpl-1.1", "MPL-1.1"),
    ("eclipse.org/legal/epl-2.0", "EPL-2.0"),
    ("eclipse.org/legal/epl-v20", "EPL-2.0"),
    ("eclipse.org/legal/epl-v10", "EPL-1.0"),
    ("eclipse.org/org/documents/epl-2.0", "EPL-2.0"),
    ("eclipse.org/org/documents/edl-v10", "BSD-3-Clause"),
    ("gnu.org/licenses/agpl-3.0", "AGPL-3.0"),
    ("gnu.org/licenses/gpl-3.0", "GPL-3.0"),
    ("gnu.org/licenses/lgpl-3.0", "LGPL-3.0"),
    ("gnu.org/licenses/old-licenses/gpl-2.0", "GPL-2.0"),
    ("gnu.org/licenses/gpl-2.0", "GPL-2.0"),
    ("gnu.org/licenses/old-licenses/lgpl-2.1", "LGPL-2.1"),
    ("gnu.org/licenses/lgpl-2.1", "LGPL-2.1"),
    ("gnu.org/licenses/fdl-1.3", "GFDL-1.3"),
    ("etalab.gouv.fr/wp-content/uploads/2017/04/etalab-licence-ouverte-v2.0.pdf", "etalab-2.0"),
    ("etalab-licence-ouverte-v2.0", "etalab-2.0"),
    ("etalab-2.0", "etalab-2.0"),
    ("etalab/licence-ouverte/blob/master/lo.md", "etalab-2.0"),
    ("licence_ouverte.pdf", LICENCE_OUVERTE_1),
    ("cecill_v2.1", "CECILL-2.1"),
    ("cecill_v2-", "CECILL-2.0"),
    ("cecill-b_v1", "CECILL-B"),
    ("cecill-c_v1", "CECILL-C"),
    ("cecill_v1.1", "CECILL-1.1"),
    ("opendatacommons.org/licenses/odbl", "ODbL-1.0"),
    ("unlicense.org", "Unlicense"),
    ("eupl/eupl-text-eupl-12", "EUPL-1.2"),
];

/// Hosts whose pages bear the SPDX identifier as their name.
const REGISTERS: [&str; 7] = [
    "opensource.org/licenses/",
    "opensource.org/license/",
    "spdx.org/licenses/",
    "choosealicense.com/licenses/",
    "spdx.github.io/license-list-data/",
    "interoperable-europe.ec.europa.eu/licence/",
    "joinup.ec.europa.eu/licence/",
];

/// The licence that `address` leads to.
pub fn name(address: &str) -> Option<Name> {
    let lower = address.to_ascii_lowercase();
    let lower = lower.split_once("://").map_or(lower.as_str(), |(_, rest)| rest);
    let lower = lower.strip_prefix("www.").unwrap_or(lower);
    let known = |id: &str| Some(Name::Known(id.to_string(), None));
    if let Some(id) = creative_commons(lower) {
        return Some(id);
    }
    if let Some(rest) = REGISTERS.iter().find_map(|host| lower.strip_prefix(host)) {
        return registered(rest);
    }
    if lower.contains("eupl") {
        let version =
            [("1.2", "EUPL-1.2"), ("12", "EUPL-1.2"), ("1.1", "EUPL-1.1"), ("11", "EUPL-1.1")];
        let tail = &lower[lower.rfind("eupl")?..];
        return version
            .iter()
            .find(|(number, _)| tail.contains(number))
            .and_then(|(_, id)| known(id));
    }
    ADDRESSES.iter().find(|(part, _)| lower.contains(part)).and_then(|(_, id)| known(id))
}

/// The page of a register of licences: `mit`, `AGPL-3.0.html`, `MIT-license.php`.
fn registered(rest: &str) -> Option<Name> {
    let page = rest.split(['?', '#']).next()?.trim_end_matches('/');
    let page = page.strip_prefix("preview/").unwrap_or(page);
    let page = page.rsplit('/').next()?;
    let page = [".html", ".php", ".txt", ".json"]
        .iter()
        .find_map(|end| page.strip_suffix(end))
        .unwrap_or(page);
    let page = page.strip_suffix("-license").unwrap_or(page);
    let id = match page {
        "apache" | "apache-2-0" => "Apache-2.0",
        "bsd-license-3" | "bsd-3-clause-license" => "BSD-3-Clause",
        "gpl-3-0" => "GPL-3.0",
        "agpl-v3" | "agpl-3-0" => "AGPL-3.0",
        "lgpl-3-0" => "LGPL-3.0",
        "mpl-2-0" => "MPL-2.0",
        "epl-2-0" => "EPL-2.0",
        "isc-license-txt" => "ISC",
        "eupl-1-2" => "EUPL-1.2",
        page => ids::licence(page)?,
    };
    match Expression::parse(id).ok()? {
        Expression::Term(term) => Some(Name::Known(term.id, term.exception)),
        _ => None,
    }
}

/// `creativecommons.org/licenses/by-sa/4.0/` and its likes; a version ported to a
/// country is another licence.
fn creative_commons(lower: &str) -> Option<Name> {
    let rest = lower.strip_prefix("creativecommons.org/")?;
    let mut parts = rest.split(['/', '?', '#']).filter(|part| !part.is_empty());
    let (kind, code) = (parts.next()?, parts.next()?);
    let version = parts.next().unwrap_or_default();
    if kind == "publicdomain" {
        return (code == "zero").then(|| Name::Known("CC0-1.0".to_string(), None));
    }
    let port = parts.next().filter(|part| {
        part.len() == 2 && !matches!(*part, "fr" | "en") || version != "4.0" && part.len() == 2
    });
    let port = port.map_or(String::new(), |port| format!("-{port}"));
    let id = ids::licence(&format!("cc-{code}-{version}{port}"));
    Some(id.map_or(Name::Family("CC"), |id| Name::Known(id.to_string(), None)))
}
