//! Software bills of materials: CycloneDX 1.6, SPDX 2.3 and SPDX 3.0.
//!
//! The same repository gives the same bytes: identifiers are derived from the
//! content, and the date is that of the commit or the one asked for. No crate
//! writes the three formats; each is a small tree of JSON, validated against the
//! official schemas in `tests/sbom.rs`.

mod cyclonedx;
mod notice;
mod spdx2;
mod spdx3;

use crate::lang::Lang;
use crate::manifest::{Component, Ecosystem, Inventory, Listed};
use clap::ValueEnum;
use jiff::Timestamp;
use serde_json::Value;
use std::collections::{BTreeMap, HashMap, HashSet};

/// A format of bill.
// What documents a value is its help, which is not written in both languages.
#[allow(missing_docs)]
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    // CycloneDX 1.6, JSON.
    #[value(name = "cyclonedx")]
    CycloneDx,
    // SPDX 2.3, JSON.
    #[value(name = "spdx")]
    Spdx2,
    // SPDX 3.0.1, JSON-LD.
    Spdx3,
    // The notice of third parties, text.
    Notice,
}

/// What a bill says.
pub(crate) struct Bill<'a> {
    /// The name of the project.
    pub name: String,
    /// Its version, when it is known.
    pub version: Option<String>,
    /// Its Package URL.
    pub purl: String,
    /// Its licence, as an SPDX expression, when it is known.
    pub licence: Option<String>,
    /// The date of the document.
    pub created: Timestamp,
    /// The components.
    pub inventory: &'a Inventory,
}

/// A component with what documents refer to it by.
struct Item<'a> {
    listed: &'a Listed,
    purl: String,
    /// Unique in the document.
    reference: String,
    licence: Option<String>,
    /// Positions of the components it certainly needs.
    needs: Vec<usize>,
}

impl Format {
    /// The document, ending with a newline.
    pub(crate) fn render(self, bill: &Bill<'_>, lang: Lang) -> String {
        let items = items(bill.inventory);
        let value: Value = match self {
            Format::CycloneDx => cyclonedx::document(bill, &items),
            Format::Spdx2 => spdx2::document(bill, &items),
            Format::Spdx3 => spdx3::document(bill, &items),
            Format::Notice => return notice::document(bill, &items, lang),
        };
        serde_json::to_string_pretty(&value).unwrap_or_default() + "\n"
    }
}

fn items(inventory: &Inventory) -> Vec<Item<'_>> {
    let mut by_name: HashMap<(Ecosystem, &str), Vec<usize>> = HashMap::new();
    for (at, listed) in inventory.listed.iter().enumerate() {
        let component = &listed.component;
        by_name.entry((component.ecosystem, &component.name)).or_default().push(at);
    }
    // Where several versions of a name are listed, which one is needed is not said.
    let needs = |component: &Component| -> Vec<usize> {
        let found =
            component.requires.iter().filter_map(|name| by_name.get(&(component.ecosystem, name)));
        let mut sure: Vec<usize> =
            found.filter(|list| list.len() == 1).flatten().copied().collect();
        sure.sort_unstable();
        sure.dedup();
        sure
    };
    let mut seen: HashSet<String> = HashSet::new();
    let mut items = Vec::with_capacity(inventory.listed.len());
    for listed in &inventory.listed {
        let purl = listed.component.purl();
        let mut reference = purl.clone();
        let mut copy = 1;
        while !seen.insert(reference.clone()) {
            copy += 1;
            reference = format!("{purl}#{copy}");
        }
        let (licence, needs) =
            (listed.expression().map(|found| found.to_string()), needs(&listed.component));
        items.push(Item { listed, purl, reference, licence, needs });
    }
    items
}

/// Positions of the components that the project itself asks for.
fn direct(items: &[Item<'_>]) -> Vec<usize> {
    let asked =
        items.iter().enumerate().filter(|(_, item)| item.listed.component.direct == Some(true));
    asked.map(|(at, _)| at).collect()
}

/// A UUID derived from what the bill says (version 8, RFC 9562).
fn identifier(bill: &Bill<'_>, items: &[Item<'_>]) -> String {
    let mut hasher = blake3::Hasher::new_derive_key("publiable bill of materials v1");
    let mut add = |text: &str| {
        hasher.update(text.as_bytes());
        hasher.update(&[0]);
    };
    add(&bill.name);
    add(bill.version.as_deref().unwrap_or_default());
    add(&bill.purl);
    add(bill.licence.as_deref().unwrap_or_default());
    add(&bill.created.to_string());
    for item in items {
        add(&item.reference);
        add(&format!("{:?}", item.listed.component));
    }
    let digest = hasher.finalize();
    let mut bytes = [0u8; 16];
    bytes.copy_from_slice(&digest.as_bytes()[..16]);
    bytes[6] = (bytes[6] & 0x0f) | 0x80;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    format!("{}-{}-{}-{}-{}", &hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..])
}

/// The date as the three formats write it.
fn date(bill: &Bill<'_>) -> String {
    let seconds = Timestamp::from_second(bill.created.as_second()).unwrap_or(bill.created);
    seconds.to_string()
}

/// A fragment that any of the formats accepts in an identifier.
fn fragment(text: &str) -> String {
    let plain = |c: char| if c.is_ascii_alphanumeric() || c == '.' || c == '-' { c } else { '-' };
    text.chars().map(plain).collect()
}

/// The licences written in words that are no SPDX expression, with the
/// identifier (`LicenseRef-…`) that stands for each.
fn references(items: &[Item<'_>]) -> BTreeMap<String, String> {
    let unclear = items.iter().filter(|item| item.licence.is_none());
    let written = unclear.filter_map(|item| item.listed.component.license.as_deref());
    let mut found: BTreeMap<String, String> = BTreeMap::new();
    for words in written {
        let digest = blake3::hash(words.as_bytes()).to_hex();
        found.insert(words.to_string(), format!("LicenseRef-{}", &digest[..12]));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::manifest::copies::Known;

    fn rendered(format: Format) -> String {
        let lock = r#"{"lockfileVersion":3,"packages":{"":{"dependencies":{"a":"1"}},"node_modules/a":{"version":"1.0.0","license":"MIT","dependencies":{"b":"1"}},"node_modules/b":{"version":"2.0.0","dev":true,"license":"maison"}}}"#;
        let inventory = Inventory::read([("package-lock.json", lock)], &Known::default());
        let bill = Bill {
            name: "projet".into(),
            version: None,
            purl: "pkg:generic/projet".into(),
            licence: Some("MIT".into()),
            created: Timestamp::from_second(1_767_225_600).expect("date"),
            inventory: &inventory,
        };
        format.render(&bill, Lang::En)
    }

    #[test]
    fn the_same_input_gives_the_same_bytes() {
        for format in [Format::CycloneDx, Format::Spdx2, Format::Spdx3] {
            assert_eq!(rendered(format), rendered(format));
            assert!(rendered(format).contains("pkg:npm/a@1.0.0"));
            assert!(rendered(format).contains("2026-01-01T00:00:00Z"));
        }
    }

    #[test]
    fn a_notice_lists_what_is_distributed_and_gives_the_texts() {
        let notice = rendered(Format::Notice);
        assert!(notice.contains("* a@1.0.0\n  MIT\n  pkg:npm/a@1.0.0\n"), "{notice}");
        assert!(!notice.contains("b@2.0.0"), "{notice}");
        assert!(notice.contains("Permission is hereby granted, free of charge"), "{notice}");
    }

    #[test]
    fn what_is_needed_is_told() {
        let value: Value = serde_json::from_str(&rendered(Format::CycloneDx)).expect("json");
        let needed = value.pointer("/dependencies/1/dependsOn/0").and_then(Value::as_str);
        assert_eq!(needed, Some("pkg:npm/b@2.0.0"));
        assert_eq!(value.pointer("/components/1/scope").and_then(Value::as_str), Some("excluded"));
    }
}
