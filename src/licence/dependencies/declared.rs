//! Licences as package managers let them be written, read as SPDX expressions.

use crate::licence::expression::Expression;

/// Bytes beyond which nothing is the name of a licence.
const LONGEST: usize = 2000;

/// The SPDX expression that `written` stands for; `None` when that is not
/// certain ("BSD", "see LICENSE", a file name).
pub fn expression(written: &str) -> Option<String> {
    read(written).map(|found| found.narrowed().to_string())
}

fn read(written: &str) -> Option<Expression> {
    let words: Vec<&str> = written.split_whitespace().collect();
    if words.is_empty() || written.len() > LONGEST {
        return None;
    }
    let written = words.join(" ");
    // "MIT (https://…)": the address adds nothing.
    if let Some((name, rest)) = written.split_once(" (http")
        && rest.ends_with(')')
    {
        return read(name);
    }
    // R: "MIT + file LICENSE", where the file only names the holder.
    for suffix in ["+ file LICENSE", "+ file LICENCE"] {
        if let Some(base) = written.strip_suffix(suffix) {
            return read(base);
        }
    }
    if let Some(found) = Expression::read(&written) {
        return Some(found);
    }
    // R: "GPL-2 | GPL-3". "MIT, Apache-2.0" is no expression, for nobody knows
    // whether it is a choice.
    let separator = ["|", " or ", " OR "].into_iter().find(|mark| written.contains(mark))?;
    let choices: Option<Vec<Expression>> = written.split(separator).map(read).collect();
    Expression::any(choices?)
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
    fn tmp_spellings() {
        let table: std::collections::BTreeMap<String, String> =
            toml::from_str(include_str!("../../../data/licence/spellings.toml")).expect("table");
        for (written, id) in &table {
            let found = expression(written);
            if found.as_deref() != Some(id) {
                println!("SPELL {written:?} = {id:?} got {found:?}");
            }
        }
    }
}
