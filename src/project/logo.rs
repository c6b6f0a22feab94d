//! The project's own logo.

use super::naming::letters;
use super::words::{WORDS, is};
use super::{Evidenced, Project};
use crate::finding::Location;
use crate::snapshot::File;

fn is_aside(path: &str) -> bool {
    let folders = path.rsplit_once('/').map_or("", |(folders, _)| folders).to_lowercase();
    folders.split(['/', '-', '_', '.']).any(|word| is(&WORDS.aside, word))
}

fn is_own_logo(name: &str, names: &[String]) -> bool {
    let Some((stem, extension)) = name.rsplit_once('.') else {
        return false;
    };
    if !["svg", "svgz", "png", "jpg", "jpeg", "webp"].contains(&extension.to_lowercase().as_str()) {
        return false;
    }
    let words: Vec<String> = stem
        .split(|c: char| !c.is_alphanumeric())
        .map(letters)
        .filter(|word| !word.is_empty())
        .collect();
    let neutral = |word: &String| {
        is(&WORDS.variants, word) || word.chars().all(|c| c.is_ascii_digit() || c == 'x')
    };
    let rest: Vec<&String> =
        words.iter().filter(|word| *word != "logo" && !neutral(word)).collect();
    if !words.iter().any(|word| word == "logo") {
        return false;
    }
    let joined: String = rest.iter().map(|word| word.as_str()).collect();
    joined.is_empty() || names.contains(&joined)
}

/// True when `words` name the State's brand, which is no project's logo.
fn is_state_brand(words: &str) -> bool {
    let words = words.to_lowercase();
    ["marianne", "republique", "république", "gouvernement"].iter().any(|word| words.contains(word))
        || words
            .split(|c: char| !c.is_alphanumeric())
            .any(|word| matches!(word, "rf" | "gouv" | "gouvfr"))
}

impl<'a> Project<'a> {
    /// The logo that publiccode.yml names but that is not in the repository.
    pub fn lost_logo(&self) -> Option<Evidenced> {
        let file = self.publiccode()?;
        let field = file.get("logo")?;
        let url = field.value.contains("://");
        let path = field.value.trim_start_matches("./").trim_start_matches('/');
        let lost = !url && self.snapshot.file(path).is_none();
        lost.then(|| Evidenced { location: file.place(field), what: field.value.clone() })
    }

    /// A logo of the project (Awesome criterion 4).
    pub fn logo(&self) -> Option<Evidenced> {
        let declared = self.publiccode().and_then(|file| {
            let field = file.get("logo").filter(|field| !is_state_brand(&field.value))?;
            let declared = Evidenced { location: file.place(field), what: field.value.clone() };
            self.lost_logo().is_none().then_some(declared)
        });
        declared.or_else(|| {
            let file = self.logo_files().into_iter().next()?;
            Some(Evidenced { location: Location::file(&file.path), what: file.path.clone() })
        })
    }

    /// The images that are the project's own logo, the nearest to the root first.
    pub(super) fn logo_files(&self) -> Vec<&'a File> {
        let names = self.names();
        let own = self.own_files().filter(|file| {
            !is_state_brand(&file.path) && !is_aside(&file.path) && is_own_logo(file.name(), &names)
        });
        let mut files: Vec<&File> = own.collect();
        files.sort_by_key(|file| (file.path.matches('/').count(), &file.path));
        files
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_logo_is_the_projects_own() {
        let names = ["monoutil".to_string()];
        for name in [
            "logo.svg",
            "Logo-dark.png",
            "logo_mon-outil.svg",
            "mon-outil-logo-512.png",
            "logo-64x64.png",
        ] {
            assert!(is_own_logo(name, &names), "{name}");
        }
        for name in ["logo-partenaire.svg", "logo.md", "logout.svg", "LogoButton.svg", "icon.png"] {
            assert!(!is_own_logo(name, &names), "{name}");
        }
        assert!(is_state_brand("img/logo-marianne.svg") && is_state_brand("logo_rf.svg"));
        assert!(!is_state_brand("img/perf/logo.svg"));
        assert!(is_aside("back/mock-service/logo.svg") && !is_aside("public/logo.svg"));
    }
}
