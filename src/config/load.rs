//! Reads and validates `publiable.toml`: unknown keys, rules and dates are
//! errors that name line and remedy.

use super::{Config, SCHEMA};
use crate::error::{Error, Result};
use crate::finding::Fingerprint;
use crate::lang::Text;
use crate::rule::RuleSet;
use crate::rule::load::syntax_error;
use crate::rule::locate::Lines;
use crate::text;
use std::cell::LazyCell;

/// Errors told at once.
pub(crate) const MOST: usize = 100;

/// The entries of a file that are wrong.
#[derive(Debug, Default)]
pub(crate) struct Wrong {
    /// What is told of the first ones.
    pub told: Vec<Error>,
    /// How many there are, told or not.
    pub count: usize,
}

impl Wrong {
    fn of(errors: impl Iterator<Item = Error>, count: usize) -> Wrong {
        Wrong { told: errors.take(MOST).collect(), count }
    }

    /// Those of two files.
    pub(crate) fn and(mut self, other: Wrong) -> Wrong {
        self.told.extend(other.told);
        self.count += other.count;
        self
    }

    /// What stops a command: the first one, and how many there are.
    pub(super) fn first(self) -> Option<Error> {
        let (count, first) = (self.count, self.told.into_iter().next()?);
        Some(match count {
            1 => first,
            _ => {
                let (fr, en) = ("erreurs ; la première : ", "errors; the first: ");
                let message =
                    first.message.after(&format!("{count} {fr}"), &format!("{count} {en}"));
                Error { message, ..first }
            }
        })
    }
}

/// Says that `count` errors more are not told.
pub(crate) fn more(count: usize) -> Option<Text> {
    let said = || {
        text!(
            count;
            "Ce fichier a {count} autre erreur." | "Ce fichier a {count} autres erreurs.",
            "This file has {count} other error." | "This file has {count} other errors."
        )
    };
    (count > 0).then(said)
}

/// Reads the text of a configuration file shown as `name`.
pub(crate) fn parse(name: &str, text: &str) -> Result<Config> {
    let config: Config = toml::from_str(text).map_err(|error| syntax_error(name, text, &error))?;
    match config.schema {
        Some(SCHEMA) | None => Ok(config),
        Some(other) => {
            let line = Lines::of(text).of_entry(&["schema"]).unwrap_or(1);
            Err(Error::usage(text!(
                "« schema = {other} » n’est pas lu par cette version, qui lit {SCHEMA}.",
                "“schema = {other}” is not read by this version, which reads {SCHEMA}."
            ))
            .at(name, line, None)
            .remedy(text!("Mettez publiable à jour.", "Update publiable.")))
        }
    }
}

/// Takes out of `config` the entries that [`wrong_rules`] refuses.
pub(super) fn keep_right(config: &mut Config, rules: &RuleSet) {
    let known = |id: &str| rules.get(id).is_some();
    config.attestation.retain(|entry| asks(rules, &entry.rule));
    config.waiver.retain(|entry| known(&entry.rule));
    config.finding.retain(|entry| known(&entry.rule) && is_fingerprint(&entry.fingerprint));
    config.rules.retain(|id, _| known(id));
}

/// Whether the rule `id` asks a question.
fn asks(rules: &RuleSet, id: &str) -> bool {
    rules.get(id).is_some_and(|rule| rule.question.is_some())
}

fn is_fingerprint(given: &str) -> bool {
    Fingerprint(given.to_string()).is_well_formed()
}

/// The fingerprints of settled findings that are none, each with the rank of its entry.
fn malformed_in(config: &Config) -> impl Iterator<Item = (usize, &str)> + Clone {
    let given = config.finding.iter().map(|entry| entry.fingerprint.as_str()).enumerate();
    given.filter(|(_, given)| !is_fingerprint(given))
}

/// Every identifier that `rules` does not know, every attestation of a rule that asks
/// nothing, and every fingerprint that is none; the first ones are told.
pub(crate) fn wrong_rules(name: &str, text: &str, config: &Config, rules: &RuleSet) -> Wrong {
    let lines = LazyCell::new(|| Lines::of(text));
    let line_in = |array: &str, index: usize| lines.in_array(array, index, "rule").unwrap_or(1);
    let attestations = config.attestation.iter().map(|entry| &entry.rule).enumerate();
    let waivers = config.waiver.iter().map(|entry| &entry.rule).enumerate();
    let findings = config.finding.iter().map(|entry| &entry.rule).enumerate();
    let tables = attestations.clone().map(|(index, id)| ("attestation", index, id));
    let tables = tables.chain(waivers.map(|(index, id)| ("waiver", index, id)));
    let tables = tables.chain(findings.map(|(index, id)| ("finding", index, id)));
    let unknown = tables.filter(|(_, _, id)| rules.get(id).is_none());
    let adjusted = config.rules.keys().filter(|id| rules.get(id).is_none());
    let unasked = attestations.filter(|(_, id)| rules.get(id).is_some() && !asks(rules, id));
    // To be counted costs little, to be told does not.
    let count = unknown.clone().count() + adjusted.clone().count() + unasked.clone().count();
    let count = count + malformed_in(config).count();
    let unknown = unknown
        .map(|(array, index, id)| rules.unknown_rule(id).at(name, line_in(array, index), None));
    let adjusted = adjusted.map(|id| {
        let line = lines.of_entry(&["rules", id]).unwrap_or(1);
        rules.unknown_rule(id).at(name, line, None)
    });
    let unasked = unasked.map(|(index, id)| {
        Error::usage(text!(
            "la règle « {id} » ne pose pas de question : elle ne s’atteste pas.",
            "the rule “{id}” asks no question: it cannot be attested."
        ))
        .at(name, line_in("attestation", index), None)
        .remedy(text!(
            "Les questions : publiable attest --list",
            "The questions: publiable attest --list"
        ))
    });
    let wrong = unknown.chain(adjusted).chain(unasked);
    Wrong::of(wrong.chain(wrong_fingerprints(name, text, config)), count)
}

/// Every settled finding whose fingerprint is none.
pub(super) fn malformed(name: &str, text: &str, config: &Config) -> Wrong {
    Wrong::of(wrong_fingerprints(name, text, config), malformed_in(config).count())
}

/// An error for each settled finding whose fingerprint is none.
fn wrong_fingerprints<'c>(
    name: &'c str,
    text: &'c str,
    config: &'c Config,
) -> impl Iterator<Item = Error> + 'c {
    let lines = LazyCell::new(|| Lines::of(text));
    malformed_in(config).map(move |(index, given)| {
        let line = lines.in_array("finding", index, "fingerprint").unwrap_or(1);
        let given = masked(given);
        Error::usage(text!(
            "« {given} » n’est pas une empreinte : b3: puis vingt chiffres hexadécimaux.",
            "“{given}” is not a fingerprint: b3: then twenty hexadecimal digits."
        ))
        .at(name, line, None)
        .remedy(text!(
            "Copiez celle du constat : publiable audit --details all",
            "Copy that of the finding: publiable audit --details all"
        ))
    })
}

/// What is shown of what was `given` for a fingerprint, which may be the secret itself:
/// how it starts, and its length.
fn masked(given: &str) -> String {
    const SHOWN: usize = 4;
    let length = given.chars().count();
    let start: String = given.chars().take(SHOWN.min(length / 2)).collect();
    format!("{start}••••({length})")
}

/// Reads and writes a TOML local date, or a string that holds one.
pub(crate) mod date {
    use jiff::civil::Date;
    use serde::{Deserialize, Deserializer, Serializer, de::Error};
    use toml::value::Datetime;

    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Raw {
        Toml(Datetime),
        Word(String),
    }

    /// Reads a date.
    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Date, D::Error> {
        let text = match Raw::deserialize(deserializer)? {
            Raw::Toml(datetime) => datetime.date.map(|date| date.to_string()).unwrap_or_default(),
            Raw::Word(word) => word,
        };
        text.parse().map_err(|_| D::Error::custom(format!("`{text}` is not a date (YYYY-MM-DD)")))
    }

    /// Writes a date as a string.
    pub(crate) fn serialize<S: Serializer>(date: &Date, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(date)
    }
}

/// The same for a date that may be absent.
pub(crate) mod optional_date {
    use jiff::civil::Date;
    use serde::{Deserializer, Serializer};

    /// Reads a date.
    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<Date>, D::Error> {
        super::date::deserialize(deserializer).map(Some)
    }

    /// Writes a date as a string.
    pub(crate) fn serialize<S: Serializer>(
        date: &Option<Date>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        match date {
            Some(date) => serializer.collect_str(date),
            None => serializer.serialize_none(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lang::Lang;

    const FILE: &str = r#"
schema = 1
[project]
degree = "B"
[[attestation]]
rule = "attest/ip-owned"
answer = "oui"
role = "Bureau des produits"
date = 2026-11-20
valid-until = 2027-11-20
[[waiver]]
rule = "readme/purpose"
reason = "Le site le dit"
expires = "2027-01-01"
"#;

    #[test]
    fn a_file_is_read() {
        let config = parse("publiable.toml", FILE).expect("valid");
        assert_eq!(config.project.degree, Some(crate::rule::Degree::B));
        assert_eq!(config.attestation[0].date.to_string(), "2026-11-20");
        assert_eq!(config.waiver[0].expires.map(|d| d.to_string()).as_deref(), Some("2027-01-01"));
    }

    #[test]
    fn a_wrong_key_is_refused_with_its_line_and_the_word_meant() {
        let error = parse("publiable.toml", "schema = 1\n[project]\ndegre = \"B\"\n").unwrap_err();
        assert_eq!(error.code, crate::exit::USAGE);
        assert!(error.paragraph(Lang::En).starts_with("publiable.toml:3:1: "), "{error}");
        assert!(error.paragraph(Lang::En).ends_with("Did you mean “degree”?"), "{error}");
    }

    #[test]
    fn a_rule_that_does_not_exist_is_refused() {
        let (rules, _) = crate::rule::load::load(&[]).expect("embedded rules");
        let text = FILE.replace("readme/purpose", "readme/purpos");
        let config = parse("publiable.toml", &text).expect("valid");
        let error = wrong_rules("publiable.toml", &text, &config, &rules).told.remove(0);
        assert!(error.paragraph(Lang::Fr).contains(":12 :"), "{}", error.paragraph(Lang::Fr));
        assert!(error.paragraph(Lang::Fr).contains("« readme/purpose »"));
        // Where its severity is set, and not where it is first named.
        let text =
            format!("# readme/purpos\n{FILE}[rules.\"readme/purpos\"]\nseverity = \"info\"\n");
        let config = parse("publiable.toml", &text).expect("valid");
        let error = wrong_rules("publiable.toml", &text, &config, &rules).told.remove(0);
        assert_eq!(error.place.map(|place| place.line), Some(16));
    }

    #[test]
    fn what_is_not_told_is_counted() {
        let (rules, _) = crate::rule::load::load(&[]).expect("embedded rules");
        let read = |times: usize| {
            let waiver = "[[waiver]]\nrule = \"readme/purpos\"\nreason = \"a\"\n";
            let finding = "[[finding]]\nrule = \"secrets/tree\"\nfingerprint = \"b3:a\"\nreason = \"fictif\"\n";
            let text = format!("{}{finding}", waiver.repeat(times));
            let config = parse("p.toml", &text).expect("valid");
            wrong_rules("p.toml", &text, &config, &rules)
        };
        let wrong = read(300);
        assert_eq!((wrong.told.len(), wrong.count), (MOST, 301));
        let first = wrong.first().expect("an error").paragraph(Lang::En);
        assert!(first.starts_with("p.toml:2: 301 errors; the first: the rule “readme/purpos”"));
        let first = read(1).first().expect("an error").paragraph(Lang::Fr);
        assert!(first.starts_with("p.toml:2 : 2 erreurs ; la première : la règle"), "{first}");
        let first = read(0).first().expect("an error").paragraph(Lang::En);
        assert!(first.starts_with("p.toml:3: “b3••••(4)” is not a fingerprint"), "{first}");
    }

    #[test]
    fn what_stands_for_a_fingerprint_is_not_shown_whole() {
        let pasted = ["q8Zr2LmT", "0vKx5NcB", "é"].concat();
        assert_eq!(masked(&pasted), "q8Zr••••(17)");
        assert_eq!(masked("b3:"), "b••••(3)");
        assert_eq!(masked(""), "••••(0)");
    }

    #[test]
    fn an_unreadable_date_is_refused() {
        let error = parse("p.toml", &FILE.replace("2027-01-01", "demain")).unwrap_err();
        assert!(error.paragraph(Lang::En).contains("demain"), "{error}");
    }
}
