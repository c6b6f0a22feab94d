//! The pages as a book, in both languages.

use super::{generated, pages, read};
use publiable::testing::audit::Catalogue;
use publiable::testing::rule::chapter;
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
use std::collections::BTreeSet;

/// The four kinds of pages, in French and in English, and the pages of each, in the order of
/// the book and of the index of the documentation.
const KINDS: [(&str, &str, &[&str]); 4] = [
    ("Apprendre", "Tutorial", &["tutorial"]),
    (
        "Faire",
        "How-to guides",
        &[
            "installation",
            "developer",
            "gate",
            "relay",
            "serve",
            "secrets",
            "scaffold",
            "attest",
            "forges",
            "editors",
            "commons",
            "fleet",
        ],
    ),
    (
        "Référence",
        "Reference",
        &[
            "configuration",
            "publiccode",
            "licences",
            "reuse",
            "patterns",
            "reports",
            "rapport",
            "exit-codes",
        ],
    ),
    ("Comprendre", "Explanation", &["guide", "identification"]),
];

/// Names of the pages without language or extension.
fn names() -> Vec<String> {
    let french = pages().into_iter().filter(|name| !name.ends_with(".en.md"));
    french.map(|name| name.trim_end_matches(".md").to_string()).collect()
}

fn title(page: &str) -> String {
    let text = read(page);
    let title = text.lines().find_map(|line| line.strip_prefix("# ")).expect(page);
    title.replace('`', "")
}

#[test]
fn the_contents_list_every_page_and_rule() {
    let mut summary = "# Sommaire / Contents\n".to_string();
    for (language, extension) in [("Français", "md"), ("English", "en.md")] {
        let entry = |name: &str| {
            let page = format!("{name}.{extension}");
            format!("- [{}]({page})\n", title(&format!("docs/{page}")))
        };
        summary.push_str(&format!("\n# {language}\n\n{}", entry("README")));
        for (french, english, names) in KINDS {
            let kind = if extension == "md" { french } else { english };
            let entries: String = names.iter().map(|name| entry(name)).collect();
            summary.push_str(&format!("\n# {kind}\n\n{entries}"));
        }
    }
    summary.push_str("\n# Architecture\n\n- [The architecture, on one page](architecture.md)\n");
    let rules = Catalogue::embedded().expect("rules").rules;
    summary.push_str("\n# Règles / Rules\n\n- [Toutes / All](rules/README.md)\n");
    let mut told = BTreeSet::new();
    for rule in &rules.rules {
        let (folder, _) = rule.id.split_once('/').expect("a chapter");
        if told.insert(folder) {
            let title = chapter::title(folder);
            let both = if title.fr == title.en {
                title.fr.to_string()
            } else {
                format!("{} / {}", title.fr, title.en)
            };
            summary.push_str(&format!("\n# {both}\n\n"));
        }
        summary.push_str(&format!("- [{id}](rules/{id}.md)\n", id = rule.id));
    }
    generated("docs/SUMMARY.md", &summary);
}

#[test]
fn each_page_is_of_one_kind_and_the_index_says_which() {
    let mut kept: Vec<&str> = KINDS.iter().flat_map(|(.., names)| *names).copied().collect();
    kept.push("README");
    kept.sort_unstable();
    assert_eq!(kept, names(), "each page is in one kind, once");
    for (page, extension) in [("docs/README.md", ".md"), ("docs/README.en.md", ".en.md")] {
        let text = read(page);
        for (french, english, names) in KINDS {
            let kind = if extension == ".md" { french } else { english };
            let (_, part) = text.split_once(&format!("\n## {kind}\n")).expect(kind);
            let part = part.split("\n## ").next().unwrap_or_default();
            let told: Vec<String> = part
                .lines()
                .filter_map(|line| line.strip_prefix("| [")?.split_once("](")?.1.split_once(')'))
                .map(|(target, _)| target.to_string())
                .filter(|target| !target.contains('/'))
                .collect();
            let expected: Vec<String> =
                names.iter().map(|name| format!("{name}{extension}")).collect();
            assert_eq!(told, expected, "{page}: {kind}");
        }
    }
}

/// What a page is made of, whatever its language: titles by depth, blocks of
/// code, tables by size, items of lists.
fn shape(page: &str) -> Vec<String> {
    let text = read(page);
    let mut shape = Vec::new();
    let mut rows = 0;
    for event in Parser::new_ext(&text, Options::ENABLE_TABLES) {
        match event {
            Event::Start(Tag::Heading { level, .. }) => shape.push(level.to_string()),
            Event::Start(Tag::CodeBlock(_)) => shape.push("code".into()),
            Event::Start(Tag::Item) => shape.push("item".into()),
            Event::Start(Tag::TableRow) => rows += 1,
            Event::End(TagEnd::Table) => shape.push(format!("{} rows", std::mem::take(&mut rows))),
            _ => {}
        }
    }
    shape
}

#[test]
fn each_page_exists_in_both_languages_alike() {
    for name in names() {
        let (french, english) = (format!("docs/{name}.md"), format!("docs/{name}.en.md"));
        let first = |page: &str| read(page).lines().next().unwrap_or_default().to_string();
        assert_eq!(first(&french), format!("[English]({name}.en.md) · **Français**"));
        assert_eq!(first(&english), format!("**English** · [Français]({name}.md)"));
        assert_eq!(shape(&french), shape(&english), "{name}");
    }
    let english = pages().into_iter().filter(|name| name.ends_with(".en.md")).count();
    assert_eq!(english, names().len(), "a page in English has its page in French");
}
