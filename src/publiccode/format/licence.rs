//! SPDX licence expressions, with the tolerance of the reference parser:
//! identifiers in any case, deprecated ones, `+` after any.

use std::collections::HashMap;
use std::sync::LazyLock;

/// Nesting of parentheses; nobody writes more than two or three.
const MAX_DEPTH: usize = 32;

static IDS: LazyLock<HashMap<String, &'static spdx::License>> = LazyLock::new(|| {
    let known = spdx::identifiers::LICENSES.iter();
    known
        .filter(|known| !matches!(known.name, "NONE" | "NOASSERTION"))
        .map(|known| (known.name.to_lowercase(), known))
        .collect()
});

static EXCEPTIONS: LazyLock<HashMap<String, &'static str>> = LazyLock::new(|| {
    spdx::identifiers::EXCEPTIONS
        .iter()
        .map(|known| (known.name.to_lowercase(), known.name))
        .collect()
});

/// What an expression that is read says of itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Expression {
    /// The same with identifiers as SPDX writes them and no needless space.
    pub canonical: String,
    /// Deprecated identifiers, with what may replace each; empty when only a person can tell.
    pub deprecated: Vec<(String, Vec<String>)>,
    /// Identifiers that neither OSI nor FSF call free.
    pub closed: Vec<String>,
}

/// Reads `text`; `None` when it is not an expression.
pub fn parse(text: &str) -> Option<Expression> {
    let spaced = text.replace('(', " ( ").replace(')', " ) ");
    let tokens: Vec<&str> = spaced.split_whitespace().collect();
    let mut reader = Reader { tokens: &tokens, at: 0, out: Expression::default() };
    reader.alternatives(0)?;
    if reader.at != tokens.len() {
        return None;
    }
    reader.out.canonical =
        reader.out.canonical.replace("( ", "(").replace(" )", ")").trim().to_string();
    Some(reader.out)
}

struct Reader<'t> {
    tokens: &'t [&'t str],
    at: usize,
    out: Expression,
}

impl<'t> Reader<'t> {
    fn next(&mut self) -> Option<&'t str> {
        let token = self.tokens.get(self.at).copied();
        self.at += 1;
        token
    }

    fn peek(&self) -> Option<&'t str> {
        self.tokens.get(self.at).copied()
    }

    fn write(&mut self, token: &str) {
        self.out.canonical.push_str(token);
        self.out.canonical.push(' ');
    }

    /// Terms joined by `AND` and `OR`: precedence does not matter to what is valid.
    fn alternatives(&mut self, depth: usize) -> Option<()> {
        loop {
            self.term(depth)?;
            match self.peek() {
                Some(operator @ ("AND" | "OR")) => {
                    self.at += 1;
                    self.write(operator);
                }
                _ => return Some(()),
            }
        }
    }

    fn term(&mut self, depth: usize) -> Option<()> {
        let token = self.next()?;
        if token == "(" {
            if depth >= MAX_DEPTH {
                return None;
            }
            self.write("(");
            self.alternatives(depth + 1)?;
            self.write(")");
            return (self.next()? == ")").then_some(());
        }
        self.licence(token)?;
        if self.peek() == Some("WITH") {
            self.at += 1;
            let exception = EXCEPTIONS.get(&self.next()?.to_lowercase())?;
            self.write("WITH");
            self.write(exception);
        }
        Some(())
    }

    fn licence(&mut self, token: &str) -> Option<()> {
        if is_reference(token) {
            self.write(token);
            return Some(());
        }
        let lower = token.to_lowercase();
        let (known, plus) = match IDS.get(&lower) {
            Some(known) => (known, ""),
            None => (IDS.get(lower.strip_suffix('+')?)?, "+"),
        };
        let flags = known.flags;
        let name = format!("{}{plus}", known.name);
        self.write(&name);
        if flags & spdx::flags::IS_DEPRECATED != 0 {
            self.out.deprecated.push((name, successors(known.name, !plus.is_empty())));
        } else if flags & (spdx::flags::IS_OSI_APPROVED | spdx::flags::IS_FSF_LIBRE) == 0
            && !FREE.contains(&known.name)
        {
            self.out.closed.push(known.name.to_string());
        }
        Some(())
    }
}

/// Free licences on which neither OSI nor FSF pronounced, and those the French
/// administration may use by decree (etalab-2.0 is for data and accepted for code).
const FREE: [&str; 9] = [
    "etalab-2.0",
    "CECILL-1.0",
    "CECILL-1.1",
    "CECILL-2.0",
    "CC0-1.0",
    "CC-BY-4.0",
    "CC-BY-SA-4.0",
    "ODbL-1.0",
    "OGL-UK-3.0",
];

fn is_reference(token: &str) -> bool {
    let sound = |text: &str| {
        !text.is_empty()
            && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'.')
    };
    let own = |text: &str| text.strip_prefix("LicenseRef-").is_some_and(sound);
    match token.split_once(':') {
        Some((document, licence)) => {
            document.strip_prefix("DocumentRef-").is_some_and(sound) && own(licence)
        }
        None => own(token),
    }
}

/// What replaces a deprecated identifier.
fn successors(name: &str, plus: bool) -> Vec<String> {
    let base = name.trim_end_matches('+');
    let later = plus || name.ends_with('+');
    let exists = |name: &String| spdx::license_id(name).is_some();
    let both = [format!("{base}-only"), format!("{base}-or-later")];
    both.into_iter().skip(usize::from(later)).filter(exists).collect()
}

/// Names of French and European licences, and of others the SPDX tables do not give.
const NAMED: [(&str, &[&str]); 22] = [
    ("licence ouverte 2.0", &["etalab-2.0"]),
    ("licence ouverte", &["etalab-2.0"]),
    ("etalab", &["etalab-2.0"]),
    ("licence ouverte / open licence 2.0", &["etalab-2.0"]),
    ("licence ouverte v2.0", &["etalab-2.0"]),
    ("lo-2.0", &["etalab-2.0"]),
    ("cecill", &["CECILL-2.1"]),
    ("cecill 2.1", &["CECILL-2.1"]),
    ("cecill v2.1", &["CECILL-2.1"]),
    ("cecill b", &["CECILL-B"]),
    ("cecill c", &["CECILL-C"]),
    ("eupl", &["EUPL-1.2"]),
    ("eupl 1.2", &["EUPL-1.2"]),
    ("eupl v1.2", &["EUPL-1.2"]),
    ("gpl", &["GPL-3.0-only", "GPL-3.0-or-later"]),
    ("gplv3", &["GPL-3.0-only", "GPL-3.0-or-later"]),
    ("gplv2", &["GPL-2.0-only", "GPL-2.0-or-later"]),
    ("agpl", &["AGPL-3.0-only", "AGPL-3.0-or-later"]),
    ("agplv3", &["AGPL-3.0-only", "AGPL-3.0-or-later"]),
    ("lgplv3", &["LGPL-3.0-only", "LGPL-3.0-or-later"]),
    ("apache", &["Apache-2.0"]),
    ("bsd", &["BSD-2-Clause", "BSD-3-Clause"]),
];

/// The expressions that were probably meant by a text that is not one.
pub fn meant(text: &str) -> Vec<String> {
    let upper: Vec<String> = text
        .replace(['/', ','], " OR ")
        .split_whitespace()
        .map(|word| match word.to_uppercase().as_str() {
            "OR" | "OU" | "||" => "OR".to_string(),
            "AND" | "ET" | "&" => "AND".to_string(),
            "WITH" | "AVEC" => "WITH".to_string(),
            _ => word.to_string(),
        })
        .collect();
    if let Some(found) = parse(&upper.join(" ")) {
        return vec![found.canonical];
    }
    let plain = text.to_lowercase().replace(['-', '_', ','], " ");
    let plain = plain
        .split_whitespace()
        .filter(|word| !matches!(*word, "license" | "the"))
        .collect::<Vec<_>>()
        .join(" ");
    let plain = plain
        .strip_prefix("licence ")
        .filter(|rest| !rest.starts_with("ouverte"))
        .unwrap_or(&plain);
    if let Some((_, ids)) = NAMED
        .iter()
        .find(|(name, _)| *name == plain || name.replace(['-', ' '], "") == plain.replace(' ', ""))
    {
        return ids.iter().map(|id| (*id).to_string()).collect();
    }
    if let Some(known) = IDS.get(&plain.replace(' ', "-")) {
        return vec![known.name.to_string()];
    }
    let full = |known: &&spdx::License| known.full_name.eq_ignore_ascii_case(text.trim());
    if let Some(known) = spdx::identifiers::LICENSES.iter().find(full) {
        return vec![known.name.to_string()];
    }
    if let Some((id, length)) = spdx::imprecise_license_id(text)
        && length == text.trim().len()
    {
        let ids = successors(id.name, false);
        return if ids.is_empty() { vec![id.name.to_string()] } else { ids };
    }
    Vec::new()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_expression_is_read_in_any_case_but_for_its_operators() {
        for good in [
            "MIT",
            "mit",
            "agpl-3.0",
            "GPL-2.0+",
            "EUPL-1.2+",
            "Etalab-2.0",
            "MIT OR (Apache-2.0 AND EUPL-1.2)",
            "GPL-2.0-only WITH classpath-exception-2.0",
            "LicenseRef-x",
            "DocumentRef-a:LicenseRef-b",
        ] {
            assert!(parse(good).is_some(), "{good}");
        }
        for bad in [
            "",
            "MIT or Apache-2.0",
            "GPLv3",
            "MIT,Apache-2.0",
            "NONE",
            "NOASSERTION",
            "(MIT",
            "MIT)",
            "MIT WITH",
            "MIT Apache-2.0",
        ] {
            assert!(parse(bad).is_none(), "{bad}");
        }
        assert_eq!(
            parse("mit OR ( apache-2.0 )").map(|e| e.canonical).as_deref(),
            Some("MIT OR (Apache-2.0)")
        );
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
    fn a_name_tells_the_identifier_meant() {
        assert_eq!(meant("Licence Ouverte 2.0"), ["etalab-2.0"]);
        assert_eq!(meant("CeCILL 2.1"), ["CECILL-2.1"]);
        assert_eq!(meant("MIT or Apache-2.0"), ["MIT OR Apache-2.0"]);
        assert_eq!(meant("GPLv3"), ["GPL-3.0-only", "GPL-3.0-or-later"]);
        assert_eq!(meant("Apache 2.0"), ["Apache-2.0"]);
        assert_eq!(meant("MIT License"), ["MIT"]);
        assert!(meant("propriétaire").is_empty());
    }
}
