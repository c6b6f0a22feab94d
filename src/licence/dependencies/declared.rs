//! Licences as package managers let them be written, read as SPDX expressions.

use crate::licence::terms;
use std::collections::HashMap;
use std::sync::LazyLock;

const DATA: &str = include_str!("../../../data/licence/spellings.toml");

static SPELLINGS: LazyLock<HashMap<String, String>> = LazyLock::new(|| {
    let table: HashMap<String, String> = toml::from_str(DATA)
        .unwrap_or_else(|error| unreachable!("spellings.toml is tested: {error}"));
    table.into_iter().map(|(written, id)| (folded(&written), id)).collect()
});

/// The SPDX expression that `written` stands for; `None` when that is not
/// certain ("BSD", "see LICENSE", a file name).
pub fn expression(written: &str) -> Option<String> {
    let written = written.trim();
    if written.is_empty() || written.len() > 2000 {
        return None;
    }
    if let Some(found) = SPELLINGS.get(&folded(written)) {
        return Some(found.clone());
    }
    // "MIT (https://…)": the address adds nothing.
    if let Some((name, rest)) = written.split_once(" (http")
        && rest.ends_with(')')
    {
        return expression(name);
    }
    let plain = written.trim_start_matches('(').trim_end_matches(')');
    let whole = if plain.contains(['(', ')']) { written } else { plain };
    if let Ok(steps) = terms::parse(whole) {
        return spelled(whole, &steps);
    }
    // R: "GPL-2 | GPL-3", "MIT + file LICENSE"; others: "MIT, Apache-2.0" is no
    // expression, for nobody knows whether it is a choice.
    let parts: Vec<&str> = whole.split([' ', '\t']).filter(|word| !word.is_empty()).collect();
    let whole = parts.join(" ");
    for suffix in ["+ file LICENSE", "+ file LICENCE"] {
        if let Some(base) = whole.strip_suffix(suffix) {
            return expression(base);
        }
    }
    let separator = [" | ", "|", " or ", " OR "].into_iter().find(|mark| whole.contains(mark))?;
    let choices: Option<Vec<String>> = whole.split(separator).map(expression).collect();
    choices.map(|choices| choices.join(" OR "))
}

/// The expression in the spelling of SPDX, parentheses kept where they matter.
fn spelled(written: &str, steps: &[terms::Step]) -> Option<String> {
    if !steps.iter().any(|step| matches!(step, terms::Step::Term(_))) {
        return None;
    }
    let spelled = terms::fold(
        steps,
        |term| (term.to_string(), 2),
        |left, right| (format!("{} AND {}", within(left, 1), within(right, 1)), 1),
        |left, right| (format!("{} OR {}", left.0, right.0), 0),
    );
    // An imprecise name of one word may stand for several licences.
    let ambiguous = [
        "bsd", "gpl", "lgpl", "agpl", "gnu", "cecill", "apache", "mpl", "eupl", "artistic",
        "cc-by", "python",
    ];
    if ambiguous.contains(&written.to_lowercase().as_str()) {
        return None;
    }
    spelled.map(|(text, _)| text)
}

fn within((text, strength): (String, u8), needed: u8) -> String {
    if strength < needed { format!("({text})") } else { text }
}

/// Without case, spaces and punctuation that vary.
fn folded(written: &str) -> String {
    let kept =
        written.chars().filter(|c| c.is_alphanumeric() || matches!(c, '.' | '+' | '>' | '='));
    kept.flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn usual_spellings_are_read() {
        for (written, expected) in [
            ("MIT", Some("MIT")),
            ("(MIT OR CC0-1.0)", Some("MIT OR CC0-1.0")),
            ("Apache 2.0", Some("Apache-2.0")),
            ("Apache License 2.0", Some("Apache-2.0")),
            ("GPL (>= 2)", Some("GPL-2.0-or-later")),
            ("GPL-3", Some("GPL-3.0-only")),
            ("GPL-2 | GPL-3", Some("GPL-2.0-only OR GPL-3.0-only")),
            ("MIT + file LICENSE", Some("MIT")),
            ("(MIT AND (ISC OR Zlib))", Some("MIT AND (ISC OR Zlib)")),
            ("LGPL-3.0+", Some("LGPL-3.0-or-later")),
            ("Public Domain", None),
            ("MIT (https://exemple.org/licence.txt)", Some("MIT")),
            ("BSD", None),
            ("SEE LICENSE IN LICENSE.md", None),
            ("UNLICENSED", None),
            ("proprietary", None),
            ("", None),
        ] {
            assert_eq!(expression(written).as_deref(), expected, "{written}");
        }
    }

    #[test]
    fn every_spelling_leads_to_a_valid_expression() {
        for id in SPELLINGS.values() {
            assert!(terms::parse(id).is_ok(), "{id}");
        }
    }
}
