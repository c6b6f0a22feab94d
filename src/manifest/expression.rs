//! Licences as package managers let them be written, read as SPDX expressions.

use crate::licence::expression::Expression;

/// Bytes beyond which nothing is the name of a licence.
const LONGEST: usize = 2000;

/// Names of package indexes that only they use, and the licence meant.
const NAMES: [(&str, &str); 10] = [
    ("Artistic License 2.0", "Artistic-2.0"),
    ("CC0 1.0 Universal (CC0 1.0) Public Domain Dedication", "CC0-1.0"),
    ("EDL-1.0", "BSD-3-Clause"),
    ("Eclipse Distribution License 1.0", "BSD-3-Clause"),
    ("Historical Permission Notice and Disclaimer (HPND)", "HPND"),
    ("ISC License (ISCL)", "ISC"),
    ("MIT/X11", "MIT"),
    ("PSF", "PSF-2.0"),
    ("PSFL", "PSF-2.0"),
    ("The Unlicense (Unlicense)", "Unlicense"),
];

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
    if let Some((_, id)) = NAMES.iter().find(|(name, _)| name.eq_ignore_ascii_case(&written)) {
        return Some(Expression::id(id));
    }
    if let Some(found) = Expression::read(&written) {
        // A list does not say whether it is a choice; a name may hold a comma.
        let list = written.contains([',', ';']) && !matches!(found, Expression::Term(_));
        return (!list).then_some(found);
    }
    let written = match written.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')) {
        Some(inner) if !inner.contains(['(', ')']) => inner,
        _ => written.as_str(),
    };
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
            ("Apache License", None),
            ("MIT, GPL-2.0", None),
            ("isc license (iscl)", Some("ISC")),
            ("Mozilla Public License 2.0 (MPL 2.0)", Some("MPL-2.0")),
            ("GNU Lesser General Public License v3 or later (LGPLv3+)", Some("LGPL-3.0-or-later")),
            ("(EDL-1.0 OR EPL-1.0)", Some("BSD-3-Clause OR EPL-1.0")),
            ("SEE LICENSE IN LICENSE.md", None),
            ("UNLICENSED", None),
            ("proprietary", None),
            ("", None),
        ] {
            assert_eq!(expression(written).as_deref(), expected, "{written}");
        }
    }
}
