//! The chapters of the catalogue, as a reader names them.

use super::Respondent;
use crate::lang::Text;

/// An identifier, a title in both languages, and who decides.
type Chapter = (&'static str, &'static str, &'static str, Respondent);

/// Each chapter of the embedded catalogue, in the order in which a report tells them: its
/// identifier, its title, and who decides, in an administration, about what its rules find.
const CHAPTERS: [Chapter; 16] = [
    ("licence", "Licence et droits", "Licence and rights", Respondent::Legal),
    ("readme", "README", "README", Respondent::Project),
    ("docs", "Documentation", "Documentation", Respondent::Project),
    ("publiccode", "publiccode.yml", "publiccode.yml", Respondent::Project),
    ("metadata", "Métadonnées et forge", "Metadata and forge", Respondent::Project),
    (
        "contribution",
        "Contribution et gouvernance",
        "Contribution and governance",
        Respondent::Project,
    ),
    ("secrets", "Secrets", "Secrets", Respondent::Security),
    ("exposure", "Informations internes", "Internal information", Respondent::Security),
    ("security", "Sécurité", "Security", Respondent::Security),
    ("privacy", "Données personnelles", "Personal data", Respondent::DataProtection),
    ("history", "Historique", "History", Respondent::Security),
    ("identity", "Identité des auteurs", "Authors’ identity", Respondent::DataProtection),
    ("versioning", "Versions", "Versions", Respondent::Project),
    ("quality", "Qualité", "Quality", Respondent::Project),
    ("reuse", "Réutilisation", "Reuse", Respondent::Legal),
    ("attest", "Attestations", "Attestations", Respondent::Project),
];

/// The chapter `id` and its rank.
fn known(id: &str) -> Option<(usize, &'static Chapter)> {
    CHAPTERS.iter().enumerate().find(|(_, chapter)| chapter.0 == id)
}

/// The rank of the chapter `id` in a report.
pub(super) fn rank(id: &str) -> usize {
    known(id).map_or(CHAPTERS.len(), |(rank, _)| rank)
}

/// Who decides about what the rules of the chapter `id` find: the team of the project
/// unless another is known.
pub(crate) fn decided_by(id: &str) -> Respondent {
    known(id).map_or(Respondent::Project, |(_, (.., who))| *who)
}

/// The title of the chapter `id`; its identifier when an organisation added it.
pub fn title(id: &str) -> Text {
    known(id).map_or_else(|| Text::same(id), |(_, (_, fr, en, _))| Text::new(*fr, *en))
}
