//! The first screen of a report.

use super::{LANGS, varied};
use publiable::testing::finding::Status;
use publiable::testing::lang::Lang;
use publiable::testing::render::{Depth, Format, Style};
use publiable::testing::report::{Report, Verdict};

fn shown(report: &Report, lang: Lang, width: usize, depth: Depth<'_>) -> String {
    let style = Style { lang, colours: false, width, depth, folder: "" };
    let mut bytes = Vec::new();
    Format::Terminal.render(std::slice::from_ref(report), &style, &mut bytes).expect("written");
    String::from_utf8(bytes).expect("UTF-8")
}

/// The same report, where everything fails.
fn worst() -> Report {
    let mut report = varied();
    for outcome in &mut report.outcomes {
        outcome.outcome = Status::Fail;
    }
    report
}

#[test]
fn it_holds_in_24_lines_of_80_columns() {
    for report in [varied(), worst()] {
        for lang in LANGS {
            for width in [60, 80, 120] {
                let screen = shown(&report, lang, width, Depth::Summary);
                assert!(screen.lines().count() <= 24, "{screen}");
                let wide = screen.lines().find(|line| line.chars().count() > width);
                assert_eq!(wide, None, "{screen}");
            }
        }
    }
}

#[test]
fn it_ends_the_page_and_gives_the_verdict_what_blocks_and_who_confirms() {
    let report = varied();
    let screen = shown(&report, Lang::Fr, 80, Depth::Summary);
    assert!(shown(&report, Lang::Fr, 80, Depth::Usual).ends_with(&screen));
    for told in [
        "✘ NON PUBLIABLE",
        "CE QUI BLOQUE (",
        "✘ Les fichiers contiennent des secrets (2) — publiable.toml:7:36",
        "    2 jetons d’accès GitHub",
        "→ publiable audit --details",
        "→ publiable attest  juridique",
        "→ publiable scaffold --all --dry-run  écrit ce qui manque à",
    ] {
        assert!(screen.contains(told), "{told}: {screen}");
    }
}

#[test]
fn a_command_is_about_the_folder_that_was_named() {
    let report = varied();
    for (depth, told) in [
        (Depth::Summary, "→ publiable audit 'mon projet' --details all"),
        (Depth::Summary, "→ publiable attest -C 'mon projet'"),
        (Depth::Summary, "→ publiable scaffold 'mon projet'"),
        (Depth::All, "publiable ignore -C"),
    ] {
        let style =
            Style { lang: Lang::Fr, colours: false, width: 80, depth, folder: "'mon projet'" };
        let mut bytes = Vec::new();
        Format::Terminal.render(std::slice::from_ref(&report), &style, &mut bytes).expect("page");
        let page = String::from_utf8(bytes).expect("UTF-8");
        assert!(page.contains(told), "{told}: {page}");
    }
}

#[test]
fn an_incomplete_audit_that_says_no_already_says_so_first() {
    let mut report = varied();
    report.verdict_on_what_was_seen = Some(report.verdict);
    report.verdict = Verdict::AuditIncomplet;
    report.incomplete = report.notices.clone();
    let screen = shown(&report, Lang::En, 80, Depth::Summary);
    assert!(screen.starts_with("✘ NOT PUBLISHABLE"), "{screen}");
    assert_eq!(report.incomplete.is_empty(), !screen.contains("INCOMPLETE AUDIT"), "{screen}");
}

#[test]
fn the_details_of_a_rule_are_alone() {
    let page = shown(&varied(), Lang::En, 80, Depth::Chosen("secrets/tree"));
    assert!(page.contains("settings.py:1") && page.contains("Why:"), "{page}");
    assert!(!page.contains("secrets/history") && !page.contains("NOT PUBLISHABLE"), "{page}");
    assert!(varied().only("secrets").expect("a chapter").outcomes.len() > 2);
    assert!(varied().only("nothing/here").is_none());
}
