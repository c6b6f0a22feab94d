//! The parts, written in Markdown, in the markup of the document they go in.

use super::heading::Headings;
use crate::document::Format;
use pulldown_cmark::{CodeBlockKind, Event, LinkType, Options, Parser, Tag, TagEnd};

/// The Markdown `part` as `format`, its headings written as `headings` tells.
pub(super) fn convert(part: &str, format: Format, headings: &Headings) -> String {
    let mut writer = Writer {
        format,
        headings,
        blocks: Vec::new(),
        line: String::new(),
        lists: Vec::new(),
        items: Vec::new(),
        links: Vec::new(),
        image: None,
        code: None,
    };
    for event in Parser::new_ext(part, Options::ENABLE_TABLES) {
        writer.event(event);
    }
    writer.blocks.join("\n\n")
}

struct Writer<'h> {
    format: Format,
    headings: &'h Headings,
    blocks: Vec<String>,
    /// The text of the block being written.
    line: String,
    /// The numbers of the lists around, nothing for one without numbers.
    lists: Vec<Option<u64>>,
    /// The items of the outermost list.
    items: Vec<String>,
    /// The links around: address, kind, where their text starts.
    links: Vec<(String, LinkType, usize)>,
    /// The address of an image, and where its alternative starts.
    image: Option<(String, usize)>,
    /// The language of a block of code.
    code: Option<String>,
}

impl Writer<'_> {
    fn event(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) => {
                let text = if self.code.is_some() { text.to_string() } else { self.plain(&text) };
                self.line.push_str(&text);
            }
            Event::Code(code) => {
                let code = match self.format {
                    Format::Org => format!("={code}="),
                    Format::Rst => format!("``{code}``"),
                    Format::Plain => code.to_string(),
                    _ => format!("`{code}`"),
                };
                self.line.push_str(&code);
            }
            Event::SoftBreak | Event::HardBreak => self.line.push('\n'),
            Event::InlineHtml(html) | Event::Html(html) => self.comment(&html),
            _ => {}
        }
    }

    fn start(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::Heading { .. } | Tag::Paragraph | Tag::TableRow | Tag::TableHead => self.flush(),
            Tag::CodeBlock(kind) => {
                self.flush();
                self.code = Some(match kind {
                    CodeBlockKind::Fenced(language) => language.to_string(),
                    CodeBlockKind::Indented => String::new(),
                });
            }
            Tag::List(first) => {
                self.flush();
                self.lists.push(first);
            }
            Tag::Strong => self.line.push_str(self.strong()),
            Tag::Emphasis => self.line.push_str(self.emphasis()),
            Tag::Link { link_type, dest_url, .. } => {
                self.links.push((dest_url.to_string(), link_type, self.line.len()));
            }
            Tag::Image { dest_url, .. } => {
                self.image = Some((dest_url.to_string(), self.line.len()));
            }
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Heading(level) => {
                let text = std::mem::take(&mut self.line);
                let deeper = (level as usize).saturating_sub(2);
                self.blocks.push(self.headings.written(text.trim(), deeper));
            }
            TagEnd::Paragraph | TagEnd::Item | TagEnd::TableHead | TagEnd::TableRow => self.flush(),
            TagEnd::TableCell => self.line.push(' '),
            TagEnd::CodeBlock => self.code_block(),
            TagEnd::List(_) => {
                self.flush();
                self.lists.pop();
                if self.lists.is_empty() {
                    let items = std::mem::take(&mut self.items);
                    self.blocks.push(items.join("\n"));
                }
            }
            TagEnd::Strong => self.line.push_str(self.strong()),
            TagEnd::Emphasis => self.line.push_str(self.emphasis()),
            TagEnd::Link => self.link(),
            TagEnd::Image => self.image(),
            _ => {}
        }
    }

    /// Ends the block being written.
    fn flush(&mut self) {
        let line = std::mem::take(&mut self.line);
        let text = line.trim();
        if text.is_empty() {
            return;
        }
        match self.lists.len() {
            0 => self.blocks.push(text.to_string()),
            depth => self.item(text, depth),
        }
    }

    fn item(&mut self, text: &str, depth: usize) {
        let marks = match (self.format, self.lists.last_mut()) {
            (Format::AsciiDoc, Some(Some(_))) => ".".repeat(depth),
            (Format::AsciiDoc, _) => "*".repeat(depth),
            (_, Some(Some(number))) => {
                *number += 1;
                format!("{}{}.", "   ".repeat(depth - 1), *number - 1)
            }
            _ => format!("{}-", "  ".repeat(depth - 1)),
        };
        let indent = format!("\n{}", " ".repeat(marks.len() + 1));
        self.items.push(format!("{marks} {}", text.replace('\n', &indent)));
    }

    fn code_block(&mut self) {
        let code = std::mem::take(&mut self.line);
        let (code, language) = (code.trim_end(), self.code.take().unwrap_or_default());
        let indented = |width: usize| {
            let lines = code.lines().map(|line| match line.is_empty() {
                true => String::new(),
                false => format!("{}{line}", " ".repeat(width)),
            });
            lines.collect::<Vec<_>>().join("\n")
        };
        let block = match self.format {
            Format::Org => {
                format!("#+begin_src {language}\n{code}\n#+end_src").replace("src \n", "src\n")
            }
            Format::AsciiDoc if language.is_empty() => format!("----\n{code}\n----"),
            Format::AsciiDoc => format!("[source,{language}]\n----\n{code}\n----"),
            Format::Rst if language.is_empty() => format!("::\n\n{}", indented(3)),
            Format::Rst => format!(".. code-block:: {language}\n\n{}", indented(3)),
            _ => indented(4),
        };
        match self.lists.is_empty() {
            true => self.blocks.push(block),
            false => self.items.push(format!("\n{block}\n")),
        }
    }

    fn comment(&mut self, html: &str) {
        let words = html.trim().strip_prefix("<!--").and_then(|html| html.strip_suffix("-->"));
        let Some(words) = words.map(str::trim) else { return };
        let mark = match self.format {
            Format::Org => "#",
            Format::Rst => "..",
            Format::AsciiDoc => "//",
            _ => return,
        };
        self.blocks.push(format!("{mark} {words}"));
    }

    fn link(&mut self) {
        let Some((url, kind, from)) = self.links.pop() else { return };
        let text = self.line.split_off(from);
        // An image that leads somewhere is written with its link.
        if text.starts_with('\0') {
            self.line.push_str(text.trim_start_matches('\0'));
            return;
        }
        let bare = matches!(kind, LinkType::Autolink | LinkType::Email);
        let web = url.contains("://");
        let link = match self.format {
            Format::Org if kind == LinkType::Email => format!("[[mailto:{url}][{text}]]"),
            Format::Org if bare => format!("[[{url}]]"),
            Format::Org if web => format!("[[{url}][{text}]]"),
            Format::Org => format!("[[file:{url}][{text}]]"),
            _ if bare => text,
            Format::Rst => format!("`{text} <{url}>`__"),
            Format::AsciiDoc if web => format!("{url}[{text}]"),
            Format::AsciiDoc => format!("link:{url}[{text}]"),
            _ if text == url => text,
            _ => format!("{text} ({url})"),
        };
        self.line.push_str(&link);
    }

    fn image(&mut self) {
        let Some((url, from)) = self.image.take() else { return };
        let alone = self.line[..from].trim().is_empty();
        let alternative = self.line.split_off(from);
        let target = self.links.last().map(|(url, ..)| url.clone());
        let image = match (self.format, &target) {
            (Format::AsciiDoc, Some(target)) => {
                format!("image:{url}[\"{alternative}\",link=\"{target}\"]")
            }
            (Format::AsciiDoc, None) => format!("image:{url}[\"{alternative}\"]"),
            (Format::Rst, Some(target)) if alone => {
                format!(".. image:: {url}\n   :alt: {alternative}\n   :target: {target}")
            }
            (Format::Rst, None) if alone => format!(".. image:: {url}\n   :alt: {alternative}"),
            (Format::Rst, Some(target)) => format!("`{alternative} <{target}>`__"),
            (Format::Org, Some(target)) => format!("[[{target}][{alternative}]]"),
            (_, Some(target)) => format!("{alternative} ({target})"),
            _ => alternative,
        };
        let mark = if target.is_some() { "\0" } else { "" };
        self.line.push_str(mark);
        self.line.push_str(&image);
    }

    fn strong(&self) -> &'static str {
        match self.format {
            Format::Rst => "**",
            Format::Plain => "",
            _ => "*",
        }
    }

    fn emphasis(&self) -> &'static str {
        match self.format {
            Format::Rst => "*",
            Format::Org => "/",
            Format::Plain => "",
            _ => "_",
        }
    }

    /// Words in which nothing is markup.
    fn plain(&self, text: &str) -> String {
        match self.format {
            Format::Rst if self.links.is_empty() => text.replace('*', "\\*").replace('`', "\\`"),
            _ => text.to_string(),
        }
    }
}
