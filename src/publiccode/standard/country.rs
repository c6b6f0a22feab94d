//! The only country section the standard ever defined, Italy's: deprecated as
//! a whole in 0.7. There is no French section.

use super::Shape::{Boolean, Scalar, Section};
use super::vocabulary::ITALIAN_EXTENSION_VERSIONS;
use super::{Format, Key};

/// `IT`.
pub const ITALY: Key = Key::new(
    "IT",
    Section(KEYS),
    "Section propre à l’Italie : sans objet pour un logiciel français.",
    "Section of Italy: it does not concern French software.",
)
.quietly_deprecated("0.7", Some("supports"));

/// `it`: the old spelling of `IT`.
pub const ITALY_LOWER_CASE: Key = Key::new(
    "it",
    Section(KEYS),
    "Ancienne écriture de la section IT.",
    "Former spelling of the IT section.",
)
.deprecated("0.5", Some("IT"));

const KEYS: &[Key] = &[
    Key::new(
        "countryExtensionVersion",
        Scalar(Format::OneOf(&ITALIAN_EXTENSION_VERSIONS)),
        "Version de l’extension italienne.",
        "Version of the Italian extension.",
    )
    .example("\"1.0\""),
    Key::new(
        "conforme",
        Section(CONFORMITY),
        "Conformité déclarée aux règles italiennes.",
        "Declared compliance with Italian rules.",
    )
    .deprecated("0.5", None),
    Key::new("riuso", Section(REUSE), "Réutilisation italienne.", "Italian reuse."),
    Key::new(
        "piattaforme",
        Section(PLATFORMS),
        "Plateformes nationales italiennes avec lesquelles le logiciel fonctionne.",
        "Italian national platforms the software works with.",
    ),
];

const CONFORMITY: &[Key] = &[
    flag("lineeGuidaDesign"),
    flag("modelloInteroperabilita"),
    flag("misureMinimeSicurezza"),
    flag("gdpr"),
];

const REUSE: &[Key] = &[Key::new(
    "codiceIPA",
    Scalar(Format::ItalianCode),
    "Code de l’administration italienne.",
    "Code of the Italian administration.",
)
.example("pcm")
.deprecated("0.5", Some("organisation.uri"))];

const PLATFORMS: &[Key] = &[flag("spid"), flag("cie"), flag("anpr"), flag("pagopa"), flag("io")];

const fn flag(name: &'static str) -> Key {
    Key::new(name, Boolean, "Oui ou non.", "Yes or no.").example("true")
}
