//! What happened in a fleet, as Markdown, as HTML that a mail carries, as an Atom and as a
//! JSON feed. What repositories are called is escaped for each.

use super::escape;
use super::template::{html as of_html, markdown as of_markdown, typeset};
use crate::lang::{Lang, Text};
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};
use serde_json::json;
use std::fmt::Write as _;
use std::io;

/// A digest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Page {
    /// Its title.
    pub title: Text,
    /// What it covers, in a sentence.
    pub covers: Text,
    /// The identifier of the feed.
    pub id: String,
    /// The day before which everything happened, `YYYY-MM-DD`.
    pub until: String,
    /// Its sections, none of which is empty.
    pub sections: Vec<Section>,
}

/// What happened of one kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Section {
    /// Its title, for as many lines as it has.
    pub title: Text,
    /// What feeds call its items, however many.
    pub tag: Text,
    /// A picture that goes before.
    pub mark: &'static str,
    /// What is told before its lines; empty when the title is enough.
    pub lead: Text,
    /// False for a ranking, which is no news: feeds leave it out.
    pub news: bool,
    /// What happened, in order.
    pub items: Vec<Item>,
}

/// One thing that happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Item {
    /// Its identifier, the same whenever it is told.
    pub id: String,
    /// Its day, `YYYY-MM-DD`; empty when nobody knows it.
    pub date: String,
    /// What it is about.
    pub name: String,
    /// Who makes it; empty when nobody knows it.
    pub by: String,
    /// Where to read more; empty for nowhere.
    pub url: String,
    /// What it is for, in its own words; empty when they are not known.
    pub about: String,
    /// The language of those words, when it is known.
    pub language: Option<Lang>,
    /// What happened, where no title tells it.
    pub happened: Text,
    /// What happened, under the title of its section and with its day; empty when that
    /// title is enough.
    pub told: Text,
    /// True when another line of the page tells it already: feeds alone have it.
    pub again: bool,
}

/// `url` as a link can hold it; nothing for what a browser would not merely open.
fn link(url: &str) -> Option<String> {
    let known = url.starts_with("https://") || url.starts_with("http://");
    let kept = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~:/?#@!$&*+,;=%".contains(&byte);
    let escaped = url.bytes().fold(String::new(), |mut all, byte| {
        match kept(byte) {
            true => all.push(char::from(byte)),
            false => all.push_str(&format!("%{byte:02X}")),
        }
        all
    });
    (known && url.len() < 2000).then_some(escaped)
}

fn said(text: &Text, lang: Lang) -> String {
    written(text.get(lang), lang)
}

fn written(text: &str, lang: Lang) -> String {
    let text = escape(text);
    if lang == Lang::Fr { typeset(&text) } else { text }
}

impl Page {
    /// The digest in Markdown.
    pub(crate) fn markdown(&self, lang: Lang) -> String {
        let mut page = format!("# {}\n\n{}\n", said(&self.title, lang), said(&self.covers, lang));
        for (section, items) in self.shown() {
            let _ = writeln!(page, "\n## {} {}\n", section.mark, said(&section.title, lang));
            let lead = said(&section.lead, lang);
            if !lead.is_empty() {
                let _ = writeln!(page, "{lead}\n");
            }
            for item in items {
                let name = of_markdown(&escape(&item.name));
                let name = match link(&item.url) {
                    Some(url) => format!("[{name}]({url})"),
                    None => name,
                };
                let _ = writeln!(page, "- {name}{}", of_markdown(&item.rest(lang)));
            }
        }
        page
    }

    /// The digest in HTML without any style, which reads as a text once its tags are gone.
    pub(crate) fn html(&self, lang: Lang) -> String {
        let (title, covers) =
            (of_html(&said(&self.title, lang)), of_html(&said(&self.covers, lang)));
        let mut page = format!(
            "<!DOCTYPE html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n<title>{title}</title>\n</head>\n<body>\n<h1>{title}</h1>\n<p>{covers}</p>\n",
            lang.code()
        );
        for (section, items) in self.shown() {
            let title = of_html(&said(&section.title, lang));
            let lead = of_html(&said(&section.lead, lang));
            let lead = if lead.is_empty() { lead } else { format!("<p>{lead}</p>\n") };
            let _ = write!(page, "\n<h2>{} {title}</h2>\n{lead}<ul>\n", section.mark);
            for item in items {
                let name = of_html(&escape(&item.name));
                let name = match link(&item.url) {
                    Some(url) => format!("<a href=\"{}\">{name}</a>", of_html(&url)),
                    None => name,
                };
                let _ = writeln!(page, "<li>{name}{}</li>", of_html(&item.rest(lang)));
            }
            page.push_str("</ul>\n");
        }
        page.push_str("</body>\n</html>\n");
        page
    }

    /// The Atom feed (RFC 4287).
    pub(crate) fn atom(&self, lang: Lang) -> io::Result<Vec<u8>> {
        let mut xml = Writer::new_with_indent(Vec::new(), b' ', 1);
        xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
        let mut feed = BytesStart::new("feed");
        feed.push_attribute(("xmlns", "http://www.w3.org/2005/Atom"));
        feed.push_attribute(("xml:lang", lang.code()));
        xml.write_event(Event::Start(feed))?;
        element(&mut xml, "id", &self.id)?;
        element(&mut xml, "title", &said(&self.title, lang))?;
        element(&mut xml, "subtitle", &said(&self.covers, lang))?;
        element(&mut xml, "updated", &moment(&self.until))?;
        xml.write_event(Event::Start(BytesStart::new("author")))?;
        element(&mut xml, "name", "publiable")?;
        xml.write_event(Event::End(BytesEnd::new("author")))?;
        for (section, item) in self.news() {
            xml.write_event(Event::Start(BytesStart::new("entry")))?;
            element(&mut xml, "id", &item.id)?;
            element(&mut xml, "title", &item.title(lang))?;
            element(&mut xml, "updated", &moment(item.day(&self.until)))?;
            if let Some(url) = link(&item.url) {
                let mut link = BytesStart::new("link");
                link.push_attribute(("href", url.as_str()));
                xml.write_event(Event::Empty(link))?;
            }
            let mut category = BytesStart::new("category");
            category.push_attribute(("term", said(&section.tag, lang).as_str()));
            xml.write_event(Event::Empty(category))?;
            // An entry that leads nowhere must have a content.
            element(&mut xml, "content", &item.content(lang))?;
            xml.write_event(Event::End(BytesEnd::new("entry")))?;
        }
        xml.write_event(Event::End(BytesEnd::new("feed")))?;
        let mut bytes = xml.into_inner();
        bytes.push(b'\n');
        Ok(bytes)
    }

    /// The JSON Feed, version 1.1.
    pub(crate) fn json_feed(&self, lang: Lang) -> String {
        let items = self.news().map(|(section, item)| {
            let mut value = json!({
                "id": item.id,
                "title": item.title(lang),
                "content_text": item.content(lang),
                "date_published": moment(item.day(&self.until)),
                "tags": [said(&section.tag, lang)],
            });
            if let Some(url) = link(&item.url) {
                value["url"] = url.into();
            }
            value
        });
        let feed = json!({
            "version": "https://jsonfeed.org/version/1.1",
            "title": said(&self.title, lang),
            "description": said(&self.covers, lang),
            "language": lang.code(),
            "items": items.collect::<Vec<_>>(),
        });
        serde_json::to_string_pretty(&feed).unwrap_or_default() + "\n"
    }

    /// The sections that pages have, with their lines.
    fn shown(&self) -> impl Iterator<Item = (&Section, Vec<&Item>)> {
        let those = self.sections.iter().map(|section| {
            let items = section.items.iter().filter(|item| !item.again);
            (section, items.collect::<Vec<_>>())
        });
        those.filter(|(_, items)| !items.is_empty())
    }

    fn news(&self) -> impl Iterator<Item = (&Section, &Item)> {
        let news = self.sections.iter().filter(|section| section.news);
        news.flat_map(|section| section.items.iter().map(move |item| (section, item)))
    }
}

impl Item {
    /// What follows the name on its line.
    fn rest(&self, lang: Lang) -> String {
        let told = self.told.get(lang);
        let foreign = self.language.filter(|language| *language != lang);
        let language =
            foreign.map_or("", |_| lang.pick("descriptif en anglais", "description in French"));
        let aside = [language, told].into_iter().filter(|part| !part.is_empty());
        let aside = aside.collect::<Vec<_>>().join(lang.pick(" ; ", "; "));
        let said = match (self.about.as_str(), aside.as_str()) {
            ("", _) => told.to_string(),
            (about, "") => quoted(about, lang),
            (about, aside) => format!("{} ({aside})", quoted(about, lang)),
        };
        let colon = if said.is_empty() { "" } else { lang.pick(" : ", ": ") };
        written(&format!("{}{colon}{said}", self.made()), lang)
    }

    fn title(&self, lang: Lang) -> String {
        let (made, colon) = (self.made(), lang.pick(" : ", ": "));
        written(&format!("{}{made}{colon}{}", self.name, self.happened.get(lang)), lang)
    }

    fn made(&self) -> String {
        if self.by.is_empty() { String::new() } else { format!(" ({})", self.by) }
    }

    /// The same with its day.
    fn content(&self, lang: Lang) -> String {
        format!("{}{}.", escape(&self.name), self.rest(lang))
    }

    fn day<'i>(&'i self, until: &'i str) -> &'i str {
        if self.date.is_empty() { until } else { &self.date }
    }
}

/// The words of others, as each language marks them.
fn quoted(words: &str, lang: Lang) -> String {
    match lang {
        Lang::Fr => format!("« {words} »"),
        Lang::En => format!("“{words}”"),
    }
}

fn moment(day: &str) -> String {
    format!("{day}T00:00:00Z")
}

fn element(xml: &mut Writer<Vec<u8>>, name: &str, text: &str) -> io::Result<()> {
    xml.write_event(Event::Start(BytesStart::new(name)))?;
    // What XML has no way to write.
    let whole: String = text.chars().filter(|c| !matches!(c, '\u{fffe}' | '\u{ffff}')).collect();
    xml.write_event(Event::Text(BytesText::new(&whole)))?;
    xml.write_event(Event::End(BytesEnd::new(name)))
}
