//! The forms in which a licence text is met, and the changes it may suffer.

/// A way to write a text down.
pub type Disguise = (&'static str, fn(&str) -> Vec<u8>);

/// Every way that leaves a licence what it is.
pub const DISGUISES: [Disguise; 20] = [
    ("as published", |text| text.as_bytes().to_vec()),
    ("wrapped at 60 columns", |text| wrapped(text, 60).into_bytes()),
    ("one line a paragraph", |text| wrapped(text, usize::MAX).into_bytes()),
    ("CRLF", |text| text.replace('\n', "\r\n").into_bytes()),
    ("UTF-16 with a mark", |text| {
        [0xff, 0xfe].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect()
    }),
    ("Windows-1252", |text| encoding_rs::WINDOWS_1252.encode(text).0.into_owned()),
    ("typographic quotes", |text| {
        text.replace('\'', "’").replace(" \"", " “").replace('"', "”").into_bytes()
    }),
    ("plain quotes", |text| {
        text.replace('’', "'").replace(['“', '”', '«', '»'], "\"").into_bytes()
    }),
    ("Markdown", |text| markdown(text).into_bytes()),
    ("HTML", |text| html(text).into_bytes()),
    ("comment in C", |text| format!("/*\n{}*/\nint main;\n", prefixed(text, " * ")).into_bytes()),
    ("comment in shell", |text| format!("#!/bin/sh\n{}", prefixed(text, "# ")).into_bytes()),
    ("comment in batch", |text| prefixed(text, "REM ").into_bytes()),
    ("name of a project before", |text| {
        format!("Outil de suivi\n\nCopyright (c) 2019-2024 Ministère de l’Exemple\n\n{text}")
            .into_bytes()
    }),
    ("contact after", |text| {
        format!("{text}\n\n---\nContact : equipe@example.org, https://example.org/outil\n")
            .into_bytes()
    }),
    ("upper case", |text| text.to_uppercase().into_bytes()),
    ("without its title", |text| without_title(text).into_bytes()),
    ("Rich Text Format", |text| rich(text).into_bytes()),
    ("numbered lines", |text| numbered(text).into_bytes()),
    ("a title on every page", |text| paged(text).into_bytes()),
];

/// `text` as a word processor saves it.
fn rich(text: &str) -> String {
    let escaped = |character: char| match character {
        '\\' | '{' | '}' => format!("\\{character}"),
        '\n' => "\\par\n".to_string(),
        _ if character.is_ascii() => character.to_string(),
        _ => format!("\\u{}?", character as u32),
    };
    let body: String = text.chars().map(escaped).collect();
    format!(
        "{{\\rtf1\\ansi{{\\fonttbl{{\\f0 Arial;}}}}{{\\info{{\\title Licence}}}}\\f0\\fs22 {body}}}"
    )
}

/// `text` with the number of each line before it.
fn numbered(text: &str) -> String {
    text.lines().zip(1..).map(|(line, number)| format!("{number:>5}  {line}\n")).collect()
}

/// `text` printed on pages that repeat the name of the program.
fn paged(text: &str) -> String {
    let lines: Vec<&str> = text.lines().collect();
    let pages = lines.chunks(40).zip(1..);
    let foot =
        |page: usize| format!("\n\nOutil de suivi des demandes                 {page}\n\u{c}\n");
    pages.map(|(page, number)| page.join("\n") + &foot(number)).collect()
}

/// Words of `text` on lines of at most `width` letters, paragraphs kept.
pub fn wrapped(text: &str, width: usize) -> String {
    let paragraphs = text.split("\n\n").map(|paragraph| {
        let mut lines = vec![String::new()];
        for word in paragraph.split_whitespace() {
            let line = lines.last_mut().expect("a line");
            if !line.is_empty() && line.chars().count() + word.chars().count() >= width {
                lines.push(word.to_string());
            } else {
                if !line.is_empty() {
                    line.push(' ');
                }
                line.push_str(word);
            }
        }
        lines.join("\n")
    });
    paragraphs.collect::<Vec<_>>().join("\n\n")
}

fn prefixed(text: &str, prefix: &str) -> String {
    text.lines().map(|line| format!("{prefix}{line}\n")).collect()
}

/// Headings for the short paragraphs, stars around some words, links.
fn markdown(text: &str) -> String {
    let paragraphs = wrapped(text, 90);
    let marked = paragraphs.split("\n\n").map(|paragraph| {
        let short = paragraph.len() < 60 && !paragraph.contains('\n');
        let linked = paragraph
            .split(' ')
            .map(|word| match word.starts_with("http") {
                true => format!("[{word}]({word})"),
                false => word.to_string(),
            })
            .collect::<Vec<_>>()
            .join(" ");
        if short { format!("## {linked}") } else { linked.replace(" not ", " **not** ") }
    });
    marked.collect::<Vec<_>>().join("\n\n")
}

fn html(text: &str) -> String {
    let escaped = text
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
        .replace('é', "&eacute;")
        .replace('’', "&rsquo;");
    let body: String = escaped
        .split("\n\n")
        .map(|paragraph| format!("<p class=\"text\">{paragraph}</p>\n"))
        .collect();
    format!(
        "<!DOCTYPE html>\n<html><head><title>License</title><style>p {{ margin: 1em }}</style></head>\
         <body>\n{body}</body></html>\n"
    )
}

/// The text from its first paragraph of some length.
fn without_title(text: &str) -> String {
    let paragraphs: Vec<&str> = text.split("\n\n").collect();
    let first = paragraphs.iter().position(|paragraph| paragraph.split_whitespace().count() > 15);
    paragraphs[first.unwrap_or(0)..].join("\n\n")
}

/// `text` with `clause` as a paragraph of its own, at about a share of its length.
pub fn with_clause(text: &str, clause: &str, share: f32) -> String {
    let mut paragraphs: Vec<&str> = text.split("\n\n").collect();
    let place = ((paragraphs.len() as f32) * share).round() as usize;
    paragraphs.insert(place.min(paragraphs.len()), clause);
    paragraphs.join("\n\n")
}

/// The beginning of `text`, cut between two words.
pub fn truncated(text: &str, share: f32) -> String {
    let words: Vec<&str> = text.split_inclusive(char::is_whitespace).collect();
    words[..((words.len() as f32) * share) as usize].concat()
}

/// `text` without `count` words in a row, from about a share of its length.
pub fn without_words(text: &str, count: usize, share: f32) -> String {
    let words: Vec<&str> = text.split_inclusive(char::is_whitespace).collect();
    let start = ((words.len() as f32) * share) as usize;
    [&words[..start], &words[(start + count).min(words.len())..]].concat().concat()
}
