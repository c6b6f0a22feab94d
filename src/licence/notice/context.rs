//! Whether a text puts something under the licence it names, or only speaks of
//! it.

use super::names::{self, Mention, Name};
use super::scope::{self, Scope};
use super::token::{Cut, Segment, SegmentKind, Token, TokenKind};
use super::words::{
    ASIDE, CHOICE, CONDITIONAL, FILLER, GRANT_NAME, OWN, RESTART, has, is, is_one_of,
};
use super::{Notice, Reading, join};
use crate::licence::identification::Nature;
use std::ops::Range;

/// Licences granted together.
struct Group {
    mentions: Vec<Mention>,
    choice: bool,
    scope: Scope,
    in_section: bool,
}

/// What is remembered from one sentence to the next.
#[derive(Default)]
struct State {
    found: Vec<Notice>,
    /// Under a heading about the licence.
    in_section: bool,
    /// A sentence that ends on "under either of", and the items after it.
    list: Option<Group>,
}

/// The notices of a text, in order.
pub fn notices(cut: &Cut, reading: Reading) -> Vec<Notice> {
    let mut state = State::default();
    for segment in &cut.segments {
        if segment.kind != SegmentKind::Quoted {
            state.segment(cut, segment, reading);
        }
    }
    state.flush(cut);
    if state.found.is_empty() && reading == Reading::Statement {
        state.found.extend(name_alone(cut));
    }
    state.found
}

impl State {
    fn segment(&mut self, cut: &Cut, segment: &Segment, reading: Reading) {
        let tokens = &cut.tokens[segment.tokens.clone()];
        if segment.kind == SegmentKind::Heading {
            self.flush(cut);
            self.in_section = about_licence(tokens);
        }
        let mentions = names::mentions(cut, segment.tokens.clone());
        if mentions.is_empty() {
            return self.without_name(cut, segment);
        }
        if tokens.last().is_some_and(|last| last.text == "?") || quoted(cut, segment) {
            return;
        }
        let listed = self.list.is_some() && granted_by_list(cut, segment, &mentions);
        if !listed {
            self.flush(cut);
        }
        let place = Place { cut, segment, reading, in_section: self.in_section };
        let mut groups: Vec<Group> = Vec::new();
        let mut before: Option<&Mention> = None;
        for mention in &mentions {
            let joined = before.is_some_and(|before| place.follows_on(before, mention));
            if let Some(group) = groups.last_mut().filter(|_| joined) {
                group.mentions.push(mention.clone());
                before = Some(mention);
            } else if listed || place.grants(mention) {
                let scope = place.scope(mention, &mentions);
                let choice = has(tokens, CHOICE) && !has_only_within(cut, segment, &mentions);
                groups.push(Group {
                    mentions: vec![mention.clone()],
                    choice,
                    scope,
                    in_section: self.in_section,
                });
                before = Some(mention);
            } else {
                before = None;
            }
        }
        match self.list.as_mut().filter(|_| listed) {
            Some(list) => list.mentions.extend(groups.into_iter().flat_map(|group| group.mentions)),
            None => {
                for group in unite(cut, groups) {
                    self.found.extend(group.notice(cut));
                }
            }
        }
    }

    /// A sentence that names no licence: it may announce a list of them.
    fn without_name(&mut self, cut: &Cut, segment: &Segment) {
        let tokens = &cut.tokens[segment.tokens.clone()];
        if let Some(list) = &mut self.list {
            if has(tokens, CHOICE) {
                list.choice = true;
            }
            return;
        }
        if rejected(tokens) || trigger(cut, segment, segment.tokens.end).is_none() {
            return;
        }
        let open = tokens.last().is_some_and(|last| {
            last.text == ":" || is_one_of(last, FILLER) || is(last, "under") || is(last, "sous")
        });
        if open {
            self.list = Some(Group {
                mentions: Vec::new(),
                choice: has(tokens, CHOICE),
                scope: scope::of(tokens, &[]),
                in_section: self.in_section,
            });
        }
    }

    fn flush(&mut self, cut: &Cut) {
        if let Some(list) = self.list.take() {
            self.found.extend(list.notice(cut));
        }
    }
}

/// A sentence and what surrounds it.
struct Place<'a> {
    cut: &'a Cut,
    segment: &'a Segment,
    reading: Reading,
    in_section: bool,
}

impl Place<'_> {
    /// Whether the sentence grants `mention`.
    fn grants(&self, mention: &Mention) -> bool {
        let (cut, range) = (self.cut, &self.segment.tokens);
        let before =
            &cut.tokens[clause(cut, range.start, mention.tokens.start)..mention.tokens.start];
        let after = &cut.tokens[mention.tokens.end..range.end];
        if rejected(before) || refused_after(after) {
            return false;
        }
        if trigger(cut, self.segment, mention.tokens.start).is_some() || licensed_after(after) {
            return true;
        }
        let mentions = std::slice::from_ref(mention);
        if self.in_section && (nothing_else(cut, range.clone(), mentions) || self.all_named()) {
            return true;
        }
        let statement = self.reading == Reading::Statement || self.in_section;
        statement && mapped(before, after)
    }

    /// Whether the sentence is nothing but names of licences.
    fn all_named(&self) -> bool {
        let mentions = names::mentions(self.cut, self.segment.tokens.clone());
        nothing_else(self.cut, self.segment.tokens.clone(), &mentions)
    }

    /// Whether `mention` belongs to what grants `before`: only words that join
    /// stand between.
    fn follows_on(&self, before: &Mention, mention: &Mention) -> bool {
        if mention.tokens.start < before.tokens.end {
            return true;
        }
        let between = &self.cut.tokens[before.tokens.end..mention.tokens.start];
        let joins = |token: &Token| {
            is_one_of(token, FILLER)
                || is_one_of(token, CHOICE)
                || token.kind == TokenKind::Sign && token.text != "."
                || token.kind == TokenKind::Path
                || token.kind == TokenKind::Url
                || token.kind == TokenKind::Name
                || matches!(
                    token.text.as_str(),
                    "or" | "ou"
                        | "and"
                        | "et"
                        | "under"
                        | "sous"
                        | "see"
                        | "voir"
                        | "at"
                        | "as"
                        | "file"
                        | "which"
                        | "available"
                        | "is"
                        | "also"
                        | "alternatively"
                        | "optionally"
                        | "optionnellement"
                        | "aussi"
                        | "equivalent"
                )
        };
        let same = mention.name.family() == before.name.family();
        between.len() <= if same { 24 } else { 14 } && between.iter().all(joins)
            || same && is_reference(between)
    }

    fn scope(&self, mention: &Mention, all: &[Mention]) -> Scope {
        let range = &self.segment.tokens;
        let earlier =
            all.iter().map(|m| m.tokens.end).filter(|end| *end <= mention.tokens.start).max();
        let later =
            all.iter().map(|m| m.tokens.start).filter(|start| *start >= mention.tokens.end).min();
        let start = earlier.unwrap_or(range.start);
        let before =
            &self.cut.tokens[clause(self.cut, start, mention.tokens.start)..mention.tokens.start];
        let after = &self.cut.tokens[mention.tokens.end..later.unwrap_or(range.end)];
        let scope = scope::of(before, after);
        let page = self.reading == Reading::Page && !self.in_section && scope == Scope::Whole;
        if page && !own_subject(before) { Scope::Foreign } else { scope }
    }
}

impl Group {
    fn notice(mut self, cut: &Cut) -> Option<Notice> {
        let known: Vec<String> = self
            .mentions
            .iter()
            .filter(|mention| matches!(mention.name, Name::Known(..)))
            .map(|mention| mention.name.family().to_string())
            .collect();
        self.mentions.retain(|mention| match mention.name {
            Name::Family(key) => !known.iter().any(|family| family == key),
            Name::Known(..) => true,
        });
        let (first, last) = (self.mentions.first()?, self.mentions.last()?);
        let (from, to) = (&cut.tokens[first.tokens.start], &cut.tokens[last.tokens.end - 1]);
        let family = self.mentions.iter().find_map(|mention| match mention.name {
            Name::Family(key) => Some(key),
            Name::Known(..) => None,
        });
        let (bytes, line) = (from.bytes.start..to.bytes.end.max(from.bytes.end), from.line);
        let expression = join::expression(cut, &self.mentions, self.choice);
        let (scope, in_section) = (self.scope, self.in_section);
        Some(Notice { expression, family, scope, nature: Nature::Notice, bytes, line, in_section })
    }
}

/// The groups of one sentence: those about the same thing that "or" joins are
/// one choice.
fn unite(cut: &Cut, groups: Vec<Group>) -> Vec<Group> {
    let mut united: Vec<Group> = Vec::new();
    for group in groups {
        let joins = united.last().is_some_and(|last| {
            let from = last.mentions.last().map_or(0, |mention| mention.tokens.end);
            let to = group.mentions.first().map_or(from, |mention| mention.tokens.start);
            let or = cut.tokens[from.min(to)..to]
                .iter()
                .any(|t| matches!(t.text.as_str(), "or" | "ou" | "alternatively"));
            last.scope == group.scope && (or || last.choice)
        });
        match united.last_mut().filter(|_| joins) {
            Some(last) => last.mentions.extend(group.mentions),
            None => united.push(group),
        }
    }
    united
}

/// Whether every word of choice stands within a name (`(at your option) any
/// later version`).
fn has_only_within(cut: &Cut, segment: &Segment, mentions: &[Mention]) -> bool {
    segment.tokens.clone().all(|at| {
        let within = mentions.iter().any(|mention| mention.tokens.contains(&at));
        within || !is_one_of(&cut.tokens[at], CHOICE)
    })
}

/// Whether an item of a list that a sentence announced starts with the name.
fn granted_by_list(cut: &Cut, segment: &Segment, mentions: &[Mention]) -> bool {
    let Some(first) = mentions.first() else { return false };
    let lead = &cut.tokens[segment.tokens.start..first.tokens.start];
    lead.len() <= 8 && !rejected(lead) && segment.kind != SegmentKind::Heading
}

/// The start of the clause that `to` belongs to: after the last "but".
fn clause(cut: &Cut, from: usize, to: usize) -> usize {
    (from..to).rev().find(|at| is_one_of(&cut.tokens[*at], RESTART)).map_or(from, |at| at + 1)
}

/// Whether words before a name take it out of what is granted.
fn rejected(before: &[Token]) -> bool {
    before.iter().enumerate().any(|(at, token)| {
        let next = before.get(at + 1);
        let otherwise = next.is_some_and(|next| {
            matches!(
                next.text.as_str(),
                "otherwise" | "only" | "explicitly" | "specified" | "covered" | "limited"
            )
        });
        let negation = is_one_of(token, ASIDE) && !otherwise;
        let condition = is_one_of(token, CONDITIONAL)
            && !next.is_some_and(|next| {
                matches!(next.text.as_str(), "not" | "otherwise" | "mention" | "indication")
            });
        negation && !exempted(before, at) || condition
    })
}

/// `Unless otherwise stated`, `sauf mention contraire`, `sans garantie`: words
/// that refuse nothing.
fn exempted(before: &[Token], at: usize) -> bool {
    let nearby = |words: &[&str]| {
        let from = at.saturating_sub(4);
        before[from..before.len().min(at + 6)]
            .iter()
            .any(|token| words.contains(&token.text.as_str()))
    };
    let says_not = matches!(before[at].text.as_str(), "not" | "pas" | "non" | "n");
    says_not
        && nearby(&["otherwise", "contraire", "unless", "sauf", "except", "autrement", "where"])
}

/// Whether words after a name take it back: `the GPL does not apply`.
fn refused_after(after: &[Token]) -> bool {
    let near = after.iter().take(5).take_while(|token| {
        !matches!(
            token.text.as_str(),
            "." | "," | "(" | ";" | "and" | "et" | "or" | "ou" | "but" | "mais"
        )
    });
    near.into_iter().any(|token| {
        matches!(
            token.text.as_str(),
            "not"
                | "cannot"
                | "n"
                | "doesn"
                | "isn"
                | "pas"
                | "compatible"
                | "compatibles"
                | "ne"
                | "headers"
                | "exception"
        )
    })
}

/// `MIT licensed`, `AGPL by default`.
fn licensed_after(after: &[Token]) -> bool {
    let mut next = after.iter().filter(|token| token.text != "-" && token.text != ",");
    match next.next() {
        Some(token) if token.text == "licensed" => true,
        Some(token) if token.text == "by" => next.next().is_some_and(|t| t.text == "default"),
        Some(token) if token.text == "par" => next.next().is_some_and(|t| t.text == "defaut"),
        _ => false,
    }
}

/// `front/: MIT`, `MIT in front/`, `Code source : MIT`.
fn mapped(before: &[Token], after: &[Token]) -> bool {
    let colon = before.iter().rev().find(|token| !is_one_of(token, FILLER) || token.text == ":");
    let mapped = |scope: Scope| !matches!(scope, Scope::Whole | Scope::Foreign);
    if matches!(scope::of(&[], after), Scope::Paths(_)) {
        return true;
    }
    let told = mapped(scope::of(before, after));
    let led = colon.is_some_and(|token| {
        matches!(token.text.as_str(), ":" | "|" | "→" | "–" | "=" | "-")
            || token.kind == TokenKind::Path
    });
    told && (led && before.len() <= 12 || before.is_empty())
}

/// Words between two names of one licence that only refer to it again.
fn is_reference(between: &[Token]) -> bool {
    between.len() <= 24
        && between.iter().any(|token| {
            matches!(
                token.text.as_str(),
                "see" | "voir" | "at" | "copy" | "copie" | "url" | "adresse"
            )
        })
}

/// What before `to` grants: the token of the trigger. Only words that carry no
/// meaning of their own may stand between.
fn trigger(cut: &Cut, segment: &Segment, to: usize) -> Option<usize> {
    let first = segment.tokens.start.max(to.saturating_sub(16));
    for at in (first..to).rev() {
        let token = &cut.tokens[at];
        let before = &cut.tokens[segment.tokens.start..at];
        if starts_grant(token, before, cut.tokens.get(at + 1)) {
            return Some(at);
        }
        if !is_one_of(token, FILLER) && token.kind != TokenKind::Number {
            return None;
        }
    }
    None
}

fn starts_grant(token: &Token, before: &[Token], next: Option<&Token>) -> bool {
    let last = |n: usize| before.iter().rev().take(n);
    let recent =
        |n: usize, words: &[&str]| last(n).any(|token| words.contains(&token.text.as_str()));
    match token.text.as_str() {
        "under" => true,
        "sous" => next.is_none_or(|next| next.text != "-"),
        "by" | "par" => recent(
            2,
            &[
                "governed",
                "covered",
                "protected",
                "regi",
                "regie",
                "regis",
                "regies",
                "couvert",
                "couverte",
                "couverts",
                "couvertes",
                "protege",
                "protegee",
                "encadre",
                "encadree",
            ],
        ),
        "to" | "a" | "aux" | "au" => recent(
            2,
            &["subject", "according", "soumis", "soumise", "soumises", "conformement", "relative"],
        ),
        "selon" | "suivant" => true,
        "with" => recent(1, &["accordance", "licensed"]),
        "as" => recent(1, &["licensed"]),
        "terms" | "termes" | "conditions" => {
            next.is_some_and(|next| matches!(next.text.as_str(), "of" | "de" | "du" | "d"))
        }
        // A key of a settings file, not a variable of a program.
        "=" => {
            let words = before.iter().filter(|token| token.kind == TokenKind::Word);
            recent(1, GRANT_NAME) && words.count() == 1
        }
        ":" | "-" | "–" | "—" | "→" => {
            recent(if token.text == ":" { 4 } else { 1 }, GRANT_NAME)
        }
        "is" | "est" | "are" | "sont" => recent(6, &["license", "licenses"]),
        "licensed" => true,
        "uses" | "utilise" | "adopte" | "adopts" | "choisie" | "retenue" => recent(5, OWN),
        _ => false,
    }
}

/// Whether the words before a segment give it as an example: “something like”,
/// “for example”.
fn quoted(cut: &Cut, segment: &Segment) -> bool {
    let before = cut.tokens[..segment.tokens.start].iter().rev();
    let last = before.filter(|token| token.kind == TokenKind::Word).take(2);
    let words: Vec<&str> = last.map(|token| token.text.as_str()).collect();
    matches!(
        words[..],
        ["like", ..]
            | ["as", "such"]
            | ["example" | "instance", "for"]
            | ["exemple", "par"]
            | ["comme", "quelque"]
    )
}

/// Whether the subject of a sentence is what the page presents, or is not said.
fn own_subject(before: &[Token]) -> bool {
    let words = before.iter().filter(|token| token.kind == TokenKind::Word);
    let first = words.clone().take(1).any(|token| {
        matches!(
            token.text.as_str(),
            "licensed"
                | "released"
                | "distributed"
                | "published"
                | "available"
                | "license"
                | "licenses"
                | "sous"
                | "under"
                | "publie"
                | "distribue"
                | "diffuse"
                | "code"
                | "all"
                | "it"
                | "il"
        )
    });
    first || has(before, OWN) || words.count() == 0
}

/// Whether a heading is about the licence of what the page presents.
fn about_licence(tokens: &[Token]) -> bool {
    let words = tokens.iter().filter(|token| token.kind == TokenKind::Word);
    words.clone().count() <= 8
        && words.clone().any(|token| {
            matches!(
                token.text.as_str(),
                "license" | "licenses" | "licensing" | "copyright" | "copying"
            )
        })
        && !words.clone().any(|token| {
            matches!(
                token.text.as_str(),
                "third"
                    | "tiers"
                    | "tierces"
                    | "dependencies"
                    | "dependances"
                    | "compatible"
                    | "compatibility"
                    | "choose"
                    | "choisir"
                    | "contributions"
                    | "accepted"
            )
        })
}

/// Whether `range` holds nothing but `mentions` and words without meaning.
pub fn nothing_else(cut: &Cut, range: Range<usize>, mentions: &[Mention]) -> bool {
    let silent = |at: usize| {
        let token = &cut.tokens[at];
        mentions.iter().any(|mention| mention.tokens.contains(&at))
            || matches!(
                token.kind,
                TokenKind::Sign | TokenKind::Name | TokenKind::Path | TokenKind::Url
            )
            || is_one_of(token, FILLER)
            || is_one_of(token, CHOICE)
            || matches!(
                token.text.as_str(),
                "or" | "ou" | "and" | "et" | "file" | "see" | "voir" | "spdx" | "id" | "nbsp"
            )
    };
    // `MIT © Organisation`: what follows says who, not under what.
    let holder = |at: &usize| matches!(cut.tokens[*at].text.as_str(), "©" | "copyright");
    let end = range.clone().find(holder).filter(|end| *end > range.start).unwrap_or(range.end);
    !mentions.is_empty() && (range.start..end).all(silent)
}

/// A text that is nothing but the name of a licence, with lines of copyright.
fn name_alone(cut: &Cut) -> Option<Notice> {
    let mut named: Option<Vec<Mention>> = None;
    for segment in &cut.segments {
        let range = segment.tokens.clone();
        let tokens = &cut.tokens[range.clone()];
        let mentions = names::mentions(cut, range.clone());
        if copyright(tokens) {
            continue;
        }
        if named.is_some() || !nothing_else(cut, range, &mentions) {
            return None;
        }
        named = Some(mentions);
    }
    let mentions = named?;
    Group { mentions, choice: false, scope: Scope::Whole, in_section: false }.notice(cut)
}

/// A line that says who holds the rights.
fn copyright(tokens: &[Token]) -> bool {
    let lead = tokens.iter().take(3);
    let says =
        lead.into_iter().any(|token| matches!(token.text.as_str(), "copyright" | "©" | "spdx"));
    says && tokens.len() <= 40 || has(tokens, &["reserved"]) && tokens.len() <= 6
}
