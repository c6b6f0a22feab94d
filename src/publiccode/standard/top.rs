//! The keys at the top of the file.

use super::Shape::{ByLanguage, List, ListOf, Scalar, Section};
use super::vocabulary::{CATEGORIES, DEVELOPMENT_STATUSES, PLATFORMS, SOFTWARE_TYPES};
use super::{Format, Key, Single, country, description, sections};

/// The keys of the file, in canonical order.
pub const KEYS: &[Key] = &[
    Key::new(
        "publiccodeYmlVersion",
        Scalar(Format::StandardVersion),
        "Version du standard que suit ce fichier ; \"0\" désigne la plus récente des versions 0.x.",
        "Version of the standard this file follows; \"0\" stands for the latest of the 0.x versions.",
    )
    .required()
    .example("\"0\""),
    Key::new(
        "name",
        Scalar(Format::Free),
        "Nom public du logiciel, celui que tout le monde emploie.",
        "Public name of the software, the one everybody uses.",
    )
    .required()
    .example("Outil de suivi"),
    Key::new(
        "applicationSuite",
        Scalar(Format::Free),
        "Nom de la suite logicielle dont il fait partie.",
        "Name of the suite of software it belongs to.",
    )
    .example("Suite bureautique"),
    Key::new(
        "url",
        Scalar(Format::Url),
        "Adresse du dépôt de code source ; c’est l’identifiant du logiciel.",
        "Address of the source code repository; it identifies the software.",
    )
    .required()
    .example("\"https://git.example.org/outils/suivi\""),
    Key::new(
        "landingURL",
        Scalar(Format::HttpUrl),
        "Page qui présente le logiciel, quand ce n’est pas celle du dépôt.",
        "Page that presents the software, when it is not that of the repository.",
    )
    .example("\"https://suivi.example.org\""),
    Key::new(
        "isBasedOn",
        List(Format::Url, Single::Accepted),
        "Adresse du ou des projets dont ce logiciel est une variante.",
        "Address of the project or projects this software is a variant of.",
    )
    .example("\"https://git.example.org/amont/suivi\""),
    Key::new(
        "softwareVersion",
        Scalar(Format::Version),
        "Dernière version stable du logiciel, en texte libre.",
        "Latest stable version of the software, as free text.",
    )
    .example("\"1.4.0\""),
    Key::new(
        "releaseDate",
        Scalar(Format::Date),
        "Date de cette dernière version, AAAA-MM-JJ.",
        "Date of that latest version, YYYY-MM-DD.",
    )
    .example("\"2026-01-31\""),
    Key::new(
        "logo",
        Scalar(Format::Logo),
        "Logo du logiciel : chemin relatif ou adresse d’un fichier du même dépôt (SVG de préférence, SVGZ ou PNG).",
        "Logo of the software: relative path or address of a file of the same repository (SVG preferably, SVGZ or PNG).",
    )
    .example("docs/logo.svg"),
    Key::new(
        "monochromeLogo",
        Scalar(Format::Logo),
        "Logo en noir.",
        "Logo in black.",
    )
    .example("docs/logo-noir.svg")
    .deprecated("0.3", Some("logo")),
    Key::new(
        "organisation",
        Section(sections::ORGANISATION),
        "Organisation qui publie le logiciel.",
        "Organisation that publishes the software.",
    )
    .since("0.5"),
    Key::new(
        "inputTypes",
        List(Format::MediaType, Single::Refused),
        "Types de média que le logiciel lit.",
        "Media types the software reads.",
    )
    .example("text/csv")
    .deprecated("0.3", None),
    Key::new(
        "outputTypes",
        List(Format::MediaType, Single::Refused),
        "Types de média que le logiciel produit.",
        "Media types the software writes.",
    )
    .example("text/csv")
    .deprecated("0.3", None),
    Key::new(
        "platforms",
        List(Format::Preferably(&PLATFORMS), Single::StandardOnly),
        "Plateformes depuis lesquelles on utilise le logiciel.",
        "Platforms people use the software from.",
    )
    .required()
    .example("web"),
    Key::new(
        "categories",
        List(Format::OneOf(&CATEGORIES), Single::Refused),
        "Catégories du logiciel, prises dans la liste du standard.",
        "Categories of the software, out of the list of the standard.",
    )
    .example("document-management"),
    Key::new(
        "usedBy",
        List(Format::Free, Single::Refused),
        "Administrations connues qui utilisent le logiciel.",
        "Well-known administrations that use the software.",
    )
    .example("Ville d’Exemple"),
    Key::new(
        "fundedBy",
        ListOf(sections::ORGANISATION),
        "Organisations qui financent le développement.",
        "Organisations that fund the development.",
    )
    .since("0.5"),
    Key::new(
        "roadmap",
        Scalar(Format::HttpUrl),
        "Adresse de la feuille de route publique.",
        "Address of the public roadmap.",
    )
    .example("\"https://git.example.org/outils/suivi/milestones\""),
    Key::new(
        "developmentStatus",
        Scalar(Format::OneOf(&DEVELOPMENT_STATUSES)),
        "Maturité du logiciel.",
        "Maturity of the software.",
    )
    .required()
    .example("stable"),
    Key::new(
        "softwareType",
        Scalar(Format::OneOf(&SOFTWARE_TYPES)),
        "Nature du logiciel.",
        "Nature of the software.",
    )
    .required()
    .example("standalone/web"),
    Key::new(
        "supports",
        ListOf(sections::SUPPORT),
        "Normes, règlements et systèmes que le logiciel respecte ou avec lesquels il fonctionne.",
        "Standards, regulations and systems the software complies with or works with.",
    )
    .since("0.7"),
    Key::new(
        "intendedAudience",
        Section(sections::AUDIENCE),
        "Public visé : domaines et pays.",
        "Intended audience: fields and countries.",
    ),
    Key::new(
        "description",
        ByLanguage(description::KEYS),
        "Présentation du logiciel, une section par langue.",
        "Presentation of the software, one section a language.",
    )
    .required(),
    Key::new(
        "legal",
        Section(sections::LEGAL),
        "Licence et titulaires des droits.",
        "Licence and rights holders.",
    )
    .required(),
    Key::new(
        "maintenance",
        Section(sections::MAINTENANCE),
        "Qui maintient le logiciel, et comment.",
        "Who maintains the software, and how.",
    )
    .required(),
    Key::new(
        "localisation",
        Section(sections::LOCALISATION),
        "Langues de l’interface.",
        "Languages of the interface.",
    )
    .required(),
    Key::new(
        "dependsOn",
        Section(sections::DEPENDS_ON),
        "Ce qu’il faut pour faire fonctionner le logiciel (pas ses bibliothèques).",
        "What is needed to run the software (not its libraries).",
    ),
    country::ITALY,
    country::ITALY_LOWER_CASE,
];
