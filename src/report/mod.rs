//! The report: everything a renderer needs, owned, sorted and versioned.

pub mod difference;

use crate::config::Reply;
use crate::finding::{Confidence, Evidence, Fingerprint, Level, Location, Severity, Status};
use crate::lang::{Lang, Text};
use crate::rule::source::{SourceDocument, SourceRef};
use crate::rule::{Degree, Nature, Norm, Prose, Scaffold};
use crate::score::Scores;
use crate::secrets::Redactor;
use difference::Difference;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Version of the report's format. Readers accept any minor version of the
/// major one they know.
pub const SCHEMA_VERSION: &str = "1.2";

/// The answer to "may this repository be published?" (catalogue, section 2.2).
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// Nothing stands in the way, and the people who must answer did.
    Publiable,
    /// It may be, provided the reservations are lifted or accepted.
    PubliableSousReserve,
    /// It must not be.
    NonPubliable,
    /// Something could not be seen: nothing can be concluded.
    AuditIncomplet,
}

impl Verdict {
    /// The words shown to a person.
    pub fn label(self) -> Text {
        match self {
            Verdict::Publiable => Text::new("publiable", "publishable"),
            Verdict::PubliableSousReserve => {
                Text::new("publiable sous réserve", "publishable with reservations")
            }
            Verdict::NonPubliable => Text::new("non publiable", "not publishable"),
            Verdict::AuditIncomplet => Text::new("audit incomplet", "incomplete audit"),
        }
    }
}

/// The program and the rules that made a report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Tool {
    /// `publiable`.
    pub name: String,
    /// Version of the program.
    pub version: String,
    /// Version of the rule set.
    pub rules_version: String,
}

/// What was audited.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Repository {
    /// Name of the repository.
    pub name: String,
    /// Address it is published at, without credentials.
    pub url: Option<String>,
    /// `work-tree`, `commit` or `folder`.
    pub kind: String,
    /// The branch checked out.
    pub branch: Option<String>,
    /// Date of the audited commit, or of the latest one (RFC 3339).
    pub last_commit: Option<String>,
    /// Number of files seen.
    pub files: usize,
    /// Number of those that git does not track yet.
    pub untracked: usize,
    /// Number of commits read; 0 when the history was not read.
    pub commits: usize,
    /// Number of references: branches, tags, notes, stashes.
    pub references: usize,
}

/// The openness degree, announced and reached.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct DegreeReport {
    /// The degree the project announces.
    pub announced: Option<Degree>,
    /// The degree the rules were applied at.
    pub audited: Degree,
    /// The most open degree whose blocking and important rules all hold, as far
    /// as could be decided.
    pub reached: Option<Degree>,
    /// What separates the project from the next degree.
    pub next: Option<NextDegree>,
    /// Important and blocking rules nobody could decide at the degree reached.
    pub undecided: Vec<String>,
}

/// The next degree and the rules in its way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct NextDegree {
    /// The degree.
    pub degree: Degree,
    /// The rules that fail at it.
    pub missing: Vec<String>,
}

/// Something that was not seen, or that the reader should know.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Notice {
    /// In the report's language.
    pub message: String,
    /// In both languages.
    pub message_i18n: Text,
    /// The file or object concerned.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
}

/// A finding, as reported.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ReportedFinding {
    /// In the report's language.
    pub message: String,
    /// In both languages.
    pub message_i18n: Text,
    /// How sure it is.
    pub confidence: Confidence,
    /// True when it informs without making the rule fail.
    pub informational: bool,
    /// How heavy it is among the findings of its rule: only an error counts
    /// against it.
    #[serde(default)]
    pub level: Level,
    /// Where it is.
    pub location: Location,
    /// The other places where the same thing is, the same secret for instance.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub also_at: Vec<Location>,
    /// Its identity from one audit to the next.
    pub fingerprint: Fingerprint,
    /// The line of source it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub excerpt: Option<String>,
    /// What to do about it, when it differs from the rule's fix.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fix_i18n: Option<Text>,
    /// Why it may stay, when a waiver or a settled finding covers it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub waived: Option<Text>,
}

impl ReportedFinding {
    /// How heavy it is, reports of version 1.1 included.
    pub fn level(&self) -> Level {
        match self.level {
            Level::Error if self.informational => Level::Note,
            level => level,
        }
    }
}

/// What one rule concluded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Outcome {
    /// The rule's identifier.
    pub rule: String,
    /// Its chapter.
    pub chapter: String,
    /// Its severity at the audited degree.
    pub severity: Severity,
    /// True when `publiable.toml` changed the catalogue's severity.
    pub severity_adjusted: bool,
    /// How it is decided.
    pub nature: Nature,
    /// What it concluded.
    pub outcome: Status,
    /// Why, in the report's language.
    pub reason: String,
    /// Why, in both languages.
    pub reason_i18n: Text,
    /// What supports it.
    pub evidence: Vec<Evidence>,
    /// What contradicts the rule.
    pub findings: Vec<ReportedFinding>,
}

impl Outcome {
    /// True when the rule stands in the way of its severity: it fails.
    pub fn fails(&self) -> bool {
        self.outcome == Status::Fail
    }

    /// The word that `finding` needs to be understood among those of the rule:
    /// that it does not count, or may not, or that it does where others do not.
    pub fn label(&self, finding: &ReportedFinding) -> Option<Text> {
        let mixed = self.findings.iter().any(|other| other.informational);
        let doubtful = finding.confidence == Confidence::Low || self.outcome == Status::Unknown;
        match finding.level() {
            Level::Error if doubtful => (mixed || self.fails()).then(|| Status::Unknown.label()),
            Level::Error => mixed.then(|| Level::Error.label()),
            level => Some(level.label()),
        }
    }

    /// True when one of its findings is about `subject`.
    pub fn tells(&self, subject: &str) -> bool {
        let wanted = Fingerprint::new(&self.rule, subject);
        self.findings.iter().any(|finding| finding.fingerprint == wanted)
    }

    /// The findings that count against the rule: neither information nor
    /// covered by an exception.
    pub fn open(&self) -> impl Iterator<Item = &ReportedFinding> {
        self.findings.iter().filter(|finding| !finding.informational && finding.waived.is_none())
    }
}

/// What a rule is, repeated in the report so that it can be read alone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct RuleInfo {
    /// In French.
    pub fr: Prose,
    /// In English.
    pub en: Prose,
    /// What stands behind it, the strongest first.
    pub norm: Vec<Norm>,
    /// The degrees that demand it.
    pub degrees: Vec<Degree>,
    /// Rank among the rules a relay reads first.
    pub relay: Option<u8>,
    /// Whether `publiable scaffold` covers it.
    pub scaffold: Scaffold,
    /// Where it is stated.
    pub source: Vec<SourceRef>,
    /// The question put to a person, for an attestation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub question: Option<Text>,
}

/// An attestation taken into account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ReportedAttestation {
    /// The rule it answers.
    pub rule: String,
    /// The answer.
    pub answer: Reply,
    /// The function that answered.
    pub role: String,
    /// The organisation that answered.
    pub organisation: Option<String>,
    /// When (`YYYY-MM-DD`).
    pub date: String,
    /// The commit examined.
    pub commit: Option<String>,
    /// Until when it holds (`YYYY-MM-DD`).
    pub valid_until: Option<String>,
    /// The reason chosen from the rule's list.
    pub reason: Option<String>,
    /// What the person added.
    pub note: Option<String>,
    /// Why it no longer holds, when it does not.
    pub stale: Option<Text>,
}

/// A whole audit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(title = "publiable report")]
pub struct Report {
    /// Version of this format.
    pub schema_version: String,
    /// What made the report.
    pub tool: Tool,
    /// Language of the fields that exist in one language.
    pub language: Lang,
    /// The day ages and expiries were counted to (`YYYY-MM-DD`).
    pub date: String,
    /// What was audited.
    pub repository: Repository,
    /// The commit audited; `null` before the first commit or without git.
    pub commit: Option<String>,
    /// The verdict.
    pub verdict: Verdict,
    /// When the audit is incomplete, the verdict on what was seen.
    pub verdict_on_what_was_seen: Option<Verdict>,
    /// The openness degree.
    pub degree: DegreeReport,
    /// The scores code.gouv.fr publishes, recomputed.
    pub scores: Scores,
    /// Why the audit is incomplete; empty when it is complete.
    pub incomplete: Vec<Notice>,
    /// What the reader should know besides.
    pub notices: Vec<Notice>,
    /// What got better or worse since the revision it was compared with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comparison: Option<Difference>,
    /// One outcome for each rule, in catalogue order.
    pub outcomes: Vec<Outcome>,
    /// The attestations recorded.
    pub attestations: Vec<ReportedAttestation>,
    /// The rules, by identifier.
    pub rules: BTreeMap<String, RuleInfo>,
    /// The documents the rules cite, by identifier.
    pub documents: BTreeMap<String, SourceDocument>,
}

impl Report {
    /// The outcome of the rule `id`.
    pub fn outcome(&self, id: &str) -> Option<&Outcome> {
        self.outcomes.iter().find(|outcome| outcome.rule == id)
    }

    /// Masks, wherever others' text is repeated, the secrets that were found.
    pub fn redact(&mut self, redactor: &Redactor) {
        if redactor.is_idle() {
            return;
        }
        let place = |location: &mut Location| {
            location.path.iter_mut().for_each(|path| redactor.redact(path));
        };
        for notice in self.incomplete.iter_mut().chain(&mut self.notices) {
            notice.message_i18n.each(|text| redactor.redact(text));
            notice.path.iter_mut().for_each(|path| redactor.redact(path));
        }
        for outcome in &mut self.outcomes {
            outcome.reason_i18n.each(|text| redactor.redact(text));
            for evidence in &mut outcome.evidence {
                evidence.message.each(|text| redactor.redact(text));
                place(&mut evidence.location);
            }
            for finding in &mut outcome.findings {
                finding.message_i18n.each(|text| redactor.redact(text));
                finding.fix_i18n.iter_mut().for_each(|fix| fix.each(|text| redactor.redact(text)));
                finding.excerpt.iter_mut().for_each(|line| redactor.redact_excerpt(line));
                finding.waived.iter_mut().for_each(|why| why.each(|text| redactor.redact(text)));
                place(&mut finding.location);
                finding.also_at.iter_mut().for_each(place);
            }
        }
        for attestation in &mut self.attestations {
            redactor.redact(&mut attestation.role);
            let said =
                [&mut attestation.organisation, &mut attestation.reason, &mut attestation.note];
            said.into_iter().flatten().for_each(|text| redactor.redact(text));
        }
        let named = [&mut self.repository.url, &mut self.repository.branch];
        named.into_iter().flatten().for_each(|text| redactor.redact(text));
        redactor.redact(&mut self.repository.name);
        let scores = &mut self.scores;
        let criteria = scores.awesome.prerequisites.iter_mut().chain(&mut scores.awesome.criteria);
        for criterion in criteria.chain(&mut scores.codegouvfr.criteria) {
            criterion.evidence.iter_mut().for_each(|text| redactor.redact(text));
        }
    }

    /// Fills every single-language field from its two wordings.
    pub fn speak(&mut self, lang: Lang) {
        self.language = lang;
        for notice in self.incomplete.iter_mut().chain(&mut self.notices) {
            notice.message = notice.message_i18n.get(lang).to_string();
        }
        for outcome in &mut self.outcomes {
            outcome.reason = outcome.reason_i18n.get(lang).to_string();
            for finding in &mut outcome.findings {
                finding.message = finding.message_i18n.get(lang).to_string();
            }
        }
    }
}

impl Notice {
    /// A notice in the default language; [`Report::speak`] sets the final one.
    pub fn new(message: Text, path: Option<String>) -> Notice {
        Notice { message: message.fr.clone(), message_i18n: message, path }
    }
}

/// Derives the verdict from outcomes (catalogue, section 2.2). Completeness is
/// not looked at here.
pub fn verdict(degree: Option<Degree>, outcomes: &[Outcome], stale: bool) -> Verdict {
    let any = |severity, statuses: &[Status]| {
        outcomes.iter().any(|o| o.severity == severity && statuses.contains(&o.outcome))
    };
    if degree == Some(Degree::D) || any(Severity::Blocking, &[Status::Fail]) {
        Verdict::NonPubliable
    } else if any(Severity::Blocking, &[Status::Unknown, Status::Waived])
        || any(Severity::Important, &[Status::Fail, Status::Unknown])
        || stale
    {
        Verdict::PubliableSousReserve
    } else {
        Verdict::Publiable
    }
}

/// What makes `publiable audit` exit with a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum FailOn {
    /// The verdict « non publiable ».
    #[default]
    NonPubliable,
    /// The verdict « publiable sous réserve », or worse.
    Reserve,
    /// A failing rule of this severity, or a heavier one.
    Severity(Severity),
    /// What appeared or got worse since the revision compared with: what fails
    /// at this severity, or anything.
    New(Option<Severity>),
}

impl FailOn {
    /// Reads the value of `--fail-on`.
    pub fn parse(word: &str) -> Option<FailOn> {
        Some(match word {
            "non-publiable" => FailOn::NonPubliable,
            "reserve" => FailOn::Reserve,
            "blocking" => FailOn::Severity(Severity::Blocking),
            "important" => FailOn::Severity(Severity::Important),
            "recommended" => FailOn::Severity(Severity::Recommended),
            "info" => FailOn::Severity(Severity::Info),
            "new" => FailOn::New(None),
            "new-blocking" => FailOn::New(Some(Severity::Blocking)),
            "new-important" => FailOn::New(Some(Severity::Important)),
            "new-recommended" => FailOn::New(Some(Severity::Recommended)),
            _ => return None,
        })
    }

    /// The values [`FailOn::parse`] reads.
    pub const VALUES: [&'static str; 10] = [
        "non-publiable",
        "reserve",
        "blocking",
        "important",
        "recommended",
        "info",
        "new",
        "new-blocking",
        "new-important",
        "new-recommended",
    ];

    /// The exit code of an audit that made `report`. When nothing was compared,
    /// everything is new.
    pub fn exit_code(self, report: &Report) -> u8 {
        if report.verdict == Verdict::AuditIncomplet {
            return crate::exit::INCOMPLETE;
        }
        let found = match self {
            FailOn::NonPubliable => report.verdict == Verdict::NonPubliable,
            FailOn::Reserve => report.verdict != Verdict::Publiable,
            FailOn::Severity(limit) => fails(report, limit),
            FailOn::New(limit) => match &report.comparison {
                Some(comparison) => comparison.worse(limit),
                None => fails(report, limit.unwrap_or(Severity::Info)),
            },
        };
        if found { crate::exit::FINDINGS } else { crate::exit::SUCCESS }
    }
}

/// True when a rule of at least `limit` fails, or the verdict forbids.
fn fails(report: &Report, limit: Severity) -> bool {
    let failing = |outcome: &Outcome| outcome.fails() && outcome.severity >= limit;
    report.verdict == Verdict::NonPubliable || report.outcomes.iter().any(failing)
}
