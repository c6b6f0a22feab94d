//! What a copyright notice says.

/// What closes a notice without naming anyone.
const RESERVED: &str = "all rights reserved";

/// The holder that a notice names, without its prefix, years and address.
/// `None` for a sentence about copyright, or for years alone.
pub fn holder(notice: &str) -> Option<String> {
    let mut rest = notice.trim();
    for prefix in ["SPDX-FileCopyrightText:", "SPDX-SnippetCopyrightText:", "Copyright", "©"] {
        rest = rest.strip_prefix(prefix).unwrap_or(rest).trim_start();
    }
    for symbol in ["(c)", "(C)", "©"] {
        rest = rest.strip_prefix(symbol).unwrap_or(rest).trim_start();
    }
    let is_date = |c: char| c.is_ascii_digit() || c.is_whitespace() || matches!(c, ',' | '-' | '–');
    let name = rest.trim_start_matches(is_date).trim();
    // An address is a person's.
    let name = name.split('<').next().unwrap_or(name);
    let end = |c: char| is_date(c) || c == '.';
    let name = name.trim_end_matches(end);
    let name = match name.len().checked_sub(RESERVED.len()).filter(|at| name.is_char_boundary(*at))
    {
        Some(at) if name[at..].eq_ignore_ascii_case(RESERVED) => name[..at].trim_end_matches(end),
        _ => name,
    };
    (!name.contains('@') && name.len() > 1 && name.len() <= 100).then(|| name.to_string())
}

#[cfg(test)]
mod tests {
    use super::holder;

    // REUSE-IgnoreStart
    #[test]
    fn the_holder_is_what_is_left_of_a_notice() {
        for (notice, name) in [
            (
                "SPDX-FileCopyrightText: © 2019-2021, 2023 Direction <d@example.org>",
                Some("Direction"),
            ),
            ("Copyright (c) 2020 Service", Some("Service")),
            ("2019 Agence", Some("Agence")),
            ("Copyright (c) Service, 2017-2018", Some("Service")),
            ("Copyright (c) 2017, Ville de Lyon. All rights reserved.", Some("Ville de Lyon")),
            ("© 2024", None),
        ] {
            assert_eq!(holder(notice).as_deref(), name);
        }
    }
    // REUSE-IgnoreEnd
}
