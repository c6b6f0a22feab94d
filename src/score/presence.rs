//! What makes a project visible: a page outside the forge, a logo, a roadmap.

use crate::accounts;
use crate::checks::prose::is_example;
use crate::finding::Location;
use crate::project::Project;
use crate::publiccode::PublicCode;
use crate::snapshot::metadata::Address;
use regex::Regex;
use std::sync::LazyLock;

/// Something found, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Where it is told.
    pub location: Location,
    /// What it is.
    pub what: String,
}

/// Words of a link to the website of a project or to the service it runs.
static SITE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"(?i)^(notre |le |our |the |visit )?(site( web| internet| officiel| public| du projet| de d[ée]mo(nstration)?)?|web ?site|official (web ?)?site|home ?page|page (d.accueil|de pr[ée]sentation|du projet|produit)|landing page|product page|d[ée]mo(nstration)?|live demo|application en ligne|version en ligne|en ligne|online version|production)\b",
    )
    .ok()
});

/// Hosts of badges, registries, integration services and networks: they may
/// speak of a project, they are not its page.
const THIRD_PARTIES: [&str; 26] = [
    "shields.io", "codecov.io", "coveralls.io", "travis-ci.org", "travis-ci.com", "circleci.com",
    "sonarcloud.io", "codeclimate.com", "snyk.io", "npmjs.com", "pypi.org", "crates.io", "docker.com",
    "quay.io", "packagist.org", "rubygems.org", "maven.org", "badge.fury.io", "doi.org", "zenodo.org",
    "twitter.com", "linkedin.com", "youtube.com", "slack.com", "matrix.to", "softwareheritage.org",
];

fn host_of(url: &str) -> Option<String> {
    let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"))?;
    let host = rest.split(['/', '?', '#']).next()?.rsplit('@').next()?.split(':').next()?;
    (host.contains('.')).then(|| host.to_lowercase())
}

fn letters(name: &str) -> String {
    name.to_lowercase().chars().filter(|letter| letter.is_alphanumeric()).collect()
}

/// True for a web address that is neither a repository nor a third party's.
pub fn is_page(project: &Project<'_>, url: &str) -> bool {
    let Some(host) = host_of(url) else { return false };
    let third = |other: &&str| host == **other || host.ends_with(&format!(".{other}"));
    let own_forge = |address: &Address| address.host == host;
    !is_example(url)
        && !accounts::is_forge(&host)
        && !THIRD_PARTIES.iter().any(|other| third(&other))
        && !remote(project).as_ref().is_some_and(own_forge)
}

/// The address the project is, or will be, published at.
pub fn remote(project: &Project<'_>) -> Option<Address> {
    let declared = project.config.project.publish_url.as_deref().and_then(Address::parse);
    declared.or_else(|| project.snapshot.metadata.as_ref()?.publication_remote()?.address())
}

/// The names the project goes by, in lower-case letters and digits: its
/// repository, publiccode.yml, the manifests at the root, the README's title.
pub fn names(project: &Project<'_>) -> Vec<String> {
    let publiccode = crate::publiccode::of(project);
    let published = remote(project).map(|address| address.path);
    let mut names: Vec<String> = published
        .iter()
        .filter_map(|path| path.rsplit('/').next().map(letters))
        .chain(publiccode.as_ref().and_then(|file| file.get("name")).map(|field| letters(&field.value)))
        .chain(project.manifests().iter().filter(|manifest| manifest.at_root()).filter_map(|manifest| {
            manifest.name.as_deref().map(|name| letters(name.rsplit('/').next().unwrap_or(name)))
        }))
        .chain(project.readmes().iter().filter_map(|(_, readme)| {
            readme.title().map(|title| letters(&title.text)).filter(|name| name.len() <= 24)
        }))
        .collect();
    let generic = ["readme", "documentation", "projet", "project", "sources", "site", "test"];
    names.retain(|name| name.len() >= 4 && !generic.contains(&name.as_str()));
    names.sort();
    names.dedup();
    names
}

/// The line of the first mention of `needle` in the file at `path`.
fn line_of(project: &Project<'_>, path: &str, needle: &str) -> Location {
    let text = project.snapshot.file(path).and_then(|file| project.text(file));
    let line = text.and_then(|text| text.lines().position(|line| line.contains(needle)));
    Location { line: line.map(|at| at + 1), ..Location::file(path) }
}

/// A page that presents the project outside the forge (Awesome criterion 1).
pub fn page(project: &Project<'_>, publiccode: Option<&PublicCode>) -> Option<Found> {
    let told = publiccode.and_then(|file| {
        let field = file.get("landingURL").filter(|field| is_page(project, &field.value))?;
        Some(Found { location: file.place(field), what: field.value.clone() })
    });
    let homepage = || {
        project.manifests().iter().find_map(|manifest| {
            let url = manifest.homepage.as_deref().filter(|url| is_page(project, url))?;
            let location = line_of(project, &manifest.path, url);
            Some(Found { location, what: url.to_string() })
        })
    };
    told.or_else(homepage).or_else(|| linked(project))
}

/// A link of the README to a site that bears the project's name, or that the
/// README calls its site.
fn linked(project: &Project<'_>) -> Option<Found> {
    let names = names(project);
    for (file, readme) in project.readmes() {
        let found = readme.links().find(|link| {
            let Some(host) = host_of(&link.url).filter(|_| is_page(project, &link.url)) else { return false };
            let called = SITE.as_ref().is_some_and(|site| site.is_match(link.text.trim()));
            called || names.iter().any(|name| bears(&host, &link.url, name))
        });
        if let Some(link) = found {
            let location = Location::line(&file.path, link.line);
            return Some(Found { location, what: link.url.clone() });
        }
    }
    None
}

/// True for an address whose host begins with the project's name, or whose path
/// ends with it: `outil.example.gouv.fr`, `docs.outil.fr`, `example.gouv.fr/outil`.
fn bears(host: &str, url: &str, name: &str) -> bool {
    let labels: Vec<&str> = host.split('.').collect();
    let first = usize::from(["www", "docs", "doc", "documentation", "demo", "app"].contains(&labels[0]));
    let path = url.splitn(4, '/').nth(3).unwrap_or_default();
    let path = path.split(['?', '#']).next().unwrap_or_default().trim_end_matches('/');
    let last = path.rsplit('/').next().unwrap_or_default();
    let last = last.strip_suffix(".html").unwrap_or(last);
    letters(&labels[first..].concat()).starts_with(name) || letters(last) == name
}

/// Folders whose images are those of trials, examples or tools.
const ASIDE: [&str; 12] = [
    "mock", "mocks", "test", "tests", "e2e", "cypress", "example", "examples", "exemples", "storybook", "stories",
    "sandbox",
];

fn is_aside(path: &str) -> bool {
    let folders = path.rsplit_once('/').map_or("", |(folders, _)| folders).to_lowercase();
    folders.split(['/', '-', '_', '.']).any(|word| ASIDE.contains(&word))
}

/// Words that say which version of the logo a file is.
const VARIANTS: [&str; 44] = [
    "light", "dark", "white", "black", "blanc", "noir", "color", "couleur", "colour", "blue", "bleu", "full",
    "small", "large", "big", "mini", "square", "round", "horizontal", "vertical", "text", "texte", "icon",
    "mark", "header", "footer", "banner", "app", "site", "default", "main", "header", "sm", "md", "lg", "xl",
    "transparent", "simple", "mono", "monochrome", "v2", "new", "fr", "en",
];

fn is_own_logo(name: &str, names: &[String]) -> bool {
    let Some((stem, extension)) = name.rsplit_once('.') else { return false };
    if !["svg", "svgz", "png", "jpg", "jpeg", "webp"].contains(&extension.to_lowercase().as_str()) {
        return false;
    }
    let words: Vec<String> =
        stem.split(|c: char| !c.is_alphanumeric()).map(letters).filter(|word| !word.is_empty()).collect();
    let neutral = |word: &String| {
        VARIANTS.contains(&word.as_str()) || word.chars().all(|c| c.is_ascii_digit() || c == 'x')
    };
    let rest: Vec<&String> = words.iter().filter(|word| *word != "logo" && !neutral(word)).collect();
    if !words.iter().any(|word| word == "logo") {
        return false;
    }
    let joined: String = rest.iter().map(|word| word.as_str()).collect();
    joined.is_empty() || names.iter().any(|own| *own == joined)
}

/// True when `words` name the State's brand, which is no project's logo.
pub fn is_state_brand(words: &str) -> bool {
    let words = words.to_lowercase();
    ["marianne", "republique", "république", "gouvernement"].iter().any(|word| words.contains(word))
        || words.split(|c: char| !c.is_alphanumeric()).any(|word| matches!(word, "rf" | "gouv" | "gouvfr"))
}

/// The logo that publiccode.yml names but that is not in the repository.
pub fn missing_logo(project: &Project<'_>, publiccode: Option<&PublicCode>) -> Option<Found> {
    let (file, field) = publiccode.and_then(|file| Some((file, file.get("logo")?)))?;
    let url = field.value.contains("://");
    let path = field.value.trim_start_matches("./").trim_start_matches('/');
    let lost = !url && project.snapshot.file(path).is_none();
    lost.then(|| Found { location: file.place(field), what: field.value.clone() })
}

/// A logo of the project (Awesome criterion 4).
pub fn logo(project: &Project<'_>, publiccode: Option<&PublicCode>) -> Option<Found> {
    let told = publiccode.and_then(|file| {
        let field = file.get("logo").filter(|field| !is_state_brand(&field.value))?;
        let told = Found { location: file.place(field), what: field.value.clone() };
        missing_logo(project, publiccode).is_none().then_some(told)
    });
    told.or_else(|| {
        let names = names(project);
        let mut files: Vec<&str> = project
            .own_files()
            .filter(|file| !is_state_brand(&file.path) && !is_aside(&file.path) && is_own_logo(file.name(), &names))
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
        for name in ["logo.svg", "Logo-dark.png", "logo_mon-outil.svg", "mon-outil-logo-512.png", "logo-64x64.png"] {
            assert!(is_own_logo(name, &names), "{name}");
        }
        for name in ["logo-partenaire.svg", "logo.md", "logout.svg", "LogoButton.svg", "icon.png"] {
            assert!(!is_own_logo(name, &names), "{name}");
        }
        assert!(is_state_brand("img/logo-marianne.svg") && is_state_brand("logo_rf.svg"));
        assert!(!is_state_brand("img/perf/logo.svg"));
    }

    #[test]
    fn a_site_bears_the_projects_name() {
        for url in ["https://outil.example.gouv.fr", "https://docs.outil.fr/x", "https://example.gouv.fr/services/outil/"] {
            assert!(bears(&host_of(url).expect("host"), url, "outil"), "{url}");
        }
        for url in ["https://contribuer-outil.fr", "https://example.gouv.fr/outillage", "https://example.gouv.fr"] {
            assert!(!bears(&host_of(url).expect("host"), url, "outil"), "{url}");
        }
        assert!(is_aside("back/mock-service/logo.svg") && !is_aside("public/logo.svg"));
    }

    #[test]
    fn hosts_are_read() {
        assert_eq!(host_of("https://Outil.example.gouv.fr/a").as_deref(), Some("outil.example.gouv.fr"));
        assert_eq!(host_of("docs/index.md"), None);
    }
}
