use super::super::{BlockKind, Document, Format, Image};

fn outline(text: &str) -> Vec<(BlockKind, usize, usize, String)> {
    let rows = Document::parse(text, Format::AsciiDoc).blocks.into_iter();
    rows.map(|block| (block.kind, block.line, block.end_line, block.text)).collect()
}

fn row(kind: BlockKind, line: usize, end: usize, text: &str) -> (BlockKind, usize, usize, String) {
    (kind, line, end, text.to_string())
}

#[test]
fn a_readme() {
    let text = "// caché\n= 🚀 Mon outil\nAnne Onyme <anne@x.gouv.fr>\n:url-ci: https://ci.test\n:toc:\n\n\
                image:{url-ci}/b.svg[CI,link={url-ci}] image:logo.png[\"Le logo, bleu\",80]\n\n\
                Un *outil* pour `publier`,\nvoir https://x.test[le site^] ou link:doc.adoc[].\n\n\
                == Installation\n\n[source,sh]\n----\nmake image:a.svg[]\n----\n\n////\nimage:c.svg[]\n////\n\n\
                [source]\nls\n\n* un\nsuite\n** deux\n\n.Titre\n|===\n|a |b\n\n|c\n|d\n|===\n\n\
                ____\nCité.\n____\n\nTitre ancien\n------------\n\nNOTE: Attention à {url-ci}/é.\n";
    use BlockKind::{Code, Comment, Directive, Heading, ListItem, Paragraph, Quote, TableRow};
    assert_eq!(
        outline(text),
        [
            row(Comment, 1, 1, "caché"),
            row(Heading(1), 2, 2, "🚀 Mon outil"),
            row(Directive, 3, 3, "Anne Onyme <anne@x.gouv.fr>"),
            row(Paragraph, 7, 7, ""),
            row(Paragraph, 9, 10, "Un outil pour publier, voir le site ou doc.adoc."),
            row(Heading(2), 12, 12, "Installation"),
            row(Directive, 14, 14, "[source,sh]"),
            row(Code, 15, 17, "make image:a.svg[]"),
            row(Comment, 19, 21, "image:c.svg[]"),
            row(Directive, 23, 23, "[source]"),
            row(Code, 24, 24, "ls"),
            row(ListItem, 26, 27, "un suite"),
            row(ListItem, 28, 28, "deux"),
            row(Paragraph, 30, 30, "Titre"),
            row(TableRow, 32, 32, "a b"),
            row(TableRow, 34, 34, "c"),
            row(TableRow, 35, 35, "d"),
            row(Quote, 39, 39, "Cité."),
            row(Heading(2), 42, 43, "Titre ancien"),
            row(Paragraph, 45, 45, "NOTE: Attention à https://ci.test/é."),
        ]
    );
    let document = Document::parse(text, Format::AsciiDoc);
    assert_eq!(
        document.images().cloned().collect::<Vec<Image>>(),
        [
            Image {
                url: "https://ci.test/b.svg".into(),
                alt: "CI".into(),
                line: 7,
                target: Some("https://ci.test".into()),
            },
            Image { url: "logo.png".into(), alt: "Le logo, bleu".into(), line: 7, target: None },
        ]
    );
    let links: Vec<(&str, &str, usize)> =
        document.links().map(|link| (link.url.as_str(), link.text.as_str(), link.line)).collect();
    assert_eq!(
        links,
        [
            ("mailto:anne@x.gouv.fr", "anne@x.gouv.fr", 3),
            ("https://ci.test", "CI", 7),
            ("https://x.test", "le site", 10),
            ("doc.adoc", "doc.adoc", 10),
            ("https://ci.test/é", "https://ci.test/é", 45),
        ]
    );
    assert_eq!(document.lead().map(|block| block.line), Some(9));
}

#[test]
fn words_keep_their_marks() {
    assert_eq!(
        outline("mon_nom_long et a*b*c, _oui_ **d**e <<aide,l'aide>>\n"),
        [row(BlockKind::Paragraph, 1, 1, "mon_nom_long et a*b*c, oui de l'aide")]
    );
}
