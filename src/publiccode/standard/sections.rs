//! The keys of the sections, but for those of languages and countries.

use super::Shape::{Boolean, List, ListOf, Scalar};
use super::vocabulary::{MAINTENANCE_TYPES, SCOPES};
use super::{Format, Key, Presence, Single};

/// `organisation` and each item of `fundedBy`.
pub const ORGANISATION: &[Key] = &[
    Key::new(
        "name",
        Scalar(Format::Free),
        "Nom officiel de l’organisation.",
        "Official name of the organisation.",
    )
    .since("0.5")
    .example("Ville d’Exemple"),
    Key::new(
        "uri",
        Scalar(Format::OrganisationUri),
        "Identifiant stable de l’organisation : adresse web (site, fiche de l’annuaire) ou URN.",
        "Stable identifier of the organisation: web address (site, directory page) or URN.",
    )
    .required()
    .since("0.5")
    .example("\"https://www.example.org\""),
];

/// Each item of `supports`.
pub const SUPPORT: &[Key] = &[Key::new(
    "id",
    Scalar(Format::Support),
    "Norme ou règlement : un alias du standard (alias:gdpr) ou une adresse.",
    "Standard or regulation: an alias of the standard (alias:gdpr) or an address.",
)
.required()
.since("0.7")
.example("alias:gdpr")];

/// `intendedAudience`.
pub const AUDIENCE: &[Key] = &[
    Key::new(
        "scope",
        List(Format::OneOf(&SCOPES), Single::Refused),
        "Domaines d’application, pris dans la liste du standard.",
        "Fields of application, out of the list of the standard.",
    )
    .example("local-authorities"),
    Key::new(
        "countries",
        List(Format::Country, Single::Refused),
        "Pays visés, codes ISO 3166-1 de deux lettres majuscules.",
        "Intended countries, ISO 3166-1 codes of two upper-case letters.",
    )
    .example("FR"),
    Key::new(
        "unsupportedCountries",
        List(Format::Country, Single::Refused),
        "Pays où le logiciel ne convient pas.",
        "Countries the software does not suit.",
    )
    .example("US"),
];

/// `legal`.
pub const LEGAL: &[Key] = &[
    Key::new(
        "license",
        Scalar(Format::Spdx),
        "Licence du logiciel, expression SPDX.",
        "Licence of the software, as an SPDX expression.",
    )
    .required()
    .example("EUPL-1.2"),
    Key::new(
        "mainCopyrightOwner",
        Scalar(Format::Free),
        "Principal titulaire des droits d’auteur.",
        "Main owner of the copyright.",
    )
    .example("Ville d’Exemple"),
    Key::new(
        "repoOwner",
        Scalar(Format::Free),
        "Propriétaire du dépôt.",
        "Owner of the repository.",
    )
    .example("Ville d’Exemple")
    .deprecated("0.5", Some("organisation.name")),
    Key::new(
        "authorsFile",
        Scalar(Format::File),
        "Fichier qui liste les auteurs.",
        "File that lists the authors.",
    )
    .example("AUTHORS.md")
    .deprecated("0.4", None),
];

/// `maintenance`.
pub const MAINTENANCE: &[Key] = &[
    Key::new(
        "type",
        Scalar(Format::OneOf(&MAINTENANCE_TYPES)),
        "Mode de maintenance.",
        "How the software is maintained.",
    )
    .required()
    .example("internal"),
    Key::new(
        "contractors",
        ListOf(CONTRACTOR),
        "Prestataires sous contrat ; obligatoire avec « type: contract », interdit sinon.",
        "Contractors; mandatory with “type: contract”, forbidden otherwise.",
    )
    .presence(Presence::ByType {
        required: &["contract"],
        forbidden: &["internal", "community", "none"],
    }),
    Key::new(
        "contacts",
        ListOf(CONTACT),
        "Personnes à joindre ; obligatoire avec « type: internal » ou « type: community ».",
        "People to contact; mandatory with “type: internal” or “type: community”.",
    )
    .presence(Presence::ByType { required: &["internal", "community"], forbidden: &[] }),
];

const CONTRACTOR: &[Key] = &[
    Key::new("name", Scalar(Format::Free), "Nom du prestataire.", "Name of the contractor.")
        .required()
        .example("Société Exemple"),
    Key::new(
        "email",
        Scalar(Format::Email),
        "Adresse électronique du prestataire.",
        "E-mail address of the contractor.",
    )
    .example("contact@prestataire.example.org"),
    Key::new(
        "website",
        Scalar(Format::HttpUrl),
        "Site web du prestataire.",
        "Web site of the contractor.",
    )
    .example("\"https://prestataire.example.org\""),
    Key::new(
        "until",
        Scalar(Format::Date),
        "Fin du contrat de maintenance, AAAA-MM-JJ.",
        "End of the maintenance contract, YYYY-MM-DD.",
    )
    .required()
    .example("\"2028-12-31\""),
];

const CONTACT: &[Key] = &[
    Key::new(
        "name",
        Scalar(Format::Free),
        "Nom de la personne à joindre.",
        "Name of the person to contact.",
    )
    .required()
    .example("Camille Exemple"),
    Key::new(
        "email",
        Scalar(Format::Email),
        "Adresse électronique de la personne.",
        "E-mail address of the person.",
    )
    .example("camille@example.org"),
    Key::new(
        "affiliation",
        Scalar(Format::Free),
        "Organisation de la personne.",
        "Organisation of the person.",
    )
    .example("Ville d’Exemple"),
    Key::new(
        "phone",
        Scalar(Format::Phone),
        "Numéro de téléphone, avec l’indicatif international.",
        "Telephone number, with the international prefix.",
    )
    .example("\"+33 1 99 00 00 00\""),
];

/// `localisation`.
pub const LOCALISATION: &[Key] = &[
    Key::new(
        "localisationReady",
        Boolean,
        "true si l’interface peut être traduite sans toucher au code.",
        "true when the interface can be translated without touching the code.",
    )
    .required()
    .example("true"),
    Key::new(
        "availableLanguages",
        List(Format::Language, Single::Refused),
        "Langues de l’interface (fr, en…).",
        "Languages of the interface (fr, en…).",
    )
    .required()
    .example("fr"),
];

/// `dependsOn`.
pub const DEPENDS_ON: &[Key] = &[
    Key::new(
        "open",
        ListOf(DEPENDENCY),
        "Logiciels libres nécessaires.",
        "Open-source software needed.",
    ),
    Key::new(
        "proprietary",
        ListOf(DEPENDENCY),
        "Logiciels propriétaires nécessaires.",
        "Proprietary software needed.",
    ),
    Key::new("hardware", ListOf(DEPENDENCY), "Matériel nécessaire.", "Hardware needed."),
];

const DEPENDENCY: &[Key] = &[
    Key::new("name", Scalar(Format::Free), "Nom de la dépendance.", "Name of the dependency.")
        .required()
        .example("PostgreSQL"),
    Key::new(
        "versionMin",
        Scalar(Format::Version),
        "Version minimale.",
        "Lowest version that works.",
    )
    .example("\"15\""),
    Key::new(
        "versionMax",
        Scalar(Format::Version),
        "Version maximale.",
        "Highest version that works.",
    )
    .example("\"17\""),
    Key::new(
        "optional",
        Boolean,
        "true si le logiciel fonctionne sans elle.",
        "true when the software works without it.",
    )
    .example("true"),
    Key::new(
        "version",
        Scalar(Format::Version),
        "Seule version qui convient.",
        "The only version that works.",
    )
    .example("\"16\""),
];
