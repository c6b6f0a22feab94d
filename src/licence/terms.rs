//! SPDX licence expressions as combinations of terms (SPDX 3.0, annex B), with
//! the identifiers that are no longer recommended written as their successors.

use spdx::expression::{ExprNode, Operator};
use spdx::{Expression, LicenseItem, ParseMode};

/// The longest expression that is read, in bytes.
const MAX_BYTES: usize = 4096;

/// One licence of an expression.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// Its SPDX identifier, or a `LicenseRef-`.
    pub id: String,
    /// The exception after `WITH`.
    pub exception: Option<String>,
}

impl std::fmt::Display for Term {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match &self.exception {
            Some(exception) => write!(f, "{} WITH {exception}", self.id),
            None => f.write_str(&self.id),
        }
    }
}

/// One step of an expression in postfix order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// A licence.
    Term(Term),
    /// The two operands before it both apply.
    And,
    /// One of the two operands before it is chosen.
    Or,
}

/// Why an expression could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExpressionError {
    /// Where, from 1, in characters.
    pub column: usize,
    /// The parser's words, in English.
    pub message: String,
}

/// The steps of `expression`; the error says at which column it goes wrong.
/// Usual misspellings (`Apache 2.0`, `GPL-3.0+`, `MIT/Apache-2.0`) are read as
/// what they stand for.
pub fn parse(expression: &str) -> Result<Vec<Step>, ExpressionError> {
    if expression.len() > MAX_BYTES {
        let message = format!("the expression is longer than {MAX_BYTES} bytes");
        return Err(ExpressionError { column: 1, message });
    }
    let parsed = Expression::parse_mode(expression, ParseMode::LAX).map_err(|error| {
        let before = expression.get(..error.span.start).unwrap_or_default();
        ExpressionError { column: before.chars().count() + 1, message: error.reason.to_string() }
    })?;
    Ok(parsed.iter().map(step).collect())
}

/// Folds `steps` from the leaves: `leaf` values a term, `and` and `or` combine.
pub fn fold<T>(
    steps: &[Step],
    mut leaf: impl FnMut(&Term) -> T,
    and: impl Fn(T, T) -> T,
    or: impl Fn(T, T) -> T,
) -> Option<T> {
    let mut stack: Vec<T> = Vec::new();
    for step in steps {
        let value = match step {
            Step::Term(term) => leaf(term),
            Step::And | Step::Or => {
                let (right, left) = (stack.pop()?, stack.pop()?);
                if *step == Step::And { and(left, right) } else { or(left, right) }
            }
        };
        stack.push(value);
    }
    stack.pop()
}

/// The licences that `expression` names, in order, without repetition.
pub fn identifiers(steps: &[Step]) -> Vec<&Term> {
    let mut found: Vec<&Term> = Vec::new();
    for step in steps {
        if let Step::Term(term) = step
            && !found.contains(&term)
        {
            found.push(term);
        }
    }
    found
}

fn step(node: &ExprNode) -> Step {
    match node {
        ExprNode::Op(Operator::And) => Step::And,
        ExprNode::Op(Operator::Or) => Step::Or,
        ExprNode::Req(found) => {
            let exception = found.req.addition.as_ref().map(ToString::to_string);
            match &found.req.license {
                LicenseItem::Spdx { id, or_later } => current(id.name, *or_later, exception),
                other => Step::Term(Term { id: other.to_string(), exception }),
            }
        }
    }
}

/// The recommended identifier of `name`: `GPL-3.0` is read as the narrower
/// `GPL-3.0-only`, `GPL-2.0-with-…-exception` as its `WITH` form.
fn current(name: &str, or_later: bool, exception: Option<String>) -> Step {
    let (base, built_in) = match name.split_once("-with-") {
        Some((base, built_in)) => (base, deprecated_exception(built_in)),
        None => (name.trim_end_matches('+'), None),
    };
    let or_later = or_later || name.ends_with('+');
    let gnu = ["GPL-", "LGPL-", "AGPL-", "GFDL-"].iter().any(|prefix| base.starts_with(prefix));
    let settled = ["-only", "-or-later", "-invariants"].iter().any(|suffix| base.contains(suffix));
    let id = match (gnu && !settled, or_later) {
        (true, true) => format!("{base}-or-later"),
        (true, false) => format!("{base}-only"),
        _ => base.to_string(),
    };
    Step::Term(Term { id, exception: exception.or_else(|| built_in.map(str::to_string)) })
}

fn deprecated_exception(name: &str) -> Option<&'static str> {
    Some(match name {
        "classpath-exception" => "Classpath-exception-2.0",
        "autoconf-exception" => "Autoconf-exception-3.0",
        "bison-exception" => "Bison-exception-2.2",
        "font-exception" => "Font-exception-2.0",
        "GCC-exception" => "GCC-exception-3.1",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(expression: &str) -> Vec<String> {
        let steps = parse(expression).expect(expression);
        identifiers(&steps).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn old_identifiers_are_read_as_their_successors() {
        assert_eq!(names("GPL-3.0"), ["GPL-3.0-only"]);
        assert_eq!(names("AGPL-3.0+"), ["AGPL-3.0-or-later"]);
        assert_eq!(
            names("GPL-2.0-with-classpath-exception"),
            ["GPL-2.0-only WITH Classpath-exception-2.0"]
        );
        assert_eq!(names("MIT/Apache-2.0"), ["MIT", "Apache-2.0"]);
    }

    #[test]
    fn an_error_says_where() {
        let error = parse("MIT OR Nope-1.0").expect_err("unknown");
        assert_eq!(error.column, 8);
        assert!(parse("").is_err());
        assert!(parse(&"(".repeat(5000)).is_err());
    }

    #[test]
    fn a_fold_follows_the_precedence_of_operators() {
        let steps = parse("MIT OR (ISC AND Zlib)").expect("valid");
        let text = fold(
            &steps,
            |term| term.to_string(),
            |left, right| format!("[{left}&{right}]"),
            |left, right| format!("[{left}|{right}]"),
        );
        assert_eq!(text.as_deref(), Some("[MIT|[ISC&Zlib]]"));
    }
}
