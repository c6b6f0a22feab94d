//! The HTTP client: bounded in time and size, with the certificates of the system and
//! the proxy of the environment (`HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY`, `NO_PROXY`).

use super::reason::Reason;
use jiff::Timestamp;
use jiff::fmt::rfc2822;
use std::io::ErrorKind;
use std::time::Duration;
use ureq::config::RedirectAuthHeaders;
use ureq::http::{HeaderMap, header};
use ureq::tls::{RootCerts, TlsConfig};
use ureq::{Agent, Error};

/// The largest answer that is read, in bytes.
const LARGEST: u64 = 16 << 20;
/// How long a host may take to be reached.
const CONNECT: Duration = Duration::from_secs(10);

/// What came of asking.
pub(super) enum Got {
    /// The text of the answer.
    Text(String),
    /// A failure that may pass, and how long the host asks to wait.
    Again(Reason, Option<Duration>),
    /// A failure.
    Failed(Reason),
}

/// Asks.
pub(super) struct Client {
    agent: Agent,
}

impl Client {
    pub(super) fn new(timeout: Duration) -> Client {
        let tls = TlsConfig::builder().root_certs(RootCerts::PlatformVerifier).build();
        let config = Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(3)
            .redirect_auth_headers(RedirectAuthHeaders::Never)
            .timeout_connect(Some(CONNECT.min(timeout)))
            .timeout_global(Some(timeout))
            .tls_config(tls)
            .user_agent(concat!("publiable/", env!("CARGO_PKG_VERSION")));
        Client { agent: config.build().new_agent() }
    }

    /// Asks for `url`. What starts with https stays with it.
    pub(super) fn get(&self, url: &str, authorization: Option<&str>) -> Got {
        let request = self.agent.get(url).header(header::ACCEPT, "application/json, */*;q=0.5");
        let request = match authorization {
            Some(value) => request.header(header::AUTHORIZATION, value),
            None => request,
        };
        let request = request.config().https_only(url.starts_with("https://")).build();
        let mut response = match request.call() {
            Ok(response) => response,
            Err(error) => return failed(&error),
        };
        match response.status().as_u16() {
            200 => {
                let body = response.body_mut().with_config().limit(LARGEST).lossy_utf8(true);
                match body.read_to_string() {
                    Ok(text) => Got::Text(text),
                    Err(error) => failed(&error),
                }
            }
            404 | 410 => Got::Failed(Reason::Unknown),
            401 | 403 | 407 => Got::Failed(Reason::Refused),
            code @ (408 | 425 | 429 | 500..=599) => {
                Got::Again(Reason::Status(code), wait(response.headers()))
            }
            code => Got::Failed(Reason::Status(code)),
        }
    }
}

/// How long `Retry-After` asks to wait: seconds, or a date.
fn wait(headers: &HeaderMap) -> Option<Duration> {
    let value = headers.get(header::RETRY_AFTER)?.to_str().ok()?.trim();
    if let Ok(seconds) = value.parse() {
        return Some(Duration::from_secs(seconds));
    }
    let until = rfc2822::parse(value).ok()?.timestamp();
    let seconds = until.duration_since(Timestamp::now()).as_secs();
    Some(Duration::from_secs(u64::try_from(seconds).unwrap_or_default()))
}

/// The words of the error may hold an address with credentials: they are not used.
fn failed(error: &Error) -> Got {
    let unreachable = |reason| Got::Again(reason, None);
    match error {
        Error::BodyExceedsLimit(_) | Error::LargeResponseHeader(..) => {
            Got::Failed(Reason::TooLarge)
        }
        Error::Timeout(_) => unreachable(Reason::TimedOut),
        Error::HostNotFound => unreachable(Reason::NoHost),
        Error::Tls(_) | Error::Rustls(_) | Error::Pem(_) => Got::Failed(Reason::Certificate),
        Error::ConnectProxyFailed(_) | Error::InvalidProxyUrl => unreachable(Reason::Proxy),
        Error::TooManyRedirects | Error::RedirectFailed | Error::RequireHttpsOnly(_) => {
            Got::Failed(Reason::Redirected)
        }
        Error::Io(error) => match error.kind() {
            ErrorKind::TimedOut => unreachable(Reason::TimedOut),
            ErrorKind::InvalidData => Got::Failed(Reason::Certificate),
            _ => unreachable(Reason::NoConnection),
        },
        Error::ConnectionFailed => unreachable(Reason::NoConnection),
        _ => Got::Failed(Reason::Unreadable),
    }
}
