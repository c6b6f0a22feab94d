//! Takes secrets out of texts that others wrote: excerpts, quotations, paths.

use super::mask::{self, MASK};
use super::{Detection, Family, Found, Level};
use aho_corasick::{AhoCorasick, MatchKind};

/// A secret shorter than this is looked for in quoted lines only.
const SHORTEST: usize = 8;
/// Letters alone are an ordinary word up to this length.
const WORD: usize = 16;

/// Replaces every known secret by a mask.
#[derive(Debug, Default)]
pub(crate) struct Redactor {
    /// The secrets that no name holds by chance.
    long: Option<AhoCorasick>,
    /// The secrets that no sentence holds by chance.
    strong: Option<AhoCorasick>,
    /// Every secret.
    all: Option<AhoCorasick>,
}

impl Redactor {
    /// A redactor for what was found and is told as a secret.
    pub(crate) fn new<'a>(found: impl IntoIterator<Item = &'a Found>) -> Redactor {
        let told = found.into_iter().filter(|found| is_told(&found.detection));
        let mut values: Vec<&[u8]> = Vec::new();
        for found in told {
            let value = found.secret.expose();
            values.push(value);
            // A key that spans lines may be quoted one line at a time.
            let lines = value.split(|byte| *byte == b'\n').map(<[u8]>::trim_ascii);
            values.extend(lines.filter(|line| line.len() >= 4 * SHORTEST));
        }
        values.retain(|value| value.len() >= 4);
        values.sort_unstable();
        values.dedup();
        let strong: Vec<&[u8]> = values.iter().copied().filter(|value| is_strong(value)).collect();
        let long =
            strong.iter().copied().filter(|value| value.len() >= WORD && !mask::is_word(value));
        let long: Vec<&[u8]> = long.collect();
        Redactor { long: automaton(&long), strong: automaton(&strong), all: automaton(&values) }
    }

    /// Masks the secrets of a sentence in place, and those of a line whose own values
    /// are masked already.
    pub(crate) fn redact(&self, text: &mut String) {
        mask(self.strong.as_ref(), text);
    }

    /// Masks the secrets of a path or of a name in place: what only looks like one
    /// of them stays, or nobody could find the file.
    pub(crate) fn redact_name(&self, name: &mut String) {
        mask(self.long.as_ref(), name);
    }

    /// Masks the secrets of a quoted line of source in place.
    pub(crate) fn redact_excerpt(&self, text: &mut String) {
        mask(self.all.as_ref(), text);
    }

    /// True when there is nothing to mask.
    pub(crate) fn is_idle(&self) -> bool {
        self.all.is_none()
    }
}

/// An internal host or a contact is shown: it has to be found again.
fn is_told(detection: &Detection) -> bool {
    let secret = matches!(
        detection.family,
        Family::Credential | Family::SocialSecurityNumber | Family::BankDetails
    );
    secret && detection.level >= Level::Review
}

fn is_strong(value: &[u8]) -> bool {
    value.len() >= WORD || (value.len() >= SHORTEST && !value.iter().all(u8::is_ascii_alphabetic))
}

fn automaton(values: &[&[u8]]) -> Option<AhoCorasick> {
    if values.is_empty() {
        return None;
    }
    AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(values).ok()
}

fn mask(secrets: Option<&AhoCorasick>, text: &mut String) {
    if let Some(secrets) = secrets
        && secrets.is_match(text.as_str())
    {
        let mut masked = String::with_capacity(text.len());
        secrets.replace_all_with(text, &mut masked, |found, value, masked| {
            let other = mask::is_other_word(text.as_bytes(), &found.range());
            masked.push_str(if other { value } else { MASK });
            true
        });
        *text = masked;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::Certainty;
    use crate::lang::Text;
    use crate::secrets::{Candidate, Judgement, Place, Secret, Sort, Spotted, gather};

    fn found(value: &str) -> Vec<Found> {
        let place = Place {
            sort: Sort::File,
            path: None,
            line: 1,
            column: 1,
            commit: None,
            date: None,
            in_head: true,
            excerpt: None,
        };
        let candidate = Candidate {
            pattern: "password",
            family: Family::Credential,
            secret: Secret::new(value),
            value: 0..value.len(),
            context: 0..value.len(),
            validated: None,
            doubt: None,
            features: Vec::new(),
        };
        let certainty = Certainty::Proven;
        let judgement = Judgement { level: Some(Level::Report), certainty, probability: 1.0 };
        let reason = Text::new("", "");
        gather([Spotted { candidate, judgement, level: Level::Report, reason, place }])
    }

    #[test]
    fn secrets_are_taken_out_of_any_text() {
        let redactor = Redactor::new(&found("horse-battery"));
        let mut text = "run with horse-battery, or 'horse-battery'".to_string();
        redactor.redact(&mut text);
        assert_eq!(text, "run with ••••, or '••••'");
    }

    #[test]
    fn a_common_word_is_masked_in_quoted_lines_only() {
        let redactor = Redactor::new(&found("admin"));
        let mut text = "the admin page".to_string();
        redactor.redact(&mut text);
        assert_eq!(text, "the admin page");
        let mut line = "admin: admin # admins".to_string();
        redactor.redact_excerpt(&mut line);
        assert_eq!(line, "admin: •••• # admins");
    }

    #[test]
    fn a_name_is_not_masked_for_what_it_has_in_common_with_a_secret() {
        let masked = |value: &str, name: &str| {
            let mut name = name.to_string();
            Redactor::new(&found(value)).redact_name(&mut name);
            name
        };
        assert_eq!(masked("keycloak-12", "docker/keycloak-12.conf"), "docker/keycloak-12.conf");
        assert_eq!(masked("secret_key_base_file", "secret_key_base_file"), "secret_key_base_file");
        assert_eq!(masked("k3Yc10ak-98x7Qz2v", "k3Yc10ak-98x7Qz2v.txt"), "••••.txt");
    }
}
