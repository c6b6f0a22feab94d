//! In a `publiccode.yml`. The text is being typed, and is often no YAML yet: lines and
//! their indentation say where the cursor is.

use super::{Choice, licences, term};
use crate::lang::Lang;
use crate::publiccode::format::{country, language};
use crate::publiccode::standard::vocabulary::aliases;
use crate::publiccode::standard::{Format, Key, Presence, Shape, Under, under, version};
use crate::render::publiccode::page;
use crate::text::line;

/// A line: the column of its last dash, that of what follows, and that.
struct Line<'t> {
    dash: Option<usize>,
    column: usize,
    content: &'t str,
}

impl<'t> Line<'t> {
    fn new(text: &'t str) -> Line<'t> {
        let (mut dash, mut rest) = (None, text.trim_start_matches(' '));
        while let Some(after) =
            rest.strip_prefix('-').filter(|after| after.is_empty() || after.starts_with(' '))
        {
            dash = Some(text.len() - rest.len());
            rest = after.trim_start_matches(' ');
        }
        Line { dash, column: text.len() - rest.len(), content: rest }
    }

    /// Its key, and what follows the colon.
    fn key(&self) -> Option<(&'t str, &'t str)> {
        let (key, rest) = self.content.split_once(':')?;
        let plain = !key.is_empty() && !key.contains([' ', '#', '{', '[', '"', '\'']);
        let ends = rest.is_empty() || rest.starts_with([' ', '\r']);
        (plain && ends).then_some((key, rest))
    }

    fn is_blank(&self) -> bool {
        self.content.trim().is_empty() || self.content.starts_with('#')
    }
}

/// The keys above what starts at the column `limit` in the lines `above`, from the
/// top, and those beside it; `None` within a text of several lines.
fn keys_above(above: &str, mut limit: usize) -> Option<(Vec<&str>, Vec<&str>)> {
    let (mut path, mut beside, own) = (Vec::new(), Vec::new(), limit);
    for line in above.lines().rev().map(Line::new).filter(|line| !line.is_blank()) {
        if let Some((key, value)) = line.key() {
            if line.column == own && limit == own {
                beside.push(key);
            }
            if line.column < limit {
                if value.trim_start().starts_with(['|', '>']) {
                    return None;
                }
                path.push(key);
                limit = line.column;
            }
        }
        // The key of a list may stand at the column of its dashes.
        limit = line.dash.map_or(limit, |dash| limit.min(dash + 1));
        if limit == 0 && own > 0 {
            break;
        }
    }
    path.reverse();
    Some((path, beside))
}

/// What may be written at the byte `at` of `text`, and where it starts.
pub(super) fn choices(text: &str, at: usize, lang: Lang) -> (usize, Vec<Choice>) {
    let start = line::start(text, at);
    let line = Line::new(&text[start..at]);
    let (above, from) = (&text[..start], at - line.content.len());
    let found = match line.key() {
        Some((key, value)) => value_of(above, &line, key).map(|key| {
            let list = value.rfind(['[', ',']).filter(|_| value.trim_start().starts_with('['));
            let value = list.map_or(value, |at| &value[at + 1..]).trim_start();
            values(key, value, at, lang)
        }),
        None => item_or_key(above, &line, (from, at), lang),
    };
    found.unwrap_or((at, Vec::new()))
}

/// The key of the standard that `key` is on `line`.
fn value_of(above: &str, line: &Line<'_>, key: &str) -> Option<&'static Key> {
    let (path, _) = keys_above(above, line.column)?;
    match under(path.into_iter().chain([key]))? {
        Under::Value(key) => Some(key),
        Under::Keys(_) | Under::Tags(_) => None,
    }
}

/// The item of a list, or the key, that `line` begins.
fn item_or_key(
    above: &str,
    line: &Line<'_>,
    (from, at): (usize, usize),
    lang: Lang,
) -> Option<(usize, Vec<Choice>)> {
    if line.content.starts_with('#') {
        return None;
    }
    let limit = line.dash.map_or(line.column, |dash| dash + 1);
    let (path, beside) = keys_above(above, limit)?;
    match under(path)? {
        Under::Value(key) => line.dash.map(|_| values(key, line.content, at, lang)),
        Under::Tags(_) => Some((from, tags().collect())),
        Under::Keys(keys) => {
            // What the standard is leaving is not to be written any more.
            let new = keys.iter().filter(|key| key.deprecated.is_none());
            let new = new.filter(|key| line.dash.is_some() || !beside.contains(&key.name));
            let choice = |(rank, key): (u8, &Key)| {
                let after = match key.shape {
                    Shape::Scalar(_) | Shape::Boolean => ": ",
                    _ => ":",
                };
                let about = page::key(key.name, key, lang);
                let about =
                    about.split_once('\n').map_or("", |(_, about)| about.trim()).to_string();
                let mandatory = key.presence == Presence::Required;
                let detail = if mandatory { page::presence(key, lang) } else { String::new() };
                Choice { after, detail, about, rank, ..Choice::new(key.name) }
            };
            Some((from, (0..).zip(new).map(choice).collect()))
        }
    }
}

/// The values of `key`, of which `written` is there before the byte `at`.
fn values(key: &Key, written: &str, at: usize, lang: Lang) -> (usize, Vec<Choice>) {
    let quoted = written.starts_with(['"', '\'']);
    let bare = written.trim_start_matches(['"', '\'']);
    let mut start = at - bare.len();
    let format = match key.shape {
        Shape::Boolean => return (start, ["true", "false"].map(Choice::new).into()),
        Shape::Scalar(format) | Shape::List(format, _) => format,
        _ => return (at, Vec::new()),
    };
    let choices: Vec<Choice> = match format {
        Format::OneOf(list) | Format::Preferably(list) => {
            let each = list.values.iter().map(|value| {
                let about = list.meaning(value).map(|words| words.get(lang).to_string());
                Choice { about: about.unwrap_or_default(), ..Choice::new(*value) }
            });
            each.collect()
        }
        Format::StandardVersion if quoted => vec![Choice::new(version::RECOMMENDED)],
        Format::StandardVersion => vec![Choice::new(key.example)],
        Format::Spdx => {
            start += term(bare);
            licences().collect()
        }
        Format::Country => country::codes().map(Choice::new).collect(),
        Format::Language => tags().map(|tag| Choice { after: "", ..tag }).collect(),
        Format::Support => {
            let each = aliases().iter().map(|(name, url)| Choice {
                detail: (*url).to_string(),
                ..Choice::new(format!("alias:{name}"))
            });
            each.collect()
        }
        _ => Vec::new(),
    };
    (start, choices)
}

/// The languages, those of the product first.
fn tags() -> impl Iterator<Item = Choice> {
    let rank = |tag: &str| u8::from(Lang::from_tag(tag).is_none());
    let codes = language::codes().into_iter();
    codes.map(move |tag| Choice { after: ":", rank: rank(tag), ..Choice::new(tag) })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is proposed where `|` stands in `text`, and what it takes the place of.
    fn at(text: &str) -> (String, Vec<String>) {
        let cursor = text.find('|').expect("a cursor");
        let text = text.replacen('|', "", 1);
        let (start, choices) = choices(&text, cursor, Lang::En);
        (text[start..cursor].to_string(), choices.into_iter().map(|one| one.text).collect())
    }

    #[test]
    fn keys_are_those_of_the_section_the_cursor_is_in() {
        for (text, typed, has, lacks) in [
            ("na|", "na", "name", "license"),
            ("name: a\n|", "", "url", "name"),
            ("|", "", "logo", "monochromeLogo"),
            ("name: a\n|", "", "platforms", "inputTypes"),
            ("legal:\n  |", "", "license", "name"),
            ("legal:\n  license: MIT\n  |", "", "mainCopyrightOwner", "license"),
            ("legal:\n  license: MIT\n\n|\nurl: b", "", "name", "license"),
            ("name: a\nplatforms:\n- web\n|", "", "url", "name"),
            ("maintenance:\n  contacts:\n    - na|", "na", "name", "type"),
            ("maintenance:\n  contacts:\n  - name: A\n    |", "", "email", "name"),
            ("maintenance:\n  contacts:\n    - name: A\n    -|", "", "name", "type"),
            ("maintenance:\n  contacts:\n    - name: A\n  |", "", "type", "name"),
            ("description:\n  |", "", "fr", "features"),
            ("description:\n  fr:\n    sh|", "sh", "shortDescription", "fr"),
            ("legal:\r\n  li|", "li", "license", "name"),
        ] {
            let (replaced, found) = at(text);
            assert_eq!(replaced, typed, "{text}");
            assert!(found.contains(&has.to_string()), "{text}: {found:?}");
            assert!(!found.contains(&lacks.to_string()), "{text}: {found:?}");
        }
    }

    #[test]
    fn values_are_those_of_the_key() {
        for (text, typed, has) in [
            ("legal:\n  license: |", "", "EUPL-1.2"),
            ("legal:\n  license: \"MIT OR (Ap|", "Ap", "Apache-2.0"),
            ("developmentStatus: st|", "st", "stable"),
            ("platforms:\n  - w|", "w", "web"),
            ("platforms:\n- w|", "w", "web"),
            ("platforms: [web, l|", "l", "linux"),
            ("publiccodeYmlVersion: |", "", "\"0\""),
            ("publiccodeYmlVersion: \"|", "", "0"),
            ("maintenance:\n  type: |", "", "internal"),
            ("localisation:\n  localisationReady: t|", "t", "true"),
            ("localisation:\n  availableLanguages:\n    - f|", "f", "fr"),
            ("intendedAudience:\n  countries:\n    - F|", "F", "FR"),
            ("categories:\n  -|", "", "accounting"),
        ] {
            let (replaced, found) = at(text);
            assert_eq!(replaced, typed, "{text}");
            assert!(found.contains(&has.to_string()), "{text}: {found:?}");
        }
    }

    #[test]
    fn nothing_is_proposed_within_a_text() {
        for text in [
            "description:\n  fr:\n    longDescription: >-\n      a|",
            "# na|",
            "name: a|",
            "a: b\n  c: d|",
            "unknown:\n  |",
            "legal: |",
        ] {
            let (_, found) = at(text);
            assert!(found.is_empty(), "{text}: {found:?}");
        }
    }
}
