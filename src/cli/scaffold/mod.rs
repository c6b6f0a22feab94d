//! `publiable scaffold`: plans the files that are missing, shows them, and
//! writes them once told to.

mod ask;
mod show;

use super::asking::{self, Talk, Turn};
use super::audit::{parse_date, parse_degree};
use super::recording::Recording;
use super::usage::WrongValue;
use super::{Global, LangArg, console, output};
use crate::audit::{Audit, Options};
use crate::config::texts;
use crate::error::{Error, Result};
use crate::exit;
use crate::lang::{Lang, Text};
use crate::render::escape;
use crate::render::placed::placed;
use crate::render::repairs::{self, Repair};
use crate::rule::Degree;
use crate::scaffold::change::Plan;
use crate::scaffold::plan::Scope;
use crate::scaffold::questions::{self, PUBLICCODE_PREFIX};
use crate::scaffold::session::{self, Session};
use crate::scaffold::template::{self, Templates};
use crate::scaffold::{apply, piece};
use crate::secrets::Redacted;
use crate::snapshot::cache::Cache;
use crate::text;
use crate::text::show::shell_quoted;
use ask::End;
use clap::Args;
use jiff::civil::Date;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Write what is missing: shows a plan and its differences, then asks.
#[derive(Debug, Default, Args)]
pub(super) struct Scaffold {
    #[command(flatten)]
    repository: super::Repository,
    /// Show the plan and its differences, and write nothing.
    #[arg(long, conflicts_with = "yes")]
    dry_run: bool,
    /// Write without asking; what lacks an answer is not written.
    #[arg(long, short)]
    yes: bool,
    /// Answer only this rule, or write only this file (repeatable, or separated
    /// by commas).
    #[arg(long, value_name = "RULE|FILE", value_delimiter = ',')]
    only: Vec<String>,
    /// Answer every rule, those that do not weigh on the verdict too.
    #[arg(long)]
    all: bool,
    /// Write the files whose questions have no answer too, with the questions
    /// left in them.
    #[arg(long)]
    drafts: bool,
    /// Also write this file, by its name or its path (repeatable): see --list.
    #[arg(long = "with", value_name = "FILE", value_delimiter = ',')]
    with: Vec<String>,
    /// Write what this openness degree asks for: A, B or C (default: the one
    /// announced, else A).
    #[arg(long, value_name = "DEGREE", value_parser = parse_degree)]
    degree: Option<Degree>,
    /// Answer a question: --answer licence=MIT (repeatable).
    #[arg(long = "answer", value_name = "QUESTION=ANSWER", value_parser = parse_answer)]
    answers: Vec<(String, String)>,
    /// Keep the answers given in publiable.toml, for the next time.
    #[arg(long)]
    save_answers: bool,
    /// Folder of templates that replace those of the program, file by file.
    #[arg(long, value_name = "DIR")]
    templates: Option<PathBuf>,
    /// Configuration to use, with what it extends (default: publiable.toml of the
    /// repository).
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// List what scaffold can write, the questions it may ask and the templates.
    #[arg(long, conflicts_with_all = ["dry_run", "yes"])]
    list: bool,
    /// Day written in dated files, YYYY-MM-DD (default: SOURCE_DATE_EPOCH, else
    /// today).
    #[arg(long, value_name = "DATE", value_parser = parse_date)]
    now: Option<Date>,
}

/// Reads `question=answer`.
fn parse_answer(word: &str) -> std::result::Result<(String, String), WrongValue> {
    let shape = || WrongValue::Expected(text!("QUESTION=RÉPONSE", "QUESTION=ANSWER"));
    let (id, answer) = word.split_once('=').ok_or_else(shape)?;
    if id.starts_with(PUBLICCODE_PREFIX) {
        return Ok((id.to_string(), answer.to_string()));
    }
    let id = id.trim().replace('-', "_");
    let Some(question) = questions::get(&id) else {
        let ids = questions::all().iter().map(|question| question.id.as_str());
        let near = crate::rule::locate::nearest(&id, ids);
        return Err(WrongValue::Refused(match near {
            Some(near) => {
                let meant = Text::meant(near);
                text!(
                    "question inconnue « {id} » ; {meant}",
                    "unknown question “{id}”; {meant}";
                    meant
                )
            }
            None => text!(
                "question inconnue « {id} » ; voir --list",
                "unknown question “{id}”; see --list"
            ),
        }));
    };
    let answer = question.accept(answer).map_err(WrongValue::Refused)?;
    Ok((id, answer))
}

impl Scaffold {
    /// Plans, shows, asks, writes.
    pub(super) fn run(&self, global: &Global, lang: Lang) -> Result<u8> {
        if self.list {
            return super::print_page(&show::list(lang));
        }
        let interactive = !self.dry_run && !self.yes && asking::possible();
        if !interactive && !self.dry_run && !self.yes {
            return Err(not_interactive());
        }
        let audit = self.open(lang)?;
        let folder = super::folder(self.repository.path());
        let print = |page: &str| super::print_page(&placed(page, &folder));
        let mut session = self.session(&audit, global, lang)?;
        let (mut plan, asked) = session.foreseen()?;
        let nothing = plan.is_empty() && asked.is_empty();
        if !global.quiet && (nothing || !interactive) {
            tell_needless(&mut session, lang)?;
        }
        if nothing {
            return print(&show::nothing(&plan, look(global, lang)));
        }
        if interactive {
            match ask::run(&Talk::new(lang).about(folder.clone()), &mut session, false)? {
                End::Write(agreed) => plan = agreed,
                End::Leave(answers) if !answers.is_empty() => plan = answers,
                End::Leave(_) | End::Skip(_) | End::Back(_) => {
                    return print(&show::quit(lang));
                }
            }
        } else if self.save_answers {
            session.keep_answers(&mut plan)?;
        }
        if self.dry_run {
            let (command, look) = (self.command(), look(global, lang));
            let page = show::dry_run((&plan, &session.answers), (&command, &folder), look);
            return super::print_page(&session.redacted(page));
        }
        if plan.is_empty() {
            return print(&show::nothing(&plan, look(global, lang)));
        }
        write(&session, &plan)?;
        let (look, signed) = (look(global, lang), session.signs_off(&plan));
        match global.quiet {
            true => Ok(exit::SUCCESS),
            false => {
                let place = (session.root(), self.repository.path());
                let recording = Recording::of(place, &folder);
                print(&show::done(&plan, (&recording, &folder, signed), look))
            }
        }
    }

    /// Completes the repository at `path` in a conversation, within `publiable prepare`.
    pub(super) fn prepare(path: &Path, talk: &Talk, global: &Global) -> Result<Turn<()>> {
        let (lang, look) = (talk.lang, look(global, talk.lang));
        let repository = super::Repository::at(path);
        let scaffold = Scaffold { repository, ..Scaffold::default() };
        let waiting = text!("lecture de ce qui manque…", "reading what is missing…");
        let audit = talk.waiting(&waiting, || scaffold.open(lang))?;
        let mut session = talk.waiting(&waiting, || scaffold.session(&audit, global, lang))?;
        let (plan, asked) = talk.waiting(&waiting, || session.foreseen())?;
        if plan.is_empty() && asked.is_empty() {
            talk.say(show::nothing(&plan, look).trim_end());
            return Ok(Turn::Given(()));
        }
        let (plan, turn) = match ask::run(talk, &mut session, true)? {
            End::Write(plan) => (plan, Turn::Given(())),
            End::Leave(answers) => (answers, Turn::Leave),
            End::Skip(answers) => (answers, Turn::Later),
            End::Back(answers) => (answers, Turn::Back),
        };
        write_within(&session, &plan, talk)?;
        if turn == Turn::Given(()) {
            let paths: Vec<String> =
                plan.changes.iter().map(|change| escape(&change.path)).collect();
            let paths = paths.join(", ");
            talk.tell(text!("→ écrit : {paths}", "→ written: {paths}").get(lang));
        }
        Ok(turn)
    }

    /// What repairs the files at `path`, for `publiable fix`.
    pub(super) fn mending(path: &Path, only: Vec<String>, dry_run: bool) -> Scaffold {
        let repository = super::Repository::at(path);
        Scaffold { repository, only, dry_run, all: true, yes: true, ..Scaffold::default() }
    }

    /// Repairs the files there are; when it only has to `check`, tells by its exit
    /// code whether there is anything to repair.
    pub(super) fn mend(&self, check: bool, risky: bool, global: &Global, lang: Lang) -> Result<u8> {
        let audit = self.open(lang)?;
        let mut session = self.session(&audit, global, lang)?;
        (session.scope.mend, session.scope.risky) = (true, risky);
        let (plan, _) = session.foreseen()?;
        let look = look(global, lang);
        if check {
            let code = if plan.is_empty() { exit::SUCCESS } else { exit::FINDINGS };
            return if global.quiet {
                Ok(code)
            } else {
                print_then(&show::repairs(&plan, look), code)
            };
        }
        if self.dry_run {
            let page = format!(
                "{}\n{}",
                show::repairs(&plan, look),
                show::differences(&plan, look.colours)
            );
            return super::print_page(&session.redacted(page));
        }
        write(&session, &plan)?;
        if global.quiet {
            Ok(exit::SUCCESS)
        } else {
            super::print_page(&show::repairs(&plan, look))
        }
    }

    /// Writes the repairs to `file` as SARIF, and nothing in the repository; to
    /// `check`, tells by its exit code whether there are any.
    pub(super) fn sarif(
        &self,
        file: &Path,
        (check, risky): (bool, bool),
        global: &Global,
        lang: Lang,
    ) -> Result<u8> {
        let audit = self.open(lang)?;
        let mut session = self.session(&audit, global, lang)?;
        (session.scope.mend, session.scope.risky) = (true, risky);
        let (plan, _) = session.foreseen()?;
        let text = |bytes: Option<&[u8]>| String::from_utf8(bytes.unwrap_or_default().to_vec());
        let repairs = plan.changes.iter().filter_map(|change| {
            let (before, after) = (text(change.before.as_deref()), text(Some(&change.after)));
            let (path, brings) = (change.path.clone(), change.brings.clone());
            let rules = change.rules.clone();
            let repair = Repair { path, before: before.ok()?, after: after.ok()?, rules, brings };
            // What would show a secret is not told.
            let told = |text: &String| session.redacted(text.clone()) == *text;
            (told(&repair.before) && told(&repair.after)).then_some(repair)
        });
        let repairs: Vec<Repair> = repairs.collect();
        let mut page = Vec::new();
        let refused = |error: std::io::Error| {
            let shown = file.display();
            Error::usage(text!(
                "{shown} n’a pas pu être écrit ({error}).",
                "{shown} could not be written ({error})."
            ))
            .remedy(text!("Donnez un autre fichier.", "Give another file."))
        };
        repairs::render(&repairs, &session.report, lang, &mut page).map_err(refused)?;
        match file.as_os_str() == "-" {
            true => output::print(false, &Redacted::of(&page))?,
            false => output::save(file, &Redacted::of(&page))?,
        }
        Ok(if check && !plan.is_empty() { exit::FINDINGS } else { exit::SUCCESS })
    }

    /// The command that writes what this one shows.
    fn command(&self) -> String {
        let mut words = vec!["publiable scaffold".to_string()];
        words.extend(
            Some(super::folder(self.repository.path())).filter(|folder| !folder.is_empty()),
        );
        words.extend(self.degree.map(|degree| format!("--degree {degree}")));
        words.extend(self.all.then(|| "--all".to_string()));
        words.extend(self.drafts.then(|| "--drafts".to_string()));
        words.extend(self.save_answers.then(|| "--save-answers".to_string()));
        let option = |name: &str, value: &str| format!("--{name} {}", shell_quoted(&escape(value)));
        words.extend(self.only.iter().map(|one| option("only", one)));
        words.extend(self.with.iter().map(|one| option("with", one)));
        let places = [("templates", &self.templates), ("config", &self.config)];
        let places = places.into_iter().filter_map(|(name, place)| Some((name, place.as_ref()?)));
        words.extend(places.map(|(name, place)| option(name, &place.display().to_string())));
        let answers = self.answers.iter().map(|(id, answer)| format!("{id}={answer}"));
        words.extend(answers.map(|answer| option("answer", &answer)));
        words.join(" ")
    }

    fn open(&self, lang: Lang) -> Result<Audit> {
        let options = Options {
            degree: self.degree,
            config: self.config.clone(),
            lang: Some(lang),
            today: self.now,
            cache: Cache::usual_folder(),
            ..Options::default()
        };
        let audit = Audit::open(self.repository.path(), &options)?;
        session::has_files(&audit.snapshot)?;
        Ok(audit)
    }

    /// The templates there are, those of `--templates` last.
    fn templates(&self, audit: &Audit, lang: Lang) -> Result<Templates> {
        let templates = Templates::default().with(audit.templates.clone())?;
        let Some(folder) = &self.templates else { return Ok(templates) };
        let own = texts::in_folder(folder)?;
        if own.is_empty() {
            return Err(texts::unreadable(folder, lang.pick("aucun gabarit", "no template")));
        }
        templates.with(own)
    }

    fn session<'a>(&self, audit: &'a Audit, global: &Global, lang: Lang) -> Result<Session<'a>> {
        let rules = &audit.catalogue.rules;
        let known = |name: &String| rules.get(name).is_some() || piece::named(name).is_some();
        if let Some(unknown) = self.only.iter().find(|name| !known(name)) {
            return Err(rules.unknown_rule(unknown));
        }
        let named = self.with.iter().map(|name| {
            let found = piece::named(name).map(|piece| piece.id.clone());
            found.ok_or_else(|| unknown_piece(name))
        });
        let named = named.collect::<Result<BTreeSet<String>>>()?;
        let templates = self.templates(audit, lang)?;
        let scope = Scope {
            only: self.only.iter().cloned().collect(),
            all: self.all,
            with: named.clone(),
            named,
            drafts: self.drafts,
            ..Scope::default()
        };
        let langs = match global.lang {
            Some(LangArg::Both) => vec![Lang::Fr, Lang::En],
            Some(_) => vec![lang],
            None => Vec::new(),
        };
        let mut session = Session::new(audit, (templates, scope), (langs, lang), &self.answers)?;
        if self.degree.is_some() {
            let Session { answers, flagged, degree, .. } = &mut session;
            let degree = *degree;
            let other = answers.given.get("degree").filter(|_| flagged.contains("degree"));
            if let Some(other) = other.filter(|other| **other != degree.to_string()) {
                return Err(two_degrees(degree, other));
            }
            answers.given.entry("degree".into()).or_insert_with(|| degree.to_string());
            flagged.insert("degree".into());
        }
        Ok(session)
    }
}

/// Prints `page`; the exit code is `code`.
fn print_then(page: &str, code: u8) -> Result<u8> {
    super::print_page(page).map(|_| code)
}

/// How plans are shown on standard output.
fn look(global: &Global, lang: Lang) -> show::Look {
    show::Look { lang, colours: console::colours(global), width: console::width() }
}

fn write(session: &Session<'_>, plan: &Plan) -> Result<()> {
    console::uninterrupted(|| apply::apply(session.root(), &plan.changes, &console::interrupted))
}

/// The same within a conversation, which remembers what was written.
fn write_within(session: &Session<'_>, plan: &Plan, talk: &Talk) -> Result<()> {
    write(session, plan)?;
    plan.changes.iter().for_each(|change| talk.wrote(&change.path));
    Ok(())
}

/// Says on standard error which answers nothing of the plan asked for.
fn tell_needless(session: &mut Session<'_>, lang: Lang) -> Result<()> {
    let needless = session.needless()?;
    let (count, ids) = (needless.len(), needless.join(", "));
    if count > 0 {
        let said = text!(
            count;
            "Réponse inutile ici, rien de ce qui s’écrit ne la demande : {ids}"
                | "Réponses inutiles ici, rien de ce qui s’écrit ne les demande : {ids}",
            "Answer not needed here, nothing that is written asks for it: {ids}"
                | "Answers not needed here, nothing that is written asks for them: {ids}"
        );
        output::to_stderr(&format!("{}\n", escape(said.get(lang))));
    }
    Ok(())
}

fn two_degrees(asked: Degree, answered: &str) -> Error {
    Error::usage(text!(
        "--degree {asked} et --answer degree={answered} se contredisent.",
        "--degree {asked} and --answer degree={answered} contradict each other."
    ))
    .remedy(text!("N’en gardez qu’un.", "Keep one of them."))
}

fn not_interactive() -> Error {
    Error::usage(text!(
        "Le plan se discute dans un terminal, et celui-ci n’en est pas un.",
        "The plan is discussed in a terminal, and this is not one."
    ))
    .remedy(text!(
        "Montrez-le sans rien écrire (--dry-run), ou écrivez sans demander (--yes).",
        "Show it without writing (--dry-run), or write without asking (--yes)."
    ))
}

fn unknown_piece(id: &str) -> Error {
    let ids: Vec<&str> = piece::all().iter().map(|piece| piece.id.as_str()).collect();
    let list = ids.join(", ");
    Error::usage(text!("Fichier inconnu de --with : « {id} ».", "Unknown file for --with: “{id}”."))
        .remedy(text!("Les fichiers : {list}", "The files: {list}"))
}

/// The templates there are, for `--list`.
fn template_names() -> Vec<String> {
    template::names()
}
