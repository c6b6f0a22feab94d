//! Values written in another way than the standard's.

mod form;
mod licence;
mod list;

use super::site::{Site, sites, step};
use super::{Options, Proposal};
use crate::lang::Text;
use crate::publiccode::standard::{Format, Key, Presence, Shape, version};
use crate::text;
use crate::text::question::is_question;
use crate::yaml::edit::{Change, Document, Path, Step, Type, Value, path};
use form::{address, date, email};
use licence::spdx;
use list::{country_code, languages, one_of, preferred, tag};

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

/// A value to write, whether that is certain, and why.
type Found = Option<(String, bool, Text)>;

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
