//! What a repository says, in the terms of publiccode.yml
//! (<https://yml.publiccode.tools/schema.core.html>).

use super::Facts;
use crate::publiccode::repair::{Known, KnownContact};
use std::collections::BTreeMap;

/// Bounds of `longDescription` and `shortDescription`, in characters.
const LONG: std::ops::RangeInclusive<usize> = 150..=10_000;
const SHORT: usize = 150;

impl Facts {
    /// What is known, by key of the standard.
    pub fn known(&self) -> Known {
        let facts = self;
        let manifest = facts.manifests.iter().find(|manifest| manifest.at_root());
        let described = manifest.and_then(|manifest| manifest.description.clone());
        let mut short: BTreeMap<String, String> = BTreeMap::new();
        for (language, lead) in &facts.presentation.lead {
            short.extend(sentence(lead).map(|sentence| (language.clone(), sentence)));
        }
        if let (Some(text), Some(language)) = (described, only(facts.presentation.lead.keys())) {
            short.entry(language).or_insert_with(|| text.trim().to_string());
        }
        short.retain(|_, text| !text.is_empty() && text.chars().count() <= SHORT);
        let long = facts.presentation.body.iter();
        let long = long.filter(|(_, text)| LONG.contains(&text.chars().count()));
        let homepage = manifest.and_then(|manifest| manifest.homepage.clone());
        let url = facts.url.clone();
        let landing = homepage.filter(|page| {
            let bare = |page: &str| {
                page.trim_end_matches(".git").trim_end_matches(['/', '#']).to_lowercase()
            };
            page.starts_with("https://")
                && url.as_ref().is_none_or(|url| !bare(page).starts_with(&bare(url)))
        });
        Known {
            name: facts.name().map(|(name, _)| name),
            landing_url: landing,
            licence: facts.licence.clone(),
            copyright_owner: facts.copyright_owner.clone(),
            languages: facts.locales.clone(),
            platforms: facts.platforms.clone(),
            short,
            long: long.map(|(language, text)| (language.clone(), format!("{text}\n"))).collect(),
            features: facts.presentation.features.clone(),
            contacts: facts
                .maintainers
                .iter()
                .map(|person| KnownContact {
                    name: person.name.clone(),
                    email: Some(person.email.clone()),
                    affiliation: None,
                })
                .collect(),
            version: facts.release.as_ref().map(|(version, _)| version.clone()),
            release_date: facts.release.as_ref().map(|(_, day)| day.clone()),
            logo: facts.logo.clone(),
            url,
        }
    }
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
