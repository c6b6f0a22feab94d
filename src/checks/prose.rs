//! Questions asked of a document's text, shared by checks: how much there is,
//! what it speaks of, whom it lets one write to.

use crate::document::{Block, BlockKind, Document, Link, Section, is_example};
use crate::lang::Text;
use crate::project::Project;
use crate::snapshot::File;
use crate::text::pattern::Pattern;
use crate::yaml::Yaml;
use serde::Deserialize;

/// A point that a document may cover.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Point {
    /// Identifier.
    pub id: String,
    /// Its name in French.
    pub fr: String,
    /// Its name in English.
    pub en: String,
    /// What a heading or a sentence about it says.
    pub pattern: Pattern,
}

impl Point {
    /// Its name in both languages.
    pub(crate) fn label(&self) -> Text {
        Text::new(&self.fr, &self.en)
    }

    /// Line of the first heading, sentence, code or link about it.
    pub(crate) fn find(&self, document: &Document) -> Option<usize> {
        let headings = document.headings().find(|heading| self.pattern.is_match(&heading.text));
        let elsewhere = || {
            document.blocks.iter().find(|block| {
                block.kind != BlockKind::Comment
                    && (self.pattern.is_match(&block.text)
                        || block.links.iter().any(|link| self.pattern.is_match(&link.url)))
            })
        };
        headings.or_else(elsewhere).map(|block| block.line)
    }
}

/// Characters of prose, white space folded.
pub(crate) fn length(document: &Document) -> usize {
    document.prose().map(|block| block.text.chars().count()).sum()
}

/// The sections of `document` whose heading `about` recognises; the title of the
/// document names the whole, and is none.
pub(crate) fn sections_about<'d>(document: &'d Document, about: &Pattern) -> Vec<Section<'d>> {
    let title = document.title();
    let named = document.sections().into_iter().filter(|section| {
        about.is_match(&section.heading.text)
            && !title.is_some_and(|title| std::ptr::eq(title, section.heading))
    });
    named.collect()
}

fn is_shown(block: &Block) -> bool {
    !matches!(block.kind, BlockKind::Heading(_) | BlockKind::Comment | BlockKind::Directive)
}

/// True when something is shown under the headings of a section.
pub(crate) fn is_written(section: &Section<'_>) -> bool {
    section.body.iter().any(is_shown)
}

/// Characters of prose and code under a heading.
pub(crate) fn section_length(section: &Section<'_>) -> usize {
    let shown = section.body.iter().filter(|block| is_shown(block));
    shown.map(|block| block.text.chars().count()).sum()
}

/// Line and words of the first leftover of a template.
pub(crate) fn placeholder(document: &Document, patterns: &[Pattern]) -> Option<(usize, String)> {
    let blocks = document.blocks.iter().filter(|block| block.kind != BlockKind::Code);
    blocks
        .filter_map(|block| {
            let found = patterns.iter().find_map(|pattern| pattern.find(&block.text))?;
            Some((block.line, found.as_str().to_string()))
        })
        .next()
}

/// Line and address of the first way to reach someone: an e-mail address first,
/// then a web address. Addresses reserved for examples do not count, nor web
/// addresses that `except` recognises.
pub(crate) fn contact(document: &Document, except: Option<&Pattern>) -> Option<(usize, String)> {
    let real = |url: &str| !is_example(url) && !except.is_some_and(|except| except.is_match(url));
    let mail = document.links().find(|link| link.url.starts_with("mailto:") && real(&link.url));
    let web = || document.links().find(|link| link.url.starts_with("http") && real(&link.url));
    let written = || written_address(document).filter(|(_, address)| real(address));
    let linked = mail.map(|link| (link.line, link.url.trim_start_matches("mailto:").to_string()));
    linked.or_else(written).or_else(|| web().map(|link| (link.line, link.url.clone())))
}

/// Line and text of the first e-mail address that is no link: in backquotes,
/// or in a format that makes no link of it.
fn written_address(document: &Document) -> Option<(usize, String)> {
    document.prose().find_map(|block| {
        let words = block.text.split(|c: char| c.is_whitespace() || "()<>[]`\"'«»,;".contains(c));
        let mut addresses = words.map(|word| word.trim_end_matches(['.', ':'])).filter(|word| {
            word.split_once('@').is_some_and(|(local, domain)| {
                let part = |text: &str| {
                    text.chars().all(|c| c.is_ascii_alphanumeric() || "._%+-".contains(c))
                };
                let named = domain.rsplit_once('.').is_some_and(|(host, top)| {
                    !host.is_empty() && top.len() >= 2 && top.chars().all(|c| c.is_alphabetic())
                });
                !local.is_empty() && part(local) && part(domain) && named
            })
        });
        Some((block.line, addresses.next()?.to_string()))
    })
}

/// An e-mail address without the name it may hold: `p…@domaine.fr`. A web
/// address stays as it is.
pub(crate) fn masked(address: &str) -> String {
    match address.split_once('@').filter(|_| !address.contains("://")) {
        Some((local, domain)) => format!("{}…@{domain}", local.chars().next().unwrap_or_default()),
        None => address.to_string(),
    }
}

/// The contact links that a forge offers to whoever opens an issue (`contact_links` of
/// `.github/ISSUE_TEMPLATE/config.yml`, and its like), with the file that gives each. The text of a link is its name,
/// then what is said of it.
pub(super) fn contact_links<'p>(project: &Project<'p>) -> Vec<(&'p File, Link)> {
    let mut found = Vec::new();
    for file in project.role("issue-chooser") {
        let Some(text) = project.text(file) else { continue };
        let (yaml, _) = Yaml::parse(text);
        let links = yaml.roots().first().and_then(|root| root.get("contact_links"));
        for link in links.map(|links| links.items()).unwrap_or_default() {
            let field = |key: &str| Some(link.get(key)?.text()?.trim());
            let Some(url) = field("url").filter(|url| !url.is_empty()) else { continue };
            let text = [field("name"), field("about")].map(Option::unwrap_or_default).join(" — ");
            let link = Link { url: url.to_string(), text, line: link.line() };
            found.push((file, link));
        }
    }
    found
}
