//! The file of licences that were asked of registries: committed with the code, read
//! by later audits, which ask nothing. It is weaker than what the repository states.

use super::source::Malformed;
use crate::lang::Text;
use crate::text;
use crate::text::line::position;
use serde::Deserialize;
use std::collections::BTreeMap;
use toml::value::Datetime;

/// Where the file stands in a repository.
pub(crate) const FILE: &str = "publiable-licences.toml";
/// The version of the format.
const SCHEMA: u32 = 1;
/// The longest words that are kept.
const LONGEST: usize = 200;

/// What a registry said of one version of a package.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Answer {
    /// The SPDX expression that it comes to; none when it comes to none.
    #[serde(default)]
    pub licence: Option<String>,
    /// Its words, where the expression is not they.
    #[serde(default)]
    pub said: Option<String>,
    /// The day, YYYY-MM-DD.
    #[serde(deserialize_with = "day")]
    pub date: String,
    /// The name of the registry.
    pub from: String,
}

/// The file: the answers, by Package URL.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Resolved {
    #[serde(default)]
    schema: Option<u32>,
    /// What registries said.
    #[serde(default, rename = "component")]
    pub answers: BTreeMap<String, Answer>,
}

fn day<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    let read = Datetime::deserialize(deserializer)?;
    let date = read.date.map(|date| date.to_string());
    date.ok_or_else(|| serde::de::Error::custom("a date is YYYY-MM-DD"))
}

impl Answer {
    /// The words to keep of what a registry `said`, which may be anything, and the
    /// expression that they come to.
    pub(crate) fn new(said: &str, licence: Option<String>, date: String, from: String) -> Answer {
        let line = said.lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or_default();
        let line = line.chars().filter(|c| !c.is_control()).take(LONGEST).collect::<String>();
        let said = Some(line).filter(|line| licence.as_ref() != Some(line));
        Answer { licence, said, date, from }
    }

    /// The licence: its expression, else the words.
    pub(crate) fn words(&self) -> Option<&str> {
        self.licence.as_deref().or(self.said.as_deref())
    }
}

impl Resolved {
    /// Reads the file.
    pub(crate) fn read(text: &str) -> Result<Resolved, Malformed> {
        let read: Resolved = toml::from_str(text).map_err(|error| {
            let (line, column) = position(text, error.span().map_or(0, |span| span.start));
            let words = error.message();
            Malformed::at(line, column, remedied(words))
        })?;
        match read.schema {
            Some(SCHEMA) | None => Ok(read),
            Some(other) => Err(Malformed::at(
                1,
                1,
                text!(
                    "« schema = {other} » n’est pas lu par cette version, qui lit {SCHEMA} : mettre publiable à jour",
                    "“schema = {other}” is not read by this version, which reads {SCHEMA}: update publiable"
                ),
            )),
        }
    }

    /// The text of the file, under `head`: one line a component, sorted.
    pub(crate) fn write(&self, head: &str) -> String {
        let mut text = format!("{head}schema = {SCHEMA}\n\n[component]\n");
        for (purl, answer) in &self.answers {
            let mut cells = Vec::new();
            let mut cell = |key: &str, value: &Option<String>| {
                if let Some(value) = value {
                    cells.push(format!("{key} = {}", quoted(value)));
                }
            };
            cell("licence", &answer.licence);
            cell("said", &answer.said);
            let (date, from) = (&answer.date, quoted(&answer.from));
            cells.push(format!("date = {date}, from = {from}"));
            text.push_str(&format!("{} = {{ {} }}\n", quoted(purl), cells.join(", ")));
        }
        text
    }
}

fn quoted(text: &str) -> String {
    toml::Value::String(text.to_string()).to_string()
}

fn remedied(words: &str) -> Text {
    text!(
        "{words} ; corriger la ligne, ou supprimer le fichier puis l’écrire de nouveau avec « publiable licence resolve --online »",
        "{words}; correct the line, or remove the file and write it again with “publiable licence resolve --online”"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_again() {
        let long = "Nobody may use \"this\"\u{1b}[31m\non Sundays";
        let new = |said: &str, licence: Option<&str>| {
            Answer::new(said, licence.map(str::to_string), "2026-11-30".into(), "npm".into())
        };
        let answers = [
            ("pkg:npm/a@1.0.0".to_string(), new("MIT", Some("MIT"))),
            ("pkg:npm/b@1.0.0".to_string(), new("Apache 2", Some("Apache-2.0"))),
            ("pkg:npm/%40c/d@2".to_string(), new(long, None)),
        ];
        let resolved = Resolved { schema: Some(SCHEMA), answers: answers.into() };
        let text = resolved.write("# head\n");
        assert!(
            text.contains(
                "\"pkg:npm/a@1.0.0\" = { licence = \"MIT\", date = 2026-11-30, from = \"npm\" }\n"
            ),
            "{text}"
        );
        assert_eq!(Resolved::read(&text).expect("a file"), resolved);
        assert_eq!(
            resolved.answers["pkg:npm/%40c/d@2"].words(),
            Some("Nobody may use \"this\"[31m")
        );
    }

    #[test]
    fn a_broken_file_says_where_and_what_to_do() {
        let text = "schema = 1\n[component]\n\"pkg:npm/a\" = { licence = 3, from = \"npm\" }\n";
        let fault = Resolved::read(text).expect_err("broken");
        assert_eq!(fault.line, 3);
        assert!(fault.message.en.contains("publiable licence resolve --online"), "{fault:?}");
        assert!(Resolved::read("schema = 9\n").is_err());
    }
}
