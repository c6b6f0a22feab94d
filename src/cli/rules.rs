//! `publiable rules list` and `publiable rules explain`.

use super::{Global, console};
use crate::audit::Catalogue;
use crate::error::{Error, Result};
use crate::lang::Lang;
use crate::render::{Depth, rule as page};
use crate::rule::{Degree, Rule, RuleSet};
use crate::text;
use clap::{Args, Subcommand, ValueEnum};
use std::path::PathBuf;

/// List the rules, or explain one.
#[derive(Debug, Args)]
pub(super) struct Rules {
    #[command(subcommand)]
    command: RulesCommand,
}

#[derive(Debug, Subcommand)]
enum RulesCommand {
    /// List the rules with their severity, degrees and title.
    List(List),
    /// Explain a rule: why, how to fix it, and what it rests on.
    Explain(Explain),
}

#[derive(Debug, Args)]
struct List {
    /// Show only the rules whose identifier starts with this.
    #[arg(value_name = "PREFIX")]
    prefix: Option<String>,
    /// table or json.
    #[arg(long, value_enum, default_value_t = Shape::Table)]
    format: Shape,
    /// Folder of rule files that add to or adjust the catalogue (repeatable).
    #[arg(long, value_name = "DIR")]
    rules: Vec<PathBuf>,
}

#[derive(Debug, Args)]
struct Explain {
    /// Identifier of the rule.
    #[arg(value_name = "ID")]
    id: String,
    /// text, markdown (both languages) or json.
    #[arg(long, value_enum, default_value_t = PageShape::Text)]
    format: PageShape,
    /// Folder of rule files that add to or adjust the catalogue (repeatable).
    #[arg(long, value_name = "DIR")]
    rules: Vec<PathBuf>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum PageShape {
    Text,
    Markdown,
    Json,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Shape {
    Table,
    Json,
}

impl Rules {
    /// Prints what was asked for.
    pub(super) fn run(&self, global: &Global, lang: Lang) -> Result<u8> {
        match &self.command {
            RulesCommand::List(list) => super::print(&list.text(lang)?),
            RulesCommand::Explain(explain) => super::print(&explain.text(global, lang)?),
        }
    }
}

/// What is known of the rule `name`, or the rules of the chapter `name`.
pub(super) fn explained(name: &str, global: &Global, lang: Lang) -> Result<String> {
    let explain = Explain { id: name.to_string(), format: PageShape::Text, rules: Vec::new() };
    explain.text(global, lang).or_else(|error| {
        if name.is_empty() || name.contains('/') {
            return Err(error);
        }
        let prefix = Some(format!("{name}/"));
        List { prefix, format: Shape::Table, rules: Vec::new() }.text(lang)
    })
}

fn json(value: &impl serde::Serialize) -> String {
    serde_json::to_string_pretty(value).map(|text| text + "\n").unwrap_or_default()
}

impl List {
    fn text(&self, lang: Lang) -> Result<String> {
        let set = Catalogue::with(&self.rules)?.rules;
        let prefix = self.prefix.as_deref().unwrap_or_default();
        let rules: Vec<&Rule> =
            set.rules.iter().filter(|rule| rule.id.starts_with(prefix)).collect();
        if rules.is_empty() {
            return Err(unknown(prefix, &set));
        }
        if matches!(self.format, Shape::Json) {
            return Ok(json(&rules));
        }
        let width = rules.iter().map(|rule| rule.id.len()).max().unwrap_or_default();
        let mut lines = String::new();
        for rule in rules {
            let severity = rule.severity.at(Degree::A).label();
            let degrees: String = rule.degrees.iter().map(Degree::to_string).collect();
            let title = &rule.prose(lang).title;
            let severity = severity.get(lang);
            lines.push_str(&format!("{:width$}  {severity:<12} {degrees:<4} {title}\n", rule.id));
        }
        Ok(lines)
    }
}

fn unknown(id: &str, set: &RuleSet) -> Error {
    let error =
        Error::usage(text!("La règle « {id} » n’existe pas.", "The rule “{id}” does not exist."));
    match set.nearest(id) {
        Some(near) => {
            error.remedy(text!("Vouliez-vous dire « {near} » ?", "Did you mean “{near}”?"))
        }
        None => {
            error.remedy(text!("La liste : publiable rules list", "The list: publiable rules list"))
        }
    }
}

impl Explain {
    fn text(&self, global: &Global, lang: Lang) -> Result<String> {
        let set = Catalogue::with(&self.rules)?.rules;
        let rule = set.get(&self.id).ok_or_else(|| unknown(&self.id, &set))?;
        let width = console::style(global, lang, Depth::Usual, false).width;
        Ok(match self.format {
            PageShape::Text => page::text(rule, &set, lang, width),
            PageShape::Markdown => page::markdown(rule, &set),
            PageShape::Json => json(rule),
        })
    }
}
