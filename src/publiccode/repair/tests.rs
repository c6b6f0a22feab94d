//! Whole files, as people and generators write them.

use super::*;
use crate::publiccode::validate::{self, Diagnosis, NoFiles};

/// The dialect of a generator, with the habits of those who edited it by hand.
const DIALECT: &str = "\
# Fiche du logiciel
publiccodeYmlVersion: \"0.2\"
name: Outil
url: https://git.example.org/outils/suivi # dépôt
creationDate: 2022-07-11
latestRelease:
  date: 2024-02-01
  version: 1.10
logo: docs/logo.svg
usedBy: []
fundedBy:
  - name: Ville d’Exemple # subvention
    url: https://www.example.org
roadmap: \"\"
softwareType: webapp

description:
  fr_FR:
    shortDescription: Suit les demandes
    documentation: \"\"
    features: Suivre les demandes
legal:
  license: agpl-3.0
  authorsFile: \"\"
  repoOwner: Ville d’Exemple
maintenance:
  type: individual
  contacts:
    - name: \"\"
      email: \"\"
intendedAudience:
  countries: [fr, UK]
localization:
  localisationReady: oui
  availableLanguages:
    - fra
    - fr
it:
  conforme:
    gdpr: yes
metadataFiles:
  readme: README.md
";

fn options<'o>(known: &'o Known, answers: &'o Answers, risky: bool) -> Options<'o> {
    Options { risky, complete: true, known, answers, lang: Lang::Fr }
}

fn repaired(text: &str, answers: &Answers, risky: bool) -> Repaired {
    let document = Document::parse(text).expect("parsed");
    repair(&document, &options(&Known::default(), answers, risky))
}

fn errors(text: &str) -> Vec<String> {
    let judged = validate::Options { today: date(2026, 1, 1), preview: false };
    let report = Diagnosis::new(text.as_bytes(), judged, &NoFiles);
    let wrong = report.diagnostics.iter().filter(|one| one.is_error());
    wrong.map(|one| format!("{}: {}", one.path, one.message.en)).collect()
}

#[test]
fn safe_changes_keep_the_meaning_and_the_comments() {
    let after = repaired(DIALECT, &Answers::new(), false).document.text();
    for line in [
        "# Fiche du logiciel",
        "publiccodeYmlVersion: \"0\"",
        "url: https://git.example.org/outils/suivi # dépôt",
        "creationDate: 2022-07-11",
        "  - name: Ville d’Exemple # subvention",
        "    uri: https://www.example.org",
        "softwareType: webapp",
        "  fr-FR:",
        "  license: AGPL-3.0",
        "  type: individual",
        "  countries: [FR, UK]",
        "localisation:",
        "  localisationReady: true",
        "IT:",
        "    gdpr: yes",
    ] {
        assert!(after.lines().any(|found| found == line), "{line}\n{after}");
    }
    for gone in ["usedBy", "roadmap", "documentation", "authorsFile", "email", "fra"] {
        assert!(
            !after.contains(&format!("{gone}:")) && !after.contains("- fra"),
            "{gone}\n{after}"
        );
    }
    assert!(after.contains("developmentStatus: \"QUESTION: "), "{after}");
}

#[test]
fn with_its_questions_answered_the_file_is_valid() {
    let mut answers = Answers::new();
    let first = repaired(DIALECT, &answers, true).document;
    let text = first.text();
    for line in [
        "softwareVersion: \"1.10\"",
        "releaseDate: \"2024-02-01\"",
        "softwareType: standalone/web",
        "  type: community",
        "  countries: [FR, GB]",
    ] {
        assert!(text.lines().any(|found| found == line), "{line}\n{text}");
    }
    for (key, answer) in [
        ("platforms", "web, linux"),
        ("developmentStatus", "stable"),
        ("organisation.uri", "https://www.example.org"),
        ("maintenance.contacts[0].name", "Camille Exemple"),
    ] {
        assert!(open_questions(&first).iter().any(|open| open.key == key), "{key}\n{text}");
        answers.insert(key.into(), answer.into());
    }
    answers.insert("description.fr-FR.longDescription".into(), "Long. ".repeat(40).trim().into());
    let after = repaired(DIALECT, &answers, true).document;
    assert_eq!(open_questions(&after), []);
    assert_eq!(errors(&after.text()), Vec::<String>::new(), "{}", after.text());
    let again = repair(&after, &options(&Known::default(), &answers, true));
    assert_eq!((again.made, again.document.text()), (Vec::new(), after.text()));
}

#[test]
fn an_unknown_key_is_left_as_a_comment() {
    let text =
        "publiccodeYmlVersion: \"0\"\nfr:\n  sample: x\nequipe:\n  - A # chef\n\nname: Outil\n";
    let after = repaired(text, &Answers::new(), true).document.text();
    assert!(after.contains("# equipe:\n#   - A # chef\n"), "{after}");
}

#[test]
fn misplaced_keys_go_where_they_belong() {
    let text = "publiccodeYmlVersion: \"0\"\nname: Outil\n# licence libre\nlicense: MIT\ncontact:\n  - name: A # qui\n    mail: a@example.org\n";
    let after = repaired(text, &Answers::new(), true).document.text();
    assert!(after.contains("legal:\n  # licence libre\n  license: MIT\n"), "{after}");
    assert!(
        after.contains("contacts:\n    - name: A # qui\n      email: a@example.org\n"),
        "{after}"
    );
}

#[test]
fn the_repository_fills_what_is_missing() {
    let known = Known {
        url: Some("https://git.example.org/outils/suivi".into()),
        licence: Some("AGPL-3.0-or-later".into()),
        languages: vec!["en".into(), "fr".into()],
        ..Known::default()
    };
    let answers = Answers::new();
    let document =
        Document::parse("publiccodeYmlVersion: \"0\"\nname: Outil\nlegal:\n  license: GPLv3\n");
    let done = repair(&document.expect("parsed"), &options(&known, &answers, true));
    let text = done.document.text();
    assert!(text.contains("url: https://git.example.org/outils/suivi\n"), "{text}");
    assert!(
        text.contains("license: \"QUESTION: GPLv3\u{a0}: GPL-3.0-only ou GPL-3.0-or-later\"\n"),
        "{text}"
    );
    assert!(text.contains("availableLanguages:\n    - en\n    - fr\n"), "{text}");
}

/// A repeatable sequence of numbers (xorshift).
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % sides.max(1) as u64).unwrap_or_default()
    }
}

/// A valid file, with what YAML has of its own: an anchor, a merge, a flow
/// mapping, a folded text, comments.
const VALID: &str = "\
# Fiche du logiciel
publiccodeYmlVersion: \"0\" # standard

name: Guichet
url: https://git.example.org/outils/guichet
platforms: [web]
softwareVersion: \"1.10\"
releaseDate: \"2024-02-01\"
developmentStatus: stable
softwareType: standalone/web
description:
  fr: &d
    # en une ligne
    shortDescription: Un guichet.
    longDescription: >-
      Un guichet pour suivre ses démarches en ligne, avec une page par démarche et une
      réponse par étape, que les agents tiennent à jour et que chacun peut relire quand
      il le souhaite, depuis chez lui ou depuis un accueil.
    features:
      - Suivre # une démarche
      - Répondre
  en:
    <<: *d
    shortDescription: A portal.
legal: {license: MIT}
maintenance:
  type: internal
  contacts:
    - &c
      name: Équipe Guichet
      email: equipe@example.org
localisation: {localisationReady: true, availableLanguages: [fr, en]}
";

/// `base` with lines taken out, repeated, moved, reindented, or characters changed.
fn damaged(base: &str, dice: &mut Dice) -> String {
    let mut lines: Vec<String> = base.lines().map(str::to_string).collect();
    for _ in 0..dice.roll(6) {
        let at = dice.roll(lines.len());
        match dice.roll(7) {
            0 => drop(lines.remove(at)),
            1 => lines.insert(at, lines[at].clone()),
            2 => lines[at].insert_str(0, "  "),
            3 => lines[at] = lines[at].trim_start().to_string(),
            4 => lines[at].push_str([" # note", ":", " []", "\t", " &a", " |", "\r"][dice.roll(7)]),
            5 => lines.insert(at, "# remarque".to_string()),
            _ => {
                let other = dice.roll(lines.len());
                lines.swap(at, other);
            }
        }
    }
    lines.join(if dice.roll(4) == 0 { "\r\n" } else { "\n" })
}

#[test]
fn damaged_files_are_repaired_or_refused() {
    let mut dice = Dice(0x2545_f491_4f6c_dd1d);
    let (known, answers) = (Known::default(), Answers::new());
    let mut edited = 0;
    for _ in 0..80 {
        let text = damaged(DIALECT, &mut dice);
        let Ok(document) = Document::parse(&text) else { continue };
        edited += 1;
        let safe = repair(&document, &options(&known, &answers, false)).document;
        let notes = |text: &str| text.matches("# remarque").count();
        assert!(notes(&safe.text()) + 3 > notes(&text), "{text}\n→\n{}", safe.text());
        let again = repair(&safe, &options(&known, &answers, false));
        assert_eq!(again.document.text(), safe.text(), "{text}");
        let risky = repair(&document, &options(&known, &answers, true)).document;
        assert_eq!(Document::parse(&risky.text()).expect("parsed").value(), risky.value());
    }
    assert!(edited > 20, "{edited}");
}

#[test]
fn a_valid_file_stays_valid_with_its_comments_and_anchors() {
    assert_eq!(errors(VALID), Vec::<String>::new());
    let mut dice = Dice(0x9e37_79b9_7f4a_7c15);
    let mut valid = 0;
    for turn in 0..120 {
        let text = if turn == 0 { VALID.to_string() } else { damaged(VALID, &mut dice) };
        let Ok(document) = Document::parse(&text) else { continue };
        if !errors(&text).is_empty() || !open_questions(&document).is_empty() {
            continue;
        }
        valid += 1;
        for risky in [false, true] {
            let after = repaired(&text, &Answers::new(), risky);
            let written = after.document.text();
            assert_eq!(errors(&written), Vec::<String>::new(), "{text}\n→\n{written}");
            for mark in ["# en une ligne", "&d", "*d", "<<:", "# une démarche"] {
                let kept = written.matches(mark).count() >= text.matches(mark).count();
                assert!(kept, "{mark}\n{text}\n→\n{written}");
            }
            if after.made.is_empty() {
                assert_eq!(written, text);
            }
        }
    }
    assert!(valid > 15, "{valid}");
}

#[test]
fn a_valid_file_takes_no_question_that_nobody_answered() {
    let text = VALID.replace("{license: MIT}", "{license: MIT, repoOwner: Direction A}");
    assert_eq!(errors(&text), Vec::<String>::new());
    let document = Document::parse(&text).expect("parsed");
    let done = unasked(&document, repaired(&text, &Answers::new(), true));
    assert_eq!(done.document.text(), text);
    assert!(!done.refused.is_empty());
    let answers = Answers::from([("organisation.uri".into(), "https://example.org/a".into())]);
    let done = unasked(&document, repaired(&text, &answers, true));
    assert!(
        done.document.text().contains("uri: https://example.org/a"),
        "{}",
        done.document.text()
    );
    assert_eq!(errors(&done.document.text()), Vec::<String>::new());
}

#[test]
fn a_key_renamed_in_the_same_run_is_told_where_it_stood() {
    let text =
        "publiccodeYmlVersion: \"0\"\nname: Outil\nlocalization:\n  localisationReady: oui\n";
    let done = repaired(text, &Answers::new(), false);
    let of = |key: &str| done.made.iter().find(|note| note.key == key).map(|note| note.line);
    assert_eq!(of("localisation.localisationReady"), Some(4), "{:?}", done.made);
}

#[test]
fn what_the_draft_drops_is_gone() {
    let text = "publiccodeYmlVersion: \"0\"\nintendedAudience:\n  scope:\n    - government\n    - culture\nmaintenance:\n  contacts:\n    - name: A\n      phone: 00 33 1 00 00 00 00\n";
    let document = Document::parse(text).expect("parsed");
    let (known, answers) = (Known::default(), Answers::new());
    let options =
        Options { risky: true, complete: false, known: &known, answers: &answers, lang: Lang::En };
    let after = preview(&document, &options).document.text();
    assert_eq!(
        after,
        "publiccodeYmlVersion: \"1\"\nintendedAudience:\n  scope:\n    - culture\nmaintenance:\n  contacts:\n    - name: A\n      phone: \"+33100000000\"\n"
    );
}

#[test]
fn nothing_safe_is_left_to_announce() {
    for risky in [false, true] {
        let after = repaired(DIALECT, &Answers::new(), risky).document.text();
        let judged = validate::Options { today: date(2026, 1, 1), preview: false };
        let report = Diagnosis::new(after.as_bytes(), judged, &NoFiles);
        let left = report.judged(false).filter(|(one, _)| {
            one.fix.as_ref().is_some_and(|fix| fix.change.is_some() && (fix.safe || risky))
        });
        let left: Vec<String> = left.map(|(one, _)| one.path.to_string()).collect();
        assert_eq!(left, Vec::<String>::new(), "{after}");
    }
}

#[test]
fn keys_that_come_through_a_merge_are_there() {
    let long = "Un guichet pour suivre ses démarches en ligne. ".repeat(5);
    let text = format!(
        "publiccodeYmlVersion: \"0\"\nname: Guichet\nurl: https://git.example.org/outils/guichet\n\
         platforms: [web]\ndevelopmentStatus: stable\nsoftwareType: standalone/web\ndescription:\n  \
         fr: &d\n    shortDescription: Un guichet.\n    longDescription: >-\n      {long}\n    \
         features: [Suivre]\n  en:\n    <<: *d\n    shortDescription: A portal.\nlegal: {{license: MIT}}\n\
         maintenance: {{type: none}}\nlocalisation: {{localisationReady: true, availableLanguages: [fr]}}\n"
    );
    assert_eq!(errors(&text), Vec::<String>::new());
    assert_eq!(repaired(&text, &Answers::new(), true).document.text(), text);
}

#[test]
fn an_answer_that_is_spelt_otherwise_does_not_turn_in_circles() {
    let answers = Answers::from([("legal.license".into(), "mit".into())]);
    let done = repaired("publiccodeYmlVersion: \"0\"\nlegal:\n  license: x\n", &answers, true);
    assert!(done.document.text().contains("license: MIT\n"), "{}", done.document.text());
    assert!(done.made.len() < 30, "{:?}", done.made);
}

#[test]
fn a_question_waits_for_its_answer() {
    let text = "publiccodeYmlVersion: \"0\"\nplatforms: \"QUESTION: a, b\"\nmaintenance: \"QUESTION: c\"\n\
                localisation:\n  localisationReady: \"QUESTION: d\"\n";
    let after = repaired(text, &Answers::new(), true).document.text();
    for line in text.lines() {
        assert!(after.lines().any(|found| found == line), "{line}\n{after}");
    }
    assert!(!after.contains('#'), "{after}");
}

#[test]
fn answers_under_one_missing_section_are_written_once() {
    let answers = Answers::from([
        ("legal.license".into(), "MIT".into()),
        ("legal.mainCopyrightOwner".into(), "Direction A".into()),
    ]);
    let done = repaired("publiccodeYmlVersion: \"0\"\n", &answers, false);
    assert_eq!(done.document.text().matches("legal:").count(), 1, "{}", done.document.text());
    assert!(done.document.text().contains("mainCopyrightOwner: Direction A"));
}
