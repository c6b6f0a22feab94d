//! Whether a text puts something under the licence it names, or only speaks of
//! it.

use super::grant::{
    clause, fielded, is_reference, licensed_after, mapped, refused_after, rejected, trigger,
};
use super::name::Name;
use super::names::{self, Mention};
use super::scope::{self, Scope};
use super::subject::{
    about_licence, component, copyright, nothing_else, other_subject, own_subject, quoted,
};
use super::token::{Cut, Segment, SegmentKind, Token, TokenKind};
use super::words::WORDS;
use super::{Notice, Reading, exception, join};
use crate::licence::expression::Expression;
use crate::licence::identification::Nature;
use std::cell::OnceCell;
use std::ops::Range;

/// Words among which the name of a licence that is not known ends.
const UNKNOWN_NAME: usize = 8;

/// Licences of one sentence of which it is asked apart whether it grants them: each time
/// the whole sentence is read.
const MOST_ASKED: usize = 200;

/// Licences granted together.
struct Group {
    mentions: Vec<Mention>,
    choice: bool,
    scope: Scope,
    in_section: bool,
    /// The last token of those that give it to some people only, or join to it a licence
    /// that is not known.
    narrowed: Option<usize>,
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
pub(super) fn notices(cut: &Cut, reading: Reading) -> Vec<Notice> {
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
        if let (Some(id), Some(last)) = (exception::designated(tokens), self.found.last_mut()) {
            last.expression = last.expression.take().map(|found| found.with_exception(id));
        }
        let mentions = names::mentions(cut, segment.tokens.clone());
        if mentions.is_empty() {
            return self.without_name(cut, segment);
        }
        if tokens.last().is_some_and(|last| last.text == "?") || quoted(cut, segment) {
            return;
        }
        let Some(listed) = self.listed(cut, segment, &mentions) else { return };
        let granted = self.found.iter().any(|one| one.expression.is_some() && one.scope.is_main());
        let (mentions, in_section) = (mentions.as_slice(), self.in_section);
        let only_names = OnceCell::new();
        let place = Place { cut, segment, mentions, reading, in_section, granted, only_names };
        let mut groups: Vec<Group> = Vec::new();
        let mut before: Option<&Mention> = None;
        let mut asked = 0;
        let mut grants = |mention: &Mention| {
            asked += 1;
            asked <= MOST_ASKED && place.grants(mention)
        };
        for mention in mentions {
            let joined = before.is_some_and(|before| place.follows_on(before, mention));
            if let Some(group) = groups.last_mut().filter(|_| joined) {
                group.mentions.push(mention.clone());
                before = Some(mention);
            } else if listed || grants(mention) {
                let scope = place.scope(mention);
                let choice = offers_choice(tokens) && !has_only_within(cut, segment, mentions);
                let mentions = vec![mention.clone()];
                groups.push(Group { mentions, choice, scope, in_section, narrowed: None });
                before = Some(mention);
            } else {
                before = None;
            }
        }
        for group in &mut groups {
            group.narrowed = group.mentions.iter().filter_map(|one| place.narrowed(one)).max();
        }
        match self.list.as_mut().filter(|_| listed) {
            Some(list) => groups.into_iter().for_each(|group| list.join(group)),
            None => {
                for notice in unite(cut, groups).into_iter().filter_map(|group| group.notice(cut)) {
                    self.add(notice, tokens);
                }
            }
        }
    }

    /// Whether a sentence that names `mentions` is of the list announced before, which it
    /// ends otherwise; nothing for an item of a list of what others wrote.
    fn listed(&mut self, cut: &Cut, segment: &Segment, mentions: &[Mention]) -> Option<bool> {
        let Some(list) = &self.list else { return Some(false) };
        if granted_by_list(cut, segment, mentions) {
            return Some(true);
        }
        if !list.scope.is_own() && segment.kind == SegmentKind::Item {
            return None;
        }
        self.flush(cut);
        Some(false)
    }

    /// Adds a notice, as another choice than the one before when its sentence
    /// says so: `Alternatively, …`.
    fn add(&mut self, notice: Notice, sentence: &[Token]) {
        let mut words = sentence.iter().filter(|token| token.kind == TokenKind::Word);
        let other = words.next().is_some_and(|first| WORDS.another_choice.has(first));
        let last = self.found.last_mut().filter(|last| other && last.scope == notice.scope);
        match (last, &notice.expression) {
            (Some(Notice { expression: Some(first), bytes, .. }), Some(second)) => {
                let options = vec![first.clone(), second.clone()];
                if let Some(choice) = Expression::any(options) {
                    *first = choice;
                }
                bytes.end = notice.bytes.end;
            }
            _ => self.found.push(notice),
        }
    }

    /// A sentence that names no licence: it may announce a list of them.
    fn without_name(&mut self, cut: &Cut, segment: &Segment) {
        let tokens = &cut.tokens[segment.tokens.clone()];
        if let Some(list) = &mut self.list {
            if offers_choice(tokens) {
                list.choice = true;
            }
            return;
        }
        if rejected(tokens) || trigger(cut, segment, segment.tokens.end).is_none() {
            return;
        }
        let open = tokens.last().is_some_and(|last| {
            last.text == ":" || WORDS.filler.has(last) || WORDS.under.has(last)
        });
        if open {
            self.list = Some(Group {
                mentions: Vec::new(),
                choice: offers_choice(tokens),
                scope: scope::of(tokens, &[]),
                in_section: self.in_section,
                narrowed: None,
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
    /// The licences that the sentence names.
    mentions: &'a [Mention],
    reading: Reading,
    in_section: bool,
    /// True when a sentence before grants the whole already.
    granted: bool,
    /// Whether the sentence holds nothing but names, once asked.
    only_names: OnceCell<bool>,
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
        if trigger(cut, self.segment, mention.tokens.start).is_some()
            || licensed_after(before, after)
            || self.reading == Reading::Statement && fielded(before, after)
        {
            return true;
        }
        let alone = || nothing_else(cut, range.clone(), std::slice::from_ref(mention));
        let names = || nothing_else(cut, range.clone(), self.mentions);
        if self.in_section && (*self.only_names.get_or_init(names) || alone()) {
            return true;
        }
        let statement = self.reading == Reading::Statement || self.in_section;
        statement && mapped(before, after)
    }

    /// Whether `mention` belongs to what grants `before`: only words that join
    /// stand between.
    fn follows_on(&self, before: &Mention, mention: &Mention) -> bool {
        if mention.tokens.start < before.tokens.end {
            return true;
        }
        let between = without_asides(&self.cut.tokens[before.tokens.end..mention.tokens.start]);
        let joins = |token: &Token| {
            WORDS.filler.has(token)
                || WORDS.choice.has(token)
                || token.kind == TokenKind::Sign && token.text != "."
                || token.kind == TokenKind::Path
                || token.kind == TokenKind::Url
                || token.kind == TokenKind::Name
                || WORDS.joins.has(token)
        };
        let same = mention.name.family() == before.name.family();
        between.len() <= if same { 24 } else { 14 } && between.iter().all(joins)
            || same && is_reference(&between)
    }

    /// The last of the words after `mention` that give the licence to some people only
    /// (`the MIT License, for schools`), or join to it one that is not known (`MIT and the
    /// Foo Licence`).
    fn narrowed(&self, mention: &Mention) -> Option<usize> {
        let after = self.after(mention);
        let tokens = &self.cut.tokens[after.clone()];
        let skipped = |token: &Token| {
            token.kind == TokenKind::Sign || token.text == "license" || WORDS.only.has(token)
        };
        let first = tokens.iter().position(|token| !skipped(token))?;
        let near = &tokens[first + 1..tokens.len().min(first + 1 + UNKNOWN_NAME)];
        let at = |last: usize| after.start + first + 1 + last;
        if WORDS.given_to.has(&tokens[first]) {
            let last = near.iter().rposition(|token| WORDS.audience.has(token))?;
            return WORDS.audience.any(near.iter().take(3)).then(|| at(last));
        }
        let sign = matches!(tokens[0].text.as_str(), "." | ";" | "(");
        let joined = WORDS.and.has(&tokens[first]) || WORDS.or.has(&tokens[first]);
        if sign || !joined || after.end < self.segment.tokens.end {
            return None;
        }
        let ends = |token: &Token| {
            token.kind == TokenKind::Sign && token.text != "-" || token.kind == TokenKind::Url
        };
        let named = &near[..near.iter().position(ends).unwrap_or(near.len())];
        let last = named.iter().position(|token| WORDS.ends_name.has(token))?;
        let capital = |token: &Token| token.capital && !WORDS.filler.has(token);
        (named[last].capital && named[..last].iter().any(capital)).then(|| at(last))
    }

    /// The words after `mention`, up to the next name.
    fn after(&self, mention: &Mention) -> Range<usize> {
        let ends = mention.tokens.end;
        let later = self.mentions.partition_point(|other| other.tokens.end <= ends);
        let mut next = self.mentions[later..].iter().map(|other| other.tokens.start);
        let next = next.find(|start| *start >= ends);
        mention.tokens.end..next.unwrap_or(self.segment.tokens.end.max(mention.tokens.end))
    }

    fn scope(&self, mention: &Mention) -> Scope {
        let range = &self.segment.tokens;
        let before =
            self.mentions.partition_point(|other| other.tokens.end <= mention.tokens.start);
        let start = self.mentions[..before].last().map_or(range.start, |other| other.tokens.end);
        let before =
            &self.cut.tokens[clause(self.cut, start, mention.tokens.start)..mention.tokens.start];
        let after = &self.cut.tokens[self.after(mention)];
        let scope = scope::of(before, after);
        let page = self.reading == Reading::Page && !self.in_section && scope == Scope::Whole;
        let other = !self.in_section && other_subject(before);
        let foreign = page && !own_subject(before) || other || self.granted && component(before);
        if foreign { Scope::Foreign } else { scope }
    }
}

impl Group {
    /// Grants what `other` grants too; what narrows one narrows both.
    fn join(&mut self, other: Group) {
        self.mentions.extend(other.mentions);
        self.narrowed = self.narrowed.max(other.narrowed);
    }

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
        let narrowing = self.narrowed.map_or(0, |last| cut.tokens[last].bytes.end);
        let bytes = from.bytes.start..to.bytes.end.max(from.bytes.end).max(narrowing);
        let line = from.line;
        let (expression, family) = match self.narrowed {
            Some(_) => (None, None),
            None => (join::expression(cut, &self.mentions, self.choice), family),
        };
        let (scope, in_section) = (self.scope, self.in_section);
        Some(Notice { expression, family, scope, nature: Nature::Notice, bytes, line, in_section })
    }
}

/// `tokens` without what stands between round brackets, in which a sentence says
/// where a text is found.
fn without_asides(tokens: &[Token]) -> Vec<Token> {
    let mut depth = 0_usize;
    let mut kept = Vec::new();
    for token in tokens {
        match token.text.as_str() {
            "(" => depth += 1,
            ")" => depth = depth.saturating_sub(1),
            _ if depth == 0 => kept.push(token.clone()),
            _ => {}
        }
    }
    // A bracket that does not close belongs to the sentence.
    if depth == 0 { kept } else { tokens.to_vec() }
}

/// The groups of one sentence: those about the same thing that "or" joins are
/// one choice.
fn unite(cut: &Cut, groups: Vec<Group>) -> Vec<Group> {
    let mut united: Vec<Group> = Vec::new();
    for group in groups {
        let joins = united.last().is_some_and(|last| {
            let from = last.mentions.last().map_or(0, |mention| mention.tokens.end);
            let to = group.mentions.first().map_or(from, |mention| mention.tokens.start);
            let or = join::leaves_words_of_choice(&cut.tokens[from.min(to)..to]);
            last.scope == group.scope && (or || last.choice)
        });
        match united.last_mut().filter(|_| joins) {
            Some(last) => last.join(group),
            None => united.push(group),
        }
    }
    united
}

/// Whether a sentence offers a choice; `alternatively referred to as` gives a name.
fn offers_choice(tokens: &[Token]) -> bool {
    tokens.iter().enumerate().any(|(at, token)| {
        let names = tokens.get(at + 1).is_some_and(|next| WORDS.calls.has(next));
        WORDS.choice.has(token) && !(token.text == "alternatively" && names)
    })
}

/// Whether every word of choice stands within a name (`(at your option) any
/// later version`).
fn has_only_within(cut: &Cut, segment: &Segment, mentions: &[Mention]) -> bool {
    segment.tokens.clone().all(|at| names::hold(mentions, at) || !WORDS.choice.has(&cut.tokens[at]))
}

/// Whether an item of a list that a sentence announced starts with the name.
fn granted_by_list(cut: &Cut, segment: &Segment, mentions: &[Mention]) -> bool {
    let Some(first) = mentions.first() else { return false };
    let lead = &cut.tokens[segment.tokens.start..first.tokens.start];
    lead.len() <= 8 && !rejected(lead) && segment.kind != SegmentKind::Heading
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
        if !nothing_else(cut, range, &mentions) {
            return None;
        }
        match &mut named {
            None => named = Some(mentions),
            // The address of the same licence may stand below its name.
            Some(first) => {
                let family = first.first()?.name.family().to_string();
                if mentions.iter().any(|mention| mention.name.family() != family) {
                    return None;
                }
                first.extend(mentions);
            }
        }
    }
    let mentions = named?;
    let scope = Scope::Whole;
    Group { mentions, choice: false, scope, in_section: false, narrowed: None }.notice(cut)
}
