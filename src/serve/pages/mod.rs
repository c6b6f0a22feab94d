//! The pages, and where each is read.

mod browse;
mod export;
mod files;
mod findings;
mod home;
mod project;
mod questions;
mod waive;

use super::app::App;
use super::call::{Answer, Answered, Call, Fields};
use super::guard::guard;
use super::page::{self, Refusal};
use super::shelf::{Audited, Project};
use crate::error::Error;
use axum::Router;
use axum::extract::{Path, Query, Request, State};
use axum::middleware::from_fn_with_state;
use axum::response::Response;
use axum::routing::{MethodRouter, get};
use std::collections::BTreeMap;
use std::sync::Arc;

/// What answers a call.
type Page = fn(&Arc<App>, &Call) -> Answered;

/// The project of the address, and what its last audit gave; nothing before the first one
/// is over.
fn audited(app: &App, call: &Call) -> Option<(Project, Arc<Audited>)> {
    let project = app.project(call.project()?)?;
    let audited = project.audited()?.clone();
    Some((project, audited))
}

/// Every page.
pub(super) fn router(app: Arc<App>) -> Router {
    let pages = Router::new()
        .route(page::STYLE_PATH, get(page::style))
        .route("/script.js", get(page::script))
        .route("/icon.svg", get(page::icon))
        .route("/", both(home::read, home::add))
        .route("/language", form(home::speak))
        .route("/stop", form(home::stop))
        .route("/browse", both(browse::read, browse::add))
        .route("/export/{file}", read(export::all))
        .route("/p/{project}", both(project::read, project::act))
        .route("/p/{project}/state", read(project::state))
        .route("/p/{project}/report", read(export::report))
        .route("/p/{project}/export/{file}", read(export::one))
        .route("/p/{project}/findings", both(findings::read, findings::record))
        .route("/p/{project}/waive/{chapter}/{rule}", both(waive::read, waive::record))
        .route("/p/{project}/questions", both(questions::roles, questions::import))
        .route("/p/{project}/questions/{role}", both(questions::read, questions::record))
        .route("/p/{project}/form/{role}", read(questions::form))
        .route("/p/{project}/files", both(files::read, files::act));
    let missing =
        |State(app): State<Arc<App>>| async move { page::refused(&app, Refusal::Missing) };
    let pages = pages.fallback(missing);
    pages.layer(from_fn_with_state(app.clone(), guard)).with_state(app)
}

/// A page that is only read.
fn read(page: Page) -> MethodRouter<Arc<App>> {
    let answer = move |state, parts, query, request| answer(page, state, parts, query, request);
    get(answer)
}

/// A page that is sent a form, and leads elsewhere.
fn form(page: Page) -> MethodRouter<Arc<App>> {
    both(|_, _| Ok(Answer::To("/".to_string())), page)
}

/// A page that is read, and sent its form.
fn both(page: Page, sent: Page) -> MethodRouter<Arc<App>> {
    let answer = move |state, parts, query, request| answer(sent, state, parts, query, request);
    read(page).post(answer)
}

/// Answers with `page`, away from the thread that listens.
async fn answer(
    page: Page,
    State(app): State<Arc<App>>,
    Path(parts): Path<BTreeMap<String, String>>,
    Query(query): Query<Fields>,
    request: Request,
) -> Response {
    let form = request.extensions().get::<Fields>().cloned();
    let path = request.uri().path().to_string();
    let whole = request.uri().path_and_query().filter(|_| form.is_none());
    let here = whole.map_or(path.clone(), ToString::to_string);
    let call = Call { path, here, parts, query, form };
    let (own, asked) = (app.clone(), call.clone());
    // Filling a page in takes time too: secrets are sought in the whole of it.
    let work = move || match page(&own, &asked) {
        Ok(answer) => page::response(&own, &asked, answer),
        Err(error) => page::wrong(&own, &asked, &error),
    };
    let done = tokio::task::spawn_blocking(work).await;
    done.unwrap_or_else(|_| page::wrong(&app, &call, &Error::internal()))
}
