//! E-mail addresses: one mailbox, without a display name (RFC 5322), on a
//! domain that has a dot.

/// True for an address one can write to.
pub(crate) fn is_address(text: &str) -> bool {
    let Some((local, domain)) = text.rsplit_once('@') else { return false };
    local.len() <= 64 && is_local(local) && is_domain(domain)
}

fn is_local(local: &str) -> bool {
    let quoted = local.len() > 2 && local.starts_with('"') && local.ends_with('"');
    if quoted {
        let inside = &local[1..local.len() - 1];
        return inside.chars().all(|c| !c.is_control() && c != '"' && c != '\\');
    }
    let allowed =
        |c: char| !c.is_ascii() || c.is_ascii_alphanumeric() || "!#$%&'*+-/=?^_`{|}~".contains(c);
    local.split('.').all(|atom| !atom.is_empty() && atom.chars().all(allowed))
}

fn is_domain(domain: &str) -> bool {
    let label = |label: &str| {
        let allowed = |c: char| !c.is_ascii() || c.is_ascii_alphanumeric() || c == '-';
        !label.is_empty()
            && label.len() <= 63
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.chars().all(allowed)
    };
    let labels: Vec<&str> = domain.split('.').collect();
    let ends_with_letter =
        labels.last().is_some_and(|last| last.chars().next().is_some_and(char::is_alphabetic));
    labels.len() > 1 && ends_with_letter && labels.into_iter().all(label)
}

/// Ways of hiding the `@` of an address, and whether nothing else can be meant.
/// `\x64` is a slip for the YAML escape `\x40`.
const HIDDEN: [(&str, bool); 7] = [
    ("\\x64", true),
    ("[at]", false),
    ("(at)", false),
    ("[arobase]", false),
    ("(arobase)", false),
    (" at ", false),
    (" arobase ", false),
];

/// The address that `text` gives in another way, and whether that is certain:
/// after a name or `mailto:`, between angle brackets, or with its `@` hidden.
pub(crate) fn guess(text: &str) -> Option<(String, bool)> {
    let inside = text.split_once('<').and_then(|(_, rest)| rest.split_once('>'));
    let bare = inside.map_or(text, |(address, _)| address).trim();
    let bare = bare.trim_start_matches("mailto:").trim_start();
    let (mark, sure) = match bare.contains('@') {
        true => ("@", true),
        false => HIDDEN.into_iter().find(|(mark, _)| bare.matches(mark).count() == 1)?,
    };
    let (local, domain) = bare.split_once(mark)?;
    let dotted = [" [dot] ", "[dot]", "(dot)", "[point]", "(point)"]
        .iter()
        .fold(domain.trim().to_string(), |domain, mark| domain.replace(mark, "."));
    let address = format!("{}@{dotted}", local.trim_end());
    (address != text && is_address(&address)).then_some((address, sure))
}

#[cfg(test)]
mod tests {
    use super::{guess, is_address};

    #[test]
    fn an_address_has_a_local_part_and_a_domain() {
        for good in
            ["a@example.org", "a.b+c@sub.example.org", "é@example.org", "\"a b\"@example.org"]
        {
            assert!(is_address(good), "{good}");
        }
        for bad in [
            "",
            "a",
            "a@localhost",
            "A <a@example.org>",
            "a@example.org.",
            "a(at)example.org",
            "a@ex_ample.org",
            ".a@example.org",
            "a@@example.org",
        ] {
            assert!(!is_address(bad), "{bad}");
        }
    }

    #[test]
    fn an_address_written_otherwise_is_understood() {
        let address = "a@example.org".to_string();
        for sure in
            ["mailto:a@example.org", "A B <a@example.org>", " a @ example.org", "a\\x64example.org"]
        {
            assert_eq!(guess(sure), Some((address.clone(), true)), "{sure}");
        }
        for hidden in ["a[at]example.org", "a (at) example[dot]org", "a arobase example.org"] {
            assert_eq!(guess(hidden), Some((address.clone(), false)), "{hidden}");
        }
        for unread in ["a@example.org", "write to a@example.org", "a", "a@b@example.org", "A <a>"] {
            assert_eq!(guess(unread), None, "{unread}");
        }
    }
}
