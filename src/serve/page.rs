//! How a page is filled in: the templates of `templates/serve/`, in one language, escaped
//! as those of reports are.

use super::app::App;
use super::call::{Answer, Call, Refused};
use super::keys::FORM_KEY;
use crate::error::Error;
use crate::lang::{Lang, Text};
use crate::render::html;
use crate::render::template::{engine, prose, typeset};
use crate::secrets::Redacted;
use crate::text;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Redirect, Response};
use minijinja::value::{Serde, Value};
use minijinja::{Environment, State, context};
use serde::Serialize;
use std::path::Path;
use std::sync::LazyLock;

/// Where the style is read: that of the HTML report, and what forms need besides.
pub(super) const STYLE_PATH: &str = "/style.css";
const STYLE: &str = include_str!("../../templates/serve/serve.css");
const SCRIPT: &str = include_str!("../../templates/serve/serve.js");
const ICON: &str = include_str!("../../templates/serve/icon.svg");

/// A template by its name in `templates/serve/`.
macro_rules! template {
    ($name:literal) => {
        ($name, include_str!(concat!("../../templates/serve/", $name)))
    };
}

static TEMPLATES: [(&str, &str); 17] = [
    ("icons.html", include_str!("../../templates/report/icons.html")),
    template!("base.html"),
    template!("again.html"),
    template!("home.html"),
    template!("browse.html"),
    template!("waiting.html"),
    template!("project.html"),
    template!("findings.html"),
    template!("finding.html"),
    template!("waive.html"),
    template!("roles.html"),
    template!("questions.html"),
    template!("files.html"),
    template!("question.html"),
    template!("warning.html"),
    template!("failed.html"),
    template!("said.html"),
];

static ENVIRONMENT: LazyLock<Environment<'static>> = LazyLock::new(|| {
    let mut environment = engine(&TEMPLATES);
    environment.add_function("say", say);
    environment.add_function("count", count);
    environment.add_filter("told", told);
    environment
});

/// Why a request is not answered.
#[derive(Debug, Clone, Copy)]
pub(super) enum Refusal {
    /// It comes from another page, or under another name.
    Elsewhere,
    /// Nothing tells who asks.
    Unknown,
    /// There is no such page.
    Missing,
    /// It is neither read nor sent as a form.
    Method,
    /// It is too large.
    Large,
}

impl Refusal {
    fn status(self) -> StatusCode {
        match self {
            Refusal::Elsewhere | Refusal::Unknown => StatusCode::FORBIDDEN,
            Refusal::Missing => StatusCode::NOT_FOUND,
            Refusal::Method => StatusCode::METHOD_NOT_ALLOWED,
            Refusal::Large => StatusCode::PAYLOAD_TOO_LARGE,
        }
    }

    fn words(self) -> (Text, Text) {
        match self {
            Refusal::Elsewhere => (
                text!("Demande refusée", "Request refused"),
                text!(
                    "Cette page ne répond qu’à elle-même, sur cet ordinateur. Ouvrez l’adresse que publiable a donnée.",
                    "This page answers itself alone, on this computer. Open the address that publiable gave."
                ),
            ),
            Refusal::Unknown => (
                text!("Ouvrez l’adresse complète", "Open the whole address"),
                text!(
                    "Ce navigateur n’est pas encore connu. Ouvrez l’adresse entière que publiable a donnée à son démarrage, avec ce qui suit « token= ». Si elle a déjà servi ou si publiable a été relancé, relancez publiable serve.",
                    "This browser is not known yet. Open the whole address that publiable gave when it started, with what follows “token=”. If it was used already, or if publiable was started again, run publiable serve again."
                ),
            ),
            Refusal::Missing => (
                text!("Page introuvable", "Page not found"),
                text!(
                    "Il n’y a pas de page à cette adresse, ou le projet a été retiré de la liste.",
                    "There is no page at this address, or the project was taken off the list."
                ),
            ),
            Refusal::Method => (
                text!("Demande refusée", "Request refused"),
                text!(
                    "Une page se lit, ou reçoit un formulaire : rien d’autre n’est accepté.",
                    "A page is read, or is sent a form: nothing else is accepted."
                ),
            ),
            Refusal::Large => (
                text!("Formulaire trop long", "Form too long"),
                text!(
                    "Le formulaire dépasse 1 Mio : raccourcissez ce qui y est écrit. Rien n’a été enregistré.",
                    "The form is larger than 1 MiB: shorten what is written in it. Nothing was recorded."
                ),
            ),
        }
    }
}

/// Data of ours as a template takes them.
pub(super) fn shown(data: impl Serialize) -> Value {
    Value::from(Serde(data))
}

/// The page that refuses a request.
pub(super) fn refused(app: &App, why: Refusal) -> Response {
    let (title, said) = why.words();
    let known = matches!(why, Refusal::Missing);
    said_page(app, &Call::default(), (title, said, known), why.status())
}

/// The page that tells what went wrong.
pub(super) fn wrong(app: &App, call: &Call, error: &Error) -> Response {
    let title = text!("Cela n’a pas pu être fait", "This could not be done");
    said_page(app, call, (title, error.whole(), true), StatusCode::BAD_REQUEST)
}

fn said_page(
    app: &App,
    call: &Call,
    (title, said, known): (Text, Text, bool),
    status: StatusCode,
) -> Response {
    let context =
        context! { title => shown(title), said => shown(said), known, back => back(call) };
    (status, written(app, call, known, ("said.html", context))).into_response()
}

/// What the last page says.
pub(super) fn stopped() -> Value {
    context! {
        title => shown(text!("publiable est arrêté", "publiable is stopped")),
        said => shown(text!("Vous pouvez fermer cette page. Ce qui a été décidé est dans les dossiers des projets.", "You may close this page. What was decided is in the folders of the projects.")),
        known => false,
    }
}

/// Where a form that failed is read again; of a folder that cannot be, the nearest one
/// above that can.
fn back(call: &Call) -> String {
    if let Some(at) = call.asked("at").filter(|_| call.path == "/browse" && call.form.is_none()) {
        let mut above = Path::new(at).ancestors().skip(1);
        let near = above.find(|one| one.read_dir().is_ok()).and_then(Path::to_str);
        return near.map_or("/browse".into(), |near| format!("/browse?at={}", coded(near)));
    }
    let read = call.path.starts_with("/p/") || call.path == "/browse";
    if read { call.here.clone() } else { "/".to_string() }
}

/// `answer` as bytes.
pub(super) fn response(app: &App, call: &Call, answer: Answer) -> Response {
    match answer {
        Answer::Page(name, context) => filled(app, call, name, context),
        Answer::Again(why, name, context) => {
            let status = match why {
                Refused::Wrong => StatusCode::BAD_REQUEST,
                Refused::Stale => StatusCode::CONFLICT,
            };
            (status, filled(app, call, name, context)).into_response()
        }
        Answer::To(address) => Redirect::to(&address).into_response(),
        Answer::File { name, kind, bytes } => {
            let kind = (header::CONTENT_TYPE, HeaderValue::from_static(kind));
            let kept = HeaderValue::from_str(&disposition(&name));
            let kept = kept.unwrap_or(HeaderValue::from_static("attachment"));
            ([kind, (header::CONTENT_DISPOSITION, kept)], bytes).into_response()
        }
        Answer::Alone { policy, bytes } => {
            ([(header::CONTENT_SECURITY_POLICY, policy)], Html(bytes)).into_response()
        }
        Answer::Data(data) => {
            ([(header::CONTENT_TYPE, "application/json")], data.to_string()).into_response()
        }
        Answer::Missing => refused(app, Refusal::Missing),
    }
}

/// What names a file to keep (RFC 6266), in letters that every browser reads.
fn disposition(name: &str) -> String {
    let plain: String =
        name.chars().map(|c| if c.is_ascii_graphic() && c != '"' { c } else { '_' }).collect();
    format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{}", coded(name))
}

/// `text` as a header, or an address, holds it.
fn coded(text: &str) -> String {
    let mut coded = String::new();
    for byte in text.bytes() {
        match byte.is_ascii_alphanumeric() || b"-_.".contains(&byte) {
            true => coded.push(char::from(byte)),
            false => coded.push_str(&format!("%{byte:02X}")),
        }
    }
    coded
}

/// The page `name`, for who was let in.
fn filled(app: &App, call: &Call, name: &str, own: Value) -> Response {
    written(app, call, true, (name, own))
}

/// The page `name`, without what would be a secret of a known shape; whoever is not `known`
/// is given no form to send.
fn written(app: &App, call: &Call, known: bool, (name, own): (&str, Value)) -> Response {
    let lang = app.lang();
    let page = context! {
        lang => lang.code(),
        here => call.here.clone(),
        key_name => FORM_KEY,
        key => known.then(|| app.keys.form()),
        version => env!("CARGO_PKG_VERSION"),
        ..own
    };
    let text = ENVIRONMENT.get_template(name).and_then(|template| template.render(page));
    match text {
        Ok(text) => Html(Redacted::of(&text).to_string()).into_response(),
        Err(_) => {
            let said = Error::internal().paragraph(lang);
            (StatusCode::INTERNAL_SERVER_ERROR, said).into_response()
        }
    }
}

/// The style of the pages.
pub(super) async fn style() -> Response {
    let kind = (header::CONTENT_TYPE, "text/css; charset=utf-8");
    ([kind], format!("{}\n{STYLE}", html::STYLE)).into_response()
}

/// Their script: nothing needs it.
pub(super) async fn script() -> Response {
    ([(header::CONTENT_TYPE, "text/javascript; charset=utf-8")], SCRIPT).into_response()
}

/// Their picture.
pub(super) async fn icon() -> Response {
    ([(header::CONTENT_TYPE, "image/svg+xml")], ICON).into_response()
}

fn is_french(state: &State<'_, '_>) -> bool {
    state.lookup("lang").is_none_or(|lang| lang.as_str() == Some(Lang::Fr.code()))
}

/// The wording of the page’s language, where words between backticks are code.
fn say(state: &mut State<'_, '_>, fr: &str, en: &str) -> Value {
    match is_french(state) {
        true => {
            let fr = typeset(fr);
            prose(state, &fr)
        }
        false => prose(state, en),
    }
}

/// A number and its word, `one|several` in each language.
fn count(state: &mut State<'_, '_>, number: usize, fr: &str, en: &str) -> String {
    let both = |words: &str| {
        let (one, several) = words.split_once('|').unwrap_or((words, words));
        (one.to_string(), several.to_string())
    };
    let ((fr, frs), (en, ens)) = (both(fr), both(en));
    let said =
        text!(number; "{number} {fr}" | "{number} {frs}", "{number} {en}" | "{number} {ens}");
    let lang = if is_french(state) { Lang::Fr } else { Lang::En };
    said.get(lang).to_string()
}

/// A text of the library, in the page’s language.
fn told(state: &mut State<'_, '_>, text: Value) -> Result<Value, minijinja::Error> {
    let word = |lang: Lang| text.get_attr(lang.code()).map(|word| word.to_string());
    Ok(match is_french(state) {
        true => say(state, &word(Lang::Fr)?, ""),
        false => say(state, "", &word(Lang::En)?),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_to_keep_is_named_for_every_browser() {
        assert_eq!(
            disposition("étude \"a\".odt"),
            "attachment; filename=\"_tude__a_.odt\"; filename*=UTF-8''%C3%A9tude%20%22a%22.odt"
        );
    }

    #[test]
    fn every_template_is_read() {
        assert!(TEMPLATES.iter().all(|(name, _)| ENVIRONMENT.get_template(name).is_ok()));
    }
}
