//! `publiable prepare`: one conversation from an audit to the next: what blocks, the
//! findings, the missing files, publiccode.yml, the attestations. What is decided is
//! written at once, so that a conversation goes on where the last one stopped.

mod findings;

use super::asking::{self, Talk, Turn};
use super::attest::{self, Context};
use super::console::{self, Progress};
use super::publiccode;
use super::scaffold::Scaffold;
use super::{Global, output};
use crate::audit::{Options, audit_telling};
use crate::error::{Error, Result};
use crate::exit;
use crate::finding::Status;
use crate::lang::{Lang, Text};
use crate::publiccode::repair::open_questions;
use crate::render::{Depth, Format};
use crate::report::{Report, Verdict};
use crate::rule::Nature;
use crate::snapshot::Origin;
use crate::snapshot::cache::Cache;
use crate::text;
use crate::yaml::MAX_BYTES;
use crate::yaml::edit::Document;
use clap::Args;
use findings::Todo;
use std::io::Read;
use std::path::{Path, PathBuf};

/// The file whose questions are asked.
const PUBLICCODE: &str = "publiccode.yml";

/// Bring a repository to publication in one conversation: what blocks, the findings,
/// the missing files, the attestations, and the audit again.
#[derive(Debug, Args)]
pub(super) struct Prepare {
    /// Repository to prepare.
    #[arg(default_value = ".", value_name = "PATH")]
    path: PathBuf,
    /// Do not look at the history: quicker, but the verdict waits for it.
    #[arg(long)]
    no_history: bool,
}

/// The steps, in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    Screen,
    Findings,
    Files,
    Publiccode,
    Attest,
    End,
}

/// Those that one may go to.
const STEPS: [Step; 4] = [Step::Findings, Step::Files, Step::Publiccode, Step::Attest];

impl Prepare {
    /// Talks with a person from the first audit to the last.
    pub(super) fn run(&self, global: &Global, lang: Lang) -> Result<u8> {
        if !asking::possible() {
            return Err(asking::impossible(text!(
                "Sans conversation : publiable audit ; publiable ignore EMPREINTE --reason MOTIF ; publiable scaffold --yes --answer QUESTION=RÉPONSE ; publiable publiccode fix --yes ; publiable attest REGLE --answer oui --role FONCTION",
                "Without a conversation: publiable audit; publiable ignore FINGERPRINT --reason REASON; publiable scaffold --yes --answer QUESTION=ANSWER; publiable publiccode fix --yes; publiable attest RULE --answer yes --role FUNCTION"
            )));
        }
        let snapshot = super::config::snapshot(&self.path)?;
        if snapshot.origin == Origin::Commit {
            return Err(Error::usage(text!(
                "Un dépôt nu n’a pas de fichiers à compléter.",
                "A bare repository has no files to complete."
            ))
            .remedy(text!("Travaillez dans un clone.", "Work in a clone.")));
        }
        let root = snapshot.root.clone();
        drop(snapshot);
        let (talk, todo) = (Talk::new(lang), Todo::default());
        Conversation { prepare: self, global, talk, root, first: None, todo }.run()
    }
}

struct Conversation<'a> {
    prepare: &'a Prepare,
    global: &'a Global,
    talk: Talk,
    root: PathBuf,
    /// The verdict that the conversation started from.
    first: Option<Verdict>,
    /// What a person has to do elsewhere.
    todo: Todo,
}

impl Conversation<'_> {
    fn run(mut self) -> Result<u8> {
        let mut step = Step::Screen;
        loop {
            let turn = match step {
                Step::Screen => match self.screen()? {
                    Turn::Given(to) => {
                        step = to;
                        continue;
                    }
                    _ => Turn::Leave,
                },
                Step::Findings => self.findings()?,
                Step::Files => self.files()?,
                Step::Publiccode => self.publiccode()?,
                Step::Attest => self.attest()?,
                Step::End => return self.end(),
            };
            step = match turn {
                Turn::Leave => {
                    let line = text!(
                        "Ce qui est décidé est enregistré. Reprendre : publiable prepare",
                        "What is decided is recorded. To go on: publiable prepare"
                    );
                    self.talk.tell(line.get(self.talk.lang));
                    return Ok(exit::SUCCESS);
                }
                Turn::Back => before(step),
                Turn::Given(()) | Turn::Later => after(step),
            };
        }
    }

    fn report(&self) -> Result<Report> {
        let lang = self.talk.lang;
        let options = Options {
            history: !self.prepare.no_history,
            lang: Some(lang),
            cache: Cache::usual_folder(),
            ..Options::default()
        };
        let progress = Progress::start(self.global, lang);
        let report = audit_telling(&self.root, &options, &|said| progress.say(said));
        progress.finish();
        report
    }

    /// Writes the first screen of `report`.
    fn show(&self, report: &Report) -> Result<()> {
        let style = console::style(self.global, self.talk.lang, Depth::Summary, false);
        let mut page = Vec::new();
        let written = Format::Terminal.render(std::slice::from_ref(report), &style, &mut page);
        written.map_err(|error| {
            Error::usage(text!("L’écriture a échoué ({error}).", "Writing failed ({error})."))
        })?;
        output::to_stdout(true, |out| out.write_all(&page))
    }

    /// What blocks, and the steps: where the person goes.
    fn screen(&mut self) -> Result<Turn<Step>> {
        let lang = self.talk.lang;
        let report = self.report()?;
        self.first.get_or_insert(report.verdict);
        self.show(&report)?;
        let separator = lang.pick("\u{a0}: ", ": ");
        let names = STEPS.map(|step| match count(step, &report) {
            Some(count) => format!("{}{separator}{count}", step.name().get(lang)),
            None => step.name().get(lang).to_string(),
        });
        let mut items = vec![
            lang.pick("Tout parcourir, dans l’ordre", "Go through it all, in order").to_string(),
        ];
        items.extend(names);
        items.push(lang.pick("Quitter", "Leave").to_string());
        let prompt = lang.pick("Que faire\u{a0}?", "What to do?");
        Ok(match self.talk.select(prompt, &items, 0)? {
            Some(0) => Turn::Given(Step::Findings),
            Some(at) => STEPS.get(at - 1).map_or(Turn::Leave, |step| Turn::Given(*step)),
            None => Turn::Leave,
        })
    }

    fn head(&self, step: Step) {
        let at = STEPS.iter().position(|one| *one == step).unwrap_or_default() + 1;
        let (all, name) = (STEPS.len(), step.name());
        let head = text!("Étape {at}/{all} — {name}", "Step {at}/{all} — {name}"; name);
        self.talk.head(head.get(self.talk.lang));
    }

    fn findings(&mut self) -> Result<Turn<()>> {
        self.head(Step::Findings);
        let report = self.report()?;
        findings::settle(&self.talk, &report, &self.root, &mut self.todo)
    }

    fn files(&mut self) -> Result<Turn<()>> {
        self.head(Step::Files);
        Scaffold::prepare(&self.root, &self.talk, self.global)
    }

    /// Asks what an existing publiccode.yml leaves open; the one that is missing is one
    /// of the files.
    fn publiccode(&mut self) -> Result<Turn<()>> {
        let file = self.root.join(PUBLICCODE);
        let invalid = |report: &Report| {
            report.outcome("publiccode/valid").is_some_and(|outcome| outcome.fails())
        };
        if !file.is_file() || (!asks(&file) && !invalid(&self.report()?)) {
            return Ok(Turn::Given(()));
        }
        self.head(Step::Publiccode);
        publiccode::prepare(&self.root, self.global, &self.talk)
    }

    fn attest(&mut self) -> Result<Turn<()>> {
        self.head(Step::Attest);
        let context = Context::open(&self.root, self.talk.lang)?;
        attest::asked(&self.talk, &context)
    }

    /// The audit again, what changed, and what is left to do elsewhere.
    fn end(self) -> Result<u8> {
        let lang = self.talk.lang;
        let report = self.report()?;
        self.show(&report)?;
        let now = report.verdict.label();
        let line = match self.first.filter(|first| *first != report.verdict) {
            Some(first) => {
                let first = first.label();
                text!("Verdict : {first} → {now}", "Verdict: {first} → {now}"; first, now)
            }
            None => text!("Verdict : {now}", "Verdict: {now}"; now),
        };
        self.talk.head(line.get(lang));
        self.todo.tell(&self.talk, &report);
        let next = text!(
            "Ensuite : git diff, relire ; valider par un commit ; pour reprendre : publiable prepare",
            "Next: git diff, read it over; commit it; to go on: publiable prepare"
        );
        self.talk.tell(next.get(lang));
        Ok(exit::SUCCESS)
    }
}

impl Step {
    fn name(self) -> Text {
        match self {
            Step::Screen => text!("ce qui bloque", "what blocks"),
            Step::Findings => text!("constats à régler", "findings to settle"),
            Step::Files => text!("fichiers à écrire", "files to write"),
            Step::Publiccode => text!("questions de publiccode.yml", "questions of publiccode.yml"),
            Step::Attest => text!("attestations", "attestations"),
            Step::End => text!("nouvel audit", "the audit again"),
        }
    }
}

/// How many rules `step` is about, where the report tells.
fn count(step: Step, report: &Report) -> Option<usize> {
    let outcomes = report.outcomes.iter();
    match step {
        Step::Findings => Some(findings::weighing(report).len()),
        Step::Files => Some(outcomes.filter(|one| report.is_written(one)).count()),
        Step::Attest => {
            let (attest, unknown) = (Nature::Attestation, Status::Unknown);
            Some(outcomes.filter(|one| one.nature == attest && one.outcome == unknown).count())
        }
        Step::Screen | Step::Publiccode | Step::End => None,
    }
}

fn after(step: Step) -> Step {
    match step {
        Step::Screen => Step::Findings,
        Step::Findings => Step::Files,
        Step::Files => Step::Publiccode,
        Step::Publiccode => Step::Attest,
        Step::Attest | Step::End => Step::End,
    }
}

/// The step before; publiccode.yml, which often has nothing to ask, is passed over.
fn before(step: Step) -> Step {
    match step {
        Step::Screen | Step::Findings => Step::Screen,
        Step::Files => Step::Findings,
        Step::Publiccode | Step::Attest => Step::Files,
        Step::End => Step::Attest,
    }
}

/// True for a publiccode.yml where a question is left open.
fn asks(file: &Path) -> bool {
    let mut text = String::new();
    let plain = file.symlink_metadata().is_ok_and(|metadata| metadata.is_file());
    let read = std::fs::File::open(file)
        .and_then(|file| file.take(MAX_BYTES as u64).read_to_string(&mut text));
    let document = read.ok().filter(|_| plain).and_then(|_| Document::parse(&text).ok());
    document.is_some_and(|document| !open_questions(&document).is_empty())
}
