//! What a text must hold for an expression to match in it: one of a few words, told from how
//! the expression is written, before it is compiled. Most texts hold none of them, and
//! compiling is what costs.

use aho_corasick::{AhoCorasick, AhoCorasickKind};
use regex_syntax::ast::parse::Parser;
use regex_syntax::ast::{
    Ast, ClassBracketed, ClassSet, ClassSetItem, RepetitionKind, RepetitionRange,
};
use regex_syntax::hir::{ClassUnicode, ClassUnicodeRange};

/// Shorter words are in most texts.
const SHORTEST: usize = 3;
/// So many spellings of one word at most.
const MOST_SPELLINGS: usize = 16;

/// The words one of which is in every text in which an expression matches, whatever their case.
#[derive(Debug, Clone)]
pub(super) struct Required(AhoCorasick);

impl Required {
    /// Those of the expression `source`; none when it may match without any.
    pub(super) fn of(source: &str) -> Option<Required> {
        let words = words(&Parser::new().parse(source).ok()?)?;
        let finder = AhoCorasick::builder()
            .ascii_case_insensitive(true)
            .kind(Some(AhoCorasickKind::NoncontiguousNFA))
            .build(&words);
        finder.ok().map(Required)
    }

    /// True when `text` holds one.
    pub(super) fn is_in(&self, text: &str) -> bool {
        self.0.is_match(text)
    }
}

/// The words of `ast`, if it has any.
fn words(ast: &Ast) -> Option<Vec<String>> {
    match ast {
        Ast::Literal(_) | Ast::ClassBracketed(_) => best([spelled(&[(letters(ast), ast)])]),
        Ast::Group(group) => words(&group.ast),
        Ast::Repetition(repetition) => match repetition.op.kind {
            RepetitionKind::OneOrMore => words(&repetition.ast),
            RepetitionKind::Range(
                RepetitionRange::Exactly(least)
                | RepetitionRange::AtLeast(least)
                | RepetitionRange::Bounded(least, _),
            ) if least > 0 => words(&repetition.ast),
            _ => None,
        },
        Ast::Alternation(alternation) => {
            let all = alternation.asts.iter().map(words).collect::<Option<Vec<_>>>()?;
            Some(all.concat())
        }
        Ast::Concat(concat) => {
            let read: Vec<_> = concat.asts.iter().map(|ast| (letters(ast), ast)).collect();
            let runs = read.chunk_by(|one, next| !one.0.is_empty() && !next.0.is_empty());
            best(runs.flat_map(|run| match run {
                [(none, ast)] if none.is_empty() => words(ast).into_iter().collect(),
                run => run.chunks(MOST_SPELLINGS).map(spelled).collect::<Vec<_>>(),
            }))
        }
        _ => None,
    }
}

/// Of several lists, each of which has a word in every text that matches, the one whose
/// words are the longest, then the fewest.
fn best(lists: impl IntoIterator<Item = Vec<String>>) -> Option<Vec<String>> {
    let shortest = |list: &Vec<String>| list.iter().map(String::len).min().unwrap_or(0);
    let fit = lists.into_iter().filter(|list| shortest(list) >= SHORTEST);
    fit.max_by_key(|list| (shortest(list), std::cmp::Reverse(list.len())))
}

/// Every spelling of a run of characters, each with its letters; of its end when it has too
/// many.
fn spelled(run: &[(Vec<char>, &Ast)]) -> Vec<String> {
    let mut spellings = vec![String::new()];
    for (letters, _) in run {
        if let [letter] = letters[..] {
            spellings.iter_mut().for_each(|spelling| spelling.push(letter));
            continue;
        }
        if spellings.len() * letters.len() > MOST_SPELLINGS {
            spellings = vec![String::new()];
        }
        let longer = spellings.iter().flat_map(|start| letters.iter().map(move |c| (start, c)));
        spellings = longer.map(|(start, c)| format!("{start}{c}")).collect();
    }
    spellings
}

/// The characters that `ast` stands for, in every case beyond ASCII; none when it is no
/// character, or one of too many.
fn letters(ast: &Ast) -> Vec<char> {
    let mut letters = match ast {
        Ast::Literal(literal) => vec![literal.c],
        Ast::ClassBracketed(class) => listed(class),
        _ => Vec::new(),
    };
    if letters.iter().any(|c| !c.is_ascii()) {
        let beyond = letters.iter().filter(|c| !c.is_ascii());
        let mut cases = ClassUnicode::new(beyond.map(|c| ClassUnicodeRange::new(*c, *c)));
        if cases.try_case_fold_simple().is_err() {
            return Vec::new();
        }
        letters.retain(char::is_ascii);
        letters.extend(cases.iter().flat_map(|range| range.start()..=range.end()));
    }
    if letters.len() > MOST_SPELLINGS / 4 { Vec::new() } else { letters }
}

/// The characters of `[eé]`; none when it holds anything else.
fn listed(class: &ClassBracketed) -> Vec<char> {
    let ClassSet::Item(item) = &class.kind else { return Vec::new() };
    let items = match item {
        _ if class.negated => return Vec::new(),
        ClassSetItem::Union(union) => union.items.as_slice(),
        item => std::slice::from_ref(item),
    };
    let one = |item: &ClassSetItem| match item {
        ClassSetItem::Literal(literal) => Some(literal.c),
        _ => None,
    };
    items.iter().map(one).collect::<Option<Vec<_>>>().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(source: &str) -> Option<Vec<String>> {
        words(&Parser::new().parse(source).expect("an expression"))
    }

    #[test]
    fn the_longest_word_of_an_expression_is_asked() {
        for (source, expected) in [
            (r"(?i)\bcontacts?\b.{0,160}@", vec!["contact"]),
            ("^(licen[cs]e|droits?) +of", vec!["licence", "license", "droit"]),
            ("(?i)d[ée]pôt", vec!["depÔt", "depôt", "dÉpÔt", "dÉpôt", "dépÔt", "dépôt"]),
            ("(?x) mail # a comment\n ing", vec!["mailing"]),
            (r"a{2}bcd\.e{0,3}", vec!["bcd."]),
            ("(?:maint){2,}", vec!["maint"]),
            ("[a]b[c]", vec!["abc"]),
        ] {
            assert_eq!(of(source), Some(expected.iter().map(ToString::to_string).collect()));
        }
    }

    #[test]
    fn none_is_asked_of_what_may_match_without() {
        for source in
            ["", "ab", "abc|d", "(abc)?", "(abc){0,2}", "[a-z]bc", "[^a]bc", "abc|", r"\d+", ".*"]
        {
            assert_eq!(of(source), None, "{source}");
        }
        assert!(of(&"[ab]".repeat(20)).is_some_and(|words| words.len() <= MOST_SPELLINGS));
    }

    #[test]
    fn the_case_of_a_text_is_no_matter() {
        let required = Required::of("(?i)dépôts?").expect("words");
        assert!(required.is_in("un DÉPÔT") && !required.is_in("un depot"));
        let required = Required::of("(?i)σα").expect("words");
        assert!(required.is_in("ΣΑ") && required.is_in("ςα"));
    }
}
