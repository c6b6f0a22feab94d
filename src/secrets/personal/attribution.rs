//! Addresses that a file gives to say who wrote it: a copyright notice, an
//! author's tag, and the lines that go on with their list. They are published
//! on purpose, under the name of the people who signed the file.

use super::surroundings;
use crate::secrets::lists::{Names, list};
use std::ops::Range;
use std::sync::LazyLock;

/// Words that say it wherever they stand on a line, in lower case.
static NOTICES: Names = LazyLock::new(|| list("attribution.notices"));

/// Words that say it in a comment, or as the name of a value.
static AUTHORS: Names = LazyLock::new(|| list("attribution.authors"));

/// What a comment of a common language starts with.
const COMMENTS: [&str; 13] =
    ["#", "//", "/*", "*", "--", ";", "%", "<!--", "(*", "{-", "\"\"\"", "..", "rem "];

/// How many lines a list of authors is followed back over.
const LINES: usize = 12;

/// True when the address at `value` says who wrote `text`.
pub(super) fn is_attribution(text: &[u8], value: &Range<usize>) -> bool {
    let mut line = surroundings::line(text, value);
    for _ in 0..LINES {
        let words = String::from_utf8_lossy(&text[line.clone()]).to_lowercase();
        if says_who_wrote(&words) {
            return true;
        }
        if !goes_on(&words) || line.start == 0 || text[line.start - 1] != b'\n' {
            return false;
        }
        line = surroundings::line(text, &(line.start - 1..line.start - 1));
    }
    false
}

fn says_who_wrote(line: &str) -> bool {
    let line = line.trim_start();
    let begins = |word: &str| {
        let name = line.trim_start_matches(|c: char| !c.is_alphanumeric());
        name.starts_with(word)
    };
    let comment = COMMENTS.iter().any(|mark| line.starts_with(mark));
    let author = |word: &&str| begins(word) || (comment && line.contains(*word));
    NOTICES.iter().any(|word| line.contains(word)) || AUTHORS.iter().any(author)
}

/// True for a line of a list of names: something is written, and no statement.
fn goes_on(line: &str) -> bool {
    line.contains(char::is_alphanumeric)
        && !line.contains(['{', '}', '='])
        && !line.trim_end().ends_with(';')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn attributed(text: &str) -> bool {
        let at = text.find("camille").expect("the address");
        is_attribution(text.as_bytes(), &(at..at + 26))
    }

    #[test]
    fn notices_and_tags_give_addresses_on_purpose() {
        for text in [
            "(* Copyright (C) 2020 Example, contributors: Lou Garnier\n   <lou.garnier@projet.gouv.fr>, Camille Verdier\n   <camille.verdier@projet.gouv.fr> *)\n",
            " * @author Camille Verdier <camille.verdier@projet.gouv.fr>\n",
            "__author__ = \"Camille Verdier <camille.verdier@projet.gouv.fr>\"\n",
            "maintainer: \"camille.verdier@projet.gouv.fr\"\n",
            "authors: [\n  \"Lou Garnier <lou.garnier@projet.gouv.fr>\"\n  \"camille.verdier@projet.gouv.fr\"\n]\n",
            "# Auteurs :\n#  - Camille Verdier, camille.verdier@projet.gouv.fr\n",
            "SPDX-FileCopyrightText: 2024 camille.verdier@projet.gouv.fr\n",
        ] {
            assert!(attributed(text), "{text}");
        }
    }

    #[test]
    fn an_address_elsewhere_is_not_one() {
        for text in [
            "let authorised = true;\nsend(\"camille.verdier@projet.gouv.fr\")\n",
            "# Copyright 2020 Example\n\nALERT = \"camille.verdier@projet.gouv.fr\"\n",
            "create_author(email: \"camille.verdier@projet.gouv.fr\")\n",
            "Joindre camille.verdier@projet.gouv.fr en cas de panne\n",
        ] {
            assert!(!attributed(text), "{text}");
        }
    }
}
