//! The licence a repository states, and who holds the rights.

use super::Project;
use crate::licence::stewards::is_steward;
use crate::score::licence::recognise;
use regex::Regex;
use std::sync::LazyLock;

static TAG: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"SPDX-License-Identifier:\s*([A-Za-z0-9.+()-]+(?: [A-Za-z0-9.+()-]+)*)").ok()
});

static COPYRIGHT: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"(?mi)^\W*copyright\s+(?:\(c\)|©)?\s*(?:\d{4}(?:\s*[-–,]\s*(?:\d{4}|present))*,?)\s+(?:by\s+)?([^\n<(]{2,80})",
    )
    .ok()
});

/// The SPDX expression that manifests and licence files agree on, and the
/// holder of the rights. The text of a GNU licence does not say whether later
/// versions will do: alone, it states nothing.
pub(super) fn stated(project: &Project<'_>) -> (Option<String>, Option<String>) {
    let declared: Vec<String> = project
        .manifests()
        .iter()
        .filter(|manifest| manifest.at_root())
        .filter_map(|manifest| manifest.license.as_deref())
        .filter_map(precise)
        .collect();
    let mut files = Vec::new();
    let mut owner = None;
    for file in project.role("licence").into_iter().filter(|file| file.is_own()).take(4) {
        let Some(text) = project.text(file) else { continue };
        let tag = TAG.as_ref().and_then(|tag| tag.captures(text)).map(|found| found[1].to_string());
        let id = tag.as_deref().and_then(precise);
        files.extend(id.or_else(|| recognise(text).map(str::to_string)));
        owner = owner.or_else(|| copyright(text));
    }
    let agreed = match (declared.as_slice(), files.as_slice()) {
        ([first, rest @ ..], files) => {
            let told = rest.iter().all(|other| other == first)
                && files.iter().all(|file| first.contains(stem(file)));
            told.then(|| first.clone())
        }
        ([], [only]) if !gnu(only) => Some(only.clone()),
        _ => None,
    };
    (agreed, owner)
}

impl Project<'_> {
    /// The holder of the rights that the licence files name.
    pub fn copyright_owner(&self) -> Option<String> {
        stated(self).1
    }
}

/// `text` when it is an SPDX expression in which no GNU licence is ambiguous.
fn precise(text: &str) -> Option<String> {
    let text = text.trim();
    let parsed = spdx::Expression::parse_mode(text, spdx::ParseMode::STRICT).ok()?;
    let ambiguous =
        parsed.requirements().any(|requirement| {
            requirement.req.license.id().is_some_and(|id| {
                id.is_gnu() && !text.contains("-only") && !text.contains("-or-later")
            })
        });
    (!ambiguous).then(|| text.to_string())
}

fn gnu(id: &str) -> bool {
    spdx::license_id(id).is_some_and(spdx::LicenseId::is_gnu)
}

fn stem(id: &str) -> &str {
    id.trim_end_matches("-only").trim_end_matches("-or-later")
}

/// The holder that the first copyright line names, models of lines left out.
fn copyright(text: &str) -> Option<String> {
    let found = COPYRIGHT.as_ref()?.captures(text)?;
    let holder = found[1]
        .trim()
        .trim_end_matches(['.', ',', ';'])
        .trim_end_matches("All rights reserved")
        .trim();
    let model = holder.contains(['[', '<', '{']) || is_steward(holder);
    (!model && !holder.is_empty()).then(|| holder.to_string())
}
