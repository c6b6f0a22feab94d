//! Regular expressions of rules, compiled when they are first used: most audits
//! use a fraction of the catalogue's. A test compiles the embedded ones, and
//! those of other rule files are compiled when they are read.
//!
//! A long expression is written as the list of its alternatives, one a line, with
//! what stands before and after them: `{ before = '(?i)\b(', any = [ … ], after = ')\b' }`.

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};
use regex::{Captures, Match, Regex};
use regex_automata::Input;
use regex_automata::hybrid::dfa::{Cache, DFA};
use regex_automata::nfa::thompson::{self, WhichCaptures};
use regex_automata::util::pool::Pool;
use regex_syntax::hir::{Hir, HirKind, Repetition};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};
use std::cell::Cell;
use std::ops::Deref;
use std::panic::{RefUnwindSafe, UnwindSafe};
use std::sync::{Arc, OnceLock};

/// A regular expression that is compiled at its first use, and a looser one, much
/// smaller, that is asked before it: most texts hold nothing of most expressions.
#[derive(Debug, Clone)]
pub struct Pattern {
    source: String,
    compiled: OnceLock<Regex>,
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

/// A longer pattern of paths is refused, in bytes.
const LONGEST_GLOB: usize = 1000;
/// So is one with more of these braces, each of which doubles what is compiled.
const MOST_BRACES: usize = 16;

/// The files that `pattern`, which the audited repository wrote, names: `*` goes
/// through folders unless `separated`. `None` for one that is wrong or unbounded.
pub(crate) fn glob(pattern: &str, separated: bool) -> Option<GlobSet> {
    let braces = pattern.bytes().filter(|byte| *byte == b'{').count();
    if pattern.len() > LONGEST_GLOB || braces > MOST_BRACES {
        return None;
    }
    // A set is built without the panic of a single matcher on what is too large.
    let glob = GlobBuilder::new(pattern).literal_separator(separated).build().ok()?;
    GlobSetBuilder::new().add(glob).build().ok()
}

impl Pattern {
    /// Keeps `source`; under [`compiling_at_once`], the error says what is wrong
    /// with it.
    pub fn new(source: &str) -> Result<Pattern, String> {
        let source = source.to_string();
        let pattern = Pattern { source, compiled: OnceLock::new(), loose: OnceLock::new() };
        if STRICT.get() {
            let regex = Regex::new(&pattern.source).map_err(|error| error.to_string())?;
            let _ = pattern.compiled.set(regex);
        }
        Ok(pattern)
    }

    /// True when it matches in `text`.
    pub fn is_match(&self, text: &str) -> bool {
        self.may_match(text) && self.deref().is_match(text)
    }

    /// Where it first matches in `text`.
    pub fn find<'t>(&self, text: &'t str) -> Option<Match<'t>> {
        self.may_match(text).then(|| self.deref().find(text))?
    }

    /// Where it matches in `text`.
    pub fn find_iter<'t>(&self, text: &'t str) -> impl Iterator<Item = Match<'t>> {
        self.may_match(text).then(|| self.deref().find_iter(text)).into_iter().flatten()
    }

    /// Its groups where it first matches in `text`.
    pub fn captures<'t>(&self, text: &'t str) -> Option<Captures<'t>> {
        self.may_match(text).then(|| self.deref().captures(text))?
    }

    /// False for a text in which it matches nowhere, of most of them.
    fn may_match(&self, text: &str) -> bool {
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
        HirKind::Empty | HirKind::Literal(_) | HirKind::Class(_) => hir.clone(),
    }
}

impl Deref for Pattern {
    type Target = Regex;

    fn deref(&self) -> &Regex {
        self.compiled.get_or_init(|| match Regex::new(&self.source) {
            Ok(regex) => regex,
            Err(error) => unreachable!("a checked expression does not compile: {error}"),
        })
    }
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
