//! The people to write to.

use super::Sources;
use regex::Regex;
use std::sync::LazyLock;

/// Somebody with a name and an address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// Their name.
    pub name: String,
    /// Their e-mail address.
    pub email: String,
}

static PERSON: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"(?m)^[\s*\-|#>]*\[?([\p{Lu}][\p{L}'’.-]+(?: +[\p{L}'’.-]+){1,4})\]?\s*(?:\([^)@]*\)\s*)?[\s|,:–—-]*[<(\[]?(?:mailto:)?([A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+\.[A-Za-z]{2,})",
    )
    .ok()
});

/// The people that MAINTAINERS and CODEOWNERS give with a name and an address.
pub(super) fn maintainers(sources: &Sources<'_>) -> Vec<Person> {
    let mut people: Vec<Person> = Vec::new();
    for file in ["maintainers", "codeowners"].iter().flat_map(|role| sources.role(role)) {
        let Some(text) = sources.text(file) else { continue };
        for person in named(&text) {
            if !people.iter().any(|known| known.email == person.email) {
                people.push(person);
            }
        }
    }
    people.truncate(10);
    people
}

fn named(text: &str) -> Vec<Person> {
    let Some(pattern) = PERSON.as_ref() else { return Vec::new() };
    pattern
        .captures_iter(text)
        .map(|found| Person { name: found[1].trim().to_string(), email: found[2].to_string() })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_have_a_name_and_an_address() {
        let text = "# Mainteneurs\n\n- Camille Exemple <camille@example.org>\n\
                    * Dominique d’Exemple (Bureau), dominique@example.org\n\
                    | Alix Exemple | alix@example.org |\n* @example/equipe\n- equipe@example.org\n";
        let found = named(text);
        let names: Vec<&str> = found.iter().map(|person| person.name.as_str()).collect();
        assert_eq!(names, ["Camille Exemple", "Dominique d’Exemple", "Alix Exemple"]);
        assert_eq!(found[1].email, "dominique@example.org");
    }
}
