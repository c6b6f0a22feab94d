//! The two languages of the product. Every string a person reads exists in
//! French and in English, side by side, as a [`Text`].

pub(crate) mod date;
pub(crate) mod plural;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::fmt;

/// A language the product speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema, Default)]
#[serde(rename_all = "lowercase")]
pub enum Lang {
    /// French, the language used when nothing else is asked for.
    #[default]
    Fr,
    /// English.
    En,
}

impl Lang {
    /// Reads a language out of a tag such as `fr`, `fr_FR.UTF-8` or `en-GB`.
    /// `None` for a language the product does not speak (`de`, `C`, `POSIX`).
    pub fn from_tag(tag: &str) -> Option<Lang> {
        let primary = tag.split(['_', '-', '.', '@']).next().unwrap_or_default();
        match primary.to_ascii_lowercase().as_str() {
            "fr" => Some(Lang::Fr),
            "en" => Some(Lang::En),
            _ => None,
        }
    }

    /// The language of the locale (`LC_ALL`, `LC_MESSAGES`, `LANG`, or the
    /// desktop's setting), French when it is neither French nor English.
    pub fn from_locale() -> Lang {
        sys_locale::get_locale().and_then(|tag| Lang::from_tag(&tag)).unwrap_or_default()
    }

    /// The ISO 639-1 code.
    pub fn code(self) -> &'static str {
        match self {
            Lang::Fr => "fr",
            Lang::En => "en",
        }
    }

    /// Chooses between a French and an English value.
    pub fn pick<T>(self, fr: T, en: T) -> T {
        match self {
            Lang::Fr => fr,
            Lang::En => en,
        }
    }
}

/// Is told what goes on, from any thread.
pub(crate) type Tell<'a> = &'a (dyn Fn(&Text) + Sync);

/// One string in both languages.
#[derive(
    Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(deny_unknown_fields)]
pub struct Text {
    /// The French wording.
    pub fr: String,
    /// The English wording.
    pub en: String,
}

impl Text {
    /// A text whose two wordings are given.
    pub fn new(fr: impl Into<String>, en: impl Into<String>) -> Text {
        Text { fr: fr.into(), en: en.into() }
    }

    /// A text that reads the same in both languages (an identifier, a path).
    pub fn same(value: impl Into<String>) -> Text {
        let value = value.into();
        Text { fr: value.clone(), en: value }
    }

    /// The question whether `near` was meant, to end a sentence.
    pub fn meant(near: &str) -> Text {
        Text::new(format!("vouliez-vous dire « {near} » ?"), format!("did you mean “{near}”?"))
    }

    /// The same text after an introduction in each language.
    pub fn after(&self, fr: &str, en: &str) -> Text {
        Text { fr: format!("{fr}{}", self.fr), en: format!("{en}{}", self.en) }
    }

    /// The same text as what follows an introduction in the same sentence.
    pub fn following(&self, fr: &str, en: &str) -> Text {
        Text { fr: format!("{fr}{}", within(&self.fr)), en: format!("{en}{}", within(&self.en)) }
    }

    /// A sentence as what someone has to do about it: `Vérifier que le fichier existe`.
    pub fn that(&self, fr: &str, en: &str) -> Text {
        let said = within(&self.fr);
        let vowel = said.starts_with(['a', 'e', 'i', 'o', 'u', 'y', 'é', 'ê', 'à']);
        let que = if vowel { "qu’" } else { "que " };
        Text { fr: format!("{fr} {que}{said}"), en: format!("{en} that {}", within(&self.en)) }
    }

    /// The same of what nobody has settled: a person confirms it when it is `asked` as a
    /// question, else it is to be verified.
    pub(crate) fn unsettled(&self, asked: bool) -> Text {
        match asked {
            true => self.that("Confirmer", "Confirm"),
            false => self.that("Vérifier", "Check"),
        }
    }

    /// Changes each wording in turn.
    pub fn each(&mut self, mut change: impl FnMut(&mut String)) {
        change(&mut self.fr);
        change(&mut self.en);
    }

    /// The wording in `lang`.
    pub fn get(&self, lang: Lang) -> &str {
        lang.pick(&self.fr, &self.en)
    }
}

impl fmt::Display for Text {
    /// Both wordings, French first: for logs that no reader's language is known for.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} / {}", self.fr, self.en)
    }
}

/// Builds a [`Text`] from a French and an English format string that share
/// their arguments: `text!("lu : {path}", "read: {path}")`.
///
/// What follows a `;` at the end is itself a [`Text`], each wording of which goes
/// in the sentence of its language: `text!("{path} : {why}", "{path}: {why}"; why)`.
///
/// What comes before a `;` at the start is a count, which chooses in each language
/// between two strings: `text!(n; "{n} fichier" | "{n} fichiers", "{n} file" | "{n} files")`.
/// Nought is singular in French, plural in English.
#[macro_export]
macro_rules! text {
    ($fr:literal, $en:literal $(, $name:ident = $value:expr)* $(; $($text:ident),+)? $(,)?) => {
        $crate::lang::Text {
            fr: { $($(let $text = &$text.fr;)+)? format!($fr $(, $name = $value)*) },
            en: { $($(let $text = &$text.en;)+)? format!($en $(, $name = $value)*) },
        }
    };
    ($count:expr; $fr:literal | $frs:literal, $en:literal | $ens:literal
        $(, $name:ident = $value:expr)* $(; $($text:ident),+)? $(,)?) => {
        $crate::lang::Text {
            fr: {
                $($(let $text = &$text.fr;)+)?
                match $count { 0 | 1 => format!($fr $(, $name = $value)*), _ => format!($frs $(, $name = $value)*) }
            },
            en: {
                $($(let $text = &$text.en;)+)?
                match $count { 1 => format!($en $(, $name = $value)*), _ => format!($ens $(, $name = $value)*) }
            },
        }
    };
}

/// A number with its thousands apart, as each language does.
pub(crate) fn thousands(number: usize) -> Text {
    let digits = number.to_string();
    let mut written = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            written.push(',');
        }
        written.push(digit);
    }
    Text { fr: written.replace(',', "\u{202f}"), en: written }
}

/// `texts` in the language `lang`.
pub(crate) fn said<'t>(texts: impl IntoIterator<Item = &'t Text>, lang: Lang) -> Vec<String> {
    texts.into_iter().map(|text| text.get(lang).to_string()).collect()
}

/// Writes a French enumeration and an English one out of the same items:
/// `a, b et c` / `a, b and c`.
pub(crate) fn list(items: &[Text]) -> Text {
    Text {
        fr: join(items.iter().map(|item| item.fr.as_str()), " et "),
        en: join(items.iter().map(|item| item.en.as_str()), " and "),
    }
}

/// A sentence as it stands within another: an acronym keeps its capitals.
fn within(sentence: &str) -> String {
    let mut characters = sentence.chars();
    match (characters.next(), characters.clone().next()) {
        (Some(_), Some(second)) if second.is_uppercase() => sentence.to_string(),
        (Some(first), _) => first.to_lowercase().chain(characters).collect(),
        (None, _) => String::new(),
    }
}

fn join<'a>(items: impl Iterator<Item = &'a str>, last: &str) -> String {
    let items: Vec<&str> = items.collect();
    match items.split_last() {
        None => String::new(),
        Some((only, [])) => (*only).to_string(),
        Some((end, start)) => format!("{}{last}{end}", start.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_names_its_language() {
        assert_eq!(Lang::from_tag("fr_FR.UTF-8"), Some(Lang::Fr));
        assert_eq!(Lang::from_tag("en-GB"), Some(Lang::En));
        assert_eq!(Lang::from_tag("C"), None);
        assert_eq!(Lang::from_tag("frp"), None);
    }

    #[test]
    fn an_enumeration_ends_with_the_conjunction_of_its_language() {
        let items = [Text::same("a"), Text::same("b"), Text::same("c")];
        assert_eq!(list(&items), Text::new("a, b et c", "a, b and c"));
        assert_eq!(list(&items[..1]), Text::same("a"));
        assert_eq!(list(&[]), Text::same(""));
    }

    #[test]
    fn a_sentence_stands_in_another() {
        let that = |fr: &str, en: &str| Text::new(fr, en).that("Vérifier", "Verify");
        assert_eq!(
            that("Un README existe", "A README exists"),
            Text::new("Vérifier qu’un README existe", "Verify that a README exists")
        );
        assert_eq!(
            that("La licence est là", "CI runs"),
            Text::new("Vérifier que la licence est là", "Verify that CI runs")
        );
    }

    #[test]
    fn a_count_chooses_the_wording_of_each_language() {
        let files = |n: usize| text!(n; "{n} fichier" | "{n} fichiers", "{n} file" | "{n} files");
        assert_eq!(files(0), Text::new("0 fichier", "0 files"));
        assert_eq!(files(1), Text::new("1 fichier", "1 file"));
        assert_eq!(files(2), Text::new("2 fichiers", "2 files"));
    }

    #[test]
    fn a_text_goes_in_the_sentence_of_its_language() {
        let (why, path) = (Text::new("illisible", "unreadable"), "a.txt");
        let shown = text!("{path} : {why}", "{path}: {why}"; why);
        assert_eq!(shown, Text::new("a.txt : illisible", "a.txt: unreadable"));
    }
}
