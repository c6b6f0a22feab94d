//! Who holds the rights, as copyright notices name them.

/// What closes a notice without naming anyone.
const RESERVED: &str = "all rights reserved";

/// The holder that a notice names, without its prefix, years and address.
/// `None` for a sentence about copyright, or for years alone.
pub(crate) fn named(notice: &str) -> Option<String> {
    let name = unquoted(bare(notice)).trim_start_matches(is_date).trim();
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

/// The years that a notice states, before the name or after it.
pub(crate) fn years(notice: &str) -> Option<&str> {
    let notice = bare(notice);
    let from = notice.find(|c: char| c.is_ascii_digit())?;
    let rest = &notice[from..];
    let end = rest.find(|c| !is_date(c)).unwrap_or(rest.len());
    let years = rest[..end].trim_matches(|c: char| !c.is_ascii_digit());
    let mut plain = years.split(|c: char| !c.is_ascii_digit()).filter(|year| !year.is_empty());
    let is_year =
        |year: &str| year.len() == 4 && (year.starts_with("19") || year.starts_with("20"));
    plain.all(is_year).then_some(years)
}

/// `notice` without the words and symbols that announce one.
fn bare(notice: &str) -> &str {
    let mut rest = notice.trim();
    for prefix in ["SPDX-FileCopyrightText:", "SPDX-SnippetCopyrightText:", "Copyright", "©"] {
        rest = rest.strip_prefix(prefix).unwrap_or(rest).trim_start();
    }
    for symbol in ["(c)", "(C)", "©"] {
        rest = rest.strip_prefix(symbol).unwrap_or(rest).trim_start();
    }
    rest
}

/// `notice` up to the quotation mark that closes the string it was written in, which began
/// before it: `© Example Maps", "zoom": 3`.
fn unquoted(notice: &str) -> &str {
    let mut opened = Vec::new();
    let mut before = ' ';
    for (at, mark) in notice.char_indices() {
        if matches!(mark, '"' | '\'' | '`') {
            let after = notice[at + mark.len_utf8()..].chars().next();
            let inside = mark == '\'' && after.is_some_and(|c| !",;:)]}".contains(c));
            match opened.iter().position(|one| *one == mark) {
                Some(place) => opened.truncate(place),
                None if before.is_whitespace() || before == '(' => opened.push(mark),
                None if inside => {}
                None => return notice[..at].trim_end_matches('\\'),
            }
        }
        // `\"` is a quotation mark too.
        before = if mark == '\\' { before } else { mark };
    }
    notice
}

fn is_date(c: char) -> bool {
    c.is_ascii_digit() || c.is_whitespace() || matches!(c, ',' | '-' | '–')
}

/// Those who wrote licences, and hold the rights in their texts only: how their
/// names start, in lower case.
const STEWARDS: [&str; 12] = [
    "free software foundation",
    "apache software foundation",
    "creative commons",
    "european union",
    "european community",
    "union européenne",
    "union europeenne",
    "communauté européenne",
    "mozilla",
    "eclipse foundation",
    "cea, cnrs",
    "linux foundation and its",
];

/// True for the name of one who wrote a licence, and holds no program.
pub(crate) fn is_steward(name: &str) -> bool {
    let name = name.trim_start().to_lowercase();
    let name = name.strip_prefix("the ").unwrap_or(&name);
    STEWARDS.iter().any(|steward| name.starts_with(steward))
}

#[cfg(test)]
mod tests {
    use super::*;

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
            ("© Example Maps\"", Some("Example Maps")),
            ("© Example Maps\\\", \\\"zoom\\\": 3", Some("Example Maps")),
            ("© 2024 Example Maps', zoom: 3", Some("Example Maps")),
            ("© 2020 Agence de l'eau", Some("Agence de l'eau")),
            ("© 2020 Association \"Les cartes\"", Some("Association \"Les cartes\"")),
        ] {
            assert_eq!(named(notice).as_deref(), name);
        }
    }

    #[test]
    fn the_years_are_those_of_the_notice() {
        for (notice, stated) in [
            ("Copyright (c) 2020 Service", Some("2020")),
            ("© 2019-2021, 2023 Direction", Some("2019-2021, 2023")),
            ("Copyright (c) Service, 2017-2018", Some("2017-2018")),
            ("Copyright Atelier 54", None),
            ("Copyright (c) Service", None),
        ] {
            assert_eq!(years(notice), stated, "{notice}");
        }
    }
    // REUSE-IgnoreEnd

    #[test]
    fn those_who_wrote_licences_are_told_from_holders() {
        for steward in [
            "Free Software Foundation, Inc.",
            "The Linux Foundation and its contributors",
            "Union européenne 2007",
        ] {
            assert!(is_steward(steward), "{steward}");
        }
        for holder in ["Direction du numérique", "Ville de Lyon", "CEA"] {
            assert!(!is_steward(holder), "{holder}");
        }
    }
}
