//! What a repository says, in the terms of publiccode.yml
//! (<https://yml.publiccode.tools/schema.core.html>).

use super::Project;
use super::words::{WORDS, is};
use crate::publiccode::repair::{Known, KnownContact};
use crate::snapshot::metadata::Metadata;
use crate::snapshot::{File, Snapshot};
use regex::Regex;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

/// Bounds of `longDescription` and `shortDescription`, in characters.
const LONG: std::ops::RangeInclusive<usize> = 150..=10_000;
const SHORT: usize = 150;

impl Project<'_> {
    /// What is known, by key of the standard.
    pub fn known(&self) -> Known {
        let manifest = self.manifests().iter().find(|manifest| manifest.at_root());
        let presentation = self.presentation();
        let described = manifest.and_then(|manifest| manifest.description.clone());
        let mut short: BTreeMap<String, String> = BTreeMap::new();
        for (language, lead) in &presentation.lead {
            short.extend(sentence(lead).map(|sentence| (language.clone(), sentence)));
        }
        if let (Some(text), Some(language)) = (described, only(presentation.lead.keys())) {
            short.entry(language).or_insert_with(|| text.trim().to_string());
        }
        short.retain(|_, text| !text.is_empty() && text.chars().count() <= SHORT);
        let long = presentation.body.iter();
        let long = long.filter(|(_, text)| LONG.contains(&text.chars().count()));
        let url = self.address().map(|address| address.web());
        let homepage = manifest.and_then(|manifest| manifest.homepage.clone());
        let licences = self.licences();
        let release = self.snapshot.metadata.as_ref().and_then(release);
        let (version, release_date) = release.unzip();
        Known {
            name: self.name().map(|(name, _)| name),
            landing_url: homepage.filter(|page| is_elsewhere(page, url.as_deref())),
            licence: licences.agreed().map(ToString::to_string),
            copyright_owner: licences.holder.clone(),
            languages: locales(self.snapshot),
            platforms: platforms(self.snapshot),
            short,
            long: long.map(|(language, text)| (language.clone(), format!("{text}\n"))).collect(),
            features: presentation.features.clone(),
            contacts: maintainers(self),
            version,
            release_date,
            logo: self.logo_files().into_iter().find(fits).map(|file| file.path.clone()),
            url,
        }
    }
}

/// True for the address of a page that is not in the repository at `url`.
fn is_elsewhere(page: &str, url: Option<&str>) -> bool {
    let bare =
        |page: &str| page.trim_end_matches(".git").trim_end_matches(['/', '#']).to_lowercase();
    page.starts_with("https://") && url.is_none_or(|url| !bare(page).starts_with(&bare(url)))
}

/// True for a logo that the standard takes and that is published.
fn fits(file: &&File) -> bool {
    file.tracked && matches!(file.extension().as_str(), "svg" | "svgz" | "png")
}

fn only<'k>(mut keys: impl Iterator<Item = &'k String>) -> Option<String> {
    match (keys.next(), keys.next()) {
        (Some(only), None) => Some(only.clone()),
        _ => None,
    }
}

/// The first sentence of `text`.
fn sentence(text: &str) -> Option<String> {
    let end = text.match_indices(['.', '!', '?']).map(|(at, _)| at).find(|at| {
        let after = &text[at + 1..];
        after.is_empty() || after.starts_with(char::is_whitespace)
    });
    let sentence = end.map_or(text, |end| &text[..end]).trim();
    (!sentence.is_empty()).then(|| sentence.to_string())
}

/// The most recent tag that looks like a version, without its leading `v`.
fn release(metadata: &Metadata) -> Option<(String, String)> {
    let mut tags = metadata.tags.iter().rev();
    tags.find_map(|tag| {
        let version = tag.name.strip_prefix(['v', 'V']).unwrap_or(&tag.name);
        let stable = version.starts_with(|c: char| c.is_ascii_digit())
            && version.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
        let day = tag.date.to_zoned(jiff::tz::TimeZone::UTC).date().to_string();
        stable.then(|| (version.to_string(), day))
    })
}

/// The languages after which the files of locale folders are named.
fn locales(snapshot: &Snapshot) -> Vec<String> {
    let mut found = BTreeSet::new();
    for file in snapshot.files.iter().filter(|file| file.is_own()) {
        let parts: Vec<&str> = file.path.split('/').collect();
        let folder = parts
            .iter()
            .rev()
            .skip(1)
            .position(|part| is(&WORDS.locale_folders, &part.to_lowercase()));
        let Some(folder) = folder.map(|at| parts.len() - 2 - at) else { continue };
        let Some(next) = parts.get(folder + 1) else { continue };
        let stem = next.split('.').next().unwrap_or_default();
        found.extend(language_tag(stem));
        // messages.fr.yml, app_fr.arb
        if parts.len() == folder + 2 {
            let stem = next.rsplit_once('.').map_or(*next, |(stem, _)| stem);
            found.extend(stem.rsplit(['.', '_']).next().and_then(language_tag));
        }
    }
    found.into_iter().collect()
}

/// `name` when it is the tag of a language, with or without a region.
fn language_tag(name: &str) -> Option<String> {
    let (language, region) = match name.split_once(['-', '_']) {
        Some((language, region)) => (language, Some(region)),
        None => (name, None),
    };
    if !is(&WORDS.languages, language) {
        return None;
    }
    match region {
        None => Some(language.to_string()),
        Some(region) if region.len() == 2 && region.bytes().all(|b| b.is_ascii_alphabetic()) => {
            Some(format!("{language}-{}", region.to_uppercase()))
        }
        Some(_) => None,
    }
}

fn platforms(snapshot: &Snapshot) -> Vec<String> {
    let android =
        snapshot.files.iter().any(|file| file.is_own() && file.name() == "AndroidManifest.xml");
    android.then(|| "android".to_string()).into_iter().collect()
}

static PERSON: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"(?m)^[\s*\-|#>]*\[?([\p{Lu}][\p{L}'’.-]+(?: +[\p{L}'’.-]+){1,4})\]?\s*(?:\([^)@]*\)\s*)?[\s|,:–—-]*[<(\[]?(?:mailto:)?([A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+\.[A-Za-z]{2,})",
    )
    .ok()
});

/// The people that MAINTAINERS and CODEOWNERS give with a name and an address.
fn maintainers(project: &Project<'_>) -> Vec<KnownContact> {
    let mut people: Vec<KnownContact> = Vec::new();
    for file in ["maintainers", "codeowners"].iter().flat_map(|role| project.role(role)) {
        let Some(text) = project.text(file) else { continue };
        for person in named(text) {
            if !people.iter().any(|known| known.email == person.email) {
                people.push(person);
            }
        }
    }
    people.truncate(10);
    people
}

fn named(text: &str) -> Vec<KnownContact> {
    let Some(pattern) = PERSON.as_ref() else { return Vec::new() };
    pattern
        .captures_iter(text)
        .map(|found| KnownContact {
            name: found[1].trim().to_string(),
            email: Some(found[2].to_string()),
            affiliation: None,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_have_a_name_and_an_address() {
        let text = "# Mainteneurs\n\n- Camille Exemple <camille@example.org>\n\
                    * Dominique d’Exemple (Bureau), dominique@example.org\n\
                    | Alix Exemple | alix@example.org |\n* @example/equipe\n- equipe@example.org\n";
        let found = named(text);
        let names: Vec<&str> = found.iter().map(|person| person.name.as_str()).collect();
        assert_eq!(names, ["Camille Exemple", "Dominique d’Exemple", "Alix Exemple"]);
        assert_eq!(found[1].email.as_deref(), Some("dominique@example.org"));
    }
}
