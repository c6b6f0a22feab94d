//! Pages that explain the standard: a key, a rule, the list of keys.

use crate::lang::Lang;
use crate::publiccode::code::Code;
use crate::publiccode::standard::vocabulary::{Vocabulary, aliases};
use crate::publiccode::standard::{self, Format, Key, Presence, Shape, Single};

/// Every key of the standard, one a line.
pub(crate) fn keys(lang: Lang) -> String {
    let all = standard::all();
    let width = all.iter().map(|(path, _)| path.chars().count()).max().unwrap_or_default();
    let line = |(path, key): &(String, &Key)| {
        let mark = match (key.deprecated, key.presence) {
            (Some(_), _) => "†",
            (None, Presence::Required) => "*",
            (None, Presence::OneLanguage | Presence::ByType { .. }) => "+",
            _ => " ",
        };
        format!("{mark} {path:width$}  {}\n", key.what.get(lang))
    };
    let legend = lang.pick(
        "* obligatoire   + selon les cas   † dépréciée\n",
        "* mandatory   + depending   † deprecated\n",
    );
    all.iter().map(line).collect::<String>() + legend
}

/// One rule of the validator.
pub(crate) fn rule(code: Code, lang: Lang) -> String {
    format!("publiccode/{}\n\n{}\n", code.code(), code.why().get(lang))
}

/// One key of the standard.
pub(crate) fn key(path: &str, key: &Key, lang: Lang) -> String {
    let mut lines =
        vec![path.to_string(), String::new(), key.what.get(lang).to_string(), String::new()];
    let mut row = |fr: &str, en: &str, what: String| {
        lines.push(format!("  {}{what}", lang.pick(format!("{fr} : "), format!("{en}: "))));
    };
    row("Valeur", "Value", value(&key.shape, lang));
    row("Présence", "Presence", presence(key, lang));
    row("Depuis", "Since", key.since.to_string());
    if let Some(deprecated) = key.deprecated {
        let instead = match deprecated.replacement {
            Some(path) => lang
                .pick(format!(" ; la remplacer par {path}"), format!("; replace it with {path}")),
            None => lang.pick(" ; la retirer", "; remove it").to_string(),
        };
        row("Dépréciée", "Deprecated", format!("{}{instead}", deprecated.since));
    }
    if !key.example.is_empty() && key.example != "|" {
        row("Exemple", "Example", written(key));
    }
    if let Some(list) = vocabulary(&key.shape) {
        lines.push(String::new());
        lines.extend(values(list, lang));
    }
    if matches!(key.shape, Shape::Scalar(Format::Support)) {
        lines.push(String::new());
        lines.extend(aliases().iter().map(|(name, url)| format!("  alias:{name:<8} {url}")));
    }
    let below = key.shape.keys();
    if !below.is_empty() {
        let names: Vec<&str> = below.iter().map(|key| key.name).collect();
        lines.push(String::new());
        lines.push(format!("  {}{}", lang.pick("Clés : ", "Keys: "), names.join(", ")));
    }
    lines.push(String::new());
    lines.push(format!("  {}", standard::URL));
    lines.join("\n") + "\n"
}

fn written(key: &Key) -> String {
    match key.shape {
        Shape::List(_, Single::Refused | Single::StandardOnly) => {
            format!("{}: [{}]", key.name, key.example)
        }
        _ => format!("{}: {}", key.name, key.example),
    }
}

fn vocabulary(shape: &Shape) -> Option<&'static Vocabulary> {
    match shape {
        Shape::Scalar(Format::OneOf(list) | Format::Preferably(list)) => Some(list),
        Shape::List(Format::OneOf(list) | Format::Preferably(list), _) => Some(list),
        _ => None,
    }
}

fn values(list: &Vocabulary, lang: Lang) -> Vec<String> {
    if list.meanings.is_empty() {
        let all = list.values.join(", ");
        return textwrap::wrap(&all, 78).into_iter().map(|line| format!("  {line}")).collect();
    }
    let width = list.values.iter().map(|value| value.len()).max().unwrap_or_default();
    let meaning =
        |value: &str| list.meaning(value).map(|words| words.get(lang)).unwrap_or_default();
    list.values.iter().map(|value| format!("  {value:width$}  {}", meaning(value))).collect()
}

/// Whether a key must be there.
pub(crate) fn presence(key: &Key, lang: Lang) -> String {
    let list = |values: &[&str]| values.join(", ");
    match key.presence {
        Presence::Required => lang.pick("obligatoire", "mandatory").to_string(),
        Presence::Optional => lang.pick("facultative", "optional").to_string(),
        Presence::OneLanguage => lang
            .pick(
                "obligatoire dans au moins une langue (dans chacune pour l’analyseur de référence)",
                "mandatory in at least one language (in each for the reference parser)",
            )
            .to_string(),
        Presence::ByType { required, forbidden } => {
            let (needed, refused) = (list(required), list(forbidden));
            let mut words = lang.pick(
                format!("obligatoire si type vaut {needed}"),
                format!("mandatory when type is {needed}"),
            );
            if !refused.is_empty() {
                words += &lang.pick(
                    format!(", interdite si {refused}"),
                    format!(", forbidden when {refused}"),
                );
            }
            words
        }
    }
}

/// What the value must look like.
fn value(shape: &Shape, lang: Lang) -> String {
    let one = |format: Format| -> String {
        let pick = |fr: &str, en: &str| lang.pick(fr, en).to_string();
        match format {
            Format::StandardVersion => pick(
                "une version du standard, entre guillemets",
                "a version of the standard, in quotes",
            ),
            Format::Free => pick("un texte", "a text"),
            Format::Version => pick("un texte, entre guillemets", "a text, in quotes"),
            Format::Length { min: 0, max } => lang.pick(
                format!("un texte de {max} caractères au plus"),
                format!("a text of {max} characters at most"),
            ),
            Format::Length { min, max } => lang.pick(
                format!("un texte de {min} à {max} caractères"),
                format!("a text of {min} to {max} characters"),
            ),
            Format::Url => pick("une adresse complète", "a complete address"),
            Format::HttpUrl => {
                pick("une adresse http:// ou https://", "an http:// or https:// address")
            }
            Format::VideoUrl => {
                pick("l’adresse d’une vidéo (oEmbed)", "the address of a video (oEmbed)")
            }
            Format::Date => pick("une date AAAA-MM-JJ", "a YYYY-MM-DD date"),
            Format::Email => pick("une adresse électronique", "an e-mail address"),
            Format::Phone => pick(
                "un numéro, avec l’indicatif international",
                "a number, with the international prefix",
            ),
            Format::Logo => pick(
                "chemin relatif ou adresse d’un SVG, SVGZ ou PNG",
                "relative path or address of an SVG, SVGZ or PNG file",
            ),
            Format::Screenshot => pick(
                "chemin relatif ou adresse d’un PNG ou JPEG",
                "relative path or address of a PNG or JPEG file",
            ),
            Format::File => {
                pick("chemin relatif ou adresse d’un fichier", "relative path or address of a file")
            }
            Format::MediaType => pick("un type de média (RFC 6838)", "a media type (RFC 6838)"),
            Format::Language => pick("un code de langue (BCP 47)", "a language tag (BCP 47)"),
            Format::Country => pick(
                "un code de pays ISO 3166-1, en majuscules",
                "an ISO 3166-1 country code, in capitals",
            ),
            Format::Spdx => pick(
                "une expression SPDX (https://spdx.org/licenses)",
                "an SPDX expression (https://spdx.org/licenses)",
            ),
            Format::OrganisationUri => pick("une adresse ou une URN", "a URL or a URN"),
            Format::Support => pick(
                "un alias du standard, ou une adresse",
                "an alias of the standard, or an address",
            ),
            Format::OneOf(list) => list.one.get(lang).to_string(),
            Format::Preferably(list) => lang.pick(
                format!("{}, ou un autre texte", list.one.fr),
                format!("{}, or another text", list.one.en),
            ),
        }
    };
    match shape {
        Shape::Scalar(format) => one(*format),
        Shape::List(format, Single::Refused) => lang.pick(
            format!("une liste ; chaque élément : {}", one(*format)),
            format!("a list; each item: {}", one(*format)),
        ),
        Shape::List(format, _) => lang.pick(
            format!("une valeur ou une liste ; chacune : {}", one(*format)),
            format!("a value or a list; each: {}", one(*format)),
        ),
        shape => shape.expected().get(lang).to_string(),
    }
}
