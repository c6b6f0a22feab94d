//! The closed and suggested lists of values of the standard.

use super::Words;

/// A list of values.
#[derive(Debug, PartialEq, Eq)]
pub struct Vocabulary {
    /// What one value is: "category", "scope"…
    pub one: Words,
    /// The values, in the order of the standard.
    pub values: &'static [&'static str],
    /// What some of them mean.
    pub meanings: &'static [(&'static str, Words)],
    /// Where the standard lists them.
    pub url: &'static str,
    /// The word of the reference parser for one value of a list too long to be
    /// told whole.
    pub long: Option<&'static str>,
}

impl Vocabulary {
    /// What `value` means, when the table says it.
    pub fn meaning(&self, value: &str) -> Option<Words> {
        self.meanings.iter().find(|(name, _)| *name == value).map(|(_, words)| *words)
    }
}

const SCHEMA: &str = "https://yml.publiccode.tools/schema.core.html";

const fn words(fr: &'static str, en: &'static str) -> Words {
    Words { fr, en }
}

/// `categories`: 106 values.
pub static CATEGORIES: Vocabulary = Vocabulary {
    one: words("une catégorie du standard", "a category of the standard"),
    values: &[
        "accounting",
        "agile-project-management",
        "applicant-tracking",
        "application-development",
        "appointment-scheduling",
        "backup",
        "billing-and-invoicing",
        "blog",
        "budgeting",
        "business-intelligence",
        "business-process-management",
        "cad",
        "call-center-management",
        "cloud-management",
        "collaboration",
        "communications",
        "compliance-management",
        "contact-management",
        "content-management",
        "crm",
        "customer-service-and-support",
        "data-analytics",
        "data-collection",
        "data-visualization",
        "design",
        "design-system",
        "digital-asset-management",
        "digital-citizenship",
        "document-management",
        "donor-management",
        "e-commerce",
        "e-signature",
        "educational-content",
        "email-management",
        "email-marketing",
        "employee-management",
        "enterprise-project-management",
        "enterprise-social-networking",
        "erp",
        "event-management",
        "facility-management",
        "feedback-and-reviews-management",
        "financial-reporting",
        "fleet-management",
        "fundraising",
        "gamification",
        "geographic-information-systems",
        "grant-management",
        "graphic-design",
        "help-desk",
        "hr",
        "ide",
        "identity-management",
        "instant-messaging",
        "integrated-library-system",
        "inventory-management",
        "it-asset-management",
        "it-development",
        "it-management",
        "it-security",
        "it-service-management",
        "knowledge-management",
        "learning-management-system",
        "marketing",
        "mind-mapping",
        "mobile-marketing",
        "mobile-payment",
        "network-management",
        "office",
        "online-booking",
        "online-community",
        "payment-gateway",
        "payroll",
        "predictive-analysis",
        "procurement",
        "productivity-suite",
        "project-collaboration",
        "project-management",
        "property-management",
        "real-estate-management",
        "regulations-and-directives",
        "remote-support",
        "resource-management",
        "sales-management",
        "seo",
        "service-desk",
        "social-media-management",
        "survey",
        "talent-management",
        "task-management",
        "taxes-management",
        "test-management",
        "time-management",
        "time-tracking",
        "translation",
        "video-conferencing",
        "video-editing",
        "visitor-management",
        "voip",
        "warehouse-management",
        "web-collaboration",
        "web-conferencing",
        "website-builder",
        "whistleblowing",
        "workflow-management",
        "other",
    ],
    meanings: &[],
    url: "https://github.com/publiccodeyml/publiccode.yml/blob/main/docs/standard/categories-list.rst",
    long: Some("category"),
};

/// `intendedAudience.scope`: 24 values.
pub static SCOPES: Vocabulary = Vocabulary {
    one: words("un domaine du standard", "a scope of the standard"),
    values: &[
        "agriculture",
        "culture",
        "defence",
        "education",
        "emergency-services",
        "employment",
        "energy",
        "environment",
        "finance-and-economic-development",
        "foreign-affairs",
        "government",
        "healthcare",
        "infrastructures",
        "justice",
        "local-authorities",
        "manufacturing",
        "research",
        "science-and-technology",
        "security",
        "society",
        "sport",
        "tourism",
        "transportation",
        "welfare",
    ],
    meanings: &[],
    url: "https://github.com/publiccodeyml/publiccode.yml/blob/main/docs/standard/scope-list.rst",
    long: Some("scope"),
};

/// `developmentStatus`.
pub static DEVELOPMENT_STATUSES: Vocabulary = Vocabulary {
    one: words("un état d’avancement", "a development status"),
    values: &["concept", "development", "beta", "stable", "obsolete"],
    meanings: &[
        ("concept", words("une idée, peut-être sans code", "an idea, maybe without code")),
        (
            "development",
            words(
                "en cours de développement, pas encore utilisable",
                "being developed, not usable yet",
            ),
        ),
        ("beta", words("en phase d’essai (alpha ou bêta)", "being tested (alpha or beta)")),
        (
            "stable",
            words("publié et utilisable en production", "released and usable in production"),
        ),
        (
            "obsolete",
            words("abandonné, conservé pour mémoire", "no longer maintained, kept for the record"),
        ),
    ],
    url: SCHEMA,
    long: None,
};

/// `softwareType`.
pub static SOFTWARE_TYPES: Vocabulary = Vocabulary {
    one: words("un type de logiciel", "a type of software"),
    values: &[
        "standalone/mobile",
        "standalone/iot",
        "standalone/desktop",
        "standalone/web",
        "standalone/backend",
        "standalone/other",
        "addon",
        "library",
        "configurationFiles",
    ],
    meanings: &[
        (
            "standalone/mobile",
            words("application pour téléphone ou tablette", "application for a phone or a tablet"),
        ),
        ("standalone/iot", words("logiciel d’objet connecté", "software of a connected object")),
        (
            "standalone/desktop",
            words("application installée sur un poste", "application installed on a computer"),
        ),
        ("standalone/web", words("application web", "web application")),
        (
            "standalone/backend",
            words(
                "service sans interface propre (API…)",
                "service without an interface of its own (API…)",
            ),
        ),
        ("standalone/other", words("autre application autonome", "another standalone application")),
        (
            "addon",
            words("greffon ou thème d’un autre logiciel", "plug-in or theme of other software"),
        ),
        ("library", words("bibliothèque destinée à des développeurs", "library for developers")),
        (
            "configurationFiles",
            words(
                "fichiers de configuration ou de déploiement",
                "configuration or deployment files",
            ),
        ),
    ],
    url: SCHEMA,
    long: None,
};

/// `maintenance.type`.
pub static MAINTENANCE_TYPES: Vocabulary = Vocabulary {
    one: words("un mode de maintenance", "a type of maintenance"),
    values: &["internal", "contract", "community", "none"],
    meanings: &[
        ("internal", words("par les agents de l’organisation", "by the staff of the organisation")),
        ("contract", words("par un prestataire, sous contrat", "by a contractor, under contract")),
        (
            "community",
            words("par une communauté, sans contrat", "by a community, without a contract"),
        ),
        ("none", words("personne ne le maintient", "nobody maintains it")),
    ],
    url: SCHEMA,
    long: None,
};

/// `platforms`: suggested, other values are allowed.
pub static PLATFORMS: Vocabulary = Vocabulary {
    one: words("une plateforme", "a platform"),
    values: &["web", "windows", "mac", "linux", "ios", "android"],
    meanings: &[],
    url: SCHEMA,
    long: None,
};

/// The names that `supports[].id` may give after `alias:`, and the address each stands for.
pub const ALIASES: [(&str, &str); 9] = [
    ("gdpr", "https://eur-lex.europa.eu/eli/reg/2016/679/oj"),
    ("eidas", "https://eur-lex.europa.eu/eli/reg/2014/910/oj"),
    ("nis2", "https://eur-lex.europa.eu/eli/dir/2022/2555/oj"),
    ("cra", "https://eur-lex.europa.eu/eli/reg/2024/2847/oj"),
    ("spid", "https://www.spid.gov.it/"),
    ("cie", "https://www.cartaidentita.interno.gov.it/"),
    ("anpr", "https://www.anpr.interno.it/"),
    ("pagopa", "https://www.pagopa.gov.it/"),
    ("io", "https://io.italia.it/"),
];
