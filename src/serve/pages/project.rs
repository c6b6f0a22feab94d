//! The page of a project: how far its audit is, then what it concludes.

use super::super::app::App;
use super::super::call::{Answer, Answered, Call};
use super::super::page::shown;
use super::super::shelf::{Audited, Place};
use crate::decisions::findings::cases;
use crate::render::arranged;
use crate::report::RuleInfo;
use crate::rule::WaiverPolicy;
use minijinja::{Value, context};
use std::sync::Arc;

/// Shows the project, or how far its audit is.
pub(super) fn read(app: &Arc<App>, call: &Call) -> Answered {
    let Some(project) = call.project().and_then(|id| app.project(id)) else {
        return Ok(Answer::Missing);
    };
    let lang = app.lang();
    let copied = matches!(project.place, Place::Address(_));
    let about = context! {
        id => project.id,
        name => project.name(),
        place => project.place.shown(),
        copied,
        done => shown(&project.done),
    };
    if let Some(doing) = &project.doing {
        return Ok(Answer::Page("waiting.html", context! { doing => shown(doing), ..about }));
    }
    Ok(match &project.last {
        Some(Ok(audited)) => {
            let view = arranged(&audited.report, lang);
            Answer::Page("project.html", context! { view, steps => steps(audited), ..about })
        }
        Some(Err(error)) => {
            let said = error.paragraph(lang);
            Answer::Page("failed.html", context! { said, ..about })
        }
        None => Answer::Missing,
    })
}

/// What a person can do from the page.
fn steps(audited: &Audited) -> Value {
    let report = &audited.report;
    let may = |rule: &RuleInfo| matches!(rule.waiver, WaiverPolicy::Reason | WaiverPolicy::Path);
    let waived = report.rules.iter().filter(|(_, rule)| may(rule)).map(|(id, _)| id);
    context! {
        // A revision has no files to write to.
        writes => report.repository.kind != "commit",
        cases => cases(report).len(),
        waived => shown(waived.collect::<Vec<_>>()),
    }
}

/// How far the audit is, for the script of the page.
pub(super) fn state(app: &Arc<App>, call: &Call) -> Answered {
    let Some(project) = call.project().and_then(|id| app.project(id)) else {
        return Ok(Answer::Missing);
    };
    let said = project.doing.as_ref().map(|doing| doing.get(app.lang()));
    Ok(Answer::Data(serde_json::json!({ "said": said })))
}

/// Audits the project again, or takes it off the list.
pub(super) fn act(app: &Arc<App>, call: &Call) -> Answered {
    let Some(project) = call.project().and_then(|id| app.project(id)) else {
        return Ok(Answer::Missing);
    };
    let id = project.id;
    Ok(Answer::To(match call.field("do") {
        Some("remove") => {
            app.remove(id);
            "/".to_string()
        }
        _ => {
            app.did(id, None);
            app.audit(id);
            format!("/p/{id}")
        }
    }))
}
