//! `publiable rules list` and `publiable rules explain`.

use super::{Global, console, json};
use crate::audit::Catalogue;
use crate::error::Result;
use crate::lang::Lang;
use crate::render::{Depth, rule as page};
use crate::rule::{Degree, Rule};
use clap::{Args, Subcommand, ValueEnum};
use std::path::PathBuf;

/// List the rules, or explain one.
#[derive(Debug, Subcommand)]
pub(super) enum Rules {
    /// List the rules with their severity, degrees and title.
    List(List),
    /// Explain a rule: why, how to fix it, and what it rests on.
    Explain(Explain),
}

#[derive(Debug, Args)]
pub(super) struct List {
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
pub(super) struct Explain {
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
        match self {
            Rules::List(list) => super::print(&list.text(lang)?),
            Rules::Explain(explain) => super::print(&explain.text(global, lang)?),
        }
    }
}

/// What is known of the rule `name`, or the rules of the chapter `name`.
pub(super) fn explained(name: &str, global: &Global, lang: Lang) -> Result<String> {
    let set = Catalogue::embedded()?.rules;
    match set.named(name)?.as_slice() {
        [rule] if rule.id == name => Ok(page::text(rule, &set, lang, width(global, lang))),
        chapter => Ok(table(chapter, lang)),
    }
}

fn width(global: &Global, lang: Lang) -> usize {
    console::style(global, lang, Depth::Usual, false).width
}

impl List {
    fn text(&self, lang: Lang) -> Result<String> {
        let set = Catalogue::with(&self.rules)?.rules;
        let prefix = self.prefix.as_deref().unwrap_or_default();
        let rules: Vec<&Rule> =
            set.rules.iter().filter(|rule| rule.id.starts_with(prefix)).collect();
        if rules.is_empty() {
            return Err(set.unknown(prefix));
        }
        if matches!(self.format, Shape::Json) {
            return Ok(json(&rules));
        }
        Ok(table(&rules, lang))
    }
}

/// One line for each of `rules`.
fn table(rules: &[&Rule], lang: Lang) -> String {
    let width = rules.iter().map(|rule| rule.id.len()).max().unwrap_or_default();
    let mut lines = String::new();
    for rule in rules {
        let severity = rule.severity.at(Degree::A).label();
        let degrees: String = rule.degrees.iter().map(Degree::to_string).collect();
        let title = &rule.prose(lang).title;
        let severity = severity.get(lang);
        lines.push_str(&format!("{:width$}  {severity:<12} {degrees:<4} {title}\n", rule.id));
    }
    lines
}

impl Explain {
    fn text(&self, global: &Global, lang: Lang) -> Result<String> {
        let set = Catalogue::with(&self.rules)?.rules;
        let rule = set.get(&self.id).ok_or_else(|| set.unknown(&self.id))?;
        Ok(match self.format {
            PageShape::Text => page::text(rule, &set, lang, width(global, lang)),
            PageShape::Markdown => page::markdown(rule, &set),
            PageShape::Json => json(rule),
        })
    }
}
