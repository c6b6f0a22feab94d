//! Keys and values that people write instead of those of the standard: other
//! spellings, keys of old versions, keys of another place, and the keys that
//! generators of the French administration added.

/// What to do with a key that is not of the standard.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hint {
    /// Another name in the same place.
    Rename(&'static str),
    /// Another place.
    Move(&'static str),
    /// A section whose keys go to several places.
    Split(&'static [(&'static str, &'static str)]),
    /// No key of the standard says it.
    Drop,
}

/// Keys taken for others: the path of the section (`""` for the top, `*` for
/// any), the key, what to do.
const KEYS: &[(&str, &str, Hint)] = &[
    ("", "publiccode-yaml-version", Hint::Rename("publiccodeYmlVersion")),
    ("", "publiccodeYamlVersion", Hint::Rename("publiccodeYmlVersion")),
    ("", "organization", Hint::Rename("organisation")),
    ("", "localization", Hint::Rename("localisation")),
    ("", "license", Hint::Move("legal.license")),
    ("", "licence", Hint::Move("legal.license")),
    ("", "licenses", Hint::Move("legal.license")),
    ("", "contact", Hint::Move("maintenance.contacts")),
    ("", "contacts", Hint::Move("maintenance.contacts")),
    ("", "contractors", Hint::Move("maintenance.contractors")),
    ("", "maintainer", Hint::Move("maintenance.contacts")),
    ("", "maintainers", Hint::Move("maintenance.contacts")),
    ("", "tags", Hint::Rename("categories")),
    ("", "category", Hint::Rename("categories")),
    ("", "platform", Hint::Rename("platforms")),
    ("", "freeTags", Hint::Drop),
    ("", "featureList", Hint::Move("description.<lang>.features")),
    ("", "features", Hint::Move("description.<lang>.features")),
    ("", "shortDescription", Hint::Move("description.<lang>.shortDescription")),
    ("", "longDescription", Hint::Move("description.<lang>.longDescription")),
    ("", "genericName", Hint::Move("description.<lang>.genericName")),
    ("", "screenshots", Hint::Move("description.<lang>.screenshots")),
    ("", "videos", Hint::Move("description.<lang>.videos")),
    ("", "documentation", Hint::Move("description.<lang>.documentation")),
    ("", "apiDocumentation", Hint::Move("description.<lang>.apiDocumentation")),
    ("", "availableLanguages", Hint::Move("localisation.availableLanguages")),
    ("", "languages", Hint::Move("localisation.availableLanguages")),
    ("", "localisationReady", Hint::Move("localisation.localisationReady")),
    ("", "repoOwner", Hint::Move("organisation.name")),
    ("", "owner", Hint::Move("organisation.name")),
    ("", "mainCopyrightOwner", Hint::Move("legal.mainCopyrightOwner")),
    ("", "scope", Hint::Move("intendedAudience.scope")),
    ("", "audience", Hint::Rename("intendedAudience")),
    ("", "countries", Hint::Move("intendedAudience.countries")),
    ("", "onlyFor", Hint::Move("intendedAudience.scope")),
    ("", "version", Hint::Rename("softwareVersion")),
    ("", "repository", Hint::Rename("url")),
    ("", "codeRepository", Hint::Rename("url")),
    ("", "homepage", Hint::Rename("landingURL")),
    ("", "website", Hint::Rename("landingURL")),
    ("", "landingPage", Hint::Rename("landingURL")),
    ("", "status", Hint::Rename("developmentStatus")),
    ("", "type", Hint::Rename("softwareType")),
    ("", "users", Hint::Rename("usedBy")),
    ("", "funders", Hint::Rename("fundedBy")),
    ("", "dependencies", Hint::Rename("dependsOn")),
    // Written by generators of catalogues: what forges already say.
    ("", "creationDate", Hint::Drop),
    ("", "lastUpdated", Hint::Drop),
    ("", "latestCommitDate", Hint::Drop),
    ("", "latestTestedInstallationDate", Hint::Drop),
    ("", "latestRelease", Hint::Split(&[("version", "softwareVersion"), ("date", "releaseDate")])),
    ("", "packages", Hint::Drop),
    ("", "authors", Hint::Drop),
    ("", "metadataFiles", Hint::Drop),
    ("", "awesomeShield", Hint::Drop),
    ("", "awesomeScore", Hint::Drop),
    ("", "fr", Hint::Drop),
    ("", "FR", Hint::Drop),
    ("", "It", Hint::Rename("IT")),
    ("fundedBy", "url", Hint::Rename("uri")),
    ("fundedBy", "website", Hint::Rename("uri")),
    ("fundedBy", "id", Hint::Rename("uri")),
    ("organisation", "url", Hint::Rename("uri")),
    ("organisation", "website", Hint::Rename("uri")),
    ("supports", "uri", Hint::Rename("id")),
    ("supports", "url", Hint::Rename("id")),
    ("supports", "name", Hint::Rename("id")),
    ("legal", "licence", Hint::Rename("license")),
    ("legal", "licenses", Hint::Rename("license")),
    ("legal", "owner", Hint::Rename("mainCopyrightOwner")),
    ("intendedAudience", "onlyFor", Hint::Rename("scope")),
    ("description", "featureList", Hint::Rename("features")),
    ("description", "feature", Hint::Rename("features")),
    ("description", "name", Hint::Rename("localisedName")),
    ("description", "description", Hint::Rename("longDescription")),
    ("description", "freeTags", Hint::Drop),
    ("maintenance", "contact", Hint::Rename("contacts")),
    ("maintenance", "contractor", Hint::Rename("contractors")),
    ("contacts", "mail", Hint::Rename("email")),
    ("contacts", "e-mail", Hint::Rename("email")),
    ("contacts", "organisation", Hint::Rename("affiliation")),
    ("contacts", "organization", Hint::Rename("affiliation")),
    ("contacts", "tel", Hint::Rename("phone")),
    ("contractors", "url", Hint::Rename("website")),
    ("contractors", "end", Hint::Rename("until")),
];

/// What is known of `key` in the section whose last named step is `section`.
pub fn key(section: &str, key: &str) -> Option<Hint> {
    let found = |exact: bool| {
        KEYS.iter().find(|(place, name, _)| {
            *place == section && if exact { *name == key } else { name.eq_ignore_ascii_case(key) }
        })
    };
    found(true).or_else(|| found(false)).map(|(_, _, hint)| *hint)
}

/// Values taken for others: the key, the value in lower case, those meant.
/// One value: it can only be that; several: a person has to choose.
const VALUES: &[(&str, &str, &[&str])] = &[
    ("maintenance.type", "individual", &["community"]),
    ("maintenance.type", "volunteer", &["community"]),
    ("maintenance.type", "communauté", &["community"]),
    ("maintenance.type", "interne", &["internal"]),
    ("maintenance.type", "in-house", &["internal"]),
    ("maintenance.type", "public", &["internal"]),
    ("maintenance.type", "contrat", &["contract"]),
    ("maintenance.type", "external", &["contract"]),
    ("maintenance.type", "aucune", &["none"]),
    ("maintenance.type", "no", &["none"]),
    ("developmentStatus", "production", &["stable"]),
    ("developmentStatus", "prod", &["stable"]),
    ("developmentStatus", "released", &["stable"]),
    ("developmentStatus", "active", &["stable"]),
    ("developmentStatus", "mature", &["stable"]),
    ("developmentStatus", "alpha", &["development", "beta"]),
    ("developmentStatus", "bêta", &["beta"]),
    ("developmentStatus", "dev", &["development"]),
    ("developmentStatus", "wip", &["development"]),
    ("developmentStatus", "experimental", &["development", "concept"]),
    ("developmentStatus", "prototype", &["concept", "development"]),
    ("developmentStatus", "archived", &["obsolete"]),
    ("developmentStatus", "deprecated", &["obsolete"]),
    ("developmentStatus", "abandoned", &["obsolete"]),
    (
        "softwareType",
        "standalone",
        &[
            "standalone/web",
            "standalone/desktop",
            "standalone/mobile",
            "standalone/backend",
            "standalone/other",
        ],
    ),
    ("softwareType", "web", &["standalone/web"]),
    ("softwareType", "webapp", &["standalone/web"]),
    ("softwareType", "web-app", &["standalone/web"]),
    ("softwareType", "website", &["standalone/web"]),
    ("softwareType", "application", &["standalone/web", "standalone/desktop", "standalone/other"]),
    ("softwareType", "app", &["standalone/web", "standalone/mobile", "standalone/desktop"]),
    ("softwareType", "mobile", &["standalone/mobile"]),
    ("softwareType", "desktop", &["standalone/desktop"]),
    ("softwareType", "iot", &["standalone/iot"]),
    ("softwareType", "backend", &["standalone/backend"]),
    ("softwareType", "standalone/api", &["standalone/backend"]),
    ("softwareType", "api", &["standalone/backend"]),
    ("softwareType", "service", &["standalone/backend"]),
    ("softwareType", "standalone/cli", &["standalone/other", "standalone/desktop"]),
    ("softwareType", "cli", &["standalone/other", "standalone/desktop"]),
    ("softwareType", "softwareaddon", &["addon"]),
    ("softwareType", "plugin", &["addon"]),
    ("softwareType", "extension", &["addon"]),
    ("softwareType", "theme", &["addon"]),
    ("softwareType", "module", &["addon", "library"]),
    ("softwareType", "package", &["library"]),
    ("softwareType", "r package", &["library"]),
    ("softwareType", "framework", &["library"]),
    ("softwareType", "sdk", &["library"]),
    ("softwareType", "configuration", &["configurationFiles"]),
    ("softwareType", "config", &["configurationFiles"]),
    ("categories", "api", &["application-development"]),
    ("categories", "accessibility", &["compliance-management", "other"]),
    ("categories", "chat", &["instant-messaging"]),
    ("categories", "cms", &["content-management"]),
    ("categories", "data", &["data-analytics", "data-collection", "data-visualization"]),
    ("categories", "elearning", &["learning-management-system"]),
    ("categories", "lms", &["learning-management-system"]),
    ("categories", "forms", &["data-collection", "survey"]),
    ("categories", "geospatial", &["geographic-information-systems"]),
    ("categories", "gis", &["geographic-information-systems"]),
    ("categories", "sig", &["geographic-information-systems"]),
    ("categories", "legal", &["regulations-and-directives", "compliance-management"]),
    ("categories", "security", &["it-security"]),
    ("categories", "utilities", &["it-management", "application-development", "other"]),
    ("categories", "website", &["website-builder", "content-management"]),
    ("categories", "statistics", &["data-analytics"]),
    ("intendedAudience.scope", "health", &["healthcare"]),
    ("intendedAudience.scope", "santé", &["healthcare"]),
    ("intendedAudience.scope", "defense", &["defence"]),
    ("intendedAudience.scope", "finance", &["finance-and-economic-development"]),
    ("intendedAudience.scope", "economy", &["finance-and-economic-development"]),
    ("intendedAudience.scope", "local", &["local-authorities"]),
    ("intendedAudience.scope", "collectivités", &["local-authorities"]),
    ("intendedAudience.scope", "collectivites", &["local-authorities"]),
    ("intendedAudience.scope", "science", &["science-and-technology"]),
    ("intendedAudience.scope", "technology", &["science-and-technology"]),
    ("intendedAudience.scope", "transport", &["transportation"]),
    ("intendedAudience.scope", "social", &["welfare", "society"]),
    ("intendedAudience.scope", "public-administration", &["government"]),
];

/// The values of the list that `value` of the key `path` probably means.
pub fn value(path: &str, value: &str, list: &[&'static str]) -> Vec<&'static str> {
    let lower = value.trim().to_lowercase();
    let same = |known: &&&'static str| known.to_lowercase() == lower.replace(['_', ' '], "-");
    if let Some(known) = list.iter().find(same) {
        return vec![known];
    }
    if let Some((_, _, meant)) = VALUES.iter().find(|(key, name, _)| *key == path && *name == lower)
    {
        return meant.to_vec();
    }
    super::format::nearest(&lower, list.iter().copied()).into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::publiccode::standard::{self, Format, Shape};

    #[test]
    fn every_value_meant_is_in_the_list_of_its_key() {
        for (path, value, meant) in VALUES {
            let key = standard::find(path).expect(path);
            let (Shape::Scalar(Format::OneOf(list)) | Shape::List(Format::OneOf(list), _)) =
                key.shape
            else {
                unreachable!("{path}");
            };
            for meant in *meant {
                assert!(list.values.contains(meant), "{path}: {value} → {meant}");
            }
            assert!(!list.values.contains(value), "{path}: {value} is valid");
        }
    }

    #[test]
    fn every_place_meant_is_a_key() {
        for (section, name, hint) in KEYS {
            if let Hint::Move(to) = hint {
                assert!(
                    standard::find(&to.replace("<lang>", "fr")).is_some(),
                    "{section}/{name} → {to}"
                );
            }
        }
    }

    #[test]
    fn confusions_are_told_apart_by_their_place() {
        assert_eq!(key("fundedBy", "url"), Some(Hint::Rename("uri")));
        assert_eq!(key("", "Organization"), Some(Hint::Rename("organisation")));
        assert_eq!(value("softwareType", "webapp", &["standalone/web"]), ["standalone/web"]);
        assert_eq!(value("softwareType", "Library", &["library"]), ["library"]);
    }
}
