//! The keys of `description.<language>`.

use super::Shape::{List, Scalar};
use super::{Format, Key, Presence, Single};

/// Keys of one language, in canonical order.
pub const KEYS: &[Key] = &[
    Key::new(
        "localisedName",
        Scalar(Format::Free),
        "Nom du logiciel dans cette langue.",
        "Name of the software in this language.",
    )
    .example("Outil de suivi"),
    Key::new(
        "genericName",
        Scalar(Format::Length { min: 0, max: 35 }),
        "Catégorie courante du logiciel, 35 caractères au plus.",
        "Common category of the software, 35 characters at most.",
    )
    .example("Outil de suivi de projets")
    .deprecated("0.3", None),
    Key::new(
        "shortDescription",
        Scalar(Format::Length { min: 0, max: 150 }),
        "Ce que fait le logiciel, en une phrase de 150 caractères au plus.",
        "What the software does, in one sentence of 150 characters at most.",
    )
    .presence(Presence::Required)
    .example("Suit l’avancement des projets d’une collectivité."),
    Key::new(
        "longDescription",
        Scalar(Format::Length { min: 150, max: 10_000 }),
        "Présentation complète, de 150 à 10 000 caractères ; un Markdown simple est permis.",
        "Full presentation, from 150 to 10,000 characters; light Markdown is allowed.",
    )
    .presence(Presence::OneLanguage)
    .example("|"),
    Key::new(
        "documentation",
        Scalar(Format::HttpUrl),
        "Adresse de la documentation des utilisateurs.",
        "Address of the user documentation.",
    )
    .example("\"https://suivi.example.org/aide\""),
    Key::new(
        "apiDocumentation",
        Scalar(Format::HttpUrl),
        "Adresse de la documentation de l’API.",
        "Address of the documentation of the API.",
    )
    .example("\"https://suivi.example.org/api\""),
    Key::new(
        "features",
        List(Format::Free, Single::Refused),
        "Ce que le logiciel permet de faire, de 5 à 20 points.",
        "What the software lets people do, 5 to 20 items.",
    )
    .presence(Presence::OneLanguage)
    .example("Tableau de bord partagé"),
    Key::new(
        "screenshots",
        List(Format::Screenshot, Single::Refused),
        "Captures d’écran : chemins relatifs ou adresses de fichiers PNG ou JPEG du même dépôt.",
        "Screenshots: relative paths or addresses of PNG or JPEG files of the same repository.",
    )
    .example("docs/accueil.png"),
    Key::new(
        "videos",
        List(Format::VideoUrl, Single::Refused),
        "Adresses de vidéos de présentation, sur un site compatible oEmbed.",
        "Addresses of presentation videos, on a site that speaks oEmbed.",
    )
    .example("\"https://tube.example.org/w/abcd\""),
    Key::new(
        "awards",
        List(Format::Free, Single::Refused),
        "Prix reçus par le logiciel.",
        "Awards the software received.",
    )
    .example("Prix de l’innovation publique 2026"),
];
