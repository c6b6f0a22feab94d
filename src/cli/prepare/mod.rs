//! `publiable prepare`: one conversation from an audit to the next: what blocks, the
//! findings, the missing files, publiccode.yml, the attestations. What is decided is
//! written at once, so that a conversation goes on where the last one stopped.

mod findings;
mod todo;

use super::asking::{self, Talk, Turn};
use super::attest;
use super::console::{self, Progress};
use super::publiccode;
use super::recording::Recording;
use super::scaffold::Scaffold;
use super::{Global, output};
use crate::audit::{Options, audit_telling};
use crate::decisions::findings::cases;
use crate::decisions::questions::Context;
use crate::error::{Error, Result};
use crate::exit;
use crate::finding::Severity;
use crate::lang::{Lang, Text};
use crate::publiccode::repair::open_questions;
use crate::render::{Depth, Format, Style, escape, group, placed, sentence};
use crate::report::{Outcome, Report, Verdict};
use crate::scaffold::piece;
use crate::scaffold::session::has_files;
use crate::secrets::Redacted;
use crate::snapshot::cache::Cache;
use crate::snapshot::{uncommitted, without_history};
use crate::text;
use crate::yaml::MAX_BYTES;
use crate::yaml::edit::Document;
use clap::Args;
use std::io::Read;
use std::path::{Path, PathBuf};
use todo::Todo;

/// Files that are named in a sentence.
const NAMED: usize = 5;
/// The file whose questions are asked.
const PUBLICCODE: &str = "publiccode.yml";

/// Bring a repository to publication in one conversation: what blocks, the findings,
/// the missing files, the attestations, and the audit again.
#[derive(Debug, Args)]
pub(super) struct Prepare {
    #[command(flatten)]
    repository: super::Repository,
    /// Do not look at the history: quicker, but the verdict waits for it.
    #[arg(long)]
    no_history: bool,
}

/// The steps there may be, in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    Findings,
    Files,
    Publiccode,
    Attest,
}

/// Where a person goes from the list of steps.
enum Way {
    /// Through them all.
    All,
    One(Step),
    End,
    Leave,
}

impl Prepare {
    /// Talks with a person from the first audit to the last.
    pub(super) fn run(&self, global: &Global, lang: Lang) -> Result<u8> {
        if !asking::possible() {
            return Err(asking::impossible(text!(
                "Sans conversation : publiable audit ; publiable ignore EMPREINTE --reason MOTIF ; publiable scaffold --yes --answer QUESTION=RÉPONSE ; publiable publiccode fix --yes ; publiable attest REGLE --answer oui --role FONCTION",
                "Without a conversation: publiable audit; publiable ignore FINGERPRINT --reason REASON; publiable scaffold --yes --answer QUESTION=ANSWER; publiable publiccode fix --yes; publiable attest RULE --answer yes --role FUNCTION"
            )));
        }
        let snapshot = without_history(self.repository.path())?;
        has_files(&snapshot)?;
        let root = snapshot.root.clone();
        drop(snapshot);
        let shown = super::folder(self.repository.path());
        let (talk, todo) = (Talk::new(lang).about(shown), Todo::default());
        let (first, seen) = (None, Vec::new());
        Conversation { prepare: self, global, talk, root, first, seen, todo }.run()
    }
}

struct Conversation<'a> {
    prepare: &'a Prepare,
    global: &'a Global,
    talk: Talk,
    root: PathBuf,
    /// The verdict that the conversation started from.
    first: Option<Verdict>,
    /// The steps gone through.
    seen: Vec<Step>,
    /// What a person has to do elsewhere.
    todo: Todo,
}

impl Conversation<'_> {
    fn run(mut self) -> Result<u8> {
        let mut report = self.report()?;
        self.show(&report)?;
        self.warn_of_changes();
        loop {
            let steps = self.steps(&report);
            let way = match steps[..] {
                [] => Way::End,
                _ => self.way(&steps, &report)?,
            };
            let turn = match way {
                Way::All => self.walk(&steps)?,
                Way::One(step) => self.walk(&[step])?,
                Way::End => return self.end(&report),
                Way::Leave => Turn::Leave,
            };
            if turn == Turn::Leave {
                if !matches!(way, Way::Leave) {
                    report = self.report()?;
                }
                self.questions_left(&report);
                self.next(&report);
                let line = text!(
                    "Ce qui est décidé est enregistré. Reprendre : publiable prepare",
                    "What is decided is recorded. To go on: publiable prepare"
                );
                self.talk.tell(line.get(self.talk.lang));
                return Ok(exit::SUCCESS);
            }
            report = self.report()?;
            if matches!(way, Way::All) && turn == Turn::Given(()) {
                self.show(&report)?;
                return self.end(&report);
            }
        }
    }

    /// Tells what git does not keep yet: nothing would tell it from what is written here.
    fn warn_of_changes(&self) {
        let changed = uncommitted(&self.root);
        let (count, git) = (changed.len(), placed::git(&self.talk.folder));
        if count == 0 {
            return;
        }
        let mut named = changed.iter().take(NAMED).map(|path| escape(path)).collect::<Vec<_>>();
        named.extend((count > NAMED).then(|| "…".to_string()));
        let named = named.join(", ");
        let line = text!(
            count;
            "! Avant cette conversation, {count} fichier suivi par git avait déjà changé sans être enregistré : {named}. Ce qui s’écrira ici s’y ajoutera. Pour l’en distinguer, quittez, enregistrez-le ({git} commit) ou mettez-le de côté ({git} stash), puis reprenez."
                | "! Avant cette conversation, {count} fichiers suivis par git avaient déjà changé sans être enregistrés : {named}. Ce qui s’écrira ici s’y ajoutera. Pour l’en distinguer, quittez, enregistrez-les ({git} commit) ou mettez-les de côté ({git} stash), puis reprenez.",
            "! Before this conversation, {count} file that git tracks had already changed and is not committed: {named}. What is written here will add to it. To tell them apart, leave, commit it ({git} commit) or put it aside ({git} stash), then start again."
                | "! Before this conversation, {count} files that git tracks had already changed and are not committed: {named}. What is written here will add to them. To tell them apart, leave, commit them ({git} commit) or put them aside ({git} stash), then start again."
        );
        self.talk.say("");
        self.talk.tell(line.get(self.talk.lang));
    }

    /// Goes through `steps`: [`Turn::Back`] before the first.
    fn walk(&mut self, steps: &[Step]) -> Result<Turn<()>> {
        let mut at = 0;
        while let Some(step) = steps.get(at) {
            self.head(*step, (at + 1, steps.len()));
            let turn = match step {
                Step::Findings => self.findings()?,
                Step::Files => Scaffold::prepare(&self.root, &self.talk, self.global)?,
                Step::Publiccode => publiccode::prepare(&self.root, self.global, &self.talk)?,
                Step::Attest => self.attest()?,
            };
            match turn {
                Turn::Leave => return Ok(Turn::Leave),
                Turn::Back if at == 0 => return Ok(Turn::Back),
                Turn::Back => at -= 1,
                Turn::Given(()) | Turn::Later => {
                    self.seen.push(*step);
                    at += 1;
                }
            }
        }
        Ok(Turn::Given(()))
    }

    fn report(&mut self) -> Result<Report> {
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
        let report = report?;
        self.first.get_or_insert(report.verdict);
        Ok(report)
    }

    /// Writes the first screen of `report`.
    fn show(&self, report: &Report) -> Result<()> {
        let style = console::style(self.global, self.talk.lang, Depth::Summary, false);
        let style = Style { folder: &self.talk.folder, ..style };
        let mut page = Vec::new();
        let written = Format::Terminal.render(std::slice::from_ref(report), &style, &mut page);
        written.map_err(|error| {
            Error::usage(text!("L’écriture a échoué ({error}).", "Writing failed ({error})."))
        })?;
        output::print(true, &Redacted::of(&page))
    }

    /// The steps that have something to ask.
    fn steps(&self, report: &Report) -> Vec<Step> {
        let file = self.root.join(PUBLICCODE);
        let invalid = || {
            let valid = report.outcome("publiccode/valid");
            valid.is_some_and(|outcome| outcome.fails())
        };
        let all = [Step::Findings, Step::Files, Step::Publiccode, Step::Attest];
        let asks = |step: &Step| match step {
            Step::Findings => !cases(report).is_empty(),
            Step::Files => written(report) > 0,
            // The file that is missing is one of those to write.
            Step::Publiccode => file.is_file() && (asks(&file) || invalid()),
            Step::Attest => {
                let (needed, more) = report.questions();
                !needed.is_empty() || !more.is_empty() || report.refused().next().is_some()
            }
        };
        all.into_iter().filter(asks).collect()
    }

    /// Asks where the person goes.
    fn way(&self, steps: &[Step], report: &Report) -> Result<Way> {
        let lang = self.talk.lang;
        let started = !self.seen.is_empty();
        let mut ways = Vec::new();
        if steps.len() > 1 && !started {
            ways.push((
                Way::All,
                text!("tout parcourir, dans l’ordre", "go through it all, in order"),
            ));
        }
        ways.extend(steps.iter().map(|step| (Way::One(*step), step.label(report))));
        let end = text!(
            "terminer : l’audit et ce qui reste à faire",
            "finish: the audit and what is left to do"
        );
        ways.extend(started.then_some((Way::End, end)));
        ways.push((Way::Leave, text!("quitter", "leave")));
        let items: Vec<String> =
            ways.iter().map(|(_, words)| words.get(lang).to_string()).collect();
        // What was gone through is not proposed again.
        let next = ways.iter().position(|(way, _)| match way {
            Way::One(step) => !self.seen.contains(step),
            way => !matches!(way, Way::Leave),
        });
        let prompt = lang.pick("Que faire\u{a0}?", "What to do?");
        let chosen = self.talk.select(prompt, &items, next.unwrap_or_default(), false)?;
        Ok(match chosen {
            Turn::Given(at) => ways.swap_remove(at).0,
            _ => Way::Leave,
        })
    }

    fn head(&self, step: Step, (at, all): (usize, usize)) {
        let lang = self.talk.lang;
        let name = step.name();
        let head = match all {
            1 => sentence(&name),
            _ => text!("Étape {at}/{all} — {name}", "Step {at}/{all} — {name}"; name),
        };
        self.talk.head(head.get(lang));
    }

    fn findings(&mut self) -> Result<Turn<()>> {
        let report = self.report()?;
        findings::settle(&self.talk, &report, &self.root, &mut self.todo)
    }

    fn attest(&self) -> Result<Turn<()>> {
        let context = Context::open(&self.root, self.talk.lang)?;
        attest::asked(&self.talk, &context)
    }

    /// What waits for the answer of somebody.
    fn questions_left(&self, report: &Report) {
        let (needed, _) = report.questions();
        let who = |one: &&Outcome| report.rules.get(&one.rule).and_then(|rule| rule.asked);
        attest::tell_left(&self.talk, needed.iter().filter_map(who));
    }

    /// What records what was written.
    fn next(&self, report: &Report) {
        let (lang, written) = (self.talk.lang, self.talk.written());
        let files: Vec<&str> = written.iter().map(String::as_str).collect();
        if files.is_empty() {
            return;
        }
        let place = (self.root.as_path(), self.prepare.repository.path());
        let recording = Recording::of(place, &self.talk.folder);
        // What the project asks of everyone holds for its own commits.
        let signed = report.passes("contribution/dco");
        self.talk.head(
            lang.pick(
                "Ensuite\u{a0}: relire, puis enregistrer",
                "Next: read it over, then record it",
            ),
        );
        self.talk.say(&format!("  {}", recording.diff(&files)));
        self.talk.say(&format!("  {}", recording.commit(&files, signed)));
    }

    /// The verdict, and what is left to do elsewhere.
    fn end(&self, report: &Report) -> Result<u8> {
        let lang = self.talk.lang;
        let now = report.verdict.label();
        let line = match self.first.filter(|first| *first != report.verdict) {
            Some(first) => {
                let first = first.label();
                text!("Verdict : {first} → {now}", "Verdict: {first} → {now}"; first, now)
            }
            None => text!("Verdict : {now}", "Verdict: {now}"; now),
        };
        self.talk.head(line.get(lang));
        self.todo.tell(&self.talk, report);
        self.questions_left(report);
        self.next(report);
        // Nothing is left to ask: what stays is done elsewhere.
        if report.verdict != Verdict::Publiable || !self.steps(report).is_empty() {
            let again = text!("Reprendre : publiable prepare", "To go on: publiable prepare");
            self.talk.say("");
            self.talk.say(again.get(lang));
        }
        Ok(exit::SUCCESS)
    }
}

impl Step {
    fn name(self) -> Text {
        match self {
            Step::Findings => text!("constats à régler", "findings to settle"),
            Step::Files => text!("fichiers à écrire", "files to write"),
            Step::Publiccode => text!("questions de publiccode.yml", "questions of publiccode.yml"),
            Step::Attest => text!("attestations", "attestations"),
        }
    }

    /// Its name, and how much it asks.
    fn label(self, report: &Report) -> Text {
        let name = self.name();
        let more = match self {
            Step::Findings => {
                let count = cases(report).len();
                text!(count; "{count} question" | "{count} questions", "{count} question" | "{count} questions")
            }
            Step::Files => {
                let count = written(report);
                text!(count; "pour {count} règle" | "pour {count} règles", "for {count} rule" | "for {count} rules")
            }
            Step::Publiccode => return name,
            Step::Attest => {
                let (needed, more) = report.questions();
                let (needed, more) = (needed.len(), more.len());
                let optional = group::optional(more);
                let needed = text!(needed; "{needed} obligatoire" | "{needed} obligatoires", "{needed} required" | "{needed} required");
                let refused = report.refused().count();
                let again = match refused {
                    0 => Text::same(""),
                    _ => text!(
                        refused;
                        ", {refused} réponse « non » à revoir" | ", {refused} réponses « non » à revoir",
                        ", {refused} “no” to review" | ", {refused} “no” to review"
                    ),
                };
                text!("{needed}, {optional}{again}", "{needed}, {optional}{again}"; needed, optional, again)
            }
        };
        text!("{name} : {more}", "{name}: {more}"; name, more)
    }
}

/// How many rules that weigh on the verdict a file to write answers.
fn written(report: &Report) -> usize {
    let writes = |one: &Outcome| report.is_written(one) || piece::settles_doubt(one);
    let weighs = |one: &&Outcome| one.severity >= Severity::Important && writes(one);
    report.outcomes.iter().filter(weighs).count()
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
