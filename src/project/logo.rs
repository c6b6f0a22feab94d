//! The project's own logo.

use super::naming::letters;
use super::words::{WORDS, is};
use super::{Evidenced, Project};
use crate::finding::Location;
use crate::snapshot::File;
use crate::text::fold;

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

/// True when the name of the image at `path` is that of the State’s brand, or of the logo of
/// one of its bodies: it is no project’s logo.
pub(crate) fn is_state_brand(path: &str) -> bool {
    let (folders, name) = path.rsplit_once('/').unwrap_or(("", path));
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let mut words: Vec<String> = fold::words(stem).iter().flat_map(|word| apart(word)).collect();
    let is_logo = |word: &String| is(&WORDS.logos, word);
    // `ministere/logo-bleu.svg`: the folder says whose logo it is.
    if words.iter().all(|word| is_logo(word) || is(&WORDS.variants, word)) {
        words.extend(fold::words(folders.rsplit('/').next().unwrap_or_default()));
    }
    let said = format!(" {} ", words.join(" "));
    let tells = |names: &[String]| names.iter().any(|name| said.contains(&format!(" {name} ")));
    tells(&WORDS.state_marks) || words.iter().any(is_logo) && tells(&WORDS.state_bodies)
}

/// `logoprefecture` as two words.
fn apart(word: &str) -> Vec<String> {
    let before = word.strip_prefix("logo").or_else(|| word.strip_suffix("logo"));
    match before.filter(|rest| is(&WORDS.state_bodies, rest)) {
        Some(rest) => vec!["logo".to_string(), rest.to_string()],
        None => vec![word.to_string()],
    }
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
        for path in [
            "img/logo-marianne.svg",
            "logo_rf.svg",
            "public/ministere-de-la-culture-logo.svg",
            "logo-préfecture-du-rhône.png",
            "images/logoPrefet69.png",
            "images/logoprefecture.png",
            "img/ministere/logo-bleu.svg",
            "img/republique_francaise.png",
        ] {
            assert!(is_state_brand(path), "{path}");
        }
        for path in [
            "img/perf/logo.svg",
            "img/carte-prefectures.svg",
            "site-prefecture/logo-partenaire.svg",
            "ministere/photo.png",
            "logout-gouv.svg",
        ] {
            assert!(!is_state_brand(path), "{path}");
        }
        assert!(is_aside("back/mock-service/logo.svg") && !is_aside("public/logo.svg"));
    }
}
