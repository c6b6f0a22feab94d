//! `publiable ignore`.

use super::Global;
use super::settling::{self, Place, Writing};
use super::usage::{WrongValue, parse_among};
use crate::clock::today;
use crate::config::{FILE_NAME, Settled, SettledReason, baseline};
use crate::decisions::findings::{entry, may_be_settled, may_stand};
use crate::decisions::questions::function;
use crate::error::{Error, Result};
use crate::exit;
use crate::lang::{Lang, Text};
use crate::render::settle;
use crate::report::{Outcome, Report, ReportedFinding};
use crate::snapshot::Snapshot;
use crate::text;
use clap::Args;
use jiff::civil::Date;
use std::path::{Path, PathBuf};

/// Settle findings: a false positive, a test value, a secret that was revoked or that
/// is public already.
#[derive(Debug, Args)]
pub(super) struct Ignore {
    /// Fingerprints of the findings, as every report gives them; their beginning is
    /// enough.
    #[arg(required = true, value_name = "FINGERPRINT")]
    fingerprints: Vec<String>,
    /// Why they may stay: false-positive, test-value, revoked or public.
    #[arg(long, value_name = "REASON", value_parser = parse_reason)]
    reason: Typed,
    /// What a reader should know; it becomes public with the file.
    #[arg(long, value_name = "TEXT")]
    note: Option<String>,
    /// Function of who settles them, never a name: a proven secret asks for it, and the
    /// role in charge of security lifts the reservation of a revoked one.
    #[arg(long, value_name = "FUNCTION")]
    role: Option<String>,
    /// Last day it holds, YYYY-MM-DD.
    #[arg(long, value_name = "DATE", value_parser = super::audit::parse_date)]
    expires: Option<Date>,
    /// File to keep them in instead of the publiable.toml of the repository.
    #[arg(long, value_name = "FILE")]
    baseline: Option<PathBuf>,
    #[command(flatten)]
    place: Place,
    #[command(flatten)]
    writing: Writing,
}

/// A reason, as a person typed it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Typed {
    /// The reason.
    pub reason: SettledReason,
    /// The language of its word, which is the one the file bears.
    pub lang: Lang,
}

/// Reads `--reason`, in French or in English.
pub(super) fn parse_reason(word: &str) -> std::result::Result<Typed, WrongValue> {
    let words = SettledReason::ALL.map(SettledReason::words);
    let reason = parse_among(word, SettledReason::parse, &words)?;
    let lang = if reason.words().en == word { Lang::En } else { Lang::Fr };
    Ok(Typed { reason, lang })
}

impl Ignore {
    /// Records what was settled, and shows the difference.
    pub(super) fn run(&self, global: &Global, lang: Lang) -> Result<u8> {
        let snapshot = self.place.snapshot()?;
        let file = self.baseline.clone().unwrap_or_else(|| snapshot.root.join(FILE_NAME));
        let report = self.place.report(global, lang)?;
        let held = baseline::read_if_present(&file)?;
        let mut entries = Vec::new();
        for wanted in &self.fingerprints {
            let (outcome, finding) = found(&report, wanted)?;
            if let Some(new) = self.completed(finding, &held) {
                let new = self.trusted(new, &file, &snapshot);
                function(new.role.as_deref().unwrap_or_default()).map_err(Error::usage)?;
                may_stand(outcome, finding, &new)?;
                entries.push(new);
                continue;
            }
            if let Some(why) = &finding.waived {
                let fingerprint = &finding.fingerprint.0;
                let line = text!(
                    "{fingerprint} est déjà écarté ({why}) : rien à faire.\n",
                    "{fingerprint} is set aside already ({why}): nothing to do.\n";
                    why
                );
                super::print_page(line.get(lang))?;
                continue;
            }
            is_detection(&report, outcome, finding, lang)?;
            let entry = self.trusted(self.entry(outcome, finding)?, &file, &snapshot);
            may_be_settled(&report, (outcome, finding), &entry)?;
            entries.push(entry);
        }
        if entries.is_empty() {
            return Ok(exit::SUCCESS);
        }
        let anew = |old: &Settled| {
            held.iter().any(|one| one.fingerprint == old.fingerprint)
                && entries.iter().any(|new| new.fingerprint == old.fingerprint)
        };
        self.writing.record((&file, global, lang), |text| {
            Ok(baseline::update(text, (&entries, self.reason.lang), &anew)?.text)
        })
    }

    /// `entry`, as one of the auditor when `file` is theirs.
    fn trusted(&self, mut entry: Settled, file: &Path, snapshot: &Snapshot) -> Settled {
        if self.baseline.is_some() {
            baseline::trust(std::slice::from_mut(&mut entry), Some(file), snapshot);
        }
        entry
    }

    /// The entry of `held` about `finding` with what this command says besides, or otherwise;
    /// nothing when there is none, or when it says nothing new.
    fn completed(&self, finding: &ReportedFinding, held: &[Settled]) -> Option<Settled> {
        let old = held
            .iter()
            .find(|old| finding.identities().any(|identity| identity.0 == old.fingerprint))?;
        finding.waived.as_ref()?;
        let new = Settled {
            reason: self.reason.reason,
            role: self.role.clone().or_else(|| old.role.clone()),
            note: self.note.clone().or_else(|| old.note.clone()),
            expires: self.expires.or(old.expires),
            ..old.clone()
        };
        (new != *old).then(|| Settled { date: today().ok(), ..new })
    }

    fn entry(&self, outcome: &Outcome, finding: &ReportedFinding) -> Result<Settled> {
        let (note, expires) = (self.note.clone(), self.expires);
        Ok(Settled {
            note,
            expires,
            ..entry(outcome, finding, self.reason.reason, self.role.clone())?
        })
    }
}

/// The finding of `report` whose fingerprint is `wanted` or starts so: the one that
/// counts when several rules tell it.
fn found<'r>(report: &'r Report, wanted: &'r str) -> Result<(&'r Outcome, &'r ReportedFinding)> {
    let mut named: Vec<(&Outcome, &ReportedFinding)> = report.findings(wanted).collect();
    named.sort_by_key(|(_, finding)| finding.informational);
    let Some(first) = named.first() else { return Err(settling::unknown(wanted)) };
    if named.iter().any(|(_, other)| other.fingerprint != first.1.fingerprint) {
        return Err(Error::usage(text!(
            "Plusieurs empreintes commencent par « {wanted} ».",
            "Several fingerprints start with “{wanted}”."
        ))
        .remedy(text!("Donnez-en davantage.", "Give more of it.")));
    }
    Ok(*first)
}

/// Refuses a finding of a rule that judges rather than detects: what it asks is waived,
/// for a reason that it admits and until a day.
fn is_detection(
    report: &Report,
    outcome: &Outcome,
    finding: &ReportedFinding,
    lang: Lang,
) -> Result<()> {
    let Some(rule) = report.rules.get(&outcome.rule) else { return Ok(()) };
    let waiver = settle::waiver(rule, outcome, lang);
    let Some(command) = waiver else { return Ok(()) };
    let (fingerprint, id) = (&finding.fingerprint.0, &outcome.rule);
    Err(Error::usage(text!(
        "{fingerprint} ({id}) n’est pas une détection, qui peut être fausse : cette règle fait l’objet d’une dérogation.",
        "{fingerprint} ({id}) is not a detection, which can be wrong: this rule takes a waiver."
    ))
    .remedy(Text::same(command)))
}
