//! A rule that may stay unmet for a time, with its reason.

use super::super::app::App;
use super::super::call::{Answer, Answered, Call, Refused};
use super::super::page::shown;
use super::super::seen;
use super::super::shelf::{Audited, Project};
use super::audited;
use crate::clock::today;
use crate::config::{FILE_NAME, Waiver, edit};
use crate::decisions::{self, waivers};
use crate::error::Result;
use crate::lang::{Lang, Text};
use crate::rule::WaiverPolicy;
use crate::snapshot::without_history;
use crate::text;
use jiff::ToSpan;
use minijinja::{Value, context};
use std::path::Path;
use std::sync::Arc;

/// Months that are proposed.
const MONTHS: i32 = 6;

/// Shows the form.
pub(super) fn read(app: &Arc<App>, call: &Call) -> Answered {
    let Some((project, audited)) = audited(app, call) else { return Ok(Answer::Missing) };
    let file = decisions::file_at(&audited.root)?;
    Ok(match page((&project, &audited), &file, call, app.lang(), None)? {
        Some(page) => Answer::Page("waive.html", page),
        None => Answer::Missing,
    })
}

/// The rule that the address names.
fn rule_of(call: &Call) -> String {
    format!("{}/{}", call.part("chapter"), call.part("rule"))
}

/// The form about the rule of the address, for a waiver that `file` keeps; nothing when it
/// takes none.
fn page(
    (project, audited): (&Project, &Audited),
    file: &Path,
    call: &Call,
    lang: Lang,
    warning: Option<Text>,
) -> Result<Option<Value>> {
    let id = rule_of(call);
    let Some(rule) = audited.report.rules.get(&id) else { return Ok(None) };
    if !matches!(rule.waiver, WaiverPolicy::Reason | WaiverPolicy::Path) {
        return Ok(None);
    }
    let outcome = audited.report.outcome(&id);
    Ok(Some(context! {
        id => project.id,
        name => project.name(),
        rule => id,
        heading => rule.heading(true, lang),
        reason => shown(outcome.map(|one| &one.reason_i18n)),
        severity => shown(outcome.map(|one| one.severity.label())),
        reasons => shown(&rule.waiver_reasons),
        takes_path => rule.waiver == WaiverPolicy::Path,
        until => today()?.saturating_add(MONTHS.months()).to_string(),
        given => shown(call.given()),
        warning => shown(warning),
        seen => seen::of([seen::text(file).as_bytes()]),
    }))
}

/// Records the waiver.
pub(super) fn record(app: &Arc<App>, call: &Call) -> Answered {
    let Some((project, audited)) = audited(app, call) else { return Ok(Answer::Missing) };
    let file = decisions::file_at(&audited.root)?;
    let again = |why: Refused, warning: Text| {
        Ok(match page((&project, &audited), &file, call, app.lang(), Some(warning))? {
            Some(page) => Answer::Again(why, "waive.html", page),
            None => Answer::Missing,
        })
    };
    let Some(reason) = call.field("reason") else {
        return again(
            Refused::Wrong,
            text!("Donnez le motif de la dérogation.", "Give the reason of the waiver."),
        );
    };
    let expires = match call.field("expires").map(str::parse).transpose() {
        Ok(expires) => expires,
        Err(_) => {
            return again(
                Refused::Wrong,
                text!("Écrivez la date sous la forme AAAA-MM-JJ.", "Write the date as YYYY-MM-DD."),
            );
        }
    };
    let text = |name: &str| call.field(name).map(str::to_string);
    let (rule, reason) = (rule_of(call), reason.to_string());
    let waiver = Waiver { rule, path: text("path"), reason, note: text("note"), expires };
    if let Err(refused) = waivers::accept(&without_history(&audited.root)?, &waiver) {
        return again(Refused::Wrong, refused.message);
    }
    let known = |before: &str| seen::of([before.as_bytes()]);
    let change = |before: &str| edit::with_waiver(before, &waiver);
    if !seen::update(app, call, &file, known, change)? {
        return again(Refused::Stale, seen::stale());
    }
    let done = text!("Dérogation enregistrée dans {FILE_NAME}.", "Waiver recorded in {FILE_NAME}.");
    Ok(app.wrote(project.id, done))
}
