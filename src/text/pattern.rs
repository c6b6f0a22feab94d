//! Regular expressions of rules, compiled when they are first used: most audits
//! use a fraction of the catalogue's. A test compiles the embedded ones, and
//! those of other rule files are compiled when they are read.
//!
//! A long expression is written as the list of its alternatives, one a line, with
//! what stands before and after them: `{ before = '(?i)\b(', any = [ … ], after = ')\b' }`.

use super::required::Required;
use regex::{Captures, Match, NoExpand, Regex};
use regex_automata::Input;
use regex_automata::hybrid::dfa::{Cache, DFA};
use regex_automata::nfa::thompson::{self, WhichCaptures};
use regex_automata::util::pool::Pool;
use regex_syntax::hir::{
    Capture, Class, ClassBytes, ClassBytesRange, ClassUnicode, ClassUnicodeRange, Hir, HirKind,
    Repetition,
};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};
use std::borrow::Cow;
use std::cell::Cell;
use std::panic::{RefUnwindSafe, UnwindSafe};
use std::sync::{Arc, OnceLock};

/// A regular expression that is compiled at its first use, after what is cheaper to ask:
/// the words it needs, then a looser one, much smaller. Most texts hold nothing of most
/// expressions.
#[derive(Debug, Clone)]
pub struct Pattern {
    source: String,
    compiled: OnceLock<Regex>,
    required: OnceLock<Option<Required>>,
    loose: OnceLock<Option<Loose>>,
}

thread_local! {
    /// Whether the expressions read by this thread are compiled at once.
    static STRICT: Cell<bool> = const { Cell::new(false) };
}

/// Runs `read` with every expression it reads compiled at once, so that a wrong
/// one is refused there: for rule files that no test has seen.
pub fn compiling_at_once<T>(read: impl FnOnce() -> T) -> T {
    let before = STRICT.replace(true);
    let result = read();
    STRICT.set(before);
    result
}

impl Pattern {
    /// Keeps `source`; under [`compiling_at_once`], the error says what is wrong
    /// with it.
    pub fn new(source: &str) -> Result<Pattern, String> {
        let pattern = Pattern {
            source: source.to_string(),
            compiled: OnceLock::new(),
            required: OnceLock::new(),
            loose: OnceLock::new(),
        };
        if STRICT.get() {
            let regex = compiled(&pattern.source).map_err(|error| error.to_string())?;
            let _ = pattern.compiled.set(regex);
        }
        Ok(pattern)
    }

    /// True when it matches in `text`.
    pub fn is_match(&self, text: &str) -> bool {
        self.may_match(text) && self.regex().is_match(text)
    }

    /// Where it first matches in `text`.
    pub fn find<'t>(&self, text: &'t str) -> Option<Match<'t>> {
        self.may_match(text).then(|| self.regex().find(text))?
    }

    /// Where it matches in `text`.
    pub fn find_iter<'t>(&self, text: &'t str) -> impl Iterator<Item = Match<'t>> {
        self.may_match(text).then(|| self.regex().find_iter(text)).into_iter().flatten()
    }

    /// Its groups where it first matches in `text`.
    pub fn captures<'t>(&self, text: &'t str) -> Option<Captures<'t>> {
        self.may_match(text).then(|| self.regex().captures(text))?
    }

    /// Its groups where it matches in `text`.
    pub fn captures_iter<'t>(&self, text: &'t str) -> impl Iterator<Item = Captures<'t>> {
        self.may_match(text).then(|| self.regex().captures_iter(text)).into_iter().flatten()
    }

    /// `text` with `by` in place of what it matches.
    pub fn replace_all<'t>(&self, text: &'t str, by: &str) -> Cow<'t, str> {
        match self.may_match(text) {
            true => self.regex().replace_all(text, NoExpand(by)),
            false => Cow::Borrowed(text),
        }
    }

    fn regex(&self) -> &Regex {
        self.compiled.get_or_init(|| match compiled(&self.source) {
            Ok(regex) => regex,
            Err(error) => unreachable!("a checked expression does not compile: {error}"),
        })
    }

    /// False for a text in which it matches nowhere, of most of them.
    fn may_match(&self, text: &str) -> bool {
        if self.loose.get().is_none() {
            let required = self.required.get_or_init(|| Required::of(&self.source));
            if required.as_ref().is_some_and(|required| !required.is_in(text)) {
                return false;
            }
        }
        let loose = self.loose.get_or_init(|| {
            let whole = regex_syntax::parse(&self.source).ok()?;
            let looser = loosened(&whole);
            if looser == whole { None } else { Loose::new(&looser) }
        });
        loose.as_ref().is_none_or(|loose| loose.may_match(text))
    }
}

/// An expression that only says whether it matches: one automaton, whose states are
/// made as texts call for them, instead of the five engines that also say where.
#[derive(Debug, Clone)]
struct Loose {
    automaton: Arc<DFA>,
    caches: Arc<Pool<Cache, NewCache>>,
}

/// What makes a cache of an automaton.
type NewCache = Box<dyn Fn() -> Cache + Send + Sync + UnwindSafe + RefUnwindSafe>;

impl Loose {
    fn new(hir: &Hir) -> Option<Loose> {
        let config = thompson::Config::new().which_captures(WhichCaptures::None).shrink(false);
        let nfa = thompson::Compiler::new().configure(config).build_from_hir(hir).ok()?;
        let config = DFA::config().skip_cache_capacity_check(true);
        let automaton = DFA::builder().configure(config).build_from_nfa(nfa).ok()?;
        let automaton = Arc::new(automaton);
        let new = Arc::clone(&automaton);
        let caches = Pool::new(Box::new(move || new.create_cache()) as NewCache);
        Some(Loose { automaton, caches: Arc::new(caches) })
    }

    /// False when it matches nowhere in `text`; true too when the automaton gave up.
    fn may_match(&self, text: &str) -> bool {
        let input = Input::new(text).earliest(true);
        !matches!(self.automaton.try_search_fwd(&mut self.caches.get(), &input), Ok(None))
    }
}

/// Compiles `source` without the two letters of other alphabets that are an `s` and a `k`
/// when case is ignored, ſ and K: nobody writes them, and each `s` of an expression is
/// otherwise an automaton of its own.
fn compiled(source: &str) -> Result<Regex, regex::Error> {
    match regex_syntax::parse(source) {
        Ok(hir) => Regex::new(&unfolded(&hir).to_string()),
        Err(_) => Regex::new(source),
    }
}

/// `hir` without ſ and K where s and k are in both cases.
fn unfolded(hir: &Hir) -> Hir {
    match hir.kind() {
        HirKind::Class(Class::Unicode(class)) => Hir::class(Class::Unicode(lean(class))),
        HirKind::Repetition(repeated) => Hir::repetition(repeated.with(unfolded(&repeated.sub))),
        HirKind::Capture(group) => {
            let (index, name) = (group.index, group.name.clone());
            Hir::capture(Capture { index, name, sub: Box::new(unfolded(&group.sub)) })
        }
        HirKind::Concat(parts) => Hir::concat(parts.iter().map(unfolded).collect()),
        HirKind::Alternation(parts) => Hir::alternation(parts.iter().map(unfolded).collect()),
        HirKind::Empty | HirKind::Literal(_) | HirKind::Look(_) | HirKind::Class(_) => hir.clone(),
    }
}

/// `class` without ſ and K if it has s and k in both cases.
fn lean(class: &ClassUnicode) -> ClassUnicode {
    let has =
        |wanted: char| class.iter().any(|range| range.start() <= wanted && wanted <= range.end());
    let mut rare = ClassUnicode::empty();
    for (letters, letter) in [(['s', 'S'], 'ſ'), (['k', 'K'], '\u{212a}')] {
        let alone = ClassUnicodeRange::new(letter, letter);
        if letters.into_iter().all(has) && class.iter().any(|range| *range == alone) {
            rare.push(alone);
        }
    }
    let mut class = class.clone();
    class.difference(&rare);
    class
}

/// So many repetitions at most are kept as they are.
const REPEATED: u32 = 4;

/// An expression that matches wherever `hir` does, and elsewhere too: without what
/// looks around, whatever is repeated being so without end. Each of the hundred
/// characters of `.{0,100}` is otherwise compiled, and a word boundary keeps the
/// automaton from the letters that ASCII has not.
fn loosened(hir: &Hir) -> Hir {
    match hir.kind() {
        HirKind::Look(_) => Hir::empty(),
        HirKind::Repetition(repeated) => {
            let sub = Box::new(loosened(&repeated.sub));
            let endless = repeated.max.is_none_or(|max| max > REPEATED);
            let (min, max) = match endless {
                true => (repeated.min.min(1), None),
                false => (repeated.min, repeated.max),
            };
            Hir::repetition(Repetition { min, max, greedy: repeated.greedy, sub })
        }
        HirKind::Capture(group) => loosened(&group.sub),
        HirKind::Concat(parts) => Hir::concat(parts.iter().map(loosened).collect()),
        HirKind::Alternation(parts) => Hir::alternation(parts.iter().map(loosened).collect()),
        HirKind::Class(Class::Unicode(class)) => of_bytes(&lean(class)),
        HirKind::Empty | HirKind::Literal(_) | HirKind::Class(Class::Bytes(_)) => hir.clone(),
    }
}

/// What matches each character of `class`: those of ASCII as they are, the others as bytes
/// beyond it. The characters of an alphabet are otherwise thousands of states.
fn of_bytes(class: &ClassUnicode) -> Hir {
    let beyond = || ClassBytesRange::new(0x80, 0xff);
    let ascii = class.iter().filter(|range| range.start().is_ascii()).map(|range| {
        ClassBytesRange::new(
            range.start() as u8,
            u8::try_from(range.end()).unwrap_or(0x7f).min(0x7f),
        )
    });
    let mut bytes = ClassBytes::new(ascii);
    if class.iter().all(|range| range.end().is_ascii()) {
        return Hir::class(Class::Bytes(bytes));
    }
    bytes.push(beyond());
    let more = Box::new(Hir::class(Class::Bytes(ClassBytes::new([beyond()]))));
    let more = Hir::repetition(Repetition { min: 0, max: None, greedy: true, sub: more });
    Hir::concat(vec![Hir::class(Class::Bytes(bytes)), more])
}

/// An expression as it is written: whole, or by its alternatives.
#[derive(Deserialize)]
#[serde(untagged, expecting = "an expression, or a table of `before`, `any` and `after`")]
enum Written {
    Whole(String),
    Listed(Listed),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Listed {
    before: Option<Box<Written>>,
    any: Vec<Written>,
    after: Option<Box<Written>>,
}

impl Written {
    fn expression(&self) -> String {
        match self {
            Written::Whole(expression) => expression.clone(),
            Written::Listed(Listed { before, any, after }) => {
                let side = |side: &Option<Box<Written>>| {
                    side.as_ref().map_or_else(String::new, |side| side.expression())
                };
                let any: Vec<String> = any.iter().map(Written::expression).collect();
                format!("{}{}{}", side(before), any.join("|"), side(after))
            }
        }
    }
}

impl<'de> Deserialize<'de> for Pattern {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Pattern, D::Error> {
        let written = Written::deserialize(deserializer)?;
        Pattern::new(&written.expression()).map_err(D::Error::custom)
    }
}

impl Serialize for Pattern {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.source)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wrong_expression_is_refused_before_it_is_used() {
        for wrong in ["a(b", r"\p{Nope}", "(?:a{1000}){1000}"] {
            assert!(compiling_at_once(|| Pattern::new(wrong)).is_err(), "{wrong}");
        }
    }

    #[test]
    fn alternatives_are_joined_between_what_surrounds_them() {
        #[derive(Deserialize)]
        struct Rule {
            words: Pattern,
        }
        let read = |text: &str| toml::from_str::<Rule>(text).map(|rule| rule.words.source);
        let listed =
            "words = { before = '(?i)^(', any = ['a', { any = ['b', 'c'] }], after = ')$' }";
        assert_eq!(read(listed).as_deref(), Ok("(?i)^(a|b|c)$"));
        assert_eq!(read("words = 'a|b'").as_deref(), Ok("a|b"));
        assert!(read("words = { any = ['a'], either = 'b' }").is_err());
    }

    #[test]
    fn rare_letters_alone_are_left_out() {
        for (source, text) in [
            (r"(?i)\bTASKS?[sx]\b.*?(?P<rest>[^k]+)$", "a tasks: été"),
            (r"(?i)^(?:risk|ſ|[ſk-m])+[\w.]{2,40}\b", "riskſL.é_b"),
            (r"(?i-u:kiss)(?s:.)[[:alpha:]--s]?", "KISS\nab"),
        ] {
            let (whole, lean) = (Regex::new(source).expect("valid"), compiled(source));
            let found = |regex: &Regex| regex.captures(text).map(|found| format!("{found:?}"));
            assert!(found(&whole).is_some(), "{source}");
            assert_eq!(found(&lean.expect("valid")), found(&whole), "{source}");
        }
        let lean = compiled("(?i)sk").expect("valid");
        assert!(lean.is_match("Sk") && !lean.is_match("ſk") && !lean.is_match("s\u{212a}"));
        assert!(compiled("ſ|[a\u{212a}]").expect("valid").is_match("\u{212a}"));
    }

    #[test]
    fn what_an_expression_matches_its_looser_one_does() {
        for (source, text) in [
            (r"(?i)\bécri(re|vez)\b.{0,160}(@|https?:)", "Pour nous ÉCRIRE : é https://a.fr"),
            (r"^[\W\d_]*gouvernance$", "## Gouvernance".trim_start_matches('#')),
            (r"(?i)^[\W\d_]*gouvernance$", "1. Gouvernance"),
            (r"a{7,9}", "aaaaaaaa"),
            (r"(?m)^x{2}$", "a\nxx\nb"),
        ] {
            let pattern = Pattern::new(source).expect("valid");
            let expected = Regex::new(source).expect("valid").find(text).map(|found| found.range());
            assert_eq!(pattern.find(text).map(|found| found.range()), expected, "{source}");
            assert_eq!(pattern.is_match(text), expected.is_some(), "{source}");
        }
        let pattern = Pattern::new(r"(?i)\bcontact\b.{0,160}@").expect("valid");
        assert!(!pattern.is_match("nothing") && pattern.compiled.get().is_none());
    }

    #[test]
    fn a_pattern_matches_as_the_expression_does() {
        let pattern = Pattern::new("(?i)^licen[cs]e").expect("valid");
        assert!(pattern.is_match("LICENCE.md"));
        assert!(pattern.clone().is_match("license"));
    }
}
