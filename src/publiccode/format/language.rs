//! Language tags (BCP 47), checked against the subtags that IANA registers.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

struct Registry {
    languages: HashSet<&'static str>,
    extlangs: HashMap<&'static str, &'static str>,
    scripts: HashSet<String>,
    regions: HashSet<String>,
    variants: HashMap<&'static str, Vec<String>>,
    grandfathered: HashSet<String>,
}

static REGISTRY: LazyLock<Registry> = LazyLock::new(|| {
    let mut registry = Registry {
        languages: HashSet::new(),
        extlangs: HashMap::new(),
        scripts: HashSet::new(),
        regions: HashSet::new(),
        variants: HashMap::new(),
        grandfathered: HashSet::new(),
    };
    let mut kind = "";
    for line in include_str!("../../../data/publiccode/language-subtags.txt").lines() {
        if line.starts_with('#') {
            continue;
        }
        if let Some(name) = line.strip_suffix(':') {
            kind = name;
            continue;
        }
        for entry in line.split(' ') {
            let (subtag, prefixes) = entry.split_once(':').unwrap_or((entry, ""));
            match kind {
                "language" => _ = registry.languages.insert(subtag),
                "extlang" => _ = registry.extlangs.insert(subtag, prefixes),
                "script" => _ = registry.scripts.insert(subtag.to_lowercase()),
                "region" => _ = registry.regions.insert(subtag.to_lowercase()),
                "grandfathered" => _ = registry.grandfathered.insert(subtag.to_lowercase()),
                _ => {
                    let prefixes = prefixes.split(',').filter(|prefix| !prefix.is_empty());
                    let prefixes = prefixes.map(str::to_lowercase).collect();
                    registry.variants.insert(subtag, prefixes);
                }
            }
        }
    }
    registry
});

/// The code of a language by its ISO 639-2 code or its name.
fn code(name: &str) -> Option<&'static str> {
    let rows = include_str!("../../../data/publiccode/language-names.tsv").lines();
    let mut rows = rows.filter_map(|row| row.split_once('\t'));
    rows.find(|(known, _)| *known == name).map(|(_, code)| code)
}

/// The languages of two letters, in the order of the alphabet.
pub(crate) fn codes() -> Vec<&'static str> {
    let short = REGISTRY.languages.iter().copied().filter(|code| code.len() == 2);
    let mut codes: Vec<&str> = short.collect();
    codes.sort_unstable();
    codes
}

/// True for a tag whose subtags are all registered, in any case.
pub(crate) fn is_tag(tag: &str) -> bool {
    let tag = tag.to_ascii_lowercase();
    if REGISTRY.grandfathered.contains(&tag) {
        return true;
    }
    let sound = |subtag: &str| {
        (1..=8).contains(&subtag.len()) && subtag.bytes().all(|b| b.is_ascii_alphanumeric())
    };
    let subtags: Vec<&str> = tag.split('-').collect();
    if !subtags.iter().all(|subtag| sound(subtag)) {
        return false;
    }
    let Some((language, mut rest)) = subtags.split_first() else { return false };
    if *language == "x" {
        return !rest.is_empty();
    }
    if !is_language(language) {
        return false;
    }
    let mut before = (*language).to_string();
    let mut used = HashSet::new();
    if let Some((extlang, after)) = rest.split_first()
        && REGISTRY.extlangs.get(extlang) == Some(language)
    {
        rest = after;
    }
    if let Some((script, after)) = rest.split_first()
        && script.len() == 4
        && script.bytes().all(|b| b.is_ascii_alphabetic())
    {
        if !is_script(script) {
            return false;
        }
        before = format!("{before}-{script}");
        rest = after;
    }
    if let Some((region, after)) = rest.split_first()
        && (region.len() == 2 || (region.len() == 3 && region.bytes().all(|b| b.is_ascii_digit())))
    {
        if !is_region(region) {
            return false;
        }
        before = format!("{before}-{region}");
        rest = after;
    }
    while let Some((variant, after)) = rest.split_first()
        && variant.len() > 1
    {
        let Some(prefixes) = REGISTRY.variants.get(variant) else { return false };
        let goes = prefixes.is_empty() || prefixes.iter().any(|prefix| within(&before, prefix));
        if !goes || !used.insert(*variant) {
            return false;
        }
        before = format!("{before}-{variant}");
        rest = after;
    }
    extensions(rest)
}

/// True when `tag` is in the range `prefix`: its subtags are there, in order.
fn within(tag: &str, prefix: &str) -> bool {
    let mut subtags = tag.split('-');
    prefix.split('-').all(|wanted| subtags.any(|subtag| subtag == wanted))
}

/// Extensions (`u-…`) and private use (`x-…`).
fn extensions(mut rest: &[&str]) -> bool {
    let mut used = HashSet::new();
    while let Some((singleton, after)) = rest.split_first() {
        if *singleton == "x" {
            return !after.is_empty();
        }
        let length = after.iter().take_while(|subtag| subtag.len() > 1).count();
        if singleton.len() != 1 || length == 0 || !used.insert(*singleton) {
            return false;
        }
        rest = &after[length..];
    }
    true
}

fn is_language(subtag: &str) -> bool {
    REGISTRY.languages.contains(subtag) || (subtag.len() == 3 && ("qaa"..="qtz").contains(&subtag))
}

fn is_script(subtag: &str) -> bool {
    REGISTRY.scripts.contains(subtag) || ("qaaa"..="qabx").contains(&subtag)
}

fn is_region(subtag: &str) -> bool {
    let private =
        subtag.len() == 2 && (("qm"..="qz").contains(&subtag) || ("xa"..="xz").contains(&subtag));
    REGISTRY.regions.contains(subtag) || private
}

/// The tag in its usual letters: `fr-CA`, `zh-Hant-TW`.
pub(crate) fn canonical(tag: &str) -> String {
    let mut private = false;
    let mut out: Vec<String> = Vec::new();
    for (at, subtag) in tag.split('-').enumerate() {
        let lower = subtag.to_ascii_lowercase();
        let alphabetic = subtag.bytes().all(|b| b.is_ascii_alphabetic());
        out.push(match subtag.len() {
            2 if at > 0 && !private => lower.to_ascii_uppercase(),
            4 if at > 0 && !private && alphabetic => lower[..1].to_ascii_uppercase() + &lower[1..],
            _ => lower,
        });
        private |= subtag.len() == 1;
    }
    out.join("-")
}

/// What was probably meant by a tag that is not one.
pub(crate) fn guess(tag: &str) -> Option<String> {
    let dashed = tag.trim().replace('_', "-");
    let (first, rest) = dashed.split_once('-').unwrap_or((&dashed, ""));
    let lower = first.to_lowercase();
    let first = code(&lower).unwrap_or(&lower);
    let rest = rest.split(['.', '@']).next().unwrap_or_default();
    let candidate = if rest.is_empty() { first.to_string() } else { format!("{first}-{rest}") };
    let candidate = canonical(&candidate);
    (candidate != tag && is_tag(&candidate)).then_some(candidate)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn registered_subtags_make_a_tag() {
        for good in [
            "fr",
            "FR",
            "en-US",
            "zh-Hant-TW",
            "zh-yue",
            "fr-419",
            "ca-valencia",
            "de-DE-1996",
            "und",
            "mul",
            "qaa",
            "i-klingon",
            "en-GB-oed",
            "x-private",
            "en-u-ca-gregory",
            "no",
            "de-1996",
        ] {
            assert!(is_tag(good), "{good}");
        }
        for bad in [
            "", "fra", "eng", "zz", "fr_FR", "fr-", "en-GB-xx", "fr-yue", "fr-1990", "english",
            "fr-ZZZ", "e", "en-x",
        ] {
            assert!(!is_tag(bad), "{bad}");
        }
    }

    #[test]
    fn a_wrong_tag_tells_what_was_meant() {
        assert_eq!(guess("fr_FR").as_deref(), Some("fr-FR"));
        assert_eq!(guess("fra").as_deref(), Some("fr"));
        assert_eq!(guess("Français").as_deref(), Some("fr"));
        assert_eq!(guess("en_US.UTF-8").as_deref(), Some("en-US"));
        assert_eq!(guess("zz"), None);
        assert_eq!(canonical("FR-ca"), "fr-CA");
    }
}
