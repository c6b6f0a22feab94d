//! Relative links lead to a file, and to a title of it.

use super::{every_page, root};
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Component, Path, PathBuf};

/// The anchor that forges and mdBook give to a title.
fn anchor(title: &str) -> String {
    let kept = title.chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
    kept.flat_map(char::to_lowercase).map(|c| if c == ' ' { '-' } else { c }).collect()
}

/// The links of a page, and its anchors.
fn links_and_anchors(text: &str) -> (Vec<String>, BTreeSet<String>) {
    let (mut links, mut anchors) = (Vec::new(), BTreeSet::new());
    let mut times: BTreeMap<String, usize> = BTreeMap::new();
    let mut title: Option<String> = None;
    for event in Parser::new_ext(text, Options::ENABLE_TABLES) {
        match event {
            Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => {
                links.push(dest_url.to_string());
            }
            Event::Start(Tag::Heading { .. }) => title = Some(String::new()),
            Event::Text(text) | Event::Code(text) => {
                if let Some(title) = &mut title {
                    title.push_str(&text);
                }
            }
            Event::End(TagEnd::Heading(_)) => {
                let anchor = anchor(&title.take().unwrap_or_default());
                let again = times.entry(anchor.clone()).or_default();
                anchors.insert(if *again == 0 { anchor } else { format!("{anchor}-{again}") });
                *again += 1;
            }
            _ => {}
        }
    }
    (links, anchors)
}

/// `path` without `.` and `..`.
fn plain(path: &Path) -> PathBuf {
    path.components().fold(PathBuf::new(), |mut plain, part| {
        match part {
            Component::ParentDir => drop(plain.pop()),
            Component::CurDir => {}
            other => plain.push(other),
        }
        plain
    })
}

#[test]
fn relative_links_lead_to_a_file_and_a_title() {
    if std::env::var_os("UPDATE").is_some() {
        return; // Pages are being written meanwhile.
    }
    let pages = every_page();
    let texts = pages.iter().map(|page| std::fs::read_to_string(page).expect("readable"));
    let read: BTreeMap<&PathBuf, _> =
        pages.iter().zip(texts.map(|text| links_and_anchors(&text))).collect();
    let mut broken = Vec::new();
    for (page, (links, _)) in &read {
        let relative = links.iter().filter(|link| {
            !link.is_empty() && !link.contains("://") && !link.starts_with("mailto:")
        });
        for link in relative {
            let (path, title) = link.split_once('#').unwrap_or((link, ""));
            let target = match path {
                "" => (*page).clone(),
                _ => plain(&page.parent().expect("folder").join(path)),
            };
            let titles = read.get(&target).map(|(_, anchors)| anchors);
            let found = target.exists()
                && (title.is_empty() || titles.is_some_and(|it| it.contains(title)));
            // The book is docs/ alone.
            let outside =
                page.starts_with(root().join("docs")) && !target.starts_with(root().join("docs"));
            if !found || outside {
                let page = page.strip_prefix(root()).unwrap_or(page).display();
                broken.push(format!("{page}: {link}"));
            }
        }
    }
    assert!(broken.is_empty(), "{broken:#?}");
}

#[test]
fn anchors_are_those_of_forges() {
    assert_eq!(anchor("Rules of one’s own"), "rules-of-ones-own");
    assert_eq!(anchor("Ce qui se déroge, et comment"), "ce-qui-se-déroge-et-comment");
    let (_, anchors) = links_and_anchors("# `a_b`\n## Same\n## Same\n");
    assert_eq!(anchors.into_iter().collect::<Vec<_>>(), ["a_b", "same", "same-1"]);
}
