//! What a rule answers: an [`Outcome`] with its reason, the evidence that
//! supports it, and the [`Finding`]s that contradict it.

use crate::lang::Text;
use crate::text::fold::folded;
use crate::text::show::short_id;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::fmt;

/// How much a rule weighs in the verdict (catalogue, section 1).
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Told, never counted.
    Info,
    /// Fills the list of improvements, never changes the verdict.
    Recommended,
    /// A failure allows publication under reservation only.
    Important,
    /// A failure forbids publication.
    Blocking,
}

impl Severity {
    /// All severities, the heaviest first.
    pub const DESCENDING: [Severity; 4] =
        [Severity::Blocking, Severity::Important, Severity::Recommended, Severity::Info];

    /// The value written in reports and configuration.
    pub fn code(self) -> &'static str {
        match self {
            Severity::Info => "info",
            Severity::Recommended => "recommended",
            Severity::Important => "important",
            Severity::Blocking => "blocking",
        }
    }

    /// The word shown to a person.
    pub fn label(self) -> Text {
        match self {
            Severity::Info => Text::new("information", "information"),
            Severity::Recommended => Text::new("recommandé", "recommended"),
            Severity::Important => Text::new("important", "important"),
            Severity::Blocking => Text::new("bloquant", "blocking"),
        }
    }
}

/// How sure a finding is. Only [`Confidence::High`] can make a rule fail; a
/// rule with low-confidence findings alone is left for a person to settle.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum Confidence {
    /// Plausible; someone has to look.
    Low,
    /// Established from the files themselves.
    High,
}

/// How far what was found is established, for a secret or personal data: the
/// same word in every command and every format.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum Certainty {
    /// To look at: nothing counts against the rule.
    Possible,
    /// A judged value, with a calibrated probability.
    Probable,
    /// The form that a provider gives it, in a place where it would be used.
    Recognised,
    /// Its structure or its checksum was verified.
    Proven,
}

impl Certainty {
    /// Every certainty, the surest first.
    pub const DESCENDING: [Certainty; 4] =
        [Certainty::Proven, Certainty::Recognised, Certainty::Probable, Certainty::Possible];

    /// Reads the word of [`Certainty::label`], in either language, accents or not.
    pub fn parse(word: &str) -> Option<Certainty> {
        let word = folded(word);
        Certainty::DESCENDING.into_iter().find(|certainty| {
            let label = certainty.label();
            folded(&label.fr) == word || label.en == word
        })
    }

    /// The value written in reports.
    pub fn code(self) -> &'static str {
        match self {
            Certainty::Possible => "possible",
            Certainty::Probable => "probable",
            Certainty::Recognised => "recognised",
            Certainty::Proven => "proven",
        }
    }

    /// The word shown to a person.
    pub fn label(self) -> Text {
        match self {
            Certainty::Possible => Text::new("possible", "possible"),
            Certainty::Probable => Text::new("probable", "probable"),
            Certainty::Recognised => Text::new("reconnu", "recognised"),
            Certainty::Proven => Text::new("avéré", "proven"),
        }
    }

    /// The word, with the probability in percent of what is judged by it.
    pub fn with(self, percent: Option<u8>) -> Text {
        let label = self.label();
        // What is judged is never certain.
        match percent.filter(|_| self == Certainty::Probable).map(|percent| percent.min(99)) {
            Some(percent) => Text::new(
                format!("{}, {percent}\u{a0}%", label.fr),
                format!("{}, {percent}%", label.en),
            ),
            None => label,
        }
    }

    /// The word shown after a count.
    pub(crate) fn counted(self, count: usize) -> Text {
        let Text { fr, en } = self.label();
        if count > 1 { Text::new(format!("{fr}s"), en) } else { Text::new(fr, en) }
    }

    /// The certainty of the same value where values are often made up: tests,
    /// examples, documentation. What is proven stays so.
    pub fn lowered(self) -> Certainty {
        match self {
            Certainty::Proven => Certainty::Proven,
            Certainty::Recognised => Certainty::Probable,
            Certainty::Probable | Certainty::Possible => Certainty::Possible,
        }
    }
}

/// How heavy a finding is among those of its rule, in SARIF’s words.
#[derive(
    Debug,
    Clone,
    Copy,
    Default,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    Serialize,
    Deserialize,
    JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// It informs.
    Note,
    /// The rule holds all the same, yet this should change.
    Warning,
    /// It counts against the rule.
    #[default]
    Error,
}

impl Level {
    /// The value written in reports.
    pub fn code(self) -> &'static str {
        match self {
            Level::Note => "note",
            Level::Warning => "warning",
            Level::Error => "error",
        }
    }

    /// The word shown to a person.
    pub fn label(self) -> Text {
        match self {
            Level::Note => Text::new("information", "information"),
            Level::Warning => Text::new("avertissement", "warning"),
            Level::Error => Text::new("erreur", "error"),
        }
    }
}

/// A place in the repository. Every part is optional: a finding about the
/// whole repository has none, one about a past commit has no line.
#[derive(
    Debug, Clone, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
pub struct Location {
    /// Path from the root of the repository, with `/` separators; bytes that
    /// are not UTF-8 are written `\xNN`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    /// Line, counted from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<usize>,
    /// Column, counted from 1 in Unicode scalar values.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub column: Option<usize>,
    /// Full object id of the commit, when the place is in the history.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub commit: Option<String>,
    /// The branch or the tag that holds the commit, when the revision audited does not and
    /// it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub branch: Option<String>,
}

impl Location {
    /// A whole file.
    pub fn file(path: impl Into<String>) -> Location {
        Location { path: Some(path.into()), ..Location::default() }
    }

    /// A line of a file.
    pub fn line(path: impl Into<String>, line: usize) -> Location {
        Location { path: Some(path.into()), line: Some(line), ..Location::default() }
    }

    /// A commit.
    pub fn commit(id: impl Into<String>) -> Location {
        Location { commit: Some(id.into()), ..Location::default() }
    }

    /// The same place, as it stood in commit `id`.
    pub fn at(mut self, id: impl Into<String>) -> Location {
        self.commit = Some(id.into());
        self
    }

    /// True when nothing is located.
    pub fn is_empty(&self) -> bool {
        *self == Location::default()
    }
}

impl fmt::Display for Location {
    /// `path:line:column @ commit (branch)`, each part only when known; commits in 10 digits.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(path) = &self.path {
            write!(f, "{path}")?;
            if let Some(line) = self.line {
                write!(f, ":{line}")?;
                if let Some(column) = self.column {
                    write!(f, ":{column}")?;
                }
            }
        }
        if let Some(commit) = &self.commit {
            let space = if self.path.is_some() { " @ " } else { "" };
            write!(f, "{space}{}", short_id(commit))?;
            if let Some(branch) = &self.branch {
                write!(f, " ({branch})")?;
            }
        }
        Ok(())
    }
}

/// Something the audit saw that supports an outcome.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Evidence {
    /// What was seen.
    pub message: Text,
    /// Where.
    pub location: Location,
}

/// What kind of secret or of personal data something is.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub struct Category {
    /// The id of its pattern (`publiable secrets patterns`).
    pub id: String,
    /// What a person calls it.
    pub name: Text,
}

/// Something that does not meet the rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// What is wrong at this place, in one sentence.
    pub message: Text,
    /// How sure the check is.
    pub confidence: Confidence,
    /// How far a secret or personal data are established.
    pub certainty: Option<Certainty>,
    /// Its probability in percent.
    pub probability: Option<u8>,
    /// What kind of secret or of personal data it is.
    pub category: Option<Category>,
    /// True when it is in tests, examples or documentation alone, where values are
    /// often made up.
    pub sample: bool,
    /// How many values it tells of, when it gathers those of a file.
    pub values: Option<usize>,
    /// Where it is.
    pub location: Location,
    /// The line of source it is about, when showing it helps and is safe.
    pub excerpt: Option<String>,
    /// What to do about this very finding, when it differs from the rule's fix.
    pub fix: Option<Text>,
    /// What makes the finding the same one from one audit to the next, without
    /// line numbers: the engine hashes it into the fingerprint.
    pub subject: String,
    /// A finding that informs without making the rule fail.
    pub informational: bool,
    /// An informational finding that should be settled all the same.
    pub warning: bool,
    /// The identity of what was found, when it does not depend on the rule: a
    /// secret is the same one in the tree and in the history.
    pub identity: Option<Fingerprint>,
    /// The other identities that it has or had: one for each pattern that sees a secret.
    pub seen_as: BTreeSet<Fingerprint>,
    /// The other places where the same thing is.
    pub also_at: Vec<Location>,
    /// Why it may stay, when a comment in the file allows it.
    pub allowed: Option<Text>,
}

impl Finding {
    /// A high-confidence finding about `subject`, located nowhere yet.
    pub fn new(subject: impl Into<String>, message: Text) -> Finding {
        Finding {
            message,
            confidence: Confidence::High,
            certainty: None,
            probability: None,
            category: None,
            sample: false,
            values: None,
            location: Location::default(),
            excerpt: None,
            fix: None,
            subject: subject.into(),
            informational: false,
            warning: false,
            identity: None,
            seen_as: BTreeSet::new(),
            also_at: Vec::new(),
            allowed: None,
        }
    }

    /// The identity of this finding of `rule`.
    pub fn fingerprint(&self, rule: &str) -> Fingerprint {
        self.identity.clone().unwrap_or_else(|| Fingerprint::new(rule, &self.subject))
    }

    /// Gives the finding an identity that does not depend on its rule.
    pub fn identified(mut self, identity: Fingerprint) -> Finding {
        self.identity = Some(identity);
        self
    }

    /// Gives the other identities under which it may have been settled.
    pub fn seen_as(self, seen_as: BTreeSet<Fingerprint>) -> Finding {
        Finding { seen_as, ..self }
    }

    /// Says how far what was found is established, and its probability in percent
    /// when there is one.
    pub fn certain(self, certainty: Certainty, probability: Option<u8>) -> Finding {
        Finding { certainty: Some(certainty), probability, ..self }
    }

    /// Says what kind of secret or of personal data it is, and whether it is in tests,
    /// examples or documentation alone.
    pub fn of(self, category: Category, sample: bool) -> Finding {
        Finding { category: Some(category), sample, ..self }
    }

    /// Says whether it is in tests, examples or documentation alone.
    pub fn sampled(self, sample: bool) -> Finding {
        Finding { sample, ..self }
    }

    /// Says how many values of its file it gathers.
    pub fn gathering(self, values: usize) -> Finding {
        Finding { values: Some(values), ..self }
    }

    /// Adds the other places where the same thing is.
    pub fn also(mut self, places: impl IntoIterator<Item = Location>) -> Finding {
        self.also_at.extend(places);
        self
    }

    /// Says why a comment in the file lets it stay, if one does.
    pub fn allowed(mut self, reason: Option<Text>) -> Finding {
        self.allowed = reason;
        self
    }

    /// Places the finding.
    pub fn at(mut self, location: Location) -> Finding {
        self.location = location;
        self
    }

    /// Shows the line of source `excerpt` with the finding.
    pub fn excerpt(mut self, excerpt: impl Into<String>) -> Finding {
        self.excerpt = Some(excerpt.into());
        self
    }

    /// Says what to do about this very finding.
    pub fn fix(mut self, fix: Text) -> Finding {
        self.fix = Some(fix);
        self
    }

    /// Marks the finding as one a person has to settle.
    pub fn unsure(mut self) -> Finding {
        self.confidence = Confidence::Low;
        self
    }

    /// Marks the finding as information that never fails the rule.
    pub fn info(mut self) -> Finding {
        self.informational = true;
        self
    }

    /// Marks the finding as one to settle although it never fails the rule.
    pub fn warning(mut self) -> Finding {
        self.warning = true;
        self.info()
    }

    /// How heavy it is.
    pub fn level(&self) -> Level {
        match (self.informational, self.warning) {
            (false, _) => Level::Error,
            (true, true) => Level::Warning,
            (true, false) => Level::Note,
        }
    }
}

/// What a rule concluded, as written in reports.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// The requirement is met.
    Pass,
    /// It is not met.
    Fail,
    /// It does not concern this repository or this degree.
    NotApplicable,
    /// It could not be decided; the reason says why. Never counts as a pass.
    Unknown,
    /// A person answered for it.
    Attested,
    /// It is not met and the project recorded why it may stay so.
    Waived,
}

impl Status {
    /// All outcomes, what asks for something first.
    pub const DISPLAYED: [Status; 6] = [
        Status::Fail,
        Status::Unknown,
        Status::Waived,
        Status::Attested,
        Status::Pass,
        Status::NotApplicable,
    ];

    /// The value written in reports.
    pub fn code(self) -> &'static str {
        match self {
            Status::Pass => "pass",
            Status::Fail => "fail",
            Status::NotApplicable => "not-applicable",
            Status::Unknown => "unknown",
            Status::Attested => "attested",
            Status::Waived => "waived",
        }
    }

    /// The word shown after a count.
    pub fn counted(self, count: usize) -> Text {
        let label = self.label();
        let agrees =
            matches!(self, Status::Pass | Status::Fail | Status::Attested | Status::Waived);
        if agrees && count > 1 { Text::new(format!("{}s", label.fr), label.en) } else { label }
    }

    /// The word shown to a person.
    pub fn label(self) -> Text {
        match self {
            Status::Pass => Text::new("conforme", "pass"),
            Status::Fail => Text::new("non conforme", "fail"),
            Status::NotApplicable => Text::new("sans objet", "not applicable"),
            Status::Unknown => Text::new("à vérifier", "to verify"),
            Status::Attested => Text::new("attesté", "attested"),
            Status::Waived => Text::new("dérogé", "waived"),
        }
    }
}

/// What a check says of its rule, before severities, waivers and attestations.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// Pass, fail, not-applicable or unknown.
    pub status: Status,
    /// Why, in one sentence.
    pub reason: Text,
    /// What supports it.
    pub evidence: Vec<Evidence>,
    /// What contradicts the rule.
    pub findings: Vec<Finding>,
    /// True when nothing was found in what was read, and not everything could be.
    pub unread: bool,
}

impl Answer {
    fn new(status: Status, reason: Text) -> Answer {
        Answer { status, reason, evidence: Vec::new(), findings: Vec::new(), unread: false }
    }

    /// The requirement is met.
    pub fn pass(reason: Text) -> Answer {
        Answer::new(Status::Pass, reason)
    }

    /// The requirement is not met: `findings` say where.
    pub fn fail(reason: Text, findings: Vec<Finding>) -> Answer {
        Answer { findings, ..Answer::new(Status::Fail, reason) }
    }

    /// The requirement is not met, for the one reason that `finding` gives.
    pub fn failing(finding: Finding) -> Answer {
        Answer::fail(finding.message.clone(), vec![finding])
    }

    /// The rule does not concern this repository.
    pub fn not_applicable(reason: Text) -> Answer {
        Answer::new(Status::NotApplicable, reason)
    }

    /// The check could not decide.
    pub fn unknown(reason: Text) -> Answer {
        Answer::new(Status::Unknown, reason)
    }

    /// Adds something seen at `location` that supports the answer.
    pub fn seen(mut self, location: Location, message: Text) -> Answer {
        self.evidence.push(Evidence { message, location });
        self
    }

    /// Adds each of `evidence`, in order.
    pub fn seen_all(self, evidence: impl IntoIterator<Item = (Location, Text)>) -> Answer {
        evidence.into_iter().fold(self, |answer, (place, message)| answer.seen(place, message))
    }

    /// Adds findings (information or doubts) to the answer.
    pub fn with(mut self, findings: impl IntoIterator<Item = Finding>) -> Answer {
        self.findings.extend(findings);
        self
    }
}

/// The identity of a finding: a hash of its rule and subject, never of a line
/// number, so that it survives edits elsewhere in the file.
#[derive(
    Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(transparent)]
pub struct Fingerprint(pub String);

/// What every fingerprint starts with: the hash that makes it.
const HASH: &str = "b3:";
/// The fewest digits that name a finding.
const SHORTEST: usize = 4;

impl Fingerprint {
    /// True for a word that means a fingerprint, whole or its beginning.
    pub fn is_one(word: &str) -> bool {
        word.starts_with(HASH)
    }

    /// True when `wanted` is this one or its beginning; the digits alone will do.
    pub fn is_called(&self, wanted: &str) -> bool {
        let digits = wanted.strip_prefix(HASH).unwrap_or(wanted);
        let known = self.0.strip_prefix(HASH).unwrap_or(&self.0);
        digits.len() >= SHORTEST && known.starts_with(digits)
    }

    /// Hashes (BLAKE3 in key-derivation mode, first 80 bits) the subject of a
    /// finding of `rule`.
    pub fn new(rule: &str, subject: &str) -> Fingerprint {
        let mut hasher = blake3::Hasher::new_derive_key("publiable finding fingerprint v1");
        hasher.update(rule.as_bytes());
        hasher.update(&[0]);
        hasher.update(subject.as_bytes());
        let hex = hasher.finalize().to_hex();
        Fingerprint(format!("{HASH}{}", &hex[..20]))
    }

    /// True for what [`Fingerprint::new`] makes; a saved report may hold anything.
    pub fn is_well_formed(&self) -> bool {
        let digits = self.0.strip_prefix(HASH).unwrap_or_default();
        digits.len() == 20 && digits.bytes().all(|byte| byte.is_ascii_hexdigit())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_location_shows_only_what_it_knows() {
        assert_eq!(Location::line("a/b.md", 3).to_string(), "a/b.md:3");
        let commit = "0123456789abcdef";
        assert_eq!(Location::file("x").at(commit).to_string(), "x @ 0123456789");
        assert_eq!(Location::commit(commit).to_string(), "0123456789");
        let aside = Location { branch: Some("pages".into()), ..Location::commit(commit) };
        assert_eq!(aside.to_string(), "0123456789 (pages)");
    }

    #[test]
    fn a_fingerprint_depends_on_rule_and_subject_only() {
        let one = Fingerprint::new("readme/present", "README.md");
        assert_eq!(one, Fingerprint::new("readme/present", "README.md"));
        assert_ne!(one, Fingerprint::new("readme/purpose", "README.md"));
        assert_eq!(one.0.len(), 23);
    }
}
