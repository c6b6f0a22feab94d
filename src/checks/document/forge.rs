//! The folders that the forge in use reads.

use crate::project::Project;
use crate::snapshot::File;
use crate::snapshot::metadata::Address;
use serde::Deserialize;

/// A forge, and where it looks for files of its own.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Forge {
    /// What its host name has among its labels.
    hosts: Vec<String>,
    /// The first folders it reads; "" for the root and docs/.
    folders: Vec<String>,
}

/// The forges of the remotes among `known`; none when at least one is not known,
/// since it could read anything.
pub(super) fn of<'f>(project: &Project<'_>, known: &'f [Forge]) -> Vec<&'f Forge> {
    let remotes = project.snapshot.metadata.iter().flat_map(|metadata| &metadata.remotes);
    let declared = project.config.project.publish_url.iter();
    let declared = declared.filter_map(|url| Address::parse(url));
    let addresses = remotes.filter_map(|remote| remote.address()).chain(declared);
    let forges = addresses.map(|address| {
        let labels: Vec<&str> = address.host.split('.').collect();
        known.iter().find(|forge| forge.hosts.iter().any(|host| labels.contains(&host.as_str())))
    });
    forges.collect::<Option<Vec<_>>>().unwrap_or_default()
}

impl Forge {
    /// True when the forge reads `file`.
    pub(super) fn reads(&self, file: &File) -> bool {
        let top = match file.path.starts_with('.') {
            true => file.path.split('/').next().unwrap_or_default(),
            false => "",
        };
        self.folders.iter().any(|folder| folder.eq_ignore_ascii_case(top))
    }
}
