//! `publiable config init`, `check` and `schema`.

use crate::audit::suppression::Suppressions;
use crate::audit::{Catalogue, refused_severities};
use crate::clock;
use crate::config::{FILE_NAME, edit, schema, source};
use crate::error::{Error, Result};
use crate::lang::Lang;
use crate::rule::Degree;
use crate::scaffold::session::accepted;
use crate::snapshot::without_history;
use crate::text;
use clap::{Args, Subcommand};
use std::path::PathBuf;

/// Create, check or describe publiable.toml.
#[derive(Debug, Subcommand)]
pub(super) enum ConfigCommand {
    /// Create publiable.toml; an existing one is left alone.
    Init(Init),
    /// Check publiable.toml and the rules it extends.
    Check(Check),
    /// Print the JSON Schema of publiable.toml.
    Schema,
}

#[derive(Debug, Args)]
pub(super) struct Init {
    /// Repository.
    #[arg(default_value = ".", value_name = "PATH")]
    path: PathBuf,
    /// Openness degree to declare: A, B, C or D.
    #[arg(long, value_name = "DEGREE")]
    degree: Option<String>,
}

#[derive(Debug, Args)]
pub(super) struct Check {
    /// Repository.
    #[arg(default_value = ".", value_name = "PATH")]
    path: PathBuf,
    /// File to check instead of the publiable.toml of the repository.
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Folder of rule files that add to or adjust the catalogue (repeatable).
    #[arg(long, value_name = "DIR")]
    rules: Vec<PathBuf>,
}

impl ConfigCommand {
    /// Does what was asked for.
    pub(super) fn run(&self, lang: Lang) -> Result<u8> {
        match self {
            ConfigCommand::Init(init) => init.run(lang),
            ConfigCommand::Check(check) => check.run(lang),
            ConfigCommand::Schema => super::print(&format!("{:#}\n", schema(lang))),
        }
    }
}

impl Init {
    fn run(&self, lang: Lang) -> Result<u8> {
        let degree = self.degree.as_deref().map(degree).transpose()?;
        let snapshot = without_history(&self.path)?;
        let file = snapshot.root.join(FILE_NAME);
        let shown = file.display();
        if file.symlink_metadata().is_ok() {
            return Err(Error::usage(text!(
                "{shown} existe déjà : il n’a pas été touché.",
                "{shown} exists already: it was left alone."
            ))
            .remedy(text!(
                "Vérifiez-le : publiable config check",
                "Check it: publiable config check"
            )));
        }
        let remote = snapshot.metadata.as_ref().and_then(|metadata| metadata.publication_remote());
        let address = remote.and_then(|remote| remote.address()).map(|address| address.web());
        let text = edit::initial(lang, degree, address.as_deref());
        edit::write(&file, text.as_bytes())?;
        let done = text!("{shown} créé.\n", "{shown} created.\n");
        super::print(done.get(lang))
    }
}

fn degree(word: &str) -> Result<Degree> {
    match word.to_uppercase().as_str() {
        "A" => Ok(Degree::A),
        "B" => Ok(Degree::B),
        "C" => Ok(Degree::C),
        "D" => Ok(Degree::D),
        _ => Err(Error::usage(text!(
            "« {word} » n’est pas un degré d’ouverture.",
            "“{word}” is not an openness degree."
        ))
        .remedy(text!("Donnez A, B, C ou D.", "Give A, B, C or D."))),
    }
}

impl Check {
    fn run(&self, lang: Lang) -> Result<u8> {
        let snapshot = without_history(&self.path)?;
        let loaded = source::load(&snapshot, self.config.as_deref(), &self.rules)?;
        let config = &loaded.config;
        let rules = Catalogue::new(loaded.rules, &loaded.origins)?.rules;
        if self.config.is_none() && snapshot.file(FILE_NAME).is_none() {
            let line = text!(
                "Aucun {FILE_NAME} : rien à vérifier (publiable config init en crée un).\n",
                "No {FILE_NAME}: nothing to check (publiable config init creates one).\n"
            );
            return super::print(line.get(lang));
        }
        let degree = config.project.degree.unwrap_or(Degree::A);
        let refused = Suppressions::new(config, clock::today()?)
            .refused(|id| rules.get(id).map(|rule| (rule, rule.severity.at(degree))));
        if let Some(first) = refused.first() {
            let (rule, count) = (&first.rule, refused.len());
            let why = &first.reason;
            return Err(Error::usage(text!(
                count;
                "{FILE_NAME} : dérogation refusée, pour « {rule} » : {why}."
                    | "{FILE_NAME} : {count} dérogations refusées ; la première, pour « {rule} » : {why}.",
                "{FILE_NAME}: waiver refused, for “{rule}”: {why}."
                    | "{FILE_NAME}: {count} waivers refused; the first, for “{rule}”: {why}.";
                why
            ))
            .remedy(text!("Voyez docs/configuration.md.", "See docs/configuration.en.md.")));
        }
        if let Some((_, why)) = refused_severities(&rules, config, degree).first() {
            return Err(Error::usage(text!("{FILE_NAME} : {why}.", "{FILE_NAME}: {why}."; why))
                .remedy(text!("Voyez docs/configuration.md.", "See docs/configuration.en.md.")));
        }
        for (id, answer) in &config.scaffold.answers {
            accepted(id, answer)?;
        }
        let (answers, waivers) = (config.attestation.len(), config.waiver.len());
        let (rules, version) = (rules.rules.len(), &rules.version);
        let line = text!(
            "{FILE_NAME} est valide : attestations : {answers}, dérogations : {waivers} ; {rules} règles (version {version}).\n",
            "{FILE_NAME} is valid: attestations: {answers}, waivers: {waivers}; {rules} rules (version {version}).\n"
        );
        super::print(line.get(lang))
    }
}
