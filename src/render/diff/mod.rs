//! Renders what changed from one report to the next.

mod markdown;
mod text;

pub(super) use markdown::within as markdown_within;
pub(super) use text::within as text_within;

use super::Style;
use crate::finding::Status;
use crate::lang::{Lang, Text, list};
use crate::report::Report;
use crate::report::difference::{Difference, Direction, FindingChange, RuleChange, Side};
use crate::text::show::short_id;
use clap::ValueEnum;
use std::cmp::Reverse;
use std::collections::HashSet;
use std::io::{self, Write};

/// A format of `publiable report diff`.
// What documents a value is its help, which is not written in both languages.
#[allow(missing_docs)]
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    // For a person, on a terminal or in a log.
    Text,
    // For programs (`publiable schema diff` gives its schema).
    Json,
    // For a comment.
    Markdown,
}

impl Format {
    /// Writes `difference` in this format.
    pub fn render(
        self,
        difference: &Difference,
        style: &Style,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        match self {
            Format::Text => text::render(difference, style, out),
            Format::Markdown => markdown::render(difference, style.lang, out),
            Format::Json => {
                serde_json::to_writer_pretty(&mut *out, difference)?;
                writeln!(out)
            }
        }
    }
}

/// The JSON Schema (draft 2020-12) of a difference.
pub fn schema() -> serde_json::Value {
    schemars::schema_for!(Difference).to_value()
}

/// What is told under one title.
pub(super) struct Section<'a> {
    /// The title.
    pub title: Text,
    /// Further from publication.
    pub worse: bool,
    /// The rules told.
    pub rules: Vec<&'a RuleChange>,
    /// The findings told.
    pub findings: &'a [FindingChange],
}

impl Section<'_> {
    /// How many entries it has.
    pub(super) fn len(&self) -> usize {
        self.rules.len() + self.findings.len()
    }
}

/// The sections of `difference` that have something to tell, worst first.
pub(super) fn sections(difference: &Difference) -> Vec<Section<'_>> {
    let going = |direction| -> Vec<&RuleChange> {
        difference.rules.iter().filter(|change| change.direction == direction).collect()
    };
    let section = |title, worse, rules, findings| Section { title, worse, rules, findings };
    let all = [
        section(
            crate::text!("Ce qui se dégrade", "What got worse"),
            true,
            going(Direction::Worse),
            &[][..],
        ),
        section(
            crate::text!("Nouveaux constats", "New findings"),
            true,
            Vec::new(),
            &difference.appeared,
        ),
        section(
            crate::text!("Ce qui s’améliore", "What got better"),
            false,
            going(Direction::Better),
            &[],
        ),
        section(
            crate::text!("Constats disparus", "Findings gone"),
            false,
            Vec::new(),
            &difference.gone,
        ),
        section(
            crate::text!("Règles d’un seul des deux rapports", "Rules of one report only"),
            false,
            going(Direction::Incomparable),
            &[],
        ),
    ];
    all.into_iter().filter(|section| section.len() > 0).collect()
}

/// What is new or worse in `difference`: the findings that appeared, each once whatever
/// the number of rules that tell it, and the rules that got worse for another reason.
pub(super) fn news(difference: &Difference) -> News<'_> {
    let mut told = HashSet::new();
    let mut findings: Vec<&FindingChange> = difference.appeared.iter().collect();
    findings.sort_by_key(|found| (Reverse(found.severity), found.location.commit.is_some()));
    findings.retain(|found| told.insert(&found.fingerprint));
    let explained = |rule: &str| difference.appeared.iter().any(|found| found.rule == rule);
    let worse = difference.rules.iter();
    let worse = worse.filter(|rule| rule.direction == Direction::Worse && !explained(&rule.rule));
    News { rules: worse.collect(), findings }
}

/// What a change brings.
pub(super) struct News<'a> {
    /// The rules that got worse, and that no new finding explains.
    pub rules: Vec<&'a RuleChange>,
    /// The findings that appeared, the heaviest first.
    pub findings: Vec<&'a FindingChange>,
}

/// What got better and what did not change, in a line.
fn improved(difference: &Difference) -> Text {
    let better = |change: &&RuleChange| change.direction == Direction::Better;
    let rules = difference.rules.iter().filter(better).count();
    let gone = difference.gone.len();
    let parts = [
        (
            rules,
            crate::text!(rules; "{rules} règle s’améliore" | "{rules} règles s’améliorent", "{rules} rule got better" | "{rules} rules got better"),
        ),
        (
            gone,
            crate::text!(gone; "{gone} constat a disparu" | "{gone} constats ont disparu", "{gone} finding is gone" | "{gone} findings are gone"),
        ),
        (1, unchanged(difference)),
    ];
    let told: Vec<Text> =
        parts.into_iter().filter(|(count, _)| *count > 0).map(|(_, said)| said).collect();
    list(&told)
}

/// What got better, what did not change, what the whole comes to, and how to see it.
pub(super) fn rest(report: &Report, difference: &Difference) -> Text {
    let better = improved(difference);
    let failing = report.outcomes.iter().filter(|outcome| outcome.fails());
    let (failing, asked) = (failing.count(), super::group::open(report).0.len());
    let failing = crate::text!(failing; "{failing} règle en défaut" | "{failing} règles en défaut", "{failing} rule that fails" | "{failing} rules that fail");
    let asked = crate::text!(asked; "{asked} question ouverte" | "{asked} questions ouvertes", "{asked} open question" | "{asked} open questions");
    crate::text!(
        "{better} ; en tout, {failing}, {asked}",
        "{better}; in all, {failing}, {asked}";
        better, failing, asked
    )
}

/// The revision compared with: how it was named, and its commit.
pub(super) fn base(side: &Side) -> String {
    let commit = side.commit.as_deref().map(short_id);
    match (side.revision.as_deref(), commit) {
        (Some(revision), Some(commit)) if revision.starts_with(commit) => commit.to_string(),
        (Some(revision), Some(commit)) => format!("{revision} @ {commit}"),
        (one, other) => one.or(other).unwrap_or_default().to_string(),
    }
}

/// A report in a few words: verdict, degree reached, commit, date.
pub(super) fn summary(side: &Side, lang: Lang) -> String {
    let reached = side.reached.map_or_else(
        || lang.pick("aucun degré atteint", "no degree reached").to_string(),
        |degree| format!("{} {degree}", lang.pick("degré", "degree")),
    );
    let commit = side.commit.as_deref().map(short_id);
    let commit = commit.map(|commit| format!(" @ {commit}")).unwrap_or_default();
    format!("{}, {reached} ({}{commit})", side.verdict.label().get(lang), side.date)
}

/// From what to what.
pub(super) fn step(change: &RuleChange, lang: Lang) -> String {
    let word = |status: Option<Status>| {
        let none = || crate::text!("absente", "absent");
        status.map_or_else(none, Status::label).get(lang).to_string()
    };
    format!("{} → {}", word(change.from), word(change.to))
}

/// A warning when the two reports do not apply the same rules.
pub(super) fn caution(difference: &Difference) -> Option<Text> {
    let same = difference.old.rules_version == difference.new.rules_version;
    (!same).then(|| {
        crate::text!(
            "Les deux rapports n’appliquent pas la même version des règles : une partie de l’écart peut en venir.",
            "The two reports do not apply the same version of the rules: part of the difference may come from that."
        )
    })
}

/// What the change compared sets aside by itself, and where to read why.
pub(super) fn set_aside(difference: &Difference) -> Option<Text> {
    let (count, rules) = difference.set_aside();
    let rules = rules.join(", ");
    (count > 0).then(|| {
        crate::text!(
            count;
            "{count} constat est écarté par cette modification ({rules}) : lisez publiable.toml"
                | "{count} constats sont écartés par cette modification ({rules}) : lisez publiable.toml",
            "{count} finding was set aside by this change ({rules}): read publiable.toml"
                | "{count} findings were set aside by this change ({rules}): read publiable.toml"
        )
    })
}

/// The entries without which the revision compared with was audited.
pub(super) fn left_out(difference: &Difference) -> Option<Text> {
    let (count, base) = (difference.left_out, base(&difference.old));
    (count > 0).then(|| {
        crate::text!(
            count;
            "{count} entrée fausse de la configuration de {base} est laissée de côté : cette modification peut la corriger"
                | "{count} entrées fausses de la configuration de {base} sont laissées de côté : cette modification peut les corriger",
            "{count} wrong entry of the configuration of {base} was left out: this change may correct it"
                | "{count} wrong entries of the configuration of {base} were left out: this change may correct them"
        )
    })
}

/// What is to be known of a comparison besides what changed.
pub(super) fn cautions(difference: &Difference) -> impl Iterator<Item = Text> {
    [caution(difference), left_out(difference), set_aside(difference)].into_iter().flatten()
}

/// How many new problems there are since the revision compared with.
pub(super) fn since(difference: &Difference) -> Text {
    let News { rules, findings } = news(difference);
    let (base, count) = (base(&difference.old), rules.len() + findings.len());
    match count {
        0 => crate::text!("depuis {base} : rien ne se dégrade", "since {base}: nothing got worse"),
        _ => crate::text!(
            count;
            "depuis {base} : {count} problème nouveau" | "depuis {base} : {count} problèmes nouveaux",
            "since {base}: {count} new problem" | "since {base}: {count} new problems"
        ),
    }
}

/// How many findings are in both.
pub(in crate::render) fn unchanged(difference: &Difference) -> Text {
    let count = difference.unchanged;
    crate::text!(
        count;
        "{count} constat est inchangé" | "{count} constats sont inchangés",
        "{count} finding is unchanged" | "{count} findings are unchanged"
    )
}
