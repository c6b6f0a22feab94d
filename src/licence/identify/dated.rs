//! Licences named without a version, in a notice that is dated.

use crate::licence::expression::Expression;
use crate::licence::identification::Verdict;
use crate::licence::names::{family, family_of};
use crate::licence::notice::{self, Notice};
use regex::Regex;
use std::sync::LazyLock;

/// The years of a line.
static YEAR: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"\b(?:19|20)\d\d\b").expect("constant"));

/// What `notices` say; where they leave a family open and name nothing else, the licence of
/// it which its publisher distributed in all the years of the lines of copyright: the notice
/// of CeCILL grants the licence “as circulated by CEA, CNRS and INRIA” and names no version.
pub(super) fn told(text: &str, notices: &[Notice]) -> Verdict {
    let verdict = notice::verdict(text, notices);
    let Verdict::Unknown { candidates } = &verdict else { return verdict };
    if notices.iter().any(|notice| notice.expression.is_some()) {
        return verdict;
    }
    let Some(first) = candidates.first() else { return verdict };
    let key = family_of(&first.id);
    let alone = candidates.iter().all(|one| family_of(&one.id) == key);
    let circulated = family(key).filter(|_| alone).map(|family| &family.circulated);
    let mut lines = text.lines().filter(|line| crate::licence::text::force::is_copyright(line));
    // Of several holders, nobody knows whose years they are.
    let (Some(line), None) = (lines.next(), lines.next()) else { return verdict };
    let years: Vec<u16> =
        YEAR.find_iter(line).filter_map(|year| year.as_str().parse().ok()).collect();
    let within = |from: u16, to: u16| years.iter().all(|year| (from..=to).contains(year));
    let found = circulated
        .into_iter()
        .flatten()
        .find(|(_, from, to)| !years.is_empty() && within(*from, *to));
    match found {
        Some((id, ..)) => Verdict::Licence(Expression::id(id)),
        None => verdict,
    }
}
