//! Whether two expressions say the same.

use super::{Expression, Term, ids};

/// How two statements of a licence relate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Agreement {
    /// They say the same.
    Same,
    /// One of them leaves open what the other says: `AGPL-3.0` beside
    /// `AGPL-3.0-or-later`.
    Open,
    /// One of them names some of the licences of the other: `MIT` beside
    /// `MIT OR Apache-2.0`.
    Part,
    /// They contradict each other.
    Different,
}

impl Expression {
    /// How `other` relates to this expression.
    pub fn agreement(&self, other: &Expression) -> Agreement {
        if sorted(self) == sorted(other) {
            return Agreement::Same;
        }
        let closed = |this: &Expression, that: &Expression| {
            this.resolve(that).unwrap_or_else(|| this.clone())
        };
        if sorted(&closed(self, other)) == sorted(&closed(other, self)) {
            return Agreement::Open;
        }
        let within = |small: &Expression, large: &Expression| {
            let large: Vec<&Term> = large.terms();
            small.terms().iter().all(|term| large.iter().any(|that| alike(term, that)))
        };
        if within(self, other) || within(other, self) {
            Agreement::Part
        } else {
            Agreement::Different
        }
    }

    /// This expression with each GNU licence that leaves later versions open
    /// replaced by the only reading that `by` gives of it; nothing when `by`
    /// closes none of them, or closes one in two ways.
    pub fn resolve(&self, by: &Expression) -> Option<Expression> {
        let readings = by.terms();
        let reading = |term: &Term| -> Option<Term> {
            if !ids::open_ended(&term.id) {
                return None;
            }
            let mut same = readings
                .iter()
                .filter(|that| {
                    !ids::open_ended(&that.id) && ids::gnu_base(&that.id) == Some(&term.id)
                })
                .map(|that| &that.id);
            let first = same.next()?;
            same.all(|other| other == first)
                .then(|| Term { id: first.clone(), exception: term.exception.clone() })
        };
        let closes = self.terms().iter().any(|term| reading(term).is_some());
        closes.then(|| self.map(&|term| reading(term).unwrap_or_else(|| term.clone())))
    }
}

/// Whether two licences are one, when what one leaves open is passed over.
fn alike(one: &Term, other: &Term) -> bool {
    let open = ids::open_ended(&one.id) || ids::open_ended(&other.id);
    one.id == other.id
        || (open
            && ids::gnu_base(&one.id).is_some()
            && ids::gnu_base(&one.id) == ids::gnu_base(&other.id))
}

/// The same expression whatever the order it was written in.
fn sorted(expression: &Expression) -> Expression {
    let each = |parts: &[Expression]| {
        let mut parts: Vec<Expression> = parts.iter().map(sorted).collect();
        parts.sort();
        parts
    };
    match expression {
        Expression::Term(term) => Expression::Term(term.clone()),
        Expression::All(parts) => Expression::All(each(parts)),
        Expression::Any(parts) => Expression::Any(each(parts)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn agreement(one: &str, other: &str) -> Agreement {
        let read = |text: &str| Expression::parse(text).expect("an expression");
        read(one).agreement(&read(other))
    }

    #[test]
    fn statements_are_compared() {
        assert_eq!(agreement("MIT OR ISC", "isc or mit"), Agreement::Same);
        assert_eq!(agreement("AGPL-3.0", "AGPL-3.0-or-later"), Agreement::Open);
        assert_eq!(agreement("AGPL-3.0-only", "AGPL-3.0-or-later"), Agreement::Different);
        assert_eq!(agreement("MIT", "MIT OR Apache-2.0"), Agreement::Part);
        assert_eq!(agreement("MIT", "AGPL-3.0"), Agreement::Different);
        assert_eq!(agreement("GPL-3.0 AND MIT", "GPL-3.0-only AND MIT"), Agreement::Open);
    }
}
