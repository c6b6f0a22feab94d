//! The score that ranks repositories on code.gouv.fr/sources: the function
//! `compute-repo-score` of codegouvfr_output_data.clj (commit 38b696e), over the
//! files that ecosyste.ms recognises (app/models/repository.rb,
//! `fetch_metadata_files_list`, commit 871462d).

use super::{CodeGouvFrScore, Criterion};
use crate::lang::Text;
use crate::project::Project;
use crate::snapshot::File;
use crate::text;
use regex::Regex;
use std::sync::LazyLock;

/// A file the inventory looks for.
pub(crate) struct Sought {
    /// The role such a file plays.
    pub role: &'static str,
    /// Its usual name.
    pub name: &'static str,
    /// What it is worth.
    pub points: i32,
    pattern: &'static str,
}

/// What the score counts, then what is recognised without counting. The
/// patterns are those of ecosyste.ms, matched from the root and without case.
pub(crate) const SOUGHT: [Sought; 6] = [
    Sought {
        role: "licence",
        name: "LICENSE",
        points: 1000,
        pattern: "(?i)^LICENSE|^COPYING|^MIT-LICENSE",
    },
    Sought {
        role: "publiccode",
        name: "publiccode.yml",
        points: 1000,
        pattern: "(?i)^publiccode.ya?ml",
    },
    Sought {
        role: "readme",
        name: "README",
        points: 100,
        pattern: r"(?i)^(docs/)?(.github/)?(.gitlab/)?README",
    },
    Sought {
        role: "contributing",
        name: "CONTRIBUTING",
        points: 100,
        pattern: r"(?i)^(docs/)?(.github/)?(.gitlab/)?CONTRIBUTING",
    },
    Sought {
        role: "changelog",
        name: "CHANGELOG",
        points: 10,
        pattern: "(?i)^CHANGE|^HISTORY|^NEWS",
    },
    Sought { role: "authors", name: "AUTHORS", points: 0, pattern: "(?i)^AUTHORS" },
];

static PATTERNS: LazyLock<Vec<Option<Regex>>> =
    LazyLock::new(|| SOUGHT.iter().map(|sought| Regex::new(sought.pattern).ok()).collect());

/// The file the inventory takes for `sought`: one that plays the role first,
/// then any whose name is enough for it.
pub(crate) fn recognised<'a>(project: &Project<'a>, sought: &Sought) -> Option<&'a File> {
    let at = SOUGHT.iter().position(|other| other.role == sought.role)?;
    let pattern = PATTERNS.get(at)?.as_ref()?;
    let named: Vec<&File> = project.files().filter(|file| pattern.is_match(&file.path)).collect();
    let plays = |file: &&&File| project.plays(sought.role, &file.path);
    named.iter().find(plays).or(named.first()).copied()
}

/// Recomputes the score, as far as the repository tells.
pub(super) fn score(project: &Project<'_>) -> CodeGouvFrScore {
    let mut criteria: Vec<Criterion> = SOUGHT
        .iter()
        .filter(|sought| sought.points != 0)
        .map(|sought| {
            let path = recognised(project, sought).map(|file| file.path.clone());
            let name = sought.name;
            let label = text!("un fichier {name}", "a {name} file");
            Criterion::new(label, sought.points, Some(path.is_some()), path)
        })
        .collect();
    let declared = &project.config.project;
    let flag = |label: Text, points, set: bool| {
        let evidence = set.then(|| crate::config::FILE_NAME.to_string());
        Criterion::new(label, points, Some(set), evidence)
    };
    criteria.extend([
        flag(
            text!("dépôt déclaré comme gabarit", "declared as a template"),
            1000,
            declared.template,
        ),
        Criterion::new(
            text!("aucune description dans la forge", "no description in the forge"),
            -100,
            None,
            None,
        ),
        flag(
            text!("dépôt déclaré comme archivé", "declared as archived"),
            -1000,
            declared.archived,
        ),
        flag(text!("dépôt déclaré comme fork", "declared as a fork"), -1000, declared.fork),
        Criterion::new(
            text!("copies (forks) dans la forge", "forks in the forge"),
            1000,
            None,
            None,
        ),
        Criterion::new(
            text!("abonnés dans la forge", "subscribers in the forge"),
            1000,
            None,
            None,
        ),
    ]);
    CodeGouvFrScore { minimum: bound(&criteria, true), criteria }
}

/// The score when what is unknown counts against the project, or for it.
fn bound(criteria: &[Criterion], worst: bool) -> i32 {
    let counts = |criterion: &&Criterion| match criterion.met {
        Some(met) => met,
        None => (criterion.points < 0) == worst,
    };
    criteria.iter().filter(counts).map(|criterion| criterion.points).sum()
}

impl CodeGouvFrScore {
    /// The score of a repository nobody follows yet whose description is filled in.
    pub fn described(&self) -> i32 {
        let known = self.criteria.iter().filter(|criterion| criterion.met == Some(true));
        known.map(|criterion| criterion.points).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_patterns_are_those_of_the_harvester() {
        assert!(PATTERNS.iter().all(Option::is_some));
        let recognises = |role: &str, path: &str| {
            let at = SOUGHT.iter().position(|sought| sought.role == role).expect("a role");
            PATTERNS[at].as_ref().expect("a pattern").is_match(path)
        };
        for (role, path, expected) in [
            ("licence", "LICENSE.md", true),
            ("licence", "LICENSES/MIT.txt", true),
            ("licence", "LICENCE", false),
            ("readme", "docs/README.md", true),
            ("readme", "LISEZMOI.md", false),
            ("contributing", ".github/CONTRIBUTING.md", true),
            ("changelog", "docs/CHANGELOG.md", false),
            ("publiccode", "docs/publiccode.yml", false),
        ] {
            assert_eq!(recognises(role, path), expected, "{role} {path}");
        }
    }

    #[test]
    fn what_is_unknown_counts_against_the_project_in_the_minimum() {
        let criterion = |points, met| Criterion::new(Text::same(""), points, met, None);
        let criteria = [criterion(1000, Some(true)), criterion(-100, None), criterion(1000, None)];
        assert_eq!(bound(&criteria, true), 900);
        assert_eq!(bound(&criteria, false), 2000);
    }
}
