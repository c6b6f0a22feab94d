use super::super::{Block, BlockKind, Document, Format, Image};

fn blocks(text: &str) -> Vec<Block> {
    Document::parse(text, Format::Markdown).blocks
}

fn outline(text: &str) -> Vec<(BlockKind, usize, usize, String)> {
    let rows = blocks(text).into_iter();
    rows.map(|block| (block.kind, block.line, block.end_line, block.text)).collect()
}

#[test]
fn centred_header() {
    let text = "<h1 align=\"center\">\n  <img src=\"logo.svg\" alt=\"Logo\" width=80><br>\n  \
                🚀 Guichet &amp; Cie\n</h1>\n<p align=center>\n  Un guichet <b>commun</b>.\n</p>\n";
    let seen = blocks(text);
    assert_eq!(
        outline(text),
        [
            (BlockKind::Heading(1), 1, 4, "🚀 Guichet & Cie".to_string()),
            (BlockKind::Paragraph, 6, 7, "Un guichet commun.".to_string()),
        ]
    );
    assert_eq!(
        seen[0].images,
        [Image { url: "logo.svg".into(), alt: "Logo".into(), line: 2, target: None }]
    );
}

#[test]
fn badges_in_links() {
    let text = "<p align=\"center\">\n  <a href=\"https://ci.test\">\n    <img alt=\"CI\"\n src=\"https://ci.test/b.svg?a=1&amp;b=2\">\n  </a>\n</p>\n";
    let seen = blocks(text);
    assert_eq!(seen.len(), 1);
    assert_eq!(seen[0].text, "");
    assert!(!seen[0].is_prose());
    assert_eq!(
        seen[0].images,
        [Image {
            url: "https://ci.test/b.svg?a=1&b=2".into(),
            alt: "CI".into(),
            line: 3,
            target: Some("https://ci.test".into()),
        }]
    );
    let link = &seen[0].links[0];
    assert_eq!((link.url.as_str(), link.text.as_str(), link.line), ("https://ci.test", "CI", 2));
}

#[test]
fn a_link_reaches_across_blocks() {
    let text = "<div>\n<a href=\"https://x.test\">\n\n![Badge](b.svg)\n\n</a>\n</div>\n\n![Autre](c.svg)\n";
    let document = Document::parse(text, Format::Markdown);
    let targets: Vec<(&str, usize, Option<&str>)> = document
        .images()
        .map(|image| (image.url.as_str(), image.line, image.target.as_deref()))
        .collect();
    assert_eq!(targets, [("b.svg", 4, Some("https://x.test")), ("c.svg", 9, None)]);
    assert_eq!(document.links().count(), 1);
}

#[test]
fn a_heading_waits_for_its_markdown() {
    let text = "<h1 align=\"center\">\n\nMon **outil**\n\n</h1>\n\nTexte.\n";
    assert_eq!(
        outline(text),
        [
            (BlockKind::Heading(1), 1, 3, "Mon outil".to_string()),
            (BlockKind::Html, 5, 5, String::new()),
            (BlockKind::Paragraph, 7, 7, "Texte.".to_string()),
        ]
    );
}

#[test]
fn details_lists_tables_and_code() {
    let text = "<details>\n<summary>Voir plus</summary>\n<ul><li>un<li>deux</ul>\n\
                <table><tr><td>a</td><td>b</td></tr></table>\n\
                <code>ls ![x](y)</code>\n<p>Avec <code>ls</code></p>\n</details>\n\n<pre>\nmake\n  all <img src=x>\n</pre>\n";
    assert_eq!(
        outline(text),
        [
            (BlockKind::Paragraph, 2, 2, "Voir plus".to_string()),
            (BlockKind::ListItem, 3, 3, "un".to_string()),
            (BlockKind::ListItem, 3, 3, "deux".to_string()),
            (BlockKind::TableRow, 4, 4, "a b".to_string()),
            (BlockKind::Code, 5, 5, "ls ![x](y)".to_string()),
            (BlockKind::Paragraph, 6, 6, "Avec ls".to_string()),
            (BlockKind::Code, 9, 12, "make\n  all".to_string()),
        ]
    );
    assert_eq!(Document::parse(text, Format::Markdown).images().count(), 0);
}

#[test]
fn comments_hide_what_they_hold() {
    let text = "<!-- ![a](b)\n\n[c](d)\n-->\n\nTexte <!-- ![e](f) --> suite.\n\n<div><!-- début\n\n![g](h)\n\nfin -->\n</div>\n\nVu.\n";
    assert_eq!(
        outline(text),
        [
            (BlockKind::Comment, 1, 4, "![a](b)\n\n[c](d)".to_string()),
            (BlockKind::Paragraph, 6, 6, "Texte suite.".to_string()),
            (BlockKind::Comment, 6, 6, "![e](f)".to_string()),
            (BlockKind::Comment, 8, 12, "début".to_string()),
            (BlockKind::Html, 13, 13, String::new()),
            (BlockKind::Paragraph, 15, 15, "Vu.".to_string()),
        ]
    );
    assert_eq!(Document::parse(text, Format::Markdown).images().count(), 0);
}
