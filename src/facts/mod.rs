//! Facts about a repository, for the files that are generated from them: each
//! is read somewhere, none is guessed.

mod licence;
mod naming;
mod people;
mod presentation;
mod publiccode;

pub use people::Person;
pub use presentation::{Presentation, language};

use crate::manifest::package::{self, Manifest};
use crate::project::Project;
use crate::rule::RuleSet;
use crate::snapshot::metadata::Metadata;
use crate::snapshot::read::Reader;
use crate::snapshot::{File, Snapshot};
use crate::text::decode::{self, Content};
use std::borrow::Cow;
use std::collections::BTreeSet;

/// Manifests further down than this describe parts, not the whole.
const DEPTH: usize = 1;

/// What a repository says of itself.
#[derive(Debug, Clone, Default)]
pub struct Facts {
    /// Its public address, `https://…`, from the remote it is published at.
    pub url: Option<String>,
    /// Its name at the forge, or that of its folder.
    pub repository_name: String,
    /// Package manifests, the nearest to the root first.
    pub manifests: Vec<Manifest>,
    /// What the READMEs say.
    pub presentation: Presentation,
    /// Its licence, as an SPDX expression, when what states it agrees.
    pub licence: Option<String>,
    /// The holder that the first copyright line of the licence names.
    pub copyright_owner: Option<String>,
    /// The people that MAINTAINERS or CODEOWNERS name.
    pub maintainers: Vec<Person>,
    /// Languages that its locale folders are named after (BCP 47), sorted.
    pub locales: Vec<String>,
    /// Platforms that the presence of a file tells (`android`).
    pub platforms: Vec<String>,
    /// The latest version tag and its day, `YYYY-MM-DD`.
    pub release: Option<(String, String)>,
    /// The path of its logo.
    pub logo: Option<String>,
}

impl Facts {
    /// Reads what `snapshot` says; the roles of `rules` tell which file is what.
    pub fn gather(snapshot: &Snapshot, rules: &RuleSet) -> Facts {
        let reader = snapshot.reader();
        Facts::told(&Sources { snapshot, rules, text: &|file| read(&reader, file) })
    }

    /// What `project` says, of which every file is read already.
    pub fn of(project: &Project<'_>, rules: &RuleSet) -> Facts {
        let text = |file: &File| Some(Cow::Borrowed(project.text(file)?));
        Facts::told(&Sources { snapshot: project.snapshot, rules, text: &text })
    }

    fn told(sources: &Sources<'_>) -> Facts {
        let snapshot = sources.snapshot;
        let metadata = snapshot.metadata.as_ref();
        let address =
            metadata.and_then(Metadata::publication_remote).and_then(|remote| remote.address());
        let manifests = sources.manifests();
        let (licence, copyright_owner) = licence::stated(sources, &manifests);
        Facts {
            url: address.as_ref().map(|address| address.web()),
            repository_name: snapshot.name(),
            presentation: presentation::read(sources),
            licence,
            copyright_owner,
            maintainers: people::maintainers(sources),
            locales: locales(snapshot),
            platforms: platforms(snapshot),
            release: metadata.and_then(release),
            logo: logo(snapshot),
            manifests,
        }
    }
}

/// Where facts are read.
struct Sources<'s> {
    snapshot: &'s Snapshot,
    rules: &'s RuleSet,
    text: &'s dyn Fn(&File) -> Option<Cow<'s, str>>,
}

/// The text of `file`, when it is a whole text.
fn read(reader: &Reader<'_>, file: &File) -> Option<Cow<'static, str>> {
    let read = reader.read(file).ok().filter(|read| read.complete)?;
    match decode::decode(&read.bytes) {
        Content::Text(text) => Some(Cow::Owned(text.into_owned())),
        Content::Binary => None,
    }
}

impl<'s> Sources<'s> {
    /// The text of `file`, when it is a whole text.
    fn text(&self, file: &File) -> Option<Cow<'s, str>> {
        (self.text)(&self.snapshot.files[self.snapshot.resolve(file)?])
    }

    /// The project's own files that play `role`, the best placed first.
    fn role(&self, role: &str) -> Vec<&File> {
        let Some(role) = self.rules.roles.get(role) else { return Vec::new() };
        let own = self.snapshot.files.iter().filter(|file| file.is_own());
        let mut found: Vec<(usize, &File)> =
            own.filter_map(|file| Some((role.rank(&file.path)?, file))).collect();
        found.sort_by_key(|(rank, file)| (*rank, file.name().chars().count(), &file.path));
        found.into_iter().map(|(_, file)| file).collect()
    }

    fn manifests(&self) -> Vec<Manifest> {
        let own = self.snapshot.files.iter().filter(|file| file.is_own());
        let mut files: Vec<(usize, &File)> = own
            .filter(|file| package::ecosystem_of(&file.path).is_some())
            .map(|file| (file.path.matches('/').count(), file))
            .filter(|(depth, _)| *depth <= DEPTH)
            .collect();
        files.sort_by_key(|(depth, file)| (*depth, &file.path));
        let parsed = files.into_iter().filter_map(|(_, file)| {
            package::parse(&file.path, package::ecosystem_of(&file.path)?, &self.text(file)?)
        });
        parsed.collect()
    }
}

/// The most recent tag that looks like a version, without its leading `v`.
fn release(metadata: &Metadata) -> Option<(String, String)> {
    let mut tags = metadata.tags.iter().rev();
    tags.find_map(|tag| {
        let version = tag.name.strip_prefix(['v', 'V']).unwrap_or(&tag.name);
        let stable = version.starts_with(|c: char| c.is_ascii_digit())
            && version.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
        let day = tag.date.to_zoned(jiff::tz::TimeZone::UTC).date().to_string();
        stable.then(|| (version.to_string(), day))
    })
}

/// The languages after which the files of locale folders are named.
fn locales(snapshot: &Snapshot) -> Vec<String> {
    const FOLDERS: [&str; 9] = [
        "locale",
        "locales",
        "i18n",
        "lang",
        "languages",
        "translations",
        "_locales",
        "l10n",
        "messages",
    ];
    let mut found = BTreeSet::new();
    for file in snapshot.files.iter().filter(|file| file.is_own()) {
        let parts: Vec<&str> = file.path.split('/').collect();
        let folder = parts
            .iter()
            .rev()
            .skip(1)
            .position(|part| FOLDERS.contains(&part.to_lowercase().as_str()));
        let Some(folder) = folder.map(|at| parts.len() - 2 - at) else { continue };
        let Some(next) = parts.get(folder + 1) else { continue };
        let stem = next.split('.').next().unwrap_or_default();
        found.extend(language_tag(stem));
        // messages.fr.yml, app_fr.arb
        if parts.len() == folder + 2 {
            let stem = next.rsplit_once('.').map_or(*next, |(stem, _)| stem);
            found.extend(stem.rsplit(['.', '_']).next().and_then(language_tag));
        }
    }
    found.into_iter().collect()
}

/// `name` when it is the tag of a language, with or without a region.
fn language_tag(name: &str) -> Option<String> {
    let (language, region) = match name.split_once(['-', '_']) {
        Some((language, region)) => (language, Some(region)),
        None => (name, None),
    };
    const COMMON: [&str; 40] = [
        "ar", "bg", "br", "ca", "cs", "da", "de", "el", "en", "es", "et", "eu", "fa", "fi", "fr",
        "ga", "gl", "he", "hr", "hu", "it", "ja", "ko", "lb", "lt", "lv", "nl", "oc", "pl", "pt",
        "ro", "ru", "sk", "sl", "sv", "tr", "uk", "vi", "zh", "mt",
    ];
    if !COMMON.contains(&language) {
        return None;
    }
    match region {
        None => Some(language.to_string()),
        Some(region) if region.len() == 2 && region.bytes().all(|b| b.is_ascii_alphabetic()) => {
            Some(format!("{language}-{}", region.to_uppercase()))
        }
        Some(_) => None,
    }
}

fn platforms(snapshot: &Snapshot) -> Vec<String> {
    let android =
        snapshot.files.iter().any(|file| file.is_own() && file.name() == "AndroidManifest.xml");
    android.then(|| "android".to_string()).into_iter().collect()
}

/// A vector or PNG image named logo, the nearest to the root.
fn logo(snapshot: &Snapshot) -> Option<String> {
    let named = |file: &&File| {
        let name = file.name().to_lowercase();
        file.is_own() && file.tracked && matches!(name.as_str(), "logo.svg" | "logo.png")
    };
    let found = snapshot.files.iter().filter(named);
    let nearest = found
        .min_by_key(|file| (file.path.matches('/').count(), file.extension() != "svg", &file.path));
    nearest.map(|file| file.path.clone())
}
