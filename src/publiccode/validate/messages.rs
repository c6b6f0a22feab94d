//! The errors of the YAML parser, in words that say what to change.

use super::view::Lines;
use crate::lang::Text;
use crate::publiccode::code::Code;
use crate::publiccode::diagnostic::{Diagnostic, Fix, Severity, Span};
use crate::publiccode::path::Path;
use crate::text;
use crate::yaml::{ParseError, TOO_DEEP, TOO_LARGE};

/// What is said of a tab.
pub fn tab() -> Text {
    text!("tabulation en retrait", "tab as indentation")
}

/// How to replace tabs.
pub fn spaces() -> Fix {
    Fix::advice(text!(
        "remplacer les tabulations par des espaces (deux par niveau)",
        "replace the tabs with spaces (two a level)"
    ))
}

/// The diagnostic of a text that is not YAML.
pub fn of_error(lines: &Lines<'_>, error: &ParseError) -> Diagnostic {
    let span = lines.at(error.line, error.column);
    let line = lines.text.lines().nth(error.line.saturating_sub(1)).unwrap_or_default();
    let (code, message, fix) = explained(error, line);
    let mut found = Diagnostic::new(code, Severity::Error, &Path::top(), message);
    found.value = Some(if error.column == 1 && error.message.contains("simple key") {
        before(lines, error.line)
    } else {
        span
    });
    let found = found.fix(fix);
    found.reference_at(Severity::Error, "", (span.start.line, 1), &error.message).halting(1)
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
    let said = error.message.as_str();
    let has = |part: &str| said.contains(part);
    let advice = |text: Text| Some(Fix::advice(text));
    let syntax = |message: Text, fix: Text| (Code::Syntax, message, advice(fix));
    if said == TOO_LARGE {
        let message = text!("le fichier dépasse 1 Mio", "the file is larger than 1 MiB");
        return (Code::TooBig, message, None);
    }
    if said == TOO_DEEP {
        let message = text!("trop de niveaux imbriqués", "too many nested levels");
        return (Code::TooBig, message, None);
    }
    let indent: String = line.chars().take_while(|c| c.is_whitespace()).collect();
    if has("tab") || indent.contains('\t') {
        return (Code::Tab, tab(), Some(spaces()));
    }
    if has("mapping values are not allowed") {
        return syntax(
            text!(
                "« : » inattendu : cette ligne n’est pas au bon retrait, ou sa valeur contient « : »",
                "unexpected “:”: this line is not at the right indentation, or its value holds a “: ”"
            ),
            text!(
                "mettre la valeur entre guillemets, ou aligner la clé sur ses voisines",
                "put the value between quotes, or align the key with its neighbours"
            ),
        );
    }
    if has("simple key expect") || has("did not find expected key") || has("block collection") {
        return syntax(
            text!(
                "ligne inattendue ici : texte sans retrait sous « | » ou « > », clé sans « : », ou retrait qui ne correspond à aucun niveau",
                "unexpected line here: text without indentation under “|” or “>”, key without “:”, or indentation that matches no level"
            ),
            text!(
                "mettre le texte d’un bloc en retrait de sa clé, et aligner les clés d’une même section",
                "indent the text of a block below its key, and align the keys of a section"
            ),
        );
    }
    if has("unexpected character") || has("cannot start any token") {
        return syntax(
            text!(
                "un texte sans guillemets ne peut pas commencer par ce caractère",
                "a text without quotes cannot start with this character"
            ),
            text!("mettre la valeur entre guillemets", "put the value between quotes"),
        );
    }
    if has("quoted scalar") && (has("end of stream") || has("document indicator")) {
        return syntax(
            text!("guillemet ouvert ici et jamais fermé", "quote opened here and never closed"),
            text!("fermer le guillemet, ou l’ôter", "close the quote, or remove it"),
        );
    }
    if has("quoted scalar") && (has("hexadecimal") || has("escape")) {
        return syntax(
            text!(
                "séquence d’échappement inconnue entre guillemets doubles",
                "unknown escape sequence between double quotes"
            ),
            text!(
                "doubler la barre oblique inverse, ou employer des guillemets simples",
                "double the backslash, or use single quotes"
            ),
        );
    }
    if has("trailing content") {
        return syntax(
            text!("texte après le guillemet fermant", "text after the closing quote"),
            text!(
                "mettre toute la valeur entre les mêmes guillemets",
                "put the whole value between the same quotes"
            ),
        );
    }
    if has("flow sequence") || has("flow mapping") {
        return syntax(
            text!("crochet ou accolade sans fin", "bracket or brace without an end"),
            text!("fermer le crochet ou l’accolade", "close the bracket or the brace"),
        );
    }
    if has("unknown anchor") {
        return syntax(
            text!(
                "alias vers une ancre qui n’existe pas avant lui",
                "alias to an anchor that does not exist before it"
            ),
            text!(
                "définir l’ancre (&nom) plus haut, ou mettre entre guillemets un texte qui commence par *",
                "define the anchor (&name) above, or quote a text that starts with *"
            ),
        );
    }
    (Code::Syntax, text!("YAML mal formé : {said}", "malformed YAML: {said}"), None)
}
