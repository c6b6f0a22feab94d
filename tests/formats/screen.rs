//! The first screen of a report.

use super::{LANGS, style, styled, varied};
use publiable::Text;
use publiable::testing::finding::{Severity, Status};
use publiable::testing::lang::Lang;
use publiable::testing::render::{Depth, Format, Style};
use publiable::testing::report::{Notice, Report, Verdict};

fn shown(report: &Report, lang: Lang, width: usize, depth: Depth<'_>) -> String {
    styled(report, Format::Terminal, &Style { width, depth, ..style(lang) })
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
        "✘ Les fichiers contiennent des secrets — publiable.toml:7:36",
        "    2 jetons d’accès GitHub",
        "→ publiable audit --details",
        "→ publiable attest  # juridique",
        "→ publiable scaffold  # demande ce qu’il faut, puis l’écrit",
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
        let style = Style { width: 80, depth, folder: "'mon projet'", ..style(Lang::Fr) };
        let page = styled(&report, Format::Terminal, &style);
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

/// The number after `title` in `page`.
fn after(page: &str, title: &str) -> usize {
    let (_, rest) = page.split_once(title).unwrap_or_else(|| unreachable!("{title}: {page}"));
    let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
    digits.parse().unwrap_or_else(|_| unreachable!("{title}: {rest}"))
}

#[test]
fn the_questions_that_wait_are_counted_alike() {
    let place = super::place("[files]\n\"README.md\" = \"# Projet\\n\"\n");
    let report = place.report();
    let (_, list, _) = place.run(&["attest", "-C", "@", "--list", "--lang", "en"]);
    let required = after(&list, "\nUnanswered: ");
    assert!(required > 0 && list.matches("  required  ").count() == required, "{list}");
    let optional = list.matches("  optional  ").count();
    assert!(
        list.contains(&format!("{required} required questions, {optional} optional")),
        "{list}"
    );
    let screen = shown(&report, Lang::En, 80, Depth::Summary);
    // Those that admit no reservation are told apart: each question is in one number alone.
    let others = required - 4;
    let told = format!("CONFIRM (4 before publication, {others} other, {optional} optional)");
    assert!(screen.contains(&told), "{screen}");
    let markdown = super::rendered(&report, Format::Markdown, Lang::En);
    assert_eq!(after(&markdown, "For your organisation to confirm — "), required);
    let page = super::rendered(&report, Format::Html, Lang::En);
    assert!(page.contains(&format!("<span class=\"count\">{required}</span>")), "{page}");
    let all = shown(&report, Lang::En, 80, Depth::Usual);
    let told = format!("{optional} optional questions, which do not change the verdict");
    for page in [&all, &markdown, &page] {
        assert!(page.contains(&told), "{page}");
    }
    // Once what the verdict waits for is answered, the others are told all the same.
    let mut answered = report.clone();
    for one in answered.outcomes.iter_mut().filter(|one| one.severity >= Severity::Important) {
        if one.outcome == Status::Unknown && report.rules[&one.rule].asked.is_some() {
            one.outcome = Status::Attested;
        }
    }
    let usual = shown(&answered, Lang::En, 80, Depth::Usual);
    let summary = shown(&answered, Lang::En, 80, Depth::Summary);
    let markdown = super::rendered(&answered, Format::Markdown, Lang::En);
    let page = super::rendered(&answered, Format::Html, Lang::En);
    for page in [&usual, &summary, &markdown, &page] {
        assert!(page.contains("optional questions, which do not change the verdict"), "{page}");
        assert!(!page.contains("CONFIRM (0") && !page.contains("confirm — 0"), "{page}");
    }
    for one in answered.outcomes.iter_mut().filter(|one| one.outcome == Status::Unknown) {
        one.outcome = Status::Attested;
    }
    for depth in [Depth::Usual, Depth::Summary] {
        let page = shown(&answered, Lang::En, 80, depth);
        assert!(!page.contains("optional question"), "{page}");
    }
}

#[test]
fn what_nobody_confirmed_is_no_fact() {
    let report = varied();
    let waits = report.outcome("attest/no-protected-secret").expect("outcome");
    assert_eq!(waits.outcome, Status::Unknown);
    for (lang, fact, asked) in [
        (
            Lang::En,
            "Publication reveals no legally protected secret",
            "Confirm that publication reveals no legally protected secret",
        ),
        (
            Lang::Fr,
            "La publication ne révèle aucun secret protégé par la loi",
            "Confirmer que la publication ne révèle aucun secret protégé par la loi",
        ),
    ] {
        for format in [Format::Terminal, Format::Markdown, Format::Html, Format::Csv, Format::Junit]
        {
            let page = super::rendered(&report, format, lang).replace('\n', " ");
            let page = page.split_whitespace().collect::<Vec<_>>().join(" ");
            assert!(page.contains(asked), "{format:?}: {page}");
            assert!(!page.contains(fact), "{format:?}: {page}");
        }
    }
}

#[test]
fn a_long_name_is_cut_before_the_degree() {
    let mut report = super::place("[files]\n\"README.md\" = \"# Projet\\n\"\n").report();
    report.repository.name = "une-direction-au-nom-long-".repeat(4);
    let screen = shown(&report, Lang::En, 80, Depth::Summary);
    let first = screen.lines().next().unwrap_or_default();
    assert!(first.ends_with("degree A") && first.contains("une-dir"), "{screen}");
}

#[test]
fn the_usual_degree_is_explained_and_a_closed_one_blocks() {
    let mut report = super::place("[files]\n\"README.md\" = \"# Projet\\n\"\n").report();
    let screen = shown(&report, Lang::En, 80, Depth::Summary);
    let said = "  Degree A (collaborative) by default; or: --degree B (open), C (published)\n";
    assert!(shown(&report, Lang::En, 120, Depth::Summary).contains(said), "{screen}");
    report.degree.announced = Some(publiable::testing::rule::Degree::D);
    report.verdict = Verdict::NonPubliable;
    let blocks = "Degree D is declared: the code is not for release";
    let screen = shown(&report, Lang::En, 80, Depth::Summary);
    assert!(!screen.contains("by default") && screen.contains(&format!("✘ {blocks}")), "{screen}");
    assert_eq!(after(&screen, "WHAT BLOCKS ("), 2, "{screen}");
    let note = Format::parse("note").expect("a format");
    for format in [Format::Terminal, Format::Markdown, Format::Html, note] {
        let page = super::rendered(&report, format, Lang::En);
        assert!(page.contains(blocks), "{format:?}: {page}");
    }
}

#[test]
fn what_scaffold_writes_is_advised_where_it_is_what_lacks() {
    let only = |rule: &str| {
        let mut report = varied();
        for outcome in &mut report.outcomes {
            outcome.outcome = if outcome.rule == rule { Status::Fail } else { Status::Pass };
        }
        report
    };
    let screen = shown(&only("licence/present"), Lang::Fr, 80, Depth::Summary);
    let told = "→ publiable scaffold  # demande ce qu’il faut, puis l’écrit\n";
    assert_eq!(screen.matches("publiable scaffold").count(), 1, "{screen}");
    assert!(screen.contains(told) && !screen.contains("--details licence/present"), "{screen}");
    // A project that is publishable waits for none of it.
    let mut report = only("contribution/contributing");
    report.verdict = Verdict::Publiable;
    report.verdict_on_what_was_seen = None;
    let screen = shown(&report, Lang::En, 80, Depth::Summary);
    let place = |command: &str| screen.find(command).unwrap_or_else(|| unreachable!("{screen}"));
    assert!(place("--details all") < place("scaffold"), "{screen}");
    assert!(screen.contains("asks what it needs, then writes it (1 rule)"), "{screen}");
}

#[test]
fn refused_answers_have_one_command() {
    let mut report = varied();
    let mut refused = 0;
    for outcome in &mut report.outcomes {
        let asked = outcome.rule.starts_with("attest/");
        let no = asked && refused < 6;
        refused += usize::from(no);
        outcome.outcome = if no { Status::Fail } else { Status::Pass };
        outcome.severity = if no { Severity::Important } else { outcome.severity };
    }
    assert!(refused > 2);
    let screen = shown(&report, Lang::En, 80, Depth::Summary);
    let told = format!("→ publiable attest  # answer the {refused} questions again\n");
    assert!(screen.contains(&told) && !screen.contains("attest attest/"), "{screen}");
    assert_eq!(screen.matches("  ✘ ").count(), refused, "{screen}");
}

/// `varied`, whose secrets are `count` revoked ones that nobody accepted.
fn revoked(count: usize) -> Report {
    let mut report = varied();
    for outcome in report.outcomes.iter_mut().filter(|one| one.rule == "secrets/tree") {
        let found = outcome.findings.first().expect("a secret").clone();
        let settled = (0..count).map(|at| {
            let mut one = found.clone();
            one.fingerprint.0 = format!("b3:{at:020x}");
            one.waived = Some(Text::same("révoqué"));
            one.awaits_security = serde_json::from_value("revoque".into()).expect("a reason");
            one
        });
        outcome.findings = settled.collect();
        outcome.outcome = if count > 0 { Status::Waived } else { Status::Pass };
    }
    report
}

#[test]
fn many_revoked_secrets_leave_the_screen_to_the_rest() {
    let titles = |screen: &str| -> Vec<String> {
        let titled = screen.lines().filter(|line| !line.starts_with(' ') && line.ends_with(')'));
        titled.filter_map(|line| Some(line.split_once(" (")?.0.to_string())).collect()
    };
    let usual = titles(&shown(&revoked(0), Lang::En, 80, Depth::Summary));
    assert!(usual.len() > 1, "{usual:?}");
    for count in [3, 60, 200] {
        let screen = shown(&revoked(count), Lang::En, 80, Depth::Summary);
        let rows: usize = screen.lines().map(|line| line.chars().count().div_ceil(80).max(1)).sum();
        assert!(rows <= 24, "{rows}: {screen}");
        let told = titles(&screen);
        assert!(usual.iter().all(|title| told.contains(title)), "{usual:?}: {screen}");
        assert!(screen.contains(&format!("FOR THE SECURITY TEAM TO ACCEPT ({count})")), "{screen}");
        let command =
            if count > 4 { "→ publiable prepare  # " } else { "→ publiable ignore b3:" };
        assert!(screen.contains(command), "{screen}");
        assert!(screen.trim_end().ends_with("everything in detail"), "{screen}");
    }
}

fn unread(path: &str) -> Notice {
    let why = Text::new("gardé ailleurs, non lu", "kept elsewhere, not read");
    Notice { message: why.en.clone(), message_i18n: why, path: Some(path.to_string()) }
}

#[test]
fn nothing_that_blocks_is_hidden_and_the_last_commands_stay() {
    let mut report = varied();
    let mut blocking = 0;
    for outcome in &mut report.outcomes {
        blocking += usize::from(outcome.severity == Severity::Blocking);
        outcome.outcome = match outcome.severity {
            Severity::Blocking if blocking > 6 => Status::Pass,
            Severity::Blocking | Severity::Important => Status::Fail,
            _ => Status::Pass,
        };
    }
    report.incomplete.push(unread("a.png"));
    let screen = shown(&report, Lang::En, 80, Depth::Summary);
    let blocks = screen.split("WHAT IS IMPORTANT").next().unwrap_or_default();
    assert!(blocks.contains("WHAT BLOCKS (6)"), "{screen}");
    assert_eq!(blocks.matches("  ✘ ").count(), 6, "{screen}");
    assert!(screen.trim_end().ends_with("everything in detail"), "{screen}");
}

#[test]
fn what_waits_until_everything_is_read_is_told_once() {
    let mut report = varied();
    for outcome in &mut report.outcomes {
        outcome.findings.clear();
        let waits = outcome.rule.starts_with("secrets/");
        outcome.outcome = if waits { Status::Unknown } else { Status::Pass };
        outcome.unread = waits;
    }
    let waiting = report.outcomes.iter().filter(|outcome| outcome.unread).count();
    assert!(waiting > 1);
    report.incomplete = vec![unread("a.png"), unread("b.png")];
    report.verdict_on_what_was_seen = Some(Verdict::PubliableSousReserve);
    report.verdict = Verdict::AuditIncomplet;
    let screen = shown(&report, Lang::En, 80, Depth::Summary);
    assert!(screen.contains(&format!("    {waiting} checks found nothing; they will")), "{screen}");
    assert!(!screen.contains("TO CHECK"), "{screen}");
    assert!(
        screen.contains("  ? 2 files: kept elsewhere, not read — a.png\n")
            && !screen.contains("b.png"),
        "{screen}"
    );
    assert!(screen.contains("Judging by what was read: publishable with reservations"), "{screen}");
}

#[test]
fn a_line_that_is_pasted_is_a_command() {
    let screen = shown(&worst(), Lang::Fr, 80, Depth::Summary);
    let commands = screen.lines().filter_map(|line| line.strip_prefix("  → "));
    let mut count = 0;
    for command in commands {
        count += 1;
        let (command, _) = command.split_once("  # ").unwrap_or((command, ""));
        assert!(!command.contains("  ") && command.starts_with("publiable "), "{screen}");
    }
    assert!(count > 2, "{screen}");
    // A command too long for the line stays whole.
    let page = shown(&varied(), Lang::En, 80, Depth::All);
    let ignored = page.lines().filter(|line| line.contains("publiable ignore b3:"));
    assert!(ignored.clone().count() > 0, "{page}");
    for line in ignored {
        assert!(line.contains(" --reason "), "{line}");
    }
}

#[test]
fn no_line_is_left_where_something_is_hidden() {
    for report in [varied(), worst()] {
        for lang in LANGS {
            let screen = shown(&report, lang, 80, Depth::Summary);
            let lines = screen.lines().count();
            let hidden = screen.contains("… et ") || screen.contains("… and ");
            assert!(lines >= 23 || !hidden, "{lines} lines: {screen}");
            assert!(!screen.contains("… et 1 autre\n") && !screen.contains("… and 1 other\n"));
        }
    }
}

#[test]
fn a_line_keeps_what_it_is_about_and_its_place() {
    let mut report = varied();
    for outcome in &mut report.outcomes {
        if matches!(outcome.outcome, Status::Fail) && outcome.rule.starts_with("secrets/") {
            outcome.outcome = Status::Unknown;
        }
    }
    let screen = shown(&report, Lang::Fr, 80, Depth::Summary);
    let told =
        "  ? Secrets dans les fichiers\u{a0}: 2 jetons d’accès GitHub — publiable.toml:7:36\n";
    assert!(screen.contains(told), "{screen}");
    // Where there is no room for the kind, the count stays.
    assert!(screen.contains("  ? Secrets dans l’historique Git (3) — old.py"), "{screen}");
    assert!(!screen.contains("? Vérifier que les fichiers"), "{screen}");
}

#[test]
fn what_is_missing_is_not_said_to_be_incomplete() {
    let without = super::place("[files]\n\"a.py\" = \"x = 1\\n\"\n").report();
    let short = super::place("[files]\n\"README.md\" = \"# Projet\\n\"\n").report();
    let said = |report: &Report| shown(report, Lang::Fr, 80, Depth::Usual);
    let (without, short) = (said(&without), said(&short));
    assert!(without.contains("readme/present — Il n’y a pas de README\n"), "{without}");
    assert!(short.contains("readme/present — Le README est trop court"), "{short}");
    for page in [without, short] {
        assert!(page.contains("— Il n’y a pas de guide de contribution\n"), "{page}");
    }
}

#[test]
fn large_numbers_are_read_at_a_glance() {
    let mut report = varied();
    (report.repository.files, report.repository.commits) = (1285, 2300);
    let screen = shown(&report, Lang::Fr, 80, Depth::Summary);
    assert!(screen.contains("1\u{202f}285 fichiers lus, 2\u{202f}300 commits"), "{screen}");
    let screen = shown(&report, Lang::En, 80, Depth::Summary);
    assert!(screen.contains("1,285 files read, 2,300 commits"), "{screen}");
}

#[test]
fn what_is_to_be_read_again_comes_with_its_command() {
    let mut report = varied();
    let why = Text::new("non lu (git lfs pull)", "not read (git lfs pull)");
    report.incomplete =
        vec![Notice { message: why.en.clone(), message_i18n: why, path: Some("a.png".into()) }];
    let style = Style { width: 80, depth: Depth::Summary, folder: "calcul", ..style(Lang::En) };
    let screen = styled(&report, Format::Terminal, &style);
    assert!(screen.contains("→ git -C calcul lfs pull  # then audit again\n"), "{screen}");
    assert!(screen.contains("  ? Not read — a.png\n"), "{screen}");
    // What a command does is said in few words where the name is long.
    let name = "un-depot-dont-le-nom-est-long";
    let mut report = super::place("[files]\n\"README.md\" = \"# Projet\\n\"\n").report();
    report.outcomes.retain(|one| one.severity != Severity::Blocking);
    let style = Style { folder: name, ..style };
    let screen = styled(&report, Format::Terminal, &style);
    let short = format!("→ publiable prepare {name}  # a guide, step by step\n");
    assert!(screen.contains(&short), "{screen}");
}

#[test]
fn what_is_to_be_verified_is_shown_where_nothing_blocks() {
    let mut report = varied();
    let blocks = report.outcome("secrets/tree").and_then(|one| one.open().next()).cloned();
    let blocks = blocks.expect("a finding");
    let other = report.outcomes.iter_mut().find(|one| one.rule == "privacy/contacts");
    let other = other.expect("an outcome");
    other.outcome = Status::Unknown;
    other.findings = vec![blocks.clone(), blocks];
    for (finding, path) in other.findings.iter_mut().zip([None, Some("contacts.py")]) {
        finding.fingerprint.0 = format!("b3:{}", path.unwrap_or_default());
        finding.location.path = path.map(String::from).or_else(|| finding.location.path.take());
    }
    let screen = shown(&report, Lang::En, 80, Depth::Summary);
    assert!(screen.contains("? Personal contact details: 2 GitHub"), "{screen}");
    assert!(screen.contains(" tokens — contacts.py:"), "{screen}");
}

/// `varied`, where `rule` is to be verified and says `paths`, in this order.
fn doubted(rule: &str, paths: &[(&str, bool)]) -> Report {
    let mut report = varied();
    let found = report.outcome("secrets/tree").and_then(|one| one.open().next()).cloned();
    let found = found.expect("a finding");
    for outcome in report.outcomes.iter_mut().filter(|one| one.rule == rule) {
        outcome.outcome = Status::Unknown;
        outcome.findings = vec![found.clone(); paths.len()];
        for (finding, (path, sample)) in outcome.findings.iter_mut().zip(paths) {
            finding.fingerprint.0 = format!("b3:{path}");
            finding.location.path = Some((*path).to_string());
            finding.sample = *sample;
        }
    }
    report
}

#[test]
fn what_would_block_comes_before_what_is_only_to_be_written() {
    let place = |screen: &str, words: &str| {
        screen.find(words).unwrap_or_else(|| unreachable!("{words}: {screen}"))
    };
    for (rule, title) in [
        ("secrets/tree", "? Secrets in files"),
        ("secrets/sensitive-files", "? Sensitive files"),
        ("privacy/nir", "? "),
        ("privacy/contacts", "? Personal contact details"),
        ("privacy/data-files", "? "),
    ] {
        let report = doubted(rule, &[("src/comptes.py", false)]);
        let screen = shown(&report, Lang::En, 80, Depth::Summary);
        let (important, gaps) = (place(&screen, "WHAT IS IMPORTANT"), place(&screen, "✎ "));
        let last = screen[..gaps].rfind("  ✘ ").unwrap_or(important);
        let doubt = important + place(&screen[important..], &format!("  {title}"));
        assert!(last < doubt && doubt < gaps, "{rule}: {screen}");
        assert!(screen.contains("? blocks if it is true"), "{rule}: {screen}");
    }
    // Neither what is only important, nor what found nothing, is said to block.
    for report in
        [doubted("exposure/internal-hosts", &[("a.py", false)]), doubted("secrets/tree", &[])]
    {
        let screen = shown(&report, Lang::En, 80, Depth::Summary);
        assert!(!screen.contains("blocks if it is true"), "{screen}");
    }
}

#[test]
fn what_looks_real_is_placed_before_tests_and_examples() {
    let report = doubted("privacy/contacts", &[("tests/a.py", true), ("src/agents.py", false)]);
    let screen = shown(&report, Lang::En, 80, Depth::Summary);
    assert!(screen.contains("— src/agents.py"), "{screen}");
    // Alone, a test is still told.
    let report = doubted("privacy/contacts", &[("tests/a.py", true)]);
    let screen = shown(&report, Lang::En, 80, Depth::Summary);
    assert!(screen.contains("— tests/a.py"), "{screen}");
}

#[test]
fn what_to_do_about_a_secret_is_said() {
    for (lang, told, doubt) in [
        (
            Lang::Fr,
            "    À faire : révoquer, changer, puis purger l’historique Git\n",
            "    Si c’est un vrai secret : révoquer, changer, puis purger l’historique Git\n",
        ),
        (
            Lang::En,
            "    To do: revoke, replace, then purge the Git history\n",
            "    If it is a real secret: revoke, replace, then purge the Git history\n",
        ),
    ] {
        let mut report = varied();
        report.repository.commits = 3;
        let screen = shown(&report, lang, 80, Depth::Summary).replace('\u{a0}', " ");
        assert!(screen.contains(told), "{screen}");
        // In tests alone, it may have been made up.
        for outcome in report.outcomes.iter_mut().filter(|one| one.chapter == "secrets") {
            outcome.findings.iter_mut().for_each(|finding| finding.sample = true);
        }
        let screen = shown(&report, lang, 80, Depth::Summary).replace('\u{a0}', " ");
        assert!(screen.contains(doubt) && !screen.contains(told), "{screen}");
        // Without a secret that blocks, nothing is to be revoked.
        for outcome in report.outcomes.iter_mut().filter(|one| one.chapter == "secrets") {
            outcome.outcome = Status::Pass;
        }
        let screen = shown(&report, lang, 80, Depth::Summary).replace('\u{a0}', " ");
        assert!(!screen.contains(told) && !screen.contains(doubt), "{screen}");
    }
}

#[test]
fn a_command_about_a_long_path_goes_on_below() {
    let folder = "/depots/une-direction-au-nom-long/un-service/calcul-des-aides-au-logement";
    let style = Style { width: 80, depth: Depth::Summary, folder, ..style(Lang::Fr) };
    let screen = styled(&varied(), Format::Terminal, &style);
    assert!(screen.lines().all(|line| line.chars().count() <= 80), "{screen}");
    assert!(screen.lines().count() <= 24, "{screen}");
    let pasted = screen.replace(" \\\n    ", " ");
    assert!(pasted.contains(&format!("→ publiable audit {folder} --details all\n")), "{screen}");
}
