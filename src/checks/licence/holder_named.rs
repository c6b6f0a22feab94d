//! Somebody is named as holding the rights (intellectual property code, art.
//! L.113-9 and L.131-3-1).

use crate::checks::{Audited, Check};
use crate::finding::{Answer, Finding, Location};
use crate::licence::holder::is_steward;
use crate::project::Project;
use crate::snapshot::File;
use crate::text;
use crate::text::pattern::Pattern;
use serde::Deserialize;

/// Holders shown.
const SHOWN: usize = 5;

/// Parameters.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct HolderNamed {
    /// Files besides licences and READMEs that name holders, by role.
    roles: Vec<String>,
    /// A line that names a holder; the first group is the name.
    holder: Pattern,
    /// Other words of licences that stand where a holder does.
    steward: Pattern,
    /// A name that is still a template.
    template: Pattern,
    /// A public body, or the contributors of a project.
    public: Pattern,
}

/// A name without the quotes, the marks of comments and the punctuation around
/// it.
fn bare(name: &str) -> &str {
    let around = |c: char| c.is_whitespace() || "\"'.,*_<>|/-–—%#}]\\;".contains(c);
    name.trim_matches(around)
}

/// A holder, as a file names it.
struct Holder {
    name: String,
    place: Location,
}

impl Check for HolderNamed {
    fn run(&self, Audited { project, .. }: Audited<'_>) -> Answer {
        let mut files: Vec<&File> = Vec::new();
        for role in self.roles.iter().map(String::as_str) {
            for file in project.role(role) {
                if !files.iter().any(|known| known.path == file.path) {
                    files.push(file);
                }
            }
        }
        files.extend(project.snapshot.file("REUSE.toml"));
        let mut holders: Vec<Holder> =
            files.iter().flat_map(|file| self.holders(project, file)).collect();
        holders.extend(self.declared(project));
        let Some(first) = holders.first() else {
            let reason = text!(
                "aucun titulaire des droits n’est nommé dans la licence, le README, REUSE.toml ou publiccode.yml",
                "no rights holder is named in the licence, the README, REUSE.toml or publiccode.yml"
            );
            return Answer::failing(Finding::new("holder#absent", reason));
        };
        let public = holders.iter().find(|holder| self.public.is_match(&holder.name));
        let name = &public.unwrap_or(first).name;
        let answer = Answer::pass(text!(
            "un titulaire des droits est nommé : {name}",
            "a rights holder is named: {name}"
        ));
        let answer = answer.seen_all(holders.iter().take(SHOWN).map(|holder| {
            let name = &holder.name;
            (holder.place.clone(), text!("titulaire : {name}", "holder: {name}"))
        }));
        if public.is_some() {
            return answer;
        }
        let message = text!(
            "« {name} » ne semble pas être un organisme public : indiquer d’où viennent les droits",
            "“{name}” does not look like a public body: say where the rights come from"
        );
        answer.with([Finding::new("holder#private", message).at(first.place.clone()).info()])
    }
}

impl HolderNamed {
    fn holders(&self, project: &Project<'_>, file: &File) -> Vec<Holder> {
        let Some(text) = project.text(file) else { return Vec::new() };
        let lines = text.lines().enumerate().take(5000);
        let named = lines.filter_map(|(number, line)| {
            let name = bare(self.holder.captures(line)?.get(1)?.as_str());
            let real = name.chars().filter(|c| c.is_alphabetic()).count() >= 2
                && !is_steward(name)
                && !self.steward.is_match(name)
                && !self.template.is_match(name);
            let place = Location::line(file.path.as_str(), number + 1);
            let name: String = name.chars().take(100).collect();
            real.then_some(Holder { name, place })
        });
        named.take(20).collect()
    }

    /// The owner that `publiccode.yml` declares.
    fn declared(&self, project: &Project<'_>) -> Option<Holder> {
        let publiccode = project.publiccode()?;
        let keys = ["legal/mainCopyrightOwner", "organisation/name", "legal/repoOwner"];
        let field = keys.iter().find_map(|key| publiccode.get(key))?;
        Some(Holder { name: field.value.clone(), place: publiccode.place(field) })
    }
}

#[cfg(test)]
mod tests {
    use super::bare;

    #[test]
    fn a_name_stands_alone() {
        for (written, name) in [
            ("Université Grenoble Alpes --", "Université Grenoble Alpes"),
            ("Agence des essais */", "Agence des essais"),
            ("\"Direction du numérique\".", "Direction du numérique"),
            ("Saint-Denis", "Saint-Denis"),
        ] {
            assert_eq!(bare(written), name);
        }
    }
}
