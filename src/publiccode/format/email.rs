//! E-mail addresses: one mailbox, without a display name (RFC 5322), on a
//! domain that has a dot.

/// True for an address one can write to.
pub fn is_address(text: &str) -> bool {
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

#[cfg(test)]
mod tests {
    use super::is_address;

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
}
