//! What designates people or an internal network: social-security numbers,
//! bank accounts, contact details, internal hosts, private sources, protective
//! markings.
//!
//! One pass over the bytes finds the anchors (a run of digits, an `@`, a few
//! words), and each anchor is looked at on its own line. Contact details are
//! looked for in data files alone; [`Personal::contacts`] adds those of other
//! texts, for the audited version: in the past of a repository they are too
//! many to be read, and their removal rarely worth a rewrite.

mod attribution;
mod bank;
mod contact;
mod digits;
mod explain;
mod host;
mod known;
mod marking;
mod nir;
mod place;
mod settle;
mod signs;
mod source;
mod surroundings;
mod words;

pub(crate) use explain::{name, reason};
pub(crate) mod hosts {
    //! What is known of host names, for the checks of other texts than files.

    pub(crate) use super::host::{Inside, inside, is_example, is_telling_address};
    pub(crate) use super::source::is_public;
}
pub(crate) use marking::is_marking;
pub(crate) use place::{Place, is_explained, is_for_development, is_in_documentation};
pub(crate) use settle::settle;

/// True for an e-mail address that names a person.
pub(crate) fn is_nominative(address: &str) -> bool {
    let mut found = Vec::new();
    contact::addresses(address.as_bytes(), 0..address.len(), &mut found);
    !found.is_empty()
}

use super::{Candidate, Region};
use aho_corasick::{AhoCorasick, MatchKind};

/// The detectors of personal data and of internal names.
#[derive(Debug)]
pub(crate) struct Personal {
    hosts: Option<AhoCorasick>,
}

impl Default for Personal {
    fn default() -> Personal {
        let hosts = AhoCorasick::builder()
            .ascii_case_insensitive(true)
            .match_kind(MatchKind::Standard)
            .build(host::ANCHORS.iter());
        Personal { hosts: hosts.ok() }
    }
}

impl Personal {
    /// The personal data and internal names in `text`, for those that start in
    /// one of `regions`; contact details in data files only.
    pub(crate) fn candidates(&self, text: &[u8], name: &str, regions: &[Region]) -> Vec<Candidate> {
        let data = place::is_data(name);
        in_regions(text, regions, |region, found| {
            digits::scan(text, region.clone(), data, found);
            if let Some(anchors) = &self.hosts {
                host::scan(anchors, text, region.clone(), found);
            }
            if data {
                contact::addresses(text, region.clone(), found);
            }
            source::scan(text, name, region.clone(), found);
            marking::scan(text, name, &region, found);
        })
    }

    /// Those of [`Personal::candidates`] that a past version is judged on:
    /// numbers that designate people or accounts, and protective markings.
    pub(crate) fn numbers_and_markings(
        &self,
        text: &[u8],
        name: &str,
        regions: &[Region],
    ) -> Vec<Candidate> {
        in_regions(text, regions, |region, found| {
            digits::scan(text, region.clone(), false, found);
            marking::scan(text, name, &region, found);
        })
    }

    /// The contact details in `text` that [`Personal::candidates`] leaves out,
    /// because the file called `name` is not a data file.
    pub(crate) fn contacts(&self, text: &[u8], name: &str) -> Vec<Candidate> {
        let mut found = Vec::new();
        if !place::is_data(name) && !place::is_meant_for_contacts(name) {
            digits::scan_phones(text, &mut found);
            contact::addresses(text, 0..text.len(), &mut found);
            found.retain(|one| {
                one.pattern != "email" || !attribution::is_attribution(text, &one.value)
            });
        }
        found.sort_by_key(|candidate| (candidate.value.start, candidate.value.end));
        found
    }
}

/// What `look` finds that starts in one of `regions`, sorted, each once.
fn in_regions(
    text: &[u8],
    regions: &[Region],
    look: impl Fn(Region, &mut Vec<Candidate>),
) -> Vec<Candidate> {
    let mut found: Vec<Candidate> = Vec::new();
    for region in regions {
        let region = region.start.min(text.len())..region.end.min(text.len());
        let known = found.len();
        look(region.clone(), &mut found);
        let fresh: Vec<Candidate> = found.drain(known..).collect();
        found.extend(fresh.into_iter().filter(|one| region.contains(&one.value.start)));
    }
    found.sort_by_key(|candidate| (candidate.value.start, candidate.value.end));
    found.dedup_by(|next, kept| next.pattern == kept.pattern && next.value == kept.value);
    found
}

#[cfg(test)]
mod tests;
