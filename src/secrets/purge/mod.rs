//! The plan that takes secrets out of a history: what git-filter-repo is given,
//! and what people do before and after. Nothing is rewritten here.

mod paths;
mod plan;
mod replacements;

pub(crate) use paths::paths;
pub(crate) use plan::{Subject, plan};
pub(crate) use replacements::replacements;

use super::{Secret, inventory::Told};

/// A secret to take out of the history.
#[derive(Debug, Clone)]
pub(crate) struct Leak {
    /// What may be written in the plan.
    pub told: Told,
    /// The value, for the replacement file alone.
    pub secret: Secret,
    /// The paths where it is, in clear, as git holds them.
    pub paths: Vec<LeakPath>,
}

/// Where a leak is, for git-filter-repo.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum LeakPath {
    /// In a file that replacing text does not reach: an archive.
    Archive(String),
    /// In the name of a file.
    Name(String),
}

impl Leak {
    /// A leak told as `told`, whose value is `secret`; `found` gives its paths
    /// before they are masked.
    pub(crate) fn new(told: Told, secret: Secret, found: &super::Detection) -> Leak {
        let paths = found.places.iter().filter_map(|place| {
            let path = place.path.as_deref()?;
            match (place.sort, path.split_once("!/")) {
                (super::Sort::FileName, _) => Some(LeakPath::Name(path.to_string())),
                (super::Sort::File, Some((archive, _))) => {
                    Some(LeakPath::Archive(archive.to_string()))
                }
                _ => None,
            }
        });
        let mut paths: Vec<LeakPath> = paths.collect();
        paths.sort();
        paths.dedup();
        Leak { told, secret, paths }
    }
}
