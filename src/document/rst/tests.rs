use super::super::{BlockKind, Document, Format, Image};

fn outline(text: &str) -> Vec<(BlockKind, usize, usize, String)> {
    let rows = Document::parse(text, Format::Rst).blocks.into_iter();
    rows.map(|block| (block.kind, block.line, block.end_line, block.text)).collect()
}

fn row(kind: BlockKind, line: usize, end: usize, text: &str) -> (BlockKind, usize, usize, String) {
    (kind, line, end, text.to_string())
}

fn links(text: &str) -> Vec<(String, String, usize)> {
    let document = Document::parse(text, Format::Rst);
    document.links().map(|link| (link.url.clone(), link.text.clone(), link.line)).collect()
}

#[test]
fn a_readme() {
    let text = "=============\n🚀 Mon outil\n=============\n\n|ci| |doc|\n\n.. |ci| image:: https://ci.test/b.svg\n   :target: https://ci.test\n   :alt: CI\n\
                .. |doc| image:: doc.svg\n\nUn *outil* pour ``publier``, voir\n`le site <https://x.test>`_.\n\n\
                Installation\n============\n\nLancer::\n\n    make |ci|\n\n    all\n\n.. code-block:: sh\n   :linenos:\n\n   ls\n\n\
                Détails\n-------\n\n.. note:: Attention aux `clés`_.\n\n   Suite.\n\n.. _clés: https://k.test\n.. caché |ci|\n.. contents:: Sommaire\n\n\
                Aide\n====\n\n- un\n  suite\n- deux\n\n  autre\n\n:Auteur: nous@x.gouv.fr\n";
    use BlockKind::{Code, Comment, Directive, Heading, ListItem, Paragraph};
    assert_eq!(
        outline(text),
        [
            row(Heading(1), 1, 3, "🚀 Mon outil"),
            row(Paragraph, 5, 5, ""),
            row(Paragraph, 12, 13, "Un outil pour publier, voir le site."),
            row(Heading(2), 15, 16, "Installation"),
            row(Paragraph, 18, 18, "Lancer:"),
            row(Code, 20, 22, "make |ci|\n\nall"),
            row(Code, 24, 27, "ls"),
            row(Heading(3), 29, 30, "Détails"),
            row(Paragraph, 32, 32, "Attention aux clés."),
            row(Paragraph, 34, 34, "Suite."),
            row(Comment, 37, 37, "caché |ci|"),
            row(Directive, 38, 38, "contents:: Sommaire"),
            row(Heading(2), 40, 41, "Aide"),
            row(ListItem, 43, 44, "un suite"),
            row(ListItem, 45, 45, "deux"),
            row(ListItem, 47, 47, "autre"),
            row(ListItem, 49, 49, "Auteur: nous@x.gouv.fr"),
        ]
    );
    let document = Document::parse(text, Format::Rst);
    assert_eq!(
        document.images().cloned().collect::<Vec<Image>>(),
        [
            Image {
                url: "https://ci.test/b.svg".into(),
                alt: "CI".into(),
                line: 5,
                target: Some("https://ci.test".into()),
            },
            Image { url: "doc.svg".into(), alt: String::new(), line: 5, target: None },
        ]
    );
    let link = |url: &str, text: &str, line| (url.to_string(), text.to_string(), line);
    assert_eq!(
        links(text),
        [
            link("https://ci.test", "CI", 5),
            link("https://x.test", "le site", 13),
            link("https://k.test", "clés", 32),
            link("mailto:nous@x.gouv.fr", "nous@x.gouv.fr", 49),
        ]
    );
}

#[test]
fn tables() {
    let text = "+----+-------+\n| a  | |b|   |\n+====+=======+\n| é  | deux  |\n| c  | trois |\n+----+-------+\n\n\
                ===  ======\nNom  Valeur\n===  ======\nx    https://x.test\n     suite\ny    2\n===  ======\n\n.. |b| replace:: bé\n";
    use BlockKind::TableRow;
    assert_eq!(
        outline(text),
        [
            row(TableRow, 2, 2, "a bé"),
            row(TableRow, 4, 5, "é c deux trois"),
            row(TableRow, 9, 9, "Nom Valeur"),
            row(TableRow, 11, 12, "x https://x.test suite"),
            row(TableRow, 13, 13, "y 2"),
        ]
    );
}

#[test]
fn figures_quotes_and_references() {
    let text = "Titre\n~~~~~\n\n.. figure:: f.png\n   :target: `le site`_\n\n   Une légende.\n\nVoir site_ et `là`__ mais pas mon_nom_.\n\n   Cité.\n\n\
                .. _site: https://s.test\n.. _le site: https://ls.test\n__ https://anon.test\n";
    assert_eq!(
        outline(text),
        [
            row(BlockKind::Heading(1), 1, 2, "Titre"),
            row(BlockKind::Paragraph, 4, 5, ""),
            row(BlockKind::Paragraph, 7, 7, "Une légende."),
            row(BlockKind::Paragraph, 9, 9, "Voir site et là mais pas mon_nom_."),
            row(BlockKind::Quote, 11, 11, "Cité."),
        ]
    );
    let urls: Vec<String> = links(text).into_iter().map(|(url, _, _)| url).collect();
    assert_eq!(urls, ["https://ls.test", "https://s.test", "https://anon.test"]);
}

#[test]
fn literal_marks() {
    assert_eq!(
        outline("Faire ::\n\n  a\n\nVoici :\n\n::\n\n  b\n"),
        [
            row(BlockKind::Paragraph, 1, 1, "Faire"),
            row(BlockKind::Code, 3, 3, "a"),
            row(BlockKind::Paragraph, 5, 5, "Voici :"),
            row(BlockKind::Code, 9, 9, "b"),
        ]
    );
}
