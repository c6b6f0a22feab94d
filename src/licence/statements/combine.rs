//! How several licence files of one project are joined.

use super::{Declaration, Source};
use crate::licence::expression::{Agreement, Expression, Term, ids};

/// Pairs that projects offer to choose from (the practice of the Rust and
/// public-domain communities).
const CHOICES: [[&str; 2]; 2] = [["Apache-2.0", "MIT"], ["MIT", "Unlicense"]];

/// The expression that the licence texts `texts` amount to: as the README, a
/// manifest or a licence file joins them; else as a choice when they are a
/// usual one; else all of them apply.
pub(super) fn combined(texts: Vec<Expression>, found: &[Declaration]) -> Option<Expression> {
    let together = crate::licence::notice::together(supplemented(texts))?;
    let Expression::All(parts) = &together else { return Some(together) };
    let joins = |stated: &Expression| same_licences(stated, &together);
    let places = found.iter().filter(|one| !matches!(one.source, Source::Folder));
    let stated = places
        .filter(|one| one.is_main())
        .filter_map(Declaration::expression)
        .find(|stated| joins(stated) && matches!(stated, Expression::Any(_)));
    if let Some(stated) = stated {
        return Some(stated.clone());
    }
    let mut names: Vec<&str> = together.terms().iter().map(|term| term.id.as_str()).collect();
    names.sort_unstable();
    let plain = parts.iter().all(|part| matches!(part, Expression::Term(_)));
    let choice = plain && CHOICES.iter().any(|pair| pair.as_slice() == names);
    if choice { Expression::any(parts.clone()) } else { Some(together) }
}

/// The GNU Lesser licence is a supplement of the GNU licence of its version,
/// whose text stands beside it.
fn supplemented(mut texts: Vec<Expression>) -> Vec<Expression> {
    if texts.iter().any(|text| is_gnu(text, "LGPL-3.0")) {
        texts.retain(|text| !is_gnu(text, "GPL-3.0"));
    }
    texts
}

/// True when `text` is only there because `others` supplement it: the GNU General
/// Public Licence beside the Lesser one of its version.
pub(crate) fn is_supplemented(text: &Expression, others: &[&Expression]) -> bool {
    is_gnu(text, "GPL-3.0") && others.iter().any(|other| is_gnu(other, "LGPL-3.0"))
}

fn is_gnu(text: &Expression, base: &str) -> bool {
    matches!(text, Expression::Term(term) if ids::gnu_base(&term.id) == Some(base))
}

/// Whether two expressions name the same licences, however they join them.
fn same_licences(one: &Expression, other: &Expression) -> bool {
    let within = |these: &Expression, those: &Expression| {
        let alike = |a: &Term, b: &Term| {
            let term = |term: &Term| Expression::Term(term.clone());
            matches!(term(a).agreement(&term(b)), Agreement::Same | Agreement::Open)
        };
        let those = those.terms();
        these.terms().iter().all(|term| those.iter().any(|that| alike(term, that)))
    };
    within(one, other) && within(other, one)
}
