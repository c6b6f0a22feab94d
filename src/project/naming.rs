//! What a project is called and where it is published.

use super::Project;
use super::words::{WORDS, is};
use crate::lang::Text;
use crate::snapshot::metadata::Address;

/// The longest title that can be a name, in characters.
const LONGEST: usize = 40;

/// What opens a title that is followed by words of explanation.
const EXPLAINED: [&str; 6] = [" - ", " – ", " — ", " : ", ": ", " | "];

impl Project<'_> {
    /// The title, when it spells the name of the repository.
    fn same_as_repository(&self) -> Option<String> {
        let title = self.presentation().title.as_deref()?;
        (letters(title) == letters(&self.snapshot.name())).then(|| title.to_string())
    }

    /// The name of the project and where it was read: that of its README when
    /// it is one, else that of its manifest, else that of the repository.
    pub fn name(&self) -> Option<(String, Text)> {
        let title = self.presentation().title.as_deref().and_then(in_title);
        let title = title.or_else(|| self.same_as_repository());
        let manifest = self.manifests().iter().find(|manifest| manifest.at_root());
        let manifest =
            manifest.and_then(|one| Some((one.name.clone()?, Text::same(one.path.clone()))));
        let repository = Text::new("nom du dépôt", "name of the repository");
        title
            .map(|title| (title, Text::same("README")))
            .or(manifest)
            .or_else(|| Some((self.snapshot.name(), repository)))
            .filter(|(name, _)| !name.is_empty())
    }

    /// The address the project is, or will be, published at.
    pub fn address(&self) -> Option<Address> {
        let declared = self.config.project.publish_url.as_deref().and_then(Address::parse);
        declared.or_else(|| self.snapshot.metadata.as_ref()?.publication_remote()?.address())
    }

    /// The names the project goes by, in lower-case letters and digits: its
    /// repository, publiccode.yml, the manifests at the root, the README's title.
    pub fn names(&self) -> Vec<String> {
        let published = self.address().map(|address| address.path);
        let mut names: Vec<String> = published
            .iter()
            .filter_map(|path| path.rsplit('/').next().map(letters))
            .chain(
                self.publiccode()
                    .and_then(|file| file.get("name"))
                    .map(|field| letters(&field.value)),
            )
            .chain(self.manifests().iter().filter(|manifest| manifest.at_root()).filter_map(
                |manifest| {
                    manifest
                        .name
                        .as_deref()
                        .map(|name| letters(name.rsplit('/').next().unwrap_or(name)))
                },
            ))
            .chain(self.readmes().iter().filter_map(|(_, readme)| {
                readme.title().map(|title| letters(&title.text)).filter(|name| name.len() <= 24)
            }))
            .collect();
        let generic = ["readme", "documentation", "projet", "project", "sources", "site", "test"];
        names.retain(|name| name.len() >= 4 && !generic.contains(&name.as_str()));
        names.sort();
        names.dedup();
        names
    }
}

/// The letters and digits of a name, in lower case.
pub(super) fn letters(name: &str) -> String {
    name.to_lowercase().chars().filter(|letter| letter.is_alphanumeric()).collect()
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
    let section = is(&WORDS.sections, &lower) || is(&WORDS.greetings, first);
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
