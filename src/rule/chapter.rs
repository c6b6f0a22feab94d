//! The chapters of the catalogue, as a reader names them.

use super::Respondent;
use crate::lang::Text;

/// Identifier and title of each chapter of the embedded catalogue.
const TITLES: [(&str, &str, &str); 16] = [
    ("licence", "Licence et droits", "Licence and rights"),
    ("readme", "README", "README"),
    ("docs", "Documentation", "Documentation"),
    ("publiccode", "publiccode.yml", "publiccode.yml"),
    ("metadata", "Métadonnées et forge", "Metadata and forge"),
    ("contribution", "Contribution et gouvernance", "Contribution and governance"),
    ("secrets", "Secrets", "Secrets"),
    ("exposure", "Informations internes", "Internal information"),
    ("security", "Sécurité", "Security"),
    ("privacy", "Données personnelles", "Personal data"),
    ("history", "Historique", "History"),
    ("identity", "Identité des auteurs", "Authors’ identity"),
    ("versioning", "Versions", "Versions"),
    ("quality", "Qualité", "Quality"),
    ("reuse", "Réutilisation", "Reuse"),
    ("attest", "Attestations", "Attestations"),
];

/// Who decides, in an administration, about what the rules of a chapter find.
const DECIDE: [(&str, Respondent); 8] = [
    ("licence", Respondent::Legal),
    ("reuse", Respondent::Legal),
    ("secrets", Respondent::Security),
    ("exposure", Respondent::Security),
    ("security", Respondent::Security),
    ("history", Respondent::Security),
    ("privacy", Respondent::DataProtection),
    ("identity", Respondent::DataProtection),
];

/// Who decides about what the rules of the chapter `id` find: the team of the project
/// unless another is known.
pub(crate) fn decided_by(id: &str) -> Respondent {
    DECIDE.iter().find(|(known, _)| *known == id).map_or(Respondent::Project, |(_, who)| *who)
}

/// The title of the chapter `id`; its identifier when an organisation added it.
pub fn title(id: &str) -> Text {
    TITLES
        .iter()
        .find(|(known, ..)| *known == id)
        .map_or_else(|| Text::same(id), |(_, fr, en)| Text::new(*fr, *en))
}
