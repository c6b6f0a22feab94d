//! Values written in another way than the standard's.

use super::confusions::{country, language, synonym};
use super::licence::{self, Spelling};
use super::site::{Site, sites, step};
use super::spelling::near;
use super::{Options, Proposal};
use crate::lang::Text;
use crate::publiccode::edit::{Change, Document, Path, Step, Type, Value, path};
use crate::publiccode::question::{is_question, marked};
use crate::publiccode::standard::{Format, Key, Shape, version};
use crate::text;

pub(super) fn propose(document: &Document, options: &Options<'_>) -> Vec<Proposal> {
    let mut out = Vec::new();
    for site in sites(document) {
        let Some(key) = site.key else { continue };
        match (key.shape, site.value) {
            (Shape::Boolean, Value::Scalar(text, kind)) if *kind != Type::Bool => {
                if let Some(value) = boolean(text) {
                    let words = text!(
                        "un booléen s’écrit true ou false, sans guillemets",
                        "a boolean is written true or false, without quotes"
                    );
                    let change = Change::Set { path: site.path.clone(), value: Value::bool(value) };
                    out.push(Proposal::safe(&site.path, words, change));
                }
            }
            (Shape::Scalar(format), Value::Scalar(text, kind)) => {
                let place = Place { path: &site.path, name: name(&site), key, format };
                out.extend(scalar(document, &place, text, *kind, options));
            }
            (Shape::List(format, _), Value::Seq(items)) => {
                for (at, item) in items.iter().enumerate() {
                    let Value::Scalar(text, kind) = item else { continue };
                    let path = step(&site.path, Step::At(at));
                    let place = Place { path: &path, name: name(&site), key, format };
                    out.extend(scalar(document, &place, text, *kind, options));
                }
            }
            (Shape::ByLanguage(_), Value::Map(entries)) => {
                let tags: Vec<&str> = entries.iter().map(|(tag, _)| tag.as_str()).collect();
                out.extend(languages(&site.path, &tags));
            }
            _ => {}
        }
    }
    out.extend(contractors(document));
    out
}

/// The path of a key in the tables of the standard.
fn name(site: &Site<'_>) -> String {
    match site.section.as_str() {
        "" => site.name.to_string(),
        section => format!("{section}.{}", site.name),
    }
}

struct Place<'p> {
    path: &'p Path,
    name: String,
    key: &'static Key,
    format: Format,
}

/// The boolean that `text` says in English, French or Italian.
pub(super) fn boolean(text: &str) -> Option<bool> {
    match text.trim().to_lowercase().as_str() {
        "true" | "yes" | "on" | "oui" | "vrai" | "y" | "1" | "si" | "sì" => Some(true),
        "false" | "no" | "off" | "non" | "faux" | "n" | "0" => Some(false),
        _ => None,
    }
}

fn scalar(
    document: &Document,
    place: &Place<'_>,
    text: &str,
    kind: Type,
    options: &Options<'_>,
) -> Option<Proposal> {
    if is_question(text) || kind == Type::Null {
        return None;
    }
    if place.format == Format::StandardVersion {
        return standard_version(document, place, text, kind);
    }
    let set = |to: &str| Change::Set { path: place.path.clone(), value: Value::text(to) };
    if kind != Type::Str {
        let words = text!(
            "entre guillemets : sans eux, YAML lit un nombre ou un booléen et peut l’abîmer",
            "in quotes: without them YAML reads a number or a boolean, and may damage it"
        );
        return Some(Proposal::safe(place.path, words, set(text)));
    }
    let found = match place.format {
        Format::Country => country_code(text),
        Format::Language => tag(text),
        Format::OneOf(list) => one_of(place, text, list.values),
        Format::Preferably(list) => one_of(place, text, list.values),
        Format::Spdx => return spdx(place, text, options),
        Format::Date => date(text),
        Format::Email => email(text),
        Format::HttpUrl | Format::VideoUrl | Format::Url => address(document, place, text),
        _ => None,
    };
    let (to, safe, words) = found.filter(|(to, ..)| to != text)?;
    Some(Proposal { safe, ..Proposal::safe(place.path, words, set(&to)) })
}

type Found = Option<(String, bool, Text)>;

fn standard_version(
    document: &Document,
    place: &Place<'_>,
    text: &str,
    kind: Type,
) -> Option<Proposal> {
    let zero = version::RECOMMENDED;
    if kind == Type::Str
        && (text == zero || text.starts_with(version::LATEST) && version::supported(text))
    {
        return None;
    }
    let words = text!(
        "version du standard : \"{zero}\" désigne la plus récente des versions 0.x",
        "version of the standard: \"{zero}\" stands for the latest of the 0.x versions"
    );
    let mut changes = vec![Change::Set { path: place.path.clone(), value: Value::text(zero) }];
    let bare = text.trim().trim_start_matches(['v', 'V']).trim_end_matches('/');
    // The first version of the standard gave an address.
    let bare = bare.rsplit('/').next().unwrap_or(bare);
    let known = version::supported(bare)
        || version::KNOWN_TO_STANDARD_ONLY.contains(&bare)
        || bare.parse::<f64>().is_ok_and(|number| number < 1.0)
        || bare.is_empty();
    if !known
        && !version::PREVIEW.contains(&bare)
        && document.value().get("softwareVersion").is_none()
    {
        // The version of the software was written there.
        let at = place.path.first().cloned().unwrap_or(Step::At(0));
        let at = document.value().position(&at).unwrap_or_default();
        changes.push(Change::Insert {
            parent: Path::new(),
            at: at + 1,
            key: "softwareVersion".into(),
            value: Value::text(text.trim()),
        });
    }
    Some(Proposal { path: place.path.clone(), safe: known, text: words, changes })
}

fn country_code(text: &str) -> Found {
    let bare = text.trim();
    let upper = bare.to_uppercase();
    if let Some(code) = country(bare) {
        let words = text!("le code de ce pays est {code}", "the code of this country is {code}");
        return Some((code.to_string(), false, words));
    }
    let code = upper.len() == 2 && upper.bytes().all(|byte| byte.is_ascii_uppercase());
    let words = text!(
        "les codes de pays s’écrivent en majuscules",
        "country codes are written in upper case"
    );
    code.then_some((upper, true, words))
}

/// A language tag with hyphens, and the case that BCP 47 recommends.
fn tag(text: &str) -> Found {
    let words = text!(
        "les langues s’écrivent comme le veut BCP 47",
        "languages are written as BCP 47 says"
    );
    if let Some(tag) = language(text) {
        return Some((tag.to_string(), true, words));
    }
    let bare = text.trim().replace('_', "-");
    let bare = bare.split('.').next().unwrap_or_default();
    let mut parts = Vec::new();
    for (at, part) in bare.split('-').enumerate() {
        if part.is_empty()
            || part.len() > 8
            || !part.bytes().all(|byte| byte.is_ascii_alphanumeric())
        {
            return None;
        }
        let lower = part.to_lowercase();
        let letters = part.bytes().all(|byte| byte.is_ascii_alphabetic());
        parts.push(match (at, part.len(), letters) {
            (0, ..) => lower,
            // What follows a single letter is an extension.
            _ if parts.iter().any(|before: &String| before.len() == 1) => lower,
            (_, 2, true) => lower.to_uppercase(),
            (_, 4, true) => lower[..1].to_uppercase() + &lower[1..],
            _ => lower,
        });
    }
    (parts.first()?.len() <= 3).then(|| (parts.join("-"), true, words))
}

fn languages(path: &Path, tags: &[&str]) -> Vec<Proposal> {
    let mut out = Vec::new();
    for (at, name) in tags.iter().enumerate() {
        let Some((key, _, words)) = tag(name).filter(|(key, ..)| !tags.contains(&key.as_str()))
        else {
            continue;
        };
        let path = step(path, Step::At(at));
        out.push(Proposal::safe(&path, words, Change::Rename { path: path.clone(), key }));
    }
    out
}

fn one_of(place: &Place<'_>, text: &str, list: &'static [&'static str]) -> Found {
    if list.contains(&text) {
        return None;
    }
    if let Some(value) = near(text, list.iter().copied()) {
        let words = text!("le standard écrit « {value} »", "the standard writes “{value}”");
        return Some((value.to_string(), true, words));
    }
    let value = synonym(&place.name, text)?;
    let words = text!(
        "« {text} » n’est pas dans la liste du standard : « {value} » en est le plus proche",
        "“{text}” is not in the list of the standard: “{value}” is the nearest"
    );
    Some((value.to_string(), false, words))
}

fn spdx(place: &Place<'_>, text: &str, options: &Options<'_>) -> Option<Proposal> {
    let set = |to: String| Change::Set { path: place.path.clone(), value: Value::text(to) };
    let words =
        |to: &str| text!("l’identifiant SPDX est « {to} »", "the SPDX identifier is “{to}”");
    let told = |base: &str| {
        let stem = base.trim_end_matches("-only").trim_end_matches("-or-later");
        let licence = options.known.licence.as_deref()?;
        let same = licence.strip_prefix(stem)?;
        matches!(same, "-only" | "-or-later").then(|| licence.to_string())
    };
    match licence::spelling(text) {
        Some(Spelling::Same(to)) => Some(Proposal::safe(place.path, words(&to), set(to.clone()))),
        Some(Spelling::Likely(to)) => {
            Some(Proposal::risky(place.path, words(&to), set(to.clone())))
        }
        Some(Spelling::Gnu(base)) => {
            let to = told(&base).unwrap_or_else(|| {
                let shown = text.replace(['\n', '"'], " ");
                let choice = text!(
                    "{shown} : {base}-only ou {base}-or-later",
                    "{shown}: {base}-only or {base}-or-later"
                );
                marked(choice.get(options.lang))
            });
            let words = text!(
                "les identifiants GNU disent si les versions suivantes conviennent : {base}-only ou {base}-or-later",
                "GNU identifiers say whether later versions will do: {base}-only or {base}-or-later"
            );
            Some(Proposal::risky(place.path, words, set(to)))
        }
        None if licence::is_ambiguous(text) => {
            let to = told(text.trim())?;
            let words = text!("le dépôt dit « {to} »", "the repository says “{to}”");
            Some(Proposal::risky(place.path, words, set(to)))
        }
        None => None,
    }
}

/// A day written otherwise than `YYYY-MM-DD`.
fn date(text: &str) -> Found {
    let words = text!("les dates s’écrivent AAAA-MM-JJ", "dates are written YYYY-MM-DD");
    let bare = text.trim();
    let day = bare.split(['T', ' ']).next().unwrap_or_default();
    let parts: Vec<&str> = day.split(['-', '/', '.']).collect();
    let [first, second, third] = parts.as_slice() else { return None };
    let number = |part: &str| part.parse::<i16>().ok().filter(|_| part.len() <= 4);
    let (first_number, second_number, third_number) =
        (number(first)?, number(second)?, number(third)?);
    let (year, month, day, safe) = match (first.len(), third.len()) {
        (4, 1..=2) => (first_number, second_number, third_number, true),
        // Day first, as in Europe.
        (1..=2, 4) => (third_number, second_number, first_number, false),
        _ => return None,
    };
    let date = jiff::civil::Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?);
    Some((date.ok()?.to_string(), safe, words))
}

/// An address whose `@` was hidden.
fn email(text: &str) -> Found {
    let words = text!("adresse écrite avec « @ »", "address written with “@”");
    let bare = text.trim().trim_start_matches("mailto:").trim_matches(['<', '>']);
    if bare.contains('@') {
        return (bare != text && bare.matches('@').count() == 1 && !bare.contains(' '))
            .then(|| (bare.to_string(), true, words));
    }
    let hidden = [
        ("\\x64", true),
        (" [at] ", false),
        ("[at]", false),
        (" (at) ", false),
        ("(at)", false),
        (" at ", false),
    ];
    let (mark, safe) = hidden.into_iter().find(|(mark, _)| bare.matches(mark).count() == 1)?;
    let clear = bare.replace(mark, "@").replace("[dot]", ".").replace("(dot)", ".");
    (!clear.contains(' ')).then_some((clear, safe, words))
}

/// An address without its scheme, or a file of the repository.
fn address(document: &Document, place: &Place<'_>, text: &str) -> Found {
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
    let _ = place.key;
    named.then(|| (format!("https://{bare}"), false, words))
}

/// Contractors, where the type of maintenance forbids them.
fn contractors(document: &Document) -> Option<Proposal> {
    let place = path("maintenance.contractors");
    document.get(&place).filter(|value| !value.is_empty())?;
    let kind = document.get(&path("maintenance.type"))?.as_text()?;
    if !["internal", "community", "none"].contains(&kind) {
        return None;
    }
    let words = text!(
        "« contractors » n’est permis qu’avec « type: contract » : laissé en commentaire",
        "“contractors” is only allowed with “type: contract”: left as a comment"
    );
    Some(Proposal::risky(&place, words, Change::Comment { path: place.clone() }))
}
