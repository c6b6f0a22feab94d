//! The table itself: clashes, passages, and rules by family.

use super::{Judgement, Usage};
use crate::lang::Text;
use crate::licence::families::{self, Family};
use serde::{Deserialize, Serialize};
use std::sync::LazyLock;

const DATA: &str = include_str!("../../../data/licence/compatibility.toml");

/// What a line of the table rests on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Source {
    /// Its short name in the table.
    pub id: String,
    /// What it is.
    pub title: Text,
    /// Where it is.
    pub url: String,
}

/// The whole table.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Matrix {
    source: Vec<Source>,
    clash: Vec<Clash>,
    passage: Vec<Passage>,
    rule: Vec<Rule>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Clash {
    inbound: Vec<String>,
    outgoing: Vec<String>,
    uses: Vec<Usage>,
    why: Text,
    source: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Passage {
    inbound: Vec<String>,
    outgoing: Vec<String>,
    uses: Vec<Usage>,
    judgement: Judgement,
    why: Text,
    source: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Rule {
    inbound: Vec<Family>,
    outgoing: Vec<String>,
    uses: Vec<Usage>,
    /// True for a rule that holds where code of the project may itself go under the
    /// licence of the component, which then is that of the whole.
    #[serde(default)]
    welcome: bool,
    judgement: Judgement,
    why: Text,
    source: Vec<String>,
}

/// What the table says of two licences.
pub(super) struct Cell {
    /// The answer.
    pub judgement: Judgement,
    /// Why, with `{in}` and `{out}` to be filled.
    pub why: Option<&'static Text>,
    /// True when both are the same licence.
    pub same: bool,
    /// The later version of the component's licence that the answer goes
    /// through, when that version is another licence than the project's.
    pub through: Option<String>,
    /// True when the whole comes under the licence of the component.
    pub combined: bool,
    source: &'static [String],
}

impl Cell {
    /// What the answer rests on.
    pub(super) fn sources(&self) -> Vec<&'static Source> {
        let find = |id: &String| MATRIX.source.iter().find(|source| source.id == *id);
        self.source.iter().filter_map(find).collect()
    }
}

/// The table of the program.
pub(super) static MATRIX: LazyLock<Matrix> = LazyLock::new(|| {
    toml::from_str(DATA)
        .unwrap_or_else(|error| unreachable!("compatibility.toml is tested: {error}"))
});

impl Matrix {
    /// What the table says of code under `inbound` in a project under `outgoing`.
    pub(super) fn cell(&'static self, inbound: &str, outgoing: &str, usage: Usage) -> Cell {
        if inbound == outgoing {
            return Cell {
                judgement: Judgement::Yes,
                why: None,
                same: true,
                through: None,
                combined: false,
                source: &[],
            };
        }
        let fits = |ins: &[String], outs: &[String], uses: &[Usage]| {
            uses.contains(&usage) && listed(ins, inbound) && listed(outs, outgoing)
        };
        let clash = self.clash.iter().find(|c| fits(&c.inbound, &c.outgoing, &c.uses));
        if let Some(clash) = clash {
            return cell(Judgement::No, &clash.why, &clash.source);
        }
        let passage = self.passage.iter().find(|p| fits(&p.inbound, &p.outgoing, &p.uses));
        if let Some(passage) = passage {
            return cell(passage.judgement, &passage.why, &passage.source);
        }
        let rule = families::of(inbound).and_then(|family| {
            self.rule.iter().find(|rule| {
                rule.uses.contains(&usage)
                    && rule.inbound.contains(&family)
                    && accepts(&rule.outgoing, outgoing)
                    && (!rule.welcome || self.welcomes(inbound, outgoing))
            })
        });
        match rule {
            Some(rule) => {
                Cell { combined: rule.welcome, ..cell(rule.judgement, &rule.why, &rule.source) }
            }
            None => Cell {
                judgement: Judgement::Unknown,
                why: None,
                same: false,
                through: None,
                combined: false,
                source: &[],
            },
        }
    }

    /// True when code under `outgoing` may go into a work under `inbound`.
    fn welcomes(&'static self, inbound: &str, outgoing: &str) -> bool {
        self.cell(outgoing, inbound, Usage::Copy).judgement == Judgement::Yes
    }
}

fn cell(judgement: Judgement, why: &'static Text, source: &'static [String]) -> Cell {
    Cell { judgement, why: Some(why), same: false, through: None, combined: false, source }
}

/// True when `id` is one of `patterns`, which may end with `*`.
fn listed(patterns: &[String], id: &str) -> bool {
    patterns.iter().any(|pattern| match pattern.strip_suffix('*') {
        Some(prefix) => id.starts_with(prefix),
        None => pattern == id,
    })
}

/// True when the family of `id` is one of `families`, or `*` stands for any known one.
fn accepts(families: &[String], id: &str) -> bool {
    let Some(family) = families::of(id) else { return false };
    let name = serde_json::to_value(family).ok();
    let name = name.as_ref().and_then(serde_json::Value::as_str).unwrap_or_default();
    families.iter().any(|wanted| wanted == "*" || wanted == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_source_of_a_line_is_described() {
        let lines = MATRIX.clash.iter().map(|clash| &clash.source);
        let lines = lines.chain(MATRIX.passage.iter().map(|passage| &passage.source));
        for id in lines.chain(MATRIX.rule.iter().map(|rule| &rule.source)).flatten() {
            assert!(MATRIX.source.iter().any(|source| source.id == *id), "{id}");
        }
    }

    #[test]
    fn every_identifier_of_the_table_is_known() {
        let clashes = MATRIX.clash.iter().flat_map(|c| c.inbound.iter().chain(&c.outgoing));
        let passages = MATRIX.passage.iter().flat_map(|p| p.inbound.iter().chain(&p.outgoing));
        for id in clashes.chain(passages).filter(|id| !id.ends_with('*')) {
            assert!(families::of(id).is_some(), "{id}");
        }
    }
}
