//! A reporting address that may not be the project's own.

use super::channel::{Channel, Means};
use crate::project::Project;

/// The line and the organisation of an address that nothing else in the
/// repository mentions: neither commits, nor other documents, nor remotes. Says
/// nothing when there is no history to compare with.
pub(super) fn find(
    project: &Project<'_>,
    path: &str,
    channels: &[Channel],
) -> Option<(usize, String)> {
    let history =
        project.snapshot.history.as_ref().filter(|history| !history.commits.is_empty())?;
    let mut mails = Vec::new();
    for channel in channels {
        match &channel.means {
            Means::Mail(_) => mails.push((channel.line, organisation(&channel.means.domain()?))),
            _ => return None,
        }
    }
    let known = |domain: &str| {
        let label = domain.split('.').next().unwrap_or(domain);
        let ends = |email: &str| email.to_lowercase().ends_with(domain);
        history
            .commits
            .iter()
            .any(|commit| ends(&commit.author.email) || ends(&commit.committer.email))
            || project.config.project.email_domains.iter().any(|own| own.ends_with(domain))
            || project.snapshot.name().to_lowercase().contains(label)
            || project
                .snapshot
                .metadata
                .iter()
                .flat_map(|m| &m.remotes)
                .any(|r| r.url.to_lowercase().contains(label))
            || project.own_files().filter(|file| file.path != path).any(|file| {
                project.text(file).is_some_and(|text| text.to_lowercase().contains(domain))
            })
    };
    let unknown = mails.iter().all(|(_, domain)| !known(domain));
    mails.into_iter().next().filter(|_| unknown)
}

/// The part of a domain that names an organisation: `b.gouv.fr` of `a.b.gouv.fr`.
fn organisation(domain: &str) -> String {
    let labels: Vec<&str> = domain.split('.').collect();
    let kept = if domain.ends_with(".gouv.fr") { 3 } else { 2 };
    labels[labels.len().saturating_sub(kept)..].join(".")
}
