//! What to write in a file that says nothing: the licence and the holder that
//! the project gives elsewhere.

use crate::lang::Text;
use crate::licence::expression::ids;
use crate::licence::holder;
use crate::licence::reuse::{Coverage, FileCoverage, Header};
use crate::project::Project;
use crate::snapshot::classify::Class;
use std::collections::{BTreeMap, HashSet};

// REUSE-IgnoreStart

/// The statements to add.
#[derive(Debug)]
pub(super) struct Advice {
    /// The licence expression; a place to fill in when none is known.
    pub licence: Text,
    /// The year and the holder.
    pub holder: Text,
    /// The holders that the project names, in lower case.
    holders: Vec<String>,
    /// The files copied from elsewhere, by their place.
    vendored: HashSet<String>,
}

impl Advice {
    /// Reads what `project` says: its licence as a whole and its
    /// `publiccode.yml`, else the commonest statements of its files.
    pub(super) fn new(project: &Project<'_>, coverage: &Coverage) -> Advice {
        let described = project.publiccode();
        let field = |key: &str| Some(described?.get(key)?.value.clone());
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
        let holder =
            holder.or_else(|| commonest(notices.filter_map(|one| holder::named(&one.text))));
        let holders =
            holders(project, [field("legal/mainCopyrightOwner"), field("legal/repoOwner")]);
        let vendored = project.files().filter(|file| file.class == Class::Vendored);
        // A deprecated identifier would not conform: the version is to be chosen.
        let licence = licence.filter(|licence| !ids::is_deprecated(licence));
        let or_fill_in = |known: Option<String>, fr: &str, en: &str| match known {
            Some(known) => Text::same(known),
            None => Text::new(fr, en),
        };
        let year = format!("{} ", project.today.year());
        Advice {
            licence: or_fill_in(licence, "<identifiant SPDX>", "<SPDX identifier>"),
            holder: or_fill_in(holder, "<titulaire des droits>", "<copyright holder>")
                .after(&year, &year),
            holders,
            vendored: vendored.map(|file| file.path.clone()).collect(),
        }
    }

    /// True for a file copied from elsewhere.
    pub(super) fn is_vendored(&self, file: &FileCoverage) -> bool {
        self.vendored.contains(&file.path)
    }

    /// Who else than the project's holders `file` says it belongs to; nobody when
    /// the project names no holder.
    pub(super) fn other_holder(&self, file: &FileCoverage) -> Option<String> {
        let ours = |notice: &str| {
            let notice = notice.to_lowercase();
            self.holders.iter().any(|name| notice.contains(name.as_str()))
        };
        let mut others = file.copyrights.iter().filter(|_| !self.holders.is_empty());
        let name = others.find(|one| !ours(&one.text)).and_then(|one| holder::named(&one.text));
        // In a data file, the notice is quoted.
        name.map(|name| name.trim_matches('"').to_string())
    }

    /// The tags to add: the copyright notice, the licence, or both.
    pub(super) fn tags(&self, copyright: bool, licence: bool) -> Vec<Text> {
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

/// The holders that the licence files at the root of `project` name, and `described`.
fn holders(project: &Project<'_>, described: [Option<String>; 2]) -> Vec<String> {
    let files = project.role("licence").into_iter().filter(|file| file.folder().is_empty());
    let texts = files.filter_map(|file| project.text(file));
    let notices = texts.flat_map(|text| Header::read(text.as_bytes()).copyrights);
    let named = notices.filter_map(|line| holder::named(&line.text));
    let named = named.filter(|name| !holder::is_steward(name) && !name.contains(['[', '{']));
    let all = named.chain(described.into_iter().flatten());
    all.map(|name| name.to_lowercase()).collect()
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

// REUSE-IgnoreEnd
