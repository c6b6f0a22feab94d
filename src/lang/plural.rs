//! Names of things after a count: their plural, and their first letter inside of a
//! sentence.

use super::Text;
use serde::Deserialize;
use std::sync::LazyLock;

/// The words of `plural.toml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Words {
    /// French adjectives that follow a name and agree with it.
    agree: Vec<String>,
    /// French words that end what a thing is.
    apart: Vec<String>,
    /// English words after which a name is complete.
    complete: Vec<String>,
    /// English words that start a name of a thing and are no name of their own.
    common: Vec<String>,
}

static WORDS: LazyLock<Words> =
    LazyLock::new(|| toml::from_str(include_str!("plural.toml")).expect("embedded"));

/// True when `word` is one of `list`.
fn is_in(list: &[String], word: &str) -> bool {
    list.iter().any(|one| one == word)
}

/// `count` of what `name` names, in words: `2 clés privées`.
pub(crate) fn counted(count: usize, name: &Text) -> Text {
    let Text { fr, en } = name;
    let french = if count > 1 { french(fr) } else { fr.clone() };
    let english = if count == 1 { en.clone() } else { english(en) };
    Text::new(
        format!("{count} {}", lowered(&french, |_| true)),
        format!("{count} {}", lowered(&english, |first| is_in(&WORDS.common, first))),
    )
}

/// `counted` with the adjective `quality`, which French puts after the name and before what
/// says where the thing is, English before the name.
pub(crate) fn qualified(counted: &Text, quality: &Text) -> Text {
    let mut words: Vec<&str> = counted.fr.split(' ').collect();
    let apart = |word: &&str| is_in(&WORDS.apart, word) || word.starts_with('(');
    let at = words.iter().skip(2).position(apart).map_or(words.len(), |at| at + 2);
    words.insert(at, &quality.fr);
    let (count, name) = counted.en.split_once(' ').unwrap_or((&counted.en, ""));
    Text::new(words.join(" "), format!("{count} {} {name}", quality.en))
}

/// `name` without the capital of its first word, unless that word is an acronym or is
/// not one that `may` be lowered.
fn lowered(name: &str, may: impl Fn(&str) -> bool) -> String {
    let first = name.split(' ').next().unwrap_or_default();
    let proper = first.chars().skip(1).any(|c| c.is_uppercase() || c.is_ascii_digit());
    let mut characters = name.chars();
    match characters.next() {
        Some(letter) if !proper && may(first) => letter.to_lowercase().chain(characters).collect(),
        _ => name.to_string(),
    }
}

/// The plural of a French name: its first word, what agrees with it, and the names
/// that « ou » adds.
fn french(name: &str) -> String {
    let words: Vec<&str> = name.split(' ').collect();
    let mut agrees = true;
    let plural = words.iter().enumerate().map(|(at, word)| {
        let previous = at.checked_sub(1).map(|at| words[at]);
        let noun = at == 0 || previous == Some("ou");
        let complete = word.starts_with("d’") || ["de", "du", "des", "dans", "à"].contains(word);
        agrees = noun || agrees && !complete;
        match *word {
            word if noun || agrees && is_in(&WORDS.agree, word) => french_word(word),
            word => word.to_string(),
        }
    });
    plural.collect::<Vec<_>>().join(" ")
}

fn french_word(word: &str) -> String {
    match word {
        _ if word.ends_with(['s', 'x', 'z']) => word.to_string(),
        _ if word.ends_with("eau") => format!("{word}x"),
        _ if word.ends_with("al") => format!("{}aux", word.trim_end_matches("al")),
        _ if word.chars().skip(1).any(char::is_uppercase) => word.to_string(),
        _ => format!("{word}s"),
    }
}

/// The plural of an English name: the last word before what completes it.
fn english(name: &str) -> String {
    let words: Vec<&str> = name.split(' ').collect();
    let completes = |word: &&str| is_in(&WORDS.complete, word) || word.starts_with('(');
    let end = words.iter().skip(1).position(completes).map_or(words.len(), |at| at + 1);
    let plural = words.iter().enumerate().map(|(at, word)| match at + 1 == end {
        true => english_word(word),
        false => (*word).to_string(),
    });
    plural.collect::<Vec<_>>().join(" ")
}

fn english_word(word: &str) -> String {
    let before = word.chars().rev().nth(1).unwrap_or_default();
    match word {
        _ if word.ends_with('y') && !"aeiou".contains(before) => {
            format!("{}ies", word.trim_end_matches('y'))
        }
        _ if word.ends_with(['s', 'x']) || word.ends_with("ch") => format!("{word}es"),
        _ => format!("{word}s"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_agrees_with_its_count() {
        for (fr, en, many) in [
            ("Clé privée", "Private key", "2 clés privées / 2 private keys"),
            ("mot de passe", "password", "2 mots de passe / 2 passwords"),
            (
                "Clé ou jeton Trello",
                "Trello key or token",
                "2 clés ou jetons Trello / 2 Trello key or tokens",
            ),
            ("Identité age", "age identity", "2 identités age / 2 age identities"),
            ("Clé JWK symétrique", "Symmetric JWK", "2 clés JWK symétriques / 2 symmetric JWKs"),
            ("Jeton GitHub", "GitHub token", "2 jetons GitHub / 2 GitHub tokens"),
            (
                "identifiant de connexion",
                "credential",
                "2 identifiants de connexion / 2 credentials",
            ),
            (
                "mot de passe dans une URL",
                "password in a URL",
                "2 mots de passe dans une URL / 2 passwords in a URL",
            ),
        ] {
            assert_eq!(counted(2, &Text::new(fr, en)).to_string(), many);
        }
        let probable = Text::new("probables", "probable");
        for (fr, en, said) in [
            (
                "2 mots de passe dans une URL",
                "2 passwords in a URL",
                "2 mots de passe probables dans une URL / 2 probable passwords in a URL",
            ),
            (
                "2 jetons d’API (anciens)",
                "2 tokens",
                "2 jetons d’API probables (anciens) / 2 probable tokens",
            ),
            ("2 clés", "2 keys", "2 clés probables / 2 probable keys"),
        ] {
            assert_eq!(qualified(&Text::new(fr, en), &probable).to_string(), said);
        }
        assert_eq!(counted(1, &Text::new("Clé privée", "Private key")).fr, "1 clé privée");
        assert_eq!(counted(0, &Text::new("clé", "key")), Text::new("0 clé", "0 keys"));
    }
}
