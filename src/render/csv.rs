//! CSV (RFC 4180) for a spreadsheet: one line a finding, or a rule without any.
//! French spreadsheets separate with semicolons, English ones with commas; a
//! byte-order mark tells both that the text is UTF-8.

use super::escape;
use crate::finding::{Confidence, Location};
use crate::lang::{Lang, Text};
use crate::report::difference::Difference;
use crate::report::{Outcome, Report, ReportedFinding};
use std::io::{self, Write};

const COLUMNS: [(&str, &str); 20] = [
    ("dépôt", "repository"),
    ("commit audité", "audited commit"),
    ("date", "date"),
    ("verdict", "verdict"),
    ("chapitre", "chapter"),
    ("règle", "rule"),
    ("intitulé", "title"),
    ("gravité", "severity"),
    ("résultat", "outcome"),
    ("explication", "explanation"),
    ("constat", "finding"),
    ("niveau", "level"),
    ("certitude", "confidence"),
    ("fichier", "file"),
    ("ligne", "line"),
    ("commit", "commit"),
    ("que faire", "what to do"),
    ("dérogation", "waiver"),
    ("empreinte", "fingerprint"),
    ("nouveau", "new"),
];

/// Writes `reports` as one table.
pub(super) fn render(reports: &[Report], lang: Lang, out: &mut dyn Write) -> io::Result<()> {
    let mut table = writer(lang, out)?;
    table.write_record(COLUMNS.iter().map(|(fr, en)| lang.pick(*fr, *en)))?;
    for report in reports {
        let novelties = report.comparison.as_ref().map(Difference::novelties);
        for outcome in &report.outcomes {
            if outcome.findings.is_empty() {
                table.write_record(row(report, outcome, None, (None, lang)))?;
            }
            for finding in &outcome.findings {
                let key = (outcome.rule.as_str(), finding.fingerprint.0.as_str());
                let new = novelties.as_ref().map(|novelties| novelties.contains(&key));
                table.write_record(row(report, outcome, Some(finding), (new, lang)))?;
            }
        }
    }
    table.flush()
}

/// Writes `rows`, the first of which is the head, as a table.
pub(crate) fn table<const N: usize>(
    rows: impl Iterator<Item = [String; N]>,
    lang: Lang,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut table = writer(lang, out)?;
    for row in rows {
        table.write_record(row.iter().map(|cell| text(cell)))?;
    }
    table.flush()
}

/// Where lines are written, after the mark that tells their encoding.
fn writer(lang: Lang, out: &mut dyn Write) -> io::Result<csv::Writer<&mut dyn Write>> {
    out.write_all("\u{feff}".as_bytes())?;
    let mut writer = csv::WriterBuilder::new();
    writer.delimiter(lang.pick(b';', b',')).terminator(csv::Terminator::CRLF);
    Ok(writer.from_writer(out))
}

fn row(
    report: &Report,
    outcome: &Outcome,
    finding: Option<&ReportedFinding>,
    (new, lang): (Option<bool>, Lang),
) -> Vec<String> {
    let say = |text: &Text| text.get(lang).to_string();
    let prose = report.rules.get(&outcome.rule).map(|rule| lang.pick(&rule.fr, &rule.en));
    let nowhere = Location::default();
    let place = finding.map_or(&nowhere, |finding| &finding.location);
    let own = finding.and_then(|finding| finding.fix_i18n.as_ref());
    let usual = || prose.filter(|_| outcome.open().next().is_some() || outcome.fails());
    let fix = own.map(say).or_else(|| usual().map(|prose| prose.fix.clone()));
    let cells = [
        report.repository.name.clone(),
        report.commit.clone().unwrap_or_default(),
        report.date.clone(),
        say(&report.headline_label()),
        outcome.chapter.clone(),
        outcome.rule.clone(),
        say(&report.title_of(outcome)),
        say(&outcome.severity.label()),
        say(&outcome.outcome.label()),
        say(&outcome.reason_i18n),
        finding.map(|finding| say(&finding.message_i18n)).unwrap_or_default(),
        finding.map(|finding| say(&finding.level().label())).unwrap_or_default(),
        finding.map(|finding| say(&sureness(finding))).unwrap_or_default(),
        place.path.clone().unwrap_or_default(),
        place.line.map(|line| line.to_string()).unwrap_or_default(),
        place.commit.clone().unwrap_or_default(),
        fix.unwrap_or_default(),
        finding.and_then(|finding| finding.waived.as_ref()).map(say).unwrap_or_default(),
        finding.map(|finding| finding.fingerprint.0.clone()).unwrap_or_default(),
        new.map(|new| say(&answer(new))).unwrap_or_default(),
    ];
    cells.iter().map(|cell| text(cell)).collect()
}

/// How sure a finding is; how far it is established, for a secret or personal data.
fn sureness(finding: &ReportedFinding) -> Text {
    if let Some(certainty) = finding.certainty {
        return certainty.with(finding.probability);
    }
    match finding.confidence {
        Confidence::High => Text::new("certain", "sure"),
        Confidence::Low => Text::new("à vérifier", "to verify"),
    }
}

/// Whether a finding appeared since the revision compared with.
fn answer(new: bool) -> Text {
    if new { Text::new("oui", "yes") } else { Text::new("non", "no") }
}

/// A cell that no spreadsheet takes for a formula: one that begins like one is
/// given an apostrophe, as spreadsheets write text themselves.
pub(crate) fn text(cell: &str) -> String {
    let cell = escape(&cell.replace('\n', " "));
    let first = cell.trim_start().chars().next();
    match first {
        Some('=' | '+' | '-' | '@' | '|' | '%' | '＝' | '＋' | '－' | '＠') => {
            format!("'{cell}")
        }
        _ => cell,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_is_a_formula() {
        for cell in ["=1+1", "+1", "-1", "@SUM(1)", " =1", "\t=1", "＝1"] {
            assert!(text(cell).starts_with('\''), "{cell}");
        }
        assert_eq!(text("a=1"), "a=1");
        assert_eq!(text("a\u{1b}b"), "a\\u{1b}b");
    }
}
