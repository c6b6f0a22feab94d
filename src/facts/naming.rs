//! What a project is called.

use super::Facts;
use crate::lang::Text;

/// The longest title that can be a name, in characters.
const LONGEST: usize = 40;

/// What opens a title that is followed by words of explanation.
const EXPLAINED: [&str; 6] = [" - ", " – ", " — ", " : ", ": ", " | "];

/// Headings that name a section, not a project.
const SECTIONS: &str = "about accueil code contenu contents contexte context contribuer contributing description \
development développement documentation features fonctionnalités guide home installation introduction license licence notice objectif overview prerequisites préambule \
prérequis présentation presentation projet project readme \
requirements résumé setup sommaire stack summary usage utilisation";
/// First words of headings that greet or explain.
const GREETINGS: &str = "bienvenue welcome getting how comment what table";

impl Facts {
    /// The title, when it spells the name of the repository.
    fn same_as_repository(&self) -> Option<String> {
        let letters = |text: &str| -> String {
            text.to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect()
        };
        let title = self.presentation.title.as_deref()?;
        (letters(title) == letters(&self.repository_name)).then(|| title.to_string())
    }

    /// The name of the project and where it was read: that of its README when
    /// it is one, else that of its manifest, else that of the repository.
    pub fn name(&self) -> Option<(String, Text)> {
        let title = self.presentation.title.as_deref().and_then(in_title);
        let title = title.or_else(|| self.same_as_repository());
        let manifest = self.manifests.iter().find(|manifest| manifest.at_root());
        let manifest =
            manifest.and_then(|one| Some((one.name.clone()?, Text::same(one.path.clone()))));
        let repository = Text::new("nom du dépôt", "name of the repository");
        title
            .map(|title| (title, Text::same("README")))
            .or(manifest)
            .or_else(|| Some((self.repository_name.clone(), repository)))
            .filter(|(name, _)| !name.is_empty())
    }
}

/// The name in the title of a README: what explains it and its state are left
/// out. Nothing for a title that names a section or is a sentence.
fn in_title(title: &str) -> Option<String> {
    let cut = EXPLAINED.iter().filter_map(|mark| title.find(mark)).min().unwrap_or(title.len());
    let mut name = title[..cut].trim();
    for (open, close) in [('[', ']'), ('(', ')')] {
        if name.ends_with(close)
            && let Some(at) = name.rfind(open).filter(|at| *at > 0)
        {
            name = name[..at].trim_end();
        }
    }
    let name = name.trim_matches(|c: char| !c.is_alphanumeric() && !"+#!)]".contains(c)).trim();
    let lower = name.to_lowercase();
    let first = lower.split(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
    let listed = |words: &str, word: &str| words.split_ascii_whitespace().any(|w| w == word);
    let section = listed(SECTIONS, &lower) || listed(GREETINGS, first);
    let sentence = name.chars().count() > LONGEST || name.ends_with('!');
    (!name.is_empty() && !section && !sentence).then(|| name.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_gives_the_name_alone() {
        let name = |title: &str| in_title(title);
        assert_eq!(name("Calcul"), Some("Calcul".into()));
        assert_eq!(name("Calcul - Les aides en ligne"), Some("Calcul".into()));
        assert_eq!(name("CALCUL [BETA]"), Some("CALCUL".into()));
        assert_eq!(name("🧮 Calcul : le simulateur"), Some("Calcul".into()));
        assert_eq!(name("Calcul (simulateur)"), Some("Calcul".into()));
        assert_eq!(name("Licence Calcul"), Some("Licence Calcul".into()));
        assert_eq!(name("Presentation"), None);
        assert_eq!(name("Setup"), None);
        assert_eq!(name("Bienvenue sur le dépôt"), None);
        assert_eq!(name("Un titre si long qu’il ne peut pas être le nom d’un projet"), None);
    }
}
