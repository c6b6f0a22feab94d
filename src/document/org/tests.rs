use super::super::{BlockKind, Document, Format, Image};

fn outline(text: &str) -> Vec<(BlockKind, usize, usize, String)> {
    let rows = Document::parse(text, Format::Org).blocks.into_iter();
    rows.map(|block| (block.kind, block.line, block.end_line, block.text)).collect()
}

fn row(kind: BlockKind, line: usize, end: usize, text: &str) -> (BlockKind, usize, usize, String) {
    (kind, line, end, text.to_string())
}

#[test]
fn a_readme() {
    let text = "#+title: Mon /outil/ 🚀\n#+options: toc:nil\n\n# caché [[a.svg]]\n\
                [[https://ci.test][https://ci.test/badge.svg]] [[file:logo.png]]\n\n\
                Un *outil* pour =publier=,\nvoir [[https://x.test/][le site]].\n\n\
                * TODO [#A] Installation :doc:fr:\n:PROPERTIES:\n:ID: 1\n:END:\n\n\
                #+begin_src sh\nmake [[b.svg]]\n#+end_src\n\n: fixe\n: encore\n\n\
                - [ ] un\n  suite\n- deux\n\n| a | b |\n|---+---|\n| c | d |\n\n\
                ** Aide\n#+begin_quote\nCité.\n#+end_quote\n";
    use BlockKind::{Code, Comment, Directive, Heading, ListItem, Paragraph, Quote, TableRow};
    assert_eq!(
        outline(text),
        [
            row(Heading(1), 1, 1, "Mon outil 🚀"),
            row(Directive, 2, 2, "#+options: toc:nil"),
            row(Comment, 4, 4, "caché [[a.svg]]"),
            row(Paragraph, 5, 5, ""),
            row(Paragraph, 7, 8, "Un outil pour publier, voir le site."),
            row(Heading(2), 10, 10, "Installation"),
            row(Code, 15, 17, "make [[b.svg]]"),
            row(Code, 19, 20, "fixe\nencore"),
            row(ListItem, 22, 23, "un suite"),
            row(ListItem, 24, 24, "deux"),
            row(TableRow, 26, 26, "a b"),
            row(TableRow, 28, 28, "c d"),
            row(Heading(3), 30, 30, "Aide"),
            row(Quote, 32, 32, "Cité."),
        ]
    );
    let document = Document::parse(text, Format::Org);
    assert_eq!(
        document.images().cloned().collect::<Vec<Image>>(),
        [
            Image {
                url: "https://ci.test/badge.svg".into(),
                alt: String::new(),
                line: 5,
                target: Some("https://ci.test".into()),
            },
            Image { url: "logo.png".into(), alt: String::new(), line: 5, target: None },
        ]
    );
    let links: Vec<(&str, &str, usize)> =
        document.links().map(|link| (link.url.as_str(), link.text.as_str(), link.line)).collect();
    assert_eq!(links, [("https://ci.test", "", 5), ("https://x.test/", "le site", 8)]);
    assert_eq!(document.lead().map(|block| block.line), Some(7));
}

#[test]
fn without_a_title_stars_are_the_level() {
    assert_eq!(
        outline("* Un\n** DONE Deux [1/2]\n*gras* et a/b/c\n"),
        [
            row(BlockKind::Heading(1), 1, 1, "Un"),
            row(BlockKind::Heading(2), 2, 2, "Deux"),
            row(BlockKind::Paragraph, 3, 3, "gras et a/b/c"),
        ]
    );
}

#[test]
fn html_exports_are_read() {
    let text = "* T\n#+html: <img src=\"a.svg\" alt=\"A\">\n\n#+begin_export html\n<a href=\"u\"><img src=\"b.svg\"></a>\n#+end_export\n";
    let document = Document::parse(text, Format::Org);
    let images: Vec<(&str, usize, Option<&str>)> = document
        .images()
        .map(|image| (image.url.as_str(), image.line, image.target.as_deref()))
        .collect();
    assert_eq!(images, [("a.svg", 2, None), ("b.svg", 5, Some("u"))]);
}
