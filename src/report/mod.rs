//! The report: everything a renderer needs, owned, sorted and versioned.

pub(crate) mod difference;
mod verdict;
mod wording;

pub use difference::Difference;
pub use verdict::{FailOn, Verdict};
pub(crate) use verdict::{Reached, verdict};
pub(crate) use wording::{Wording, reword};

use crate::config::{Reply, SettledReason};
use crate::finding::{
    Category, Certainty, Confidence, Evidence, Fingerprint, Level, Location, Severity, Status,
};
use crate::lang::{Lang, Text};
use crate::rule::source::{SourceDocument, SourceRef};
use crate::rule::{Absence, Degree, Nature, Norm, Prose, Respondent, Rule, Scaffold, WaiverPolicy};
use crate::score::Scores;
use crate::text;
use crate::text::show::short_id;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Version of the report's format. Readers accept any minor version of the
/// major one they know.
pub const SCHEMA_VERSION: &str = "1.3";

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

impl Tool {
    /// This program, with the rules of `rules_version`.
    pub fn with(rules_version: &str) -> Tool {
        Tool {
            name: env!("CARGO_PKG_NAME").to_string(),
            version: env!("CARGO_PKG_VERSION").to_string(),
            rules_version: rules_version.to_string(),
        }
    }
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
    /// Date of the audited commit (RFC 3339).
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

impl Notice {
    /// What it says, after the file it is about.
    pub fn told(&self) -> Text {
        let path = self.path.as_ref().map(|path| format!("{path} — ")).unwrap_or_default();
        self.message_i18n.after(&path, &path)
    }
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
    /// How far a secret or personal data are established.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub certainty: Option<Certainty>,
    /// Its calibrated probability in percent, for a value that was judged.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub probability: Option<u8>,
    /// What kind of secret or of personal data it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub category: Option<Category>,
    /// True when it is in tests, examples or documentation alone, where values are
    /// often made up.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub sample: bool,
    /// How many values it tells of, when it gathers those of a file: addresses, rows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub values: Option<usize>,
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
    /// The other identities under which it may have been settled, its own among them; an
    /// audit alone knows them.
    #[serde(skip)]
    pub(crate) seen_as: BTreeSet<Fingerprint>,
    /// The line of source it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub excerpt: Option<String>,
    /// What to do about it, when it differs from the rule's fix.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fix_i18n: Option<Text>,
    /// Why it may stay, when a waiver or a settled finding covers it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub waived: Option<Text>,
    /// Why it may stay, while the role in charge of security has not accepted it: a
    /// reservation remains until then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub awaits_security: Option<SettledReason>,
}

impl ReportedFinding {
    /// True for what informs only: it does not count against its rule, and may not come to.
    pub fn only_informs(&self) -> bool {
        self.informational && self.certainty.is_none()
    }

    /// Its identities: its own first, then the others under which it may have been settled.
    pub(crate) fn identities(&self) -> impl Iterator<Item = &Fingerprint> {
        let others = self.seen_as.iter().filter(|other| **other != self.fingerprint);
        std::iter::once(&self.fingerprint).chain(others)
    }

    /// True when one of its identities is `wanted`, or starts so.
    fn is_called(&self, wanted: &str) -> bool {
        self.identities().any(|one| one.is_called(wanted))
    }

    /// True for a value that does not make its rule fail: someone has to look at it.
    pub(crate) fn is_doubtful(&self) -> bool {
        self.category.is_some() && self.confidence == Confidence::Low
    }

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
    /// True when nothing was found in what was read, and not everything could be.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub unread: bool,
}

impl Outcome {
    /// True for a credential that is genuine, which takes someone who answers for it.
    pub fn proves(&self, finding: &ReportedFinding) -> bool {
        self.chapter == "secrets" && finding.certainty == Some(Certainty::Proven)
    }

    /// True when the rule stands in the way of its severity: it fails.
    pub fn fails(&self) -> bool {
        self.outcome == Status::Fail
    }

    /// The word that `finding` needs to be understood among those of the rule:
    /// that it does not count, or may not, or that it does where others do not.
    pub fn label(&self, finding: &ReportedFinding) -> Option<Text> {
        if finding.level() == Level::Error && says_its_doubt(&finding.message_i18n) {
            return None;
        }
        let mixed = self.findings.iter().any(|other| other.informational);
        let doubtful = finding.confidence == Confidence::Low || self.outcome == Status::Unknown;
        match finding.level() {
            Level::Error if doubtful => (mixed || self.fails()).then(|| Status::Unknown.label()),
            // A secret says how sure it is: that is enough.
            Level::Error if finding.certainty.is_some() => None,
            Level::Error => mixed.then(|| Level::Error.label()),
            level => Some(level.label()),
        }
    }

    /// True when one of its findings is about `subject`.
    pub fn tells(&self, subject: &str) -> bool {
        let wanted = Fingerprint::new(&self.rule, subject);
        self.findings.iter().any(|finding| finding.fingerprint == wanted)
    }

    /// The findings that make the rule what it is: where others make it fail, one that
    /// someone has to look at does not count.
    pub(crate) fn counting(&self) -> impl Iterator<Item = &ReportedFinding> {
        let sure = |one: &ReportedFinding| one.confidence != Confidence::Low;
        let sure_alone = self.fails() && self.open().any(sure);
        let fails = self.fails();
        self.open().filter(move |one| !(sure_alone && !sure(one) || fails && one.is_doubtful()))
    }

    /// The findings that count against the rule: neither information nor
    /// covered by an exception.
    pub fn open(&self) -> impl Iterator<Item = &ReportedFinding> {
        self.findings.iter().filter(|finding| !finding.informational && finding.waived.is_none())
    }
}

/// True for a message that says by itself that somebody has to look.
fn says_its_doubt(message: &Text) -> bool {
    let said = message.fr.to_lowercase();
    ["à vérifier", "à confirmer", "non établi"].iter().any(|doubt| said.contains(doubt))
}

/// What a rule is, repeated in the report so that it can be read alone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct RuleInfo {
    /// In French.
    pub fr: Prose,
    /// In English.
    pub en: Prose,
    /// What is wrong where nothing of it is there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub absent: Option<Absence>,
    /// What stands behind it, the strongest first.
    pub norm: Vec<Norm>,
    /// The degrees that demand it.
    pub degrees: Vec<Degree>,
    /// Rank among the rules a relay reads first.
    pub relay: Option<u8>,
    /// Rank among the rules that fail, by the consequence of publishing all the same.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rank: Option<usize>,
    /// True when nearly every repository fails it before it is prepared.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub usual: bool,
    /// Whether `publiable scaffold` covers it.
    pub scaffold: Scaffold,
    /// How it may be waived.
    #[serde(default)]
    pub waiver: WaiverPolicy,
    /// The only reasons a waiver may give; any reason when empty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub waiver_reasons: Vec<String>,
    /// Where it is stated.
    pub source: Vec<SourceRef>,
    /// The question put to a person, for an attestation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub question: Option<Text>,
    /// Who answers it in the administration.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asked: Option<Respondent>,
}

impl RuleInfo {
    /// The rule in a line, in `lang`: what is wrong when it `fails`, else what it
    /// requires.
    pub fn heading(&self, fails: bool, lang: Lang) -> &str {
        let prose = lang.pick(&self.fr, &self.en);
        prose.problem.as_deref().filter(|_| fails).unwrap_or(&prose.title)
    }

    /// [`RuleInfo::heading`] in both languages.
    pub(crate) fn said(&self, fails: bool) -> Text {
        Text::new(self.heading(fails, Lang::Fr), self.heading(fails, Lang::En))
    }

    /// What is wrong where `count` findings of it are there.
    pub(crate) fn wrong(&self, count: usize) -> Text {
        match self.fr.one.as_ref().zip(self.en.one.as_ref()) {
            Some((fr, en)) if count == 1 => Text::new(fr, en),
            _ => self.said(true),
        }
    }

    /// What is wrong with `outcome`, what is to be confirmed or verified where nobody could
    /// tell, else what the rule requires: nothing unsettled reads as a fact.
    pub(crate) fn title_of(&self, outcome: &Outcome) -> Text {
        let absent = self.absent.as_ref().filter(|absent| outcome.tells(&absent.finding));
        match (outcome.fails(), absent) {
            (true, Some(absent)) => Text::new(&*absent.fr, &*absent.en),
            (true, None) => self.wrong(outcome.counting().count()),
            (false, _) => self.titled(outcome.outcome),
        }
    }

    /// What it is about, in few words, where it says so.
    pub(crate) fn short(&self) -> Option<Text> {
        let (fr, en) = self.fr.short.as_ref().zip(self.en.short.as_ref())?;
        Some(Text::new(fr, en))
    }

    /// The same of an outcome of `status`.
    pub(crate) fn titled(&self, status: Status) -> Text {
        let said = self.said(status == Status::Fail);
        match status {
            Status::Unknown => said.unsettled(self.asked.is_some()),
            _ => said,
        }
    }
}

impl From<&Rule> for RuleInfo {
    fn from(rule: &Rule) -> RuleInfo {
        RuleInfo {
            fr: rule.fr.clone(),
            en: rule.en.clone(),
            absent: rule.absent.clone(),
            norm: rule.norm.clone(),
            degrees: rule.degrees.clone(),
            relay: rule.relay,
            rank: rule.rank,
            usual: rule.usual,
            scaffold: rule.scaffold,
            waiver: rule.waiver,
            waiver_reasons: rule.waiver_reasons.clone(),
            source: rule.source.clone(),
            question: rule.question.as_ref().map(|asked| Text::new(&*asked.fr, &*asked.en)),
            asked: rule.question.as_ref().map(|question| question.asked),
        }
    }
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
    /// The verdict that a reader is given first: when something could not be seen, that
    /// on what was, if it forbids already, since nothing unseen could change it.
    pub fn headline(&self) -> Verdict {
        match self.verdict_on_what_was_seen {
            Some(Verdict::NonPubliable) => Verdict::NonPubliable,
            _ => self.verdict,
        }
    }

    /// The words of [`Report::headline`], with what is incomplete beside them.
    pub fn headline_label(&self) -> Text {
        let label = self.headline().label();
        if self.headline() == self.verdict {
            return label;
        }
        let incomplete = self.verdict.label();
        Text::new(
            format!("{}, {}", label.fr, incomplete.fr),
            format!("{}, {}", label.en, incomplete.en),
        )
    }

    /// The branch and the commit audited, or what is known of them.
    pub fn revision(&self) -> String {
        let commit = self.commit.as_deref().map(short_id);
        match (self.repository.branch.as_deref(), commit) {
            (Some(branch), Some(commit)) => format!("{branch} @ {commit}"),
            (Some(one), None) | (None, Some(one)) => one.to_string(),
            (None, None) => String::new(),
        }
    }

    /// How many of the files read are in no commit: the revision alone is not what was
    /// audited.
    pub fn unrecorded(&self) -> Option<Text> {
        let count = self.repository.untracked;
        (count > 0 && self.repository.kind == "work-tree").then(|| {
            text!(
                count;
                "avec {count} fichier non enregistré dans git" | "avec {count} fichiers non enregistrés dans git",
                "with {count} file not recorded in git" | "with {count} files not recorded in git"
            )
        })
    }

    /// What the rule of `outcome` says of this repository, as [`RuleInfo::title_of`].
    pub(crate) fn title_of(&self, outcome: &Outcome) -> Text {
        let rule = self.rules.get(&outcome.rule);
        rule.map_or_else(|| Text::same(&*outcome.rule), |rule| rule.title_of(outcome))
    }

    /// True when the question of the rule of `outcome` waits for an answer.
    pub fn waits(&self, outcome: &Outcome) -> bool {
        let asks = self.rules.get(&outcome.rule).is_some_and(|rule| rule.asked.is_some());
        asks && (outcome.outcome == Status::Unknown || self.is_stale(outcome))
    }

    /// True when the answer given to the question of the rule of `outcome` no longer holds.
    fn is_stale(&self, outcome: &Outcome) -> bool {
        let mut answers = self.attestations.iter();
        answers.any(|one| one.rule == outcome.rule && one.stale.is_some())
    }

    /// True when the rule of `outcome` fails by the answer that somebody gave to its question.
    pub(crate) fn is_refused(&self, outcome: &Outcome) -> bool {
        outcome.fails() && outcome.nature == Nature::Attestation
    }

    /// The answers that fail a rule.
    pub(crate) fn refused(&self) -> impl Iterator<Item = &Outcome> {
        self.outcomes.iter().filter(|outcome| self.is_refused(outcome))
    }

    /// True when the verdict waits for an answer to the question of the rule of `outcome`.
    pub(crate) fn requires(&self, outcome: &Outcome) -> bool {
        let weighs = outcome.severity >= Severity::Important || self.is_stale(outcome);
        weighs && self.waits(outcome)
    }

    /// The questions that wait for an answer: those that the verdict waits for, and those
    /// that are optional. Every screen counts these.
    pub(crate) fn questions(&self) -> (Vec<&Outcome>, Vec<&Outcome>) {
        let open = self.outcomes.iter().filter(|outcome| self.waits(outcome));
        open.partition(|outcome| self.requires(outcome))
    }

    /// What is settled for a reason that the role in charge of security has yet to accept,
    /// each once, where that alone keeps a reservation on the verdict.
    pub(crate) fn awaiting_security(&self) -> BTreeMap<&str, SettledReason> {
        let waived = self.outcomes.iter().filter(|outcome| {
            outcome.outcome == Status::Waived && outcome.severity == Severity::Blocking
        });
        let findings = waived.flat_map(|outcome| &outcome.findings);
        let findings = findings.filter(|one| one.fingerprint.is_well_formed());
        findings
            .filter_map(|one| Some((one.fingerprint.0.as_str(), one.awaits_security?)))
            .collect()
    }

    /// True when `publiable scaffold` writes what the rule of `outcome` lacks.
    pub fn is_written(&self, outcome: &Outcome) -> bool {
        let rule = self.rules.get(&outcome.rule);
        let scaffold = rule.is_some_and(|rule| rule.scaffold == Scaffold::Yes);
        // A person’s answer is no file to write.
        outcome.fails() && scaffold && !self.is_refused(outcome)
    }

    /// The outcome of the rule `id`.
    pub fn outcome(&self, id: &str) -> Option<&Outcome> {
        self.outcomes.iter().find(|outcome| outcome.rule == id)
    }

    /// True when the rule `id` passes.
    pub(crate) fn passes(&self, id: &str) -> bool {
        self.outcome(id).is_some_and(|outcome| outcome.outcome == Status::Pass)
    }

    /// The findings whose fingerprint is `wanted`, or starts so, each with its outcome.
    pub fn findings<'r>(
        &'r self,
        wanted: &'r str,
    ) -> impl Iterator<Item = (&'r Outcome, &'r ReportedFinding)> {
        self.outcomes.iter().flat_map(move |outcome| {
            let named = outcome.findings.iter();
            let named = named.filter(move |one| one.is_called(wanted));
            named.map(move |finding| (outcome, finding))
        })
    }

    /// The same report with the outcomes of one rule or of one chapter alone, or with
    /// the findings of one fingerprint; `None` when nothing is called `name`.
    pub fn only(&self, name: &str) -> Option<Report> {
        let mut part = self.clone();
        if Fingerprint::is_one(name) {
            for outcome in &mut part.outcomes {
                outcome.findings.retain(|finding| finding.is_called(name));
            }
            part.outcomes.retain(|outcome| !outcome.findings.is_empty());
        } else {
            part.outcomes.retain(|outcome| outcome.rule == name || outcome.chapter == name);
        }
        (!part.outcomes.is_empty()).then_some(part)
    }

    /// The same report without the secrets and personal data less sure than `least`; what
    /// it concludes stays.
    pub fn at_least(mut self, least: Certainty) -> Report {
        let shown = |finding: &ReportedFinding| finding.certainty.is_none_or(|one| one >= least);
        let count = |report: &Report| -> usize {
            report.outcomes.iter().map(|outcome| outcome.findings.len()).sum()
        };
        let before = count(&self);
        for outcome in &mut self.outcomes {
            outcome.findings.retain(shown);
        }
        let hidden = before - count(&self);
        if hidden > 0 {
            let message_i18n = text!(
                hidden;
                "{hidden} constat moins sûr n’est pas montré (--min-confidence) ; il compte dans le verdict"
                    | "{hidden} constats moins sûrs ne sont pas montrés (--min-confidence) ; ils comptent dans le verdict",
                "{hidden} finding less sure is not shown (--min-confidence); it counts in the verdict"
                    | "{hidden} findings less sure are not shown (--min-confidence); they count in the verdict"
            );
            self.note(message_i18n);
        }
        self
    }

    /// Tells the reader `message_i18n` besides.
    pub(crate) fn note(&mut self, message_i18n: Text) {
        let message = message_i18n.get(self.language).to_string();
        self.notices.push(Notice { message, message_i18n, path: None });
    }

    /// The same report, compared with the `old` one of `revision` as someone
    /// named it.
    pub fn compared_with(self, old: &Report, revision: &str) -> Report {
        let comparison = Some(Difference::since(revision, old, &self));
        Report { comparison, ..self }
    }

    /// The same, where `known` tells the exceptions that the revision admitted already.
    pub(crate) fn compared_allowing(
        self,
        (old, revision): (&Report, &str),
        known: difference::Known<'_>,
    ) -> Report {
        let comparison = Some(Difference::since_allowing(revision, (old, &self), known));
        Report { comparison, ..self }
    }
}
