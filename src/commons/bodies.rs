//! Which public body an official mail domain belongs to (`data/commons/mail-domains.tsv`),
//! and a table that is given.

use crate::error::{Error, Result};
use crate::signs::software::normal_name;
use crate::text;
use std::collections::HashMap;
use std::path::Path;

const TABLE: &str = include_str!("../../data/commons/mail-domains.tsv");

/// The bodies, by domain.
pub(crate) struct Domains(HashMap<String, Vec<String>>);

impl Domains {
    /// Those of the program.
    pub(crate) fn embedded() -> Domains {
        Domains(lines(TABLE).filter_map(|(_, line)| row(line)).collect())
    }

    /// Those of the program and of `file`, whose lines come first.
    pub(crate) fn with(file: &Path) -> Result<Domains> {
        let shown = file.display();
        let text = std::fs::read_to_string(file).map_err(|error| {
            Error::usage(text!(
                "La liste {shown} ne peut pas être lue ({error}).",
                "The list {shown} cannot be read ({error})."
            ))
        })?;
        let Domains(mut all) = Domains::embedded();
        for (at, line) in lines(&text) {
            let (domain, names) = row(line).ok_or_else(|| {
                Error::usage(text!(
                    "La liste {shown} est mal formée à la ligne {at}.",
                    "The list {shown} is malformed at line {at}."
                ))
                .remedy(text!(
                    "Par ligne : le domaine, une tabulation, le nom de l’organisme.",
                    "A line: the domain, a tab, the name of the body."
                ))
            })?;
            all.insert(domain, names);
        }
        Ok(Domains(all))
    }

    /// The names of the body whose agents have the address `email`, the one to show first.
    pub(crate) fn of(&self, email: &str) -> Option<&[String]> {
        let domain = email.rsplit_once('@')?.1.trim().to_lowercase();
        let mut rest = domain.as_str();
        loop {
            if let Some(names) = self.0.get(rest) {
                return Some(names);
            }
            rest = rest.split_once('.')?.1;
        }
    }
}

/// The lines of `table` that tell a body, with their numbers.
fn lines(table: &str) -> impl Iterator<Item = (usize, &str)> {
    let numbered = (1..).zip(table.lines().map(str::trim_end));
    numbered.filter(|(_, line)| {
        !line.is_empty() && !line.starts_with('#') && !line.starts_with("domain\t")
    })
}

fn row(line: &str) -> Option<(String, Vec<String>)> {
    let mut cells = line.split('\t');
    let domain = cells.next()?.trim().to_lowercase();
    let names: Vec<String> = cells.next()?.split('|').map(|name| name.trim().to_string()).collect();
    let whole =
        domain.contains('.') && !domain.contains('@') && names.iter().all(|name| !name.is_empty());
    whole.then_some((domain, names))
}

/// True when one of `names` is that of one of `bodies`.
pub(super) fn is_one(names: &[String], bodies: &[String]) -> bool {
    let names: Vec<String> = names.iter().map(|name| normal_name(name)).collect();
    bodies.iter().any(|body| {
        // The account of a body on a forge stands for it: host/account.
        let last = normal_name(body.rsplit('/').next().unwrap_or(body));
        names.contains(&normal_name(body)) || body.contains('/') && names.contains(&last)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_domain_is_that_of_a_body_with_those_below_it() {
        let domains = Domains::embedded();
        let name = |email: &str| domains.of(email).map(|names| names[0].clone());
        assert_eq!(name("une.agente@insee.fr"), name("autre@Dr.INSEE.fr"));
        assert!(name("une.agente@insee.fr").is_some());
        assert_eq!(name("quelqu.un@notinsee.fr"), None);
        assert_eq!(name("quelqu.un@nom.gouv.fr"), None);
        for line in TABLE.lines().filter(|line| !line.starts_with(['#'])).skip(1) {
            assert_eq!(line.split('\t').count(), 5, "{line}");
        }
        let own = |body: &str| is_one(&["IGN".to_string()], &[body.to_string()]);
        assert!(own("ign") && own("github.com/IGN") && !own("Insee"));
    }
}
