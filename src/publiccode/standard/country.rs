//! The only country section the standard ever defined, Italy's: deprecated as
//! a whole in 0.7. What it holds is that country's business; only its shape is
//! judged. There is no French section.

use super::{Key, Shape};

/// `IT`.
pub const ITALY: Key = Key::new(
    "IT",
    Shape::Foreign,
    "Section propre à l’Italie : sans objet pour un logiciel français.",
    "Section of Italy: it does not concern French software.",
)
.quietly_deprecated("0.7", Some("supports"));

/// `it`: the old spelling of `IT`.
pub const ITALY_LOWER_CASE: Key = Key::new(
    "it",
    Shape::Foreign,
    "Ancienne écriture de la section IT.",
    "Former spelling of the IT section.",
)
.deprecated("0.5", Some("IT"));
