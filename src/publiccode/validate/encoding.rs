//! Bytes to text.

use super::view::Lines;
use crate::publiccode::code::Code;
use crate::publiccode::diagnostic::{Change, Diagnostic, Fix, Severity};
use crate::publiccode::path::Path;
use crate::text;
use crate::yaml::Range;

/// The text of `bytes` after its byte order mark; `None` when it is not UTF-8.
/// Offsets are counted from there.
pub fn text<'b>(bytes: &'b [u8], out: &mut Vec<Diagnostic>) -> Option<&'b str> {
    match std::str::from_utf8(bytes) {
        Ok(text) => Some(marked(text, out)),
        Err(error) => {
            let valid = std::str::from_utf8(bytes.get(..error.valid_up_to())?).ok()?;
            let message = text!(
                "octet qui n’est pas de l’UTF-8 (le fichier est sans doute en ISO-8859-1 ou en UTF-16)",
                "byte that is not UTF-8 (the file is probably in ISO-8859-1 or UTF-16)"
            );
            let fix = Fix::advice(text!(
                "enregistrer le fichier en UTF-8, par exemple : iconv -f ISO-8859-1 -t UTF-8",
                "save the file as UTF-8, for instance: iconv -f ISO-8859-1 -t UTF-8"
            ));
            let at = Range { start: valid.len(), end: valid.len() };
            let mut found = Diagnostic::new(Code::Encoding, Severity::Error, &Path::top(), message);
            found.value = Some(Lines::new(valid).span(at));
            let found = found.fix(fix).reference(Severity::Error);
            out.push(found);
            None
        }
    }
}

fn marked<'b>(text: &'b str, out: &mut Vec<Diagnostic>) -> &'b str {
    let Some(rest) = text.strip_prefix('\u{feff}') else { return text };
    let message = text!(
        "le fichier commence par une marque d’ordre des octets (BOM)",
        "the file starts with a byte order mark (BOM)"
    );
    let fix = Fix {
        text: text!(
            "enregistrer le fichier en UTF-8 sans BOM",
            "save the file as UTF-8 without BOM"
        ),
        change: Some(Change::Remove),
        safe: true,
    };
    let found =
        Diagnostic::new(Code::ByteOrderMark, Severity::Warning, &Path::top(), message).fix(fix);
    out.push(found.reference(Severity::Error));
    rest
}
