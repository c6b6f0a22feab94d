//! A finding that a person settled, and what that does for its rule.

use super::load;
use crate::lang::Text;
use crate::text;
use crate::text::fold::folded;
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::de::value::{Error as ValueError, StrDeserializer};
use serde::{Deserialize, Serialize};

/// `[[finding]]`: one finding that a person settled.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Settled {
    /// The rule that found it.
    pub rule: String,
    /// The finding's fingerprint, as reports give it.
    pub fingerprint: String,
    /// Why it is settled.
    pub reason: SettledReason,
    /// When.
    #[schemars(with = "Option<String>")]
    #[serde(default, with = "load::optional_date")]
    pub date: Option<Date>,
    /// The function of the person who settled it; never a name. With a date, it is
    /// what a proven credential asks of the repository that holds it.
    #[serde(default)]
    pub role: Option<String>,
    /// Anything a reader should know; public.
    #[serde(default)]
    pub note: Option<String>,
    /// The last day it holds.
    #[schemars(with = "Option<String>")]
    #[serde(default, with = "load::optional_date")]
    pub expires: Option<Date>,
    /// What it is about, in the words of the report: the comment above it.
    #[serde(skip)]
    pub about: Option<String>,
    /// The file it was read from, when not `publiable.toml`.
    #[serde(skip)]
    pub origin: Option<String>,
    /// True when whoever audits gave it, rather than the repository audited.
    #[serde(skip)]
    pub trusted: bool,
}

/// What an entry does for a finding that it is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Cover {
    /// Why the finding may stay, with who decided it and when.
    pub why: Text,
    /// True when the rule holds; otherwise a reservation stays.
    pub passes: bool,
    /// The reason that the role in charge of security has to accept for the rule to hold.
    pub awaits: Option<SettledReason>,
}

/// Words of the roles that answer for the security of an information system.
const SECURITY: [&str; 7] = ["ssi", "rssi", "aqssi", "fssi", "ciso", "securite", "security"];

impl Settled {
    /// What it does for a finding that it is about, which is a `proven` credential or
    /// not; the reason why it does nothing when it does not.
    ///
    /// A false positive and a test value are settled for good. What was revoked, or is
    /// public already, is a reservation until the role in charge of security accepts it.
    pub(crate) fn cover(&self, proven: bool, today: Date) -> Result<Cover, Text> {
        if let Some(end) = self.expires.filter(|end| *end < today) {
            return Err(text!("elle a expiré le {end}", "it expired on {end}"));
        }
        let role = self.role.as_deref().map(str::trim).filter(|role| !role.is_empty());
        let signed = role.filter(|_| self.date.is_some_and(|date| date <= today));
        if proven && !self.trusted && signed.is_none() {
            return Err(text!(
                "un identifiant avéré ne se règle pas par le seul dépôt audité : donnez « role » et « date » à cette entrée, ou réglez-le dans votre fichier, --baseline",
                "a proven credential is not settled by the audited repository alone: give “role” and “date” to this entry, or settle it in a file of yours, --baseline"
            ));
        }
        let secure = signed.is_some_and(is_security);
        let passes = secure || !self.reason.is_accepted();
        Ok(Cover { why: self.why(role), passes, awaits: Some(self.reason).filter(|_| !passes) })
    }

    /// Why, who and when, in one line.
    fn why(&self, role: Option<&str>) -> Text {
        let nothing = || Text::same("");
        let when = self.date.map_or_else(nothing, |date| text!(", le {date}", ", on {date}"));
        let who = role.map_or_else(nothing, |role| text!(", par {role}", ", by {role}"));
        let note = self.note.as_deref().map(|note| Text::same(format!(" ({note})")));
        let (reason, note) = (self.reason.label(), note.unwrap_or_else(nothing));
        text!(
            "constat réglé : {reason}{when}{who}{note}",
            "settled finding: {reason}{when}{who}{note}";
            reason, when, who, note
        )
    }
}

/// True for a role that answers for security.
pub(crate) fn is_security(role: &str) -> bool {
    folded(role).split(|c: char| !c.is_alphanumeric()).any(|word| SECURITY.contains(&word))
}

/// Why a finding is settled.
// Each reason is written in French or in English, and read in both.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(transform = in_both_languages)]
pub enum SettledReason {
    /// The tool is wrong.
    #[serde(alias = "false-positive")]
    FauxPositif,
    /// The secret was revoked.
    #[serde(alias = "revoked")]
    Revoque,
    /// The value is fictitious.
    #[serde(alias = "test-value")]
    Fictif,
    /// The value is public already.
    #[serde(alias = "public")]
    DejaPublic,
}

/// Admits in a schema the two words of each reason.
fn in_both_languages(schema: &mut schemars::Schema) {
    let cases = schema.get_mut("oneOf").and_then(|cases| cases.as_array_mut());
    for case in cases.into_iter().flatten().filter_map(|case| case.as_object_mut()) {
        let code = case.get("const").and_then(|code| code.as_str());
        if let Some(reason) = code.and_then(SettledReason::parse) {
            let Text { fr, en } = reason.words();
            case.remove("const");
            case.insert("enum".to_string(), [fr, en].as_slice().into());
        }
    }
}

impl SettledReason {
    /// Every reason.
    pub const ALL: [SettledReason; 4] = [
        SettledReason::FauxPositif,
        SettledReason::Revoque,
        SettledReason::Fictif,
        SettledReason::DejaPublic,
    ];

    /// Reads a word as the file spells it, in French or in English.
    pub fn parse(word: &str) -> Option<SettledReason> {
        SettledReason::deserialize(StrDeserializer::<ValueError>::new(word)).ok()
    }

    /// The words of the file in each language, for a message.
    pub fn values() -> Text {
        let words = SettledReason::ALL.map(SettledReason::words);
        Text::new(
            words.each_ref().map(|word| word.fr.as_str()).join(", "),
            words.each_ref().map(|word| word.en.as_str()).join(", "),
        )
    }

    /// What a person writes, in either language.
    pub fn words(self) -> Text {
        Text::new(self.code(), self.english())
    }

    /// The word of the file in English.
    pub(crate) fn english(self) -> &'static str {
        match self {
            SettledReason::FauxPositif => "false-positive",
            SettledReason::Revoque => "revoked",
            SettledReason::Fictif => "test-value",
            SettledReason::DejaPublic => "public",
        }
    }

    /// True for a reason that leaves a reservation until the role in charge of security
    /// accepts it.
    pub(crate) fn is_accepted(self) -> bool {
        matches!(self, SettledReason::Revoque | SettledReason::DejaPublic)
    }

    /// The words shown to a person.
    pub fn label(self) -> Text {
        self.of(1)
    }

    /// The same, of `count` findings.
    pub(crate) fn of(self, count: usize) -> Text {
        match self {
            SettledReason::FauxPositif => text!(
                count;
                "faux positif" | "faux positifs",
                "false positive" | "false positives"
            ),
            SettledReason::Revoque => {
                text!(count; "révoqué" | "révoqués", "revoked" | "revoked")
            }
            SettledReason::Fictif => {
                text!(count; "fictif" | "fictifs", "fictitious" | "fictitious")
            }
            SettledReason::DejaPublic => {
                text!(count; "déjà public" | "déjà publics", "public already" | "public already")
            }
        }
    }

    /// When it is said, for a person who chooses.
    pub(crate) fn gloss(self) -> Text {
        match self {
            SettledReason::FauxPositif => {
                text!("rien de tel n’est là", "nothing of the kind is there")
            }
            SettledReason::Revoque => {
                text!("cela n’ouvre plus rien", "it no longer opens anything")
            }
            SettledReason::Fictif => {
                text!("inventé pour un test ou un exemple", "made up for a test or an example")
            }
            SettledReason::DejaPublic => {
                text!("publié ailleurs, et volontairement", "published elsewhere, on purpose")
            }
        }
    }

    /// The value written in the file.
    pub fn code(self) -> &'static str {
        match self {
            SettledReason::FauxPositif => "faux-positif",
            SettledReason::Revoque => "revoque",
            SettledReason::Fictif => "fictif",
            SettledReason::DejaPublic => "deja-public",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    const TODAY: Date = date(2026, 2, 1);

    fn entry(reason: SettledReason, role: Option<&str>) -> Settled {
        Settled {
            rule: "secrets/tree".into(),
            fingerprint: "b3:1".into(),
            reason,
            date: Some(date(2026, 1, 15)),
            role: role.map(str::to_string),
            note: Some("vu".into()),
            expires: None,
            about: None,
            origin: None,
            trusted: false,
        }
    }

    #[test]
    fn a_false_positive_is_settled_for_good_and_says_who_when_and_why() {
        let cover = entry(SettledReason::FauxPositif, Some("Bureau des produits"))
            .cover(false, TODAY)
            .expect("covered");
        assert!(cover.passes);
        assert_eq!(
            cover.why.en,
            "settled finding: false positive, on 2026-01-15, by Bureau des produits (vu)"
        );
    }

    #[test]
    fn what_was_revoked_is_a_reservation_until_security_accepts_it() {
        for (role, passes) in
            [(None, false), (Some("Bureau des produits"), false), (Some("RSSI du service"), true)]
        {
            let cover = entry(SettledReason::Revoque, role).cover(false, TODAY).expect("covered");
            assert_eq!(cover.passes, passes, "{role:?}");
        }
    }

    #[test]
    fn a_proven_credential_asks_for_a_role_and_a_date_or_a_file_of_the_auditor() {
        let alone = entry(SettledReason::Fictif, None);
        assert!(alone.cover(true, TODAY).is_err());
        assert!(alone.cover(false, TODAY).is_ok());
        assert!(Settled { trusted: true, ..alone.clone() }.cover(true, TODAY).is_ok());
        let signed = entry(SettledReason::Fictif, Some("Équipe de développement"));
        assert!(signed.cover(true, TODAY).is_ok());
        assert!(Settled { date: None, ..signed.clone() }.cover(true, TODAY).is_err());
        let later = Settled { date: Some(date(2026, 2, 2)), ..signed };
        assert!(later.cover(true, TODAY).is_err());
    }

    #[test]
    fn an_entry_holds_until_it_expires() {
        let mut ending = entry(SettledReason::Fictif, None);
        ending.expires = Some(TODAY);
        assert!(ending.cover(false, TODAY).is_ok());
        ending.expires = Some(date(2026, 1, 31));
        assert!(ending.cover(false, TODAY).is_err());
    }
}
