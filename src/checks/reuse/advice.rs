//! What to write in a file that says nothing: the licence and the holder that
//! the project gives elsewhere.

use crate::lang::Text;
use crate::licence::reuse::{Coverage, Statement};
use crate::project::Project;
use crate::publiccode;
use std::collections::{BTreeMap, HashSet};

// REUSE-IgnoreStart

/// The statements to add.
#[derive(Debug)]
pub struct Advice {
    /// The licence expression; a place to fill in when none is known.
    pub licence: Text,
    /// The year and the holder.
    pub holder: Text,
}

impl Advice {
    /// Reads what `project` says: its licence as a whole and its
    /// `publiccode.yml`, else the commonest statements of its files.
    pub fn new(project: &Project<'_>, coverage: &Coverage) -> Advice {
        let described = publiccode::of(project);
        let field = |key: &str| Some(described.as_ref()?.get(key)?.value.clone());
        let said = coverage.files.iter().flat_map(|file| &file.expressions);
        let invalid: HashSet<&str> = coverage.invalid.iter().map(|(_, bad)| &*bad.text).collect();
        let valid = said.filter(|one| !invalid.contains(&*one.text));
        let answer = project.licences().answer.licence.as_ref().map(ToString::to_string);
        let licence = answer.or_else(|| field("legal/license"));
        let licence = licence.or_else(|| commonest(valid.map(|one| one.text.to_string())));
        // A notice alone may be a quotation, or the sign of something else.
        let complete = coverage.files.iter().filter(|file| file.is_complete());
        let notices = complete.flat_map(|file| &file.copyrights);
        let holder = field("legal/mainCopyrightOwner").or_else(|| field("legal/repoOwner"));
        let holder = holder.or_else(|| commonest(notices.filter_map(holder_of)));
        // A deprecated identifier would not conform: the version is to be chosen.
        let licence = licence
            .filter(|licence| spdx::license_id(licence).is_none_or(|id| !id.is_deprecated()));
        let or_fill_in = |known: Option<String>, fr: &str, en: &str| match known {
            Some(known) => Text::same(known),
            None => Text::new(fr, en),
        };
        let year = format!("{} ", project.today.year());
        Advice {
            licence: or_fill_in(licence, "<identifiant SPDX>", "<SPDX identifier>"),
            holder: or_fill_in(holder, "<titulaire des droits>", "<copyright holder>")
                .after(&year, &year),
        }
    }

    /// The tags to add: the copyright notice, the licence, or both.
    pub fn tags(&self, copyright: bool, licence: bool) -> Vec<Text> {
        let mut tags = Vec::new();
        if copyright {
            let tag = "SPDX-FileCopyrightText: ";
            tags.push(self.holder.after(tag, tag));
        }
        if licence {
            let tag = "SPDX-License-Identifier: ";
            tags.push(self.licence.after(tag, tag));
        }
        tags
    }
}

/// The value met most often; the first in order when several are.
fn commonest(values: impl Iterator<Item = String>) -> Option<String> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for value in values {
        *counts.entry(value).or_default() += 1;
    }
    let most = counts.values().copied().max()?;
    counts.into_iter().find(|(_, count)| *count == most).map(|(value, _)| value)
}

/// The holder that a notice names, without its prefix and years.
fn holder_of(notice: &Statement) -> Option<String> {
    let mut rest = notice.text.trim();
    for prefix in ["SPDX-FileCopyrightText:", "SPDX-SnippetCopyrightText:", "Copyright", "©"] {
        rest = rest.strip_prefix(prefix).unwrap_or(rest).trim_start();
    }
    for symbol in ["(c)", "(C)", "©"] {
        rest = rest.strip_prefix(symbol).unwrap_or(rest).trim_start();
    }
    let is_date = |c: char| c.is_ascii_digit() || c.is_whitespace() || matches!(c, ',' | '-' | '–');
    let name = rest.trim_start_matches(is_date).trim();
    // A sentence about copyright is no holder.
    // An address is a person's.
    let name = name.split('<').next().unwrap_or(name).trim();
    (!name.contains('@') && name.len() > 1 && name.len() <= 100).then(|| name.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::licence::reuse::{Source, SourceKind};

    #[test]
    fn the_holder_is_what_is_left_of_a_notice() {
        for (notice, holder) in [
            (
                "SPDX-FileCopyrightText: © 2019-2021, 2023 Direction <d@example.org>",
                Some("Direction"),
            ),
            ("Copyright (c) 2020 Service", Some("Service")),
            ("2019 Agence", Some("Agence")),
            ("© 2024", None),
        ] {
            let source =
                Source { kind: SourceKind::Header, path: "a".into(), line: 1, snippet: false };
            let statement = Statement { text: notice.into(), source };
            assert_eq!(holder_of(&statement).as_deref(), holder);
        }
    }
}

// REUSE-IgnoreEnd
