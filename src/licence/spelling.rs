//! What people, package managers and indexes write in place of a licence
//! expression: `GPLv3`, `MIT/Apache-2.0`, `Licence Ouverte 2.0`…

use super::expression::{Expression, ExpressionError, Mode, Problem, ids};
use super::{names, notice};
use crate::manifest::Listed;

/// Bytes beyond which nothing is the name of a licence.
const LONGEST: usize = 4096;

impl Expression {
    /// Reads an expression, or what people write in place of one. `None` when it
    /// names no licence for certain.
    pub fn read(text: &str) -> Option<Expression> {
        if text.len() > LONGEST {
            return None;
        }
        let words: Vec<&str> = text.split_whitespace().collect();
        let text = words.join(" ");
        if let Some(id) = names::indexed(&text) {
            return Some(Expression::id(id));
        }
        match Expression::parse(&text) {
            Ok(found) => Some(found),
            Err(error) if error.is_cut() || is_cut(&words) => None,
            Err(_) => notice::named(&text).or_else(|| choice(&text)),
        }
    }

    /// Reads the licence that a package declares, narrowed to what is sure. A list
    /// of licences gives `None`: it does not say whether it is a choice.
    pub fn declared(text: &str) -> Option<Expression> {
        let found = Expression::read(text)?;
        // The name of one licence may hold a comma.
        let list = text.contains([',', ';']) && !matches!(found, Expression::Term(_));
        (!list).then(|| found.narrowed())
    }

    /// Reads what tables of licences are asked about: an expression, or what
    /// people write in place of one, narrowed. The error is that of the strict
    /// reading.
    pub fn understand(text: &str) -> Result<Expression, ExpressionError> {
        match Expression::parse(text) {
            Ok(expression) => Ok(expression.narrowed()),
            Err(error) if error.is_cut() => Err(error),
            Err(error) => Expression::read(text).map(|found| found.narrowed()).ok_or(error),
        }
    }

    /// The expressions that were probably intended by a text that is not one.
    pub fn suggestions(text: &str) -> Vec<String> {
        let words = text.replace(['/', ','], " OR ");
        let words = words.split_whitespace().map(|word| match word.to_uppercase().as_str() {
            "OR" | "OU" | "||" => "OR",
            "AND" | "ET" | "&" => "AND",
            "WITH" | "AVEC" => "WITH",
            _ => word,
        });
        let joined = words.collect::<Vec<&str>>().join(" ");
        let found = Expression::parse_as(&joined, Mode::Spdx).ok();
        match found.or_else(|| Expression::read(text)) {
            Some(Expression::Term(term)) if ids::open_ended(&term.id) => {
                let exception = term.exception.map(|id| format!(" WITH {id}")).unwrap_or_default();
                let ends = ["-only", "-or-later"];
                ends.map(|end| format!("{}{end}{exception}", term.id)).to_vec()
            }
            Some(found) => vec![found.to_string()],
            None => match notice::family_named(text).map(names::likely) {
                Some(likely) if !likely.is_empty() => likely.to_vec(),
                _ => ids::misspelt(text.trim()).map(str::to_string).into_iter().collect(),
            },
        }
    }
}

/// True for words of which a licence is missing, beside an operator.
fn is_cut(words: &[&str]) -> bool {
    let operator = |word: &&&str| {
        ["and", "or", "with", "et", "ou", "avec"].iter().any(|one| word.eq_ignore_ascii_case(one))
    };
    words.first().is_some_and(|word| operator(&word))
        || words.last().is_some_and(|word| operator(&word))
}

/// Other ways to write a licence or a choice: `MIT (https://…)`, and those of R,
/// `MIT + file LICENSE` and `GPL-2 | GPL-3`.
fn choice(text: &str) -> Option<Expression> {
    if let Some((name, rest)) = text.split_once(" (http")
        && rest.ends_with(')')
    {
        return Expression::read(name);
    }
    // The file only names the holder.
    for suffix in ["+ file LICENSE", "+ file LICENCE"] {
        if let Some(base) = text.strip_suffix(suffix) {
            return Expression::read(base);
        }
    }
    let inner = match text.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')) {
        Some(inner) if !inner.contains(['(', ')']) => inner,
        _ => text,
    };
    let separator = ["|", " or ", " OR "].into_iter().find(|mark| inner.contains(mark))?;
    let choices: Option<Vec<Expression>> = inner.split(separator).map(Expression::read).collect();
    Expression::any(choices?)
}

impl Listed {
    /// The expression of its licence, when what is written leaves no doubt.
    pub fn expression(&self) -> Option<Expression> {
        Expression::declared(self.component.license.as_deref()?)
    }
}

impl ExpressionError {
    /// The identifier that was probably intended.
    pub fn suggestion(&self) -> Option<String> {
        match &self.problem {
            Problem::UnknownLicence(id) => notice::named(id)
                .map(|intended| intended.to_string())
                .or_else(|| ids::nearest(id).map(str::to_string)),
            Problem::UnknownException(id) => ids::nearest_exception(id).map(str::to_string),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_write_is_read() {
        let mut wrong = Vec::new();
        for (written, expected) in [
            ("GPLv3", "GPL-3.0"),
            ("AGPLv3+", "AGPL-3.0-or-later"),
            ("GPL (>= 2)", "GPL-2.0-or-later"),
            ("Apache 2", "Apache-2.0"),
            ("Apache License 2.0", "Apache-2.0"),
            ("MIT/Apache-2.0", "MIT OR Apache-2.0"),
            ("MIT License", "MIT"),
            ("The MIT License (MIT)", "MIT"),
            ("Licence Ouverte 2.0", "etalab-2.0"),
            ("CeCILL 2.1", "CECILL-2.1"),
            ("CeCILL-B", "CECILL-B"),
            ("EUPL 1.2", "EUPL-1.2"),
            ("GNU Affero General Public License v3.0 or later", "AGPL-3.0-or-later"),
            ("GNU AGPL v3", "AGPL-3.0"),
            ("BSD 3-Clause", "BSD-3-Clause"),
            ("3-Clause BSD License", "BSD-3-Clause"),
            ("MPL 2.0", "MPL-2.0"),
            ("LGPL-3", "LGPL-3.0"),
            ("CC-BY-SA 4.0", "CC-BY-SA-4.0"),
        ] {
            let read = Expression::read(written).map(|found| found.to_string());
            if read.as_deref() != Some(expected) {
                wrong.push((written, read));
            }
        }
        assert!(wrong.is_empty(), "{wrong:?}");
        for written in
            ["BSD", "GPL", "proprietary", "SEE LICENSE IN LICENSE", "UNLICENSED", "file LICENSE"]
        {
            assert_eq!(Expression::read(written), None, "{written}");
        }
    }

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
            let read = Expression::declared(written).map(|found| found.to_string());
            assert_eq!(read.as_deref(), expected, "{written}");
        }
    }

    fn names(text: &str) -> Vec<String> {
        let found = Expression::understand(text).expect(text);
        found.terms().iter().map(ToString::to_string).collect()
    }

    #[test]
    fn the_narrowest_reading_is_asked_about() {
        assert_eq!(names("GPL-3.0"), ["GPL-3.0-only"]);
        assert_eq!(names("AGPL-3.0+"), ["AGPL-3.0-or-later"]);
        assert_eq!(names("Apache-2.0+"), ["Apache-2.0"]);
        assert_eq!(
            names("GPL-2.0-with-classpath-exception"),
            ["GPL-2.0-only WITH Classpath-exception-2.0"]
        );
        assert_eq!(names("MIT/Apache-2.0"), ["MIT", "Apache-2.0"]);
        assert_eq!(Expression::understand("MIT OR Nope-1.0").map_err(|e| e.column), Err(8));
    }

    #[test]
    fn what_is_cut_short_names_no_licence() {
        for written in ["MIT OR", "(MIT", "MIT AND", "MIT WITH", "OR MIT", "MIT ou"] {
            assert_eq!(Expression::read(written), None, "{written}");
        }
    }

    #[test]
    fn what_was_intended_is_suggested() {
        for (written, expected) in [
            ("Licence Ouverte 2.0", &["etalab-2.0"][..]),
            ("etalab", &["etalab-2.0"]),
            ("LO-2.0", &["etalab-2.0"]),
            ("CeCILL 2.1", &["CECILL-2.1"]),
            ("CeCILL", &["CECILL-2.1"]),
            ("MIT or Apache-2.0", &["MIT OR Apache-2.0"]),
            ("GPLv3", &["GPL-3.0-only", "GPL-3.0-or-later"]),
            ("agpl", &["AGPL-3.0-only", "AGPL-3.0-or-later"]),
            ("Apache", &["Apache-2.0"]),
            ("Apache 2.0", &["Apache-2.0"]),
            ("MIT License", &["MIT"]),
            ("BSD", &["BSD-2-Clause", "BSD-3-Clause"]),
            ("propriétaire", &[]),
        ] {
            assert_eq!(Expression::suggestions(written), expected, "{written}");
        }
    }
}
