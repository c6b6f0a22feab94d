//! The errors of the YAML parser, in words that say what to change.

use super::view::Lines;
use crate::lang::Text;
use crate::publiccode::code::Code;
use crate::publiccode::diagnostic::{Diagnostic, Fix, Severity, Span};
use crate::publiccode::path::Path;
use crate::publiccode::standard::Words;
use crate::text;
use crate::yaml::{ParseError, TOO_DEEP, TOO_LARGE};

/// What the parser's English says, what that means, and what to do. The first row
/// whose fragments are all in the message holds; a test has an example of each.
const KNOWN: &[(&[&str], Words, Words)] = &[
    (
        &["mapping values are not allowed"],
        Words {
            fr: "« : » inattendu : cette ligne n’est pas au bon retrait, ou sa valeur contient « : »",
            en: "unexpected “:”: this line is not at the right indentation, or its value holds a “: ”",
        },
        Words {
            fr: "mettre la valeur entre guillemets, ou aligner la clé sur ses voisines",
            en: "put the value between quotes, or align the key with its neighbours",
        },
    ),
    (&["simple key expect"], LINE, ALIGN),
    (&["did not find expected key"], LINE, ALIGN),
    (&["block collection"], LINE, ALIGN),
    (&["unexpected character"], START, QUOTE),
    (&["cannot start any token"], START, QUOTE),
    (&["quoted scalar", "end of stream"], OPEN, CLOSE),
    (&["quoted scalar", "document indicator"], OPEN, CLOSE),
    (&["quoted scalar", "hexadecimal"], ESCAPE, DOUBLE),
    (&["quoted scalar", "escape"], ESCAPE, DOUBLE),
    (
        &["trailing content"],
        Words { fr: "texte après le guillemet fermant", en: "text after the closing quote" },
        Words {
            fr: "mettre toute la valeur entre les mêmes guillemets",
            en: "put the whole value between the same quotes",
        },
    ),
    (&["illegal placement of ':' indicator"], BRACKET, CLOSE_BRACKET),
    (&["flow sequence"], BRACKET, CLOSE_BRACKET),
    (&["flow mapping"], BRACKET, CLOSE_BRACKET),
    (
        &["unknown anchor"],
        Words {
            fr: "alias vers une ancre qui n’existe pas avant lui",
            en: "alias to an anchor that does not exist before it",
        },
        Words {
            fr: "définir l’ancre (&nom) plus haut, ou mettre entre guillemets un texte qui commence par *",
            en: "define the anchor (&name) above, or quote a text that starts with *",
        },
    ),
];

const LINE: Words = Words {
    fr: "ligne inattendue ici : texte sans retrait sous « | » ou « > », clé sans « : », ou retrait qui ne correspond à aucun niveau",
    en: "unexpected line here: text without indentation under “|” or “>”, key without “:”, or indentation that matches no level",
};
const ALIGN: Words = Words {
    fr: "mettre le texte d’un bloc en retrait de sa clé, et aligner les clés d’une même section",
    en: "indent the text of a block below its key, and align the keys of a section",
};
const START: Words = Words {
    fr: "un texte sans guillemets ne peut pas commencer par ce caractère",
    en: "a text without quotes cannot start with this character",
};
const QUOTE: Words =
    Words { fr: "mettre la valeur entre guillemets", en: "put the value between quotes" };
const OPEN: Words =
    Words { fr: "guillemet ouvert ici et jamais fermé", en: "quote opened here and never closed" };
const CLOSE: Words =
    Words { fr: "fermer le guillemet, ou l’ôter", en: "close the quote, or remove it" };
const ESCAPE: Words = Words {
    fr: "séquence d’échappement inconnue entre guillemets doubles",
    en: "unknown escape sequence between double quotes",
};
const DOUBLE: Words = Words {
    fr: "doubler la barre oblique inverse, ou employer des guillemets simples",
    en: "double the backslash, or use single quotes",
};
const BRACKET: Words =
    Words { fr: "crochet ou accolade sans fin", en: "bracket or brace without an end" };
const CLOSE_BRACKET: Words =
    Words { fr: "fermer le crochet ou l’accolade", en: "close the bracket or the brace" };

/// What is said of a tab.
pub(super) fn tab() -> Text {
    text!("tabulation en retrait", "tab as indentation")
}

/// How to replace tabs.
pub(super) fn spaces() -> Fix {
    Fix::advice(text!(
        "remplacer les tabulations par des espaces (deux par niveau)",
        "replace the tabs with spaces (two a level)"
    ))
}

/// The diagnostic of a text that is not YAML.
pub(super) fn malformed(lines: &Lines<'_>, error: &ParseError) -> Diagnostic {
    let line = lines.text.lines().nth(error.line.saturating_sub(1)).unwrap_or_default();
    let (code, message, fix) = explained(error, line);
    let mut found = Diagnostic::new(code, Severity::Error, &Path::top(), message);
    found.value = Some(if error.column == 1 && error.message.contains("simple key") {
        before(lines, error.line)
    } else {
        lines.at(error.line, error.column)
    });
    found.fix(fix).reference(Severity::Error)
}

/// The last line with text before `line`: the parser sees that a line lacks its
/// colon when it comes to the next one.
fn before(lines: &Lines<'_>, line: usize) -> Span {
    let above = lines.text.lines().take(line.saturating_sub(1)).enumerate();
    let last = above.filter(|(_, text)| !text.trim().is_empty()).last();
    let (at, text) = last.unwrap_or((line.saturating_sub(1), ""));
    let start = lines.at(at + 1, 1).start;
    Span { start, end: lines.at(at + 1, text.chars().count() + 1).end }
}

/// Code, message and advice for an error met in `line`.
fn explained(error: &ParseError, line: &str) -> (Code, Text, Option<Fix>) {
    let words = error.message.as_str();
    let indent: String = line.chars().take_while(|c| c.is_whitespace()).collect();
    match words {
        TOO_LARGE => {
            let message = text!("le fichier dépasse 1 Mio", "the file is larger than 1 MiB");
            return (Code::TooBig, message, None);
        }
        TOO_DEEP => {
            let message = text!("trop de niveaux imbriqués", "too many nested levels");
            return (Code::TooBig, message, None);
        }
        _ if words.contains("tab") || indent.contains('\t') => {
            return (Code::Tab, tab(), Some(spaces()));
        }
        _ => {}
    }
    match KNOWN.iter().find(|(parts, ..)| parts.iter().all(|part| words.contains(part))) {
        Some((_, message, fix)) => (Code::Syntax, message.text(), Some(Fix::advice(fix.text()))),
        // The parser speaks English: its words stay in that language.
        None => (Code::Syntax, text!("YAML mal formé ici", "malformed YAML: {words}"), None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::yaml::Yaml;

    /// A new version of the parser that words its errors otherwise fails here.
    #[test]
    fn the_errors_people_meet_are_explained() {
        for (text, wanted) in [
            ("name: a: b\n", "unexpected “:”"),
            ("name: a\nurl\n", "unexpected line here"),
            ("a:\n  b: 1\n c: 2\n", "unexpected line here"),
            ("name: @a\n", "cannot start with this character"),
            ("name: `a\n", "cannot start with this character"),
            ("name: \"a\n", "quote opened here"),
            ("name: 'a\n", "quote opened here"),
            ("name: \"a\\qb\"\n", "unknown escape sequence"),
            ("name: \"a\\xzz\"\n", "unknown escape sequence"),
            ("name: \"a\" b\n", "text after the closing quote"),
            ("name: [a\nurl: b\n", "bracket or brace"),
            ("name: {a: b\nurl: c\n", "bracket or brace"),
            ("name: *a\n", "alias to an anchor"),
        ] {
            let error = Yaml::parse(text).1.unwrap_or_else(|| unreachable!("{text} is read"));
            let line = text.lines().nth(error.line - 1).unwrap_or_default();
            let (code, message, fix) = explained(&error, line);
            let shown = format!("{text}: {} ({})", message.en, error.message);
            assert!(
                code == Code::Syntax && message.en.contains(wanted) && fix.is_some(),
                "{shown}"
            );
        }
    }
}
