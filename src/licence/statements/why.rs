//! What the licence of a project rests on, in words.

use super::Source;
use crate::lang::Text;
use crate::text;

/// What an answer rests on, or why there is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// A place of this kind states it.
    Stated(Source),
    /// The text of a known licence was changed.
    Modified,
    /// A licence is named for some people only, or with one that is not known.
    Narrowed,
    /// A licence text is none that is known.
    Unknown,
    /// A licence is named without its version.
    Vague,
    /// It is said that no licence is granted.
    Closed,
    /// Two places contradict each other, and none outweighs the other.
    Conflicting,
    /// Nothing states a licence.
    Nothing,
}

impl Why {
    /// The words for it.
    pub fn to_text(self) -> Text {
        match self {
            Why::Stated(source) => source.label(),
            Why::Modified => text!(
                "le texte de la licence a été modifié : ce n’est plus une licence connue",
                "the text of the licence was changed: it is no known licence any more"
            ),
            Why::Narrowed => text!(
                "la licence est nommée pour certains seulement, ou avec une autre qui n’est pas connue",
                "the licence is named for some people only, or with another that is not known"
            ),
            Why::Unknown => text!(
                "le texte n’est celui d’aucune licence connue",
                "the text is that of no known licence"
            ),
            Why::Vague => text!(
                "la licence est nommée sans sa version",
                "the licence is named without its version"
            ),
            Why::Closed => text!(
                "le projet dit qu’aucune licence n’est accordée",
                "the project says that no licence is granted"
            ),
            Why::Conflicting => text!(
                "les déclarations de licence se contredisent",
                "the licence declarations contradict each other"
            ),
            Why::Nothing => text!("aucune licence n’est déclarée", "no licence is stated"),
        }
    }
}

impl Source {
    /// The words for this kind of place.
    pub fn label(self) -> Text {
        match self {
            Source::File => text!("fichier de licence", "licence file"),
            Source::Folder => text!("dossier LICENSES", "LICENSES folder"),
            Source::Readme => text!("README", "README"),
            Source::Manifest => text!("manifeste de paquet", "package manifest"),
            Source::Publiccode => text!("publiccode.yml", "publiccode.yml"),
            Source::Metadata => text!("métadonnées", "metadata"),
            Source::Reuse => text!("REUSE.toml", "REUSE.toml"),
            Source::Header => text!("en-têtes des fichiers", "file headers"),
        }
    }
}
