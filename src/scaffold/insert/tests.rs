//! Every markup, every place; nothing else moves.

use super::*;

const FORMATS: [Format; 5] =
    [Format::Markdown, Format::Org, Format::Rst, Format::AsciiDoc, Format::Plain];

fn section_in(text: &str, part: &str, before: &str, format: Format) -> String {
    let before: Pattern = toml::Value::from(before).try_into().expect("pattern");
    insert(text, part, Place::Section, Some(&before), format)
}

fn section(text: &str, part: &str, before: &str) -> String {
    section_in(text, part, before, Format::Markdown)
}

#[test]
fn a_section_goes_before_the_one_it_precedes() {
    let text = "# T\n\nBonjour.\n\n## Usage\n\nu\n\n## Licence\n\nMIT\n";
    let whole = section(text, "## Contact\n\nici\n", "(?i)licence");
    let expected = "# T\n\nBonjour.\n\n## Usage\n\nu\n\n## Contact\n\nici\n\n## Licence\n\nMIT\n";
    assert_eq!(whole, expected);
}

#[test]
fn a_section_goes_last_when_nothing_follows_it() {
    let expected = "# T\n\nBonjour.\n\n## C\n\nici\n";
    assert_eq!(section("# T\n\nBonjour.", "## C\n\nici\n", "x"), expected);
    assert_eq!(section("# T\n\nBonjour.\n", "## C\n\nici\n", "x"), expected);
}

#[test]
fn a_section_that_is_there_is_completed() {
    let text = "# T\n\n## Contacts\n\nVoir la page.\n\n## Licence\n\nMIT\n";
    let whole = section(text, "## Contact\n\nici\n", "(?i)licence");
    assert_eq!(whole, "# T\n\n## Contacts\n\nVoir la page.\n\nici\n\n## Licence\n\nMIT\n");
}

#[test]
fn what_is_there_is_not_added() {
    let text = "# T\n\n**État** : suivi.\n\n## U\n";
    for place in [Place::Lead, Place::Opening, Place::Section] {
        assert_eq!(insert(text, "**État** : suivi.\n", place, None, Format::Markdown), text);
    }
}

#[test]
fn a_section_takes_the_level_and_the_line_ends_of_the_document() {
    let text = "# A\r\n\r\na\r\n\r\n# B\r\n\r\nb\r\n";
    let whole = section(text, "## C\n\n```sh\n## no heading\n```\n", "^B$");
    let expected =
        "# A\r\n\r\na\r\n\r\n# C\r\n\r\n```sh\r\n## no heading\r\n```\r\n\r\n# B\r\n\r\nb\r\n";
    assert_eq!(whole, expected);
}

#[test]
fn several_headings_of_the_first_level_are_sections() {
    let text =
        "# Outil\n\nIci.\n\n# Licence\n\nMIT.\n\n# Usage\n\n## Linux\n\nx\n\n## Windows\n\ny\n";
    assert!(section(text, "## Contact\n\nz\n", "^Absente$").ends_with("\n# Contact\n\nz\n"));
    let titled = "# Outil\n\n## Licence\n\nMIT.\n\n# Annexe\n\n## Usage\n\nx\n";
    assert!(section(titled, "## Contact\n\nz\n", "^Absente$").contains("\n## Contact\n"));
}

#[test]
fn a_section_is_underlined_where_the_others_are() {
    let text = "Calcul\n======\n\nBonjour.\n\nUsage\n-----\n\nu\n\nLicence\n---------\n\nMIT\n";
    let part = "## Contact\n\nici\n\n### Par lettre\n\nlà\n";
    let whole = section(text, part, "(?i)licence");
    let expected = "u\n\nContact\n-------\n\nici\n\n### Par lettre\n\nlà\n\nLicence\n---------\n";
    assert!(whole.contains(expected), "{whole}");
    // A title alone gives the manner, and sections of another one keep theirs.
    let alone = section("Calcul\r\n======\r\n\r\nBonjour.\r\n", "## Contact\n\nici\n", "^aucun$");
    assert!(alone.ends_with("\r\n\r\nContact\r\n-------\r\n\r\nici\r\n"), "{alone}");
    let mixed = section("Calcul\n======\n\n## Usage\n\nu\n", "## Contact\n\nici\n", "^aucun$");
    assert!(mixed.ends_with("\n\n## Contact\n\nici\n"), "{mixed}");
    let first = section("Un\n==\n\na\n\nDeux\n====\n\nb\n", "## Contact\n\nici\n", "^aucun$");
    assert!(first.ends_with(&format!("\n\nContact\n{}\n\nici\n", "=".repeat(7))), "{first}");
    let fences = section(text, "## Essai\n\n```sh\n## rien\n```\n", "^aucun$");
    assert!(fences.ends_with("Essai\n-----\n\n```sh\n## rien\n```\n"), "{fences}");
}

#[test]
fn badges_and_first_words_have_their_places() {
    let text =
        "# T\n[![CI](https://example.org/ci.svg)](https://example.org)\n\nBonjour.\n\n## Usage\n";
    let insert = |part: &str, place: Place| insert(text, part, place, None, Format::Markdown);
    let badge = insert("![b](b.svg)\n", Place::Badge);
    assert!(badge.contains("(https://example.org)\n![b](b.svg)\n\nBonjour."), "{badge}");
    let lead = insert("Qui.\n", Place::Lead);
    assert!(lead.contains("example.org)\n\nQui.\n\nBonjour."), "{lead}");
    let opening = insert("État.\n", Place::Opening);
    assert!(opening.contains("Bonjour.\n\nÉtat.\n\n## Usage"), "{opening}");
}

#[test]
fn a_heading_after_the_first_words_is_no_title() {
    let text = "Calcul est un outil qui permet aux agents d’estimer le montant d’une aide.\n\n\
                # Lancer\n\n`make run`\n";
    let badge = insert(text, "![b](b.svg)\n", Place::Badge, None, Format::Markdown);
    assert!(badge.starts_with("![b](b.svg)\n\nCalcul"), "{badge}");
}

#[test]
fn nothing_goes_inside_an_element() {
    let banner = "<p align=\"center\">\n  <img src=\"a.png\">\n</p>\n\nCalcul aide.\n\n## Usage\n";
    let badge = insert(banner, "![b](b.svg)\n", Place::Badge, None, Format::Markdown);
    assert!(badge.contains("</p>\n\n![b](b.svg)\n\nCalcul"), "{badge}");
    let inside = "<div align=\"center\">\n<h1>Calcul</h1>\n<p>Il aide.</p>\n</div>\n\nTexte.\n";
    let badge = insert(inside, "![b](b.svg)\n", Place::Badge, None, Format::Markdown);
    assert!(badge.contains("</div>\n\n![b](b.svg)\n\nTexte."), "{badge}");
}

#[test]
fn a_section_is_written_in_the_markup_of_the_document() {
    let part = "## Contact\n\nÉcrire à <a@b.fr> ou [ici](https://b.fr), voir [CONTRIBUTING](C.md).\n\n\
                ```sh\nmake\n\nrun\n```\n\n- un `x`\n- **deux**\n";
    let cases = [
        (
            Format::Org,
            "#+TITLE: T\n\n* Usage\nu\n* Licence\nMIT\n",
            "* Contact\n\nÉcrire à [[mailto:a@b.fr][a@b.fr]] ou [[https://b.fr][ici]], voir \
             [[file:C.md][CONTRIBUTING]].\n\n#+begin_src sh\nmake\n\nrun\n#+end_src\n\n- un =x=\n- *deux*\n\n* Licence",
        ),
        (
            Format::Rst,
            "=\nT\n=\n\nUsage\n~~~~~\n\nu\n\nLicence\n~~~~~~~\n\nMIT\n",
            "Contact\n~~~~~~~\n\nÉcrire à a@b.fr ou `ici <https://b.fr>`__, voir `CONTRIBUTING <C.md>`__.\n\n\
             .. code-block:: sh\n\n   make\n\n   run\n\n- un ``x``\n- **deux**\n\nLicence\n",
        ),
        (
            Format::AsciiDoc,
            "= T\n\n== Usage\n\nu\n\n== Licence\n\nMIT\n",
            "== Contact\n\nÉcrire à a@b.fr ou https://b.fr[ici], voir link:C.md[CONTRIBUTING].\n\n\
             [source,sh]\n----\nmake\n\nrun\n----\n\n* un `x`\n* *deux*\n\n== Licence",
        ),
        (
            Format::Plain,
            "MON OUTIL\n\nIl aide.\n\nUSAGE\n\nu\n\nLICENCE\n\nMIT\n",
            "CONTACT\n\nÉcrire à a@b.fr ou ici (https://b.fr), voir CONTRIBUTING (C.md).\n\n    make\n\n    run\n\n\
             - un x\n- deux\n\nLICENCE",
        ),
    ];
    for (format, text, expected) in cases {
        let whole = section_in(text, part, "(?i)licence", format);
        assert!(whole.contains(expected), "{format:?}: {whole}");
        let again = Document::parse(&whole, format);
        let headings: Vec<String> = again.headings().map(|b| b.text.to_lowercase()).collect();
        assert!(headings.iter().any(|heading| heading == "contact"), "{format:?}: {headings:?}");
    }
}

#[test]
fn a_badge_is_an_image_where_there_are_some() {
    let part = "[![Degré : A](https://b.fr/a.svg)](https://c.fr)\n";
    let badge = |text: &str, format| insert(text, part, Place::Badge, None, format);
    let rst = badge("Calcul\n======\n\nBonjour.\n", Format::Rst);
    let expected = ".. image:: https://b.fr/a.svg\n   :alt: Degré : A\n   :target: https://c.fr\n";
    assert!(rst.contains(&format!("Calcul\n======\n\n{expected}\nBonjour.")), "{rst}");
    let adoc = badge("= T\nCamille Exemple\n:toc:\n\nBonjour.\n", Format::AsciiDoc);
    assert!(
        adoc.contains(
            ":toc:\n\nimage:https://b.fr/a.svg[\"Degré : A\",link=\"https://c.fr\"]\n\nB"
        ),
        "{adoc}"
    );
    let org = badge("#+title: T\n#+author: x\n\nBonjour.\n", Format::Org);
    assert!(org.contains("#+author: x\n\n[[https://c.fr][Degré : A]]\n\nBonjour."), "{org}");
}

#[test]
fn everything_else_is_kept() {
    let texts = [
        "",
        "\u{feff}# T\n",
        "no title\n",
        "T\n===\n\ntext\n\nS\n---\n\ns\n",
        "---\ntitle: x\n---\n\n# T\n\nx",
        "#+title: T\n* A\r\n** B\r\n",
        "= T\nauthor\n:a: b\n\n== C\n",
        "===\nT\n===\n\n.. note:: x\n\nA\n-\n",
        "<div>\n# T\n",
        "* * *\n*\n=\n==\n",
    ];
    for format in FORMATS {
        for text in texts {
            for place in [Place::Badge, Place::Lead, Place::Opening, Place::Section] {
                let whole = insert(text, "## new\n\npart\n", place, None, format);
                // A byte order mark stays first, whatever follows it.
                let mut left = text.trim_start_matches('\u{feff}').lines();
                let mut wanted = left.next();
                for line in whole.trim_start_matches('\u{feff}').lines() {
                    if Some(line) == wanted {
                        wanted = left.next();
                    }
                }
                assert_eq!(wanted, None, "{format:?}: {text:?} became {whole:?}");
            }
        }
    }
}
