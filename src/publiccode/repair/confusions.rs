//! What people write for what the standard says: keys in the wrong place or
//! under another name, and values of closed lists in other words.

/// Where a key that the standard does not know belongs.
pub(super) enum Meant {
    /// Another key of the same section.
    Named(&'static str),
    /// A key elsewhere: its path from the root.
    At(&'static str),
}

use Meant::{At, Named};

/// The section, the key found there (in lower case), what is meant, and whether
/// nobody can mean anything else.
const KEYS: &[(&str, &str, Meant, bool)] = &[
    ("", "publiccode-yaml-version", Named("publiccodeYmlVersion"), true),
    ("", "publiccodeyamlversion", Named("publiccodeYmlVersion"), true),
    ("", "organization", Named("organisation"), true),
    ("", "localization", Named("localisation"), true),
    ("", "landingpage", Named("landingURL"), false),
    ("", "homepage", Named("landingURL"), false),
    ("", "website", Named("landingURL"), false),
    ("", "repository", Named("url"), false),
    ("", "repositoryurl", Named("url"), false),
    ("", "codeurl", Named("url"), false),
    ("", "version", Named("softwareVersion"), false),
    ("", "status", Named("developmentStatus"), false),
    ("", "type", Named("softwareType"), false),
    ("", "category", Named("categories"), false),
    ("", "tags", Named("categories"), false),
    ("", "dependencies", Named("dependsOn"), false),
    ("", "license", At("legal.license"), false),
    ("", "licence", At("legal.license"), false),
    ("", "maincopyrightowner", At("legal.mainCopyrightOwner"), false),
    ("", "repoowner", At("legal.repoOwner"), false),
    ("", "contact", At("maintenance.contacts"), false),
    ("", "contacts", At("maintenance.contacts"), false),
    ("", "contractors", At("maintenance.contractors"), false),
    ("", "maintenancetype", At("maintenance.type"), false),
    ("", "localisationready", At("localisation.localisationReady"), false),
    ("", "availablelanguages", At("localisation.availableLanguages"), false),
    ("", "scope", At("intendedAudience.scope"), false),
    ("", "countries", At("intendedAudience.countries"), false),
    ("organisation", "url", Named("uri"), true),
    ("organisation", "website", Named("uri"), false),
    ("organisation", "id", Named("uri"), false),
    ("fundedBy", "url", Named("uri"), true),
    ("fundedBy", "website", Named("uri"), false),
    ("fundedBy", "id", Named("uri"), false),
    ("supports", "uri", Named("id"), true),
    ("supports", "url", Named("id"), true),
    ("intendedAudience", "onlyfor", Named("scope"), false),
    ("intendedAudience", "country", Named("countries"), true),
    ("legal", "licence", Named("license"), true),
    ("legal", "licenses", Named("license"), false),
    ("legal", "copyrightowner", Named("mainCopyrightOwner"), false),
    ("maintenance", "contact", Named("contacts"), true),
    ("maintenance", "contractor", Named("contractors"), true),
    ("maintenance.contacts", "mail", Named("email"), true),
    ("maintenance.contacts", "e-mail", Named("email"), true),
    ("maintenance.contacts", "tel", Named("phone"), true),
    ("maintenance.contacts", "telephone", Named("phone"), true),
    ("maintenance.contacts", "organisation", Named("affiliation"), true),
    ("maintenance.contacts", "organization", Named("affiliation"), true),
    ("maintenance.contractors", "mail", Named("email"), true),
    ("maintenance.contractors", "url", Named("website"), true),
    ("localisation", "languages", Named("availableLanguages"), true),
    ("localisation", "localizationready", Named("localisationReady"), true),
    ("description", "localizedname", Named("localisedName"), true),
    ("description", "featurelist", Named("features"), true),
    ("description", "summary", Named("shortDescription"), false),
    ("description", "feature", Named("features"), true),
    ("description", "documentationurl", Named("documentation"), true),
];

/// What the unknown `key` of `section` means, and whether that is certain.
pub(super) fn meant(section: &str, key: &str) -> Option<(&'static Meant, bool)> {
    let key = key.to_lowercase();
    let found = KEYS.iter().find(|(place, name, ..)| *place == section && *name == key);
    found.map(|(_, _, meant, certain)| (meant, *certain))
}

/// Keys that the generator of awesome.code.gouv.fr wrote at the top of the
/// files; nothing in the standard replaces them.
pub(super) const GENERATED: [&str; 10] = [
    "creationDate",
    "latestCommitDate",
    "latestTestedInstallationDate",
    "packages",
    "authors",
    "metadataFiles",
    "lastUpdated",
    "awesomeShield",
    "awesomeScore",
    "freeTags",
];

/// For a key with a closed list: what people write, in letters only, and the
/// value it stands for.
const VALUES: &[(&str, &[(&str, &str)])] = &[
    (
        "developmentStatus",
        &[
            ("alpha", "development"),
            ("wip", "development"),
            ("indevelopment", "development"),
            ("active", "stable"),
            ("production", "stable"),
            ("maintained", "stable"),
            ("released", "stable"),
            ("mature", "stable"),
            ("prototype", "concept"),
            ("idea", "concept"),
            ("experimental", "concept"),
            ("deprecated", "obsolete"),
            ("archived", "obsolete"),
            ("abandoned", "obsolete"),
            ("unmaintained", "obsolete"),
            ("developpement", "development"),
            ("obsolète", "obsolete"),
        ],
    ),
    (
        "softwareType",
        &[
            ("web", "standalone/web"),
            ("webapp", "standalone/web"),
            ("webapplication", "standalone/web"),
            ("website", "standalone/web"),
            ("standaloneweb", "standalone/web"),
            ("standalonewebapp", "standalone/web"),
            ("mobile", "standalone/mobile"),
            ("mobileapp", "standalone/mobile"),
            ("desktop", "standalone/desktop"),
            ("desktopapp", "standalone/desktop"),
            ("backend", "standalone/backend"),
            ("api", "standalone/backend"),
            ("service", "standalone/backend"),
            ("standalone", "standalone/other"),
            ("standaloneapplication", "standalone/other"),
            ("application", "standalone/other"),
            ("cli", "standalone/other"),
            ("package", "library"),
            ("rpackage", "library"),
            ("pythonpackage", "library"),
            ("npmpackage", "library"),
            ("framework", "library"),
            ("sdk", "library"),
            ("module", "library"),
            ("lib", "library"),
            ("bibliotheque", "library"),
            ("bibliothèque", "library"),
            ("plugin", "addon"),
            ("softwareaddon", "addon"),
            ("extension", "addon"),
            ("theme", "addon"),
            ("config", "configurationFiles"),
            ("configuration", "configurationFiles"),
            ("configurationfile", "configurationFiles"),
        ],
    ),
    (
        "maintenance.type",
        &[
            ("individual", "community"),
            ("volunteer", "community"),
            ("public", "internal"),
            ("inhouse", "internal"),
            ("interne", "internal"),
            ("contrat", "contract"),
            ("contractor", "contract"),
            ("communaute", "community"),
            ("communauté", "community"),
            ("no", "none"),
            ("unmaintained", "none"),
            ("aucune", "none"),
        ],
    ),
    (
        "platforms",
        &[
            ("macos", "mac"),
            ("osx", "mac"),
            ("browser", "web"),
            ("win", "windows"),
            ("gnulinux", "linux"),
        ],
    ),
    (
        "intendedAudience.scope",
        &[
            ("defense", "defence"),
            ("publicadministration", "government"),
            ("health", "healthcare"),
            ("transport", "transportation"),
            ("localgovernment", "local-authorities"),
            ("municipalities", "local-authorities"),
            ("science", "science-and-technology"),
            ("economy", "finance-and-economic-development"),
            ("finance", "finance-and-economic-development"),
        ],
    ),
    (
        "categories",
        &[
            ("gis", "geographic-information-systems"),
            ("geographicinformationsystem", "geographic-information-systems"),
            ("cms", "content-management"),
            ("contentmanagementsystem", "content-management"),
            ("projectmanagment", "project-management"),
            ("dataanalysis", "data-analytics"),
            ("datavisualisation", "data-visualization"),
            ("humanresources", "hr"),
            ("lms", "learning-management-system"),
            ("chat", "instant-messaging"),
            ("messaging", "instant-messaging"),
            ("videoconference", "video-conferencing"),
            ("edm", "document-management"),
            ("ged", "document-management"),
            ("sso", "identity-management"),
            ("development", "application-development"),
        ],
    ),
];

/// The value of the list of `key` that `text` stands for.
pub(super) fn synonym(key: &str, text: &str) -> Option<&'static str> {
    let (_, words) = VALUES.iter().find(|(name, _)| *name == key)?;
    let text = super::spelling::folded(text);
    words.iter().find(|(word, _)| *word == text).map(|(_, value)| *value)
}

/// Countries written otherwise than ISO 3166-1 alpha-2 says.
const COUNTRIES: [(&str, &str); 16] = [
    ("uk", "GB"),
    ("fra", "FR"),
    ("france", "FR"),
    ("ita", "IT"),
    ("italia", "IT"),
    ("italy", "IT"),
    ("deu", "DE"),
    ("germany", "DE"),
    ("esp", "ES"),
    ("spain", "ES"),
    ("bel", "BE"),
    ("belgique", "BE"),
    ("che", "CH"),
    ("suisse", "CH"),
    ("gbr", "GB"),
    ("usa", "US"),
];

/// The country that `text` names.
pub(super) fn country(text: &str) -> Option<&'static str> {
    let text = super::spelling::folded(text);
    COUNTRIES.iter().find(|(name, _)| *name == text).map(|(_, code)| *code)
}

/// Languages written otherwise than BCP 47 says: three-letter codes of ISO
/// 639-2 whose language has two letters, and names.
const LANGUAGES: [(&str, &str); 26] = [
    ("fra", "fr"),
    ("fre", "fr"),
    ("francais", "fr"),
    ("français", "fr"),
    ("french", "fr"),
    ("eng", "en"),
    ("english", "en"),
    ("anglais", "en"),
    ("ita", "it"),
    ("italian", "it"),
    ("italiano", "it"),
    ("deu", "de"),
    ("ger", "de"),
    ("german", "de"),
    ("deutsch", "de"),
    ("spa", "es"),
    ("spanish", "es"),
    ("por", "pt"),
    ("nld", "nl"),
    ("dut", "nl"),
    ("cat", "ca"),
    ("eus", "eu"),
    ("bre", "br"),
    ("ara", "ar"),
    ("rus", "ru"),
    ("zho", "zh"),
];

/// The tag of the language that `text` names.
pub(super) fn language(text: &str) -> Option<&'static str> {
    let text = text.trim().to_lowercase();
    LANGUAGES.iter().find(|(name, _)| *name == text).map(|(_, tag)| *tag)
}
