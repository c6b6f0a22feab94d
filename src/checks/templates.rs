//! Templates for issues and merge requests, where the forge in use reads them.

use super::{Audited, Check};
use crate::finding::{Answer, Finding, Location};
use crate::lang::Text;
use crate::project::Project;
use crate::snapshot::File;
use crate::text;
use serde::Deserialize;

/// Parameters.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Templates {
    /// Roles of issue templates.
    issues: Vec<String>,
    /// Roles of merge-request templates.
    changes: Vec<String>,
    /// Which folders each forge reads.
    forges: Vec<Reader>,
}

/// A forge, and where it looks for templates.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Reader {
    /// What its host name has among its labels.
    hosts: Vec<String>,
    /// The first folders of the templates it reads; "" for the root and docs/.
    folders: Vec<String>,
}

impl Check for Templates {
    fn run(&self, Audited { project, .. }: Audited<'_>) -> Answer {
        let readers = self.readers(project);
        let of = |roles: &[String]| -> Vec<&File> {
            let files = roles.iter().flat_map(|role| project.role(role));
            files.filter(|file| file.size > 0).collect()
        };
        let kinds = [
            (of(&self.issues), text!("gabarit de ticket", "issue template")),
            (of(&self.changes), text!("gabarit de demande de fusion", "merge-request template")),
        ];
        let read =
            |file: &&File| readers.is_empty() || readers.iter().any(|reader| reader.reads(file));
        let all: Vec<&File> = kinds.iter().flat_map(|(files, _)| files.clone()).collect();
        let Some(first) = all.first() else { return absent() };
        if !all.iter().any(read) {
            let reason = text!(
                "les gabarits du dépôt sont ceux d’une autre forge que celle où il est publié",
                "the templates of the repository are those of another forge than the one it is published on"
            );
            let finding =
                Finding::new("templates#forge", reason.clone()).at(Location::file(&first.path));
            return Answer::fail(reason, vec![finding]);
        }
        let mut answer =
            Answer::pass(text!("des gabarits sont en place", "templates are in place"));
        for (files, name) in kinds {
            match files.iter().find(|file| read(file)) {
                Some(file) => answer = answer.seen(Location::file(&file.path), name),
                None => answer = answer.with([lacking(&name)]),
            }
        }
        answer
    }
}

fn absent() -> Answer {
    let reason = text!(
        "aucun gabarit dans le dépôt (ceux de l’organisation ne se voient pas d’ici)",
        "no template in the repository (those of the organisation cannot be seen from here)"
    );
    Answer::failing(Finding::new("templates#absent", reason))
}

fn lacking(name: &Text) -> Finding {
    let message = name.after("il manque : ", "missing: ");
    Finding::new(format!("templates#{}", name.en), message).info()
}

impl Reader {
    fn reads(&self, file: &File) -> bool {
        let top = if file.path.starts_with('.') {
            file.path.split('/').next().unwrap_or_default()
        } else {
            ""
        };
        self.folders.iter().any(|folder| folder.eq_ignore_ascii_case(top))
    }
}

impl Templates {
    /// The forges of the remotes that are known by their host; none when at
    /// least one is not, since it could read anything.
    fn readers(&self, project: &Project<'_>) -> Vec<&Reader> {
        let remotes = project.snapshot.metadata.iter().flat_map(|metadata| &metadata.remotes);
        let declared = project.config.project.publish_url.iter();
        let declared = declared.filter_map(|url| crate::snapshot::metadata::Address::parse(url));
        let addresses = remotes.filter_map(|remote| remote.address()).chain(declared);
        let known = addresses.map(|address| {
            let labels: Vec<&str> = address.host.split('.').collect();
            self.forges
                .iter()
                .find(|forge| forge.hosts.iter().any(|host| labels.contains(&host.as_str())))
        });
        known.collect::<Option<Vec<_>>>().unwrap_or_default()
    }
}
