//! What the heads of source files say of the licence.

use super::{Declaration, Said, Source};
use crate::licence::comment::marks;
use crate::licence::expression::Expression;
use crate::licence::identification::Nature;
use crate::licence::notice::{self, Notice, Reading, Scope};
use crate::text::source::takes_comments;
use memchr::memmem;
use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};

/// Bytes at the start of a file where its licence is stated.
const HEAD: usize = 3000;

/// Lines of words that may stand before the comment that states a licence.
const FEW: usize = 12;

/// Words one of which every statement of a licence contains.
const WORDS: [&[u8]; 4] = [b"icense", b"icence", b"LICENSE", b"LICENCE"];

/// Words one of which every notice, besides tags, contains.
const GRANTS: [&[u8]; 8] =
    [b"nder", b"terms", b"SPDX-", b"sous", b"r\xc3\xa9gi", b"termes", b"icense:", b"icence"];

/// The head of the source file `path`, when it may state a licence: its first
/// bytes, cut at the end of a line.
pub(crate) fn head<'a>(path: &str, bytes: &'a [u8]) -> Option<Cow<'a, str>> {
    if !is_source(path) {
        return None;
    }
    let start = &bytes[..bytes.len().min(HEAD)];
    let holds = |words: &[&[u8]]| words.iter().any(|word| memmem::find(start, word).is_some());
    if !holds(&WORDS) || !holds(&GRANTS) || start.contains(&0) {
        return None;
    }
    let end = match start.len() < bytes.len() {
        true => memchr::memrchr(b'\n', start).unwrap_or(start.len()),
        false => start.len(),
    };
    Some(String::from_utf8_lossy(&start[..end]))
}

/// The licence that `head`, the head of a source file, states in words or tags.
pub(crate) fn licence(head: &str) -> Option<Expression> {
    Some(stated(comment(head))?.0)
}

/// True for a program, a style sheet, or the `.license` file beside a file.
pub(crate) fn is_source(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    let Some((_, extension)) = name.rsplit_once('.') else { return false };
    let extension = extension.to_lowercase();
    extension == "license" || takes_comments(&extension)
}

/// What the heads say, one declaration for each different statement, with the
/// number of files and the first of them.
pub(super) fn read(heads: &[(Cow<'_, str>, Cow<'_, str>)]) -> Vec<Declaration> {
    let mut readings: HashMap<String, Option<(Expression, Notice)>> = HashMap::new();
    let mut found: BTreeMap<String, Declaration> = BTreeMap::new();
    for (path, head) in heads {
        let comment = comment(head);
        let reading = match readings.get(comment) {
            Some(reading) => reading,
            None => readings.entry(comment.to_string()).or_insert_with(|| stated(comment)),
        };
        let Some((expression, notice)) = reading else { continue };
        let key = expression.to_string();
        match found.get_mut(&key) {
            Some(declaration) => declaration.count += 1,
            None => {
                let declaration = Declaration {
                    source: Source::Header,
                    path: path.to_string(),
                    line: Some(notice.line),
                    column: None,
                    written: notice.written(comment),
                    said: Said::Licence(expression.clone()),
                    scope: Scope::Whole,
                    count: 1,
                    aside: Vec::new(),
                };
                found.insert(key, declaration);
            }
        }
    }
    found.into_values().collect()
}

/// The licence that a head states, with the first words that state it.
fn stated(head: &str) -> Option<(Expression, Notice)> {
    let notices = notice::read(head, Reading::Page);
    let tags = notices.iter().any(|notice| notice.nature == Nature::Tag);
    let kept: Vec<Notice> = notices
        .into_iter()
        .filter(|notice| !tags || notice.nature == Nature::Tag)
        .filter(|notice| notice.scope.is_main() && notice.expression.is_some())
        .collect();
    let expression = notice::expression(&kept)?;
    Some((expression, kept.into_iter().next()?))
}

/// The comment that opens a file, with what stands before it: up to the first
/// line of program after it, where a line of words is not yet one.
pub(crate) fn comment(head: &str) -> &str {
    let (mut end, mut at, mut words) = (0, 0, 0);
    let mut closing: Option<&str> = None;
    let known = marks();
    for line in head.split_inclusive('\n') {
        at += line.len();
        let trimmed = line.trim();
        if let Some(close) = closing {
            end = at;
            closing = closing.filter(|_| !trimmed.contains(close));
            continue;
        }
        let opened = known.blocks.iter().find(|(open, _)| trimmed.starts_with(open.as_str()));
        if let Some((open, close)) = opened {
            closing = (!trimmed[open.len()..].contains(close.as_str())).then_some(close);
        }
        let marked = |mark: &String| trimmed.starts_with(mark.as_str());
        let comment = trimmed.is_empty() || known.marks.iter().any(marked);
        let prose = !trimmed.contains(['{', '=', ';']) && !trimmed.ends_with([')', ':', '>']);
        match (comment, prose) {
            (true, _) => end = at,
            // `package a`, `import b`: a licence may still follow.
            (false, true) if words < FEW => {
                words += 1;
                end = at;
            }
            (false, _) if end > 0 => break,
            _ => {}
        }
    }
    if end == 0 { head } else { &head[..end] }
}
