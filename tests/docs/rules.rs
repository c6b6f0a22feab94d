//! `docs/rules/` is generated from `rules/`; the test refuses a page that is
//! missing, stale or left over.

use publiable::testing::audit::Catalogue;
use publiable::testing::lang::Lang;
use publiable::testing::render::rule::{markdown, severities};
use publiable::testing::rule::{Degree, RuleSet};
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

fn root() -> PathBuf {
    super::root().join("docs/rules")
}

fn index(rules: &RuleSet) -> String {
    let mut page = "# Règles / Rules\n\nEngendré depuis `rules/`. / Generated from `rules/`.\n\n\
                    | Règle / Rule | Gravité / Severity | Degrés / Degrees | Titre | Title |\n\
                    | --- | --- | --- | --- | --- |\n"
        .to_string();
    for rule in &rules.rules {
        let severity = |lang| severities(&rule.severity, lang);
        let degrees: String = rule.degrees.iter().map(Degree::to_string).collect();
        page.push_str(&format!(
            "| [`{id}`]({id}.md) | {} / {} | {degrees} | {} | {} |\n",
            severity(Lang::Fr),
            severity(Lang::En),
            rule.fr.title,
            rule.en.title,
            id = rule.id
        ));
    }
    page
}

#[test]
fn the_pages_of_the_rules_are_those_the_rules_make() {
    let rules = Catalogue::embedded().expect("rules").rules;
    let mut pages: BTreeMap<PathBuf, String> = rules
        .rules
        .iter()
        .map(|rule| (root().join(format!("{}.md", rule.id)), markdown(rule, &rules)))
        .collect();
    pages.insert(root().join("README.md"), index(&rules));
    if std::env::var_os("UPDATE").is_some() {
        let _ = std::fs::remove_dir_all(root());
        for (path, text) in &pages {
            std::fs::create_dir_all(path.parent().expect("parent")).expect("folder");
            std::fs::write(path, text).expect("write");
        }
    }
    let expected: BTreeSet<&PathBuf> = pages.keys().collect();
    let entries = walkdir::WalkDir::new(root()).into_iter().map(|entry| entry.expect("entry"));
    let found: Vec<PathBuf> = entries
        .filter(|entry| entry.file_type().is_file())
        .map(|entry| entry.into_path())
        .collect();
    assert_eq!(expected, found.iter().collect::<BTreeSet<_>>());
    for (path, text) in &pages {
        let written = std::fs::read_to_string(path).expect("readable");
        assert!(
            written == *text,
            "{} is stale: UPDATE=1 cargo test --test tests docs::",
            path.display()
        );
    }
}
