//! SPDX licence expressions (SPDX 3.0, annex B): read with the place of what is
//! wrong, written in one canonical way, and compared.

mod compare;
mod error;
mod fold;
pub(crate) mod ids;
mod parse;

pub(crate) use compare::Agreement;
pub(crate) use error::{ExpressionError, Problem};

use std::fmt;

/// How strictly an expression is read. What people write in place of one is read
/// by `Expression::read`, beside the names of licences.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// As the SPDX specification writes it: identifiers and operators in any case,
    /// deprecated identifiers replaced by what the SPDX list gives instead, except
    /// a GNU identifier that leaves later versions open.
    Strict,
    /// As readers of publiccode.yml do: operators in capitals, `+` after any
    /// identifier, deprecated identifiers kept.
    Spdx,
    /// As readers of REUSE do: any word is an identifier, so that what is misspelt
    /// is reported as a missing licence.
    Reuse,
}

/// A licence expression: licences, joined by `AND` and `OR`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Expression {
    /// One licence.
    Term(Term),
    /// All of them apply (`AND`).
    All(Vec<Expression>),
    /// Any of them may be chosen (`OR`).
    Any(Vec<Expression>),
}

/// One licence of an expression.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Term {
    /// The identifier as the SPDX list spells it, or a `LicenseRef-`; a `+`
    /// follows the identifiers that have no `-or-later` variant. The deprecated
    /// `GPL-3.0` is kept: it says neither "only" nor "or later".
    pub id: String,
    /// The exception after `WITH`.
    pub exception: Option<String>,
}

impl Expression {
    /// Reads an expression as the SPDX specification writes it ([`Mode::Strict`]).
    pub fn parse(text: &str) -> Result<Expression, ExpressionError> {
        parse::parse(text, Mode::Strict)
    }

    /// Reads an expression with the tolerance of `mode`.
    pub fn parse_as(text: &str, mode: Mode) -> Result<Expression, ExpressionError> {
        parse::parse(text, mode)
    }

    /// A licence alone.
    pub fn id(id: &str) -> Expression {
        Expression::Term(Term { id: id.to_string(), exception: None })
    }

    /// `parts` that all apply; nothing when there is none.
    pub fn all(parts: impl IntoIterator<Item = Expression>) -> Option<Expression> {
        joined(parts, Expression::All, |part| match part {
            Expression::All(inner) => Ok(inner),
            other => Err(other),
        })
    }

    /// `parts` of which any may be chosen; nothing when there is none.
    pub fn any(parts: impl IntoIterator<Item = Expression>) -> Option<Expression> {
        joined(parts, Expression::Any, |part| match part {
            Expression::Any(inner) => Ok(inner),
            other => Err(other),
        })
    }

    /// Its licences, in order.
    pub fn terms(&self) -> Vec<&Term> {
        match self {
            Expression::Term(term) => vec![term],
            Expression::All(parts) | Expression::Any(parts) => {
                parts.iter().flat_map(Expression::terms).collect()
            }
        }
    }

    /// False when a GNU licence is named without "only" nor "or later".
    pub fn resolved(&self) -> bool {
        self.terms().iter().all(|term| !ids::open_ended(&term.id))
    }

    /// The identifiers of its licences and exceptions, each once, in order.
    pub fn identifiers(&self) -> Vec<&str> {
        let mut found: Vec<&str> = Vec::new();
        for term in self.terms() {
            for id in std::iter::once(&term.id).chain(&term.exception) {
                if !found.contains(&id.as_str()) {
                    found.push(id);
                }
            }
        }
        found
    }

    /// The same expression with `exception` added to the GNU licences that have
    /// none.
    pub fn with_exception(&self, exception: &str) -> Expression {
        self.map(&|term| match term.exception {
            None if ids::gnu_base(&term.id).is_some() => {
                Term { id: term.id.clone(), exception: Some(exception.to_string()) }
            }
            _ => term.clone(),
        })
    }

    /// The same expression with each licence replaced by what `change` gives.
    pub fn map(&self, change: &dyn Fn(&Term) -> Term) -> Expression {
        let each = |parts: &[Expression]| {
            parts.iter().map(|part| part.map(change)).collect::<Vec<Expression>>()
        };
        let mapped = match self {
            Expression::Term(term) => Some(Expression::Term(change(term))),
            Expression::All(parts) => Expression::all(each(parts)),
            Expression::Any(parts) => Expression::any(each(parts)),
        };
        mapped.unwrap_or_else(|| self.clone())
    }
}

fn joined(
    parts: impl IntoIterator<Item = Expression>,
    join: fn(Vec<Expression>) -> Expression,
    open: fn(Expression) -> Result<Vec<Expression>, Expression>,
) -> Option<Expression> {
    let mut flat: Vec<Expression> = Vec::new();
    for part in parts {
        let inner = open(part).unwrap_or_else(|other| vec![other]);
        for item in inner {
            if !flat.contains(&item) {
                flat.push(item);
            }
        }
    }
    match flat.len() {
        0 => None,
        1 => flat.pop(),
        _ => Some(join(flat)),
    }
}

impl fmt::Display for Term {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.id)?;
        match &self.exception {
            Some(exception) => write!(out, " WITH {exception}"),
            None => Ok(()),
        }
    }
}

impl fmt::Display for Expression {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (parts, word) = match self {
            Expression::Term(term) => return term.fmt(out),
            Expression::All(parts) => (parts, " AND "),
            Expression::Any(parts) => (parts, " OR "),
        };
        for (at, part) in parts.iter().enumerate() {
            if at > 0 {
                out.write_str(word)?;
            }
            match part {
                Expression::Term(term) => term.fmt(out)?,
                group => write!(out, "({group})")?,
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn canonical(text: &str) -> String {
        Expression::parse(text)
            .map(|found| found.to_string())
            .unwrap_or_else(|error| format!("{}: {}", error.column, error.to_text().en))
    }

    #[test]
    fn expressions_are_written_in_one_way() {
        for (written, expected) in [
            ("mit", "MIT"),
            ("(MIT or apache-2.0)", "MIT OR Apache-2.0"),
            ("MIT AND (Apache-2.0 OR ISC)", "MIT AND (Apache-2.0 OR ISC)"),
            ("MIT OR Apache-2.0 AND ISC", "MIT OR (Apache-2.0 AND ISC)"),
            ("GPL-3.0+", "GPL-3.0-or-later"),
            ("GPL-3.0", "GPL-3.0"),
            ("Apache-2.0+", "Apache-2.0+"),
            (
                "GPL-2.0-or-later WITH Classpath-exception-2.0",
                "GPL-2.0-or-later WITH Classpath-exception-2.0",
            ),
            ("GPL-2.0-with-classpath-exception", "GPL-2.0 WITH Classpath-exception-2.0"),
            ("LicenseRef-Etat", "LicenseRef-Etat"),
            ("MIT AND MIT", "MIT"),
        ] {
            assert_eq!(canonical(written), expected, "{written}");
        }
    }

    #[test]
    fn errors_have_a_column() {
        for (written, column) in [
            ("MIT OR", 7),
            ("MIT ORR ISC", 5),
            ("(MIT", 5),
            ("", 1),
            ("MIT WITH foo", 10),
            ("MIT)", 4),
        ] {
            let error = Expression::parse(written).expect_err(written);
            assert_eq!(error.column, column, "{written}: {error:?}");
        }
        let error = Expression::parse("Apache-2.O").expect_err("a letter for a digit");
        assert_eq!(error.suggestion().as_deref(), Some("Apache-2.0"));
    }

    #[test]
    fn depth_and_length_are_bounded() {
        assert!(Expression::parse(&"(".repeat(100_000)).is_err());
        assert!(Expression::parse(&format!("{}MIT{}", "(".repeat(500), ")".repeat(500))).is_err());
    }

    #[test]
    fn readers_of_publiccode_keep_what_is_deprecated() {
        let read = |text: &str| Expression::parse_as(text, Mode::Spdx).map(|e| e.to_string());
        for (written, expected) in [
            ("mit", "MIT"),
            ("agpl-3.0", "AGPL-3.0"),
            ("GPL-2.0+", "GPL-2.0+"),
            ("EUPL-1.2+", "EUPL-1.2+"),
            ("mit OR ( apache-2.0 )", "MIT OR Apache-2.0"),
            (
                "GPL-2.0-only WITH classpath-exception-2.0",
                "GPL-2.0-only WITH Classpath-exception-2.0",
            ),
            ("DocumentRef-a:LicenseRef-b", "DocumentRef-a:LicenseRef-b"),
        ] {
            assert_eq!(read(written).as_deref(), Ok(expected));
        }
        for bad in [
            "",
            "MIT or ISC",
            "GPLv3",
            "MIT,ISC",
            "NONE",
            "NOASSERTION",
            "(MIT",
            "MIT)",
            "MIT WITH",
        ] {
            assert!(read(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn readers_of_reuse_take_any_word() {
        let read = |text: &str| {
            let found = Expression::parse_as(text, Mode::Reuse).ok()?;
            Some(found.identifiers().join(" "))
        };
        let found = read("(GPL-2.0-only WITH Classpath-exception-2.0 or My_own) AND My_own");
        assert_eq!(found.as_deref(), Some("GPL-2.0-only Classpath-exception-2.0 My_own"));
        for wrong in
            ["", "AND", "MIT Apache-2.0", "(MIT", "MIT)", "MIT OR", "()", "A WITH (B)", "MIT/ISC"]
        {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }
}
