//! What to write in a file that says nothing: the licence and the holder that
//! the project gives elsewhere.

use crate::lang::Text;
use crate::licence::expression::ids;
use crate::licence::holder;
use crate::licence::reuse::{Coverage, FileCoverage, holders};
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
    /// `publiccode.yml`; its holder in `publiccode.yml`, then in its licence; else the
    /// commonest statements of its files.
    pub(super) fn new(project: &Project<'_>, coverage: &Coverage) -> Advice {
        let described = project.publiccode();
        let field = |key: &str| Some(described?.get(key)?.value.clone());
        let vendored = project.files().filter(|file| file.class == Class::Vendored);
        let vendored: HashSet<String> = vendored.map(|file| file.path.clone()).collect();
        let declared = [field("legal/mainCopyrightOwner"), field("legal/repoOwner")];
        let named: Vec<String> =
            declared.into_iter().flatten().chain(in_licences(project)).collect();
        let holders: Vec<String> = named.iter().map(|name| name.to_lowercase()).collect();
        // What others wrote tells nothing of the project.
        let own: Vec<&FileCoverage> = coverage
            .files
            .iter()
            .filter(|file| !vendored.contains(&file.path) && another(&holders, file).is_none())
            .collect();
        let invalid: HashSet<&str> = coverage.invalid.iter().map(|(_, bad)| &*bad.text).collect();
        let said = own.iter().flat_map(|file| &file.expressions);
        let valid = said.filter(|one| !invalid.contains(&*one.text));
        let answer = project.licences().answer.licence.as_ref().map(ToString::to_string);
        let licence = answer.or_else(|| field("legal/license"));
        let licence = licence.or_else(|| commonest(valid.map(|one| one.text.to_string())));
        // A notice alone may be a quotation, or the sign of something else.
        let complete = own.iter().filter(|file| file.is_complete());
        let notices = complete.flat_map(|file| &file.copyrights);
        let met = || commonest(notices.filter_map(|one| holder::named(&one.text)));
        let holder = named.into_iter().next().or_else(met);
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
            vendored,
        }
    }

    /// True for a file copied from elsewhere.
    pub(super) fn is_vendored(&self, file: &FileCoverage) -> bool {
        self.vendored.contains(&file.path)
    }

    /// Who else than the project's holders `file` says it belongs to; nobody when
    /// the project names no holder.
    pub(super) fn other_holder(&self, file: &FileCoverage) -> Option<String> {
        let name = another(&self.holders, file).and_then(holder::named);
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

/// The holders that the licence files at the root of `project` name.
fn in_licences(project: &Project<'_>) -> Vec<String> {
    let files = project.role("licence").into_iter().filter(|file| file.folder().is_empty());
    let texts = files.filter_map(|file| project.text(file));
    texts.flat_map(holders::notices).map(|(name, _)| name).collect()
}

/// The first notice of `file` that names none of `holders`, in lower case; none when there
/// are none.
fn another<'f>(holders: &[String], file: &'f FileCoverage) -> Option<&'f str> {
    let mut notices = file.copyrights.iter().map(|one| &*one.text);
    notices.find(|notice| !holders.is_empty() && !holders::are_named(holders, notice))
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
