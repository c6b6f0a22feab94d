//! What the first lines of a source file say of its rights: a notice that keeps
//! them to someone, or the licence of a copied library.

use regex::bytes::Regex;
use std::sync::LazyLock;

/// Bytes of a file in which a banner is looked for.
const HEAD: usize = 4096;

/// What a banner says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Banner {
    /// The line of the words, from 1.
    pub line: usize,
    /// The line itself, shortened.
    pub words: String,
    /// What it amounts to.
    pub kind: Kind,
}

/// What a banner amounts to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Confidential or proprietary, in so many words.
    Proprietary,
    /// All rights are reserved, and nothing is granted.
    Reserved,
    /// A licence is named or granted.
    Granted,
}

// Words, their ends and their cases are those of ASCII: the others take the slowest matcher
// as soon as a text has an accent, and most of the time of a small audit to compile.
static PROPRIETARY: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i-u)\b(proprietary and confidential|confidential and proprietary|company confidential|proprietary information|trade secrets?|unauthori[sz]ed (copying|use|reproduction|distribution)|this (source )?code is proprietary|propri(?:e|é|É)taire et confidentiel|reproduction interdite)\b")
        .expect("constant")
});
static RESERVED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i-u)\b(all rights? reserved|tous droits r(?:e|é|É)serv(?:e|é|É)s)\b")
        .expect("constant")
});
static GRANTED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i-u)SPDX-License-Identifier|@licen[cs]e\b|licen[cs]ed? (under|as|to you)|under (the|a) [\w .,()-]{0,40}licen[cs]e|permission (is|to)|redistribution and use|redistribut|free software|public domain|released under|sous (la )?licence|\b(MIT|BSD|Apache|MPL|GPL|LGPL|AGPL|CeCILL|EUPL|ISC|OFL)\b[^\n]{0,40}licen[cs]e|licen[cs]e[sd]?:? ?\(?(MIT|BSD|Apache|MPL|GPL|LGPL|ISC)\b|\| ?(MIT|BSD|Apache)[ -]|/licen[cs]e\b|licen[cs]e\.(txt|md)")
        .expect("constant")
});

/// The banner at the head of `bytes`, if there is one.
pub(crate) fn read(bytes: &[u8]) -> Option<Banner> {
    let head = &bytes[..bytes.len().min(HEAD)];
    if let Some(found) = PROPRIETARY.find(head) {
        // A licence text that forbids "unauthorized use" of a name still grants.
        let kind = if GRANTED.is_match(head) { Kind::Granted } else { Kind::Proprietary };
        return Some(banner(head, found.start(), kind));
    }
    if let Some(found) = GRANTED.find(head) {
        return Some(banner(head, found.start(), Kind::Granted));
    }
    RESERVED.find(head).map(|found| banner(head, found.start(), Kind::Reserved))
}

fn banner(head: &[u8], at: usize, kind: Kind) -> Banner {
    let before = &head[..at];
    let line = before.iter().filter(|byte| **byte == b'\n').count() + 1;
    let start = before.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
    let start = start.max(at.saturating_sub(80));
    let words = &head[start..];
    let end = words.iter().position(|byte| *byte == b'\n').unwrap_or(words.len()).min(160);
    let words = String::from_utf8_lossy(&words[..end]);
    let words =
        words.trim_matches(|c: char| c.is_whitespace() || matches!(c, '*' | '/' | '#' | '-' | '!'));
    Banner { line, words: words.to_string(), kind }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn banners_are_told_apart() {
        for (text, expected) in [
            ("/* Copyright Exemple SA. Proprietary and confidential */\n", Some(Kind::Proprietary)),
            ("// Copyright (c) 2019 Exemple. All rights reserved.\nint a;", Some(Kind::Reserved)),
            ("/*! lib v3 | (c) Exemple | MIT License */", Some(Kind::Granted)),
            (
                "# Copyright Exemple. All rights reserved.\n# Redistribution and use in source",
                Some(Kind::Granted),
            ),
            ("# SPDX-License-Identifier: MIT\n", Some(Kind::Granted)),
            ("/*! lib v1.2 (c) Exemple | exemple.org/license */", Some(Kind::Granted)),
            ("print('bonjour')\n", None),
        ] {
            assert_eq!(read(text.as_bytes()).map(|banner| banner.kind), expected, "{text}");
        }
    }

    #[test]
    fn the_place_and_the_words_are_given() {
        let banner = read(b"\n\n * All rights reserved, Exemple.\n").expect("a banner");
        assert_eq!((banner.line, banner.words.as_str()), (3, "All rights reserved, Exemple."));
    }
}
