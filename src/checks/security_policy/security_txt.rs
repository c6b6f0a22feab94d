//! `security.txt` (RFC 9116): its `Contact` and `Expires` fields.

use crate::document::is_example;
use jiff::civil::Date;

/// The fields a policy needs.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct SecurityTxt {
    /// Line of the first `Contact`, with a mail, web or phone address.
    pub contact: Option<usize>,
    /// The day of `Expires`, when it can be read, with its line.
    pub expires: Option<(Date, usize)>,
}

/// Reads the fields of `text`. A signed file carries them as plain lines.
pub(super) fn read(text: &str) -> SecurityTxt {
    let mut found = SecurityTxt::default();
    for (at, line) in text.lines().enumerate() {
        let Some((name, value)) = line.split_once(':') else { continue };
        let value = value.trim();
        // Field names are compared without case (RFC 9116, section 2.2).
        match name.trim().to_ascii_lowercase().as_str() {
            "contact" if found.contact.is_none() && is_address(value) => {
                found.contact = Some(at + 1)
            }
            "expires" if found.expires.is_none() => {
                let day = value.get(..10).and_then(|day| day.parse().ok());
                found.expires = day.map(|day| (day, at + 1));
            }
            _ => {}
        }
    }
    found
}

fn is_address(value: &str) -> bool {
    let scheme =
        ["mailto:", "https://", "http://", "tel:"].iter().any(|scheme| value.starts_with(scheme));
    (scheme || value.contains('@')) && !is_example(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_read_with_their_lines() {
        let found = read(
            "# Politique\nContact: mailto:ssi@projet.gouv.fr\nExpires: 2027-01-31T00:00:00.000Z\n",
        );
        assert_eq!(found.contact, Some(2));
        assert_eq!(
            found.expires.map(|(day, line)| (day.to_string(), line)),
            Some(("2027-01-31".into(), 3))
        );
        assert_eq!(read("contact: mailto:a@example.org\nexpires: bientôt"), SecurityTxt::default());
    }
}
