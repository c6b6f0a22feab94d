//! Licences made for works that are not programs.

use crate::licence::expression::{Expression, ids};

/// Families of identifiers made for texts, data, pictures and fonts.
const CONTENT: [&str; 9] =
    ["CC-", "etalab-", "LicenseRef-etalab-", "ODbL-", "ODC-By-", "PDDL-", "OFL-", "GFDL-", "FDK-"];

/// True when every licence of `expression` was made for something else than
/// programs: content, data or fonts. `CC0-1.0`, often used for configuration
/// files, counts.
pub fn is_for_content(expression: &Expression) -> bool {
    expression.terms().iter().all(|term| {
        let base = ids::gnu_base(&term.id).unwrap_or(&term.id);
        base == "CC0-1.0" || CONTENT.iter().any(|prefix| base.starts_with(prefix))
    })
}
