//! Markings that limit who may read a document: levels of classification
//! (code de la défense, art. R.2311-2 and R.2311-3), Diffusion Restreinte
//! (instruction interministérielle no. 901), TLP (FIRST, version 2.0). Only a
//! marking that stands as one counts: alone on its line, or in a field made
//! for it. A program that handles markings, or a text about them, has none.

use super::signs::{Signs, candidate};
use super::surroundings;
use crate::secrets::lists::{Names, list};
use crate::secrets::{Candidate, Family};
use crate::text::fold::folded;
use std::ops::Range;
use std::sync::LazyLock;

/// Markings, without accents and in capitals, and how sure each is alone.
const MARKINGS: [(&str, f32); 22] = [
    ("TRES SECRET DEFENSE", 0.95),
    ("TRES SECRET", 0.9),
    ("SECRET DEFENSE", 0.95),
    ("SECRET-DEFENSE", 0.95),
    ("CONFIDENTIEL DEFENSE", 0.95),
    ("CONFIDENTIEL-DEFENSE", 0.95),
    ("SPECIAL FRANCE", 0.95),
    ("DIFFUSION RESTREINTE", 0.95),
    ("DIFFUSION RESTREINTE SPECIAL FRANCE", 0.95),
    ("NP-DR", 0.6),
    ("NATO RESTRICTED", 0.9),
    ("RESTREINT UE", 0.9),
    ("TLP:RED", 0.9),
    ("TLP:AMBER+STRICT", 0.9),
    ("TLP:AMBER", 0.9),
    ("CONFIDENTIEL INDUSTRIE", 0.9),
    ("CONFIDENTIEL", 0.5),
    ("DIFFUSION LIMITEE", 0.6),
    ("NE PAS DIFFUSER", 0.6),
    ("USAGE INTERNE UNIQUEMENT", 0.6),
    ("DOCUMENT DE TRAVAIL INTERNE", 0.6),
    ("SECRET", 0.0),
];

/// Fields of a document that hold a marking, without accents and in lower case.
static FIELDS: Names = LazyLock::new(|| list("marking.fields"));

/// Extensions of documents, read whole.
static DOCUMENTS: Names = LazyLock::new(|| list("marking.documents"));

/// Extensions of programs and settings whose header is read.
static SOURCES: Names = LazyLock::new(|| list("marking.sources"));

/// How much of a file its header is, in bytes.
const HEADER: usize = 2048;

/// The longest start of a line that may be the name of a field.
const LONGEST_FIELD: usize = 48;

/// Longer lines are prose.
const LONGEST: usize = 160;

/// The markings in `region`: anywhere in a document, at the head of a program.
pub(super) fn scan(text: &[u8], name: &str, region: &Range<usize>, found: &mut Vec<Candidate>) {
    let name = name.to_ascii_lowercase();
    let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
    let document = DOCUMENTS.contains(&extension);
    if !document && !SOURCES.contains(&extension) {
        return;
    }
    let end = if document { region.end } else { region.end.min(HEADER) };
    let mut start = region.start;
    while start < end {
        let stop = memchr::memchr(b'\n', &text[start..]).map_or(text.len(), |at| start + at);
        if stop - start <= LONGEST {
            found.extend(look(text, start..stop, document));
        }
        start = stop + 1;
    }
}

fn look(text: &[u8], line: Range<usize>, document: bool) -> Option<Candidate> {
    let bytes = &text[line.clone()];
    // A line of prose has small letters and no field: most lines stop here.
    let small = bytes.iter().any(u8::is_ascii_lowercase);
    let capital = bytes.iter().any(|byte| matches!(byte, b'R' | b'I' | b'E'));
    let field = bytes.iter().position(|byte| matches!(byte, b':' | b'|'));
    if (small || !capital) && field.is_none_or(|at| at > LONGEST_FIELD) {
        return None;
    }
    let line_text = std::str::from_utf8(bytes).ok()?;
    let bare = line_text.trim_matches(is_decoration);
    if bare.is_empty() || (!document && !is_comment(line_text)) {
        return None;
    }
    let shape = alone(bare).or_else(|| in_field(bare))?;
    let context = surroundings::block(text, &line);
    if is_enumeration(&text[context.clone()], bare) {
        return None;
    }
    let start = line.start + line_text.find(bare)?;
    let value = start..start + bare.len();
    // The head of a file is part of what decides.
    let context = if document { context } else { 0..context.end };
    let signs = Signs { alone: true, shape, ..Signs::default() };
    let pattern = ("protective-marking", Family::ProtectiveMarking);
    Some(candidate(pattern, text, value, context, signs, None))
}

/// True when `line` is a marking that leaves no doubt, standing alone.
pub(crate) fn is_marking(line: &str) -> bool {
    let bare = line.trim_matches(is_decoration);
    bare.len() <= LONGEST && alone(bare).or_else(|| in_field(bare)).is_some_and(|sure| sure > 0.8)
}

/// What a markup, a comment or a drawn box puts around a line.
fn is_decoration(c: char) -> bool {
    !c.is_alphanumeric()
}

fn is_comment(line: &str) -> bool {
    let line = line.trim_start();
    ["#", "//", "/*", "*", "--", "<!--", ";", "\"\"\""].iter().any(|start| line.starts_with(start))
}

fn plain(text: &str) -> String {
    folded(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// How sure the marking is that fills `text` in capitals.
fn alone(text: &str) -> Option<f32> {
    if text.chars().any(char::is_lowercase) {
        return None;
    }
    let shape = rank(&plain(text).to_uppercase())?;
    (shape > 0.0).then_some(shape)
}

fn rank(marking: &str) -> Option<f32> {
    let marking = marking.replace(": ", ":").replace(" :", ":");
    MARKINGS.iter().find(|(known, _)| *known == marking).map(|(_, shape)| *shape)
}

/// How sure the marking is that a field such as `Classification : …` holds.
fn in_field(text: &str) -> Option<f32> {
    let (field, value) = text.split_once(':').or_else(|| text.split_once('|'))?;
    let field = plain(field.trim_matches(is_decoration));
    if !FIELDS.contains(&field.as_str()) {
        return None;
    }
    let value = plain(value.trim_matches(|c: char| !c.is_alphanumeric())).to_uppercase();
    rank(&value).map(|shape| shape.max(0.85)).filter(|_| value != "CONFIDENTIEL")
}

/// True when another level stands on a line around: the text lists them.
fn is_enumeration(block: &[u8], own: &str) -> bool {
    let own = plain(own).to_uppercase();
    let block = String::from_utf8_lossy(block).into_owned();
    block.lines().any(|line| {
        let bare = plain(line.trim_matches(is_decoration)).to_uppercase();
        let level = rank(&bare).is_some() || OTHER_LEVELS.contains(&bare.as_str());
        level && bare != own
    })
}

/// Levels that limit nothing, found in lists of levels.
static OTHER_LEVELS: Names = LazyLock::new(|| list("marking.other-levels"));
