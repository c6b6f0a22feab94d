//! The Creative Commons licences, whose name is a list of conditions.

use super::name::Name;
use super::token::{Cut, TokenKind};
use super::words::WORDS;
use crate::licence::expression::ids;
use std::ops::Range;

/// Reads the name that starts at `at`: `CC BY-SA 4.0`, `Creative Commons
/// Attribution 4.0 International`…
pub(super) fn read(cut: &Cut, at: usize, end: usize) -> Option<(Name, Range<usize>)> {
    let word = |at: usize| (at < end).then(|| cut.tokens[at].text.as_str());
    let start = match (word(at)?, word(at + 1)) {
        ("cc", _) => at + 1,
        ("creative", Some("commons" | "common")) => at + 2,
        _ => return None,
    };
    let mut conditions = Conditions::default();
    let (mut next, mut last) = (start, start);
    let mut version = None;
    while next < end.min(start + 24) {
        let token = &cut.tokens[next];
        let (condition, length) = condition(&|n| word(next + n));
        if let Some(condition) = condition {
            conditions.set(condition);
            next += length;
            last = next;
        } else if token.kind == TokenKind::Number && version.is_none() {
            version = Some(token.text.as_str());
            next += 1;
            last = next;
        } else if WORDS.cc_filler.has(token) {
            let ends = version.is_some()
                && !matches!(
                    token.text.as_str(),
                    "license" | "international" | "public" | "unported" | "-" | "(" | ")"
                );
            if ends {
                break;
            }
            next += 1;
        } else if matches!(token.text.as_str(), "cc" | "creative" | "commons") && version.is_none()
        {
            next += 1;
        } else {
            break;
        }
    }
    if conditions.zero {
        return Some((Name::Known("CC0-1.0".to_string(), None), at..last));
    }
    if !conditions.by {
        return Some((Name::Family("CC"), at..last.max(start)));
    }
    let version = match version {
        Some("1" | "2" | "3" | "4") => format!("{}.0", version.unwrap_or_default()),
        Some("2.5") => "2.5".to_string(),
        _ => return Some((Name::Family("CC"), at..last)),
    };
    // A licence ported to a country is another text.
    let place = if word(last) == Some("-") { last + 1 } else { last };
    let port = word(place).and_then(|word| WORDS.cc_ports.get(word));
    // `de` in small letters is "of" in several languages.
    let port = port
        .filter(|port| version != "4.0" && (cut.tokens[place].capital || port.as_str() == "fr"));
    let port = port.map_or(String::new(), |port| format!("-{port}"));
    let id = format!("cc-by{}-{version}{port}", conditions.suffix());
    let name = ids::licence(&id).map_or(Name::Family("CC"), |id| Name::Known(id.to_string(), None));
    Some((name, at..last))
}

#[derive(Debug, Default)]
struct Conditions {
    zero: bool,
    by: bool,
    nc: bool,
    nd: bool,
    sa: bool,
}

#[derive(Debug, Clone, Copy)]
enum Condition {
    Zero,
    By,
    Nc,
    Nd,
    Sa,
    Silent,
}

impl Conditions {
    fn set(&mut self, condition: Condition) {
        match condition {
            Condition::Zero => self.zero = true,
            Condition::By => self.by = true,
            Condition::Nc => self.nc = true,
            Condition::Nd => self.nd = true,
            Condition::Sa => self.sa = true,
            Condition::Silent => {}
        }
    }

    fn suffix(&self) -> &'static str {
        match (self.nc, self.nd, self.sa) {
            (true, true, _) => "-nc-nd",
            (true, false, true) => "-nc-sa",
            (true, false, false) => "-nc",
            (false, true, _) => "-nd",
            (false, false, true) => "-sa",
            (false, false, false) => "",
        }
    }
}

/// The condition whose words `word` gives, and how many tokens name it.
fn condition<'a>(word: &dyn Fn(usize) -> Option<&'a str>) -> (Option<Condition>, usize) {
    let holds = |words: &str| {
        words.split(' ').enumerate().all(|(n, expected)| {
            word(n).is_some_and(|found| found == expected || expected == "’" && found == "'")
        })
    };
    let all = &WORDS.conditions;
    let kinds = [
        (&all.zero, Condition::Zero),
        (&all.by, Condition::By),
        (&all.nc, Condition::Nc),
        (&all.nd, Condition::Nd),
        (&all.sa, Condition::Sa),
    ];
    let wordings = kinds.iter().flat_map(|(wordings, kind)| wordings.iter().map(|w| (w, *kind)));
    let found = wordings
        .filter(|(words, _)| holds(words))
        .map(|(words, condition)| (condition, words.split(' ').count()))
        .max_by_key(|(_, length)| *length);
    match found {
        Some((condition, length)) => (Some(condition), length),
        None if word(0) == Some("deed") => (Some(Condition::Silent), 1),
        None => (None, 0),
    }
}
