//! The list of questions and where each stands.

use super::Context;
use crate::config::Reply;
use crate::lang::{Lang, Text};
use crate::report::ReportedAttestation;
use crate::text;

/// One question a line: rule, state, who answered and when, title.
pub fn text(context: &Context, lang: Lang) -> String {
    let width = context.questions().map(|(rule, _)| rule.id.len()).max().unwrap_or_default();
    let mut page = String::new();
    for (rule, _) in context.questions() {
        let entry = context.report.attestations.iter().find(|entry| entry.rule == rule.id);
        let outcome = context.report.outcome(&rule.id);
        let needless =
            outcome.is_some_and(|outcome| outcome.outcome == crate::finding::Status::NotApplicable);
        let state = state(entry, needless);
        let title = &rule.prose(lang).title;
        page.push_str(&format!("{:width$}  {:<12}  {title}\n", rule.id, state.get(lang)));
        if let Some(entry) = entry {
            page.push_str(&format!("{:width$}  {}\n", "", who(entry, lang)));
        }
    }
    page
}

fn state(entry: Option<&ReportedAttestation>, needless: bool) -> Text {
    match entry {
        None if needless => text!("sans objet", "not needed"),
        None => text!("sans réponse", "unanswered"),
        Some(entry) if entry.stale.is_some() => text!("périmé", "stale"),
        Some(entry) if entry.answer == Reply::Non => text!("refusé", "refused"),
        Some(_) => text!("attesté", "attested"),
    }
}

fn who(entry: &ReportedAttestation, lang: Lang) -> String {
    let organisation = entry.organisation.as_ref().map(|name| format!(", {name}"));
    let stale = entry.stale.as_ref().map(|reason| format!(" — {}", reason.get(lang)));
    format!(
        "{} — {}{} — {}{}",
        entry.answer.label().get(lang),
        entry.role,
        organisation.unwrap_or_default(),
        entry.date,
        stale.unwrap_or_default()
    )
}
