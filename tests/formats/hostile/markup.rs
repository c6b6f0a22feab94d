//! Formats that are markup: HTML and Markdown.

use super::report;
use crate::formats::{LANGS, rendered};
use data_encoding::BASE64;
use html5gum::{DefaultEmitter, Token, Tokenizer};
use publiable::testing::lang::Lang;
use publiable::testing::render::Format;
use pulldown_cmark::{Event, Options, Parser, Tag};
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;

#[test]
fn html_has_the_elements_of_its_template_and_no_other() {
    let (plain, hostile) = report();
    for lang in LANGS {
        let (known, _) = elements(&rendered(&plain, Format::Html, lang));
        let page = rendered(&hostile, Format::Html, lang);
        let (found, addresses) = elements(&page);
        let added: Vec<_> = found.difference(&known).collect();
        // A part of the page that the plain report has nothing for.
        let expected = ["section.class", "section.id", "code.class", "pre", "blockquote"];
        let added: Vec<_> = added.iter().filter(|one| !expected.contains(&one.as_str())).collect();
        assert!(added.is_empty(), "{added:?}");
        for address in addresses {
            let here = address.starts_with('#')
                || address.starts_with("https://")
                || address.starts_with("http://");
            assert!(here, "{address}");
        }
        assert_eq!(page.matches("<script").count(), 1);
        assert_eq!(page.matches("</script>").count(), 1);
        assert_eq!(page.matches("<style").count(), 1);
        assert!(page.contains("{{ 7*7 }}"), "nothing is evaluated");
    }
}

/// Elements and their attributes; the addresses they lead to.
fn elements(page: &str) -> (BTreeSet<String>, Vec<String>) {
    let (mut elements, mut addresses) = (BTreeSet::new(), Vec::new());
    // As a browser reads it: what a script or a style holds is not markup.
    let mut emitter: DefaultEmitter = DefaultEmitter::default();
    emitter.naively_switch_states(true);
    for token in Tokenizer::new_with_emitter(page, emitter) {
        let Ok(token) = token;
        match token {
            Token::StartTag(tag) => {
                let name = String::from_utf8_lossy(&tag.name).into_owned();
                elements.insert(name.clone());
                for (attribute, value) in &tag.attributes {
                    let attribute = String::from_utf8_lossy(attribute);
                    if attribute == "href" || attribute == "src" {
                        addresses.push(String::from_utf8_lossy(value).into_owned());
                    }
                    elements.insert(format!("{name}.{attribute}"));
                }
            }
            token => {
                let wrong = matches!(token, Token::Comment(_) | Token::Error(_));
                assert!(!wrong, "{token:?}");
            }
        }
    }
    (elements, addresses)
}

/// What stands between `start` and `end`, the first time.
fn between<'p>(page: &'p str, start: &str, end: &str) -> &'p str {
    let from = page.split(start).nth(1).expect("a start");
    from.split(end).next().expect("an end")
}

#[test]
fn html_runs_its_own_script_alone() {
    let (_, hostile) = report();
    let page = rendered(&hostile, Format::Html, Lang::Fr);
    let policy = between(&page, "http-equiv=\"Content-Security-Policy\" content=\"", "\">");
    assert!(policy.starts_with("default-src 'none'; ") && !policy.contains("unsafe"), "{policy}");
    for (element, directive) in [("style", "style-src"), ("script", "script-src")] {
        let held = between(&page, &format!("<{element}>"), &format!("</{element}>"));
        let digest = BASE64.encode(&Sha256::digest(held));
        assert!(policy.contains(&format!("{directive} 'sha256-{digest}';")), "{policy}");
    }
}

/// What Markdown makes of `text`: no HTML but the template's, no link, no image.
pub fn assert_plain_markdown(text: &str) {
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_MATH;
    for event in Parser::new_ext(text, options) {
        match event {
            Event::Html(html) | Event::InlineHtml(html) => {
                let known = ["<sub>", "</sub>", "<!-- publiable -->"];
                let html = html.trim();
                assert!(known.contains(&html), "{html}");
            }
            Event::Start(Tag::Link { .. } | Tag::Image { .. } | Tag::CodeBlock(_))
            | Event::Rule
            | Event::InlineMath(_) => unreachable!("{event:?}"),
            Event::Text(text) => {
                let mention =
                    text.split('@').skip(1).find(|rest| rest.starts_with(char::is_alphanumeric));
                assert_eq!(mention, None, "a mention");
            }
            _ => {}
        }
    }
    let mut bare = text.to_string();
    for (event, range) in Parser::new_ext(text, options).into_offset_iter() {
        if let Event::Code(_) = event {
            bare.replace_range(range.clone(), &" ".repeat(range.len()));
        }
    }
    assert!(!bare.contains("://") && !bare.contains("www."), "a bare address");
    let commands = text.lines().filter(|line| line.trim_start().starts_with('/'));
    assert_eq!(commands.count(), 0, "a quick action");
}

#[test]
fn markdown_has_no_markup_of_the_repository() {
    let (plain, hostile) = report();
    for lang in LANGS {
        let text = rendered(&hostile, Format::Markdown, lang);
        assert_plain_markdown(&text);
        let titles = |text: &str| text.lines().filter(|line| line.starts_with('#')).count();
        let usual = titles(&rendered(&plain, Format::Markdown, lang));
        assert!(titles(&text) <= usual + 1, "only the part on what was not seen is added");
    }
}
