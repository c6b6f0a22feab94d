//! The project's own logo.

use super::presence::{Found, letters, names};
use crate::finding::Location;
use crate::project::Project;

/// Folders whose images are those of trials, examples or tools.
const ASIDE: [&str; 14] = [
    "mock",
    "mocks",
    "mockup",
    "mockups",
    "test",
    "tests",
    "e2e",
    "cypress",
    "example",
    "examples",
    "exemples",
    "storybook",
    "stories",
    "sandbox",
];

fn is_aside(path: &str) -> bool {
    let folders = path.rsplit_once('/').map_or("", |(folders, _)| folders).to_lowercase();
    folders.split(['/', '-', '_', '.']).any(|word| ASIDE.contains(&word))
}

/// Words that say which version of the logo a file is.
const VARIANTS: [&str; 44] = [
    "light",
    "dark",
    "white",
    "black",
    "blanc",
    "noir",
    "color",
    "couleur",
    "colour",
    "blue",
    "bleu",
    "full",
    "small",
    "large",
    "big",
    "mini",
    "square",
    "round",
    "horizontal",
    "vertical",
    "text",
    "texte",
    "icon",
    "mark",
    "header",
    "footer",
    "banner",
    "app",
    "site",
    "default",
    "main",
    "header",
    "sm",
    "md",
    "lg",
    "xl",
    "transparent",
    "simple",
    "mono",
    "monochrome",
    "v2",
    "new",
    "fr",
    "en",
];

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
        VARIANTS.contains(&word.as_str()) || word.chars().all(|c| c.is_ascii_digit() || c == 'x')
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
pub fn is_state_brand(words: &str) -> bool {
    let words = words.to_lowercase();
    ["marianne", "republique", "république", "gouvernement"].iter().any(|word| words.contains(word))
        || words
            .split(|c: char| !c.is_alphanumeric())
            .any(|word| matches!(word, "rf" | "gouv" | "gouvfr"))
}

/// The logo that publiccode.yml names but that is not in the repository.
pub fn missing_logo(project: &Project<'_>) -> Option<Found> {
    let (file, field) = project.publiccode().and_then(|file| Some((file, file.get("logo")?)))?;
    let url = field.value.contains("://");
    let path = field.value.trim_start_matches("./").trim_start_matches('/');
    let lost = !url && project.snapshot.file(path).is_none();
    lost.then(|| Found { location: file.place(field), what: field.value.clone() })
}

/// A logo of the project (Awesome criterion 4).
pub fn logo(project: &Project<'_>) -> Option<Found> {
    let told = project.publiccode().and_then(|file| {
        let field = file.get("logo").filter(|field| !is_state_brand(&field.value))?;
        let told = Found { location: file.place(field), what: field.value.clone() };
        missing_logo(project).is_none().then_some(told)
    });
    told.or_else(|| {
        let names = names(project);
        let mut files: Vec<&str> = project
            .own_files()
            .filter(|file| {
                !is_state_brand(&file.path)
                    && !is_aside(&file.path)
                    && is_own_logo(file.name(), &names)
            })
            .map(|file| file.path.as_str())
            .collect();
        files.sort_by_key(|path| (path.matches('/').count(), *path));
        let path = files.first()?;
        Some(Found { location: Location::file(*path), what: (*path).to_string() })
    })
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
