//! SPDX licence expressions, with the tolerance of the readers of publiccode.yml:
//! identifiers in any case, deprecated ones, `+` after any.

use crate::licence::expression::{Expression, Mode, ids};
use crate::licence::families::{self, Family};

/// What an expression that is read says of itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Spelt {
    /// The same with identifiers as SPDX writes them and no needless space.
    pub canonical: String,
    /// Deprecated identifiers, with what may replace each; empty when only a person can tell.
    pub deprecated: Vec<(String, Vec<String>)>,
    /// Identifiers of licences that neither OSI nor FSF call free, nor the decree.
    pub closed: Vec<String>,
}

/// Reads `text`; `None` when it is not an expression.
pub(crate) fn parse(text: &str) -> Option<Spelt> {
    let expression = Expression::parse_as(text, Mode::Spdx).ok()?;
    let mut spelt = Spelt { canonical: canonical(text), ..Spelt::default() };
    for term in expression.terms() {
        let id = term.id.as_str();
        let base = id.strip_suffix('+').unwrap_or(id);
        if ids::is_deprecated(id) || ids::is_deprecated(base) {
            spelt.deprecated.push((id.to_string(), successors(id)));
        } else if !ids::is_approved(id) && !id.contains("LicenseRef-") && !is_free(base) {
            spelt.closed.push(base.to_string());
        }
    }
    Some(spelt)
}

/// `text` with each identifier as SPDX spells it, its brackets kept.
fn canonical(text: &str) -> String {
    let spaced = text.replace('(', " ( ").replace(')', " ) ");
    let spelt = |word: &str| {
        let whole = ids::licence(word).or_else(|| ids::exception(word)).map(str::to_string);
        let later = || Some(format!("{}+", ids::licence(word.strip_suffix('+')?)?));
        whole.or_else(later).unwrap_or_else(|| word.to_string())
    };
    let words: Vec<String> = spaced.split_whitespace().map(spelt).collect();
    words.join(" ").replace("( ", "(").replace(" )", ")")
}

/// True for a free licence on which neither OSI nor FSF pronounced.
fn is_free(id: &str) -> bool {
    families::of(id).is_some_and(|family| family != Family::Restricted)
}

/// What replaces a deprecated identifier.
fn successors(id: &str) -> Vec<String> {
    let base = id.trim_end_matches('+');
    let both = [format!("{base}-only"), format!("{base}-or-later")];
    let later = both.into_iter().skip(usize::from(id.ends_with('+')));
    later.filter(|id| ids::deprecated(id).is_some()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_expression_is_spelt_as_spdx_does() {
        for (text, canonical) in [
            ("mit OR ( apache-2.0 )", "MIT OR (Apache-2.0)"),
            ("mit OR isc AND zlib", "MIT OR ISC AND Zlib"),
            ("eupl-1.2+", "EUPL-1.2+"),
            (
                "GPL-2.0-only WITH classpath-exception-2.0",
                "GPL-2.0-only WITH Classpath-exception-2.0",
            ),
        ] {
            assert_eq!(parse(text).map(|spelt| spelt.canonical).as_deref(), Some(canonical));
        }
        assert!(parse("MIT or Apache-2.0").is_none());
    }

    #[test]
    fn a_deprecated_identifier_has_successors() {
        let found = parse("agpl-3.0").expect("valid").deprecated;
        assert_eq!(
            found,
            [(
                "AGPL-3.0".to_string(),
                vec!["AGPL-3.0-only".to_string(), "AGPL-3.0-or-later".to_string()]
            )]
        );
        let found = parse("GPL-2.0+").expect("valid").deprecated;
        assert_eq!(found[0].1, ["GPL-2.0-or-later"]);
    }

    #[test]
    fn a_licence_nobody_calls_free_is_closed() {
        for (text, closed) in [
            ("MIT", &[][..]),
            ("etalab-2.0", &[]),
            ("CECILL-2.0 OR LicenseRef-x", &[]),
            ("BUSL-1.1", &["BUSL-1.1"]),
        ] {
            assert_eq!(parse(text).expect("valid").closed, closed, "{text}");
        }
    }
}
