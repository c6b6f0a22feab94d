//! The page of one rule: for a terminal, and as the Markdown of `docs/rules/`.

use crate::lang::{Lang, Text};
use crate::rule::source::SourceRef;
use crate::rule::{Degree, Rule, RuleSet, SeverityByDegree};
use crate::text;

/// The page in `lang`, wrapped to `width` columns.
pub(crate) fn text(rule: &Rule, set: &RuleSet, lang: Lang, width: usize) -> String {
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
    let norms: Vec<String> =
        rule.norm.iter().map(|norm| norm.label().get(lang).to_string()).collect();
    field(text!("Fondement", "Basis"), &norms.join(", "));
    if let Some(question) = &rule.question {
        field(text!("Question", "Question"), lang.pick(&question.fr, &question.en));
        field(text!("Avant de répondre", "Before answering"), question.help.get(lang));
    }
    page.push_str(lang.pick("Sources :\n", "Sources:\n"));
    for source in SourceRef::ordered(&rule.source, &set.documents) {
        if let Some((line, url)) = citation(source, set, lang) {
            page.push_str(&format!("- {line}\n  {url}\n"));
        }
    }
    page
}

/// The severity of a rule, with what changes from one degree to another.
pub fn severities(severity: &SeverityByDegree, lang: Lang) -> String {
    match severity {
        SeverityByDegree::Same(severity) => severity.label().get(lang).to_string(),
        SeverityByDegree::ByDegree(map) => {
            let each = map
                .iter()
                .map(|(degree, severity)| format!("{degree} = {}", severity.label().get(lang)));
            each.collect::<Vec<_>>().join(", ")
        }
    }
}

/// The page of `docs/rules/`: French, then English.
pub fn markdown(rule: &Rule, set: &RuleSet) -> String {
    let (fr, en) = (markdown_in(rule, set, Lang::Fr), markdown_in(rule, set, Lang::En));
    format!("# `{}`\n\n{fr}\n---\n\n{en}", rule.id)
}

fn markdown_in(rule: &Rule, set: &RuleSet, lang: Lang) -> String {
    let prose = rule.prose(lang);
    let colon = lang.pick(" :", ":");
    let mut page = format!("## {}\n\n", prose.title);
    page.push_str(&format!("{}\n\n", prose.why));
    let fix = lang.pick("Correction", "Fix");
    page.push_str(&format!("**{fix}{colon}** {}\n\n", prose.fix));
    let mut row = |label: &str, value: &str| {
        page.push_str(&format!("- **{label}{colon}** {value}\n"));
    };
    row(lang.pick("Gravité", "Severity"), &severities(&rule.severity, lang));
    let degrees: Vec<String> = rule.degrees.iter().map(Degree::to_string).collect();
    row(lang.pick("Degrés", "Degrees"), &degrees.join(", "));
    row(lang.pick("Nature", "Nature"), rule.nature.label().get(lang));
    let norms: Vec<String> =
        rule.norm.iter().map(|norm| norm.label().get(lang).to_string()).collect();
    row(lang.pick("Fondement", "Basis"), &norms.join(", "));
    if let Some(question) = &rule.question {
        row(lang.pick("Question", "Question"), lang.pick(&question.fr, &question.en));
        row(lang.pick("Avant de répondre", "Before answering"), question.help.get(lang));
    }
    page.push_str(&format!("\n**Sources{colon}**\n\n"));
    for source in SourceRef::ordered(&rule.source, &set.documents) {
        if let Some((line, url)) = citation(source, set, lang) {
            page.push_str(&format!("- [{line}]({url})\n"));
        }
    }
    page
}

/// The address of what a rule rests on first.
pub(crate) fn address(rule: &Rule, set: &RuleSet) -> Option<String> {
    let sources = SourceRef::ordered(&rule.source, &set.documents);
    sources.into_iter().find_map(|source| Some(citation(source, set, Lang::Fr)?.1))
}

/// What a source reference reads like, and its address.
fn citation(source: &SourceRef, set: &RuleSet, lang: Lang) -> Option<(String, String)> {
    let document = set.documents.get(&source.document)?;
    let section = source.cited().map(|section| format!(", {}", section.get(lang)));
    let url = source.url.as_ref().unwrap_or(&document.url);
    let read = match &document.read {
        Some(date) => text!(" (lu dans sa version du {date})", " (read as of {date})"),
        None => Text::same(""),
    };
    let status = document.status.label().map(|status| format!(" — {}", status.get(lang)));
    let line = format!(
        "{}{}{}{}",
        document.title.get(lang),
        section.unwrap_or_default(),
        read.get(lang),
        status.unwrap_or_default()
    );
    Some((line, url.clone()))
}
