//! `publiable rules list` and `publiable rules explain`.

use super::{Global, console};
use crate::error::{Error, Result};
use crate::lang::{Lang, Text};
use crate::rule::load::{self, RuleText};
use crate::rule::{Degree, Rule, RuleSet, SeverityByDegree};
use crate::text;
use clap::{Args, Subcommand, ValueEnum};
use std::path::PathBuf;

/// List the rules, or explain one.
#[derive(Debug, Args)]
pub struct Rules {
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
    /// table (text) or json.
    #[arg(long, value_enum, default_value_t = Shape::Table)]
    format: Shape,
    /// Folder of rule files that add to or adjust the catalogue (repeatable).
    #[arg(long, value_name = "DIR")]
    rules: Vec<PathBuf>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Shape {
    Table,
    Json,
}

impl Rules {
    /// Prints what was asked for.
    pub fn run(&self, global: &Global, lang: Lang) -> Result<u8> {
        match &self.command {
            RulesCommand::List(list) => super::print(&list.text(lang)?),
            RulesCommand::Explain(explain) => super::print(&explain.text(global, lang)?),
        }
    }
}

fn catalogue(directories: &[PathBuf]) -> Result<RuleSet> {
    let mut texts: Vec<RuleText> = Vec::new();
    for directory in directories {
        texts.extend(load::read_directory(directory)?);
    }
    let (rules, origins) = load::load(&texts)?;
    Ok(crate::engine::Catalogue::new(rules, &origins)?.rules)
}

fn json(value: &impl serde::Serialize) -> String {
    serde_json::to_string_pretty(value).map(|text| text + "\n").unwrap_or_default()
}

impl List {
    fn text(&self, lang: Lang) -> Result<String> {
        let set = catalogue(&self.rules)?;
        let prefix = self.prefix.as_deref().unwrap_or_default();
        let rules: Vec<&Rule> = set.rules.iter().filter(|rule| rule.id.starts_with(prefix)).collect();
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
    let error = Error::usage(text!("La règle « {id} » n’existe pas.", "The rule “{id}” does not exist."));
    match set.nearest(id) {
        Some(near) => error.remedy(text!("Vouliez-vous dire « {near} » ?", "Did you mean “{near}”?")),
        None => error.remedy(text!("La liste : publiable rules list", "The list: publiable rules list")),
    }
}

impl Explain {
    fn text(&self, global: &Global, lang: Lang) -> Result<String> {
        let set = catalogue(&self.rules)?;
        let rule = set.get(&self.id).ok_or_else(|| unknown(&self.id, &set))?;
        if matches!(self.format, Shape::Json) {
            return Ok(json(rule));
        }
        let width = console::style(global, lang, false, false).width;
        Ok(explanation(rule, &set, lang, width))
    }
}

fn explanation(rule: &Rule, set: &RuleSet, lang: Lang, width: usize) -> String {
    let prose = rule.prose(lang);
    let mut page = format!("{} — {}\n\n", rule.id, prose.title);
    let mut field = |label: Text, value: &str| {
        let label = format!("{} : ", label.get(lang)).replace(" : ", lang.pick(" : ", ": "));
        let options = textwrap::Options::new(width.min(100)).subsequent_indent("  ");
        page.push_str(&textwrap::fill(&format!("{label}{value}"), options));
        page.push('\n');
    };
    field(text!("Pourquoi", "Why"), &prose.why);
    field(text!("Correction", "Fix"), &prose.fix);
    field(text!("Gravité", "Severity"), &severities(&rule.severity, lang));
    let degrees: Vec<String> = rule.degrees.iter().map(Degree::to_string).collect();
    field(text!("Degrés", "Degrees"), &degrees.join(", "));
    field(text!("Nature", "Nature"), rule.nature.label().get(lang));
    let norms: Vec<String> = rule.norm.iter().map(|norm| norm.label().get(lang).to_string()).collect();
    field(text!("Norme", "Norm"), &norms.join(", "));
    if let Some(question) = &rule.question {
        field(text!("Question", "Question"), lang.pick(&question.fr, &question.en));
        field(text!("Avant de répondre", "Before answering"), question.help.get(lang));
    }
    page.push_str(lang.pick("Sources :\n", "Sources:\n"));
    for source in &rule.source {
        let Some(document) = set.documents.get(&source.document) else { continue };
        let section = source.section.as_ref().map(|section| format!(", {section}"));
        let url = source.url.as_ref().unwrap_or(&document.url);
        let read = match &document.read {
            Some(date) => text!(" (lu dans sa version du {date})", " (read as of {date})"),
            None => Text::same(""),
        };
        let status = document.status.label().map(|status| format!(" [{}]", status.get(lang)));
        page.push_str(&format!(
            "- {}{}{}{}\n  {url}\n",
            document.title.get(lang),
            section.unwrap_or_default(),
            read.get(lang),
            status.unwrap_or_default()
        ));
    }
    page
}

fn severities(severity: &SeverityByDegree, lang: Lang) -> String {
    match severity {
        SeverityByDegree::Same(severity) => severity.label().get(lang).to_string(),
        SeverityByDegree::ByDegree(map) => {
            let each = map.iter().map(|(degree, severity)| {
                format!("{degree} = {}", severity.label().get(lang))
            });
            each.collect::<Vec<_>>().join(", ")
        }
    }
}
