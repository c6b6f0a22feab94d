//! Who is let in: whoever holds the address that the program wrote, from this machine,
//! from our own pages. Other sites, other programs that serve pages here, names that an
//! attacker makes lead here: none is answered.

use super::app::App;
use super::call::Fields;
use super::keys::{FORM_KEY, same};
use super::page::{self, Refusal};
use axum::body::{Body, to_bytes};
use axum::extract::{Form, FromRequest, Query, Request, State};
use axum::http::Method;
use axum::http::header::{self, HeaderMap, HeaderName, HeaderValue};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use std::sync::Arc;

/// Largest form read, in bytes.
const LARGEST: usize = 1 << 20;

/// What a page may apply and run, and where its forms go: ours alone.
const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// What every answer bears. The browser tells our own pages alone where it comes from:
/// without that, it would not tell them the origin of a form either.
const SEALS: [(HeaderName, &str); 7] = [
    (header::CONTENT_SECURITY_POLICY, POLICY),
    (header::REFERRER_POLICY, "same-origin"),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (header::CACHE_CONTROL, "no-store"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
];

/// Lets `request` in, or refuses it; seals what is answered.
pub(super) async fn guard(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    let mut answer = match admitted(&app, request).await {
        Ok(request) => next.run(request).await,
        Err(refused) => refused,
    };
    for (name, value) in SEALS {
        // A page of its own has its own policy.
        answer.headers_mut().entry(name).or_insert(HeaderValue::from_static(value));
    }
    answer
}

async fn admitted(app: &App, request: Request) -> Result<Request, Response> {
    let refuse = |why: Refusal| page::refused(app, why);
    let headers = request.headers();
    let host = text(headers, header::HOST).unwrap_or_default();
    if !is_ours(host, app.port) || !is_from_here(headers, host) {
        return Err(refuse(Refusal::Elsewhere));
    }
    // What anyone may read: the style of the pages that refuse.
    if request.uri().path() == page::STYLE_PATH {
        return Ok(request);
    }
    if request.uri().path() == "/"
        && let Some(token) = token(&request)
    {
        return Err(match app.keys.let_in(&token) || has_cookie(headers, app) {
            true => welcome(app),
            false => refuse(Refusal::Unknown),
        });
    }
    if !has_cookie(headers, app) {
        return Err(refuse(Refusal::Unknown));
    }
    match *request.method() {
        Method::GET | Method::HEAD => Ok(request),
        Method::POST => form(app, request).await,
        _ => Err(refuse(Refusal::Method)),
    }
}

/// The names of this program on this machine.
fn is_ours(host: &str, port: u16) -> bool {
    ["127.0.0.1", "localhost"].iter().any(|name| host == format!("{name}:{port}"))
}

/// False for what another page asks, as browsers tell it.
fn is_from_here(headers: &HeaderMap, host: &str) -> bool {
    let site = text(headers, HeaderName::from_static("sec-fetch-site"));
    let origin = text(headers, header::ORIGIN);
    site.is_none_or(|site| ["same-origin", "none"].contains(&site))
        && origin.is_none_or(|origin| origin == format!("http://{host}"))
}

fn token(request: &Request) -> Option<String> {
    let Query(fields) = Query::<Fields>::try_from_uri(request.uri()).ok()?;
    fields.into_iter().find(|(name, _)| name == "token").map(|(_, value)| value)
}

/// The name of the session cookie. Cookies know no port: it bears it, so that two runs do
/// not take each other’s place.
fn cookie_name(port: u16) -> String {
    format!("publiable-{port}")
}

fn has_cookie(headers: &HeaderMap, app: &App) -> bool {
    let name = cookie_name(app.port);
    let pairs = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let mut pairs = pairs.flat_map(|line| line.split(';')).filter_map(|pair| pair.split_once('='));
    pairs.any(|(key, value)| key.trim() == name && same(app.keys.cookie(), value.trim()))
}

/// The first page, without the token in its address, to a browser that is known from now on.
fn welcome(app: &App) -> Response {
    let (name, value) = (cookie_name(app.port), app.keys.cookie());
    let cookie = format!("{name}={value}; Path=/; HttpOnly; SameSite=Strict");
    ([(header::SET_COOKIE, cookie)], Redirect::to("/")).into_response()
}

/// Reads the form of `request`, which has to be one of ours.
async fn form(app: &App, request: Request) -> Result<Request, Response> {
    let refuse = |why: Refusal| page::refused(app, why);
    // Browsers tell the origin of every form.
    if !request.headers().contains_key(header::ORIGIN) {
        return Err(refuse(Refusal::Elsewhere));
    }
    let (parts, body) = request.into_parts();
    let bytes = to_bytes(body, LARGEST).await.map_err(|_| refuse(Refusal::Large))?;
    let read = Request::from_parts(parts.clone(), Body::from(bytes));
    let Form(fields) =
        Form::<Fields>::from_request(read, &()).await.map_err(|_| refuse(Refusal::Elsewhere))?;
    let key = fields.iter().find(|(name, _)| name == FORM_KEY);
    if !key.is_some_and(|(_, value)| same(app.keys.form(), value)) {
        return Err(refuse(Refusal::Elsewhere));
    }
    let mut request = Request::from_parts(parts, Body::empty());
    request.extensions_mut().insert(fields);
    Ok(request)
}

fn text(headers: &HeaderMap, name: HeaderName) -> Option<&str> {
    headers.get(name).map(|value| value.to_str().unwrap_or_default())
}
