//! What is computed out of an expression: a value of each licence, combined as
//! `AND` and `OR` say.

use super::{Expression, Term, ids};

impl Expression {
    /// The same expression with each licence in its narrowest reading, the only
    /// one that is sure: `GPL-3.0` as `GPL-3.0-only`, `Apache-2.0+` as
    /// `Apache-2.0`.
    pub fn narrowed(&self) -> Expression {
        self.map(&|term| {
            let id = match ids::open_ended(&term.id) {
                true => format!("{}-only", term.id),
                false => term.id.trim_end_matches('+').to_string(),
            };
            Term { id, exception: term.exception.clone() }
        })
    }

    /// With “or later” said where nothing says it.
    pub(crate) fn or_later(&self) -> Expression {
        self.map(&|term| match ids::open_ended(&term.id) {
            true => Term { id: format!("{}-or-later", term.id), exception: term.exception.clone() },
            false => term.clone(),
        })
    }

    /// Folds from the leaves: `leaf` values a licence, `and` and `or` combine
    /// two values. `None` for an expression without any licence.
    pub fn fold<T>(
        &self,
        leaf: &mut dyn FnMut(&Term) -> T,
        and: &dyn Fn(T, T) -> T,
        or: &dyn Fn(T, T) -> T,
    ) -> Option<T> {
        let (parts, join) = match self {
            Expression::Term(term) => return Some(leaf(term)),
            Expression::All(parts) => (parts, and),
            Expression::Any(parts) => (parts, or),
        };
        let values = parts.iter().filter_map(|part| part.fold(&mut *leaf, and, or));
        values.collect::<Vec<T>>().into_iter().reduce(join)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fold_follows_the_precedence_of_operators() {
        let expression = Expression::parse("MIT OR (ISC AND Zlib)").expect("valid");
        let text = expression.fold(
            &mut |term| term.to_string(),
            &|left, right| format!("[{left}&{right}]"),
            &|left, right| format!("[{left}|{right}]"),
        );
        assert_eq!(text.as_deref(), Some("[MIT|[ISC&Zlib]]"));
    }
}
