//! Values written in another way than the standard's.

use super::site::{Site, sites, step};
use super::spelling::{folded, near};
use super::{Options, Proposal};
use crate::lang::Text;
use crate::publiccode::confusion;
use crate::publiccode::edit::{Change, Document, Path, Step, Type, Value, path};
use crate::publiccode::format::{country, email::is_address, language, licence};
use crate::publiccode::standard::{Format, Key, Presence, Shape, version};
use crate::question::{is_question, marked};
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
            // A list that may be one value is judged as its only item.
            (Shape::Scalar(format) | Shape::List(format, _), Value::Scalar(text, kind)) => {
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
    if place.key.presence != Presence::Required && says_nothing(place.format, text) {
        let words = text!(
            "« {text} » ne dit rien : la clé facultative est retirée",
            "“{text}” says nothing: the optional key is removed"
        );
        let change = Change::Delete { path: place.path.clone() };
        return Some(Proposal::risky(place.path, words, change));
    }
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
        Format::OneOf(list) => return one_of(place, text, list.values, options),
        Format::Preferably(list) => preferred(text, list.values),
        Format::Spdx => return spdx(place, text, options),
        Format::Date => date(text),
        Format::Email => email(text),
        Format::HttpUrl | Format::VideoUrl | Format::Url => address(document, place, text),
        _ => None,
    };
    let (to, safe, words) = found.filter(|(to, ..)| to != text)?;
    Some(Proposal { safe, ..Proposal::safe(place.path, words, set(&to)) })
}

/// True for a word that stands for no value, where one of a precise form is expected.
fn says_nothing(format: Format, text: &str) -> bool {
    const WORDS: [&str; 16] = [
        "false", "no", "non", "none", "null", "nil", "aucun", "aucune", "n/a", "na", "nc", "tbd",
        "todo", "unknown", "-", "?",
    ];
    let free = matches!(
        format,
        Format::Free | Format::Length { .. } | Format::Version | Format::Language | Format::Country
    );
    !free && WORDS.contains(&text.trim().to_lowercase().as_str())
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
    let upper = text.trim().to_uppercase();
    if country::is_code(&upper) {
        let words = text!(
            "les codes de pays s’écrivent en majuscules",
            "country codes are written in upper case"
        );
        return Some((upper, true, words));
    }
    let code = country::meant(text.trim())?;
    let words = text!("le code de ce pays est {code}", "the code of this country is {code}");
    Some((code.to_string(), false, words))
}

/// A language tag with hyphens, and the case that BCP 47 recommends.
fn tag(text: &str) -> Found {
    let bare = text.trim().replace('_', "-");
    let bare = bare.split('.').next().unwrap_or_default();
    let tag = match language::is_tag(bare) {
        true => language::canonical(bare),
        false => language::meant(bare)?,
    };
    let words = text!(
        "les langues s’écrivent comme le veut BCP 47",
        "languages are written as BCP 47 says"
    );
    (tag != text).then_some((tag, true, words))
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

fn preferred(text: &str, list: &'static [&'static str]) -> Found {
    let same = list.iter().find(|value| folded(value) == folded(text))?;
    let words = text!("le standard écrit « {same} »", "the standard writes “{same}”");
    Some(((*same).to_string(), true, words))
}

/// A value of a closed list, spelt otherwise or said in other words. What
/// cannot be told is asked, or left out of an optional list.
fn one_of(
    place: &Place<'_>,
    text: &str,
    list: &'static [&'static str],
    options: &Options<'_>,
) -> Option<Proposal> {
    if list.contains(&text) {
        return None;
    }
    let set = |to: &str| Change::Set { path: place.path.clone(), value: Value::text(to) };
    if let Some(value) = near(text, list.iter().copied()) {
        let words = text!("le standard écrit « {value} »", "the standard writes “{value}”");
        return Some(Proposal::safe(place.path, words, set(value)));
    }
    let shown: String = text.chars().filter(|c| !c.is_control()).take(80).collect();
    let meant = confusion::value(&place.name, text, list);
    if let [value] = meant.as_slice() {
        let words = text!(
            "« {shown} » n’est pas dans la liste du standard : « {value} » en est le plus proche",
            "“{shown}” is not in the list of the standard: “{value}” is the nearest"
        );
        return Some(Proposal::risky(place.path, words, set(value)));
    }
    let required = place.key.presence == Presence::Required;
    if !required && matches!(place.key.shape, Shape::List(..)) {
        let words = text!(
            "« {shown} » n’est pas dans la liste du standard : laissé en commentaire",
            "“{shown}” is not in the list of the standard: left as a comment"
        );
        return Some(Proposal::risky(
            place.path,
            words,
            Change::Comment { path: place.path.clone() },
        ));
    }
    let choices = if meant.is_empty() { list } else { &meant };
    let words = text!(
        "« {shown} » n’est pas dans la liste du standard : une question est posée",
        "“{shown}” is not in the list of the standard: a question is asked"
    );
    let colon = options.lang.pick("\u{a0}: ", ": ");
    let question = marked(&format!("{shown}{colon}{}", choices.join(", ")));
    Some(Proposal::risky(place.path, words, set(&question)))
}

fn spdx(place: &Place<'_>, text: &str, options: &Options<'_>) -> Option<Proposal> {
    let set = |to: &str| Change::Set { path: place.path.clone(), value: Value::text(to) };
    let words =
        |to: &str| text!("l’identifiant SPDX est « {to} »", "the SPDX identifier is “{to}”");
    let told = |candidates: &[String]| {
        let known = options.known.licence.as_ref()?;
        candidates.contains(known).then(|| known.clone())
    };
    if let Some(read) = licence::parse(text) {
        if read.canonical != text {
            let to = &read.canonical;
            return Some(Proposal::safe(place.path, words(to), set(to)));
        }
        // A GNU identifier that does not say whether later versions will do.
        let [(name, successors)] = read.deprecated.as_slice() else { return None };
        let to = told(successors).filter(|_| name == text)?;
        let words = text!("le dépôt dit « {to} »", "the repository says “{to}”");
        return Some(Proposal::risky(place.path, words, set(&to)));
    }
    let meant = licence::meant(text);
    if let [to] = meant.as_slice() {
        let digits = |text: &str| text.contains(|c: char| c.is_ascii_digit());
        let whole = digits(text) || !digits(to);
        let safe = whole && !text.contains(['/', ',']);
        return Some(Proposal { safe, ..Proposal::safe(place.path, words(to), set(to)) });
    }
    let shown: String = text.chars().filter(|c| !c.is_control()).take(80).collect();
    let to = told(&meant).unwrap_or_else(|| {
        let colon = options.lang.pick("\u{a0}: ", ": ");
        let choices = match meant.as_slice() {
            [] => options.lang.pick("identifiant SPDX", "SPDX identifier").to_string(),
            meant => meant.join(options.lang.pick(" ou ", " or ")),
        };
        marked(&format!("{shown}{colon}{choices}"))
    });
    let words = text!(
        "« {shown} » ne dit pas précisément la licence",
        "“{shown}” does not say the licence precisely"
    );
    Some(Proposal::risky(place.path, words, set(&to)))
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
    is_address(&clear).then_some((clear, safe, words))
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
