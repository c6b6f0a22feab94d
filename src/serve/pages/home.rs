//! The first page: the projects side by side, and how one is added.

use super::super::app::App;
use super::super::call::{Answer, Answered, Call, Refused};
use super::super::page::{self, shown};
use super::super::shelf::{Place, Project};
use crate::fleet::fetch;
use crate::lang::{Lang, Text};
use crate::render::arranged;
use minijinja::{Value, context};
use std::path::Path;
use std::sync::Arc;

/// Shows the projects.
pub(super) fn read(app: &Arc<App>, _: &Call) -> Answered {
    Ok(Answer::Page("home.html", page(app, None)))
}

/// What is shown of the projects; `refused` is the address that was, and why.
fn page(app: &App, refused: Option<(&str, Text)>) -> Value {
    let (lang, projects) = (app.lang(), app.projects());
    let audited = projects.iter().filter(|project| project.audited().is_some()).count();
    let busy = projects.iter().any(|project| project.doing.is_some());
    let cards: Vec<Value> = projects.iter().map(|project| card(project, lang)).collect();
    let (address, wrong) = refused.unzip();
    context! { cards, audited, busy, address, wrong => wrong.map(shown) }
}

/// What is shown of `project` among others.
fn card(project: &Project, lang: Lang) -> Value {
    context! {
        id => project.id,
        name => project.name(),
        place => project.place.shown(),
        doing => shown(&project.doing),
        failed => shown(project.failure().map(|error| &error.message)),
        view => project.audited().map(|audited| arranged(&audited.report, lang)),
    }
}

/// Adds a project: a folder, or an address to copy.
pub(super) fn add(app: &Arc<App>, call: &Call) -> Answered {
    let id = match (call.field("folder"), call.field("address")) {
        (Some(folder), _) => app.add_folder(Path::new(folder))?,
        (None, Some(address)) => match fetch::copied(address) {
            Ok(_) => app.add(Place::Address(address.to_string())),
            Err(_) if Path::new(address).is_dir() => app.add_folder(Path::new(address))?,
            Err(why) => {
                let page = page(app, Some((address, why)));
                return Ok(Answer::Again(Refused::Wrong, "home.html", page));
            }
        },
        (None, None) => return Ok(Answer::To("/".to_string())),
    };
    Ok(Answer::To(format!("/p/{id}")))
}

/// Changes the language, and shows the page again.
pub(super) fn speak(app: &Arc<App>, call: &Call) -> Answered {
    if let Some(lang) = call.field("lang").and_then(Lang::from_tag) {
        app.speak(lang);
    }
    // A page of ours: one slash, then no other.
    let back = call.field("back").filter(|back| {
        let mut bytes = back.bytes();
        bytes.next() == Some(b'/')
            && bytes.next() != Some(b'/')
            && back.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\')
    });
    Ok(Answer::To(back.unwrap_or("/").to_string()))
}

/// Stops the program.
pub(super) fn stop(app: &Arc<App>, _: &Call) -> Answered {
    app.stop();
    Ok(Answer::Page("said.html", page::stopped()))
}
