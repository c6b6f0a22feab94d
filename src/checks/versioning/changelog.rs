//! A changelog exists and tells of the latest version.

use super::{Version, dates, versions};
use crate::checks::{Audited, Check};
use crate::clock::day;
use crate::finding::{Answer, Finding, Location};
use crate::project::Project;
use crate::snapshot::File;
use crate::text;
use crate::text::pattern::Pattern;
use serde::Deserialize;

/// Parameters.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct Changelog {
    /// Names of a changelog, in the folder of a package.
    names: Pattern,
    /// Paths of the fragments that tools assemble into a changelog.
    fragments: Pattern,
    /// Headings of a README section that stands in for the file.
    section: Pattern,
    /// Characters under which there is nothing in it.
    min_chars: usize,
}

/// A text that may be the changelog.
struct ChangelogText<'a> {
    location: Location,
    /// False for the changelog of one package among others.
    whole: bool,
    text: std::borrow::Cow<'a, str>,
}

impl Check for Changelog {
    fn reads(&self, file: &File) -> bool {
        self.names.is_match(file.name())
    }

    fn run(&self, Audited { project, .. }: Audited<'_>) -> Answer {
        let candidates = self.candidates(project);
        let fragments = project.own_files().find(|file| self.fragments.is_match(&file.path));
        let enough = |c: &&ChangelogText<'_>| c.text.trim().chars().count() >= self.min_chars;
        let full = candidates.iter().find(enough);
        if full.is_none() && fragments.is_none() {
            return absent(candidates.first());
        }
        let metadata = project.snapshot.metadata.as_ref().filter(|m| m.commit.is_some());
        let versions = metadata.map(versions).unwrap_or_default();
        let latest = latest(&versions);
        let shallow = metadata.is_some_and(|metadata| metadata.shallow);
        if let Some((found, version)) = candidates.iter().find_map(|candidate| {
            Some((candidate, latest.iter().find(|version| tells_of(&candidate.text, version))?))
        }) {
            let (place, name) = (found.location.to_string(), &version.tag.name);
            let reason =
                text!("{place} mentionne la version {name}", "{place} mentions version {name}");
            return Answer::pass(reason).seen(found.location.clone(), text!("{name}", "{name}"));
        }
        let dated = latest.first().and_then(|last| {
            let kept = |c: &&ChangelogText<'_>| {
                c.whole && !versions.iter().any(|version| tells_of(&c.text, version))
            };
            let candidate = candidates.iter().find(kept)?;
            let newest = dates::newest(&candidate.text, project.today)?;
            (newest >= day(last.tag.date)).then_some((candidate, newest))
        });
        if let Some((found, newest)) = dated {
            let place = found.location.to_string();
            return Answer::pass(text!(
                "{place} est tenu par dates, la dernière du {newest}",
                "{place} is kept by dates, the latest of {newest}"
            ))
            .seen(found.location.clone(), text!("journal", "changelog"));
        }
        if let Some(file) = fragments {
            let folder = file.folder();
            let reason = text!(
                "les changements sont notés un par un dans {folder}/",
                "changes are noted one by one in {folder}/"
            );
            return Answer::pass(reason)
                .seen(Location::file(&file.path), text!("fragment", "fragment"));
        }
        // The changelog of a package does not stand in for that of tagged versions.
        let whole = candidates.iter().filter(|c| c.whole || latest.is_empty()).find(enough);
        let Some(full) = whole else { return absent(candidates.iter().find(|c| c.whole)) };
        let place = full.location.to_string();
        match latest.first() {
            None if shallow => Answer::unknown(text!(
                "{place} existe, mais ce clone superficiel n’a pas d’étiquette à quoi le comparer",
                "{place} exists, but this shallow clone has no tag to compare it with"
            )),
            None => Answer::pass(text!(
                "{place} existe ; aucune étiquette de version à quoi le comparer",
                "{place} exists; no version tag to compare it with"
            ))
            .seen(full.location.clone(), text!("journal", "changelog")),
            Some(version) => stale(full, version),
        }
    }
}

impl Changelog {
    /// Files with the role first, then those of packages, then a section of the README.
    fn candidates<'a>(&self, project: &'a Project<'_>) -> Vec<ChangelogText<'a>> {
        let mut files = project.role("changelog");
        let folders: Vec<String> = project
            .manifests()
            .iter()
            .filter_map(|manifest| manifest.path.rsplit_once('/'))
            .map(|(folder, _)| folder.to_string())
            .collect();
        let of_package = |file: &&File| {
            self.names.is_match(file.name())
                && file.folder().split('/').count() <= 4
                && folders.iter().any(|folder| folder == file.folder())
        };
        files.extend(project.own_files().filter(of_package));
        let mut found: Vec<ChangelogText<'a>> = files
            .into_iter()
            .filter_map(|file| {
                let text = project.text(file)?.into();
                let whole = project.plays("changelog", &file.path);
                Some(ChangelogText { location: Location::file(&file.path), whole, text })
            })
            .collect();
        for (file, document) in project.readmes() {
            for section in document.sections() {
                if self.section.is_match(&section.heading.text) {
                    let text: Vec<&str> =
                        section.body.iter().map(|block| block.text.as_str()).collect();
                    found.push(ChangelogText {
                        location: Location::line(&file.path, section.heading.line),
                        whole: true,
                        text: text.join("\n").into(),
                    });
                }
            }
        }
        found
    }
}

/// The versions a changelog should tell of: the latest that is no preview,
/// by date and by number, for the repository or for one of its packages.
fn latest<'v, 'a>(versions: &'v [Version<'a>]) -> Vec<&'v Version<'a>> {
    let released: Vec<&Version<'_>> =
        versions.iter().filter(|version| !version.is_preview()).collect();
    let all: Vec<&Version<'_>> =
        if released.is_empty() { versions.iter().collect() } else { released };
    let Some(last) = all.last() else { return Vec::new() };
    let highest = all.iter().max_by(|a, b| a.numbers().cmp(&b.numbers()));
    let same_scheme = highest.filter(|highest| highest.scheme == last.scheme);
    let mut latest = vec![*last];
    latest.extend(same_scheme.copied());
    let mut seen = vec![last.component()];
    for version in all.iter().rev() {
        if !seen.contains(&version.component()) {
            seen.push(version.component());
            latest.push(version);
        }
    }
    latest
}

/// True when `text` names `version`, with or without what surrounds the number.
fn tells_of(text: &str, version: &Version<'_>) -> bool {
    let number = version.number.split('+').next().unwrap_or_default();
    let short = number.strip_suffix(".0").filter(|short| short.contains('.'));
    [Some(version.tag.name.as_str()), Some(number), short].into_iter().flatten().any(|name| {
        text.match_indices(name).any(|(at, _)| {
            let before = text[..at].chars().next_back();
            let mut after = text[at + name.len()..].chars();
            let next = (after.next(), after.next());
            let goes_on = match next {
                (Some(c), _) if c.is_ascii_digit() => true,
                (Some('.' | '-'), Some(c)) => c.is_ascii_digit(),
                _ => false,
            };
            !before.is_some_and(|c| c.is_ascii_digit() || c == '.') && !goes_on
        })
    })
}

fn absent(empty: Option<&ChangelogText<'_>>) -> Answer {
    match empty {
        Some(candidate) => {
            let place = candidate.location.to_string();
            let reason = text!("{place} ne contient presque rien", "{place} holds hardly anything");
            let finding =
                Finding::new("empty changelog", reason.clone()).at(candidate.location.clone());
            Answer::fail(reason, vec![finding])
        }
        None => {
            let reason = text!(
                "aucun journal des changements dans le dépôt (des notes de version tenues sur la forge seule ne suivent pas le code)",
                "no changelog in the repository (release notes kept on the forge alone do not follow the code)"
            );
            Answer::failing(Finding::new("no changelog", reason))
        }
    }
}

fn stale(candidate: &ChangelogText<'_>, version: &Version<'_>) -> Answer {
    let (place, name) = (candidate.location.to_string(), &version.tag.name);
    let links = candidate.text.contains("/releases") && candidate.text.chars().count() < 600;
    let reason = if links {
        text!(
            "{place} renvoie aux notes de version de la forge, qui ne suivent pas le code",
            "{place} points to the release notes of the forge, which do not follow the code"
        )
    } else {
        let date = day(version.tag.date);
        text!(
            "{place} ne mentionne pas la dernière version, {name} ({date})",
            "{place} does not mention the latest version, {name} ({date})"
        )
    };
    let finding = Finding::new("stale changelog", reason.clone()).at(candidate.location.clone());
    Answer::fail(reason, vec![finding])
}
