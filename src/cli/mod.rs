//! The command line: one file a subcommand, its definition beside the code it
//! starts. Nothing below this module prints or exits.

mod asking;
mod attest;
mod audit;
mod catalogue;
mod components;
mod config;
mod console;
mod contributions;
mod digest;
mod explain;
mod fix;
mod fleet;
mod help;
mod ignore;
mod licence;
mod lsp;
mod output;
mod prepare;
mod publiccode;
mod recording;
mod reference;
mod report;
mod reuse;
mod rules;
mod sbom;
mod scaffold;
mod secrets;
mod serve;
mod settling;
mod topic;
mod usage;
mod waive;

use crate::error::{Error, Result};
use crate::exit;
use crate::lang::Lang;
use crate::secrets::Redacted;
use crate::text;
use crate::text::show::shell_quoted;
use clap::{Args, CommandFactory, FromArgMatches, Parser, Subcommand, ValueEnum};
use serde::Serialize;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

/// Says whether a repository of a French administration may be published as
/// open source, and what is missing.
#[derive(Debug, Parser)]
#[command(name = "publiable", version, disable_help_subcommand = true)]
#[command(arg_required_else_help = true, subcommand_required = true)]
struct Cli {
    #[command(flatten)]
    global: Global,
    #[command(subcommand)]
    command: Command,
}

/// Options every subcommand takes.
#[derive(Debug, Clone, Args)]
struct Global {
    /// Language of what is written: fr or en, or both for scaffold (default: the
    /// locale, then French).
    #[arg(long, global = true, value_name = "LANG", value_enum)]
    lang: Option<LangArg>,
    /// When to use colours.
    #[arg(long, global = true, value_name = "WHEN", value_enum, default_value_t = Colour::Auto)]
    color: Colour,
    /// Print only errors on standard error.
    #[arg(long, short, global = true)]
    quiet: bool,
}

/// The repository that a command is about.
#[derive(Debug, Default, Args)]
struct Repository {
    /// Repository or folder (default: the current one).
    #[arg(value_name = "PATH")]
    path: Option<PathBuf>,
    /// The same, as the commands take it that have another argument.
    #[arg(short = 'C', value_name = "PATH", conflicts_with = "path")]
    folder: Option<PathBuf>,
}

impl Repository {
    /// Where it is.
    fn path(&self) -> &Path {
        self.path.as_deref().or(self.folder.as_deref()).unwrap_or(Path::new("."))
    }

    /// The one at `path`.
    fn at(path: &Path) -> Repository {
        Repository { path: Some(path.to_path_buf()), folder: None }
    }
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum LangArg {
    Fr,
    En,
    /// Both, for what `scaffold` writes.
    Both,
}

impl From<LangArg> for Lang {
    fn from(argument: LangArg) -> Lang {
        match argument {
            LangArg::Fr => Lang::Fr,
            LangArg::En => Lang::En,
            LangArg::Both => Lang::from_locale(),
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Colour {
    Auto,
    Always,
    Never,
}

/// How a command that has no format of its own writes its answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Shape {
    /// For a person.
    Text,
    /// For programs.
    Json,
}

/// The same for a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum ListShape {
    /// For a person.
    Text,
    /// For programs.
    Json,
    /// For a spreadsheet.
    Csv,
}

#[derive(Debug, Subcommand)]
enum Command {
    Audit(audit::Audit),
    Report(report::ReportCommand),
    Prepare(prepare::Prepare),
    Attest(attest::Attest),
    Ignore(ignore::Ignore),
    Waive(waive::Waive),
    #[command(subcommand)]
    Rules(rules::Rules),
    Explain(explain::Explain),
    Sbom(sbom::Sbom),
    Components(components::Components),
    #[command(subcommand)]
    Catalogue(catalogue::Catalogue),
    Contributions(contributions::ContributionsCommand),
    Digest(digest::Digest),
    #[command(subcommand)]
    Config(config::ConfigCommand),
    Scaffold(scaffold::Scaffold),
    Fix(fix::Fix),
    #[command(subcommand)]
    Fleet(fleet::Fleet),
    Serve(serve::Serve),
    #[command(subcommand)]
    Secrets(secrets::Secrets),
    #[command(subcommand)]
    Reuse(reuse::Reuse),
    #[command(subcommand)]
    Licence(licence::Licence),
    #[command(subcommand)]
    Publiccode(publiccode::Publiccode),
    Lsp(lsp::Lsp),
    Schema(reference::Schema),
    Completions(reference::Completions),
    Man(reference::Man),
    Help(topic::Help),
    /// Print the version.
    Version,
}

/// Runs the command line `arguments` and answers the exit code. `version` is what
/// `--version` shows.
pub fn run(arguments: impl IntoIterator<Item = OsString>, version: String) -> u8 {
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    let lang = help::language_of(&arguments);
    let command = help::localised(Cli::command().version(version), lang);
    let parsed = command.clone().try_get_matches_from(&arguments);
    let cli = match parsed.and_then(|matches| Cli::from_arg_matches(&matches)) {
        Ok(cli) => cli,
        Err(error) => return usage::report(error, (&command, &arguments), lang),
    };
    console::restore_on_interrupt();
    console::honour_empty_no_color();
    std::panic::set_hook(Box::new(|_| {}));
    let started = std::panic::AssertUnwindSafe(|| start(&cli, command, lang));
    let outcome = std::panic::catch_unwind(started).unwrap_or_else(|_| Err(Error::internal()));
    match outcome {
        Ok(code) => code,
        Err(error) => {
            let lang = cli.global.lang.map_or(lang, Lang::from);
            let label = lang.pick("erreur : ", "error: ");
            let paragraph = error.paragraph(lang);
            let shown = crate::render::escape(&paragraph);
            let told = format!("{label}{}", Redacted::of(&shown));
            output::to_stderr(&format!("{}\n", console::for_a_screen(&told)));
            error.code
        }
    }
}

fn start(cli: &Cli, command: clap::Command, lang: Lang) -> Result<u8> {
    let both = matches!(cli.global.lang, Some(LangArg::Both));
    if both && !matches!(cli.command, Command::Scaffold(_)) {
        return Err(Error::usage(text!(
            "Seul publiable scaffold écrit dans les deux langues.",
            "Only publiable scaffold writes in both languages."
        ))
        .remedy(text!("Donnez --lang fr ou --lang en.", "Give --lang fr or --lang en.")));
    }
    match &cli.command {
        Command::Audit(audit) => audit.run(&cli.global),
        Command::Report(report) => report.run(&cli.global, lang),
        Command::Prepare(prepare) => prepare.run(&cli.global, lang),
        Command::Attest(attest) => attest.run(&cli.global, lang),
        Command::Ignore(ignore) => ignore.run(&cli.global, lang),
        Command::Waive(waive) => waive.run(&cli.global, lang),
        Command::Rules(rules) => rules.run(&cli.global, lang),
        Command::Explain(explain) => explain.run(&cli.global, lang),
        Command::Sbom(sbom) => sbom.run(lang),
        Command::Components(components) => components.run(lang),
        Command::Catalogue(catalogue) => catalogue.run(&cli.global, lang),
        Command::Contributions(contributions) => contributions.run(&cli.global, lang),
        Command::Digest(digest) => digest.run(lang),
        Command::Config(config) => config.run(lang),
        Command::Scaffold(scaffold) => scaffold.run(&cli.global, lang),
        Command::Fix(fix) => fix.run(&cli.global, lang),
        Command::Fleet(fleet) => fleet.run(&cli.global, lang),
        Command::Serve(serve) => serve.run(&cli.global, lang),
        Command::Secrets(secrets) => secrets.run(&cli.global, lang),
        Command::Reuse(reuse) => reuse.run(&cli.global, lang),
        Command::Licence(licence) => licence.run(&cli.global, lang),
        Command::Publiccode(publiccode) => publiccode.run(&cli.global, lang),
        Command::Lsp(lsp) => lsp.run(&cli.global, lang),
        Command::Schema(schema) => schema.run(lang),
        Command::Completions(completions) => completions.run(command),
        Command::Man(man) => man.run(command),
        Command::Help(help) => help.run(command, &cli.global, lang),
        Command::Version => print(&command.render_version()),
    }
}

/// The folder at `path` as a shell takes it, nothing for the current one: what the
/// commands of a page are about.
fn folder(path: &Path) -> String {
    match path.as_os_str() == "." {
        true => String::new(),
        false => shell_quoted(&crate::render::escape(&path.display().to_string())),
    }
}

/// Writes `text` on standard output; a reader that went away is not an error.
fn print(text: &str) -> Result<u8> {
    output::print(false, &Redacted::of(text)).map(|()| exit::SUCCESS)
}

/// The same for a page that a person reads, and that names what a repository holds.
fn print_page(text: &str) -> Result<u8> {
    output::print(true, &Redacted::of(text)).map(|()| exit::SUCCESS)
}

/// Writes `value` on standard output, as JSON.
fn print_json(value: &impl Serialize) -> Result<u8> {
    print(&json(value))
}

/// `value` as JSON, ready to be written.
fn json(value: &impl Serialize) -> String {
    serde_json::to_string_pretty(value).unwrap_or_default() + "\n"
}
