//! Each change, on the layouts that people write.

use super::change::removed;
use super::*;

const FILE: &str = "\
# En-tête
publiccodeYmlVersion: 0.5 # version
name: Outil

# Adresse
url: https://example.org/outil
platforms: web # une seule
legal:
  # licence
  license: agpl-3.0
  authorsFile: AUTHORS
maintenance:
  type: internal
  contacts:
    - name: Bureau des produits
      email: ''
      # téléphone
      phone: \"+33100000000\"
    - name: Autre
description:
  fr:
    shortDescription: |
      Un outil

    features:
    - un
    # - deux
    - trois
localisation: {localisationReady: yes, availableLanguages: [fr, en]}
roadmap:
";

fn changed(text: &str, change: Change) -> String {
    let document = Document::parse(text).expect("parsed");
    match document.apply(&change) {
        Ok(after) => after.text(),
        Err(refusal) => format!("{refusal:?}"),
    }
}

fn at(dotted: &str) -> Path {
    dotted
        .split('.')
        .filter(|key| !key.is_empty())
        .map(|key| key.parse().map_or_else(|_| Step::from(key), Step::At))
        .collect()
}

/// Checks that `change` turns `old` into `new` in [`FILE`], and nothing else.
fn check(change: Change, old: &str, new: &str) {
    assert_eq!(FILE.matches(old).count(), 1, "{old}");
    pretty(&changed(FILE, change), &FILE.replace(old, new));
}

fn pretty(found: &str, expected: &str) {
    assert!(found == expected, "found:\n{found}\nexpected:\n{expected}");
}

fn set(path: &str, value: Value) -> Change {
    Change::Set { path: at(path), value }
}

#[test]
fn a_value_is_set() {
    check(set("publiccodeYmlVersion", Value::text("0")), "0.5 #", "\"0\" #");
    check(set("legal.license", Value::text("AGPL-3.0-only")), "agpl-3.0", "AGPL-3.0-only");
    check(set("localisation.localisationReady", Value::bool(true)), "yes,", "true,");
    check(
        set("roadmap", Value::text("https://example.org/r")),
        "roadmap:",
        "roadmap: https://example.org/r",
    );
    check(
        set("description.fr.shortDescription", Value::text("Deux: mots")),
        "|\n      Un outil\n",
        "\"Deux: mots\"\n",
    );
    check(set("name", Value::text("Un\ndeux\n")), "Outil\n\n", "|\n  Un\n  deux\n\n");
}

#[test]
fn a_scalar_becomes_a_list() {
    let list = Value::Seq(vec![Value::text("web"), Value::text("linux")]);
    check(
        set("platforms", list.clone()),
        ": web # une seule\n",
        ": # une seule\n  - web\n  - linux\n",
    );
    check(set("localisation.localisationReady", list), "yes,", "[web, linux],");
}

#[test]
fn a_key_is_renamed() {
    let rename = |path: &str, key: &str| Change::Rename { path: at(path), key: key.into() };
    check(rename("legal", "droits"), "legal:", "droits:");
    check(rename("maintenance.contacts.0.email", "mail"), "email:", "mail:");
    check(rename("localisation.availableLanguages", "langues"), "availableLanguages", "langues");
}

#[test]
fn an_entry_is_deleted_with_its_comments() {
    let delete = |path: &str| Change::Delete { path: at(path) };
    check(delete("url"), "# Adresse\nurl: https://example.org/outil\n", "");
    check(delete("legal.license"), "  # licence\n  license: agpl-3.0\n", "");
    check(
        delete("maintenance.contacts.0.phone"),
        "      # téléphone\n      phone: \"+33100000000\"\n",
        "",
    );
    check(delete("maintenance.contacts.1.name"), "    - name: Autre\n", "");
    check(delete("maintenance.contacts.0.name"), "name: Bureau des produits\n      email", "email");
    check(delete("localisation.availableLanguages.0"), "fr, en", "en");
    check(delete("localisation.availableLanguages"), ", availableLanguages: [fr, en]", "");
    check(delete("description.fr.features.1"), "    # - deux\n    - trois\n", "");
    check(delete("roadmap"), "roadmap:\n", "");
}

#[test]
fn an_entry_becomes_a_comment() {
    let comment = |path: &str| Change::Comment { path: at(path) };
    check(comment("roadmap"), "roadmap:", "# roadmap:");
    check(comment("legal.authorsFile"), "  authorsFile", "  # authorsFile");
    check(
        comment("maintenance.contacts.0.name"),
        "    - name: Bureau des produits\n      email",
        "    # name: Bureau des produits\n    - email",
    );
    check(
        comment("localisation.localisationReady"),
        "localisation: {localisationReady: yes, ",
        "# localisationReady: \"yes\"\nlocalisation: {",
    );
    check(
        comment("description.fr.shortDescription"),
        "    shortDescription: |\n      Un outil\n",
        "    # shortDescription: |\n    #   Un outil\n",
    );
}

#[test]
fn an_entry_is_inserted() {
    let insert = |parent: &str, rank: usize, value: Value| Change::Insert {
        parent: at(parent),
        at: rank,
        key: "k".into(),
        value,
    };
    check(insert("", 0, Value::text("v")), "publiccodeYml", "k: v\npubliccodeYml");
    check(insert("", 2, Value::text("v")), "Outil\n", "Outil\nk: v\n");
    check(
        insert("legal", 0, Value::text("v")),
        "  # licence\n  license",
        "  # licence\n  k: v\n  license",
    );
    check(insert("roadmap", 0, Value::text("v")), "roadmap:", "roadmap:\n  k: v");
    check(
        insert("maintenance.contacts.0", 0, Value::text("v")),
        "- name: Bureau",
        "- k: v\n      name: Bureau",
    );
    check(insert("localisation", 1, Value::text("v")), "yes, ", "yes, k: v, ");
    let map = Value::Map(vec![
        (
            "a".into(),
            Value::Seq(vec![Value::Map(vec![
                ("b".into(), Value::text("1")),
                ("c".into(), Value::Seq(vec![])),
            ])]),
        ),
        ("d".into(), Value::text("l".repeat(60) + " " + &"m".repeat(60))),
    ]);
    let written = format!(
        "roadmap:\n  k:\n    a:\n      - b: \"1\"\n        c: []\n    d: >-\n      {}\n      {}\n",
        "l".repeat(60),
        "m".repeat(60)
    );
    check(insert("roadmap", 0, map), "roadmap:\n", &written);
}

#[test]
fn an_item_is_appended() {
    let append = |parent: &str| Change::Append { parent: at(parent), value: Value::text("v") };
    check(append("description.fr.features"), "    - trois\n", "    - trois\n    - v\n");
    check(append("localisation.availableLanguages"), "fr, en", "fr, en, v");
}

#[test]
fn an_entry_moves_with_its_comments() {
    let to =
        Change::Move { from: at("legal.license"), parent: at(""), at: 3, key: "licence".into() };
    let expected = FILE
        .replace("  # licence\n  license: agpl-3.0\n", "")
        .replace("example.org/outil\n", "example.org/outil\n# licence\nlicence: agpl-3.0\n");
    pretty(&changed(FILE, to), &expected);
    let to = Change::Move { from: at("name"), parent: at("legal"), at: 2, key: "nom".into() };
    let expected =
        FILE.replace("name: Outil\n", "").replace("AUTHORS\n", "AUTHORS\n  nom: Outil\n");
    pretty(&changed(FILE, to), &expected);
}

#[test]
fn entries_are_put_in_order() {
    let document =
        Document::parse("# t\nb: 1\n\n# a\na: 2 # deux\n\nc:\n  - y: 1\n    # x\n    x: 2")
            .expect("parsed");
    let change = document.ordering(&[], &["a", "b", "c"]).expect("unordered");
    let after = document.apply(&change).expect("ordered");
    pretty(&after.text(), "# t\n# a\na: 2 # deux\n\nb: 1\n\nc:\n  - y: 1\n    # x\n    x: 2");
    assert_eq!(after.ordering(&[], &["a", "b", "c"]), None);
    let inner = after.ordering(&at("c.0"), &["x", "y"]).expect("unordered");
    assert_eq!(after.apply(&inner).err(), Some(Refusal::Commented));
}

#[test]
fn other_ends_of_line_and_marks_are_kept() {
    let crlf = "a: 1\r\nb:\r\n  - x\r\n";
    let after = changed(crlf, set("a", Value::text("w")));
    assert_eq!(after, "a: w\r\nb:\r\n  - x\r\n");
    let insert = Change::Insert { parent: at(""), at: 2, key: "c".into(), value: Value::text("z") };
    assert_eq!(changed(crlf, insert.clone()), format!("{crlf}c: z\r\n"));
    assert_eq!(changed("a: 1\nb: 2", insert.clone()), "a: 1\nb: 2\nc: z");
    assert_eq!(changed("\u{feff}a: 1\nb: 2\n", insert), "\u{feff}a: 1\nb: 2\nc: z\n");
}

#[test]
fn what_is_not_edited_is_refused() {
    for (text, refusal) in [
        ("- a\n", Refusal::NotAMapping),
        ("", Refusal::NotAMapping),
        ("a: 1\n---\nb: 2\n", Refusal::Documents),
        ("[a]: 1\n", Refusal::Key),
    ] {
        assert_eq!(Document::parse(text).err(), Some(refusal), "{text}");
    }
    assert!(matches!(Document::parse("a:\n\t- b\n c: [").err(), Some(Refusal::Syntax { .. })));
    assert!(changed("a: &x 1\nb: *x\n", set("a", Value::text("2"))).contains("Decorated"));
    assert!(changed("a: &x 1\nb: *x\n", Change::Delete { path: at("a") }).contains("Meaning"));
    assert!(changed("a: 1\n", Change::Delete { path: at("a") }).contains("Everything"));
}

/// Every path of the document, but the root.
fn paths(value: &Value, here: &Path, out: &mut Vec<Path>) {
    let count = value.entries().len().max(value.items().len());
    for at in 0..count {
        let mut path = here.clone();
        path.push(Step::At(at));
        if let Some(child) = value.at(&path[here.len()..]) {
            out.push(path.clone());
            paths(child, &path, out);
        }
    }
}

/// How many lines `left` and `right` have in common from their ends.
fn same<'l>(left: impl Iterator<Item = &'l str>, right: impl Iterator<Item = &'l str>) -> usize {
    left.zip(right).take_while(|(left, right)| left == right).count()
}

#[test]
fn lines_around_a_change_stay() {
    for text in [FILE.to_string(), FILE.replace('\n', "\r\n"), FILE.trim_end().to_string()] {
        let document = Document::parse(&text).expect("parsed");
        let mut all = Vec::new();
        paths(document.value(), &Path::new(), &mut all);
        let mut made = 0;
        for path in &all {
            let lasting = removed(document.value(), path).expect("not the root");
            let changes = [
                (path, Change::Set { path: path.clone(), value: Value::text("nouveau") }),
                (path, Change::Rename { path: path.clone(), key: "nouvelle".into() }),
                (&lasting, Change::Delete { path: path.clone() }),
                (&lasting, Change::Comment { path: path.clone() }),
            ];
            for (path, change) in changes {
                let Ok(after) = document.apply(&change) else { continue };
                made += 1;
                let place = document.place(path).expect("there");
                let (from, to) = (document.lines.at(place.start), document.lines.at(place.end - 1));
                // The next entry comes to the dash of one that goes.
                let to = to + usize::from(place.compact);
                let after = after.text();
                let before = same(text.lines(), after.lines());
                let behind = same(text.lines().rev(), after.lines().rev());
                let last = text.lines().count();
                let blank = |lines: std::ops::Range<usize>| {
                    text.lines()
                        .skip(lines.start)
                        .take(lines.len())
                        .all(|line| line.trim().is_empty())
                };
                assert!(before >= from || blank(before..from), "{change:?}\n{after}");
                let end = last - behind;
                assert!(end <= to + 1 || blank(to + 1..end), "{change:?}\n{after}");
            }
        }
        assert!(made > 60, "{made}");
    }
}

#[test]
fn the_words_of_the_parser_stay_in_its_language() {
    for text in ["a: b: c\n", "a: [b\nc: d\n", "a: 'b\n", "a: *b\n"] {
        let Err(refusal) = Document::parse(text) else { unreachable!("{text} is read") };
        let told = refusal.message();
        assert!(told.en.contains('('), "{told:?}");
        assert!(!told.fr.contains('(') && told.fr.contains(", ligne "), "{told:?}");
    }
}
