//! A page that presents the project outside the forge.

use super::naming::letters;
use super::words::WORDS;
use super::{Evidenced, Project};
use crate::accounts;
use crate::document::is_example;
use crate::finding::Location;
use crate::snapshot::metadata::Address;
use regex::Regex;
use std::sync::LazyLock;

/// Words of a link to the website of a project or to the service it runs.
static SITE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"(?i)^(notre |le |our |the |visit )?(site( web| internet| officiel| public| du projet| de d[ée]mo(nstration)?)?|web ?site|official (web ?)?site|home ?page|page (d.accueil|de pr[ée]sentation|du projet|produit)|landing page|product page|d[ée]mo(nstration)?|live demo|application en ligne|version en ligne|en ligne|online version|production)\b",
    )
    .ok()
});

fn host_of(url: &str) -> Option<String> {
    let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"))?;
    let host = rest.split(['/', '?', '#']).next()?.rsplit('@').next()?.split(':').next()?;
    (host.contains('.')).then(|| host.to_lowercase())
}

impl Project<'_> {
    /// True for a web address that is neither a repository nor a third party's.
    fn is_page(&self, url: &str) -> bool {
        let Some(host) = host_of(url) else {
            return false;
        };
        let third = |other: &String| host == *other || host.ends_with(&format!(".{other}"));
        let own_forge = |address: &Address| address.host == host;
        !is_example(url)
            && !accounts::is_forge(&host)
            && !WORDS.third_parties.iter().any(third)
            && !self.address().as_ref().is_some_and(own_forge)
    }

    /// The line of the first mention of `needle` in the file at `path`.
    fn line_of(&self, path: &str, needle: &str) -> Location {
        let text = self.snapshot.file(path).and_then(|file| self.text(file));
        let line = text.and_then(|text| text.lines().position(|line| line.contains(needle)));
        Location { line: line.map(|at| at + 1), ..Location::file(path) }
    }

    /// A page that presents the project outside the forge (Awesome criterion 1).
    pub fn landing_page(&self) -> Option<Evidenced> {
        let told = self.publiccode().and_then(|file| {
            let field = file.get("landingURL").filter(|field| self.is_page(&field.value))?;
            Some(Evidenced { location: file.place(field), what: field.value.clone() })
        });
        let homepage = || {
            self.manifests().iter().find_map(|manifest| {
                let url = manifest.homepage.as_deref().filter(|url| self.is_page(url))?;
                let location = self.line_of(&manifest.path, url);
                Some(Evidenced { location, what: url.to_string() })
            })
        };
        told.or_else(homepage).or_else(|| self.linked())
    }

    /// A link of the README to a site that bears the project's name, or that the
    /// README calls its site.
    fn linked(&self) -> Option<Evidenced> {
        let names = self.names();
        for (file, readme) in self.readmes() {
            // Further down, « site » may be that of a tool or of a partner.
            let opening = readme.headings().nth(2).map_or(usize::MAX, |heading| heading.line);
            let found = readme.links().find(|link| {
                let Some(host) = host_of(&link.url).filter(|_| self.is_page(&link.url)) else {
                    return false;
                };
                let called = SITE.as_ref().is_some_and(|site| site.is_match(link.text.trim()));
                (called && link.line < opening)
                    || names.iter().any(|name| bears(&host, &link.url, name))
            });
            if let Some(link) = found {
                let location = Location::line(&file.path, link.line);
                return Some(Evidenced { location, what: link.url.clone() });
            }
        }
        None
    }
}

/// True for an address whose host begins with the project's name, or whose path
/// ends with it: `outil.example.gouv.fr`, `docs.outil.fr`, `example.gouv.fr/outil`.
fn bears(host: &str, url: &str, name: &str) -> bool {
    let labels: Vec<&str> = host.split('.').collect();
    let first =
        usize::from(["www", "docs", "doc", "documentation", "demo", "app"].contains(&labels[0]));
    let path = url.splitn(4, '/').nth(3).unwrap_or_default();
    let path = path.split(['?', '#']).next().unwrap_or_default().trim_end_matches('/');
    let last = path.rsplit('/').next().unwrap_or_default();
    let last = last.strip_suffix(".html").unwrap_or(last);
    letters(&labels[first..].concat()).starts_with(name) || letters(last) == name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_site_bears_the_projects_name() {
        for url in [
            "https://outil.example.gouv.fr",
            "https://docs.outil.fr/x",
            "https://example.gouv.fr/services/outil/",
        ] {
            assert!(bears(&host_of(url).expect("host"), url, "outil"), "{url}");
        }
        for url in [
            "https://contribuer-outil.fr",
            "https://example.gouv.fr/outillage",
            "https://example.gouv.fr",
        ] {
            assert!(!bears(&host_of(url).expect("host"), url, "outil"), "{url}");
        }
    }

    #[test]
    fn hosts_are_read() {
        assert_eq!(
            host_of("https://Outil.example.gouv.fr/a").as_deref(),
            Some("outil.example.gouv.fr")
        );
        assert_eq!(host_of("docs/index.md"), None);
    }
}
