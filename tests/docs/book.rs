//! The pages as a book, in both languages.

use super::{generated, pages, read};
use publiable::testing::audit::Catalogue;
use publiable::testing::rule::chapter;
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
use std::collections::BTreeSet;

/// The order of the pages; those it does not know come last.
const ORDER: [&str; 21] = [
    "README",
    "installation",
    "developer",
    "gate",
    "relay",
    "serve",
    "fleet",
    "commons",
    "forges",
    "guide",
    "scaffold",
    "secrets",
    "licences",
    "identification",
    "reuse",
    "publiccode",
    "configuration",
    "editors",
    "reports",
    "rapport",
    "exit-codes",
];

/// Names of the pages without language or extension, in the order of the book.
fn names() -> Vec<String> {
    let french = pages().into_iter().filter(|name| !name.ends_with(".en.md"));
    let mut names: Vec<String> =
        french.map(|name| name.trim_end_matches(".md").to_string()).collect();
    names.sort_by_key(|name| ORDER.iter().position(|known| known == name).unwrap_or(ORDER.len()));
    names
}

fn title(page: &str) -> String {
    let text = read(page);
    let title = text.lines().find_map(|line| line.strip_prefix("# ")).expect(page);
    title.replace('`', "")
}

#[test]
fn the_contents_list_every_page_and_rule() {
    let mut summary = "# Sommaire / Contents\n".to_string();
    for (heading, extension) in [("Français", "md"), ("English", "en.md")] {
        summary.push_str(&format!("\n# {heading}\n\n"));
        for name in names() {
            let page = format!("{name}.{extension}");
            let title = title(&format!("docs/{page}"));
            summary.push_str(&format!("- [{title}]({page})\n"));
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
