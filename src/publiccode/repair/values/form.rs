//! Values of a precise form: dates, e-mail addresses, web addresses.

use super::{Found, Place};
use crate::publiccode::format;
use crate::publiccode::standard::Format;
use crate::text;
use crate::yaml::edit::{Document, Value};

/// A day written otherwise than `YYYY-MM-DD`.
pub(super) fn date(text: &str) -> Found {
    let words = text!("les dates s’écrivent AAAA-MM-JJ", "dates are written YYYY-MM-DD");
    format::date::meant(text).map(|(day, safe)| (day.to_string(), safe, words))
}

/// An e-mail address that is not alone, or whose `@` was hidden.
pub(super) fn email(text: &str) -> Found {
    let words = text!("adresse seule, avec « @ »", "the address alone, with “@”");
    format::email::meant(text).map(|(address, safe)| (address, safe, words))
}

/// An address without its scheme, or a file of the repository.
pub(super) fn address(document: &Document, place: &Place<'_>, text: &str) -> Found {
    let bare = text.trim();
    if let Some(rest) = bare.strip_prefix("git@")
        && let Some((host, path)) = rest.split_once(':')
        && place.format == Format::Url
    {
        let words = text!("adresse publique du dépôt", "public address of the repository");
        return Some((format!("https://{host}/{path}"), true, words));
    }
    if bare.contains("://") {
        let words = text!("espaces retirés", "spaces removed");
        return (bare != text && !bare.contains(char::is_whitespace))
            .then(|| (bare.to_string(), true, words));
    }
    if bare.is_empty() || bare.contains(char::is_whitespace) {
        return None;
    }
    let host = bare.split('/').next().unwrap_or_default();
    let extension = host.rsplit('.').next().unwrap_or_default().to_lowercase();
    let file =
        bare.ends_with(".md") || matches!(extension.as_str(), "rst" | "txt" | "html" | "pdf");
    if file {
        let url = document.value().get("url").and_then(Value::as_text)?.trim();
        let base = url.trim_end_matches('/').trim_end_matches(".git");
        let middle = match base.strip_prefix("https://")?.split('/').next()? {
            "github.com" => "/blob/HEAD/",
            host if host.starts_with("gitlab.") || host.contains(".gitlab.") => "/-/blob/HEAD/",
            _ => return None,
        };
        let words = text!(
            "une adresse complète est attendue : celle du fichier dans le dépôt",
            "a whole address is expected: that of the file in the repository"
        );
        let path = bare.trim_start_matches("./").trim_start_matches('/');
        return Some((format!("{base}{middle}{path}"), false, words));
    }
    let named = host.contains('.')
        && !bare.contains('@')
        && host.split('.').all(|label| {
            !label.is_empty()
                && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        })
        && extension.bytes().all(|byte| byte.is_ascii_alphabetic());
    let words = text!("adresse complétée par https://", "address completed with https://");
    named.then(|| (format!("https://{bare}"), false, words))
}
