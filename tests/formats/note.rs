//! The note for the person who decides, and the table of several projects.

use super::hostile::hostile;
use super::{LANGS, rendered, style, varied};
use crate::support::project::folder;
use publiable::testing::lang::Lang;
use publiable::testing::render::{Depth, Format, Style};
use publiable::testing::report::{Report, Verdict};
use std::io::{Cursor, Read};

fn note(name: &str) -> Format {
    Format::parse("note").expect("a format").shaped(name)
}

/// The members of the OpenDocument text of `report`, in order.
fn members(report: &Report, lang: Lang) -> Vec<(String, bool, String)> {
    let style = Style { depth: Depth::Usual, ..style(lang) };
    let mut bytes = Vec::new();
    note("a.odt").render(std::slice::from_ref(report), &style, &mut bytes).expect("written");
    let mut package = zip::ZipArchive::new(Cursor::new(bytes)).expect("a package");
    (0..package.len())
        .map(|at| {
            let mut member = package.by_index(at).expect("a member");
            let mut text = String::new();
            member.read_to_string(&mut text).expect("UTF-8");
            let stored = member.compression() == zip::CompressionMethod::Stored;
            (member.name().expect("a name").into_owned(), stored, text)
        })
        .collect()
}

#[test]
fn it_says_the_verdict_what_blocks_who_decides_and_what_was_not_examined() {
    let report = varied();
    for (name, lang, told) in [
        (
            "n.md",
            Lang::Fr,
            ["non publiable", "Les fichiers contiennent des secrets", "| Confirmer que "],
        ),
        ("n.html", Lang::Fr, ["non publiable", "avant toute publication", "Avis du relais"]),
        ("n.html", Lang::En, ["not publishable", "before any publication", "No licence"]),
    ] {
        let page = rendered(&report, note(name), lang);
        for words in told {
            assert!(page.contains(words), "{words}: {page}");
        }
    }
}

#[test]
fn what_is_found_in_several_files_is_told_once_with_its_places() {
    let mut report = varied();
    let outcome = report.outcomes.iter_mut().find(|one| one.rule == "secrets/tree");
    let outcome = outcome.expect("an outcome");
    outcome.outcome = publiable::testing::finding::Status::Unknown;
    let first = outcome.open().next().expect("a finding").clone();
    outcome.findings = vec![first.clone(), first.clone(), first];
    for (at, finding) in outcome.findings.iter_mut().enumerate() {
        finding.location.path = Some(format!("{at}.py"));
    }
    let page = rendered(&report, note("n.md"), Lang::En);
    let row = page.lines().find(|line| line.contains("0.py")).unwrap_or_default();
    assert!(row.contains("1.py") && row.contains("and 1 other place"), "{page}");
    assert_eq!(row.matches("GitHub access token").count(), 1, "{row}");
}

#[test]
fn french_punctuation_never_starts_a_line() {
    let report = varied();
    for name in ["n.md", "n.html"] {
        let page = rendered(&report, note(name), Lang::Fr);
        let prose = page.split("<body").last().unwrap_or_default();
        // Commands and paths stay as they are.
        let prose: String = prose.split('`').step_by(2).collect();
        for loose in [" ;", " »", "« ", " :\u{20}"] {
            assert!(!prose.contains(loose), "{name}: {loose}: {prose}");
        }
    }
}

#[test]
fn what_blocks_has_its_place_and_what_was_set_aside_is_told() {
    let mut report = varied();
    let place = |report: &Report, rule: &str| {
        let outcome = report.outcomes.iter().find(|one| one.rule == rule).expect("an outcome");
        outcome.open().next().expect("a finding").location.to_string()
    };
    let (rule, blocks) = ("secrets/tree", place(&report, "secrets/tree"));
    let page = rendered(&report, note("n.md"), Lang::Fr);
    assert!(page.contains(&blocks), "{page}");
    let outcome = report.outcomes.iter_mut().find(|one| one.rule == rule).expect("an outcome");
    let why = outcome.findings[0].message_i18n.clone();
    outcome.findings.iter_mut().for_each(|finding| finding.waived = Some(why.clone()));
    for (name, lang, head) in [
        ("n.md", Lang::Fr, "## Constats écartés du verdict"),
        ("n.html", Lang::En, "Findings that the verdict sets aside"),
    ] {
        let page = rendered(&report, note(name), lang);
        let told = page.split_once(head).map(|(_, told)| told).expect("the heading");
        assert!(told.contains(&blocks), "{told}");
    }
    let parts = members(&report, Lang::En);
    let content = &parts.iter().find(|(name, ..)| name == "content.xml").expect("a part").2;
    assert!(content.contains("Findings that the verdict sets aside"), "{content}");
}

#[test]
fn with_reservations_publication_is_possible_once_confirmed() {
    let mut report = varied();
    (report.verdict, report.verdict_on_what_was_seen) = (Verdict::PubliableSousReserve, None);
    for (lang, told, not) in [
        (Lang::Fr, "Publication possible après", "ne peut pas être publié"),
        (Lang::En, "Publication is possible after", "may not be published"),
    ] {
        let page = rendered(&report, note("n.md"), lang);
        assert!(page.contains(told) && !page.contains(not), "{page}");
    }
}

#[test]
fn the_open_document_is_a_package_of_well_formed_parts() {
    for report in [varied(), hostile(&varied())] {
        for lang in LANGS {
            let members = members(&report, lang);
            let (first, stored, mime) = &members[0];
            assert_eq!(first, "mimetype");
            assert!(stored & (mime == "application/vnd.oasis.opendocument.text"));
            for (name, _, text) in &members[1..] {
                let mut reader = quick_xml::Reader::from_str(text);
                loop {
                    match reader.read_event() {
                        Ok(quick_xml::events::Event::Eof) => break,
                        Ok(_) => {}
                        Err(error) => unreachable!("{name}: {error}"),
                    }
                }
            }
        }
    }
    assert_eq!(members(&varied(), Lang::Fr), members(&varied(), Lang::Fr), "the same bytes");
}

#[test]
fn several_projects_are_one_table_and_a_page_each_on_demand() {
    let place = folder();
    let mut other = varied();
    other.repository.name = "autre".into();
    for (name, report) in [("a.json", varied()), ("b.json", other)] {
        place.write(name, &serde_json::to_string(&report).expect("JSON"));
    }
    let (code, table, err) = place.run(&["report", "a.json", "b.json", "--lang", "fr"]);
    assert_eq!(code, 0, "{err}");
    assert_eq!(table.lines().count(), 3, "{table}");
    assert!(table.contains("projet") && table.contains("autre"), "{table}");
    std::fs::create_dir(place.root.join("pages")).expect("folder");
    let asked = ["--format", "table=t.csv", "--format", "table=t.html", "--format", "html=pages/"];
    let (code, _, err) = place.run(&[&["report", "a.json", "b.json"], &asked[..]].concat());
    assert_eq!(code, 0, "{err}");
    assert_eq!(place.read("t.csv").lines().count(), 3);
    assert!(place.read("t.html").contains("<th scope=\"row\">"));
    for page in ["pages/autre.html", "pages/projet.html"] {
        assert!(place.read(page).starts_with("<!DOCTYPE html>"), "{page}");
    }
    // Two projects of one name have a page each.
    let (code, _, err) = place.run(&["report", "a.json", "a.json", "--format", "html=pages/"]);
    assert_eq!(code, 0, "{err}");
    assert!(place.root.join("pages/projet-2.html").exists());
}
