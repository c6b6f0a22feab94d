//! Measures the repair of real files: for each `publiccode.yml` named, or found
//! in the folders named, how many errors there are before, after the safe
//! changes, after the others, and once every question has an answer (the
//! example of its key). It also checks that a second repair changes nothing,
//! and that comments stay.
//!
//! ```text
//! cargo run --release --example publiccode_repair -- FOLDER… [--diff]
//! ```

use jiff::civil::date;
use publiable::testing::lang::Lang;
use publiable::testing::publiccode::repair::{
    Answers, Known, Options, Question, open_questions, repair,
};
use publiable::testing::publiccode::validate::Severity;
use publiable::testing::publiccode::validate::{self, Diagnosis, NoFiles};
use publiable::testing::yaml::Document;
use std::collections::BTreeMap;
use std::path::PathBuf;

/// Errors, for the standard and for the reference parser.
type Count = (usize, usize);

#[derive(Default)]
struct Totals {
    files: usize,
    refused: usize,
    valid: [Count; 4],
    errors: [Count; 4],
    unstable: usize,
    comments_lost: usize,
    left: BTreeMap<String, usize>,
}

fn main() {
    let mut totals = Totals::default();
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let diff = arguments.iter().any(|word| word == "--diff");
    for path in arguments.iter().filter(|word| *word != "--diff").flat_map(|path| files(path)) {
        let Ok(text) = std::fs::read_to_string(&path) else { continue };
        totals.files += 1;
        totals.measure(&path.display().to_string(), &text, diff);
    }
    totals.print();
}

fn files(path: &str) -> Vec<PathBuf> {
    let entries = walkdir::WalkDir::new(path).sort_by_file_name().into_iter().flatten();
    let yaml = |path: &PathBuf| path.extension().is_some_and(|end| end == "yml" || end == "yaml");
    entries.map(walkdir::DirEntry::into_path).filter(|path| path.is_file() && yaml(path)).collect()
}

fn judge(text: &str) -> Diagnosis {
    let options = validate::Options { today: date(2026, 11, 1), preview: false };
    Diagnosis::new(text.as_bytes(), options, &NoFiles)
}

fn count(report: &Diagnosis) -> Count {
    let errors = |compatible: bool| {
        report.judged(compatible).filter(|(_, severity)| *severity == Severity::Error).count()
    };
    (errors(false), errors(true))
}

/// The example of its key, long enough for a description.
fn answer(question: &Question) -> String {
    let long = question.key.ends_with("longDescription");
    match question.standard {
        Some(_) if long => "Une phrase qui présente le logiciel. ".repeat(6).trim().to_string(),
        Some(key) => key.example.trim_matches('"').to_string(),
        None => "exemple".to_string(),
    }
}

fn options<'o>(known: &'o Known, risky: bool, answers: &'o Answers) -> Options<'o> {
    Options { risky, complete: true, known, answers, lang: Lang::Fr }
}

impl Totals {
    fn measure(&mut self, name: &str, text: &str, diff: bool) {
        let Ok(document) = Document::parse(text) else {
            self.refused += 1;
            println!("{name}: not edited ({} errors)", count(&judge(text)).0);
            return;
        };
        let known = Known::default();
        let mut answers = Answers::new();
        let run =
            |risky: bool, answers: &Answers| repair(&document, &options(&known, risky, answers));
        let safe = run(false, &answers);
        let risky = run(true, &answers);
        let mut last = risky.document.clone();
        for _ in 0..8 {
            let open = open_questions(&last);
            if open.is_empty() {
                break;
            }
            for question in open {
                answers.insert(question.key.clone(), answer(&question));
            }
            last = run(true, &answers).document;
        }
        let texts = [text.to_string(), safe.document.text(), risky.document.text(), last.text()];
        for (stage, text) in texts.iter().enumerate() {
            let found = count(&judge(text));
            self.errors[stage].0 += found.0;
            self.errors[stage].1 += found.1;
            self.valid[stage].0 += usize::from(found.0 == 0);
            self.valid[stage].1 += usize::from(found.1 == 0);
        }
        let again = repair(&last, &options(&known, true, &answers)).document;
        if again.text() != last.text() {
            self.unstable += 1;
            println!("{name}: a second repair changes it again");
        }
        let comments =
            |text: &str| text.lines().filter(|line| line.trim().starts_with('#')).count();
        if comments(&texts[1]) < comments(text) {
            self.comments_lost += 1;
            println!("{name}: {} comment lines left of {}", comments(&texts[1]), comments(text));
        }
        for one in judge(&texts[3]).diagnostics.iter().filter(|one| one.is_error()) {
            println!("{name}: {}: {}", one.path, one.message.en);
            *self.left.entry(format!("{:?}", one.code)).or_default() += 1;
        }
        for (note, why) in &risky.refused {
            println!("{name}: refused: {}: {} ({})", note.key, note.text.en, why.message().en);
        }
        if diff {
            let diff = similar::TextDiff::from_lines(text, &texts[2]);
            println!("{}", diff.unified_diff().header(name, "repaired"));
        }
    }

    fn print(&self) {
        println!("\nfiles {}, not edited {}", self.files, self.refused);
        let stages = ["before", "safe", "unsafe", "answered"];
        println!("| stage | valid | errors | valid for the reference | its errors |");
        for (at, stage) in stages.iter().enumerate() {
            let (valid, errors) = (self.valid[at], self.errors[at]);
            println!("| {stage} | {} | {} | {} | {} |", valid.0, errors.0, valid.1, errors.1);
        }
        println!("unstable {}, files that lost comments {}", self.unstable, self.comments_lost);
        println!("left {:?}", self.left);
    }
}
