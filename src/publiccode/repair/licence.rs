//! The spelling of SPDX expressions (<https://spdx.dev/learn/handling-license-info/>).

use super::spelling::folded;
use spdx::LicenseId;
use spdx::identifiers::{EXCEPTIONS, LICENSES};

/// What a licence field should say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Spelling {
    /// The same licence, spelt as SPDX does.
    Same(String),
    /// Most likely that one.
    Likely(String),
    /// A GNU licence that does not say whether later versions will do: its
    /// identifier without `-only` or `-or-later`.
    Gnu(String),
}

/// Names of licences that are no SPDX name, in letters and digits only.
const NAMES: [(&str, &str); 18] = [
    ("licenceouverte", "etalab-2.0"),
    ("licenceouverte20", "etalab-2.0"),
    ("licenceouvertev20", "etalab-2.0"),
    ("licenceouverte2", "etalab-2.0"),
    ("licenceouverteetalab20", "etalab-2.0"),
    ("openlicence20", "etalab-2.0"),
    ("openlicense20", "etalab-2.0"),
    ("lo20", "etalab-2.0"),
    ("lov2", "etalab-2.0"),
    ("etalab", "etalab-2.0"),
    ("etalab2", "etalab-2.0"),
    ("cecill", "CECILL-2.1"),
    ("europeanunionpubliclicence12", "EUPL-1.2"),
    ("europeanunionpubliclicence", "EUPL-1.2"),
    ("eupl", "EUPL-1.2"),
    ("apache", "Apache-2.0"),
    ("mpl", "MPL-2.0"),
    ("bsd3", "BSD-3-Clause"),
];

/// What `text` should be; `None` when it is spelt right, or not understood.
pub(super) fn spelling(text: &str) -> Option<Spelling> {
    let text = text.trim();
    if text.is_empty() || text.len() > 500 {
        return None;
    }
    if let Some(expression) = expression(text) {
        return (expression != text).then_some(Spelling::Same(expression));
    }
    if let Some(found) = named(text) {
        return Some(found);
    }
    let parts: Vec<&str> =
        text.split([',', '/', ';']).map(str::trim).filter(|part| !part.is_empty()).collect();
    if parts.len() < 2 {
        return None;
    }
    let ids = parts.iter().map(|part| {
        expression(part).or_else(|| match named(part) {
            Some(Spelling::Same(id) | Spelling::Likely(id)) => Some(id),
            _ => None,
        })
    });
    ids.collect::<Option<Vec<String>>>().map(|ids| Spelling::Likely(ids.join(" OR ")))
}

/// `text` with the case of the SPDX list, when it is an expression but for case.
fn expression(text: &str) -> Option<String> {
    let spaced = text.replace('(', " ( ").replace(')', " ) ");
    let mut out = String::new();
    let mut after_with = false;
    for token in spaced.split_whitespace() {
        let written = match token.to_uppercase().as_str() {
            "(" | ")" => token.to_string(),
            word @ ("AND" | "OR" | "WITH") => word.to_string(),
            _ if after_with => {
                EXCEPTIONS.iter().find(|known| known.name.eq_ignore_ascii_case(token))?.name.into()
            }
            _ => identifier(token)?,
        };
        after_with = written == "WITH";
        let glued = out.is_empty() || out.ends_with('(') || written == ")";
        if !glued {
            out.push(' ');
        }
        out.push_str(&written);
    }
    // Two identifiers in a row, or an operator alone, are no expression.
    spdx::Expression::parse_mode(&out, spdx::ParseMode::LAX).is_ok().then_some(out)
}

fn identifier(token: &str) -> Option<String> {
    if token.starts_with("LicenseRef-") || token.starts_with("DocumentRef-") {
        return Some(token.to_string());
    }
    let (name, plus) = match token.strip_suffix('+') {
        Some(name) => (name, true),
        None => (token, false),
    };
    let known = LICENSES.iter().find(|known| known.name.eq_ignore_ascii_case(name))?.name;
    let id = spdx::license_id(known)?;
    Some(match plus {
        true if gnu(id) => format!("{known}-or-later"),
        true => format!("{known}+"),
        false => known.to_string(),
    })
}

/// The licence that `text` names in words.
fn named(text: &str) -> Option<Spelling> {
    let wanted = bare(text);
    if let Some((_, id)) = NAMES.iter().find(|(name, _)| *name == wanted || *name == folded(text)) {
        return Some(Spelling::Likely((*id).to_string()));
    }
    let (wanted, later) = ["orlater", "orabove", "oranylater"]
        .iter()
        .find_map(|end| wanted.strip_suffix(end).map(|stem| (stem.to_string(), true)))
        .unwrap_or((wanted, false));
    let zero = format!("{wanted}0");
    let numbered = wanted.ends_with(|last: char| last.is_ascii_digit());
    let rank = |known: &spdx::License| {
        let id = folded(known.name);
        match () {
            () if id == wanted => 0,
            () if bare(known.full_name) == wanted => 1,
            () if numbered && id == zero => 2,
            () => 3,
        }
    };
    let id = LICENSES.iter().min_by_key(|known| rank(known)).filter(|known| rank(known) < 3)?.name;
    let known = spdx::license_id(id)?;
    Some(match (gnu(known), later) {
        (true, false) => Spelling::Gnu(id.to_string()),
        (true, true) => Spelling::Same(format!("{id}-or-later")),
        (false, _) => Spelling::Same(id.to_string()),
    })
}

/// True for the identifiers of GNU licences that do not say `-only` or `-or-later`.
fn gnu(id: LicenseId) -> bool {
    id.is_gnu() && !id.name.ends_with("-only") && !id.name.ends_with("-or-later")
}

/// True when `text` is such an identifier.
pub(super) fn is_ambiguous(text: &str) -> bool {
    spdx::license_id(text.trim()).is_some_and(gnu) && !text.trim().ends_with('+')
}

/// `text` without what names of licences have or have not: “the”, “license”, “v”.
fn bare(text: &str) -> String {
    let lower = text.to_lowercase();
    let words = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| {
        !matches!(*word, "the" | "license" | "licence" | "licensed" | "version" | "v" | "under")
    });
    let joined: String = words.collect();
    let mut out = String::new();
    let mut letters = joined.chars().peekable();
    while let Some(c) = letters.next() {
        let version = c == 'v' && letters.peek().is_some_and(char::is_ascii_digit);
        if !version {
            out.push(c);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_are_spelt_as_spdx_does() {
        let same = |text: &str| Some(Spelling::Same(text.to_string()));
        for (text, expected) in [
            ("MIT", None),
            ("agpl-3.0", same("AGPL-3.0")),
            ("AGPL-3.0", None),
            ("AGPL-3.0-or-later", None),
            ("apache-2.0", same("Apache-2.0")),
            ("Apache 2.0", same("Apache-2.0")),
            ("Apache License 2.0", same("Apache-2.0")),
            ("MIT License", same("MIT")),
            ("mit or apache-2.0", same("MIT OR Apache-2.0")),
            ("Etalab-2.0", same("etalab-2.0")),
            ("GPL-3.0+", same("GPL-3.0-or-later")),
            ("GPLv3", Some(Spelling::Gnu("GPL-3.0".into()))),
            ("GNU AGPL v3", None),
            ("AGPLv3 or later", same("AGPL-3.0-or-later")),
            ("CeCILL 2.1", same("CECILL-2.1")),
            ("EUPL v1.2", same("EUPL-1.2")),
            ("Licence Ouverte 2.0", Some(Spelling::Likely("etalab-2.0".into()))),
            ("MIT/Apache-2.0", Some(Spelling::Likely("MIT OR Apache-2.0".into()))),
            (
                "GPL-2.0-only WITH classpath-exception-2.0",
                same("GPL-2.0-only WITH Classpath-exception-2.0"),
            ),
            ("(MIT)", None),
            ("propriétaire", None),
        ] {
            assert_eq!(spelling(text), expected, "{text}");
        }
    }
}
