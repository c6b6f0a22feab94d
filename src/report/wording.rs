//! How a report words what the audit found: in its language, and without the
//! secrets that were found. Every text and every place of a report is made
//! here, so that none can leave in clear.

use super::{Notice, ReportedAttestation, ReportedFinding, Repository};
use crate::config::{Attestation, Cover};
use crate::finding::{Evidence, Finding, Location};
use crate::lang::{Lang, Text};
use crate::score::{Criterion, Scores};
use crate::secrets::Redactor;
use serde_json::Value;

/// Words the parts of a report.
pub(crate) struct Wording {
    lang: Lang,
    redactor: Redactor,
}

impl Wording {
    /// Words in `lang`, masking what `redactor` knows.
    pub(crate) fn new(lang: Lang, redactor: Redactor) -> Wording {
        Wording { lang, redactor }
    }

    /// A text in the report's language, then in both.
    pub(crate) fn spoken(&self, text: Text) -> (String, Text) {
        let text = self.text(text);
        (text.get(self.lang).to_string(), text)
    }

    fn text(&self, mut text: Text) -> Text {
        text.each(|wording| self.redactor.redact(wording));
        text
    }

    /// What a person or a criterion wrote, in the words it was written in.
    fn sentence(&self, mut sentence: String) -> String {
        self.redactor.redact(&mut sentence);
        sentence
    }

    fn name(&self, mut name: String) -> String {
        self.redactor.redact_name(&mut name);
        name
    }

    fn place(&self, location: Location) -> Location {
        let named = |name: Option<String>| name.map(|name| self.name(name));
        Location { path: named(location.path), branch: named(location.branch), ..location }
    }

    /// A notice about the file or object at `path`.
    pub(crate) fn notice(&self, message: Text, path: Option<&str>) -> Notice {
        let (message, message_i18n) = self.spoken(message);
        Notice { message, message_i18n, path: path.map(|path| self.name(path.to_string())) }
    }

    /// Something seen that supports an outcome.
    pub(crate) fn evidence(&self, Evidence { message, location }: Evidence) -> Evidence {
        Evidence { message: self.text(message), location: self.place(location) }
    }

    /// A finding of `rule`, and why it may stay when it may.
    pub(crate) fn finding(
        &self,
        rule: &str,
        finding: Finding,
        cover: Option<Cover>,
    ) -> ReportedFinding {
        let (fingerprint, level) = (finding.fingerprint(rule), finding.level());
        let (message, message_i18n) = self.spoken(finding.message);
        let also_at = finding.also_at.into_iter();
        // The line of a secret was masked where its values are.
        let masked = finding.category.is_some();
        let excerpt = finding.excerpt.map(|mut line| {
            match masked {
                true => self.redactor.redact(&mut line),
                false => self.redactor.redact_excerpt(&mut line),
            }
            line
        });
        ReportedFinding {
            message,
            message_i18n,
            confidence: finding.confidence,
            certainty: finding.certainty,
            probability: finding.probability,
            category: finding.category,
            sample: finding.sample,
            values: finding.values,
            informational: finding.informational,
            level,
            location: self.place(finding.location),
            also_at: also_at.map(|location| self.place(location)).collect(),
            seen_as: finding.seen_as,
            fingerprint,
            excerpt,
            fix_i18n: finding.fix.map(|fix| self.text(fix)),
            awaits_security: cover.as_ref().and_then(|cover| cover.awaits),
            waived: cover.map(|cover| self.text(cover.why)),
        }
    }

    /// A person's answer, and why it no longer holds when it does not.
    pub(crate) fn attestation(
        &self,
        answer: &Attestation,
        stale: Option<Text>,
    ) -> ReportedAttestation {
        let sentence = |text: &Option<String>| text.clone().map(|text| self.sentence(text));
        ReportedAttestation {
            rule: answer.rule.clone(),
            answer: answer.answer,
            role: self.sentence(answer.role.clone()),
            organisation: sentence(&answer.organisation),
            date: answer.date.to_string(),
            commit: answer.commit.clone(),
            valid_until: answer.valid_until.map(|date| date.to_string()),
            reason: sentence(&answer.reason),
            note: sentence(&answer.note),
            stale: stale.map(|why| self.text(why)),
        }
    }

    /// What was audited.
    pub(crate) fn repository(&self, audited: Repository) -> Repository {
        Repository {
            name: self.name(audited.name),
            url: audited.url.map(|url| self.name(url)),
            branch: audited.branch.map(|branch| self.name(branch)),
            ..audited
        }
    }

    /// The scores.
    pub(crate) fn scores(&self, mut scores: Scores) -> Scores {
        let Scores { awesome, codegouvfr } = &mut scores;
        let criteria = awesome.prerequisites.iter_mut().chain(&mut awesome.criteria);
        for Criterion { evidence, .. } in criteria.chain(&mut codegouvfr.criteria) {
            *evidence = evidence.take().map(|evidence| self.sentence(evidence));
        }
        scores
    }
}

/// Words a saved report in `lang`: every field that has a twin in both
/// languages, `message_i18n` for `message`, takes its words from it.
pub(crate) fn reword(saved: &mut Value, lang: Lang) {
    saved["language"] = lang.code().into();
    reword_fields(saved, lang);
}

fn reword_fields(value: &mut Value, lang: Lang) {
    match value {
        Value::Object(fields) => {
            let spoken: Vec<(String, Value)> = fields
                .iter()
                .filter_map(|(twin, both)| {
                    let name =
                        twin.strip_suffix("_i18n").filter(|name| fields.contains_key(*name))?;
                    Some((name.to_string(), both.get(lang.code())?.clone()))
                })
                .collect();
            fields.extend(spoken);
            fields.values_mut().for_each(|field| reword_fields(field, lang));
        }
        Value::Array(items) => items.iter_mut().for_each(|item| reword_fields(item, lang)),
        _ => {}
    }
}
