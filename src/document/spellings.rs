//! The same document in four spellings reads the same; then what each has of its own.

use super::{BlockKind, Document, Format};
use BlockKind::{Code, Comment, Heading, ListItem, Paragraph, Quote, TableRow};

const MARKDOWN: &str = "# 🚀 Mon outil\n\n[![CI](https://ci.test/b.svg)](https://ci.test) ![](logo.png)\n\n\
    Un *outil* pour `publier`,\nvoir [le site](https://x.test).\n\n## Installation\n\n```sh\nmake\n```\n\n\
    - un\n  suite\n- deux\n\n| a | b |\n|---|---|\n| c | d |\n\n> Cité.\n\n## Aide\n\nÉcrire à nous@x.gouv.fr.\n";

const ORG: &str = "#+title: 🚀 Mon /outil/\n#+options: toc:nil\n\n\
    [[https://ci.test][https://ci.test/b.svg]] [[file:logo.png]]\n\n\
    Un *outil* pour =publier=,\nvoir [[https://x.test][le site]].\n\n\
    * TODO [#A] Installation :doc:fr:\n:PROPERTIES:\n:ID: 1\n:END:\n\n#+begin_src sh\nmake\n#+end_src\n\n\
    - [ ] un\n  suite\n- deux\n\n| a | b |\n|---+---|\n| c | d |\n\n#+begin_quote\nCité.\n#+end_quote\n\n\
    * Aide\n\nÉcrire à nous@x.gouv.fr.\n";

const RST: &str = "🚀 Mon outil\n============\n\n|ci|\n\n.. |ci| image:: https://ci.test/b.svg\n   :target: https://ci.test\n\n\
    .. image:: logo.png\n\nUn *outil* pour ``publier``,\nvoir `le site <https://x.test>`_.\n\n\
    Installation\n------------\n\n.. code-block:: sh\n   :linenos:\n\n   make\n\n- un\n  suite\n- deux\n\n\
    +---+---+\n| a | b |\n+===+===+\n| c | d |\n+---+---+\n\n   Cité.\n\nAide\n----\n\nÉcrire à nous@x.gouv.fr.\n";

const ASCIIDOC: &str = "= 🚀 Mon outil\n:url-ci: https://ci.test\n:toc:\n\n\
    image:{url-ci}/b.svg[CI,link={url-ci}] image:logo.png[]\n\n\
    Un *outil* pour `publier`,\nvoir https://x.test[le site^].\n\n== Installation\n\n[source,sh]\n----\nmake\n----\n\n\
    * un\nsuite\n** deux\n\n|===\n|a |b\n\n|c |d\n|===\n\n____\nCité.\n____\n\nAide\n----\n\nÉcrire à nous@x.gouv.fr.\n";

/// The blocks that show a text, each with it.
fn outline(text: &str, format: Format) -> Vec<(BlockKind, String)> {
    let blocks = Document::parse(text, format).blocks.into_iter();
    let shown = blocks.filter(|block| block.kind != BlockKind::Directive && !block.text.is_empty());
    shown.map(|block| (block.kind, block.text)).collect()
}

#[test]
fn four_spellings_of_one_document() {
    let expected = [
        (Heading(1), "🚀 Mon outil"),
        (Paragraph, "Un outil pour publier, voir le site."),
        (Heading(2), "Installation"),
        (Code, "make"),
        (ListItem, "un suite"),
        (ListItem, "deux"),
        (TableRow, "a b"),
        (TableRow, "c d"),
        (Quote, "Cité."),
        (Heading(2), "Aide"),
        (Paragraph, "Écrire à nous@x.gouv.fr."),
    ];
    let expected = expected.map(|(kind, text)| (kind, text.to_string()));
    let spellings = [
        (MARKDOWN, Format::Markdown),
        (ORG, Format::Org),
        (RST, Format::Rst),
        (ASCIIDOC, Format::AsciiDoc),
    ];
    for (text, format) in spellings {
        assert_eq!(outline(text, format), expected, "{format:?}");
        let document = Document::parse(text, format);
        let images: Vec<(&str, Option<&str>)> =
            document.images().map(|image| (image.url.as_str(), image.target.as_deref())).collect();
        let badge = ("https://ci.test/b.svg", Some("https://ci.test"));
        assert_eq!(images, [badge, ("logo.png", None)], "{format:?}");
        let links: Vec<&str> = document.links().map(|link| link.url.as_str()).collect();
        let wanted = ["https://ci.test", "https://x.test", "mailto:nous@x.gouv.fr"];
        assert_eq!(links, wanted, "{format:?}");
        let lead = document.lead().map(|block| block.text.as_str());
        assert_eq!(lead, Some("Un outil pour publier, voir le site."), "{format:?}");
        // A block starts on the line of its first word.
        let lines: Vec<&str> = text.lines().collect();
        for block in document.blocks.iter().filter(|b| b.kind != Code && !b.text.is_empty()) {
            let word = block.text.split_whitespace().next().unwrap_or_default();
            let line = lines[block.line - 1];
            assert!(line.contains(word), "{format:?}: {word} is not on {line}");
        }
    }
}

#[test]
fn what_each_spelling_has_of_its_own() {
    type Expected = &'static [(BlockKind, &'static str)];
    let cases: [(Format, &str, Expected); 11] = [
        (
            Format::Rst,
            "=====\nTitre\n=====\n\nFaire ::\n\n  a\n\nVoici :\n\n::\n\n  b\n",
            &[
                (Heading(1), "Titre"),
                (Paragraph, "Faire"),
                (Code, "a"),
                (Paragraph, "Voici :"),
                (Code, "b"),
            ],
        ),
        (
            Format::Rst,
            "Lancer::\n\n    make |ci|\n\n    all\n\n.. note:: Attention aux `clés`_.\n\n   Suite.\n\n.. _clés: https://k.test\n.. caché |ci|\n.. contents:: Sommaire\n",
            &[
                (Paragraph, "Lancer:"),
                (Code, "make |ci|\n\nall"),
                (Paragraph, "Attention aux clés."),
                (Paragraph, "Suite."),
                (Comment, "caché |ci|"),
            ],
        ),
        (
            Format::Rst,
            "- un\n  suite\n- deux\n\n  autre\n\n:Auteur: nous@x.gouv.fr\n",
            &[
                (ListItem, "un suite"),
                (ListItem, "deux"),
                (ListItem, "autre"),
                (ListItem, "Auteur: nous@x.gouv.fr"),
            ],
        ),
        (
            Format::Rst,
            "===  ======\nNom  Valeur\n===  ======\nx    https://x.test\ny    2\n===  ======\n",
            &[(TableRow, "Nom Valeur"), (TableRow, "x https://x.test"), (TableRow, "y 2")],
        ),
        (
            Format::Rst,
            ".. figure:: f.png\n   :target: `le site`_\n\n   Une légende.\n\nVoir site_ mais pas mon_nom_.\n\n   Cité.\n\n.. _site: https://s.test\n.. _le site: https://ls.test\n",
            &[
                (Paragraph, "Une légende."),
                (Paragraph, "Voir site mais pas mon_nom_."),
                (Quote, "Cité."),
            ],
        ),
        (
            Format::AsciiDoc,
            "mon_nom_long et a*b*c, _oui_ **d**e <<aide,l'aide>>\n",
            &[(Paragraph, "mon_nom_long et a*b*c, oui de l'aide")],
        ),
        (
            Format::AsciiDoc,
            "// caché\n= Titre\nAnne Onyme <anne@x.gouv.fr>\n\n////\nimage:c.svg[]\n////\n\n[source]\nls\n\n.Titre\n* un\n",
            &[
                (Comment, "caché"),
                (Heading(1), "Titre"),
                (Comment, "image:c.svg[]"),
                (Code, "ls"),
                (Paragraph, "Titre"),
                (ListItem, "un"),
            ],
        ),
        (
            Format::AsciiDoc,
            ":doc: https://x.test/doc\n\nNOTE: Attention à {doc}/é, image:a.png[\"Le logo, bleu\",80] {inconnu}.\n",
            &[(Paragraph, "NOTE: Attention à https://x.test/doc/é, {inconnu}.")],
        ),
        (
            Format::Org,
            "* Un\n** DONE Deux [1/2]\n*gras* et a/b/c\n",
            &[(Heading(1), "Un"), (Heading(2), "Deux"), (Paragraph, "gras et a/b/c")],
        ),
        (
            Format::Org,
            "# caché [[a.svg]]\n: fixe\n: encore\n",
            &[(Comment, "caché [[a.svg]]"), (Code, "fixe\nencore")],
        ),
        (Format::Org, "#+begin_src sh\nmake [[b.svg]]\n#+end_src\n", &[(Code, "make [[b.svg]]")]),
    ];
    for (format, text, expected) in cases {
        let expected: Vec<(BlockKind, String)> =
            expected.iter().map(|(kind, text)| (*kind, (*text).to_string())).collect();
        assert_eq!(outline(text, format), expected, "{format:?}: {text}");
    }
}

#[test]
fn names_lead_to_their_addresses() {
    let text =
        "Voir site_ et `le site`_.\n\n.. _site: https://s.test\n.. _le site: https://ls.test\n";
    let document = Document::parse(text, Format::Rst);
    let links: Vec<&str> = document.links().map(|link| link.url.as_str()).collect();
    assert_eq!(links, ["https://s.test", "https://ls.test"]);
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
