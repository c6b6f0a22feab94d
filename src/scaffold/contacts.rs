//! The functional addresses that a project already gives, by what they are for.

use super::answers::Fact;
use crate::document::Document;
use crate::lang::Text;
use crate::project::Project;
use crate::secrets::personal;
use std::collections::{BTreeMap, BTreeSet};

/// Where each address is looked for: a question, and roles in turn.
const PLACES: [(&str, &[&[&str]]); 3] = [
    ("security_contact", &[&["security", "security-txt"]]),
    ("conduct_contact", &[&["code-of-conduct"]]),
    ("contact", &[&["readme", "support"], &["contributing"]]),
];

/// The addresses of `project`, by question. One is told when its documents
/// give a single functional address: between several, a person chooses.
pub(super) fn of(project: &Project<'_>) -> BTreeMap<String, Fact> {
    let mut found = BTreeMap::new();
    for (question, places) in PLACES {
        let told = places.iter().find_map(|roles| only(project, roles));
        found.extend(told.map(|fact| (question.to_string(), fact)));
    }
    found
}

/// The only functional address of the files that play one of `roles`.
fn only(project: &Project<'_>, roles: &[&str]) -> Option<Fact> {
    let mut addresses: BTreeMap<String, &str> = BTreeMap::new();
    for (file, document) in roles.iter().flat_map(|role| project.role_documents(role)) {
        for address in told(document) {
            addresses.entry(address).or_insert(&file.path);
        }
    }
    let mut addresses = addresses.into_iter();
    let (value, path) = addresses.next()?;
    addresses.next().is_none().then(|| Fact { value, from: Text::same(path) })
}

/// The functional addresses that `document` links to.
fn told(document: &Document) -> BTreeSet<String> {
    let targets = document.links().filter_map(|link| {
        let rest = link.url.get(..7).filter(|scheme| scheme.eq_ignore_ascii_case("mailto:"))?;
        link.url.get(rest.len()..)
    });
    targets.filter_map(address).filter(|address| is_functional(address)).collect()
}

/// The address of a `mailto:` target, without its subject, decoded.
fn address(target: &str) -> Option<String> {
    let address = target.split('?').next()?.replace("%40", "@").trim().to_lowercase();
    let (local, domain) = address.split_once('@')?;
    let plain = |part: &str| {
        !part.is_empty() && part.bytes().all(|b| b.is_ascii_alphanumeric() || b"._+-".contains(&b))
    };
    (plain(local) && plain(domain) && domain.contains('.')).then_some(address)
}

/// True for an address that a function answers: neither a person, nor a robot,
/// nor an example.
pub(super) fn is_functional(address: &str) -> bool {
    let local = address.split('@').next().unwrap_or_default();
    let robot = matches!(local, "git" | "noreply" | "no-reply" | "ne-pas-repondre");
    !robot && !personal::is_nominative(address) && !crate::document::is_example(address)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Format;

    #[test]
    fn functional_addresses_are_told_and_those_of_people_are_not() {
        let text = "Écrire à equipe@projet.gouv.fr, [ici](mailto:Contact%40projet.gouv.fr?subject=x) \
                    ou <camille.vasseur@projet.gouv.fr>, jamais à <noreply@projet.gouv.fr> \
                    ni à <equipe@example.org>.\n";
        let found = told(&Document::parse(text, Format::Markdown));
        let found: Vec<&str> = found.iter().map(String::as_str).collect();
        assert_eq!(found, ["contact@projet.gouv.fr", "equipe@projet.gouv.fr"]);
    }
}
